//! A text as a router, a terminal or a person left it, line by line: what of each line is configuration.
//!
//! Nothing is changed: a line keeps its place in the file, and only the place of its content within it is narrowed.
//! Where what is read does not stand in the file in one piece (a corrected typing error, a character that is not UTF-8),
//! the text that is read is kept beside the line, with the way back to the file.

mod body;
mod completed;
mod help;
mod margin;
mod prefix;
mod screen;

use std::collections::BTreeMap;
use std::ops::Range;

use super::argument::is_header;
use super::commands::resolve_global;
use super::lines::{BYTE_ORDER_MARK, Line, LineKind, each, measure};
use crate::source::{Source, Span};
use body::{Ends, begins, may_begin};
use help::is_asked;
use margin::{Margin, blanks, blanks_before_text};
pub use prefix::is_refusal;
use prefix::{Mode, is_exec, is_message, pager, prompt, stamp};
pub use screen::Shown;
use screen::{has_odd, shown};

/// The lines of a text.
#[derive(Clone, Debug)]
pub struct Capture {
    /// Every line.
    pub lines: Vec<Line>,
    /// The lines that are read otherwise than they stand in the file, by their number from 0.
    pub shown: BTreeMap<u32, Shown>,
    /// Whether a person or a router may have said one of them: [`LineKind::is_spoken`].
    pub spoken: bool,
}

impl Capture {
    /// Hears what the lines of a text say.
    pub fn of(source: &Source) -> Self {
        let bytes = source.bytes();
        let mut listener = Listener::new(bytes);
        // Each line is heard while it is at hand: a large text is not in the cache any more when all lines are found.
        let heard = each(source).enumerate().map(|(index, mut line)| {
            if !listener.is_plain(&line) {
                listener.hear(index, &mut line);
            }
            line
        });
        let mut lines: Vec<_> = heard.collect();
        let Listener { shown, bodies, spoken, .. } = listener;
        mark_bodies(bytes, &mut lines, &bodies);
        if spoken {
            completed::mark(bytes, &mut lines, &shown);
        }
        Self { lines, shown, spoken }
    }
}

/// Marks the lines of banners, certificates, keys and macros, which begin at `starts`.
fn mark_bodies(bytes: &[u8], lines: &mut [Line], starts: &[(usize, body::End)]) {
    let mut found = Vec::new();
    let mut ends = Ends::new(bytes, lines);
    let mut done = 0;
    for (start, end) in starts {
        if *start >= done
            && let Some(last) = ends.find(*start, end)
        {
            found.push(start + 1..last + 1);
            done = last + 1;
        }
    }
    for range in found {
        for line in lines.get_mut(range).unwrap_or_default() {
            line.kind = LineKind::Body;
        }
    }
}

/// Whether a text that is no command begins with `line`: a banner, a certificate, a macro. Whether there is an end to it
/// is not asked.
pub fn begins_body(line: &str) -> bool {
    begins(line).is_some()
}

/// Whether a line reads as one of a configuration when it stands in the first column: as no prompt and no message.
pub fn stands_at_the_margin(line: &str) -> bool {
    matches!(at_the_margin(line.as_bytes(), 0..line.len()), (_, _, LineKind::Text))
}

struct Listener<'a> {
    bytes: &'a [u8],
    /// Whether there is any byte that a terminal would not just show.
    odd: bool,
    pager: bool,
    /// What every line begins with that is no part of it.
    margin: Option<Margin>,
    /// How dates and times stand before the lines; found out at the first of them.
    dates: Option<Dates>,
    /// What goes on that is no configuration.
    output: Output,
    shown: BTreeMap<u32, Shown>,
    /// Whether a prompt or a message was heard.
    spoken: bool,
    bodies: Vec<(usize, body::End)>,
}

impl<'a> Listener<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let odd = has_odd(bytes);
        let returns = || {
            let returns = memchr::memchr_iter(b'\r', bytes);
            let mut inner =
                returns.map(|at| bytes.get(at + 1)).filter(|next| !matches!(next, Some(b'\n' | b'\r') | None));
            inner.next().is_some()
        };
        let pager = memchr::memmem::find(bytes, b"--More--").is_some();
        Self {
            bytes,
            odd: odd || returns(),
            pager,
            margin: Margin::of(bytes),
            dates: None,
            output: Output::None,
            shown: BTreeMap::new(),
            spoken: false,
            bodies: Vec::new(),
        }
    }

    /// Narrows the content of `line` to what is configuration, and says what it is.
    fn hear(&mut self, index: usize, line: &mut Line) {
        let raw = self.bytes.get(line.span.range()).unwrap_or_default();
        let shown = if self.odd { shown(raw, line.span.start) } else { None };
        let text = match &shown {
            Some(shown) => shown.text.as_bytes(),
            None if line.kind == LineKind::Empty => return,
            None => raw,
        };
        let front = self.front(text);
        let Some(front) = front else {
            line.kind = LineKind::Noise;
            self.spoken = true;
            return;
        };
        if front == 0 && shown.is_none() && line.kind == LineKind::Comment && self.output == Output::None {
            return;
        }
        let (content, indent, kind) = said(text, front);
        let prompted = indent == 0 && content.start > front;
        let kind = self.heed((kind, indent), text.get(content.clone()).unwrap_or_default(), prompted);
        if (kind == LineKind::Text || kind.is_typed())
            && let Some(words) = text.get(content.clone()).and_then(|text| std::str::from_utf8(text).ok())
            && let Some(end) = begins(words)
        {
            self.bodies.push((index, end));
        }
        line.indent = indent;
        line.kind = kind;
        self.spoken |= kind.is_spoken();
        match shown {
            None => {
                let start = line.span.start as usize;
                line.content = Span::new(start + content.start..start + content.end);
            }
            Some(shown) => {
                line.content = shown.place(content.clone());
                if let Ok(index) = u32::try_from(index) {
                    self.shown.insert(index, shown.cut(content));
                }
            }
        }
    }

    /// Whether a line can be nothing but what it seems: most lines are, and need no closer look. Dates and prompts stand in
    /// the first column; `exit`, banners, messages and commands of the exec mode are told by their first letter.
    fn is_plain(&self, line: &Line) -> bool {
        if self.odd || self.pager || self.margin.is_some() || self.output != Output::None {
            return false;
        }
        if line.kind != LineKind::Text {
            return line.kind == LineKind::Empty || line.indent == 0;
        }
        let content = self.bytes.get(line.content.range()).unwrap_or_default();
        let first = content.first().copied().unwrap_or(b' ');
        if line.indent > 0 && !may_be_more(first) {
            return true;
        }
        if may_begin(content) {
            return false;
        }
        if line.span.start == line.content.start {
            let mut word = content.iter().take_while(|byte| !matches!(byte, b' ' | b'\t'));
            return matches!(first, b'd' | b'f'..=b'k' | b'n'..=b'r' | b'u' | b'v' | b'x'..=b'z')
                && !word.any(|byte| matches!(byte, b'#' | b'>' | b'('));
        }
        line.indent > 0 && !matches!(content, [b'^' | b'%', ..] | [b'e' | b'E', b'x' | b'X', ..])
    }

    /// What a line is, given what went before: output of commands that show something else than a configuration is noise.
    /// A `!` of its own ends them, and a header in full in the first column: they have none, but for `show history`, which indents
    /// what was typed. What a call for help shows ends with the next prompt.
    fn heed(&mut self, (kind, indent): (LineKind, u32), words: &[u8], prompted: bool) -> LineKind {
        if prompted {
            self.output = Output::of(kind, words);
            return kind;
        }
        match (kind, self.output) {
            (LineKind::Empty | LineKind::Noise | LineKind::Body, _) | (_, Output::None) => kind,
            (_, Output::Help) | (LineKind::Exit, Output::Other) => LineKind::Noise,
            (LineKind::Text, Output::Other) if indent > 0 || !begins_object(words) => LineKind::Noise,
            (LineKind::Comment, Output::Other) if words != b"!" => LineKind::Noise,
            (
                LineKind::Text
                | LineKind::Comment
                | LineKind::Prompt
                | LineKind::Typed
                | LineKind::TypedBelow
                | LineKind::Aside,
                Output::Other,
            ) => {
                self.output = Output::None;
                kind
            }
        }
    }

    /// How many bytes at the front of a line a terminal or logger put there; `None` where all of it is a message.
    fn front(&mut self, text: &[u8]) -> Option<usize> {
        let mut front = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        if self.pager {
            front += pager(text.get(front..).unwrap_or_default());
        }
        if let Some(margin) = self.margin {
            front += margin.length(text.get(front..).unwrap_or_default());
        }
        let rest = text.get(front..).unwrap_or_default();
        if let Some(length) = stamp(rest) {
            match self.dates() {
                Dates::Apart(most) => {
                    front += length + blanks(rest, length).min(most);
                }
                Dates::Glued => front += length,
                Dates::OfMessages => return None,
            }
        }
        Some(front)
    }

    /// How dates stand in this text. A terminal puts one before every line; where few lines have one, these are messages of
    /// the router.
    fn dates(&mut self) -> Dates {
        let bytes = self.bytes;
        *self.dates.get_or_insert_with(|| {
            let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
            let (mut with, mut without, mut fewest) = (0_usize, 0_usize, usize::MAX);
            for start in starts {
                let line = bytes.get(start..).unwrap_or_default();
                let line = line.get(..line.len().min(64)).unwrap_or_default();
                let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
                match stamp(line) {
                    Some(length) => {
                        with += 1;
                        let behind = line.get(length);
                        if behind.is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
                            return Dates::Glued;
                        }
                        fewest = blanks_before_text(line, length).map_or(fewest, |here| fewest.min(here));
                    }
                    None if line.first().is_some_and(|first| !matches!(first, b'\r' | b'\n')) => without += 1,
                    None => {}
                }
            }
            if with > without { Dates::Apart(fewest) } else { Dates::OfMessages }
        })
    }
}

/// What a router prints behind a prompt that is no configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    /// Nothing of the kind.
    None,
    /// What another command shows than one that shows a configuration.
    Other,
    /// What can be typed.
    Help,
}

impl Output {
    /// That of what was typed behind a prompt.
    fn of(kind: LineKind, words: &[u8]) -> Self {
        if !matches!(kind, LineKind::Prompt | LineKind::Aside) {
            Self::None
        } else if is_asked(words) {
            Self::Help
        } else if shows_something_else(words) {
            Self::Other
        } else {
            Self::None
        }
    }
}

/// Whether an indented line that begins with this byte may be more than it seems: [`is_exit`], [`may_begin`], a mark of the router.
fn may_be_more(first: u8) -> bool {
    !matches!(first | 0x20, b'd' | b'f'..=b'h' | b'j'..=b'l' | b'n'..=b'q' | b's'..=b'u' | b'w'..=b'z')
}

/// How dates and times stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dates {
    /// Before every line, with so many blanks at least.
    Apart(usize),
    /// Before every line, without a blank.
    Glued,
    /// Before messages of the router.
    OfMessages,
}

/// Whether a line is the header of an object, in full.
fn begins_object(words: &[u8]) -> bool {
    let line = std::str::from_utf8(words).unwrap_or_default();
    resolve_global(line).is_some_and(|found| found.in_full && is_header(&found, line))
}

/// Whether a command of the exec mode shows something else than a configuration.
fn shows_something_else(words: &[u8]) -> bool {
    let mut words = words.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
    let is_show = words.find(|word| !is_do(word)).is_some_and(|word| word.len() >= 2 && b"show".starts_with(word));
    let configurations: [&[u8]; 5] =
        [b"running-config", b"startup-config", b"configuration", b"archive", b"tech-support"];
    let what = words.next();
    is_show && what.is_some_and(|what| !configurations.iter().any(|known| known.starts_with(what)))
}

/// What the part of a line behind `front` says: its content, its indentation and its kind.
fn said(text: &[u8], front: usize) -> (Range<usize>, u32, LineKind) {
    let (content, indent) = measure(text.get(front..).unwrap_or_default());
    let content = content.start + front..content.end + front;
    let words = text.get(content.clone()).unwrap_or_default();
    let kind = match words.first() {
        None => LineKind::Empty,
        Some(b'!') => LineKind::Comment,
        Some(_) if indent > 0 => {
            if is_exit(words) {
                LineKind::Exit
            } else if words == b"^" || words.starts_with(b"% ") {
                LineKind::Noise
            } else {
                LineKind::Text
            }
        }
        Some(_) => return at_the_margin(text, content),
    };
    (content, indent, kind)
}

/// Whether the open object is left.
fn is_exit(words: &[u8]) -> bool {
    words.eq_ignore_ascii_case(b"exit") || words.eq_ignore_ascii_case(b"exi")
}

/// Whether a command of the exec mode was typed in another mode.
fn is_do(words: &[u8]) -> bool {
    words.split_at_checked(2).is_some_and(|(word, rest)| {
        word.eq_ignore_ascii_case(b"do") && matches!(rest.first(), None | Some(b' ' | b'\t'))
    })
}

/// What a line without indentation says.
fn at_the_margin(text: &[u8], content: Range<usize>) -> (Range<usize>, u32, LineKind) {
    let words = text.get(content.clone()).unwrap_or_default();
    let Some((mode, length)) = prompt(words) else {
        let kind = match words {
            _ if is_exit(words) => LineKind::Exit,
            b"end" => LineKind::Prompt,
            _ if is_message(words) => LineKind::Noise,
            _ if is_exec(words) => LineKind::Prompt,
            _ => LineKind::Text,
        };
        return (content, 0, kind);
    };
    let (typed, _) = measure(words.get(length..).unwrap_or_default());
    let typed = content.start + length + typed.start..content.start + length + typed.end;
    let words = text.get(typed.clone()).unwrap_or_default();
    let kind = match (mode, words) {
        (Mode::Exec, _) | (_, b"end" | b"^Z") => LineKind::Prompt,
        (_, b"") => LineKind::Noise,
        (_, words) if is_exit(words) => LineKind::Exit,
        (_, words) if words.starts_with(b"!") => LineKind::Noise,
        (_, words) if is_do(words) || is_asked(words) => LineKind::Aside,
        (Mode::Global, _) => LineKind::Typed,
        (Mode::Below, _) => LineKind::TypedBelow,
    };
    (typed, 0, kind)
}

#[cfg(test)]
mod tests;
