//! Arguments that have one of several forms: what is wrong is said at the word that no form can go on with.

use std::ops::Range;

use super::expression::unbalanced;
use super::fields::{keyword, named, one_of};
use super::{Argument, error, no_keyword};
use crate::diagnostic::did_you_mean;
use crate::syntax::commands::{ArgumentForm as Form, Kind, Part};
use crate::syntax::pattern::{Fault, PatternError};
use crate::syntax::words::Words;

/// A word and where it begins.
type Word<'a> = (usize, &'a str);

/// Reads an argument that has one of `forms`: its words with one blank between them, keywords in full.
pub(super) fn form(text: &str, forms: &[Form]) -> Result<Argument, PatternError> {
    let words: Vec<Word<'_>> = Words::new(text).collect();
    // How far a form was followed, and what it wants there: nothing, where it ends.
    let mut furthest: (usize, Vec<Part>) = (0, Vec::new());
    for form in forms {
        match follow(&words, form) {
            Ok(read) if read.is_empty() => return Ok(Argument::Flag),
            Ok(read) => return Ok(Argument::Text(read.join(" ").into())),
            Err((count, wanted)) => {
                if count > furthest.0 {
                    furthest = (count, Vec::new());
                }
                if count == furthest.0 {
                    furthest.1.extend(wanted.filter(|part| !furthest.1.contains(part)));
                }
            }
        }
    }
    Err(refused(text, words.get(furthest.0), &furthest.1))
}

/// Reads a word of `kind`, and nothing behind it.
pub(super) fn word(text: &str, kind: Kind) -> Result<Argument, PatternError> {
    let part = Part::Of(kind);
    let words: Vec<Word<'_>> = Words::new(text).collect();
    match follow(&words, &[part]) {
        Ok(read) => Ok(Argument::Name(read.concat().into())),
        Err((count, wanted)) => Err(refused(text, words.get(count), wanted.as_slice())),
    }
}

/// The words of a form as IOS prints them; otherwise how many of them fit, and what would have to be next.
fn follow(words: &[Word<'_>], form: &[Part]) -> Result<Vec<String>, (usize, Option<Part>)> {
    let mut read = Vec::new();
    for part in form {
        if *part == Part::Rest {
            read.extend(words.iter().skip(read.len()).map(|(_, word)| (*word).to_owned()));
            return Ok(read);
        }
        let next = words.get(read.len()).and_then(|(_, word)| as_part(word, *part));
        read.push(next.ok_or((read.len(), Some(*part)))?);
    }
    if words.len() > read.len() { Err((read.len(), None)) } else { Ok(read) }
}

/// A word as IOS prints it, where it can stand in the place of `part`.
fn as_part(word: &str, part: Part) -> Option<String> {
    match part {
        Part::Keyword(keywords) => keyword(word, keywords).map(str::to_owned),
        Part::Number(_, minimum, maximum) => {
            let number = word.parse().ok().filter(|_| is_digits(word));
            number.filter(|number| (minimum..=maximum).contains(number)).map(|number: u32| number.to_string())
        }
        Part::Word(_) | Part::Rest => Some(word.to_owned()),
        Part::Of(kind) => fault(word, kind).is_none().then(|| word.to_owned()),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is wrong with a word that should be of `kind`, and where in it.
fn fault(word: &str, kind: Kind) -> Option<(Range<usize>, String)> {
    let not = |what| Some((0..word.len(), format!("`{}` is no {what}", word.escape_debug())));
    match kind {
        Kind::Port => {
            let (slots, channels) = word.split_once(':').unwrap_or((word, "D"));
            let is_channel = |channel: &str| is_digits(channel) || channel.eq_ignore_ascii_case("d");
            if slots.split(['/', '.']).all(is_digits) && channels.split(':').all(is_channel) {
                return None;
            }
            not("voice port, like `0/1/0`, `0/0/0:23` or `0:D`")
        }
        Kind::TimeSlots => {
            let is_slot = |slot: &str| is_digits(slot) && slot.parse().is_ok_and(|slot: u32| (1..=31).contains(&slot));
            if word.split(',').all(|range| range.splitn(2, '-').all(is_slot)) {
                return None;
            }
            not("list of time slots from 1 to 31, like `1-23` or `1,3-24`")
        }
        Kind::Expression => unbalanced(word),
    }
}

/// What to say of the word that no form goes on with, or of its absence, where `wanted` could stand.
fn refused(text: &str, word: Option<&Word<'_>>, wanted: &[Part]) -> PatternError {
    let keywords: Vec<&'static str> = wanted.iter().flat_map(|part| keywords(*part)).copied().collect();
    let Some((start, word)) = word else {
        return error(text.len()..text.len(), format!("{} is missing here", choice(wanted, &keywords)));
    };
    let at = *start..start + word.len();
    if wanted.is_empty() {
        let rest = text.get(*start..).unwrap_or_default().trim_end_matches([' ', '\t']);
        let message = format!("`{}` does not belong here", rest.escape_debug());
        return error(*start..start + rest.len(), message).of(Fault::TrailingText);
    }
    if let Some((within, message)) = wanted.iter().find_map(|part| own_fault(word, *part)) {
        return error(start + within.start..start + within.end, message);
    }
    if wanted.iter().all(|part| matches!(part, Part::Keyword(_))) {
        return no_keyword(word, at, &keywords);
    }
    let named = named(word, &keywords);
    let problem = error(at, format!("`{}` is not {}", word.escape_debug(), choice(wanted, &named)));
    match did_you_mean(word, keywords.iter().copied()) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem,
    }
}

/// What is wrong with a word that can only have been meant as `part`.
fn own_fault(word: &str, part: Part) -> Option<(Range<usize>, String)> {
    match part {
        Part::Number(_, minimum, maximum) if is_digits(word) => {
            Some((0..word.len(), format!("{word} is not between {minimum} and {maximum}")))
        }
        Part::Of(kind) => fault(word, kind),
        Part::Number(..) | Part::Keyword(_) | Part::Word(_) | Part::Rest => None,
    }
}

fn keywords(part: Part) -> &'static [&'static str] {
    match part {
        Part::Keyword(keywords) => keywords,
        Part::Number(..) | Part::Word(_) | Part::Of(_) | Part::Rest => &[],
    }
}

/// What can stand in a place: `a`, `b` or a number.
fn choice(wanted: &[Part], keywords: &[&str]) -> String {
    let others: Vec<String> = wanted.iter().filter_map(|part| described(*part)).collect();
    match (keywords, others.join(" or ")) {
        ([], others) => others,
        (keywords, others) if others.is_empty() => one_of(keywords),
        (keywords, others) => {
            let keywords: Vec<_> = keywords.iter().map(|keyword| format!("`{keyword}`")).collect();
            format!("{} or {others}", keywords.join(", "))
        }
    }
}

fn described(part: Part) -> Option<String> {
    match part {
        Part::Keyword(_) | Part::Rest => None,
        Part::Number(what, minimum, maximum) => Some(format!("{what} from {minimum} to {maximum}")),
        Part::Word(what) => Some(what.to_owned()),
        Part::Of(Kind::Port) => Some("a voice port".to_owned()),
        Part::Of(Kind::TimeSlots) => Some("a list of time slots".to_owned()),
        Part::Of(Kind::Expression) => Some("an expression".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::argument::parse;
    use crate::syntax::commands::{Command, Shape};

    fn printed(command: Command, text: &str) -> String {
        match parse(command.row().shape, text) {
            Ok(argument) => argument.to_string(),
            Err(error) => {
                let help = error.help.map_or(String::new(), |help| format!("; {help}"));
                format!("{:?}: {}{help}", error.at, error.message)
            }
        }
    }

    /// Forms of the Cisco IOS Voice Command Reference and of the Dial Technologies Command Reference.
    #[test]
    fn what_ios_takes_is_printed_as_it_prints_it() {
        for (command, arguments) in [
            (Command::Trunkgroup, &["A", "A 1", "22 64"][..]),
            (Command::TrunkGroupMember, &["PSTN", "PSTN 64", "TIE timeslots 1-10", "TIE timeslots 1,3-4 2"]),
            (
                Command::PriGroup,
                &["timeslots 1-24", "timeslots 2,24 service mgcp", "nec-fusion 192.0.2.1 pbx-port 55000"],
            ),
            (
                Command::Ds0Group,
                &[
                    "0 timeslots 1-24",
                    "1 timeslots 1-15,17-31 type r2-digital r2-compelled ani",
                    "0 timeslots 1-24 type e&m-fgb dtmf dnis",
                    "0 timeslots 1-24 type none service mgcp",
                    "0 timeslots 1-24 service data type e&m-fgb",
                ],
            ),
            (Command::IsdnOverlap, &["", "T302 4000", "calltypes all"]),
            (Command::Port, &["0/1/0", "0/0/0:23", "0:D", "3/0:D", "1/0:15", "50/0/1", "2/0", "1/0/0:3:D", "1/1"]),
            (Command::UriPhone, &["number ^1206555....$", "context example.com"]),
            (Command::UriUserId, &["12[0-9].*", "a(b|c)", "\\(", "[]x]", "[\\]]"]),
            (Command::DialPeerTerminator, &["#", "5", "a"]),
            (Command::AccessList, &["1", "99"]),
        ] {
            for argument in arguments {
                assert_eq!(printed(command, argument), *argument);
            }
        }
        assert_eq!(printed(Command::IsdnOverlap, "t302  04000"), "T302 4000");
        assert_eq!(printed(Command::Ds0Group, "0 time 1-24 ty e&m-imm"), "0 timeslots 1-24 type e&m-immediate-start");
    }

    #[test]
    fn what_ios_would_refuse_is_pointed_at() {
        use Command::{
            AccessList, DialPeerTerminator, Ds0Group, IsdnOverlap, Port, PriGroup, TrunkGroupMember, Trunkgroup,
            UriHost, UriPattern, UriPhone, UriUserId,
        };
        for (command, argument, said) in [
            (Trunkgroup, "A 99", "2..4: 99 is not between 1 and 64"),
            (Trunkgroup, "A x", "2..3: `x` is not a preference from 1 to 64"),
            (Trunkgroup, "A 1 2 3", "4..7: `2 3` does not belong here"),
            (Trunkgroup, "", "0..0: the name of a trunk group is missing here"),
            (TrunkGroupMember, "TG 65", "3..5: 65 is not between 1 and 64"),
            (
                TrunkGroupMember,
                "TG timslots 1",
                "3..11: `timslots` is not `preference`, `timeslots` or a preference from 1 to 64; did you mean `timeslots`?",
            ),
            (PriGroup, "foo", "0..3: `foo` is not `timeslots`, `nec-fusion`, `nfas-d` or `nfas_d`"),
            (PriGroup, "timeslots", "9..9: a list of time slots is missing here"),
            (
                PriGroup,
                "timeslots 1-32",
                "10..14: `1-32` is no list of time slots from 1 to 31, like `1-23` or `1,3-24`",
            ),
            (
                PriGroup,
                "timeslots 0-24",
                "10..14: `0-24` is no list of time slots from 1 to 31, like `1-23` or `1,3-24`",
            ),
            (
                Ds0Group,
                "0 timeslots 1-24 type foo",
                "22..25: `foo` is not `fgd-eana`, `fgd-os`, `fxo-ground-start`, `fxo-loop-start`, `fxo-melcas`, \
                 `fxs-ground-start`, `fxs-loop-start` or `fxs-melcas`",
            ),
            (
                Ds0Group,
                "0 timeslots 1-24 type e&m-wink-strat",
                "22..36: `e&m-wink-strat` is not `e&m-delay-dial`, `e&m-fgb`, `e&m-fgd`, `e&m-immediate-start`, `e&m-lmr`, \
                 `e&m-melcas-delay`, `e&m-melcas-immed`, `e&m-melcas-wink`, `e&m-wink-start` or `ext-sig`; did you mean \
                 `e&m-wink-start`?",
            ),
            (IsdnOverlap, "foo", "0..3: `foo` is not `T302` or `calltypes`"),
            (IsdnOverlap, "T302 5", "5..6: 5 is not between 500 and 20000"),
            (Port, "foo", "0..3: `foo` is no voice port, like `0/1/0`, `0/0/0:23` or `0:D`"),
            (Port, "0/0/0:x", "0..7: `0/0/0:x` is no voice port, like `0/1/0`, `0/0/0:23` or `0:D`"),
            (Port, "0/0/0:23 x", "9..10: `x` does not belong here"),
            (UriUserId, "[", "0..1: `[` is not closed"),
            (UriPattern, "(", "0..1: `(` is not closed"),
            (UriPattern, "a)", "1..2: `)` closes nothing"),
            (UriHost, "[a", "0..1: `[` is not closed"),
            (UriPhone, "foo 1", "0..3: `foo` is not `context` or `number`"),
            (UriPhone, "number", "6..6: an expression is missing here"),
            (UriPhone, "number 1(2", "8..9: `(` is not closed"),
            (
                DialPeerTerminator,
                "55",
                "1..2: one character is expected here; what can stand here: 0123456789*#ABCDabcd",
            ),
            (AccessList, "x", "0..1: a number from 1 to 99 is expected here"),
        ] {
            assert_eq!(printed(command, argument), said, "{argument}");
        }
        assert!(matches!(Trunkgroup.row().shape, Shape::Forms(_)));
    }
}
