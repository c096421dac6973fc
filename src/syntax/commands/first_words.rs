//! The words that commands begin with.

use super::resolve::without_form;
use crate::syntax::words::Words;

/// The first words of commands.
pub(super) struct FirstWords {
    /// For each letter, a bit for each length that a word has which begins with it. Most lines begin with no word that
    /// has its length from any of them.
    lengths: [u32; 32],
    words: Vec<&'static str>,
}

impl FirstWords {
    pub(super) fn of(keywords: impl Iterator<Item = &'static str>) -> Self {
        let mut found = Self { lengths: [0; 32], words: Vec::new() };
        for word in keywords.filter_map(|keywords| keywords.split(' ').next()) {
            if let Some(lengths) = found.lengths.get_mut(letter(word)) {
                *lengths |= length(word);
            }
            found.words.push(word);
        }
        found.words.sort_unstable();
        found.words.dedup();
        found
    }

    /// Whether the first word of a line, but for `no` and `default`, is one of them in full.
    pub(super) fn begin(&self, line: &str) -> bool {
        let Some(first) = first_letter(line) else { return false };
        if self.has_none_with(first) && !may_be_form(first) {
            return false;
        }
        let Some((_, word)) = Words::new(line).next() else { return false };
        match word.len() {
            // Only these may be `no` and `default`.
            2 | 7 => without_form(line).1.next().is_some_and(|(_, word)| self.has(word)),
            _ => self.has(word),
        }
    }

    /// Whether none of them begins with this letter.
    pub(super) fn has_none_with(&self, letter: u8) -> bool {
        self.lengths.get(usize::from(letter % 32)) == Some(&0)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.lengths.get(letter(word)).is_some_and(|lengths| lengths & length(word) != 0)
            && self.words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

/// The first character of a line that is no blank.
pub(super) fn first_letter(line: &str) -> Option<u8> {
    line.bytes().find(|byte| !matches!(byte, b' ' | b'\t'))
}

/// Whether a word with this first letter may be `no` or `default`.
pub(super) fn may_be_form(first: u8) -> bool {
    matches!(first, b'n' | b'N' | b'd' | b'D')
}

/// Where the first letter of a word stands in the alphabet, in any case.
fn letter(word: &str) -> usize {
    word.bytes().next().map_or(0, |first| usize::from(first % 32))
}

/// The length of a word, as a bit.
fn length(word: &str) -> u32 {
    1 << word.len().min(31)
}
