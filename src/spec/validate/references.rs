//! Names that other parts of the spec are called by: each must exist.

use super::Check;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Located;
use crate::spec::decode::listed;
use crate::spec::schema::{State, Unassigned};

impl Check<'_> {
    pub(super) fn references(&mut self) {
        let spec = self.spec;
        for share in &spec.sharing {
            let keys = share.tags.iter().map(|(id, _)| id).chain(share.translation.iter().map(|(id, _)| id));
            share.order.iter().chain(keys).for_each(|id| self.must_be_system(id));
            if let State::Only(id) = &share.state {
                self.must_be_state(id);
            }
        }
        for end in spec.simultaneous_ring.iter().flat_map(|ring| &ring.ends) {
            self.must_be_system(&end.0);
        }
        for system in &spec.systems {
            let from = system.routes.iter().flat_map(|route| route.from.iter().flatten());
            let to = system.routes.iter().flat_map(|route| &route.to);
            to.chain(from).chain(&system.outbound_gateway).for_each(|id| self.must_be_place(id, true));
            if let Some(Unassigned::Route(id)) = system.unassigned.as_ref().map(|unassigned| &unassigned.value) {
                self.must_be_place(id, false);
            }
        }
    }

    fn must_be_system(&mut self, id: &Located<String>) {
        if self.spec.system(&id.value).is_none() {
            self.unknown(id, "no system is called", &[]);
        }
    }

    fn must_be_state(&mut self, id: &Located<String>) {
        if self.spec.system(&id.value).is_none() {
            self.unknown(id, "`state` is `shared` or a system, and no system is called", &["shared"]);
        }
    }

    /// A system or the gateway; the public network too, where `pstn` is allowed.
    fn must_be_place(&mut self, id: &Located<String>, pstn: bool) {
        let gateway = self.spec.gateway.name.value.as_str();
        let known = id.value == "gateway" || id.value == gateway || (pstn && id.value == "pstn");
        if known || self.spec.system(&id.value).is_some() {
            return;
        }
        let others: &[&str] = if pstn { &["gateway", "pstn"] } else { &["gateway"] };
        self.unknown(id, "no system or gateway is called", others);
    }

    /// Whether `id` names the system `other`, or is likely a misspelling of it.
    pub(super) fn means(&self, id: &str, other: &str) -> bool {
        let ids = self.spec.systems.iter().map(|system| system.id.value.as_str());
        id == other || (self.spec.system(id).is_none() && did_you_mean(id, ids) == Some(other))
    }

    fn unknown(&mut self, id: &Located<String>, what: &str, others: &[&str]) {
        if self.spec.systems.is_empty() {
            return;
        }
        let known: Vec<&str> =
            self.spec.systems.iter().map(|system| system.id.value.as_str()).chain(others.iter().copied()).collect();
        let help = did_you_mean(&id.value, known.iter().copied())
            .map_or_else(|| format!("known are {}", listed(&known)), |known| format!("did you mean `{known}`?"));
        let diagnostic = Diagnostic::error("unknown-system", format!("{what} `{}`", id.value.escape_debug()));
        self.report.push(diagnostic.at(self.source, id.span, "not known").help(help));
    }
}
