//! Splitting a text into lines, on bytes.

use crate::source::{Source, Span};

/// One line of a text. The lines of a text, put together, are the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// All of it, with its line ending.
    pub span: Span,
    /// What is between the indentation and the trailing blanks.
    pub content: Span,
    /// Columns before the content; a tab goes on to the next multiple of eight.
    pub indent: u32,
    /// What it is.
    pub kind: LineKind,
}

/// What a line is, before its words are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing but blanks.
    Empty,
    /// `!` and what follows.
    Comment,
    /// A line of a configuration.
    Text,
    /// The same, typed behind a `(config)#` prompt.
    Typed,
    /// The same, typed behind the prompt of an object, like `(config-dial-peer)#`.
    TypedBelow,
    /// What was typed in a mode and does not change it: `do ...`, a call for help.
    Aside,
    /// `exit`: the object that is open ends.
    Exit,
    /// A prompt with or without a command, `end`: all objects end.
    Prompt,
    /// What a router or terminal wrote in between: messages, `Building configuration...`.
    Noise,
    /// Part of a banner, a certificate or a macro.
    Body,
}

impl LineKind {
    /// Whether it was typed in a mode of the configuration.
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Typed | Self::TypedBelow)
    }

    /// Whether a person typed it or a router said it, so that a prompt may stand before it.
    pub fn is_spoken(self) -> bool {
        match self {
            Self::Typed | Self::TypedBelow | Self::Aside | Self::Exit | Self::Prompt | Self::Noise => true,
            Self::Empty | Self::Comment | Self::Text | Self::Body => false,
        }
    }
}

/// The byte order mark that some editors put in front of UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The lines of a text. Every byte belongs to just one of them.
pub fn split(source: &Source) -> Vec<Line> {
    each(source).collect()
}

/// The lines of a text one by one.
pub(super) fn each(source: &Source) -> impl ExactSizeIterator<Item = Line> {
    let bytes = source.bytes();
    source.line_spans().map(|span| line(bytes, span))
}

/// The line at `span`.
fn line(bytes: &[u8], span: Span) -> Line {
    let text = bytes.get(span.range()).unwrap_or_default();
    let is_marked = text.first() == BYTE_ORDER_MARK.first() && text.starts_with(BYTE_ORDER_MARK);
    let mark = if is_marked { BYTE_ORDER_MARK.len() } else { 0 };
    let body = text.get(mark..).unwrap_or_default();
    let (content, indent) = measure(body);
    let kind = match body.get(content.clone()).unwrap_or_default().first() {
        None => LineKind::Empty,
        Some(b'!') => LineKind::Comment,
        Some(_) => LineKind::Text,
    };
    Line { span, content: span.part(mark + content.start..mark + content.end), indent, kind }
}

/// Where the content of a line begins and ends, and how far it is indented.
pub(super) fn measure(body: &[u8]) -> (std::ops::Range<usize>, u32) {
    let is_said = |byte: u8| byte > b' ';
    // Most lines have one blank before them or none, and none behind.
    match body {
        [first, .., last, b'\n'] if is_said(*first) && is_said(*last) => return (0..body.len() - 1, 0),
        [b' ', first, .., last, b'\n'] if is_said(*first) && is_said(*last) => return (1..body.len() - 1, 1),
        _ => {}
    }
    let mut indent = 0;
    let mut lead = 0;
    for byte in body {
        match byte {
            b' ' => indent += 1,
            b'\t' => indent = (indent / 8 + 1) * 8,
            b'\r' | b'\n' => {}
            _ => break,
        }
        lead += 1;
    }
    let content = body.get(lead..).unwrap_or_default();
    let last = content.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    (lead..lead + last.map_or(0, |last| last + 1), indent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_without_blanks_and_endings() {
        let text = "\u{feff}one \r\n\t two\n\n x";
        let found: Vec<_> =
            split(&Source::new("test", text)).iter().map(|line| (&text[line.content.range()], line.indent)).collect();
        assert_eq!(found, [("one", 0), ("two", 9), ("", 0), ("x", 1)]);
    }

    proptest::proptest! {
        #[test]
        fn lines_put_together_are_the_text(bytes: Vec<u8>) {
            let mut together = Vec::new();
            for line in split(&Source::new("test", bytes.clone())) {
                proptest::prop_assert!(line.span.start <= line.content.start && line.content.end <= line.span.end);
                together.extend_from_slice(&bytes[line.span.range()]);
            }
            proptest::prop_assert_eq!(together, bytes);
        }
    }
}
