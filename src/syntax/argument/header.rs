//! What stands behind the keywords of a header.

use std::ops::Range;

use super::fields::{keyword, no_keyword};
use super::grammar::Rule;
use super::{child, error, integer, read, span, typography};
use crate::syntax::commands::{Context, Resolved, Shape};
use crate::syntax::pattern::PatternError;
use crate::syntax::words::Words;

/// The number or name of an object, as its header gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The number; 0 where the object has a name.
    pub number: u32,
    /// The name; empty where it has a number.
    pub name: String,
    /// The second word of the header: the type of a dial-peer or of a URI class.
    pub kind: Option<String>,
    /// The bytes behind the header that do not belong to it.
    pub junk: Option<Range<usize>>,
}

/// Reads the argument of a header.
///
/// # Errors
/// When the number or name is missing or out of range.
pub fn parse_header(shape: Shape, text: &str) -> Result<Header, PatternError> {
    let header = plain_header(shape, text).map_or_else(|| header_by_grammar(shape, text), Ok);
    header.map_err(|error| typography::blamed(text, error))
}

/// A number and a kind, or a name, in full and with single blanks, as IOS prints them; any other header is left to the
/// grammar.
fn plain_header(shape: Shape, text: &str) -> Option<Header> {
    let (id, kind) = text.split_once(' ').map_or((text, None), |(id, kind)| (id, Some(kind)));
    let (number, name) = match (shape, kind) {
        (Shape::DialPeerHeader, None | Some("voip" | "pots")) => (plain_number(id, 2_147_483_647)?, String::new()),
        (Shape::NumberedHeader(maximum), None) => (plain_number(id, maximum)?, String::new()),
        (Shape::NamedHeader, None) if !id.is_empty() && !id.contains('\t') => (0, id.to_owned()),
        _ => return None,
    };
    Some(Header { number, name, kind: kind.map(str::to_owned), junk: None })
}

fn plain_number(text: &str, maximum: u32) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (1..=maximum).contains(number))
}

/// Reads a header of any form.
fn header_by_grammar(shape: Shape, text: &str) -> Result<Header, PatternError> {
    let (rule, maximum) = match shape {
        Shape::DialPeerHeader => (Rule::dial_peer_header, 2_147_483_647),
        Shape::NumberedHeader(maximum) => (Rule::numbered_header, maximum),
        Shape::KindHeader(maximum) => (Rule::kind_header, maximum),
        Shape::WordsHeader(maximum) => (Rule::words_header, maximum),
        Shape::NamedHeader => (Rule::named_header, 0),
        Shape::TypedHeader => (Rule::typed_header, 0),
        Shape::PortHeader => (Rule::port_header, 0),
        Shape::BareHeader
        | Shape::Flag
        | Shape::Integer(..)
        | Shape::IntegerOr(..)
        | Shape::Name
        | Shape::Text
        | Shape::Words
        | Shape::OptionalWords
        | Shape::Phrase(_)
        | Shape::Counts(_)
        | Shape::Leading(_)
        | Shape::Address
        | Shape::Host
        | Shape::Characters(..)
        | Shape::Of(_)
        | Shape::Forms(_)
        | Shape::Pattern
        | Shape::Target
        | Shape::Rule
        | Shape::OldRule
        | Shape::Connection
        | Shape::Trusted
        | Shape::Server
        | Shape::HuntstopCodes
        | Shape::Member
        | Shape::PolicyRule
        | Shape::StatusToCause
        | Shape::CauseToStatus
        | Shape::Expansion
        | Shape::HuntCause => (Rule::bare_header, 0),
    };
    let named = maximum == 0 && rule != Rule::bare_header;
    let expected = if named { "a name" } else { "a number" };
    let problem = if text.is_empty() { "missing" } else { "expected" };
    let statement = read(rule, text).ok_or_else(|| error(0..text.len(), format!("{expected} is {problem} here")))?;
    let number = child(&statement, Rule::number).map_or(Ok(0), |number| integer(&number, 1, maximum))?;
    let words = statement.clone().into_inner().filter(|part| part.as_rule() == Rule::word);
    let mut words = words.map(|word| word.as_str());
    let name = if shape == Shape::PortHeader {
        full_port(&words.by_ref().collect::<Vec<_>>().join(" "))
    } else if named {
        words.next().unwrap_or_default().to_owned()
    } else {
        String::new()
    };
    let kind = if matches!(shape, Shape::WordsHeader(_)) {
        Some(words.collect::<Vec<_>>().join(" ")).filter(|kind| !kind.is_empty())
    } else {
        words.next().map(|kind| known_kind(shape, kind, text)).transpose()?
    };
    Ok(Header { number, name, kind, junk: child(&statement, Rule::junk).map(|junk| span(&junk)) })
}

/// The context of the lines under a `dial-peer voice` header with this argument.
pub(in crate::syntax) fn peer_context(argument: &str) -> Context {
    let kind = Words::new(argument).nth(1).and_then(|(_, kind)| keyword(kind, &PEER_KINDS));
    match kind {
        Some("pots") => Context::PotsPeer,
        Some("voip") => Context::VoipPeer,
        Some(_) => Context::ForeignPeer,
        None => Context::OtherPeer,
    }
}

/// The context of the lines under a `voice class uri` header with this argument.
pub(in crate::syntax) fn uri_context(argument: &str) -> Context {
    let kind = Words::new(argument).nth(1).and_then(|(_, kind)| keyword(kind, &URI_KINDS));
    if kind == Some("tel") { Context::TelUriClass } else { Context::UriClass }
}

/// The context of the lines under an `interface` header with this argument: only the signalling channel of an ISDN trunk
/// (`Serial0/0/0:23`, `BRI0/1/0`) has to do with calls.
pub(crate) fn interface_context(argument: &str) -> Context {
    if isdn_interface(argument).is_some() { Context::IsdnInterface } else { Context::Outside }
}

/// Whether `argument` begins with the name of an interface or controller, in full or abbreviated: `s0/0/0:23`, `lo 0`, `T1 0/0/0`,
/// `Serial0/0/0.100 point-to-point`, or is a range of them.
pub(in crate::syntax) fn is_port_name(argument: &str) -> bool {
    let mut words = argument.split([' ', '\t']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let fits =
        |word: &str| word.chars().all(|part| part.is_ascii_alphanumeric() || matches!(part, '-' | '/' | '.' | ':'));
    let is_numbered = |word: &str| word.ends_with(|last: char| last.is_ascii_digit());
    first.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && fits(first)
        && (is_numbered(first)
            || words.next().is_some_and(|next| fits(next) && (is_numbered(next) || first == "range")))
}

/// Whether the name of a controller begins with the kind of a digital line.
pub(in crate::syntax) fn is_line_kind(name: &str) -> bool {
    name.get(..2).is_some_and(|first| ["T1", "E1", "J1"].iter().any(|kind| first.eq_ignore_ascii_case(kind)))
}

/// The kind of interface that a name begins with, in any case and abbreviated, and what is behind it.
fn isdn_interface(name: &str) -> Option<(&'static str, &str)> {
    // With each, how many letters tell it from other kinds: `BVI`, `Dialer`.
    const KINDS: [(&str, usize); 3] = [("Serial", 1), ("BRI", 2), ("Dchannel", 2)];
    let first = name.as_bytes().get(..1)?;
    if !KINDS.iter().any(|(full, _)| full.as_bytes().get(..1).is_some_and(|letter| letter.eq_ignore_ascii_case(first)))
    {
        return None;
    }
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (kind, rest) = name.split_at_checked(letters)?;
    let rest = rest.trim_start_matches([' ', '\t']);
    let begins = |full: &str| full.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    let (full, _) = KINDS.into_iter().find(|(full, shortest)| kind.len() >= *shortest && begins(full))?;
    // Documents have placeholders in the place of the number.
    let is_named = kind.len() == full.len() || rest.starts_with(|first: char| first.is_ascii_digit());
    is_named.then_some((full, rest))
}

/// The name of a port or an interface as IOS prints it: `int s0/0/0:23` is that of `Serial0/0/0:23`, `controller t1 0/0/0`
/// that of `T1 0/0/0`, and a D-channel has a capital letter.
fn full_port(name: &str) -> String {
    if let Some((kind, rest)) = isdn_interface(name) {
        return format!("{kind}{rest}");
    }
    let (first, rest) = name.split_at_checked(2).unwrap_or((name, ""));
    let is_line = is_line_kind(first) && rest.starts_with(' ');
    match name.strip_suffix(":d") {
        Some(slot) => format!("{slot}:D"),
        None if is_line => first.to_ascii_uppercase() + rest,
        None => name.to_owned(),
    }
}

/// Whether a global command begins an object, with a number or name that can be read and nothing behind it.
pub(in crate::syntax) fn is_header(found: &Resolved, line: &str) -> bool {
    let argument = found.written(line);
    let row = found.row().filter(|row| row.begins_object());
    row.is_some_and(|row| parse_header(row.shape, argument).is_ok_and(|header| header.junk.is_none()))
}

/// Types of dial-peers (command reference, `dial-peer voice`).
const PEER_KINDS: [&str; 5] = ["pots", "voip", "vofr", "voatm", "mmoip"];

/// Types of URI classes (command reference, `voice class uri`).
const URI_KINDS: [&str; 2] = ["sip", "tel"];

/// The type of a dial-peer or URI class in full and in lower case; other kinds as they are written.
fn known_kind(shape: Shape, kind: &str, text: &str) -> Result<String, PatternError> {
    let kinds: &[&'static str] = if shape == Shape::DialPeerHeader {
        &PEER_KINDS
    } else if shape == Shape::TypedHeader {
        &URI_KINDS
    } else {
        return Ok(kind.to_owned());
    };
    let start = text.rfind(kind).unwrap_or(0);
    keyword(kind, kinds).map(str::to_owned).ok_or_else(|| no_keyword(kind, start..start + kind.len(), kinds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::commands::Command;

    proptest::proptest! {
        #[test]
        fn a_plain_header_is_what_the_grammar_reads(text in "[0-9]{0,11}[ \t]{0,2}(voip|pots|VoIP|x|\t| )?[ab]?") {
            for shape in [Shape::DialPeerHeader, Shape::NumberedHeader(10_000), Shape::NamedHeader, Shape::TypedHeader] {
                if let Some(plain) = plain_header(shape, &text) {
                    proptest::prop_assert_eq!(Ok(plain), header_by_grammar(shape, &text));
                }
            }
        }
    }

    #[test]
    fn headers() {
        let header = parse_header(Shape::DialPeerHeader, "5 VoIP <- SIP").unwrap();
        assert_eq!((header.number, header.kind.as_deref(), header.junk), (5, Some("voip"), Some(7..13)));
        assert_eq!(parse_header(Shape::DialPeerHeader, "5 po").unwrap().kind.as_deref(), Some("pots"));
        let wrong = parse_header(Shape::DialPeerHeader, "5 viop").unwrap_err();
        assert_eq!((wrong.at, wrong.help.as_deref()), (2..6, Some("did you mean `voip`?")));
        assert_eq!(parse_header(Shape::TypedHeader, "a mailto").unwrap_err().at, 2..8);
        assert!(parse_header(Shape::DialPeerHeader, "2147483648 voip").is_err());
        assert!(parse_header(Shape::NamedHeader, "").is_err());
        assert_eq!(parse_header(Shape::NamedHeader, "AddPlusOne").unwrap().name, "AddPlusOne");
        for (written, name) in [
            ("T1  0/0/0", "T1 0/0/0"),
            ("t1 0/0/0", "T1 0/0/0"),
            ("serial 0/0/0:23", "Serial0/0/0:23"),
            ("s0/0/0:23", "Serial0/0/0:23"),
            ("bri 0/1/0", "BRI0/1/0"),
            ("0/0/0:d", "0/0/0:D"),
            ("sonet 0/0/0", "sonet 0/0/0"),
        ] {
            assert_eq!(parse_header(Shape::PortHeader, written).unwrap().name, name);
        }
        let header = parse_header(Shape::KindHeader(300), "1 dual-line").unwrap();
        assert_eq!((header.number, header.kind.as_deref(), header.junk), (1, Some("dual-line"), None));
        // VCR `dspfarm profile`, and its additions for video and security in later releases.
        for kind in [
            "transcode",
            "transcode universal",
            "transcode universal security",
            "transcode security",
            "transcode video",
            "conference security",
            "conference video homogeneous",
            "conference video guaranteed-audio",
            "mtp security",
        ] {
            let header = parse_header(Command::DspfarmProfile.row().shape, &format!("1  {kind} ")).unwrap();
            assert_eq!((header.number, header.kind.as_deref(), header.junk), (1, Some(kind), None));
        }
        assert_eq!(parse_header(Shape::WordsHeader(9), "1").unwrap().kind, None);
        let header = parse_header(Shape::NumberedHeader(300), "1 rule 1").unwrap();
        assert_eq!((header.number, header.kind, header.junk), (1, None, Some(2..8)));
    }
}
