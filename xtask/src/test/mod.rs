//! `cargo xtask test`: everything that must hold before a change lands.

mod database;
mod limit;
mod mariadb;
mod postgres;
mod summary;

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

use crate::build;
use crate::clock::{Elapsed, Stopwatch};
use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;
use crate::setup;
use database::Servers;
use limit::Limit;
use summary::Counts;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Format,
    Lint,
    LintBrowser,
    Licences,
    Tests,
    Build,
    EndToEnd,
}

impl Step {
    const ALL: [Self; 7] =
        [Self::Format, Self::Lint, Self::LintBrowser, Self::Licences, Self::Tests, Self::Build, Self::EndToEnd];

    fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Lint => "clippy",
            Self::LintBrowser => "wasm",
            Self::Licences => "deny",
            Self::Tests => "test",
            Self::Build => "build",
            Self::EndToEnd => "e2e",
        }
    }

    fn is_quick(self) -> bool {
        !matches!(self, Self::Build | Self::EndToEnd)
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    steps: Vec<Step>,
    databases: bool,
    playwright: Vec<String>,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut quick = false;
        let mut only = Vec::new();
        let mut options = Self { steps: Step::ALL.to_vec(), databases: false, playwright: Vec::new() };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--quick" => quick = true,
                "--databases" => options.databases = true,
                "--only" => only.push(step(rest.next().map(String::as_str).unwrap_or_default())?),
                "--" => options.playwright.extend(rest.by_ref().cloned()),
                unknown => {
                    return Err(Failure::new(
                        format!("`cargo xtask test` has no option `{unknown}`"),
                        "run `cargo xtask help` for the list",
                    ));
                }
            }
        }
        if quick {
            options.steps.retain(|step| step.is_quick());
        }
        if !only.is_empty() {
            options.steps.retain(|step| only.contains(step));
        }
        Ok(options)
    }
}

fn step(name: &str) -> Result<Step> {
    Step::ALL.into_iter().find(|step| step.name() == name).ok_or_else(|| {
        let names = Step::ALL.map(Step::name).join(", ");
        Failure::new(format!("there is no step `{name}`"), format!("the steps are: {names}"))
    })
}

/// What became of one step.
struct Outcome {
    step: Step,
    counts: Counts,
    failure: Option<Failure>,
    took: Elapsed,
}

pub(crate) fn run(environment: &mut Environment, options: &Options) -> Result<ExitCode> {
    // The server embeds this folder when it is compiled, also before the first build of the site.
    fs::create_dir_all(environment.site()).map_err(|error| {
        Failure::new(format!("{} cannot be made: {error}", environment.site().display()), "check its permissions")
    })?;
    let mut outcomes: Vec<Outcome> = Vec::new();
    for &step in &options.steps {
        println!("\n== {} ==", step.name());
        let watch = Stopwatch::start();
        let built = !outcomes.iter().any(|outcome| outcome.step == Step::Build && outcome.failure.is_some());
        let result = match step {
            Step::EndToEnd if !built => Err(Failure::new("the release build failed, so there is nothing to test", "")),
            other => run_step(other, environment, options),
        };
        let (counts, failure) = settle(result);
        if let Some(failure) = &failure {
            eprintln!("\n{failure}");
        }
        outcomes.push(Outcome { step, counts, failure, took: watch.elapsed() });
    }
    Ok(conclude(&outcomes))
}

/// A step that fails without a failed test, such as a lint, counts as one failure.
fn settle(result: Result<Ran>) -> (Counts, Option<Failure>) {
    match result {
        Ok(Ran { counts, failure: None }) => (counts, None),
        Ok(Ran { mut counts, failure }) => {
            counts.failed = counts.failed.max(1);
            (counts, failure)
        }
        Err(failure) => (Counts { failed: 1, ..Counts::default() }, Some(failure)),
    }
}

/// A step that could be run to its end.
#[derive(Default)]
struct Ran {
    counts: Counts,
    failure: Option<Failure>,
}

impl Ran {
    /// Both; of two failures the first one is told.
    fn and(mut self, other: Self) -> Self {
        self.counts += other.counts;
        self.failure = self.failure.or(other.failure);
        self
    }
}

fn run_step(step: Step, environment: &mut Environment, options: &Options) -> Result<Ran> {
    match step {
        Step::Format => check("format", environment.cargo().args(["fmt", "--all", "--check"]), "run `cargo fmt --all`"),
        // Not together with `frontend`: one build cannot have the features of the server and of the browser at once.
        Step::Lint => check(
            "lints",
            environment.cargo().args(["clippy", "--workspace", "--exclude", "frontend", "--all-targets"]).args(DENY),
            "the first warning above is the one to look at",
        ),
        Step::LintBrowser => {
            setup::for_wasm(environment)?;
            let mut clippy = environment.wasm_cargo();
            clippy.args(["clippy", "-p", "frontend", "--features", "hydrate", "--target", "wasm32-unknown-unknown"]);
            check("lints of the browser's part", clippy.args(DENY), "the first warning above is the one to look at")
        }
        Step::Licences => licences(environment),
        Step::Tests => tests(environment, options.databases),
        Step::Build => {
            setup::for_release(environment)?;
            build::run(environment)?;
            Ok(Ran::default())
        }
        Step::EndToEnd => end_to_end(environment, &options.playwright),
    }
}

const DENY: [&str; 3] = ["--", "-D", "warnings"];

fn check(label: &str, command: &mut Command, advice: &str) -> Result<Ran> {
    process::run(label, command, advice).map(|()| Ran::default())
}

fn licences(environment: &Environment) -> Result<Ran> {
    setup::for_licences(environment)?;
    let mut deny = environment.cargo();
    deny.args(["deny", "check", "bans", "licenses", "sources"]);
    process::run("licences, banned crates, sources", &mut deny, "see deny.toml for what is allowed, and why")?;

    let mut advisories = environment.cargo();
    advisories.args(["deny", "check", "advisories"]).stdin(Stdio::null());
    let output = advisories.output().map_err(|error| process::not_started(&advisories, &error))?;
    let printed = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        println!("   advisories: none");
    } else if printed.contains("failed to fetch advisory database") {
        println!("   advisories: not checked, because their database cannot be reached from here");
    } else {
        eprint!("{printed}");
        return Err(Failure::new(
            "a dependency has an advisory",
            "update it, or say in deny.toml why it does not apply",
        ));
    }
    Ok(Ran::default())
}

/// Everything once, over SQLite or the person's own server; then the core once more over each server.
fn tests(environment: &Environment, may_install: bool) -> Result<Ran> {
    let servers = Servers::prepare(environment, may_install)?;
    // The tests start one for themselves.
    let redis = env::var_os("TEST_REDIS_URL").is_some() || setup::redis(environment, may_install)?;
    let run = |label: &str, change: &dyn Fn(&mut Command)| {
        let mut cargo = environment.cargo();
        cargo.args(["test", "--workspace", "--exclude", "frontend", "--no-fail-fast"]);
        change(&mut cargo);
        counted(label, &mut cargo, summary::cargo_test, "the failed tests are named above")
    };
    let mut ran = run("tests", &|_| {})?;
    if !redis {
        println!("   Redis was not tested: install it, set TEST_REDIS_URL, or add --databases");
    }
    let Servers::Started(started, missing) = servers else { return Ok(ran) };
    for server in started {
        let over_it = |cargo: &mut Command| {
            cargo.args(["--test", "api"]).env("TEST_DATABASE_URL", &server.url);
        };
        ran = ran.and(run(&format!("tests of the core over {}", server.name), &over_it)?);
    }
    for name in missing {
        println!("   {name} was not tested: install it, set TEST_DATABASE_URL, or add --databases");
    }
    Ok(ran)
}

fn end_to_end(environment: &Environment, arguments: &[String]) -> Result<Ran> {
    let binary = environment.binary();
    if !binary.is_file() {
        return Err(Failure::new(format!("{} is not there", binary.display()), "run `cargo xtask build` first"));
    }
    let browser = setup::for_browser_tests(environment)?;
    let mut types = environment.command("npm");
    types.args(["run", "--silent", "check"]).current_dir(&browser.folder);
    process::run("types of the browser tests", &mut types, "run `npm run check` in end2end")?;

    let mut playwright = environment.command("npx");
    playwright.args(["--no-install", "playwright", "test"]).args(arguments).current_dir(&browser.folder);
    playwright.env("LATCHKEY_BIN", &binary).env("CHROMIUM_PATH", &browser.chromium);
    // Colours would only hide the numbers in the log.
    playwright.env_remove("FORCE_COLOR").env("PLAYWRIGHT_HTML_OPEN", "never");
    counted("browser tests", &mut playwright, summary::playwright, "traces are in end2end/test-results")
}

/// Runs a test runner, shows what it prints, and adds up the lines that count.
fn counted(label: &str, command: &mut Command, parse: fn(&str) -> Option<Counts>, advice: &str) -> Result<Ran> {
    println!("-> {label}: {}", process::line(command));
    let not_started = |error: &std::io::Error, command: &Command| process::not_started(command, error);
    let limit = Limit::of_this_run();
    limit.prepare(command);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(&error, command))?;
    let watch = limit.watch(&child);
    let mut counts = Counts::default();
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        // Tests may print bytes that are no text.
        while output.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\n', '\r']);
            println!("{text}");
            if let Some(found) = parse(text) {
                counts += found;
            }
            line.clear();
        }
    }
    let status = child.wait().map_err(|error| not_started(&error, command))?;
    let failure = if watch.ended_it() {
        Some(Failure::new(format!("{label} did not end within {limit}"), "the last lines above say what it waited for"))
    } else if !status.success() || counts.failed > 0 {
        Some(Failure::new(format!("{label} failed ({status})"), advice))
    } else if counts.ran() == 0 {
        Some(Failure::new(format!("{label}: no test was run"), "check the names given after `--`"))
    } else {
        None
    };
    Ok(Ran { counts, failure })
}

/// Prints the table and, as the last line of all, the sum.
fn conclude(outcomes: &[Outcome]) -> ExitCode {
    let mut sum = Counts::default();
    println!();
    for Outcome { step, counts, failure, took } in outcomes {
        let word = if failure.is_some() { "FAILED" } else { "ok" };
        let skipped = if counts.skipped > 0 { format!(", {} skipped", counts.skipped) } else { String::new() };
        let tests = if counts.ran() > 0 {
            format!("{} passed, {} failed{skipped}", counts.passed, counts.failed)
        } else {
            String::new()
        };
        println!("{:<8} {word:<7} {took:>12}  {tests}", step.name());
        sum += *counts;
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    if outcomes.iter().any(|outcome| outcome.failure.is_some()) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Options> {
        Options::parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn all_steps_run_unless_told_otherwise() {
        assert_eq!(parse(&[]).expect("no options").steps, Step::ALL);
    }

    #[test]
    fn quick_leaves_out_the_release_build_and_the_browser() {
        let steps = parse(&["--quick"]).expect("it exists").steps;
        assert!(!steps.contains(&Step::Build) && !steps.contains(&Step::EndToEnd) && steps.contains(&Step::Tests));
    }

    #[test]
    fn single_steps_run_in_their_order_and_the_rest_goes_to_the_browser_tests() {
        let options =
            parse(&["--only", "e2e", "--only", "build", "--", "guard", "--project", "js"]).expect("they exist");
        assert_eq!(options.steps, [Step::Build, Step::EndToEnd]);
        assert_eq!(options.playwright, ["guard", "--project", "js"]);
    }

    #[test]
    fn unknown_steps_and_options_are_refused() {
        assert!(parse(&["--only", "lint"]).expect_err("no such step").to_string().contains("clippy"));
        assert!(parse(&["--only"]).is_err());
        assert!(parse(&["--fast"]).is_err());
    }

    #[test]
    fn a_lint_that_fails_counts_as_one_failure() {
        let (counts, failure) = settle(Err(Failure::new("lints failed", "")));
        assert_eq!(counts, Counts { failed: 1, ..Counts::default() });
        assert!(failure.is_some());
    }

    #[cfg(unix)]
    mod runners {
        use super::*;

        fn shell(script: &str) -> Ran {
            counted("a runner", Command::new("sh").args(["-c", script]), summary::cargo_test, "").expect("sh exists")
        }

        const PASSED: &str = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored'";

        #[test]
        fn several_test_binaries_add_up() {
            let ran = shell(&format!("{PASSED}; echo other; {PASSED}"));
            assert_eq!(ran.counts, Counts { passed: 4, ..Counts::default() });
            assert!(ran.failure.is_none());
        }

        #[test]
        fn a_runner_that_breaks_off_has_failed_whatever_it_printed() {
            let ran = shell(&format!("{PASSED}; exit 3"));
            assert!(ran.failure.is_some());
            assert_eq!(settle(Ok(ran)).0, Counts { passed: 2, failed: 1, skipped: 0 });
        }

        #[test]
        fn a_runner_that_ran_nothing_has_failed() {
            assert!(shell("echo 'test result: ok. 0 passed; 0 failed; 0 ignored'").failure.is_some());
        }

        #[test]
        fn a_failed_test_fails_the_step_even_when_the_runner_ends_well() {
            assert!(shell("echo 'test result: FAILED. 2 passed; 1 failed; 0 ignored'").failure.is_some());
        }

        #[test]
        fn bytes_that_are_no_text_do_not_stop_the_count() {
            let ran = shell(&format!("printf '\\377\\376\\n'; {PASSED}"));
            assert_eq!(ran.counts.passed, 2);
        }
    }
}
