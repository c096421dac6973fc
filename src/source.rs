//! Texts that dialc reads, and places in them.
//!
//! A [`Source`] is a named text with a line index, so that a diagnostic can show the very place in microseconds, however
//! large the file. A [`Span`] is a range of bytes in one source. [`Located`] is a value with the place it came from.

pub(crate) mod eights;
mod excerpt;
mod masking;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use sha2::{Digest, Sha256};

pub use excerpt::Excerpt;

/// The largest text that is read, in bytes (256 MiB): spans are 32-bit, and no configuration comes near it.
pub const MAXIMUM_BYTES: usize = 256 * 1024 * 1024;

/// A range of bytes in one source, end excluded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte, counted from 0.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of `range`, in bytes. Ranges beyond 4 GiB cannot occur: [`MAXIMUM_BYTES`] is checked when a text is read.
    pub fn new(range: Range<usize>) -> Self {
        let clamp = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Self { start: clamp(range.start), end: clamp(range.end) }
    }

    /// The range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.range().len()
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The part of this span at `inner`, a range of bytes relative to the start of the span.
    #[must_use]
    pub fn part(self, inner: Range<usize>) -> Self {
        let start = self.start as usize;
        Self::new(start + inner.start..start + inner.end)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A value and where it was written. Two are equal when their values are: the place says nothing about the meaning.
#[derive(Clone, Copy)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Located<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// A value that was not read from a text.
    pub fn unplaced(value: T) -> Self {
        Self { value, span: Span::default() }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: change(self.value), span: self.span }
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

/// A line and column of a text, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A named text. Cheap to clone.
#[derive(Clone)]
pub struct Source(Arc<Inner>);

/// How the secrets of a kind of text are found: their places, in the order of the text.
pub type FindSecrets = fn(&[u8]) -> Vec<Span>;

struct Inner {
    name: String,
    content: Content,
    /// Byte offset of the start of each line.
    lines: Vec<u32>,
    /// How its secrets are found.
    find_secrets: FindSecrets,
    /// Where its secrets are. Most texts are read without any of it being shown, so this is found out when one is.
    secrets: OnceLock<Vec<Span>>,
    /// What may be shown of it: the same length, with everything masked that must not be shown. Only made when a part is
    /// shown that is not fit to be shown as it stands: it is a second copy of the text.
    shown: OnceLock<Vec<u8>>,
}

/// The text itself. Most are UTF-8; that is found out once, so that no part of it need be looked at again.
enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Source {
    /// The SHA-256 of its bytes, as `sha256sum` prints it.
    pub fn sha256(&self) -> String {
        Sha256::digest(self.bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    }

    /// A source called `name` (a path, or `<stdin>`), without secrets.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::hiding(name, bytes, |_| Vec::new())
    }

    /// A source of which nothing that `find_secrets` finds is ever shown.
    pub fn hiding(name: impl Into<String>, bytes: impl Into<Vec<u8>>, find_secrets: FindSecrets) -> Self {
        let bytes = bytes.into();
        let lines = eights::line_starts(&bytes);
        let (secrets, shown) = (OnceLock::new(), OnceLock::new());
        let content = String::from_utf8(bytes).map_or_else(|error| Content::Bytes(error.into_bytes()), Content::Text);
        Self(Arc::new(Inner { name: name.into(), content, lines, find_secrets, secrets, shown }))
    }

    /// The name it was read under.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The name as it may be shown to a person, in one line.
    fn shown_name(&self) -> String {
        let name = String::from_utf8_lossy(&masking::masked(self.0.name.as_bytes(), &[])).into_owned();
        name.replace(['\r', '\n'], "?")
    }

    /// The text as it was read.
    pub fn bytes(&self) -> &[u8] {
        self.0.content.bytes()
    }

    /// Whether it begins with the byte order mark of UTF-16, in which dialc reads nothing.
    pub fn is_utf16(&self) -> bool {
        self.bytes().starts_with(b"\xff\xfe") || self.bytes().starts_with(b"\xfe\xff")
    }

    /// Whether it is no text at all: at its beginning more than a stray byte in 32 is zero, as in programs and pictures, and
    /// in UTF-16.
    pub fn is_binary(&self) -> bool {
        let start = self.bytes().get(..self.bytes().len().min(8192)).unwrap_or_default();
        memchr::memchr_iter(0, start).count() > start.len() / 32
    }

    /// The text, if it is UTF-8.
    ///
    /// # Errors
    /// The place of the first byte that is not.
    pub fn text(&self) -> Result<&str, Span> {
        let bytes = match &self.0.content {
            Content::Text(text) => return Ok(text),
            Content::Bytes(bytes) => bytes,
        };
        std::str::from_utf8(bytes).map_err(|error| {
            let start = error.valid_up_to();
            Span::new(start..(start + error.error_len().unwrap_or(1)).min(bytes.len()))
        })
    }

    /// The text at `span`, if that is within it and UTF-8.
    pub fn text_at(&self, span: Span) -> Option<&str> {
        match &self.0.content {
            Content::Text(text) => text.get(span.range()),
            Content::Bytes(bytes) => bytes.get(span.range()).and_then(|part| std::str::from_utf8(part).ok()),
        }
    }

    /// The bytes at `span`; empty where the span is not within the text.
    pub fn slice(&self, span: Span) -> &[u8] {
        self.bytes().get(span.range()).unwrap_or_default()
    }

    /// The characters at `span`, broken UTF-8 replaced.
    pub fn slice_text(&self, span: Span) -> Cow<'_, str> {
        String::from_utf8_lossy(self.slice(span))
    }

    /// Number of lines. A newline at the very end does not begin another.
    pub fn line_count(&self) -> usize {
        let open_end = self.0.lines.last().is_some_and(|&last| (last as usize) < self.bytes().len());
        self.0.lines.len() - usize::from(!open_end)
    }

    /// Where each line begins and ends, its newline included.
    pub fn line_spans(&self) -> impl ExactSizeIterator<Item = Span> {
        let end = u32::try_from(self.bytes().len()).unwrap_or(u32::MAX);
        let start = move |line: usize| self.0.lines.get(line).copied().unwrap_or(end);
        (0..self.line_count()).map(move |line| Span { start: start(line), end: start(line + 1) })
    }

    /// Line and column of the byte at `offset`.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.0.lines.partition_point(|&start| start <= offset).max(1);
        let start = self.0.lines.get(line - 1).copied().unwrap_or(0);
        let before = self.slice(Span { start, end: offset });
        Position { line, column: String::from_utf8_lossy(before).chars().count() + 1 }
    }

    /// All of it as it may be shown to a person: secrets, control characters and broken UTF-8 masked.
    pub fn shown_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.shown(0..self.bytes().len()))
    }

    /// The bytes of `range` as they may be shown to a person. They are borrowed from the text itself where nothing in
    /// them has to be masked.
    fn shown(&self, range: Range<usize>) -> &[u8] {
        let secrets = self.0.secrets.get_or_init(|| (self.0.find_secrets)(self.bytes()));
        let first = secrets.partition_point(|secret| secret.range().end <= range.start);
        let hides = secrets.get(first).is_some_and(|secret| secret.range().start < range.end);
        let part = self.bytes().get(range.clone()).unwrap_or_default();
        if !hides && masking::is_clean(part) {
            return part;
        }
        self.0.shown.get_or_init(|| masking::masked(self.bytes(), secrets)).get(range).unwrap_or_default()
    }

    /// Offset of the first byte of `line` (from 0), or the length of the text beyond its end.
    fn line_start(&self, line: usize) -> usize {
        self.0.lines.get(line).map_or(self.bytes().len(), |&start| start as usize)
    }

    /// The line (from 0) that the byte at `offset` is in.
    fn line_of(&self, offset: usize) -> usize {
        self.0.lines.partition_point(|&line| line as usize <= offset).max(1) - 1
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.0.name, self.bytes().len())
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Source {}

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let length = self.bytes().len();
        let (start, end) = (span.offset(), span.offset() + span.len());
        if start > length || end > length {
            return Err(MietteError::OutOfBounds);
        }
        let last_byte = if span.is_empty() { start } else { end - 1 };
        let first = self.line_of(start).saturating_sub(context_lines_before);
        let last = (self.line_of(last_byte) + context_lines_after)
            .min(self.line_count().saturating_sub(1).max(self.line_of(start)));
        // Without context before it miette wants the text from the span on, and takes line and column from it.
        let begin = if context_lines_before == 0 { start } else { self.line_start(first) };
        let column = String::from_utf8_lossy(self.slice(Span::new(self.line_start(first)..begin))).chars().count();
        let range = begin..self.line_start(last + 1);
        let data = self.shown(range.clone());
        Ok(Box::new(MietteSpanContents::new_named(
            self.shown_name(),
            data,
            (range.start, range.len()).into(),
            first,
            column,
            last + 1 - first,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("a", "one\ntwö x\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(9), Position { line: 2, column: 5 });
        assert_eq!(source.line_count(), 2);
        assert_eq!(Source::new("a", "one\ntwo").line_count(), 2);
    }

    /// Every `hunter2` is a secret.
    fn hunters(bytes: &[u8]) -> Vec<Span> {
        memchr::memmem::find_iter(bytes, "hunter2").map(|at| Span::new(at..at + 7)).collect()
    }

    #[test]
    fn secrets_and_control_characters_are_not_shown() {
        let source = Source::hiding("a", "key hunter2\r\n\u{1b}[2J\u{202e}x\n", hunters);
        let shown = source.read_span(&(0, 5).into(), 0, 2).unwrap();
        assert_eq!(shown.data(), "key *******\r\n?[2J???x\n".as_bytes());
        assert_eq!(source.slice(Span::new(4..11)), b"hunter2");
        let named = Source::new("a\u{1b}[2J\r\n.cfg", "x");
        assert_eq!(named.read_span(&(0, 1).into(), 0, 0).unwrap().name(), Some("a?[2J??.cfg"));
    }

    #[test]
    fn parts_that_need_no_mask_are_not_copied() {
        let source = Source::hiding("a", "one\r\ntwö\nhunter2\nfour\n", hunters);
        assert!(source.0.secrets.get().is_none());
        for (offset, expected) in [(0, "one\r\n"), (5, "twö\n"), (18, "four\n")] {
            assert_eq!(source.read_span(&(offset, 1).into(), 0, 0).unwrap().data(), expected.as_bytes());
        }
        assert!(source.0.shown.get().is_none());
        // A span within a secret shows none of the rest of it.
        assert_eq!(source.read_span(&(13, 1).into(), 0, 0).unwrap().data(), b"****\n");
        assert!(source.0.shown.get().is_some());
        assert_eq!(source.shown_text(), "one\r\ntwö\n*******\nfour\n");
    }

    #[test]
    fn broken_utf8_has_a_place() {
        let source = Source::new("a", b"ab\xffc".to_vec());
        assert_eq!(source.text(), Err(Span::new(2..3)));
    }

    #[test]
    fn context_lines_stop_at_the_ends() {
        let source = Source::new("a", "1\n2\n3\n");
        let contents = source.read_span(&(2, 1).into(), 1, 1).unwrap();
        assert_eq!((contents.data(), contents.line(), contents.line_count()), (b"1\n2\n3\n".as_slice(), 0, 3));
        let end = source.read_span(&(6, 0).into(), 1, 1).unwrap();
        assert!(end.data().ends_with(b"3\n"));
    }
}
