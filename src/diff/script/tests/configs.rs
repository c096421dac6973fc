//! Random configurations.

use proptest::prelude::*;
use proptest::sample::select;

fn peer() -> impl Strategy<Value = String> {
    let patterns = ["1..", "12.", "2T", "[12].", "123", "1T", "2", "..$"];
    let lines =
        ["", " huntstop\n", " translation-profile outgoing a\n", " translation-profile outgoing b\n", " shutdown\n"];
    let described = ["", " description x\n", " no vad\n", " destination e164-pattern-map 1\n"];
    (select(patterns.to_vec()), select(lines.to_vec()), 1..4, select(described.to_vec())).prop_map(
        |(pattern, line, host, described)| {
            format!("{described} destination-pattern {pattern}\n session target ipv4:192.0.2.{host}\n{line}")
        },
    )
}

pub(super) fn config() -> impl Strategy<Value = String> {
    let rules = ["/^1/ /2/", "/^12/ /+\\0/", "reject /^11/", "/2/ //", "/3$/ /1/"];
    let table = proptest::collection::vec(select(rules.to_vec()), 0..4).prop_map(|rules| {
        (1..).zip(rules).map(|(number, rule)| format!(" rule {number} {rule}\n")).collect::<Vec<_>>().concat()
    });
    let globals =
        ["", "no voice hunt unassigned-number\n", "voice hunt user-busy\n", "dial-peer hunt 2\n", "num-exp 5 12\n"];
    let entries = proptest::collection::vec(select(vec!["11", "12.", "2"]), 0..3);
    let peers = proptest::collection::btree_map(1..6_u32, peer(), 0..4);
    (select(globals.to_vec()), table.clone(), table, entries, peers).prop_map(|(globals, a, b, entries, peers)| {
        let table = |number: u32, name: &str, rules: &str| {
            format!(
                "voice translation-rule {number}\n{rules}voice translation-profile {name}\n translate called {number}\n"
            )
        };
        let entries = entries.iter().map(|entry| format!("  e164 {entry}\n")).collect::<Vec<_>>().concat();
        let map = if entries.is_empty() { String::new() } else { format!("voice class e164-pattern-map 1\n{entries}") };
        // Of peers that match equally well one comes first for sure.
        let peers = peers.iter().map(|(tag, peer)| format!("dial-peer voice {tag} voip\n preference {tag}\n{peer}"));
        format!("{globals}{}{}{map}{}", table(1, "a", &a), table(2, "b", &b), peers.collect::<Vec<_>>().concat())
    })
}

/// Some of these lines, in any order, each at most once; and none of two that exclude each other.
fn some(lines: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    let most = lines.len().min(5);
    let first_words =
        |line: &str| line.trim_start().trim_start_matches("no ").split(' ').take(2).collect::<Vec<_>>().join(" ");
    proptest::sample::subsequence(lines.to_vec(), 0..=most).prop_shuffle().prop_map(move |lines| {
        let mut seen = std::collections::BTreeSet::new();
        lines.into_iter().filter(|line| seen.insert(first_words(line))).collect::<Vec<_>>().concat()
    })
}

/// The lines below a header that is there, or is not.
fn object(header: &'static str, lines: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    proptest::option::of(some(lines))
        .prop_map(move |lines| lines.map_or_else(String::new, |lines| format!("{header}\n{lines}")))
}

const SERVICE: &[&str] = &[
    " address-hiding\n",
    " media statistics\n",
    " no media statistics\n",
    " allow-connections sip to sip\n",
    " fax protocol t38\n",
    " fax protocol none\n",
    " supplementary-service h450.12\n",
    " no supplementary-service h450.12\n",
    " mode border-element\n",
    " sip\n  early-offer forced\n  no call service stop\n",
    " sip\n  bind all source-interface Lo0\n  call-route url\n",
    " h323\n  call start slow\n",
    " ip address trusted list\n  ipv4 192.0.2.1\n  ipv4 192.0.2.2\n",
    " ip address trusted list\n  ipv4 192.0.2.1\n",
    " stun\n  stun flowdata x\n",
    " no ip address trusted authenticate\n",
];

const UA: &[&str] = &[
    " retry invite 2\n",
    " retry invite 3\n",
    " timers trying 100\n",
    " no remote-party-id\n",
    " remote-party-id\n",
    " registrar dns:a\n",
    " registrar dns:b\n",
    " sip-server ipv4:192.0.2.1\n",
    " sip-server ipv4:192.0.2.2\n",
    " set sip-status 404 pstn-cause 17\n",
    " set sip-status 404 pstn-cause 1\n",
    " max-forwards 6\n",
];

const PORT: &[&str] = &[
    " cptone DE\n",
    " cptone US\n",
    " no echo-cancel enable\n",
    " echo-cancel coverage 64\n",
    " connection plar 12\n",
    " connection plar 13\n",
    " shutdown\n",
    " translation-profile incoming a\n",
    " translation-profile incoming b\n",
    " description x\n",
    " preference 99\n",
];

const POTS: &[&str] = &[
    " destination-pattern 1..\n",
    " destination-pattern 12T\n",
    " port 0/0/0:23\n",
    " port 0/1/0\n",
    " forward-digits 2\n",
    " forward-digits all\n",
    " no digit-strip\n",
    " prefix 9\n",
    " prefix 8\n",
    " incoming called-number .\n",
    " direct-inward-dial\n",
    " trunkgroup A\n",
    " trunkgroup A 2\n",
    " preference 3\n",
    " preference 99\n",
    " huntstop\n",
    " shutdown\n",
    " corlist incoming in\n",
    " corlist outgoing out\n",
    " progress_ind setup enable 3\n",
    " no vad\n",
];

const VOIP: &[&str] = &[
    " destination-pattern 2..\n",
    " destination-pattern ^21$\n",
    " session target ipv4:192.0.2.8\n",
    " session server-group 1\n",
    " destination dpg 1\n",
    " incoming uri via 1\n",
    " incoming uri from 1\n",
    " session protocol sipv2\n",
    " destination e164-pattern-map 1\n",
    " voice-class sip early-offer forced\n",
    " ip qos dscp cs3 signaling\n",
    " ip qos dscp cs4 signaling\n",
    " dtmf-relay rtp-nte\n",
    " media flow-around\n",
    " modem passthrough nse codec g711ulaw\n",
    " voice-class sip profiles 1\n",
    " tenant 1\n",
    " voice-class codec 1\n",
    " huntstop\n",
    " preference 4\n",
    " frobnicate\n",
];

/// What dial-peers name.
fn classes() -> impl Strategy<Value = String> {
    let classes = (
        object(
            "voice class codec 1",
            &[" codec preference 1 g711ulaw\n", " codec preference 2 g729r8\n", " codec preference 1 g729r8\n"],
        ),
        object(
            "voice class sip-profiles 1",
            &[
                " rule 1 request INVITE sip-header From modify \"a\" \"b\"\n",
                " request ANY sip-header To remove\n",
                " response 200 sip-header X remove\n",
            ],
        ),
        object("voice class uri 1 sip", &[" host a\n", " host b\n", " pattern c\n", " user-id 5\n"]),
        object(
            "voice class server-group 1",
            &[
                " ipv4 192.0.2.1\n",
                " ipv4 192.0.2.2 port 5061\n",
                " huntstop 1 resp-code 404 to 404\n",
                " hunt-scheme round-robin\n",
                " shutdown\n",
            ],
        ),
        object(
            "voice class dpg 1",
            &[" dial-peer 1 preference 1\n", " dial-peer 2 preference 1\n", " dial-peer 3\n", " description x\n"],
        ),
        object(
            "voice class tenant 1",
            &[" sip-server ipv4:192.0.2.1\n", " registrar dns:c\n", " no remote-party-id\n"],
        ),
        object("trunk group A", &[" hunt-scheme random\n", " translation-profile outgoing a\n", " max-calls any 5\n"]),
        object("dial-peer cor list in", &[" member x\n", " member y\n"]),
        object("dial-peer cor list out", &[" member x\n", " member z\n"]),
        object("dial-peer cor custom", &[" name x\n", " name y\n", " name z\n"]),
    );
    classes.prop_map(|(a, b, c, d, e, f, g, h, i, j)| [a, b, c, d, e, f, g, h, i, j].concat())
}

/// What a router has beside.
fn others() -> impl Strategy<Value = String> {
    let others = (
        object("voice service voip", SERVICE),
        object("sip-ua", UA),
        object("voice-port 0/0/0:23", PORT),
        object("controller E1 0/0/0", &[" pri-group timeslots 1-31\n", " framing crc4\n", " clock source line\n"]),
        object(
            "interface Serial0/0/0:23",
            &[" isdn incoming-voice voice\n", " trunk-group A\n", " isdn switch-type primary-ni\n"],
        ),
        object(
            "voice class sip-profiles 2",
            &[" request ANY sip-header A remove\n", " request INVITE sip-header B remove\n"],
        ),
        object("gateway", &[" timer receive-rtp 1200\n", " timer receive-rtp 1300\n"]),
        object("application", &[" service a flash:a.tcl\n  param x 1\n  param y 2\n", " service b flash:b.tcl\n"]),
        object("telephony-service", &[" max-dn 10\n", " max-ephones 5\n"]),
        object("ephone-dn 1", &[" number 15\n", " number 16\n", " name x\n"]),
    );
    others.prop_map(|(a, b, c, d, e, f, g, h, i, j)| [a, b, c, d, e, f, g, h, i, j].concat())
}

/// Dial-peers of both kinds.
fn peers() -> impl Strategy<Value = String> {
    let peers = (
        object("dial-peer voice 11 pots", POTS),
        object("dial-peer voice 12 pots", POTS),
        object("dial-peer voice 13 voip", VOIP),
        proptest::prop_oneof![object("dial-peer voice 14 voip", VOIP), object("dial-peer voice 14 pots", POTS)],
    );
    peers.prop_map(|(a, b, c, d)| [a, b, c, d].concat())
}

/// A configuration with objects of every kind.
pub(super) fn rich() -> impl Strategy<Value = String> {
    let globals = some(&[
        "no voice hunt all\n",
        "voice hunt user-busy\n",
        "dial-peer hunt 2\n",
        "dial-peer terminator *\n",
        "voip-incoming translation-profile a\n",
        "call threshold global cpu-avg low 1 high 2\n",
        "voice rtp send-recv\n",
        "dial-peer outbound status-check pots\n",
    ]);
    (globals, config(), classes(), others(), peers()).prop_map(|(a, b, c, d, e)| [a, b, c, d, e].concat())
}
