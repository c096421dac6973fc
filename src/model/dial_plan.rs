//! A dial plan: all objects of a configuration that dialc reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::IpAddr;

use indexmap::IndexMap;

use super::dial_peer::{DialPeer, PeerKind, Tag};
use super::objects::{CorList, DialPeerGroup, Object, PatternMap, RuleTable, TranslationProfile, UriClass};
use super::settings::Settings;
use crate::source::{Located, Span};
use crate::syntax::argument::Statement;
use crate::syntax::commands::{Command, Context, Shape};
use crate::syntax::pattern::NumberPattern;

/// All that routes calls in one configuration. Two are equal when they mean the same to the router: the order in which
/// objects were written does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DialPlan {
    /// Lines that stand in no object: `num-exp`, `dial-peer hunt`, `voice hunt`.
    pub globals: Settings,
    /// `voice service voip`.
    pub voice_service: Settings,
    /// `voice class e164-pattern-map`, by number.
    pub pattern_maps: IndexMap<u32, PatternMap>,
    /// `voice class uri`, by name and type: `FROMcucm sip`.
    pub uri_classes: IndexMap<String, UriClass>,
    /// `voice class dpg`, by number.
    pub peer_groups: IndexMap<u32, DialPeerGroup>,
    /// `voice translation-rule`, by number.
    pub rule_tables: IndexMap<u32, RuleTable>,
    /// `voice translation-profile`, by name.
    pub profiles: IndexMap<String, TranslationProfile>,
    /// `dial-peer cor custom`: the names that class-of-restriction lists are made of.
    pub cor_names: Settings,
    /// `dial-peer cor list`, by name.
    pub cor_lists: IndexMap<String, CorList>,
    /// Dial-peers, by tag.
    pub peers: IndexMap<Tag, DialPeer>,
    /// The objects of all other headers.
    others: BTreeMap<Command, IndexMap<Id, Object<Id>>>,
}

/// What an object is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Id {
    /// There is just one.
    Only,
    /// A number.
    Number(u32),
    /// A name, or the name of a port.
    Name(String),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Only => Ok(()),
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// An object of any kind.
#[derive(Clone, Debug)]
pub struct AnyObject<'a> {
    /// The command that begins it.
    pub header: Command,
    /// What it is known by.
    pub id: Id,
    /// What its header says behind that: the type of a dial-peer.
    pub kind: Option<&'a str>,
    /// Its lines.
    pub settings: &'a Settings,
    /// Where its header stands; where it was entered last.
    pub span: Span,
}

impl AnyObject<'_> {
    /// Its header as IOS prints it: `dial-peer voice 5 voip`.
    pub fn title(&self) -> String {
        let words =
            [self.header.row().keywords.to_owned(), self.id.to_string(), self.kind.unwrap_or_default().to_owned()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The context of its lines.
    pub fn context(&self) -> Context {
        if self.header == Command::DialPeer {
            PeerKind::of(self.kind).context()
        } else if self.header == Command::UriClass && self.id.to_string().ends_with(" tel") {
            Context::TelUriClass
        } else {
            self.header.row().opens.unwrap_or(Context::Outside)
        }
    }
}

impl DialPlan {
    /// The valid patterns that `peer` matches called numbers with on the way out: its own, and those of its map.
    pub fn called_patterns<'a>(&'a self, peer: &'a DialPeer) -> impl Iterator<Item = Located<&'a NumberPattern>> {
        let map = peer.destination_map().and_then(|number| self.pattern_maps.get(&number.value));
        peer.destination_pattern().into_iter().chain(map.into_iter().flat_map(PatternMap::entries))
    }

    /// What `session target sip-server` of `peer` stands for: the line of its tenant, else that of the gateway.
    pub fn sip_server(&self, peer: &DialPeer) -> Option<&str> {
        let tenant = peer.settings.integer(Command::SipTenant);
        let tenant = tenant.and_then(|tenant| self.other(Command::TenantClass, &Id::Number(tenant.value)));
        let mut objects = tenant.into_iter().chain(self.others(Command::SipUa));
        objects.find_map(|object| object.settings.text(Command::SipServer)).map(|server| server.value)
    }

    /// The tenants that dial-peers in use name, each with what it is called.
    pub fn tenants(&self) -> impl Iterator<Item = (String, &Settings)> {
        let used: BTreeSet<u32> = self
            .peers
            .values()
            .filter(|peer| !peer.shutdown())
            .filter_map(|peer| Some(peer.settings.integer(Command::SipTenant)?.value))
            .collect();
        used.into_iter().filter_map(|number| {
            let tenant = self.other(Command::TenantClass, &Id::Number(number))?;
            Some((format!("voice class tenant {number}"), &tenant.settings))
        })
    }

    /// The lines that calls rest on whichever dial-peers they meet, and those of the tenants that dial-peers in use name, each with
    /// what they stand in.
    pub fn common(&self) -> impl Iterator<Item = (String, &Settings)> {
        let of_all = [("the configuration", &self.globals), ("voice service voip", &self.voice_service)];
        let sip_ua = self.others(Command::SipUa).map(|object| ("sip-ua", &object.settings));
        of_all.into_iter().chain(sip_ua).map(|(name, settings)| (name.to_owned(), settings)).chain(self.tenants())
    }

    /// Every object, those of one header side by side, the headers in the order in which IOS prints them.
    pub fn objects(&self) -> Vec<AnyObject<'_>> {
        let mut objects = self.definitions();
        objects.extend(self.peers.values().map(|peer| AnyObject {
            header: Command::DialPeer,
            id: Id::Number(peer.tag.number()),
            kind: Some(peer.kind.keyword()).filter(|kind| !kind.is_empty()),
            settings: &peer.settings,
            span: peer.span,
        }));
        objects.sort_by_key(|object| object.header);
        objects
    }

    /// Every object that is no dial-peer, those of one header side by side.
    pub fn definitions(&self) -> Vec<AnyObject<'_>> {
        let mut objects = Vec::new();
        for (header, settings) in
            [(Command::VoiceServiceVoip, &self.voice_service), (Command::CorCustom, &self.cor_names)]
        {
            if !settings.is_empty() {
                objects.push(AnyObject { header, id: Id::Only, kind: None, settings, span: Span::default() });
            }
        }
        let numbered = [
            (Command::PatternMap, &self.pattern_maps),
            (Command::DialPeerGroup, &self.peer_groups),
            (Command::TranslationRuleTable, &self.rule_tables),
        ];
        for (header, map) in numbered {
            objects.extend(map.values().map(|object| any(header, Id::Number(object.id), object)));
        }
        let named = [
            (Command::TranslationProfile, &self.profiles),
            (Command::UriClass, &self.uri_classes),
            (Command::CorList, &self.cor_lists),
        ];
        for (header, map) in named {
            objects.extend(map.values().map(|object| any(header, Id::Name(object.id.clone()), object)));
        }
        for (header, map) in &self.others {
            objects.extend(map.values().map(|object| any(*header, object.id.clone(), object)));
        }
        objects
    }

    /// The same plan without its dial-peers and their pattern maps.
    #[must_use]
    pub fn base(&self) -> Self {
        Self {
            globals: self.globals.clone(),
            voice_service: self.voice_service.clone(),
            pattern_maps: IndexMap::new(),
            uri_classes: self.uri_classes.clone(),
            peer_groups: self.peer_groups.clone(),
            rule_tables: self.rule_tables.clone(),
            profiles: self.profiles.clone(),
            cor_names: self.cor_names.clone(),
            cor_lists: self.cor_lists.clone(),
            peers: IndexMap::new(),
            others: self.others.clone(),
        }
    }

    /// The networks of the lists of trusted addresses, each with how many bits of it count.
    pub fn trusted(&self) -> impl Iterator<Item = (IpAddr, u8)> {
        let lists = [Command::TrustedIpv4, Command::TrustedIpv6];
        let lines = lists.into_iter().flat_map(|command| self.voice_service.statements(command));
        lines.filter_map(|line| {
            let Statement::Trusted { address, length } = line.value else { return None };
            Some((*address, *length))
        })
    }

    /// The objects that `header` begins, where this plan has no field of their own for them.
    pub fn others(&self, header: Command) -> impl Iterator<Item = &Object<Id>> {
        self.others.get(&header).into_iter().flat_map(IndexMap::values)
    }

    /// The object that `header` begins with this id, where this plan has no field of its own for it.
    pub fn other(&self, header: Command, id: &Id) -> Option<&Object<Id>> {
        self.others.get(&header).and_then(|objects| objects.get(id))
    }

    /// The lines of the object that `header` begins, a new one where there is none yet; dial-peers are not among these.
    pub(super) fn enter(&mut self, header: Command, id: Id, kind: Option<String>, span: Span) -> &mut Settings {
        match (header, id) {
            (Command::VoiceServiceVoip, _) => &mut self.voice_service,
            (Command::CorCustom, _) => &mut self.cor_names,
            (Command::PatternMap, Id::Number(number)) => entered(&mut self.pattern_maps, number, kind, span),
            (Command::DialPeerGroup, Id::Number(number)) => entered(&mut self.peer_groups, number, kind, span),
            (Command::TranslationRuleTable, Id::Number(number)) => entered(&mut self.rule_tables, number, kind, span),
            (Command::TranslationProfile, Id::Name(name)) => entered(&mut self.profiles, name, kind, span),
            (Command::UriClass, Id::Name(name)) => entered(&mut self.uri_classes, name, kind, span),
            (Command::CorList, Id::Name(name)) => entered(&mut self.cor_lists, name, kind, span),
            (_, id) => entered(self.others.entry(header).or_default(), id, kind, span),
        }
    }

    /// Takes an object out; dial-peers are not among these.
    pub(super) fn remove(&mut self, header: Command, id: &Id) {
        match (header, id) {
            (Command::VoiceServiceVoip, _) => self.voice_service = Settings::default(),
            (Command::CorCustom, _) => self.cor_names = Settings::default(),
            (Command::PatternMap, Id::Number(number)) => drop(self.pattern_maps.swap_remove(number)),
            (Command::DialPeerGroup, Id::Number(number)) => drop(self.peer_groups.swap_remove(number)),
            (Command::TranslationRuleTable, Id::Number(number)) => drop(self.rule_tables.swap_remove(number)),
            (Command::TranslationProfile, Id::Name(name)) => drop(self.profiles.swap_remove(name)),
            (Command::UriClass, Id::Name(name)) => drop(self.uri_classes.swap_remove(name)),
            (Command::CorList, Id::Name(name)) => drop(self.cor_lists.swap_remove(name)),
            (_, id) => {
                if let Some(objects) = self.others.get_mut(&header) {
                    objects.swap_remove(id);
                    if objects.is_empty() {
                        self.others.remove(&header);
                    }
                }
            }
        }
    }
}

/// What an object with a header of this shape is known by.
pub(super) fn id_of(shape: Shape, number: u32, name: String) -> Id {
    if matches!(shape, Shape::NumberedHeader(_) | Shape::KindHeader(_) | Shape::WordsHeader(_) | Shape::DialPeerHeader)
    {
        Id::Number(number)
    } else if matches!(shape, Shape::NamedHeader | Shape::TypedHeader | Shape::PortHeader) {
        Id::Name(name)
    } else {
        Id::Only
    }
}

fn any<I>(header: Command, id: Id, object: &Object<I>) -> AnyObject<'_> {
    AnyObject { header, id, kind: object.kind.as_deref(), settings: &object.settings, span: object.span }
}

fn entered<I: Clone + Eq + std::hash::Hash>(
    objects: &mut IndexMap<I, Object<I>>,
    id: I,
    kind: Option<String>,
    span: Span,
) -> &mut Settings {
    let object = objects.entry(id).or_insert_with_key(|id| Object::new(id.clone()));
    object.span = span;
    if kind.is_some() {
        object.kind = kind;
    }
    &mut object.settings
}
