//! `/orgs/new`: start an organization.

use leptos::{form::ActionForm, prelude::*};

use crate::{
    api::organization::own::{CREATE, CreateOrganization},
    components::{Alert, FormSummary, SubmitButton, TextInput},
    pages::AuthPage,
    policy::ORGANIZATIONS,
    public_config::use_public_config,
    slug::slug_of,
    texts::t,
};

/// The page.
#[component]
pub fn NewOrganizationPage() -> impl IntoView {
    let texts = &t().organizations.new;
    let can_create = use_public_config().organizations.unwrap_or_default().can_create;
    let footer = || view! { <a href=ORGANIZATIONS>{t().organizations.switcher.all}</a> };
    view! {
        <AuthPage title=texts.title description=texts.description footer>
            {if can_create {
                view! { <CreateForm/> }.into_any()
            } else {
                view! { <Alert>{texts.closed}</Alert> }.into_any()
            }}
        </AuthPage>
    }
}

/// The form. Until somebody types a slug of their own, it follows the name where scripts run; without, the server makes it.
#[component]
fn CreateForm() -> impl IntoView {
    let texts = &t().organizations.new;
    let site = use_public_config().origin;
    let action = ServerAction::<CreateOrganization>::new();
    let form = CREATE.outcome(action);
    let slug = form.typed("slug");
    let own = RwSignal::new(!slug.is_empty());
    let element = NodeRef::<leptos::html::Div>::new();
    let follow = move |event: leptos::ev::Event| {
        if !own.get_untracked() {
            suggest(element, &slug_of(&event_target_value(&event)));
        }
    };
    let keep = move |event: leptos::ev::Event| own.set(!event_target_value(&event).is_empty());
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <div on:input=follow>
                <TextInput
                    name="organization_name"
                    label=texts.name
                    value=form.typed("organization_name")
                    error=form.error("organization_name")
                    autocomplete="organization"
                    maxlength=255_u16
                    required=true
                />
            </div>
            <div node_ref=element on:input=keep>
                <TextInput
                    name="slug"
                    label=texts.slug
                    hint=(texts.slug_hint)(&site)
                    value=slug
                    error=form.error("slug")
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck=false
                    maxlength=64_u16
                />
            </div>
            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
        </ActionForm>
    }
}

/// Puts a slug into the field. Only in the browser is there one.
fn suggest(around: NodeRef<leptos::html::Div>, slug: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast as _;

        let input = around.get_untracked().and_then(|around| around.query_selector("input").ok().flatten());
        if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.set_value(slug);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (around, slug);
    }
}
