//! Gateways of a network: what they are called, where their neighbours are, which DIDs reach them.

use std::collections::BTreeMap;

use super::Check;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};
use crate::spec::network::{Connection, NetworkFile, NetworkGateway};
use crate::spec::schema::{Kind, System, Unassigned};

impl Check<'_, NetworkFile> {
    pub(super) fn gateways(&mut self) {
        let network = self.file;
        for gateway in &network.gateways {
            self.own_id(gateway);
            self.neighbours(gateway);
            self.connections(gateway);
            self.delivery(gateway);
            for (text, what) in [(&gateway.config, "`config`"), (&gateway.release, "`release`")] {
                self.not_empty(text.as_ref(), what);
            }
        }
        self.configurations();
    }

    /// What is missing, though nothing that is written is wrong; where something is, that may be why.
    pub(super) fn omissions(&mut self) {
        let network = self.file;
        for gateway in &network.gateways {
            self.both_ways(gateway);
            self.public_connection(gateway);
        }
        for system in &network.systems {
            self.connected(system);
        }
    }

    /// No system has the id of a gateway. That neither has a reserved one is said already.
    fn own_id(&mut self, gateway: &NetworkGateway) {
        let id = &gateway.id;
        if matches!(id.value.as_str(), "gateway" | "pstn") {
            return;
        }
        if let Some(system) = self.file.system(&id.value) {
            let message = format!("`{}` is a system and a gateway", id.value.escape_debug());
            let places = [(id.span, "a gateway"), (system.id.span, "a system")];
            self.clash("repeated-id", places, message, "give each an id of its own");
        }
    }

    /// Every neighbour exists, and is another.
    fn neighbours(&mut self, gateway: &NetworkGateway) {
        for (id, _) in &gateway.connects {
            self.must_be_place(id, true);
            let Some(other) = self.file.gateway(&id.value) else { continue };
            if other.id == gateway.id {
                let message = format!("gateway `{}` connects to itself", gateway.id.value.escape_debug());
                let help = "name a system, another gateway or `pstn`";
                self.error("connects-to-itself", id.span, message, "the gateway this stands in", help);
            }
        }
    }

    /// Gateways name each other.
    fn both_ways(&mut self, gateway: &NetworkGateway) {
        for (id, _) in &gateway.connects {
            let Some(other) = self.file.gateway(&id.value) else { continue };
            if other.connects.iter().any(|(back, _)| back.value == gateway.id.value) {
                continue;
            }
            let (from, to) = (gateway.id.value.escape_debug(), other.id.value.escape_debug());
            let message = format!("`{from}` connects to `{to}`, and `{to}` does not connect to `{from}`");
            let diagnostic = Diagnostic::info("one-sided-connection", message)
                .at(self.source, id.span, "named here")
                .at(self.source, other.id.span, format!("does not name `{from}`"));
            self.report.push(diagnostic.help("say on both sides where the other is, unless calls go one way only"));
        }
    }

    /// What a gateway sends to one place goes to one neighbour.
    fn connections(&mut self, gateway: &NetworkGateway) {
        let mut seen: BTreeMap<&Connection, (&str, Span)> = BTreeMap::new();
        for (id, connections) in &gateway.connects {
            for connection in connections {
                let Some(&(first, before)) = seen.get(&connection.value) else {
                    seen.insert(&connection.value, (&id.value, connection.span));
                    continue;
                };
                let (first, second) = (first.escape_debug(), id.value.escape_debug());
                let message = format!(
                    "`{}` leads to `{first}` and to `{second}` on gateway `{}`",
                    connection.value,
                    gateway.id.value.escape_debug()
                );
                let places = [(connection.span, "again here"), (before, "first here")];
                self.clash("target-of-two", places, message, "a target or port leads to one neighbour");
            }
        }
    }

    /// What the public network delivers can be told apart.
    fn delivery(&mut self, gateway: &NetworkGateway) {
        self.delivered_twice(gateway);
        if let Some(delivers) = gateway.delivers {
            self.delivered_digits(delivers, &gateway.dids);
            self.collisions(delivers, &gateway.dids);
        }
    }

    /// What the public network delivers has a way in.
    fn public_connection(&mut self, gateway: &NetworkGateway) {
        let is_public = |id: &str| {
            let system = self.file.system(id);
            id == "pstn" || system.is_some_and(|system| system.kind.value == Kind::Provider)
        };
        let public = gateway.connects.iter().any(|(id, _)| is_public(&id.value));
        if let Some(dids) = gateway.dids.first().filter(|_| !public) {
            let message = format!("DIDs reach gateway `{}` by no connection", gateway.id.value.escape_debug());
            let diagnostic = Diagnostic::warning("no-public-connection", message)
                .at(self.source, dids.span, "where do these calls come in?")
                .help("name `pstn` or a provider under `connects`, e.g. `pstn: \"0/0/0:23\"`");
            self.report.push(diagnostic);
        }
    }

    fn not_empty(&mut self, text: Option<&Located<String>>, what: &str) {
        if let Some(text) = text.filter(|text| text.value.trim().is_empty()) {
            let message = format!("{what} is empty");
            self.error("empty-value", text.span, message, "nothing stands here", "write a value, or remove the line");
        }
    }

    /// One gateway may be the plan of the command line; each of the others has a configuration, and no two the same.
    fn configurations(&mut self) {
        let mut planned: Option<&Located<String>> = None;
        let mut seen: BTreeMap<&str, &NetworkGateway> = BTreeMap::new();
        for gateway in &self.file.gateways {
            let Some(config) = &gateway.config else {
                if let Some(first) = planned {
                    let (first_id, id) = (first.value.escape_debug(), gateway.id.value.escape_debug());
                    let message = format!("gateways `{first_id}` and `{id}` have no `config`");
                    let places = [(gateway.id.span, "none here"), (first.span, "none here either")];
                    let help = "write `config: FILE`; one gateway only can be the plan that is checked";
                    self.clash("missing-config", places, message, help);
                } else {
                    planned = Some(&gateway.id);
                }
                continue;
            };
            let Some(first) = seen.get(config.value.as_str()) else {
                seen.insert(&config.value, gateway);
                continue;
            };
            let (first_id, id) = (first.id.value.escape_debug(), gateway.id.value.escape_debug());
            let message = format!("gateways `{first_id}` and `{id}` have the same `config`");
            let before = first.config.as_ref().map_or(first.id.span, |config| config.span);
            let diagnostic = Diagnostic::warning("repeated-config", message)
                .at(self.source, config.span, "again here")
                .at(self.source, before, "first here");
            self.report.push(diagnostic.help("name the running-config of each"));
        }
    }

    /// A system is reached by a gateway, or by another system.
    fn connected(&mut self, system: &System) {
        let id = &system.id;
        let mut neighbours = self.file.gateways.iter().flat_map(|gateway| &gateway.connects);
        let mut others = self.file.systems.iter().filter(|other| other.id != *id);
        if neighbours.any(|(neighbour, _)| neighbour == id) || others.any(|other| leads_to(other, id)) {
            return;
        }
        let message = format!("no gateway connects to `{}`, and no system routes calls there", id.value.escape_debug());
        let diagnostic = Diagnostic::warning("unconnected-system", message)
            .at(self.source, id.span, "no call reaches it")
            .help("name it under `connects` of a gateway, or remove it");
        self.report.push(diagnostic);
    }
}

/// Whether a route of `system` leads to `id`.
fn leads_to(system: &System, id: &Located<String>) -> bool {
    let routes = system.routes.iter().flat_map(|route| &route.to);
    let forward = system.forward_unregistered.iter().map(|forward| &forward.to);
    let unassigned = system.unassigned.iter().filter_map(|unassigned| match &unassigned.value {
        Unassigned::Route(to) => Some(to),
        Unassigned::Reject(_) | Unassigned::Announcement => None,
    });
    routes.chain(forward).chain(unassigned).chain(&system.outbound_gateway).any(|to| to == id)
}
