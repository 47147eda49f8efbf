//! The outbox: mails leave when the mail server lets them, and nobody waits for it.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use auth::{Auth, AuthConfig, mail::SmtpMailer, wire::RequestPasswordResetOutput};
use serde_json::json;
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

use crate::common::{Answer, DAY, Database, HOUR, MILLISECOND, Manners, SECOND, SmtpServer, TestAuth};

const ANA: &str = "ana@example.com";
const OUTBOX: &str = "latchkeyOutbox";

/// The longest time after a first try that failed until the second.
const FIRST_WAIT: Duration = Duration::from_secs(10);

/// An application that greets new users through a mail server.
async fn sending_to(server: &SmtpServer, db: Database) -> TestAuth {
    sending_by_url(&format!("smtp://{}", server.address()), db, |_| {}).await
}

async fn sending_by_url(url: &str, db: Database, change: impl FnOnce(&mut AuthConfig)) -> TestAuth {
    let mailer = SmtpMailer::new(url, "Acme <no-reply@acme.example>").unwrap();
    let greeting = |config: &mut AuthConfig| {
        config.email.send_welcome = true;
        change(config);
    };
    TestAuth::built(db, greeting, |builder| builder.mailer(Arc::new(mailer))).await
}

/// The worker of an application; it goes on until the test ends, or stops when told to.
struct Worker {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

fn start_worker(auth: &Auth) -> Worker {
    let (stop, stopped) = oneshot::channel();
    let auth = auth.clone();
    let task = tokio::spawn(async move { auth.deliver_mails(async { drop(stopped.await) }).await });
    Worker { stop, task }
}

/// What somebody does who does not wait for a mail server.
async fn soon<T>(act: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(10), act).await.expect("nobody waits for a mail server")
}

async fn request_link(app: &TestAuth, email: &str) -> Answer {
    app.client().post("/request-password-reset", &json!({ "email": email })).await
}

/// Values of a header in mails.
fn header<'a>(mails: &'a [String], name: &str) -> Vec<&'a str> {
    let lines = mails.iter().flat_map(|mail| mail.lines());
    lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).collect()
}

#[tokio::test]
async fn a_mail_leaves_at_once_when_the_server_works() {
    let server = SmtpServer::start(Manners::Polite).await;
    let app = sending_to(&server, Database::empty().await).await;
    let _worker = start_worker(&app.auth);
    app.signed_up(ANA).await;
    let mails = server.took(1).await;
    assert_eq!(header(&mails, "To"), [ANA]);
    assert_eq!(header(&mails, "From"), ["Acme <no-reply@acme.example>"]);
    assert!(mails[0].contains("charset=utf-8") && mails[0].contains("your account is ready"), "{}", mails[0]);
}

// REL-014
#[tokio::test]
async fn a_server_that_says_nothing_keeps_nobody_waiting_and_loses_nothing() {
    let server = SmtpServer::start(Manners::Silent).await;
    let app = sending_to(&server, Database::empty().await).await;
    let worker = start_worker(&app.auth);
    let mut ana = soon(app.signed_up(ANA)).await;
    server.was_called(1).await;
    soon(request_link(&app, ANA)).await.accepted::<RequestPasswordResetOutput>();
    assert!(soon(ana.get_session()).await.is_some());

    // Another process takes over, with a server that speaks.
    worker.task.abort();
    server.behave(Manners::Polite);
    app.clock.advance(DAY);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!(server.mails().len(), 2);
    assert_eq!(app.db.count(OUTBOX).await, 0);
}

// REL-014
#[tokio::test]
async fn a_server_that_takes_too_long_is_tried_again_later() {
    let server = SmtpServer::start(Manners::Silent).await;
    let url = format!("smtp://{}", server.address());
    let briefly = |config: &mut AuthConfig| config.email.send_timeout = 50 * MILLISECOND;
    let app = sending_by_url(&url, Database::empty().await, briefly).await;
    app.signed_up(ANA).await;
    soon(app.auth.deliver_due_mails()).await.unwrap();
    assert_eq!((server.connections(), app.db.count(OUTBOX).await), (1, 1));

    server.behave(Manners::Polite);
    app.clock.advance(FIRST_WAIT);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!((server.mails().len(), app.db.count(OUTBOX).await), (1, 0));
}

// REL-013
#[tokio::test]
async fn what_was_acknowledged_arrives_once_after_the_process_died_and_the_server_came_back() {
    let server = SmtpServer::start(Manners::Polite).await;
    server.go_away().await;
    let app = sending_to(&server, Database::empty().await).await;
    let worker = start_worker(&app.auth);
    soon(app.signed_up(ANA)).await;
    soon(request_link(&app, ANA)).await.accepted::<RequestPasswordResetOutput>();
    worker.task.abort();
    let (now, TestAuth { db, .. }) = (app.now(), app);

    let app = sending_to(&server, db).await;
    server.come_back().await;
    // As long as a mail may be claimed that the dead process was sending.
    app.clock.set(now + HOUR);
    for _ in 0..3 {
        app.auth.deliver_due_mails().await.unwrap();
        app.clock.advance(HOUR);
    }
    let mails = server.mails();
    let subjects = BTreeSet::from_iter(header(&mails, "Subject"));
    assert_eq!(subjects, BTreeSet::from(["Reset your Latchkey password", "Welcome to Latchkey"]));
    assert_eq!((mails.len(), app.db.count(OUTBOX).await), (2, 0));
}

// REL-014
#[tokio::test]
async fn a_refusal_for_now_is_tried_again_and_again_with_longer_waits() {
    let server = SmtpServer::start(Manners::Refusing(450)).await;
    let app = sending_to(&server, Database::empty().await).await;
    app.signed_up(ANA).await;
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!(server.connections(), 1);

    let mut longest = FIRST_WAIT;
    for tries in 2..10 {
        // At least half of the longest wait passes.
        app.clock.advance_to_just_before(longest / 2);
        app.auth.deliver_due_mails().await.unwrap();
        assert_eq!(server.connections(), tries - 1, "too early");
        app.clock.advance(longest / 2 + MILLISECOND);
        app.auth.deliver_due_mails().await.unwrap();
        assert_eq!(server.connections(), tries, "too late");
        longest = (2 * longest).min(HOUR);
    }
    server.behave(Manners::Polite);
    app.clock.advance(HOUR);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!((server.mails().len(), app.db.count(OUTBOX).await), (1, 0));
}

#[tokio::test]
async fn a_mail_that_arrives_twice_has_one_id() {
    // The process dies between the mail and the answer of the server.
    let server = SmtpServer::start(Manners::Undecided).await;
    let app = sending_to(&server, Database::empty().await).await;
    app.signed_up(ANA).await;
    let worker = start_worker(&app.auth);
    server.has_read(1).await;
    worker.task.abort();
    assert!(worker.task.await.unwrap_err().is_cancelled());
    server.release();
    server.took(1).await;

    server.behave(Manners::Polite);
    app.clock.advance(HOUR);
    app.auth.deliver_due_mails().await.unwrap();
    let mails = server.mails();
    let ids = header(&mails, "Message-ID");
    assert_eq!((ids.len(), ids[0]), (2, ids[1]));
    assert!(ids[0].ends_with("@acme.example>"), "{}", ids[0]);
}

#[tokio::test]
async fn a_refusal_for_ever_is_believed() {
    for manners in [Manners::Refusing(550), Manners::Returning(554)] {
        let server = SmtpServer::start(manners).await;
        let app = sending_to(&server, Database::empty().await).await;
        app.signed_up(ANA).await;
        app.auth.deliver_due_mails().await.unwrap();
        assert_eq!((server.connections(), app.db.count(OUTBOX).await), (1, 0));
    }
}

#[tokio::test]
async fn a_refusal_that_is_about_our_settings_loses_no_mail() {
    for code in [530, 535] {
        let server = SmtpServer::start(Manners::Refusing(code)).await;
        let app = sending_to(&server, Database::empty().await).await;
        app.signed_up(ANA).await;
        app.auth.deliver_due_mails().await.unwrap();
        assert_eq!(app.db.count(OUTBOX).await, 1, "{code}");
        server.behave(Manners::Polite);
        app.clock.advance(FIRST_WAIT);
        app.auth.deliver_due_mails().await.unwrap();
        assert_eq!(server.mails().len(), 1);
    }
}

#[tokio::test]
async fn after_three_days_a_mail_is_given_up() {
    let server = SmtpServer::start(Manners::Refusing(450)).await;
    let app = sending_to(&server, Database::empty().await).await;
    app.signed_up(ANA).await;
    app.clock.advance_to_just_before(3 * DAY);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!(app.db.count(OUTBOX).await, 1);
    app.clock.advance(HOUR);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!(app.db.count(OUTBOX).await, 0);
}

#[tokio::test]
async fn of_several_processes_one_sends_a_mail() {
    let server = SmtpServer::start(Manners::Polite).await;
    let app = sending_to(&server, Database::empty().await).await;
    for number in 0..20 {
        app.signed_up(&format!("user-{number}@example.com")).await;
    }
    let other = |()| {
        let mailer = SmtpMailer::new(&format!("smtp://{}", server.address()), "no-reply@acme.example").unwrap();
        Auth::builder(app.auth.config().clone()).clock(app.clock.clone()).mailer(Arc::new(mailer))
    };
    let others = [(); 2].map(other);
    let mut workers = vec![start_worker(&app.auth)];
    for builder in others {
        workers.push(start_worker(&builder.connect(app.db.url()).await.unwrap()));
    }
    server.took(20).await;
    for worker in workers {
        drop(worker.stop);
        worker.task.await.unwrap();
    }
    app.auth.deliver_due_mails().await.unwrap();
    let mails = server.mails();
    assert_eq!((mails.len(), BTreeSet::from_iter(header(&mails, "To")).len()), (20, 20));
    assert_eq!(app.db.count(OUTBOX).await, 0);
}

#[tokio::test]
async fn a_mail_that_is_being_sent_is_claimed_until_its_process_must_be_dead() {
    let server = SmtpServer::start(Manners::Silent).await;
    let app = sending_to(&server, Database::empty().await).await;
    app.signed_up(ANA).await;
    let worker = start_worker(&app.auth);
    server.was_called(1).await;
    app.clock.advance(app.auth.config().email.send_timeout);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!(server.connections(), 1, "the first process may still be at it");

    worker.task.abort();
    server.behave(Manners::Polite);
    app.clock.advance(120 * SECOND);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn a_worker_that_is_stopped_finishes_the_mail_it_is_sending() {
    let server = SmtpServer::start(Manners::Undecided).await;
    let app = sending_to(&server, Database::empty().await).await;
    app.signed_up(ANA).await;
    let worker = start_worker(&app.auth);
    server.has_read(1).await;
    drop(worker.stop);
    server.release();
    soon(worker.task).await.unwrap();
    assert_eq!((server.mails().len(), app.db.count(OUTBOX).await), (1, 0));
}

// DATA-001: whoever reads the database reads no mail.
#[tokio::test]
async fn stored_mails_are_not_readable() {
    let server = SmtpServer::start(Manners::Polite).await;
    let app = sending_to(&server, Database::empty().await).await;
    app.signed_up(ANA).await;
    for content in app.db.texts(r#"SELECT "content" FROM "latchkeyOutbox""#).await {
        for plain in [ANA, "Welcome", "subject"] {
            assert!(!content.contains(plain));
        }
    }
    // One that was changed, or moved to another row, is not sent.
    app.db.execute(r#"UPDATE "latchkeyOutbox" SET "id" = 'other'"#).await;
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn mails_stored_with_an_earlier_secret_leave() {
    let server = SmtpServer::start(Manners::Polite).await;
    let app = sending_to(&server, Database::empty().await).await;
    app.signed_up(ANA).await;
    let url = format!("smtp://{}", server.address());
    let now = app.now();
    let rotated = sending_by_url(&url, app.db, |config| {
        let (new, old) = (auth::Secret::new("a newer secret"), config.secrets.current().clone());
        config.secrets = auth::Secrets::new(new, vec![old]);
    })
    .await;
    rotated.clock.set(now);
    rotated.auth.deliver_due_mails().await.unwrap();
    assert_eq!(server.mails().len(), 1);
}

// ENUM-008: the work for a known address and an unknown one is the same.
#[tokio::test]
async fn an_unknown_address_costs_a_row_and_gets_no_mail() {
    let server = SmtpServer::start(Manners::Polite).await;
    let app = sending_to(&server, Database::empty().await).await;
    request_link(&app, "nobody@example.com").await.accepted::<RequestPasswordResetOutput>();
    assert_eq!(app.db.count(OUTBOX).await, 1);
    app.auth.deliver_due_mails().await.unwrap();
    assert_eq!((server.connections(), app.db.count(OUTBOX).await), (0, 0));
}

// REL-014: whoever sits between us and the mail server cannot take the encryption away.
#[tokio::test]
async fn without_the_encryption_that_was_asked_for_nothing_is_said() {
    let server = SmtpServer::start(Manners::Polite).await;
    for url in [
        format!("smtp://user:password@{}?tls=required", server.address()),
        format!("smtps://user:password@{}", server.address()),
    ] {
        let briefly = |config: &mut AuthConfig| config.email.send_timeout = SECOND;
        let app = sending_by_url(&url, Database::empty().await, briefly).await;
        app.signed_up(ANA).await;
        app.auth.deliver_due_mails().await.unwrap();
        assert_eq!((server.mails().len(), app.db.count(OUTBOX).await), (0, 1), "{url}");
    }
}
