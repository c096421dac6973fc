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
    /// In a tie of dial-peers: the servers that its own dial-peer tries before it.
    behind: Vec<String>,
    pub(super) path: Path,
    /// The failures behind which something further is tried, and whether that is another server of its group.
    pub(super) onward: Onwards,
}

/// Far ends of one rank, by their names: which is tried first is left to chance, or to use.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Step {
    pub(super) ways: Vec<Way>,
    /// Whether several dial-peers are tied, rather than servers of one.
    of_peers: bool,
}

impl Step {
    fn of(mut ways: Vec<Way>, of_peers: bool) -> Self {
        let key = |way: &Way| (way.target.clone(), way.behind.clone(), way.onward.clone());
        ways.sort_by_cached_key(key);
        ways.dedup();
        Self { of_peers: of_peers && ways.len() > 1, ways }
    }

    /// Where its ways lead, each once.
    pub(super) fn targets(&self) -> Vec<&str> {
        let mut targets: Vec<&str> = self.ways.iter().map(|way| way.target.as_str()).collect();
        targets.dedup();
        targets
    }

    /// Where its ways lead that may be taken first, each once.
    pub(super) fn heads(&self) -> Vec<&str> {
        let heads = self.ways.iter().filter(|way| way.behind.is_empty());
        let mut targets: Vec<&str> = heads.map(|way| way.target.as_str()).collect();
        targets.dedup();
        targets
    }

    /// Where its ways lead, and in which order as far as that is known, as text.
    pub(super) fn order(&self) -> String {
        let mut ways: Vec<String> = self
            .ways
            .iter()
            .map(|way| match way.behind.as_slice() {
                [] => way.target.clone(),
                before => format!("{} behind {}", way.target, before.join(" and ")),
            })
            .collect();
        ways.dedup();
        ways.join(" or ")
    }

    /// The far ends, each with the failures behind which something further is tried.
    pub(super) fn failures(&self) -> Vec<(&str, &Onwards)> {
        let mut failures: Vec<_> = self.ways.iter().map(|way| (way.target.as_str(), &way.onward)).collect();
        failures.dedup();
        failures
    }

    /// Its way, where it has just one.
    fn only(&self) -> Option<&Way> {
        let [way] = self.ways.as_slice() else { return None };
        Some(way)
    }

    /// What is done to the numbers, where that is the same on all its ways.
    fn path(&self) -> Option<&Path> {
        let (first, others) = self.ways.split_first()?;
        others.iter().all(|way| way.path == first.path).then_some(&first.path)
    }

    /// Leaves out what is not so of the last step: behind it there is nothing to go on to, only others of its own rank. One far
    /// end that is tried again makes no difference.
    pub(super) fn end(&mut self) {
        if self.path().is_some() && self.targets().len() == 1 {
            self.ways.truncate(1);
            self.of_peers = false;
        }
        let is_tie = self.ways.len() > 1;
        if !self.of_peers {
            self.ways.iter_mut().for_each(|way| way.onward.retain(|(_, next)| is_tie && *next == Next::Server));
        }
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
                turns => self.tied(turns).into_iter().collect(),
            };
            let goes_on = steps.is_empty() || steps.iter().any(leads_to_a_peer);
            treatment.extend(steps);
            if !goes_on {
                break;
            }
        }
        treatment.last_mut().into_iter().for_each(Step::end);
        treatment
    }

    /// The steps of one dial-peer: one for each of its far ends, or for those of one rank. A port that is down is none.
    fn turn(&mut self, turn: Turn) -> Vec<Step> {
        let gateway = self.coverage.gateway();
        let Some(peer) = gateway.plan().peers.get(&turn.tag) else { return Vec::new() };
        if gateway.is_down(peer) {
            return Vec::new();
        }
        let path = self.coverage.way(turn.way).clone();
        let ranks = gateway.far_ends_by_rank(peer);
        let mut onwards = self.onwards(peer).into_iter();
        let mut step = |targets: Vec<String>| {
            let way = |(target, onward)| Way { target, behind: Vec::new(), path: path.clone(), onward };
            let ways = targets.into_iter().zip(onwards.by_ref()).map(way).collect();
            Step::of(ways, false)
        };
        ranks.into_iter().map(&mut step).collect()
    }

    /// Dial-peers of one rank, as one step; none where no call gets out of any.
    fn tied(&mut self, turns: &[Turn]) -> Option<Step> {
        let mut ways: Vec<Way> = Vec::new();
        for turn in turns {
            let mut behind: Vec<String> = Vec::new();
            for step in self.turn(*turn) {
                let order = step.order();
                ways.extend(step.ways.into_iter().map(|way| Way { behind: behind.clone(), ..way }));
                behind.push(order);
            }
        }
        (!ways.is_empty()).then(|| Step::of(ways, true))
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
    step.ways.iter().flat_map(|way| &way.onward).any(|(_, next)| *next == Next::Peer)
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
        for (numbers, step, mut steps) in merged(step, before, parts, sent)? {
            let path = |way: &Way| before.clone().join(&way.path);
            let passing = match step.path() {
                Some(shared) => super::sent::passing(&before.clone().join(shared), &numbers)?,
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
                steps.push(step);
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
                // Both have to fail so that the next is tried.
                for last in steps.last_mut().into_iter().flat_map(|last| &mut last.ways) {
                    last.onward.retain(|one| now.onward.contains(one));
                }
                next.push((same, steps));
            }
        }
        parts = next;
    }
    done.extend(parts);
    Ok(done)
}

/// The parts of the numbers, each with the steps so far and the one that is next: ways of one far end on which the same number is
/// sent are one way.
fn merged(
    step: &Step,
    before: &Path,
    parts: Vec<(Dfa, Treatment)>,
    sent: &mut super::sent::Sent,
) -> Result<Vec<(Dfa, Step, Treatment)>, OverBudget> {
    let unmerged = |(numbers, steps)| (numbers, step.clone(), steps);
    let first = step.ways.first().filter(|_| step.path().is_none() && step.targets().len() == 1);
    let Some(first) = first else { return Ok(parts.into_iter().map(unmerged).collect()) };
    let path = before.clone().join(&first.path);
    let ways = step.ways.iter().map(|way| Way { path: first.path.clone(), ..way.clone() }).collect();
    let one = Step::of(ways, step.of_peers);
    let mut all = Vec::new();
    for (numbers, steps) in parts {
        let mut apart = Dfa::empty();
        for way in &step.ways {
            // Where it cannot be told whether the same number is sent, it is taken to be another.
            let other = sent.apart(&path, &before.clone().join(&way.path), &numbers);
            apart = apart.union(&other.unwrap_or_else(|_| numbers.clone()))?;
        }
        all.push((numbers.difference(&apart)?, one.clone(), steps.clone()));
        all.push((apart, step.clone(), steps));
    }
    all.retain(|(numbers, _, _)| !numbers.is_empty());
    Ok(all)
}
