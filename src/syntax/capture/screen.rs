//! What a terminal shows of a line: backspaces, carriage returns and escape sequences carried out.

use crate::source::Span;

/// The text of a line that does not stand in the file as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What is read.
    pub text: String,
    /// For each byte of it, where in the file the byte stands that it comes from.
    pub(super) offsets: Vec<u32>,
    /// Where the line begins in the file.
    pub(super) start: u32,
}

impl Shown {
    /// Where the bytes at `range` of the text come from.
    pub fn place(&self, range: std::ops::Range<usize>) -> Span {
        let end = self.offsets.last().map_or(self.start, |last| last + 1);
        let at = |index: usize| self.offsets.get(index).copied();
        let start = at(range.start).unwrap_or(end);
        let last = range.end.checked_sub(1).filter(|_| !range.is_empty()).and_then(at).map_or(start, |last| last + 1);
        Span { start, end: last.max(start) }
    }

    /// The part of it at `range`.
    pub(super) fn cut(mut self, range: std::ops::Range<usize>) -> Self {
        self.text.truncate(range.end);
        self.offsets.truncate(range.end);
        self.text.drain(..range.start.min(self.text.len()));
        self.offsets.drain(..range.start.min(self.offsets.len()));
        self
    }
}

/// Whether any byte makes a terminal do something else than show it, or is not ASCII.
pub(super) fn has_odd(bytes: &[u8]) -> bool {
    let is_odd = |byte: u8| !matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e);
    // No early exit within a stretch: so the compiler can look at many bytes at once.
    bytes.chunks(4096).any(|stretch| stretch.iter().fold(false, |odd, byte| odd | is_odd(*byte)))
}

/// The longest line that is looked at in this way, in bytes.
const MAXIMUM_LINE: usize = 1 << 20;

/// What a terminal shows of `line`, which stands at `start` of the file, without its line ending. `None`: the line as it
/// is.
pub(super) fn shown(line: &[u8], start: u32) -> Option<Shown> {
    let body = line.strip_suffix(b"\n").unwrap_or(line);
    let body = body.get(..body.len() - body.iter().rev().take_while(|byte| **byte == b'\r').count())?;
    let moves = body.iter().any(|byte| matches!(byte, b'\r' | 0x00 | 0x07 | 0x08 | 0x1b));
    let broken = std::str::from_utf8(body).is_err();
    let hard_blank = memchr::memmem::find(body, "\u{a0}".as_bytes()).is_some();
    if (!moves && !broken && !hard_blank) || body.len() > MAXIMUM_LINE {
        return None;
    }
    let cells = if moves { screen(body) } else { (0_u32..).zip(body.iter().copied()).collect() };
    let bytes: Vec<u8> = cells.iter().map(|(_, byte)| *byte).collect();
    let mut shown = Shown { text: String::with_capacity(bytes.len()), offsets: Vec::with_capacity(bytes.len()), start };
    let mut push = |character: char, at: &mut dyn Iterator<Item = u32>| {
        // The blank that web pages and word processors do not break at is a blank.
        let character = if character == '\u{a0}' { ' ' } else { character };
        let first = at.next().unwrap_or(start);
        at.for_each(drop);
        shown.text.push(character);
        shown.offsets.extend(std::iter::repeat_n(first, character.len_utf8()));
    };
    let mut places = cells.iter().map(|(at, _)| start + at);
    if let Ok(text) = std::str::from_utf8(&bytes) {
        for character in text.chars() {
            push(character, &mut places.by_ref().take(character.len_utf8()));
        }
    } else {
        for byte in bytes {
            push(windows_1252(byte), &mut places.by_ref().take(1));
        }
    }
    Some(shown)
}

/// The cells of a terminal line after `body` was written to it, each with where it comes from.
fn screen(body: &[u8]) -> Vec<(u32, u8)> {
    let mut cells: Vec<(u32, u8)> = Vec::with_capacity(body.len());
    let mut cursor = 0;
    let mut bytes = (0_u32..).zip(body.iter().copied()).peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            0x08 => cursor = usize::saturating_sub(cursor, 1),
            b'\r' => cursor = 0,
            0x00 | 0x07 => {}
            0x1b => {
                // `ESC [` parameters and a letter; only erasing to the end of the line changes what is read.
                if bytes.next_if(|(_, byte)| *byte == b'[').is_some() {
                    while bytes.next_if(|(_, byte)| matches!(byte, 0x20..=0x3f)).is_some() {}
                    if bytes.next_if(|(_, byte)| matches!(byte, 0x40..=0x7e)).is_some_and(|(_, byte)| byte == b'K') {
                        cells.truncate(cursor);
                    }
                } else {
                    bytes.next();
                }
            }
            _ => {
                match cells.get_mut(cursor) {
                    Some(cell) => *cell = (at, byte),
                    None => cells.push((at, byte)),
                }
                cursor += 1;
            }
        }
    }
    cells
}

/// The character that a byte is in Windows-1252, which has Latin-1 in it. A byte without meaning there becomes U+FFFD.
fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
        '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80).and_then(|index| UPPER.get(usize::from(index)).copied()).unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &[u8]) -> String {
        shown(line, 0).map_or_else(|| "as it is".to_owned(), |shown| shown.text)
    }

    #[test]
    fn a_line_is_what_the_terminal_shows() {
        let pager = b" --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08        \x08\x08\x08\x08\x08\x08\x08\x08\x08 preference 1\r\n";
        assert_eq!(text(pager), " preference 1");
        assert_eq!(text(b" --More-- \r          \r preference 1\n"), " preference 1");
        assert_eq!(text(b"dial-peer voicx\x08 \x08e 6\x1b[K voip\x1b[0m\n"), "dial-peer voice 6 voip");
        assert_eq!(text(b" description Z\xfcrich \x93x\x94\n"), " description Zürich “x”");
        assert_eq!(text(" description Zürich\n".as_bytes()), "as it is");
        assert_eq!(text(b" preference 1\r\r\n"), "as it is");
    }

    #[test]
    fn places_are_those_of_the_file() {
        let shown = shown(b"ab\x08cd\n", 10).unwrap();
        assert_eq!((shown.text.as_str(), shown.place(1..3)), ("acd", Span { start: 13, end: 15 }));
        assert_eq!(shown.place(3..3), Span { start: 15, end: 15 });
        let cut = shown.cut(1..2);
        assert_eq!((cut.text.as_str(), cut.place(0..1)), ("c", Span { start: 13, end: 14 }));
    }
}
