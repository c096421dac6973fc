//! What a page, a pager or a mail put in front of every line of a configuration: the number of the line, or a mark that
//! the text is quoted.

/// How each line of a text begins that is no part of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Margin {
    kind: Kind,
    /// Whether a blank behind it belongs to it.
    apart: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `>`, `> >`, `|`: a quotation.
    Quote(u8),
    /// Numbers that go up by one, before one of `:`, `|`, a tab or nothing.
    Number(Option<u8>),
}

/// How many lines with content are looked at before a text is taken to have no margin, or to have one.
const LOOKED_AT: usize = 200;

impl Margin {
    /// The margin of a text, if all lines of its beginning have it.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let mut lines = bytes.split(|byte| *byte == b'\n').map(trimmed);
        let first = lines.clone().find(|line| !line.is_empty())?;
        let kind = Kind::of(first)?;
        let (mut apart, mut count) = (true, 0);
        let mut number = None;
        for line in lines.by_ref().filter(|line| !line.is_empty()).take(LOOKED_AT) {
            let (length, found) = kind.length(line)?;
            if number.is_some_and(|before: u32| Some(found) != before.checked_add(1)) {
                return None;
            }
            number = matches!(kind, Kind::Number(_)).then_some(found);
            apart &= line.get(length).is_none_or(|byte| *byte == b' ');
            count += 1;
        }
        // Without anything between number and text there has to be a blank.
        let told = apart || kind != Kind::Number(None);
        (count > 2 && told).then_some(Self { kind, apart })
    }

    /// How long it is at the front of `line`; 0 where the line has none.
    pub(super) fn length(self, line: &[u8]) -> usize {
        let Some((length, _)) = self.kind.length(line) else { return 0 };
        length + usize::from(self.apart && line.get(length) == Some(&b' '))
    }
}

impl Kind {
    /// That of the margin which `line` begins with.
    fn of(line: &[u8]) -> Option<Self> {
        if let Some(mark @ (b'>' | b'|')) = line.first() {
            return Some(Self::Quote(*mark));
        }
        let (digits, _) = number(line)?;
        match line.get(digits)? {
            mark @ (b':' | b'|' | b'\t') => Some(Self::Number(Some(*mark))),
            b' ' if line.get(digits + 1) == Some(&b'|') => Some(Self::Number(Some(b'|'))),
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
            Self::Number(mark) => {
                let (digits, number) = number(line)?;
                let rest = line.get(digits..)?;
                let Some(mark) = mark else { return Some((digits, number)) };
                let blank = usize::from(mark == b'|' && rest.first() == Some(&b' '));
                // Behind the number of an empty line an editor takes blanks away.
                let is_bare = rest.iter().all(u8::is_ascii_whitespace);
                (rest.get(blank) == Some(&mark) || is_bare).then(|| ((digits + blank + 1).min(line.len()), number))
            }
        }
    }
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

    #[test]
    fn quotations_are_found() {
        assert_eq!(behind("> a\n>  b\n>\n> c\n"), Some(vec!["a", " b", "", "c"]));
        assert_eq!(behind(">a\n> b\n>c\n"), Some(vec!["a", " b", "c"]));
        assert_eq!(behind("> > a\n> >  b\n>> c\n"), Some(vec!["a", " b", "c"]));
        assert_eq!(behind("| a\n|  b\n| c\n"), Some(vec!["a", " b", "c"]));
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
