//! Several people who are signed in in one browser: going on as another one of them, and signing in beside them.

use leptos::{form::ActionForm, prelude::*};

use crate::{
    api::multi_session::{SIGN_OUT_ONE, SWITCH_ACCOUNT, SignOutOne, SwitchAccount},
    components::{Avatar, AvatarSize, FormSummary, IconName, Separator, SubmitButton, UserMenuLink},
    policy::{HOME, SIGN_IN},
    public_config::use_public_config,
    session::use_session,
    texts::t,
};

/// The other accounts in the menu of the person, and the way to one more. Nothing where there is one account at a time,
/// and while somebody looks at the application as somebody else.
#[component]
pub fn AccountSwitcher() -> impl IntoView {
    let impersonator = use_session().impersonator();
    use_public_config().several_accounts.then(|| {
        view! {
            <Show when=move || impersonator.with(Option::is_none)>
                <hr class="-mx-1 my-1 border-t border-border"/>
                <OtherAccounts before=t().accounts.switch_to id="menu-accounts-summary"/>
                <UserMenuLink href=SIGN_IN icon=IconName::Plus>{t().accounts.add}</UserMenuLink>
            </Show>
        }
    })
}

/// Who is signed in already, on the page for signing in.
#[component]
pub fn AccountChooser() -> impl IntoView {
    let texts = &t().accounts;
    let session = use_session();
    let current = Memo::new(move |_| session.user().get().filter(|user| !user.is_guest()));
    let known = move || current.with(Option::is_some) || session.others().with(|others| !others.is_empty());
    let current_account = move || {
        current.get().map(|user| {
            let name = user.shown_name().to_owned();
            let contact = user.contact().unwrap_or_default().to_owned();
            view! {
                <a href=HOME class="menu-item">
                    <Account before=texts.continue_as name contact/>
                </a>
            }
        })
    };
    use_public_config().several_accounts.then(|| {
        view! {
            <Show when=known>
                <section aria-labelledby="accounts" class="grid gap-2">
                    <h2 id="accounts" class="text-sm font-medium">{texts.choose}</h2>
                    <div class="grid rounded-lg border border-border p-1">
                        {current_account}
                        <OtherAccounts before=texts.continue_as id="accounts-summary"/>
                    </div>
                </section>
                <Separator label=texts.or_another/>
            </Show>
        }
    })
}

/// The button that signs out the account in use alone, where others are signed in beside it.
#[component]
pub fn SignOutOneForm() -> impl IntoView {
    let action = ServerAction::<SignOutOne>::new();
    let form = SIGN_OUT_ONE.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-3">
            <FormSummary problems=form.problems() id="sign-out-one-summary"/>
            <SubmitButton full=true pending=action.pending()>{t().accounts.sign_out_one}</SubmitButton>
        </ActionForm>
    }
}

/// A button for each of the other accounts.
#[component]
fn OtherAccounts(
    /// What a button does, for assistive technology, before the name.
    before: &'static str,
    /// The id of the summary of what is wrong.
    id: &'static str,
) -> impl IntoView {
    let action = ServerAction::<SwitchAccount>::new();
    let form = SWITCH_ACCOUNT.outcome(action);
    let others = use_session().others();
    view! {
        <ActionForm action attr:class="grid" attr:aria-label=t().accounts.label>
            <FormSummary problems=form.problems() id/>
            <For each=move || others.get() key=Clone::clone let(other)>
                <button type="submit" name="session" value=other.session class="menu-item">
                    <Account before name=other.name contact=other.contact/>
                </button>
            </For>
        </ActionForm>
    }
}

/// Somebody, in a line of a list.
#[component]
fn Account(
    /// What following it does, for assistive technology.
    before: &'static str,
    /// The name, or the address where there is none.
    name: String,
    /// The address, or the phone number.
    contact: String,
) -> impl IntoView {
    view! {
        <Avatar name=name.clone() size=AvatarSize::Small/>
        <span class="grid min-w-0 text-start">
            <span class="truncate"><span class="sr-only">{before} " "</span>{name}</span>
            <span class="truncate text-xs text-muted-foreground">{contact}</span>
        </span>
    }
}
