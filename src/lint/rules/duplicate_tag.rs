//! One tag for two dial-peers.
//!
//! ## What it does
//!
//! Reports a tag that is entered as `pots` and as `voip`. Where a tag is entered twice as the same kind, it reports commands
//! that are given another value the second time, with no `no` form between. Descriptions are not compared.
//!
//! ## Why is this bad
//!
//! A tag is one dial-peer. IOS refuses to make another kind of it, and then takes the lines below for the object that was open.
//! Entered again as the same kind, the dial-peer is gone on with: what the second one says overwrites the first, and what it does not
//! say stays from the first. Numbers that the first one took have no route.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 5 voip
//!  destination-pattern 1425555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 5 voip
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 6 voip
//!  destination-pattern 1425555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `dial-peer voice`: the tag identifies the dial-peer.

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::Tag;
use crate::source::Span;
use crate::syntax::argument::{self, parse};
use crate::syntax::commands::{Command, Form, Multiplicity, Row};
use crate::syntax::secrets::shown;
use crate::syntax::tree::Node;

pub(super) const RULE: Rule = Rule {
    code: "duplicate-tag",
    severities: &[Severity::Error, Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("duplicate_tag.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.reported(&RULE));
    let mut headers = Vec::new();
    let mut times: HashMap<Tag, usize> = HashMap::new();
    for node in facts.tree().roots() {
        let Some(row) = node.row().filter(|row| row.command == Command::DialPeer) else { continue };
        let header = argument::parse_header(row.shape, node.argument().1);
        let Ok(header) = header else { continue };
        let Some(tag) = Tag::new(header.number) else { continue };
        *times.entry(tag).or_default() += usize::from(!node.is_resumed());
        headers.push((node, tag, header));
    }
    let mut entered: HashMap<Tag, Entered<'_>> = HashMap::new();
    for (node, tag, header) in headers {
        if times.get(&tag) == Some(&1) {
            continue;
        }
        if node.form() == Form::Set {
            entered.entry(tag).or_default().enter(node, header.kind);
        } else {
            entered.remove(&tag);
        }
    }
    let conflicting_lines = |entered: &Entered<'_>| !entered.is_of_two_kinds && !entered.conflicts.is_empty();
    let mut conflicts: Vec<_> = entered.into_iter().filter(|(_, entered)| conflicting_lines(entered)).collect();
    conflicts.sort_unstable_by_key(|(tag, _)| *tag);
    findings.extend(conflicts.iter().filter_map(|(tag, entered)| conflicting(facts, *tag, entered)));
}

/// What the lines under the headers with one tag said.
#[derive(Default)]
struct Entered<'a> {
    /// How often it was entered.
    times: usize,
    /// The kind of its last header that says one.
    kind: Option<String>,
    /// Whether headers say more than one kind. That is an error, which is said once.
    is_of_two_kinds: bool,
    /// The line that holds, by command, and the time at which it was entered.
    lines: HashMap<Command, (usize, Node<'a>)>,
    /// Pairs of lines of which the later one overwrites the earlier one.
    conflicts: Vec<(Node<'a>, Node<'a>)>,
}

impl<'a> Entered<'a> {
    fn enter(&mut self, header: Node<'a>, kind: Option<String>) {
        // What `do` shows between two lines is another entry of the tag, and what follows is none.
        self.times += usize::from(!header.is_resumed());
        if let Some(kind) = kind {
            self.is_of_two_kinds |= self.kind.as_ref().is_some_and(|before| *before != kind);
            self.kind = Some(kind);
        }
        for line in header.children() {
            let single = |row: &&Row| row.multiplicity == Multiplicity::Single && row.command != Command::Description;
            let Some(row) = line.row().filter(single) else { continue };
            if line.form() != Form::Set {
                self.lines.remove(&row.command);
                continue;
            }
            let before = self.lines.insert(row.command, (self.times, line));
            if let Some((_, before)) = before.filter(|(time, before)| *time < self.times && differ(row, *before, line))
            {
                self.conflicts.push((before, line));
            }
        }
    }
}

/// Whether two lines of a command say something else; what IOS would refuse says nothing.
fn differ(row: &Row, one: Node<'_>, other: Node<'_>) -> bool {
    let (one, other) = (one.argument().1, other.argument().1);
    one != other
        && match (parse(row.shape, one), parse(row.shape, other)) {
            (Ok(one), Ok(other)) => one != other,
            (Err(_), _) | (_, Err(_)) => false,
        }
}

fn conflicting(facts: &Facts<'_, '_>, tag: Tag, entered: &Entered<'_>) -> Option<Finding> {
    let (_, last) = entered.conflicts.last()?;
    let mut commands: Vec<_> = entered.conflicts.iter().filter_map(|(_, line)| line.row()).collect();
    commands.sort_unstable_by_key(|row| row.command);
    commands.dedup_by_key(|row| row.command);
    let peer = facts.plan().peers.get(&tag)?;
    let message = match commands.as_slice() {
        [one] => format!(
            "dial-peer {tag} is entered {} with another `{}`: `{}` holds",
            times(entered.times),
            one.keywords,
            shown(last.text())
        ),
        more => format!(
            "dial-peer {tag} is entered {} with other values of {} commands: the later lines hold",
            times(entered.times),
            more.len()
        ),
    };
    let mut finding = Finding::new(&RULE, Severity::Warning, Facts::title(peer), message);
    for (before, after) in entered.conflicts.iter().take(MAXIMUM_PAIRS) {
        finding = finding.at(facts.source(), span(*after), "this line holds");
        finding = finding.at(facts.source(), span(*before), "overwritten further down");
    }
    Some(finding.help("give one of them another tag, or take the lines out that no longer hold"))
}

/// The most pairs of lines that are shown.
const MAXIMUM_PAIRS: usize = 4;

fn times(count: usize) -> String {
    if count == 2 { "twice".to_owned() } else { format!("{count} times") }
}

/// The argument of a line, or all of it where there is none.
fn span(line: Node<'_>) -> Span {
    let (start, argument) = line.argument();
    if argument.is_empty() { line.span() } else { line.place(start..start + argument.len()) }
}
