//! The lines of an object, and how those of two objects differ.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Field, FieldChange};
use crate::model::{AnyObject, Reference, Setting, Settings, kept_references, reference};
use crate::syntax::commands::{Command, Context, Default, Multiplicity, Support};
use crate::syntax::secrets::shown;

/// What objects of the old plan are called in the new one, where that is another name.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    /// The new name, by kind and old name.
    names: HashMap<(Command, String), String>,
    /// The new names, by kind.
    taken: HashSet<(Command, String)>,
}

impl Renames {
    pub(super) fn add(&mut self, kind: Command, was: String, is: String) {
        self.taken.insert((kind, is.clone()));
        self.names.insert((kind, was), is);
    }
}

/// What a line takes the place of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// The line of its command with the same key; of a command that stands only once, that is empty.
    Keyed(Command, u32, String),
    /// A line that says the same.
    Listed(Command, String),
    /// A line that is kept as it was written, in this sub-mode.
    Written(Option<Command>, String),
}

impl Slot {
    /// Where IOS prints it.
    fn place(&self) -> (bool, Option<Command>, u32, String) {
        match self {
            Self::Keyed(command, number, name) => (false, Some(*command), *number, name.clone()),
            Self::Listed(command, text) => (false, Some(*command), 0, text.clone()),
            Self::Written(under, text) => (true, *under, 0, text.clone()),
        }
    }
}

/// A line of an object.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) slot: Slot,
    /// As IOS prints it, with the lines that are nested under it.
    pub(super) text: String,
    /// Whether it is of no account for routing.
    pub(super) kept: bool,
}

/// Whether the order of the lines says something, in an object with this header.
pub(super) fn order_counts(header: Command) -> bool {
    header.row().opens == Some(Context::Kept)
}

/// The lines of an object, in an order that does not depend on how they were entered.
pub(super) fn lines_of(object: &AnyObject<'_>) -> Vec<Line> {
    settings_lines(object.settings, order_counts(object.header))
}

/// The same of lines that may stand in no object.
pub(super) fn settings_lines(settings: &Settings, order_counts: bool) -> Vec<Line> {
    let canonical = settings.canonical(order_counts);
    let mut lines: Vec<Line> = canonical.iter().map(|(_, setting)| of_setting(&setting.value)).collect();
    lines.extend(canonical.blocks().into_iter().map(|block| {
        let text = block.iter().map(|line| line.value.text.as_str()).collect::<Vec<_>>().join("\n");
        let first = block.first().map(|line| &line.value);
        let kept = first.is_some_and(|line| line.support == Some(Support::Kept));
        Line { slot: Slot::Written(first.and_then(|line| line.under), text.clone()), text, kept }
    }));
    lines
}

fn of_setting(setting: &Setting) -> Line {
    let (command, text) = (setting.command, setting.line());
    let slot = match command.row().multiplicity {
        Multiplicity::Single => Slot::Keyed(command, 0, String::new()),
        Multiplicity::Keyed => {
            let (number, name) = setting.key();
            Slot::Keyed(command, number, name)
        }
        Multiplicity::List => Slot::Listed(command, text.clone()),
    };
    Line { slot, text, kept: command.row().support == Support::Kept }
}

impl Line {
    /// The same line as it would be in the new plan, where what it names is called otherwise there.
    pub(super) fn renamed(&self, renames: &Renames) -> Option<Self> {
        if renames.names.is_empty() {
            return None;
        }
        let (at, named) = self.named()?;
        let name = named.kinds().find_map(|kind| renames.names.get(&(kind, named.id.clone())))?;
        let mut text = self.text.clone();
        text.replace_range(at, name);
        let slot = match &self.slot {
            Slot::Keyed(command, ..) if named_by_its_key(*command) => {
                let number = name.parse();
                let word = if number.is_ok() { String::new() } else { name.clone() };
                Slot::Keyed(*command, number.unwrap_or(u32::MAX), word)
            }
            Slot::Keyed(..) => self.slot.clone(),
            Slot::Listed(command, _) => Slot::Listed(*command, text.clone()),
            Slot::Written(under, _) => Slot::Written(*under, text.clone()),
        };
        Some(Self { slot, text, kept: self.kept })
    }

    /// Whether it names what is another object in the new plan.
    pub(super) fn names_another(&self, renames: &Renames) -> bool {
        let is_taken = |named: Reference| {
            let mut keys = named.kinds().map(|kind| (kind, named.id.clone()));
            keys.any(|key| renames.taken.contains(&key) && !renames.names.contains_key(&key))
        };
        !renames.taken.is_empty() && self.named().is_some_and(|(_, named)| is_taken(named))
    }

    /// The object that it names, and where in its text.
    fn named(&self) -> Option<(Range<usize>, Reference)> {
        match &self.slot {
            Slot::Keyed(command, ..) | Slot::Listed(command, _) => {
                let keywords = command.row().keywords.len() + 1;
                let argument = self.text.get(keywords..).filter(|_| !self.text.starts_with("no "))?;
                reference(*command, argument).map(|one| (keywords + one.at.start..keywords + one.at.end, one))
            }
            Slot::Written(..) => kept_references(&self.text).next().map(|one| (one.at.clone(), one)),
        }
    }

    /// What it is known by in its object.
    fn name(&self) -> String {
        match &self.slot {
            Slot::Keyed(Command::Rule | Command::OldRule, number, _) => format!("rule {number}"),
            Slot::Keyed(command, ..) | Slot::Listed(command, _) => command.row().keywords.to_owned(),
            Slot::Written(..) => {
                let first = self.text.lines().next().unwrap_or_default();
                let mut words = first.split(' ').filter(|word| *word != "no");
                shown(words.next().unwrap_or_default())
            }
        }
    }

    /// What holds without it, where that is known.
    fn default(&self) -> Option<String> {
        let Slot::Keyed(command, ..) = &self.slot else { return None };
        let row = command.row();
        match row.default {
            Default::Value(value) => Some(format!("{} {value}", row.keywords)),
            Default::On => Some(row.keywords.to_owned()),
            Default::Absent | Default::ByArgument | Default::Unknown => None,
        }
    }

    /// What a rule says, whatever its number.
    fn body(&self) -> Option<&str> {
        let Slot::Keyed(Command::Rule | Command::OldRule, ..) = &self.slot else { return None };
        self.text.splitn(3, ' ').nth(2)
    }
}

/// Whether what tells the lines of this command apart is the name of an object.
fn named_by_its_key(command: Command) -> bool {
    matches!(command, Command::GroupMember | Command::Trunkgroup)
}

/// An old line and the new line that takes its place.
struct Pair<'a> {
    old: Option<&'a Line>,
    new: Option<&'a Line>,
    change: FieldChange,
}

/// How the lines of two objects differ, in the order in which IOS prints them.
pub(super) fn compared(old: &[Line], new: &[Line], renames: &Renames, order_counts: bool) -> Vec<Field> {
    let followed: Vec<Option<Line>> = old.iter().map(|line| line.renamed(renames)).collect();
    let as_new: Vec<&Line> = old.iter().zip(&followed).map(|(line, other)| other.as_ref().unwrap_or(line)).collect();
    let mut pairs = Vec::new();
    let mut matching = Matching::of(old, &as_new, new);
    if order_counts {
        matching.pair_in_order();
    }
    matching.pair_by(
        &mut pairs,
        |line| Some((line.slot.clone(), line.text.clone())),
        |old, new| (old.text != new.text).then_some(FieldChange::Followed),
    );
    matching.pair_by(&mut pairs, Line::body, |_, _| Some(FieldChange::Renumbered));
    let matched = |line: &'_ Line| line.body().and_then(|body| body.split(' ').next()).map(str::to_owned);
    matching.pair_by(&mut pairs, matched, |_, _| Some(FieldChange::Said));
    matching.pair_by(&mut pairs, |line| Some(line.slot.clone()), |_, _| Some(FieldChange::Said));
    matching.pair_by_first_word(&mut pairs);
    pairs.extend(matching.rest());
    if !order_counts {
        pairs.sort_by_cached_key(|pair| pair.new.or(pair.old).map(|line| line.slot.place()));
    }
    pairs.into_iter().map(|pair| field(&pair)).collect()
}

/// The lines that have no counterpart yet.
struct Matching<'a> {
    /// Each with the line that it would be in the new plan.
    old: Vec<(&'a Line, &'a Line)>,
    new: Vec<&'a Line>,
}

impl<'a> Matching<'a> {
    fn of(old: &'a [Line], as_new: &[&'a Line], new: &'a [Line]) -> Self {
        Self { old: old.iter().zip(as_new.iter().copied()).collect(), new: new.iter().collect() }
    }

    /// Pairs the lines that say the same in the same order.
    fn pair_in_order(&mut self) {
        let old: Vec<_> = self.old.iter().map(|(_, line)| line.text.as_str()).collect();
        let new: Vec<_> = self.new.iter().map(|line| line.text.as_str()).collect();
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if !matches!(op, DiffOp::Equal { .. }) {
                left.extend(self.old.get(op.old_range()).unwrap_or_default());
                right.extend(self.new.get(op.new_range()).unwrap_or_default());
            }
        }
        (self.old, self.new) = (left, right);
    }

    /// Pairs the lines of which `key` says the same, in their order. `change` says how they differ; `None` where they do not.
    fn pair_by<K: Hash + Eq>(
        &mut self,
        pairs: &mut Vec<Pair<'a>>,
        key: impl Fn(&'a Line) -> Option<K>,
        change: impl Fn(&Line, &Line) -> Option<FieldChange>,
    ) {
        if self.old.is_empty() || self.new.is_empty() {
            return;
        }
        let mut places: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (place, line) in self.new.iter().enumerate() {
            if let Some(key) = key(line) {
                places.entry(key).or_default().push_back(place);
            }
        }
        let mut taken = vec![false; self.new.len()];
        self.old.retain(|(old, as_new)| {
            let Some(place) = key(as_new).and_then(|key| places.get_mut(&key)?.pop_front()) else { return true };
            taken.get_mut(place).into_iter().for_each(|taken| *taken = true);
            if let Some(new) = self.new.get(place).copied() {
                pairs.extend(change(old, new).map(|change| Pair { old: Some(old), new: Some(new), change }));
            }
            false
        });
        let mut taken = taken.into_iter();
        self.new.retain(|_| !taken.next().unwrap_or(false));
    }

    /// Pairs a line that is kept as it was written with the only new one that begins with the same word.
    fn pair_by_first_word(&mut self, pairs: &mut Vec<Pair<'a>>) {
        fn word(line: &Line) -> Option<&str> {
            let Slot::Written(..) = line.slot else { return None };
            line.text.split([' ', '\n']).find(|word| *word != "no" && !word.is_empty())
        }
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        self.old.iter().filter_map(|(line, _)| word(line)).for_each(|word| counts.entry(word).or_default().0 += 1);
        self.new.iter().filter_map(|line| word(line)).for_each(|word| counts.entry(word).or_default().1 += 1);
        self.pair_by(
            pairs,
            |line| word(line).filter(|word| counts.get(word) == Some(&(1, 1))),
            |_, _| Some(FieldChange::Said),
        );
    }

    /// What has no counterpart.
    fn rest(&self) -> Vec<Pair<'a>> {
        let old = self.old.iter().map(|(line, _)| Pair { old: Some(line), new: None, change: FieldChange::Said });
        let new = self.new.iter().map(|line| Pair { old: None, new: Some(line), change: FieldChange::Said });
        old.chain(new).collect()
    }
}

fn field(pair: &Pair<'_>) -> Field {
    let line = pair.old.or(pair.new);
    let both = pair.old.is_some() && pair.new.is_some();
    Field {
        name: line.map(Line::name).unwrap_or_default(),
        before: pair.old.map(|line| shown(&line.text)),
        after: pair.new.map(|line| shown(&line.text)),
        default: line.filter(|_| !both).and_then(Line::default),
        change: pair.change,
    }
}
