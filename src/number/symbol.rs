//! The symbols a number is made of, and sets of them.

use std::fmt;

/// The alphabet of IOS numbers, in the order of [`Symbol`]: what `.` in a dial-peer pattern stands for
/// (Cisco document 211306: any one of 0-9, A-F, `*`, `#`, `+`).
pub const ALPHABET: &str = "0123456789ABCDEF*#+";

/// Number of symbols in the alphabet.
pub const SYMBOLS: usize = ALPHABET.len();

/// One symbol of a number: `0-9`, `A-F`, `*`, `#` or `+`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u8);

impl Symbol {
    /// `+`, the first symbol of a number in +E.164 form.
    pub const PLUS: Self = Self(18);

    /// The symbol written `character`; letters in upper case only.
    pub fn new(character: char) -> Option<Self> {
        u8::try_from(character).ok().and_then(Self::from_byte)
    }

    /// The symbol written as this byte of a text; no byte of a character outside ASCII is one.
    pub fn from_byte(byte: u8) -> Option<Self> {
        // Arithmetic, not a search of the alphabet: every look-up of a number asks this for each of its characters.
        match byte {
            b'0'..=b'9' => Some(Self(byte - b'0')),
            b'A'..=b'F' => Some(Self(byte - b'A' + 10)),
            b'*' => Some(Self(16)),
            b'#' => Some(Self(17)),
            b'+' => Some(Self::PLUS),
            _ => None,
        }
    }

    /// The symbol of the digit `value`, 0 to 9.
    pub fn digit(value: u8) -> Option<Self> {
        (value < 10).then_some(Self(value))
    }

    /// The symbol at `index` of the alphabet.
    pub fn from_index(index: usize) -> Option<Self> {
        u8::try_from(index).ok().filter(|&index| usize::from(index) < SYMBOLS).map(Self)
    }

    /// Place in the alphabet, 0 to 18; a digit's is its value.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// How it is written.
    pub fn character(self) -> char {
        ALPHABET.chars().nth(self.index()).unwrap_or('?')
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.character())
    }
}

/// A set of symbols.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SymbolSet(u32);

impl SymbolSet {
    /// No symbol.
    pub const EMPTY: Self = Self(0);
    /// `0` to `9`.
    pub const DIGITS: Self = Self(0x3ff);
    /// The whole alphabet: what `.` takes.
    pub const ALL: Self = Self((1 << SYMBOLS) - 1);

    /// The set of `symbol` alone.
    pub fn of(symbol: Symbol) -> Self {
        Self(1 << symbol.0)
    }

    /// The digits `first` to `last`, both taken; empty where `first` is the greater.
    pub fn digit_range(first: u8, last: u8) -> Self {
        (first..=last.min(9)).fold(Self::EMPTY, |set, digit| Self(set.0 | 1 << digit))
    }

    /// Whether `symbol` is in it.
    pub fn contains(self, symbol: Symbol) -> bool {
        self.0 & (1 << symbol.0) != 0
    }

    /// What is in either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The rest of the alphabet.
    #[must_use]
    pub fn complement(self) -> Self {
        Self::ALL.difference(self)
    }

    /// Whether all of it is in the other.
    pub fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Number of symbols in it.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Its only symbol, where there is just one.
    pub fn single(self) -> Option<Symbol> {
        (self.len() == 1).then(|| self.iter().next()).flatten()
    }

    /// Its symbols in the order of the alphabet.
    pub fn iter(self) -> impl Iterator<Item = Symbol> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let first = u8::try_from(rest.trailing_zeros()).ok().filter(|_| rest != 0)?;
            rest &= rest - 1;
            Some(Symbol(first))
        })
    }
}

impl FromIterator<Symbol> for SymbolSet {
    fn from_iter<I: IntoIterator<Item = Symbol>>(symbols: I) -> Self {
        symbols.into_iter().fold(Self::EMPTY, |set, symbol| set.union(Self::of(symbol)))
    }
}

impl fmt::Debug for SymbolSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let characters: String = self.iter().map(Symbol::character).collect();
        write!(f, "{{{characters}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_written_as_it_is_read() {
        for (index, character) in ALPHABET.chars().enumerate() {
            let symbol = Symbol::new(character).unwrap();
            assert_eq!((symbol.character(), symbol.index()), (character, index));
        }
        let read = (0..=u8::MAX).filter_map(Symbol::from_byte).count();
        assert_eq!(read, SYMBOLS);
        assert_eq!((Symbol::new('a'), Symbol::new('\u{130}')), (None, None));
        assert_eq!(Symbol::new('+'), Some(Symbol::PLUS));
    }

    #[test]
    fn sets_are_sets() {
        let low = SymbolSet::digit_range(0, 4);
        assert_eq!(low.union(SymbolSet::digit_range(5, 9)), SymbolSet::DIGITS);
        assert_eq!(low.complement().union(low), SymbolSet::ALL);
        assert!(low.difference(low).is_empty());
        assert_eq!(SymbolSet::digit_range(7, 7).single(), Symbol::digit(7));
        assert_eq!(format!("{:?}", SymbolSet::DIGITS.complement()), "{ABCDEF*#+}");
    }
}
