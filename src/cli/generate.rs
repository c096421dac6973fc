//! `dialc generate`.

use super::args::Generate;
use super::terminal::Terminal;
use super::{Outcome, spec_input};
use crate::diagnostic::{Diagnostic, Report};
use crate::files;
use crate::model::read;
use crate::output::markdown;
use crate::plan::{Against, Refusal, checklist, plan};
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
    let planned = match &arguments.against {
        None => plan(&spec, &source, None),
        Some(path) => {
            let running = files::read_hiding(path, secrets).map_err(invalid)?;
            let tree = Tree::parse(&running);
            let (existing, _) = read(&tree);
            plan(
                &spec,
                &source,
                Some(Against {
                    source: &running,
                    tree: &tree,
                    plan: &existing,
                    allow_unjudged: arguments.allow_unjudged,
                }),
            )
        }
    };
    let planned = planned.map_err(|refusal| match refusal {
        Refusal::Invalid(report) => (Outcome::Invalid, report),
        Refusal::Defeated(report) => (Outcome::Findings, report),
    })?;
    terminal.report(&planned.notes.clone().sorted());
    let checklist = arguments.checklist.is_some().then(|| markdown::checklist(&checklist(&spec, &source, &planned)));
    Ok(Generated { config: planned.config, checklist })
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
