//! `dialc trace`.

mod origin;

use super::Outcome;
use super::args::{Format, Trace as Arguments};
use super::question::{Asked, call_keyword, refused_lines, typed_number};
use super::terminal::Terminal;
use crate::call::{Assumption, Call, Gateway, PartyNumber, Replies};
use crate::diagnostic::{Diagnostic, Report};
use crate::number::Symbol;
use crate::output::trace::{json, text};
use crate::syntax::argument::{NUMBER_PLANS, NUMBER_TYPES};

/// Follows one call through a gateway.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    match traced(arguments) {
        Ok((printed, remarks)) => {
            terminal.report(&remarks.sorted());
            terminal.print(&printed)
        }
        Err(report) => {
            terminal.report(&report.sorted());
            Outcome::Invalid
        }
    }
}

/// What is printed, and what is worth knowing about the input.
fn traced(arguments: &Arguments) -> Result<(String, Report), Report> {
    let asked = Asked::load_plan(&arguments.plan, &arguments.assumed)?;
    let gateway = Gateway::new(&asked.reading.plan, asked.profile.clone());
    let mut report = Report::new();
    let mut or_report = |diagnostic: Result<PartyNumber, Diagnostic>| match diagnostic {
        Ok(number) => number,
        Err(diagnostic) => {
            report.push(diagnostic);
            PartyNumber::plain("")
        }
    };
    let called = or_report(called(arguments));
    let calling = or_report(dialled(arguments.calling.as_deref().unwrap_or_default()).map(PartyNumber::plain));
    let leg = origin::leg(arguments, &asked).unwrap_or_else(|faults| {
        report.extend(faults);
        None
    });
    let replies = replies(arguments, &gateway).unwrap_or_else(|faults| {
        report.extend(faults);
        Replies::default()
    });
    if !report.is_empty() {
        return Err(report);
    }
    let call = Call { called, calling, leg, overlap: arguments.overlap };
    let trace = gateway
        .trace(&call, &replies)
        .map_err(|error| Report::from(Diagnostic::error("not-traced", error.message).help(error.help)))?;
    let printed = match arguments.format {
        Format::Text => text(&trace, &asked.source),
        Format::Json => json(&trace, &asked.source),
    };
    let mut remarks = asked.remarks.clone();
    remarks.extend(refused_lines(&asked).into_iter().collect());
    if trace.assumed.iter().any(|(assumption, _)| *assumption == Assumption::LiteralPlus) {
        remarks.extend(asked.release_note().into_iter().collect());
    }
    Ok((printed, remarks))
}

/// The called number, with its type and plan.
fn called(arguments: &Arguments) -> Result<PartyNumber, Diagnostic> {
    let keyword = |given: &Option<String>, what, known| {
        given.as_deref().map(|word| call_keyword(word, what, known)).transpose().map(|word| word.map(str::to_owned))
    };
    Ok(PartyNumber {
        digits: dialled(&arguments.number)?.to_owned(),
        number_type: keyword(&arguments.number_type, "type of a number", &NUMBER_TYPES)?,
        plan: keyword(&arguments.number_plan, "numbering plan", &NUMBER_PLANS)?,
    })
}

/// A number that a call can carry: only symbols that patterns know.
fn dialled(text: &str) -> Result<&str, Diagnostic> {
    const HELP: &str = "a number is made of 0-9, A-F, `*`, `#` and `+`";
    let number = typed_number(text).map_err(|error| {
        // A caller may send hyphens; a number that is routed has none.
        if error.help.as_deref().is_some_and(|help| help.starts_with("a number is made of")) {
            error.help(HELP)
        } else {
            error
        }
    })?;
    match number.chars().find(|one| Symbol::new(*one).is_none()) {
        None => Ok(number),
        Some(odd) => {
            let message = format!("`{number}` is no number of a call: it has `{odd}`");
            Err(Diagnostic::error("no-number", message).help(HELP))
        }
    }
}

/// All replies; everything that is wrong with them at once.
fn replies(arguments: &Arguments, gateway: &Gateway<'_>) -> Result<Replies, Report> {
    let (mut replies, mut report) = (Replies::default(), Report::new());
    for text in &arguments.reply {
        if let Err(error) = replies.add(text, gateway.plan()) {
            report.push(Diagnostic::error("no-reply", error.message).help(error.help));
        }
    }
    if report.is_empty() { Ok(replies) } else { Err(report) }
}
