use super::{load::set, reader::Reader};

/// Options of refusing new passwords that are known to whoever tries passwords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HaveIBeenPwnedConfig {
    /// Default `false`.
    pub enabled: bool,
    /// Who knows these passwords. Ours; default: a list in the program, so that nothing is asked of anybody. Upstream asks
    /// the service.
    pub source: PasswordSource,
    /// Where the service answers for the first five digits of a hash that are put behind it. Ours, for a mirror; default
    /// `https://api.pwnedpasswords.com/range/`.
    pub range_url: String,
    /// The operations whose new passwords are looked at, by their paths. Default: all of them.
    pub paths: Vec<String>,
    /// The sentence of the answer. Default: one of ours.
    pub custom_password_compromised_message: Option<String>,
    /// What becomes of a password when the service does not answer. Ours; default: it is refused, as upstream.
    pub on_failure: OnFailure,
}

/// Who knows compromised passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordSource {
    /// A list in the program: the 6,000 most common ones, whatever their capitals are.
    Offline,
    /// The service Have I Been Pwned, which is told the first five digits of a hash.
    Api,
}

/// What becomes of a password that could not be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFailure {
    /// It is refused with 500.
    Refuse,
    /// It is taken, and the failure is logged.
    Accept,
}

impl Default for HaveIBeenPwnedConfig {
    fn default() -> Self {
        let paths = [
            "/sign-up/email",
            "/change-password",
            "/reset-password",
            "/email-otp/reset-password",
            "/phone-number/reset-password",
            "/admin/create-user",
            "/admin/set-user-password",
            // Operations that upstream does not have.
            "/sign-up/invited",
            "/set-password",
        ];
        Self {
            enabled: false,
            source: PasswordSource::Offline,
            range_url: "https://api.pwnedpasswords.com/range/".into(),
            paths: paths.map(str::to_owned).into(),
            custom_password_compromised_message: None,
            on_failure: OnFailure::Refuse,
        }
    }
}

impl HaveIBeenPwnedConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        let sources = [("offline", PasswordSource::Offline), ("api", PasswordSource::Api)];
        set(&mut self.source, section.choice("source", &sources));
        set(&mut self.range_url, section.text("range_url"));
        set(&mut self.paths, section.texts("paths"));
        let message = section.text("custom_password_compromised_message");
        set(&mut self.custom_password_compromised_message, message.map(Some));
        let failures = [("refuse", OnFailure::Refuse), ("accept", OnFailure::Accept)];
        set(&mut self.on_failure, section.choice("on_failure", &failures));
        if !self.range_url.starts_with("https://") && !self.range_url.starts_with("http://") {
            section.problem("range_url", "is not an address", "for example https://api.pwnedpasswords.com/range/");
        }
        section.finish();
    }
}
