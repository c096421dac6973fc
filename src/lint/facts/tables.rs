//! Where tables of translation rules are applied, for which number of a call, and which numbers reach them there.
//!
//! Two things are told apart. Known to reach a table are the numbers that a pattern in front of it spells out: that of the
//! outbound dial-peer, or what the inbound one says of the called number. Beside these any number may come that somebody dials.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::Facts;
use crate::automaton::{Change, Dfa, OverBudget, compile};
use crate::call::{ForwardDigits, Point, protocol, stripped_digits};
use crate::model::{DialPeer, Id, Object, PeerKind, Settings, TranslationProfile};
use crate::source::{Located, Span};
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern, Piece};

/// The fewest symbols of a pattern that spells out numbers: one of fewer is the beginning of some.
const FEWEST: usize = 3;

/// What calls come in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// SIP.
    Sip,
    /// H.323, which is also what `session protocol` is without a line.
    H323,
    /// A telephone port.
    Port,
    /// More than one of these, or what is not known.
    Mixed,
}

/// A place where a table is applied.
#[derive(Clone, Debug)]
pub struct Application<'n> {
    /// The number of the table, of the current kind or of the old one.
    pub table: u32,
    /// For which number of a call: one of [`TranslationProfile::TRANSLATIONS`].
    pub number: Command,
    /// Where on the way of a call; `None` where calls are not followed: phones, source groups.
    pub point: Option<Point>,
    /// Whether that is before a dial-peer is looked for on the way out; not where calls are not followed.
    pub incoming: bool,
    /// The profile that names the table; `None` where the line itself does.
    pub profile: Option<&'n str>,
    /// The line that applies it.
    pub line: Span,
    /// The place in the plan of the dial-peer that the line stands in.
    pub peer: Option<usize>,
    /// What the calls come in by.
    pub origin: Origin,
}

impl Application<'_> {
    /// Whether it is applied to called numbers.
    pub fn is_called(&self) -> bool {
        self.number == Command::TranslateCalled
    }
}

/// The called numbers that are known to reach a table: digits, with or without a leading `+`.
#[derive(Clone, Debug)]
pub struct Known {
    /// Those that patterns spell out, with neither what may follow without `$` nor what `T` takes.
    pub spelled: Dfa,
    /// Those of the usual lengths that begin as patterns with `T` say.
    pub open: Dfa,
}

impl Known {
    /// Both.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn all(&self) -> Result<Dfa, OverBudget> {
        self.spelled.union(&self.open)
    }
}

impl<'n> Facts<'_, 'n> {
    /// The places where each table is applied.
    pub fn applications(&self) -> &BTreeMap<u32, Vec<Application<'n>>> {
        self.applications.get_or_init(|| {
            let mut found: BTreeMap<u32, Vec<Application<'n>>> = BTreeMap::new();
            Search::new(self).all().into_iter().for_each(|one| found.entry(one.table).or_default().push(one));
            found
        })
    }

    /// The called numbers that are known to reach a table at some of the places where it is applied.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn known_at<'f, 'p: 'f>(
        &self,
        places: impl IntoIterator<Item = &'f Application<'p>>,
    ) -> Result<Known, OverBudget> {
        // Many dial-peers may have one pattern or map; those of one number of stripped digits are made into one set.
        let mut spelled: BTreeMap<usize, Patterns<'n>> = BTreeMap::new();
        let mut open: BTreeMap<usize, Patterns<'n>> = BTreeMap::new();
        for place in places {
            for (pattern, stripped) in self.patterns_before(place) {
                match told(&pattern) {
                    Told::Numbers => spelled.entry(stripped).or_default().push(pattern),
                    Told::Beginnings => open.entry(stripped).or_default().push(pattern),
                    Told::Nothing => {}
                }
            }
        }
        let plain = Dfa::plain_numbers();
        let set = |patterns: BTreeMap<usize, Patterns<'n>>, is_open: bool| {
            let mut sets = Vec::new();
            for (stripped, mut patterns) in patterns {
                patterns.sort_by(|one, other| one.text().cmp(other.text()));
                patterns.dedup_by(|one, other| one.text() == other.text());
                let patterns = patterns.iter().map(Cow::as_ref);
                let numbers = if is_open { compile::numbers_of_any(patterns) } else { compile::body_of_any(patterns) }?;
                let numbers = Change::Strip(stripped).image(&numbers.intersection(&plain)?)?.unwrap_or(numbers);
                sets.push(if is_open { self.usual(&numbers)? } else { numbers });
            }
            Ok(Dfa::union_all(sets)?.minimised_if_small())
        };
        Ok(Known { spelled: set(spelled, false)?, open: set(open, true)? })
    }

    /// The patterns of called numbers that a call has met right before a table is applied to it, each with how many digits were
    /// stripped since. None where nothing is known, and for other numbers of the call.
    pub fn patterns_before(&self, place: &Application<'_>) -> Vec<(Cow<'n, NumberPattern>, usize)> {
        let Some(peer) = place.peer.and_then(|peer| self.peer(peer)).filter(|peer| !peer.shutdown()) else {
            return Vec::new();
        };
        if !place.is_called() {
            return Vec::new();
        }
        let is_pots = peer.kind == PeerKind::Pots;
        if place.incoming {
            if !is_pots && self.gateway().routes_by_uri() {
                return Vec::new();
            }
            let (own, map) = (Command::IncomingCalledNumber, Command::IncomingCalledMap);
            let patterns = self.gateway().patterns(peer, Some(own), Some(map));
            return patterns.into_iter().map(|(_, pattern)| (pattern, 0)).collect();
        }
        let service = |object: &Object<Id>| object.settings.get(Command::TranslationProfileOutgoing).is_some();
        let is_changed = is_pots && self.plan().others(Command::VoiceServicePots).any(service);
        let is_tried = place.peer.is_some_and(|peer| self.is_tried(peer));
        if place.point != Some(Point::OutboundPeer) || is_changed || !is_tried {
            return Vec::new();
        }
        let strips = is_pots && peer.settings.flag(Command::DigitStrip);
        let strips = strips && ForwardDigits::of(peer) == ForwardDigits::Default;
        let (own, map) = (Command::DestinationPattern, Command::DestinationMap);
        let patterns = self.gateway().patterns(peer, Some(own), Some(map)).into_iter();
        let stripped = |pattern: &NumberPattern| if strips { stripped_digits(pattern) } else { 0 };
        patterns.map(|(_, pattern)| (stripped(&pattern), pattern)).map(|(digits, pattern)| (pattern, digits)).collect()
    }

    /// Whether calls are offered to the dial-peer at this place of the plan since its pattern matches.
    pub(super) fn is_tried(&self, peer: usize) -> bool {
        let find = || self.orders().iter().flat_map(|order| order.iter().map(|(_, one)| one.peer)).collect();
        self.tried.get_or_init(find).contains(&peer)
    }
}

type Patterns<'n> = Vec<Cow<'n, NumberPattern>>;

/// What a pattern says of the numbers that come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Which they are.
    Numbers,
    /// How they begin.
    Beginnings,
    /// Too little: `.`, `.T`, or `9` of a number without an end.
    Nothing,
}

pub(super) fn told(pattern: &NumberPattern) -> Told {
    let is_open = pattern.has_timer() || pattern.pieces().iter().any(is_endless);
    let is_any = |piece: &Piece| matches!(piece.element, Element::Any | Element::Pause);
    match (is_open, pattern.pieces().iter().all(is_any)) {
        (true, false) => Told::Beginnings,
        (false, _) if pattern.pieces().len() >= FEWEST => Told::Numbers,
        (true, true) | (false, _) => Told::Nothing,
    }
}

/// A line that applies tables.
#[derive(Clone, Copy, Debug)]
struct Place {
    point: Option<Point>,
    incoming: bool,
    line: Span,
    peer: Option<usize>,
    origin: Origin,
}

impl Place {
    /// A table that it applies.
    fn table(self, table: u32, number: Command, profile: Option<&str>) -> Application<'_> {
        let Self { point, incoming, line, peer, origin } = self;
        Application { table, number, point, incoming, profile, line, peer, origin }
    }
}

/// Whether a part of a pattern takes numbers of any length.
fn is_endless(piece: &Piece) -> bool {
    let holds_one = matches!(&piece.element, Element::Group(inner) if inner.iter().any(is_endless));
    holds_one || piece.repeat.bounds().1.is_none()
}

/// The search for the places where tables are applied.
struct Search<'f, 'a, 'n> {
    facts: &'f Facts<'a, 'n>,
    /// The tables that each profile names.
    tables: HashMap<&'n str, Vec<(Command, u32)>>,
    /// What all calls come in by.
    any: Origin,
    found: Vec<Application<'n>>,
}

impl<'f, 'a, 'n> Search<'f, 'a, 'n> {
    fn new(facts: &'f Facts<'a, 'n>) -> Self {
        let named = |profile: &'n TranslationProfile| {
            let numbers = TranslationProfile::TRANSLATIONS.into_iter();
            numbers.filter_map(|number| Some((number, profile.settings.integer(number)?.value))).collect()
        };
        let tables = facts.plan().profiles.values().map(|profile| (profile.id.as_str(), named(profile))).collect();
        Self { facts, tables, any: origins(facts), found: Vec::new() }
    }

    fn all(mut self) -> Vec<Application<'n>> {
        let plan = self.facts.plan();
        for (at, peer) in plan.peers.values().enumerate() {
            self.peer(at, peer);
        }
        let (any, globals) = (self.any, &plan.globals);
        let by_ip =
            if plan.peers.values().any(|peer| is_voip(peer) && protocol(peer) == "h323") { any } else { Origin::Sip };
        self.line(globals, Command::VoipIncomingProfile, (Point::VoipIncoming, true), None, by_ip);
        self.old(globals, Command::VoipIncomingRule, Point::VoipIncoming, by_ip);
        for header in [Command::VoicePortHeader, Command::TrunkGroupHeader, Command::VoiceServicePots] {
            let is_service = header == Command::VoiceServicePots;
            let service = (Point::PotsService, Point::PotsService);
            let (into, out) = if is_service { service } else { (Point::TrunkIncoming, Point::TrunkOutgoing) };
            for object in plan.others(header) {
                let incoming = [
                    (Command::TranslationProfileIncoming, into),
                    (Command::TranslationProfileController, Point::TrunkIncoming),
                ];
                let outgoing = [
                    (Command::TranslationProfileOutgoing, out),
                    (Command::TranslationProfileOutgoingController, Point::TrunkOutgoing),
                ];
                for (command, point) in incoming {
                    self.line(&object.settings, command, (point, true), None, Origin::Port);
                }
                for (command, point) in outgoing {
                    self.line(&object.settings, command, (point, false), None, any);
                }
                self.old(&object.settings, Command::TranslateNumber, Point::TrunkIncoming, Origin::Port);
            }
        }
        self.not_followed();
        self.found
    }

    fn peer(&mut self, at: usize, peer: &'n DialPeer) {
        let incoming = match &peer.kind {
            PeerKind::Pots => Origin::Port,
            PeerKind::Voip if protocol(peer) == "sip" => Origin::Sip,
            PeerKind::Voip => Origin::H323,
            PeerKind::Other(_) => Origin::Mixed,
        };
        let settings = &peer.settings;
        self.line(settings, Command::CallBlockProfile, (Point::CallBlock, true), Some(at), incoming);
        self.line(settings, Command::TranslationProfileIncoming, (Point::InboundPeer, true), Some(at), incoming);
        let (point, origin) = (Point::OutboundPeer, self.any);
        self.line(settings, Command::TranslationProfileOutgoing, (point, false), Some(at), origin);
        if settings.get(Command::TranslationProfileOutgoing).is_some() {
            return;
        }
        let old = [
            (Command::TranslateOutgoingCalled, Command::TranslateCalled),
            (Command::TranslateOutgoingCalling, Command::TranslateCalling),
        ];
        for (command, number) in old {
            let Some(Located { value: table, span: line }) = settings.integer(command) else { continue };
            let place = Place { point: Some(point), incoming: false, line, peer: Some(at), origin };
            self.found.push(place.table(table, number, None));
        }
    }

    /// The tables of the profile that lines of `command` name in their last word.
    fn line(
        &mut self,
        settings: &'n Settings,
        command: Command,
        (point, incoming): (Point, bool),
        peer: Option<usize>,
        origin: Origin,
    ) {
        for setting in settings.all(command) {
            let name = setting.value.argument.as_text().and_then(|text| text.split(' ').next_back());
            let place = Place { point: Some(point), incoming, line: setting.span, peer, origin };
            if let Some(name) = name {
                self.profile(name, place);
            }
        }
    }

    fn profile(&mut self, name: &str, place: Place) {
        let Some((profile, tables)) = self.tables.get_key_value(name) else { return };
        self.found.extend(tables.iter().map(|(number, table)| place.table(*table, *number, Some(*profile))));
    }

    /// The tables that lines of the old scheme name behind `called` or `calling`.
    fn old(&mut self, settings: &'n Settings, command: Command, point: Point, origin: Origin) {
        for setting in settings.all(command) {
            let text = setting.value.argument.as_text().unwrap_or_default().to_ascii_lowercase();
            let mut words = text.split(' ');
            let (which, table) = (words.next().unwrap_or_default(), words.next().and_then(|table| table.parse().ok()));
            let numbers = [("called-number", Command::TranslateCalled), ("calling-number", Command::TranslateCalling)];
            let number = numbers.into_iter().find(|(word, _)| which.len() > 4 && word.starts_with(which));
            let (Some((_, number)), Some(table)) = (number, table) else { continue };
            let place = Place { point: Some(point), incoming: true, line: setting.span, peer: None, origin };
            self.found.push(place.table(table, number, None));
        }
    }

    /// What else refers to a profile.
    fn not_followed(&mut self) {
        let known: HashSet<Span> = self.found.iter().map(|one| one.line).collect();
        let references = self.facts.references().get(&Command::TranslationProfile);
        for one in references.into_iter().flat_map(|references| &references.uses) {
            if !known.contains(&one.span) {
                let line = one.span;
                self.profile(&one.id, Place { point: None, incoming: false, line, peer: None, origin: Origin::Mixed });
            }
        }
    }
}

fn is_voip(peer: &DialPeer) -> bool {
    peer.kind == PeerKind::Voip
}

/// What the calls of a gateway come in by, as far as its dial-peers and ports say.
fn origins(facts: &Facts<'_, '_>) -> Origin {
    let plan = facts.plan();
    let of_peers = plan.peers.values().map(|peer| match &peer.kind {
        PeerKind::Voip if protocol(peer) == "sip" => Origin::Sip,
        PeerKind::Voip => Origin::H323,
        PeerKind::Pots => Origin::Port,
        PeerKind::Other(_) => Origin::Mixed,
    });
    let ports =
        [Command::VoicePortHeader, Command::TrunkGroupHeader].into_iter().flat_map(|header| plan.others(header));
    let allowed = plan.voice_service.all(Command::AllowConnections).iter();
    let h323 = allowed.filter(|line| line.value.line().contains(" h323 to ")).map(|_| Origin::H323);
    let makers = plan.peer_makers().map(|_| Origin::Mixed);
    let mut all = of_peers.chain(ports.map(|_| Origin::Port)).chain(h323).chain(makers);
    let first = all.next().unwrap_or(Origin::Mixed);
    if all.all(|one| one == first) { first } else { Origin::Mixed }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Shared;
    use super::*;
    use crate::call::{Profile, Traveller};
    use crate::lint::policy::Policy;
    use crate::lint::{Question, Subject};
    use crate::model::{Network, Site, read};
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    /// What `ask` makes of the facts of a configuration.
    fn of<T>(text: &str, ask: impl Fn(&Facts<'_, '_>) -> T) -> T {
        let tree = Tree::parse(&Source::new("test.cfg", text));
        let (plan, report) = read(&tree);
        let mut network = Network { gateways: vec![Site { plan, ..Site::default() }], ..Network::default() };
        network.complete();
        let (profiles, policy) = ([Profile::default()], Policy::default());
        let question = Question { network: &network, profiles: &profiles, described: false, policy: &policy };
        let traveller = Traveller::new(&network, profiles.iter().cloned());
        let subject = Subject { tree: &tree, report: &report, gateway: 0 };
        ask(&Facts::new(&question, subject, &traveller, Arc::new(Shared::default())).unwrap())
    }

    const TABLES: &str = "voice translation-rule 1\n rule 1 /^9/ //\n!\nvoice translation-profile P\n translate called 1\n \
                          translate calling 1\n!\n";

    #[test]
    fn every_place_is_found() {
        let lines = "voip-incoming translation-profile P\nvoice-port 0/0/0:23\n translation-profile incoming P\n!\n\
                     trunk group T\n translation-profile outgoing P\n!\n\
                     voice service pots\n translation-profile incoming controller T1 0/0/0 P\n!\n\
                     dial-peer voice 1 voip\n session protocol sipv2\n call-block translation-profile incoming P\n \
                     translate-outgoing called 1\n!\ndial-peer voice 2 pots\n translation-profile incoming P\n!\n\
                     voice register pool 1\n translation-profile incoming P\n";
        let found = of(&format!("{TABLES}{lines}"), |facts| {
            let places = facts.applications()[&1].iter().filter(|one| one.is_called());
            let point = |one: &Application<'_>| one.point.map_or("not followed", Point::name);
            let said = places.map(|one| format!("{} {} {:?}", point(one), one.incoming, one.origin));
            said.collect::<Vec<_>>()
        });
        let expected = [
            "call-block true Sip",
            "outbound-peer false Mixed",
            "inbound-peer true Port",
            "voip-incoming true Sip",
            "trunk-incoming true Port",
            "trunk-outgoing false Mixed",
            "trunk-incoming true Port",
            "not followed false Mixed",
        ];
        assert_eq!(found, expected);
    }

    /// What is known to reach table 1 on a dial-peer with these lines: spelled out, and as patterns with `T` begin.
    fn known(kind: &str, lines: &str) -> (Vec<String>, Vec<String>) {
        let text = format!("{TABLES}dial-peer voice 1 {kind}\n{lines}");
        of(&text, |facts| {
            let known = facts.known_at(&facts.applications()[&1]).unwrap();
            (known.spelled.readable(3).patterns, known.open.readable(3).patterns)
        })
    }

    #[test]
    fn an_outbound_pattern_tells_which_numbers_come() {
        let none = Vec::<String>::new();
        let voip = |pattern: &str| {
            let target = " session protocol sipv2\n session target ipv4:192.0.2.1\n translation-profile outgoing P\n";
            known("voip", &format!("{target} destination-pattern {pattern}\n"))
        };
        assert_eq!(voip("1206555...."), (vec!["1206555....".to_owned()], none.clone()));
        for pattern in [".", "9", ".T", "T", ".+"] {
            assert_eq!(voip(pattern), (none.clone(), none.clone()), "{pattern}");
        }
        let (spelled, open) = voip("9T");
        assert!(spelled.is_empty() && open.iter().all(|pattern| pattern.starts_with('9')), "{open:?}");
    }

    #[test]
    fn digits_that_a_port_strips_do_not_come() {
        let pots = |lines: &str| known("pots", &format!(" translation-profile outgoing P\n port 0/0/0:23\n{lines}")).0;
        assert_eq!(pots(" destination-pattern 91[2-9]..\n"), ["[2-9].."]);
        assert_eq!(pots(" destination-pattern 91[2-9]..\n no digit-strip\n"), ["91[2-9].."]);
        assert_eq!(pots(" destination-pattern 91[2-9]..\n forward-digits 3\n"), ["91[2-9].."]);
        assert_eq!(pots(" destination-pattern 91[2-9]..\n shutdown\n"), [""; 0]);
    }

    #[test]
    fn an_inbound_peer_tells_it_by_its_called_numbers() {
        let lines = " session protocol sipv2\n translation-profile incoming P\n";
        let known = known("voip", &format!("{lines} incoming called-number 555....$\n destination-pattern 4...\n"));
        assert_eq!(known.0, ["555...."]);
    }
}
