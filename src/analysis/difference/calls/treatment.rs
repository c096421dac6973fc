//! What becomes of calls at a gateway: the ways that are tried in turn, told by where they lead and what is sent there.

use std::collections::HashMap;

use crate::analysis::coverage::{Coverage, Hunt, Path, Turn};
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Next, Onwards};
use crate::model::DialPeer;
use crate::syntax::commands::Command;

/// A far end, and what is done to the numbers that are sent there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Way {
    pub(super) target: String,
    pub(super) path: Path,
}

/// Far ends of one rank, by their names: which is tried first is left to chance, or to use.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Step {
    pub(super) ways: Vec<Way>,
    /// The failures behind which the next step is tried, and whether servers of a group are passed over; those of all ways.
    pub(super) onward: Onwards,
}

impl Step {
    /// Where its ways lead, each once.
    pub(super) fn targets(&self) -> Vec<&str> {
        let mut targets: Vec<&str> = self.ways.iter().map(|way| way.target.as_str()).collect();
        targets.dedup();
        targets
    }

    /// Its way, where it has just one.
    fn only(&self) -> Option<&Way> {
        let [way] = self.ways.as_slice() else { return None };
        Some(way)
    }
}

/// The steps in turn; none where no dial-peer takes the call.
pub(super) type Treatment = Vec<Step>;

/// The treatments of the hunts of one gateway.
pub(super) struct Treatments<'c, 'g, 'p> {
    coverage: &'c Coverage<'g, 'p>,
    /// By the lines of a dial-peer that matter for it: what is tried next when one of its far ends has failed.
    onwards: HashMap<Vec<String>, Vec<Onwards>>,
}

/// The lines of a dial-peer that say what a failure leads to.
const HUNTING: [Command; 6] = [
    Command::Huntstop,
    Command::SessionProtocol,
    Command::SipTenant,
    Command::SessionServerGroup,
    Command::Port,
    Command::Trunkgroup,
];

impl<'c, 'g, 'p> Treatments<'c, 'g, 'p> {
    pub(super) fn new(coverage: &'c Coverage<'g, 'p>) -> Self {
        Self { coverage, onwards: HashMap::new() }
    }

    /// What becomes of calls that this hunt is for: up to where no failure leads on.
    pub(super) fn of(&mut self, hunt: &Hunt) -> Treatment {
        let mut treatment = Treatment::new();
        for rank in hunt.iter() {
            let steps = match rank.as_slice() {
                [turn] => self.turn(*turn),
                turns => vec![self.tied(turns)],
            };
            let goes_on = steps.is_empty() || steps.iter().any(leads_to_a_peer);
            treatment.extend(steps);
            if !goes_on {
                break;
            }
        }
        // Behind the last there is nothing to go on to, whatever happens there.
        if let Some(last) = treatment.last_mut() {
            last.onward.clear();
        }
        treatment
    }

    /// The steps of one dial-peer: one for each of its far ends. A port that is down is none.
    fn turn(&mut self, turn: Turn) -> Vec<Step> {
        let gateway = self.coverage.gateway();
        let Some(peer) = gateway.plan().peers.get(&turn.tag) else { return Vec::new() };
        if gateway.is_down(peer) {
            return Vec::new();
        }
        let path = self.coverage.way(turn.way).clone();
        let onwards = self.onwards(peer);
        let step = |(target, onward)| Step { ways: vec![Way { target, path: path.clone() }], onward };
        gateway.far_ends(peer).into_iter().zip(onwards).map(step).collect()
    }

    /// Dial-peers of one rank, as one step.
    fn tied(&mut self, turns: &[Turn]) -> Step {
        let mut ways: Vec<Way> = Vec::new();
        let mut onward = Onwards::new();
        for step in turns.iter().flat_map(|turn| self.turn(*turn)) {
            ways.extend(step.ways);
            onward.extend(step.onward);
        }
        ways.sort_by(|one, other| one.target.cmp(&other.target));
        ways.dedup();
        onward.sort_unstable();
        onward.dedup();
        Step { ways, onward }
    }

    fn onwards(&mut self, peer: &DialPeer) -> Vec<Onwards> {
        let line = |command: &Command| peer.settings.get(*command).map(|line| line.value.line());
        let kind = format!("{:?}", peer.kind);
        let key: Vec<String> = std::iter::once(kind).chain(HUNTING.iter().filter_map(line)).collect();
        let gateway = self.coverage.gateway();
        self.onwards.entry(key).or_insert_with(|| gateway.onwards(peer)).clone()
    }
}

fn leads_to_a_peer(step: &Step) -> bool {
    step.onward.iter().any(|(_, next)| *next == Next::Peer)
}

/// Takes apart a treatment for the numbers of a set: for each part of the set the steps that its numbers take. What a rule
/// rejects goes no further, and a far end that is tried twice in a row with one number is tried once.
///
/// # Errors
/// That takes more states than the budget.
pub(super) fn taken_apart(
    treatment: &Treatment,
    before: &Path,
    numbers: &Dfa,
    sent: &mut super::sent::Sent,
) -> Result<Vec<(Dfa, Treatment)>, OverBudget> {
    let mut parts: Vec<(Dfa, Treatment)> = vec![(numbers.clone(), Treatment::new())];
    let mut done = Vec::new();
    for step in treatment {
        let mut next = Vec::new();
        for (numbers, mut steps) in parts {
            let path = |way: &Way| before.clone().join(&way.path);
            let passing = match step.only() {
                Some(way) => super::sent::passing(&path(way), &numbers)?,
                None => None,
            };
            let numbers = match passing {
                None => numbers,
                Some(passing) => {
                    let rejected = numbers.difference(&passing)?;
                    if !rejected.is_empty() {
                        done.push((rejected, steps.clone()));
                    }
                    passing
                }
            };
            if numbers.is_empty() {
                continue;
            }
            let twice = steps.last().and_then(Step::only).zip(step.only());
            let twice = twice.filter(|(last, now)| last.target == now.target);
            let Some((last, now)) = twice else {
                steps.push(step.clone());
                next.push((numbers, steps));
                continue;
            };
            // Where it cannot be told whether the same number is sent again, it is taken to be another.
            let apart = sent.apart(&path(last), &path(now), &numbers).unwrap_or_else(|_| numbers.clone());
            let same = numbers.difference(&apart)?;
            if !apart.is_empty() {
                let mut longer = steps.clone();
                longer.push(step.clone());
                next.push((apart, longer));
            }
            if !same.is_empty() {
                if let Some(last) = steps.last_mut() {
                    // Both have to fail so that the next is tried.
                    last.onward.retain(|one| step.onward.contains(one));
                }
                next.push((same, steps));
            }
        }
        parts = next;
    }
    done.extend(parts);
    Ok(done)
}
