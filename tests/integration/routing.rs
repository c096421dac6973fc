//! The routing table: which dial-peers match a called number, and in which order they are tried.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use dialc::automaton::OverBudget;
use dialc::call::{
    Call, Candidate, Gateway, HuntOrder, Profile, Replies, RoutingTable, matched_literals, matches_body, scan,
};
use dialc::model::{DialPeer, DialPlan, PatternMap, PeerKind, Release, Tag};
use dialc::syntax::argument::{Argument, SessionTarget};
use dialc::syntax::commands::Command;
use dialc::syntax::pattern::{Element, NumberPattern, Piece};
use proptest::prelude::*;
use regex::Regex;

/// What a dial-peer of a test has: its pattern, its map, its preference.
type Peer = (Option<String>, Option<u32>, u32);

/// Maps, dial-peers and the scheme of `dial-peer hunt`.
type Parts = (Vec<Vec<String>>, Vec<Peer>, u32);

/// The dial plan of these parts. Tags go down, so that their order is not that of the text.
fn plan((maps, peers, hunt): &Parts) -> DialPlan {
    let mut plan = DialPlan::default();
    plan.globals.set(Command::DialPeerHunt, Argument::Integer(*hunt));
    for (number, entries) in (1..).zip(maps) {
        let mut map = PatternMap::new(number);
        for entry in entries {
            map.settings.set(Command::MapEntry, pattern(entry));
        }
        plan.pattern_maps.insert(number, map);
    }
    for peer in peers {
        add(&mut plan, peer);
    }
    plan
}

/// Adds a dial-peer behind all others.
fn add(plan: &mut DialPlan, (own, map, preference): &Peer) {
    let tag = Tag::new(1_000 - u32::try_from(plan.peers.len()).unwrap()).unwrap();
    let mut peer = DialPeer::new(tag, PeerKind::Voip);
    peer.settings.set(Command::Preference, Argument::Integer(*preference));
    if let Some(own) = own {
        peer.settings.set(Command::DestinationPattern, pattern(own));
    }
    if let Some(map) = map {
        peer.settings.set(Command::DestinationMap, Argument::Integer(*map));
    }
    plan.peers.insert(tag, peer);
}

fn pattern(text: &str) -> Argument {
    Argument::Pattern(Arc::new(NumberPattern::parse(text).unwrap()))
}

/// A pattern of every kind of item, with groups in groups and quantifiers of quantified groups.
fn pattern_text() -> impl Strategy<Value = String> {
    let items = &["1", "2", "*", ".", "[12]", "[^2]", "[1]", ","];
    let repeat = || prop::sample::select(&["", "", "", "%", "?", "+"][..]);
    let item = prop::sample::select(&items[..]).prop_map(str::to_owned).boxed();
    let part = item.prop_recursive(3, 10, 3, move |inner| {
        let parts = prop::collection::vec((inner, repeat()), 1..4);
        parts.prop_map(|parts| {
            format!("({})", parts.into_iter().map(|(part, repeat)| part + repeat).collect::<String>())
        })
    });
    let body = prop::collection::vec((part, repeat()), 0..4);
    let plus = prop::sample::select(&["", "", "", "+", "^", "^+"][..]);
    let tail = prop::sample::select(&["", "", "T", "$", "T$"][..]);
    (plus, body, tail).prop_map(|(plus, body, tail)| {
        let body: String = body.into_iter().map(|(part, repeat)| part + repeat).collect();
        format!("{plus}{body}{tail}")
    })
}

fn peer() -> impl Strategy<Value = Peer> {
    (prop::option::weighted(0.9, pattern_text()), prop::option::weighted(0.3, 1_u32..4), 0_u32..3)
}

/// Two maps, of three that peers refer to.
fn parts() -> impl Strategy<Value = Parts> {
    let maps = prop::collection::vec(prop::collection::vec(pattern_text(), 0..4), 2);
    (maps, prop::collection::vec(peer(), 0..8), 0_u32..8)
}

/// Numbers, some with a character outside the alphabet.
fn numbers() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[12*+]{0,7}|\\+?[12]{3,12}|[1a]{0,3}", 30)
}

/// A pattern as a regex, by its text.
fn regex_of(text: &str, drops_plus: bool) -> Regex {
    let text = text.strip_prefix('^').unwrap_or(text);
    let (text, end) = text.strip_suffix('$').map_or((text, ""), |text| (text, "$"));
    let (text, tail) = text.strip_suffix('T').map_or((text, end), |text| (text, ".*$"));
    let (text, plus) = text.strip_prefix('+').map_or((text, ""), |text| (text, "\\+"));
    let body = text.replace('*', "\\*").replace('%', "*").replace(',', "(?:)");
    Regex::new(&format!("^{}{body}{tail}", if drops_plus { "" } else { plus })).unwrap()
}

fn is_number(text: &str) -> bool {
    text.chars().all(|character| dialc::number::Symbol::new(character).is_some())
}

/// Each peer with the regexes of all its patterns.
fn regexes(parts: &Parts, drops_plus: bool) -> Vec<(Tag, Vec<Regex>)> {
    let (maps, peers, _) = parts;
    let tags: Vec<Tag> = plan(parts).peers.keys().copied().collect();
    let of = |(own, map, _): &Peer| {
        let entries = map.and_then(|map| maps.get(map as usize - 1)).into_iter().flatten();
        own.iter().chain(entries).map(|text| regex_of(text, drops_plus)).collect()
    };
    tags.into_iter().zip(peers.iter().map(of)).collect()
}

/// Every place in `number` that `list` can lead to from one of `from`, each with the literals used: all ways.
fn ways(list: &[Piece], number: &[char], from: BTreeSet<(usize, usize)>) -> BTreeSet<(usize, usize)> {
    list.iter().fold(from, |from, piece| {
        let (least, most) = piece.repeat.bounds();
        let mut reached = if least == 0 { from.clone() } else { BTreeSet::new() };
        let mut now = from;
        for _ in 0..most.unwrap_or(number.len() + 1) {
            now = once(&piece.element, number, &now);
            reached.extend(&now);
        }
        reached
    })
}

fn once(element: &Element, number: &[char], from: &BTreeSet<(usize, usize)>) -> BTreeSet<(usize, usize)> {
    let taken = |takes: &dyn Fn(char) -> bool, literals: usize| {
        let next =
            |&(at, used): &(usize, usize)| number.get(at).filter(|c| takes(**c)).map(|_| (at + 1, used + literals));
        from.iter().filter_map(next).collect()
    };
    match element {
        Element::Literal(symbol) => taken(&|c| symbol.character() == c, 1),
        Element::Any => taken(&|_| true, 0),
        Element::Set(symbols) => taken(&|c| symbols.iter().any(|symbol| symbol.character() == c), 0),
        Element::Group(inner) => ways(inner, number, from.clone()),
        Element::Pause => from.clone(),
    }
}

proptest! {
    #[test]
    fn the_routing_table_is_each_pattern_as_a_regex(parts in parts(), numbers in numbers(), old in any::<bool>()) {
        let profile = Profile::new(Release::parse(if old { "12.4(24)T" } else { "15.7(3)M" }));
        let table = RoutingTable::new(&plan(&parts), &profile).unwrap();
        let peers = regexes(&parts, old);
        for number in &numbers {
            let tags: BTreeSet<Tag> = table.candidates(number).iter().map(|candidate| candidate.tag).collect();
            let matching = peers.iter().filter(|(_, all)| is_number(number) && all.iter().any(|one| one.is_match(number)));
            prop_assert_eq!(tags, matching.map(|(tag, _)| *tag).collect(), "{}", number);
        }
    }

    #[test]
    fn calls_are_traced_alike_with_and_without_a_table(parts in parts(), numbers in numbers(), release in 0_usize..3) {
        let mut plan = plan(&parts);
        for (host, peer) in (1..).zip(plan.peers.values_mut()) {
            let target = SessionTarget::Ipv4(Ipv4Addr::new(192, 0, 2, host), None);
            peer.settings.set(Command::SessionTarget, Argument::Target(Arc::new(target)));
        }
        let release = ["12.4(24)T", "15.7(3)M"].get(release).and_then(|text| Release::parse(text));
        let gateways = [(), ()].map(|()| Gateway::new(&plan, Profile::new(release.clone())));
        gateways[0].table().unwrap();
        for number in numbers.iter().filter(|number| is_number(number)) {
            let told = gateways.each_ref().map(|gateway| {
                let mut replies = Replies::default();
                replies.add("all=404", &plan).unwrap();
                let trace = gateway.trace(&Call::to(number), &replies).unwrap();
                (trace.selection, trace.attempts.len(), trace.outcome, trace.notes, trace.assumed)
            });
            prop_assert_eq!(&told[0], &told[1], "{}", number);
        }
    }

    #[test]
    fn the_routing_table_is_the_scan(parts in parts(), numbers in numbers(), old in any::<bool>()) {
        let profile = Profile::new(Release::parse(if old { "12.4(24)T" } else { "15.7(3)M" }));
        let plan = plan(&parts);
        let table = RoutingTable::new(&plan, &profile).unwrap();
        for number in &numbers {
            let (looked_up, scanned) = (table.candidates(number), scan(&plan, &profile, number));
            prop_assert_eq!(looked_up.as_ref(), &scanned, "{}", number);
            let groups: Vec<&[Candidate]> = HuntOrder::of(&plan).groups(&scanned).collect();
            prop_assert_eq!(&groups.concat(), &scanned);
            let rank = |one: &Candidate| match parts.2 {
                0 | 1 => (255 - one.length, one.preference),
                2 | 3 => (one.preference, 255 - one.length),
                _ => (0, 0),
            };
            let ranks: Vec<_> = groups.iter().map(|group| rank(&group[0])).collect();
            prop_assert!(ranks.is_sorted_by(|left, right| left < right));
            for group in groups {
                prop_assert!(group.iter().all(|one| rank(one) == rank(&group[0])));
                prop_assert!(group.is_sorted_by_key(|one| one.tag));
            }
            for one in looked_up.iter() {
                let pattern = one.pattern(&plan).unwrap().value;
                let text = pattern.text().strip_prefix('^').unwrap_or(pattern.text());
                let pattern = NumberPattern::parse(if old { text.strip_prefix('+').unwrap_or(text) } else { text }).unwrap();
                prop_assert_eq!(matched_literals(&pattern, number), Some(usize::from(one.length)));
            }
        }
    }

    #[test]
    fn the_match_length_is_that_of_the_best_way(text in pattern_text(), numbers in numbers()) {
        let pattern = NumberPattern::parse(&text).unwrap();
        for number in numbers {
            let characters: Vec<char> = number.chars().collect();
            let all = ways(pattern.pieces(), &characters, BTreeSet::from([(0, 0)]));
            let goes_on = pattern.has_timer() || !pattern.has_end_anchor();
            let ended = all.iter().filter(|(at, _)| is_number(&number) && (goes_on || *at == characters.len()));
            let best = ended.map(|(_, literals)| *literals).max();
            prop_assert_eq!(matched_literals(&pattern, &number), best, "{} on {}", text, number);
            let whole = is_number(&number) && all.iter().any(|(at, _)| *at == characters.len());
            prop_assert_eq!(matches_body(&pattern, &number), whole, "{} on {}", text, number);
        }
    }

    #[test]
    fn a_peer_that_does_not_match_changes_nothing(parts in parts(), numbers in numbers(), other in peer()) {
        let before = plan(&parts);
        let mut after = before.clone();
        add(&mut after, &other);
        let (before, after) = [&before, &after].map(|plan| RoutingTable::new(plan, &Profile::default()).unwrap()).into();
        for number in &numbers {
            let (before, after) = (before.candidates(number), after.candidates(number));
            if after.iter().all(|candidate| candidate.peer != parts.1.len()) {
                prop_assert_eq!(before, after, "{}", number);
            }
        }
    }
}

/// The tags and match lengths of the peers with these patterns and preferences, tags from 1000 down, group by group.
fn tried(peers: &[(&str, u32)], hunt: u32, number: &str) -> Vec<Vec<(u32, u8)>> {
    let peers = peers.iter().map(|(pattern, preference)| (Some((*pattern).to_owned()), None, *preference)).collect();
    let plan = plan(&(Vec::new(), peers, hunt));
    let table = RoutingTable::new(&plan, &Profile::default()).unwrap();
    let candidates = table.candidates(number);
    let shown = |group: &[Candidate]| group.iter().map(|one| (one.tag.number(), one.length)).collect();
    table.order().groups(&candidates).map(shown).collect()
}

#[test]
fn the_order_of_the_command_reference() {
    // Command reference, `digit-strip`: the table of longest matches for 4085550148, here from the last row to the first.
    let peers = [
        ("..........", 1),
        ("..........", 0),
        ("408%", 1),
        ("408555", 1),
        ("408555", 0),
        ("408[0-9]550148", 0),
        ("4085550148", 0),
    ];
    let groups = tried(&peers, 0, "4085550148");
    assert_eq!(groups.concat(), [(994, 10), (995, 9), (996, 6), (997, 6), (998, 3), (999, 0), (1000, 0)]);
    assert_eq!(groups.len(), 7);
}

#[test]
fn schemes_of_hunting_have_their_groups() {
    // Command reference, `dial-peer hunt`: 2 and 3 go by preference first; 4 to 7 by least recent use or at random.
    let peers = [("55", 1), ("5512", 2), ("55..", 1), ("551.", 0)];
    let [long, dotted, plain, three] = [(999, 4), (998, 2), (1000, 2), (997, 3)];
    assert_eq!(tried(&peers, 1, "5512"), [vec![long], vec![three], vec![dotted, plain]]);
    assert_eq!(tried(&peers, 3, "5512"), [vec![three], vec![dotted, plain], vec![long]]);
    assert_eq!(tried(&peers, 4, "5512"), [vec![three, dotted, long, plain]]);
    assert!(tried(&peers, 7, "6").is_empty());
}

#[test]
fn patterns_that_say_little_match_what_they_should() {
    // Cisco 211306: `T` alone matches zero or more digits; a leading `+` is itself.
    let peers = [("", 0), ("T", 0), ("+", 0), ("$", 0)];
    assert_eq!(tried(&peers, 0, ""), [[(997, 0), (999, 0), (1000, 0)]]);
    assert_eq!(tried(&peers, 0, "5"), [[(999, 0), (1000, 0)]]);
    assert_eq!(tried(&peers, 0, "+5"), [vec![(998, 1)], vec![(999, 0), (1000, 0)]]);
    assert!(tried(&peers, 0, "5 5").is_empty());
    assert!(NumberPattern::parse("%").is_err());
}

#[test]
fn patterns_that_cannot_be_told_apart_in_reasonable_time_are_refused() {
    let digit_at = |place: usize, digit: usize| format!("{}{digit}{}", ".".repeat(place), ".".repeat(9 - place));
    let peers = (0..100).map(|index| (Some(digit_at(index / 10, index % 10)), None, 0)).collect();
    let plan = plan(&(Vec::new(), peers, 0));
    assert_eq!(RoutingTable::new(&plan, &Profile::default()).unwrap_err(), OverBudget);
    assert_eq!(scan(&plan, &Profile::default(), "5555555555").len(), 10);
}
