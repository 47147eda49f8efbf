//! A time limit for the runners of tests, so that a test that hangs is a failure with a name and not a lost run.

use std::env;
use std::fmt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// Long enough for a cold build on two cores, which the runner's time includes.
const LIMIT: Duration = Duration::from_mins(30);

/// None at a terminal: a person sees that nothing moves, and their Ctrl-C has to reach the runner.
#[derive(Clone, Copy)]
pub(super) struct Limit(Option<Duration>);

impl Limit {
    pub(super) fn of_this_run() -> Self {
        Self(env::var_os("CI").map(|_| LIMIT))
    }

    /// Gives the command a process group of its own, so that it can be ended with everything that it started.
    #[cfg_attr(not(unix), expect(unused_variables, reason = "there are no process groups"))]
    pub(super) fn prepare(self, command: &mut Command) {
        #[cfg(unix)]
        if self.0.is_some() {
            use std::os::unix::process::CommandExt as _;
            command.process_group(0);
        }
    }

    /// Watches a runner until the answer is dropped.
    pub(super) fn watch(self, child: &Child) -> Watch {
        let (running, ended) = mpsc::channel::<()>();
        let over = Arc::new(AtomicBool::new(false));
        if let Self(Some(limit)) = self {
            let (group, over) = (format!("-{}", child.id()), Arc::clone(&over));
            thread::spawn(move || {
                if ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                    over.store(true, Ordering::Release);
                    let mut kill = Command::new("kill");
                    // If nobody is left to end, the runner has just ended by itself.
                    let _ = kill.args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
                }
            });
        }
        Watch { over, _running: running }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} minutes", self.0.unwrap_or_default().as_secs() / 60)
    }
}

pub(super) struct Watch {
    over: Arc<AtomicBool>,
    _running: Sender<()>,
}

impl Watch {
    /// Whether the runner was ended because its time was over.
    pub(super) fn ended_it(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_runner_started_ends_with_it() {
        let limit = Limit(Some(Duration::from_millis(50)));
        // The inner one is no child of ours, and holds the output open.
        let mut command = Command::new("sh");
        command.args(["-c", "sh -c 'sleep 600'; true"]).stdout(Stdio::piped());
        limit.prepare(&mut command);
        let child = command.spawn().expect("sh exists");
        let watch = limit.watch(&child);
        let output = child.wait_with_output().expect("it was started");
        assert!(watch.ended_it() && !output.status.success());
    }

    #[test]
    fn a_runner_that_ends_in_time_is_left_alone() {
        let limit = Limit(Some(Duration::from_mins(10)));
        let mut command = Command::new("true");
        limit.prepare(&mut command);
        let mut child = command.spawn().expect("true exists");
        let watch = limit.watch(&child);
        assert!(child.wait().expect("it was started").success() && !watch.ended_it());
    }
}
