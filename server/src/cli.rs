//! The command line.

use std::{
    error::Error,
    io::{self, IsTerminal as _, Read as _, Write as _},
    process::ExitCode,
};

use auth::{config::ConfigErrors, features::operations};
use clap::{Parser, Subcommand};

use crate::{
    config::{Settings, new_secret},
    doctor, serve,
    telemetry::{self, LogSettings},
};

/// Accounts for your application in one binary: the Better Auth API, the pages and their files.
#[derive(Debug, Parser)]
#[command(name = "latchkey", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server (the default)
    Serve,
    /// Create or update the tables of the database
    Migrate,
    /// Look at configuration, database, mail server and clock, and say what to do; changes nothing
    Doctor {
        /// Print the statements that add what the database lacks, instead; `migrate` applies them
        #[arg(long)]
        adopt: bool,
    },
    /// Make a new random secret
    Secret,
    /// Show the effective configuration, without secrets
    Info,
    /// List the routes of the API
    Routes,
    /// Make an account with the role `admin`; the password is read from standard input
    CreateAdmin {
        /// Address to sign in with
        #[arg(long)]
        email: String,
        /// Name to show
        #[arg(long, default_value = "Administrator")]
        name: String,
    },
}

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    match Cli::parse().command.unwrap_or(Command::Serve).run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut message = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                message = format!("{message}: {cause}");
                source = cause.source();
            }
            // A closed terminal must not turn a failure into a panic.
            let _ = writeln!(io::stderr(), "latchkey: {message}");
            ExitCode::FAILURE
        }
    }
}

impl Command {
    fn run(self) -> Outcome {
        match self {
            Self::Secret => print(&new_secret()),
            Self::Routes => routes(),
            Self::Info => info(&settings()?),
            Self::Doctor { adopt } => doctor(adopt),
            Self::Serve => runtime(serve::serve),
            Self::Migrate => runtime(async |settings: Settings| {
                let (auth, _) = Box::pin(serve::open(settings)).await?;
                auth.migrate().await?;
                print("the database is up to date")
            }),
            Self::CreateAdmin { email, name } => {
                runtime(async move |settings| Box::pin(create_admin(settings, &email, &name)).await)
            }
        }
    }
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn settings() -> Result<Settings, ConfigErrors> {
    Settings::read(environment)
}

/// Reads the configuration, starts logging and runs an asynchronous command.
fn runtime<F>(command: impl FnOnce(Settings) -> F) -> Outcome
where
    F: Future<Output = Outcome>,
{
    let settings = settings()?;
    telemetry::init(&LogSettings::read(!settings.development, environment)?)?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command(settings))
}

async fn create_admin(settings: Settings, email: &str, name: &str) -> Outcome {
    let (auth, _) = Box::pin(serve::open(settings)).await?;
    auth.migrate().await?;
    let password = read_password()?;
    let user = auth.create_user(name, email, &password.into(), Some("admin")).await?;
    print(&format!("made the administrator {} ({})", user.email, user.id))
}

/// The first line of standard input, or a new password that is shown once when there is nobody to type one.
fn read_password() -> Result<String, Box<dyn Error + Send + Sync>> {
    if io::stdin().is_terminal() {
        let password = new_secret();
        print(&format!("password: {password}"))?;
        return Ok(password);
    }
    let mut text = String::new();
    io::stdin().take(4096).read_to_string(&mut text)?;
    let password = text.lines().next().unwrap_or_default();
    if password.is_empty() { Err("give the password on standard input".into()) } else { Ok(password.to_owned()) }
}

/// Looks at everything, or says what an existing database lacks. The findings are the output; nothing is logged.
fn doctor(adopt: bool) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if adopt {
        return print(&runtime.block_on(doctor::adoption(&settings()?))?);
    }
    let findings = runtime.block_on(doctor::examine(settings()));
    for finding in &findings {
        print(&finding.to_string())?;
    }
    if doctor::has_failures(&findings) { Err("something is wrong".into()) } else { Ok(()) }
}

fn routes() -> Outcome {
    for operation in operations() {
        let methods: Vec<_> = operation.methods.iter().map(|method| method.as_str()).collect();
        print(&format!("{:<10} {:<24} {:?}", methods.join(","), operation.path, operation.access))?;
    }
    Ok(())
}

fn info(settings: &Settings) -> Outcome {
    let auth = &settings.auth;
    // User name and password of a database address stay out of terminals and tickets.
    let database = match settings.database_url.split_once('@') {
        Some((before, host)) => format!("{}://…@{host}", before.split(':').next().unwrap_or_default()),
        None => settings.database_url.clone(),
    };
    let on = |truth: bool| if truth { "on" } else { "off" };
    for (key, value) in [
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("environment", if settings.development { "development" } else { "production" }.to_owned()),
        ("base_url", auth.base_url.clone()),
        ("base_path", auth.base_path.clone()),
        ("listen", settings.listen.clone()),
        ("database", database),
        ("secret", format!("{} characters", auth.secrets.current().length())),
        ("email_and_password", on(auth.email_and_password.enabled).to_owned()),
        ("rate_limit", on(auth.rate_limit.enabled).to_owned()),
        ("mail", if auth.email.smtp_url.is_some() { "smtp" } else { "not sent" }.to_owned()),
    ] {
        print(&format!("{key:<20} {value}"))?;
    }
    for problem in &settings.unknown {
        print(&format!("unknown              {problem}"))?;
    }
    Ok(())
}

fn print(line: &str) -> Outcome {
    Ok(writeln!(io::stdout(), "{line}")?)
}
