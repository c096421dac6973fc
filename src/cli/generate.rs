//! `dialc generate`.

use super::args::{Assumed, Generate};
use super::terminal::Terminal;
use super::{Outcome, spec_input};
use crate::analysis::{Claim, Verdict};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::files;
use crate::model::{DialPlan, read, remarks};
use crate::output::markdown;
use crate::plan::{Against, Planned, Refusal, checklist, plan};
use crate::source::Source;
use crate::spec::Spec;
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// Turns a spec into configuration.
pub(super) fn run(arguments: &Generate, terminal: &Terminal) -> Outcome {
    match generated(arguments, terminal) {
        Ok(result) => deliver(arguments, terminal, &result),
        Err((outcome, report)) => {
            terminal.report(&report.sorted());
            outcome
        }
    }
}

/// What is to be written.
struct Generated {
    config: String,
    checklist: Option<String>,
}

fn invalid(diagnostic: Diagnostic) -> (Outcome, Report) {
    (Outcome::Invalid, diagnostic.into())
}

fn generated(arguments: &Generate, terminal: &Terminal) -> Result<Generated, (Outcome, Report)> {
    check_paths(arguments).map_err(invalid)?;
    let source = files::read(&arguments.spec).map_err(invalid)?;
    let spec = load(arguments, &source, terminal)?;
    let running = match &arguments.against {
        None => None,
        Some(path) => {
            let running = files::read_hiding(path, secrets).map_err(invalid)?;
            let tree = Tree::parse(&running);
            let (existing, _) = read(&tree);
            terminal.report(&remarks(&tree).into_iter().collect());
            Some((running, tree, existing))
        }
    };
    let allow_unjudged = arguments.allow_unjudged;
    let against = running.as_ref().map(|(source, tree, plan)| Against { source, tree, plan, allow_unjudged });
    let planned = plan(&spec, &source, against).map_err(|refusal| match refusal {
        Refusal::Invalid(report) => (Outcome::Invalid, report),
        Refusal::Defeated(report) => (Outcome::Findings, report),
    })?;
    terminal.report(&planned.notes.clone().sorted());
    let existing = running.map(|(_, _, plan)| plan);
    let unproved = unproved(arguments, &spec, &planned, existing)?;
    let checklist = arguments.checklist.is_some().then(|| markdown::checklist(&checklist(&spec, &source, &planned)));
    terminal.report(&unproved.iter().map(unproved_note).collect());
    let config = match unproved.first().filter(|_| arguments.allow_unproved) {
        Some(claim) => format!("! dialc: not proved: {}\n{}", claim.claim, planned.config),
        None => planned.config,
    };
    Ok(Generated { config, checklist })
}

/// The claims about a plan that are not proved, where it may be written all the same.
///
/// # Errors
/// They keep it from being written.
fn unproved(
    arguments: &Generate,
    spec: &Spec,
    planned: &Planned,
    existing: Option<DialPlan>,
) -> Result<Vec<Claim>, (Outcome, Report)> {
    let subject = super::check::of_planned(spec, planned, existing, &Assumed::default());
    let subject = subject.map_err(|report| (Outcome::Invalid, report))?;
    let (checked, _) = super::check::checked(&subject, false);
    let failed: Vec<Claim> = checked.claims.into_iter().filter(|claim| claim.verdict != Verdict::Proved).collect();
    // What cannot be judged of a running-config is accepted where that is asked for.
    let accepted = |claim: &Claim| claim.verdict == Verdict::Unknown && arguments.allow_unjudged;
    if arguments.allow_unproved || failed.iter().all(accepted) {
        return Ok(failed);
    }
    let report = failed.iter().map(|claim| Diagnostic { severity: Severity::Error, ..unproved_note(claim) }).collect();
    Err((Outcome::Findings, report))
}

fn unproved_note(claim: &Claim) -> Diagnostic {
    let reason = claim.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let message = format!("{} is {}{reason}", claim.claim, claim.verdict);
    let help = "`dialc check` shows the whole result; `--allow-unproved` writes the configuration all the same";
    Diagnostic::warning("not-proved", message).help(help)
}

/// Two of the files that the command names must not be one.
fn check_paths(arguments: &Generate) -> Result<(), Diagnostic> {
    let inputs = [Some(&arguments.spec), arguments.against.as_ref(), arguments.check.as_ref()];
    let inputs: Vec<&String> = inputs.into_iter().flatten().collect();
    not_overwritten(arguments, &inputs)?;
    if inputs.iter().filter(|path| **path == files::STANDARD).count() > 1 {
        return Err(Diagnostic::error("one-input", "two files cannot both come from standard input"));
    }
    let Some(checklist) = &arguments.checklist else { return Ok(()) };
    let output = arguments.output.as_deref().unwrap_or(files::STANDARD);
    if files::are_same(output, checklist) {
        return Err(Diagnostic::error("one-output", "configuration and checklist cannot go to one place")
            .help("write one of them to a file of its own: `-o FILE`, `--checklist FILE`"));
    }
    Ok(())
}

/// What is read must not be written over.
fn not_overwritten(arguments: &Generate, inputs: &[&String]) -> Result<(), Diagnostic> {
    let outputs = [arguments.output.as_ref(), arguments.checklist.as_ref()];
    for output in outputs.into_iter().flatten() {
        if inputs.iter().any(|input| **input != files::STANDARD && files::are_same(input, output)) {
            let message = format!("{output} is read here, so it is not overwritten");
            return Err(Diagnostic::error("overwrites-input", message));
        }
    }
    Ok(())
}

/// Reads the spec and checks it against its release, all errors at once.
fn load(arguments: &Generate, source: &Source, terminal: &Terminal) -> Result<Spec, (Outcome, Report)> {
    let loaded = spec_input::load(source);
    not_overwritten(arguments, &loaded.tables.iter().collect::<Vec<_>>()).map_err(invalid)?;
    let (spec, remarks) = loaded.spec.map_err(|report| (Outcome::Invalid, report))?;
    terminal.report(&remarks.sorted());
    Ok(spec)
}

fn deliver(arguments: &Generate, terminal: &Terminal, result: &Generated) -> Outcome {
    if let Some(path) = &arguments.check {
        return check(path, terminal, &result.config);
    }
    let outputs = [
        (arguments.output.as_deref(), Some(&result.config)),
        (arguments.checklist.as_deref(), result.checklist.as_ref()),
    ];
    let texts =
        || outputs.iter().filter_map(|(path, text)| Some((path.filter(|path| *path != files::STANDARD), (*text)?)));
    let to_files: Vec<_> = texts().filter_map(|(path, text)| Some((path?, text.as_bytes()))).collect();
    if let Err(diagnostic) = files::write(&to_files) {
        terminal.report(&diagnostic.into());
        return Outcome::Invalid;
    }
    // Only one of the two can go there.
    let printed = texts().find(|(path, _)| path.is_none());
    printed.map_or(Outcome::Clean, |(_, text)| terminal.print(text))
}

/// `--check`: shows how the file at `path` differs from `config`.
fn check(path: &str, terminal: &Terminal, config: &str) -> Outcome {
    let file = match files::read_hiding(path, secrets) {
        Ok(file) => file,
        Err(diagnostic) => {
            terminal.report(&diagnostic.into());
            return Outcome::Invalid;
        }
    };
    if file.bytes() == config.as_bytes() {
        return Outcome::Clean;
    }
    // Lines that the spec adds can have secrets too.
    let generated = Source::hiding("generated", config, secrets);
    let (old, new) = (file.shown_text(), generated.shown_text());
    let difference = similar::TextDiff::from_lines(&old, &new);
    let mut text = difference.unified_diff().header(file.name(), generated.name()).to_string();
    if text.is_empty() {
        text = format!("{} differs only in what is not shown, such as passwords\n", file.name());
    }
    match terminal.print(&text) {
        Outcome::Clean => Outcome::Findings,
        failed @ (Outcome::Findings | Outcome::Invalid) => failed,
    }
}
