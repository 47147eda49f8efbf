use crate::{
    operation::{Access, Operation, Parameter},
    wire::{ApiKey, CreateApiKey, CreatedApiKey, DeleteApiKey, ListApiKeysOutput, SuccessOutput, UpdateApiKey},
};

/// `POST /api-key/create`: makes a key.
pub static CREATE_API_KEY: Operation = Operation::writing("createApiKey", "/api-key/create")
    .for_callers(Access::SignedIn)
    .taking::<CreateApiKey>()
    .giving::<CreatedApiKey>();

/// `GET /api-key/get`: a key without its secret.
pub static GET_API_KEY: Operation = Operation::reading("getApiKey", "/api-key/get")
    .for_callers(Access::SignedIn)
    .giving::<ApiKey>()
    .asking(&[Parameter::required("id"), Parameter::optional("configId")]);

/// `POST /api-key/update`: changes a key.
pub static UPDATE_API_KEY: Operation = Operation::writing("updateApiKey", "/api-key/update")
    .for_callers(Access::SignedIn)
    .taking::<UpdateApiKey>()
    .giving::<ApiKey>();

/// `POST /api-key/delete`: ends a key.
pub static DELETE_API_KEY: Operation = Operation::writing("deleteApiKey", "/api-key/delete")
    .for_callers(Access::SignedIn)
    .taking::<DeleteApiKey>()
    .giving::<SuccessOutput>();

/// `GET /api-key/list`: the keys of the caller, without their secrets.
pub static LIST_API_KEYS: Operation = Operation::reading("listApiKeys", "/api-key/list")
    .for_callers(Access::SignedIn)
    .giving::<ListApiKeysOutput>()
    .asking(&[
        Parameter::optional("configId"),
        Parameter::optional("organizationId"),
        Parameter::optional("limit"),
        Parameter::optional("offset"),
        Parameter::optional("sortBy"),
        Parameter::optional("sortDirection"),
    ]);

pub(in crate::features) const ROUTES: &[&Operation] =
    &[&CREATE_API_KEY, &GET_API_KEY, &UPDATE_API_KEY, &DELETE_API_KEY, &LIST_API_KEYS];
