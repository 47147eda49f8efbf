//! What makes a page of the server an application in the browser.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{public_config::PublicConfig, site_files::SiteFiles};

/// In the context of a page that stays as the server made it.
#[derive(Debug, Clone, Copy)]
pub struct Still;

/// The style sheet, hints to load script and WebAssembly early, and the script that starts the application.
///
/// It stands for `HydrationScripts` and `HashedStylesheet` of Leptos 0.8, which look for the hashed names in a file
/// beside the executable (ours is alone), with two differences: the hint for the script carries the nonce, as `'strict-dynamic'`
/// asks of a script that the parser meets (Chromium loads it without, too), and the nonce is not repeated in
/// `crossorigin`, where a style sheet could read it.
#[component]
pub fn Hydration(
    /// Where the files are.
    files: SiteFiles,
) -> impl IntoView {
    if use_context::<Still>().is_some() {
        return view! { <link rel="stylesheet" href=files.css/> }.into_any();
    }
    let nonce = use_nonce();
    let script = start_script(&files);
    view! {
        <link rel="stylesheet" href=files.css/>
        <link rel="modulepreload" href=files.js crossorigin="anonymous" nonce=nonce.clone()/>
        <link rel="preload" href=files.wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script type="module" nonce=nonce>
            {script}
        </script>
    }
    .into_any()
}

/// The script of passkeys, which works where the application does not arrive. On every page, because the application
/// changes pages without loading one.
#[component]
pub fn PasskeyScript() -> impl IntoView {
    let passkeys = use_context::<PublicConfig>().is_some_and(|config| config.passkeys);
    passkeys.then(|| view! { <script type="module" src="/passkey.js" nonce=use_nonce()></script> })
}

/// The script that does the work that forms ask for. On every page, as that of passkeys.
#[component]
pub fn ProofOfWorkScript() -> impl IntoView {
    let asked_for = use_context::<PublicConfig>().is_some_and(|config| config.proof_of_work);
    asked_for.then(|| view! { <script type="module" src="/proof-of-work.js" nonce=use_nonce()></script> })
}

/// The import is dynamic, as in Leptos: the page can be used, as plain forms, while it runs.
fn start_script(SiteFiles { js, wasm, .. }: &SiteFiles) -> String {
    format!("import({js:?}).then(app=>app.default({{module_or_path:{wasm:?}}}).then(()=>app.hydrate()));")
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::nonce::Nonce;

    use super::*;

    #[test]
    fn it_loads_the_hashed_files_with_the_nonce() {
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_context(Nonce::from_value("n0nce"));
            let files = SiteFiles {
                js: "/pkg/latchkey.a.js".into(),
                wasm: "/pkg/latchkey.b.wasm".into(),
                css: "/pkg/latchkey.c.css".into(),
            };
            view! { <Hydration files/> }.to_html()
        });
        let expected = concat!(
            r#"<link rel="stylesheet" href="/pkg/latchkey.c.css">"#,
            r#"<link rel="modulepreload" href="/pkg/latchkey.a.js" crossorigin="anonymous" nonce="n0nce">"#,
            r#"<link rel="preload" href="/pkg/latchkey.b.wasm" as="fetch" type="application/wasm" crossorigin="anonymous">"#,
            r#"<script type="module" nonce="n0nce">import("/pkg/latchkey.a.js").then(app=>app.default("#,
            r#"{module_or_path:"/pkg/latchkey.b.wasm"}).then(()=>app.hydrate()));</script>"#,
        );
        // The mark is where the application finds the end.
        assert_eq!(html.trim_end_matches("<!>"), expected);
    }
}
