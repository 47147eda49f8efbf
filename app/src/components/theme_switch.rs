use super::{Icon, IconName};
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The name of the cookie.
const COOKIE: &str = "theme";

/// Which colours a person wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Those of the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value in the form and in the cookie.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a value; `None` for a value that is none.
    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == value)
    }

    /// The theme that a `Cookie` header asks for.
    pub fn from_cookie_header(header: &str) -> Self {
        header
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == COOKIE).then(|| Self::parse(value)).flatten())
            .unwrap_or_default()
    }

    /// The value of `data-theme` on `<html>`: nothing for the theme of the system.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The cookie that remembers the theme for a year. Scripts set it too, so it is not `HttpOnly`.
    pub fn cookie(self, secure: bool) -> String {
        let secure = if secure { "; Secure" } else { "" };
        format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax{secure}", self.as_str())
    }

    /// The theme of this page: on the server that of the request's cookie, in the browser what the server wrote on
    /// `<html>`. Both are the same, so the switch hydrates without a difference and nothing flashes.
    pub fn current() -> Self {
        #[cfg(feature = "ssr")]
        {
            use_context::<axum::http::request::Parts>().map_or_else(Self::default, |parts| {
                parts
                    .headers
                    .get_all(axum::http::header::COOKIE)
                    .iter()
                    .filter_map(|value| value.to_str().ok())
                    .map(Self::from_cookie_header)
                    .find(|theme| *theme != Self::System)
                    .unwrap_or_default()
            })
        }
        #[cfg(not(feature = "ssr"))]
        {
            document()
                .document_element()
                .and_then(|html| html.get_attribute("data-theme"))
                .and_then(|value| Self::parse(&value))
                .unwrap_or_default()
        }
    }

    /// Changes the page and remembers the choice, in the browser.
    #[cfg(feature = "hydrate")]
    fn apply(self) {
        use wasm_bindgen::JsCast as _;

        let document = document();
        if let Some(html) = document.document_element() {
            // Both fail only for invalid names.
            let _ = match self.attribute() {
                Some(value) => html.set_attribute("data-theme", value),
                None => html.remove_attribute("data-theme"),
            };
        }
        let secure = window().location().protocol().is_ok_and(|protocol| protocol == "https:");
        if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
            // Fails where cookies are blocked; then the choice holds for this page.
            let _ = document.set_cookie(&self.cookie(secure));
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::System => IconName::Monitor,
            Self::Light => IconName::Sun,
            Self::Dark => IconName::Moon,
        }
    }

    fn label(self) -> &'static str {
        let texts = &t().theme_switch;
        match self {
            Self::System => texts.system,
            Self::Light => texts.light,
            Self::Dark => texts.dark,
        }
    }
}

/// Chooses between the theme of the system, light and dark.
///
/// Without scripts it posts `theme` and `back` (the path to return to) to `/theme`, which sets the cookie. With
/// scripts it changes the page at once and sets the same cookie. Needs a router around it.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let (theme, set_theme) = signal(Theme::current());
    let location = use_location();
    let back = move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        match search.trim_start_matches('?') {
            "" => path,
            search => format!("{path}?{search}"),
        }
    };
    let choose = move |choice: Theme| {
        #[cfg(feature = "hydrate")]
        choice.apply();
        set_theme.set(choice);
    };
    view! {
        <form method="post" action="/theme">
            <input type="hidden" name="back" value=back />
            <div class="theme-switch" role="group" aria-label=t().theme_switch.label>
                {Theme::ALL
                    .map(|choice| {
                        view! {
                            <button
                                type="submit"
                                name="theme"
                                value=choice.as_str()
                                aria-label=choice.label()
                                title=choice.label()
                                aria-pressed=move || if theme.get() == choice { "true" } else { "false" }
                                on:click=move |event| {
                                    event.prevent_default();
                                    choose(choice);
                                }
                            >
                                <Icon name=choice.icon() />
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn cookie_header_is_read() {
        assert_eq!(Theme::from_cookie_header("a=b; theme=dark; c=d"), Theme::Dark);
        assert_eq!(Theme::from_cookie_header("xtheme=dark"), Theme::System);
        assert_eq!(Theme::from_cookie_header("theme=\"><script>"), Theme::System);
        assert_eq!(Theme::from_cookie_header(""), Theme::System);
    }

    #[test]
    fn cookie_lasts_a_year() {
        assert_eq!(Theme::Light.cookie(true), "theme=light; Path=/; Max-Age=31536000; SameSite=Lax; Secure");
    }
}
