use std::{
    env,
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use tempfile::TempDir;

/// A Redis server, and a prefix in it that nobody else uses.
pub(crate) struct Redis {
    url: String,
    prefix: String,
    started: Option<(Child, TempDir)>,
}

impl Redis {
    /// The server of the environment (`TEST_REDIS_URL`), else one that is started if Redis is installed.
    pub(crate) async fn any() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let prefix = format!("latchkey-test-{}-{number}:", std::process::id());
        match env::var("TEST_REDIS_URL").ok().filter(|url| !url.is_empty()) {
            Some(url) => Some(Self { url, prefix, started: None }),
            None => Self::start(prefix).await,
        }
    }

    /// A server of this test's own, which it may stop.
    pub(crate) async fn own() -> Option<Self> {
        Self::start(String::new()).await
    }

    async fn start(prefix: String) -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("redis-server");
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        command.arg("--dir").arg(directory.path()).stdout(Stdio::null()).stderr(Stdio::null());
        // Not installed: the tests of the storage in memory are the same.
        let child = command.spawn().ok()?;
        let redis = Self { url: format!("redis://127.0.0.1:{port}"), prefix, started: Some((child, directory)) };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Some(redis);
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("redis-server does not listen");
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Stops the server.
    pub(crate) fn stop(&mut self) {
        if let Some((mut child, _)) = self.started.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
    }
}
