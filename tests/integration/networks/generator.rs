//! Random small networks: a network file and the configurations of its gateways, over the digits 0, 1 and 2.

use dialc::model::{Network, read};
use dialc::plan::{GatewayPlan, network_of_file};
use dialc::source::Source;
use dialc::spec::load_network;
use dialc::syntax::tree::Tree;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A network as text, the configurations in the order of its gateways.
#[derive(Clone)]
pub(super) struct Texts {
    pub(super) file: String,
    pub(super) configs: Vec<String>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        self.configs.iter().try_for_each(|config| write!(f, "--- configuration\n{config}"))
    }
}

impl Texts {
    /// The network that they describe.
    pub(super) fn network(&self) -> Network {
        let source = Source::new("network.yaml", self.file.clone());
        let (file, report) = load_network(&source, &|_| Err("no files here".to_owned()));
        let file = file.unwrap_or_else(|| panic!("{self:?}\n{report:?}"));
        assert!(!report.has_errors(), "{self:?}\n{report:?}");
        let plan = |text: &String| {
            let (plan, report) = read(&Tree::parse(&Source::new("router", text.clone())));
            assert!(report.is_empty(), "{self:?}\n{report:?}");
            GatewayPlan { plan, release: None }
        };
        network_of_file(&file, self.configs.iter().map(plan).collect())
    }
}

/// One of several texts, the first the simplest.
fn one(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(texts).prop_map(str::to_owned)
}

/// A line or nothing.
fn perhaps(weight: f64, line: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::option::weighted(weight, line).prop_map(Option::unwrap_or_default)
}

fn pattern() -> impl Strategy<Value = String> {
    let common = [
        "T", ".", "1", "1T", "1..", "12T", ".T", "1%2$", "[12].", "2", "..$", "0", "12", "1.$", "2%", "0T", "1+2",
        "[01]2", "(12)?1", "2...", "11", ".2$", "+1T", "+T", "+12.", "+",
    ];
    prop_oneof![3 => select(common.to_vec()).prop_map(str::to_owned), 1 => "[012.]{1,3}[T$]?"]
}

/// What a rule looks for, and how many groups it has.
const SEARCHED: [(&str, usize); 21] = [
    ("^1", 0),
    ("2", 0),
    ("1$", 0),
    ("^", 0),
    ("^2$", 0),
    ("^\\(1\\)\\(.*\\)$", 2),
    ("\\(.\\)\\(.\\)$", 2),
    ("^\\(.\\)\\(.\\)\\(.*\\)$", 3),
    ("^\\(12\\)", 1),
    (".*", 0),
    ("1*2", 0),
    ("\\(1+\\)\\(2*\\)", 2),
    ("^$", 0),
    ("^0", 0),
    ("^\\+", 0),
    ("^\\+\\(1.*\\)", 1),
    ("^[12]", 0),
    (".\\(.\\)", 1),
    ("^...$", 0),
    ("12", 0),
    ("\\(.\\)2\\(.*\\)", 2),
];

fn rule() -> impl Strategy<Value = String> {
    let written = ["", "1", "2", "0", "12", "\\0", "\\01", "\\1", "2\\1", "\\2\\1", "\\21", "+\\1", "+", "\\3\\1"];
    (select(SEARCHED.to_vec()), any::<Index>(), 0..8).prop_map(move |((search, groups), index, reject)| {
        if reject == 7 {
            return format!("reject /{search}/");
        }
        let fits = |text: &&&str| (1..=3).all(|group| group <= groups || !text.contains(&format!("\\{group}")));
        let fitting: Vec<&str> = written.iter().filter(fits).copied().collect();
        format!("/{search}/ /{}/", index.get(&fitting))
    })
}

fn table() -> impl Strategy<Value = String> {
    prop::collection::vec(rule(), 1..4)
        .prop_map(|rules| (1..).zip(rules).map(|(number, rule)| format!(" rule {number} {rule}\n")).collect::<String>())
}

/// Where a gateway meets others: systems, the other gateway, a phone, the public network.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) gateways: usize,
    pub(super) systems: usize,
    /// Whether a second trunk leads to the first system.
    second: bool,
    /// Whether a provider, not a PRI, leads to the public network.
    provider: bool,
}

const PORT: &str = "0/0/0:23";

impl Shape {
    fn targets(&self, gateway: usize) -> Vec<String> {
        let mut targets: Vec<String> = (0..self.systems).map(|system| system_target(system).to_owned()).collect();
        if self.second {
            targets.push("ipv4:192.0.2.20".to_owned());
        }
        if self.provider {
            targets.push("ipv4:192.0.2.50".to_owned());
        }
        targets.extend((0..self.gateways).filter(|other| *other != gateway).map(gateway_target));
        targets.extend(["ipv4:192.0.2.99".to_owned(), "sip-server".to_owned()]);
        targets
    }

    fn connects(&self, gateway: usize) -> String {
        let mut all: Vec<String> = Vec::new();
        for (system, name) in SYSTEMS.iter().enumerate().take(self.systems) {
            let target = system_target(system);
            let targets = if system == 0 && self.second {
                format!("[\"{target}\", \"ipv4:192.0.2.20\"]")
            } else {
                format!("\"{target}\"")
            };
            all.push(format!("{name}: {targets}"));
        }
        let others = (0..self.gateways).filter(|other| *other != gateway);
        all.extend(others.map(|other| format!("{}: \"{}\"", GATEWAYS[other], gateway_target(other))));
        all.push(format!("pstn: \"{}\"", if self.provider { "ipv4:192.0.2.50" } else { PORT }));
        format!("{{ {} }}", all.join(", "))
    }
}

const SYSTEMS: [&str; 3] = ["a", "b", "c"];
const GATEWAYS: [&str; 2] = ["g", "h"];

fn system_target(system: usize) -> &'static str {
    ["ipv4:192.0.2.10", "ipv4:192.0.2.11", "ipv4:192.0.2.12"][system]
}

fn gateway_target(gateway: usize) -> String {
    format!("ipv4:192.0.2.{}", 101 + gateway)
}

fn shape() -> impl Strategy<Value = Shape> {
    (0..4_usize, 1..4_usize, 0..4_usize, 0..4_usize).prop_map(|(gateways, systems, second, provider)| Shape {
        gateways: if gateways == 3 { 2 } else { 1 },
        systems,
        second: second == 3,
        provider: provider == 3,
    })
}

/// What a dial-peer is made of.
type Peer = (bool, Index, [String; 6]);

fn peer() -> impl Strategy<Value = Peer> {
    let matches = prop_oneof![
        8 => pattern().prop_map(|pattern| format!(" destination-pattern {pattern}\n")),
        1 => Just(" destination e164-pattern-map 1\n".to_owned()),
        1 => pattern().prop_map(|pattern| format!(" destination-pattern {pattern}\n destination e164-pattern-map 1\n")),
        1 => Just(String::new()),
    ];
    let incoming = prop_oneof![
        4 => pattern().prop_map(|pattern| format!(" incoming called-number {pattern}\n")),
        1 => Just(" incoming called e164-pattern-map 1\n".to_owned()),
    ];
    let ways_in = prop_oneof![
        4 => one(&[" translation-profile incoming P1\n", " translation-profile incoming P2\n", " corlist incoming A\n"]),
        1 => Just(" destination dpg 1\n".to_owned()),
        1 => one(&[
            " call-block translation-profile incoming P2\n",
            " call-block translation-profile incoming P2\n call-block disconnect-cause incoming user-busy\n",
        ]),
    ];
    let ways_out = one(&[
        " translation-profile outgoing P1\n",
        " translation-profile outgoing P2\n",
        " translation-profile outgoing P3\n",
        " corlist outgoing AB\n",
    ]);
    let others =
        one(&[" preference 1\n", " preference 2\n", " huntstop\n", " shutdown\n", " voice-class sip tenant 1\n"]);
    let pots =
        one(&[" no digit-strip\n", " forward-digits all\n", " forward-digits 2\n", " prefix 1\n", " prefix 2,1\n"]);
    let parts = (matches, perhaps(0.3, incoming), perhaps(0.4, ways_in), perhaps(0.4, ways_out));
    let kind = (0..4_u8).prop_map(|kind| kind == 3);
    (kind, any::<Index>(), parts, perhaps(0.3, others), perhaps(0.6, pots)).prop_map(
        |(is_pots, target, (matches, incoming, ways_in, ways_out), others, pots)| {
            (is_pots, target, [matches, incoming, ways_in, ways_out, others, pots])
        },
    )
}

/// The text of a dial-peer of the gateway.
fn peer_text((is_pots, target, lines): &Peer, tag: usize, shape: &Shape, gateway: usize) -> String {
    let [matches, incoming, ways_in, ways_out, others, pots] = lines;
    let shared = format!("{matches}{incoming}{ways_in}{ways_out}{others}");
    if *is_pots {
        let lead_to = if shape.provider { vec!["0/1/0"] } else { vec![PORT, PORT, PORT, "0/1/0"] };
        return format!("dial-peer voice {tag} pots\n{shared}{pots} port {}\n!\n", target.get(&lead_to));
    }
    let targets = shape.targets(gateway);
    let at = target.index(targets.len() * 2);
    if at == targets.len() {
        return format!("dial-peer voice {tag} voip\n{shared} session protocol sipv2\n session server-group 1\n!\n");
    }
    let protocol = if at >= targets.len() { "" } else { " session protocol sipv2\n" };
    format!("dial-peer voice {tag} voip\n{shared}{protocol} session target {}\n!\n", targets[at % targets.len()])
}

/// What a gateway is made of, but for where its dial-peers lead.
type Gateway = (Vec<Peer>, Vec<String>, Vec<String>, String);

fn gateway() -> impl Strategy<Value = Gateway> {
    let globals = one(&[
        "voice hunt all\n",
        "no voice hunt all\n",
        "no voice hunt unassigned-number\n",
        "voice hunt user-busy\n",
        "dial-peer hunt 2\n",
        "dial-peer hunt 6\n",
        "num-exp 1 2\n",
        "num-exp 1. 2.\n",
        "num-exp 22 1\n",
        "voice service pots\n translation-profile incoming P3\n!\n",
        "voice-port 0/0/0:23\n translation-profile outgoing P1\n!\n",
        "dial-peer no-match disconnect-cause 17\n",
        "no dial-peer outbound status-check pots\nvoice-port 0/0/0:23\n shutdown\n!\n",
        "sip-ua\n set pstn-cause 1 sip-status 486\n!\n",
        "sip-ua\n set sip-status 404 pstn-cause 17\n!\n",
        "dial-peer inbound selection creation-order\n",
    ]);
    (
        prop::collection::vec(peer(), 3..9),
        prop::collection::vec(table(), 3),
        prop::collection::vec(globals, 0..3),
        (pattern(), pattern())
            .prop_map(|(one, other)| format!("voice class e164-pattern-map 1\n e164 {one}\n e164 {other}\n!\n")),
    )
}

fn config((peers, tables, globals, map): &Gateway, shape: &Shape, index: usize) -> String {
    let mut text = globals.concat() + map;
    for (number, table) in (1..).zip(tables) {
        text += &format!("voice translation-rule {number}\n{table}!\n");
        text += &format!("voice translation-profile P{number}\n translate called {number}\n!\n");
    }
    text += "voice class server-group 1\n ipv4 192.0.2.99\n ipv4 192.0.2.10 preference 1\n ipv4 192.0.2.11 preference 2\n!\n";
    text += "voice class tenant 1\n set sip-status 404 pstn-cause 19\n set pstn-cause 1 sip-status 503\n!\n";
    text += "sip-ua\n sip-server ipv4:192.0.2.10\n!\n";
    text += "dial-peer cor custom\n name a\n name b\n!\ndial-peer cor list A\n member a\n!\n";
    text += "dial-peer cor list AB\n member a\n member b\n!\n";
    text += "voice class dpg 1\n dial-peer 1 preference 2\n dial-peer 2 preference 1\n dial-peer 3 preference 1\n!\n";
    // Tags go down, so that their order is not that of the text.
    for (at, peer) in peers.iter().enumerate() {
        text += &peer_text(peer, peers.len() - at, shape, index);
    }
    text
}

/// What a system is made of: its kind, and what it does.
type System = (bool, Vec<(Index, Index, Vec<Index>, usize)>, [String; 4], [Index; 4]);

fn system() -> impl Strategy<Value = System> {
    let route = (any::<Index>(), any::<Index>(), prop::collection::vec(any::<Index>(), 1..3), 0..8_usize);
    let numbers =
        perhaps(0.5, one(&["[\"+12\"]", "[\"+1x\", \"2\"]", "[\"+12x\"]", "[]", "[\"12\"]", "[\"+111-+122\"]"]));
    let stops = perhaps(0.6, one(&["[]", "[1]", "[17]"]));
    let unassigned = one(&["", "reject-404", "announcement", "{ reject: 486 }", "{ reject: 503 }", "route", "route"]);
    let forward =
        perhaps(0.3, one(&["", ", strip: 1", ", prefix: \"1\"", ", strip: 1, prefix: \"2\"", ", prefix: \"+\""]));
    (
        any::<bool>(),
        prop::collection::vec(route, 0..3),
        [numbers.boxed(), stops.boxed(), unassigned.boxed(), forward.boxed()],
        any::<[Index; 4]>(),
    )
}

fn system_text((is_cucm, routes, lines, choices): &System, index: usize, shape: &Shape) -> String {
    let [numbers, stops, unassigned, forward] = lines;
    let mut places: Vec<&str> = (0..shape.gateways).map(|at| GATEWAYS[at]).collect();
    places.extend((0..shape.systems).filter(|at| *at != index).map(|at| SYSTEMS[at]));
    places.push("pstn");
    let [to_unassigned, to_forward, to_out, protocol] = choices;
    let mut fields = vec![format!("kind: {}", if *is_cucm { "cucm" } else { "sip" })];
    if protocol.index(3) == 2 {
        fields.push("protocol: h323".to_owned());
    }
    if !numbers.is_empty() {
        fields.push(format!("numbers: {numbers}"));
    }
    if !stops.is_empty() {
        fields.push(format!("stop_routing_on: {stops}"));
    }
    match unassigned.as_str() {
        "" => {}
        "route" => fields.push(format!("unassigned: {{ route: {} }}", to_unassigned.get(&places))),
        other => fields.push(format!("unassigned: {other}")),
    }
    if !forward.is_empty() {
        fields.push(format!("forward_unregistered: {{ to: {}{forward} }}", to_forward.get(&places)));
    }
    if to_out.index(3) == 2 {
        fields.push(format!("outbound_gateway: {}", GATEWAYS[to_out.index(shape.gateways)]));
    }
    let routes: Vec<String> = routes.iter().map(|route| route_text(*is_cucm, index, route, &places)).collect();
    fields.push(format!("routes: [{}]", routes.join(", ")));
    format!("  {}: {{ {} }}\n", SYSTEMS[index], fields.join(", "))
}

fn route_text(
    is_cucm: bool,
    index: usize,
    (pattern, from, to, change): &(Index, Index, Vec<Index>, usize),
    places: &[&str],
) -> String {
    let cucm = ["!", "1XX", "1!", "2X", "[12]X", "XX", "\\\\+1!", "12?1", "X"];
    let others = ["^", "^1", "2$", "^1\\\\d\\\\d$", "^\\\\+?1", "^[12].", "12", "^$", "^\\\\+"];
    let pattern = pattern.get(if is_cucm { &cucm } else { &others });
    let mut list: Vec<&str> = Vec::new();
    for one in to.iter().map(|to| *to.get(places)) {
        if !list.contains(&one) {
            list.push(one);
        }
    }
    let change = match change {
        1 => ", strip: 1",
        2 => ", prefix: \"1\"",
        3 => ", strip: 1, prefix: \"2\"",
        4 => ", strip: 2, prefix: \"+1\"",
        _ => "",
    };
    let own = SYSTEMS[index];
    let from = match from.index(4) {
        0 => format!(", from: [{}, {own}]", from.get(places)),
        1 => format!(", from: {}", from.get(places)),
        _ => String::new(),
    };
    format!("{{ match: \"{pattern}\", to: [{}]{from}{change} }}", list.join(", "))
}

/// What the public network knows of a gateway.
const DIDS: [&str; 6] = [
    "",
    "    dids: \"+12x\"\n    delivers: 2\n",
    "    dids: [\"+1x\", \"+2x\"]\n",
    "    dids: \"+12x\"\n    delivers: +e164\n    country_code: \"1\"\n",
    "    dids: \"+111-+122\"\n    delivers: 3\n    country_code: \"1\"\n",
    "    dids: \"+2x\"\n    delivers: 1\n    country_code: \"2\"\n",
];

/// Networks of up to two gateways and three systems.
pub(super) fn networks() -> impl Strategy<Value = Texts> {
    let rings = perhaps(0.2, one(&["\"+12\", a: \"21\"", "\"1\", a: \"+12\"", "\"2\", a: \"1\""]));
    (shape(), prop::collection::vec(gateway(), 2), prop::collection::vec(system(), 3), any::<[Index; 2]>(), rings)
        .prop_map(|(shape, gateways, systems, dids, ring)| {
            let systems: String = (0..shape.systems).map(|index| system_text(&systems[index], index, &shape)).collect();
            let sites: String = (0..shape.gateways)
                .map(|index| {
                    let (name, connects) = (GATEWAYS[index], shape.connects(index));
                    let dids = dids[index].get(&DIDS);
                    format!("  {name}:\n    config: {name}.cfg\n    connects: {connects}\n{dids}")
                })
                .collect();
            let ring = match ring.as_str() {
                ring if ring.is_empty() || shape.systems < 2 => String::new(),
                ring => format!("simultaneous_ring:\n  - {{ b: {ring} }}\n"),
            };
            let file = format!("version: 1\nsystems:\n{systems}gateways:\n{sites}{ring}");
            let configs = (0..shape.gateways).map(|index| config(&gateways[index], &shape, index)).collect();
            Texts { file, configs }
        })
}
