//! Products of digit sets, packed into machine words so that many can be merged in many orders.

/// A set of digits at each position, packed: ten bits a position.
pub(super) trait Row: Copy + Ord {
    /// The greatest number of positions.
    const POSITIONS: usize;
    /// `digits`, one bit each, at `position`; nothing elsewhere.
    fn at(position: usize, digits: u16) -> Self;
    /// The digits at `position`, one bit each.
    fn digits(self, position: usize) -> u16;
    /// What is in both, at each position.
    fn and(self, other: Self) -> Self;
    /// What is in either, at each position.
    fn or(self, other: Self) -> Self;
    /// What is in this and not in the other, at each position.
    fn minus(self, other: Self) -> Self;
    /// Whether only one position has digits.
    fn is_one_position(self) -> bool;
    /// A number that differs for most rows.
    fn hash(self) -> usize;
}

/// All ten digits.
pub(super) const ANY: u16 = 0x3ff;

/// Bits of one position, and positions of one word.
const BITS: usize = 10;
const PER_WORD: usize = 6;

impl Row for u64 {
    const POSITIONS: usize = PER_WORD;

    fn at(position: usize, digits: u16) -> Self {
        u64::from(digits) << (BITS * position)
    }

    fn digits(self, position: usize) -> u16 {
        u16::try_from(self >> (BITS * position) & u64::from(ANY)).unwrap_or(0)
    }

    fn and(self, other: Self) -> Self {
        self & other
    }

    fn or(self, other: Self) -> Self {
        self | other
    }

    fn minus(self, other: Self) -> Self {
        self & !other
    }

    fn is_one_position(self) -> bool {
        self != 0 && self >> (self.trailing_zeros() as usize / BITS * BITS) <= u64::from(ANY)
    }

    fn hash(self) -> usize {
        usize::try_from(mixed(self) >> 32).unwrap_or(0)
    }
}

/// A row for every length a number set may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wide(u64, u64, u64);

impl Row for Wide {
    const POSITIONS: usize = 3 * PER_WORD;

    fn at(position: usize, digits: u16) -> Self {
        let word = u64::at(position % PER_WORD, digits);
        match position / PER_WORD {
            0 => Self(word, 0, 0),
            1 => Self(0, word, 0),
            _ => Self(0, 0, word),
        }
    }

    fn digits(self, position: usize) -> u16 {
        let word = match position / PER_WORD {
            0 => self.0,
            1 => self.1,
            _ => self.2,
        };
        word.digits(position % PER_WORD)
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0, self.1 & other.1, self.2 & other.2)
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1, self.2 | other.2)
    }

    fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0, self.1 & !other.1, self.2 & !other.2)
    }

    fn is_one_position(self) -> bool {
        let mut used = [self.0, self.1, self.2].into_iter().filter(|&word| word != 0);
        used.next().is_some_and(Row::is_one_position) && used.next().is_none()
    }

    fn hash(self) -> usize {
        (mixed(mixed(self.0).wrapping_add(self.1)).wrapping_add(self.2)).hash()
    }
}

/// Spreads the bits of `word`: what differs anywhere differs in the upper half.
fn mixed(word: u64) -> u64 {
    (word ^ (word >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
