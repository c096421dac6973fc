//! The dial-peers that are there on both sides: in which order they are altered, and what stands in for them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::alteration::{Alteration, ObjectLine};
use super::members;
use super::order::{About, Key, Plans, Writer, altered, is_up};
use super::preference::Stage;
use super::rivals::{Rivals, Typed};
use super::uses;
use crate::model::{AnyObject, Id, Tag};
use crate::syntax::commands::Command;

/// A dial-peer that stands in for another one for a while.
struct StandIn {
    title: String,
    about: About,
    /// The groups that it is a member of, and its line there.
    groups: Vec<(String, About, String)>,
}

/// Pairs of dial-peers: the second takes over numbers which the pattern of the first leaves.
type Turns = BTreeSet<(Tag, Tag)>;

impl Plans<'_> {
    /// The preferences that are typed in an order of their own: those of dial-peers, in use before and behind, of which no other
    /// line changes that can matter to routing.
    pub(super) fn typed(&self, rivals: Option<&Rivals<'_>>) -> Vec<Typed> {
        let changed = self.old.iter().filter_map(|(key, old)| Some((key, old, self.new.get(key)?)));
        let tags = changed
            .filter(|(key, old, new)| key.0 == Command::DialPeer && own_preference(old) != own_preference(new))
            .filter(|(_, old, new)| is_up(old) && is_up(new) && old.kind == new.kind)
            .filter(|(_, old, new)| altered(old, new).routing() == 1)
            .filter_map(|(key, ..)| tag(key));
        rivals.map_or_else(Vec::new, |rivals| rivals.typed(&tags.collect()))
    }
}

/// The tag of a dial-peer.
pub(super) fn tag(key: &Key) -> Option<Tag> {
    match key.1 {
        Id::Number(number) => Tag::new(number),
        Id::Only | Id::Name(_) => None,
    }
}

/// What the dial-peer with a tag is known by.
pub(super) fn key(tag: Tag) -> Key {
    (Command::DialPeer, Id::Number(tag.number()))
}

fn own_preference(object: &AnyObject<'_>) -> u32 {
    object.settings.integer(Command::Preference).map_or(0, |line| line.value)
}

fn is_preference(line: &ObjectLine) -> bool {
    line.command == Some(Command::Preference)
}

impl Writer<'_> {
    /// Types the preferences that are due before other dial-peers come to a stage; `None`: those that come last.
    pub(super) fn preferences(&mut self, before: Option<Stage>) {
        let due: Vec<Typed> = self.typed.iter().filter(|one| one.before == before).copied().collect();
        for Typed { tag, preference, .. } in due {
            let key = key(tag);
            let Some(title) = self.plans.new.get(&key).map(AnyObject::title) else { continue };
            self.preference(&title, &About::Object(key.0, key.1), preference);
        }
    }

    /// The preference of a new dial-peer for a while; its own is typed last.
    pub(super) fn until_gone(&mut self, key: &Key) -> Option<u32> {
        let is_new = key.0 == Command::DialPeer && !self.plans.old.contains_key(key);
        let tag = tag(key).filter(|_| self.manner.waits && is_new)?;
        let preference = self.rivals?.until_gone(tag)?;
        let own = self.plans.new.get(key).map_or(0, own_preference);
        self.typed.push(Typed { tag, preference: own, before: None });
        Some(preference)
    }

    pub(super) fn preference(&mut self, title: &str, about: &About, preference: u32) {
        let text = if preference == 0 { "no preference".to_owned() } else { format!("preference {preference}") };
        self.bare(Some(title), about, text, true);
    }

    /// The dial-peers that are there on both sides. What takes over the numbers that another one leaves is stood in for before any
    /// of them leaves, and none of them is opened before all have left: so two can change places. Where it does the same with them,
    /// it is altered before they are left.
    pub(super) fn peers(&mut self, keys: &[&Key]) {
        let tags: BTreeSet<Tag> = keys.iter().filter_map(|key| tag(key)).collect();
        let turns = self.rivals.map(|rivals| rivals.takers(&tags)).unwrap_or_default();
        let takers = self.takers(keys, &turns);
        let keys = self.in_turn(keys, &turns, &takers);
        let mut beside = Vec::new();
        for key in &takers {
            let new = self.plans.new.get(key).cloned();
            beside.extend(new.map(|new| self.successor(&new)));
        }
        let mut closed = Vec::new();
        for key in &keys {
            match (self.plans.old.get(key).cloned(), self.plans.new.get(key).cloned()) {
                (Some(old), Some(new)) if takers.contains(key) => {
                    let (title, about) = (new.title(), About::Object(key.0, key.1.clone()));
                    self.closed(&title, &about, &altered(&old, &new));
                    closed.push((title, about));
                }
                _ => self.peer(key),
            }
        }
        for (title, about) in closed {
            self.bare(Some(&title), &about, "no shutdown".to_owned(), true);
        }
        for successor in beside {
            self.dismiss(successor);
        }
    }

    /// The dial-peers, each behind those that take over numbers which its own pattern leaves and are not stood in for; of those that
    /// are, the one that is tried last is closed first.
    fn in_turn(&self, keys: &[&Key], turns: &Turns, stood_in: &BTreeSet<&Key>) -> Vec<Key> {
        let mut before: BTreeMap<Tag, BTreeSet<Tag>> = BTreeMap::new();
        let stood_in: BTreeSet<Tag> = stood_in.iter().filter_map(|key| tag(key)).collect();
        for (leaver, taker) in turns.iter().filter(|(_, taker)| !stood_in.contains(taker)) {
            before.entry(*leaver).or_default().insert(*taker);
        }
        for first in &stood_in {
            let behind = self.rivals.map(|rivals| rivals.tried_behind(*first)).unwrap_or_default();
            before.entry(*first).or_default().extend(behind.intersection(&stood_in));
        }
        let by_tag: BTreeMap<Tag, &Key> = keys.iter().filter_map(|key| Some((tag(key)?, *key))).collect();
        uses::behind(keys.iter().copied(), |key| {
            let first = tag(key).and_then(|tag| before.get(&tag));
            first.into_iter().flatten().filter_map(|tag| by_tag.get(tag).copied()).collect()
        })
    }

    /// The dial-peers, in use before and behind, that get a pattern which another one leaves, or a part of its numbers where they
    /// do something else with them.
    fn takers<'k>(&self, keys: &[&'k Key], turns: &Turns) -> BTreeSet<&'k Key> {
        let pattern = |object: &AnyObject<'_>| {
            let commands = [Command::DestinationPattern, Command::DestinationMap];
            commands.into_iter().find_map(|command| object.settings.get(command)).map(|line| line.value.line())
        };
        let moved: Vec<_> = keys
            .iter()
            .filter_map(|key| Some((*key, self.plans.old.get(key)?, self.plans.new.get(key)?)))
            .filter(|(_, old, new)| is_up(old) && is_up(new) && old.kind == new.kind)
            .map(|(key, old, new)| (key, pattern(old), pattern(new)))
            .filter(|(_, old, new)| old != new)
            .collect();
        let left: HashSet<&String> = moved.iter().filter_map(|(_, old, _)| old.as_ref()).collect();
        let takes = |new: &Option<String>| new.as_ref().is_some_and(|new| left.contains(new));
        // Their patterns are apart in any case.
        let is_other = |leaver: Tag, taker: Tag| {
            let [old, new] =
                [(&self.plans.old, leaver), (&self.plans.new, taker)].map(|(plan, tag)| plan.get(&key(tag)));
            old.zip(new).is_some_and(|(old, new)| altered(old, new).routing() > 1)
        };
        let of_parts: BTreeSet<Tag> =
            turns.iter().filter(|(leaver, taker)| is_other(*leaver, *taker)).map(|(_, taker)| *taker).collect();
        let takes_part = |key: &Key| tag(key).is_some_and(|tag| of_parts.contains(&tag));
        let all = self.manner.stands_in;
        moved.iter().filter(|(key, _, new)| all || takes(new) || takes_part(key)).map(|(key, ..)| *key).collect()
    }

    /// A dial-peer that is there on both sides.
    fn peer(&mut self, key: &Key) {
        let (Some(old), Some(new)) = (self.plans.old.get(key).cloned(), self.plans.new.get(key).cloned()) else {
            return;
        };
        let about = About::Object(key.0, key.1.clone());
        let title = new.title();
        if old.kind != new.kind {
            let successor = (is_up(&old) && is_up(&new)).then(|| self.successor(&new));
            self.object(key);
            return successor.into_iter().for_each(|successor| self.dismiss(successor));
        }
        let mut alteration = altered(&old, &new);
        if tag(key).is_some_and(|tag| self.typed.iter().any(|one| one.tag == tag)) {
            alteration.set.retain(|line| !is_preference(line));
            alteration.back.retain(|line| !is_preference(line));
        }
        let opens = |line: &&ObjectLine| line.command == Some(Command::Shutdown);
        if alteration.routing() > 1 && is_up(&old) && is_up(&new) {
            return self.beside(&title, &about, &new, &alteration);
        }
        // What puts it out of use comes first or last, as it opens or closes.
        let (closing, set): (Vec<_>, Vec<_>) = alteration.set.into_iter().partition(|line| opens(&line));
        let (opening, back): (Vec<_>, Vec<_>) = alteration.back.into_iter().partition(|line| opens(&line));
        self.set(&title, &about, &closing);
        self.back(&title, &about, &alteration.loose_back);
        self.set(&title, &about, &alteration.loose_set);
        self.set(&title, &about, &set);
        self.back(&title, &about, &back);
        self.back(&title, &about, &opening);
    }

    /// Enters a dial-peer that takes the calls of another until that is what it is to be, also those of the groups that this is a
    /// member of.
    fn successor(&mut self, new: &AnyObject<'_>) -> StandIn {
        let number = self.next_tag;
        self.next_tag = self.next_tag.saturating_add(1).min(Tag::MAXIMUM);
        let preference = tag(&(new.header, new.id.clone())).and_then(|tag| self.rivals?.beside(tag));
        let successor = AnyObject { id: Id::Number(number), ..new.clone() };
        let (about, title) = (About::Object(Command::DialPeer, Id::Number(number)), successor.title());
        self.header(&title, &about);
        self.whole(&title, &about, &successor, preference);
        let groups = self.plans.old.iter().filter(|(key, _)| key.0 == Command::DialPeerGroup);
        let member = |(key, group): (&Key, &AnyObject<'_>)| {
            let line = members::beside(group, self.plans.new.get(key), &new.id, number)?;
            Some((group.title(), About::Object(key.0, key.1.clone()), line))
        };
        let groups: Vec<_> = groups.filter_map(member).collect();
        for (group, of_group, line) in &groups {
            self.bare(Some(group), of_group, line.clone(), true);
        }
        StandIn { title, about, groups }
    }

    /// Takes away what stood in for a dial-peer.
    fn dismiss(&mut self, StandIn { title, about, groups }: StandIn) {
        for (group, of_group, line) in groups {
            self.bare(Some(&group), &of_group, format!("no {line}"), true);
        }
        self.bare(None, &about, format!("no {title}"), true);
    }

    /// A dial-peer of which several lines change: its successor takes the calls until it is altered.
    fn beside(&mut self, title: &str, about: &About, new: &AnyObject<'_>, alteration: &Alteration) {
        let successor = self.successor(new);
        self.closed(title, about, alteration);
        self.bare(Some(title), about, "no shutdown".to_owned(), true);
        self.dismiss(successor);
    }

    /// A dial-peer that is altered and takes no calls from then on.
    fn closed(&mut self, title: &str, about: &About, alteration: &Alteration) {
        self.bare(Some(title), about, "shutdown".to_owned(), true);
        self.loose(title, about, alteration);
        self.set(title, about, &alteration.set);
        self.back(title, about, &alteration.back);
    }
}
