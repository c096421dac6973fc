//! `dialc lint`.

mod baseline;
mod choice;
mod fix;
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
use crate::lint::{Finding, Level, Linted, RULES, Rule, Selection};
use crate::output::lint as output;

use baseline::Known;
use choice::Choice;
use group::Context;
use input::Inputs;
use settings::SettingsFiles;

/// The stack of each thread: as much as that of the program itself, which reads one configuration as well as many.
const STACK: usize = 8 * 1024 * 1024;

/// Finds the faults of configurations. What cannot be linted is reported, and the rest is linted all the same.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    attempt(arguments, terminal).unwrap_or_else(|report| {
        terminal.report(&report);
        Outcome::Invalid
    })
}

fn attempt(arguments: &Arguments, terminal: &Terminal) -> Result<Outcome, Report> {
    let choice = Choice::of(arguments)?;
    if arguments.list {
        return Ok(list(arguments, &choice, terminal));
    }
    let settings = SettingsFiles::given(arguments)?;
    let known = Known::given(arguments)?;
    let (mut linted, mut report) =
        Terminal::waiting("dialc: linting", || linted(arguments, &choice, settings, Inputs::of(arguments)));
    report.extend(known.apply(&mut linted, report.has_errors()));
    for file in &mut linted {
        file.findings.retain(|finding| finding.severity >= choice.least);
    }
    let failed = report.has_errors();
    let fixes = Terminal::waiting("dialc: verifying fixes", || fix::write(arguments, &linted, failed));
    report.extend(fixes.report);
    terminal.report(&report);
    if let Some(script) = fixes.printed {
        terminal.print(&script);
    }
    Ok(finish(arguments, &linted, report.has_errors(), terminal))
}

/// What is found in each file, in the order in which they are named, and what is said beside it.
fn linted(
    arguments: &Arguments,
    choice: &Choice,
    mut settings: SettingsFiles,
    mut inputs: Inputs,
) -> (Vec<Linted>, Report) {
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
    // Where nothing could be linted, that nothing was found would be wrong to say; and a script stands alone.
    let nothing = failed && linted.is_empty() || fix::is_printed(arguments);
    let printed = if nothing { Printed::All } else { print(arguments, linted, terminal) };
    let found = linted.iter().flat_map(|file| &file.findings).any(|finding| finding.severity > Severity::Info);
    match printed {
        Printed::Failed => Outcome::Invalid,
        Printed::All | Printed::ReaderGone if failed => Outcome::Invalid,
        Printed::All | Printed::ReaderGone if found && !arguments.exit_zero => Outcome::Findings,
        Printed::All | Printed::ReaderGone => Outcome::Clean,
    }
}

fn print(arguments: &Arguments, linted: &[Linted], terminal: &Terminal) -> Printed {
    if arguments.statistics {
        return terminal.print_part(output::statistics(linted).as_bytes());
    }
    let by_file = |drawn: &dyn Fn(&[Finding]) -> String| {
        let print = |file: &Linted| terminal.print_part(drawn(&file.findings).as_bytes());
        linted.iter().map(print).find(|printed| *printed != Printed::All).unwrap_or(Printed::All)
    };
    let whole = |text: String| terminal.print_part(text.as_bytes());
    match choice::format(arguments) {
        LintFormat::Full => match by_file(&|findings| output::full(findings, terminal.colors_results())) {
            Printed::All => whole(output::summary(linted)),
            other @ (Printed::ReaderGone | Printed::Failed) => other,
        },
        LintFormat::Concise => by_file(&output::concise),
        LintFormat::Github => by_file(&output::github),
        LintFormat::Json => whole(output::json(linted)),
        LintFormat::Sarif => whole(output::sarif(linted)),
        LintFormat::Junit => whole(output::junit(linted)),
    }
}

/// Prints the rules that are chosen.
fn list(arguments: &Arguments, choice: &Choice, terminal: &Terminal) -> Outcome {
    let none = Selection::default();
    let wanted = |rule: &&'static Rule| choice.selection.level(rule, &none, &[]) != Some(Level::Off);
    let rules: Vec<&Rule> = RULES.iter().copied().filter(wanted).collect();
    let as_json = arguments.format == Some(LintFormat::Json);
    terminal.print(&if as_json { output::list_json(&rules) } else { output::list(&rules) })
}
