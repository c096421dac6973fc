//! The numbers that go from one place of a network to another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::analysis::coverage::{Coverage, Path, WayId};
use crate::analysis::loops::{Edge, Graph, Out};
use crate::automaton::{Dfa, OverBudget};
use crate::model::Place;

/// The most patterns that are told of an arrow.
pub(super) const PATTERNS: usize = 3;

/// The numbers that take an arrow, gathered from its edges: what is the same for many of them is made once.
#[derive(Default)]
pub(super) struct Gathered<'g, 'n> {
    /// Edges from systems and from the public network.
    others: Vec<&'g Edge>,
    /// Out of a gateway: classes of numbers, by what is done to them on the way in, and by which of them are let out; `None`
    /// for all.
    classes: BTreeMap<(usize, Option<usize>), (Out<'g, 'n>, BTreeSet<usize>)>,
}

impl<'g, 'n> Gathered<'g, 'n> {
    /// Those of some edges from one place to another.
    pub(super) fn of(graph: &'g Graph<'_, 'n>, edges: &[&'g Edge], known: &mut Known<'g>) -> Self {
        let mut gathered = Self::default();
        for edge in edges {
            let mut outs = graph.outs(edge).peekable();
            if outs.peek().is_none() {
                gathered.others.push(edge);
            }
            for out in outs {
                let limit = known.limit(graph, &out);
                let entry = gathered.classes.entry((known.arrival(&out.arrival.path), limit));
                entry.or_insert_with(|| (out, BTreeSet::new())).1.extend(out.classes);
            }
        }
        gathered
    }

    /// How many sets have to be made.
    pub(super) fn size(&self) -> usize {
        self.others.len() + self.classes.len()
    }

    /// The numbers, as they are called where the arrow begins.
    fn numbers(&self, graph: &Graph<'_, '_>, known: &Known<'_>) -> Result<Dfa, OverBudget> {
        let all = Dfa::all();
        let mut sets = Vec::new();
        for edge in &self.others {
            sets.push(graph.pre_image(edge, &all)?);
        }
        for ((_, limit), (out, classes)) in &self.classes {
            let classes: Vec<usize> = classes.iter().copied().collect();
            let mut numbers = out.coverage.numbers(&classes)?;
            if let Some(limit) = limit.and_then(|limit| known.numbers.get(limit)) {
                numbers = limit.clone()?.intersection(&numbers)?;
            }
            sets.push(out.arrival.path.pre_image(&numbers)?);
        }
        Dfa::union_all(sets)
    }

    /// The numbers as they are routed, whatever is done to them on the way in and out.
    fn routed(&self) -> Result<Dfa, OverBudget> {
        let Some((out, _)) = self.classes.values().next() else { return Ok(Dfa::empty()) };
        let classes: BTreeSet<usize> = self.classes.values().flat_map(|(_, classes)| classes).copied().collect();
        out.coverage.numbers(&classes.into_iter().collect::<Vec<_>>())
    }

    /// What is said of them: patterns, and whether there are more; a count where there is `much` to look at.
    pub(super) fn said(
        &self,
        graph: &Graph<'_, '_>,
        known: &Known<'_>,
        much: bool,
    ) -> Result<(Vec<String>, bool), OverBudget> {
        if !much {
            let readable = self.numbers(graph, known)?.readable(PATTERNS);
            return Ok((readable.patterns, readable.more));
        }
        let count = self.routed()?.count();
        Ok((Vec::from_iter((count.numbers > 0).then(|| format!("{} numbers", count.numbers))), false))
    }
}

/// An edge out of a gateway, as far as the numbers go that it lets out.
type Exit<'g> = (*const Coverage<'g, 'g>, WayId, &'g [(WayId, Place)]);

/// What is known of the ways through gateways, so that it is found out once.
#[derive(Default)]
pub(super) struct Known<'g> {
    /// The numbers that exits let out, where that is not all.
    limits: HashMap<Exit<'g>, Option<usize>>,
    numbers: Vec<Result<Dfa, OverBudget>>,
    /// The ways in that differ, and which of them each one is like.
    different: Vec<&'g Path>,
    like: HashMap<*const Path, usize>,
}

impl<'g> Known<'g> {
    /// The place in `numbers` of those that an edge lets out; `None` where it lets all out.
    fn limit(&mut self, graph: &Graph<'_, '_>, out: &Out<'g, '_>) -> Option<usize> {
        let numbers = &mut self.numbers;
        let key = (std::ptr::from_ref(out.coverage).cast(), out.way, out.failed);
        *self.limits.entry(key).or_insert_with(|| {
            let let_out = graph.let_out(out);
            if let_out.as_ref().is_ok_and(|numbers| numbers.complement().is_empty()) {
                return None;
            }
            numbers.push(let_out);
            Some(numbers.len() - 1)
        })
    }

    /// The number of a way in: that of the first one that does the same.
    fn arrival(&mut self, path: &'g Path) -> usize {
        let different = &mut self.different;
        *self.like.entry(std::ptr::from_ref(path)).or_insert_with(|| {
            different.iter().position(|other| path.is_same(other)).unwrap_or_else(|| {
                different.push(path);
                different.len() - 1
            })
        })
    }
}
