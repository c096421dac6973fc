//! Which objects name which before a change and behind it: who leaves an object is gone from it before it changes, who comes
//! to it finds it as it will be.

use std::collections::{BTreeMap, BTreeSet};

use super::order::{Key, Plans};
use super::steps::DEFINITIONS;
use crate::model::{AnyObject, Settings, named};
use crate::syntax::commands::Command;

/// Who comes to an object and who leaves it, of those that are there on both sides.
#[derive(Debug, Default)]
pub(super) struct Uses {
    leaving: BTreeMap<Key, BTreeSet<Key>>,
    coming: BTreeMap<Key, BTreeSet<Key>>,
    /// What each object names behind the change.
    named: BTreeMap<Key, BTreeSet<Key>>,
    /// The objects of before that nothing in use names, by way of others or not.
    idle: BTreeSet<Key>,
}

impl Uses {
    /// Who names whom; `globals` are the lines of before that stand in no object.
    pub(super) fn of(plans: &Plans<'_>, globals: &Settings) -> Self {
        let mut names: BTreeMap<(Command, String), Key> = BTreeMap::new();
        for (key, object) in plans.old.iter().chain(&plans.new) {
            names.insert((object.header, object.name().unwrap_or_default().to_ascii_lowercase()), key.clone());
        }
        let of_settings = |settings: &Settings| -> BTreeSet<Key> {
            let known = |(kind, name): (Command, String)| names.get(&(kind, name.to_ascii_lowercase())).cloned();
            named(settings).filter_map(known).collect()
        };
        let of = |object: &AnyObject<'_>| of_settings(object.settings);
        let mut live: BTreeSet<Key> = BTreeSet::new();
        let mut open: Vec<Key> = of_settings(globals).into_iter().collect();
        for (key, object) in plans.old.iter().filter(|(key, _)| !DEFINITIONS.contains(&key.0)) {
            live.insert(key.clone());
            open.extend(of(object));
        }
        while let Some(key) = open.pop() {
            open.extend(plans.old.get(&key).filter(|_| live.insert(key.clone())).into_iter().flat_map(of));
        }
        let idle = plans.old.keys().filter(|key| !live.contains(key)).cloned().collect();
        let mut uses = Self { idle, ..Self::default() };
        for (user, new) in &plans.new {
            let after = of(new);
            if let Some(old) = plans.old.get(user) {
                let before = of(old);
                for left in before.difference(&after) {
                    uses.leaving.entry(left.clone()).or_default().insert(user.clone());
                }
                for joined in after.difference(&before) {
                    uses.coming.entry(joined.clone()).or_default().insert(user.clone());
                }
            }
            uses.named.insert(user.clone(), after);
        }
        uses
    }

    /// The objects that name this one before the change and not behind it.
    pub(super) fn leaving(&self, key: &Key) -> &BTreeSet<Key> {
        static NOBODY: BTreeSet<Key> = BTreeSet::new();
        self.leaving.get(key).unwrap_or(&NOBODY)
    }

    /// Whether nothing in use names this object before the change: it is altered before anything comes to it.
    pub(super) fn is_idle(&self, key: &Key) -> bool {
        self.idle.contains(key)
    }

    /// Whether objects leave this one, and none comes to it: what is added to it waits until they are gone.
    pub(super) fn is_left(&self, key: &Key) -> bool {
        self.leaving.contains_key(key) && !self.coming.contains_key(key)
    }

    /// These in the order in which they are altered: behind what they name, and behind those that leave them.
    pub(super) fn in_order(&self, keys: &[&Key]) -> Vec<Key> {
        let all: BTreeSet<&Key> = keys.iter().copied().collect();
        behind(keys.iter().copied(), |key| {
            let named = self.named.get(key).into_iter().flatten();
            named.chain(self.leaving(key)).filter_map(|one| all.get(one).copied()).collect()
        })
    }
}

/// These and what is to come before them, each behind that. Where that goes round, one of them is first.
pub(super) fn behind<'k>(keys: impl Iterator<Item = &'k Key>, before: impl Fn(&Key) -> Vec<&'k Key>) -> Vec<Key> {
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    for key in keys {
        if !seen.insert(key) {
            continue;
        }
        // Each on the stack with what comes before it and is not looked at yet.
        let mut stack = vec![(key, before(key))];
        while let Some((at, open)) = stack.last_mut() {
            match open.pop() {
                Some(next) if seen.insert(next) => stack.push((next, before(next))),
                Some(_) => {}
                None => {
                    order.push((*at).clone());
                    stack.pop();
                }
            }
        }
    }
    order
}
