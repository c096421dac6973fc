//! `dialc lint`.

mod choice;
mod group;
mod input;
mod network;
mod settings;

use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Outcome;
use super::args::{Lint as Arguments, LintFormat};
use super::terminal::{Printed, Terminal};
use crate::diagnostic::{Report, Severity};
use crate::lint::{Finding, Linted};
use crate::output::lint as output;

use choice::Choice;
use group::Context;
use input::Inputs;
use settings::SettingsFiles;

/// The stack of each thread: as much as that of the program itself, which reads one configuration as well as many.
const STACK: usize = 8 * 1024 * 1024;

/// Finds the faults of configurations. What cannot be linted is reported, and the rest is linted all the same.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let done = Choice::of(arguments).and_then(|choice| {
        let settings = SettingsFiles::given(arguments)?;
        Ok(Terminal::waiting("dialc: linting", || linted(arguments, &choice, settings)))
    });
    match done {
        Ok((linted, report)) => {
            terminal.report(&report);
            finish(arguments, &linted, report.has_errors(), terminal)
        }
        Err(report) => {
            terminal.report(&report);
            Outcome::Invalid
        }
    }
}

/// What is found in each file, in the order in which they are named, and what is said beside it.
fn linted(arguments: &Arguments, choice: &Choice, mut settings: SettingsFiles) -> (Vec<Linted>, Report) {
    let mut inputs = Inputs::of(arguments);
    settings.find(&mut inputs);
    let work = |inputs: Inputs, settings: SettingsFiles| {
        let (files, mut report) = inputs.read();
        report.extend(settings.report.clone());
        let context = Context { choice, settings: &settings, assumed: &arguments.assumed };
        let groups = network::groups(files, &settings, &mut report);
        let done: Vec<_> = groups.into_par_iter().map(|group| context.lint(group)).collect();
        let mut all = Vec::new();
        for one in done {
            match one {
                Ok((linted, remarks)) => {
                    all.extend(linted);
                    report.extend(remarks);
                }
                Err(faults) => report.extend(faults),
            }
        }
        all.sort_by_key(|(place, _)| *place);
        (all.into_iter().map(|(_, linted)| linted).collect(), report)
    };
    match ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(|| work(inputs, settings)),
        // Without threads of its own, it is done by those that are there.
        Err(_) => work(inputs, settings),
    }
}

/// Prints what was found; the exit code.
fn finish(arguments: &Arguments, linted: &[Linted], failed: bool, terminal: &Terminal) -> Outcome {
    let printed = print(arguments, linted, terminal);
    let found = linted.iter().flat_map(|file| &file.findings).any(|finding| finding.severity > Severity::Info);
    match printed {
        Printed::Failed => Outcome::Invalid,
        Printed::All | Printed::ReaderGone if failed => Outcome::Invalid,
        Printed::All | Printed::ReaderGone if found && !arguments.exit_zero => Outcome::Findings,
        Printed::All | Printed::ReaderGone => Outcome::Clean,
    }
}

fn print(arguments: &Arguments, linted: &[Linted], terminal: &Terminal) -> Printed {
    let by_file = |drawn: &dyn Fn(&[Finding]) -> String| {
        let print = |file: &Linted| terminal.print_part(drawn(&file.findings).as_bytes());
        linted.iter().map(print).find(|printed| *printed != Printed::All).unwrap_or(Printed::All)
    };
    match arguments.format.unwrap_or(LintFormat::Full) {
        LintFormat::Full => by_file(&|findings| {
            let report: Report = findings.iter().map(Finding::diagnostic).collect();
            crate::output::terminal::render(&report, false, 110)
        }),
        LintFormat::Concise => by_file(&output::concise),
    }
}
