//! What a page, a pager or a mail put in front of every line of a configuration: the number of the line, a mark that the text is
//! quoted, or blanks in front of a whole session.

use super::prefix::prompt;

/// How each line of a text begins that is no part of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Margin {
    kind: Kind,
    /// How many blanks behind it belong to it.
    blanks: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `>`, `> >`, `|`: a quotation.
    Quote(u8),
    /// Numbers that go up by one, before one of `:`, `|`, a tab or nothing.
    Number(Option<u8>),
    /// Numbers before ` :`, which a router was asked for.
    Asked,
    /// Nothing but blanks, before a prompt in the first line: a session that is indented as a whole.
    Indented,
}

/// How many lines with content are looked at before a text is taken to have no margin, or to have one.
const LOOKED_AT: usize = 200;

impl Margin {
    /// The margin of a text, if all lines of its beginning have it.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if is_asked_for(bytes) {
            return Some(Self { kind: Kind::Asked, blanks: 1 });
        }
        let mut lines = bytes.split(|byte| *byte == b'\n').map(trimmed);
        let first = lines.clone().find(|line| !line.is_empty())?;
        let kind = Kind::of(first)?;
        let (mut fewest, mut count) = (usize::MAX, 0);
        let mut number = None;
        for line in lines.by_ref().filter(|line| !line.is_empty()).take(LOOKED_AT) {
            let (length, found) = kind.length(line)?;
            if number.is_some_and(|before: u32| Some(found) != before.checked_add(1)) {
                return None;
            }
            number = matches!(kind, Kind::Number(_)).then_some(found);
            fewest = blanks_before_text(line, length).map_or(fewest, |here| fewest.min(here));
            count += 1;
        }
        let blanks = if fewest == usize::MAX { 0 } else { fewest };
        // Without anything between number and text there has to be a blank.
        let told = blanks > 0 || !matches!(kind, Kind::Number(None) | Kind::Indented);
        (count > 2 && told).then_some(Self { kind, blanks })
    }

    /// How long it is at the front of `line`; 0 where the line has none.
    pub(super) fn length(self, line: &[u8]) -> usize {
        let Some((length, _)) = self.kind.length(line) else { return 0 };
        length + blanks(line, length).min(self.blanks)
    }
}

/// How long what stands before `linenum` at a prompt can be, in bytes.
const LONGEST_COMMAND: usize = 256;

/// Whether a router was asked to number lines: `show running-config linenum`. It does so in this part of a session only, whatever a
/// pager or a terminal puts between.
fn is_asked_for(bytes: &[u8]) -> bool {
    let asks = |at: usize| {
        let before = bytes.get(at.saturating_sub(LONGEST_COMMAND)..at).unwrap_or_default();
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        prompt(line.trim_ascii_start()).is_some()
    };
    memchr::memmem::find_iter(bytes, b" linenum").any(asks)
}

impl Kind {
    /// That of the margin which `line` begins with.
    fn of(line: &[u8]) -> Option<Self> {
        if let Some(mark @ (b'>' | b'|')) = line.first() {
            return Some(Self::Quote(*mark));
        }
        if prompt(line.trim_ascii_start()).is_some() {
            return Some(Self::Indented);
        }
        let (digits, _) = number(line)?;
        match line.get(digits)? {
            mark @ (b':' | b'|' | b'\t') => Some(Self::Number(Some(*mark))),
            b' ' if let Some(mark @ (b':' | b'|')) = line.get(digits + 1) => Some(Self::Number(Some(*mark))),
            b' ' => Some(Self::Number(None)),
            _ => None,
        }
    }

    /// How long the margin of a line is, and its number.
    fn length(self, line: &[u8]) -> Option<(usize, u32)> {
        match self {
            Self::Quote(mark) => {
                let mut length = usize::from(line.first() == Some(&mark));
                while length > 0 && line.get(length..)?.starts_with(&[b' ', mark]) {
                    length += 2;
                }
                length += line.get(length..)?.iter().take_while(|byte| **byte == mark).count();
                (length > 0).then_some((length, 0))
            }
            Self::Indented => Some((0, 0)),
            Self::Asked => {
                let (digits, number) = number(line)?;
                line.get(digits..)?.starts_with(b" :").then_some((digits + 2, number))
            }
            Self::Number(mark) => {
                let (digits, number) = number(line)?;
                let rest = line.get(digits..)?;
                let Some(mark) = mark else { return Some((digits, number)) };
                let blank = usize::from(mark != b'\t' && rest.first() == Some(&b' '));
                // Behind the number of an empty line an editor takes blanks away.
                let is_bare = rest.iter().all(u8::is_ascii_whitespace);
                (rest.get(blank) == Some(&mark) || is_bare).then(|| ((digits + blank + 1).min(line.len()), number))
            }
        }
    }
}

/// How many blanks stand behind the first `length` bytes of a line.
pub(super) fn blanks(line: &[u8], length: usize) -> usize {
    line.get(length..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The same, where something stands behind them.
pub(super) fn blanks_before_text(line: &[u8], length: usize) -> Option<usize> {
    let blanks = blanks(line, length);
    line.get(length + blanks).map(|_| blanks)
}

/// How long the number at the front of `line` is, with the blanks before it, and the number.
fn number(line: &[u8]) -> Option<(usize, u32)> {
    let blanks = line.iter().take_while(|byte| **byte == b' ').count();
    let digits = line.get(blanks..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = std::str::from_utf8(line.get(blanks..blanks + digits)?).ok()?;
    Some((blanks + digits, text.parse().ok()?))
}

/// A line without its end.
fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines behind the margin of a text.
    fn behind(text: &str) -> Option<Vec<&str>> {
        let margin = Margin::of(text.as_bytes())?;
        Some(text.lines().map(|line| &line[margin.length(line.as_bytes())..]).collect())
    }

    #[test]
    fn numbers_of_lines_are_found_in_all_forms() {
        let lines = ["dial-peer voice 1 voip", " port 1", "", "end"];
        for separator in [": ", ":", "\t", " | ", "|", " "] {
            let numbered = lines.iter().zip(9..).map(|(line, number)| format!("{number:4}{separator}{line}\n"));
            let text = numbered.collect::<Vec<_>>().concat();
            assert_eq!(behind(&text).as_deref(), Some(lines.as_slice()), "{separator:?}");
            assert_eq!(behind(&text.replace(": \n", ":\n")).as_deref(), Some(lines.as_slice()), "{separator:?}");
            assert_eq!(behind(&text.replace(" 11", " 12")), None);
        }
    }

    /// `show running-config linenum` (Cisco IOS Configuration Fundamentals Command Reference).
    #[test]
    fn a_router_numbers_lines_behind_what_it_says() {
        let front = "gw#show running-config linenum\nBuilding configuration...\n\nCurrent configuration : 99 bytes\n";
        let lines = "     1 : !\n     2 : dial-peer voice 1 voip\n     3 :  port 1\n     4 :\n     5 : end\n";
        let expected = ["!", "dial-peer voice 1 voip", " port 1", "", "end"];
        assert_eq!(behind(lines).as_deref(), Some(expected.as_slice()));
        for (text, ends) in [(format!("{front}{lines}"), 0), (format!("{front}{lines}gw#\n"), 1)] {
            let behind = behind(&text).unwrap();
            assert_eq!(&behind[front.lines().count()..behind.len() - ends], expected, "{text}");
        }
        let paged = format!("gw#show clock\nx\n{front} --More-- \n{lines}wrapped\n    99 : end\n1:02:03\n");
        assert_eq!(
            behind(&paged).unwrap().split_off(7),
            [expected.as_slice(), &["wrapped", "end", "1:02:03"]].concat()
        );
        for text in ["gw#show x\n1 : a\n2 : b\n3 : c\n", " description show linenum\n1 : a\n2 : b\n"] {
            assert_eq!(Margin::of(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn quotations_are_found() {
        assert_eq!(behind("> a\n>  b\n>\n> c\n"), Some(vec!["a", " b", "", "c"]));
        assert_eq!(behind(">a\n> b\n>c\n"), Some(vec!["a", " b", "c"]));
        assert_eq!(behind("> > a\n> >  b\n>> c\n"), Some(vec!["a", " b", "c"]));
        assert_eq!(behind("| a\n|  b\n| c\n"), Some(vec!["a", " b", "c"]));
    }

    #[test]
    fn blanks_that_all_lines_have_are_of_the_margin() {
        assert_eq!(behind(">  gw#sh run\n>   port 1\n>\n>  gw#\n"), Some(vec!["gw#sh run", " port 1", "", "gw#"]));
        assert_eq!(behind("1  gw#sh run\n2   port 1\n3\n4  gw#\n"), Some(vec!["gw#sh run", " port 1", "", "gw#"]));
        assert_eq!(behind("\tgw#sh run\n\t port 1\n\n\tgw#\n"), Some(vec!["gw#sh run", " port 1", "", "gw#"]));
        assert_eq!(behind("gw#sh run\n port 1\n!\ngw#\n"), None);
    }

    #[test]
    fn what_may_be_configuration_is_no_margin() {
        for text in [
            "",
            "> a\n",
            "> a\nb\n> c\n> d\n",
            "10 permit ip any any\n20 permit ip any any\n30 deny ip any any\n",
            "1 a\n2b\n3 c\n",
            "!\n1: a\n2: b\n3: c\n",
            "dial-peer voice 1 voip\n port 1\n!\n",
            "4294967295: a\n4294967296: b\n4294967297: c\n",
        ] {
            assert_eq!(Margin::of(text.as_bytes()), None, "{text}");
        }
    }
}
