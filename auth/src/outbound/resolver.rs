use std::{
    error::Error,
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    vec,
};

use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use super::address::{NoAddress, Reach};

/// Resolves names with the system and leaves out the addresses that are not to be reached. The connection is then
/// opened to what was looked at, so a name cannot change its mind in between.
#[derive(Debug, Clone)]
pub(super) struct Resolver {
    reach: Arc<Reach>,
}

impl Resolver {
    pub(super) fn new(reach: Arc<Reach>) -> Self {
        Self { reach }
    }
}

impl Service<Name> for Resolver {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let reach = Arc::clone(&self.reach);
        Box::pin(async move {
            // The port is the connector's business.
            let resolved = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let reached: Vec<_> = resolved.filter(|address| reach.includes(address.ip())).collect();
            if reached.is_empty() {
                tracing::warn!(
                    event = "outbound.refused",
                    host = name.as_str(),
                    "no address that requests are sent to"
                );
                return Err(NoAddress.into());
            }
            Ok(reached.into_iter())
        })
    }
}
