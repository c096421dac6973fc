//! Numbers that are listed twice. Sorted intervals, so that 100,000 numbers take no longer than sorting them.

use super::{Check, File};
use crate::diagnostic::Diagnostic;
use crate::number::DidRange;
use crate::source::{Source, Span};
use crate::spec::network::{NetworkFile, NetworkGateway};
use crate::spec::schema::OwnNumbers;

/// A range, where it stands, and whose it is.
#[derive(Clone, Copy)]
struct Listed {
    range: DidRange,
    span: Span,
    /// Index of the block or system.
    owner: usize,
}

/// Pairs of ranges that share a number: each range with the one before it that reaches farthest.
fn overlapping(mut listed: Vec<Listed>) -> Vec<(Listed, Listed, DidRange)> {
    listed.sort_by_key(|one| (one.range.first().length(), one.range, one.span));
    let mut pairs = Vec::new();
    let mut farthest: Option<Listed> = None;
    for one in listed {
        let shared = farthest.and_then(|before| Some((before, before.range.overlap(one.range)?)));
        if let Some((before, shared)) = shared {
            let (early, late) = if before.span <= one.span { (before, one) } else { (one, before) };
            pairs.push((early, late, shared));
        }
        let reaches = |before: Listed| {
            before.range.first().length() == one.range.first().length() && before.range.last() >= one.range.last()
        };
        if !farthest.is_some_and(reaches) {
            farthest = Some(one);
        }
    }
    pairs
}

impl Check<'_> {
    /// DIDs that stand in two entries of one block, or in two blocks.
    pub(super) fn overlaps(&mut self) {
        let mut listed = Vec::new();
        for (owner, share) in self.file.sharing.iter().enumerate() {
            listed.extend(share.dids.iter().map(|dids| Listed { range: dids.value, span: dids.span, owner }));
        }
        let name = |owner: usize| self.file.sharing.get(owner).map_or("", |share| share.name.value.as_str());
        let pairs = overlapping(listed).into_iter();
        let found = pairs.map(|(first, second, shared)| {
            let (numbers, them) = numbers(shared);
            let message = if first.owner == second.owner {
                format!("{numbers} {them} listed twice in block `{}`", name(first.owner).escape_debug())
            } else {
                let (first, second) = (name(first.owner).escape_debug(), name(second.owner).escape_debug());
                format!("{numbers} {them} in two blocks, `{first}` and `{second}`")
            };
            Diagnostic::error("shared-number", message)
                .at(self.source, second.span, "again here")
                .at(self.source, first.span, "first here")
                .help("a number stands in one place only: its peers come from one block")
        });
        let found = found.collect();
        self.push_some("shared-number", found);
    }
}

impl Check<'_, NetworkFile> {
    /// DIDs that stand in two entries of one gateway. Two gateways may get the same: the public network then chooses.
    pub(super) fn delivered_twice(&mut self, gateway: &NetworkGateway) {
        let all = gateway.dids.iter().map(|dids| Listed { range: dids.value, span: dids.span, owner: 0 });
        let found = overlapping(all.collect()).into_iter().map(|(first, second, shared)| {
            let (numbers, them) = numbers(shared);
            let message = format!("{numbers} {them} listed twice for gateway `{}`", gateway.id.value.escape_debug());
            Diagnostic::error("shared-number", message)
                .at(self.source, second.span, "again here")
                .at(self.source, first.span, "first here")
                .help("list each number once")
        });
        let found = found.collect();
        self.push_some("shared-number", found);
    }
}

impl<F: File> Check<'_, F> {
    /// DIDs that two systems list as their own: one of them is wrong, or the number rings on both.
    pub(super) fn own_overlaps(&mut self) {
        let mut listed = Vec::new();
        for (owner, system) in self.file.systems().iter().enumerate() {
            let entries = system.numbers.iter().flat_map(|numbers| &numbers.entries);
            listed.extend(entries.filter_map(|entry| match entry.value {
                OwnNumbers::Dids(range) => Some(Listed { range, span: entry.span, owner }),
                OwnNumbers::Extension(_) => None,
            }));
        }
        let pairs = overlapping(listed).into_iter().filter(|(first, second, _)| first.owner != second.owner);
        let found = pairs.map(|(first, second, shared)| {
            let (numbers, them) = numbers(shared);
            let [(first_id, first_source), (second_id, second_source)] = [first, second].map(|one| self.owner(one));
            Diagnostic::warning(
                "number-on-two-systems",
                format!("{numbers} {them} on `{second_id}` and on `{first_id}`"),
            )
            .at(second_source, second.span, format!("on `{second_id}`"))
            .at(first_source, first.span, format!("on `{first_id}`"))
            .help("calls reach the one that is tried first")
        });
        let found = found.collect();
        self.push_some("number-on-two-systems", found);
    }

    /// Id of the system of `listed`, and the text its numbers stand in.
    fn owner(&self, listed: Listed) -> (&str, &Source) {
        self.file.systems().get(listed.owner).map_or(("", self.source), |system| {
            (system.id.value.as_str(), system.numbers.as_ref().map_or(self.source, |numbers| &numbers.source))
        })
    }
}

/// The numbers of a range and the verb that goes with them.
fn numbers(range: DidRange) -> (String, &'static str) {
    let text = range.to_string().replace('-', " to ");
    (text, if range.count() == 1 { "is" } else { "are" })
}
