//! `gateway`: the router, its trunk to the public network, how it matches.

use super::fields::Fields;
use super::target::target_for;
use super::{Decoder, no_gateway, no_pstn};
use crate::number::MAXIMUM_DIGITS;
use crate::source::{Located, Span};
use crate::spec::MAXIMUM_TAG;
use crate::spec::node::{Node, Value};
use crate::spec::schema::{Access, Delivers, Gateway, InboundPeer, MatchWith, Pstn, SipTrunk};

const MATCH_WITH: [(&str, MatchWith); 3] = [
    ("destination-pattern", MatchWith::DestinationPattern),
    ("pattern-map", MatchWith::PatternMap),
    ("auto", MatchWith::Auto),
];

/// The two kinds of trunk, as they are written.
const TRUNKS: &str = "`pri: { port: \"0/0/0:23\" }` or `sip: { target: ipv4:192.0.2.1 }`";

/// Whether `text` is made of what voice ports are made of.
fn is_port(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b':' | b'.');
    !text.is_empty() && text.bytes().all(allowed)
}

/// How a PRI at `port` is written.
fn pri_form(port: &str) -> String {
    let port = if is_port(port) { port } else { "0/0/0:23" };
    format!("`pri: {{ port: \"{port}\" }}`")
}

/// How a SIP trunk to `target` is written.
fn sip_form(target: &str) -> String {
    format!("`sip: {{ target: \"{target}\" }}`")
}

/// What to write for a trunk that stands as the text of `pstn`.
fn trunk_for(text: &str) -> String {
    let trunk = if text.contains('/') && is_port(text) {
        pri_form(text)
    } else {
        target_for(text).map_or_else(|| TRUNKS.to_owned(), |target| sip_form(&target))
    };
    format!("below `pstn:`, indented, write {trunk}, and `delivers:`")
}

impl Decoder<'_> {
    pub(super) fn gateway(&mut self, node: &Node) -> Gateway {
        let mut gateway = no_gateway();
        let Some(mut fields) = self.fields(node, "Gateway", "the gateway") else { return gateway };
        gateway.match_with_span = fields.head();
        if let Some(name) = fields.required(self, "name").and_then(|node| self.text(node, "`name`")) {
            gateway.name = name;
        }
        if let Some(release) = fields.required(self, "release").and_then(|node| self.text(node, "`release`")) {
            gateway.release = release;
        }
        gateway.country_code = fields.optional(self, "country_code").and_then(|node| self.country_code(node));
        if let Some(node) = fields.required(self, "pstn") {
            gateway.pstn = self.pstn(node);
        }
        if let Some(node) = fields.optional(self, "match_with") {
            gateway.match_with_span = node.span;
            gateway.match_with =
                self.choice(node, "`match_with`", &MATCH_WITH).map_or(MatchWith::default(), |it| it.value);
        }
        gateway.exact = self.flag(&mut fields, "exact");
        gateway.huntstop_last = self.flag(&mut fields, "huntstop_last");
        fields.finish(self);
        gateway
    }

    /// A boolean that is false where it is not given.
    pub(super) fn flag(&mut self, fields: &mut Fields<'_>, key: &'static str) -> bool {
        let node = fields.optional(self, key);
        node.and_then(|node| self.boolean(node, &format!("`{key}`"))).is_some_and(|flag| flag.value)
    }

    /// 1 to 3 digits, the first not 0 (ITU-T E.164, section 6.2.1).
    pub(super) fn country_code(&mut self, node: &Node) -> Option<Located<String>> {
        let code = self.text(node, "`country_code`")?;
        let digits = code.value.bytes().all(|byte| byte.is_ascii_digit());
        if digits && (1..=3).contains(&code.value.len()) && !code.value.starts_with('0') {
            return Some(code);
        }
        let message = format!("`{}` is no country code", code.value.escape_debug());
        let help = "write its 1 to 3 digits without `+`: 1, 49, 353".to_owned();
        self.error("bad-country-code", code.span, message, "not a country code", Some(help));
        None
    }

    fn pstn(&mut self, node: &Node) -> Pstn {
        let mut pstn = no_pstn();
        let Some(mut fields) = self.fields_or(node, "Pstn", "`pstn`", trunk_for) else { return pstn };
        let (pri, sip) = (fields.optional(self, "pri"), fields.optional(self, "sip"));
        let places = (fields.place("pri"), fields.place("sip"));
        if let (Some(pri), Some(sip)) = places {
            let message = "`pstn` has both `pri` and `sip`; calls arrive on one";
            let diagnostic = crate::diagnostic::Diagnostic::error("two-trunks", message)
                .at(self.source, pri.max(sip), "also here")
                .at(self.source, pri.min(sip), "here");
            self.report.push(diagnostic);
        } else if places == (None, None) && !fields.has_like(&["pri", "sip"]) {
            let message = "`pstn` has neither `pri` nor `sip`";
            self.error("missing-key", fields.head(), message, "which trunk?", Some(format!("write {TRUNKS}")));
        }
        let access = pri.and_then(|node| self.pri(node)).or_else(|| sip.and_then(|node| self.sip_trunk(node)));
        if let (Some(access), Some(place)) = (access, places.0.or(places.1)) {
            pstn.access = Located::new(access, place);
        }
        if let Some(delivers) = fields.required(self, "delivers").and_then(|node| self.delivers(node)) {
            pstn.delivers = delivers;
        }
        pstn.inbound_peer = fields.optional(self, "inbound_peer").and_then(|node| self.inbound_peer(node));
        fields.finish(self);
        pstn
    }

    fn pri(&mut self, node: &Node) -> Option<Access> {
        let mut fields = self.fields_or(node, "Pri", "`pri`", |port| format!("write {}", pri_form(port)))?;
        let port = fields.required(self, "port").and_then(|node| self.text(node, "`port`"));
        fields.finish(self);
        let port = port?;
        if !is_port(&port.value) {
            let message = format!("`{}` is no voice port", port.value.escape_debug());
            let help = "write it as `show voice port summary` does, e.g. \"0/0/0:23\"".to_owned();
            self.error("bad-port", port.span, message, "not a voice port", Some(help));
            return None;
        }
        Some(Access::Pri { port })
    }

    fn sip_trunk(&mut self, node: &Node) -> Option<Access> {
        let mut fields = self.fields_or(node, "SipTrunk", "`sip`", |address| {
            let target = target_for(address).unwrap_or_else(|| "ipv4:192.0.2.1".to_owned());
            format!("write {}", sip_form(&target))
        })?;
        let targets = fields.required(self, "target").map(|node| self.targets(node, "`target`")).unwrap_or_default();
        let addresses = fields.optional(self, "addresses").map(|node| self.addresses(node, "`addresses`"));
        let codec = fields.optional(self, "codec").and_then(|node| self.codec(node));
        let dtmf_relay = fields.optional(self, "dtmf_relay").map(|node| self.dtmf_relay(node)).unwrap_or_default();
        let vad = fields.optional(self, "vad").and_then(|node| self.boolean(node, "`vad`"));
        fields.finish(self);
        Some(Access::Sip(SipTrunk { targets, addresses: addresses.unwrap_or_default(), codec, dtmf_relay, vad }))
    }

    pub(super) fn delivers(&mut self, node: &Node) -> Option<Located<Delivers>> {
        if let Value::Number(_) = node.value {
            let digits = self.small(node, "`delivers`", 1..=MAXIMUM_DIGITS)?;
            return Some(digits.map(Delivers::Digits));
        }
        if matches!(&node.value, Value::Text(text) if text == "+e164") {
            return Some(Located::new(Delivers::PlusE164, node.span));
        }
        let help = "write how many digits of a DID arrive, e.g. 11, or `+e164`".to_owned();
        let message = "`delivers` is a number of digits or `+e164`";
        self.error("unknown-value", node.head(self.source), message, "neither", Some(help));
        None
    }

    fn inbound_peer(&mut self, node: &Node) -> Option<Located<InboundPeer>> {
        let peer = match &node.value {
            Value::Bool(wanted) => return wanted.then(|| Located::new(InboundPeer { tag: None }, node.span)),
            Value::Mapping(_) => {
                let mut fields = self.fields(node, "InboundPeer", "`inbound_peer`")?;
                let tag = fields.required(self, "tag").and_then(|node| self.number(node, "`tag`", 1..=MAXIMUM_TAG));
                fields.finish(self);
                InboundPeer { tag }
            }
            Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                self.wrong_kind(node, "`inbound_peer`", "a boolean or a mapping", "write true, false or `{ tag: 1 }`");
                return None;
            }
        };
        let place: Span = node.head(self.source);
        Some(Located::new(peer, place))
    }
}
