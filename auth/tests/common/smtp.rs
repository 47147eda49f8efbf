use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::AbortHandle,
    time::timeout,
};

/// How a mail server behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Manners {
    /// It takes mails.
    Polite,
    /// It takes connections and says nothing.
    Silent,
    /// It takes everything and does not say that it has the mail, until [`SmtpServer::release`].
    Undecided,
    /// It refuses every recipient with this code.
    Refusing(u16),
    /// It refuses every mail with this code when it has read it.
    Returning(u16),
}

/// A mail server that behaves as told.
pub(crate) struct SmtpServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Mutex<AbortHandle>,
}

struct Shared {
    manners: Mutex<Manners>,
    mails: Mutex<Vec<String>>,
    connections: Mutex<usize>,
    /// Mails that were read, whatever was said then.
    read: Mutex<usize>,
    /// Something happened.
    news: Notify,
    release: Notify,
}

impl SmtpServer {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            manners: Mutex::new(manners),
            mails: Mutex::default(),
            connections: Mutex::default(),
            read: Mutex::default(),
            news: Notify::new(),
            release: Notify::new(),
        });
        let listening = Mutex::new(listen(listener, Arc::clone(&shared)));
        Self { address, shared, listening }
    }

    /// Host and port.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Nobody listens any more.
    pub(crate) async fn go_away(&self) {
        self.listening.lock().unwrap().abort();
        // The port is closed when the task has ended.
        while TcpStream::connect(self.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    /// Somebody listens again.
    pub(crate) async fn come_back(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        *self.listening.lock().unwrap() = listen(listener, Arc::clone(&self.shared));
    }

    pub(crate) fn behave(&self, manners: Manners) {
        *self.shared.manners.lock().unwrap() = manners;
    }

    /// An undecided server takes one mail.
    pub(crate) fn release(&self) {
        self.shared.release.notify_one();
    }

    /// The mails that it took, as they crossed the wire.
    pub(crate) fn mails(&self) -> Vec<String> {
        self.shared.mails.lock().unwrap().clone()
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        *self.shared.connections.lock().unwrap()
    }

    /// Waits until it took so many mails.
    pub(crate) async fn took(&self, number: usize) -> Vec<String> {
        self.wait_until(|server| server.mails().len() >= number).await;
        self.mails()
    }

    /// Waits until so many connections were made.
    pub(crate) async fn was_called(&self, number: usize) {
        self.wait_until(|server| server.connections() >= number).await;
    }

    /// Waits until it has read so many mails, whatever it says then.
    pub(crate) async fn has_read(&self, number: usize) {
        self.wait_until(|server| *server.shared.read.lock().unwrap() >= number).await;
    }

    async fn wait_until(&self, done: impl Fn(&Self) -> bool) {
        let waiting = async {
            loop {
                let news = self.shared.news.notified();
                if done(self) {
                    return;
                }
                news.await;
            }
        };
        timeout(Duration::from_secs(20), waiting).await.expect("it happens soon");
    }
}

fn listen(listener: TcpListener, shared: Arc<Shared>) -> AbortHandle {
    let listening = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            *shared.connections.lock().unwrap() += 1;
            shared.news.notify_waiters();
            let shared = Arc::clone(&shared);
            // A client that hangs up is no fault of the server.
            tokio::spawn(async move { drop(converse(stream, &shared).await) });
        }
    });
    listening.abort_handle()
}

async fn converse(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let manners = shared.manners.lock().unwrap().clone();
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    if manners == Manners::Silent {
        while lines.next_line().await?.is_some() {}
        return Ok(());
    }
    write.write_all(b"220 fake\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let reply = match (line.get(..4), &manners) {
            (Some("RCPT"), Manners::Refusing(code)) => format!("{code} not for {line}"),
            (Some("DATA"), _) => {
                write.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    mail.push_str(&line);
                    mail.push('\n');
                }
                *shared.read.lock().unwrap() += 1;
                shared.news.notify_waiters();
                if manners == Manners::Undecided {
                    shared.release.notified().await;
                }
                if let Manners::Returning(code) = manners {
                    format!("{code} no")
                } else {
                    shared.mails.lock().unwrap().push(mail);
                    shared.news.notify_waiters();
                    "250 taken".to_owned()
                }
            }
            (Some("QUIT"), _) => "221 bye".to_owned(),
            _ => "250 ok".to_owned(),
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    Ok(())
}
