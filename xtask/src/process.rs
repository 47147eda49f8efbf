//! Running programs: say what runs, how long it took, and what failed.

use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::clock::Stopwatch;
use crate::failure::{Failure, Result};

/// The command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// Runs a step that a person may wait for, with its output on the terminal.
pub(crate) fn run(label: &str, command: &mut Command, advice: &str) -> Result<()> {
    println!("-> {label}: {}", line(command));
    let watch = Stopwatch::start();
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() {
        println!("   {label}: done in {}", watch.elapsed());
        Ok(())
    } else {
        Err(Failure::new(format!("{label} failed ({status}): {}", line(command)), advice))
    }
}

/// How a command with a time limit ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Limited {
    Succeeded,
    Failed,
    TimedOut,
}

/// Runs a command that may hang, for example because its host cannot be reached.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<Limited> {
    let watch = Stopwatch::start();
    let mut child = command.stdin(Stdio::null()).spawn().map_err(|error| not_started(command, &error))?;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(Limited::Succeeded),
            Ok(Some(_)) => return Ok(Limited::Failed),
            Ok(None) if watch.has_passed(limit) => {
                // It may have ended by itself in between; then there is nothing to end.
                let _ = child.kill();
                let _ = child.wait();
                return Ok(Limited::TimedOut);
            }
            Ok(None) => thread::sleep(Duration::from_millis(100)),
            Err(error) => return Err(not_started(command, &error)),
        }
    }
}

/// What a short command prints, or nothing when it is missing or fails.
pub(crate) fn capture(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

pub(crate) fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    let program = command.get_program().to_string_lossy().into_owned();
    Failure::new(format!("`{program}` could not be run: {error}"), format!("install `{program}`, or put it on PATH"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_hangs_is_ended_at_its_limit() {
        let outcome = run_within(Duration::from_millis(50), Command::new("sleep").arg("600"));
        assert_eq!(outcome.expect("sleep exists"), Limited::TimedOut);
    }

    #[test]
    fn a_command_within_its_limit_keeps_its_result() {
        let limit = Duration::from_mins(1);
        assert_eq!(run_within(limit, &mut Command::new("true")).expect("true exists"), Limited::Succeeded);
        assert_eq!(run_within(limit, &mut Command::new("false")).expect("false exists"), Limited::Failed);
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure = run("a step", &mut Command::new("latchkey-no-such-program"), "").expect_err("it is missing");
        assert!(failure.to_string().contains("install `latchkey-no-such-program`"));
    }
}
