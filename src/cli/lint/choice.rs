//! Which rules the command line asks for, and which findings are worth printing.

use crate::cli::args::{Least, Lint as Arguments, LintFormat};
use crate::cli::question::profile_for;
use crate::cli::terminal::in_github_actions;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::lint::{Level, NoSelector, Selection, Selector};

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) selection: Selection,
    /// Findings that matter less are left out.
    pub(super) least: Severity,
    /// Whether it is wanted what fixes change.
    pub(super) judges: bool,
}

impl Choice {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// All that is wrong with them, what is assumed included.
    pub(super) fn of(arguments: &Arguments) -> Result<Self, Report> {
        let mut report = Report::new();
        let mut selection = Selection {
            select: selectors(&arguments.select, Selector::parse, &mut report),
            ignore: selectors(&arguments.ignore, Selector::parse_ignored, &mut report),
            ..Selection::default()
        };
        for text in &arguments.severity {
            match level(text) {
                Ok((code, level)) => drop(selection.levels.insert(code, level)),
                Err(error) => report.push(unknown("unknown-severity", error)),
            }
        }
        report.extend(unfit_format(arguments).into_iter().collect());
        report.extend(profile_for(&arguments.assumed, None).err().unwrap_or_default());
        let least = match arguments.min_severity {
            Least::Info => Severity::Info,
            Least::Warning => Severity::Warning,
            Least::Error => Severity::Error,
        };
        let judges = match format(arguments) {
            LintFormat::Full | LintFormat::Json | LintFormat::Sarif => !arguments.statistics,
            LintFormat::Concise | LintFormat::Github | LintFormat::Junit => false,
        };
        let judges = judges || arguments.fixing.fix_commands.is_some();
        if report.is_empty() { Ok(Self { selection, least, judges }) } else { Err(report) }
    }
}

/// The format that is asked for; under GitHub Actions its annotations where none is.
pub(super) fn format(arguments: &Arguments) -> LintFormat {
    arguments.format.unwrap_or(if in_github_actions() { LintFormat::Github } else { LintFormat::Full })
}

/// What is wrong with the format for what is to be printed.
fn unfit_format(arguments: &Arguments) -> Option<Diagnostic> {
    let format = arguments.format?;
    let for_people = matches!(format, LintFormat::Full | LintFormat::Concise);
    let (what, help) = if arguments.list && !for_people && format != LintFormat::Json {
        ("--list", "rules are listed for people, or with `--format json`")
    } else if arguments.statistics && !arguments.list && !for_people {
        ("--statistics", "statistics are for people; `--format json` has counts of its own")
    } else {
        return None;
    };
    let message = format!("there is no such format for `{what}`");
    Some(Diagnostic::error("unknown-format", message).help(help))
}

fn selectors(words: &[String], parse: fn(&str) -> Result<Selector, NoSelector>, report: &mut Report) -> Vec<Selector> {
    let mut found = Vec::new();
    for word in words {
        match parse(word) {
            Ok(selector) => found.push(selector),
            Err(error) => report.push(unknown("unknown-rule", error)),
        }
    }
    found
}

fn unknown(code: &'static str, error: NoSelector) -> Diagnostic {
    Diagnostic::error(code, error.message).help(error.help)
}

/// What `CODE=LEVEL` says.
fn level(text: &str) -> Result<(&'static str, Level), NoSelector> {
    let (code, word) = text.split_once('=').ok_or_else(|| NoSelector {
        message: format!("`{}` is no severity of a rule: CODE=LEVEL is expected", text.escape_debug()),
        help: "such as `--severity no-keepalive=off`".to_owned(),
    })?;
    let level = Level::parse(word)?;
    Ok((level.of_rule(code)?.code, level))
}
