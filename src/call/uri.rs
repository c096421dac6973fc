//! URIs of a call, and the classes (`voice class uri`) that dial-peers match them with.

use std::fmt;

use std::net::Ipv6Addr;

use regex::RegexBuilder;

use super::leg::UriKind;
use crate::model::{DialPlan, Settings, UriClass};
use crate::syntax::commands::Command;

/// A SIP or tel URI, or the host of a Via header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uri {
    text: String,
    user: String,
    /// `None` where the host is not known, as that of the gateway is not.
    host: Option<String>,
    tel: bool,
}

impl Uri {
    /// Reads `sip:5001@192.0.2.9:5060`, `<sip:...>`, `tel:+12065555500` or a bare host.
    pub fn parse(text: &str) -> Self {
        let inner = text.split_once('<').map_or(text, |(_, inner)| inner.split('>').next().unwrap_or(inner)).trim();
        // A Via header as it stands in a message: the address is its last word.
        let inner = inner.rsplit(' ').next().unwrap_or(inner);
        let scheme = |name: &str| inner.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        let tel = scheme("tel:");
        let named = ["sips:", "sip:", "tel:"].into_iter().find(|name| scheme(name)).unwrap_or_default();
        let rest = inner.get(named.len()..).unwrap_or_default();
        if tel {
            let user = rest.split(';').next().unwrap_or(rest).to_owned();
            return Self { text: inner.to_owned(), user, host: None, tel: true };
        }
        let (user, host) = rest.split_once('@').unwrap_or(("", rest));
        let host = host.split([';', '?']).next().unwrap_or(host);
        // The port behind a name or IPv4 address; that of an IPv6 address stands behind its bracket.
        let host = match host.strip_prefix('[') {
            Some(inner) => inner.split(']').next().unwrap_or(inner),
            None if host.matches(':').count() == 1 => host.split(':').next().unwrap_or(host),
            None => host,
        };
        let host = Some(host.to_ascii_lowercase()).filter(|host| !host.is_empty());
        Self { text: inner.to_owned(), user: user.to_owned(), host, tel: false }
    }

    /// A SIP URI of `user` at a host, which may not be known.
    pub fn sip(user: &str, host: Option<&str>) -> Self {
        let shown = host.unwrap_or("?");
        Self { text: format!("sip:{user}@{shown}"), user: user.to_owned(), host: host.map(str::to_owned), tel: false }
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// By which part of a URI a class matches it; a later one is preferred. The host comes before the user (Cisco 211306,
/// example), and a pattern for the whole URI last, since it has no match length (CUBE guide, inbound matching by URI; the
/// prose of 211306 puts it first).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UriPart {
    /// `pattern`: the whole URI.
    Whole,
    /// `phone number` or `phone context`: a tel URI.
    Phone,
    /// `user-id`.
    User,
    /// `host`.
    Host,
}

/// Whether a class takes a URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UriMatch {
    /// It does not.
    No,
    /// It does, by this part.
    Yes(UriPart),
    /// That cannot be said, for this reason.
    Unknown(String),
}

/// Whether the class `name` takes `uri`. Where a class names both host and user, both must fit (inferred: its lines are a
/// set of rules); of several hosts, one must.
pub fn class_matches(plan: &DialPlan, name: &str, uri: &Uri) -> UriMatch {
    let kind = if uri.tel { "tel" } else { "sip" };
    let class: Option<&UriClass> = plan.uri_classes.get(&format!("{name} {kind}"));
    let Some(class) = class else {
        let other = ["sip", "tel"].iter().any(|kind| plan.uri_classes.contains_key(&format!("{name} {kind}")));
        let missing = || UriMatch::Unknown(format!("there is no voice class uri {name}"));
        return if other { UriMatch::No } else { missing() };
    };
    lines_match(&class.settings, uri).unwrap_or_else(UriMatch::Unknown)
}

/// Whether the class `name` takes the call's URI of this kind; without it that cannot be said.
pub(crate) fn class_takes(plan: &DialPlan, name: &str, kind: UriKind, uri: Option<&Uri>) -> UriMatch {
    match uri {
        Some(uri) => class_matches(plan, name, uri),
        None => UriMatch::Unknown(format!("the call's {} URI is not known", kind.name())),
    }
}

fn lines_match(settings: &Settings, uri: &Uri) -> Result<UriMatch, String> {
    let text = |command| settings.text(command).map(|text| text.value);
    if let Some(pattern) = text(Command::UriPattern) {
        if uri.host.is_none() && !uri.tel {
            return Err(format!("the host of {uri} is not known"));
        }
        return Ok(if found(pattern, &uri.text)? { UriMatch::Yes(UriPart::Whole) } else { UriMatch::No });
    }
    let mut parts = Vec::new();
    if let Some(user) = text(Command::UriUserId) {
        parts.push((UriPart::User, found(user, &uri.user)?));
    }
    if !settings.all(Command::UriHost).is_empty() {
        let Some(host) = &uri.host else {
            return Err(format!("the host of {uri} is not known"));
        };
        parts.push((UriPart::Host, host_matches(settings, host)?));
    }
    for line in settings.all(Command::UriPhone) {
        let (what, pattern) = line.value.argument.as_text().unwrap_or_default().split_once(' ').unwrap_or_default();
        let is_number = "number".starts_with(what);
        let context = uri.text.split_once("phone-context=").map_or("", |(_, context)| context);
        parts.push((UriPart::Phone, found(pattern, if is_number { &uri.user } else { context })?));
    }
    let best = parts.iter().map(|(part, _)| *part).max();
    let all = parts.iter().all(|(_, fits)| *fits);
    Ok(best.filter(|_| all).map_or(UriMatch::No, UriMatch::Yes))
}

fn host_matches(settings: &Settings, host: &str) -> Result<bool, String> {
    for line in settings.all(Command::UriHost) {
        let wanted = line.value.argument.as_text().unwrap_or_default();
        let fits = match wanted.split_once(':') {
            Some(("ipv4" | "dns", name)) => name.eq_ignore_ascii_case(host),
            Some(("ipv6", address)) => {
                let parsed = |text: &str| text.trim_matches(['[', ']']).parse::<Ipv6Addr>().ok();
                parsed(address).is_some_and(|address| parsed(host) == Some(address))
            }
            _ => found(wanted, host)?,
        };
        if fits {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether `pattern`, a regular expression of IOS, is found in `text`.
fn found(pattern: &str, text: &str) -> Result<bool, String> {
    let regex = RegexBuilder::new(pattern).size_limit(1 << 20).build();
    let shown = pattern.escape_debug();
    regex.map(|regex| regex.is_match(text)).map_err(|_| format!("dialc cannot read the expression `{shown}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn matched(class: &str, uri: &str) -> UriMatch {
        let (plan, report) = read(&Tree::parse(&Source::new("a", format!("voice class uri X sip\n {class}\n"))));
        assert!(report.is_empty(), "{report:?}");
        class_matches(&plan, "X", &Uri::parse(uri))
    }

    #[test]
    fn classes_match_by_their_parts() {
        let uri = "<sip:5001@10.50.244.20:5060;transport=tcp>";
        assert_eq!(matched("host ipv4:10.50.244.2\n host ipv4:10.50.244.20", uri), UriMatch::Yes(UriPart::Host));
        assert_eq!(matched("host ipv4:10.50.244.2", uri), UriMatch::No);
        assert_eq!(matched("user-id 50..", uri), UriMatch::Yes(UriPart::User));
        assert_eq!(matched("user-id 50..\n host dns:a.example", uri), UriMatch::No);
        assert_eq!(matched("pattern 5001@.*", uri), UriMatch::Yes(UriPart::Whole));
        assert_eq!(matched("host dns:A.example", "sip:a.example"), UriMatch::Yes(UriPart::Host));
        assert_eq!(matched("host ipv6:[2001:db8::1]", "sip:1@[2001:db8::1]:5060"), UriMatch::Yes(UriPart::Host));
        assert_eq!(matched("host ipv6:2001:db8:0:0:0:0:0:1", "sip:1@[2001:db8::1]"), UriMatch::Yes(UriPart::Host));
        assert_eq!(matched("host ipv4:10.0.0.9", "SIP/2.0/UDP 10.0.0.9:5060;branch=z"), UriMatch::Yes(UriPart::Host));
        assert_eq!(matched("user-id 5001", "TEL:5001"), UriMatch::No);
        assert_eq!(matched("host *a", uri), UriMatch::Unknown("dialc cannot read the expression `*a`".into()));
        assert_eq!(matched("host ipv4:192.0.2.1", "tel:5001"), UriMatch::No);
    }

    #[test]
    fn a_host_that_is_not_known_is_not_guessed() {
        let (plan, _) = read(&Tree::parse(&Source::new("a", "voice class uri X sip\n host ipv4:192.0.2.1\n")));
        assert!(matches!(class_matches(&plan, "X", &Uri::sip("1", None)), UriMatch::Unknown(_)));
        assert!(matches!(class_matches(&plan, "Y", &Uri::sip("1", None)), UriMatch::Unknown(_)));
        let (plan, _) = read(&Tree::parse(&Source::new("a", "voice class uri X sip\n pattern [?]\n")));
        assert!(matches!(class_matches(&plan, "X", &Uri::sip("1", None)), UriMatch::Unknown(_)));
    }
}
