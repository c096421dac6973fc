//! Dial-peers that differ only in their patterns, and that one dial-peer could be.
//!
//! ## What it does
//!
//! Reports dial-peers that are alike in all but pattern and description, where one dial-peer would do the same for every call. Two or
//! more that one pattern holds exactly: where others match the same numbers, only if the match is no longer or shorter than theirs
//! where it was not before. Three or more VoIP dial-peers otherwise, by an E.164 pattern map of their patterns, in which each keeps
//! its match length: where the release has such maps, and where calls that come in are matched by called number, so that none is taken
//! in by the number that calls. Dial-peers that match common numbers, that others name by tag, that are shut down, or that count their
//! calls (`max-conn`) are left alone; so are those of routers with phones, which create dial-peers out of sight.
//!
//! ## Why is this bad
//!
//! It is no fault. But each change of a target or a codec has to be made in every one of them, and one is forgotten in time.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 10 voip
//!  destination-pattern 206555[0-3]...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 11 voip
//!  destination-pattern 206555[57]...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 10 voip
//!  destination-pattern 206555[0-357]...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "E164-Pattern-Maps", longest match and the order of inbound matching; IOS voice command reference, `digit-strip`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;

use crate::automaton::{Cube, Dfa, OverBudget, compile};
use crate::call::{HuntOrder, RoutingTable, match_length, pattern_on, stripped_digits};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, MAXIMUM_MAP_ENTRIES, PeerKind, Setting};
use crate::number::{Symbol, SymbolSet};
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern, Piece, Repeat};

pub(super) const RULE: Rule = Rule {
    code: "mergeable-dial-peers",
    severities: &[Severity::Info],
    topic: Topic::DialPeers,
    file: include_str!("mergeable_dial_peers.rs"),
    check,
};

/// The greatest number of a pattern map (command reference, `voice class e164-pattern-map`).
const MAXIMUM_MAP: u32 = 10_000;

/// The fewest dial-peers that a map is worth while for: it takes lines too.
const FEWEST_IN_A_MAP: usize = 3;

/// The most dial-peers that are pointed at.
const SHOWN: usize = 3;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let Some(table) = facts.table().filter(|table| table.order() != HuntOrder::Unordered) else { return };
    let mut groups = groups(facts);
    // Dial-peers that the router makes for phones may match the same numbers.
    if groups.is_empty() || facts.plan().peer_makers().next().is_some() {
        return;
    }
    compare(table, facts.plan().peers.len(), &mut groups);
    let by_called = facts.plan().peers.values().any(|peer| peer.kind == PeerKind::Voip) && takes_all_by_called(facts);
    let mut maps: IndexMap<Vec<&str>, u32> = IndexMap::new();
    for group in groups.iter().filter(|group| !group.overlap) {
        let finding = match one_pattern(facts, group) {
            Some(pattern) => Some(by_pattern(facts, group, &pattern)),
            None if by_called && fits_in_a_map(facts, group) => {
                let patterns = group.members.iter().map(|(_, _, pattern)| pattern.text()).collect();
                let next = maps.last().map_or(1, |(_, last)| last + 1);
                let free = || {
                    (next..=MAXIMUM_MAP).find(|number| !facts.plan().pattern_maps.contains_key(number)).unwrap_or(next)
                };
                Some(by_map(facts, group, *maps.entry(patterns).or_insert_with(free)))
            }
            None => None,
        };
        findings.extend(finding);
    }
}

/// Dial-peers that differ in their patterns only.
struct Group<'n> {
    /// Each with its place in the plan and its pattern.
    members: Vec<(usize, &'n DialPeer, &'n NumberPattern)>,
    /// Whether two of them match a common number, so that both are tried.
    overlap: bool,
    /// Whether the match length of one depends on the number, where others match it too.
    varies: bool,
    /// The match length of a member, and that of another dial-peer for the same numbers.
    beside: BTreeSet<(u8, u8)>,
}

/// The groups of two dial-peers and more.
fn groups<'n>(facts: &Facts<'_, 'n>) -> Vec<Group<'n>> {
    let named = facts.references().get(&Command::DialPeer);
    let named: HashSet<&str> = named.into_iter().flat_map(|one| &one.uses).map(|one| one.id.as_str()).collect();
    let mut candidates = Vec::new();
    // Their lines are compared where what is told apart quickly is alike.
    let mut alike: HashMap<_, usize> = HashMap::new();
    for (at, peer) in facts.plan().peers.values().enumerate() {
        let Some(pattern) = peer.destination_pattern().map(|pattern| pattern.value) else { continue };
        let own = [Command::MaxConn, Command::DestinationMap].iter().any(|one| peer.settings.get(*one).is_some());
        let is_named = !named.is_empty() && named.contains(peer.tag.to_string().as_str());
        let modelled = matches!(peer.kind, PeerKind::Voip | PeerKind::Pots);
        if own || is_named || !modelled || peer.shutdown() || facts.targets(peer).is_empty() {
            continue;
        }
        let profile =
            peer.settings.get(Command::TranslationProfileOutgoing).and_then(|line| line.value.argument.as_text());
        let quick = (facts.targets(peer), peer.preference(), profile);
        *alike.entry(quick).or_default() += 1;
        candidates.push((at, peer, pattern, quick));
    }
    let mut groups: IndexMap<_, Group<'n>> = IndexMap::new();
    for (at, peer, pattern, quick) in candidates {
        if alike.get(&quick).is_none_or(|count| *count < 2) {
            continue;
        }
        let entry = groups.entry((peer.kind.keyword(), all_but_pattern(peer)));
        let new = || Group { members: Vec::new(), overlap: false, varies: false, beside: BTreeSet::new() };
        entry.or_insert_with(new).members.push((at, peer, pattern));
    }
    groups.into_values().filter(|group| group.members.len() > 1).collect()
}

/// The lines of a dial-peer beside its pattern and its description: those that dialc reads, and those that it keeps as they are.
fn all_but_pattern(peer: &DialPeer) -> (Vec<&Setting>, Vec<&str>) {
    let is_own = |command: Command| matches!(command, Command::DestinationPattern | Command::Description);
    let own = peer.settings.iter().filter(|(command, _)| !is_own(*command)).map(|(_, setting)| &setting.value);
    (own.collect(), peer.settings.verbatim().iter().map(|line| line.value.text.as_str()).collect())
}

/// Finds out, number for number, which dial-peers match beside those of each group.
fn compare(table: &RoutingTable, peers: usize, groups: &mut [Group<'_>]) {
    let mut of_peer: Vec<Option<usize>> = vec![None; peers];
    for (at, group) in groups.iter().enumerate() {
        for (peer, _, _) in &group.members {
            of_peer.get_mut(*peer).into_iter().for_each(|of| *of = Some(at));
        }
    }
    // By group, the class that a member was last seen in, counted from 1.
    let mut seen = vec![0; groups.len()];
    for class in 0..table.automaton().sets() {
        let (candidates, exact) = table.candidates_of(class);
        let in_groups =
            candidates.iter().filter_map(|one| Some((of_peer.get(one.peer).copied().flatten()?, one.length)));
        let in_groups: Vec<(usize, u8)> = in_groups.collect();
        if in_groups.is_empty() {
            continue;
        }
        let mut lengths: BTreeMap<u8, usize> = BTreeMap::new();
        candidates.iter().for_each(|one| *lengths.entry(one.length).or_default() += 1);
        for (at, own) in in_groups {
            let (Some(group), Some(seen)) = (groups.get_mut(at), seen.get_mut(at)) else { continue };
            group.overlap |= std::mem::replace(seen, class + 1) == class + 1;
            group.varies |= !exact && candidates.len() > 1;
            let others = lengths.iter().filter(|(length, count)| **length != own || **count > 1);
            group.beside.extend(others.map(|(length, _)| (own, *length)));
        }
    }
}

/// Whether calls by IP are taken in by the number that is called, whatever it is: what an outbound pattern says of the number that
/// calls then never counts.
fn takes_all_by_called(facts: &Facts<'_, '_>) -> bool {
    let peers = facts.plan().peers.values().filter(|peer| peer.kind == PeerKind::Voip && !peer.shutdown());
    let (own, map) = (Command::IncomingCalledNumber, Command::IncomingCalledMap);
    let patterns: Vec<_> = peers.flat_map(|peer| facts.gateway().patterns(peer, Some(own), Some(map))).collect();
    let taken = || -> Result<bool, OverBudget> {
        let some = NumberPattern::parse(".").map_or_else(|_| Ok(Dfa::all()), |any| compile::numbers(&any))?;
        let taken = compile::numbers_of_any(patterns.iter().map(|(_, pattern)| pattern.as_ref()))?;
        Dfa::plain_numbers().intersection(&some)?.is_subset(&taken)
    };
    !patterns.is_empty() && taken().unwrap_or(false)
}

/// The pattern that a dial-peer would have in the place of those of a group, where no call would be treated otherwise.
fn one_pattern(facts: &Facts<'_, '_>, group: &Group<'_>) -> Option<NumberPattern> {
    let (_, first, pattern) = group.members.first()?;
    let ends = (pattern.has_timer(), pattern.has_end_anchor());
    let alike = group.members.iter().all(|(_, _, one)| (one.has_timer(), one.has_end_anchor()) == ends);
    if group.varies || !alike {
        return None;
    }
    let merged = held(group.members.iter().map(|(_, _, pattern)| *pattern), ends)?;
    let lengths = match_length(&merged);
    let length = u8::try_from(*lengths.start()).ok().filter(|_| lengths.start() == lengths.end())?;
    let same_order = |(own, other): &(u8, u8)| own.cmp(other) == length.cmp(other);
    let strips_alike = |(_, _, one): &(usize, &DialPeer, &NumberPattern)| {
        stripped_digits(one) == stripped_digits(&merged) && first.settings.get(Command::ForwardDigits).is_none()
    };
    let sends_alike = first.kind == PeerKind::Voip || group.members.iter().all(strips_alike);
    let fits = pattern_on(facts.profile(), &merged).text() == merged.text();
    (sends_alike && fits && group.beside.iter().all(same_order)).then_some(merged)
}

/// One pattern that takes just the numbers of several that have none in common, all with or without `T` and `$`.
fn held<'p>(patterns: impl Iterator<Item = &'p NumberPattern>, (timer, anchor): (bool, bool)) -> Option<NumberPattern> {
    let mut holds: Vec<SymbolSet> = Vec::new();
    let mut count: u128 = 0;
    for (at, pattern) in patterns.enumerate() {
        let positions = pattern.pieces().iter().map(digits).collect::<Option<Vec<_>>>()?;
        if at == 0 {
            holds.clone_from(&positions);
        } else if holds.len() != positions.len() {
            return None;
        }
        holds = holds.iter().zip(&positions).map(|(one, other)| one.union(*other)).collect();
        count = count.saturating_add(Cube::new(positions)?.count());
    }
    // Where there are no more numbers in it than in the parts, it holds no others.
    let held = Cube::new(holds).filter(|held| held.count() == count)?;
    let text = format!("{}{}{}", held.pattern(), if timer { "T" } else { "" }, if anchor { "$" } else { "" });
    NumberPattern::parse(&text).ok()
}

/// The digits that a part of a pattern takes, or its leading `+`; `None` where it takes more than one symbol, or others.
fn digits(piece: &Piece) -> Option<SymbolSet> {
    let symbols = match (&piece.element, piece.repeat) {
        (Element::Literal(symbol), Repeat::Once) => SymbolSet::of(*symbol),
        (Element::Any, Repeat::Once) => SymbolSet::DIGITS,
        (Element::Set(symbols), Repeat::Once) => *symbols,
        (Element::Literal(_) | Element::Any | Element::Set(_) | Element::Group(_) | Element::Pause, _) => return None,
    };
    let plain = symbols.is_subset(SymbolSet::DIGITS) || symbols == SymbolSet::of(Symbol::PLUS);
    plain.then_some(symbols)
}

/// Whether a map can take the place of the patterns of a group.
fn fits_in_a_map(facts: &Facts<'_, '_>, group: &Group<'_>) -> bool {
    let has_maps = match facts.profile().release() {
        Some(release) => release.has_pattern_maps(),
        None => !facts.plan().pattern_maps.is_empty(),
    };
    let is_voip = group.members.first().is_some_and(|(_, peer, _)| peer.kind == PeerKind::Voip);
    has_maps && is_voip && (FEWEST_IN_A_MAP..=MAXIMUM_MAP_ENTRIES).contains(&group.members.len())
}

fn by_pattern(facts: &Facts<'_, '_>, group: &Group<'_>, pattern: &NumberPattern) -> Finding {
    let message = format!("dial-peers {} differ only in their patterns, which are one: `{pattern}`", tags(group));
    let first = group.members.first().map_or_else(String::new, |(_, peer, _)| Facts::title(peer));
    let others = if group.members.len() == 2 { "the other" } else { "the others" };
    placed(facts, group, message)
        .help(format!("`destination-pattern {pattern}` under `{first}`, and `no dial-peer voice` for {others}"))
}

fn by_map(facts: &Facts<'_, '_>, group: &Group<'_>, map: u32) -> Finding {
    let message = format!("dial-peers {} differ only in their patterns, which one pattern map could hold", tags(group));
    let first = group.members.first().map_or_else(String::new, |(_, peer, _)| Facts::title(peer));
    placed(facts, group, message).help(format!(
        "`voice class e164-pattern-map {map}` with `e164` and the pattern of each; `destination e164-pattern-map {map}` in the place of \
         the pattern under `{first}`, and `no dial-peer voice` for the others"
    ))
}

fn tags(group: &Group<'_>) -> String {
    let tags: Vec<String> = group.members.iter().map(|(_, peer, _)| peer.tag.to_string()).collect();
    crate::call::first_of(&tags)
}

fn placed(facts: &Facts<'_, '_>, group: &Group<'_>, message: String) -> Finding {
    let mut shown = group.members.iter().take(SHOWN).map(|(_, peer, _)| *peer);
    let title = shown.clone().next().map_or_else(String::new, Facts::title);
    let mut finding = Finding::new(&RULE, Severity::Info, title, message);
    if let Some(first) = shown.next() {
        finding = finding.at(facts.source(), facts.pattern_span(first), "could hold the others");
    }
    for other in shown {
        finding = finding.at(facts.source(), facts.pattern_span(other), "differs in this only");
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pattern that holds these.
    fn one(patterns: &[&str]) -> Option<String> {
        let patterns: Vec<_> = patterns.iter().map(|text| NumberPattern::parse(text).unwrap()).collect();
        let ends = (patterns[0].has_timer(), patterns[0].has_end_anchor());
        held(patterns.iter(), ends).map(|pattern| pattern.text().to_owned())
    }

    #[test]
    fn what_patterns_hold_may_be_one_pattern() {
        assert_eq!(one(&["5001$", "5002$"]).as_deref(), Some("500[12]$"));
        assert_eq!(one(&["8[2-4]T", "8[79]T"]).as_deref(), Some("8[2-479]T"));
        assert_eq!(one(&["+120655501..", "+120655502.."]).as_deref(), Some("+12065550[12].."));
        assert_eq!(one(&["5011", "5012", "5021", "5022"]).as_deref(), Some("50[12][12]"));
    }

    #[test]
    fn what_they_do_not_hold_is_in_no_pattern() {
        assert_eq!(one(&["5011", "5022"]), None);
        assert_eq!(one(&["501", "5022"]), None);
        assert_eq!(one(&["50%1", "50%2"]), None);
        assert_eq!(one(&["*21", "*22"]), None);
    }
}
