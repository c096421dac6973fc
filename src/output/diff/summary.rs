//! What differs, in one line.

use indexmap::IndexMap;

use crate::automaton::Extent;
use crate::diff::{Altered, Behaviour, Class, Diff, ObjectChange, Unified};
use crate::number::grouped;
use crate::output::amount::{amount, counted};

/// The most kinds of objects that are counted one by one.
const KINDS: usize = 4;

/// What differs: `3 dial-peers changed, 1,200 numbers rerouted, none lost`.
pub fn summary(diff: &Diff) -> String {
    let mut parts = Vec::new();
    if let Some(objects) = &diff.objects {
        parts.extend(of_objects(objects));
    }
    if let Some(behaviour) = &diff.behaviour {
        parts.extend(of_behaviour(behaviour));
    }
    if let Some(text) = diff.text.as_ref().filter(|_| diff.objects.is_none()) {
        parts.push(of_text(text));
    }
    parts.join(", ")
}

fn of_text(text: &Unified) -> String {
    if text.is_empty() {
        return "no line differs".to_owned();
    }
    format!(
        "{} removed, {} added",
        counted(amount(text.removed), "line", "lines"),
        counted(amount(text.added), "line", "lines")
    )
}

fn of_objects(objects: &[ObjectChange]) -> Vec<String> {
    if objects.is_empty() {
        return vec!["no object differs".to_owned()];
    }
    let mut parts = Vec::new();
    for (altered, word) in [(Altered::Modified, "changed"), (Altered::Added, "added"), (Altered::Removed, "removed")] {
        let said = objects.iter().filter(|change| change.altered == altered && !change.is_renaming());
        parts.extend(of_kinds(said, word));
    }
    let renamed = objects.iter().filter(|change| change.is_renaming() && change.was.is_some()).count();
    if renamed > 0 {
        parts.push(format!("{} renumbered or renamed", counted(amount(renamed), "object", "objects")));
    }
    if parts.is_empty() {
        parts.push("only names differ".to_owned());
    }
    parts
}

/// How many objects of each kind: `3 dial-peers and 1 translation-rule changed`.
fn of_kinds<'a>(objects: impl Iterator<Item = &'a ObjectChange>, word: &str) -> Option<String> {
    let mut kinds: IndexMap<String, usize> = IndexMap::new();
    for change in objects {
        *kinds.entry(change.kind()).or_default() += 1;
    }
    let all: usize = kinds.values().sum();
    if kinds.len() > KINDS {
        return Some(format!("{} {word}", counted(amount(all), "object", "objects")));
    }
    let kinds = kinds.iter().map(|(kind, count)| match kind.as_str() {
        "global" => "global lines".to_owned(),
        kind => counted(amount(*count), kind, &format!("{kind}s")),
    });
    let kinds: Vec<_> = kinds.collect();
    (all > 0).then(|| format!("{} {word}", listed(&kinds)))
}

/// `a, b and c`.
fn listed(words: &[String]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some(_) | None => words.concat(),
    }
}

/// Per class, how many numbers, each once; that none is lost is worth a word where some are treated otherwise.
fn of_behaviour(behaviour: &Behaviour) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for (class, total) in &behaviour.totals {
        let numbers = match total {
            Some(Extent::Numbers(numbers)) if !parts.is_empty() => grouped(*numbers),
            Some(total) => extent(*total),
            None => UNCOUNTED.to_owned(),
        };
        parts.push(format!("{numbers} {}", words(*class)));
    }
    let lost = behaviour.changes.iter().any(|change| change.class == Class::Lost);
    if behaviour.is_equal() {
        parts.push("no number is treated differently".to_owned());
    } else if !behaviour.gaps.is_empty() {
        parts.push("not every number could be compared".to_owned());
    } else if !lost {
        parts.push("none lost".to_owned());
    }
    if !behaviour.moves.is_empty() {
        let numbers = match behaviour.moved {
            Some(Extent::Numbers(numbers)) => grouped(numbers),
            Some(Extent::Every) => extent(Extent::Every),
            None => UNCOUNTED.to_owned(),
        };
        parts.push(format!("{numbers} moved without a way back"));
    }
    parts
}

/// What stands for a count that takes too many states.
const UNCOUNTED: &str = "uncounted numbers";

/// How many numbers: `1 number`, `1,200 numbers`, `every number`.
pub(super) fn extent(extent: Extent) -> String {
    match extent {
        Extent::Every => "every number".to_owned(),
        Extent::Numbers(numbers) => counted(numbers, "number", "numbers"),
    }
}

/// What happened to the numbers of a class.
pub(super) fn words(class: Class) -> &'static str {
    match class {
        Class::LoopIntroduced => "loop now",
        Class::LoopRemoved => "loop no more",
        Class::Emergency => "for emergencies treated otherwise",
        Class::Lost => "lost",
        Class::Gained => "gained",
        Class::Rerouted => "rerouted",
        Class::Reordered => "tried in another order",
        Class::FallbackLost => "lost a fallback",
        Class::FallbackGained => "gained a fallback",
        Class::FallbackChanged => "with another fallback",
        Class::Rewritten => "sent as another number",
    }
}
