//! Is the PRI of the spec there, in use, and the gateway's own?

use super::Check;
use super::inbound::is_on;
use crate::diagnostic::Report;
use crate::model::is_mgcp;
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

    /// The trunk is not there, shut down, or sends every call to one number.
    fn out_of_use(&self, port: &Located<String>) -> Report {
        let mut report = Report::new();
        let objects = self.running.plan.port_objects(port.value.as_str());
        if objects.members().next().is_none() {
            let what = format!("there is no interface, voice port or controller for {} here", port.value);
            let place = Span::default();
            report.push(self.not_judged(place, what).at(self.context.source, port.span, "the trunk of the spec"));
        }
        for span in objects.closed() {
            report.push(
                self.defeat(span, "out of use", "the trunk is shut down")
                    .at(self.context.source, port.span, "this trunk")
                    .help("`no shutdown`"),
            );
        }
        for connection in objects.voice_ports.iter().filter_map(|object| object.settings.text(Command::Connection)) {
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
        let mut lines: Vec<Span> = self.running.plan.port_objects(port.value.as_str()).mgcp();
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
        let objects = self.running.plan.port_objects(port.value.as_str());
        let lines = objects.interfaces.iter().filter_map(|object| object.settings.applied(Command::IsdnOverlap));
        let refusal = |span| {
            let message = "digits would arrive one by one, and the first match is taken";
            self.defeat(span, "the called number is not whole when it is routed", message)
                .at(self.context.source, port.span, "this trunk")
                .help("`no isdn overlap-receiving`: the plan is proved for numbers that arrive whole")
        };
        lines.map(refusal).collect()
    }
}
