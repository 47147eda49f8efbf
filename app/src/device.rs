//! What a browser calls itself, in words.

use serde::{Deserialize, Serialize};

/// A browser on a system, as far as they can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Name of the browser or program, for example `Firefox`.
    pub browser: Option<String>,
    /// Name of the system, for example `Linux`.
    pub system: Option<String>,
}

/// Marks of browsers; the first that is found names it. Most browsers also carry the marks of those they want to
/// be taken for, so the order is from the special to the common.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// Marks of systems, from the special to the common.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads a `User-Agent` header.
    pub fn of(user_agent: &str) -> Self {
        let first = |marks: &[(&str, &str)]| {
            let found = marks.iter().find(|(mark, _)| user_agent.contains(mark));
            found.map(|(_, name)| (*name).to_owned())
        };
        Self { browser: first(BROWSERS), system: first(SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_although_they_name_each_other() {
        let named = |user_agent: &str| {
            let Device { browser, system } = Device::of(user_agent);
            (browser.unwrap_or_default(), system.unwrap_or_default())
        };
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox", "Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36",
                "Chrome",
                "Android",
            ),
            ("curl/8.9.1", "curl", ""),
            ("", "", ""),
        ];
        for (user_agent, browser, system) in cases {
            assert_eq!(named(user_agent), (browser.to_owned(), system.to_owned()), "{user_agent}");
        }
    }
}
