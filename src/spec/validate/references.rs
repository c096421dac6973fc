//! Names that other parts of the file are called by: each must exist.

use super::{Check, File};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Located;
use crate::spec::decode::listed;
use crate::spec::schema::{State, Unassigned};

impl<F: File> Check<'_, F> {
    /// What the systems name, and the numbers that ring together.
    pub(super) fn references(&mut self) {
        let file = self.file;
        for end in file.simultaneous_ring().iter().flat_map(|ring| &ring.ends) {
            self.must_be_system(&end.0);
        }
        for system in file.systems() {
            let from = system.routes.iter().flat_map(|route| route.from.iter().flatten());
            let to = system.routes.iter().flat_map(|route| &route.to);
            let forward = system.forward_unregistered.iter().map(|forward| &forward.to);
            let named = to.chain(from).chain(forward).chain(&system.outbound_gateway);
            named.for_each(|id| self.must_be_place(id, true));
            if let Some(Unassigned::Route(id)) = system.unassigned.as_ref().map(|unassigned| &unassigned.value) {
                self.must_be_place(id, F::UNASSIGNED_TO_PSTN);
            }
        }
    }

    fn must_be_system(&mut self, id: &Located<String>) {
        if !self.is_system(&id.value) {
            self.unknown(id, "no system is called", &[]);
        }
    }

    /// A system or a gateway; the public network too, where `pstn` is allowed.
    pub(super) fn must_be_place(&mut self, id: &Located<String>, pstn: bool) {
        let file = self.file;
        let known = file.is_gateway(&id.value) || (pstn && id.value == "pstn");
        let gateways = file.gateways();
        if known || self.is_system(&id.value) || gateways.is_empty() {
            return;
        }
        if id.value == "gateway" {
            let message = format!("`gateway` means the only gateway, and there are {}", gateways.len());
            let help = format!("name one of {}", listed(&gateways));
            self.error("several-gateways", id.span, message, "which of them?", &help);
            return;
        }
        let pstn: &[&str] = if pstn { &["pstn"] } else { &[] };
        self.unknown(id, "no system or gateway is called", &[&gateways, pstn].concat());
    }

    fn is_system(&self, id: &str) -> bool {
        self.file.systems().iter().any(|system| system.id.value == id)
    }

    fn unknown(&mut self, id: &Located<String>, what: &str, others: &[&str]) {
        let file = self.file;
        if file.systems().is_empty() {
            return;
        }
        let systems = file.systems().iter().map(|system| system.id.value.as_str());
        let known: Vec<&str> = systems.chain(others.iter().copied()).collect();
        let help = did_you_mean(&id.value, known.iter().copied())
            .map_or_else(|| format!("known are {}", listed(&known)), |known| format!("did you mean `{known}`?"));
        let diagnostic = Diagnostic::error("unknown-system", format!("{what} `{}`", id.value.escape_debug()));
        self.report.push(diagnostic.at(self.source, id.span, "not known").help(help));
    }
}

impl Check<'_> {
    /// The systems that blocks name.
    pub(super) fn blocks_name_systems(&mut self) {
        for share in &self.file.sharing {
            let keys = share.tags.iter().map(|(id, _)| id).chain(share.translation.iter().map(|(id, _)| id));
            share.order.iter().chain(keys).for_each(|id| self.must_be_system(id));
            if let State::Only(id) = &share.state {
                self.must_be_state(id);
            }
        }
    }

    fn must_be_state(&mut self, id: &Located<String>) {
        if self.file.system(&id.value).is_none() {
            self.unknown(id, "`state` is `shared` or a system, and no system is called", &["shared"]);
        }
    }

    /// Whether `id` names the system `other`, or is likely a misspelling of it.
    pub(super) fn means(&self, id: &str, other: &str) -> bool {
        let ids = self.file.systems.iter().map(|system| system.id.value.as_str());
        id == other || (self.file.system(id).is_none() && did_you_mean(id, ids) == Some(other))
    }
}
