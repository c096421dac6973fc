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
use super::lines::{BYTE_ORDER_MARK, Line, LineKind, measure, split};
use crate::source::{Source, Span};
use body::{Ends, begins, may_begin};
use help::is_asked;
use margin::{Margin, blanks, blanks_before_text};
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
}

impl Capture {
    /// Hears what the lines of a text say.
    pub fn of(source: &Source) -> Self {
        let mut lines = split(source);
        let bytes = source.bytes();
        let mut listener = Listener::new(bytes);
        for (index, line) in lines.iter_mut().enumerate() {
            listener.hear(index, line);
        }
        let Listener { shown, bodies, .. } = listener;
        mark_bodies(bytes, &mut lines, &bodies);
        completed::mark(bytes, &mut lines, &shown);
        Self { lines, shown }
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
            bodies: Vec::new(),
        }
    }

    /// Narrows the content of `line` to what is configuration, and says what it is.
    fn hear(&mut self, index: usize, line: &mut Line) {
        if !self.odd && !self.pager && self.margin.is_none() && self.output == Output::None && self.is_plain(line) {
            return;
        }
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
            return;
        };
        if front == 0 && shown.is_none() && line.kind == LineKind::Comment && self.output == Output::None {
            return;
        }
        let (content, indent, kind) = said(text, front);
        let prompted = indent == 0 && content.start > front;
        let kind = self.heed((kind, indent), text.get(content.clone()).unwrap_or_default(), prompted);
        if matches!(kind, LineKind::Text | LineKind::Typed | LineKind::TypedBelow)
            && let Some(words) = text.get(content.clone()).and_then(|text| std::str::from_utf8(text).ok())
            && let Some(end) = begins(words)
        {
            self.bodies.push((index, end));
        }
        line.indent = indent;
        line.kind = kind;
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
        if line.kind != LineKind::Text {
            return line.kind == LineKind::Empty || line.indent == 0;
        }
        let content = self.bytes.get(line.content.range()).unwrap_or_default();
        let first = content.first().copied().unwrap_or(b' ');
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
mod tests {
    use super::*;

    /// Each line as it is read: its kind, indentation and content.
    fn heard(bytes: &[u8]) -> Vec<String> {
        let capture = Capture::of(&Source::new("test", bytes));
        let told = |(index, line): (usize, &Line)| {
            let content = match capture.shown.get(&u32::try_from(index).unwrap()) {
                Some(shown) => shown.text.clone(),
                None => String::from_utf8(bytes[line.content.range()].to_vec()).unwrap(),
            };
            format!("{:?} {} {content}", line.kind, line.indent)
        };
        capture.lines.iter().enumerate().map(told).collect()
    }

    #[test]
    fn dates_before_lines_leave_the_indentation() {
        assert_eq!(heard(b"[10:11:12] dial-peer\n[10:11:12]  port 1\n"), ["Text 0 dial-peer", "Text 1 port 1"]);
        assert_eq!(heard(b"10:11:12  gw#conf t\n10:11:12   port 1\n"), ["Prompt 0 conf t", "Text 1 port 1"]);
        assert_eq!(heard(b"[10:11:12]dial-peer\n[10:11:12] port 1\n"), ["Text 0 dial-peer", "Text 1 port 1"]);
        assert_eq!(heard(b"10:11:12\n10:11:12 !\n"), ["Empty 0 ", "Comment 0 !"]);
    }

    #[test]
    fn bodies_are_left_out() {
        let text = b"banner motd ^C\ndial-peer voice 1 voip\n^C\n certificate ca 01\n  0A\n\tquit\nbanner exec #\nx\n";
        let expected = [
            "Text 0 banner motd ^C",
            "Body 0 dial-peer voice 1 voip",
            "Body 0 ^C",
            "Text 1 certificate ca 01",
            "Body 2 0A",
            "Body 8 quit",
            "Text 0 banner exec #",
            "Text 0 x",
        ];
        assert_eq!(heard(text), expected);
    }

    #[test]
    fn a_certificate_without_rows_hides_nothing() {
        let text = b"certificate ca 01 nvram:x.cer\ndial-peer voice 1 voip\n certificate ca 02\n  0AFF 12\n quit\n";
        let heard = heard(text);
        assert_eq!(heard[1], "Text 0 dial-peer voice 1 voip");
        assert_eq!(&heard[3..], ["Body 2 0AFF 12", "Body 1 quit"]);
    }

    #[test]
    fn a_key_between_lines_is_no_configuration() {
        let full = "MIIEpAIBAAKCAQEAr0dQ1mEJyLhX9mpuvF2cbK3v6Jk0sMZb7dQYQ8yT3cW1xk5N";
        let key = format!("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{full}\r\n  ab+/=\n");
        let text = format!("dial-peer voice 1 voip\n {key}-----END RSA PRIVATE KEY-----\n no vad\n");
        let ended = heard(text.as_bytes());
        assert_eq!(ended[1], "Text 1 -----BEGIN RSA PRIVATE KEY-----");
        assert!(ended[2..7].iter().all(|line| line.starts_with("Body ")), "{ended:?}");
        assert_eq!(ended[7..], ["Text 1 no vad"]);
        // Another end is none; without one, no line is left out that could be a command.
        let text =
            format!("-----BEGIN X-----\n{full}\n{full}\nshutdown\n no vad\n-----END X-----\n-----BEGIN Y-----\nexit\n");
        let open = heard(text.as_bytes());
        assert!(open[1..3].iter().all(|line| line.starts_with("Body ")), "{open:?}");
        let rest =
            ["Text 0 shutdown", "Text 1 no vad", "Text 0 -----END X-----", "Text 0 -----BEGIN Y-----", "Exit 0 exit"];
        assert_eq!(open[3..], rest);
    }

    #[test]
    fn what_was_typed_is_told_from_prompts() {
        let text = b"gw#conf t\ngw(config)#dial-p v 5 voip\ngw(config-dial-peer)# dest 9T\ngw(config-dial-peer)#exit\ngw(config)#do sh run\n";
        let expected =
            ["Prompt 0 conf t", "Typed 0 dial-p v 5 voip", "TypedBelow 0 dest 9T", "Exit 0 exit", "Aside 0 do sh run"];
        assert_eq!(heard(text), expected);
    }

    #[test]
    fn help_is_no_configuration() {
        let text =
            b"gw(config-dial-peer)#sess?\nsession\ngw(config-dial-peer)#session ?\n  target  Session target\n!\n\
            sip-ua\nshow  shutdown\n\ngw(config-dial-peer)#session protocol sipv2\n";
        let expected = [
            "Aside 0 sess?",
            "Noise 0 session",
            "Aside 0 session ?",
            "Noise 2 target  Session target",
            "Noise 0 !",
            "Noise 0 sip-ua",
            "Noise 0 show  shutdown",
            "Empty 0 ",
            "TypedBelow 0 session protocol sipv2",
        ];
        assert_eq!(heard(text), expected);
    }

    proptest::proptest! {
        /// Lines that get no closer look are what that would find.
        #[test]
        fn a_closer_look_at_plain_lines_finds_nothing(
            text in "([ \t]{0,2}(ex(it)?|end|do|sh(ow)?|wr|conf|banner|menu|macro name|-----BEGIN X-----|-----END X-----|refuse-message|vacant-message|ip admission auth-proxy-banner http|aaa|no|ip|line|[a-zA-Z0-9=*.%^!\\[]|gw(\\(config(-x)?\\))?[#>])[ :]?[a-z0-9#>^]{0,3}\r?\n){0,6}",
        ) {
            let source = Source::new("test", text.as_bytes());
            let mut closely = split(&source);
            let mut listener = Listener::new(text.as_bytes());
            listener.pager = true;
            for (index, line) in closely.iter_mut().enumerate() {
                listener.hear(index, line);
            }
            mark_bodies(text.as_bytes(), &mut closely, &listener.bodies);
            proptest::prop_assert_eq!(Capture::of(&source).lines, closely);
        }

        #[test]
        fn the_content_of_a_line_is_within_it(text in "(--More--|\\[10:11:12\\]| |x|\r|\u{8}|\n|gw\\(config\\)#|\\PC){0,40}", extra: Vec<u8>) {
            let bytes = [text.as_bytes(), &extra].concat();
            let capture = Capture::of(&Source::new("test", bytes.clone()));
            for line in &capture.lines {
                proptest::prop_assert!(line.span.start <= line.content.start && line.content.end <= line.span.end);
            }
            for shown in capture.shown.values() {
                let place = shown.place(0..shown.text.len());
                proptest::prop_assert!(place.end as usize <= bytes.len());
            }
        }
    }
}
