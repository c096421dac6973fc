//! A trace for people.

use std::fmt::Write;

use super::{at_line, ending, mapped, printable, why};
use crate::call::{
    Attempt, Call, Change, CollectionEnd, Failure, Inbound, Outcome, PartyNumber, Ranked, Reason, Selection, Stage,
    Trace, Way, first_of,
};
use crate::source::Source;

/// `trace` as text; `source` is the configuration that it was made with.
pub fn text(trace: &Trace, source: &Source) -> String {
    let mut page = Page { trace, source, text: String::new() };
    page.arrival();
    page.inbound();
    page.outbound();
    for (at, attempt) in trace.attempts.iter().enumerate() {
        page.attempt(at, attempt);
    }
    page.untried();
    page.line(&format!("\noutcome: {}", ending(trace, source)));
    page.notes(Stage::Outcome);
    page.assumed();
    printable(page.text)
}

struct Page<'a> {
    trace: &'a Trace,
    source: &'a Source,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    /// What has to be said at a stage.
    fn notes(&mut self, stage: Stage) {
        let trace = self.trace;
        for note in trace.notes.iter().filter(|note| note.stage == stage) {
            let line = note.span.map_or(String::new(), |span| at_line(self.source, span));
            self.line(&format!("  note: {}{line}", note.text));
        }
    }

    fn arrival(&mut self) {
        let Call { called, calling, leg, .. } = &self.trace.call;
        let from = if calling.digits.is_empty() { String::new() } else { format!(" from {}", shown(calling)) };
        let leg = leg.as_ref().map_or(String::new(), |leg| format!(", {leg}"));
        self.line(&format!("call: {}{from}{leg}{}", shown(called), collected(self.trace)));
        self.notes(Stage::Arrival);
    }

    fn inbound(&mut self) {
        if self.trace.call.leg.is_some() {
            let text = self.trace.inbound.as_ref().map_or("not reached".to_owned(), matched);
            self.line(&format!("\ninbound: {text}"));
        } else {
            self.line("\ninbound: no leg is given, so no dial-peer is matched and nothing is applied");
        }
        self.notes(Stage::Inbound);
        let trace = self.trace;
        for change in &trace.incoming {
            self.change(change);
        }
        self.notes(Stage::Incoming);
    }

    fn change(&mut self, change: &Change) {
        let party = change.party.name();
        let line = if change.applied {
            format!("  {party}: {} -> {}  by {}", shown(&change.before), shown(&change.after), change.by)
        } else {
            format!("  {party}: {} stays  {}", shown(&change.before), change.by)
        };
        self.line(&line);
    }

    fn outbound(&mut self) {
        let trace = self.trace;
        let Some(selection) = &trace.selection else { return };
        self.line(&format!("\noutbound: {}", way(selection)));
        for row in candidates(selection) {
            self.line(&row);
        }
        if selection.hunt.is_empty() {
            self.line("  no dial-peer matches, or none that does can be used");
        }
        for one in &selection.left_out {
            self.line(&format!("  left out: dial-peer {}: {}", one.tag, one.reason));
        }
        self.notes(Stage::Selection);
    }

    fn attempt(&mut self, at: usize, attempt: &Attempt) {
        let (tag, protocol, target) = (attempt.tag, attempt.protocol, &attempt.target);
        self.line(&format!("\nattempt {}: dial-peer {tag}, {protocol} to {target}", at + 1));
        let ties: Vec<_> = attempt.ties().collect();
        if !ties.is_empty() {
            self.line(&format!("  tie: the router picks among this and dial-peer {}", first_of(&ties)));
        }
        let servers: Vec<_> = attempt.tied_servers().collect();
        if !servers.is_empty() {
            self.line(&format!("  tie: the router picks among this server and {}", first_of(&servers)));
        }
        for change in &attempt.changes {
            self.change(change);
        }
        let calling = match shown(&attempt.calling) {
            _ if attempt.calling.digits.is_empty() => String::new(),
            calling => format!(", calling {calling}"),
        };
        self.line(&format!("  sends called {}{calling}", shown(&attempt.called)));
        if let Some(reply) = reply(self.source, attempt) {
            self.line(&format!("  {reply}"));
        }
        if let Some(why) = why(self.source, attempt) {
            self.line(&format!("  {why}"));
        }
        // Said once, where the peer is tried last: the servers of a group share what is said of their peer.
        let last = self.trace.attempts.iter().rposition(|one| one.tag == tag) == Some(at);
        if last {
            self.notes(Stage::Attempt(tag));
        }
    }

    /// The candidates that the call never came to, since hunting stopped before.
    fn untried(&mut self) {
        let trace = self.trace;
        let Outcome::Rejected(Failure { reason: Reason::Stopped(_) | Reason::Blocked(_), .. }) = &trace.outcome else {
            return;
        };
        let candidates = trace.selection.iter().flat_map(|selection| selection.hunt.iter().flatten());
        let untried = candidates.filter(|one| trace.attempts.iter().all(|attempt| attempt.tag != one.tag));
        let tags: Vec<_> = untried.map(|one| one.tag).collect();
        if !tags.is_empty() {
            self.line(&format!("\nnever tried: dial-peer {}", first_of(&tags)));
        }
    }

    fn assumed(&mut self) {
        let trace = self.trace;
        if !trace.assumed.is_empty() {
            self.line("\nassumed, where documents disagree or are silent:");
        }
        for (assumption, value) in &trace.assumed {
            let others = assumption.values().iter().copied().filter(|other| other != value);
            let others: Vec<_> = others.map(|other| format!("--assume {assumption}={other}")).collect();
            let others = if others.is_empty() { String::new() } else { format!("  (or {})", others.join(", ")) };
            self.line(&format!("  {assumption}={value}{others}"));
        }
    }
}

/// What the far end did.
fn reply(source: &Source, attempt: &Attempt) -> Option<String> {
    let by = mapped(source, "set sip-status", attempt.mapped_by);
    Some(match (attempt.status, attempt.cause) {
        _ if attempt.is_answered() && attempt.given => "answered".to_owned(),
        _ if attempt.is_answered() => "answered (no reply is given for it)".to_owned(),
        (Some(status), Some(cause)) => format!("reply {status}, which is cause {cause}{by}"),
        (None, Some(cause)) => format!("fails with cause {cause}"),
        (_, None) => return None,
    })
}

/// A number with its type and plan, where it has any.
fn shown(number: &PartyNumber) -> String {
    let digits = if number.digits.is_empty() { "\"\"" } else { &number.digits };
    let kind = number.number_type.as_ref().map_or(String::new(), |kind| format!(" type {kind}"));
    let plan = number.plan.as_ref().map_or(String::new(), |plan| format!(" plan {plan}"));
    format!("{digits}{kind}{plan}")
}

/// How the digits came in.
fn collected(trace: &Trace) -> String {
    let collected = &trace.collected;
    let end = match collected.end {
        CollectionEnd::EnBloc => return ", en bloc".to_owned(),
        CollectionEnd::FullMatch => "a pattern is complete".to_owned(),
        CollectionEnd::Terminator(terminator) => format!("the terminator {terminator} ends it"),
        CollectionEnd::Timeout => "the inter-digit timeout runs out".to_owned(),
    };
    let ignored = match collected.ignored.as_str() {
        "" => String::new(),
        ignored => format!(" ({ignored} comes too late)"),
    };
    format!(", digit by digit: after {} {end}{ignored}", collected.digits)
}

/// The inbound dial-peer, and by what.
fn matched(inbound: &Inbound) -> String {
    let peer = inbound.peer.map_or("dial-peer 0".to_owned(), |tag| format!("dial-peer {tag}"));
    let what = inbound.matched.as_ref().map_or(String::new(), |what| format!(" {what}"));
    let length = inbound.length.map_or(String::new(), |length| format!(", {}", digits(length)));
    let by = match inbound.by {
        "default" => "nothing matches".to_owned(),
        "given" => "as given".to_owned(),
        by => format!("by {by}{what}{length}"),
    };
    let ties = match inbound.ties.as_slice() {
        [] => String::new(),
        [tie] => format!("; dial-peer {tie} matches as well"),
        ties => format!("; dial-peers {} match as well", first_of(ties)),
    };
    format!("{peer}, {by}{ties}")
}

fn digits(count: usize) -> String {
    if count == 1 { "1 digit".to_owned() } else { format!("{count} digits") }
}

/// How the outbound peers were found, and how they are ordered.
fn way(selection: &Selection) -> String {
    let number = |digits: &str| if digits.is_empty() { "\"\"".to_owned() } else { digits.to_owned() };
    let (called, calling) = (number(&selection.called), number(&selection.calling));
    let order = match selection.scheme {
        0 | 1 => "the longest match first, then the preference",
        2 | 3 => "the preference first, then the longest match",
        4 | 5 | 7 => "by least recent use, so in no order that is known",
        _ => "in no order that is known",
    };
    let scheme = format!("{order} (dial-peer hunt {})", selection.scheme);
    match selection.way {
        Way::Group(number) => format!("the members of voice class dpg {number}, by their preference"),
        Way::Policy(number) => format!("by provision-policy {number}, rule by rule; {scheme}"),
        Way::Uri => format!("by `destination uri`; {scheme}"),
        Way::Called => format!("by the called number {called}; {scheme}"),
        Way::Calling => format!("by the calling number {calling}; {scheme}"),
    }
}

/// The candidates in hunt order, one a line; those of a tie have one place.
fn candidates(selection: &Selection) -> Vec<String> {
    let all = || selection.hunt.iter().flatten();
    let tag_width = all().map(|one| one.tag.to_string().len()).max().unwrap_or(0);
    let by_width = all().map(|one| one.by.chars().count()).max().unwrap_or(0).min(200);
    let row = |place: usize, tie: bool, one: &Ranked| {
        let tag = one.tag.to_string();
        let length = match selection.way {
            Way::Called | Way::Calling => format!("{:<11}", digits(one.length)),
            Way::Group(_) | Way::Policy(_) | Way::Uri => String::new(),
        };
        let tie = if tie { "  tie" } else { "" };
        format!(
            "  {place}. dial-peer {tag:<tag_width$}  {:<by_width$}  {length}preference {}{tie}",
            one.by, one.preference
        )
    };
    let groups = selection.hunt.iter().enumerate();
    groups.flat_map(|(at, group)| group.iter().map(move |one| row(at + 1, group.len() > 1, one))).collect()
}
