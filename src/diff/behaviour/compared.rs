//! The comparison of two plans over all numbers.

use super::moves::moves;
use super::{Behaviour, Change, Class, Step};
use crate::analysis::difference::calls::{Difference, Differences, Origin, Side, differences};
use crate::analysis::loops::{Graph, Loops, loops};
use crate::automaton::{Cube, Dfa, OverBudget, compile};
use crate::call::{Attempt, Call, Gateway, Profile, Replies, Stop, Then, Traveller, pattern_on};
use crate::model::{Network, Site};

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The router that is compared is its first gateway.
    pub network: &'a Network,
    /// What is assumed of the routers of its gateways.
    pub profiles: Vec<Profile>,
    /// Whether a network file tells what the systems around do, so that loops can be looked for.
    pub told: bool,
    /// Whether only those numbers are compared that its dial-peers take.
    pub owns: bool,
    /// What its spec says of it and of its systems, where it is planned from one.
    pub spec: Option<&'a Network>,
}

/// The router of a network that is compared.
pub(super) const OWN: usize = 0;

/// The most patterns that tell which numbers a change is about.
pub(super) const PATTERNS: usize = 8;

/// What all far ends of a call answer in turn, so that all that is tried behind some failure is seen: what a system says of a
/// number that it does not have, what it says when it is down, and others.
const FAILURES: [&str; 6] = ["404", "503", "500", "480", "486", "408"];

/// The most places from which the way of a number is followed to show what is different.
const PLACES: usize = 16;

/// What `new` does otherwise than `old`, over all numbers. What cannot be compared is a gap.
pub fn behaviour(old: &Subject<'_>, new: &Subject<'_>, emergency: &[String]) -> Behaviour {
    let mut told = Behaviour::default();
    let (before, after) = (
        Traveller::new(old.network, old.profiles.iter().cloned()),
        Traveller::new(new.network, new.profiles.iter().cloned()),
    );
    let over = |over: OverBudget| format!("the numbers cannot be told apart: {over}");
    let tried = compare(&before, &after).and_then(|found| {
        let moved = moves(&found.found, (old, new), (&before, &after))?;
        (told.moves, told.moved) = (moved.unguarded, moved.total);
        told.notes.extend(moved.notes);
        let looping = if old.told && new.told { looping(&before, &after, &mut told.gaps)? } else { Vec::new() };
        let mut found = with_emergency(found, emergency, looping)?;
        for one in [(old, &before), (new, &after)].into_iter().filter(|(side, _)| side.owns).map(|(_, one)| one) {
            keep_own(&mut found, one)?;
        }
        Ok(found)
    });
    match tried {
        Ok(found) => tell(found, (&before, &after), &mut told),
        Err(error) => told.gaps.push(over(error)),
    }
    told
}

/// Leaves only the numbers that the dial-peers of a side take.
fn keep_own(found: &mut Differences, side: &Traveller<'_>) -> Result<(), OverBudget> {
    let Some(own) = side.gateway(OWN) else { return Ok(()) };
    let patterns = own.plan().peers.values().flat_map(|peer| own.plan().called_patterns(peer));
    let patterns: Vec<_> = patterns.map(|pattern| pattern_on(own.profile(), pattern.value).into_owned()).collect();
    let numbers = compile::numbers_of_any(&patterns)?;
    for one in &mut found.found {
        one.numbers = one.numbers.intersection(&numbers)?;
    }
    found.found.retain(|one| !one.numbers.is_empty());
    Ok(())
}

fn compare(before: &Traveller<'_>, after: &Traveller<'_>) -> Result<Differences, OverBudget> {
    let (Some(old), Some(new)) = (side(before), side(after)) else {
        return Ok(Differences::default());
    };
    differences(old, new)
}

fn side<'t, 'n>(traveller: &'t Traveller<'n>) -> Option<Side<'t, 'n>> {
    let site = traveller.network().gateways.get(OWN)?;
    Some(Side { gateway: traveller.gateway(OWN)?, site })
}

/// The calls that loop on one side only.
fn looping(
    before: &Traveller<'_>,
    after: &Traveller<'_>,
    gaps: &mut Vec<String>,
) -> Result<Vec<Difference>, OverBudget> {
    let (old, new) = (loops_of(before)?, loops_of(after)?);
    for (side, answer) in [("before", &old), ("after", &new)] {
        if let Loops::Unknown(reason) = answer {
            gaps.push(format!("whether calls loop {side} the change: {reason}"));
        }
    }
    let mut found = Vec::new();
    let mut add = |class, one: &Loops, other: &Loops| -> Result<(), OverBudget> {
        let Loops::Found(witness) = one else { return Ok(()) };
        let numbers = match other {
            Loops::None => witness.alike.clone(),
            Loops::Found(other) => witness.alike.difference(&other.numbers)?,
            Loops::Unknown(_) => return Ok(()),
        };
        if !numbers.is_empty() {
            let (from, before, after) = (Vec::new(), Vec::new(), Vec::new());
            found.push(Difference { class, first: true, numbers, from, before, after });
        }
        Ok(())
    };
    add(Class::LoopIntroduced, &new, &old)?;
    add(Class::LoopRemoved, &old, &new)?;
    Ok(found)
}

fn loops_of(traveller: &Traveller<'_>) -> Result<Loops, OverBudget> {
    Ok(loops(&Graph::new(traveller)?))
}

/// What differs, with each number in the first class that fits it.
fn with_emergency(
    found: Differences,
    emergency: &[String],
    looping: Vec<Difference>,
) -> Result<Differences, OverBudget> {
    let named: Vec<Cube> = emergency.iter().filter_map(|number| Cube::of_number(number)).collect();
    let named = compile::cubes(&named)?;
    let loops = Dfa::union_all(looping.iter().map(|one| one.numbers.clone()))?;
    let mut all = looping;
    for one in found.found {
        let rest = one.numbers.difference(&loops)?;
        let (urgent, rest) = (rest.intersection(&named)?, rest.difference(&named)?);
        all.push(Difference { class: Class::Emergency, numbers: urgent, ..one.clone() });
        all.push(Difference { numbers: rest, ..one });
    }
    all.retain(|one| !one.numbers.is_empty());
    all.sort_by_key(|one| one.class);
    Ok(Differences { found: all, gaps: found.gaps })
}

/// Says what was found, each with a number that shows it.
fn tell(found: Differences, travellers: (&Traveller<'_>, &Traveller<'_>), told: &mut Behaviour) {
    told.gaps.extend(found.gaps.not_followed());
    let mut sets: Vec<(Class, Dfa)> = Vec::new();
    for one in found.found {
        let count = one.numbers.count();
        let Some(witness) = one.numbers.dialled_witness().filter(|_| count.numbers > 0) else {
            told.other_symbols = true;
            continue;
        };
        told.other_symbols = told.other_symbols || count.other_symbols;
        let readable = one.numbers.readable(PATTERNS);
        let anywhere = one.from.contains(&Origin::Anywhere) || one.from.is_empty();
        let (before, after, answer) = example(travellers, &one, &witness);
        told.changes.push(Change {
            class: one.class,
            count,
            extent: one.numbers.extent(),
            patterns: readable.patterns,
            more: readable.more,
            before,
            after,
            answer,
            witness,
            from: if anywhere { Vec::new() } else { one.from.iter().map(ToString::to_string).collect() },
        });
        sets.push((one.class, one.numbers));
    }
    let total = |sets: &[(Class, Dfa)]| {
        let class = sets.first()?.0;
        let all = Dfa::union_all(sets.iter().map(|(_, numbers)| numbers.clone()));
        Some((class, all.ok().map(|all| all.extent())))
    };
    told.totals = sets.chunk_by(|(one, _), (other, _)| one == other).filter_map(total).collect();
}

/// The ways of a number that shows a difference, from one of the places where calls are treated so.
fn example(
    travellers: (&Traveller<'_>, &Traveller<'_>),
    one: &Difference,
    number: &str,
) -> (Vec<Step>, Vec<Step>, Option<String>) {
    let from = if one.from.is_empty() { &[Origin::Anywhere][..] } else { &one.from };
    let mut first = None;
    for origin in from.iter().take(PLACES) {
        let ways = ways(travellers, origin, number);
        if ways.0 != ways.1 {
            return ways;
        }
        first.get_or_insert(ways);
    }
    // A call that is followed comes in on one dial-peer of several that may take it, and it may be another one to which this happens.
    let (before, after, answer) = first.unwrap_or_default();
    if one.before == one.after {
        return (before, after, answer);
    }
    let known: Vec<&Step> = before.iter().chain(&after).collect();
    let step = |target: &String| {
        let number = known.iter().find(|step| step.target == *target).map(|step| step.number.clone());
        Step { target: target.clone(), number: number.unwrap_or_default(), tie: false }
    };
    (one.before.iter().map(step).collect(), one.after.iter().map(step).collect(), None)
}

/// Where a call to one number is offered in turn, and with which number: as far as hunting goes behind any failure. Where that
/// does not differ, as far as it goes behind the first failure where it does, which is then told.
pub(super) fn ways(
    travellers: (&Traveller<'_>, &Traveller<'_>),
    origin: &Origin,
    number: &str,
) -> (Vec<Step>, Vec<Step>, Option<String>) {
    let of = |traveller: &Traveller<'_>| -> Vec<Vec<Step>> {
        let own = traveller.gateway(OWN).zip(traveller.network().gateways.get(OWN));
        let Some((gateway, site)) = own else { return Vec::new() };
        FAILURES.iter().map(|status| tried(gateway, site, origin, number, status)).collect()
    };
    // Of ways of one length the first is kept.
    let longest = |ways: &[Vec<Step>]| {
        let longer =
            |longest: Vec<Step>, way: &Vec<Step>| if way.len() > longest.len() { way.clone() } else { longest };
        ways.iter().fold(Vec::new(), longer)
    };
    let (before, after) = (of(travellers.0), of(travellers.1));
    let (most_before, most_after) = (longest(&before), longest(&after));
    let mut each = FAILURES.iter().zip(before.into_iter().zip(after));
    let differing = if most_before == most_after { each.find(|(_, (before, after))| before != after) } else { None };
    match differing {
        Some((status, (before, after))) => (before, after, Some((*status).to_owned())),
        None => (most_before, most_after, None),
    }
}

fn tried(gateway: &Gateway<'_>, site: &Site, origin: &Origin, number: &str, status: &str) -> Vec<Step> {
    let mut replies = Replies::default();
    if replies.add(&format!("all={status}"), gateway.plan()).is_err() {
        return Vec::new();
    }
    let call = Call::to(number);
    let call = match origin.leg(site) {
        Some(leg) => call.on(leg),
        None => call,
    };
    let Ok(trace) = gateway.trace(&call, &replies) else { return Vec::new() };
    let is_offered = |attempt: &&Attempt| !matches!(attempt.then, Then::Stops(Stop::Blocked(_)));
    let mut last: Option<&Attempt> = None;
    let step = |attempt| {
        let tie = last.replace(attempt).is_some_and(|last| are_tied(last, attempt));
        Step { target: attempt.target.clone(), number: attempt.called.digits.clone(), tie }
    };
    let mut steps: Vec<Step> = trace.attempts.iter().filter(is_offered).map(step).collect();
    steps.dedup_by(|one, other| (&one.target, &one.number) == (&other.target, &other.number));
    steps
}

/// Whether it is left open which of two attempts one behind the other comes first.
fn are_tied(one: &Attempt, other: &Attempt) -> bool {
    if one.tag == other.tag {
        one.target != other.target && one.servers.contains(&other.target)
    } else {
        one.rank.contains(&other.tag)
    }
}
