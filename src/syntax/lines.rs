//! Splitting a text into lines, on bytes.

use crate::source::Span;

/// One line of a text. The lines of a text, put together, are the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// All of it, with its line ending.
    pub span: Span,
    /// What is between the indentation and the trailing blanks.
    pub content: Span,
    /// Columns before the content; a tab goes on to the next multiple of eight.
    pub indent: u32,
}

/// The byte order mark that some editors put in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The lines of `bytes`. Every byte belongs to just one of them.
pub fn split(bytes: &[u8]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(bytes.len() / 24 + 1);
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).chain(std::iter::once(bytes.len()));
    for end in ends {
        if start < end {
            lines.push(line(bytes, start, end));
            start = end;
        }
    }
    lines
}

/// The line in `start..end`.
fn line(bytes: &[u8], start: usize, end: usize) -> Line {
    let text = bytes.get(start..end).unwrap_or_default();
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let body = text.get(mark..).unwrap_or_default();
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let lead = body.iter().take_while(|byte| is_blank(byte)).count();
    let trail = body.iter().rev().take_while(|byte| is_blank(byte)).count();
    let indent = body.iter().take(lead).fold(0, |column, byte| match byte {
        b'\t' => (column / 8 + 1) * 8,
        b' ' => column + 1,
        _ => column,
    });
    let first = start + mark + lead;
    let last = (end - trail).max(first);
    Line { span: Span::new(start..end), content: Span::new(first..last), indent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_without_blanks_and_endings() {
        let text = "\u{feff}one \r\n\t two\n\n x";
        let found: Vec<_> =
            split(text.as_bytes()).iter().map(|line| (&text[line.content.range()], line.indent)).collect();
        assert_eq!(found, [("one", 0), ("two", 9), ("", 0), ("x", 1)]);
    }

    proptest::proptest! {
        #[test]
        fn lines_put_together_are_the_text(bytes: Vec<u8>) {
            let mut together = Vec::new();
            for line in split(&bytes) {
                proptest::prop_assert!(line.span.start <= line.content.start && line.content.end <= line.span.end);
                together.extend_from_slice(&bytes[line.span.range()]);
            }
            proptest::prop_assert_eq!(together, bytes);
        }
    }
}
