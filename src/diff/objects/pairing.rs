//! Which objects of two plans are the same.
//!
//! Objects that are called alike and say the same are the same. Of the others, those that say the same are, whatever they are
//! called: what they name is compared by what it is in the new plan. So objects that others name come first, and it is gone
//! on with until nothing more is found. What is left is the same where it is called alike.

use std::collections::{HashMap, HashSet, VecDeque};

use super::lines::{Line, Renames, lines_of};
use crate::model::{AnyObject, Id, named};
use crate::syntax::commands::{Command, Shape};

/// The most often that objects are looked through: chains of objects that name each other are short.
const ROUNDS: usize = 8;

/// An object that has no equal with its number or name.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) object: &'a AnyObject<'a>,
    pub(super) lines: Vec<Line>,
}

/// The objects that differ.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a> {
    /// Those that both plans have, the old one and the new one.
    pub(super) same: Vec<(Item<'a>, Item<'a>)>,
    pub(super) removed: Vec<Item<'a>>,
    pub(super) added: Vec<Item<'a>>,
    /// What is called otherwise.
    pub(super) renames: Renames,
}

/// Which objects are the same, of those that are not called alike and say the same.
pub(super) fn paired<'a>(old: &'a [AnyObject<'a>], new: &'a [AnyObject<'a>]) -> Pairs<'a> {
    let mut search = Search::of(old, new);
    search.find_all();
    // Another description, say, on a dial-peer with another tag.
    if search.find_by_routing() {
        search.find_all();
    }
    search.finish()
}

struct Search<'a> {
    old: Vec<Option<Item<'a>>>,
    new: Vec<Option<Item<'a>>>,
    found: Pairs<'a>,
    /// What objects name that say the same on both sides: that is not called otherwise.
    fixed: HashSet<(Command, String)>,
}

/// Where objects stand, by what they are called.
type Places<'a> = HashMap<(Command, &'a Id), usize>;

/// What objects have to say alike to be the same.
type Key<'a> = (Command, Option<&'a str>, Vec<String>);

impl<'a> Search<'a> {
    /// The objects that have no equal under the same number or name.
    fn of(old: &'a [AnyObject<'a>], new: &'a [AnyObject<'a>]) -> Self {
        let places: HashMap<(Command, &Id), &AnyObject<'_>> =
            new.iter().map(|object| ((object.header, &object.id), object)).collect();
        let mut equal = HashSet::new();
        let mut items = Vec::new();
        let mut lines = HashMap::new();
        for object in old {
            let other = places.get(&(object.header, &object.id));
            if other.is_some_and(|other| object.kind == other.kind && object.settings == other.settings) {
                equal.insert((object.header, &object.id));
                continue;
            }
            let own = lines_of(object);
            if let Some(other) = other {
                let others = lines_of(other);
                let said = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
                if object.kind == other.kind && said(&own) == said(&others) {
                    equal.insert((object.header, &object.id));
                    continue;
                }
                lines.insert((object.header, &object.id), others);
            }
            items.push(Some(Item { object, lines: own }));
        }
        let others = new.iter().filter(|object| !equal.contains(&(object.header, &object.id))).map(|object| {
            let lines = lines.remove(&(object.header, &object.id)).unwrap_or_else(|| lines_of(object));
            Some(Item { object, lines })
        });
        let new = others.collect();
        let mut search = Self { old: items, new, found: Pairs::default(), fixed: HashSet::new() };
        let is_renamed = |item: &Option<Item<'_>>| item.as_ref().is_some_and(|item| may_be_renamed(item.object.header));
        if search.old.iter().any(is_renamed) && search.new.iter().any(is_renamed) {
            let equal = old.iter().filter(|object| equal.contains(&(object.header, &object.id)));
            search.fixed = equal.flat_map(|object| named(object.settings)).collect();
        }
        let order =
            |item: &Option<Item<'_>>| item.as_ref().map(|item| (rank(item.object.header), item.object.id.clone()));
        search.old.sort_by_cached_key(order);
        search.new.sort_by_cached_key(order);
        search
    }

    /// Pairs all that say the same, what they name being called as it is in the new plan.
    fn find_all(&mut self) {
        for _ in 0..ROUNDS {
            let before = self.found.same.len();
            for level in 0..=LAST_RANK {
                let said = |item: &Item<'a>, renames: &Renames| {
                    let all = item.lines.iter().map(|line| said(line, renames));
                    let is_here = rank(item.object.header) == level && !item.lines.is_empty();
                    is_here.then(|| sorted(all.collect()))
                };
                self.pair(&said, false);
            }
            if self.found.same.len() == before {
                break;
            }
        }
    }

    /// Pairs dial-peers that route alike, where neither plan has a dial-peer with the tag of the other.
    fn find_by_routing(&mut self) -> bool {
        let before = self.found.same.len();
        let said = |item: &Item<'a>, renames: &Renames| {
            let all: Vec<_> = item.lines.iter().filter(|line| !line.kept).map(|line| said(line, renames)).collect();
            (item.object.header == Command::DialPeer && !all.is_empty()).then(|| sorted(all))
        };
        self.pair(&said, true);
        self.found.same.len() > before
    }

    /// Pairs objects of which `said` gives the same; those that are called alike first, then the others in their order.
    /// With `only_free`, only those that no other is called like.
    fn pair(&mut self, said: &dyn Fn(&Item<'a>, &Renames) -> Option<Vec<String>>, only_free: bool) {
        let (old_places, new_places) = (places(&self.old), places(&self.new));
        let key = |item: &Option<Item<'a>>, others: &Places<'a>, renames: &Renames| -> Option<Key<'a>> {
            let item = item.as_ref()?;
            let is_free = !only_free || !others.contains_key(&(item.object.header, &item.object.id));
            let said = if is_free { said(item, renames)? } else { return None };
            Some((item.object.header, item.object.kind, said))
        };
        let old_keys: Vec<_> = self.old.iter().map(|item| key(item, &new_places, &self.found.renames)).collect();
        let none = Renames::default();
        let is_loose = |item: Option<&Option<Item<'a>>>| {
            item.and_then(Option::as_ref).is_some_and(|item| self.is_loose(item.object))
        };
        let mut new_keys: Vec<_> = self.new.iter().map(|item| key(item, &old_places, &none)).collect();
        let (mut pairs, mut rest) = (Vec::new(), Vec::new());
        for (place, key) in old_keys.iter().enumerate().filter(|(_, key)| key.is_some()) {
            let item = self.old.get(place).and_then(Option::as_ref);
            let alike = item.and_then(|item| new_places.get(&(item.object.header, &item.object.id)).copied());
            match alike.filter(|other| new_keys.get(*other) == Some(key)) {
                Some(other) => {
                    new_keys.get_mut(other).into_iter().for_each(|key| *key = None);
                    pairs.push((place, other));
                }
                None if is_loose(self.old.get(place)) => rest.push((place, key)),
                None => {}
            }
        }
        let mut queues: HashMap<&Key<'a>, VecDeque<usize>> = HashMap::new();
        for (other, key) in new_keys.iter().enumerate() {
            if let Some(key) = key.as_ref().filter(|_| is_loose(self.new.get(other))) {
                queues.entry(key).or_default().push_back(other);
            }
        }
        for (place, key) in rest {
            let other = key.as_ref().and_then(|key| queues.get_mut(key)?.pop_front());
            pairs.extend(other.map(|other| (place, other)));
        }
        for (place, other) in pairs {
            self.take(place, other);
        }
    }

    /// Whether an object may be called otherwise on the other side.
    fn is_loose(&self, object: &AnyObject<'_>) -> bool {
        let is_fixed = |name: String| self.fixed.contains(&(object.header, name));
        may_be_renamed(object.header) && !object.name().is_some_and(is_fixed)
    }

    /// Takes two objects for the same.
    fn take(&mut self, old: usize, new: usize) {
        let old = self.old.get_mut(old).and_then(Option::take);
        let new = self.new.get_mut(new).and_then(Option::take);
        if let (Some(old), Some(new)) = (old, new) {
            if let (Some(was), Some(is)) = (old.object.name(), new.object.name())
                && was != is
            {
                self.found.renames.add(old.object.header, was, is);
            }
            self.found.same.push((old, new));
        }
    }

    /// What is left is the same where it is called alike.
    fn finish(mut self) -> Pairs<'a> {
        let mut others: HashMap<(Command, &Id), Item<'a>> = HashMap::new();
        let mut order = Vec::new();
        for item in self.new.into_iter().flatten() {
            order.push((item.object.header, &item.object.id));
            others.insert((item.object.header, &item.object.id), item);
        }
        for item in self.old.into_iter().flatten() {
            match others.remove(&(item.object.header, &item.object.id)) {
                Some(other) => self.found.same.push((item, other)),
                None => self.found.removed.push(item),
            }
        }
        self.found.added = order.iter().filter_map(|key| others.remove(key)).collect();
        self.found
    }
}

/// What a line says when what it names is called as in the new plan.
fn said(line: &Line, renames: &Renames) -> String {
    match line.renamed(renames) {
        Some(line) => line.text,
        // No line of a configuration has a line break.
        None if line.names_another(renames) => format!("{}\n", line.text),
        None => line.text.clone(),
    }
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_unstable();
    texts
}

fn places<'a>(items: &[Option<Item<'a>>]) -> Places<'a> {
    let all = items.iter().enumerate().filter_map(|(place, item)| Some((place, item.as_ref()?)));
    all.map(|(place, item)| ((item.object.header, &item.object.id), place)).collect()
}

/// Whether an object can be called otherwise: a port is where it is.
fn may_be_renamed(header: Command) -> bool {
    !matches!(header.row().shape, Shape::PortHeader | Shape::BareHeader)
}

/// The last of [`rank`].
const LAST_RANK: u8 = 3;

/// When objects with this header are looked at: after those that they name.
fn rank(header: Command) -> u8 {
    const FIRST: [Command; 5] = [
        Command::TranslationProfile,
        Command::CorList,
        Command::VoicePortHeader,
        Command::TrunkGroupHeader,
        Command::SourceGroup,
    ];
    if header == Command::DialPeerGroup {
        LAST_RANK
    } else if header == Command::DialPeer {
        2
    } else {
        u8::from(FIRST.contains(&header))
    }
}
