//! A command in a voice block that dialc does not know.
//!
//! ## What it does
//!
//! Reports the lines of a voice block, such as a dial-peer or a `voice class`, whose command dialc does not know. They are kept as
//! they are written. Lines outside voice blocks are not looked at.
//!
//! ## Why is this bad
//!
//! The line may change where calls go, and what dialc says of the configuration does not take it into account. It may also be a
//! slip, which the router refuses.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-patern 5...$
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-pattern 5...$
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, and YANG model Cisco-IOS-XE-voice of 17.15: the commands of each block.

use crate::diagnostic::{Severity, did_you_mean};
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::Settings;
use crate::source::Span;
use crate::syntax::commands::{Resolution, resolve, rows};
use crate::syntax::secrets::shown;
use crate::syntax::tree::Node;

pub(super) const RULE: Rule = Rule {
    code: "unknown-command",
    severities: &[Severity::Info],
    topic: Topic::Reading,
    file: include_str!("unknown_command.rs"),
    check,
};

/// The most lines that are shown of one object.
const MAXIMUM_PLACES: usize = 4;

/// The most characters of a line that a message shows.
const MAXIMUM_TEXT: usize = 50;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let plan = facts.plan();
    // What is known and malformed is kept too, and was reported.
    let spans = |settings: &Settings| {
        let mut spans = spans(settings);
        spans.retain(|span| !facts.is_refused(*span));
        spans
    };
    let mut unknown: Vec<(String, Vec<Span>)> = vec![(String::new(), spans(&plan.globals))];
    unknown.extend(plan.objects().iter().filter_map(|object| {
        let spans = spans(object.settings);
        (!spans.is_empty()).then(|| (object.title(), spans))
    }));
    unknown.retain(|(_, spans)| !spans.is_empty());
    for (object, spans) in unknown {
        let lines: Vec<_> = spans.iter().filter_map(|span| facts.line_at(*span)).collect();
        findings.extend(finding(facts, object, &lines));
    }
}

/// Where the lines stand that dialc does not know; what is nested under one goes with it.
fn spans(settings: &Settings) -> Vec<Span> {
    let own = settings.unknown().filter(|line| !line.value.text.starts_with(' '));
    let mut spans: Vec<_> = own.map(|line| line.span).collect();
    spans.sort_unstable_by_key(|span| span.start);
    spans
}

fn finding(facts: &Facts<'_, '_>, object: String, lines: &[Node<'_>]) -> Option<Finding> {
    let first = lines.first()?;
    let text = shortened(&shown(first.text()));
    let message = match lines.len() {
        0 | 1 => format!("dialc does not know the command of `{text}`"),
        2 => format!("dialc does not know the command of `{text}`, nor that of another line here"),
        all => format!("dialc does not know the command of `{text}`, nor those of {} other lines here", all - 1),
    };
    let mut finding = Finding::new(&RULE, Severity::Info, object, message);
    for line in lines.iter().take(MAXIMUM_PLACES) {
        finding = finding.at(facts.source(), line.span(), "kept as it is written");
    }
    let mut meant: Vec<_> = lines.iter().flat_map(|line| meant(*line)).collect();
    meant.dedup();
    meant.truncate(MAXIMUM_PLACES);
    Some(finding.help(match meant.split_last() {
        Some((only, [])) => format!("did you mean `{only}`?"),
        Some((last, others)) => format!("did you mean `{}` and `{last}`?", others.join("`, `")),
        None => "look whether it changes where calls go: what dialc says does not take it into account".to_owned(),
    }))
}

/// A line, or its beginning where it is long.
fn shortened(line: &str) -> String {
    match line.char_indices().nth(MAXIMUM_TEXT) {
        Some((end, _)) => format!("{} ...", line.get(..end).unwrap_or_default().trim_end()),
        None => line.to_owned(),
    }
}

/// The word that says what a line does.
fn command(text: &str) -> &str {
    let mut words = text.split_ascii_whitespace().skip_while(|word| matches!(*word, "no" | "default"));
    words.next().unwrap_or(text)
}

/// What was probably meant by the first words of a line: the commands that they stand for in short, where these are several; a
/// word with a hyphen of which the two halves stand apart; or a word that looks like the first one.
fn meant(line: Node<'_>) -> Vec<&'static str> {
    if let Resolution::Ambiguous(commands) = resolve(line.context(), line.text()) {
        return commands;
    }
    let known = rows().filter(|row| row.contexts.has(line.context()));
    let known: Vec<_> = known.filter_map(|row| row.keywords.split(' ').next()).collect();
    let word = command(line.text());
    let second = line.text().split_ascii_whitespace().skip_while(|one| *one != word).nth(1).unwrap_or_default();
    let apart = |full: &&str| full.split_once('-').is_some_and(|halves| halves == (word, second));
    match known.iter().copied().find(apart) {
        Some(whole) => vec![whole],
        None => did_you_mean(word, known).filter(|meant| *meant != word).into_iter().collect(),
    }
}
