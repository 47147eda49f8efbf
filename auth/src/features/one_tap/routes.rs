use crate::{
    operation::Operation,
    wire::{OneTapCallback, OneTapOutput},
};

/// `POST /one-tap/callback`: signs in by the ID token of Google's prompt.
pub static ONE_TAP_CALLBACK: Operation = Operation::writing("oneTapCallback", "/one-tap/callback")
    .guarding_login()
    .taking::<OneTapCallback>()
    .giving_outcome::<OneTapOutput>();

pub(in crate::features) const ROUTES: &[&Operation] = &[&ONE_TAP_CALLBACK];
