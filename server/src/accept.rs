//! The accept loop: TCP connections in, requests to the router, and an orderly end.
//!
//! `axum::serve` has no timeout for request heads and no limit of connections, so a few thousand sockets that send one
//! byte every few seconds would stop it. This loop bounds everything that a client can make the process keep: the number
//! of connections (in total and for one address), the time for a request head, the time without a request, and the time
//! in which a client takes nothing of an answer. The time for a request *body* is `body_limit`'s business.

mod peers;
mod stream;

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::ConnectInfo,
    response::Response,
};
use hyper::{
    Request,
    body::{Frame, Incoming, SizeHint},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};
use tower::ServiceExt as _;

use self::{
    peers::{PeerSlot, Peers},
    stream::GuardedStream,
};

/// What one client, and all clients together, may take of the server.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Open connections in all. When they are used up, new ones wait in the backlog of the operating system.
    pub connections: usize,
    /// Open connections of one address (of one /64 for IPv6). More are closed at once. Behind a reverse proxy all
    /// connections have one address: raise it to `connections` then.
    pub per_peer: usize,
    /// How long a client may take for the head of a request. In HTTP/1 it is also how long a kept connection may idle.
    pub header_timeout: Duration,
    /// How long a client may leave an answer unread before its connection is closed.
    pub write_timeout: Duration,
    /// How long an HTTP/2 connection may stay without a request.
    pub idle_timeout: Duration,
    /// How long open requests may go on after the signal to stop.
    pub drain_timeout: Duration,
    /// How long a connection that has sent nothing yet stays open after the signal to stop: its first request may be
    /// on its way.
    pub settle_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            per_peer: 512,
            header_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_mins(2),
            drain_timeout: Duration::from_secs(30),
            settle_timeout: Duration::from_millis(250),
        }
    }
}

/// How the server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Connections that were still open at the end of the drain time and were closed.
    pub cut_off: usize,
}

/// The largest head of an HTTP/1 request: the URL and all headers. HTTP/2 counts differently, see [`HTTP2_HEADERS`].
const HTTP1_BUFFER: usize = 32 * 1024;
/// The largest list of headers in HTTP/2, as RFC 9113 counts it (names, values, and 32 bytes for each).
const HTTP2_HEADERS: u32 = 16 * 1024;
const HTTP2_STREAMS: u32 = 128;
const HTTP2_STREAM_WINDOW: u32 = 64 * 1024;
const HTTP2_CONNECTION_WINDOW: u32 = 256 * 1024;
const HTTP2_SEND_BUFFER: usize = 64 * 1024;
const HTTP2_PING: Duration = Duration::from_secs(20);
/// The longest pause after an error of `accept`, e.g. when file descriptors ran out.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Serves `router` on `listener` until `shutdown` resolves, then lets open requests finish.
///
/// Each request carries [`ConnectInfo<SocketAddr>`](ConnectInfo) with the address at the other end of the connection.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let builder = Arc::new(connection_builder(&limits));
    let permits = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    let peers = Peers::new(limits.per_peer);
    let (stop, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut pause = Duration::ZERO;
    let mut shutdown = pin!(shutdown);

    let start = |accepted: Accepted, connections: &mut JoinSet<()>| {
        let Some(slot) = peers.admit(accepted.address.ip()) else {
            tracing::debug!("connection refused: its address has too many");
            return;
        };
        connections.spawn(serve_connection(Connection {
            accepted,
            _slot: slot,
            builder: Arc::clone(&builder),
            router: router.clone(),
            limits: limits.clone(),
            stopped: stopped.clone(),
        }));
    };

    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            // Finished tasks are taken out, so that the set does not grow.
            Some(_) = connections.join_next() => {}
            accepted = accept(&listener, &permits, &mut pause) => start(accepted, &mut connections),
        }
    }

    // Clients in the backlog believe that they are connected. They are served, and then nobody else is.
    while let Some(accepted) = accept_waiting(&listener, &permits).await {
        start(accepted, &mut connections);
    }
    drop(listener);
    stop.send_replace(true);
    drain(connections, limits.drain_timeout).await
}

/// Resolves at Ctrl-C or SIGTERM. To be given to [`serve`].
pub async fn shutdown_signal() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be handled");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be handled");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// A new connection and its share of the total.
struct Accepted {
    stream: TcpStream,
    address: SocketAddr,
    _permit: OwnedSemaphorePermit,
}

/// Waits for room, then for a connection. Errors do not end the loop: running out of file descriptors passes.
async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>, pause: &mut Duration) -> Accepted {
    loop {
        // The semaphore is never closed; if it were, no connection would be accepted.
        let Ok(permit) = Arc::clone(permits).acquire_owned().await else {
            return std::future::pending().await;
        };
        if !pause.is_zero() {
            sleep(*pause).await;
        }
        match listener.accept().await {
            Ok((stream, address)) => {
                *pause = Duration::ZERO;
                return Accepted { stream, address, _permit: permit };
            }
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                *pause = (*pause * 2).clamp(Duration::from_millis(10), LONGEST_PAUSE);
                tracing::warn!(%error, pause_ms = pause.as_millis(), "cannot accept connections");
            }
        }
    }
}

/// A connection that already waits in the backlog.
async fn accept_waiting(listener: &TcpListener, permits: &Arc<Semaphore>) -> Option<Accepted> {
    let permit = Arc::clone(permits).try_acquire_owned().ok()?;
    tokio::select! {
        biased;
        accepted = listener.accept() => {
            let (stream, address) = accepted.ok()?;
            Some(Accepted { stream, address, _permit: permit })
        }
        () = std::future::ready(()) => None,
    }
}

/// Whether the client went away before it was accepted.
fn is_the_clients(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionRefused
    )
}

fn connection_builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(HTTP1_BUFFER)
        .keep_alive(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(HTTP2_STREAMS)
        .max_header_list_size(HTTP2_HEADERS)
        .initial_stream_window_size(HTTP2_STREAM_WINDOW)
        .initial_connection_window_size(HTTP2_CONNECTION_WINDOW)
        .max_send_buf_size(HTTP2_SEND_BUFFER)
        .keep_alive_interval(HTTP2_PING)
        .keep_alive_timeout(HTTP2_PING);
    builder
}

/// Everything that one connection needs and holds.
struct Connection {
    accepted: Accepted,
    _slot: PeerSlot,
    builder: Arc<Builder<TokioExecutor>>,
    router: Router,
    limits: Limits,
    stopped: watch::Receiver<bool>,
}

/// What a connection is doing, to tell an idle one.
#[derive(Debug, Default)]
struct Activity {
    started: AtomicU64,
    open: AtomicUsize,
}

async fn serve_connection(connection: Connection) {
    // Taken apart by name: the slot and the permit live until the end of this function.
    let Connection { accepted, _slot, builder, router, limits, mut stopped } = connection;
    let Accepted { stream, address, _permit } = accepted;
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY cannot be set");
    }
    let activity = Arc::new(Activity::default());
    let service = {
        let activity = Arc::clone(&activity);
        service_fn(move |request| respond(router.clone(), request, address, Arc::clone(&activity)))
    };
    let io = TokioIo::new(GuardedStream::new(stream, limits.header_timeout, limits.write_timeout));
    let mut served = pin!(builder.serve_connection(io, service));

    let ended = tokio::select! {
        ended = served.as_mut() => Some(ended),
        _ = stopped.wait_for(|stop| *stop) => None,
        () = idle(&activity, limits.idle_timeout) => None,
    };
    let result = if let Some(ended) = ended {
        ended
    } else {
        let unused = activity.started.load(Ordering::Relaxed) == 0;
        let first = if unused { timeout(limits.settle_timeout, served.as_mut()).await.ok() } else { None };
        if let Some(ended) = first {
            ended
        } else {
            served.as_mut().graceful_shutdown();
            tokio::select! {
                ended = served.as_mut() => ended,
                // Someone who does not even answer the farewell of HTTP/2.
                () = idle(&activity, limits.write_timeout) => Ok(()),
            }
        }
    };
    if let Err(error) = result {
        tracing::debug!(error = error.as_ref(), "connection ended early");
    }
}

/// Hands one request to the router, with the address of its client.
async fn respond(
    router: Router,
    request: Request<Incoming>,
    address: SocketAddr,
    activity: Arc<Activity>,
) -> Result<Response, Infallible> {
    activity.started.fetch_add(1, Ordering::Relaxed);
    let open = Open::new(activity);
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(address));
    let response = router.oneshot(request).await?;
    Ok(response.map(|body| Body::new(OpenBody { body, _open: open })))
}

/// Counts a request as open until it is dropped, also when its client goes away.
struct Open(Arc<Activity>);

impl Open {
    fn new(activity: Arc<Activity>) -> Self {
        activity.open.fetch_add(1, Ordering::Relaxed);
        Self(activity)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer; its request is open until all of it was taken.
struct OpenBody {
    body: Body,
    _open: Open,
}

impl HttpBody for OpenBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Resolves when no request was started or open during one whole `period`.
async fn idle(activity: &Activity, period: Duration) {
    loop {
        let before = activity.started.load(Ordering::Relaxed);
        sleep(period).await;
        if activity.started.load(Ordering::Relaxed) == before && activity.open.load(Ordering::Relaxed) == 0 {
            return;
        }
    }
}

async fn drain(mut connections: JoinSet<()>, patience: Duration) -> Drained {
    let finished = async { while connections.join_next().await.is_some() {} };
    let cut_off = if timeout(patience, finished).await.is_ok() {
        0
    } else {
        while connections.try_join_next().is_some() {}
        connections.len()
    };
    connections.shutdown().await;
    Drained { cut_off }
}

#[cfg(test)]
mod tests;
