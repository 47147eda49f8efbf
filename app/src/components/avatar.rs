use super::tw;
use leptos::prelude::*;

/// The size of an [`Avatar`]: 28, 36 or 56 px.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 28 px: in the header.
    Small,
    /// 36 px: in lists.
    #[default]
    Medium,
    /// 56 px: on a profile.
    Large,
}

impl AvatarSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => tw!("size-7 text-xs"),
            Self::Medium => tw!("size-9 text-sm"),
            Self::Large => tw!("size-14 text-xl"),
        }
    }
}

/// The first letters of the first and the last word of a name, or the first letter of an address.
pub fn initials(name: &str) -> String {
    let name = name.split('@').next().unwrap_or_default();
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// The initials of a person in a circle. It is decoration: the name stands beside it.
#[component]
pub fn Avatar(
    /// The name, or the address where there is no name.
    #[prop(into)]
    name: String,
    /// How large it is.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    view! {
        <span
            class={format!(
                "{} {}",
                tw!("inline-grid place-items-center shrink-0 rounded-full border border-border bg-muted font-medium text-muted-foreground select-none"),
                size.class(),
            )}
            aria-hidden="true"
        >
            {initials(&name)}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_come_from_first_and_last_word() {
        assert_eq!(initials("Ana María López"), "AL");
        assert_eq!(initials("ana"), "A");
        assert_eq!(initials("ana.lopez@example.com"), "AL");
        assert_eq!(initials("  "), "");
        assert_eq!(initials("ßen"), "SS");
        assert_eq!(initials("山田 太郎"), "山太");
    }
}
