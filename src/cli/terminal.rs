//! Standard output and standard error.

use std::io::{self, IsTerminal, Write};

use super::Outcome;
use super::args::Color;
use crate::diagnostic::{Diagnostic, Report};
use crate::output::terminal::render;

/// Columns of a report that goes to no terminal.
const WIDTH: usize = 110;

/// What became of a part of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Printed {
    /// It was written.
    All,
    /// Nobody reads any more: there is no use in going on.
    ReaderGone,
    /// It could not be written, which was said.
    Failed,
}

/// Whether this is a run of GitHub Actions, which makes annotations of what is printed in its format.
pub(super) fn in_github_actions() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Where results and reports go.
pub(super) struct Terminal {
    /// Whether reports are coloured.
    color: bool,
    /// Whether results are.
    color_results: bool,
}

impl Terminal {
    /// The standard streams, coloured as `color` and the environment say.
    pub(super) fn new(color: Color) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let colored = |is_terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !plain,
        };
        Self { color: colored(io::stderr().is_terminal()), color_results: colored(io::stdout().is_terminal()) }
    }

    /// Whether a result that is for people is to be coloured.
    pub(super) fn colors_results(&self) -> bool {
        self.color_results
    }

    /// Prints a result. A reader that has gone away is no error.
    pub(super) fn print(&self, text: &str) -> Outcome {
        match self.print_part(text.as_bytes()) {
            Printed::All | Printed::ReaderGone => Outcome::Clean,
            Printed::Failed => Outcome::Invalid,
        }
    }

    /// Prints a part of a result.
    pub(super) fn print_part(&self, bytes: &[u8]) -> Printed {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Ok(()) => Printed::All,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Printed::ReaderGone,
            Err(error) => {
                let message = format!("cannot write to standard output: {error}");
                self.report(&Diagnostic::error("unwritable-file", message).into());
                Printed::Failed
            }
        }
    }

    /// Does some work; where it takes more than a second and somebody looks at a terminal, that it is under way is said
    /// there, with the seconds so far, and taken away again.
    pub(super) fn waiting<T>(what: &str, work: impl FnOnce() -> T) -> T {
        if !io::stderr().is_terminal() {
            return work();
        }
        let (done, waits) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut seconds = 0_u32;
                while let Err(std::sync::mpsc::RecvTimeoutError::Timeout) =
                    waits.recv_timeout(std::time::Duration::from_secs(1))
                {
                    seconds += 1;
                    let _ = write!(io::stderr().lock(), "\r{what}: {seconds} s");
                }
                if seconds > 0 {
                    let _ = write!(io::stderr().lock(), "\r{:width$}\r", "", width = what.len() + 12);
                }
            });
            let result = work();
            drop(done);
            result
        })
    }

    /// Shows a report.
    pub(super) fn report(&self, report: &Report) {
        if !report.is_empty() {
            // There is nowhere left to say that standard error cannot be written to.
            let _ = io::stderr().lock().write_all(render(report, self.color, WIDTH).as_bytes());
        }
    }
}
