//! `--check-script`: a script that somebody wrote, judged command by command.

use super::script::{contacts, has_script};
use super::{scope, sides};
use crate::cli::Outcome;
use crate::cli::args::{Diff as Arguments, DiffFormat};
use crate::cli::question::configuration;
use crate::cli::terminal::Terminal;
use crate::diagnostic::{Diagnostic, Report};
use crate::diff::script::Judged;
use crate::files;
use crate::output::diff::{Names, judged, judged_json};
use crate::syntax::lines::LineKind;
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// Judges the script at `path`.
pub(super) fn run(arguments: &Arguments, path: &str, terminal: &Terminal) -> Outcome {
    let (script, remarks) = match Terminal::waiting("dialc: judging the script", || load(arguments, path)) {
        Ok(found) => found,
        Err(report) => {
            terminal.report(&report.sorted());
            return Outcome::Invalid;
        }
    };
    terminal.report(&remarks.sorted());
    let names = Names { old: &arguments.old, new: &arguments.new };
    let printed = match arguments.format {
        DiffFormat::Json => judged_json(&script, names, path),
        DiffFormat::Text | DiffFormat::Markdown | DiffFormat::Github => judged(&script, names, path),
    };
    match terminal.print(&printed) {
        Outcome::Clean if !script.is_clean() => Outcome::Findings,
        other @ (Outcome::Clean | Outcome::Findings | Outcome::Invalid) => other,
    }
}

/// The script, judged, and what is worth knowing beside.
fn load(arguments: &Arguments, path: &str) -> Result<(Judged, Report), Report> {
    if matches!(arguments.format, DiffFormat::Markdown | DiffFormat::Github) {
        let message = "what is said of a script is printed as text or as json";
        return Err(Diagnostic::error("no-format", message).help("leave `--format` out, or give `json`").into());
    }
    let inputs = [arguments.old.as_str(), &arguments.new, path];
    if inputs.iter().filter(|input| **input == files::STANDARD).count() > 1 {
        let message = "only one of the two sides and the script can come from standard input";
        return Err(Diagnostic::error("one-input", message).help("name a file for the others").into());
    }
    let (old, new) = sides(arguments)?;
    has_script(scope(arguments, &old, &new))?;
    let tree = script(path)?;
    let (one, other) = (&old.asked.reading.plan, &new.asked.reading.plan);
    let judged = Judged::new(&tree, (one, other), &old.asked.profile, &contacts(one, other));
    let mut remarks = judged.reading.report.clone();
    remarks.extend(new.asked.release_note().or_else(|| old.asked.release_note()).into_iter().collect());
    for side in [&old, &new] {
        remarks.extend(side.asked.remarks.clone());
    }
    Ok((judged, remarks))
}

/// The lines of a script. One that holds nothing but remarks is what is written where there is nothing to do.
fn script(path: &str) -> Result<Tree, Report> {
    let source = files::read_hiding(path, secrets)?;
    configuration(&source).or_else(|_| {
        let tree = Tree::parse(&source);
        let has = |kind: LineKind| tree.lines().iter().any(|line| line.kind == kind);
        if tree.roots().next().is_none() && has(LineKind::Comment) {
            return Ok(tree);
        }
        let message = format!("{path} has no commands that dialc knows");
        let help = "a script is what is typed in configuration mode, with the headers of its objects";
        Err(Diagnostic::error("no-commands", message).help(help).into())
    })
}
