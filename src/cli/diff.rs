//! `dialc diff`.

mod given;
mod script;
mod side;

use std::collections::BTreeSet;

use super::Outcome;
use super::args::{Diff as Arguments, DiffFormat, Layer};
use super::question::{refused_lines, unknown_lines};
use super::terminal::Terminal;
use crate::diagnostic::{Diagnostic, Report, did_you_mean};
use crate::diff::behaviour::behaviour;
use crate::diff::{Behaviour, Class, Diff, Scope, Subject, UNGUARDED, objects, text};
use crate::files;
use crate::output::diff as output;
use side::Side;

/// Says what tells two plans apart.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    if let Some(path) = &arguments.check_script {
        return given::run(arguments, path, terminal);
    }
    let (diff, remarks, fail_on) = match compared(arguments) {
        Ok(compared) => compared,
        Err(report) => {
            terminal.report(&report.sorted());
            return Outcome::Invalid;
        }
    };
    terminal.report(&remarks.sorted());
    let names = output::Names { old: &arguments.old, new: &arguments.new };
    let printed = match arguments.format {
        DiffFormat::Text => output::text(&diff, names, terminal.colors_results()),
        DiffFormat::Json => output::json(&diff, names),
        DiffFormat::Markdown => output::markdown(&diff, names),
        DiffFormat::Github => output::github(&diff, names),
    };
    match terminal.print(&printed) {
        Outcome::Clean if fails(&diff, &fail_on) => Outcome::Findings,
        other @ (Outcome::Clean | Outcome::Findings | Outcome::Invalid) => other,
    }
}

/// Whether the exit code says that there is a difference that matters.
fn fails(diff: &Diff, fail_on: &[&str]) -> bool {
    if fail_on.is_empty() {
        return !diff.is_equal();
    }
    // What could not be compared may be any of them.
    diff.behaviour.as_ref().is_some_and(|behaviour| {
        let moves = behaviour.moves.iter().map(|_| UNGUARDED);
        let mut names = behaviour.changes.iter().map(|change| change.class.name()).chain(moves);
        !behaviour.gaps.is_empty() || names.any(|name| fail_on.contains(&name))
    })
}

/// What differs, what is worth knowing about the sides, and which classes matter.
fn compared(arguments: &Arguments) -> Result<(Diff, Report, Vec<&'static str>), Report> {
    let fail_on = classes(arguments)?;
    if arguments.old == files::STANDARD && arguments.new == files::STANDARD {
        let message = "both sides cannot come from standard input";
        return Err(Diagnostic::error("one-input", message).help("name a file for one of them").into());
    }
    let (old, new) = sides(arguments)?;
    let scope = scope(arguments, &old, &new);
    let (one, other) = (&old.asked.reading.plan, &new.asked.reading.plan);
    let mut remarks = Report::new();
    let behaviour = if looks_at(arguments, Layer::Behaviour) {
        Some(calls(arguments, (&old, &new), scope, &mut remarks)?)
    } else {
        None
    };
    let diff = Diff {
        objects: looks_at(arguments, Layer::Objects).then(|| objects(one, other, scope)),
        behaviour,
        text: looks_at(arguments, Layer::Text).then(|| text(one, other, scope)),
    };
    remarks.extend(script::write(arguments, (&old, &new), scope)?);
    for side in [&old, &new] {
        remarks.extend(side.asked.remarks.clone());
        remarks.extend(refused_lines(&side.asked).into_iter().collect());
    }
    Ok((diff, remarks, fail_on))
}

/// Both sides; what is wrong with either at once.
fn sides(arguments: &Arguments) -> Result<(Side, Side), Report> {
    match (Side::load(&arguments.old, arguments), Side::load(&arguments.new, arguments)) {
        (Ok(old), Ok(new)) => Ok((old, new)),
        (old, new) => Err([old.err(), new.err()].into_iter().flatten().fold(Report::new(), |mut all, one| {
            all.extend(one);
            all
        })),
    }
}

/// What of both sides is compared.
fn scope(arguments: &Arguments, old: &Side, new: &Side) -> Scope {
    match (old.is_spec, new.is_spec) {
        (true, false) if !arguments.whole => Scope::OfOld,
        (false, true) if !arguments.whole => Scope::OfNew,
        (true | false, true | false) => Scope::Whole,
    }
}

/// What happens to calls.
fn calls(
    arguments: &Arguments,
    (old, new): (&Side, &Side),
    scope: Scope,
    remarks: &mut Report,
) -> Result<Behaviour, Report> {
    if arguments.network.is_none() && old.is_like(new) {
        return Ok(Behaviour::default());
    }
    let specs = (old.network_of_its_spec(), new.network_of_its_spec());
    let (before, before_profiles) = old.network(&arguments.old, arguments, remarks)?;
    let (after, after_profiles) = new.network(&arguments.new, arguments, remarks)?;
    let told = |side: &Side| arguments.network.is_some() || side.is_spec;
    let [one, other] = [
        Subject {
            network: &before,
            profiles: before_profiles,
            told: told(old),
            owns: scope == Scope::OfOld,
            spec: specs.0.as_ref(),
        },
        Subject {
            network: &after,
            profiles: after_profiles,
            told: told(new),
            owns: scope == Scope::OfNew,
            spec: specs.1.as_ref(),
        },
    ];
    let emergency: BTreeSet<String> = before.emergency.iter().chain(&after.emergency).cloned().collect();
    let emergency: Vec<String> = emergency.into_iter().collect();
    let work = || behaviour(&one, &other, &emergency);
    let mut behaviour = Terminal::waiting("dialc: comparing all numbers", work);
    let notes: BTreeSet<String> = [old, new].iter().filter_map(|side| unknown_lines(&side.asked)).collect();
    behaviour.notes.extend(notes);
    let known = new.asked.release_note().or_else(|| old.asked.release_note());
    remarks.extend(known.filter(|_| !new.is_spec || !old.is_spec).into_iter().collect());
    Ok(behaviour)
}

/// Whether a layer is asked for. Of those that nobody names, the text says least: it is there where it can be folded.
fn looks_at(arguments: &Arguments, layer: Layer) -> bool {
    if arguments.only.is_empty() {
        layer != Layer::Text || arguments.format == DiffFormat::Markdown
    } else {
        arguments.only.contains(&layer)
    }
}

/// The classes that matter; everything that is wrong with them at once.
fn classes(arguments: &Arguments) -> Result<Vec<&'static str>, Report> {
    let (mut classes, mut report) = (Vec::new(), Report::new());
    for name in &arguments.fail_on {
        match class_names().find(|class| class == name) {
            Some(class) => classes.push(class),
            None => report.push(unknown_class(name)),
        }
    }
    if report.is_empty() && !classes.is_empty() && !looks_at(arguments, Layer::Behaviour) {
        let message = "`--fail-on` is about behaviour, which `--only` leaves out";
        report.push(Diagnostic::error("not-compared", message).help("add `behaviour` to `--only`"));
    }
    if report.is_empty() { Ok(classes) } else { Err(report) }
}

/// All that `--fail-on` can name.
fn class_names() -> impl Iterator<Item = &'static str> {
    Class::ALL.into_iter().map(Class::name).chain([UNGUARDED])
}

fn unknown_class(name: &str) -> Diagnostic {
    let names: Vec<_> = class_names().collect();
    let message = format!("`{}` is no way in which numbers change", name.escape_debug());
    Diagnostic::error("unknown-class", message).help(match did_you_mean(name, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it is one of {}", names.join(", ")),
    })
}
