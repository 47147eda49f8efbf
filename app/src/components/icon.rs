use leptos::prelude::*;

/// The icons that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    /// A triangle with an exclamation mark.
    Alert,
    /// A tick.
    Check,
    /// Opens downwards.
    ChevronDown,
    /// Shows what is hidden.
    Eye,
    /// Hides what is shown.
    EyeOff,
    /// A circle with an i.
    Info,
    /// A key or passkey.
    Key,
    /// Leaves the account.
    LogOut,
    /// An envelope.
    Mail,
    /// The theme of the system.
    Monitor,
    /// The dark theme.
    Moon,
    /// Adds something.
    Plus,
    /// Protection.
    Shield,
    /// The light theme.
    Sun,
    /// A person.
    User,
    /// Closes or removes.
    X,
}

impl IconName {
    /// Every icon, for the gallery.
    pub const ALL: [Self; 16] = [
        Self::Alert,
        Self::Check,
        Self::ChevronDown,
        Self::Eye,
        Self::EyeOff,
        Self::Info,
        Self::Key,
        Self::LogOut,
        Self::Mail,
        Self::Monitor,
        Self::Moon,
        Self::Plus,
        Self::Shield,
        Self::Sun,
        Self::User,
        Self::X,
    ];

    /// The outline on a grid of 24, drawn for this project.
    const fn outline(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 2.8 19.5h18.4ZM12 10.5v4M12 17h.01",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::ChevronDown => "m6 9.5 6 6 6-6",
            Self::Eye => {
                "M2.5 12C4.5 7.8 8 5.5 12 5.5s7.5 2.3 9.5 6.5c-2 4.2-5.5 6.5-9.5 6.5S4.5 16.2 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"
            }
            Self::EyeOff => {
                "M6.4 7.1C4.8 8.3 3.5 10 2.5 12c2 4.2 5.5 6.5 9.5 6.5 1.8 0 3.5-.5 5-1.4M9.5 5.8c.8-.2 1.6-.3 2.5-.3 4 0 7.5 2.3 9.5 6.5-.6 1.2-1.3 2.3-2.2 3.2M9.9 9.9a3 3 0 0 0 4.2 4.2M4 4l16 16"
            }
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5.5M12 7.5h.01",
            Self::Key => "M8 11.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM11.2 12.8 20 4M16.5 7.5 19 10",
            Self::LogOut => "M10 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h5M16 8l4 4-4 4M20 12H9.5",
            Self::Mail => {
                "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM3.5 7.5 12 13l8.5-5.5"
            }
            Self::Monitor => "M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM8.5 21h7M12 17v4",
            Self::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Shield => "M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6Z",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v1.5M12 20v1.5M2.5 12H4M20 12h1.5M5.3 5.3l1 1M17.7 17.7l1 1M5.3 18.7l1-1M17.7 6.3l1-1"
            }
            Self::User => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c.5-3.5 3.5-5.5 7.5-5.5s7 2 7.5 5.5",
            Self::X => "M6 6l12 12M18 6 6 18",
        }
    }

    /// Points along the reading direction and is mirrored where that runs from right to left.
    const fn is_directional(self) -> bool {
        matches!(self, Self::LogOut)
    }
}

/// An inline SVG in the colour of the text. It is hidden from assistive technology: the text beside it, or the
/// `aria-label` of its button, says what it means.
#[component]
pub fn Icon(
    /// Which icon.
    name: IconName,
    /// More classes; the size is 16 px unless they say otherwise.
    #[prop(default = "size-4")]
    class: &'static str,
) -> impl IntoView {
    let mirrored = if name.is_directional() { "icon-directional " } else { "" };
    view! {
        <svg
            class={format!("icon {mirrored}{class}")}
            viewBox="0 0 24 24"
            aria-hidden="true"
            focusable="false"
        >
            <path d=name.outline()></path>
        </svg>
    }
}
