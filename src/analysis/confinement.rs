//! Confinement: can a call that comes in from a system go out to the same system again?
//!
//! Class of restriction decides which outbound peers a call may use, by the lists of the two peers, before any pattern is
//! looked at: the inbound list must hold every member of the outbound list; a peer without a list restricts nothing (Cisco
//! 211306). So a call cannot come back when every peer to the caller has a member that the caller's inbound peer lacks.

use std::collections::BTreeSet;

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
    let allowed = inbound.and_then(|peer| members(plan, peer, Command::CorlistIncoming));
    let unconfined = || fail(format!("dial-peer {} has no incoming corlist", confinement.inbound));
    let allowed = allowed.ok_or_else(unconfined)?;
    for peer in plan.peers.values() {
        let Some(target) = peer.session_target() else { continue };
        let may_use = members(plan, peer, Command::CorlistOutgoing).is_none_or(|needed| needed.is_subset(&allowed));
        if may_use && confinement.targets.contains(target.value) {
            return Err(fail(format!("dial-peer {} leads back to {}", peer.tag, target.value)));
        }
        if !may_use && !confinement.targets.contains(target.value) {
            return Err(fail(format!("dial-peer {} to another system may not be used", peer.tag)));
        }
    }
    Ok(())
}

/// The members of a peer's list; `None` where it has none, or the list is not defined.
fn members<'a>(plan: &'a DialPlan, peer: &'a DialPeer, command: Command) -> Option<BTreeSet<&'a str>> {
    let name = peer.settings.text(command)?;
    plan.cor_lists.get(name.value).map(|list| list.members())
}
