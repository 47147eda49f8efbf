//! The element of `public/proof-of-work.js`, inside a form that asks for work.

use leptos::prelude::*;

use crate::{public_config::use_public_config, texts::t};

/// Has the browser do the work that the form asks for, and says that it takes scripts. Shows nothing where none is asked
/// for. It stands inside the form, before its button.
#[component]
pub fn ProofOfWork() -> impl IntoView {
    let texts = &t().proof_of_work;
    let config = use_public_config();
    config.proof_of_work.then(|| {
        view! {
            <proof-of-work api=config.api_path data-working=texts.working data-failed=texts.failed>
                <input type="hidden" name="captcha" value=""/>
                <p role="status" class="text-sm text-muted-foreground empty:hidden"></p>
                // The styles show it where the browser runs no scripts.
                <p data-without-scripts="" class="text-sm text-destructive-text text-pretty">{texts.without_scripts}</p>
            </proof-of-work>
        }
    })
}
