//! The page for what goes wrong outside of the application, for example while the database is away.
//!
//! It is a document of its own, without scripts: when it is needed, the less it depends on the better.

use leptos::prelude::*;

use crate::{components::ErrorPage, site_files::SiteFiles, texts::t};

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// A defect of ours.
    Internal,
    /// A part that the server depends on does not answer.
    Unavailable,
    /// The request was too large.
    TooLarge,
    /// The request did not arrive in time.
    TooSlow,
}

impl Failing {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::TooLarge => 413,
            Self::TooSlow => 408,
        }
    }

    /// Title and sentence.
    fn texts(self) -> (&'static str, &'static str) {
        let texts = &t().failing;
        match self {
            Self::Internal => texts.internal,
            Self::Unavailable => texts.unavailable,
            Self::TooLarge => texts.too_large,
            Self::TooSlow => texts.too_slow,
        }
    }
}

/// The whole document.
pub fn error_document(failing: Failing, files: &SiteFiles) -> String {
    let (title, message) = failing.texts();
    let css = files.css.clone();
    let html = Owner::new().with(|| {
        view! {
            <html lang=t().lang dir=t().dir>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <title>{title}</title>
                    <link rel="stylesheet" href=css/>
                </head>
                <body>
                    <main id="main" class="app-main">
                        <ErrorPage title message status=failing.status() action=t().failing.action href="/"/>
                    </main>
                </body>
            </html>
        }
        .to_html()
    });
    format!("<!DOCTYPE html>{html}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_the_status_and_a_way_on() {
        let page = error_document(Failing::Unavailable, &SiteFiles::default());
        assert!(page.starts_with("<!DOCTYPE html><html"));
        assert!(page.contains("503") && page.contains("href=\"/\""));
        assert!(!page.contains("<script"));
    }
}
