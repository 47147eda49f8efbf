use super::{load::set, reader::Reader};

/// Options of what the application puts into the answer of `/get-session`
/// ([`crate::AuthBuilder::custom_session`]).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomSessionConfig {
    /// The sessions of `/multi-session/list-device-sessions` are changed too. Default `false`.
    pub should_mutate_list_device_sessions_endpoint: bool,
}

impl CustomSessionConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        let mutate = section.bool("should_mutate_list_device_sessions_endpoint");
        set(&mut self.should_mutate_list_device_sessions_endpoint, mutate);
        section.finish();
    }
}
