//! A trace for programs: `docs/schemas/trace.json` describes it.

use serde::Serialize;

use super::{ending, outcome_name, place, printable, why};
use crate::call::{
    Attempt, Blocked, Change, CollectionEnd, Failure, Inbound, Note, Outcome, PartyNumber, Ranked, Reason, Selection,
    Stage, Trace, Way,
};
use crate::model::Tag;
use crate::source::{Source, Span};

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    called: &'a str,
    calling: &'a str,
    mode: &'static str,
    collected: Collected<'a>,
    inbound: Option<InboundPeer<'a>>,
    incoming: Vec<Step<'a>>,
    matched_by: Option<String>,
    hunt: Vec<Vec<u32>>,
    candidates: Vec<CandidatePeer<'a>>,
    left_out: Vec<LeftOut>,
    attempts: Vec<Tried<'a>>,
    outcome: &'static str,
    reason: String,
    cause: Option<u8>,
    status: Option<u16>,
    status_mapped_by: Option<Mapped>,
    blocked: Option<BlockedBy<'a>>,
    notes: Vec<Said<'a>>,
    assumptions: Vec<Assumed>,
}

#[derive(Serialize)]
struct Collected<'a> {
    digits: &'a str,
    end: &'static str,
    ignored: &'a str,
}

#[derive(Serialize)]
struct InboundPeer<'a> {
    tag: u32,
    by: &'static str,
    matched: Option<&'a str>,
    digits: Option<usize>,
    ties: Vec<u32>,
}

#[derive(Serialize)]
struct Step<'a> {
    point: &'static str,
    party: &'static str,
    by: &'a str,
    applied: bool,
    before: &'a str,
    after: &'a str,
    #[serde(rename = "type")]
    number_type: Option<&'a str>,
    plan: Option<&'a str>,
}

#[derive(Serialize)]
struct CandidatePeer<'a> {
    tag: u32,
    by: &'a str,
    digits: usize,
    preference: u32,
}

#[derive(Serialize)]
struct LeftOut {
    tag: u32,
    reason: String,
}

#[derive(Serialize)]
struct Tried<'a> {
    tag: u32,
    tie: Option<Vec<u32>>,
    server_tie: Option<Vec<&'a str>>,
    changes: Vec<Step<'a>>,
    called: &'a str,
    calling: &'a str,
    target: &'a str,
    protocol: &'static str,
    given: bool,
    reply: Option<u16>,
    cause: Option<u8>,
    cause_mapped_by: Option<Mapped>,
    hunting: &'static str,
    reason: Option<String>,
}

#[derive(Serialize)]
struct Mapped {
    command: &'static str,
    line: Option<usize>,
}

#[derive(Serialize)]
struct BlockedBy<'a> {
    at: &'a str,
    by: &'a str,
}

#[derive(Serialize)]
struct Said<'a> {
    at: &'static str,
    tag: Option<u32>,
    text: &'a str,
    line: Option<usize>,
}

#[derive(Serialize)]
struct Assumed {
    name: &'static str,
    value: &'static str,
}

/// The most peers of a tie that are listed at each attempt: `hunt` has them all.
const LISTED_TIES: usize = 100;

/// `trace` as one JSON document; `source` is the configuration that it was made with.
pub fn json(trace: &Trace, source: &Source) -> String {
    let failure = match &trace.outcome {
        Outcome::Answered { .. } => None,
        Outcome::Rejected(failure) | Outcome::NoRoute(failure) => Some(failure),
    };
    let selection = trace.selection.as_ref();
    let hunt = || selection.into_iter().flat_map(|selection| &selection.hunt);
    let document = Document {
        schema: 1,
        called: &trace.call.called.digits,
        calling: &trace.call.calling.digits,
        mode: if trace.collected.end == CollectionEnd::EnBloc { "en-bloc" } else { "overlap" },
        collected: collected(trace),
        inbound: trace.inbound.as_ref().map(inbound),
        incoming: trace.incoming.iter().map(step).collect(),
        matched_by: selection.map(matched_by),
        hunt: hunt().map(|group| group.iter().map(|one| one.tag.number()).collect()).collect(),
        candidates: hunt().flatten().map(candidate).collect(),
        left_out: selection.map(left_out).unwrap_or_default(),
        attempts: trace.attempts.iter().map(|attempt| tried(attempt, source)).collect(),
        outcome: outcome_name(&trace.outcome),
        reason: ending(trace, source),
        cause: failure.and_then(|failure| failure.cause).map(|cause| cause.0),
        status: failure.and_then(|failure| failure.status),
        status_mapped_by: failure.and_then(|failure| mapped("set pstn-cause", failure.mapped_by, source)),
        blocked: failure.and_then(blocked).map(|blocked| BlockedBy { at: &blocked.at, by: &blocked.by }),
        notes: trace.notes.iter().map(|note| said(note, source)).collect(),
        assumptions: trace.assumed.iter().map(|(one, value)| Assumed { name: one.name(), value }).collect(),
    };
    printable(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn collected(trace: &Trace) -> Collected<'_> {
    let end = match trace.collected.end {
        CollectionEnd::EnBloc => "en-bloc",
        CollectionEnd::FullMatch => "full-match",
        CollectionEnd::Terminator(_) => "terminator",
        CollectionEnd::Timeout => "timeout",
    };
    Collected { digits: &trace.collected.digits, end, ignored: &trace.collected.ignored }
}

fn inbound(inbound: &Inbound) -> InboundPeer<'_> {
    InboundPeer {
        tag: inbound.peer.map_or(0, Tag::number),
        by: inbound.by,
        matched: inbound.matched.as_deref(),
        digits: inbound.length,
        ties: inbound.ties.iter().map(|tag| tag.number()).collect(),
    }
}

fn step(change: &Change) -> Step<'_> {
    let PartyNumber { digits, number_type, plan } = &change.after;
    Step {
        point: change.point.name(),
        party: change.party.name(),
        by: &change.by,
        applied: change.applied,
        before: &change.before.digits,
        after: digits,
        number_type: number_type.as_deref(),
        plan: plan.as_deref(),
    }
}

fn matched_by(selection: &Selection) -> String {
    match selection.way {
        Way::Group(number) => format!("dpg {number}"),
        Way::Policy(number) => format!("provision-policy {number}"),
        Way::Uri => "uri".to_owned(),
        Way::Called => "called".to_owned(),
        Way::Calling => "calling".to_owned(),
    }
}

fn candidate(one: &Ranked) -> CandidatePeer<'_> {
    CandidatePeer { tag: one.tag.number(), by: &one.by, digits: one.length, preference: one.preference }
}

fn left_out(selection: &Selection) -> Vec<LeftOut> {
    let row = |one: &crate::call::LeftOut| LeftOut { tag: one.tag.number(), reason: one.reason.to_string() };
    selection.left_out.iter().map(row).collect()
}

fn tried<'a>(attempt: &'a Attempt, source: &Source) -> Tried<'a> {
    let ties: Vec<_> = attempt.ties().take(LISTED_TIES).map(Tag::number).collect();
    let servers: Vec<_> = attempt.tied_servers().collect();
    Tried {
        tag: attempt.tag.number(),
        tie: Some(ties).filter(|ties| !ties.is_empty()),
        server_tie: Some(servers).filter(|servers| !servers.is_empty()),
        changes: attempt.changes.iter().map(step).collect(),
        called: &attempt.called.digits,
        calling: &attempt.calling.digits,
        target: &attempt.target,
        protocol: attempt.protocol,
        given: attempt.given,
        reply: attempt.status,
        cause: attempt.cause.map(|cause| cause.0),
        cause_mapped_by: mapped("set sip-status", attempt.mapped_by, source),
        hunting: if attempt.then.continues() { "continues" } else { "stops" },
        reason: why(source, attempt),
    }
}

/// The line that mapped a status or cause; nothing where the default table did.
fn mapped(command: &'static str, line: Option<Span>, source: &Source) -> Option<Mapped> {
    line.map(|line| Mapped { command, line: place(source, line) })
}

fn blocked(failure: &Failure) -> Option<&Blocked> {
    match &failure.reason {
        Reason::Blocked(blocked) => Some(blocked),
        Reason::Untrusted | Reason::NoInbound | Reason::Exhausted(_) | Reason::Stopped(_) | Reason::NoPeer => None,
    }
}

fn said<'a>(note: &'a Note, source: &Source) -> Said<'a> {
    let (at, tag) = match note.stage {
        Stage::Arrival => ("arrival", None),
        Stage::Inbound => ("inbound", None),
        Stage::Incoming => ("incoming", None),
        Stage::Selection => ("outbound", None),
        Stage::Attempt(tag) => ("attempt", Some(tag.number())),
        Stage::Outcome => ("outcome", None),
    };
    Said { at, tag, text: &note.text, line: note.span.and_then(|span| place(source, span)) }
}
