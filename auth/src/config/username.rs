use super::{load::set, reader::Reader};

/// Options of usernames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsernameConfig {
    /// Default `false`: it adds fields to users.
    pub enabled: bool,
    /// Fewest characters. Default 3.
    pub min_username_length: usize,
    /// Most characters. Default 30.
    pub max_username_length: usize,
    /// Users have a name beside it that keeps its capitals. Default `true`.
    pub display_username: bool,
    /// One that was chosen stays. Default `false`.
    pub immutable_username: bool,
    /// Names that nobody may choose, in their normal form, such as `admin`. Ours; default none, as upstream.
    pub reserved_usernames: Vec<String>,
    /// What is checked of a username: what was typed, or its normal form. Default: what was typed.
    pub validate_username: ValidationOrder,
    /// The same of the name beside it.
    pub validate_display_username: ValidationOrder,
}

/// Whether a name is checked before or after it is brought into its normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidationOrder {
    /// What was typed is checked.
    PreNormalization,
    /// The normal form is checked.
    PostNormalization,
}

impl Default for UsernameConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            min_username_length: 3,
            max_username_length: 30,
            display_username: true,
            immutable_username: false,
            reserved_usernames: Vec::new(),
            validate_username: ValidationOrder::PreNormalization,
            validate_display_username: ValidationOrder::PreNormalization,
        }
    }
}

impl UsernameConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.min_username_length, section.number("min_username_length"));
        set(&mut self.max_username_length, section.number("max_username_length"));
        set(&mut self.display_username, section.bool("display_username"));
        set(&mut self.immutable_username, section.bool("immutable_username"));
        set(&mut self.reserved_usernames, section.texts("reserved_usernames"));
        let orders = [
            ("pre-normalization", ValidationOrder::PreNormalization),
            ("post-normalization", ValidationOrder::PostNormalization),
        ];
        let order = section.section("validation_order");
        set(&mut self.validate_username, order.choice("username", &orders));
        set(&mut self.validate_display_username, order.choice("display_username", &orders));
        order.finish();
        if self.min_username_length > self.max_username_length {
            section.problem("min_username_length", "is more than max_username_length", "swap them");
        }
        section.finish();
    }
}
