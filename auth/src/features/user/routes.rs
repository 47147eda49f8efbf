use crate::operation::{Access, Body, Method, Operation};

/// `POST /update-user`: changes name and picture of the caller.
pub static UPDATE_USER: Operation = Operation {
    id: "updateUser",
    methods: &[Method::Post],
    path: "/update-user",
    access: Access::SignedIn,
    body: Body::Json(Body::SMALL),
    guards_login: false,
};

pub(in crate::features) const ROUTES: &[&Operation] = &[&UPDATE_USER];
