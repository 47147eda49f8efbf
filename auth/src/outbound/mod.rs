//! Requests that the core itself sends: to identity providers, whose addresses come from the configuration or from a
//! document that one of them serves.
//!
//! What is reachable is decided where a connection is opened, after names are resolved, so that a name that
//! points into a private network is refused too. Redirects are not followed, an answer has to arrive within ten
//! seconds and may have a megabyte.

mod address;
mod resolver;

use std::{fmt, io::Cursor, net::IpAddr, sync::Arc, time::Duration};

use http::{HeaderValue, Request, Response, Uri, header, uri::Scheme};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use ipnet::IpNet;
use serde_json::Value;

pub(crate) use address::Reach;
use resolver::Resolver;

type Body = Full<Cursor<Vec<u8>>>;
type Connector = HttpsConnector<HttpConnector<Resolver>>;

/// How long a whole exchange may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Most bytes of an answer.
const MAX_ANSWER: usize = 1024 * 1024;

/// Sends requests to other servers.
#[derive(Debug, Clone)]
pub(crate) struct Outbound {
    /// Over TLS: to every address that is public or allowed.
    encrypted: Line,
    /// Without TLS: only to addresses that are allowed by name, such as the loopback address in development.
    plain: Line,
}

#[derive(Clone)]
struct Line {
    client: Client<Connector, Body>,
    reach: Arc<Reach>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("reach", &self.reach).finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutboundError {
    /// The address is none that we send requests to.
    #[error("the address is not one that requests are sent to")]
    Refused,
    /// The request could not be made or the connection failed.
    #[error("the server was not reached")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The answer took too long.
    #[error("the server took longer than {} seconds", PATIENCE.as_secs())]
    TimedOut,
    /// The answer is longer than we read.
    #[error("the answer is longer than {MAX_ANSWER} bytes")]
    TooLong,
    /// The answer is an error, or a redirect, which we do not follow.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// The answer is not JSON.
    #[error("the answer is not JSON")]
    NotJson(#[source] serde_json::Error),
}

impl Outbound {
    /// `allowed` are the networks that may be reached although they are not public.
    pub(crate) fn new(allowed: &[IpNet]) -> Result<Self, rustls::Error> {
        let line = |reach: Reach| {
            let reach = Arc::new(reach);
            let mut http = HttpConnector::new_with_resolver(Resolver::new(Arc::clone(&reach)));
            http.enforce_http(false);
            http.set_connect_timeout(Some(PATIENCE));
            let connector = HttpsConnectorBuilder::new()
                .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())?
                .https_or_http()
                .enable_http1()
                .wrap_connector(http);
            let client = Client::builder(TokioExecutor::new()).build(connector);
            Ok::<_, rustls::Error>(Line { client, reach })
        };
        Ok(Self { encrypted: line(Reach::public_and(allowed))?, plain: line(Reach::only(allowed))? })
    }

    /// Sends a request and reads the answer, whatever its status is.
    pub(crate) async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, OutboundError> {
        let (mut parts, body) = request.into_parts();
        // Some providers refuse requests that do not say who sends them.
        parts.headers.entry(header::USER_AGENT).or_insert(HeaderValue::from_static("latchkey"));
        let line = self.line(&parts.uri)?;
        let request = Request::from_parts(parts, Full::new(Cursor::new(body)));
        let exchange = async {
            let response = line.client.request(request).await.map_err(|error| OutboundError::of_client(&error))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, MAX_ANSWER).collect().await.map_err(OutboundError::of_body)?;
            Ok(Response::from_parts(parts, body.to_bytes().into()))
        };
        tokio::time::timeout(PATIENCE, exchange).await.map_err(|_| OutboundError::TimedOut)?
    }

    /// Sends a request whose answer has to be a success.
    pub(crate) async fn bytes(&self, request: Request<Vec<u8>>) -> Result<Vec<u8>, OutboundError> {
        let response = self.send(request).await?;
        if response.status().is_success() {
            Ok(response.into_body())
        } else {
            Err(OutboundError::Status(response.status().as_u16()))
        }
    }

    /// Sends a request whose answer has to be a success with JSON in it.
    pub(crate) async fn json(&self, request: Request<Vec<u8>>) -> Result<Value, OutboundError> {
        serde_json::from_slice(&self.bytes(request).await?).map_err(OutboundError::NotJson)
    }

    fn line(&self, uri: &Uri) -> Result<&Line, OutboundError> {
        let line = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => &self.encrypted,
            Some(scheme) if *scheme == Scheme::HTTP => &self.plain,
            _ => return Err(OutboundError::Refused),
        };
        // Addresses as such are not resolved, so they are looked at here.
        let host = uri.host().ok_or(OutboundError::Refused)?.trim_matches(['[', ']']);
        match host.parse::<IpAddr>() {
            Ok(address) if !line.reach.includes(address) => Err(OutboundError::Refused),
            _ => Ok(line),
        }
    }
}

impl OutboundError {
    fn of_client(error: &hyper_util::client::legacy::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if error.is::<address::NoAddress>() {
                return Self::Refused;
            }
            cause = error.source();
        }
        // The causes say what happened; the error itself only that something did.
        let mut message = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            message.push_str(": ");
            message.push_str(&error.to_string());
            cause = error.source();
        }
        Self::Failed(message.into())
    }

    fn of_body(error: Box<dyn std::error::Error + Send + Sync>) -> Self {
        if error.is::<LengthLimitError>() { Self::TooLong } else { Self::Failed(error) }
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    /// Answers one request with a text, on the loopback address.
    async fn server(answer: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        });
        format!("http://{address}/")
    }

    fn get(url: &str) -> Request<Vec<u8>> {
        Request::get(url).body(Vec::new()).unwrap()
    }

    fn outbound(allowed: &[&str]) -> Outbound {
        let allowed: Vec<_> = allowed.iter().map(|network| network.parse().unwrap()).collect();
        Outbound::new(&allowed).unwrap()
    }

    #[tokio::test]
    async fn private_addresses_are_refused_unless_allowed() {
        let url = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".into()).await;
        assert!(matches!(outbound(&[]).send(get(&url)).await, Err(OutboundError::Refused)));
        let by_name = url.replace("127.0.0.1", "localhost");
        assert!(matches!(outbound(&[]).send(get(&by_name)).await, Err(OutboundError::Refused)));
        assert!(outbound(&["127.0.0.0/8"]).json(get(&url)).await.is_ok());
    }

    #[tokio::test]
    async fn tls_does_not_make_a_private_address_public() {
        for url in ["https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/", "https://localhost/"] {
            assert!(matches!(outbound(&[]).send(get(url)).await, Err(OutboundError::Refused)), "{url}");
        }
    }

    #[tokio::test]
    async fn plain_http_goes_nowhere_but_to_allowed_networks() {
        assert!(matches!(outbound(&[]).send(get("http://93.184.216.34/")).await, Err(OutboundError::Refused)));
        assert!(matches!(outbound(&[]).send(get("ftp://example.com/")).await, Err(OutboundError::Refused)));
    }

    // OAUTH-024: a redirect is an answer, not a place to go.
    #[tokio::test]
    async fn redirects_are_not_followed() {
        let answer = "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n";
        let url = server(answer.into()).await;
        let outcome = outbound(&["127.0.0.0/8"]).json(get(&url)).await;
        assert!(matches!(outcome, Err(OutboundError::Status(302))));
    }

    #[tokio::test]
    async fn a_long_answer_is_cut_off() {
        let body = "x".repeat(MAX_ANSWER + 1);
        let url = server(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())).await;
        assert!(matches!(outbound(&["127.0.0.0/8"]).bytes(get(&url)).await, Err(OutboundError::TooLong)));
    }
}
