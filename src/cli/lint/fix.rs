//! `--fix-commands`: the commands of what was found, verified, as a script.

use super::choice::Choice;
use super::input::Inputs;
use super::settings::SettingsFiles;
use crate::call::Profile;
use crate::cli::args::Lint as Arguments;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::files;
use crate::lint::{self, About, Finding, Linted, RULES, Script, Selection, Selector, Withheld, verified};
use crate::model::{DialPlan, read_onto};
use crate::source::Source;
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// What came of `--fix-commands`.
#[derive(Debug, Default)]
pub(super) struct Fixes {
    /// The script, where it is to be printed.
    pub(super) printed: Option<String>,
    /// What is said of it.
    pub(super) report: Report,
}

/// Whether the script is all that is to be printed.
pub(super) fn is_printed(arguments: &Arguments) -> bool {
    arguments.fixing.fix_commands.as_deref() == Some(files::STANDARD)
}

/// Writes the commands of what was found. Nothing is written where not everything could be linted, or nothing can be fixed.
pub(super) fn write(arguments: &Arguments, linted: &[Linted], failed: bool) -> Fixes {
    let Some(path) = &arguments.fixing.fix_commands else { return Fixes::default() };
    if failed {
        let message = format!("{} is not written, since not everything could be linted", shown(path));
        return Fixes { printed: None, report: Diagnostic::info("fixes-not-written", message).into() };
    }
    match attempt(arguments, path, linted) {
        Ok(fixes) => fixes,
        Err(report) => Fixes { printed: None, report },
    }
}

fn attempt(arguments: &Arguments, path: &str, linted: &[Linted]) -> Result<Fixes, Report> {
    let [file] = linted else {
        let message = format!("the commands of {} configurations cannot be in one file", linted.len());
        let help = "lint each on its own with `--fix-commands`: a script is for one router";
        return Err(Diagnostic::error("several-configurations", message).help(help).into());
    };
    check_target(arguments, path, file)?;
    let source = file.findings.iter().filter(|finding| finding.fix.is_some());
    let source = source.flat_map(|finding| &finding.labels).map(|label| label.source.clone()).next();
    let Some(source) = source else {
        let message = format!("no finding has commands that take it away; {} is not written", shown(path));
        return Ok(Fixes { printed: None, report: Diagnostic::info("fixes-not-written", message).into() });
    };
    let plan = read_onto(DialPlan::default(), &Tree::parse(&source)).plan;
    let profile = profile(arguments, &file.file, &source, &plan)?;
    let choice = lint::Choice { plan: &plan, profile: &profile, with_unsafe: arguments.fixing.unsafe_fixes };
    let again = |text: &str| again(arguments, &file.file, text);
    let verified = verified(&file.findings, &choice, &again)?;
    let mut report: Report = verified.withheld.iter().map(|one| withheld(one, arguments.fixing.unsafe_fixes)).collect();
    let gone = verified.written.len();
    if gone == 0 {
        let message = format!("no commands can be written; {} is not written", shown(path));
        report.push(Diagnostic::info("fixes-not-written", message));
        return Ok(Fixes { printed: None, report });
    }
    let about = About { file: source.name().to_owned(), hash: source.sha256(), gone };
    let text = Script::of(verified.written).text(&about);
    if is_printed(arguments) {
        return Ok(Fixes { printed: Some(text), report });
    }
    files::write(&[(path, text.as_bytes())])?;
    let findings = if gone == 1 { "a finding".to_owned() } else { format!("{gone} findings") };
    let message = format!("{path} is written; it takes {findings} away");
    report.push(Diagnostic::info("fixes-written", message));
    Ok(Fixes { printed: None, report })
}

/// Whether the script may be written to `path`: not over what is read in this run, nor over anything but another script.
fn check_target(arguments: &Arguments, path: &str, file: &Linted) -> Result<(), Report> {
    if is_printed(arguments) {
        return Ok(());
    }
    let read = [&arguments.baseline, &arguments.write_baseline, &arguments.network, &arguments.config];
    let mut read = read.into_iter().flatten().chain([&file.file]);
    let is_new = std::fs::symlink_metadata(path).is_err();
    let is_file = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let is_other = is_file && !Script::is_one(files::read(path)?.bytes());
    if read.any(|read| files::are_same(read, path)) || (!is_new && is_other) {
        let message = format!("{path} is there, and is no script that dialc wrote");
        let help = "name a new file; a script of `--fix-commands` is written over, nothing else is";
        return Err(Diagnostic::error("not-a-script", message).help(help).into());
    }
    Ok(())
}

/// What is assumed of the router of a configuration.
fn profile(arguments: &Arguments, path: &str, source: &Source, plan: &DialPlan) -> Result<Profile, Report> {
    let mut settings = SettingsFiles::given(arguments)?;
    let mut inputs = Inputs::given(path, source.clone());
    settings.find(&mut inputs);
    let own = inputs.list.first().and_then(|input| settings.get(input.settings?));
    own.map_or_else(|| Err(settings.report.clone()), |own| super::group::profile(own, &arguments.assumed, plan))
}

/// What all rules find in a text in the place of the file at `path`.
fn again(arguments: &Arguments, path: &str, text: &str) -> Result<Vec<Finding>, Report> {
    let selection = Selection { select: RULES.iter().copied().map(Selector::Rule).collect(), ..Selection::default() };
    let choice = Choice { selection, least: Severity::Info, judges: false };
    let settings = SettingsFiles::given(arguments)?;
    let inputs = Inputs::given(path, Source::hiding(path, text, secrets));
    let (linted, report) = super::linted(arguments, &choice, settings, inputs);
    if report.has_errors() { Err(report) } else { Ok(linted.into_iter().flat_map(|file| file.findings).collect()) }
}

/// What is said of a finding whose commands are not written.
fn withheld(withheld: &Withheld<'_>, with_unsafe: bool) -> Diagnostic {
    let Withheld { finding, why } = withheld;
    let is_unsafe = finding.fix.as_ref().is_some_and(|fix| !fix.is_safe());
    let message = format!("the commands for this {} are left out: {why}", finding.code);
    let mut said = Diagnostic::info("fix-left-out", message);
    said.labels = finding.labels.iter().take(1).cloned().collect();
    if is_unsafe && !with_unsafe { said.help("`--unsafe-fixes` writes it too") } else { said }
}

/// How the target is called in what is said.
fn shown(path: &str) -> &str {
    if path == files::STANDARD { "a script" } else { path }
}
