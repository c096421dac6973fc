//! The words of a line with their places.

use std::ops::Range;

/// Whether a byte stands between words.
fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
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

    /// What is left, without the blanks around it.
    pub(super) fn argument(&self) -> Range<usize> {
        let bytes = self.line.as_bytes();
        let end = bytes.iter().rposition(|byte| !is_blank(byte)).map_or(0, |last| last + 1);
        let rest = bytes.get(self.at..end).unwrap_or_default();
        self.at.min(end) + rest.iter().position(|byte| !is_blank(byte)).unwrap_or(0)..end
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
        let start = self.at + rest.iter().position(|byte| !is_blank(byte))?;
        let rest = self.line.as_bytes().get(start..)?;
        let end = start + rest.iter().position(is_blank).unwrap_or(rest.len());
        self.at = end;
        self.line.get(start..end).map(|word| (start, word))
    }
}
