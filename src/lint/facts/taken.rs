//! Which of the numbers that are known to reach a table each of its rules takes, and what becomes of them.

use std::collections::HashSet;

use super::Facts;
use super::tables::{Application, Known, Origin, Told, told};
use crate::automaton::{Change, Dfa, OverBudget, compile};
use crate::call::{Call, Leg, PartyNumber, Point, Replies, Translation, Translator, Trunk};
use crate::model::{DialPeer, RuleTable};
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern, Piece, Repeat};

/// The most places of which it is asked which numbers are known to come.
const ASKED: usize = 50;

/// A rule, with the called numbers that it takes of those that are known to reach its table.
#[derive(Debug)]
pub struct Taken<'n> {
    /// The rule.
    pub rule: Located<&'n TranslationRule>,
    /// The numbers that it matches and no rule before it does.
    pub known: Known,
}

/// The numbers that one pattern spells out, as they come to a table.
#[derive(Debug)]
pub struct Block<'f, 'n> {
    /// The numbers.
    pub numbers: Dfa,
    /// Where they come to the table.
    pub place: &'f Application<'n>,
}

impl<'n> Facts<'_, 'n> {
    /// The blocks of numbers that are known to come to some places, each pattern once, of those that are wanted by the digits that
    /// they begin with; at most so many.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn blocks<'f>(
        &'f self,
        places: impl IntoIterator<Item = &'f Application<'n>>,
        wanted: &dyn Fn(&str) -> bool,
        most: usize,
    ) -> Result<Vec<Block<'f, 'n>>, OverBudget> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        let plain = Dfa::plain_numbers();
        for place in places {
            for (pattern, stripped) in self.patterns_before(place) {
                let is_wanted = wanted(front(&pattern).get(stripped..).unwrap_or_default());
                if !is_wanted || told(&pattern) != Told::Numbers || !seen.insert((pattern.text().to_owned(), stripped))
                {
                    continue;
                }
                if found.len() == most {
                    return Ok(found);
                }
                let numbers = compile::body(&pattern)?.intersection(&plain)?;
                let numbers = Change::Strip(stripped).image(&numbers)?.unwrap_or(numbers);
                found.push(Block { numbers, place });
            }
        }
        Ok(found)
    }

    /// The places where a table rewrites called numbers.
    pub fn rewritten_at(&self, table: &RuleTable) -> impl Iterator<Item = &Application<'n>> {
        let places = self.applications().get(&table.id).into_iter().flatten();
        // Of a `call-block` only the rules that reject count.
        places.filter(|one| one.is_called() && one.point.is_some_and(|point| point != Point::CallBlock))
    }

    /// The rules of a table that are wanted and that the number alone decides on, with what they take.
    ///
    /// # Errors
    /// The numbers take more states than the budget.
    pub fn taken(
        &self,
        table: &'n RuleTable,
        wanted: &dyn Fn(&TranslationRule) -> bool,
    ) -> Result<Vec<Taken<'n>>, OverBudget> {
        let rules: Vec<_> = table.rules().collect();
        let plain = |rule: &TranslationRule| rule.number_type.is_none() && rule.plan.is_none();
        let is_wanted = |rule: &TranslationRule| plain(rule) && wanted(rule);
        if !rules.iter().any(|rule| is_wanted(rule.value)) {
            return Ok(Vec::new());
        }
        let known = self.known_at(self.rewritten_at(table))?;
        if known.spelled.is_empty() && known.open.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| is_wanted(rule.value)) {
            let set = compile::rule(&rule.value.matching)?;
            let (mut spelled, mut open) = (known.spelled.intersection(&set)?, known.open.intersection(&set)?);
            if spelled.is_empty() && open.is_empty() {
                continue;
            }
            for before in rules.iter().take(at).filter(|before| plain(before.value)) {
                let set = compile::rule(&before.value.matching)?;
                (spelled, open) = (spelled.difference(&set)?, open.difference(&set)?);
            }
            found.push(Taken { rule: *rule, known: Known { spelled, open } });
        }
        Ok(found)
    }

    /// What a table makes of a number by this rule; `None` where it leaves the number as it is, or another rule takes it.
    pub fn rewritten(&self, table: &RuleTable, rule: &TranslationRule, number: &str) -> Option<String> {
        match Translator::new(table, self.profile()).apply(&PartyNumber::plain(number)) {
            Translation::Translated(by, made) if by == rule.precedence && made.digits != number => Some(made.digits),
            Translation::Translated(..) | Translation::NoMatch | Translation::Rejected(_) => None,
        }
    }

    /// The first of some places to which a number is known to come, where a call bears that out.
    pub fn comes_to<'f>(
        &'f self,
        places: impl Iterator<Item = &'f Application<'n>>,
        number: &str,
    ) -> Option<&'f Application<'n>> {
        let comes = |place: &&Application<'n>| {
            let known = self.known_at([*place]).and_then(|known| known.all());
            known.is_ok_and(|numbers: Dfa| numbers.accepts(number))
        };
        places.take(ASKED).find(|place| comes(place) && self.is_taken_by(place, number))
    }

    /// Whether a call to a number comes in on the dial-peer of an incoming profile, or on another with that profile: one of a longer
    /// match may take it.
    fn is_taken_by(&self, place: &Application<'_>, number: &str) -> bool {
        let Some(peer) = place.peer.and_then(|peer| self.peer(peer)).filter(|_| place.incoming) else { return true };
        let leg = match (place.origin, peer.port()) {
            (Origin::Sip, _) => Leg::Sip(Trunk::default()),
            (Origin::H323, _) => Leg::H323(Trunk::default()),
            (Origin::Port, Some(port)) => Leg::Port(port.value.to_owned()),
            (Origin::Port, None) | (Origin::Mixed, _) => return true,
        };
        let Ok(trace) = self.gateway().trace(&Call::to(number).on(leg), &Replies::default()) else { return true };
        // What is translated before has another number.
        let is_changed = trace.incoming.iter().any(|change| change.point < Point::InboundPeer && change.applied);
        let taker = trace.inbound.and_then(|inbound| self.plan().peers.get(&inbound.peer?));
        let profile =
            |peer: &'n DialPeer| peer.settings.text(Command::TranslationProfileIncoming).map(|name| name.value);
        is_changed || taker.is_some_and(|taker| taker.tag == peer.tag || profile(taker) == profile(peer))
    }
}

/// The symbols that all numbers of a pattern begin with.
fn front(pattern: &NumberPattern) -> String {
    let literal = |piece: &Piece| match piece.element {
        Element::Literal(symbol) if piece.repeat == Repeat::Once => Some(symbol.character()),
        Element::Literal(_) | Element::Any | Element::Set(_) | Element::Group(_) | Element::Pause => None,
    };
    pattern.pieces().iter().map_while(literal).collect()
}
