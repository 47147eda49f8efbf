use crate::operation::{Access, Operation};

/// `POST /update-user`: changes name and picture of the caller.
pub static UPDATE_USER: Operation = Operation::writing("updateUser", "/update-user").for_callers(Access::SignedIn);

pub(in crate::features) const ROUTES: &[&Operation] = &[&UPDATE_USER];
