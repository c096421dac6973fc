//! Each system by itself: what its kind and protocol allow.

use super::{Check, File};
use crate::spec::schema::{Access, Host, Kind, Protocol, System};

impl<F: File> Check<'_, F> {
    pub(super) fn systems(&mut self) {
        for system in self.file.systems() {
            self.protocol(system);
        }
    }

    fn protocol(&mut self, system: &System) {
        if system.protocol.value == Protocol::Sip {
            return;
        }
        if system.kind.value.is_microsoft() {
            let message = format!("{} speaks SIP only", system.kind.value.title());
            self.error("not-this-protocol", system.protocol.span, message, "not H.323", "write `protocol: sip`");
        }
        if let Some(transport) = &system.transport {
            let message = "`transport` is that of SIP messages; H.323 has its own";
            self.error("sip-only", transport.span, message, "SIP only", "remove it, or write `protocol: sip`");
        }
        if let Some(keepalive) = &system.keepalive {
            let message = "`keepalive` sends SIP OPTIONS, which an H.323 system does not answer";
            self.error("sip-only", keepalive.span, message, "SIP only", "remove it, or write `protocol: sip`");
        }
        for method in system.dtmf_relay.iter().filter(|method| method.value.starts_with("sip-")) {
            let message = format!("`{}` relays tones in SIP messages; this system speaks H.323", method.value);
            self.error(
                "sip-only",
                method.span,
                message,
                "SIP only",
                "for H.323: `h245-alphanumeric`, `h245-signal`, `rtp-nte` or `cisco-rtp`",
            );
        }
    }
}

impl Check<'_> {
    /// The trusted list takes addresses, not names (Cisco CUBE Configuration Guide, toll-fraud prevention).
    pub(super) fn provider_names(&mut self) {
        let Access::Sip(trunk) = &self.file.gateway.pstn.access.value else { return };
        if !trunk.addresses.is_empty() {
            return;
        }
        for target in &trunk.targets {
            if let Host::Name(name) = &target.value.host {
                let message = format!("calls from `{name}` would be refused: the router trusts addresses, not names");
                let help = "list the addresses that the provider's calls come from: `addresses: [192.0.2.1]`";
                self.error("missing-addresses", target.span, message, "a name", help);
            }
        }
    }

    /// Whether a system only carries calls of others and so cannot hold DIDs.
    pub(super) fn is_provider(&self, id: &str) -> bool {
        self.file.system(id).is_some_and(|system| system.kind.value == Kind::Provider)
    }
}
