//! The tree of values as a [`NetworkFile`].

use super::target::{SCHEMES, target_for};
use super::{Decoder, Home};
use crate::diagnostic::Diagnostic;
use crate::source::Located;
use crate::spec::network::{Connection, NetworkFile, NetworkGateway};
use crate::spec::node::{Entry, Node, Value};

impl Decoder<'_> {
    pub(super) fn network(&mut self, tree: &Node) -> NetworkFile {
        let mut network = NetworkFile {
            systems: Vec::new(),
            gateways: Vec::new(),
            emergency: Vec::new(),
            simultaneous_ring: Vec::new(),
        };
        let Value::Mapping(_) = tree.value else {
            self.wrong_kind(tree, "a network file", "a mapping", "it begins with `version: 1`");
            return network;
        };
        let Some(mut fields) = self.fields(tree, "NetworkFile", "the network file") else { return network };
        if let Some(node) = fields.required(self, "version") {
            self.version(node);
        }
        if let Some(node) = fields.required(self, "systems") {
            network.systems = self.systems(node, Home::Network);
        }
        if let Some(node) = fields.required(self, "gateways") {
            network.gateways = self.gateways(node);
        }
        if let Some(node) = fields.optional(self, "emergency") {
            network.emergency = self.emergency(node);
        }
        if let Some(node) = fields.optional(self, "simultaneous_ring") {
            network.simultaneous_ring = self.simultaneous_ring(node);
        }
        fields.finish(self);
        network
    }

    fn gateways(&mut self, node: &Node) -> Vec<NetworkGateway> {
        let Value::Mapping(entries) = &node.value else {
            let help = "write `name:` and below it, indented, `connects:` and the neighbours of the gateway";
            self.wrong_kind(node, "`gateways`", "a mapping", help);
            return Vec::new();
        };
        if entries.is_empty() {
            self.error("empty-list", node.span, "`gateways` is empty", "no gateway is named", None);
        }
        for entry in entries {
            self.check_id(&entry.key, "gateway", Home::Network);
        }
        entries.iter().map(|entry| self.network_gateway(&entry.key, &entry.value)).collect()
    }

    fn network_gateway(&mut self, id: &Located<String>, node: &Node) -> NetworkGateway {
        let mut gateway = no_network_gateway(id);
        let name = id.value.escape_debug();
        if let Value::Null = node.value {
            let help = "write at least `connects`".to_owned();
            self.error(
                "empty-value",
                id.span,
                format!("gateway `{name}` has no content"),
                "nothing follows",
                Some(help),
            );
            return gateway;
        }
        let Some(mut fields) = self.fields(node, "NetworkGateway", format!("gateway `{name}`")) else {
            return gateway;
        };
        gateway.config = fields.optional(self, "config").and_then(|node| self.text(node, "`config`"));
        gateway.release = fields.optional(self, "release").and_then(|node| self.text(node, "`release`"));
        if let Some(node) = fields.required(self, "connects") {
            gateway.connects = self.connects(node);
        }
        if let Some(node) = fields.optional(self, "dids") {
            gateway.dids = self.one_or_list(node, "`dids`").iter().filter_map(|item| self.dids(item)).collect();
        }
        gateway.delivers = fields.optional(self, "delivers").and_then(|node| self.delivers(node));
        gateway.country_code = fields.optional(self, "country_code").and_then(|node| self.country_code(node));
        fields.finish(self);
        gateway
    }

    fn connects(&mut self, node: &Node) -> Vec<(Located<String>, Vec<Located<Connection>>)> {
        let Value::Mapping(entries) = &node.value else {
            let help = "write the neighbour, `:` and where it is: `{ pbx: ipv4:192.0.2.10, pstn: \"0/0/0:23\" }`";
            self.wrong_kind(node, "`connects`", "a mapping", help);
            return Vec::new();
        };
        if entries.is_empty() {
            self.error("empty-list", node.span, "`connects` is empty", "no neighbour is named", None);
        }
        entries.iter().filter_map(|entry| self.neighbour(entry)).collect()
    }

    fn neighbour(&mut self, entry: &Entry) -> Option<(Located<String>, Vec<Located<Connection>>)> {
        if self.blank_missing(entry).is_some() {
            return None;
        }
        let name = entry.key.value.escape_debug();
        if let Value::Null = entry.value.value {
            let help = format!("write where it is: `{name}: ipv4:192.0.2.10`");
            let message = format!("`{name}` has no address or voice port");
            self.error("empty-value", entry.key.span, message, "nothing follows", Some(help));
            return Some((entry.key.clone(), Vec::new()));
        }
        let what = format!("`{name}`");
        let mut connections: Vec<Located<Connection>> = Vec::new();
        for item in self.one_or_list(&entry.value, &what) {
            let Some(connection) = self.connection(item, &what) else { continue };
            if let Some(first) = connections.iter().find(|first| **first == connection) {
                let message = format!("{what} names `{}` twice", connection.value);
                let diagnostic = Diagnostic::error("repeated-target", message)
                    .at(self.source, connection.span, "again here")
                    .at(self.source, first.span, "first here");
                self.report.push(diagnostic);
            } else {
                connections.push(connection);
            }
        }
        Some((entry.key.clone(), connections))
    }

    fn connection(&mut self, node: &Node, what: &str) -> Option<Located<Connection>> {
        let text = self.text(node, what)?;
        if is_voice_port(&text.value) {
            return Some(text.map(Connection::Port));
        }
        if SCHEMES.iter().any(|scheme| text.value.starts_with(scheme)) {
            return self.target(node, what).map(|target| target.map(Connection::Target));
        }
        let meant = target_for(&text.value).filter(|_| text.value.contains(['.', ':']));
        let help = meant.map_or_else(
            || {
                "write an address as `ipv4:192.0.2.10`, or a voice port as `show voice port summary` does: \"0/0/0:23\""
                    .to_owned()
            },
            |target| format!("write `{target}`"),
        );
        let message = format!("`{}` is neither an address nor a voice port", text.value.escape_debug());
        self.error("no-address", text.span, message, "neither", Some(help));
        None
    }
}

/// Whether `text` is a voice port: numbers joined by `/`, then the channel or D channel behind `:`.
fn is_voice_port(text: &str) -> bool {
    let (slots, channel) = text.split_once(':').map_or((text, None), |(slots, channel)| (slots, Some(channel)));
    let number = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let channel_is_one = channel.is_none_or(|channel| channel.eq_ignore_ascii_case("D") || number(channel));
    slots.split('/').all(number) && channel_is_one && (channel.is_some() || slots.contains('/'))
}

/// A gateway of stand-ins.
fn no_network_gateway(id: &Located<String>) -> NetworkGateway {
    NetworkGateway {
        id: id.clone(),
        config: None,
        release: None,
        connects: Vec::new(),
        dids: Vec::new(),
        delivers: None,
        country_code: None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_voice_port;

    #[test]
    fn voice_ports_are_told_from_addresses() {
        for port in ["0/0/0:23", "0/1/0", "1/0", "0:D", "2/0:d", "0/0/0:15", "50/0/1"] {
            assert!(is_voice_port(port), "{port}");
        }
        for other in
            ["", "0", "23", "192.0.2.10", "192.0.2.10:5060", "2001:db8::1", "0/0/0:", "/0", "0//0", "0/0/0:23:1"]
        {
            assert!(!is_voice_port(other), "{other}");
        }
    }
}
