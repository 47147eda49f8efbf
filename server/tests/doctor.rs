//! `latchkey doctor` as an operator runs it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    path::Path,
    process::Command,
    thread,
};

use sqlx::{Connection as _, SqliteConnection};

/// What a command printed, and whether it was content.
struct Said {
    text: String,
    content: bool,
}

impl Said {
    /// The line about a subject.
    #[track_caller]
    fn about(&self, subject: &str) -> &str {
        let line = self.text.lines().find(|line| line.split_whitespace().nth(1) == Some(subject));
        line.unwrap_or_else(|| panic!("nothing about {subject} in\n{}", self.text))
    }

    #[track_caller]
    fn is(&self, subject: &str, grade: &str) {
        assert!(self.about(subject).starts_with(grade), "{}", self.text);
    }
}

fn latchkey(directory: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.args(arguments).current_dir(directory).env_remove("DATABASE_URL").env_remove("SMTP_URL");
    let output = command.env("LATCHKEY_ENV", "development").envs(variables.iter().copied()).output().unwrap();
    Said { text: String::from_utf8(output.stdout).unwrap(), content: output.status.success() }
}

/// A folder with a database that Better Auth made without plugins.
async fn made_by_better_auth() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", directory.path().join("old.db").display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let small = include_str!("../../auth/tests/fixtures/better_auth_small.sqlite.sql");
    sqlx::raw_sql(small).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    directory
}

/// A mail server that takes greetings; what it was told, when the caller has gone.
fn mail_server() -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"220 mail.example\r\n").unwrap();
        let mut told = Vec::new();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            let answer: &[u8] = if line.starts_with("QUIT") { b"221 bye\r\n" } else { b"250 mail.example\r\n" };
            told.push(line);
            if stream.write_all(answer).is_err() {
                break;
            }
        }
        told
    });
    (url, server)
}

#[test]
fn a_new_checkout_is_told_to_migrate_and_is_well_afterwards() {
    let directory = tempfile::tempdir().unwrap();
    let before = latchkey(directory.path(), &["doctor"], &[]);
    assert!(before.content, "{}", before.text);
    before.is("database", "warn");
    assert!(before.about("database").contains("latchkey migrate"));
    assert!(!directory.path().join("data/dev.db").exists(), "looking makes nothing");

    assert!(latchkey(directory.path(), &["migrate"], &[]).content);
    let after = latchkey(directory.path(), &["doctor"], &[]);
    assert!(after.content, "{}", after.text);
    for subject in ["configuration", "secret", "address", "cookies", "database", "schema", "clock", "mail"] {
        after.is(subject, "ok");
    }
}

#[tokio::test]
async fn a_database_of_better_auth_is_compared_and_taken_over() {
    let directory = made_by_better_auth().await;
    let url = [("DATABASE_URL", "sqlite://old.db")];
    let before = latchkey(directory.path(), &["doctor"], &url);
    assert!(!before.content);
    before.is("schema", "fail");
    assert!(before.about("schema").contains("user.role"), "{}", before.text);

    let adoption = latchkey(directory.path(), &["doctor", "--adopt"], &url);
    assert!(adoption.content && adoption.text.contains("ALTER TABLE \"user\" ADD COLUMN \"role\" text;"));

    assert!(latchkey(directory.path(), &["migrate"], &url).content);
    latchkey(directory.path(), &["doctor"], &url).is("schema", "ok");
    assert!(latchkey(directory.path(), &["doctor", "--adopt"], &url).text.starts_with("-- The database has every"));
}

#[test]
fn the_mail_server_is_greeted_and_gets_no_mail() {
    let directory = tempfile::tempdir().unwrap();
    let (url, server) = mail_server();
    let mail = [("SMTP_URL", url.as_str()), ("EMAIL_FROM", "Acme <no-reply@example.com>")];
    latchkey(directory.path(), &["doctor"], &mail).is("mail", "ok");
    let told = server.join().unwrap();
    assert!(told.iter().any(|line| line.starts_with("EHLO")), "{told:?}");
    assert!(!told.iter().any(|line| line.starts_with("MAIL") || line.starts_with("DATA")), "{told:?}");
}

#[test]
fn a_mail_server_that_is_gone_is_a_failure_without_its_password() {
    let directory = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("smtp://ana:hunter2@127.0.0.1:{port}");
    let mail = [("SMTP_URL", url.as_str()), ("EMAIL_FROM", "no-reply@example.com")];
    let said = latchkey(directory.path(), &["doctor"], &mail);
    assert!(!said.content && !said.text.contains("hunter2"), "{}", said.text);
    said.is("mail", "fail");
}

#[test]
fn a_redis_that_is_gone_is_a_failure_of_its_own_without_its_password() {
    let directory = tempfile::tempdir().unwrap();
    assert!(latchkey(directory.path(), &["migrate"], &[]).content);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("redis://ana:hunter2@127.0.0.1:{port}");
    let said = latchkey(directory.path(), &["doctor"], &[("REDIS_URL", &url)]);
    assert!(!said.content && !said.text.contains("hunter2"), "{}", said.text);
    said.is("sessions", "fail");
    said.is("database", "ok");
    said.is("schema", "ok");
}

#[test]
fn a_configuration_that_cannot_be_read_is_the_only_finding() {
    let directory = tempfile::tempdir().unwrap();
    let production = [("LATCHKEY_ENV", "production"), ("BETTER_AUTH_SECRET", "short"), ("BETTER_AUTH_URL", "nowhere")];
    let said = latchkey(directory.path(), &["doctor"], &production);
    assert!(!said.content);
    assert!(said.text.lines().all(|line| line.starts_with("fail")), "{}", said.text);
    assert_eq!(said.text.lines().count(), 2, "{}", said.text);
}

#[test]
fn a_database_that_is_gone_is_a_failure() {
    let directory = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://ana:hunter2@127.0.0.1:{port}/x");
    let said = latchkey(directory.path(), &["doctor"], &[("DATABASE_URL", url.as_str())]);
    assert!(!said.content && !said.text.contains("hunter2"), "{}", said.text);
    said.is("database", "fail");
}
