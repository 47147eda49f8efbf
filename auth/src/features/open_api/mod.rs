//! The description of the API: as `OpenAPI` for programs, and as a page for people. Both are made from the table of
//! operations, and the schemas in them from the types that the doors read and write ([`crate::operation::Described`]).

mod document;
mod flattened;
mod page;
mod routes;
mod shape;

#[cfg(feature = "axum")]
pub(crate) use page::STYLE;
pub(super) use routes::ROUTES;
pub use routes::{GENERATE_SCHEMA, REFERENCE};
use serde_json::Value;
pub(crate) use shape::schema_of;

use crate::{Auth, Cx, error::Result, wire::ErrorCode};

impl Auth {
    /// The description of the API under this configuration (`OpenAPI` 3.1). `GET /open-api/generate-schema`.
    ///
    /// # Errors
    ///
    /// 429 when it is asked for too often.
    pub async fn generate_open_api_schema(&self, cx: &mut Cx) -> Result<Value> {
        self.perform(cx, &GENERATE_SCHEMA, (), async |_, ()| Ok(self.open_api_document())).await
    }

    /// The same as a page: HTML without a script, and with nothing from elsewhere. `GET /reference`.
    ///
    /// # Errors
    ///
    /// 404 where the page is switched off.
    pub async fn open_api_reference(&self, cx: &mut Cx) -> Result<String> {
        self.perform(cx, &REFERENCE, (), async |_, ()| {
            if self.config().open_api.disable_default_reference {
                return Err(ErrorCode::NotFound.into());
            }
            Ok(self.reference_page())
        })
        .await
    }
}
