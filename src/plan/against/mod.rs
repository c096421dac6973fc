//! Does a running-config defeat the plan that is to be added to it?
//!
//! Each check looks at what the router has beside the plan and answers with refusals: places where the numbers of the plan
//! would be treated differently, and places that dialc cannot judge. Objects that are equal to the plan's own are left out.

mod hunting;
mod inbound;
mod rewriting;
mod rivals;
mod running;
mod trunk;

use super::{Against, PlanContext, Planned};
use crate::automaton::Dfa;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::model::{DialPeer, PeerKind};
use crate::source::Span;
use crate::syntax::tree::Node;
use running::Running;

/// The code of what dialc cannot judge; every other error of a report defeats the plan.
const NOT_JUDGED: &str = "not-judged";

/// What every check needs.
struct Check<'a> {
    context: &'a PlanContext<'a>,
    planned: &'a Planned,
    running: Running<'a>,
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
    let check = Check { context, planned, running: Running { against }, shared, settled };
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
        Diagnostic::error("defeated", message).at(self.running.against.source, span, what)
    }

    /// A place that dialc cannot judge.
    fn not_judged(&self, span: Span, what: impl Into<String>) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(NOT_JUDGED, "dialc cannot judge what this does to the shared numbers");
        if self.running.against.allow_unjudged {
            diagnostic.severity = Severity::Info;
        }
        diagnostic
            .at(self.running.against.source, span, what)
            .help("check it by hand; `--allow-unjudged` then writes the configuration all the same")
    }

    /// The dial-peers of the running-config that are in use and not the plan's own.
    fn others(&self) -> impl Iterator<Item = &DialPeer> {
        let planned = &self.planned.plan.peers;
        let peers = self.running.against.plan.peers.values();
        peers.filter(move |peer| !peer.shutdown() && planned.get(&peer.tag) != Some(*peer))
    }

    /// The place of the first block in the spec: what is defeated where no single block is.
    fn order_span(&self) -> Span {
        self.context.spec.sharing.first().map_or(Span::default(), |share| share.order_span)
    }

    /// Whether the text is a running-config at all, and not a capture of somebody typing.
    fn legible(&self) -> Report {
        let mut report = Report::new();
        let roots = self.running.against.tree.roots();
        if !roots.iter().any(|node| node.command.is_some() || !node.children.is_empty()) {
            let mut diagnostic = self.not_judged(Span::default(), "no object of IOS begins here");
            let name = self.running.against.source.name();
            diagnostic.message = format!("nothing in {name} looks like a configuration of IOS");
            report.push(diagnostic);
        }
        let prompt = |node: &&Node| {
            let words = self.running.words(node);
            words.first().is_some_and(|word| word.contains("(config") && word.contains(")#"))
        };
        if let Some(node) = roots.iter().find(prompt) {
            report.push(self.not_judged(node.span, "dialc does not read commands behind a prompt"));
        }
        report
    }

    /// The release of the spec decides about limits, so it must be that of the router.
    fn version(&self) -> Report {
        let mut report = Report::new();
        let lines = self.running.global(&["version"]);
        if lines.is_empty() {
            let message = "the running-config has no `version` line, so its release was not compared with the spec's";
            report.push(Diagnostic::info("release-not-compared", message).at(
                self.context.source,
                self.context.spec.gateway.release.span,
                "taken as it is",
            ));
        }
        for (node, words) in lines {
            let release = &self.context.release;
            let (major, minor) = release.version();
            let same = words.first().is_some_and(|version| *version == format!("{major}.{minor}"));
            if !same {
                let written = &self.context.spec.gateway.release;
                report.push(
                    self.defeat(
                        node.span,
                        "the router runs this",
                        format!("the spec is for {release}, the router is not"),
                    )
                    .at(self.context.source, written.span, "limits and defaults come from this release")
                    .help("give the release that `show version` prints"),
                );
            }
        }
        report
    }
}
