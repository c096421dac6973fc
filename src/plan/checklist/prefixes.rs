//! What users dial with other intent, and the patterns of a plan take: where few digits of a DID arrive, its pattern can
//! begin as an international number does.

use super::{Context, quoted};
use crate::automaton::compile;
use crate::number::{Interval, NumberSet};
use crate::syntax::pattern::NumberPattern;

/// What other numbers begin with, and what they are.
const BEGINNINGS: [(&str, &str); 3] = [
    ("011", "international calls in North America"),
    ("00", "international calls in most other countries"),
    ("9", "calls with the access code 9"),
];

/// In words: which of `patterns`, none of which ends in `$`, take the beginning of other numbers.
pub(super) fn taken(context: &Context<'_>, patterns: &[&NumberPattern]) -> Vec<String> {
    let emergency = context.spec.emergency.iter().map(|number| (number.value.as_str(), "an emergency number"));
    let numbers = context.planned.claims.iter().filter(|claim| !claim.plus);
    let numbers = numbers.fold(NumberSet::new(), |all, claim| all.union(&claim.numbers));
    let of_beginning = |(beginning, what): (&str, &str)| {
        let number = beginning_so(&numbers, beginning)?;
        let takes = |pattern: &&&NumberPattern| compile::numbers(pattern).is_ok_and(|set| set.accepts(&number));
        let pattern = patterns.iter().find(takes)?;
        Some(format!(
            "{} takes those that begin with {}, and {} begins {what}",
            quoted(pattern.text()),
            quoted(&number),
            quoted(beginning)
        ))
    };
    BEGINNINGS.into_iter().chain(emergency).filter_map(of_beginning).collect()
}

/// The smallest of `numbers` that begins with `beginning`, or is the beginning of it.
fn beginning_so(numbers: &NumberSet, beginning: &str) -> Option<String> {
    let within = |length: u8| {
        let cut = beginning.get(..beginning.len().min(usize::from(length)))?;
        let step = 10_u64.checked_pow(u32::from(length) - u32::try_from(cut.len()).ok()?)?;
        let first = cut.parse::<u64>().ok()?.checked_mul(step)?;
        let all: NumberSet = [Interval { length, first, last: first + (step - 1) }].into_iter().collect();
        numbers.intersection(&all).smallest()
    };
    numbers.lengths().find_map(within).map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_beginning_meet_where_the_shorter_is_part_of_the_longer() {
        let numbers: NumberSet = [Interval { length: 4, first: 100, last: 199 }].into_iter().collect();
        for (beginning, number) in
            [("011", Some("0110")), ("01", Some("0100")), ("01505", Some("0150")), ("00", None), ("9", None)]
        {
            assert_eq!(beginning_so(&numbers, beginning).as_deref(), number, "{beginning}");
        }
    }
}
