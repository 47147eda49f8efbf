use crate::operation::Operation;

/// `GET /open-api/generate-schema`: the description of the API for programs.
pub static GENERATE_SCHEMA: Operation =
    Operation::reading("generateOpenAPISchema", "/open-api/generate-schema").giving::<serde_json::Value>();

/// `GET /reference`: the description of the API for people. The path is that of `open_api.path`.
pub static REFERENCE: Operation = Operation::reading("openAPIReference", "/reference");

pub(in crate::features) const ROUTES: &[&Operation] = &[&GENERATE_SCHEMA, &REFERENCE];
