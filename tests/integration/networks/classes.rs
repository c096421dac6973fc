//! What is said of all numbers at one gateway, held to traces of calls to each number of the universe.

use std::collections::{BTreeSet, HashMap};

use dialc::analysis::coverage::{Arrival, Coverage, Hunt, Turn};
use dialc::automaton::{Dfa, expression};
use dialc::call::{Call, CollectionEnd, Leg, Replies, RoutingTable, Stop, Then, Trace, Traveller};
use dialc::model::{Network, Tag};
use dialc::number::SymbolSet;

/// One number.
fn exactly(number: &str) -> Dfa {
    expression(&format!("^{}$", number.replace('+', "\\+").replace('*', "\\*"))).unwrap()
}

/// The arrivals on a trunk, each with the numbers that come in by it and its hunts.
struct Trunk<'p> {
    leg: Leg,
    arrivals: Vec<(Arrival<'p>, Dfa, Vec<Hunt>)>,
}

fn tags(hunt: &[Vec<Turn>]) -> Vec<BTreeSet<Tag>> {
    hunt.iter().map(|rank| rank.iter().map(|turn| turn.tag).collect()).collect()
}

/// What is wrong with what is said of a gateway, in words.
pub(super) fn faults(
    network: &Network,
    [with_tables, traveller]: [&Traveller<'_>; 2],
    numbers: &[String],
) -> Vec<String> {
    let mut faults = Vec::new();
    for index in 0..network.gateways.len() {
        let table = with_tables.gateway(index).unwrap().table().unwrap();
        let gateway = traveller.gateway(index).unwrap();
        let mut coverage = Coverage::new(gateway, table);
        faults.extend(partition_faults(&coverage));
        for contact in &network.gateways[index].contacts {
            let leg = Traveller::leg(Some(contact));
            let mut trunk = Trunk { leg: leg.clone(), arrivals: Vec::new() };
            for arrival in coverage.arrivals(&leg).unwrap() {
                let hunts = coverage.hunts(&leg, &arrival);
                trunk.arrivals.push((arrival.clone(), arrival.path.pre_image(&Dfa::all()).unwrap(), hunts.to_vec()));
            }
            let mut known = HashMap::new();
            for number in numbers {
                let call = Call::to(number).on(leg.clone());
                let mut replies = Replies::default();
                replies.add("all=404", gateway.plan()).unwrap();
                let Ok(trace) = gateway.trace(&call, &replies) else { continue };
                // Digits that arrive one by one are said to be a gap.
                if trace.collected.end != CollectionEnd::EnBloc {
                    continue;
                }
                if let Err(fault) = agrees(&coverage, table, &trunk, number, &trace, &mut known) {
                    faults.push(format!("{number} {}: {fault}", trunk.leg));
                }
            }
        }
    }
    faults
}

/// Every number is in just one class, and counting them by length agrees.
fn partition_faults(coverage: &Coverage<'_, '_>) -> Vec<String> {
    let classes: Vec<Dfa> = (0..coverage.classes()).map(|class| coverage.numbers(&[class]).unwrap()).collect();
    let mut faults = Vec::new();
    if !Dfa::union_all(classes.iter().cloned()).unwrap().equals(&Dfa::all()) {
        faults.push("the classes do not hold all numbers".to_owned());
    }
    let mut whole = 1;
    for length in 0..7 {
        let sum: u128 = classes.iter().map(|class| class.count_of_length(length, SymbolSet::ALL)).sum();
        let all = Dfa::all().count_of_length(length, SymbolSet::ALL);
        if sum != all {
            faults.push(format!("the classes hold {sum} numbers of {length} symbols, of {all}"));
        }
        whole *= 16;
    }
    faults.extend(classes.iter().filter_map(count_fault));
    assert!(whole > 0);
    faults
}

/// Whether a count of a class that is finite and short is that of trying every number.
fn count_fault(class: &Dfa) -> Option<String> {
    const LONGEST: usize = 3;
    let count = class.count();
    let most = usize::try_from(count.numbers).ok().filter(|most| *most <= 1200)?;
    let shown = class.witnesses(most + 1);
    if count.longer || shown.iter().any(|number| number.trim_start_matches('+').len() > LONGEST) {
        return None;
    }
    let mut tried = 0;
    let mut last = vec![String::new()];
    for _ in 0..=LONGEST {
        for number in &last {
            tried += usize::from(class.accepts(number)) + usize::from(class.accepts(&format!("+{number}")));
        }
        last = last.iter().flat_map(|number| ('0'..='9').map(move |digit| format!("{number}{digit}"))).collect();
    }
    // What counts for people has a digit, or nothing at all.
    (tried != most).then(|| format!("{most} numbers are counted, {tried} are found: {shown:?}"))
}

type Known = HashMap<(usize, usize, usize, String), Dfa>;

fn agrees(
    coverage: &Coverage<'_, '_>,
    table: &RoutingTable,
    trunk: &Trunk<'_>,
    number: &str,
    trace: &Trace,
    known: &mut Known,
) -> Result<(), String> {
    let within: Vec<usize> = (0..trunk.arrivals.len()).filter(|at| trunk.arrivals[*at].1.accepts(number)).collect();
    let is_certain = within.iter().any(|at| trunk.arrivals[*at].0.certain);
    let Some(selection) = &trace.selection else {
        return if is_certain { Err("is refused, and surely comes in".to_owned()) } else { Ok(()) };
    };
    if within.is_empty() {
        return Err(format!("comes in on {:?}, and by no arrival", trace.inbound));
    }
    if is_certain && within.len() > 1 {
        return Err("surely comes in by several arrivals".to_owned());
    }
    let called = selection.called.as_str();
    let Some(state) = table.automaton().walk(called) else { return Ok(()) };
    let class = table.automaton().set_of(state);
    let (_, exact) = table.candidates_of(class);
    let traced: Vec<BTreeSet<Tag>> =
        selection.hunt.iter().map(|rank| rank.iter().map(|one| one.tag).collect()).collect();
    let mut why = Vec::new();
    for at in within {
        match arrival_agrees(coverage, trunk, (at, class, exact), (number, called), &traced, trace, known) {
            Ok(()) => return Ok(()),
            Err(fault) => why.push(fault),
        }
    }
    Err(why.join("; "))
}

/// Whether `traced` says in which order, or with which ties, each rank of `said` is tried.
fn is_refined(said: &[BTreeSet<Tag>], traced: &[BTreeSet<Tag>]) -> bool {
    let mut traced = traced.iter();
    let mut is_rank = |rank: &BTreeSet<Tag>| {
        let mut left = rank.clone();
        while !left.is_empty() {
            let Some(part) = traced.next().filter(|part| part.is_subset(&left)) else { return false };
            left = left.difference(part).copied().collect();
        }
        true
    };
    said.iter().all(&mut is_rank) && traced.next().is_none()
}

fn arrival_agrees(
    coverage: &Coverage<'_, '_>,
    trunk: &Trunk<'_>,
    (at, class, exact): (usize, usize, bool),
    (number, called): (&str, &str),
    traced: &[BTreeSet<Tag>],
    trace: &Trace,
    known: &mut Known,
) -> Result<(), String> {
    let (arrival, _, hunts) = &trunk.arrivals[at];
    let hunt = &hunts[class];
    let said = tags(hunt);
    if if exact { said != traced } else { !is_refined(&said, traced) } {
        return Err(format!(
            "{called} is hunted {traced:?}, and said to be {said:?}, of class {class} (exact: {exact})"
        ));
    }
    for attempt in &trace.attempts {
        let turns: Vec<&Turn> = hunt.iter().flatten().filter(|turn| turn.tag == attempt.tag).collect();
        let blocked = matches!(attempt.then, Then::Stops(Stop::Blocked(_)));
        let sent = attempt.called.digits.as_str();
        let leads = |turn: &&&Turn| {
            let way = coverage.way(turn.way);
            if blocked {
                return !way.pre_image(&Dfa::all()).unwrap().accepts(called);
            }
            known
                .entry((at, class, turn.way, sent.to_owned()))
                .or_insert_with(|| {
                    let out = way.pre_image(&exactly(sent)).unwrap();
                    arrival.path.pre_image(&coverage.numbers(&[class]).unwrap().intersection(&out).unwrap()).unwrap()
                })
                .accepts(number)
        };
        let count = turns.iter().filter(leads).count();
        if count == 0 {
            return Err(format!(
                "dial-peer {} sends {called} as {sent} (blocked: {blocked}), which is not said",
                attempt.tag
            ));
        }
    }
    Ok(())
}
