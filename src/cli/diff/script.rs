//! `--apply` and `--rollback`: the commands of a change and of its taking back, verified, as files.

use super::side::Side;
use crate::call::Profile;
use crate::cli::args::Diff as Arguments;
use crate::diagnostic::{Diagnostic, Report};
use crate::diff::Scope;
use crate::diff::script::{Meanwhile, Script};
use crate::files;
use crate::model::{Contact, DialPlan};
use crate::output::diff::{About, is_script, script};
use crate::plan::network_of_config;

/// Writes the scripts that are asked for: both or none.
///
/// # Errors
/// A file may not be written, the numbers cannot be told apart, or what is read back is not the other side.
pub(super) fn write(arguments: &Arguments, (old, new): (&Side, &Side), scope: Scope) -> Result<Report, Report> {
    let (apply, rollback) = (arguments.apply.as_deref(), arguments.rollback.as_deref());
    if apply.is_none() && rollback.is_none() {
        return Ok(Report::new());
    }
    let paths: Vec<&str> = [apply, rollback].into_iter().flatten().collect();
    check_paths(arguments, &paths)?;
    has_script(scope)?;
    let mut report = Report::new();
    let mut texts: Vec<(&str, String)> = Vec::new();
    for (path, from, to) in [
        (apply, (&arguments.old, old), (&arguments.new, new)),
        (rollback, (&arguments.new, new), (&arguments.old, old)),
    ] {
        let Some(path) = path else { continue };
        let found = made(from.1, to.1)?;
        let about = About {
            from: from.0.clone(),
            to: to.0.clone(),
            hashes: (from.1.asked.source.sha256(), to.1.asked.source.sha256()),
            taken_back: apply.is_some().then_some(rollback).flatten().filter(|other| *other != path).map(str::to_owned),
        };
        report.push(said(path, &found));
        texts.push((path, script(&found, &about)));
    }
    let written: Vec<(&str, &[u8])> = texts.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    files::write(&written)?;
    Ok(report)
}

/// Whether there can be a script between the sides.
///
/// # Errors
/// One of them does not say all of its router.
pub(super) fn has_script(scope: Scope) -> Result<(), Report> {
    if scope == Scope::Whole {
        return Ok(());
    }
    let message = "a spec and a running-config have no script between them: the spec does not say all of the router";
    let help =
        "`dialc generate SPEC --against CONFIG` writes what is to be added; with `--whole` the spec is taken for all";
    Err(Diagnostic::error("no-script", message).help(help).into())
}

/// The script from one side to the other, which must lead there.
fn made(from: &Side, to: &Side) -> Result<Script, Report> {
    let (one, other) = (&from.asked.reading.plan, &to.asked.reading.plan);
    let profile: &Profile = &from.asked.profile;
    let script = Script::new(one, other, profile, &contacts(one, other));
    if let Some(line) = script.differing.first() {
        let others = match script.differing.len() {
            1 => String::new(),
            some => format!(", and {} more lines", some - 1),
        };
        let message = format!("the script does not lead to the other side: `{line}` differs{others}");
        let help = "nothing is written; this is a fault of dialc, or a line that cannot be typed";
        return Err(Diagnostic::error("not-verified", message).help(help).into());
    }
    Ok(script)
}

/// Where calls come from on either side.
pub(super) fn contacts(one: &DialPlan, other: &DialPlan) -> Vec<Contact> {
    let mut contacts: Vec<Contact> = Vec::new();
    for plan in [one, other] {
        let network = network_of_config("gateway".to_owned(), plan.clone(), None);
        for contact in network.gateways.into_iter().flat_map(|site| site.contacts) {
            if !contacts.iter().any(|known| known.at.is_same(&contact.at)) {
                contacts.push(contact);
            }
        }
    }
    contacts
}

/// What is said of a script that is written.
fn said(path: &str, script: &Script) -> Diagnostic {
    let count = script.commands.len();
    let commands = if count == 1 { "1 command".to_owned() } else { format!("{count} commands") };
    let worst = script.between.iter().map(|one| one.how).min();
    let message = format!("{path} is written: {commands}");
    if let Some(reason) = script.unjudged.first() {
        let message = format!("{message}; not every number could be compared between its commands");
        return Diagnostic::warning("script-written", message).help(reason.clone());
    }
    let told = match worst {
        None => return Diagnostic::info("script-written", format!("{message}; no call is in between two states")),
        Some(Meanwhile::NoRoute) => "some numbers have no route for a while",
        Some(Meanwhile::AnotherWay) => "some numbers take a way for a while that is neither the old nor the new",
        Some(Meanwhile::AnotherFallback) => {
            "for some numbers what is tried after a failure is neither the old nor the new for a while"
        }
    };
    let help = "the script says where, with the numbers";
    if worst == Some(Meanwhile::AnotherFallback) {
        Diagnostic::info("script-written", format!("{message}; {told}")).help(help)
    } else {
        Diagnostic::warning("script-written", format!("{message}; {told}")).help(help)
    }
}

/// Whether the scripts may be written there: each to a file of its own, not over what is read, nor over anything but a script.
fn check_paths(arguments: &Arguments, paths: &[&str]) -> Result<(), Report> {
    if let [one, other] = paths
        && files::are_same(one, other)
    {
        let message = format!("`--apply` and `--rollback` both name {one}");
        return Err(Diagnostic::error("one-file", message).help("name two files").into());
    }
    let read = [Some(&arguments.old), Some(&arguments.new), arguments.network.as_ref()];
    for path in paths {
        if *path == files::STANDARD {
            let message = "a script is written to a file";
            return Err(Diagnostic::error("no-file", message)
                .help("name one: standard output has the difference")
                .into());
        }
        let is_read = read.iter().flatten().any(|read| files::are_same(read, path));
        let is_other =
            std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) && !is_script(files::read(path)?.bytes());
        if is_read || is_other {
            let message = format!("{path} is there, and is no script that dialc wrote");
            let help = "name a new file; a script is written over, nothing else is";
            return Err(Diagnostic::error("not-a-script", message).help(help).into());
        }
    }
    Ok(())
}
