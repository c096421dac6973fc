//! The tags of the dial-peers of a plan.

use std::collections::BTreeMap;

use super::PlanContext;
use super::ids::{FIRST, Ids};
use super::layout::Block;
use super::peers::Matchings;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::Settings;
use crate::source::{Located, Span};
use crate::spec;

/// The tags that the spec gives, and those that are free.
pub(super) struct Tags<'a> {
    ids: Ids<'a, u32>,
    /// Per block and system: the tags of its peers in order.
    given: BTreeMap<(usize, usize), Vec<Located<u32>>>,
    /// Below this, no tag is free.
    next: u32,
    maximum: u32,
}

impl<'a> Tags<'a> {
    /// Reserves what the spec gives: single tags, lists, and all that count on from a first one. A tag that two peers
    /// would get is reported.
    pub(super) fn new(
        context: &PlanContext<'a>,
        blocks: &[Block<'_>],
        matchings: &Matchings<'_>,
        report: &mut Report,
    ) -> Self {
        let peers = context.against.into_iter().flat_map(|against| against.plan.peers.values());
        let mut ids = Ids::new(
            "dial-peer",
            context.source,
            context.against.map(|against| against.source),
            peers.map(|peer| (peer.tag.number(), &peer.settings, peer.span)),
        );
        let mut given = BTreeMap::new();
        for (index, (block, matchings)) in blocks.iter().zip(matchings).enumerate() {
            let each = matchings.iter().map(Vec::len).sum::<usize>();
            for (place, system) in block.systems.iter().enumerate() {
                let tags = block.share.tags.iter().find(|(id, _)| id.value == system.id.value);
                let Some((_, tags)) = tags else { continue };
                given.insert((index, place), tags_of(context, system, tags, each * system.targets.len(), report));
            }
        }
        let mut seen: BTreeMap<u32, Span> = BTreeMap::new();
        let inbound = context.spec.gateway.pstn.inbound_peer.and_then(|inbound| inbound.value.tag);
        for tag in inbound.iter().chain(given.values().flatten()) {
            ids.reserve(tag.value);
            if let Some(first) = seen.insert(tag.value, tag.span)
                && first != tag.span
            {
                let message = format!("tag {} would be given to two dial-peers", tag.value);
                report.push(
                    Diagnostic::error("tag-used-twice", message)
                        .at(context.source, tag.span, "tags count on from here")
                        .at(context.source, first, "and from here")
                        .help("one tag is needed for each target and pattern: leave more room between them"),
                );
            }
        }
        Self { ids, given, next: FIRST, maximum: context.release.maximum_tag() }
    }

    /// The tags that the spec gives for the peers of the system at `system` in the order of the block at `block`.
    pub(super) fn given(&self, block: usize, system: usize) -> impl Iterator<Item = Located<u32>> + use<> {
        self.given.get(&(block, system)).cloned().unwrap_or_default().into_iter()
    }

    /// The tag for a peer of these `settings`.
    pub(super) fn settle(
        &mut self,
        given: Option<&Located<u32>>,
        settings: &Settings,
        report: &mut Report,
    ) -> Option<u32> {
        let tag = self.ids.settle(given, settings, self.next..=self.maximum, report)?;
        if given.is_none() && tag == self.next {
            self.next += 1;
        }
        Some(tag)
    }
}

/// The tags of the `count` peers of a system in a block.
fn tags_of(
    context: &PlanContext<'_>,
    system: &spec::System,
    tags: &spec::Tags,
    count: usize,
    report: &mut Report,
) -> Vec<Located<u32>> {
    let maximum = context.release.maximum_tag();
    let list: Vec<_> = match tags {
        spec::Tags::First(first) => {
            let numbers = (first.value..=u32::MAX).take(count);
            numbers.map(|number| Located::new(number, first.span)).collect()
        }
        spec::Tags::List(list) => list.clone(),
    };
    if list.len() != count {
        let span = list.first().map_or(Span::default(), |first| first.span);
        let message =
            format!("{} tags are given for {}, which has {count} dial-peers here", list.len(), system.id.value);
        report.push(Diagnostic::error("wrong-number-of-tags", message).at(
            context.source,
            span,
            format!("give {count} tags, or one that the others count on from"),
        ));
    }
    if let Some(tag) = list.iter().find(|tag| tag.value > maximum) {
        let message = format!("tag {} is out of range: the greatest of {} is {maximum}", tag.value, context.release);
        report.push(Diagnostic::error("tag-out-of-range", message).at(
            context.source,
            tag.span,
            "counting on from here",
        ));
    }
    list
}
