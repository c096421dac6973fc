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
