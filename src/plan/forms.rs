//! The forms of a number on its way: what arrives at the gateway of a DID, what a system expects, and what the gateway
//! must do to make the one the other.
//!
//! Both are endings of `+` and the digits of the DID. So the change is always one of three: none, taking symbols away in
//! front, or putting the same symbols in front.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::number::{Interval, NumberSet, Rewriting};
use crate::spec::{Delivers, Expects};

/// The DIDs of `interval` as they arrive: how many leading digits are missing decides; a `+` is told by [`has_plus`].
/// `None` where a DID has fewer digits than are delivered.
pub(super) fn delivered(interval: Interval, delivers: Delivers) -> Option<Vec<Interval>> {
    let Delivers::Digits(length) = delivers else { return Some(vec![interval]) };
    let modulus = 10_u64.checked_pow(u32::from(length))?;
    if length > interval.length {
        return None;
    }
    Some(pieces(interval, modulus).map(|(_, first, last)| Interval { length, first, last }).collect())
}

/// Whether numbers arrive with a leading `+`.
pub(super) fn has_plus(delivers: Delivers) -> bool {
    delivers == Delivers::PlusE164
}

/// The parts of `interval` whose numbers agree in all but their last digits: those leading digits, and the first and last
/// value of the rest.
fn pieces(interval: Interval, modulus: u64) -> impl Iterator<Item = (u64, u64, u64)> {
    (interval.first / modulus..=interval.last / modulus).map(move |leading| {
        let first = if leading == interval.first / modulus { interval.first % modulus } else { 0 };
        let last = if leading == interval.last / modulus { interval.last % modulus } else { modulus - 1 };
        (leading, first, last)
    })
}

/// For each thing that must be done: the numbers, as delivered, that it must be done to. `country_code` is the number of
/// its digits. `None` where a DID is too short for what is delivered or expected.
pub(super) fn rewritings(
    dids: &NumberSet,
    delivers: Delivers,
    expects: Expects,
    country_code: usize,
) -> Option<BTreeMap<Rewriting, NumberSet>> {
    let mut by_rewriting: BTreeMap<Rewriting, Vec<Interval>> = BTreeMap::new();
    for interval in dids.intervals() {
        // Of `+` and the digits: where what is delivered begins, and where what is expected does.
        let whole = usize::from(interval.length) + 1;
        let (delivered_from, length) = match delivers {
            Delivers::PlusE164 => (0, interval.length),
            Delivers::Digits(digits) => (whole.checked_sub(usize::from(digits))?, digits),
        };
        let expected_from = match expects {
            Expects::PlusE164 => 0,
            Expects::E164 => 1,
            Expects::National => 1 + country_code,
            Expects::AsDelivered => delivered_from,
            Expects::Last(digits) => whole.checked_sub(usize::from(digits))?,
        };
        if delivered_from == 0 && has_plus(delivers) {
            let rewriting = if expected_from == 0 { Rewriting::Same } else { Rewriting::Strip(expected_from) };
            by_rewriting.entry(rewriting).or_default().push(interval);
            continue;
        }
        for (leading, first, last) in pieces(interval, 10_u64.checked_pow(u32::from(length))?) {
            let rewriting = match expected_from.cmp(&delivered_from) {
                Ordering::Less => {
                    let front = if leading == 0 { "+".to_owned() } else { format!("+{leading}") };
                    Rewriting::Add(front.get(expected_from..)?.to_owned())
                }
                Ordering::Equal => Rewriting::Same,
                Ordering::Greater => Rewriting::Strip(expected_from - delivered_from),
            };
            by_rewriting.entry(rewriting).or_default().push(Interval { length, first, last });
        }
    }
    Some(by_rewriting.into_iter().map(|(rewriting, intervals)| (rewriting, intervals.into_iter().collect())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::DidRange;

    fn dids(texts: &[&str]) -> NumberSet {
        let ranges: Vec<_> = texts.iter().map(|text| DidRange::parse(text).unwrap()).collect();
        NumberSet::of_dids(&ranges)
    }

    fn story(texts: &[&str], delivers: Delivers, expects: Expects) -> String {
        let found = rewritings(&dids(texts), delivers, expects, 1).unwrap();
        found.iter().map(|(rewriting, numbers)| format!("{rewriting:?} {numbers:?}")).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_is_done_follows_from_what_arrives_and_what_is_expected() {
        let block = ["+120655555xx"];
        let eleven = Delivers::Digits(11);
        assert_eq!(story(&block, eleven, Expects::PlusE164), "Add(\"+\") [12065555500-12065555599]");
        assert_eq!(story(&block, eleven, Expects::E164), "Same [12065555500-12065555599]");
        assert_eq!(story(&block, eleven, Expects::National), "Strip(1) [12065555500-12065555599]");
        assert_eq!(story(&block, eleven, Expects::Last(5)), "Strip(6) [12065555500-12065555599]");
        assert_eq!(story(&block, Delivers::Digits(4), Expects::PlusE164), "Add(\"+1206555\") [5500-5599]");
        assert_eq!(story(&block, Delivers::Digits(4), Expects::National), "Add(\"206555\") [5500-5599]");
        assert_eq!(story(&block, Delivers::Digits(4), Expects::AsDelivered), "Same [5500-5599]");
        assert_eq!(story(&block, Delivers::PlusE164, Expects::PlusE164), "Same [12065555500-12065555599]");
        assert_eq!(story(&block, Delivers::PlusE164, Expects::E164), "Strip(1) [12065555500-12065555599]");
        assert_eq!(story(&block, Delivers::PlusE164, Expects::Last(4)), "Strip(8) [12065555500-12065555599]");
    }

    #[test]
    fn numbers_that_differ_in_front_of_what_arrives_get_different_fronts() {
        let across = ["+12065559990-+12065560009", "+14255551234"];
        assert_eq!(
            story(&across, Delivers::Digits(4), Expects::E164),
            "Add(\"1206555\") [9990-9999]; Add(\"1206556\") [0000-0009]; Add(\"1425555\") [1234-1234]"
        );
    }

    #[test]
    fn what_arrives() {
        let across = Interval { length: 11, first: 12_065_559_990, last: 12_065_560_009 };
        let pieces = delivered(across, Delivers::Digits(4)).unwrap();
        assert_eq!(pieces.iter().map(|one| (one.first, one.last)).collect::<Vec<_>>(), [(9990, 9999), (0, 9)]);
        assert_eq!(delivered(across, Delivers::Digits(12)), None);
        assert_eq!(rewritings(&dids(&["+4930"]), Delivers::Digits(4), Expects::Last(6), 2), None);
    }
}
