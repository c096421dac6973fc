//! What a failure leads to: which causes end hunting, which statuses and causes a gateway makes of each other, and where a
//! server group stops.

use std::collections::BTreeSet;

use super::cause::{Cause, cause_of_status, status_of_cause};
use super::profile::{Assumption, Profile};
use crate::model::{DialPeer, DialPlan, Id, Object, Settings};
use crate::source::{Located, Span};
use crate::syntax::argument::{STOPS_HUNTING, Statement};
use crate::syntax::commands::Command;

/// The causes at which a router stops hunting.
#[derive(Clone, Debug)]
pub struct Stops {
    /// What holds for causes that are not named.
    others: HuntRule,
    /// What the defaults and single lines say of a cause; later ones count.
    causes: Vec<(Cause, HuntRule)>,
}

/// Whether hunting stops at a cause, and what says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HuntRule {
    /// Whether it stops.
    pub stops: bool,
    /// The `voice hunt` line that says so; `None`: the default, by which user busy and no answer stop it (command
    /// reference, `voice hunt`, Command Default).
    pub line: Option<Span>,
}

impl Stops {
    /// Those of `plan`.
    pub fn of(plan: &DialPlan) -> Self {
        let default = |stops| HuntRule { stops, line: None };
        let causes = STOPS_HUNTING.map(|cause| (Cause(cause), default(true))).to_vec();
        let mut stops = Self { others: default(false), causes };
        for line in plan.globals.all(Command::VoiceHunt) {
            let Some(Statement::HuntCause(cause)) = line.value.argument.as_statement() else { continue };
            let rule = HuntRule { stops: line.value.negated, line: Some(line.span) };
            match cause {
                None => stops = Self { others: rule, causes: Vec::new() },
                Some(cause) => stops.causes.push((Cause(*cause), rule)),
            }
        }
        stops
    }

    /// Whether hunting stops at `cause`.
    pub fn rule(&self, cause: Cause) -> HuntRule {
        let said = self.causes.iter().rev().find(|(one, _)| *one == cause);
        said.map_or(self.others, |(_, rule)| *rule)
    }
}

/// How a gateway maps SIP statuses and Q.850 causes: what its tenant says, then `sip-ua`, then the default tables (Cisco
/// 211306: dial-peer, tenant, global).
#[derive(Clone, Debug)]
pub struct CauseMaps<'a> {
    settings: Vec<&'a Settings>,
}

impl<'a> CauseMaps<'a> {
    /// Those for calls on `peer`; without one, those of the gateway.
    pub fn of(plan: &'a DialPlan, peer: Option<&DialPeer>) -> Self {
        let tenant = peer.and_then(|peer| peer.settings.integer(Command::SipTenant));
        let tenant = tenant.and_then(|tenant| plan.other(Command::TenantClass, &Id::Number(tenant.value)));
        let objects = tenant.into_iter().chain(plan.others(Command::SipUa));
        Self { settings: objects.map(|object: &Object<Id>| &object.settings).collect() }
    }

    /// The cause that a `set sip-status` line gives `status`, with the place of the line.
    pub fn set_cause(&self, status: u16) -> Option<Located<Cause>> {
        self.settings.iter().flat_map(|settings| settings.statements(Command::SetSipStatus)).find_map(|line| {
            let Statement::StatusToCause { status: one, cause } = line.value else { return None };
            let cause = u8::try_from(*cause).ok().filter(|_| *one == u32::from(status))?;
            Some(Located::new(Cause(cause), line.span))
        })
    }

    /// The statuses that a `set sip-status` line names, ascending.
    pub fn set_statuses(&self) -> BTreeSet<u16> {
        let lines = self.settings.iter().flat_map(|settings| settings.statements(Command::SetSipStatus));
        let status = |line: Located<&Statement>| {
            let Statement::StatusToCause { status, .. } = line.value else { return None };
            u16::try_from(*status).ok()
        };
        lines.filter_map(status).collect()
    }

    /// The cause that `status` becomes.
    pub fn cause(&self, status: u16) -> Cause {
        self.set_cause(status).map_or(cause_of_status(status), |line| line.value)
    }

    /// The status that a `set pstn-cause` line gives `cause`, with the place of the line.
    pub fn set_status(&self, cause: Cause) -> Option<Located<u16>> {
        self.settings.iter().flat_map(|settings| settings.statements(Command::SetPstnCause)).find_map(|line| {
            let Statement::CauseToStatus { cause: one, status } = line.value else { return None };
            let status = u16::try_from(*status).ok().filter(|_| *one == u32::from(cause.0))?;
            Some(Located::new(status, line.span))
        })
    }

    /// The status that a SIP caller gets for `cause`.
    pub fn status(&self, cause: Cause) -> u16 {
        self.set_status(cause).map_or_else(|| status_of_cause(cause), |line| line.value)
    }
}

/// Why a server group tries no further server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupStop {
    /// Server groups never hunt at this status (CUBE guide, server groups).
    Status,
    /// No document speaks of this status, and the profile has it stop.
    Assumed,
    /// A `huntstop` line of the group covers it.
    Line(Span),
}

/// Statuses at which a server group tries the next server (CUBE guide, server groups).
const HUNTED: [u16; 3] = [404, 500, 503];

/// Statuses at which it does not: 480, 486 and 600 by the CUBE guide; the others because `huntstop` refuses them as those
/// that hunting never goes on at.
const NEVER_HUNTED: [u16; 10] = [401, 407, 415, 417, 422, 480, 485, 486, 488, 600];

/// The `huntstop` line of a server group that covers `status`.
fn huntstop_line(group: &Settings, status: u16) -> Option<Span> {
    let covers = |line: &Located<&Statement>| matches!(line.value, Statement::HuntstopCodes { first, last, .. } if (*first..=*last).contains(&u32::from(status)));
    group.statements(Command::ServerHuntstop).find(covers).map(|line| line.span)
}

/// Whether neither a line of a server group nor a document says what it does at `status`.
pub(super) fn is_open_in_group(group: &Settings, status: u16) -> bool {
    !HUNTED.contains(&status) && !NEVER_HUNTED.contains(&status) && huntstop_line(group, status).is_none()
}

/// Why the server group with these lines stops at `status`; `None` where it tries the next server.
pub(super) fn group_stop(group: &Settings, status: u16, profile: &Profile) -> Option<GroupStop> {
    if let Some(line) = huntstop_line(group, status) {
        return Some(GroupStop::Line(line));
    }
    if NEVER_HUNTED.contains(&status) {
        return Some(GroupStop::Status);
    }
    let stops = is_open_in_group(group, status) && profile.is(Assumption::ServerGroupStatus, "stops");
    stops.then_some(GroupStop::Assumed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn plan(text: &str) -> DialPlan {
        let (plan, report) = read(&Tree::parse(&Source::new("a", text)));
        assert!(report.is_empty(), "{report:?}");
        plan
    }

    fn stopped(text: &str) -> Vec<u8> {
        let stops = Stops::of(&plan(text));
        [1, 17, 18, 19, 41].into_iter().filter(|cause| stops.rule(Cause(*cause)).stops).collect()
    }

    #[test]
    fn voice_hunt_lines_edit_the_causes_that_stop() {
        assert_eq!(stopped(""), [17, 19]);
        assert_eq!(stopped("voice hunt user-busy\n"), [19]);
        assert_eq!(stopped("no voice hunt unassigned-number\nno voice hunt 0x29\n"), [1, 17, 19, 41]);
        assert_eq!(stopped("voice hunt all\n"), [0; 0]);
        assert_eq!(stopped("no voice hunt all\nvoice hunt 1\n"), [17, 18, 19, 41]);
        assert_eq!(stopped("voice hunt all\nno voice hunt 19\n"), [19]);
    }

    #[test]
    fn a_tenant_maps_before_the_gateway() {
        let plan = plan(
            "voice class tenant 1\n set sip-status 404 pstn-cause 17\n\
             sip-ua\n set sip-status 404 pstn-cause 3\n set sip-status 500 pstn-cause 19\n set pstn-cause 17 sip-status 600\n\
             dial-peer voice 1 voip\n voice-class sip tenant 1\n",
        );
        let of_peer = CauseMaps::of(&plan, plan.peers.values().next());
        assert_eq!((of_peer.cause(404), of_peer.cause(500), of_peer.cause(503)), (Cause(17), Cause(19), Cause(63)));
        assert_eq!(CauseMaps::of(&plan, None).cause(404), Cause(3));
        assert_eq!((of_peer.status(Cause(17)), of_peer.status(Cause(1))), (600, 404));
    }
}
