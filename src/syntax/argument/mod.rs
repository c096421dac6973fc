//! Typed arguments of configuration lines, read by the grammar `grammar/config.pest`.

mod cause;
mod expression;
mod fields;
mod form;
mod header;
mod rule;
mod statement;
mod target;
pub(crate) mod typography;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use compact_str::CompactString;
use pest::Parser as _;
use pest::iterators::Pair;

use super::commands::Shape;
use super::pattern::{Fault, NumberPattern, PatternError};
use super::words::Words;
use fields::{Fields, phrase};
use rule::translation_rule;
use target::{ADDRESS, target};

pub use cause::{STOPS_HUNTING, cause_keyword, hunt_cause};
pub use fields::keyword;
pub(crate) use fields::{no_keyword, one_of};
pub(crate) use header::interface_context;
pub use header::{Header, parse_header};
pub(super) use header::{is_header, is_line_kind, is_port_name, peer_context, uri_context};
pub use rule::{Condition, NUMBER_PLANS, NUMBER_TYPES, TranslationRule};
pub use statement::Statement;
pub use target::SessionTarget;

/// The grammar; its rules are named in `grammar/config.pest`.
mod grammar {
    #![allow(missing_docs)]
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/config.pest"]
    pub(super) struct ConfigGrammar;
}
use grammar::{ConfigGrammar, Rule};

/// The argument of a command. What is large is shared, so that plans are copied quickly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// There is none.
    Flag,
    /// A number.
    Integer(u32),
    /// A keyword, or several with one blank between them.
    Keyword(&'static str),
    /// One word.
    Name(CompactString),
    /// Text as it stands, or words with one blank between them.
    Text(CompactString),
    /// A dial-peer pattern.
    Pattern(Arc<NumberPattern>),
    /// A session target.
    Target(Arc<SessionTarget>),
    /// A translation rule.
    Rule(Arc<TranslationRule>),
    /// Another argument of several parts.
    Statement(Arc<Statement>),
    /// An argument that IOS would not take, as it was written.
    Malformed(CompactString),
}

impl Argument {
    /// One word.
    pub fn name(word: impl Into<CompactString>) -> Self {
        Self::Name(word.into())
    }

    /// Text as it stands.
    pub fn text(text: impl Into<CompactString>) -> Self {
        Self::Text(text.into())
    }

    /// A dial-peer pattern.
    pub fn pattern(pattern: NumberPattern) -> Self {
        Self::Pattern(Arc::new(pattern))
    }

    /// A session target.
    pub fn target(target: SessionTarget) -> Self {
        Self::Target(Arc::new(target))
    }

    /// The number, where it is one.
    pub fn as_integer(&self) -> Option<u32> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The text, where it is a word or text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Name(text) | Self::Text(text) => Some(text),
            Self::Keyword(keyword) => Some(keyword),
            Self::Flag
            | Self::Integer(_)
            | Self::Pattern(_)
            | Self::Target(_)
            | Self::Rule(_)
            | Self::Statement(_)
            | Self::Malformed(_) => None,
        }
    }

    /// The pattern, where it is a valid one.
    pub fn as_pattern(&self) -> Option<&NumberPattern> {
        if let Self::Pattern(pattern) = self { Some(pattern) } else { None }
    }

    /// The session target, where it is a valid one.
    pub fn as_target(&self) -> Option<&SessionTarget> {
        if let Self::Target(target) = self { Some(target) } else { None }
    }

    /// The statement, where it is a valid one.
    pub fn as_statement(&self) -> Option<&Statement> {
        if let Self::Statement(statement) = self { Some(statement) } else { None }
    }

    /// The translation rule, where it is a valid one.
    pub fn as_rule(&self) -> Option<&TranslationRule> {
        if let Self::Rule(rule) = self { Some(rule) } else { None }
    }
}

/// Two that are equal are written alike.
impl Hash for Argument {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Flag => {}
            Self::Integer(number) => number.hash(state),
            Self::Keyword(text) => text.hash(state),
            Self::Name(text) | Self::Text(text) | Self::Malformed(text) => text.hash(state),
            Self::Pattern(pattern) => pattern.text().hash(state),
            Self::Target(target) => target.hash(state),
            Self::Rule(_) | Self::Statement(_) => self.to_string().hash(state),
        }
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
            Self::Statement(statement) => write!(f, "{statement}"),
            Self::Keyword(keyword) => f.write_str(keyword),
        }
    }
}

/// Reads the argument of a command.
///
/// # Errors
/// What IOS would not take, and where in `text`.
pub fn parse(shape: Shape, text: &str) -> Result<Argument, PatternError> {
    parse_shape(shape, text).map_err(|error| typography::blamed(text, error))
}

fn parse_shape(shape: Shape, text: &str) -> Result<Argument, PatternError> {
    if let Some(argument) = single_word(shape, text) {
        return argument;
    }
    if let Some(statement) = Statement::parse(shape, text) {
        return statement.map(|statement| Argument::Statement(Arc::new(statement)));
    }
    match shape {
        Shape::Flag => whole(Rule::flag, text, "nothing").map(|_| Argument::Flag),
        Shape::Integer(minimum, maximum) => {
            let expected = format!("a number from {minimum} to {maximum}");
            let pair = whole(Rule::integer, text, &expected)?;
            let number = pair.into_inner().next();
            number.map_or(Ok(0), |pair| integer(&pair, minimum, maximum)).map(Argument::Integer)
        }
        Shape::IntegerOr(minimum, maximum, keywords) => integer_or(text, (minimum, maximum), keywords),
        Shape::Name => {
            let pair = whole(Rule::name, text, "a word")?;
            Ok(Argument::Name(pair.into_inner().next().map_or("", |word| word.as_str()).into()))
        }
        Shape::Text if text.is_empty() => Err(error(0..0, "text is missing here")),
        Shape::Text => Ok(Argument::Text(text.into())),
        Shape::Words if text.is_empty() => Err(error(0..0, "an argument is missing here")),
        Shape::Host if text.starts_with("ipv4:") || text.is_empty() => address(text).map(|()| words(text)),
        Shape::Host => expression::unbalanced(text).map_or(Ok(words(text)), |(at, message)| Err(error(at, message))),
        Shape::Words | Shape::OptionalWords => Ok(words(text)),
        Shape::Phrase(phrases) => phrase(text, phrases).map(Argument::Keyword),
        Shape::Counts(counted) => counts(text, counted),
        Shape::Leading(keywords) => leading(text, keywords),
        Shape::Address => address(text).map(|()| words(text)),
        Shape::Characters(allowed, most) => characters(text, allowed, most),
        Shape::Of(kind) => form::word(text, kind),
        Shape::Forms(forms) => form::form(text, forms),
        Shape::Pattern => {
            let pair = whole(Rule::name, text, "a pattern")?;
            let word = pair.into_inner().next().map_or("", |word| word.as_str());
            NumberPattern::parse(word).map(|pattern| Argument::Pattern(Arc::new(pattern)))
        }
        Shape::Target => target(text).map(|target| Argument::Target(Arc::new(target))),
        Shape::Rule => translation_rule(text).map(|rule| Argument::Rule(Arc::new(rule))),
        Shape::DialPeerHeader
        | Shape::NumberedHeader(_)
        | Shape::KindHeader(_)
        | Shape::WordsHeader(_)
        | Shape::NamedHeader
        | Shape::TypedHeader
        | Shape::PortHeader
        | Shape::BareHeader => parse_header(shape, text).map(|_| Argument::Flag),
        Shape::OldRule
        | Shape::Connection
        | Shape::Trusted
        | Shape::Server
        | Shape::HuntstopCodes
        | Shape::Member
        | Shape::PolicyRule
        | Shape::StatusToCause
        | Shape::CauseToStatus
        | Shape::Expansion
        | Shape::HuntCause => Err(error(0..text.len(), "a statement is expected here")),
    }
}

/// Reads what most lines have: nothing, or just one word. `None` leaves the text to the grammar, which also says what is
/// wrong with it.
fn single_word(shape: Shape, text: &str) -> Option<Result<Argument, PatternError>> {
    let one = !text.is_empty() && !text.bytes().any(|byte| matches!(byte, b' ' | b'\t'));
    match shape {
        Shape::Flag | Shape::BareHeader => text.is_empty().then_some(Ok(Argument::Flag)),
        Shape::Integer(minimum, maximum) => {
            let number = text.parse().ok().filter(|number| (minimum..=maximum).contains(number))?;
            Some(Ok(Argument::Integer(number))).filter(|_| !text.starts_with('+'))
        }
        Shape::Name => one.then(|| Ok(Argument::Name(text.into()))),
        Shape::Words | Shape::OptionalWords => one.then(|| Ok(Argument::Text(text.into()))),
        Shape::Pattern => one.then(|| NumberPattern::parse(text).map(|pattern| Argument::Pattern(Arc::new(pattern)))),
        Shape::IntegerOr(..)
        | Shape::Text
        | Shape::Phrase(_)
        | Shape::Counts(_)
        | Shape::Leading(_)
        | Shape::Address
        | Shape::Host
        | Shape::Characters(..)
        | Shape::Of(_)
        | Shape::Forms(_)
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
        | Shape::HuntCause
        | Shape::DialPeerHeader
        | Shape::NumberedHeader(_)
        | Shape::KindHeader(_)
        | Shape::WordsHeader(_)
        | Shape::NamedHeader
        | Shape::TypedHeader
        | Shape::PortHeader => None,
    }
}

/// One of `keywords`, in full, and the words behind it, of which there is one at least.
fn leading(text: &str, keywords: &[&'static str]) -> Result<Argument, PatternError> {
    let mut fields = Fields::new(text);
    let keyword = fields.keyword(keywords)?;
    let first = fields.word("an argument")?;
    let rest = words(text.get(first.at.start..).unwrap_or_default());
    Ok(Argument::text(format!("{keyword} {rest}")))
}

/// The address of a server: one that calls can be sent to by itself.
fn address(text: &str) -> Result<(), PatternError> {
    let wrong = || missing("an address", text).with_help(ADDRESS);
    match target(text) {
        Ok(SessionTarget::Ipv4(..) | SessionTarget::Ipv6(..) | SessionTarget::Dns(..)) => Ok(()),
        Ok(SessionTarget::Other(_)) => Err(wrong()),
        // A target could be something else as well.
        Err(problem) => Err(if problem.at == (0..text.len()) { wrong() } else { problem }),
    }
}

/// Words with one blank between them.
fn words(text: &str) -> Argument {
    // Most are written so.
    let is_joined = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    if is_joined && !text.is_empty() && !text.contains('\t') {
        return Argument::Text(text.into());
    }
    let mut joined = CompactString::with_capacity(text.len());
    for (_, word) in Words::new(text) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    if joined.is_empty() { Argument::Flag } else { Argument::Text(joined) }
}

fn integer_or(text: &str, (minimum, maximum): (u32, u32), keywords: &[&'static str]) -> Result<Argument, PatternError> {
    let expected = format!("a number from {minimum} to {maximum}, {}", one_of(keywords));
    let mut fields = Fields::new(text);
    let argument = if text.starts_with(|first: char| first.is_ascii_digit()) {
        Argument::Integer(fields.integer(&expected, minimum, maximum)?)
    } else if text.is_empty() {
        return Err(error(0..0, format!("{expected} is missing here")));
    } else {
        let keyword = fields.keyword(keywords);
        Argument::Keyword(
            keyword.map_err(|error| PatternError { message: format!("{expected} is expected here"), ..error })?,
        )
    };
    fields.finish().map(|()| argument)
}

fn counts(text: &str, counted: &[(&'static str, u32, u32)]) -> Result<Argument, PatternError> {
    let keywords: Vec<_> = counted.iter().map(|(keyword, ..)| *keyword).collect();
    let mut fields = Fields::new(text);
    let mut read = Vec::new();
    while !fields.is_empty() {
        let keyword = fields.keyword(&keywords)?;
        let range = counted.iter().find(|(counted, ..)| *counted == keyword);
        let (minimum, maximum) = range.map_or((0, u32::MAX), |(_, minimum, maximum)| (*minimum, *maximum));
        let expected = format!("a number from {minimum} to {maximum}");
        read.push(format!("{keyword} {}", fields.integer(&expected, minimum, maximum)?));
    }
    Ok(if read.is_empty() { Argument::Flag } else { Argument::Text(read.join(" ").into()) })
}

fn characters(text: &str, allowed: &str, most: usize) -> Result<Argument, PatternError> {
    let pair = whole(Rule::name, text, "a word")?;
    let word = pair.into_inner().next().map_or("", |word| word.as_str());
    let odd = word.char_indices().find(|(_, one)| !allowed.contains(*one));
    let problem = match (odd, word.char_indices().nth(most)) {
        (None, None) => return Ok(Argument::Name(word.into())),
        (Some((at, one)), _) => error(at..at + one.len_utf8(), format!("`{}` cannot stand here", one.escape_debug())),
        (None, Some((at, _))) => error(at..word.len(), "one character is expected here"),
    };
    Err(problem.with_help(format!("what can stand here: {allowed}")))
}

fn error(at: Range<usize>, message: impl Into<String>) -> PatternError {
    PatternError::new(at, message)
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

/// What to say of a text that is none of what is expected.
fn missing(expected: &str, text: &str) -> PatternError {
    let problem = if text.is_empty() { "is missing" } else { "is expected" };
    error(0..text.len(), format!("{expected} {problem} here"))
}

/// What `rule` reads of `text`, where that is all of it.
fn whole<'a>(rule: Rule, text: &'a str, expected: &str) -> Result<Pair<'a, Rule>, PatternError> {
    let pair = read(rule, text).ok_or_else(|| missing(expected, text))?;
    match child(&pair, Rule::junk) {
        Some(junk) => {
            let message = format!("`{}` does not belong here", junk.as_str().escape_debug());
            Err(error(span(&junk), message).of(Fault::TrailingText))
        }
        None => Ok(pair),
    }
}

fn integer(pair: &Pair<'_, Rule>, minimum: u32, maximum: u32) -> Result<u32, PatternError> {
    let number = pair.as_str().parse().ok().filter(|number| (minimum..=maximum).contains(number));
    number.ok_or_else(|| error(span(pair), format!("{} is not between {minimum} and {maximum}", pair.as_str())))
}

#[cfg(test)]
mod every_rule;

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
        let counts = Shape::Counts(&[("profile", 1, 9), ("retry", 1, 5)]);
        assert_eq!(printed(counts, "Prof  7 retry 05"), "profile 7 retry 5");
        assert_eq!(printed(counts, ""), "");
    }

    #[test]
    fn errors_are_at_their_place() {
        let error = |shape, text| {
            let error = parse(shape, text).unwrap_err();
            (error.at, error.message)
        };
        assert_eq!(error(Shape::Integer(0, 10), "11"), (0..2, "11 is not between 0 and 10".into()));
        assert_eq!(error(Shape::Integer(0, 10), ""), (0..0, "a number from 0 to 10 is missing here".into()));
        assert_eq!(error(Shape::Flag, "x y"), (0..3, "`x y` does not belong here".into()));
        assert_eq!(error(Shape::Pattern, "9T1"), (1..2, "`T` can only be at the end".into()));
        assert_eq!(error(Shape::Pattern, "91.. (all)"), (5..10, "`(all)` does not belong here".into()));
        assert_eq!(error(Shape::Rule, r"1 /1\(2/ /3/"), (4..7, r"`\(` is not closed".into()));
        assert_eq!(error(Shape::Rule, "1 /1/ /2/ (a note)"), (10..18, "`(a note)` does not belong here".into()));
        assert_eq!(
            error(Shape::Rule, "1 /1/ /2/ type any"),
            (10..18, "1 keyword behind `type`, where a rule has two".into())
        );
        assert_eq!(
            error(Shape::Rule, "1 /1/ /2"),
            (0..8, "`NUMBER /match/ /replace/` or `NUMBER reject /match/` is expected here".into())
        );
        assert_eq!(error(Shape::Rule, "0 /1/ /2/").0, 0..1);
        assert_eq!(error(Shape::Target, "ipv4:ASTERISK").0, 0..13);
        let counts = Shape::Counts(&[("profile", 1, 9), ("retry", 1, 5)]);
        assert_eq!(error(counts, "profile 0"), (8..9, "0 is not between 1 and 9".into()));
        assert_eq!(error(counts, "retry"), (5..5, "a number from 1 to 5 is missing here".into()));
        assert_eq!(error(counts, "7"), (0..1, "`7` is not `profile` or `retry`".into()));
        let leading = Shape::Leading(&["called", "calling"]);
        assert_eq!(error(leading, "foo 1"), (0..3, "`foo` is not `called` or `calling`".into()));
        assert_eq!(error(leading, "called "), (7..7, "an argument is missing here".into()));
        assert_eq!(error(Shape::Address, "ipv4:192.0.2.999").0, 5..16);
        assert_eq!(error(Shape::Address, "registrar").0, 0..9);
        assert_eq!(error(Shape::Host, "ipv4:192.0.2.999").0, 5..16);
        assert_eq!(error(Shape::Target, "ipv4:192.0.2.999"), (5..16, "`192.0.2.999` is no address".into()));
    }
}
