//! Dial-peers and servers of one rank: all are tried, and what chance decides is said.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::attempt::{Attempt, Offer, Then};
use super::notes::{Notes, Stage};
use super::select::Selection;
use super::servers::{Tried, Turn};
use super::trace::{Tracer, first_of};
use crate::model::Tag;

impl Tracer<'_, '_> {
    /// Tries the peers in hunt order. Of a tie all are tried, in the order of their tags, up to the first that ends the
    /// call; where another of them would end it in another way, that is said.
    pub(super) fn hunt(&mut self, selection: &Selection, offer: &Offer<'_>) -> Vec<Attempt> {
        let mut all: Vec<Tried> = Vec::new();
        for group in &selection.hunt {
            let rank: Arc<[Tag]> = group.iter().map(|one| one.tag).collect();
            let mut tried = Vec::new();
            let first = self.chance.checked_rem(group.len()).unwrap_or(0);
            for candidate in group.iter().cycle().skip(first).take(group.len()) {
                let mut own = self.gateway.attempt(candidate, offer, &mut self.notes);
                for attempt in &mut own.attempts {
                    attempt.rank = Arc::clone(&rank);
                }
                tried.push(own);
            }
            let ends = |own: &Tried| own.attempts.last().is_some_and(|last| !last.then.continues());
            let stop = tried.iter().position(ends);
            self.say_chance(&tried);
            all.extend(tried.into_iter().take(stop.map_or(usize::MAX, |at| at + 1)));
            if stop.is_some() {
                break;
            }
        }
        let candidates = selection.hunt.iter().map(Vec::len).sum::<usize>();
        for (at, tried) in all.iter().enumerate() {
            say_server_chance(tried, at + 1 < candidates, &mut self.notes);
        }
        all.into_iter().flat_map(|tried| tried.attempts).collect()
    }

    /// Says that what becomes of the call depends on which of several peers of one rank the router picks first.
    fn say_chance(&mut self, tried: &[Tried]) {
        let last = |own: &Tried| own.attempts.last().cloned();
        let ending: Vec<_> = tried.iter().filter_map(last).filter(|one| !one.then.continues()).collect();
        let tags = |wanted: &dyn Fn(&Attempt) -> bool| {
            let found = ending.iter().skip(1).filter(|one| wanted(one));
            found.map(|one| one.tag).collect::<Vec<_>>()
        };
        let (answered, failed) = (tags(&|one| one.is_answered()), tags(&|one| !one.is_answered()));
        let first_answers = ending.first().is_some_and(Attempt::is_answered);
        for (others, becomes, same) in [(answered, "answered", first_answers), (failed, "rejected", !first_answers)] {
            if !others.is_empty() {
                let again = if same { "there" } else { "instead" };
                let tags = first_of(&others);
                let text = format!("if the router by chance tried {tags} first, the call would be {becomes} {again}");
                self.notes.say(Stage::Outcome, text, None);
            }
        }
        let causes: BTreeSet<_> = tried.iter().filter_map(last).filter_map(|one| one.cause).collect();
        if ending.is_empty() && causes.len() > 1 {
            let text = "which cause comes last depends on the order in which the router tries peers of one rank";
            self.notes.say(Stage::Outcome, text, None);
        }
    }
}

/// What a server after which no other of its group is tried means for the call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    Rejected,
    GoesOn,
}

/// `more`: there are further dial-peers.
fn fate(attempt: &Attempt, more: bool) -> Fate {
    match attempt.then {
        Then::Answered => Fate::Answered,
        Then::NextServer | Then::Continues(_) if more => Fate::GoesOn,
        Then::NextServer | Then::Continues(_) | Then::Stops(_) => Fate::Rejected,
    }
}

/// Says that what becomes of the call depends on the order in which the router tries servers of one rank; `more`: there are
/// further dial-peers.
fn say_server_chance(tried: &Tried, more: bool, notes: &mut Notes) {
    let Some(shown) = tried.attempts.last() else { return };
    let turn = match tried.turn {
        Turn::First => "first",
        Turn::Last => "last",
    };
    for (becomes, wanted) in [
        ("the call would be answered", Fate::Answered),
        ("the call would be rejected", Fate::Rejected),
        ("hunting would go on with the next dial-peer", Fate::GoesOn),
    ] {
        let others = tried.others.iter().filter(|one| fate(one, more) == wanted).map(|one| one.target.as_str());
        let others: Vec<_> = others.collect();
        let same = fate(shown, more) == wanted;
        // That all go on to the next dial-peer alike, or that the last of several that fail ends the call, is no chance.
        if others.is_empty() || same && (wanted == Fate::GoesOn || tried.turn == Turn::Last) {
            continue;
        }
        let again = if same { "there" } else { "instead" };
        let tag = shown.tag;
        let servers = first_of(&others);
        let text = format!("if the router by chance tried {servers} of dial-peer {tag} {turn}, {becomes} {again}");
        notes.say(Stage::Outcome, text, None);
    }
    let rejected = |one: &Attempt| fate(one, more) == Fate::Rejected;
    if rejected(shown) && tried.others.iter().any(|one| rejected(one) && one.cause != shown.cause) {
        let text = "which cause comes last depends on the order in which the router tries servers of one rank";
        notes.say(Stage::Outcome, text, None);
    }
}
