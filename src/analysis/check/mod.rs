//! A check: all that should hold of a network, over all numbers.

mod barring;
mod cures;
mod numbers;
mod sharing;
mod story;
mod untouched;

pub use sharing::{Shared, shared};
pub use story::story;
pub use untouched::Before;

use std::collections::BTreeMap;

use super::coverage::Gaps;
use super::loops::{Graph, Loops, Witness, loops};
use super::{Answers, Checked, Claim, Cure, Verdict};
use crate::automaton::{Count, Dfa, OverBudget};
use crate::call::{Assumption, Profile, Traveller};
use crate::model::{DialPlan, Network};
use crate::number::NumberSet;
use crate::syntax::pattern::{Element, NumberPattern};

/// What is asked of a network.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The network.
    pub network: &'a Network,
    /// What is assumed of the routers of its gateways.
    pub profiles: Vec<Profile>,
    /// The blocks of shared DIDs.
    pub shared: Vec<Shared>,
    /// What the gateway's configuration was before something was added to it.
    pub before: Option<Before<'a>>,
    /// Whether changes that would break a loop are looked for.
    pub cures: bool,
}

/// The claim that is always made.
const NO_LOOP: &str = "no call loops";

/// The most patterns that are named where they make a table too large.
const NAMED: usize = 5;

/// What came of a check: what to print, and the call that loops.
#[derive(Clone, Debug)]
pub struct Result {
    /// What to print.
    pub checked: Checked,
    /// The call that loops.
    pub witness: Option<Witness>,
}

/// Checks a network.
pub fn check(question: &Question<'_>) -> Result {
    run(question, &mut |_, _| {})
}

/// As [`check`]; `look` sees the graph of the network, and the call that loops, where there are any.
pub fn run(question: &Question<'_>, look: &mut dyn FnMut(&Graph<'_, '_>, Option<&Witness>)) -> Result {
    let traveller = Traveller::new(question.network, question.profiles.iter().cloned());
    for (index, site) in question.network.gateways.iter().enumerate() {
        if traveller.gateway(index).is_some_and(|gateway| gateway.table().is_err()) {
            let reason = format!("{}: {}", site.id, entangled(&site.plan));
            return unknown(question, &traveller, reason);
        }
    }
    let graph = match Graph::new(&traveller) {
        Ok(graph) => graph,
        Err(over) => return unknown(question, &traveller, over.to_string()),
    };
    let (loop_claim, witness) = loop_claim(&graph);
    look(&graph, witness.as_ref());
    let (others, answers) = other_claims(question, &graph);
    let mut loop_claim = loop_claim;
    if let Some(witness) = witness.as_ref().filter(|_| question.cures) {
        loop_claim.cures = cures(question, &graph, witness, &others);
    }
    let mut claims = vec![loop_claim];
    claims.extend(others);
    let (numbers, classes) = covered(&graph);
    let gaps = graph.gaps();
    let checked = finish(question, claims, answers, (numbers, classes), &gaps);
    Result { checked, witness }
}

/// What would break a loop, and what that costs: also of the order in which systems are tried where nobody asked for one.
fn cures(question: &Question<'_>, graph: &Graph<'_, '_>, witness: &Witness, others: &[Claim]) -> Vec<Cure> {
    let unordered = question.shared.iter().filter(|block| block.order.is_empty());
    let inferred: Vec<Shared> = unordered.filter_map(|block| sharing::inferred(graph, block).ok()?).collect();
    let mut holding = others.to_vec();
    holding.extend(inferred.iter().filter_map(|block| shared(graph, block).ok()).flat_map(|(claims, _)| claims));
    let all: Vec<Shared> = question.shared.iter().chain(&inferred).cloned().collect();
    let asked = Question { shared: all, ..question.clone() };
    cures::cures(graph.traveller(), witness, &holding, &|network| again(&asked, network))
}

/// What is known of the loops and the other claims of a changed network.
fn again(question: &Question<'_>, network: &Network) -> (Verdict, Vec<Claim>) {
    let changed = Question { network, cures: false, before: None, ..question.clone() };
    let checked = check(&changed).checked;
    let mut claims = checked.claims;
    let loops = claims.first().map_or(Verdict::Unknown, |claim| claim.verdict);
    if !claims.is_empty() {
        claims.remove(0);
    }
    (loops, claims)
}

fn loop_claim(graph: &Graph<'_, '_>) -> (Claim, Option<Witness>) {
    match loops(graph) {
        Loops::Found(witness) => {
            let network = graph.network();
            let reason = witness.reason(network);
            let readable = witness.alike.readable(6);
            let mut patterns = readable.patterns;
            if readable.more {
                patterns.push("...".to_owned());
            }
            let claim = Claim {
                hops: story(network, &witness.journey),
                numbers: Some(witness.alike.count()),
                patterns,
                ..Claim::failed(NO_LOOP, Verdict::Loop, reason).shown_by(Some(witness.entry.called.clone()))
            };
            (claim, Some(*witness))
        }
        Loops::Unknown(why) => (Claim::failed(NO_LOOP, Verdict::Unknown, why), None),
        Loops::None => {
            let claim = match graph.gaps().not_followed() {
                None => Claim::proved(NO_LOOP),
                Some(what) => Claim::failed(NO_LOOP, Verdict::Unknown, what),
            };
            (claim, None)
        }
    }
}

fn other_claims(question: &Question<'_>, graph: &Graph<'_, '_>) -> (Vec<Claim>, Vec<Answers>) {
    let (mut claims, mut answers) = (Vec::new(), Vec::new());
    for block in &question.shared {
        match shared(graph, block) {
            Ok((own, leads)) => {
                claims.extend(own);
                answers.extend(leads);
            }
            Err(over) => claims.push(Claim::failed(block.name.clone(), Verdict::Unknown, over.to_string())),
        }
    }
    claims.extend(question.network.emergency.iter().map(|number| numbers::emergency(graph, number)));
    claims.extend(question.network.rings.iter().map(|ring| numbers::ring(graph, ring)));
    if let Some(before) = &question.before {
        let dids: NumberSet = question.shared.iter().flat_map(|block| block.dids.intervals()).collect();
        let claim = untouched::untouched(graph, before, &dids);
        claims.push(claim.unwrap_or_else(|over| {
            Claim::failed("numbers outside the plan are treated as before", Verdict::Unknown, over.to_string())
        }));
    }
    (claims, joined(answers))
}

/// Blocks of which the answers lead to the same are shown together.
fn joined(answers: Vec<Answers>) -> Vec<Answers> {
    let mut groups: Vec<Answers> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for one in answers {
        let key = format!("{:?}{:?}", one.systems, one.rows);
        if let Some(group) = known.get(&key).and_then(|index| groups.get_mut(*index)) {
            group.blocks.extend(one.blocks);
        } else {
            known.insert(key, groups.len());
            groups.push(one);
        }
    }
    groups
}

/// The numbers that any dial-peer of a gateway takes, and the classes that are told apart.
fn covered(graph: &Graph<'_, '_>) -> (Count, usize) {
    let mut parts = Vec::new();
    let mut classes = 0;
    for coverage in graph.coverages() {
        let matched: Vec<usize> = (1..coverage.classes()).collect();
        classes += matched.len();
        parts.extend(coverage.numbers(&matched));
    }
    let all = Dfa::union_all(parts).unwrap_or_else(|OverBudget| Dfa::empty());
    (all.count(), classes)
}

fn finish(
    question: &Question<'_>,
    claims: Vec<Claim>,
    answers: Vec<Answers>,
    (numbers, classes): (Count, usize),
    gaps: &Gaps,
) -> Checked {
    let verdict = claims.iter().map(|claim| claim.verdict).max().unwrap_or(Verdict::Proved);
    let mut assumptions: Vec<(String, String)> = Vec::new();
    let profile = question.profiles.first().cloned().unwrap_or_default();
    let release = profile.release().map_or_else(|| "the newest".to_owned(), ToString::to_string);
    assumptions.push(("release".to_owned(), release));
    let mut assumed = gaps.assumed.clone();
    // Which failures let hunting go on is behind every claim.
    assumed.insert(Assumption::HuntStopsOn);
    assumptions.extend(assumed.iter().map(|one| (one.name().to_owned(), profile.value(*one).to_owned())));
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assumptions.push(text(
        "systems",
        "each answers calls to its own numbers, and does what it is described to do with others",
    ));
    if gaps.lines {
        assumptions.push(text("lines", "what a phone dials is routed as if all digits came at once"));
    }
    assumptions.push(text("outages", "no system, trunk or port is down"));
    let notes: Vec<String> = gaps.not_followed().into_iter().collect();
    Checked { verdict, numbers, classes, claims, assumptions, answers, notes }
}

/// Nothing could be looked at.
fn unknown(question: &Question<'_>, _: &Traveller<'_>, reason: String) -> Result {
    let none = Dfa::empty().count();
    let claims = vec![Claim::failed(NO_LOOP, Verdict::Unknown, reason)];
    Result { checked: finish(question, claims, Vec::new(), (none, 0), &Gaps::default()), witness: None }
}

/// Which patterns make a table too large to be built: those that look for something behind a wildcard.
fn entangled(plan: &DialPlan) -> String {
    let is_open = |pattern: &NumberPattern| {
        let literal = |element: &Element| matches!(element, Element::Literal(_));
        let first = pattern.pieces().iter().position(|piece| !literal(&piece.element));
        first.is_some_and(|first| pattern.pieces().iter().skip(first).any(|piece| literal(&piece.element)))
    };
    let patterns = plan.peers.values().flat_map(|peer| plan.called_patterns(peer).map(|pattern| pattern.value));
    let mut open: Vec<String> = patterns.filter(|pattern| is_open(pattern)).map(ToString::to_string).collect();
    open.sort_unstable();
    open.dedup();
    let shown = open.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    format!("its patterns need an automaton of more states than the budget; those that look behind wildcards: {shown}")
}
