//! The preferences of members of a group: those of `voice class dpg`, and servers of `voice class server-group`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::alteration::{Alteration, ObjectLine, lines};
use super::preference::{MAXIMUM, Move, Rank, Stage, moves};
use crate::model::{AnyObject, Id};
use crate::syntax::commands::Command;

/// A line of a group, and what happens next to other members; `None`: nothing more.
pub(super) type Typed = (Option<Stage>, ObjectLine);

/// Takes members of which only the preference changes out of what is done to a group: they are typed in an order of their own.
pub(super) fn apart(alteration: &mut Alteration, old: &AnyObject<'_>, new: &AnyObject<'_>) -> Vec<Typed> {
    // The greatest preferences that IOS takes.
    let Some((_, maximum)) = [(Command::DialPeerGroup, MAXIMUM), (Command::ServerGroup, 5)]
        .into_iter()
        .find(|(header, _)| *header == new.header)
    else {
        return Vec::new();
    };
    // Those that are tried last go first.
    alteration.back.sort_by_key(|line| Reverse(member(&line.text).1));
    let (old, new) = (members(old), &members(new));
    let ranks: BTreeMap<&str, Rank> =
        old.keys().chain(new.keys()).map(|name| (name.as_str(), rank(old.get(name), new.get(name)))).collect();
    let (moves, _) = moves(&ranks.values().copied().collect::<BTreeSet<_>>(), maximum);
    let is_typed = |line: &ObjectLine| ranks.get(member(&line.text).0).is_some_and(|rank| rank.with.is_none());
    alteration.set.retain(|line| !is_typed(line));
    alteration.over.retain(|line| !is_typed(line));
    let typed = moves.iter().flat_map(|Move { rank, to, before }| {
        let of_rank = ranks.iter().filter(move |(_, one)| *one == rank);
        of_rank.filter_map(move |(name, _)| {
            let (_, line) = new.get(*name)?;
            let mut line = line.clone();
            line.text = said(name, *to);
            Some((*before, line))
        })
    });
    let mut typed: Vec<Typed> = typed.collect();
    let waiting = waiting(&old, new, maximum);
    alteration.set.retain(|line| !waiting.iter().any(|(name, ..)| *name == member(&line.text).0));
    for (stage, of) in [(Some(Stage::Opened), 0), (None, 1)] {
        let lines = waiting.iter().filter_map(|(name, line, preferences)| {
            let preference = preferences.get(of)?;
            let mut line = (*line).clone();
            line.text = said(name, *preference);
            Some((stage, line))
        });
        typed.extend(lines);
    }
    typed
}

/// The members that come in the place of others which go, by their preferences: behind all others until these are gone, in their
/// order, or right before them where others stay. Each with its preference for a while and its own; none where there is no room.
fn waiting<'m>(old: &Members, new: &'m Members, maximum: u32) -> Vec<(&'m str, &'m ObjectLine, [u32; 2])> {
    let taken: BTreeSet<u32> = old.values().chain(new.values()).map(|(preference, _)| *preference).collect();
    let last = taken.last().copied().unwrap_or(0);
    let stays = old.keys().any(|name| new.contains_key(name));
    let gone: BTreeSet<u32> =
        old.iter().filter(|(name, _)| !new.contains_key(*name)).map(|(_, (preference, _))| *preference).collect();
    let for_a_while = |own: u32| {
        let before = own.checked_sub(1).filter(|before| !taken.contains(before));
        if stays { before } else { Some(last + 1 + own).filter(|value| *value <= maximum) }
    };
    let comes = new.iter().filter(|(name, (own, _))| !old.contains_key(*name) && gone.contains(own));
    let waiting = comes.map(|(name, (own, line))| Some((name.as_str(), line, [for_a_while(*own)?, *own])));
    let mut waiting = waiting.collect::<Option<Vec<_>>>().unwrap_or_default();
    waiting.sort_by_key(|(_, _, preferences)| *preferences);
    waiting
}

/// The members of a group, by their lines without preferences.
type Members = BTreeMap<String, (u32, ObjectLine)>;

/// The line for what stands in for a member of a group, with this tag: it comes right behind it, or right before, where no other
/// member is before or behind the change. `None`: the dial-peer is no member before.
pub(super) fn beside(old: &AnyObject<'_>, new: Option<&AnyObject<'_>>, tag: &Id, successor: u32) -> Option<String> {
    let old = members(old);
    let (own, _) = old.get(&format!("dial-peer {tag}"))?;
    let new = new.map(members).unwrap_or_default();
    let taken: BTreeSet<u32> = old.values().chain(new.values()).map(|(preference, _)| *preference).collect();
    let next = [own.checked_add(1).filter(|next| *next <= MAXIMUM), own.checked_sub(1)];
    let preference = next.into_iter().flatten().find(|next| !taken.contains(next)).unwrap_or(*own);
    Some(said(&format!("dial-peer {successor}"), preference))
}

/// The lines that are typed before a stage.
pub(super) fn before(typed: &[Typed], stage: Option<Stage>) -> Vec<ObjectLine> {
    typed.iter().filter(|(before, _)| *before == stage).map(|(_, line)| line.clone()).collect()
}

fn rank(old: Option<&(u32, ObjectLine)>, new: Option<&(u32, ObjectLine)>) -> Rank {
    let [old, new] = [old, new].map(|member| member.map(|(preference, _)| *preference));
    let with = match (old, new) {
        (None, _) => Some(Stage::Opened),
        (_, None) => Some(Stage::Removed),
        (old, new) => (old == new).then_some(Stage::Altered),
    };
    Rank { old, new, with }
}

fn members(group: &AnyObject<'_>) -> Members {
    let members = [Command::GroupMember, Command::ServerIpv4, Command::ServerIpv6];
    let lines = lines(group).into_iter().filter(|line| line.command.is_some_and(|command| members.contains(&command)));
    let named = lines.map(|line| {
        let (name, preference) = member(&line.text);
        (name.to_owned(), (preference, line))
    });
    named.collect()
}

/// The line of a member with this preference.
fn said(name: &str, preference: u32) -> String {
    if preference == 0 { name.to_owned() } else { format!("{name} preference {preference}") }
}

/// What a line is about, and the preference.
fn member(line: &str) -> (&str, u32) {
    let found = line.rsplit_once(" preference ").and_then(|(name, preference)| Some((name, preference.parse().ok()?)));
    found.unwrap_or((line, 0))
}
