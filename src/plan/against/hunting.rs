//! Does hunting go on from one system to the next?

use std::collections::BTreeSet;

use super::Check;
use crate::call::{Cause, cause_of_status, hunt_keyword};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Located, Span};
use crate::spec::{Protocol, Share, State, System, Unassigned};

/// The causes at which the router stops hunting, and the line that says so; the defaults have none.
struct Stops {
    all: Option<Span>,
    causes: Vec<(Cause, Option<Span>)>,
}

impl Check<'_> {
    /// Refusals for every system whose rejection would end hunting, and for a hunt scheme that ignores preference.
    pub(super) fn hunting(&self) -> Report {
        let mut report = Report::new();
        let schemes = self.running.global(&["dial-peer", "hunt"]).into_iter();
        let lines = schemes.chain(self.running.global(&["no", "dial-peer", "hunt"]));
        if let Some((node, words)) = lines.max_by_key(|(node, _)| node.span) {
            let scheme = words.first().map_or(Some(0), |word| word.parse::<u8>().ok());
            let taken_back = self.running.words(node).first().is_some_and(|word| word == "no");
            if !taken_back && scheme.is_none_or(|scheme| scheme >= 4) && self.hunts() {
                let message = "the router's hunt scheme does not try the systems in the order of the spec";
                report.push(
                    self.defeat(node.span, "schemes 4 to 7 choose by least recent use or at random", message)
                        .at(self.context.source, self.order_span(), "this order would not be kept")
                        .help("`no dial-peer hunt` brings back the default: longest match, then preference"),
                );
            }
        }
        for (node, words) in self.running.global(&["no", "voice", "hunt"]) {
            let known = |word: &String| word.eq_ignore_ascii_case("all") || hunt_keyword(word).is_some();
            if !words.first().is_some_and(known) {
                report.push(self.not_judged(node.span, "dialc does not know this cause"));
            }
        }
        let stops = self.stops();
        let mut seen = BTreeSet::new();
        for share in self.context.spec.sharing.iter().filter(|share| share.state == State::Shared) {
            for system in before_last(share).filter_map(|id| self.context.spec.system(&id.value)) {
                if seen.insert(&system.id.value) {
                    report.extend(self.stopped(share, system, &stops));
                }
            }
        }
        report
    }

    /// Whether any block is tried on more than one target.
    fn hunts(&self) -> bool {
        self.planned.claims.iter().any(|claim| claim.ways.len() > 1)
    }

    fn stopped(&self, share: &Share, system: &System, stops: &Stops) -> Report {
        let status = match system.unassigned.as_ref().map(|unassigned| &unassigned.value) {
            Some(Unassigned::Reject(status)) => *status,
            Some(Unassigned::Announcement | Unassigned::Route(_)) | None => 404,
        };
        let mapped = self.running_map(status).filter(|_| system.protocol.value == Protocol::Sip);
        let cause = mapped.as_ref().map_or(cause_of_status(status), |mapped| mapped.value);
        let stop = stops.causes.iter().find(|(one, _)| *one == cause).map(|(_, line)| *line);
        let Some(line) = stop.or(stops.all.map(Some)) else { return Report::new() };
        let message = format!("after a rejection by {} the router would try no other system", system.id.value);
        let mut diagnostic = Diagnostic::error("defeated", message);
        for span in line.into_iter().chain(mapped.map(|mapped| mapped.span)) {
            diagnostic = diagnostic.at(self.running.against.source, span, format!("cause {cause} ends hunting"));
        }
        let place = system.unassigned.as_ref().map_or(share.order_span, |unassigned| unassigned.span);
        let diagnostic = diagnostic
            .at(
                self.context.source,
                place,
                format!("{status} is how {} says that a number is not its own", system.id.value),
            )
            .help("take that line out of the router: `default voice hunt` stops on user-busy and no-answer only");
        diagnostic.into()
    }

    /// The cause that the router's `sip-ua` gives a status, where it does.
    fn running_map(&self, status: u16) -> Option<Located<Cause>> {
        let running = &self.running;
        let lines =
            running.global(&["sip-ua"]).into_iter().flat_map(|(node, _)| running.under(node, &["set", "sip-status"]));
        let mut found = lines.filter_map(|(node, words)| match words.as_slice() {
            [one, keyword, cause] if keyword.eq_ignore_ascii_case("pstn-cause") && one.parse() == Ok(status) => {
                cause.parse().ok().map(|cause| Located::new(Cause(cause), node.span))
            }
            _ => None,
        });
        found.next_back()
    }

    /// What the `voice hunt` lines come to.
    fn stops(&self) -> Stops {
        let defaults = || vec![(Cause::USER_BUSY, None), (Cause::NO_ANSWER, None)];
        let mut stops = Stops { all: None, causes: defaults() };
        for node in self.running.against.tree.roots() {
            let words = self.running.words(node);
            let words: Vec<_> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["default", "voice", "hunt", ..] => stops = Stops { all: None, causes: defaults() },
                ["voice", "hunt", "all"] => stops = Stops { all: None, causes: Vec::new() },
                ["no", "voice", "hunt", "all"] => stops.all = Some(node.span),
                ["voice", "hunt", keyword] => {
                    stops.causes.retain(|(cause, _)| hunt_keyword(keyword) != Some(*cause));
                }
                ["no", "voice", "hunt", keyword] => {
                    stops.causes.extend(hunt_keyword(keyword).map(|cause| (cause, Some(node.span))));
                }
                _ => {}
            }
        }
        stops
    }
}

/// The systems of a block that others are tried after.
fn before_last(share: &Share) -> impl Iterator<Item = &Located<String>> {
    share.order.split_last().map_or(&[][..], |(_, before)| before).iter()
}
