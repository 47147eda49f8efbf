use crate::{
    operation::{Access, Operation, Parameter},
    wire::{DeleteUser, DeleteUserOutput, StatusOutput, UpdateUser},
};

/// `POST /update-user`: changes name and picture of the caller.
pub static UPDATE_USER: Operation = Operation::writing("updateUser", "/update-user")
    .for_callers(Access::SignedIn)
    .taking::<UpdateUser>()
    .giving::<StatusOutput>();

/// `POST /delete-user`: deletes the account of the caller, or asks by mail first.
pub static DELETE_USER: Operation = Operation::writing("deleteUser", "/delete-user")
    .for_callers(Access::SignedIn)
    .taking::<DeleteUser>()
    .giving::<DeleteUserOutput>();

/// `GET /delete-user/callback`: the link of that mail.
pub static DELETE_USER_CALLBACK: Operation = Operation::reading("deleteUserCallback", "/delete-user/callback")
    .for_callers(Access::SignedIn)
    .giving::<DeleteUserOutput>()
    .asking(&[Parameter::required("token"), Parameter::optional("callbackURL")]);

pub(in crate::features) const ROUTES: &[&Operation] = &[&UPDATE_USER, &DELETE_USER, &DELETE_USER_CALLBACK];
