//! The words of a line, between blanks of all kinds.

/// A word of a line.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) text: &'a [u8],
    pub(super) start: usize,
}

impl<'a> Word<'a> {
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is one of `known`, in any case.
    pub(super) fn is_any(self, known: &[&str]) -> bool {
        known.iter().any(|one| self.text.eq_ignore_ascii_case(one.as_bytes()))
    }

    /// Whether it is a digit, as the type of a password is.
    pub(super) fn is_digit(self) -> bool {
        matches!(self.text, [digit] if digit.is_ascii_digit())
    }

    /// The keyword that it may be: what is left without a prompt, a quotation mark or a byte order mark before it, marks
    /// behind it, and what makes it stand out in a text.
    pub(super) fn keyword(self) -> &'a [u8] {
        let is_before = |byte: &u8| !byte.is_ascii() || b"#>\"'({[!?&;,*`".contains(byte);
        let is_behind = |byte: &u8| b":\"',)}]*`_".contains(byte);
        let word = self.text;
        let word =
            word.get(..word.iter().rposition(|byte| !is_behind(byte)).map_or(0, |at| at + 1)).unwrap_or_default();
        let word = word.get(word.iter().rposition(is_before).map_or(0, |at| at + 1)..).unwrap_or_default();
        word.get(word.iter().take_while(|byte| **byte == b'_').count()..).unwrap_or_default()
    }
}

/// The words of a line with their places. Control characters are blanks too: `--More--` is wiped out with some. So is what
/// a page or a mail puts in the place of a blank, and what is not to be seen at all.
pub(super) fn words(line: &[u8]) -> impl Iterator<Item = Word<'_>> {
    between(line, blank)
}

/// The words of a line, where only what a router takes for a blank is one.
pub(super) fn between_plain_blanks(line: &[u8]) -> impl Iterator<Item = Word<'_>> {
    between(line, |_, rest| usize::from(rest.first().is_some_and(|byte| is_plain_blank(*byte))))
}

/// The words between blanks. `blank` says how long the blank is that a rest of the line begins with, given the byte before.
fn between(line: &[u8], blank: impl Fn(u8, &[u8]) -> usize) -> impl Iterator<Item = Word<'_>> {
    let (mut at, mut before) = (0, b' ');
    std::iter::from_fn(move || {
        while let length @ 1.. = blank(before, line.get(at..)?) {
            (at, before) = (at + length, b' ');
        }
        let start = at;
        while let Some(byte) = line.get(at)
            && blank(before, line.get(at..)?) == 0
        {
            (at, before) = (at + 1, *byte);
        }
        let text = line.get(start..at).filter(|text| !text.is_empty())?;
        Some(Word { text, start })
    })
}

fn is_plain_blank(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7f
}

/// How long the blank is that `rest` begins with; 0 where it begins with none. A colon as wide as a letter is one too.
fn blank(before: u8, rest: &[u8]) -> usize {
    match rest {
        [byte, ..] if is_plain_blank(*byte) => 1,
        // U+0085, U+00A0, U+00AD.
        [0xc2, 0x85 | 0xa0 | 0xad, ..] => 2,
        // U+2000 to U+200F, U+2028 to U+202F, U+205F to U+206F, U+3000, U+FEFF, U+FF1A.
        [0xe2, 0x80, 0x80..=0x8f | 0xa8..=0xaf, ..]
        | [0xe2, 0x81, 0x9f..=0xaf, ..]
        | [0xe3, 0x80, 0x80, ..]
        | [0xef, 0xbb, 0xbf, ..]
        | [0xef, 0xbc, 0x9a, ..] => 3,
        // U+00A0 in Latin-1; elsewhere the byte is part of a letter.
        [0xa0, ..] if before.is_ascii() => 1,
        _ => 0,
    }
}

/// Whether `word` is `full` or abbreviates it with at least `shortest` letters, in any case. `_` does for `-`.
pub(super) fn is_short_for(word: &[u8], full: &str, shortest: usize) -> bool {
    let is = |(byte, full): (&u8, &u8)| byte.eq_ignore_ascii_case(full) || (*byte, *full) == (b'_', b'-');
    let full = full.as_bytes().get(..word.len());
    word.len() >= shortest && full.is_some_and(|full| word.iter().zip(full).all(is))
}

/// Whether a word begins with one of `starts`, in any case.
pub(super) fn begins_any(word: Word<'_>, starts: &[&str]) -> bool {
    let word = word.keyword();
    let begins = |with: &str| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    starts.iter().any(|with| begins(with))
}
