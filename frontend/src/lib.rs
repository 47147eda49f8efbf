//! Starts the application in the browser: the HTML that the server sent becomes interactive.

// The type of a page holds the types of all its parts, and optimising computes the layout of the whole.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the WebAssembly is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
