//! Arguments of several parts: who may connect to whom, members of groups, how causes and statuses are mapped.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::cause::{hunt_cause, hunt_keywords};
use super::fields::{Field, Fields, keyword};
use super::{NUMBER_TYPES, cause_keyword, error};
use crate::diagnostic::did_you_mean;
use crate::number::Symbol;
use crate::syntax::commands::Shape;
use crate::syntax::pattern::{Fault, PatternError};

/// An argument of several parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// A rule of the old `translation-rule N`: number, what is looked for, what it becomes, and types.
    OldRule {
        /// 0 to 2147483647 (command reference, `rule (translation-rule)`).
        index: u32,
        /// The front of a number.
        search: String,
        /// What takes its place; may be empty.
        substitute: String,
        /// The type of number that is matched, and what it becomes where that is said.
        types: Option<(String, Option<String>)>,
    },
    /// `allow-connections FROM to TO`: `h323` or `sip` each.
    Connection {
        /// The protocol of the inbound leg.
        from: &'static str,
        /// The protocol of the outbound leg.
        to: &'static str,
    },
    /// An address or network of the trusted list.
    Trusted {
        /// The address.
        address: IpAddr,
        /// How many bits of it count: 32 or 128 for one address.
        length: u8,
    },
    /// A member of a server group.
    Server {
        /// Where it is.
        address: IpAddr,
        /// Its port, where one is given.
        port: Option<u16>,
        /// 0 (the default, tried first) to 5.
        preference: u32,
    },
    /// The answers at which a server group stops hunting.
    HuntstopCodes {
        /// The number of the line, 1 to 1000.
        number: u32,
        /// The first SIP status, 400 to 599.
        first: u32,
        /// The last.
        last: u32,
    },
    /// A member of a dial-peer group.
    Member {
        /// The tag of the dial-peer.
        tag: u32,
        /// 0 (the default, tried first) to 10.
        preference: Option<u32>,
    },
    /// A rule of a provision policy: attributes of the SIP message that must all match.
    PolicyRule {
        /// 1 or 2.
        number: u32,
        /// One attribute or two.
        attributes: Vec<&'static str>,
    },
    /// `set sip-status S pstn-cause C`.
    StatusToCause {
        /// 400 to 699.
        status: u32,
        /// 1 to 127.
        cause: u32,
    },
    /// `set pstn-cause C sip-status S`.
    CauseToStatus {
        /// 1 to 127.
        cause: u32,
        /// 400 to 699.
        status: u32,
    },
    /// `num-exp FROM TO`; a dot stands for a digit that is kept.
    Expansion {
        /// What is dialled.
        dialled: String,
        /// What it becomes.
        expanded: String,
    },
    /// A cause of `voice hunt`; `None`: all of them.
    HuntCause(Option<u8>),
}

/// Attributes that a provision policy can look at (CUBE guide, inbound leg headers).
const ATTRIBUTES: [&str; 9] =
    ["from", "to", "via", "diversion", "referred-by", "uri", "called", "calling", "carrier-id"];

/// Answers that a server group cannot stop hunting at, unless a range covers them (CUBE guide, server groups).
const NEVER_ALONE: [u32; 9] = [401, 407, 415, 417, 422, 480, 485, 486, 488];

impl Statement {
    /// What it is known by among the lines of its command; a second line with the same key takes its place.
    pub fn key(&self) -> (u32, String) {
        match self {
            Self::OldRule { index: number, .. }
            | Self::HuntstopCodes { number, .. }
            | Self::Member { tag: number, .. }
            | Self::PolicyRule { number, .. }
            | Self::StatusToCause { status: number, .. }
            | Self::CauseToStatus { cause: number, .. } => (*number, String::new()),
            Self::HuntCause(cause) => (cause.map_or(0, u32::from), String::new()),
            Self::Server { address, port, .. } => (port.map_or(0, u32::from), address.to_string()),
            Self::Expansion { dialled, .. } => (0, dialled.clone()),
            Self::Connection { .. } | Self::Trusted { .. } => (0, self.to_string()),
        }
    }

    /// Whether IOS takes it and no document says what it does: an expansion of numbers with a `+` (command reference,
    /// `num-exp`: the `+` is taken and not supported).
    pub fn is_unexplained(&self) -> bool {
        matches!(self, Self::Expansion { dialled, .. } if dialled.starts_with('+'))
    }

    /// Reads what `shape` says; `None` where it is not the shape of a statement.
    pub(super) fn parse(shape: Shape, text: &str) -> Option<Result<Self, PatternError>> {
        let read: fn(&mut Fields<'_>) -> Result<Self, PatternError> = match shape {
            Shape::OldRule => old_rule,
            Shape::Connection => connection,
            Shape::Trusted => trusted,
            Shape::Server => server,
            Shape::HuntstopCodes => huntstop_codes,
            Shape::Member => member,
            Shape::PolicyRule => policy_rule,
            Shape::StatusToCause => status_to_cause,
            Shape::CauseToStatus => cause_to_status,
            Shape::Expansion => expansion,
            Shape::HuntCause => hunting,
            Shape::Flag
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
            | Shape::DialPeerHeader
            | Shape::NumberedHeader(_)
            | Shape::KindHeader(_)
            | Shape::WordsHeader(_)
            | Shape::NamedHeader
            | Shape::TypedHeader
            | Shape::PortHeader
            | Shape::BareHeader => return None,
        };
        let mut fields = Fields::new(text);
        Some(read(&mut fields).and_then(|statement| fields.finish().map(|()| statement)))
    }
}

fn old_rule(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let index = fields.integer("the number of the rule", 0, 2_147_483_647)?;
    let search = fields.word("what the rule looks for")?.text.to_owned();
    // Types are kept as they are written: the letters of digits begin some of them.
    let is_type = |word: &str| keyword(word, &NUMBER_TYPES).is_some() && !word.chars().all(is_symbol);
    let substitute = fields.next_if(|word| !is_type(word)).map_or(String::new(), |field| field.text.to_owned());
    let mut number_type = || {
        let field = fields.next_if(|_| true)?;
        let none = || error(field.at.clone(), format!("`{}` is no type of a number", field.text.escape_debug()));
        Some(keyword(field.text, &NUMBER_TYPES).map(|_| field.text.to_owned()).ok_or_else(none))
    };
    let types = match number_type().transpose()? {
        Some(from) => Some((from, number_type().transpose()?)),
        None => None,
    };
    Ok(Statement::OldRule { index, search, substitute, types })
}

fn is_symbol(character: char) -> bool {
    Symbol::new(character).is_some()
}

fn connection(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let from = fields.keyword(&["h323", "sip"])?;
    fields.keyword(&["to"])?;
    Ok(Statement::Connection { from, to: fields.keyword(&["h323", "sip"])? })
}

fn trusted(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let field = fields.word("an address")?;
    let no_address = |field: &Field<'_>| error(field.at.clone(), format!("`{}` is no address", field.text));
    if let Ok(address) = field.text.parse::<Ipv4Addr>() {
        let mask = if fields.is_empty() { None } else { Some(fields.word("a mask")?) };
        let length = match mask {
            None => 32,
            Some(mask) => prefix_length(&mask).ok_or_else(|| {
                error(mask.at.clone(), format!("`{}` is no mask", mask.text)).with_help("a mask like 255.255.255.0")
            })?,
        };
        return Ok(Statement::Trusted { address: address.into(), length });
    }
    let (address, length) = field.text.split_once('/').unwrap_or((field.text, "128"));
    match (address.parse::<IpAddr>(), length.parse()) {
        (Ok(IpAddr::V4(address)), Ok(length @ 0..=32)) => {
            let mask = Ipv4Addr::from_bits(u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0));
            Err(error(field.at, "IOS takes a mask here, not a length").with_help(format!("`{address} {mask}`")))
        }
        (Ok(address @ IpAddr::V6(_)), Ok(length @ 0..=128)) => Ok(Statement::Trusted { address, length }),
        _ => Err(no_address(&field)),
    }
}

/// The bits of a mask, where it is one.
fn prefix_length(mask: &Field<'_>) -> Option<u8> {
    let bits = mask.text.parse::<Ipv4Addr>().ok()?.to_bits();
    (bits.leading_ones() + bits.trailing_zeros() >= 32).then(|| u8::try_from(bits.leading_ones()).unwrap_or(32))
}

fn server(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let field = fields.word("an address")?;
    let address = field.text.trim_start_matches('[').trim_end_matches(']').parse();
    let address = address.map_err(|_| {
        let help = match field.text.parse::<SocketAddr>() {
            Ok(both) => format!("the port stands behind it: `{} port {}`", both.ip(), both.port()),
            Err(_) => "an address such as 192.0.2.1 or 2001:db8::1".to_owned(),
        };
        error(field.at, format!("`{}` is no address", field.text)).with_help(help)
    })?;
    let mut statement = (None, 0);
    if fields.has("port") {
        statement.0 = u16::try_from(fields.integer("a port", 1, 65_535)?).ok();
    }
    if fields.has("preference") {
        statement.1 = fields.integer("a preference", 0, 5)?;
    }
    Ok(Statement::Server { address, port: statement.0, preference: statement.1 })
}

fn huntstop_codes(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let number = fields.integer("the number of the line", 1, 1_000)?;
    fields.keyword(&["resp-code"])?;
    let first = fields.integer("a SIP status", 400, 599)?;
    let last = if fields.has("to") { fields.integer("a SIP status", first, 599)? } else { first };
    if first == last && NEVER_ALONE.contains(&first) {
        return Err(fields.at_end(format!("{first} cannot be used with huntstop")).with_help("a range may cover it"));
    }
    Ok(Statement::HuntstopCodes { number, first, last })
}

fn member(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let tag = fields.integer("the tag of a dial-peer", 1, 2_147_483_647)?;
    let preference = if fields.has("preference") { Some(fields.integer("a preference", 0, 10)?) } else { None };
    if preference.is_none()
        && let Some(number) = fields.next_if(|word| word.parse::<u8>().is_ok())
    {
        let missing = error(number.at, "this does not belong here").of(Fault::TrailingText);
        return Err(missing.with_help(format!("`{tag} preference {}`, or a line for each dial-peer", number.text)));
    }
    Ok(Statement::Member { tag, preference: preference.filter(|preference| *preference > 0) })
}

fn policy_rule(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let number = fields.integer("the number of the rule", 1, 2)?;
    let mut attributes = vec![fields.keyword(&ATTRIBUTES)?];
    if !fields.is_empty() {
        attributes.push(fields.keyword(&ATTRIBUTES)?);
    }
    Ok(Statement::PolicyRule { number, attributes })
}

fn status_to_cause(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let status = fields.integer("a SIP status", 400, 699)?;
    fields.keyword(&["pstn-cause"])?;
    Ok(Statement::StatusToCause { status, cause: fields.integer("a cause", 1, 127)? })
}

fn cause_to_status(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let cause = fields.integer("a cause", 1, 127)?;
    fields.keyword(&["sip-status"])?;
    Ok(Statement::CauseToStatus { cause, status: fields.integer("a SIP status", 400, 699)? })
}

/// Routers take `+` in what a number becomes, and show it (`show num-exp`).
fn expansion(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    const HELP: &str = "digits, `A` to `F`, `*`, `#`, `,` and dots, and a `+` before them";
    let mut digits = |expected: &str| {
        let field = fields.word(expected)?;
        let digits = field.text.strip_prefix('+').unwrap_or(field.text);
        let plus = field.text.len() - digits.len();
        let odd = digits
            .char_indices()
            .find(|(_, one)| Symbol::new(*one).is_none_or(|one| one == Symbol::PLUS) && !".,".contains(*one));
        match odd {
            None if digits.is_empty() => Err(error(field.at, "a digit is missing behind `+`").with_help(HELP)),
            None => Ok(field.text.to_owned()),
            Some((at, one)) => {
                let at = field.at.start + plus + at;
                let message = format!("`{}` cannot stand here", one.escape_debug());
                Err(error(at..at + one.len_utf8(), message).with_help(HELP))
            }
        }
    };
    Ok(Statement::Expansion { dialled: digits("what is dialled")?, expanded: digits("what it becomes")? })
}

fn hunting(fields: &mut Fields<'_>) -> Result<Statement, PatternError> {
    let field = fields.word("a cause")?;
    if field.text.eq_ignore_ascii_case("all") {
        return Ok(Statement::HuntCause(None));
    }
    let cause = hunt_cause(field.text).ok_or_else(|| {
        let problem = error(field.at, format!("`{}` is no cause of `voice hunt`", field.text.escape_debug()));
        match did_you_mean(field.text, hunt_keywords()) {
            Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
            None => problem.with_help("`all`, a keyword like `user-busy`, or the number of a cause, 1 to 255"),
        }
    })?;
    Ok(Statement::HuntCause(Some(cause)))
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OldRule { index, search, substitute, types } => {
                write!(f, "{index} {search}")?;
                if !substitute.is_empty() {
                    write!(f, " {substitute}")?;
                }
                let Some((from, to)) = types else { return Ok(()) };
                write!(f, " {from}")?;
                to.as_ref().map_or(Ok(()), |to| write!(f, " {to}"))
            }
            Self::Connection { from, to } => write!(f, "{from} to {to}"),
            Self::Trusted { address: IpAddr::V4(address), length: 32 } => write!(f, "{address}"),
            Self::Trusted { address: IpAddr::V4(address), length } => {
                let mask = u32::MAX.checked_shl(32 - u32::from(*length)).unwrap_or(0);
                write!(f, "{address} {}", Ipv4Addr::from_bits(mask))
            }
            Self::Trusted { address: IpAddr::V6(address), length: 128 } => write!(f, "{address}"),
            Self::Trusted { address: IpAddr::V6(address), length } => write!(f, "{address}/{length}"),
            Self::Server { address, port, preference } => {
                match address {
                    IpAddr::V4(address) => write!(f, "{address}")?,
                    IpAddr::V6(address) => write!(f, "[{address}]")?,
                }
                port.map_or(Ok(()), |port| write!(f, " port {port}"))?;
                if *preference > 0 { write!(f, " preference {preference}") } else { Ok(()) }
            }
            Self::HuntstopCodes { number, first, last } => write!(f, "{number} resp-code {first} to {last}"),
            Self::Member { tag, preference } => {
                write!(f, "{tag}")?;
                preference.map_or(Ok(()), |preference| write!(f, " preference {preference}"))
            }
            Self::PolicyRule { number, attributes } => write!(f, "{number} {}", attributes.join(" ")),
            Self::StatusToCause { status, cause } => write!(f, "{status} pstn-cause {cause}"),
            Self::CauseToStatus { cause, status } => write!(f, "{cause} sip-status {status}"),
            Self::Expansion { dialled, expanded } => write!(f, "{dialled} {expanded}"),
            Self::HuntCause(None) => f.write_str("all"),
            Self::HuntCause(Some(cause)) => match cause_keyword(*cause) {
                Some(keyword) => f.write_str(keyword),
                None => write!(f, "{cause}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(shape: Shape, text: &str) -> String {
        match Statement::parse(shape, text).unwrap() {
            Ok(statement) => statement.to_string(),
            Err(error) => format!("{:?}: {}", error.at, error.message),
        }
    }

    #[test]
    fn statements_are_printed_as_ios_prints_them() {
        assert_eq!(printed(Shape::Connection, "SIP to h"), "sip to h323");
        assert_eq!(printed(Shape::Trusted, "192.0.2.0 255.255.255.0"), "192.0.2.0 255.255.255.0");
        assert_eq!(printed(Shape::Trusted, "192.0.2.1 255.255.255.255"), "192.0.2.1");
        assert_eq!(printed(Shape::Trusted, "0.0.0.0 0.0.0.0"), "0.0.0.0 0.0.0.0");
        assert_eq!(printed(Shape::Trusted, "2001:db8::/32"), "2001:db8::/32");
        assert_eq!(printed(Shape::Server, "192.0.2.1 port 5060 pref 1"), "192.0.2.1 port 5060 preference 1");
        assert_eq!(printed(Shape::Server, "2001:db8::1 preference 0"), "[2001:db8::1]");
        assert_eq!(printed(Shape::HuntstopCodes, "1 resp-code 404"), "1 resp-code 404 to 404");
        assert_eq!(printed(Shape::Member, "101 preference 2"), "101 preference 2");
        assert_eq!(printed(Shape::PolicyRule, "1 to called"), "1 to called");
        assert_eq!(printed(Shape::StatusToCause, "404 pstn-cause 17"), "404 pstn-cause 17");
        assert_eq!(printed(Shape::CauseToStatus, "1 sip-status 480"), "1 sip-status 480");
        assert_eq!(printed(Shape::Expansion, "5.... 1408555...."), "5.... 1408555....");
        assert_eq!(printed(Shape::Expansion, "5.... +1408555...."), "5.... +1408555....");
        // developer.cisco.com, YANG of `num-exp`: `^((+)?([0-9,#*A-F.]|(\*))+)$` for both.
        for expansion in ["A5.. 9", "5... A5...", "5,5 9,5", "*1#F #2", "+1... 91..."] {
            assert_eq!(printed(Shape::Expansion, expansion), expansion);
        }
        assert_eq!(printed(Shape::HuntCause, "0x32"), "facility-not-subscribed");
        assert_eq!(printed(Shape::HuntCause, "ALL"), "all");
        for rule in [
            "0 ^37103 1",
            "6 ^2",
            "1 1111 2222 abbreviated",
            "1 ^2 national",
            "1 ^2 int nat",
            "1 5.% 1408555 any unknown",
            "1 2 AB",
            "1 any any",
        ] {
            assert_eq!(printed(Shape::OldRule, rule), rule);
        }
    }

    #[test]
    fn what_is_meant_by_ports_and_preferences_without_their_keyword_is_said() {
        let help = |shape, text| Statement::parse(shape, text).unwrap().unwrap_err().help.unwrap_or_default();
        assert_eq!(help(Shape::Server, "192.0.2.1:5061"), "the port stands behind it: `192.0.2.1 port 5061`");
        assert_eq!(help(Shape::Server, "[2001:db8::1]:5061"), "the port stands behind it: `2001:db8::1 port 5061`");
        assert_eq!(help(Shape::Server, "proxy.example"), "an address such as 192.0.2.1 or 2001:db8::1");
        assert_eq!(help(Shape::Member, "101 2"), "`101 preference 2`, or a line for each dial-peer");
    }

    #[test]
    fn what_ios_would_refuse_is_pointed_at() {
        assert_eq!(printed(Shape::Trusted, "192.0.2.0/23"), "0..12: IOS takes a mask here, not a length");
        assert_eq!(printed(Shape::Trusted, "192.0.2.0 255.0.255.0"), "10..21: `255.0.255.0` is no mask");
        assert_eq!(printed(Shape::Connection, "sip to mgcp"), "7..11: `mgcp` is not `h323` or `sip`");
        assert_eq!(printed(Shape::Server, "192.0.2.1 preference 9"), "21..22: 9 is not between 0 and 5");
        assert_eq!(printed(Shape::Member, ""), "0..0: the tag of a dial-peer is missing here");
        assert_eq!(printed(Shape::StatusToCause, "404 pstn-cause 17 x"), "18..19: this does not belong here");
        assert_eq!(printed(Shape::Expansion, "5+ 6"), "1..2: `+` cannot stand here");
        assert_eq!(printed(Shape::Expansion, "5 a6"), "2..3: `a` cannot stand here");
        assert_eq!(printed(Shape::Expansion, "8% 9"), "1..2: `%` cannot stand here");
        assert_eq!(printed(Shape::Expansion, "5 +"), "2..3: a digit is missing behind `+`");
        assert_eq!(printed(Shape::OldRule, "1 2 3 4"), "6..7: `4` is no type of a number");
        assert_eq!(printed(Shape::OldRule, "1 2 3 any any any"), "14..17: this does not belong here");
        assert_eq!(printed(Shape::HuntCause, "user-bussy"), "0..10: `user-bussy` is no cause of `voice hunt`");
        assert_eq!(printed(Shape::HuntstopCodes, "1 resp-code 404 to 400"), "19..22: 400 is not between 404 and 599");
    }
}
