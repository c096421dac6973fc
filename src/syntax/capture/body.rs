//! Texts within a configuration that are no commands: banners, certificates, macros.

use std::cell::OnceCell;

use memchr::memmem;

use crate::syntax::argument::keyword;
use crate::syntax::lines::{Line, LineKind};
use crate::syntax::secrets::{FULL_LINE, is_base64_digit};
use crate::syntax::words::Words;

/// How a body ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With the line that holds this.
    With(Vec<u8>),
    /// With the line that is just `quit`.
    Quit,
    /// With the line that is just `@`.
    At,
    /// With the line that is just `}`.
    Brace,
    /// With the line that ends a block in PEM, which is this.
    Block(Vec<u8>),
}

/// How the body ends that `text` begins, `None` where it begins none: `banner motd ^C`, `certificate ca 01`.
pub(super) fn begins(text: &str) -> Option<End> {
    if !may_begin(text.as_bytes()) {
        return None;
    }
    let mut words = Words::new(text);
    match words.next()?.1.to_ascii_lowercase().as_str() {
        "banner" | "banne" | "bann" | "ban" => {
            let mut rest = words.clone();
            if rest.next().is_some_and(|(_, word)| is_banner(word)) && rest.clone().next().is_some() {
                words = rest;
            }
            delimited(text, &words)
        }
        "aaa" if words.next()?.1 == "authentication" => {
            let is_text = matches!(words.next()?.1, "banner" | "fail-message");
            if is_text { delimited(text, &words) } else { None }
        }
        "menu" => {
            words.next();
            if matches!(words.next()?.1, "title" | "prompt") { delimited(text, &words) } else { None }
        }
        "macro" => match words.next()?.1 {
            "name" => Some(End::At),
            "auto" => (words.next()?.1 == "execute" && text.ends_with('{')).then_some(End::Brace),
            _ => None,
        },
        "refuse-message" | "vacant-message" => delimited(text, &words),
        "busy-message" => {
            words.next();
            delimited(text, &words)
        }
        "ip" if matches!(words.next()?.1, "auth-proxy" | "admission") => {
            let is_text =
                words.next()?.1 == "auth-proxy-banner" && matches!(words.next()?.1, "http" | "ftp" | "telnet");
            if is_text { delimited(text, &words) } else { None }
        }
        "certificate" => words.next().map(|_| End::Quit),
        "-----begin" => {
            let label = text.strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
            Some(End::Block(format!("-----END {label}-----").into_bytes()))
        }
        _ => None,
    }
}

/// Whether a line may begin a body, by its first letters: most lines do not.
pub(super) fn may_begin(text: &[u8]) -> bool {
    let [first, second, ..] = text else { return false };
    match (first | 0x20, second | 0x20) {
        (b'b', b'a' | b'u') | (b'a' | b'v', b'a') | (b'm', b'a' | b'e') | (b'r' | b'c', b'e') | (b'-', b'-') => true,
        (b'i', b'p') => text.starts_with(b"ip au") || text.starts_with(b"ip adm"),
        _ => false,
    }
}

const BANNERS: [&str; 8] = ["exec", "incoming", "login", "motd", "prompt-timeout", "slip-ppp", "config-save", "text"];

/// Whether a word is the kind of a banner, in any case and abbreviated as IOS takes it: a word of one letter is rather a
/// delimiter.
fn is_banner(word: &str) -> bool {
    word.len() > 1 && keyword(word, &BANNERS).is_some()
}

/// What IOS says where the text of a banner is typed: it names the delimiter, and ends nothing.
const INVITATION: &[u8] = b"Enter TEXT message.";

/// The delimiter at the front of what is left; `None` where it comes again in the same line.
fn delimited(text: &str, words: &Words<'_>) -> Option<End> {
    let rest = text.get(words.argument())?;
    // IOS prints the delimiter as the two characters `^C`, whatever was typed.
    let length = if rest.starts_with("^C") { 2 } else { rest.chars().next()?.len_utf8() };
    let (delimiter, behind) = rest.split_at_checked(length)?;
    (!behind.contains(delimiter)).then(|| End::With(delimiter.as_bytes().to_vec()))
}

/// Where bodies end in one text.
pub(super) struct Ends<'a> {
    bytes: &'a [u8],
    lines: &'a [Line],
    quits: OnceCell<Vec<usize>>,
    ats: OnceCell<Vec<usize>>,
    braces: OnceCell<Vec<usize>>,
    /// Delimiters that do not come again.
    absent: Vec<Vec<u8>>,
}

impl<'a> Ends<'a> {
    pub(super) fn new(bytes: &'a [u8], lines: &'a [Line]) -> Self {
        Self { bytes, lines, quits: OnceCell::new(), ats: OnceCell::new(), braces: OnceCell::new(), absent: Vec::new() }
    }

    /// The line that ends a body which begins behind the line `from`; `None` where there is none, so that it is no body.
    pub(super) fn find(&mut self, from: usize, end: &End) -> Option<usize> {
        match end {
            End::With(delimiter) => {
                // Nobody has so many kinds of banners that do not end; each was looked for in all of the text.
                if self.absent.len() > 100 || self.absent.contains(delimiter) {
                    return None;
                }
                let next = self.lines.get(from + 1).filter(|next| self.invites(next));
                let start = next.or(self.lines.get(from))?.span.end as usize;
                let rest = self.bytes.get(start..)?;
                let Some(at) = memmem::find(rest, delimiter).or_else(|| memchr::memchr(latin(delimiter)?, rest)) else {
                    self.absent.push(delimiter.clone());
                    return None;
                };
                Some(self.lines.partition_point(|line| line.span.end as usize <= start + at))
            }
            End::Quit => {
                let last = after(self.quits.get_or_init(|| self.just(b"quit")), from)?;
                let rows = self.lines.get(from + 1..last)?;
                rows.iter().all(|row| self.is_hexadecimal(row)).then_some(last)
            }
            End::At => after(self.ats.get_or_init(|| self.just(b"@")), from),
            End::Brace => after(self.braces.get_or_init(|| self.just(b"}")), from),
            End::Block(end) => self.end_of_block(from, end),
        }
    }

    /// The last line of a block in PEM: a key, a certificate. Without its end only full rows are sure to belong to it.
    fn end_of_block(&self, from: usize, end: &[u8]) -> Option<usize> {
        let content = |line: &Line| self.bytes.get(line.content.range()).unwrap_or_default();
        let rows = self.lines.get(from + 1..)?;
        let count = rows.iter().take_while(|line| line.kind == LineKind::Noise || is_row(content(line))).count();
        if rows.get(count).is_some_and(|line| content(line).ends_with(end)) {
            return Some(from + 1 + count);
        }
        let full = rows.iter().take_while(|line| line.content.len() >= FULL_LINE && is_row(content(line))).count();
        (full > 0).then_some(from + full)
    }

    fn invites(&self, line: &Line) -> bool {
        self.bytes.get(line.span.range()).is_some_and(|text| memmem::find(text, INVITATION).is_some())
    }

    /// Whether a line is a row of a certificate; what a terminal put in front of it or over it does not count.
    fn is_hexadecimal(&self, line: &Line) -> bool {
        let content = self.bytes.get(line.content.range()).unwrap_or_default();
        let rest = content.rsplit(|byte| matches!(byte, b']' | 0x08 | b'\r' | b'-' | b'Z')).next().unwrap_or_default();
        rest.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b' ' | b'\t' | b':' | b'.'))
    }

    /// The lines that say just `word`.
    fn just(&self, word: &[u8]) -> Vec<usize> {
        let is = |line: &Line| self.bytes.get(line.content.range()).is_some_and(|content| content.ends_with(word));
        let exact = |line: &Line| line.content.len() == word.len() || ends_as_word(self.bytes, line, word.len());
        let lines = self.lines.iter().enumerate().filter(|(_, line)| is(line) && exact(line));
        lines.map(|(index, _)| index).collect()
    }
}

/// Whether a line is a row of a block in PEM: base 64, nothing, or a header: `Proc-Type: 4,ENCRYPTED`. What a terminal put
/// over it does not count.
fn is_row(content: &[u8]) -> bool {
    let rest = content.rsplit(|byte| matches!(byte, b']' | 0x08 | b'\r')).next().unwrap_or_default().trim_ascii();
    let is_header = || [&b"Proc-Type: "[..], b"DEK-Info: "].iter().any(|name| rest.starts_with(name));
    rest.iter().all(|byte| is_base64_digit(*byte)) || is_header()
}

/// The byte that a delimiter is in a text in Latin-1, where it has another one in UTF-8: `£`.
fn latin(delimiter: &[u8]) -> Option<u8> {
    let character = std::str::from_utf8(delimiter).ok()?.chars().next()?;
    u8::try_from(character).ok().filter(|byte| !byte.is_ascii())
}

/// Whether the last word of a line has `length` bytes: something like a date may stand before it.
fn ends_as_word(bytes: &[u8], line: &Line, length: usize) -> bool {
    let before = (line.content.end as usize).checked_sub(length + 1).and_then(|at| bytes.get(at));
    before.is_some_and(|byte| matches!(byte, b' ' | b'\t' | b']' | 0x08))
}

/// The first of the sorted `lines` behind the line `from`.
fn after(lines: &[usize], from: usize) -> Option<usize> {
    lines.get(lines.partition_point(|line| *line <= from)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_begin_where_ios_takes_text() {
        assert_eq!(begins("banner motd ^C"), Some(End::With(b"^C".to_vec())));
        assert_eq!(begins("banner motd ^Chello^C"), None);
        assert_eq!(begins("banner #no type"), Some(End::With(b"#".to_vec())));
        assert_eq!(begins("banner login \u{3}x"), Some(End::With(vec![3])));
        for line in ["BANNER MOTD #", "Banner motd #", "ban mo #"] {
            assert_eq!(begins(line), Some(End::With(b"#".to_vec())), "{line}");
        }
        assert_eq!(begins("banner motd"), Some(End::With(b"m".to_vec())));
        assert_eq!(begins("aaa authentication fail-message ^C"), Some(End::With(b"^C".to_vec())));
        assert_eq!(begins("aaa authentication login default local"), None);
        assert_eq!(begins("certificate ca 01"), Some(End::Quit));
        assert_eq!(begins("macro name x"), Some(End::At));
        assert_eq!(begins("-----BEGIN RSA X-----"), Some(End::Block(b"-----END RSA X-----".to_vec())));
        assert_eq!((begins("-----BEGIN"), begins("-----END X-----"), begins("--More--")), (None, None, None));
        let caret = Some(End::With(b"^C".to_vec()));
        for line in [
            "refuse-message ^C",
            "vacant-message ^C",
            "busy-message gw.example.com ^C",
            "ip auth-proxy auth-proxy-banner http ^C",
            "ip admission auth-proxy-banner http ^C",
            "banner text ^C",
            "menu ops prompt ^C",
        ] {
            assert_eq!(begins(line), caret, "{line}");
        }
        assert_eq!(begins("macro auto execute CISCO_PHONE_EVENT {"), Some(End::Brace));
        for line in ["macro auto execute X builtin Y", "ip address 192.0.2.1 255.255.255.0", "refuse-message ^Cno^C"] {
            assert_eq!(begins(line), None, "{line}");
        }
        assert_eq!((begins("banner"), begins("codec g711ulaw"), begins("")), (None, None, None));
    }
}
