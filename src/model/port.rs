//! What stands around a telephone port: its D channel, voice port, controller, and the trunk groups that it belongs to.

use super::dial_peer::DialPeer;
use super::dial_plan::{DialPlan, Id};
use super::objects::Object;
use crate::source::Span;
use crate::syntax::commands::Command;

/// The objects of one port. Each list is empty where the configuration has no such object.
#[derive(Clone, Debug, Default)]
pub struct PortObjects<'a> {
    /// The D channel of a PRI or BRI: `interface Serial0/0/0:23`, `interface BRI0/1/0`.
    pub interfaces: Vec<&'a Object<Id>>,
    /// The voice port: `voice-port 0/0/0:23`.
    pub voice_ports: Vec<&'a Object<Id>>,
    /// The controller: `controller T1 0/0/0`.
    pub controllers: Vec<&'a Object<Id>>,
    /// The trunk groups that any of these belongs to.
    pub trunk_groups: Vec<&'a Object<Id>>,
}

impl PortObjects<'_> {
    /// Where one of them is shut down.
    pub fn closed(&self) -> Vec<Span> {
        self.members().filter_map(|object| object.settings.applied(Command::Shutdown)).collect()
    }

    /// The lines that hand the port to MGCP: CUCM then routes its calls, and no dial-peer is asked (Cisco 211306).
    pub fn mgcp(&self) -> Vec<Span> {
        let bound = self.interfaces.iter().filter_map(|object| object.settings.text(Command::IsdnBindL3));
        let bound = bound.filter(|bound| bound.value.to_ascii_lowercase().starts_with("ccm-manager"));
        let groups = self.controllers.iter().filter_map(|object| object.settings.text(Command::PriGroup));
        let groups = groups.filter(|group| group.value.split(' ').any(is_mgcp));
        bound.chain(groups).map(|line| line.span).collect()
    }

    /// All but the trunk groups.
    pub fn members(&self) -> impl Iterator<Item = &Object<Id>> {
        self.interfaces.iter().chain(&self.voice_ports).chain(&self.controllers).copied()
    }
}

/// Whether `text` names the application that hands a port to MGCP: `mgcpapp`.
pub fn is_mgcp(text: &str) -> bool {
    text.to_ascii_lowercase().starts_with("mgcp")
}

/// The port of an interface that is a D channel.
fn port_of_interface(id: &Id) -> Option<String> {
    let name = id.to_string().replace(' ', "");
    ["Serial", "BRI"].iter().find_map(|kind| {
        let start = name.get(..kind.len())?;
        start.eq_ignore_ascii_case(kind).then(|| name.get(kind.len()..).map(str::to_owned))?
    })
}

impl DialPlan {
    /// What stands around `port`, as a dial-peer names it: `0/0/0:23`.
    pub fn port_objects(&self, port: &str) -> PortObjects<'_> {
        let interfaces: Vec<_> = self.interfaces(port).collect();
        let voice_ports: Vec<_> =
            self.other(Command::VoicePortHeader, &Id::Name(port.to_owned())).into_iter().collect();
        let slot = port.split(':').next();
        let controllers: Vec<_> =
            self.others(Command::Controller).filter(|one| one.id.to_string().rsplit(' ').next() == slot).collect();
        let members = interfaces.iter().chain(&voice_ports).chain(&controllers);
        let names = members.flat_map(|member| member.settings.first_words(Command::TrunkGroupMember));
        let mut trunk_groups: Vec<&Object<Id>> = Vec::new();
        for group in names.filter_map(|name| self.trunk_group(name)) {
            if trunk_groups.iter().all(|other| other.id != group.id) {
                trunk_groups.push(group);
            }
        }
        PortObjects { interfaces, voice_ports, controllers, trunk_groups }
    }

    /// The D channel of `port`.
    fn interfaces(&self, port: &str) -> impl Iterator<Item = &Object<Id>> {
        self.others(Command::Interface).filter(move |one| port_of_interface(&one.id).as_deref() == Some(port))
    }

    /// Whether something that `port` needs is shut down.
    pub fn is_port_down(&self, port: &str) -> bool {
        !self.port_objects(port).closed().is_empty()
    }

    /// The trunk group with this name.
    pub fn trunk_group(&self, name: &str) -> Option<&Object<Id>> {
        self.other(Command::TrunkGroupHeader, &Id::Name(name.to_owned()))
    }

    /// Whether the trunk group has members, and no port of them can take a call.
    pub fn is_trunk_group_down(&self, name: &str) -> bool {
        let member =
            |object: &&Object<Id>| object.settings.first_words(Command::TrunkGroupMember).any(|one| one == name);
        let interfaces = self.others(Command::Interface).filter(member).map(|one| match port_of_interface(&one.id) {
            Some(port) => self.is_port_down(&port),
            None => one.settings.flag(Command::Shutdown),
        });
        let voice_ports =
            self.others(Command::VoicePortHeader).filter(member).map(|one| self.is_port_down(&one.id.to_string()));
        let controllers = self.others(Command::Controller).filter(member).map(|one| {
            let id = one.id.to_string();
            let channel = format!("{}:", id.rsplit(' ').next().unwrap_or_default());
            let headers = [Command::VoicePortHeader, Command::Interface];
            let channels = headers.into_iter().flat_map(|header| self.others(header)).filter_map(|object| {
                let port = port_of_interface(&object.id).unwrap_or_else(|| object.id.to_string());
                port.starts_with(&channel).then_some(port)
            });
            let mut channels = channels.peekable();
            one.settings.flag(Command::Shutdown)
                || (channels.peek().is_some() && channels.all(|port| self.is_port_down(&port)))
        });
        let mut members = interfaces.chain(voice_ports).chain(controllers).peekable();
        members.peek().is_some() && members.all(|down| down)
    }

    /// The ports that belong to the trunk group with this name.
    pub fn trunk_group_ports(&self, name: &str) -> Vec<String> {
        let member =
            |object: &&Object<Id>| object.settings.first_words(Command::TrunkGroupMember).any(|one| one == name);
        let interfaces =
            self.others(Command::Interface).filter(member).filter_map(|object| port_of_interface(&object.id));
        let voice_ports = self.others(Command::VoicePortHeader).filter(member).map(|object| object.id.to_string());
        interfaces.chain(voice_ports).collect()
    }

    /// Whether `port` has a D channel: by its name, as that of a PRI, or by the interface of a BRI.
    pub fn has_d_channel(&self, port: &str) -> bool {
        port.contains(':') || self.interfaces(port).next().is_some()
    }

    /// The ports of trunks with a D channel (`0/0/0:23`) that dial-peers and voice ports name, each once, in the order of
    /// the configuration.
    pub fn trunk_ports(&self) -> Vec<&str> {
        let of_peers = self.peers.values().filter_map(DialPeer::port).map(|port| port.value);
        let of_headers = self.others(Command::VoicePortHeader).filter_map(|object| match &object.id {
            Id::Name(name) => Some(name.as_str()),
            Id::Only | Id::Number(_) => None,
        });
        let mut ports: Vec<&str> = Vec::new();
        for port in of_peers.chain(of_headers) {
            if !ports.contains(&port) && self.has_d_channel(port) {
                ports.push(port);
            }
        }
        ports
    }

    /// The objects that create dial-peers of their own, which no configuration shows: phones, hunt groups, SRST.
    pub fn peer_makers(&self) -> impl Iterator<Item = (Command, &Object<Id>)> {
        const HEADERS: [Command; 7] = [
            Command::EphoneDn,
            Command::RegisterDn,
            Command::RegisterPool,
            Command::VoiceHuntGroup,
            Command::EphoneHunt,
            Command::CallManagerFallback,
            Command::TelephonyService,
        ];
        HEADERS.into_iter().flat_map(|header| self.others(header).map(move |object| (header, object)))
    }
}

#[cfg(test)]
mod tests {
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::commands::Command;
    use crate::syntax::tree::Tree;

    const CONFIG: &str = "controller T1 0/0/0\n pri-group timeslots 1-24 service mgcp\n\
        interface Serial0/0/0:23\n isdn bind-l3 ccm-manager\n trunk-group OUT\n\
        trunk group OUT\n\
        voice-port 0/0/0:23\n shutdown\n trunk-group OUT\n\
        dial-peer voice 1 pots\n port 0/0/1:23\n";

    #[test]
    fn all_that_stands_around_a_port_is_found() {
        let (plan, report) = read(&Tree::parse(&Source::new("a", CONFIG)));
        assert!(report.is_empty(), "{report:?}");
        let objects = plan.port_objects("0/0/0:23");
        assert_eq!(objects.members().count(), 3);
        assert_eq!((objects.trunk_groups.len(), objects.closed().len(), objects.mgcp().len()), (1, 1, 2));
        assert_eq!(plan.port_objects("0/0/1:23").members().count(), 0);
        assert_eq!(plan.trunk_ports(), ["0/0/1:23", "0/0/0:23"]);
    }

    #[test]
    fn what_ios_would_refuse_does_nothing() {
        let config = "controller T1 0/0/0\n pri-group foo\ninterface Serial0/0/0:23\n isdn overlap-receiving foo\n shutdown x\n \
                      trunk-group OUT 65\ntrunk group OUT\ndial-peer voice 1 pots\n port foo\n trunkgroup OUT 99\n";
        let (plan, report) = read(&Tree::parse(&Source::new("a", config)));
        assert_eq!(report.iter().filter(|said| said.code == "malformed-argument").count(), 5, "{report:?}");
        let objects = plan.port_objects("0/0/0:23");
        assert_eq!((objects.trunk_groups.len(), objects.closed().len(), objects.mgcp().len()), (0, 0, 0));
        assert!(objects.interfaces.iter().all(|one| one.settings.applied(Command::IsdnOverlap).is_none()));
        let peer = plan.peers.values().next().unwrap();
        assert!(peer.port().is_none() && peer.settings.first_words(Command::Trunkgroup).next().is_none());
    }

    #[test]
    fn a_basic_rate_port_has_a_d_channel() {
        let config = "interface BRI0/1/0\n isdn overlap-receiving\nvoice-port 0/1/0\nvoice-port 0/2/0\n";
        let (plan, _) = read(&Tree::parse(&Source::new("a", config)));
        assert_eq!(plan.trunk_ports(), ["0/1/0"]);
        assert_eq!(plan.port_objects("0/1/0").interfaces.len(), 1);
        assert!(!plan.has_d_channel("0/2/0"));
    }
}
