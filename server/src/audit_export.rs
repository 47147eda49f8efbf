//! The audit log as files.

use app::api::audit::AuditQuery;
use auth::{Cx, Error, wire::AuditEvent};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

use crate::{csv, state::AppState};

/// `GET /admin/audit-log.csv`: the events that the page with the same query lists, on all of its pages.
pub async fn audit_csv(State(state): State<AppState>, request: Request) -> Response {
    let head = "id,at,action,detail,actorId,actingAs,subjectId,organizationId,target,ipAddress,userAgent\r\n";
    let mut file = String::from(head);
    let write = |events: Vec<AuditEvent>| events.iter().for_each(|event| file.push_str(&line(event)));
    let outcome = export(&state, request, write).await;
    answer(outcome.map(|()| file), "text/csv; charset=utf-8", "audit-log.csv")
}

/// `GET /admin/audit-log.json`: the same as a list of objects.
pub async fn audit_json(State(state): State<AppState>, request: Request) -> Response {
    let mut events = Vec::new();
    let outcome = export(&state, request, |page| events.extend(page)).await;
    let file = outcome.and_then(|()| serde_json::to_string(&events).map_err(Error::internal));
    answer(file, "application/json", "audit-log.json")
}

async fn export(state: &AppState, request: Request, write: impl FnMut(Vec<AuditEvent>) + Send) -> auth::Result<()> {
    let (parts, _) = request.into_parts();
    let mut cx = Cx::request(auth::http::facts(&parts));
    let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned();
    let query = AuditQuery::of(&pairs.collect());
    state.auth.export_audit_log(&mut cx, &query.filter(), write).await
}

fn answer(file: auth::Result<String>, content_type: &'static str, name: &str) -> Response {
    match file {
        Ok(file) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            ([(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], file)
                .into_response()
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the audit log was not exported");
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

fn line(event: &AuditEvent) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        event.id.clone(),
        event.created_at.to_string(),
        event.action.to_string(),
        text(&event.detail),
        text(&event.actor_id),
        text(&event.acting_as),
        text(&event.subject_id),
        text(&event.organization_id),
        text(&event.target),
        text(&event.ip_address),
        text(&event.user_agent),
    ];
    csv::line(cells.iter().map(String::as_str))
}
