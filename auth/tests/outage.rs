//! A database that goes away for a moment, and what people see of it.

use auth::wire::{RequestPasswordResetOutput, SignInEmailOutput};
use serde_json::json;

use crate::common::{Answer, Database, Outage, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const UNAVAILABLE: (u16, &str) = (503, "SERVICE_UNAVAILABLE");

fn outcome(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

async fn request_link(app: &TestAuth) -> Answer {
    app.client().post("/request-password-reset", &json!({ "email": ANA })).await
}

// REL-006
#[tokio::test]
async fn a_database_that_goes_away_is_said_to_be_away_and_everything_is_there_when_it_is_back() {
    for db in Database::every_kind().await {
        let (db, mut outage) = Outage::prepare(db).await;
        let app = TestAuth::over(db, |_| {}).await;
        let mut ana = app.signed_up(ANA).await;

        outage.begin(&app.db).await;
        let (mut newcomer, mut returning) = (app.client(), app.client());
        let (sign_up, sign_in, link, session) = tokio::join!(
            newcomer.try_sign_up("bo@example.com", PASSWORD),
            returning.try_sign_in(ANA, PASSWORD),
            request_link(&app),
            ana.get("/get-session"),
        );
        for answer in [sign_up, sign_in, link] {
            assert_eq!(outcome(&answer), (UNAVAILABLE.0, UNAVAILABLE.1.to_owned()), "{answer}");
        }
        // Somebody who is signed in is never told that they are not.
        assert!(session.status == 503 || session.json()["user"]["email"] == ANA, "{session}");
        assert!(session.set_cookies().is_empty(), "{session}");
        assert!(app.mailbox.mails().is_empty(), "what was refused sends no mail");
        outage.end().await;

        assert_eq!(ana.session().await.user.email, ANA);
        app.client().try_sign_in(ANA, PASSWORD).await.accepted::<SignInEmailOutput>();
        app.client().sign_up("bo@example.com").await;
        request_link(&app).await.accepted::<RequestPasswordResetOutput>();
        app.mailbox.latest_to(ANA).await;
    }
}
