//! The words that commands begin with.

use super::resolve::without_form;

/// The first words of commands.
pub(super) struct FirstWords {
    /// For each letter, a bit for each length that a word has which begins with it. Most lines begin with no word that
    /// has its length from any of them.
    lengths: [u32; 32],
    /// For each letter, a bit for each letter that comes second in a word which begins with it. Most lines are told by
    /// their first two letters.
    seconds: [u32; 32],
    words: Vec<&'static str>,
}

impl FirstWords {
    pub(super) fn of(keywords: impl Iterator<Item = &'static str>) -> Self {
        let mut found = Self { lengths: [0; 32], seconds: [0; 32], words: Vec::new() };
        for word in keywords.filter_map(|keywords| keywords.split(' ').next()) {
            if let Some(lengths) = found.lengths.get_mut(letter(word.as_bytes())) {
                *lengths |= length(word);
            }
            if let Some(seconds) = found.seconds.get_mut(letter(word.as_bytes())) {
                *seconds |= second(word.as_bytes());
            }
            found.words.push(word);
        }
        found.words.sort_unstable();
        found.words.dedup();
        found
    }

    /// Whether a line may begin with one of them, with a form or with a blank, by its first letters.
    pub(super) fn may_begin(&self, line: &[u8]) -> bool {
        self.seconds.get(letter(line)).is_some_and(|seconds| seconds & second(line) != 0) || begins_with_form(line)
    }

    /// Whether the first word of a line, but for `no` and `default`, is one of them in full.
    pub(super) fn begin(&self, line: &str) -> bool {
        self.may_begin(line.as_bytes()) && without_form(line).1.next().is_some_and(|(_, word)| self.has(word))
    }

    fn has(&self, word: &str) -> bool {
        self.lengths.get(letter(word.as_bytes())).is_some_and(|lengths| lengths & length(word) != 0)
            && self.words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

/// Whether the first word of a line may be `no` or `default`, by its first letters; where blanks stand before it, by them.
pub(super) fn begins_with_form(line: &[u8]) -> bool {
    matches!(
        line,
        [b'n' | b'N', b'o' | b'O']
            | [b'n' | b'N', b'o' | b'O', b' ' | b'\t', ..]
            | [b'd' | b'D', b'e' | b'E', b'f' | b'F', b'a' | b'A', ..]
            | [b' ' | b'\t', ..]
    )
}

/// Where the first letter of a word stands in the alphabet, in any case.
fn letter(word: &[u8]) -> usize {
    word.first().map_or(0, |first| usize::from(first % 32))
}

/// The second letter of a word, in any case, as a bit.
fn second(word: &[u8]) -> u32 {
    word.get(1).map_or(1, |second| 1 << (second % 32))
}

/// The length of a word, as a bit.
fn length(word: &str) -> u32 {
    1 << word.len().min(31)
}
