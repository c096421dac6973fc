//! The documented examples of whole calls: which dial-peers are tried in which order, which takes a call that comes in,
//! where hunting and server groups stop, and which digits a POTS dial-peer sends.

use dialc::call::{
    Attempt, Call, Gateway, Leg, PartyNumber, Profile, Replies, Trace, Trunk, Uri, Uris, match_length, stripped_digits,
};
use dialc::model::{DialPlan, Tag, read};
use dialc::source::Source;
use dialc::syntax::pattern::NumberPattern;
use dialc::syntax::tree::Tree;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    outbound: Vec<Outbound>,
    inbound: Vec<Inbound>,
    hunt_common_config: String,
    hunting: Vec<Hunting>,
    server_group: Vec<ServerGroup>,
    digit_strip: Vec<DigitStrip>,
}

#[derive(Deserialize)]
struct Outbound {
    id: String,
    source: String,
    basis: String,
    mode: String,
    config: String,
    called: String,
    expect: Vec<Place>,
    #[serde(default)]
    forwarded: Option<String>,
    #[serde(default)]
    expanded: Option<String>,
    #[serde(default)]
    inbound: Option<u32>,
    #[serde(default)]
    sip: Option<Sip>,
    #[serde(default)]
    called_type: Option<String>,
    #[serde(default)]
    attempted_if_all_fail: Option<Vec<u32>>,
    #[serde(default)]
    printed_order: Option<Vec<u32>>,
}

/// A place in the hunt order: one dial-peer, or several that tie.
#[derive(Deserialize)]
#[serde(untagged)]
enum Place {
    One(u32),
    Tie(Vec<u32>),
}

impl Place {
    fn tags(&self) -> Vec<u32> {
        match self {
            Self::One(tag) => vec![*tag],
            Self::Tie(tags) => tags.clone(),
        }
    }
}

#[derive(Deserialize, Default)]
struct Sip {
    via: Option<String>,
    request: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct Inbound {
    id: String,
    source: String,
    leg: String,
    config: String,
    #[serde(default)]
    port: Option<String>,
    #[serde(default)]
    called: String,
    #[serde(default)]
    calling: String,
    #[serde(default)]
    sip: Option<Sip>,
    expect: Vec<u32>,
    #[serde(default)]
    calling_becomes: Option<String>,
    #[serde(default)]
    match_length: Option<usize>,
}

#[derive(Deserialize)]
struct Hunting {
    id: String,
    source: String,
    extra: String,
    peer1_result: String,
    attempts: Vec<u32>,
}

#[derive(Deserialize)]
struct ServerGroup {
    id: String,
    source: String,
    huntstop: String,
    server1_result: u32,
    next_server: bool,
}

#[derive(Deserialize)]
struct DigitStrip {
    pattern: String,
    #[serde(rename = "use")]
    expected: String,
}

fn vectors() -> Vectors {
    serde_yaml::from_str(&std::fs::read_to_string("fixtures/vectors/dial-peers.yaml").unwrap()).unwrap()
}

fn plan(id: &str, config: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new(id, config)));
    assert!(report.is_empty(), "{id}: {report:?}");
    plan
}

fn tag(number: u32) -> Tag {
    Tag::new(number).unwrap()
}

/// A trace with these replies, `TAG=STATUS` each.
fn trace(plan: &DialPlan, call: &Call, texts: &[&str]) -> Trace {
    let mut replies = Replies::default();
    for text in texts {
        replies.add(text, plan).unwrap();
    }
    Gateway::new(plan, Profile::default()).trace(call, &replies).unwrap()
}

fn hunt(trace: &Trace) -> Vec<Vec<u32>> {
    let hunt = trace.selection.iter().flat_map(|selection| &selection.hunt);
    hunt.map(|group| group.iter().map(|one| one.tag.number()).collect()).collect()
}

fn tried(trace: &Trace) -> Vec<u32> {
    trace.attempts.iter().map(|attempt| attempt.tag.number()).collect()
}

fn uris(sip: Option<&Sip>) -> Uris {
    let uri = |text: &Option<String>| text.as_deref().map(Uri::parse);
    sip.map_or_else(Uris::default, |sip| Uris {
        via: uri(&sip.via),
        request: uri(&sip.request),
        from: uri(&sip.from),
        to: uri(&sip.to),
        ..Uris::default()
    })
}

#[test]
fn dial_peers_are_tried_in_the_documented_order() {
    let vectors = vectors();
    assert_eq!(vectors.outbound.len(), 32);
    for example in vectors.outbound {
        let story = format!("{} ({})", example.id, example.source);
        let plan = plan(&example.id, &example.config);
        let mut call = Call::to(&example.called);
        call.called.number_type.clone_from(&example.called_type);
        call.overlap = example.mode == "overlap";
        if let Some(inbound) = example.inbound {
            let trunk = Trunk { address: None, uris: uris(example.sip.as_ref()) };
            call.leg = Some(if example.sip.is_some() { Leg::Sip(trunk) } else { Leg::Peer(tag(inbound), trunk) });
        }
        let trace_of = |replies: &[&str]| trace(&plan, &call, replies);
        let all = trace_of(&[]);
        if let (Some(inbound), Some(taken)) = (example.inbound, &all.inbound) {
            assert_eq!(taken.peer, Some(tag(inbound)), "{story}");
        }
        let expected: Vec<_> = example.expect.iter().map(Place::tags).collect();
        if example.basis == "doc-first" {
            assert_eq!(hunt(&all).first(), expected.first(), "{story}");
        }
        assert_eq!(hunt(&all), expected, "{story}");
        if let Some(forwarded) = &example.forwarded {
            assert_eq!(all.attempts[0].called.digits, *forwarded, "{story}");
        }
        if let Some(expanded) = &example.expanded {
            assert_eq!(all.incoming.last().unwrap().after.digits, *expanded, "{story}");
        }
        if let Some(attempted) = &example.attempted_if_all_fail {
            assert_eq!(tried(&trace_of(&["all=404"])), *attempted, "{story}");
        }
        if let Some(printed) = &example.printed_order {
            let mut tie = printed.clone();
            tie.sort_unstable();
            assert_eq!(hunt(&all), [tie], "{story}: what the router printed is one of the orders of a tie");
        }
    }
}

#[test]
fn calls_come_in_on_the_documented_dial_peer() {
    let vectors = vectors();
    assert_eq!(vectors.inbound.len(), 12);
    for example in vectors.inbound {
        let story = format!("{} ({})", example.id, example.source);
        let plan = plan(&example.id, &example.config);
        let trunk = Trunk { address: None, uris: uris(example.sip.as_ref()) };
        let leg = match example.leg.as_str() {
            // Where the document names no port, any does.
            "pots" => Leg::Port(example.port.clone().unwrap_or_else(|| "0/0/0:23".into())),
            "sip" => Leg::Sip(trunk),
            "sip-line" => Leg::SipLine(trunk),
            "voip" => Leg::H323(trunk),
            other => panic!("{story}: {other}"),
        };
        let call = Call::to(&example.called).from(&example.calling).on(leg);
        let trace = trace(&plan, &call, &[]);
        let inbound = trace.inbound.unwrap();
        assert_eq!(inbound.peer.map_or(0, Tag::number), example.expect[0], "{story}");
        assert!(inbound.ties.is_empty(), "{story}");
        if let Some(length) = example.match_length {
            assert_eq!(inbound.length, Some(length), "{story}");
        }
        if let Some(calling) = &example.calling_becomes {
            assert_eq!(trace.incoming[0].after.digits, *calling, "{story}");
        }
    }
}

#[test]
fn hunting_goes_on_and_stops_where_the_documents_say_so() {
    let vectors = vectors();
    assert_eq!(vectors.hunting.len(), 10);
    for example in vectors.hunting {
        let plan = plan(&example.id, &format!("{}\n{}\n", vectors.hunt_common_config, example.extra));
        let reply = match example.peer1_result.split_once(' ').unwrap() {
            ("SIP", status) => format!("10={status}"),
            ("Q.850", cause) => format!("10=cause:{cause}"),
            (other, _) => panic!("{}: {other}", example.id),
        };
        let trace = trace(&plan, &Call::to("5001"), &[&reply]);
        assert_eq!(tried(&trace), example.attempts, "{} ({})", example.id, example.source);
    }
}

#[test]
fn server_groups_go_on_and_stop_where_the_documents_say_so() {
    let vectors = vectors();
    assert_eq!(vectors.server_group.len(), 7);
    for example in vectors.server_group {
        let config = format!(
            "voice class server-group 1\n ipv4 10.1.1.1 preference 1\n ipv4 10.1.1.2 preference 2\n {}\n\
             dial-peer voice 1 voip\n destination-pattern 3001\n session protocol sipv2\n session server-group 1\n",
            example.huntstop
        );
        let reply = format!("1@10.1.1.1={}", example.server1_result);
        let trace = trace(&plan(&example.id, &config), &Call::to("3001"), &[&reply]);
        let targets: Vec<_> = trace.attempts.iter().map(|attempt: &Attempt| attempt.target.as_str()).collect();
        let expected: &[&str] =
            if example.next_server { &["ipv4:10.1.1.1", "ipv4:10.1.1.2"] } else { &["ipv4:10.1.1.1"] };
        assert_eq!(targets, expected, "{} ({})", example.id, example.source);
    }
}

#[test]
fn the_documented_digits_are_stripped() {
    let vectors = vectors();
    assert_eq!(vectors.digit_strip.len(), 6);
    for example in vectors.digit_strip {
        let config = format!("dial-peer voice 1 pots\n destination-pattern {}\n port 0/0/0:23\n", example.pattern);
        // The number of the table, as far as its source shows it: 408 555 and what each row leaves.
        let trace = trace(&plan(&example.pattern, &config), &Call::to("4085550148"), &[]);
        assert_eq!(trace.attempts[0].called.digits, example.expected, "{}", example.pattern);
        let pattern = NumberPattern::parse(&example.pattern).unwrap();
        assert!(stripped_digits(&pattern) <= *match_length(&pattern).end());
    }
}

/// The counterpart of `every_documented_translation_gives_what_its_source_prints`: the same rows through a whole call.
#[test]
fn a_number_with_a_type_keeps_it_through_the_gateway() {
    let plan = plan(
        "types",
        "voice translation-rule 1\n rule 1 /777/ /888/ type national unknown plan any isdn\n\
         voice translation-profile X\n translate called 1\n\
         dial-peer voice 1 voip\n destination-pattern 777\n translation-profile outgoing X\n session target ipv4:192.0.2.1\n",
    );
    let mut call = Call::to("7771234");
    call.called =
        PartyNumber { digits: "7771234".into(), number_type: Some("national".into()), plan: Some("isdn".into()) };
    let sent = trace(&plan, &call, &[]).attempts[0].called.clone();
    let expected =
        PartyNumber { digits: "8881234".into(), number_type: Some("unknown".into()), plan: Some("isdn".into()) };
    assert_eq!(sent, expected);
}
