//! The document (`OpenAPI` 3.1), made from the table of operations.

use serde_json::{Map, Value, json};

use super::{flattened, shape::schema_of};
use crate::{
    Auth,
    features::{is_on, jwt, name_of, operations, status},
    operation::{Access, Method, Operation, Parameter},
    schema::{Field, FieldKind, Model},
    wire::ErrorBody,
};

impl Operation {
    /// Whether it is for programs: pages that people are sent to are not.
    fn is_described(&self) -> bool {
        self.id != status::ERROR.id && !super::ROUTES.iter().any(|own| own.id == self.id)
    }

    fn parameters(&self) -> Vec<Value> {
        let in_path = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let in_path =
            in_path.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
        let in_query = self.query.iter().map(|Parameter { name, required }| {
            json!({ "name": name, "in": "query", "required": required, "schema": { "type": "string" } })
        });
        in_path.chain(in_query).collect()
    }

    fn description(&self, method: Method) -> Value {
        let error = |says: &str| {
            let schema = json!({ "$ref": "#/components/schemas/Error" });
            json!({ "description": says, "content": { "application/json": { "schema": schema } } })
        };
        let mut answer = json!({ "description": "It was done." });
        if let Some(output) = &self.output {
            answer["content"] = json!({ "application/json": { "schema": (output.schema)() } });
        }
        let mut responses = json!({
            "200": answer,
            "400": error("Something in the request is not as it should be."),
            "403": error("This is not allowed."),
            "429": error("Too many requests. `X-Retry-After` says for how many seconds to wait."),
            "500": error("A fault of the server."),
        });
        if self.access != Access::Public {
            responses["401"] = error("Nobody is signed in.");
        }
        // One operation by two methods has two ids.
        let id = match self.methods {
            [first, ..] if *first == method => self.id.to_owned(),
            _ => format!("{}{}", self.id, method.title()),
        };
        let mut described = json!({
            "operationId": id,
            "tags": [name_of(self)],
            "parameters": self.parameters(),
            "responses": responses,
        });
        if self.access != Access::Public {
            described["security"] = json!([{ "apiKeyCookie": [] }, { "bearerAuth": [] }]);
        }
        if let Some(input) = self.input.as_ref().filter(|_| method == Method::Post) {
            let schema = (input.schema)();
            let required = schema.get("required").is_some();
            described["requestBody"] =
                json!({ "required": required, "content": { "application/json": { "schema": schema } } });
        }
        described
    }
}

impl Auth {
    /// The operations that are described: those that answer under the configuration.
    pub(super) fn described_operations(&self) -> impl Iterator<Item = (&'static Operation, &str)> {
        let config = self.config();
        operations().filter(|operation| operation.is_described() && is_on(operation, config)).filter_map(|operation| {
            let is_jwks = operation.id == jwt::GET_JWKS.id;
            if is_jwks && config.jwt.jwks.remote_url.is_some() {
                return None;
            }
            let path = if is_jwks { config.jwt.jwks.jwks_path.as_str() } else { operation.path };
            (!config.disabled_paths.iter().any(|disabled| disabled == path)).then_some((operation, path))
        })
    }

    pub(super) fn open_api_document(&self) -> Value {
        let config = self.config();
        let mut paths = Map::new();
        let mut tags: Vec<&str> = Vec::new();
        for (operation, path) in self.described_operations() {
            let methods = operation.methods.iter();
            let by_method = methods.map(|method| (method.as_str().to_lowercase(), operation.description(*method)));
            paths.insert(path.to_owned(), Value::Object(by_method.collect()));
            let tag = name_of(operation);
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let further = |model| {
            let fields = self.schema().model(model).fields().iter().filter(|field| field.returned);
            fields.map(|field| (field.name.clone(), field_schema(field))).collect::<Map<_, _>>()
        };
        let mut schemas = Map::new();
        schemas.insert("User".into(), flattened::user(further(Model::User)));
        schemas.insert("Session".into(), flattened::session(further(Model::Session)));
        schemas.insert("Error".into(), schema_of::<ErrorBody>());
        if config.organization.enabled {
            schemas.extend(flattened::SHARED.iter().map(|name| ((*name).to_owned(), flattened::shared(name))));
        }
        json!({
            "openapi": "3.1.1",
            "info": { "title": config.app_name, "version": env!("CARGO_PKG_VERSION") },
            "servers": [{ "url": config.api_url() }],
            "tags": tags.iter().map(|tag| json!({ "name": tag })).collect::<Vec<_>>(),
            "components": {
                "schemas": schemas,
                "securitySchemes": {
                    "apiKeyCookie": { "type": "apiKey", "in": "cookie", "name": self.cookies().session_token.name() },
                    "bearerAuth": { "type": "http", "scheme": "bearer" },
                },
            },
            "paths": paths,
        })
    }
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match &field.kind {
        FieldKind::Text => json!({ "type": ["string", "null"] }),
        FieldKind::Integer => json!({ "type": ["integer", "null"] }),
        FieldKind::Boolean => json!({ "type": ["boolean", "null"] }),
        FieldKind::Date => json!({ "type": ["string", "null"], "format": "date-time" }),
        FieldKind::Choice(words) => json!({ "type": ["string", "null"], "enum": words }),
        FieldKind::TextList => json!({ "type": ["array", "null"], "items": { "type": "string" } }),
        FieldKind::IntegerList => json!({ "type": ["array", "null"], "items": { "type": "integer" } }),
        FieldKind::Json => json!({}),
    };
    if let Some(default) = &field.default {
        schema["default"] = default.clone();
    }
    if !field.input {
        schema["readOnly"] = json!(true);
    }
    schema
}
