//! Typed arguments of configuration lines, read by the grammar `grammar/config.pest`.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use pest::Parser as _;
use pest::iterators::Pair;

use super::commands::Shape;
use super::pattern::{MatchPattern, NumberPattern, PatternError, Replacement};

/// The grammar; its rules are named in `grammar/config.pest`.
mod grammar {
    #![allow(missing_docs)]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/config.pest"]
    pub(super) struct ConfigGrammar;
}
use grammar::{ConfigGrammar, Rule};

/// The argument of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// There is none.
    Flag,
    /// A number.
    Integer(u32),
    /// One word.
    Name(String),
    /// Text as it stands, or words with one blank between them.
    Text(String),
    /// A dial-peer pattern.
    Pattern(NumberPattern),
    /// A session target.
    Target(SessionTarget),
    /// A translation rule; boxed, since it is far larger than the others.
    Rule(Box<TranslationRule>),
    /// An argument that IOS would not take, as it was written.
    Malformed(String),
}

impl Argument {
    /// The number, where it is one.
    pub fn as_integer(&self) -> Option<u32> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The text, where it is a word or text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Name(text) | Self::Text(text) = self { Some(text) } else { None }
    }

    /// The pattern, where it is a valid one.
    pub fn as_pattern(&self) -> Option<&NumberPattern> {
        if let Self::Pattern(pattern) = self { Some(pattern) } else { None }
    }

    /// The session target, where it is a valid one.
    pub fn as_target(&self) -> Option<&SessionTarget> {
        if let Self::Target(target) = self { Some(target) } else { None }
    }

    /// The translation rule, where it is a valid one.
    pub fn as_rule(&self) -> Option<&TranslationRule> {
        if let Self::Rule(rule) = self { Some(rule) } else { None }
    }
}

/// Where a VoIP dial-peer sends calls (Cisco command reference, `session target`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionTarget {
    /// `ipv4:ADDRESS[:PORT]`.
    Ipv4(Ipv4Addr, Option<u16>),
    /// `ipv6:[ADDRESS][:PORT]`.
    Ipv6(Ipv6Addr, Option<u16>),
    /// `dns:NAME[:PORT]`, in lower case; may hold `$s$`, `$d$`, `$e$`, `$u$`.
    Dns(String, Option<u16>),
    /// One that names no host: `sip-server`, `registrar`, `sip-uri`, `ras`, `dhcp`, `enum:N`, `loopback:rtp`,
    /// `settlement N`.
    Other(String),
}

impl fmt::Display for SessionTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = match self {
            Self::Ipv4(address, port) => {
                write!(f, "ipv4:{address}")?;
                port
            }
            Self::Ipv6(address, port) => {
                write!(f, "ipv6:[{address}]")?;
                port
            }
            Self::Dns(name, port) => {
                write!(f, "dns:{name}")?;
                port
            }
            Self::Other(text) => return f.write_str(text),
        };
        port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// One rule of a voice translation-rule table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslationRule {
    /// Rules are tried in ascending order of this number.
    pub precedence: u32,
    /// What it looks for.
    pub matching: MatchPattern,
    /// What the matched text becomes; `None`: the call is rejected.
    pub replacement: Option<Replacement>,
    /// Condition on the type of number.
    pub number_type: Option<Condition>,
    /// Condition on the numbering plan.
    pub plan: Option<Condition>,
}

/// A condition on the type or plan of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The keyword that must be given; `any` for every one.
    pub matching: &'static str,
    /// What it becomes; `None` in a reject rule.
    pub replacement: Option<&'static str>,
}

/// Types of number of a translation rule (Cisco 64020); the first is for matching only.
pub const NUMBER_TYPES: [&str; 8] =
    ["any", "abbreviated", "international", "national", "network", "reserved", "subscriber", "unknown"];

/// Numbering plans of a translation rule (Cisco 64020); the first is for matching only.
pub const NUMBER_PLANS: [&str; 9] =
    ["any", "data", "ermes", "isdn", "national", "private", "reserved", "telex", "unknown"];

impl fmt::Display for TranslationRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.replacement {
            Some(replacement) => write!(f, "{} /{}/ /{replacement}/", self.precedence, self.matching)?,
            None => write!(f, "{} reject /{}/", self.precedence, self.matching)?,
        }
        for (word, condition) in [("type", self.number_type), ("plan", self.plan)] {
            if let Some(Condition { matching, replacement }) = condition {
                write!(f, " {word} {matching}")?;
                replacement.map_or(Ok(()), |replacement| write!(f, " {replacement}"))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => Ok(()),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Name(text) | Self::Text(text) | Self::Malformed(text) => f.write_str(text),
            Self::Pattern(pattern) => write!(f, "{pattern}"),
            Self::Target(target) => write!(f, "{target}"),
            Self::Rule(rule) => write!(f, "{rule}"),
        }
    }
}

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
    let (rule, maximum) = match shape {
        Shape::DialPeerHeader => (Rule::dial_peer_header, 2_147_483_647),
        Shape::NumberedHeader(maximum) => (Rule::numbered_header, maximum),
        Shape::NamedHeader => (Rule::named_header, 0),
        Shape::TypedHeader => (Rule::typed_header, 0),
        Shape::BareHeader
        | Shape::Flag
        | Shape::Integer(..)
        | Shape::Name
        | Shape::Text
        | Shape::Words
        | Shape::OptionalWords
        | Shape::Pattern
        | Shape::Target
        | Shape::Rule => (Rule::bare_header, 0),
    };
    let named = rule == Rule::named_header || rule == Rule::typed_header;
    let expected = if named { "a name" } else { "a number" };
    let statement = read(rule, text).ok_or_else(|| error(0..text.len(), format!("{expected} is missing here")))?;
    let number = child(&statement, Rule::number).map_or(Ok(0), |number| integer(&number, 1, maximum))?;
    let words = statement.clone().into_inner().filter(|part| part.as_rule() == Rule::word);
    let mut words = words.map(|word| word.as_str().to_owned());
    let name = if named { words.next().unwrap_or_default() } else { String::new() };
    let kind = words.next();
    Ok(Header { number, name, kind, junk: child(&statement, Rule::junk).map(|junk| span(&junk)) })
}

/// Reads the argument of a command.
///
/// # Errors
/// What IOS would not take, and where in `text`.
pub fn parse(shape: Shape, text: &str) -> Result<Argument, PatternError> {
    match shape {
        Shape::Flag => whole(Rule::flag, text, "nothing").map(|_| Argument::Flag),
        Shape::Integer(minimum, maximum) => {
            let pair = whole(Rule::integer, text, "a number")?;
            let number = pair.into_inner().next();
            number.map_or(Ok(0), |pair| integer(&pair, minimum, maximum)).map(Argument::Integer)
        }
        Shape::Name => {
            let pair = whole(Rule::name, text, "a word")?;
            Ok(Argument::Name(pair.into_inner().next().map_or("", |word| word.as_str()).to_owned()))
        }
        Shape::Text if text.is_empty() => Err(error(0..0, "text is missing here")),
        Shape::Text => Ok(Argument::Text(text.to_owned())),
        Shape::Words if text.is_empty() => Err(error(0..0, "an argument is missing here")),
        Shape::Words | Shape::OptionalWords => {
            let words: Vec<_> = text.split_ascii_whitespace().collect();
            Ok(if words.is_empty() { Argument::Flag } else { Argument::Text(words.join(" ")) })
        }
        Shape::Pattern => {
            let pair = whole(Rule::name, text, "a pattern")?;
            let word = pair.into_inner().next().map_or("", |word| word.as_str());
            NumberPattern::parse(word).map(Argument::Pattern)
        }
        Shape::Target => target(text).map(Argument::Target),
        Shape::Rule => translation_rule(text).map(|rule| Argument::Rule(Box::new(rule))),
        Shape::DialPeerHeader
        | Shape::NumberedHeader(_)
        | Shape::NamedHeader
        | Shape::TypedHeader
        | Shape::BareHeader => parse_header(shape, text).map(|_| Argument::Flag),
    }
}

fn error(at: Range<usize>, message: impl Into<String>) -> PatternError {
    PatternError { at, message: message.into(), help: None }
}

fn span(pair: &Pair<'_, Rule>) -> Range<usize> {
    pair.as_span().start()..pair.as_span().end()
}

/// The first part of `pair` that was read by `rule`.
fn child<'a>(pair: &Pair<'a, Rule>, rule: Rule) -> Option<Pair<'a, Rule>> {
    pair.clone().into_inner().find(|part| part.as_rule() == rule)
}

fn read(rule: Rule, text: &str) -> Option<Pair<'_, Rule>> {
    ConfigGrammar::parse(rule, text).ok()?.next()
}

/// What `rule` reads of `text`, where that is all of it.
fn whole<'a>(rule: Rule, text: &'a str, expected: &str) -> Result<Pair<'a, Rule>, PatternError> {
    let missing = || {
        let problem = if text.is_empty() { "is missing" } else { "is expected" };
        error(0..text.len(), format!("{expected} {problem} here"))
    };
    let pair = read(rule, text).ok_or_else(missing)?;
    match child(&pair, Rule::junk) {
        Some(junk) => Err(error(span(&junk), format!("`{}` does not belong here", junk.as_str().escape_debug()))),
        None => Ok(pair),
    }
}

fn integer(pair: &Pair<'_, Rule>, minimum: u32, maximum: u32) -> Result<u32, PatternError> {
    let number = pair.as_str().parse().ok().filter(|number| (minimum..=maximum).contains(number));
    number.ok_or_else(|| error(span(pair), format!("{} is not between {minimum} and {maximum}", pair.as_str())))
}

fn target(text: &str) -> Result<SessionTarget, PatternError> {
    let pair = whole(Rule::target, text, "a session target").map_err(|error| {
        error.with_help(
            "ipv4:192.0.2.1, ipv6:[2001:db8::1] or dns:host.example, with :port if need be; or sip-server, ras, ...",
        )
    })?;
    let read = |rule| child(&pair, rule);
    let number = |port: Pair<'_, Rule>| {
        let number = port.as_str().trim_start_matches(':').parse().ok().filter(|&port: &u16| port > 0);
        number.ok_or_else(|| error(span(&port), "a port is between 1 and 65535"))
    };
    let port = |form: &Pair<'_, Rule>| child(form, Rule::port).map(number).transpose();
    let no_address = |host: &Pair<'_, Rule>| error(span(host), format!("`{}` is no address", host.as_str()));
    if let Some(form) = read(Rule::ipv4_target) {
        let host = child(&form, Rule::ipv4).unwrap_or_else(|| form.clone());
        let address = host.as_str().parse().map_err(|_| no_address(&host))?;
        return Ok(SessionTarget::Ipv4(address, port(&form)?));
    }
    if let Some(form) = read(Rule::ipv6_target) {
        let host = child(&form, Rule::ipv6).unwrap_or_else(|| form.clone());
        let address = host.as_str().parse().map_err(|_| no_address(&host))?;
        return Ok(SessionTarget::Ipv6(address, port(&form)?));
    }
    if let Some(form) = read(Rule::dns_target) {
        let host = child(&form, Rule::host).map_or(String::new(), |host| host.as_str().to_ascii_lowercase());
        return Ok(SessionTarget::Dns(host, port(&form)?));
    }
    let words: Vec<_> = text.split_ascii_whitespace().collect();
    Ok(SessionTarget::Other(words.join(" ").to_ascii_lowercase()))
}

fn translation_rule(text: &str) -> Result<TranslationRule, PatternError> {
    let pair = whole(Rule::rule_statement, text, "`NUMBER /match/ /replace/` or `NUMBER reject /match/`")?;
    let precedence = child(&pair, Rule::number).map_or(Ok(0), |number| integer(&number, 1, 100))?;
    let form = child(&pair, Rule::reject).or_else(|| child(&pair, Rule::replace));
    let form = form.ok_or_else(|| error(0..text.len(), "a rule is missing here"))?;
    let read = |rule, known| child(&form, rule).map(|pair| condition(pair, known)).transpose();
    let number_type = read(Rule::type_match, &NUMBER_TYPES[..])?.or(read(Rule::type_pair, &NUMBER_TYPES[..])?);
    let plan = read(Rule::plan_match, &NUMBER_PLANS[..])?.or(read(Rule::plan_pair, &NUMBER_PLANS[..])?);
    let sides: Vec<_> = form.clone().into_inner().filter(|part| part.as_rule() == Rule::slashed).collect();
    let mut sides = sides.iter();
    let side = |pair: &Pair<'_, Rule>| pair.as_str().trim_matches('/').to_owned();
    let Some(first) = sides.next() else { return Err(error(0..text.len(), "a rule has a match side")) };
    let within = |pair: &Pair<'_, Rule>, mut error: PatternError| {
        let start = pair.as_span().start() + 1;
        error.at = error.at.start + start..error.at.end + start;
        error
    };
    let matching = MatchPattern::parse(&side(first)).map_err(|error| within(first, error))?;
    let replacement = sides
        .next()
        .map(|second| Replacement::parse(&side(second)).map_err(|error| within(second, error)))
        .transpose()?;
    Ok(TranslationRule { precedence, matching, replacement, number_type, plan })
}

fn condition(pair: Pair<'_, Rule>, known: &[&'static str]) -> Result<Condition, PatternError> {
    let mut keywords = Vec::new();
    for (index, word) in pair.into_inner().enumerate() {
        let allowed = known.get(index.min(1)..).unwrap_or_default();
        let keyword = allowed
            .iter()
            .find(|one| one.eq_ignore_ascii_case(word.as_str()))
            .ok_or_else(|| error(span(&word), format!("`{}` is none of {}", word.as_str(), allowed.join(", "))))?;
        keywords.push(*keyword);
    }
    let mut keywords = keywords.into_iter();
    Ok(Condition { matching: keywords.next().unwrap_or("any"), replacement: keywords.next() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(shape: Shape, text: &str) -> String {
        parse(shape, text).unwrap().to_string()
    }

    #[test]
    fn what_is_read_is_printed_as_ios_prints_it() {
        assert_eq!(printed(Shape::Rule, r"1 /^\(120655555..\)/ /+\1/"), r"1 /^\(120655555..\)/ /+\1/");
        assert_eq!(
            printed(Shape::Rule, "2 // // type any national plan any isdn"),
            "2 // // type any national plan any isdn"
        );
        assert_eq!(printed(Shape::Rule, "3 Reject /^900/ TYPE National"), "3 reject /^900/ type national");
        assert_eq!(printed(Shape::Rule, "4 /1/ /2/ plan any national"), "4 /1/ /2/ plan any national");
        assert_eq!(printed(Shape::Target, "ipv4:192.0.2.1:5060"), "ipv4:192.0.2.1:5060");
        assert_eq!(printed(Shape::Target, "ipv6:[2001:db8::1]"), "ipv6:[2001:db8::1]");
        assert_eq!(printed(Shape::Target, "dns:SIP.example.com:5061"), "dns:sip.example.com:5061");
        assert_eq!(printed(Shape::Target, "enum:3"), "enum:3");
        assert_eq!(printed(Shape::Target, "Sip-Server"), "sip-server");
        assert_eq!(printed(Shape::Words, "aggressive   x"), "aggressive x");
    }

    #[test]
    fn errors_are_at_their_place() {
        let error = |shape, text| {
            let error = parse(shape, text).unwrap_err();
            (error.at, error.message)
        };
        assert_eq!(error(Shape::Integer(0, 10), "11"), (0..2, "11 is not between 0 and 10".into()));
        assert_eq!(error(Shape::Integer(0, 10), ""), (0..0, "a number is missing here".into()));
        assert_eq!(error(Shape::Flag, "x y"), (0..3, "`x y` does not belong here".into()));
        assert_eq!(error(Shape::Pattern, "9T1"), (1..2, "`T` can only be at the end".into()));
        assert_eq!(error(Shape::Pattern, "91.. (all)"), (5..10, "`(all)` does not belong here".into()));
        assert_eq!(error(Shape::Rule, r"1 /1\(2/ /3/"), (4..7, r"`\(` is not closed".into()));
        assert_eq!(error(Shape::Rule, "1 /1/ /2/ (a note)"), (10..18, "`(a note)` does not belong here".into()));
        assert_eq!(error(Shape::Rule, "1 /1/ /2/ type any"), (10..18, "`type any` does not belong here".into()));
        assert_eq!(
            error(Shape::Rule, "1 /1/ /2"),
            (0..8, "`NUMBER /match/ /replace/` or `NUMBER reject /match/` is expected here".into())
        );
        assert_eq!(error(Shape::Rule, "0 /1/ /2/").0, 0..1);
        assert_eq!(error(Shape::Target, "ipv4:ASTERISK").0, 0..13);
        assert_eq!(error(Shape::Target, "ipv4:192.0.2.999"), (5..16, "`192.0.2.999` is no address".into()));
    }

    #[test]
    fn headers() {
        let header = parse_header(Shape::DialPeerHeader, "5 voip <- SIP").unwrap();
        assert_eq!((header.number, header.kind.as_deref(), header.junk), (5, Some("voip"), Some(7..13)));
        assert!(parse_header(Shape::DialPeerHeader, "2147483648 voip").is_err());
        assert!(parse_header(Shape::NamedHeader, "").is_err());
        assert_eq!(parse_header(Shape::NamedHeader, "AddPlusOne").unwrap().name, "AddPlusOne");
    }
}
