//! The numbers in which a regular expression is found: routes of OCS, Lync and Teams are such.

use regex_automata::dfa::{Automaton, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};

use super::dfa::{Dfa, Numbering, OverBudget, State};
use crate::number::{SYMBOLS, Symbol};

/// The most memory that the automaton of an expression may take on the way, in bytes.
const MAXIMUM_BYTES: usize = 32 * 1024 * 1024;

/// The numbers in which `expression`, one of the regex crate, is found anywhere.
///
/// ```
/// use dialc::automaton::expression;
/// let numbers = expression(r"^\+1(206|425)\d{7}$").unwrap();
/// assert!(numbers.accepts("+12065555500") && !numbers.accepts("12065555500"));
/// ```
///
/// # Errors
/// It is no expression, or takes more states than the budget.
pub fn expression(expression: &str) -> Result<Dfa, OverBudget> {
    // What is found anywhere is what is around it, taken whole.
    let whole = format!("(?s:.*)(?:{expression})(?s:.*)");
    let config = dense::Config::new()
        .match_kind(MatchKind::All)
        .dfa_size_limit(Some(MAXIMUM_BYTES))
        .determinize_size_limit(Some(MAXIMUM_BYTES));
    // Numbers are ASCII, so `\d` is a digit and nothing else.
    let syntax = syntax::Config::new().unicode(false).utf8(false);
    let built = dense::Builder::new().configure(config).syntax(syntax).build(&whole).map_err(|_| OverBudget)?;
    let start = built.start_state(&start::Config::new().anchored(Anchored::Yes)).map_err(|_| OverBudget)?;
    let mut numbering: Numbering<StateID> = Numbering::new();
    let start = numbering.number(&start)?;
    let mut states = Vec::new();
    while let Some(key) = numbering.key(states.len()) {
        let mut next = [start; SYMBOLS];
        for (index, slot) in next.iter_mut().enumerate() {
            let character = Symbol::from_index(index).map_or('0', Symbol::character);
            let byte = u8::try_from(character).unwrap_or(b'0');
            *slot = numbering.number(&built.next_state(key, byte))?;
        }
        states.push(State { next, accepting: built.is_match_state(built.next_eoi_state(key)) });
    }
    Ok(Dfa { states, start }.minimised_if_small())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    proptest! {
        #[test]
        fn an_expression_is_found_where_the_regex_crate_finds_it(
            text in "\\^?(\\\\\\+)?([0-2.]|\\\\d|\\[0-1\\]|\\(1\\|22\\)|[01][*+?]|1\\{2\\}){0,5}\\$?",
            numbers in proptest::collection::vec("\\+?[0-2]{0,6}", 20),
        ) {
            let (dfa, regex) = (expression(&text).unwrap(), Regex::new(&text).unwrap());
            for number in numbers {
                prop_assert_eq!(dfa.accepts(&number), regex.is_match(&number), "{} {}", text, number);
            }
        }
    }

    #[test]
    fn an_expression_that_takes_too_much_is_refused() {
        assert_eq!(expression("1.{40}2.{40}$").unwrap_err(), OverBudget);
        assert_eq!(expression("(").unwrap_err(), OverBudget);
    }
}
