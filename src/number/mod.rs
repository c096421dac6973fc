//! Numbers: the symbols they are made of, international numbers, ranges, and sets of digit strings.

mod e164;
mod form;
mod rewriting;
mod set;
mod symbol;

pub use e164::{DidRange, E164, MAXIMUM_DIGITS, NotDids, NotE164};
pub use form::Form;
pub use rewriting::Rewriting;
pub use set::{Digits, Interval, MAXIMUM_LENGTH, NumberSet};
pub use symbol::{ALPHABET, SYMBOLS, Symbol, SymbolSet};

/// A count as people write it: `1,000`.
pub fn grouped(count: u128) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([1, 1_000, 12_345_678].map(grouped), ["1", "1,000", "12,345,678"]);
    }
}
