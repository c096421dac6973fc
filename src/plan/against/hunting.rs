//! Does hunting go on from one system to the next?

use std::collections::BTreeSet;

use super::Check;
use crate::call::{Cause, cause_of_status};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Located, Span};
use crate::spec::{Protocol, Share, State, System, Unassigned};
use crate::syntax::argument::{STOPS_HUNTING, Statement};
use crate::syntax::commands::Command;

/// The causes at which the router stops hunting, and the line that says so; the defaults have none.
struct Stops {
    all: Option<Span>,
    causes: Vec<(Cause, Option<Span>)>,
}

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

    /// The cause that the router's `sip-ua` gives a status, where it does.
    fn running_map(&self, status: u16) -> Option<Located<Cause>> {
        let settings = self.running.plan.others(Command::SipUa);
        let mut lines = settings.flat_map(|object| object.settings.statements(Command::SetSipStatus));
        lines.find_map(|line| {
            let Statement::StatusToCause { status: one, cause } = line.value else { return None };
            let cause = u8::try_from(*cause).ok().filter(|_| *one == u32::from(status))?;
            Some(Located::new(Cause(cause), line.span))
        })
    }

    /// What the `voice hunt` lines come to.
    fn stops(&self) -> Stops {
        let mut stops = Stops { all: None, causes: STOPS_HUNTING.map(|cause| (Cause(cause), None)).to_vec() };
        for line in self.running.plan.globals.all(Command::VoiceHunt) {
            let Some(Statement::HuntCause(cause)) = line.value.argument.as_statement() else { continue };
            match cause {
                None if line.value.negated => stops.all = Some(line.span),
                None => stops.causes.clear(),
                Some(cause) if line.value.negated => stops.causes.push((Cause(*cause), Some(line.span))),
                Some(cause) => stops.causes.retain(|(one, _)| one.0 != *cause),
            }
        }
        stops
    }
}

/// The systems of a block that others are tried after.
fn before_last(share: &Share) -> impl Iterator<Item = &Located<String>> {
    share.order.split_last().map_or(&[][..], |(_, before)| before).iter()
}
