//! `cargo xtask dev`: cargo-leptos, and a message once the server answers.

use std::env;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use crate::banner;
use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;
use crate::setup;

/// The hidden command of the process that waits for the server.
pub(crate) const ANNOUNCE: &str = "__announce";

const POLL: Duration = Duration::from_millis(500);
const ANSWER_LIMIT: Duration = Duration::from_secs(2);

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    serve: bool,
    release: bool,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--serve" => options.serve = true,
                "--release" => options.release = true,
                unknown => {
                    return Err(Failure::new(
                        format!("`cargo xtask dev` has no option `{unknown}`"),
                        "run `cargo xtask help` for the list",
                    ));
                }
            }
        }
        Ok(options)
    }
}

pub(crate) fn run(environment: &mut Environment, options: &Options) -> Result<ExitCode> {
    if options.release {
        setup::for_release(environment)?;
    } else {
        setup::for_development(environment)?;
    }
    let address = address(environment)?;
    if TcpStream::connect_timeout(&address, ANSWER_LIMIT).is_ok() {
        return Err(Failure::new(
            format!("another program already listens on {address}"),
            "stop it, or choose another address: LEPTOS_SITE_ADDR=127.0.0.1:3100 cargo xtask dev",
        ));
    }
    let mut leptos = environment.wasm_cargo();
    leptos.args(["leptos", if options.serve { "serve" } else { "watch" }]);
    if options.release {
        leptos.arg("--release");
    }
    println!("-> {}", process::line(&leptos));
    println!("   the first build compiles all dependencies and takes some minutes");
    hand_over(leptos, address)
}

/// Becomes cargo-leptos, so that Ctrl+C and a service manager's signals reach it; a child waits for the server.
#[cfg(unix)]
fn hand_over(mut leptos: Command, address: SocketAddr) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;

    let own = env::current_exe()
        .map_err(|error| Failure::new(format!("xtask does not find itself: {error}"), "run `cargo leptos watch`"))?;
    let mut announcer = Command::new(own);
    announcer.arg(ANNOUNCE).arg(address.to_string()).arg(std::process::id().to_string());
    announcer.spawn().map_err(|error| process::not_started(&announcer, &error))?;
    let error = leptos.exec();
    Err(process::not_started(&leptos, &error))
}

#[cfg(not(unix))]
fn hand_over(mut leptos: Command, address: SocketAddr) -> Result<ExitCode> {
    let mut child = leptos.spawn().map_err(|error| process::not_started(&leptos, &error))?;
    thread::spawn(move || wait_and_print(address, || true));
    let status = child.wait().map_err(|error| process::not_started(&leptos, &error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The hidden command: arguments are the address and the process that serves.
pub(crate) fn announce(arguments: &[String]) {
    let [address, parent] = arguments else { return };
    if let Ok(address) = address.parse() {
        wait_and_print(address, || is_child_of(parent));
    }
}

#[cfg(unix)]
fn is_child_of(parent: &str) -> bool {
    std::os::unix::process::parent_id().to_string() == parent
}

#[cfg(not(unix))]
fn is_child_of(_parent: &str) -> bool {
    true
}

fn wait_and_print(address: SocketAddr, goes_on: impl Fn() -> bool) {
    while goes_on() {
        if is_ready(address) {
            println!("\n{}\n", banner::ready(&public_address(address)));
            return;
        }
        thread::sleep(POLL);
    }
}

/// The address that links in mails have, so that their cookies are those of the pages: the server's own base URL.
fn public_address(address: SocketAddr) -> String {
    if address.ip().is_loopback() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

/// Whether `/readyz` answers with 200.
fn is_ready(address: SocketAddr) -> bool {
    let answer = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, ANSWER_LIMIT)?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        // In one piece: a server that answers and closes before it has read the rest resets the connection.
        let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(String::from_utf8_lossy(&start).into_owned())
    };
    answer().is_ok_and(|start| start == "HTTP/1.1 200")
}

/// Where the site is served: `LEPTOS_SITE_ADDR`, or `site-addr` in `Cargo.toml`.
fn address(environment: &Environment) -> Result<SocketAddr> {
    let text = match env::var("LEPTOS_SITE_ADDR") {
        Ok(text) => text,
        Err(_) => site_address(&environment.read("Cargo.toml")?).unwrap_or("127.0.0.1:3000").to_string(),
    };
    text.parse().map_err(|_| {
        Failure::new(format!("`{text}` is no address and port"), "write LEPTOS_SITE_ADDR like 127.0.0.1:3000")
    })
}

fn site_address(manifest: &str) -> Option<&str> {
    manifest.lines().find_map(|line| line.strip_prefix("site-addr = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn the_banner_names_the_base_url_of_development() {
        assert_eq!(public_address(SocketAddr::from(([127, 0, 0, 1], 3000))), "http://localhost:3000");
        assert_eq!(public_address(SocketAddr::from(([192, 0, 2, 1], 80))), "http://192.0.2.1:80");
    }

    #[test]
    fn the_address_is_the_one_of_the_manifest() {
        assert_eq!(site_address("name = \"x\"\nsite-addr = \"127.0.0.1:3000\"\n"), Some("127.0.0.1:3000"));
        assert_eq!(site_address("name = \"x\"\n"), None);
    }

    #[test]
    fn options_are_read_and_unknown_ones_refused() {
        let options = Options::parse(&["--serve".to_string(), "--release".to_string()]);
        assert_eq!(options.expect("both exist"), Options { serve: true, release: true });
        assert!(Options::parse(&["--watch".to_string()]).is_err());
    }

    #[test]
    fn a_server_is_ready_when_it_says_so_and_not_before() {
        for (answer, ready) in [("HTTP/1.1 503 Service Unavailable\r\n\r\n", false), ("HTTP/1.1 200 OK\r\n\r\n", true)]
        {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            let address = listener.local_addr().expect("it is bound");
            let server = thread::spawn(move || {
                let (mut stream, _) = listener.accept().expect("one visitor");
                let mut request = [0; 256];
                let read = stream.read(&mut request).expect("a request");
                stream.write_all(answer.as_bytes()).expect("it listens");
                String::from_utf8_lossy(&request[..read]).into_owned()
            });
            assert_eq!(is_ready(address), ready);
            assert!(server.join().expect("it ran").starts_with("GET /readyz HTTP/1.1\r\n"));
        }
    }
}
