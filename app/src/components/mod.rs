//! The parts that pages are made of.
//!
//! Rules that hold for each of them:
//! - It is complete HTML and works with scripts off; a script only adds comfort.
//! - Its first frame in the browser equals the server's HTML: what only a browser knows (is Caps Lock on, do
//!   scripts run) arrives afterwards, by an `Effect` or an event.
//! - Text inputs are uncontrolled (`value=`): `prop:value` is set during hydration and would erase what a person
//!   typed before the scripts arrived.
//! - Ids come from the caller or from the name of the field, so that they are equal on both sides.
//! - No `style=` and no inline event handlers: the content security policy allows neither.
//!
//! Class names are literal text: after `class=`, or inside [`tw!`](crate::components::tw). The `style` crate reads
//! them there, and the build fails for a class that has no rule.

#![expect(unreachable_pub, reason = "`#[component]` makes a second public function that is not part of the re-export")]

mod alert;
mod avatar;
mod badge;
mod brand;
mod button;
mod card;
mod checkbox;
mod copy_button;
mod countdown;
mod empty_state;
mod error_page;
mod fact;
mod field;
mod form_summary;
mod gallery;
mod header;
mod hydrated;
mod icon;
mod layout;
mod moment;
mod passkey;
mod password_input;
mod proof_of_work;
mod provider_mark;
mod select_input;
mod separator;
mod text_area;
mod text_input;
mod theme_switch;
mod toast;
mod user_menu;

pub use alert::{Alert, Tone};
pub use avatar::{Avatar, AvatarSize, initials};
pub use badge::Badge;
pub use brand::{Brand, SiteName};
pub use button::{Button, ButtonSize, ButtonVariant, LinkButton, SubmitButton};
pub use card::{Card, CardBody, CardFooter, CardHeader};
pub use checkbox::Checkbox;
pub use copy_button::CopyButton;
pub use countdown::use_countdown;
pub use empty_state::EmptyState;
pub use error_page::ErrorPage;
pub use fact::Fact;
pub use field::{Field, described_by};
pub use form_summary::{FormSummary, Problem};
pub use gallery::Gallery;
pub use header::{Header, NavLink};
pub use hydrated::use_hydrated;
pub use icon::{Icon, IconName};
pub use layout::{AppLayout, CentredCard};
pub use moment::Moment;
pub use passkey::{PasskeyCreate, PasskeySignIn, PasskeySignals, PasskeyUpgrade};
pub use password_input::PasswordInput;
pub use proof_of_work::ProofOfWork;
pub use provider_mark::ProviderMark;
pub use select_input::SelectInput;
pub use separator::Separator;
pub use text_area::TextArea;
pub use text_input::{EmailInput, PhoneInput, TextInput};
pub use theme_switch::{Theme, ThemeSwitch};
pub use toast::{Toast, ToastRegion};
pub use user_menu::{UserMenu, UserMenuLink};

/// Marks a literal as class names, so that the `style` crate finds it: `tw!("flex gap-2")` is `"flex gap-2"`.
///
/// Needed wherever class names do not directly follow `class=`, for example in a constant or a `match`.
macro_rules! tw {
    ($classes:literal) => {
        $classes
    };
}
pub(crate) use tw;
