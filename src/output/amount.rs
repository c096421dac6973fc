//! How many there are of something, for people and for programs.

use serde::Serialize;

use crate::number::grouped;

/// The greatest whole number that every reader of JSON takes for what it is: 2^53 - 1.
const GREATEST: u64 = (1 << 53) - 1;

/// A count in JSON; as text where it is too great for many readers.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Number {
    Small(u64),
    Great(String),
}

impl Number {
    /// This count.
    pub(super) fn of(count: u128) -> Self {
        match u64::try_from(count) {
            Ok(small) if small <= GREATEST => Self::Small(small),
            Ok(_) | Err(_) => Self::Great(count.to_string()),
        }
    }
}

/// So many of something: `1 class`, `2 classes`.
pub(super) fn counted(count: u128, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}

/// A length as a count.
pub(super) fn amount(length: usize) -> u128 {
    length as u128
}
