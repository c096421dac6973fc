//! `systems.<id>`: one call-control system.

use super::fields::Fields;
use super::{Decoder, Home, is_id_byte};
use crate::number::MAXIMUM_DIGITS;
use crate::source::{Located, Span};
use crate::spec::node::{Node, Value};
use crate::spec::schema::{Expects, Forward, Kind, Protocol, Route, System, Transport, Unassigned};
use crate::spec::vocabulary::CAUSES;

const KINDS: [(&str, Kind); 7] = [
    ("ocs", Kind::Ocs),
    ("lync", Kind::Lync),
    ("skype-for-business", Kind::SkypeForBusiness),
    ("teams", Kind::Teams),
    ("cucm", Kind::Cucm),
    ("sip", Kind::Sip),
    ("provider", Kind::Provider),
];
const PROTOCOLS: [(&str, Protocol); 2] = [("sip", Protocol::Sip), ("h323", Protocol::H323)];
const TRANSPORTS: [(&str, Transport); 3] = [("udp", Transport::Udp), ("tcp", Transport::Tcp), ("tls", Transport::Tls)];
const EXPECTS: [(&str, Expects); 4] = [
    ("+e164", Expects::PlusE164),
    ("e164", Expects::E164),
    ("national", Expects::National),
    ("as-delivered", Expects::AsDelivered),
];
const UNASSIGNED: [(&str, Unassigned); 2] =
    [("reject-404", Unassigned::Reject(404)), ("announcement", Unassigned::Announcement)];

impl Decoder<'_> {
    pub(super) fn system(&mut self, id: &Located<String>, node: &Node, home: Home<'_>) -> System {
        let mut system = no_system(id);
        if let Value::Null = node.value {
            let message = format!("system `{}` has no content", id.value.escape_debug());
            let help = match home {
                Home::Spec { .. } => "write at least `kind` and `target`",
                Home::Network => "write at least `kind`",
            };
            self.error("empty-value", id.span, message, "nothing follows", Some(help.to_owned()));
            return system;
        }
        let what = format!("system `{}`", id.value.escape_debug());
        let Some(mut fields) = self.fields(node, "System", what) else { return system };
        if let Some(kind) = fields.required(self, "kind").and_then(|node| self.choice(node, "`kind`", &KINDS)) {
            system.kind = kind;
        }
        system.description = fields.optional(self, "description").and_then(|node| self.text(node, "`description`"));
        let target = match home {
            Home::Spec { .. } => fields.required(self, "target"),
            Home::Network => fields.optional(self, "target"),
        };
        if let Some(node) = target {
            system.targets = self.targets(node, "`target`");
        }
        if let Some(protocol) = fields.optional(self, "protocol").and_then(|node| self.protocol(node)) {
            system.protocol = protocol;
        }
        self.signalling(&mut fields, &mut system);
        if let Some(node) = fields.optional(self, "extra_lines") {
            let list = self.list(node, "`extra_lines`");
            system.extra_lines = list.iter().filter_map(|item| self.text(item, "a line of `extra_lines`")).collect();
        }
        if let Some(expects) = fields.optional(self, "expects").and_then(|node| self.expects(node)) {
            system.expects = expects;
        }
        system.numbers = fields.optional(self, "numbers").map(|node| self.own_numbers(node));
        self.routing(&mut fields, &mut system);
        fields.finish(self);
        system
    }

    fn signalling(&mut self, fields: &mut Fields<'_>, system: &mut System) {
        system.transport =
            fields.optional(self, "transport").and_then(|node| self.choice(node, "`transport`", &TRANSPORTS));
        system.codec = fields.optional(self, "codec").and_then(|node| self.codec(node));
        if let Some(node) = fields.optional(self, "dtmf_relay") {
            system.dtmf_relay = self.dtmf_relay(node);
        }
        system.vad = fields.optional(self, "vad").and_then(|node| self.boolean(node, "`vad`"));
        system.keepalive = fields.optional(self, "keepalive").and_then(|node| self.keepalive(node));
    }

    fn routing(&mut self, fields: &mut Fields<'_>, system: &mut System) {
        if let Some(node) = fields.optional(self, "routes") {
            system.routes = self.list(node, "`routes`").iter().filter_map(|item| self.route(item)).collect();
        }
        system.stop_routing_on = fields.optional(self, "stop_routing_on").map(|node| {
            let list = self.list(node, "`stop_routing_on`");
            list.iter().filter_map(|item| self.cause(item)).collect()
        });
        system.unassigned = fields.optional(self, "unassigned").and_then(|node| self.unassigned(node));
        let place = fields.place("forward_unregistered");
        system.forward_unregistered =
            fields.optional(self, "forward_unregistered").and_then(|node| self.forward(node, place));
        system.outbound_gateway =
            fields.optional(self, "outbound_gateway").and_then(|node| self.outbound_gateway(node));
        system.line_digits =
            fields.optional(self, "line_digits").and_then(|node| self.small(node, "`line_digits`", 1..=MAXIMUM_DIGITS));
    }

    fn protocol(&mut self, node: &Node) -> Option<Located<Protocol>> {
        if matches!(&node.value, Value::Text(text) if text == "mgcp") {
            let message = "`mgcp` cannot hunt: the calls of an MGCP gateway are CUCM's to route, so the gateway never tries the next system";
            let help = "run the trunk to this system as `sip` or `h323`".to_owned();
            self.error("mgcp-cannot-hunt", node.span, message, "not for a gateway that shares DIDs", Some(help));
            return None;
        }
        self.choice(node, "`protocol`", &PROTOCOLS)
    }

    fn expects(&mut self, node: &Node) -> Option<Located<Expects>> {
        let Value::Mapping(_) = node.value else { return self.expected_word(node) };
        let mut fields = self.fields(node, "Expects", "`expects`")?;
        let last = fields.required(self, "last").and_then(|node| self.small(node, "`last`", 1..=MAXIMUM_DIGITS));
        fields.finish(self);
        last.map(|last| last.map(Expects::Last))
    }

    /// One of the words of `expects`; digits mean the mapping `{ last: N }`.
    fn expected_word(&mut self, node: &Node) -> Option<Located<Expects>> {
        const WHAT: &str = "`expects`";
        let text = self.text(node, WHAT)?;
        if let Some((_, expects)) = EXPECTS.iter().find(|(word, _)| *word == text.value) {
            return Some(Located::new(*expects, text.span));
        }
        let rest = text.value.strip_prefix("last");
        let digits = rest.unwrap_or(&text.value).trim_matches([' ', ':', '=']);
        let digits = digits.parse::<u8>().ok().filter(|digits| (1..=MAXIMUM_DIGITS).contains(digits));
        if rest.is_none() && digits.is_none() {
            let words: Vec<&str> = EXPECTS.iter().map(|(word, _)| *word).chain(["{ last: N }"]).collect();
            self.unknown_word(&text, WHAT, &words);
            return None;
        }
        let help = format!("for the last digits write `expects: {{ last: {} }}`", digits.unwrap_or(4));
        let message = format!("{WHAT} cannot be `{}`", text.value.escape_debug());
        self.error("unknown-value", text.span, message, "not known", Some(help));
        None
    }

    fn route(&mut self, node: &Node) -> Option<Route> {
        let mut fields = self.fields(node, "Route", "a route")?;
        let pattern = fields.required(self, "match").and_then(|node| self.text(node, "`match`"));
        let to = fields.required(self, "to").map(|node| self.references(node, "`to`"));
        let from = fields.optional(self, "from").map(|node| self.references(node, "`from`"));
        let (strip, prefix) = self.rewriting(&mut fields);
        fields.finish(self);
        Some(Route { pattern: pattern?, to: to?, from, strip, prefix })
    }

    /// What is done to a number on its way: digits taken away and put in front.
    fn rewriting(&mut self, fields: &mut Fields<'_>) -> (u8, Option<Located<String>>) {
        let strip = fields.optional(self, "strip").and_then(|node| self.small(node, "`strip`", 0..=32));
        let prefix = fields.optional(self, "prefix").and_then(|node| self.text(node, "`prefix`"));
        (strip.map_or(0, |strip| strip.value), prefix)
    }

    /// `forward_unregistered`; its key stands at `place`.
    fn forward(&mut self, node: &Node, place: Option<Span>) -> Option<Forward> {
        let help = |to: &str| {
            let to = if !to.is_empty() && to.bytes().all(is_id_byte) { to } else { "pstn" };
            format!("write `forward_unregistered: {{ to: {to} }}`")
        };
        let mut fields = self.fields_or(node, "Forward", "`forward_unregistered`", help)?;
        let to = fields.required(self, "to").and_then(|node| self.text(node, "`to`"));
        let (strip, prefix) = self.rewriting(&mut fields);
        let span = place.unwrap_or(fields.head());
        fields.finish(self);
        Some(Forward { to: to?, strip, prefix, span })
    }

    /// Names of systems and the like; whether they exist is seen later.
    fn references(&mut self, node: &Node, what: &str) -> Vec<Located<String>> {
        self.one_or_list(node, what).iter().filter_map(|item| self.text(item, what)).collect()
    }

    fn cause(&mut self, node: &Node) -> Option<Located<u8>> {
        match &node.value {
            Value::Number(_) => self.small(node, "a cause", 1..=127),
            Value::Text(_) | Value::Null | Value::Bool(_) | Value::List(_) | Value::Mapping(_) => {
                self.choice(node, "a cause", &CAUSES)
            }
        }
    }

    fn unassigned(&mut self, node: &Node) -> Option<Located<Unassigned>> {
        let Value::Mapping(_) = node.value else { return self.choice(node, "`unassigned`", &UNASSIGNED) };
        let mut fields = self.fields(node, "Unassigned", "`unassigned`")?;
        let status = fields.optional(self, "reject").map(|node| self.number(node, "`reject`", 400..=699));
        let route = fields.optional(self, "route").map(|node| self.text(node, "`route`"));
        let head = fields.head();
        let given = fields.has("reject") || fields.has("route");
        fields.finish(self);
        let value = match (status, route) {
            (Some(status), None) => Unassigned::Reject(u16::try_from(status?.value).ok()?),
            (None, Some(route)) => Unassigned::Route(route?),
            (Some(_), Some(_)) => {
                let message = "`unassigned` has both `reject` and `route`";
                self.error("wrong-type", head, message, "one of the two", None);
                return None;
            }
            (None, None) => {
                if !given {
                    let help = "write `reject-404`, `announcement`, `{ reject: 503 }` or `{ route: pbx }`".to_owned();
                    self.error(
                        "missing-key",
                        head,
                        "`unassigned` says nothing",
                        "`reject` or `route` is missing",
                        Some(help),
                    );
                }
                return None;
            }
        };
        Some(Located::new(value, head))
    }

    fn outbound_gateway(&mut self, node: &Node) -> Option<Located<String>> {
        if let Value::List(_) = node.value {
            let help = "name the one that outbound calls go to; OCS has exactly one".to_owned();
            let place = node.head(self.source);
            self.error(
                "wrong-type",
                place,
                "`outbound_gateway` is one gateway, and a list stands here",
                "not one",
                Some(help),
            );
            return None;
        }
        self.text(node, "`outbound_gateway`")
    }
}

/// A system of stand-ins.
fn no_system(id: &Located<String>) -> System {
    System {
        id: id.clone(),
        kind: Located::new(Kind::Sip, id.span),
        description: None,
        targets: Vec::new(),
        protocol: Located::new(Protocol::Sip, id.span),
        transport: None,
        codec: None,
        dtmf_relay: Vec::new(),
        vad: None,
        keepalive: None,
        extra_lines: Vec::new(),
        expects: Located::new(Expects::AsDelivered, id.span),
        numbers: None,
        routes: Vec::new(),
        stop_routing_on: None,
        unassigned: None,
        forward_unregistered: None,
        outbound_gateway: None,
        line_digits: None,
    }
}
