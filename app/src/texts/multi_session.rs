//! Several people in one browser.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct Accounts {
    /// Names the buttons for assistive technology.
    pub label: &'static str,
    /// Before the name of another account, for assistive technology.
    pub switch_to: &'static str,
    pub add: &'static str,
    /// Above those who are signed in, on the page for signing in.
    pub choose: &'static str,
    /// Before a name, for assistive technology.
    pub continue_as: &'static str,
    pub or_another: &'static str,
    pub sign_out_one: &'static str,
    pub sign_out_all: &'static str,
}
