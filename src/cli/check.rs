//! `dialc check`.

mod subject;

use super::Outcome;
use super::args::{Check as Arguments, CheckFormat};
use super::terminal::{Terminal, in_github_actions};
use crate::analysis::check::{self, Question};
use crate::analysis::{Checked, Picture, Verdict};
use crate::diagnostic::{Diagnostic, Report};
use crate::files;
use crate::output::check as output;

pub(super) use subject::{Subject, network_around, of_planned, stem};

/// Proves what should hold of a plan, over all numbers.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let loaded = picture_format(arguments).and_then(|_| subject::load(arguments));
    let (checked, picture, remarks) = match loaded {
        Ok(subject) => {
            let work = || checked(&subject, arguments.graph.is_some());
            let (checked, picture) = Terminal::waiting("dialc: checking all numbers", work);
            (checked, picture, subject.remarks)
        }
        Err(report) => {
            terminal.report(&report.sorted());
            return Outcome::Invalid;
        }
    };
    terminal.report(&remarks.sorted());
    if let (Some(path), Some(picture)) = (&arguments.graph, &picture) {
        let text = match picture_format(arguments) {
            Ok(Some(PictureFormat::Dot)) => output::dot(picture),
            Ok(Some(PictureFormat::Mermaid) | None) | Err(_) => output::mermaid(picture),
        };
        if path == files::STANDARD {
            // The picture takes the place of the report.
            return exit(&checked, terminal.print(&text));
        }
        if let Err(diagnostic) = files::write(&[(path, text.as_bytes())]) {
            terminal.report(&diagnostic.into());
            return Outcome::Invalid;
        }
    }
    let printed = match format(arguments) {
        CheckFormat::Text => output::text(&checked),
        CheckFormat::Json => output::json(&checked),
        CheckFormat::Junit => output::junit(&checked, &arguments.plan),
        CheckFormat::Github => output::github(&checked, &arguments.plan),
    };
    exit(&checked, terminal.print(&printed))
}

/// The exit code: only a proof is clean.
fn exit(checked: &Checked, printed: Outcome) -> Outcome {
    match printed {
        Outcome::Clean if checked.verdict != Verdict::Proved => Outcome::Findings,
        other @ (Outcome::Clean | Outcome::Findings | Outcome::Invalid) => other,
    }
}

/// What is known of a subject, and a picture of it.
pub(super) fn checked(subject: &Subject, picture: bool) -> (Checked, Option<Picture>) {
    let question = Question {
        network: &subject.network,
        profiles: subject.profiles.clone(),
        shared: subject.shared.clone(),
        before: subject.before(),
        cures: true,
    };
    let mut drawn = None;
    let mut result = check::run(&question, &mut |graph, witness| {
        if picture {
            drawn = Some(Picture::of(graph, witness));
        }
    });
    result.checked.claims.extend(subject.delivered());
    // What planning refuses is judged here number by number; where nothing is found, the refusal stands.
    if result.checked.claims.iter().all(|claim| claim.verdict < Verdict::Violated) {
        result.checked.claims.extend(subject.refusals.iter().cloned());
    }
    let worst = result.checked.claims.iter().map(|claim| claim.verdict).max();
    result.checked.verdict = worst.unwrap_or(Verdict::Proved);
    result.checked.notes.extend(subject.notes.iter().cloned());
    (result.checked, drawn)
}

/// The format that is asked for; under GitHub Actions its annotations where none is.
fn format(arguments: &Arguments) -> CheckFormat {
    arguments.format.unwrap_or(if in_github_actions() { CheckFormat::Github } else { CheckFormat::Text })
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PictureFormat {
    Mermaid,
    Dot,
}

/// The format of the picture that is asked for, by the ending of its file.
fn picture_format(arguments: &Arguments) -> Result<Option<PictureFormat>, Report> {
    let Some(path) = &arguments.graph else { return Ok(None) };
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "mmd" | "mermaid" | files::STANDARD => Ok(Some(PictureFormat::Mermaid)),
        "dot" | "gv" => Ok(Some(PictureFormat::Dot)),
        _ => {
            let message = format!("`{}` is no picture that dialc writes", path.escape_debug());
            let help = "a name that ends in `.mmd` (Mermaid) or `.dot` (Graphviz)";
            Err(Diagnostic::error("unknown-picture", message).help(help).into())
        }
    }
}
