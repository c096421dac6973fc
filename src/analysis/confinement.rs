//! Confinement: can a call that comes in from a system go out to the same system again?
//!
//! An inbound peer with a dial-peer group sends calls to the members of the group and nowhere else, not even when all of
//! them fail (CUBE guide, dial-peer groups). So it is enough to look at the members.

use super::delivery::Failure;
use crate::model::{DialPeer, DialPlan, Tag};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

/// What must hold for the calls of one system.
#[derive(Clone, Debug)]
pub struct Confinement {
    /// The system that calls.
    pub caller: String,
    /// The dial-peer that its calls come in on.
    pub inbound: Tag,
    /// Where the system itself is.
    pub targets: Vec<SessionTarget>,
}

/// The confinements that do not hold in `plan`.
pub fn broken(plan: &DialPlan, confinements: &[Confinement]) -> Vec<Failure> {
    confinements.iter().filter_map(|confinement| check(plan, confinement).err()).collect()
}

fn check(plan: &DialPlan, confinement: &Confinement) -> Result<(), Failure> {
    let fail = |reason: String| Failure { claim: confinement.caller.clone(), reason, witness: None };
    let inbound = plan.peers.get(&confinement.inbound);
    let group = inbound.and_then(|peer| peer.settings.integer(Command::DestinationDpg));
    let group = group.and_then(|number| plan.peer_groups.get(&number.value));
    let unconfined = || fail(format!("dial-peer {} has no dial-peer group", confinement.inbound));
    let members: Vec<_> = group.ok_or_else(unconfined)?.members().collect();
    if members.is_empty() {
        return Err(fail(format!("the dial-peer group of dial-peer {} is empty", confinement.inbound)));
    }
    for member in members {
        let peer = Tag::new(member).and_then(|tag| plan.peers.get(&tag));
        let target = peer.and_then(DialPeer::session_target);
        let Some(target) = target else { return Err(fail(format!("member {member} leads nowhere"))) };
        if confinement.targets.contains(target.value) {
            return Err(fail(format!("member {member} leads back to {}", target.value)));
        }
    }
    Ok(())
}
