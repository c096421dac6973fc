//! The router before, now and behind, with no more of it than a step can matter for.

use std::collections::BTreeSet;

use super::near::Together;
use super::order::About;
use crate::model::{Contact, DialPlan, PatternMap, Site, Tag};
use crate::syntax::commands::Command;

/// What a step can matter for.
pub(super) struct Around {
    /// The dial-peers.
    pub(super) peers: BTreeSet<Tag>,
    /// The labels of patterns that match a number which is looked at.
    pub(super) labels: BTreeSet<u32>,
}

/// The router before a change, between two commands and behind it.
pub(super) struct Scene {
    pub(super) sites: [Site; 3],
}

impl Scene {
    /// That of a change between these plans, before its first command; calls come in from `contacts`.
    pub(super) fn new(old: &DialPlan, new: &DialPlan, contacts: &[Contact]) -> Self {
        let site = |plan: &DialPlan| Site { plan: plan.base(), contacts: contacts.to_vec(), ..Site::default() };
        Self { sites: [old, old, new].map(site) }
    }

    /// Takes over what a command changed, but for dial-peers and maps: which of these are looked at is asked at each step.
    pub(super) fn follow(&mut self, plan: &DialPlan, about: &About) {
        let [_, now, _] = &mut self.sites;
        if !matches!(about, About::Object(Command::DialPeer | Command::PatternMap, _)) {
            now.plan = plan.base();
        }
    }

    /// Takes the dial-peers and the maps that are looked at out of these plans; `None`: all.
    pub(super) fn show(&mut self, plans: [&DialPlan; 3], around: Option<&Around>, together: &Together) {
        for (site, plan) in self.sites.iter_mut().zip(plans) {
            let Some(around) = around else {
                (site.plan.peers, site.plan.pattern_maps) = (plan.peers.clone(), plan.pattern_maps.clone());
                continue;
            };
            let peers = plan.peers.iter().filter(|(tag, _)| around.peers.contains(tag));
            site.plan.peers = peers.map(|(tag, peer)| (*tag, peer.clone())).collect();
            site.plan.pattern_maps = maps(plan, &site.plan, around, together);
        }
    }
}

/// The maps that these dial-peers name; of one that only says where calls go, the entries that match what is looked at.
fn maps(plan: &DialPlan, with: &DialPlan, around: &Around, together: &Together) -> indexmap::IndexMap<u32, PatternMap> {
    let named = |command: Command| -> BTreeSet<u32> {
        with.peers.values().filter_map(|peer| Some(peer.settings.integer(command)?.value)).collect()
    };
    let whole: BTreeSet<u32> =
        [Command::IncomingCalledMap, Command::IncomingCallingMap, Command::DestinationCallingMap]
            .into_iter()
            .flat_map(named)
            .collect();
    let all: BTreeSet<u32> = whole.iter().copied().chain(named(Command::DestinationMap)).collect();
    let of = |number: u32| {
        let map = plan.pattern_maps.get(&number)?;
        let shown = if whole.contains(&number) { map.clone() } else { part(map, around, together) };
        Some((number, shown))
    };
    all.into_iter().filter_map(of).collect()
}

/// A map with the entries alone that match a number which is looked at.
fn part(map: &PatternMap, around: &Around, together: &Together) -> PatternMap {
    let mut part = PatternMap::new(map.id);
    for (command, line) in map.settings.iter().filter(|(command, _)| *command != Command::MapEntry) {
        part.settings.set(command, line.value.argument.clone());
    }
    let is_near = |label: u32| around.labels.contains(&label);
    for entry in map.entries().filter(|entry| together.label(entry.value).is_some_and(is_near)) {
        part.settings.set(Command::MapEntry, crate::syntax::argument::Argument::pattern(entry.value.clone()));
    }
    part
}

/// Whether two states of a map differ in their entries alone.
pub(super) fn differs_in_entries(one: &PatternMap, other: &PatternMap) -> bool {
    let others = |map: &PatternMap| -> Vec<String> {
        let lines = map.settings.iter().filter(|(command, _)| *command != Command::MapEntry);
        lines.map(|(_, line)| line.value.line()).collect()
    };
    others(one) == others(other)
}
