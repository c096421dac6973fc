//! Does hunting go on from one system to the next?

use std::collections::BTreeSet;

use super::Check;
use crate::call::{CauseMaps, Stops, cause_of_status};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Located;
use crate::spec::{Protocol, Share, State, System, Unassigned};
use crate::syntax::commands::Command;

impl Check<'_> {
    /// Refusals for every system whose rejection would end hunting, and for a hunt scheme that ignores preference.
    pub(super) fn hunting(&self) -> Report {
        let mut report = Report::new();
        let globals = &self.running.plan.globals;
        if let Some(scheme) = globals.get(Command::DialPeerHunt)
            && scheme.value.argument.as_integer().is_none_or(|scheme| scheme >= 4)
            && self.hunts()
        {
            let message = "the router's hunt scheme does not try the systems in the order of the spec";
            report.push(
                self.defeat(scheme.span, "schemes 4 to 7 choose by least recent use or at random", message)
                    .at(self.context.source, self.order_span(), "this order would not be kept")
                    .help("`no dial-peer hunt` brings back the default: longest match, then preference"),
            );
        }
        let unread = globals.all(Command::VoiceHunt).iter().filter(|one| one.value.argument.as_statement().is_none());
        report.extend(unread.map(|one| self.not_judged(one.span, "dialc does not know this cause")).collect());
        let stops = Stops::of(self.running.plan);
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
        let maps = CauseMaps::of(self.running.plan, None);
        let mapped = maps.set_cause(status).filter(|_| system.protocol.value == Protocol::Sip);
        let cause = mapped.as_ref().map_or(cause_of_status(status), |mapped| mapped.value);
        let rule = stops.rule(cause);
        if !rule.stops {
            return Report::new();
        }
        let message = format!("after a rejection by {} the router would try no other system", system.id.value);
        let mut diagnostic = Diagnostic::error("defeated", message);
        for span in rule.line.into_iter().chain(mapped.map(|mapped| mapped.span)) {
            diagnostic = diagnostic.at(self.running.source, span, format!("cause {cause} ends hunting"));
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
}

/// The systems of a block that others are tried after.
fn before_last(share: &Share) -> impl Iterator<Item = &Located<String>> {
    share.order.split_last().map_or(&[][..], |(_, before)| before).iter()
}
