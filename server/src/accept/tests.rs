use std::sync::Arc;

use axum::{Extension, routing::get};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::{Notify, oneshot},
    task::JoinHandle,
};

use super::*;

const SHORT: Duration = Duration::from_millis(80);
const PATIENCE: Duration = Duration::from_secs(5);

/// A server on the loopback interface.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Drained>,
    entered: Arc<Notify>,
    release: Arc<Notify>,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let entered = Arc::new(Notify::new());
        let release = Arc::new(Notify::new());
        let gates = (Arc::clone(&entered), Arc::clone(&release));
        let router = Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/me", get(|ConnectInfo(address): ConnectInfo<SocketAddr>| async move { address.to_string() }))
            .route(
                "/slow",
                get(|Extension((entered, release)): Extension<(Arc<Notify>, Arc<Notify>)>| async move {
                    entered.notify_one();
                    release.notified().await;
                    "done"
                }),
            )
            .layer(Extension(gates));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, router, limits, async {
            stopped.await.ok();
        }));
        Self { address, stop: Some(stop), task, entered, release }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    fn signal(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    async fn drained(self) -> Drained {
        timeout(PATIENCE, self.task).await.expect("the server ends").unwrap()
    }
}

fn limits() -> Limits {
    Limits { header_timeout: SHORT, drain_timeout: Duration::from_secs(2), ..Limits::default() }
}

async fn send(stream: &mut TcpStream, path: &str) {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await.unwrap();
}

/// Reads until `end` was received, or to the end of the connection.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    let mut buffer = [0; 1024];
    while !text.contains(end) {
        let read = timeout(PATIENCE, stream.read(&mut buffer)).await.expect("an answer in time").unwrap_or(0);
        if read == 0 {
            break;
        }
        text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
    }
    text
}

#[tokio::test]
async fn requests_know_their_client() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    let own = stream.local_addr().unwrap().to_string();
    send(&mut stream, "/me").await;
    assert!(read_until(&mut stream, &own).await.ends_with(&own));
}

#[tokio::test]
async fn a_head_sent_byte_by_byte_is_cut_off() {
    let server = Server::start(limits()).await;
    for first in ["", "P", "GET / HTTP/1.1\r\n"] {
        let mut stream = server.connect().await;
        stream.write_all(first.as_bytes()).await.unwrap();
        let (mut reader, mut writer) = stream.into_split();
        let drip = tokio::spawn(async move {
            while writer.write_all(b"x").await.is_ok() {
                sleep(SHORT / 8).await;
            }
        });
        let mut rest = Vec::new();
        timeout(PATIENCE, reader.read_to_end(&mut rest)).await.expect("the connection is closed").ok();
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
        timeout(PATIENCE, drip).await.expect("nothing more is taken").unwrap();
    }
}

#[tokio::test]
async fn silence_is_cut_off() {
    let server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    assert_eq!(timeout(PATIENCE, stream.read(&mut [0; 8])).await.unwrap().unwrap_or(0), 0);
}

#[tokio::test]
async fn connections_beyond_the_total_wait() {
    let server =
        Server::start(Limits { connections: 1, header_timeout: Duration::from_secs(30), ..Limits::default() }).await;
    let mut first = server.connect().await;
    send(&mut first, "/").await;
    assert!(read_until(&mut first, "hello").await.contains("hello"));

    let mut second = server.connect().await;
    send(&mut second, "/").await;
    assert!(timeout(SHORT, second.read(&mut [0; 8])).await.is_err(), "the second connection has to wait");
    drop(first);
    assert!(read_until(&mut second, "hello").await.contains("hello"));
}

#[tokio::test]
async fn one_address_cannot_take_all() {
    let server = Server::start(Limits { per_peer: 1, ..Limits::default() }).await;
    let mut first = server.connect().await;
    send(&mut first, "/").await;
    assert!(read_until(&mut first, "hello").await.contains("hello"));

    let mut second = server.connect().await;
    assert_eq!(timeout(PATIENCE, second.read(&mut [0; 8])).await.unwrap().unwrap_or(0), 0);
    drop(first);
    // Its place is free a moment later.
    for _ in 0..50 {
        let mut third = server.connect().await;
        send(&mut third, "/").await;
        if read_until(&mut third, "hello").await.contains("hello") {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("the place was not given back");
}

#[tokio::test]
async fn an_open_request_completes_at_shutdown() {
    let mut server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    send(&mut stream, "/slow").await;
    server.entered.notified().await;
    server.signal();
    sleep(SHORT).await;
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody new is served");
    server.release.notify_one();
    assert!(read_until(&mut stream, "done").await.contains("done"));
    assert_eq!(server.drained().await, Drained { cut_off: 0 });
}

#[tokio::test]
async fn a_request_under_way_at_shutdown_is_served() {
    let mut server = Server::start(limits()).await;
    let mut stream = server.connect().await;
    sleep(SHORT / 4).await;
    server.signal();
    sleep(SHORT / 4).await;
    send(&mut stream, "/").await;
    assert!(read_until(&mut stream, "hello").await.contains("hello"));
    assert_eq!(server.drained().await, Drained { cut_off: 0 });
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_the_shutdown() {
    let mut server = Server::start(Limits { header_timeout: Duration::from_mins(1), ..Limits::default() }).await;
    let mut kept = server.connect().await;
    send(&mut kept, "/").await;
    assert!(read_until(&mut kept, "hello").await.contains("hello"));
    let _unused = server.connect().await;
    sleep(SHORT).await;
    server.signal();
    assert_eq!(server.drained().await, Drained { cut_off: 0 });
}

#[tokio::test]
async fn what_does_not_end_is_cut_off() {
    let mut server = Server::start(Limits { drain_timeout: SHORT, ..Limits::default() }).await;
    let mut stream = server.connect().await;
    send(&mut stream, "/slow").await;
    server.entered.notified().await;
    server.signal();
    assert_eq!(server.drained().await, Drained { cut_off: 1 });
    assert_eq!(stream.read(&mut [0; 8]).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn http2_without_requests_is_closed() {
    let limits = Limits { idle_timeout: SHORT, settle_timeout: SHORT, write_timeout: SHORT * 3, ..Limits::default() };
    let server = Server::start(limits).await;
    let mut stream = server.connect().await;
    // The preface and an empty SETTINGS frame.
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut frames = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut frames)).await.expect("the connection is closed").ok();
    // GOAWAY (type 7) came before the end.
    assert!(frames.windows(4).any(|bytes| bytes[3] == 7), "{frames:?}");
}

#[test]
fn running_out_of_descriptors_is_not_the_clients_error() {
    assert!(!is_the_clients(&io::Error::from_raw_os_error(24)));
    assert!(is_the_clients(&io::ErrorKind::ConnectionAborted.into()));
}
