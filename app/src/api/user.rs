//! What people change about themselves.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form of the profile.
pub const PROFILE: Form = Form { id: "profile", page: "/settings/profile" };

/// Changes the name of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "update-profile")]
pub async fn update_profile(#[server(default)] name: String) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open_private().await?;
    let mut refusal = Refusal { values: vec![("name".to_owned(), name.clone())], ..Refusal::default() };
    if name.trim().is_empty() {
        refusal.push("name", Problem::Required);
        return door.refuse_form(PROFILE, refusal, 400).await;
    }
    let input = auth::wire::UpdateUser { name: Some(name.trim().to_owned()), ..Default::default() };
    let outcome = door.auth.update_user(&mut door.cx, input).await;
    let done = outcome.map(|_| (PROFILE.page.to_owned(), Some(Notice::ProfileSaved)));
    door.finish(PROFILE, done, |_| refusal).await
}
