//! Does a running-config defeat the plan that is to be added to it?
//!
//! Each check looks at what the router has beside the plan and answers with refusals: places where the numbers of the plan
//! would be treated differently, and places that dialc cannot judge. Objects that are equal to the plan's own are left out.

mod hunting;
mod inbound;
mod rewriting;
mod rivals;
mod trunk;

use super::{Against, PlanContext, Planned};
use crate::automaton::Dfa;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::model::{DialPeer, PeerKind, is_configuration};
use crate::source::Span;
use crate::syntax::commands::Command;

/// The code of what dialc cannot judge; every other error of a report defeats the plan.
const NOT_JUDGED: &str = "not-judged";

/// What every check needs.
struct Check<'a> {
    context: &'a PlanContext<'a>,
    planned: &'a Planned,
    running: Against<'a>,
    /// All numbers of the plan, as they arrive.
    shared: Dfa,
    /// Whether the inbound leg of every shared number follows from its called number alone.
    settled: bool,
}

/// Everything in the running-config that defeats `planned`, or that cannot be judged.
pub(super) fn check(context: &PlanContext<'_>, planned: &Planned, against: Against<'_>) -> Report {
    let numbers = planned.claims.iter().map(|claim| Dfa::of_numbers(&claim.numbers, claim.plus));
    let shared = numbers.collect::<Result<Vec<_>, _>>().and_then(Dfa::union_all);
    let Ok(shared) = shared else {
        return Diagnostic::error(NOT_JUDGED, "too many numbers to compare with the running-config").into();
    };
    let settled = Check::is_settled(against, if context.is_pri() { &PeerKind::Pots } else { &PeerKind::Voip }, &shared);
    let check = Check { context, planned, running: against, shared, settled };
    let mut report = check.legible();
    report.extend(check.version());
    report.extend(check.hunting());
    report.extend(check.rivals());
    report.extend(check.rewritings());
    report.extend(check.inbound());
    report
}

impl Check<'_> {
    /// A place where the running-config defeats the plan.
    fn defeat(&self, span: Span, what: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error("defeated", message).at(self.running.source, span, what)
    }

    /// A place that dialc cannot judge.
    fn not_judged(&self, span: Span, what: impl Into<String>) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(NOT_JUDGED, "dialc cannot judge what this does to the shared numbers");
        if self.running.allow_unjudged {
            diagnostic.severity = Severity::Info;
        }
        diagnostic
            .at(self.running.source, span, what)
            .help("check it by hand; `--allow-unjudged` then writes the configuration all the same")
    }

    /// The dial-peers of the running-config that are in use and not the plan's own.
    fn others(&self) -> impl Iterator<Item = &DialPeer> {
        let planned = &self.planned.plan.peers;
        let peers = self.running.plan.peers.values();
        peers.filter(move |peer| !peer.shutdown() && planned.get(&peer.tag) != Some(*peer))
    }

    /// The place of the first block in the spec: what is defeated where no single block is.
    fn order_span(&self) -> Span {
        self.context.spec.sharing.first().map_or(Span::default(), |share| share.order_span)
    }

    /// Whether the text is a running-config at all.
    fn legible(&self) -> Report {
        if is_configuration(self.running.tree) {
            return Report::new();
        }
        let mut diagnostic = self.not_judged(Span::default(), "no object of IOS begins here");
        diagnostic.message = format!("nothing in {} looks like a configuration of IOS", self.running.source.name());
        diagnostic.into()
    }

    /// The release of the spec decides about limits, so it must be that of the router.
    fn version(&self) -> Report {
        let Some(version) = self.running.plan.globals.text(Command::Version) else {
            let message = "the running-config has no `version` line, so its release was not compared with the spec's";
            let place = self.context.spec.gateway.release.span;
            return Diagnostic::info("release-not-compared", message)
                .at(self.context.source, place, "taken as it is")
                .into();
        };
        let release = &self.context.release;
        let (major, minor) = release.version();
        if version.value == format!("{major}.{minor}") {
            return Report::new();
        }
        let written = &self.context.spec.gateway.release;
        self.defeat(version.span, "the router runs this", format!("the spec is for {release}, the router is not"))
            .at(self.context.source, written.span, "limits and defaults come from this release")
            .help("give the release that `show version` prints")
            .into()
    }
}
