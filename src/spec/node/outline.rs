//! The lines of a text that is not YAML, as they were meant: where keys begin and which brackets stay open. The YAML
//! crate says where it could not go on, which is often lines behind the fault.

use crate::source::Span;

/// A line that begins a key or a list item.
pub(super) struct Line {
    /// Columns of its `-`, from 0.
    pub(super) dashes: Vec<usize>,
    /// Its key, if it has one.
    pub(super) key: Option<Key>,
    /// Whether it ends behind its `:` or `-`, so that the lines below are its value.
    pub(super) opens: bool,
}

/// The key of a line.
pub(super) struct Key {
    /// Its column, from 0.
    pub(super) column: usize,
    pub(super) span: Span,
}

/// What stands in a text.
#[derive(Default)]
pub(super) struct Outline {
    /// The lines outside brackets, quotes and block texts, to the first bracket that is not closed.
    pub(super) lines: Vec<Line>,
    /// The first bracket that is not closed.
    pub(super) unclosed: Option<Span>,
}

/// Reads `text`.
pub(super) fn of(text: &str) -> Outline {
    let mut reader = Reader::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        reader.line(at, line);
        at += line.len();
        if reader.stopped {
            return reader.outline;
        }
    }
    if reader.quote.is_none() {
        reader.outline.unclosed = reader.open.last().map(|(_, at)| Span::new(*at..at + 1));
    }
    reader.outline
}

#[derive(Default)]
struct Reader {
    outline: Outline,
    /// The brackets that are open, and where.
    open: Vec<(u8, usize)>,
    /// Column of the key or list item whose value the outermost of them begins.
    owner: Option<usize>,
    /// The quote within which the line begins.
    quote: Option<u8>,
    /// Column of the key or list item whose value is a block of text.
    block: Option<usize>,
    stopped: bool,
}

impl Reader {
    fn line(&mut self, at: usize, line: &str) {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        if self.quote.is_some() {
            return self.inside(at, line);
        }
        if content.trim().is_empty() || content.starts_with('#') {
            return;
        }
        if !self.open.is_empty() {
            let outside = self.owner.is_some_and(|owner| indent <= owner);
            if outside && (key_length(content).is_some() || content.starts_with("- ")) {
                return self.stop_at_innermost();
            }
            return self.inside(at, line);
        }
        if self.block.is_some_and(|owner| indent > owner) {
            return;
        }
        self.block = None;
        if !content.starts_with("---") && !content.starts_with("...") {
            self.outside(at + indent, indent, content);
        }
    }

    /// A line outside brackets: its dashes, its key, and how its value begins.
    fn outside(&mut self, mut at: usize, mut column: usize, mut content: &str) {
        let mut dashes = Vec::new();
        while let Some(rest) = content.strip_prefix('-').filter(|rest| rest.starts_with(char::is_whitespace)) {
            dashes.push(column);
            let skipped = content.len() - rest.trim_start_matches(' ').len();
            (at, column, content) = (at + skipped, column + skipped, content.get(skipped..).unwrap_or_default());
        }
        let mut value = content;
        let key = key_length(content).map(|length| {
            value = content.get(length + 1..).unwrap_or_default();
            Key { column, span: Span::new(at..at + length) }
        });
        let owner = key.as_ref().map(|key| key.column).or(dashes.last().copied());
        let value = value.trim_start_matches(' ');
        let value_at = at + content.len() - value.len();
        let first = value.trim_start().chars().next();
        if owner.is_some() {
            let opens = matches!(first, None | Some('#' | '&' | '!'));
            self.outline.lines.push(Line { dashes, key, opens });
        }
        match first {
            Some('|' | '>') => self.block = owner,
            Some('[' | '{' | '"' | '\'') => {
                self.owner = owner;
                self.inside(value_at, value);
            }
            Some(_) | None => {}
        }
    }

    /// Text that begins within brackets or quotes, or with one of them.
    fn inside(&mut self, at: usize, text: &str) {
        let mut before = b'\n';
        let mut escaped = false;
        let mut value_may_begin = true;
        for (offset, byte) in text.bytes().enumerate() {
            if let Some(quote) = self.quote {
                if escaped {
                    escaped = false;
                } else if byte == b'\\' && quote == b'"' {
                    escaped = true;
                } else if byte == quote {
                    self.quote = None;
                }
            } else if matches!(byte, b'"' | b'\'') && (value_may_begin || before == byte) {
                self.quote = Some(byte);
            } else if byte == b'#' && matches!(before, b' ' | b'\t' | b'\n') {
                return;
            } else if matches!(byte, b'[' | b'{') {
                self.open.push((byte, at + offset));
            } else if matches!(byte, b']' | b'}') {
                self.close(byte);
            }
            if self.quote.is_none() && (self.open.is_empty() || self.stopped) && !matches!(byte, b'"' | b'\'') {
                return;
            }
            if !byte.is_ascii_whitespace() {
                value_may_begin = matches!(byte, b'[' | b'{' | b',' | b':');
            }
            before = byte;
        }
    }

    /// A closing bracket: that of an outer one shows that the inner one is not closed.
    fn close(&mut self, closing: u8) {
        let opening = if closing == b']' { b'[' } else { b'{' };
        if self.open.last().is_some_and(|(open, _)| *open == opening) {
            self.open.pop();
        } else if self.open.iter().any(|(open, _)| *open == opening) {
            self.stop_at_innermost();
        } else {
            self.stopped = true;
        }
    }

    fn stop_at_innermost(&mut self) {
        self.outline.unclosed = self.open.last().map(|(_, at)| Span::new(*at..at + 1));
        self.stopped = true;
    }
}

/// The length in bytes of the key that `content` begins with, up to its `:`.
fn key_length(content: &str) -> Option<usize> {
    let plain = !content.starts_with(['[', '{', '"', '\'', '#', '|', '>', '?', '%']);
    let end = if plain { 0 } else { content.char_indices().skip(1).find(|(_, one)| content.starts_with(*one))?.0 };
    let rest = content.get(end..)?;
    let comment = rest.find(" #").unwrap_or(rest.len());
    let mut colons = rest.get(..comment)?.match_indices(':').map(|(at, _)| end + at);
    colons.find(|at| content.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '\r'])))
}
