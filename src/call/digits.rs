//! Which digits a POTS dial-peer sends: digit stripping, `forward-digits`, `prefix`.

use super::rank::matches_body;
use crate::model::DialPeer;
use crate::syntax::argument::Argument;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern, Repeat};

/// How many symbols at the front of a number a POTS peer strips: the literals that `pattern` begins with, as far as each
/// must be there. The first wildcard ends them; a literal under `+` counts once, one under `%` or `?` not at all (inferred
/// from the table of the command reference, `digit-strip`).
///
/// ```
/// use dialc::call::stripped_digits;
/// use dialc::syntax::pattern::NumberPattern;
/// let stripped = |text| stripped_digits(&NumberPattern::parse(text).unwrap());
/// assert_eq!((stripped("9T"), stripped("408555...."), stripped("408555?")), (1, 6, 5));
/// ```
pub fn stripped_digits(pattern: &NumberPattern) -> usize {
    let mut stripped = 0;
    for piece in pattern.pieces() {
        match (&piece.element, piece.repeat) {
            (Element::Literal(_), Repeat::Once) => stripped += 1,
            (Element::Literal(_), Repeat::OneOrMore) => return stripped + 1,
            (Element::Pause, Repeat::Once) => {}
            (Element::Literal(_), Repeat::Optional | Repeat::ZeroOrMore)
            | (Element::Any | Element::Set(_) | Element::Group(_), _)
            | (Element::Pause, Repeat::Optional | Repeat::ZeroOrMore | Repeat::OneOrMore) => return stripped,
        }
    }
    stripped
}

/// What `forward-digits` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ForwardDigits {
    /// Nothing: digits are stripped, or not.
    Default,
    /// The last so many; all where there are fewer. 0 is also what `no forward-digits` says (command reference).
    Last(usize),
    /// All.
    All,
    /// Those behind what the pattern spells out; none where it ends in `T` (command reference).
    Extra,
}

impl ForwardDigits {
    /// That of `peer`.
    pub(crate) fn of(peer: &DialPeer) -> Self {
        let Some(setting) = peer.settings.get(Command::ForwardDigits) else { return Self::Default };
        match &setting.value.argument {
            _ if setting.value.negated => Self::Last(0),
            Argument::Integer(digits) => Self::Last(*digits as usize),
            Argument::Keyword("extra") => Self::Extra,
            Argument::Keyword(_) => Self::All,
            Argument::Malformed(_)
            | Argument::Flag
            | Argument::Name(_)
            | Argument::Text(_)
            | Argument::Pattern(_)
            | Argument::Target(_)
            | Argument::Rule(_)
            | Argument::Statement(_) => Self::Default,
        }
    }

    /// What of `number` is sent, where `dialled` is the number that `pattern` matched; there is no pattern where a group chose
    /// the peer.
    pub(super) fn apply(self, number: &str, dialled: &str, pattern: Option<&NumberPattern>) -> String {
        let last = |digits: usize| number.get(number.len().saturating_sub(digits)..).unwrap_or(number).to_owned();
        match self {
            Self::Default | Self::All => number.to_owned(),
            Self::Last(digits) => last(digits),
            Self::Extra => match pattern {
                Some(pattern) if pattern.has_timer() => String::new(),
                Some(pattern) => last(dialled.len() - spelled_out(pattern, dialled)),
                None => number.to_owned(),
            },
        }
    }
}

/// How many symbols at the front of `number` `pattern` spells out; the most that it can.
fn spelled_out(pattern: &NumberPattern, number: &str) -> usize {
    let fits = |length: &usize| number.get(..*length).is_some_and(|front| matches_body(pattern, front));
    (0..=number.len()).rev().find(fits).unwrap_or(number.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> NumberPattern {
        NumberPattern::parse(text).unwrap()
    }

    #[test]
    fn forward_digits_are_right_justified() {
        let all = pattern("918005532447");
        let last = |digits| ForwardDigits::Last(digits).apply("918005532447", "918005532447", Some(&all));
        assert_eq!((last(11).as_str(), last(0).as_str(), last(32).as_str()), ("18005532447", "", "918005532447"));
    }

    #[test]
    fn extra_digits_are_those_behind_the_pattern() {
        let extra = |text, number: &str| ForwardDigits::Extra.apply(number, number, Some(&pattern(text)));
        assert_eq!(extra("555....", "555123499"), "99");
        assert_eq!(extra("555....", "5551234"), "");
        assert_eq!(extra("9T", "95551212"), "");
        assert_eq!(extra("55%", "555512"), "12");
    }
}
