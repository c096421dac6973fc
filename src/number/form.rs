//! The forms in which a DID is written on its way: `+` and all its digits, without the `+`, without the country code, or
//! its last digits.
//!
//! Each form is an ending of `+` and the digits. So the change from one to another is always one of three: none, taking
//! symbols away in front, or putting the same symbols in front.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Interval, NumberSet, Rewriting};

/// How a DID is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `+` and all digits.
    PlusE164,
    /// All digits.
    E164,
    /// All digits but the first so many: those of the country code.
    National(u8),
    /// The last digits, that many.
    Last(u8),
}

impl Form {
    /// Whether it has the leading `+`.
    pub fn has_plus(self) -> bool {
        self == Self::PlusE164
    }

    /// Where it begins in `+` and the digits of a number of `length` digits; `None` where the number is too short for it.
    fn begin(self, length: u8) -> Option<usize> {
        let whole = usize::from(length) + 1;
        match self {
            Self::PlusE164 => Some(0),
            Self::E164 => Some(1),
            Self::National(country) => Some(1 + usize::from(country)).filter(|begin| *begin < whole),
            Self::Last(digits) => whole.checked_sub(usize::from(digits)).filter(|begin| *begin > 0),
        }
    }

    /// How many digits a number of `length` digits has in this form.
    fn digits(self, length: u8) -> Option<u8> {
        let whole = usize::from(length) + 1;
        let begin = self.begin(length)?;
        u8::try_from(whole - begin.max(1)).ok()
    }
}

impl NumberSet {
    /// The digits of these E.164 numbers as `form` writes them; a `+` is told by [`Form::has_plus`]. `None` where one of
    /// them has fewer digits than the form needs.
    ///
    /// ```
    /// use dialc::number::{DidRange, Form, NumberSet};
    /// let dids = NumberSet::of_dids([&DidRange::parse("+12065559990-+12065560009").unwrap()]);
    /// assert_eq!(format!("{:?}", dids.written(Form::Last(4)).unwrap()), "[0000-0009, 9990-9999]");
    /// ```
    pub fn written(&self, form: Form) -> Option<Self> {
        let mut all = Vec::new();
        for interval in self.intervals() {
            let length = form.digits(interval.length)?;
            all.extend(pieces(interval, length)?.map(|(_, first, last)| Interval { length, first, last }));
        }
        Some(all.into_iter().collect())
    }

    /// What must be done to these E.164 numbers to make `to` of `from`: for each change the digits, as `from` writes them,
    /// that it must be done to. `None` where a number has fewer digits than a form needs.
    pub fn changes(&self, from: Form, to: Form) -> Option<BTreeMap<Rewriting, Self>> {
        let mut changes: BTreeMap<Rewriting, Vec<Interval>> = BTreeMap::new();
        for interval in self.intervals() {
            let (given, wanted) = (from.begin(interval.length)?, to.begin(interval.length)?);
            let length = from.digits(interval.length)?;
            for (leading, first, last) in pieces(interval, length)? {
                let change = match wanted.cmp(&given) {
                    Ordering::Less => {
                        let front = if leading == 0 { "+".to_owned() } else { format!("+{leading}") };
                        Rewriting::Add(front.get(wanted..given)?.to_owned())
                    }
                    Ordering::Equal => Rewriting::Same,
                    Ordering::Greater => Rewriting::Strip(wanted - given),
                };
                changes.entry(change).or_default().push(Interval { length, first, last });
            }
        }
        Some(changes.into_iter().map(|(change, intervals)| (change, intervals.into_iter().collect())).collect())
    }
}

/// The parts of `interval` whose numbers agree in all but their last `length` digits: those leading digits, and the first
/// and last value of the rest.
fn pieces(interval: Interval, length: u8) -> Option<impl Iterator<Item = (u64, u64, u64)>> {
    let modulus = 10_u64.checked_pow(u32::from(length))?;
    let parts = (interval.first / modulus..=interval.last / modulus).map(move |leading| {
        let first = if leading == interval.first / modulus { interval.first % modulus } else { 0 };
        let last = if leading == interval.last / modulus { interval.last % modulus } else { modulus - 1 };
        (leading, first, last)
    });
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::DidRange;

    fn dids(texts: &[&str]) -> NumberSet {
        let ranges: Vec<_> = texts.iter().map(|text| DidRange::parse(text).unwrap()).collect();
        NumberSet::of_dids(&ranges)
    }

    fn story(texts: &[&str], from: Form, to: Form) -> String {
        let found = dids(texts).changes(from, to).unwrap();
        found.iter().map(|(change, numbers)| format!("{change:?} {numbers:?}")).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_is_done_follows_from_the_two_forms() {
        let block = ["+120655555xx"];
        let (eleven, four) = (Form::Last(11), Form::Last(4));
        assert_eq!(story(&block, eleven, Form::PlusE164), "Add(\"+\") [12065555500-12065555599]");
        assert_eq!(story(&block, eleven, Form::E164), "Same [12065555500-12065555599]");
        assert_eq!(story(&block, Form::E164, Form::National(1)), "Strip(1) [12065555500-12065555599]");
        assert_eq!(story(&block, eleven, Form::Last(5)), "Strip(6) [12065555500-12065555599]");
        assert_eq!(story(&block, four, Form::PlusE164), "Add(\"+1206555\") [5500-5599]");
        assert_eq!(story(&block, four, Form::National(1)), "Add(\"206555\") [5500-5599]");
        assert_eq!(story(&block, four, Form::Last(5)), "Add(\"5\") [5500-5599]");
        assert_eq!(story(&block, Form::PlusE164, Form::PlusE164), "Same [12065555500-12065555599]");
        assert_eq!(story(&block, Form::PlusE164, Form::E164), "Strip(1) [12065555500-12065555599]");
        assert_eq!(story(&block, Form::PlusE164, four), "Strip(8) [12065555500-12065555599]");
    }

    #[test]
    fn numbers_that_differ_in_front_of_what_is_given_get_different_fronts() {
        let across = ["+12065559990-+12065560009", "+14255551234"];
        assert_eq!(
            story(&across, Form::Last(4), Form::E164),
            "Add(\"1206555\") [9990-9999]; Add(\"1206556\") [0000-0009]; Add(\"1425555\") [1234-1234]"
        );
    }

    #[test]
    fn a_number_can_be_too_short_for_a_form() {
        let short = dids(&["+4930"]);
        assert_eq!(short.written(Form::Last(12)), None);
        assert_eq!(short.changes(Form::Last(4), Form::Last(6)), None);
        assert_eq!(short.written(Form::National(4)), None);
        assert_eq!(short.written(Form::Last(4)), Some(dids(&["+4930"])));
    }
}
