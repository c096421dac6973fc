//! The rules behind the documented examples, on other examples: what a router does with one call, mechanism by mechanism.

use dialc::call::{
    Call, Cause, Gateway, Leg, Outcome, PartyNumber, Point, Profile, Reason, Replies, Trace, Trunk, Uri, UriKind,
};
use dialc::model::{DialPlan, Tag, read};
use dialc::source::Source;
use dialc::syntax::argument::SessionTarget;
use dialc::syntax::tree::Tree;
use proptest::prelude::*;

fn plan(config: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new("config", config)));
    assert!(report.is_empty(), "{report:?}");
    plan
}

fn traced(config: &str, call: &Call, replies: &[&str], assume: &[&str]) -> Trace {
    let plan = plan(config);
    let mut profile = Profile::default();
    for text in assume {
        profile.assume(text).unwrap();
    }
    let mut given = Replies::default();
    for text in replies {
        given.add(text, &plan).unwrap();
    }
    Gateway::new(&plan, profile).trace(call, &given).unwrap()
}

fn trace(config: &str, call: &Call, replies: &[&str]) -> Trace {
    traced(config, call, replies, &[])
}

fn hunt(trace: &Trace) -> Vec<Vec<u32>> {
    let hunt = trace.selection.iter().flat_map(|selection| &selection.hunt);
    hunt.map(|group| group.iter().map(|one| one.tag.number()).collect()).collect()
}

fn tried(trace: &Trace) -> Vec<u32> {
    trace.attempts.iter().map(|attempt| attempt.tag.number()).collect()
}

fn sent(trace: &Trace) -> &str {
    &trace.attempts[0].called.digits
}

fn sip(address: &str) -> Leg {
    Leg::Sip(Trunk::at(SessionTarget::Ipv4(address.parse().unwrap(), None)))
}

/// The tag of the inbound dial-peer and the command that decided; 0 for the default peer.
fn inbound(trace: &Trace) -> (u32, &'static str) {
    let inbound = trace.inbound.as_ref().unwrap();
    (inbound.peer.map_or(0, Tag::number), inbound.by)
}

/// A POTS dial-peer with these lines.
fn pots(lines: &str) -> String {
    format!("dial-peer voice 1 pots\n {}\n port 0/0/0:23\n", lines.replace('\n', "\n "))
}

/// Command reference, `digit-strip`, `forward-digits`, `prefix`.
#[test]
fn pots_peers_strip_forward_and_prefix() {
    let sent_by = |lines: &str, number: &str| sent(&trace(&pots(lines), &Call::to(number), &[])).to_owned();
    assert_eq!(sent_by("destination-pattern 9T", "95551212"), "5551212");
    assert_eq!(sent_by("destination-pattern 9[2-9]......", "95551212"), "5551212");
    assert_eq!(sent_by("destination-pattern 9(555)....", "95551212"), "5551212");
    assert_eq!(sent_by("destination-pattern 95+....", "95551212"), "551212");
    assert_eq!(sent_by("destination-pattern 9T\nno digit-strip", "95551212"), "95551212");
    assert_eq!(sent_by("destination-pattern 9T\nforward-digits all", "95551212"), "95551212");
    assert_eq!(sent_by("destination-pattern 9T\nforward-digits 4", "95551212"), "1212");
    assert_eq!(sent_by("destination-pattern 911\nforward-digits 0", "911"), "");
    assert_eq!(sent_by("destination-pattern 911\nno forward-digits", "911"), "");
    assert_eq!(sent_by("destination-pattern 911\ndefault forward-digits", "911"), "");
    assert_eq!(sent_by("destination-pattern 555....\nforward-digits extra", "555123499"), "99");
    assert_eq!(sent_by("destination-pattern 555....\nprefix 9,1", "5551234"), "911234");
}

/// Two sources disagree about the order of `forward-digits` and `prefix`.
#[test]
fn forward_digits_and_prefix_can_change_places() {
    let config = pots("destination-pattern 555....\nforward-digits 4\nprefix 9");
    let sent_with = |assume| sent(&traced(&config, &Call::to("5551234"), &[], &[assume])).to_owned();
    assert_eq!(sent_with("forward-digits=before-prefix"), "91234");
    assert_eq!(sent_with("forward-digits=after-prefix"), "1234");
}

/// Cisco 14074: VoIP dial-peers send all digits.
#[test]
fn voip_peers_send_all_digits() {
    let config = "dial-peer voice 1 voip\n destination-pattern 555\n session target ipv4:192.0.2.1\n";
    assert_eq!(sent(&trace(config, &Call::to("5551234"), &[])), "5551234");
}

/// Cisco 64020: the profile of a voice port goes before that of its trunk group; the controller's before both.
#[test]
fn the_nearest_profile_of_a_trunk_counts() {
    let rule = |number: u32| {
        format!(
            "voice translation-rule {number}\n rule 1 /^/ /{number}/\nvoice translation-profile P{number}\n \
             translate called {number}\n"
        )
    };
    let tables: String = (1..=5).map(rule).collect();
    let group = "trunk group G\n translation-profile incoming P3\ninterface Serial0/0/0:23\n trunk-group G\n";
    let port = "voice-port 0/0/0:23\n translation-profile incoming P2\n";
    let controller = "voice service pots\n translation-profile incoming controller T1 0/0/0 P1\n";
    let peer = "dial-peer voice 1 pots\n incoming called-number .\n direct-inward-dial\n port 0/0/0:23\n";
    let arrived = |parts: &[&str]| {
        let config = format!("{tables}{}", parts.concat());
        let trace = trace(&config, &Call::to("55").on(Leg::Port("0/0/0:23".into())), &[]);
        trace.collected.digits
    };
    assert_eq!(arrived(&[group, peer]), "355");
    assert_eq!(arrived(&[group, port, peer]), "255");
    assert_eq!(arrived(&[group, port, controller, peer]), "155");
    let own = peer.replace(" port", " translation-profile incoming P4\n port");
    assert_eq!(arrived(&[port, &own]), "4255");
    let service = "voice service pots\n translation-profile incoming P5\n";
    assert_eq!(arrived(&[port, service, &own]), "54255");
}

/// Command reference and Cisco 211306 disagree about when the global translation is applied.
#[test]
fn calls_by_ip_meet_the_global_translation() {
    let config = "voice translation-rule 1\n rule 1 /^/ /1/\nvoice translation-profile P\n translate called 1\n\
        voip-incoming translation-profile P\ndial-peer voice 7 voip\n incoming called-number 155\n";
    let by = |assume: &str| {
        let trace = traced(config, &Call::to("55").on(sip("192.0.2.1")), &[], &[assume]);
        (inbound(&trace).0, trace.collected.digits)
    };
    assert_eq!(by("voip-incoming=before"), (7, "155".into()));
    assert_eq!(by("voip-incoming=after"), (0, "155".into()));
}

/// Cisco 211306: translation on the way out is that of the peer, then of the trunk.
#[test]
fn the_way_out_has_its_points_in_order() {
    let config = "voice translation-rule 1\n rule 1 /^/ /1/\nvoice translation-rule 2\n rule 1 /^/ /2/\n\
        voice translation-profile PEER\n translate called 1\nvoice translation-profile PORT\n translate called 2\n\
        voice-port 0/0/0:23\n translation-profile outgoing PORT\n\
        dial-peer voice 1 pots\n translation-profile outgoing PEER\n destination-pattern 9T\n prefix 3\n port 0/0/0:23\n";
    let trace = trace(config, &Call::to("955"), &[]);
    let points: Vec<_> = trace.attempts[0].changes.iter().map(|change| change.point).collect();
    assert_eq!(points, [Point::DigitStrip, Point::OutboundPeer, Point::Prefix, Point::TrunkOutgoing]);
    assert_eq!(sent(&trace), "23155");
}

/// Cisco 211306: `translate-outgoing` names a table of either kind.
#[test]
fn translate_outgoing_names_a_table_of_either_kind() {
    let peer = "dial-peer voice 1 voip\n translate-outgoing called 7\n destination-pattern 5\n session target ipv4:192.0.2.1\n";
    let old = format!("translation-rule 7\n rule 1 ^55 99\n{peer}");
    let new = format!("voice translation-rule 7\n rule 1 /^55/ /88/\n{peer}");
    assert_eq!(sent(&trace(&old, &Call::to("5512"), &[])), "9912");
    assert_eq!(sent(&trace(&new, &Call::to("5512"), &[])), "8812");
}

/// Cisco 211306: an outgoing profile that rejects blocks the call; what comes of hunting no document says.
#[test]
fn a_reject_on_the_way_out_blocks_the_call() {
    let config = "voice translation-rule 1\n rule 1 reject /^5/\nvoice translation-profile P\n translate called 1\n\
        dial-peer voice 1 voip\n translation-profile outgoing P\n destination-pattern 5\n session target ipv4:192.0.2.1\n";
    let trace = trace(config, &Call::to("55"), &[]);
    let Outcome::Rejected(failure) = &trace.outcome else { panic!("{:?}", trace.outcome) };
    assert!(matches!(&failure.reason, Reason::Blocked(blocked) if blocked.at == "dial-peer 1"), "{failure:?}");
    assert!(trace.notes.iter().any(|note| note.text.starts_with("no document says")));
}

/// Command reference, `call-block`: only reject rules count there; the cause is what is configured.
#[test]
fn a_blocked_call_gets_its_configured_cause() {
    let config = |cause: &str| {
        format!(
            "voice translation-rule 1\n rule 1 reject /^900/\n rule 2 /^1/ /2/\nvoice translation-profile P\n \
             translate calling 1\ndial-peer voice 1 voip\n call-block translation-profile incoming P\n {cause}\n \
             incoming called-number .\n"
        )
    };
    let call = |calling: &str| Call::to("55").from(calling).on(sip("192.0.2.1"));
    let failure = |cause: &str| match trace(&config(cause), &call("9001"), &[]).outcome {
        Outcome::Rejected(failure) => (failure.cause, failure.status),
        other @ (Outcome::Answered { .. } | Outcome::NoRoute(_)) => panic!("{other:?}"),
    };
    assert_eq!(failure("call-block disconnect-cause incoming invalid-number"), (Some(Cause(28)), Some(484)));
    assert_eq!(failure("huntstop"), (None, None));
    assert!(trace(&config("huntstop"), &call("1001"), &[]).incoming.is_empty());
}

/// Cisco 211306: URIs in their order; CUBE guide: the host is preferred to the user, and a whole pattern comes last.
#[test]
fn uris_decide_before_numbers_and_hosts_before_users() {
    let class = |name: &str, line: &str| format!("voice class uri {name} sip\n {line}\n");
    let peer = |tag: u32, line: &str| format!("dial-peer voice {tag} voip\n session protocol sipv2\n {line}\n");
    let classes =
        class("HOST", "host ipv4:192.0.2.1") + &class("USER", "user-id 55..") + &class("ALL", "pattern 5501@.*");
    let number = peer(1, "incoming called-number 1206");
    let call = Call::to("1206").from("5501").on(sip("192.0.2.1"));
    let by = |peers: &[String]| inbound(&trace(&format!("{classes}{number}{}", peers.concat()), &call, &[]));
    assert_eq!(by(&[]), (1, "incoming called-number"));
    assert_eq!(by(&[peer(2, "incoming uri from ALL")]), (2, "incoming uri from"));
    assert_eq!(by(&[peer(2, "incoming uri from ALL"), peer(3, "incoming uri from USER")]), (3, "incoming uri from"));
    assert_eq!(by(&[peer(2, "incoming uri from USER"), peer(3, "incoming uri from HOST")]), (3, "incoming uri from"));
    assert_eq!(by(&[peer(2, "incoming uri from HOST"), peer(3, "incoming uri via HOST")]), (3, "incoming uri via"));
}

#[test]
fn a_uri_that_the_call_does_not_tell_is_not_guessed() {
    let config = "voice class uri GATEWAY sip\n host ipv4:192.0.2.254\n\
        dial-peer voice 1 voip\n session protocol sipv2\n incoming uri request GATEWAY\n";
    let unknown = trace(config, &Call::to("55").on(sip("192.0.2.1")), &[]);
    assert_eq!(inbound(&unknown), (0, "default"));
    assert!(unknown.notes.iter().any(|note| note.text.contains("whether dial-peer 1 takes it")), "{:?}", unknown.notes);
    let mut trunk = Trunk::at(SessionTarget::Ipv4([192, 0, 2, 1].into(), None));
    *trunk.uris.entry(UriKind::Request) = Some(Uri::parse("sip:55@192.0.2.254"));
    assert_eq!(inbound(&trace(config, &Call::to("55").on(Leg::Sip(trunk)), &[])), (1, "incoming uri request"));
}

/// Command reference, `dial-peer inbound selection`: the order among equals is not guaranteed without `creation-order`.
#[test]
fn inbound_ties_are_said() {
    let peers =
        "dial-peer voice 7 voip\n incoming called-number 55..\ndial-peer voice 3 voip\n incoming called-number 55..\n";
    let call = Call::to("5512").on(sip("192.0.2.1"));
    let first = trace(peers, &call, &[]).inbound.unwrap();
    assert_eq!((first.peer, first.ties), (Tag::new(7), vec![Tag::new(3).unwrap()]));
    let last = traced(peers, &call, &[], &["inbound-tie=last-configured"]).inbound.unwrap();
    assert_eq!(last.peer, Tag::new(3));
    let ordered = trace(&format!("{peers}dial-peer inbound selection creation-order\n"), &call, &[]);
    assert!(ordered.assumed.is_empty() && ordered.inbound.unwrap().peer == Tag::new(7));
}

/// Cisco 211306, dial-peer permissions: `term` for calls that come in, `orig` for calls that go out.
#[test]
fn permission_is_for_one_direction() {
    let config = |permission: &str| {
        format!(
            "dial-peer voice 1 voip\n permission {permission}\n incoming called-number .\n destination-pattern 5\n \
             session target ipv4:192.0.2.1\n"
        )
    };
    let both = |permission: &str| {
        let trace = trace(&config(permission), &Call::to("55").on(sip("192.0.2.1")), &[]);
        (inbound(&trace).0, hunt(&trace).len())
    };
    assert_eq!([both("both"), both("term"), both("orig"), both("none")], [(1, 1), (1, 0), (0, 1), (0, 0)]);
}

/// CUBE guide: an exhausted or stopped server group ends only the group.
#[test]
fn after_a_server_group_the_next_dial_peer_is_tried() {
    let config = "voice class server-group 5\n ipv4 192.0.2.51 preference 2\n ipv4 192.0.2.52 preference 1\n \
        huntstop 1 resp-code 404\n\
        dial-peer voice 1 voip\n destination-pattern 5\n session protocol sipv2\n session server-group 5\n\
        dial-peer voice 2 voip\n preference 1\n destination-pattern 5\n session target ipv4:192.0.2.9\n";
    let targets = |replies: &[&str], assume: &[&str]| {
        let trace = traced(config, &Call::to("55"), replies, assume);
        trace.attempts.iter().map(|attempt| attempt.target.replace("ipv4:192.0.2.", "")).collect::<Vec<_>>()
    };
    assert_eq!(targets(&["1=503"], &[]), ["52", "51", "9"]);
    assert_eq!(targets(&["1=404"], &[]), ["52", "9"]);
    assert_eq!(targets(&["1=404"], &["server-group-huntstop=ends-hunting"]), ["52"]);
    assert_eq!(targets(&["1=503"], &["server-group-huntstop=ends-hunting"]), ["52", "51", "9"]);
    assert_eq!(targets(&["1=480"], &[]), ["52", "9"]);
    assert_eq!(targets(&["1=486"], &[]), ["52"]);
    assert_eq!(targets(&["1=cause:102"], &[]), ["52", "51", "9"]);
    assert_eq!(targets(&["1=410"], &[]), ["52", "51", "9"]);
    assert_eq!(targets(&["1=410"], &["server-group-status=stops"]), ["52", "9"]);
}

#[test]
fn what_keeps_a_server_group_from_being_used_is_said() {
    let reason = |group: &str, protocol: &str| {
        let config =
            format!("{group}dial-peer voice 1 voip\n destination-pattern 5\n{protocol} session server-group 5\n");
        trace(&config, &Call::to("55"), &[]).selection.unwrap().left_out[0].reason.to_string()
    };
    let sip = " session protocol sipv2\n";
    let full = "voice class server-group 5\n ipv4 192.0.2.51\n";
    assert_eq!(reason("", sip), "voice class server-group 5 is missing");
    assert_eq!(reason("voice class server-group 5\n", sip), "voice class server-group 5 has no server");
    assert_eq!(reason(&format!("{full} shutdown\n"), sip), "voice class server-group 5 is shut down");
    assert_eq!(reason(full, ""), "a server group needs `session protocol sipv2`");
}

/// Command reference, `dial-peer outbound status-check`: a port that is down is left out, or tried and fails.
#[test]
fn a_port_that_is_down_is_left_out_or_fails() {
    let config = "voice-port 0/1/0\n shutdown\ndial-peer voice 1 pots\n destination-pattern 5\n port 0/1/0\n";
    assert_eq!(hunt(&trace(config, &Call::to("5"), &[])), [[0_u32; 0]; 0]);
    let tried_anyway = trace(&format!("{config}no dial-peer outbound status-check pots\n"), &Call::to("5"), &[]);
    assert_eq!(tried_anyway.attempts[0].cause, Some(Cause::NO_CIRCUIT));
}

/// Command reference, `dial-peer no-match disconnect-cause`.
#[test]
fn calls_that_no_peer_takes_can_be_ended() {
    let config = "dial-peer no-match disconnect-cause 1\ndial-peer voice 1 voip\n destination-pattern 5\n session target ipv4:192.0.2.1\n";
    let from_port = trace(config, &Call::to("5").on(Leg::Port("0/0/0:23".into())), &[]);
    let Outcome::Rejected(failure) = from_port.outcome else { panic!("{:?}", from_port.outcome) };
    assert_eq!((failure.reason, failure.cause), (Reason::NoInbound, Some(Cause(1))));
    assert!(matches!(trace(config, &Call::to("5").on(sip("192.0.2.1")), &[]).outcome, Outcome::Answered { .. }));
}

/// Cisco 14074: without direct-inward-dial, older releases collect digits one by one; the profile decides.
#[test]
fn without_direct_inward_dial_the_profile_decides() {
    let config = "dial-peer voice 1 pots\n incoming called-number .\n port 0/0/0:23\n\
        dial-peer voice 2 voip\n destination-pattern 55\n session target ipv4:192.0.2.1\n";
    let call = Call::to("5512").on(Leg::Port("0/0/0:23".into()));
    assert_eq!(sent(&trace(config, &call, &[])), "5512");
    assert_eq!(sent(&traced(config, &call, &[], &["pri-inbound=as-configured"])), "55");
    let did = config.replace(" incoming", " direct-inward-dial\n incoming");
    assert_eq!(sent(&traced(&did, &call, &[], &["pri-inbound=as-configured"])), "5512");
}

/// Cisco 211306: `numbering-type` filters by the type of the called number.
#[test]
fn numbering_type_filters() {
    let config = "dial-peer voice 1 voip\n numbering-type national\n destination-pattern 5\n session target ipv4:192.0.2.1\n\
        dial-peer voice 2 voip\n preference 1\n destination-pattern 5\n session target ipv4:192.0.2.2\n";
    let hunt_of = |kind: Option<&str>| {
        let called = PartyNumber { number_type: kind.map(str::to_owned), ..PartyNumber::plain("55") };
        hunt(&trace(config, &Call { called, ..Call::to("") }, &[]))
    };
    assert_eq!(hunt_of(None), [[2]]);
    assert_eq!(hunt_of(Some("national")), [[1], [2]]);
    assert_eq!(hunt_of(Some("international")), [[2]]);
}

/// CUBE guide: with `call-route url` the URI goes before the called number, and inbound translation of it has no effect.
#[test]
fn calls_can_be_routed_by_their_uri() {
    let config = |service: &str| {
        format!(
            "{service}voice class uri DESK sip\n user-id 55..\nvoice translation-rule 1\n rule 1 /^/ /9/\n\
             voice translation-profile P\n translate called 1\n\
             dial-peer voice 1 voip\n translation-profile incoming P\n session protocol sipv2\n incoming called-number .\n\
             dial-peer voice 2 voip\n destination uri DESK\n session protocol sipv2\n session target ipv4:192.0.2.2\n\
             dial-peer voice 3 voip\n destination-pattern .T\n session protocol sipv2\n session target ipv4:192.0.2.3\n"
        )
    };
    let call = Call::to("5512").on(sip("192.0.2.2"));
    let plain = trace(&config(""), &call, &[]);
    assert_eq!((hunt(&plain), sent(&plain)), (vec![vec![3]], "95512"));
    let routed = trace(&config("voice service voip\n sip\n  call-route url\n"), &call, &[]);
    assert_eq!((hunt(&routed), sent(&routed)), (vec![vec![2]], "5512"));
}

/// CUBE guide, provision policies: two attributes of one rule must both match; the rules are tried in their order.
#[test]
fn a_provision_policy_needs_all_attributes_of_a_rule() {
    let config = "voice class uri DESK sip\n user-id 55..\nvoice class dial-peer provision-policy 1\n \
        preference 1 from called\n preference 2 called\n\
        dial-peer voice 1 voip\n session protocol sipv2\n destination provision-policy 1\n incoming called-number .\n\
        dial-peer voice 2 voip\n destination uri-from DESK\n destination-pattern 12..\n session protocol sipv2\n \
        session target ipv4:192.0.2.2\n\
        dial-peer voice 3 voip\n destination-pattern 12..\n session protocol sipv2\n session target ipv4:192.0.2.3\n";
    let hunt_from = |calling: &str| hunt(&trace(config, &Call::to("1206").from(calling).on(sip("192.0.2.2")), &[]));
    assert_eq!(hunt_from("5501"), [[2], [3]]);
    assert_eq!(hunt_from("6601"), [[2, 3]]);
}

/// Command reference, `set pstn-cause`: the caller gets the last cause as a status, by default or as configured.
#[test]
fn a_sip_caller_gets_the_last_cause_as_a_status() {
    let config = |lines: &str| {
        format!(
            "{lines}dial-peer voice 1 voip\n session protocol sipv2\n incoming called-number .\n\
             dial-peer voice 2 voip\n destination-pattern 5\n session protocol sipv2\n session target ipv4:192.0.2.2\n"
        )
    };
    let status = |lines: &str, reply: &str| match trace(&config(lines), &Call::to("55").on(sip("192.0.2.2")), &[reply])
        .outcome
    {
        Outcome::Rejected(failure) => failure.status.unwrap(),
        other @ (Outcome::Answered { .. } | Outcome::NoRoute(_)) => panic!("{other:?}"),
    };
    assert_eq!(status("", "2=404"), 404);
    assert_eq!(status("", "2=503"), 500);
    assert_eq!(status("sip-ua\n set pstn-cause 63 sip-status 503\n", "2=503"), 503);
}

/// CUBE guide, toll-fraud prevention: session targets, servers and the trusted list may call.
#[test]
fn only_known_addresses_may_call_a_whole_configuration() {
    let config = "version 15.7\nvoice service voip\n ip address trusted list\n  ipv4 198.51.100.0 255.255.255.0\n  \
        ipv6 2001:db8::/32\n allow-connections sip to sip\nvoice class server-group 5\n ipv4 192.0.2.51\n\
        dial-peer voice 1 voip\n destination-pattern 5\n session protocol sipv2\n session target ipv4:192.0.2.1\n\
        dial-peer voice 2 voip\n destination-pattern 6\n session protocol sipv2\n session server-group 5\n";
    let refused = |config: &str, leg: Leg| {
        let outcome = trace(config, &Call::to("5").on(leg), &[]).outcome;
        matches!(outcome, Outcome::Rejected(failure) if failure.reason == Reason::Untrusted)
    };
    for (address, untrusted) in [
        ("192.0.2.1", false),
        ("192.0.2.51", false),
        ("198.51.100.200", false),
        ("198.51.101.1", true),
        ("203.0.113.1", true),
    ] {
        assert_eq!(refused(config, sip(address)), untrusted, "{address}");
    }
    let v6 = |text: &str| Leg::Sip(Trunk::at(SessionTarget::Ipv6(text.parse().unwrap(), None)));
    assert!(!refused(config, v6("2001:db8::9")) && refused(config, v6("2001:db9::9")));
    let open =
        config.replace(" ip address trusted list", " no ip address trusted authenticate\n ip address trusted list");
    assert!(!refused(&open, sip("203.0.113.1")));
    assert!(!refused(&config.replace("version 15.7\n", ""), sip("203.0.113.1")));
}

/// Command reference, `dial-peer terminator`; DP-PLAN: before the `T` part it is a digit.
#[test]
fn the_terminator_counts_in_the_open_part_only() {
    let config = |line: &str| {
        format!("{line}dial-peer voice 1 voip\n destination-pattern 2222...T\n session target ipv4:192.0.2.1\n")
    };
    let collected = |line: &str, dialled: &str| {
        let call = Call { overlap: true, ..Call::to(dialled) };
        trace(&config(line), &call, &[]).collected.digits
    };
    assert_eq!(collected("", "2222###1234567#9"), "2222###1234567");
    assert_eq!(collected("dial-peer terminator *\n", "2222###12#4*9"), "2222###12#4");
}

fn peer_lines(pattern: &str, preference: u32) -> String {
    format!(" destination-pattern {pattern}\n preference {preference}\n session target ipv4:192.0.2.1\n")
}

proptest! {
    /// A dial-peer that does not match a number makes no difference to what becomes of it.
    #[test]
    fn a_peer_that_does_not_match_makes_no_difference_to_a_call(
        patterns in prop::collection::vec(("[2-5.]{1,4}", 0..3_u32), 1..6),
        other in "[6-9][0-9.]{0,3}",
        at in 0..6_usize,
        number in "[2-5]{1,6}",
        replies in prop::collection::vec(prop::sample::select(vec!["404", "486", "503", "answer"]), 6),
    ) {
        let peers: Vec<_> = patterns
            .iter()
            .enumerate()
            .map(|(at, (pattern, preference))| {
                format!("dial-peer voice {} voip\n{}", at + 1, peer_lines(pattern, *preference))
            })
            .collect();
        let mut with = peers.clone();
        with.insert(at.min(peers.len()), format!("dial-peer voice 99 voip\n{}", peer_lines(&other, 0)));
        let run = |config: &str| {
            let plan = plan(config);
            let gateway = Gateway::new(&plan, Profile::default());
            let mut given = Replies::default();
            let all = gateway.trace(&Call::to(&number), &given).unwrap();
            for (tag, reply) in hunt(&all).into_iter().flatten().zip(&replies) {
                given.add(&format!("{tag}={reply}"), &plan).unwrap();
            }
            let trace = gateway.trace(&Call::to(&number), &given).unwrap();
            (hunt(&trace), tried(&trace), trace.outcome)
        };
        prop_assert_eq!(run(&peers.concat()), run(&with.concat()));
    }

    /// A trace of a number is that of the same number whatever was traced before: a gateway keeps no state.
    #[test]
    fn a_gateway_keeps_no_state(numbers in prop::collection::vec("[0-9]{0,5}", 1..6)) {
        let plan = plan(&format!(
            "voice translation-rule 1\n rule 1 /^5/ /6/\nvoice translation-profile P\n translate called 1\n\
             dial-peer voice 1 voip\n translation-profile outgoing P\n{}", peer_lines("5", 0)
        ));
        let gateway = Gateway::new(&plan, Profile::default());
        let outcome = |gateway: &Gateway<'_>, number: &str| {
            let trace = gateway.trace(&Call::to(number), &Replies::default()).unwrap();
            format!("{:?} {:?}", trace.attempts, trace.outcome)
        };
        for number in &numbers {
            prop_assert_eq!(outcome(&gateway, number), outcome(&Gateway::new(&plan, Profile::default()), number));
        }
    }
}
