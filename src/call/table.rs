//! The dial-peers that match a called number, for all numbers at once.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::called::{destination_map, pattern_on};
use super::candidate::{Candidate, Entry, HuntOrder, Match, length_of, preference_of};
use super::profile::Profile;
use super::rank::{fixed_length, match_length, matched, symbols};
use crate::automaton::compile::Behind;
use crate::automaton::{Labelled, OverBudget, StateId};
use crate::model::{DialPlan, Tag};
use crate::number::Symbol;
use crate::syntax::pattern::NumberPattern;

/// The most candidates that are kept ready, over all numbers: 24 MB. Where more peers match the same numbers, they are
/// put together when they are asked for.
const READY: usize = 1_000_000;

/// Which dial-peers match a called number on the way out, by their destination-pattern or their map, whatever their
/// state. One automaton over all patterns: a look-up is one walk, however many peers there are.
#[derive(Debug)]
pub struct RoutingTable {
    automaton: Labelled,
    /// Per label of the automaton.
    patterns: Vec<Pattern>,
    /// Per map that is in use, its peers.
    maps: Vec<Vec<u32>>,
    /// Per peer its tag and its preference.
    peers: Vec<(Tag, u8)>,
    order: HuntOrder,
    /// Per set of labels where its candidates are among those that are ready; `None` where they are not.
    answers: Vec<Option<Range<usize>>>,
    ready: Vec<Candidate>,
}

/// One pattern, however often it is written.
#[derive(Debug)]
struct Pattern {
    length: Length,
    holders: Vec<Holder>,
}

/// The match length of a pattern.
#[derive(Debug)]
enum Length {
    /// The same for every number.
    Fixed(u8),
    /// It depends on the number.
    Varying(NumberPattern),
}

/// Where a pattern is written.
#[derive(Clone, Copy, Debug)]
enum Holder {
    /// In this dial-peer.
    Peer(u32),
    /// In this map, as this entry.
    Map(u32, Entry),
}

impl RoutingTable {
    /// The table of `plan`, on a router of this profile.
    ///
    /// # Errors
    /// The patterns are so entangled that telling them apart takes more than the budgets of [`Labelled::new`].
    pub fn new(plan: &DialPlan, profile: &Profile) -> Result<Self, OverBudget> {
        Self::with_room(plan, profile, READY)
    }

    /// The table that keeps at most so many candidates ready.
    fn with_room(plan: &DialPlan, profile: &Profile, room: usize) -> Result<Self, OverBudget> {
        let collected = Collected::of(plan, profile);
        let patterns = collected.patterns.iter().map(|(pattern, _)| pattern.as_ref());
        let automaton = Labelled::new(patterns.map(|pattern| (pattern, Behind::en_bloc(pattern))))?;
        let facts = plan.peers.values().map(|peer| (peer.tag, preference_of(peer)));
        let length = |pattern: Cow<'_, NumberPattern>| match fixed_length(&pattern) {
            Some(literals) => Length::Fixed(length_of(literals)),
            None => Length::Varying(pattern.into_owned()),
        };
        let patterns = collected.patterns.into_iter();
        let patterns = patterns.map(|(pattern, holders)| Pattern { length: length(pattern), holders }).collect();
        let mut table = Self {
            automaton,
            patterns,
            maps: collected.maps,
            peers: facts.collect(),
            order: HuntOrder::of(plan),
            answers: Vec::new(),
            ready: Vec::new(),
        };
        table.make_ready(room);
        Ok(table)
    }

    /// The dial-peers that match `number`, in hunt order: each once, by the best of its patterns. None for a number with
    /// a character outside the alphabet.
    pub fn candidates(&self, number: &str) -> Cow<'_, [Candidate]> {
        let Some(state) = self.automaton.walk(number) else { return Cow::Borrowed(&[]) };
        let set = self.automaton.set_of(state);
        match self.ready(set) {
            Some(ready) => Cow::Borrowed(ready),
            None => Cow::Owned(self.put_together(set, &symbols(number).unwrap_or_default())),
        }
    }

    /// The dial-peers that match the numbers that lead to `state` of [`Self::automaton`], in hunt order, where that is the
    /// same for all of them; `None` where the match length of a pattern depends on the number.
    pub fn candidates_at(&self, state: StateId) -> Option<Cow<'_, [Candidate]>> {
        let set = self.automaton.set_of(state);
        match self.ready(set) {
            Some(ready) => Some(Cow::Borrowed(ready)),
            None if self.is_varying(set) => None,
            None => Some(Cow::Owned(self.put_together(set, &[]))),
        }
    }

    /// The dial-peers of a set of labels of [`Self::automaton`], in hunt order, and whether that order and their patterns are
    /// the same for all its numbers.
    pub fn candidates_of(&self, set: usize) -> (Cow<'_, [Candidate]>, bool) {
        match self.ready(set) {
            Some(ready) => (Cow::Borrowed(ready), true),
            None => (Cow::Owned(self.put_together(set, &[])), !self.is_varying(set)),
        }
    }

    /// The dial-peers of a set of labels of [`Self::automaton`] that `usable` takes, in hunt order, those of one rank together.
    /// Where match lengths depend on the number, those are together of which any may come first.
    pub fn ranks_of(&self, set: usize, usable: impl Fn(&Candidate) -> bool) -> Vec<Vec<Candidate>> {
        let (candidates, exact) = self.candidates_of(set);
        let usable: Vec<Candidate> = candidates.iter().copied().filter(usable).collect();
        if exact {
            return self.order.groups(&usable).map(<[Candidate]>::to_vec).collect();
        }
        let lengths = self.lengths(set);
        // What it is compared by where it matches best, and where it matches least.
        let keys = |one: &Candidate| {
            let (least, most) = lengths.get(&one.peer).copied().unwrap_or((one.length, one.length));
            (self.order.key(most, one.preference), self.order.key(least, one.preference))
        };
        let mut keyed: Vec<_> = usable.into_iter().map(|one| (keys(&one), one)).collect();
        keyed.sort_unstable_by_key(|((best, worst), one)| (*best, *worst, one.tag));
        let mut ranks: Vec<Vec<Candidate>> = Vec::new();
        let mut behind = None;
        for ((best, worst), one) in keyed {
            match ranks.last_mut().filter(|_| behind.is_some_and(|last| best <= last)) {
                Some(rank) => rank.push(one),
                None => ranks.push(vec![one]),
            }
            behind = behind.max(Some(worst));
        }
        ranks
    }

    /// By dial-peer, the least and the greatest match length that it has for numbers of a set of labels.
    fn lengths(&self, set: usize) -> HashMap<usize, (u8, u8)> {
        let mut lengths: HashMap<usize, (u8, u8)> = HashMap::new();
        for pattern in self.patterns(set) {
            let (least, most) = match &pattern.length {
                Length::Fixed(length) => (*length, *length),
                Length::Varying(pattern) => {
                    let range = match_length(pattern);
                    (length_of(*range.start()), length_of(*range.end()))
                }
            };
            for peer in pattern.holders.iter().flat_map(|holder| self.peers(holder).0) {
                let known = lengths.entry(*peer as usize).or_default();
                *known = (known.0.max(least), known.1.max(most));
            }
        }
        lengths
    }

    /// The automaton over all patterns; numbers that lead to one state are matched by the same peers.
    pub fn automaton(&self) -> &Labelled {
        &self.automaton
    }

    /// The order of the candidates.
    pub fn order(&self) -> HuntOrder {
        self.order
    }

    fn ready(&self, set: usize) -> Option<&[Candidate]> {
        let range = self.answers.get(set)?.clone()?;
        self.ready.get(range)
    }

    fn patterns(&self, set: usize) -> impl Iterator<Item = &Pattern> {
        self.automaton.labels(set).iter().filter_map(|&label| self.patterns.get(label as usize))
    }

    fn is_varying(&self, set: usize) -> bool {
        self.patterns(set).any(|pattern| matches!(pattern.length, Length::Varying(_)))
    }

    /// The peers that the pattern of `holder` belongs to, and its place among their patterns.
    fn peers<'a>(&'a self, holder: &'a Holder) -> (&'a [u32], Entry) {
        match holder {
            Holder::Peer(peer) => (std::slice::from_ref(peer), 0),
            Holder::Map(map, entry) => (self.maps.get(*map as usize).map_or(&[], Vec::as_slice), *entry),
        }
    }

    /// Puts together the candidates of the sets of labels, as long as there is room.
    fn make_ready(&mut self, room: usize) {
        for set in 0..self.automaton.sets() {
            let holders = self.patterns(set).flat_map(|pattern| &pattern.holders);
            let most = holders.fold(0, |sum: usize, holder| sum.saturating_add(self.peers(holder).0.len()));
            if self.is_varying(set) || most > room - self.ready.len() {
                self.answers.push(None);
                continue;
            }
            let candidates = self.put_together(set, &[]);
            self.answers.push(Some(self.ready.len()..self.ready.len() + candidates.len()));
            self.ready.extend(candidates);
        }
    }

    /// The candidates of a set of labels, for `number` where it makes a difference.
    fn put_together(&self, set: usize, number: &[Symbol]) -> Vec<Candidate> {
        let mut matches: Vec<(u32, Reverse<Match>)> = Vec::new();
        for pattern in self.patterns(set) {
            let length = match &pattern.length {
                Length::Fixed(length) => *length,
                // The automaton says that it matches.
                Length::Varying(pattern) => length_of(matched(pattern, number).unwrap_or(0)),
            };
            for holder in &pattern.holders {
                let (peers, entry) = self.peers(holder);
                matches.extend(peers.iter().map(|&peer| (peer, Reverse((length, Reverse(entry))))));
            }
        }
        matches.sort_unstable();
        matches.dedup_by_key(|(peer, _)| *peer);
        let candidate = |(peer, Reverse(best)): (u32, Reverse<Match>)| {
            let peer = peer as usize;
            self.peers.get(peer).map(|&facts| Candidate::new(peer, facts, best))
        };
        let mut candidates: Vec<Candidate> = matches.into_iter().filter_map(candidate).collect();
        self.order.sort(&mut candidates);
        candidates
    }
}

/// All patterns of a plan, each once, and where they are written.
struct Collected<'a> {
    patterns: Vec<(Cow<'a, NumberPattern>, Vec<Holder>)>,
    /// By text the place among the patterns.
    places: HashMap<Cow<'a, str>, usize>,
    maps: Vec<Vec<u32>>,
}

impl<'a> Collected<'a> {
    fn of(plan: &'a DialPlan, profile: &Profile) -> Self {
        let mut collected = Self { patterns: Vec::new(), places: HashMap::new(), maps: Vec::new() };
        let mut maps: HashMap<u32, u32> = HashMap::new();
        for (index, peer) in (0..).zip(plan.peers.values()) {
            if let Some(own) = peer.destination_pattern() {
                collected.add(pattern_on(profile, own.value), Holder::Peer(index));
            }
            let Some(map) = destination_map(plan, peer) else { continue };
            let place = *maps.entry(map.id).or_insert_with(|| {
                let place = u32::try_from(collected.maps.len()).unwrap_or(u32::MAX);
                for (entry, pattern) in (1..).zip(map.entries()) {
                    collected.add(pattern_on(profile, pattern.value), Holder::Map(place, entry));
                }
                collected.maps.push(Vec::new());
                place
            });
            collected.maps.get_mut(place as usize).into_iter().for_each(|peers| peers.push(index));
        }
        collected
    }

    fn add(&mut self, pattern: Cow<'a, NumberPattern>, holder: Holder) {
        let text = match &pattern {
            Cow::Borrowed(pattern) => Cow::Borrowed(pattern.text()),
            Cow::Owned(pattern) => Cow::Owned(pattern.text().to_owned()),
        };
        let place = *self.places.entry(text).or_insert(self.patterns.len());
        match self.patterns.get_mut(place) {
            Some((_, holders)) => holders.push(holder),
            None => self.patterns.push((pattern, vec![holder])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan;
    use super::*;
    use crate::model::{Release, read};
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn plan(text: &str) -> DialPlan {
        read(&Tree::parse(&Source::new("test.cfg", text.to_owned()))).0
    }

    /// Per candidate its tag, its match length and the text of its pattern; the same by both ways to find them.
    #[track_caller]
    fn found(plan: &DialPlan, profile: &Profile, number: &str) -> Vec<(u32, u8, String)> {
        let table = RoutingTable::new(plan, profile).unwrap();
        let candidates = table.candidates(number);
        assert_eq!(*candidates, scan(plan, profile, number));
        let shown =
            |one: &Candidate| (one.tag.number(), one.length, one.pattern(plan).unwrap().value.text().to_owned());
        candidates.iter().map(shown).collect()
    }

    const MAPS: &str = "voice class e164-pattern-map 1\n e164 55..\n e164 5512\n!\n\
        dial-peer voice 3 voip\n destination e164-pattern-map 1\n destination-pattern 551.\n!\n\
        dial-peer voice 2 voip\n destination e164-pattern-map 1\n shutdown\n!\n\
        dial-peer voice 1 voip\n destination e164-pattern-map 9\n!\n";

    #[test]
    fn a_peer_is_there_once_by_the_best_of_its_patterns() {
        // Cisco 211306: patterns of maps compete with all others.
        let found = |number| found(&plan(MAPS), &Profile::default(), number);
        assert_eq!(found("5512"), [(2, 4, "5512".to_owned()), (3, 4, "5512".to_owned())]);
        assert_eq!(found("5519"), [(3, 3, "551.".to_owned()), (2, 2, "55..".to_owned())]);
        assert_eq!(found("55"), []);
    }

    #[test]
    fn a_map_that_is_not_in_use_gives_nothing() {
        for line in ["shutdown", "url flash:numbers.cfg"] {
            let text = MAPS.replace(" e164 5512\n", &format!(" e164 5512\n {line}\n"));
            assert_eq!(found(&plan(&text), &Profile::default(), "5512"), [(3, 3, "551.".to_owned())], "{line}");
        }
    }

    #[test]
    fn a_plus_in_front_is_dropped_before_15_2_4() {
        // CSCub65380.
        let plan = plan(
            "dial-peer voice 1 pots\n destination-pattern +55\n!\ndial-peer voice 2 pots\n destination-pattern 55\n",
        );
        let tags = |release, number| {
            let profile = Profile::new(Release::parse(release));
            found(&plan, &profile, number).iter().map(|(tag, ..)| *tag).collect::<Vec<_>>()
        };
        assert_eq!((tags("12.4(24)T", "55"), tags("15.2(4)M", "55")), (vec![1, 2], vec![2]));
        assert_eq!((tags("12.4(24)T", "+55"), tags("15.2(4)M", "+55")), (vec![], vec![1]));
    }

    #[test]
    fn candidates_that_are_not_ready_are_the_same() {
        let text = (1..9).fold(String::new(), |text, tag| {
            let pattern = ["5512", "55", "T", "551+"][tag % 4];
            format!("{text}dial-peer voice {tag} voip\n destination-pattern {pattern}\n preference {}\n!\n", tag % 3)
        });
        let plan = plan(&text);
        let all = RoutingTable::new(&plan, &Profile::default()).unwrap();
        let few = RoutingTable::with_room(&plan, &Profile::default(), 3).unwrap();
        for number in ["", "5", "55", "551", "5511", "5512", "6", "6-", "551112"] {
            assert_eq!(all.candidates(number), few.candidates(number), "{number}");
            assert_eq!(*all.candidates(number), scan(&plan, &Profile::default(), number), "{number}");
        }
        assert!(matches!(all.candidates("55"), Cow::Borrowed(_)) && matches!(few.candidates("55"), Cow::Owned(_)));
        assert!(matches!(all.candidates("5511"), Cow::Owned(_)), "the length depends on the number");
    }

    #[test]
    fn states_have_their_candidates_where_no_length_varies() {
        let plan = plan(&(MAPS.to_owned() + "dial-peer voice 4 voip\n destination-pattern 77%\n"));
        let table = RoutingTable::new(&plan, &Profile::default()).unwrap();
        let at = |number| table.candidates_at(table.automaton().walk(number).unwrap());
        assert_eq!(at("5512"), Some(table.candidates("5512")));
        assert_eq!((at("7"), at("6")), (None, Some(Cow::Borrowed(&[][..]))));
        assert_eq!(table.order(), HuntOrder::LengthFirst);
    }
    #[test]
    fn what_comes_first_at_any_match_length_is_a_rank_of_its_own() {
        let peer = |tag: u32, pattern: &str, preference: u32| {
            format!("dial-peer voice {tag} voip\n destination-pattern {pattern}\n preference {preference}\n!\n")
        };
        let peers = [peer(20, "12..", 2), peer(30, "1212", 0), peer(40, "1...", 0), peer(70, "(12)+..", 1)];
        let ranks = |hunt: &str| {
            let plan = plan(&(hunt.to_owned() + &peers.concat()));
            let table = RoutingTable::new(&plan, &Profile::default()).unwrap();
            let set = table.automaton().set_of(table.automaton().walk("121234").unwrap());
            let tags = |rank: Vec<Candidate>| rank.iter().map(|one| one.tag.number()).collect::<Vec<_>>();
            table.ranks_of(set, |one| one.tag.number() != 0).into_iter().map(tags).collect::<Vec<_>>()
        };
        // 70 matches with two literals or more: it is before 20 by its preference, and before 30 or behind it.
        assert_eq!(ranks(""), [vec![70, 30], vec![20], vec![40]]);
        assert_eq!(ranks("dial-peer hunt 2\n!\n"), [vec![30], vec![40], vec![70], vec![20]]);
        assert_eq!(ranks("dial-peer hunt 7\n!\n"), [vec![20, 30, 40, 70]]);
    }
}
