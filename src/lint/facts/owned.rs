//! The numbers that belong to a plan, as far as its patterns say, and which of them may come to a table.

use super::Facts;
use super::tables::{Application, Told, told};
use crate::automaton::{Change, Dfa, OverBudget, compile};
use crate::call::Point;
use crate::model::PeerKind;
use crate::number::{SYMBOLS, Symbol};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// The most numbers of a pattern that is a block of one's own numbers: four digits are left open.
const BLOCK: u128 = 10_000;

/// The fewest digits of a number that is more than an extension.
pub(in crate::lint) const FULL: usize = 7;

/// A dial-peer, with the numbers that are taken for one's own since it routes them.
#[derive(Debug)]
pub struct Owner {
    /// Its place in the plan.
    pub peer: usize,
    /// The numbers that its patterns spell out.
    pub numbers: Dfa,
}

impl Facts<'_, '_> {
    /// The dial-peers that lead to blocks of one's own numbers. Those that lead to the public network are none, nor those that are
    /// never tried.
    pub fn owners(&self) -> &[Owner] {
        self.owners.get_or_init(|| {
            let peers = self.plan().peers.values().enumerate();
            let own = peers.filter(|(at, peer)| self.is_tried(*at) && !self.leads_out(peer));
            let (pattern, map) = (Command::DestinationPattern, Command::DestinationMap);
            own.filter_map(|(at, peer)| {
                let patterns = self.gateway().patterns(peer, Some(pattern), Some(map)).into_iter();
                let blocks = patterns.filter(|(_, pattern)| told(pattern) == Told::Numbers && is_block(pattern));
                let patterns: Vec<_> = blocks.map(|(_, pattern)| pattern).collect();
                let numbers = compile::body_of_any(patterns.iter().map(AsRef::as_ref)).ok()?;
                (!patterns.is_empty()).then_some(Owner { peer: at, numbers })
            })
            .collect()
        })
    }

    /// The called numbers that can come to a place, known or not; `None` where too much is done to them before.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn could_come(&self, place: &Application<'_>) -> Result<Option<Dfa>, OverBudget> {
        match place.point {
            Some(Point::VoipIncoming | Point::TrunkIncoming) => Ok(Some(Dfa::plain_numbers())),
            Some(Point::InboundPeer | Point::CallBlock) => {
                let Some(peer) = place.peer.and_then(|peer| self.peer(peer)).filter(|peer| !peer.shutdown()) else {
                    return Ok(None);
                };
                if peer.kind != PeerKind::Pots && self.gateway().routes_by_uri() {
                    return Ok(None);
                }
                let patterns = self.patterns_before(place);
                if patterns.is_empty() {
                    return Ok(Some(Dfa::plain_numbers()));
                }
                let numbers = compile::numbers_of_any(patterns.iter().map(|(pattern, _)| pattern.as_ref()))?;
                Ok(Some(numbers.intersection(&Dfa::plain_numbers())?))
            }
            Some(Point::OutboundPeer) => Ok(Some(self.known_at([place])?.spelled)),
            Some(
                Point::PotsService
                | Point::NumberExpansion
                | Point::DigitStrip
                | Point::ForwardDigits
                | Point::Prefix
                | Point::TrunkOutgoing,
            )
            | None => Ok(None),
        }
    }
}

/// Whether a pattern spells out so few numbers that they can be one's own.
fn is_block(pattern: &NumberPattern) -> bool {
    let plain = compile::body(pattern).and_then(|body| body.intersection(&Dfa::plain_numbers()));
    plain.is_ok_and(|numbers| numbers.count().numbers <= BLOCK)
}

/// The numbers with so many symbols or more.
///
/// # Errors
/// They take more states than the budget.
pub(in crate::lint) fn at_least(symbols: usize) -> Result<Dfa, OverBudget> {
    NumberPattern::parse(&".".repeat(symbols)).map_or_else(|_| Ok(Dfa::all()), |pattern| compile::numbers(&pattern))
}

/// Other ways to write numbers: these with one symbol in front, an access digit, and `whole` ones of seven digits or more with anything
/// in front, such as an area code.
///
/// # Errors
/// They take more states than the budget.
pub(in crate::lint) fn written_longer(numbers: &Dfa, whole: &Dfa) -> Result<Dfa, OverBudget> {
    let mut sets = vec![whole.intersection(&at_least(FULL)?)?.ending()?];
    for symbol in (0..SYMBOLS).filter_map(Symbol::from_index) {
        sets.extend(Change::Prefix(vec![symbol]).image(numbers)?);
    }
    Dfa::union_all(sets)
}
