//! Session targets.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use pest::iterators::Pair;

use super::grammar::Rule;
use super::{child, error, one_of, span, whole};
use crate::diagnostic::did_you_mean;
use crate::syntax::pattern::PatternError;

/// How the address of a host is written.
pub(super) const ADDRESS: &str = "ipv4:192.0.2.1, ipv6:[2001:db8::1] or dns:host.example, with :port if need be";

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

impl SessionTarget {
    /// The target that a text is; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        target(text).ok()
    }
}

/// Reads a session target.
pub(super) fn target(text: &str) -> Result<SessionTarget, PatternError> {
    if let Some(target) = plain_ipv4(text) {
        return Ok(target);
    }
    target_by_grammar(text)
}

/// `ipv4:` and an address, which most targets are; any other is left to the grammar.
fn plain_ipv4(text: &str) -> Option<SessionTarget> {
    let address = text.strip_prefix("ipv4:")?;
    Some(SessionTarget::Ipv4(address.parse().ok()?, None))
}

/// What can stand in the place of a text that is no target.
fn hint(text: &str) -> String {
    const ADDRESSES: [&str; 3] = ["ipv6", "dns", "ipv4"];
    const OTHERS: [&str; 8] =
        ["sip-server", "registrar", "sip-uri", "ras", "dhcp", "enum:1", "loopback:rtp", "settlement"];
    let word = text.split([' ', '\t']).next().unwrap_or_default();
    if word.eq_ignore_ascii_case("server-group") {
        return "a server group is named with `session server-group`".to_owned();
    }
    let begun = word.split_once(':').map_or(word, |(kind, _)| kind);
    let kind = |known: &'static str| known.split_once(':').map_or(known, |(kind, _)| kind);
    let same = |known: &&str| known.eq_ignore_ascii_case(begun);
    // Of those without a colon none is meant by what has one.
    let others = OTHERS.into_iter().filter(|known| known.contains(':') || !word.contains(':')).map(kind);
    match did_you_mean(begun, ADDRESSES.into_iter().chain(others)) {
        Some(meant) if !same(&meant) => format!("did you mean `{meant}`?"),
        Some(_) if ADDRESSES.iter().any(same) => ADDRESS.to_owned(),
        Some(_) | None => format!("{ADDRESS}; or {}", one_of(&OTHERS)),
    }
}

/// Reads a target of any form.
fn target_by_grammar(text: &str) -> Result<SessionTarget, PatternError> {
    let pair = whole(Rule::target, text, "a session target").map_err(|error| error.with_help(hint(text)))?;
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
    if let Some(table) = text.to_ascii_lowercase().strip_prefix("enum:").map(str::to_owned)
        && !table.parse().is_ok_and(|table: u32| (1..=15).contains(&table))
    {
        return Err(error(5..text.len(), "an ENUM table is between 1 and 15"));
    }
    let words: Vec<_> = text.split_ascii_whitespace().collect();
    Ok(SessionTarget::Other(words.join(" ").to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::commands::Shape;

    #[test]
    fn a_hint_names_what_is_meant() {
        assert_eq!(hint("sip-servr"), "did you mean `sip-server`?");
        assert_eq!(hint("ip4:192.0.2.1"), "did you mean `ipv4`?");
        assert_eq!(hint("ip:192.0.2.1"), "did you mean `ipv4`?");
        assert_eq!(hint("ipv4:CALL-MANAGER"), ADDRESS);
        assert_eq!(hint("sip:192.0.2.1"), hint("CALL-MANAGER"));
        assert_eq!(hint("server-group 1"), "a server group is named with `session server-group`");
        assert!(hint("CALL-MANAGER").ends_with("`enum:1`, `loopback:rtp` or `settlement`"));
        let server = |text| super::super::parse(Shape::Address, text).unwrap_err();
        assert_eq!(
            (server("foo").message.as_str(), server("ras").help.as_deref()),
            ("an address is expected here", Some(ADDRESS))
        );
    }

    proptest::proptest! {
        #[test]
        fn a_plain_target_is_what_the_grammar_reads(text in "ipv4:[0-9]{1,3}(\\.[0-9]{1,3}){3}(:[0-9]{1,5})? ?") {
            if let Some(plain) = plain_ipv4(&text) {
                proptest::prop_assert_eq!(Ok(plain), target_by_grammar(&text), "{}", text);
            }
        }
    }
}
