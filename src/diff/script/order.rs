//! The order of a change: what is new comes before what uses it, what is in use is not emptied, what goes is last.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::alteration::{Alteration, ObjectLine, global_lines, is_always_there, is_in_order, lines};
use super::members;
use super::peers::{self, tag};
use super::preference::Stage;
use super::rivals::{Alone, Rivals, Typed};
use super::uses::{self, Uses};
use crate::model::{AnyObject, DialPlan, Id, Tag, named, reference};
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

/// A command of a script: a line, and where it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entered {
    /// The lines of the modes that it is entered in: the header of the object, as it is typed, and that of a sub-mode. Empty in
    /// configuration mode.
    pub path: Vec<String>,
    /// The line. For the first of an object the header itself is entered before it.
    pub text: String,
    /// Whether it can change where calls go.
    pub(super) routes: bool,
    /// What the line is about.
    pub(super) about: About,
}

/// The object that a command is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum About {
    /// What stands in no object.
    Global,
    /// An object, by its header and what it is known by.
    Object(Command, Id),
}

/// What of an order depends on what the lines do to calls, which shows when they are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// Whether what dial-peers name is altered before them: where one takes more numbers that a table is new for.
    pub(super) definitions_first: bool,
    /// Whether a new dial-peer that takes the place of another has another preference until that is gone: where the two lead apart.
    pub(super) waits: bool,
    /// Whether all dial-peers with another pattern are stood in for until each has it: where their match lengths change.
    pub(super) stands_in: bool,
}

/// The ways to order a change, the one that fits most changes first.
pub(super) const MANNERS: [Manner; 5] = [
    Manner { definitions_first: false, waits: true, stands_in: false },
    Manner { definitions_first: true, waits: true, stands_in: false },
    Manner { definitions_first: false, waits: false, stands_in: false },
    Manner { definitions_first: true, waits: true, stands_in: true },
    Manner { definitions_first: false, waits: true, stands_in: true },
];

/// The commands of a change, and what is left out of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ordered {
    pub(super) commands: Vec<Entered>,
    /// Lines that hold a secret, masked: they have to be typed by hand.
    pub(super) secrets: Vec<String>,
}

/// An object on either side.
pub(super) type Key = (Command, Id);

/// Both sides of a change, object by object.
pub(super) struct Plans<'a> {
    pub(super) old: BTreeMap<Key, AnyObject<'a>>,
    pub(super) new: BTreeMap<Key, AnyObject<'a>>,
}

/// Writes the commands.
pub(super) struct Writer<'a> {
    pub(super) plans: Plans<'a>,
    ordered: Ordered,
    /// Which dial-peers match the same numbers, where that is known.
    pub(super) rivals: Option<&'a Rivals<'a>>,
    /// Preferences that are typed apart from other lines of their dial-peers.
    pub(super) typed: Vec<Typed>,
    /// Which objects name which.
    uses: Uses,
    pub(super) manner: Manner,
    /// The objects that are altered already, but for dial-peers.
    done: BTreeSet<Key>,
    /// Whether the dial-peers are altered already.
    peers_done: bool,
    /// What is taken back once everything that is new is there, and what is typed behind that.
    later: Vec<(Key, Vec<ObjectLine>, Vec<ObjectLine>)>,
    /// Numbers and tags that neither side has, for what stands beside until the change is over.
    pub(super) next_tag: u32,
    next_table: u32,
}

/// The commands that turn `old` into `new`, in their order.
pub(super) fn ordered(old: &DialPlan, new: &DialPlan, rivals: Option<&Rivals<'_>>, manner: Manner) -> Ordered {
    let tags = old.peers.keys().chain(new.peers.keys()).map(|tag| tag.number());
    let plans = Plans { old: by_key(old), new: by_key(new) };
    let tables = plans.old.keys().chain(plans.new.keys()).filter_map(|(header, id)| match id {
        Id::Number(number) if TABLES.contains(header) => Some(*number),
        Id::Number(_) | Id::Only | Id::Name(_) => None,
    });
    let mut writer = Writer {
        next_tag: free(tags, Tag::MAXIMUM),
        next_table: free(tables, i32::MAX as u32),
        typed: plans.typed(rivals),
        uses: Uses::of(&plans, &old.globals),
        manner,
        done: BTreeSet::new(),
        peers_done: false,
        plans,
        rivals,
        ordered: Ordered::default(),
        later: Vec::new(),
    };
    let order = writer.plans.by_use(rivals.map(|rivals| (rivals, Alone::New)));
    let (peers, others): (Vec<&Key>, Vec<&Key>) =
        order.iter().partition(|key| key.0 == Command::DialPeer && writer.plans.old.contains_key(key));
    writer.preferences(Some(Stage::Opened));
    for key in &others {
        writer.object(key);
    }
    writer.preferences(Some(Stage::Altered));
    if manner.definitions_first {
        writer.definitions(&others);
    }
    writer.peers(&peers);
    writer.peers_done = true;
    writer.preferences(Some(Stage::Removed));
    writer.definitions(&others);
    writer.globals(&Alteration::of(&global_lines(&old.globals), &global_lines(&new.globals), false));
    writer.rest(&order);
    writer.preferences(None);
    writer.ordered
}

fn by_key(plan: &DialPlan) -> BTreeMap<Key, AnyObject<'_>> {
    plan.objects().into_iter().map(|object| ((object.header, object.id.clone()), object)).collect()
}

/// Tables of rules of both kinds.
const TABLES: [Command; 2] = [Command::TranslationRuleTable, Command::OldTranslationRule];

/// Whether a successor takes the place of an object until it is altered: a table of which several rules change, or one that
/// has to be taken back before it is typed anew.
fn stands_in(key: &Key, alteration: &Alteration) -> bool {
    TABLES.contains(&key.0) && (alteration.routing() > 1 || !alteration.over.is_empty())
}

/// A number above all of `used`, or the greatest free one.
fn free(used: impl Iterator<Item = u32>, most: u32) -> u32 {
    let used: BTreeSet<u32> = used.collect();
    let above = used.last().map_or(1, |last| last.saturating_add(1));
    if above <= most { above } else { (1..=most).rev().find(|number| !used.contains(number)).unwrap_or(most) }
}

impl Plans<'_> {
    /// The objects of the new side, those that are referred to before those that refer to them. Of dial-peers that are on this
    /// side alone and match a common number, the one that is tried first comes first.
    fn by_use(&self, rivals: Option<(&Rivals<'_>, Alone)>) -> Vec<Key> {
        let mut names: HashMap<(Command, String), &Key> = HashMap::new();
        for (key, object) in &self.new {
            names.insert((object.header, object.name().unwrap_or_default()), key);
        }
        uses::behind(self.new.keys(), |key| {
            let first = rivals.zip(tag(key).filter(|_| key.0 == Command::DialPeer));
            let first = first.map(|((rivals, side), tag)| rivals.tried_before(tag, side)).unwrap_or_default();
            let first = first.into_iter().filter_map(|tag| Some(self.new.get_key_value(&peers::key(tag))?.0));
            self.references(key, &names).into_iter().chain(first).collect()
        })
    }

    fn references<'k>(&self, key: &Key, names: &HashMap<(Command, String), &'k Key>) -> Vec<&'k Key> {
        let Some(object) = self.new.get(key) else { return Vec::new() };
        named(object.settings).filter_map(|named| names.get(&named).copied()).collect()
    }
}

impl Writer<'_> {
    /// Types one line of an object, or takes it back. One that holds a secret is told and left out.
    fn enter(&mut self, object: Option<&str>, about: About, line: &ObjectLine, text: &str) {
        let modes = || object.into_iter().chain(line.path.iter().map(String::as_str));
        let place = || modes().map(shown).chain([shown(text)]).collect::<Vec<_>>().join(": ");
        if shown(text) != text {
            self.ordered.secrets.push(place());
            return;
        }
        self.ordered.commands.push(Entered {
            path: modes().map(str::to_owned).collect(),
            text: text.to_owned(),
            routes: line.routes,
            about,
        });
    }

    /// A line that is no object's own: a header, or one that takes an object out of use and back.
    pub(super) fn bare(&mut self, object: Option<&str>, about: &About, text: String, routes: bool) {
        let path = object.map(str::to_owned).into_iter().collect();
        self.ordered.commands.push(Entered { path, text, routes, about: about.clone() });
    }

    /// Enters the header of an object alone.
    pub(super) fn header(&mut self, title: &str, about: &About) {
        self.bare(None, about, title.to_owned(), false);
    }

    /// What stands in no object.
    fn globals(&mut self, alteration: &Alteration) {
        let Alteration { loose_back, loose_set, set, over: _, back } = alteration;
        let typed = |line: &ObjectLine| (line.clone(), line.text.clone());
        let taken_back = |line: &ObjectLine| (line.clone(), line.back.clone());
        let loose = loose_back.iter().map(taken_back).chain(loose_set.iter().map(typed));
        let lines = loose.chain(set.iter().map(typed)).chain(back.iter().map(taken_back));
        for (line, text) in lines.filter(|(line, _)| line.command != Some(Command::Version)) {
            self.enter(None, About::Global, &line, &text);
        }
    }

    /// A new object, or one that is there on both sides and no dial-peer.
    pub(super) fn object(&mut self, key: &Key) {
        let Some(new) = self.plans.new.get(key).cloned() else { return };
        let about = About::Object(key.0, key.1.clone());
        let title = new.title();
        match self.plans.old.get(key).cloned() {
            Some(old) if old.kind == new.kind && self.uses.is_idle(key) => {
                self.done.insert(key.clone());
                self.altered(key);
                self.taken_back();
            }
            Some(old) if old.kind == new.kind => {
                // What is added breaks nothing; what takes the place of something waits until all that is new is there.
                let mut alteration = altered(&old, &new);
                let typed = members::apart(&mut alteration, &old, &new);
                let added: Vec<_> =
                    alteration.set.iter().filter(|line| !alteration.over.contains(line)).cloned().collect();
                if !stands_in(key, &alteration) && !self.uses.is_left(key) {
                    self.set(&title, &about, &members::before(&typed, Some(Stage::Opened)));
                    self.set(&title, &about, &added);
                }
            }
            old => {
                if let Some(old) = old {
                    self.remove(&old, &about);
                }
                let preference = self.until_gone(key);
                self.header(&title, &about);
                self.whole(&title, &about, &new, preference);
            }
        }
    }

    /// Alters what is there on both sides and is no dial-peer, where that is not done.
    fn definitions(&mut self, keys: &[&Key]) {
        for key in self.uses.in_order(keys) {
            if self.done.insert(key.clone()) {
                self.altered(&key);
            }
        }
    }

    /// What takes the place of other lines in an object that is there on both sides, and is no dial-peer.
    fn altered(&mut self, key: &Key) {
        let (Some(old), Some(new)) = (self.plans.old.get(key).cloned(), self.plans.new.get(key).cloned()) else {
            return;
        };
        if old.kind != new.kind {
            return;
        }
        let mut alteration = altered(&old, &new);
        if stands_in(key, &alteration) {
            return self.table(key, &alteration);
        }
        let (title, about) = (new.title(), About::Object(key.0, key.1.clone()));
        let typed = members::apart(&mut alteration, &old, &new);
        self.loose(&title, &about, &alteration);
        let late = self.uses.is_left(key) || self.uses.is_idle(key);
        if late {
            self.set(&title, &about, &members::before(&typed, Some(Stage::Opened)));
        }
        self.set(&title, &about, &members::before(&typed, Some(Stage::Altered)));
        let set: Vec<_> =
            alteration.set.iter().filter(|line| late || alteration.over.contains(line)).cloned().collect();
        self.set(&title, &about, &set);
        self.set(&title, &about, &members::before(&typed, Some(Stage::Removed)));
        self.later.push((key.clone(), alteration.back, members::before(&typed, None)));
    }

    pub(super) fn set(&mut self, title: &str, about: &About, set: &[ObjectLine]) {
        for line in set {
            self.enter(Some(title), about.clone(), line, &line.text);
        }
    }

    pub(super) fn back(&mut self, title: &str, about: &About, back: &[ObjectLine]) {
        for line in back {
            self.enter(Some(title), about.clone(), line, &line.back);
        }
    }

    /// Lines of which the old ones go before the new ones are typed.
    pub(super) fn loose(&mut self, title: &str, about: &About, alteration: &Alteration) {
        self.back(title, about, &alteration.loose_back);
        self.set(title, about, &alteration.loose_set);
    }

    /// Takes an object away; where there is no command for that, it is left without lines.
    pub(super) fn remove(&mut self, object: &AnyObject<'_>, about: &About) {
        let title = object.title();
        if is_always_there(object.header) {
            let all = lines(object);
            let outer: Vec<ObjectLine> = all.iter().filter(|line| !has_mode(&all, line)).cloned().collect();
            self.back(&title, about, &outer);
        } else {
            self.bare(None, about, format!("no {title}"), true);
        }
    }

    /// All lines of a new object. A dial-peer is out of use until it is complete; `preference`: it has another for a while.
    pub(super) fn whole(&mut self, title: &str, about: &About, new: &AnyObject<'_>, preference: Option<u32>) {
        let is_peer = new.header == Command::DialPeer;
        let mut all = lines(new);
        let is_shutdown = |line: &&ObjectLine| line.command == Some(Command::Shutdown);
        if is_peer {
            self.bare(Some(title), about, "shutdown".to_owned(), true);
        }
        if let Some(preference) = preference {
            self.preference(title, about, preference);
            all.retain(|line| line.command != Some(Command::Preference));
        }
        let rest: Vec<ObjectLine> = all.iter().filter(|line| !is_peer || !is_shutdown(line)).cloned().collect();
        self.set(title, about, &rest);
        if is_peer && !all.iter().any(|line| is_shutdown(&line)) {
            self.bare(Some(title), about, "no shutdown".to_owned(), true);
        }
    }

    /// A table of which rules change: its profiles take a successor until it is altered. No document says that a second rule
    /// of one number overwrites the first, so that one is taken back before.
    fn table(&mut self, key: &Key, alteration: &Alteration) {
        let Some(new) = self.plans.new.get(key).cloned() else { return };
        let (about, title) = (About::Object(key.0, key.1.clone()), new.title());
        let number = key.1.to_string();
        let naming = |object: &AnyObject<'_>| -> Vec<(String, String)> {
            let lines = object.settings.iter().filter_map(|(command, line)| {
                let found = reference(command, &line.value.argument.to_string())?;
                // The number is the last word of each line that names a table.
                let line = line.value.line();
                let before = line.rsplit_once(' ').map(|(before, _)| before.to_owned());
                let is_one = found.may_name(key.0, &number);
                before.filter(|_| is_one).map(|before| (before, object.title()))
            });
            lines.collect()
        };
        let users: Vec<(Key, String, String)> = self
            .plans
            .old
            .iter()
            .filter(|(user, _)| !self.uses.is_idle(user) && !self.has_left(user, key))
            .flat_map(|(key, object)| naming(object).into_iter().map(|(line, title)| (key.clone(), line, title)))
            .collect();
        let alter = |writer: &mut Self| {
            writer.loose(&title, &about, alteration);
            writer.back(&title, &about, &alteration.over);
            writer.set(&title, &about, &alteration.set);
            writer.back(&title, &about, &alteration.back);
        };
        if users.is_empty() {
            return alter(self);
        }
        let other = self.next_table;
        self.next_table = self.next_table.saturating_add(1);
        let successor = AnyObject { id: Id::Number(other), ..new.clone() };
        let (beside, beside_title) = (About::Object(key.0, Id::Number(other)), successor.title());
        self.header(&beside_title, &beside);
        self.whole(&beside_title, &beside, &successor, None);
        let swing = |writer: &mut Self, to: &str| {
            for ((header, id), line, title) in &users {
                writer.bare(Some(title), &About::Object(*header, id.clone()), format!("{line} {to}"), true);
            }
        };
        swing(self, &other.to_string());
        alter(self);
        swing(self, &number);
        self.remove(&successor, &beside);
    }

    /// Whether an object that named another names it no more.
    fn has_left(&self, user: &Key, named: &Key) -> bool {
        (if user.0 == Command::DialPeer { self.peers_done } else { self.done.contains(user) })
            && self.uses.leaving(named).contains(user)
    }

    /// What waited to be taken back.
    fn taken_back(&mut self) {
        let later = std::mem::take(&mut self.later);
        for (key, back, set) in later.into_iter().rev() {
            let Some(title) = self.plans.new.get(&key).map(AnyObject::title) else { continue };
            let about = About::Object(key.0, key.1.clone());
            self.back(&title, &about, &back);
            self.set(&title, &about, &set);
        }
    }

    /// What is taken back, and then what goes: what refers to others before these.
    fn rest(&mut self, order: &[Key]) {
        self.taken_back();
        let known: BTreeSet<&Key> = order.iter().collect();
        let gone: BTreeMap<Key, AnyObject<'_>> = self
            .plans
            .old
            .iter()
            .filter(|(key, _)| !known.contains(key))
            .map(|(key, one)| (key.clone(), one.clone()))
            .collect();
        let of_old = Plans { old: BTreeMap::new(), new: gone };
        for key in of_old.by_use(self.rivals.map(|rivals| (rivals, Alone::Old))).into_iter().rev() {
            let Some(object) = of_old.new.get(&key) else { continue };
            let about = About::Object(key.0, key.1.clone());
            self.remove(object, &about);
        }
    }
}

/// Whether a dial-peer takes calls.
pub(super) fn is_up(object: &AnyObject<'_>) -> bool {
    !object.settings.flag(Command::Shutdown)
}

/// What is done to an object that is there on both sides.
pub(super) fn altered(old: &AnyObject<'_>, new: &AnyObject<'_>) -> Alteration {
    Alteration::of(&lines(old), &lines(new), is_in_order(new.header))
}

/// Whether a line stands below another one of these, and goes with it.
fn has_mode(all: &[ObjectLine], line: &ObjectLine) -> bool {
    let Some((mode, above)) = line.path.split_last() else { return false };
    all.iter().any(|other| other.path == above && other.text == *mode)
}
