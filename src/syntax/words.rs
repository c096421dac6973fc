//! The words of a line with their places.

use std::ops::Range;

use crate::source::eights::equal;

/// Whether a byte stands between words.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// How many bytes stand before the first blank. Eight are looked at in one go, since every line is read word by word.
fn word_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let eight = u64::from_le_bytes(*eight);
        let blanks = equal(eight, b' ') | equal(eight, b'\t');
        if blanks != 0 {
            return at + blanks.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| is_blank(byte)).unwrap_or(rest.len())
}

/// The words of a line from a place on, each with that place.
#[derive(Clone, Debug)]
pub(super) struct Words<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// All words of `line`.
    pub(super) fn new(line: &'a str) -> Self {
        Self { line, at: 0 }
    }

    /// Where the next `count` words end, or as many as there are.
    pub(super) fn end_of(&self, count: usize) -> usize {
        let bytes = self.line.as_bytes();
        let mut end = self.at;
        for _ in 0..count {
            let rest = bytes.get(end..).unwrap_or_default();
            let Some(blanks) = rest.iter().position(|&byte| !is_blank(byte)) else { break };
            end += blanks + word_length(rest.get(blanks..).unwrap_or_default());
        }
        end
    }

    /// What is left, without the blanks around it.
    pub(super) fn argument(&self) -> Range<usize> {
        let bytes = self.line.as_bytes();
        let end = bytes.iter().rposition(|&byte| !is_blank(byte)).map_or(0, |last| last + 1);
        let rest = bytes.get(self.at..end).unwrap_or_default();
        self.at.min(end) + rest.iter().position(|&byte| !is_blank(byte)).unwrap_or(0)..end
    }

    /// The same as text.
    pub(super) fn written(&self) -> &'a str {
        self.line.get(self.argument()).unwrap_or_default()
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.line.as_bytes().get(self.at..)?;
        let start = self.at + rest.iter().position(|&byte| !is_blank(byte))?;
        let rest = self.line.as_bytes().get(start..)?;
        let end = start + word_length(rest);
        self.at = end;
        self.line.get(start..end).map(|word| (start, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn words_end_at_blanks(line in "([ -~]|[\\t\\x00\\x7f!\\x0a]|\\PC){0,30}") {
            let words: Vec<_> = Words::new(&line).map(|(_, word)| word).collect();
            let expected: Vec<_> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            proptest::prop_assert_eq!(words, expected);
            let ends = Words::new(&line).map(|(start, word)| start + word.len());
            for (count, end) in (1..).zip(ends) {
                proptest::prop_assert_eq!(Words::new(&line).end_of(count), end);
            }
        }
    }
}
