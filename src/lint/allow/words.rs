//! The words that allow something: `! dialc: allow CODE - reason`, and `dialc-allow:CODE` in a description.

use std::ops::Range;

use crate::diagnostic::did_you_mean;
use crate::lint::rule;

/// A word and its place in the line.
pub(super) type Word<'t> = (Range<usize>, &'t str);

/// What a line allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Allow<'t> {
    /// From the mark to the end of what is said.
    pub(super) place: Range<usize>,
    /// The codes, as they are written.
    pub(super) codes: Vec<Word<'t>>,
    /// Why; `None` where that is not said.
    pub(super) reason: Option<&'t str>,
}

/// What a comment has to say to dialc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said<'t> {
    /// This is allowed.
    Allow(Allow<'t>),
    /// A word that is perhaps meant to be `allow`.
    Misspelt(Word<'t>),
}

/// What a comment says; `None` where it is for people only.
pub(super) fn comment(line: &str) -> Option<Said<'_>> {
    let start = line.find(|one: char| one != '!' && !one.is_whitespace())?;
    let behind = strip_word(line.get(start..)?, "dialc")?;
    let mark = behind.trim_start().strip_prefix([':', '-'])?.trim_start();
    let Some(rest) = strip_word(mark, "allow") else {
        let word = mark.split(|one: char| one.is_whitespace() || one == ':').next().unwrap_or_default();
        let at = line.len() - mark.len();
        return did_you_mean(word, ["allow"]).map(|_| Said::Misspelt((at..at + word.len(), word)));
    };
    if !rest.is_empty() && !rest.starts_with(|one: char| one.is_whitespace() || one == ':') {
        let at = line.len() - mark.len();
        let word = mark.split(char::is_whitespace).next().unwrap_or_default();
        return did_you_mean(word, ["allow"]).map(|_| Said::Misspelt((at..at + word.len(), word)));
    }
    let (codes, reason) = codes_and_reason(line, line.len() - rest.trim_start_matches(':').len());
    Some(Said::Allow(Allow { place: start..line.trim_end().len(), codes, reason }))
}

/// The text behind a word, in whatever case that is written.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (front, rest) = text.split_at_checked(word.len())?;
    front.eq_ignore_ascii_case(word).then_some(rest)
}

/// Codes up to a word that begins with a dash, and what stands behind that. Without a dash, the first word and those that are
/// codes: the others are perhaps the reason.
fn codes_and_reason(line: &str, from: usize) -> (Vec<Word<'_>>, Option<&str>) {
    let is_dash = |one: char| matches!(one, '-' | '\u{2010}'..='\u{2015}');
    let mut codes = Vec::new();
    for (at, word) in words(line, from) {
        let code = word.trim_end_matches(is_dash);
        if !code.trim_start_matches(is_dash).is_empty() && !word.starts_with(is_dash) {
            codes.push((at..at + code.trim_end_matches(':').len(), code.trim_end_matches(':')));
        }
        if word.starts_with(is_dash) || code.len() < word.len() {
            let behind = if word.starts_with(is_dash) { at } else { at + code.len() };
            let reason = line.get(behind..).unwrap_or_default().trim_start_matches(is_dash).trim();
            return (codes, Some(reason).filter(|reason| reason.contains(char::is_alphanumeric)));
        }
    }
    let mut first = true;
    codes.retain(|(_, code)| std::mem::take(&mut first) || rule(code).is_some());
    (codes, None)
}

/// The words from a place on, between blanks and commas.
fn words(line: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let is_between = |one: char| one.is_whitespace() || one == ',';
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = line.get(at..)?;
        let begin = at + rest.find(|one: char| !is_between(one))?;
        let word = line.get(begin..)?.split(is_between).next()?;
        at = begin + word.len();
        Some((begin, word))
    })
}

/// What the words `dialc-allow:CODE` of a description allow, each with all of the description as the reason.
pub(super) fn description(text: &str) -> Vec<Allow<'_>> {
    const MARK: &str = "dialc-allow:";
    let mut found = Vec::new();
    if !has(text, MARK) {
        return found;
    }
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let lead = word.find(|one: char| one.is_alphanumeric()).unwrap_or_default();
        if let Some(list) = word.get(lead..).and_then(|word| strip_word(word, MARK)) {
            let codes = list.trim_end_matches(|one: char| !one.is_ascii_alphanumeric());
            let start = at + word.len() - list.len();
            let codes = words(text.get(..start + codes.len()).unwrap_or_default(), start);
            let codes: Vec<_> = codes.map(|(at, word)| (at..at + word.len(), word)).collect();
            let end = codes.last().map_or(start, |(place, _)| place.end);
            found.push(Allow { place: at + lead..end, codes, reason: Some(text.trim()) });
        }
        at += word.len();
    }
    found
}

/// Whether `text` has `word` in it, in whatever case.
fn has(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `codes | reason` of a comment.
    fn read(line: &str) -> String {
        match comment(line) {
            None => "nothing".to_owned(),
            Some(Said::Misspelt((place, word))) => {
                assert_eq!(&line[place], word);
                format!("misspelt {word}")
            }
            Some(Said::Allow(Allow { place, codes, reason })) => {
                assert!(line[place].to_lowercase().starts_with("dialc"));
                assert!(codes.iter().all(|(place, word)| line[place.clone()] == **word));
                let codes: Vec<_> = codes.iter().map(|(_, code)| *code).collect();
                format!("{} | {}", codes.join(","), reason.unwrap_or("none"))
            }
        }
    }

    #[test]
    fn comments_that_allow_something() {
        for (line, expected) in [
            ("! dialc: allow bare-t - the desk decides", "bare-t | the desk decides"),
            ("!dialc:allow bare-t -the desk", "bare-t | the desk"),
            ("!! DIALC : Allow bare-t \u{2014} why", "bare-t | why"),
            ("! dialc: allow bare-t, no-keepalive - a - b", "bare-t,no-keepalive | a - b"),
            ("! dialc: allow bare-t no-keepalive,x -- why", "bare-t,no-keepalive,x | why"),
            ("! dialc: allow bare-t- why", "bare-t | why"),
            ("! dialc: allow bare-t", "bare-t | none"),
            ("! dialc: allow bare-t -", "bare-t | none"),
            ("! dialc: allow bare-t - ...", "bare-t | none"),
            ("! dialc: allow bare-t: it is so", "bare-t | none"),
            ("! dialc: allow bare-t it is no-keepalive", "bare-t,no-keepalive | none"),
            ("! dialc-allow:bare-t - why", "bare-t | why"),
            ("! dialc: allow:bare-t - why", "bare-t | why"),
            ("! dialc: allow", " | none"),
            ("! dialc: allow - why", " | why"),
            ("! dialc: alow bare-t - why", "misspelt alow"),
            ("! dialc: allowed bare-t - why", "misspelt allowed"),
            ("! dialc: not proved: delivery", "nothing"),
            ("! dialc", "nothing"),
            ("! dialc allows it", "nothing"),
            ("! we use dialc: allow bare-t - why", "nothing"),
            ("! dial", "nothing"),
            ("!", "nothing"),
            ("! d\u{ef}alc: allow", "nothing"),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn descriptions_that_allow_something() {
        let read = |text: &str| {
            let codes = |allow: Allow<'_>| {
                assert!(text[allow.place].to_lowercase().starts_with("dialc-allow:"));
                assert!(allow.codes.iter().all(|(place, word)| text[place.clone()] == **word));
                allow.codes.iter().map(|(_, code)| (*code).to_owned()).collect::<Vec<_>>().join(",")
            };
            description(text).into_iter().map(codes).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(read("CUCM dialc-allow:bare-t"), "bare-t");
        assert_eq!(read("(DIALC-Allow:bare-t,no-keepalive) lab"), "bare-t,no-keepalive");
        assert_eq!(read("dialc-allow:bare-t; dialc-allow:no-keepalive."), "bare-t | no-keepalive");
        assert_eq!(read("dialc-allow: bare-t"), "");
        assert_eq!(description("dialc-allow: bare-t").len(), 1);
        assert!(description("see dialc-allow and xdialc-allow:bare-t").is_empty());
        assert!(description("B\u{fc}ro \u{2014}").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read(line in "!? ?(dialc)?[-: ]{0,2}(allow)?[-a-z:,\u{2014}\u{e9} ]{0,30}") {
            read(&line);
            for allow in description(&line) {
                proptest::prop_assert!(line.get(allow.place).is_some());
            }
        }
    }
}
