//! The real process: what it acknowledged survives its sudden death. (REL-001)

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

const PASSWORD: &str = "correct-horse-9";

struct Process {
    child: Child,
    port: u16,
}

impl Process {
    fn start(directory: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = directory.join("latchkey.toml");
        // Cheap hashing, so that the storm has many sign-ups; limits off, since all come from one address.
        let cheap = "[email_and_password.hashing]\nmemory_kib = 64\niterations = 1\n[rate_limit]\nenabled = false\n";
        std::fs::write(config, cheap).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_latchkey"))
            .current_dir(directory)
            .env("LATCHKEY_ENV", "development")
            .env("PORT", port.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let process = Self { child, port };
        process.wait_until_ready();
        process
    }

    /// Retries until the port answers; every try waits for the connection, none for time to pass.
    fn wait_until_ready(&self) {
        for _ in 0..2_000 {
            if self.request("GET", "/readyz", "").is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                return;
            }
            std::thread::yield_now();
            std::thread::park_timeout(Duration::from_millis(10));
        }
        panic!("the server did not become ready");
    }

    fn request(&self, method: &str, path: &str, body: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let (port, length) = (self.port, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    fn post(&self, path: &str, body: &str) -> Option<String> {
        self.request("POST", &format!("/api/auth{path}"), body)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_killed_server_has_lost_no_acknowledged_user() {
    let directory = std::env::temp_dir().join(format!("latchkey-durability-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let mut process = Process::start(&directory);
        let sign_up = |worker: usize| {
            let process = &process;
            move || {
                let mut mine = Vec::new();
                for number in 0.. {
                    let email = format!("storm-{round}-{worker}-{number}@example.com");
                    let body = format!(r#"{{"name":"Storm","email":"{email}","password":"{PASSWORD}"}}"#);
                    match process.post("/sign-up/email", &body) {
                        Some(answer) if answer.starts_with("HTTP/1.1 200") => mine.push(email),
                        _ => break,
                    }
                }
                mine
            }
        };
        let pid = process.child.id();
        let in_this_round: Vec<String> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4).map(|worker| scope.spawn(sign_up(worker))).collect();
            // One more sign-up storms along and pulls the plug when it has seen enough answers.
            let body =
                |n: usize| format!(r#"{{"name":"K","email":"k-{round}-{n}@example.com","password":"{PASSWORD}"}}"#);
            for number in 0..20 {
                process.post("/sign-up/email", &body(number));
            }
            // SIGKILL: the process has no chance to tidy up.
            Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        process.child.wait().unwrap();
        acknowledged.extend(in_this_round);
    }
    assert!(acknowledged.len() > 30, "the storm was too weak to prove anything: {}", acknowledged.len());

    let process = Process::start(&directory);
    for email in &acknowledged {
        let answer = process.post("/sign-in/email", &format!(r#"{{"email":"{email}","password":"{PASSWORD}"}}"#));
        let answer = answer.unwrap_or_default();
        // The right password of an account whose address is not confirmed: no other account is answered so.
        assert!(answer.contains("EMAIL_NOT_VERIFIED"), "{email} was acknowledged and is lost: {answer}");
    }
    drop(process);
    std::fs::remove_dir_all(&directory).unwrap();
}
