//! Is the PRI of the spec there, in use, and the gateway's own?

use super::Check;
use super::inbound::is_on;
use crate::diagnostic::Report;
use crate::model::{Id, Object};
use crate::source::{Located, Span};
use crate::syntax::commands::Command;

impl Check<'_> {
    /// Refusals for everything on the trunk itself that keeps its calls from the plan.
    pub(super) fn trunk(&self, port: &Located<String>) -> Report {
        let mut report = self.out_of_use(port);
        report.extend(self.mgcp(port));
        report.extend(self.overlap(port));
        report
    }

    /// The D channel of a PRI: `interface Serial0/0/0:23`.
    pub(super) fn interfaces(&self, port: &Located<String>) -> Vec<&Object<Id>> {
        let serial = format!("Serial{}", port.value);
        let interfaces = self.running.plan.others(Command::Interface);
        interfaces.filter(|one| one.id.to_string().replace(' ', "").eq_ignore_ascii_case(&serial)).collect()
    }

    /// The voice port of a PRI.
    pub(super) fn voice_ports(&self, port: &Located<String>) -> Vec<&Object<Id>> {
        self.running.plan.other(Command::VoicePortHeader, &Id::Name(port.value.clone())).into_iter().collect()
    }

    /// The controller of a PRI: `controller T1 0/0/0`.
    pub(super) fn controllers(&self, port: &Located<String>) -> Vec<&Object<Id>> {
        let slot = port.value.split(':').next();
        let controllers = self.running.plan.others(Command::Controller);
        controllers.filter(|one| one.id.to_string().rsplit(' ').next() == slot).collect()
    }

    /// The trunk is not there, shut down, or sends every call to one number.
    fn out_of_use(&self, port: &Located<String>) -> Report {
        let mut report = Report::new();
        let objects: Vec<_> =
            self.interfaces(port).into_iter().chain(self.voice_ports(port)).chain(self.controllers(port)).collect();
        if objects.is_empty() {
            let what = format!("there is no interface, voice port or controller for {} here", port.value);
            let place = Span::default();
            report.push(self.not_judged(place, what).at(self.context.source, port.span, "the trunk of the spec"));
        }
        for span in objects.iter().filter_map(|object| object.settings.span(Command::Shutdown)) {
            report.push(
                self.defeat(span, "out of use", "the trunk is shut down")
                    .at(self.context.source, port.span, "this trunk")
                    .help("`no shutdown`"),
            );
        }
        for connection in self.voice_ports(port).iter().filter_map(|object| object.settings.text(Command::Connection)) {
            let number = connection.value.split(' ').next_back().unwrap_or("one number");
            let message = format!("every call from the trunk goes to {number}");
            report.push(
                self.defeat(connection.span, "whatever number was called", message)
                    .at(self.context.source, port.span, "this trunk")
                    .help("take the connection off the voice port"),
            );
        }
        report
    }

    /// MGCP hands the trunk to CUCM; the gateway's dial-peers are not asked.
    fn mgcp(&self, port: &Located<String>) -> Report {
        let mut lines: Vec<Span> = Vec::new();
        for object in self.interfaces(port) {
            let bound = object.settings.text(Command::IsdnBindL3);
            lines.extend(bound.filter(|bound| is_bound(bound.value)).map(|bound| bound.span));
        }
        for object in self.controllers(port) {
            let group = object.settings.text(Command::PriGroup);
            lines.extend(group.filter(|group| group.value.split(' ').any(is_mgcp)).map(|group| group.span));
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
        let lines = self.interfaces(port).into_iter().filter_map(|object| object.settings.span(Command::IsdnOverlap));
        let refusal = |span| {
            let message = "digits would arrive one by one, and the first match is taken";
            self.defeat(span, "the called number is not whole when it is routed", message)
                .at(self.context.source, port.span, "this trunk")
                .help("`no isdn overlap-receiving`: the plan is proved for numbers that arrive whole")
        };
        lines.map(refusal).collect()
    }
}

/// Whether the signalling channel is handed to CUCM: `isdn bind-l3 ccm-manager`.
fn is_bound(text: &str) -> bool {
    text.to_ascii_lowercase().starts_with("ccm-manager")
}

/// Whether `text` names the application that hands a port to MGCP.
pub(super) fn is_mgcp(text: &str) -> bool {
    text.to_ascii_lowercase().starts_with("mgcp")
}
