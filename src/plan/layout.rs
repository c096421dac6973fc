//! Blocks as the gateway sees them: what arrives of their DIDs, in which patterns, and what each system needs done.

use std::collections::BTreeMap;

use super::forms::{self, rewritings};
use super::tables::{RuleStyle, Work, rules};
use crate::automaton::{Cube, cover};
use crate::number::{Interval, NumberSet};
use crate::spec::{Delivers, Share, Spec, State, System};
use crate::syntax::pattern::NumberPattern;

/// A block of shared DIDs.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// The block in the spec.
    pub(super) share: &'a Share,
    /// Its systems, first tried first; all of them, whoever has the numbers now.
    pub(super) systems: Vec<&'a System>,
    /// Its parts. Just one, unless a system needs more translation rules for the block than a table takes.
    pub(super) segments: Vec<Segment>,
}

impl Block<'_> {
    /// Whether `system` has the numbers of the block now.
    pub(super) fn is_active(&self, system: &System) -> bool {
        match &self.share.state {
            State::Shared => true,
            State::Only(only) => only.value == system.id.value,
        }
    }
}

/// A part of a block whose numbers share their patterns and, for each system, one translation table.
#[derive(Debug)]
pub(super) struct Segment {
    /// What arrives, without the `+`.
    pub(super) delivered: NumberSet,
    /// The patterns of what arrives.
    pub(super) patterns: Vec<NumberPattern>,
    /// Per system of the block, in its order: what must be done to what arrives.
    pub(super) work: Vec<Work>,
}

/// The blocks of `spec`. A DID that is shorter than what is delivered or expected is left out; the spec's own checks have
/// reported it.
pub(super) fn blocks<'a>(spec: &'a Spec, style: RuleStyle) -> Vec<Block<'a>> {
    let layout = Layout {
        delivers: spec.gateway.pstn.delivers.value,
        country_code: spec.gateway.country_code.as_ref().map_or(0, |code| code.value.len()),
        style,
    };
    let block = |share: &'a Share| {
        let systems: Vec<_> = share.order.iter().filter_map(|id| spec.system(&id.value)).collect();
        let dids = NumberSet::of_dids(share.dids.iter().map(|range| &range.value));
        let segments = layout.segments(&dids, &systems);
        Block { share, systems, segments }
    };
    spec.sharing.iter().map(block).collect()
}

struct Layout {
    delivers: Delivers,
    country_code: usize,
    style: RuleStyle,
}

impl Layout {
    fn segments(&self, dids: &NumberSet, systems: &[&System]) -> Vec<Segment> {
        let whole = self.segment(dids, systems);
        if whole.work.iter().all(|work| rules(work, self.style).is_some()) {
            return vec![whole];
        }
        // Numbers that need another front are what a table can run out of rules for: gather them front by front.
        let mut segments: Vec<NumberSet> = Vec::new();
        for front in self.fronts(dids) {
            let joined = segments.last().map(|last| last.union(&front));
            match joined.filter(|joined| self.fits(joined, systems)) {
                Some(joined) => {
                    segments.pop();
                    segments.push(joined);
                }
                None => segments.push(front),
            }
        }
        segments.iter().map(|part| self.segment(part, systems)).collect()
    }

    fn fits(&self, dids: &NumberSet, systems: &[&System]) -> bool {
        systems.iter().all(|system| rules(&self.work(dids, system), self.style).is_some())
    }

    /// `dids`, apart by what the gateway does not see of them.
    fn fronts(&self, dids: &NumberSet) -> Vec<NumberSet> {
        let Delivers::Digits(digits) = self.delivers else { return vec![dids.clone()] };
        let step = 10_u64.pow(u32::from(digits));
        let mut fronts: BTreeMap<(u8, u64), Vec<Interval>> = BTreeMap::new();
        for interval in dids.intervals() {
            for front in interval.first / step..=interval.last / step {
                let first = interval.first.max(front * step);
                let last = interval.last.min(front * step + (step - 1));
                fronts.entry((interval.length, front)).or_default().push(Interval { first, last, ..interval });
            }
        }
        fronts.into_values().map(|intervals| intervals.into_iter().collect()).collect()
    }

    fn work(&self, dids: &NumberSet, system: &System) -> Work {
        rewritings(dids, self.delivers, system.expects.value, self.country_code).unwrap_or_default()
    }

    fn segment(&self, dids: &NumberSet, systems: &[&System]) -> Segment {
        let arriving = dids.intervals().filter_map(|interval| forms::delivered(interval, self.delivers));
        let delivered: NumberSet = arriving.flatten().collect();
        let pattern = |cube: &Cube| {
            let cube = if self.style.plus { cube.with_plus() } else { cube.clone() };
            NumberPattern::parse(&format!("{}{}", cube.pattern(), if self.style.exact { "$" } else { "" })).ok()
        };
        // What could not be read back would be missing from the plan, and the proof would find it.
        let patterns = cover(&delivered).iter().filter_map(pattern).collect();
        Segment { delivered, patterns, work: systems.iter().map(|system| self.work(dids, system)).collect() }
    }
}
