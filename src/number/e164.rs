//! Numbers in international form, and ranges of them.

use std::fmt;

/// The greatest number of digits of an international number (ITU-T E.164, section 6.2.1).
pub const MAXIMUM_DIGITS: u8 = 15;

/// A number in international form: `+`, then up to 15 digits, the first not 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct E164 {
    length: u8,
    value: u64,
}

/// Why a text is not an international number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotE164 {
    /// It does not begin with `+`.
    NoPlus,
    /// Something in it is no digit: byte offset of the first such character, and the character.
    NotDigit(usize, char),
    /// No country code begins with 0.
    LeadingZero,
    /// Fewer than 2 digits.
    TooShort,
    /// More than 15 digits.
    TooLong,
}

impl fmt::Display for NotE164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPlus => write!(f, "an E.164 number begins with `+` and the country code"),
            Self::NotDigit(_, character) => write!(f, "`{}` is not a digit", character.escape_debug()),
            Self::LeadingZero => write!(f, "no country code begins with 0"),
            Self::TooShort => write!(f, "a number has at least 2 digits"),
            Self::TooLong => write!(f, "an E.164 number has at most {MAXIMUM_DIGITS} digits"),
        }
    }
}

impl E164 {
    /// Reads `+12065555500`.
    ///
    /// # Errors
    /// What is not E.164 about it.
    ///
    /// ```
    /// use dialc::number::E164;
    /// assert_eq!(E164::parse("+12065555500").unwrap().to_string(), "+12065555500");
    /// assert!(E164::parse("12065555500").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, NotE164> {
        let digits = text.strip_prefix('+').ok_or(NotE164::NoPlus)?;
        if let Some((at, character)) = digits.char_indices().find(|(_, character)| !character.is_ascii_digit()) {
            return Err(NotE164::NotDigit(at + 1, character));
        }
        if digits.starts_with('0') {
            return Err(NotE164::LeadingZero);
        }
        let length = u8::try_from(digits.len()).map_err(|_| NotE164::TooLong)?;
        match length {
            0 | 1 => Err(NotE164::TooShort),
            2..=MAXIMUM_DIGITS => Ok(Self { length, value: digits.parse().map_err(|_| NotE164::TooLong)? }),
            _ => Err(NotE164::TooLong),
        }
    }

    /// Number of digits, 2 to 15; the `+` is not counted.
    pub fn length(self) -> u8 {
        self.length
    }

    /// Its digits as one value: `+12065555500` is 12,065,555,500.
    pub fn value(self) -> u64 {
        self.value
    }

    /// Its digits, without the `+`.
    pub fn digits(self) -> String {
        self.value.to_string()
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.value)
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// All numbers from `first` to `last`, both taken; both have the same number of digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DidRange {
    first: E164,
    last: E164,
}

/// Why a text is not a DID, a range of DIDs or a block of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDids {
    /// One of its numbers is not E.164: byte offset of that number in the text, and why.
    Number(usize, NotE164),
    /// The ends differ in their number of digits.
    MixedLength(u8, u8),
    /// The last number is smaller than the first.
    Reversed,
    /// A block has `x` only at its end: byte offset of the first digit behind an `x`.
    InnerX(usize),
}

impl fmt::Display for NotDids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(_, why) => write!(f, "{why}"),
            Self::MixedLength(first, last) => {
                write!(f, "a range runs over numbers of one length: the first has {first} digits, the last {last}")
            }
            Self::Reversed => write!(f, "the range is reversed: its last number is smaller than its first"),
            Self::InnerX(_) => write!(f, "`x` stands for any digit at the end of a block, not before other digits"),
        }
    }
}

impl DidRange {
    /// From `first` to `last`.
    ///
    /// # Errors
    /// When the lengths differ or `last` is smaller than `first`.
    pub fn new(first: E164, last: E164) -> Result<Self, NotDids> {
        if first.length != last.length {
            return Err(NotDids::MixedLength(first.length, last.length));
        }
        if last.value < first.value {
            return Err(NotDids::Reversed);
        }
        Ok(Self { first, last })
    }

    /// Reads a number (`+12065555500`), a range (`+12065555500-+12065555599`) or a block (`+120655555xx`).
    ///
    /// # Errors
    /// What is wrong, and where in `text`.
    ///
    /// ```
    /// use dialc::number::DidRange;
    /// assert_eq!(DidRange::parse("+120655555xx"), DidRange::parse("+12065555500-+12065555599"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, NotDids> {
        if let Some((first, last)) = text.split_once('-') {
            let begin = E164::parse(first.trim_end()).map_err(|why| NotDids::Number(0, why))?;
            let last_at = first.len() + 1 + (last.len() - last.trim_start().len());
            let end = E164::parse(last.trim_start()).map_err(|why| NotDids::Number(last_at, why))?;
            return Self::new(begin, end);
        }
        let stem = text.trim_end_matches(['x', 'X']);
        if let Some(inner) = stem.find(['x', 'X']) {
            return Err(NotDids::InnerX(inner));
        }
        let open = text.len() - stem.len();
        let ends = ["0", "9"].map(|digit| E164::parse(&format!("{stem}{}", digit.repeat(open))));
        match ends {
            [Ok(first), Ok(last)] => Self::new(first, last),
            [Err(why), _] | [_, Err(why)] => Err(NotDids::Number(0, why)),
        }
    }

    /// The smallest number.
    pub fn first(self) -> E164 {
        self.first
    }

    /// The greatest number.
    pub fn last(self) -> E164 {
        self.last
    }

    /// How many numbers it holds.
    pub fn count(self) -> u64 {
        self.last.value - self.first.value + 1
    }

    /// The numbers in both, if there are any.
    pub fn overlap(self, other: Self) -> Option<Self> {
        if self.first.length != other.first.length {
            return None;
        }
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Self { first, last })
    }
}

impl fmt::Display for DidRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        if self.first == self.last { Ok(()) } else { write!(f, "-{}", self.last) }
    }
}

impl fmt::Debug for DidRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_e164() {
        let why = |text| E164::parse(text).unwrap_err();
        assert_eq!(why("12065555500"), NotE164::NoPlus);
        assert_eq!(why("+1 206"), NotE164::NotDigit(2, ' '));
        assert_eq!(why("+0206"), NotE164::LeadingZero);
        assert_eq!(why("+"), NotE164::TooShort);
        assert_eq!(why("+1234567890123456"), NotE164::TooLong);
        assert_eq!(why(&format!("+{}", "1".repeat(300))), NotE164::TooLong);
        assert!(E164::parse("+123456789012345").is_ok());
    }

    #[test]
    fn ranges_and_blocks() {
        let range = DidRange::parse("+12065555512-+12065555587").unwrap();
        assert_eq!((range.count(), range.to_string()), (76, "+12065555512-+12065555587".to_owned()));
        assert_eq!(DidRange::parse("+12065555587-+12065555512"), Err(NotDids::Reversed));
        assert_eq!(DidRange::parse("+12065555512-+1206555551"), Err(NotDids::MixedLength(11, 10)));
        assert_eq!(DidRange::parse("+12065555512-5587"), Err(NotDids::Number(13, NotE164::NoPlus)));
        assert_eq!(DidRange::parse("+1206x555512"), Err(NotDids::InnerX(5)));
        assert_eq!(DidRange::parse("+120655555XX").unwrap().count(), 100);
        assert_eq!(DidRange::parse("+xx"), Err(NotDids::Number(0, NotE164::LeadingZero)));
    }

    #[test]
    fn overlap_is_what_both_hold() {
        let range = |text| DidRange::parse(text).unwrap();
        assert_eq!(range("+120655555xx").overlap(range("+12065555590-+12065555610")), Some(range("+1206555559x")));
        assert_eq!(range("+120655555xx").overlap(range("+120655556xx")), None);
        assert_eq!(range("+1206555").overlap(range("+12065555")), None);
    }
}
