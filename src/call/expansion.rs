//! Applying `num-exp` to a called number.

use crate::automaton::{Applies, Rewrite};
use crate::model::DialPlan;
use crate::source::Span;
use crate::syntax::argument::Statement;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Repeat, ReplacePart, RuleElement, RulePiece};

/// The `num-exp` lines of a configuration, ready to be applied: the most explicit first.
#[derive(Debug)]
pub struct Expansions {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    dialled: Vec<char>,
    expanded: String,
    span: Span,
}

/// What an expansion made of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// The number that it became.
    pub digits: String,
    /// The line that did it.
    pub line: Span,
}

impl Expansions {
    /// Makes those of a configuration ready.
    pub fn new(plan: &DialPlan) -> Self {
        let line = |statement: &Statement, span| {
            let Statement::Expansion { dialled, expanded } = statement else { return None };
            // A pause is no digit: no number that is dialled holds one, and none of it is sent in a number.
            let digits = |text: &str| text.replace(',', "");
            let line = || Line { dialled: digits(dialled).chars().collect(), expanded: digits(expanded), span };
            (!statement.is_unexplained()).then(line)
        };
        let statements = plan.globals.statements(Command::NumberExpansion);
        let mut lines: Vec<_> = statements.filter_map(|statement| line(statement.value, statement.span)).collect();
        // Of several that match, no source says which is taken. The one with fewest wildcards is, and among these the one
        // with its first digit further to the front: as everywhere on a router, what says more goes first.
        let wildcards = |line: &Line| line.dialled.iter().map(|one| *one == '.').collect::<Vec<_>>();
        lines.sort_by_cached_key(|line| {
            let wildcards = wildcards(line);
            (wildcards.iter().filter(|is_wildcard| **is_wildcard).count(), wildcards)
        });
        Self { lines }
    }

    /// The same as rules, in the order in which they are tried.
    pub(crate) fn rewrites(&self) -> Vec<Rewrite> {
        self.lines.iter().map(Line::rewrite).collect()
    }

    /// What a called number becomes; `None` where no line matches all of it.
    pub fn apply(&self, digits: &str) -> Option<Expanded> {
        let digits: Vec<_> = digits.chars().collect();
        let line = self.lines.iter().find(|line| line.matches(&digits))?;
        Some(Expanded { digits: line.expand(&digits), line: line.span })
    }
}

impl Line {
    /// The line as a rule: a group for each dot.
    fn rewrite(&self) -> Rewrite {
        let once = |element| RulePiece { element, repeat: Repeat::Once };
        let mut groups = 0;
        let mut matching = vec![once(RuleElement::Start)];
        for one in &self.dialled {
            if *one == '.' {
                groups += 1;
                matching.push(once(RuleElement::Group(groups, vec![once(RuleElement::Any)])));
            } else {
                matching.push(once(RuleElement::Literal(*one)));
            }
        }
        matching.push(once(RuleElement::End));
        let mut next = 0;
        let part = |one: char| match one {
            '.' => {
                next += 1;
                (next <= groups).then_some(ReplacePart::Group(next))
            }
            literal => Some(ReplacePart::Literal(literal)),
        };
        let replacement = Some(self.expanded.chars().filter_map(part).collect());
        Rewrite { matching, replacement, applies: Applies::Always }
    }

    fn matches(&self, digits: &[char]) -> bool {
        self.dialled.len() == digits.len()
            && self.dialled.iter().zip(digits).all(|(one, digit)| *one == '.' || one == digit)
    }

    /// The first dot of the expansion becomes the digit at the first dot of the pattern, and so on; one that has no
    /// counterpart becomes nothing.
    fn expand(&self, digits: &[char]) -> String {
        let mut taken = self.dialled.iter().zip(digits).filter(|(one, _)| **one == '.').map(|(_, digit)| *digit);
        self.expanded.chars().filter_map(|one| if one == '.' { taken.next() } else { Some(one) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn expanded(lines: &[&str], digits: &str) -> Option<String> {
        let text = lines.iter().fold(String::new(), |text, line| text + "num-exp " + line + "\n");
        let (plan, report) = read(&Tree::parse(&Source::new("lines", text)));
        assert!(report.is_empty(), "{report:?}");
        Expansions::new(&plan).apply(digits).map(|expanded| expanded.digits)
    }

    #[test]
    fn dots_of_an_expansion_stand_for_those_of_its_pattern() {
        assert_eq!(expanded(&["5.... 1408555...."], "50145").as_deref(), Some("14085550145"));
        assert_eq!(expanded(&["1.2. .9."], "1728").as_deref(), Some("798"));
        assert_eq!(expanded(&["6... +1206555"], "6123").as_deref(), Some("+1206555"));
        assert_eq!(expanded(&["6. 7..."], "61").as_deref(), Some("71"));
    }

    #[test]
    fn letters_are_digits_and_pauses_are_none() {
        assert_eq!(expanded(&["A1. B.", "5,1 9,7"], "A15").as_deref(), Some("B5"));
        assert_eq!(expanded(&["A1. B.", "5,1 9,7"], "51").as_deref(), Some("97"));
    }

    #[test]
    fn an_expansion_of_numbers_with_a_plus_takes_no_part() {
        assert_eq!(expanded(&["+1... 91...", "1... 8..."], "+1206"), None);
        assert_eq!(expanded(&["+1... 91...", "1... 8..."], "1206").as_deref(), Some("8206"));
    }

    #[test]
    fn an_expansion_takes_the_whole_number() {
        for digits in ["", "5014", "501455", "60145"] {
            assert_eq!(expanded(&["5.... 1408555...."], digits), None, "{digits}");
        }
    }

    #[test]
    fn the_most_explicit_expansion_is_taken() {
        let lines = [".... 1", "2... 2", ".40. 3", "24.. 4", "2401 5"];
        let of = |digits| expanded(&lines, digits).unwrap();
        assert_eq!(["2401", "2402", "2999", "3401", "3999"].map(of), ["5", "4", "2", "3", "1"]);
    }
}
