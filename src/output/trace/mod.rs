//! One call through a gateway, as text and as JSON.

mod json;
mod text;

pub use json::json;
pub use text::text;

use crate::call::{Attempt, GroupStop, Onward, Outcome, Reason, Stop, Then, Trace, status_of_cause};
use crate::output::shown::printable;
use crate::source::{Source, Span};

/// Where a line stands: `line 12`; nothing for what stands in no text.
fn place(source: &Source, span: Span) -> Option<usize> {
    (!span.is_empty()).then(|| source.position(span.start).line)
}

/// `(line 12)` with a blank in front, where the line is known.
fn at_line(source: &Source, span: Span) -> String {
    place(source, span).map_or(String::new(), |line| format!(" (line {line})"))
}

/// By which line a status or cause was mapped, with a blank in front; nothing where the default table did.
fn mapped(source: &Source, command: &str, line: Option<Span>) -> String {
    line.map_or(String::new(), |line| format!(" by `{command}`{}", at_line(source, line)))
}

/// Why hunting goes on or stops, in one sentence without a full stop.
fn why(source: &Source, attempt: &Attempt) -> Option<String> {
    let cause = attempt.cause.map_or(String::new(), |cause| cause.to_string());
    Some(match &attempt.then {
        Then::Answered => return None,
        Then::NextServer => "the next server of the group is tried".to_owned(),
        Then::Continues(Onward::Cause(rule)) => match rule.line {
            Some(line) => format!("hunting goes on: `voice hunt` lets it at cause {cause}{}", at_line(source, line)),
            None => format!(
                "hunting goes on: no line stops it at cause {cause}, and by default only user-busy and no-answer do"
            ),
        },
        Then::Continues(Onward::GroupEnds(stop)) => {
            let line = if let GroupStop::Line(span) = stop { at_line(source, *span) } else { String::new() };
            // A group goes by statuses; a cause that came without one counts as that which stands for it.
            let counted = attempt.cause.filter(|_| attempt.status.is_none()).map(status_of_cause);
            let counted =
                counted.map_or(String::new(), |status| format!("the cause counts as SIP {status} there, and "));
            format!(
                "no further server of the group is tried: {counted}{stop}{line}; hunting goes on with the next dial-peer"
            )
        }
        Then::Stops(Stop::Huntstop(span)) => {
            format!("hunting stops: `huntstop` on dial-peer {}{}", attempt.tag, at_line(source, *span))
        }
        Then::Stops(Stop::Cause(rule)) => match rule.line {
            Some(line) => format!("hunting stops: `no voice hunt` covers cause {cause}{}", at_line(source, line)),
            None => format!("hunting stops: cause {cause} does so unless `voice hunt` says otherwise"),
        },
        Then::Stops(Stop::ServerGroup) => {
            "hunting stops: the `huntstop` of a server group is assumed to end it".to_owned()
        }
        Then::Stops(Stop::Sip480) => "hunting stops: it is assumed to at a SIP 480".to_owned(),
        Then::Stops(Stop::Blocked(blocked)) => format!("blocked on {}: {}", blocked.at, blocked.by),
    })
}

/// What became of the call, in one line.
fn ending(trace: &Trace, source: &Source) -> String {
    let (word, failure) = match &trace.outcome {
        Outcome::Answered { tag, target } => return format!("answered on dial-peer {tag}, by {target}"),
        Outcome::Rejected(failure) => ("rejected", failure),
        Outcome::NoRoute(failure) => ("no route", failure),
    };
    let reason = match &failure.reason {
        Reason::Untrusted => {
            "the gateway takes no calls from this address: it is no session target, and in no trusted list".to_owned()
        }
        Reason::NoInbound => "no dial-peer takes it on the way in, and `dial-peer no-match` ends such calls".to_owned(),
        Reason::Blocked(blocked) => format!("blocked on {}: {}", blocked.at, blocked.by),
        Reason::Exhausted(tag) => format!("dial-peer {tag} was the last"),
        Reason::Stopped(tag) => format!("hunting stopped at dial-peer {tag}"),
        Reason::NoPeer => "no dial-peer can take the call".to_owned(),
    };
    let cause = failure.cause.map_or(String::new(), |cause| format!("; the caller gets cause {cause}"));
    let status = failure.status.map_or(String::new(), |status| format!(", SIP {status}"));
    let by = mapped(source, "set pstn-cause", failure.mapped_by);
    format!("{word}: {reason}{cause}{status}{by}")
}

/// The name of an outcome for programs.
fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Answered { .. } => "answered",
        Outcome::Rejected(_) => "rejected",
        Outcome::NoRoute(_) => "no-route",
    }
}
