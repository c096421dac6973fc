//! Targets: `ipv4:192.0.2.10`, `ipv6:[2001:db8::1]:5061`, `dns:proxy.example.com`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Decoder;
use crate::source::Located;
use crate::spec::node::Node;
use crate::spec::schema::{Host, Target};

/// Why a text is no target, and what would be right.
struct NoTarget {
    why: String,
    help: String,
}

/// How a target begins.
pub(super) const SCHEMES: [&str; 3] = ["ipv4:", "ipv6:", "dns:"];

const FORMS: &str =
    "write `ipv4:192.0.2.10`, `ipv6:[2001:db8::10]` or `dns:name.example.com`, each with `:port` where needed";

impl NoTarget {
    fn new<T>(why: impl Into<String>) -> Result<T, Self> {
        Err(Self { why: why.into(), help: FORMS.to_owned() })
    }

    fn with_help<T>(why: impl Into<String>, help: String) -> Result<T, Self> {
        Err(Self { why: why.into(), help })
    }
}

impl Decoder<'_> {
    /// One target, or several; none twice.
    pub(super) fn targets(&mut self, node: &Node, what: &str) -> Vec<Located<Target>> {
        let mut targets: Vec<Located<Target>> = Vec::new();
        for item in self.one_or_list(node, what) {
            let Some(target) = self.target(item, what) else { continue };
            if let Some(first) = targets.iter().find(|first| **first == target) {
                let message = format!("{what} names `{}` twice", target.value);
                let diagnostic = crate::diagnostic::Diagnostic::error("repeated-target", message)
                    .at(self.source, target.span, "again here")
                    .at(self.source, first.span, "first here")
                    .help("a call is offered once to each target");
                self.report.push(diagnostic);
            } else {
                targets.push(target);
            }
        }
        targets
    }

    pub(super) fn target(&mut self, node: &Node, what: &str) -> Option<Located<Target>> {
        let text = self.text(node, what)?;
        match target(&text.value) {
            Ok(target) => Some(Located::new(target, text.span)),
            Err(NoTarget { why, help }) => {
                let message = format!("`{}` is no address: {why}", text.value.escape_debug());
                self.error("no-address", text.span, message, "no address", Some(help));
                None
            }
        }
    }

    /// Addresses without scheme and port.
    pub(super) fn addresses(&mut self, node: &Node, what: &str) -> Vec<Located<IpAddr>> {
        let mut addresses = Vec::new();
        for item in self.list(node, what) {
            let Some(text) = self.text(item, what) else { continue };
            let address = text.value.parse::<IpAddr>().map_err(|_| "it is not an IP address".to_owned());
            match address.and_then(|address| usable(address).map(|()| address).map_err(|no| no.why)) {
                Ok(address) => addresses.push(Located::new(address, text.span)),
                Err(why) => {
                    let message = format!("`{}` is no address: {why}", text.value.escape_debug());
                    let help = "write an address alone: `192.0.2.10` or `2001:db8::10`".to_owned();
                    self.error("no-address", text.span, message, "no address", Some(help));
                }
            }
        }
        addresses
    }
}

/// `text` as a target: itself, or with the scheme that it needs.
pub(super) fn target_for(text: &str) -> Option<String> {
    let forms = [text.to_owned(), format!("ipv4:{text}"), format!("ipv6:[{text}]"), format!("dns:{text}")];
    forms.into_iter().find(|form| target(form).is_ok())
}

fn target(text: &str) -> Result<Target, NoTarget> {
    let Some((scheme, rest)) = text.split_once(':').filter(|_| text.parse::<Ipv6Addr>().is_err()) else {
        return without_scheme(text);
    };
    let (host, port) = match scheme {
        "ipv4" => ipv4(rest)?,
        "ipv6" => ipv6(rest)?,
        "dns" => name(rest)?,
        _ => return without_scheme(text),
    };
    let port = port.map(port_number).transpose()?;
    Ok(Target { host, port })
}

/// A text without a known scheme: an address alone gets its scheme as help.
fn without_scheme(text: &str) -> Result<Target, NoTarget> {
    let help = if text.parse::<Ipv6Addr>().is_ok() {
        format!("write `ipv6:[{text}]`")
    } else if ipv4(text).is_ok() {
        format!("write `ipv4:{text}`")
    } else if text.starts_with('[') && ipv6(text).is_ok() {
        format!("write `ipv6:{text}`")
    } else {
        FORMS.to_owned()
    };
    NoTarget::with_help("it does not begin with `ipv4:`, `ipv6:` or `dns:`", help)
}

fn ipv4(text: &str) -> Result<(Host, Option<&str>), NoTarget> {
    let (address, port) = text.split_once(':').map_or((text, None), |(address, port)| (address, Some(port)));
    let Ok(address) = address.parse::<Ipv4Addr>() else {
        return NoTarget::new("an IPv4 address is four numbers from 0 to 255, without leading zeros");
    };
    usable(IpAddr::V4(address))?;
    Ok((Host::Address(IpAddr::V4(address)), port))
}

fn ipv6(text: &str) -> Result<(Host, Option<&str>), NoTarget> {
    let Some((address, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) else {
        return if text.parse::<Ipv6Addr>().is_ok() {
            NoTarget::with_help("an IPv6 address stands in brackets", format!("write `ipv6:[{text}]`"))
        } else {
            NoTarget::new("an IPv6 address stands in brackets")
        };
    };
    let Ok(address) = address.parse::<Ipv6Addr>() else {
        return NoTarget::new("what stands in brackets is not an IPv6 address");
    };
    usable(IpAddr::V6(address))?;
    let port = match rest.strip_prefix(':') {
        Some(port) => Some(port),
        None if rest.is_empty() => None,
        None => return NoTarget::new("only `:port` may follow the brackets"),
    };
    Ok((Host::Address(IpAddr::V6(address)), port))
}

fn name(text: &str) -> Result<(Host, Option<&str>), NoTarget> {
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    if name.parse::<Ipv4Addr>().is_ok() {
        return NoTarget::with_help("an address is not a name", format!("write `ipv4:{text}`"));
    }
    let label = |label: &str| {
        let allowed = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        (1..=63).contains(&label.len()) && allowed && !label.starts_with('-') && !label.ends_with('-')
    };
    if name.len() > 253 || !name.split('.').all(label) {
        return NoTarget::new("a name is made of letters, digits and hyphens, in parts of 1 to 63 joined by dots");
    }
    Ok((Host::Name(name.to_ascii_lowercase()), port))
}

fn port_number(text: &str) -> Result<u16, NoTarget> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| digits).map_or_else(|| NoTarget::new("a port is a number from 1 to 65535"), Ok)
}

/// Refuses addresses that are no host's.
fn usable(address: IpAddr) -> Result<(), NoTarget> {
    if address.is_unspecified() {
        return NoTarget::new("all zeros stands for no host");
    }
    let broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
    if address.is_multicast() || broadcast {
        return NoTarget::new("calls are not sent to a group of hosts");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_written_alike() {
        for text in [
            "ipv4:192.0.2.10",
            "ipv4:192.0.2.10:5060",
            "ipv6:[2001:db8::1]",
            "ipv6:[::1]:5061",
            "dns:a-b.example.com:5061",
        ] {
            assert_eq!(target(text).map_err(|no| no.why).unwrap().to_string(), text);
        }
    }

    #[test]
    fn an_address_alone_gets_its_scheme_as_help() {
        let help = |text| target(text).map(|target| target.to_string()).unwrap_err().help;
        assert_eq!(help("192.0.2.10"), "write `ipv4:192.0.2.10`");
        assert_eq!(help("192.0.2.10:5060"), "write `ipv4:192.0.2.10:5060`");
        assert_eq!(help("2001:db8::1"), "write `ipv6:[2001:db8::1]`");
        assert_eq!(help("ipv6:2001:db8::1"), "write `ipv6:[2001:db8::1]`");
        assert_eq!(help("dns:192.0.2.1"), "write `ipv4:192.0.2.1`");
    }

    #[test]
    fn what_is_no_target() {
        for text in [
            "",
            "ipv4:",
            "ipv4:192.0.2",
            "ipv4:192.0.2.256",
            "ipv4:0.0.0.0",
            "ipv4:224.0.0.1",
            "ipv4:192.0.2.1:0",
            "ipv6:[::]",
            "ipv4:192.0.2.1:65536",
            "ipv6:[::1",
            "ipv6:[::1]x",
            "dns:",
            "dns:a..b",
            "dns:a b",
            "sip:192.0.2.1",
            "dns:-a",
        ] {
            assert!(target(text).is_err(), "{text}");
        }
    }
}
