//! Whether a spec or a network file makes sense: all that does not, each at its place.

mod arrival;
mod network;
mod overlap;
mod references;
mod routes;
mod services;
mod sharing;
mod systems;
mod text;

use super::network::NetworkFile;
use super::schema::{SimultaneousRing, Spec, System};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Source, Span};

/// The most diagnostics about numbers of one kind: beyond it one line says how many more there are.
const MOST_SHOWN: usize = 20;

/// Everything about `spec`, read from `source`, that cannot be meant.
pub(super) fn validate(source: &Source, spec: &Spec) -> Report {
    let mut check = Check { source, file: spec, report: Report::new() };
    check.texts();
    check.systems();
    check.provider_names();
    check.references();
    check.blocks_name_systems();
    check.routes();
    check.sharing();
    check.overlaps();
    check.own_overlaps();
    check.arrivals();
    check.simultaneous_ring();
    check.extension_digits();
    check.report
}

/// Everything about `network`, read from `source`, that cannot be meant. It is `whole` where nothing of it is a stand-in.
pub(super) fn validate_network(source: &Source, network: &NetworkFile, whole: bool) -> Report {
    let mut check = Check { source, file: network, report: Report::new() };
    check.systems();
    check.references();
    check.routes();
    check.own_overlaps();
    check.simultaneous_ring();
    check.gateways();
    if whole && !check.report.has_errors() {
        check.omissions();
    }
    check.report
}

/// A file under examination.
struct Check<'a, F = Spec> {
    source: &'a Source,
    file: &'a F,
    report: Report,
}

/// What files have alike: systems, and gateways that routes may lead to.
trait File {
    /// Whether a system may send the numbers that it does not know to the public network.
    const UNASSIGNED_TO_PSTN: bool;

    fn systems(&self) -> &[System];

    fn simultaneous_ring(&self) -> &[SimultaneousRing];

    /// Whether `name` stands for a gateway.
    fn is_gateway(&self, name: &str) -> bool;

    /// What gateways are best called by.
    fn gateways(&self) -> Vec<&str>;
}

impl File for Spec {
    /// The public network delivers a shared number back to the gateway, so that the call would go round.
    const UNASSIGNED_TO_PSTN: bool = false;

    fn systems(&self) -> &[System] {
        &self.systems
    }

    fn simultaneous_ring(&self) -> &[SimultaneousRing] {
        &self.simultaneous_ring
    }

    fn is_gateway(&self, name: &str) -> bool {
        name == "gateway" || name == self.gateway.name.value
    }

    fn gateways(&self) -> Vec<&str> {
        vec!["gateway"]
    }
}

impl File for NetworkFile {
    /// What comes of it is for the check of the network to find.
    const UNASSIGNED_TO_PSTN: bool = true;

    fn systems(&self) -> &[System] {
        &self.systems
    }

    fn simultaneous_ring(&self) -> &[SimultaneousRing] {
        &self.simultaneous_ring
    }

    fn is_gateway(&self, name: &str) -> bool {
        self.gateway(name).is_some()
    }

    fn gateways(&self) -> Vec<&str> {
        self.gateways.iter().map(|gateway| gateway.id.value.as_str()).collect()
    }
}

impl<F: File> Check<'_, F> {
    /// An error about `span`.
    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, label: &str, help: &str) {
        self.report.push(Diagnostic::error(code, message).at(self.source, span, label).help(help));
    }

    /// An error about two places of the spec; the first is the one to change.
    fn clash(&mut self, code: &'static str, places: [(Span, &str); 2], message: impl Into<String>, help: &str) {
        let [(second, again), (first, before)] = places;
        let diagnostic = Diagnostic::error(code, message).at(self.source, second, again).at(self.source, first, before);
        self.report.push(diagnostic.help(help));
    }

    /// Adds the first of `found`, and how many more there are.
    fn push_some(&mut self, code: &'static str, found: Vec<Diagnostic>) {
        let more = found.len().saturating_sub(MOST_SHOWN);
        found.into_iter().take(MOST_SHOWN).for_each(|diagnostic| self.report.push(diagnostic));
        if more > 0 {
            self.report.push(Diagnostic::info(code, format!("{more} more of these are not shown")));
        }
    }
}
