//! Is the PRI of the spec there, in use, and the gateway's own?

use super::Check;
use super::inbound::is_on;
use crate::diagnostic::Report;
use crate::source::{Located, Span};
use crate::syntax::commands::Command;
use crate::syntax::tree::Node;

impl Check<'_> {
    /// Refusals for everything on the trunk itself that keeps its calls from the plan.
    pub(super) fn trunk(&self, port: &Located<String>) -> Report {
        let mut report = self.out_of_use(port);
        report.extend(self.mgcp(port));
        report.extend(self.overlap(port));
        report
    }

    /// The D channel of a PRI: `interface Serial0/0/0:23`.
    pub(super) fn interfaces(&self, port: &Located<String>) -> Vec<&Node> {
        let serial = format!("Serial{}", port.value);
        self.running.global(&["interface", &serial]).into_iter().map(|(node, _)| node).collect()
    }

    /// The voice port of a PRI.
    pub(super) fn voice_ports(&self, port: &Located<String>) -> Vec<&Node> {
        self.running.global(&["voice-port", &port.value]).into_iter().map(|(node, _)| node).collect()
    }

    /// The controller of a PRI: `controller T1 0/0/0`.
    pub(super) fn controllers(&self, port: &Located<String>) -> Vec<&Node> {
        let slot = port.value.split(':').next();
        let controllers = self.running.global(&["controller"]).into_iter();
        controllers.filter(|(_, words)| words.last().map(String::as_str) == slot).map(|(node, _)| node).collect()
    }

    /// The trunk is not there, shut down, or sends every call to one number.
    fn out_of_use(&self, port: &Located<String>) -> Report {
        let mut report = Report::new();
        let nodes: Vec<_> =
            self.interfaces(port).into_iter().chain(self.voice_ports(port)).chain(self.controllers(port)).collect();
        if nodes.is_empty() {
            let what = format!("there is no interface, voice port or controller for {} here", port.value);
            let place = Span::default();
            report.push(self.not_judged(place, what).at(self.context.source, port.span, "the trunk of the spec"));
        }
        for node in &nodes {
            for (line, _) in self.running.under(node, &["shutdown"]) {
                report.push(
                    self.defeat(line.span, "out of use", "the trunk is shut down")
                        .at(self.context.source, port.span, "this trunk")
                        .help("`no shutdown`"),
                );
            }
        }
        for node in self.voice_ports(port) {
            for (line, words) in self.running.under(node, &["connection"]) {
                let message =
                    format!("every call from the trunk goes to {}", words.last().map_or("one number", String::as_str));
                report.push(
                    self.defeat(line.span, "whatever number was called", message)
                        .at(self.context.source, port.span, "this trunk")
                        .help("take the connection off the voice port"),
                );
            }
        }
        report
    }

    /// MGCP hands the trunk to CUCM; the gateway's dial-peers are not asked.
    fn mgcp(&self, port: &Located<String>) -> Report {
        let mut lines: Vec<Span> = Vec::new();
        for node in self.interfaces(port) {
            lines.extend(
                self.running.under(node, &["isdn", "bind-l3", "ccm-manager"]).iter().map(|(line, _)| line.span),
            );
        }
        for node in self.controllers(port) {
            let groups = self.running.under(node, &["pri-group"]);
            let mgcp = groups.iter().filter(|(_, words)| words.iter().any(|word| word.eq_ignore_ascii_case("mgcp")));
            lines.extend(mgcp.map(|(line, _)| line.span));
        }
        for peer in self.others().filter(|peer| is_on(peer, port)) {
            let applications = [Command::Service, Command::Application].map(|command| peer.settings.all(command));
            let found = applications.into_iter().flatten();
            lines.extend(found.filter(|one| one.value.argument.as_text().is_some_and(is_mgcp)).map(|one| one.span));
        }
        let message = "the PRI is under MGCP: CUCM routes its calls, and the gateway cannot hunt";
        let refusal = |span| {
            self.defeat(span, "hands the trunk to CUCM", message)
                .at(self.context.source, port.span, "this trunk")
                .help("put the PRI under H.323 or SIP: take the MGCP binding off this trunk")
        };
        lines.into_iter().map(refusal).collect()
    }

    /// With overlap receiving the router routes on the first digits that match.
    fn overlap(&self, port: &Located<String>) -> Report {
        let interfaces = self.interfaces(port).into_iter();
        let lines = interfaces.flat_map(|node| self.running.under(node, &["isdn", "overlap-receiving"]));
        let refusal = |(line, _): (&crate::syntax::tree::Node, Vec<String>)| {
            let message = "digits would arrive one by one, and the first match is taken";
            self.defeat(line.span, "the called number is not whole when it is routed", message)
                .at(self.context.source, port.span, "this trunk")
                .help("`no isdn overlap-receiving`: the plan is proved for numbers that arrive whole")
        };
        lines.map(refusal).collect()
    }
}

/// Whether `text` names the application that hands a port to MGCP.
pub(super) fn is_mgcp(text: &str) -> bool {
    text.to_ascii_lowercase().starts_with("mgcp")
}
