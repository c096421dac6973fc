//! Which numbers and names the objects of a plan get: those that the spec gives, those of equal objects that the router
//! already has, else the next free ones in file order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::Settings;
use crate::source::{Located, Source, Span};
use crate::syntax::secrets::masked;

/// The first number that is tried for an object whose number nobody gave. Hand-written configurations begin at 1.
pub(super) const FIRST: u32 = 1000;

/// The numbers or names of the objects of one kind.
pub(super) struct Ids<'a, I> {
    /// What people call such an object: `dial-peer`.
    noun: &'static str,
    spec: &'a Source,
    /// Those that the running-config has, and its text.
    existing: BTreeMap<I, (&'a Settings, Span)>,
    /// The same by their lines.
    by_lines: BTreeMap<Vec<String>, Vec<I>>,
    running: Option<&'a Source>,
    /// Given in the spec or handed out.
    taken: BTreeSet<I>,
}

impl<'a, I: Ord + Clone + Display> Ids<'a, I> {
    /// The ids of the objects called `noun`; `existing` are those of the running-config `running`.
    pub(super) fn new(
        noun: &'static str,
        spec: &'a Source,
        running: Option<&'a Source>,
        existing: impl IntoIterator<Item = (I, &'a Settings, Span)>,
    ) -> Self {
        let existing: BTreeMap<_, _> =
            existing.into_iter().map(|(id, settings, span)| (id, (settings, span))).collect();
        let mut by_lines: BTreeMap<Vec<String>, Vec<I>> = BTreeMap::new();
        for (id, (settings, _)) in &existing {
            by_lines.entry(settings.lines()).or_default().push(id.clone());
        }
        Self { noun, spec, existing, by_lines, running, taken: BTreeSet::new() }
    }

    /// Keeps `id` from being handed out.
    pub(super) fn reserve(&mut self, id: I) {
        self.taken.insert(id);
    }

    /// The id for an object of these `settings`: `given` in the spec, that of an equal object, or the first free one of
    /// `candidates`. A given id that the running-config uses for something else is reported.
    pub(super) fn settle(
        &mut self,
        given: Option<&Located<I>>,
        settings: &Settings,
        candidates: impl Iterator<Item = I>,
        report: &mut Report,
    ) -> Option<I> {
        if let Some(given) = given {
            self.check(given, settings, report);
            return Some(given.value.clone());
        }
        // Without a running-config there is nothing to be equal to, and no lines need be written out.
        let lines = if self.by_lines.is_empty() { Vec::new() } else { settings.lines() };
        let equal = self.by_lines.get(&lines);
        let mut candidates = candidates.peekable();
        // Of several equal objects, the one that would be named so anyway is taken.
        let equal = equal.and_then(|ids| {
            let free = |id: &&I| !self.taken.contains(*id);
            let ids: Vec<I> = ids.iter().filter(free).cloned().collect();
            candidates_first(&ids, candidates.peek())
        });
        let free = |id: &I| !self.taken.contains(id) && !self.existing.contains_key(id);
        let Some(id) = equal.or_else(|| candidates.find(free)) else {
            let message = format!("no {} number or name is free", self.noun);
            report.push(
                Diagnostic::error("none-free", message).help("give numbers that leave room for all that is needed"),
            );
            return None;
        };
        self.taken.insert(id.clone());
        Some(id)
    }

    /// Reports `given` where the running-config has another object under it.
    fn check(&self, given: &Located<I>, settings: &Settings, report: &mut Report) {
        let (Some((existing, span)), Some(running)) = (self.existing.get(&given.value), self.running) else { return };
        if *existing == settings {
            return;
        }
        let noun = self.noun;
        let here: Vec<_> = existing.lines().iter().map(|line| masked(line)).collect();
        let ours: Vec<_> = settings.lines().iter().map(|line| masked(line)).collect();
        let differs =
            here.iter().find(|line| !ours.contains(line)).map(|line| format!("it has `{line}`, the plan has not"));
        let misses = ours.iter().find(|line| !here.contains(line)).map(|line| format!("it lacks `{line}`"));
        let mut diagnostic = Diagnostic::error(
            "taken-in-running-config",
            format!("{noun} {} is taken in the running-config", given.value),
        )
        .at(self.spec, given.span, "given here")
        .at(running, *span, differs.or(misses).unwrap_or_default());
        diagnostic.help = Some("give another one, or leave it out: dialc then finds a free one".to_owned());
        report.push(diagnostic);
    }
}

/// Of `ids`, the one that is the first candidate, or else the first of them.
fn candidates_first<I: PartialEq + Clone>(ids: &[I], candidate: Option<&I>) -> Option<I> {
    let same = candidate.filter(|candidate| ids.contains(candidate));
    same.or(ids.first()).cloned()
}
