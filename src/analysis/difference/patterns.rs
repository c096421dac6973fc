//! Patterns of dial-peers: which numbers match, and how well.

use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{match_length, stripped_digits};
use crate::syntax::pattern::NumberPattern;

/// The numbers that are matched otherwise by the second pattern: one of the two does not match them, or the match has another
/// length. No pattern matches nothing.
///
/// # Errors
/// That takes more states than the budget.
///
/// ```
/// use dialc::analysis::difference::pattern;
/// use dialc::syntax::pattern::NumberPattern;
/// let differ = |one, other| {
///     let [one, other] = [one, other].map(|text| NumberPattern::parse(text).unwrap());
///     pattern(Some(&one), Some(&other)).unwrap().witness()
/// };
/// assert_eq!(differ("^55..", "55.."), None);
/// assert_eq!(differ("55..", "55..$").as_deref(), Some("55000"));
/// assert_eq!(differ("55..", "5[5]..").as_deref(), Some("5500"));
/// ```
pub fn pattern(before: Option<&NumberPattern>, after: Option<&NumberPattern>) -> Result<Dfa, OverBudget> {
    let numbers = |pattern: Option<&NumberPattern>| pattern.map_or_else(|| Ok(Dfa::empty()), compile::numbers);
    if let (Some(before), Some(after)) = (before, after)
        && is_same(before, after)
    {
        return Ok(Dfa::empty());
    }
    let (old, new) = (numbers(before)?, numbers(after)?);
    let alike = before.zip(after).is_some_and(|(before, after)| match_alike(before, after));
    if alike { old.difference(&new)?.union(&new.difference(&old)?) } else { old.union(&new) }
}

/// The numbers that the entries of a map match otherwise than those in their place. The order of entries that stay makes no
/// difference; what goes is compared with what comes, in the order in which it stands.
///
/// # Errors
/// That takes more states than the budget.
pub fn entries(before: &[&NumberPattern], after: &[&NumberPattern]) -> Result<Dfa, OverBudget> {
    let (mut gone, mut come) = (Vec::new(), after.to_vec());
    for entry in before {
        match come.iter().position(|other| is_same(entry, other)) {
            Some(at) => drop(come.remove(at)),
            None => gone.push(*entry),
        }
    }
    let (gone, come): (Vec<_>, Vec<_>) = (gone.into_iter().map(Some).collect(), come.into_iter().map(Some).collect());
    let sets = (0..gone.len().max(come.len())).map(|at| {
        let at_place = |list: &[Option<&NumberPattern>]| list.get(at).copied().flatten().cloned();
        pattern(at_place(&gone).as_ref(), at_place(&come).as_ref())
    });
    Dfa::union_all(sets.collect::<Result<Vec<_>, _>>()?)
}

/// Whether two patterns are the same but for a `^` in front.
fn is_same(one: &NumberPattern, other: &NumberPattern) -> bool {
    let parts = |pattern: &NumberPattern| (pattern.has_timer(), pattern.has_end_anchor());
    parts(one) == parts(other) && one.pieces() == other.pieces()
}

/// Whether what both match is matched equally well by both: with as many literals, as many of them in front, and as long a
/// wait for more digits.
fn match_alike(one: &NumberPattern, other: &NumberPattern) -> bool {
    let (length, others) = (match_length(one), match_length(other));
    let as_well = one.pieces() == other.pieces() || (length == others && length.start() == length.end());
    as_well && stripped_digits(one) == stripped_digits(other) && one.has_timer() == other.has_timer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::matched_literals;

    fn parsed(text: &str) -> NumberPattern {
        NumberPattern::parse(text).unwrap()
    }

    #[test]
    fn numbers_that_differ_are_found_and_no_other() {
        let patterns = ["5.", "^5.", "5.$", "T", ".T", "[5].", "51", "+5", "5+1$", "5%"].map(parsed);
        let numbers: Vec<String> =
            (0..1000).map(|number| number.to_string()).chain([String::new(), "+5".into(), "+51".into()]).collect();
        for one in &patterns {
            for other in &patterns {
                let differ = pattern(Some(one), Some(other)).unwrap();
                let alike = match_alike(one, other);
                for number in &numbers {
                    let (before, after) = (matched_literals(one, number), matched_literals(other, number));
                    let really = before != after;
                    let said = differ.accepts(number);
                    assert!(said || !really, "{one} {other} {number}");
                    assert!(said == really || !alike, "{one} {other} {number}");
                }
            }
        }
    }

    #[test]
    fn entries_are_compared_with_those_in_their_place() {
        let differ = |before: &[&str], after: &[&str]| {
            let parse = |list: &[&str]| list.iter().map(|text| parsed(text)).collect::<Vec<_>>();
            let (before, after) = (parse(before), parse(after));
            entries(&before.iter().collect::<Vec<_>>(), &after.iter().collect::<Vec<_>>()).unwrap().readable(9).patterns
        };
        assert!(differ(&["^55..$", "66"], &["66", "55..$"]).is_empty());
        assert_eq!(differ(&["T", "66"], &["66", ".T"]), [""]);
        assert_eq!(differ(&["55$"], &["55$", "66$"]), ["66"]);
        assert_eq!(differ(&["55$", "77$"], &["66$"]), ["55", "66", "77"]);
    }
}
