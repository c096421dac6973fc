//! Edges of calls: lines that IOS would refuse, objects that are missing, ports that are down, and what chance decides.

use dialc::call::{
    Call, Cause, CollectionEnd, Gateway, Leg, Outcome, Profile, Replies, Stage, Trace, Trunk, Uri, UriKind,
};
use dialc::model::{DialPlan, Release, Tag, read};
use dialc::source::Source;
use dialc::syntax::argument::SessionTarget;
use dialc::syntax::tree::Tree;

/// The dial plan of a configuration; what IOS would refuse of it is part of these tests.
fn plan(config: &str) -> DialPlan {
    read(&Tree::parse(&Source::new("config", config))).0
}

fn traced(config: &str, call: &Call, replies: &[&str], profile: Profile) -> Trace {
    let plan = plan(config);
    let mut given = Replies::default();
    for text in replies {
        given.add(text, &plan).unwrap();
    }
    Gateway::new(&plan, profile).trace(call, &given).unwrap()
}

fn trace(config: &str, call: &Call, replies: &[&str]) -> Trace {
    traced(config, call, replies, Profile::default())
}

fn assuming(text: &str) -> Profile {
    let mut profile = Profile::default();
    profile.assume(text).unwrap();
    profile
}

fn hunt(trace: &Trace) -> Vec<Vec<u32>> {
    let hunt = trace.selection.iter().flat_map(|selection| &selection.hunt);
    hunt.map(|group| group.iter().map(|one| one.tag.number()).collect()).collect()
}

fn left_out(trace: &Trace) -> Vec<String> {
    let left_out = trace.selection.iter().flat_map(|selection| &selection.left_out);
    left_out.map(|one| format!("{}: {}", one.tag, one.reason)).collect()
}

fn notes(trace: &Trace, stage: Stage) -> Vec<&str> {
    trace.notes.iter().filter(|note| note.stage == stage).map(|note| note.text.as_str()).collect()
}

fn assumes(trace: &Trace, name: &str) -> bool {
    trace.assumed.iter().any(|(assumption, _)| assumption.name() == name)
}

fn sip(address: &str) -> Leg {
    Leg::Sip(Trunk::at(SessionTarget::Ipv4(address.parse().unwrap(), None)))
}

fn inbound(tag: u32) -> Leg {
    Leg::peer(Tag::new(tag).unwrap())
}

const VOIP: &str = " session protocol sipv2\n session target ipv4:192.0.2.1\n";

#[test]
fn a_sip_server_is_needed_and_its_peers_are_judged_like_others() {
    let peers = "dial-peer voice 1 voip\n destination-pattern 1\n session protocol sipv2\n session target sip-server\n\
        dial-peer voice 2 voip\n destination-pattern 2\n session target sip-server\n\
        dial-peer voice 3 voip\n session protocol sipv2\n incoming called-number .\n";
    let with = format!("version 15.7\nsip-ua\n sip-server ipv4:192.0.2.9\n{peers}");
    assert_eq!(
        left_out(&trace(peers, &Call::to("12"), &[])),
        ["1: its target is `sip-server`, and `sip-ua` names none"]
    );
    assert_eq!(trace(&with, &Call::to("12"), &[]).attempts[0].target, "sip-server ipv4:192.0.2.9");
    assert_eq!(
        left_out(&trace(&with, &Call::to("12").on(inbound(3)), &[])),
        ["1: `allow-connections sip to sip` is not configured"]
    );
    let new = Profile::new(Release::parse("17.6.1a"));
    assert_eq!(
        left_out(&traced(&with, &Call::to("22"), &[], new)),
        ["2: it speaks H.323, which 17.6.1a does not have"]
    );
    // The server may call: it is a session target.
    let allowed = format!("{with}voice service voip\n allow-connections sip to sip\n");
    assert!(matches!(trace(&allowed, &Call::to("12").on(sip("192.0.2.9")), &[]).outcome, Outcome::Answered { .. }));
}

#[test]
fn a_target_that_ios_refuses_is_said_to_be_refused() {
    let config = "dial-peer voice 1 voip\n destination-pattern 5\n session target ipv4:ASTERISK\n\
        dial-peer voice 2 voip\n destination-pattern 5\n preference 11\n session target ipv4:192.0.2.2\n";
    let trace = trace(config, &Call::to("5"), &[]);
    assert_eq!(left_out(&trace), ["1: it leads nowhere: IOS would refuse its `session target ipv4:ASTERISK`"]);
    assert_eq!(
        notes(&trace, Stage::Selection),
        ["IOS would refuse `session target ipv4:ASTERISK` of dial-peer 1; it is left out"]
    );
    assert_eq!(
        notes(&trace, Stage::Attempt(Tag::new(2).unwrap())),
        ["IOS would refuse `preference 11` of dial-peer 2; it is left out"]
    );
}

#[test]
fn lines_of_the_service_that_ios_refuses_are_named_where_they_matter() {
    let config = format!(
        "version 15.7\nvoice service voip\n ip address trusted list\n  ipv4 192.0.2.300\n allow-connections sip too sip\n\
         dial-peer voice 1 voip\n destination-pattern 5\n{VOIP}"
    );
    let refused = trace(&config, &Call::to("5").on(sip("203.0.113.9")), &[]);
    assert!(
        notes(&refused, Stage::Arrival).iter().any(|note| note.contains("`ipv4 192.0.2.300`")),
        "{:?}",
        refused.notes
    );
    let barred = trace(&config, &Call::to("5").on(sip("192.0.2.1")), &[]);
    let said = notes(&barred, Stage::Selection);
    assert!(said.iter().any(|note| note.contains("`allow-connections sip too sip`")), "{said:?}");
}

#[test]
fn inbound_criteria_that_cannot_be_read_are_named() {
    let config = "voice class e164-pattern-map 1\n url flash:a.cfg\nvoice class e164-pattern-map 2\n shutdown\n e164 9\n\
        dial-peer voice 1 voip\n incoming called e164-pattern-map 1\n\
        dial-peer voice 2 voip\n incoming called-number 9[1\n\
        dial-peer voice 3 voip\n incoming calling e164-pattern-map 77\n\
        dial-peer voice 4 voip\n incoming called e164-pattern-map 2\n\
        dial-peer voice 5 voip\n carrier-id source X\n";
    let trace = trace(config, &Call::to("9").from("5").on(sip("192.0.2.1")), &[]);
    let said = notes(&trace, Stage::Inbound);
    for part in [
        "dial-peer 1 matches incoming called numbers by voice class e164-pattern-map 1, which has its entries in a file",
        "IOS would refuse `incoming called-number 9[1` of dial-peer 2",
        "dial-peer 3 matches incoming calling numbers by voice class e164-pattern-map 77, which is missing",
        "dial-peer 4 matches incoming called numbers by voice class e164-pattern-map 2, which is shut down",
        "whether a dial-peer takes it by `carrier-id source` is not modelled",
    ] {
        assert!(said.contains(&part), "{part}: {said:?}");
    }
}

/// CSCub65380: with just `15.2` it is not known whether the `+` is dropped, and here that decides everything.
#[test]
fn the_plus_is_assumed_also_where_nothing_matches() {
    let config = format!("dial-peer voice 1 voip\n destination-pattern +1206\n{VOIP}");
    let of = |release: &str, number: &str| {
        let profile = Profile::new(Release::of_version_line(release));
        let trace = traced(&config, &Call::to(number), &[], profile);
        (hunt(&trace).len(), assumes(&trace, "literal-plus"))
    };
    assert_eq!(of("15.2", "1206"), (0, true));
    assert_eq!(of("15.2", "+1206"), (1, true));
    assert_eq!(of("15.7", "1206"), (0, false));
    assert_eq!(of("15.2", "5"), (0, false));
}

/// Cisco 211306: what a caller may not use is left out before any digit is matched.
#[test]
fn digits_are_not_collected_for_peers_that_the_caller_may_not_use() {
    let config = format!(
        "dial-peer cor custom\n name x\ndial-peer cor list NONE\ndial-peer cor list X\n member x\n\
         dial-peer voice 1 voip\n corlist outgoing X\n destination-pattern 81\n{VOIP}\
         dial-peer voice 2 voip\n destination-pattern 8169\n{VOIP}\
         dial-peer voice 3 voip\n permission term\n destination-pattern 816\n{VOIP}\
         dial-peer voice 4 voip\n corlist incoming NONE\n incoming called-number .\n"
    );
    let call = Call { overlap: true, ..Call::to("8169").on(inbound(4)) };
    let trace = trace(&config, &call, &[]);
    assert_eq!((trace.collected.digits.as_str(), hunt(&trace)), ("8169", vec![vec![2]]));
}

/// Cisco 64020: the profile of a controller goes before those of the voice port and the trunk group, both ways.
#[test]
fn the_profile_of_a_controller_goes_first_on_the_way_out() {
    let rule = |number: u32| {
        format!(
            "voice translation-rule {number}\n rule 1 /^/ /{number}/\nvoice translation-profile P{number}\n translate called {number}\n"
        )
    };
    let config = format!(
        "{}{}voice service pots\n translation-profile outgoing controller T1 0/0/0 P7\n\
         voice-port 0/0/0:23\n translation-profile outgoing P8\n\
         dial-peer voice 1 pots\n destination-pattern 1T\n port 0/0/0:23\n",
        rule(7),
        rule(8)
    );
    assert_eq!(trace(&config, &Call::to("134"), &[]).attempts[0].called.digits, "734");
}

/// The digits that the pattern matched are stripped, so before anything is translated.
#[test]
fn digits_are_stripped_before_the_service_translates() {
    let config = "voice translation-rule 1\n rule 1 /^/ /00/\nvoice translation-profile P\n translate called 1\n\
        voice service pots\n translation-profile outgoing P\n\
        dial-peer voice 1 pots\n destination-pattern 9T\n port 0/0/0:23\n";
    assert_eq!(trace(config, &Call::to("91234"), &[]).attempts[0].called.digits, "001234");
}

#[test]
fn a_named_inbound_peer_has_the_translations_before_it_too() {
    let config = format!(
        "voice translation-rule 1\n rule 1 /^9/ //\nvoice translation-profile P\n translate called 1\n\
         voip-incoming translation-profile P\nvoice-port 0/0/0:23\n translation-profile incoming P\n\
         dial-peer voice 1 voip\n incoming called-number .\n\
         dial-peer voice 2 pots\n incoming called-number .\n direct-inward-dial\n port 0/0/0:23\n\
         dial-peer voice 3 voip\n destination-pattern 1\n{VOIP}"
    );
    for tag in [1, 2] {
        assert_eq!(trace(&config, &Call::to("91234").on(inbound(tag)), &[]).collected.digits, "1234", "{tag}");
    }
}

/// CUBE guide: it is SIP calls that `call-route url` keeps from being translated.
#[test]
fn calls_from_ports_are_translated_whatever_routes_sip_calls() {
    let config = format!(
        "voice service voip\n sip\n  call-route url\nvoice translation-rule 1\n rule 1 /^9/ //\n\
         voice translation-profile P\n translate called 1\n\
         dial-peer voice 1 pots\n translation-profile incoming P\n incoming called-number .\n direct-inward-dial\n \
         port 0/0/0:23\ndial-peer voice 3 voip\n destination-pattern 1\n{VOIP}"
    );
    let trace = trace(&config, &Call::to("91234").on(Leg::Port("0/0/0:23".into())), &[]);
    assert_eq!(hunt(&trace), [[3]]);
}

#[test]
fn members_of_a_group_forward_digits_and_need_a_pattern() {
    let config = "voice class dpg 1\n dial-peer 2\n dial-peer 3 preference 1\n\
        dial-peer voice 1 voip\n destination dpg 1\n incoming called-number .\n\
        dial-peer voice 2 pots\n destination-pattern .T\n forward-digits 4\n port 0/0/0:23\n\
        dial-peer voice 3 pots\n port 0/0/0:23\n";
    let trace = trace(config, &Call::to("912345678").on(inbound(1)), &[]);
    assert_eq!(trace.attempts[0].called.digits, "5678");
    assert_eq!(left_out(&trace), ["3: it is down: it has no destination-pattern, map or URI"]);
}

/// Cisco 211306: num-exp right before the call is sent, so behind the digits that are stripped.
#[test]
fn a_late_expansion_works_on_what_is_sent() {
    let config = "num-exp 12 +4969512\ndial-peer voice 6 pots\n destination-pattern 6..\n port 0/0/0:23\n";
    let late = traced(config, &Call::to("612"), &[], assuming("num-exp=after"));
    assert_eq!((hunt(&late), late.attempts[0].called.digits.as_str()), (vec![vec![6]], "+4969512"));
    assert_eq!(late.selection.unwrap().called, "612");
    assert_eq!(trace(config, &Call::to("612"), &[]).attempts[0].called.digits, "12");
}

/// Cisco 14074: lines without a D channel dial digit by digit.
#[test]
fn a_line_dials_digit_by_digit() {
    let config = format!(
        "voice-port 0/2/0\ndial-peer voice 1 pots\n destination-pattern 5001\n port 0/2/0\n\
         dial-peer voice 2 voip\n destination-pattern 816\n{VOIP}dial-peer voice 3 voip\n destination-pattern 8169\n{VOIP}"
    );
    let trace = trace(&config, &Call::to("81690").from("5001").on(Leg::Port("0/2/0".into())), &[]);
    assert_eq!((hunt(&trace), trace.collected.digits.as_str()), (vec![vec![2]], "816"));
}

/// Cisco 14074: nothing is dialled yet when the inbound peer of a line is chosen, so the peer of a trunk that takes any
/// called number does not take its calls, nor give them its restrictions. Analog direct inward dial brings the number.
#[test]
fn the_inbound_peer_of_a_line_is_not_chosen_by_what_is_dialled() {
    let config = "dial-peer cor custom\n name LD\ndial-peer cor list LD\n member LD\ndial-peer cor list NONE\n\
        voice-port 0/0/0:23\nvoice-port 0/1/0\n\
        dial-peer voice 1 pots\n corlist incoming NONE\n incoming called-number .\n direct-inward-dial\n port 0/0/0:23\n\
        dial-peer voice 2 pots\n destination-pattern 4001$\n port 0/1/0\n\
        dial-peer voice 3 pots\n corlist outgoing LD\n destination-pattern 9[2-9].........\n port 0/0/0:23\n\
        dial-peer voice 4 pots\n destination-pattern 911\n forward-digits all\n port 0/0/0:23\n";
    let inbound = |trace: &Trace| trace.inbound.as_ref().and_then(|inbound| inbound.peer).map(Tag::number);
    let from =
        |config: &str, called: &str, port: &str| trace(config, &Call::to(called).on(Leg::Port(port.into())), &[]);
    let long = from(config, "92065550100", "0/1/0");
    assert_eq!((inbound(&long), hunt(&long)), (Some(2), vec![vec![3]]));
    let emergency = from(config, "9112", "0/1/0");
    assert_eq!((inbound(&emergency), emergency.collected.digits.as_str()), (Some(2), "911"));
    assert_eq!(emergency.attempts[0].called.digits, "911");
    assert_eq!(inbound(&from(config, "92065550100", "0/0/0:23")), Some(1));
    let analog = "voice-port 0/3/0\ndial-peer voice 1 pots\n incoming called-number 55..\n direct-inward-dial\n port 0/3/0\n\
        dial-peer voice 2 pots\n destination-pattern 5501\n port 0/1/0\n";
    let trunk = from(analog, "5501", "0/3/0");
    assert_eq!(trunk.inbound.as_ref().map(|inbound| inbound.by), Some("incoming called-number"));
    assert_eq!(trunk.collected.end, CollectionEnd::EnBloc);
    let basic_rate = format!("interface BRI0/1/0\n shutdown\n{config}").replace(" shutdown\n", "");
    assert_eq!(inbound(&from(&basic_rate, "9112", "0/1/0")), Some(1));
}

/// Cisco 211306, voice port states: a port that is down is excluded; without the status check it fails with cause 34.
#[test]
fn a_trunk_group_is_down_when_all_its_ports_are() {
    let config = |closed: &str, member: &str| {
        format!(
            "voice-port 0/0/1:23\ncontroller T1 0/0/1\n pri-group timeslots 1-24\ninterface Serial0/0/1:23\ntrunk group G\n\
             {closed}\n shutdown\n{member}\n trunk-group G\n\
             dial-peer voice 1 pots\n destination-pattern 5...\n trunkgroup G\n"
        )
    };
    let parts = ["voice-port 0/0/1:23", "interface Serial0/0/1:23", "controller T1 0/0/1"];
    for closed in parts {
        for member in parts {
            let config = config(closed, member);
            let text = format!("{config}\n{closed} {member}");
            let out = left_out(&trace(&config, &Call::to("5111"), &[]));
            assert_eq!(out, ["1: every port of trunk group G is shut down"], "{text}");
            let unchecked =
                trace(&format!("no dial-peer outbound status-check pots\n{config}"), &Call::to("5111"), &[]);
            assert_eq!(unchecked.attempts[0].cause, Some(Cause::NO_CIRCUIT), "{text}");
        }
    }
    let second = format!("{}voice-port 0/0/2:23\n trunk-group G\n", config(parts[0], parts[1]));
    assert_eq!(hunt(&trace(&second, &Call::to("5111"), &[])), [[1]]);
}

/// Command reference, `error-code-override` and `error-passthru`: both change what a SIP caller gets, and how is not modelled.
#[test]
fn lines_that_change_the_status_of_a_failure_are_named() {
    let config = |line: &str| {
        format!(
            "voice service voip\n sip\n  error-passthru\ndial-peer voice 1 voip\n session protocol sipv2\n \
             incoming called-number .\n{line}dial-peer voice 2 voip\n destination-pattern 5...\n{VOIP}"
        )
    };
    let call = Call::to("5111").on(Leg::peer(Tag::new(1).unwrap()));
    let notes = |line: &str, reply: &str| {
        let trace = trace(&config(line), &call, &[reply]);
        notes(&trace, Stage::Outcome).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let of = |line: &str| format!("the caller may get another status by `{line}, which is not modelled");
    let service = of("error-passthru` of voice service voip");
    let peer = of("voice-class sip error-code-override options-keepalive failure 500` of dial-peer 1");
    assert_eq!(
        notes(" voice-class sip error-code-override options-keepalive failure 500\n", "2=404"),
        [service.clone(), peer]
    );
    assert_eq!(notes("", "2=404"), [service]);
    assert!(notes(" voice-class sip error-code-override options-keepalive failure 500\n", "2=200").is_empty());
}

/// The caller hears a dial tone only if nothing is sent once all translations are done.
#[test]
fn a_port_may_give_a_number_that_was_stripped_its_digits_back() {
    let config = "voice translation-rule 1\n rule 1 /^/ /1/\nvoice translation-profile P\n translate called 1\n\
        voice-port 0/1/0\n translation-profile outgoing P\n\
        dial-peer voice 1 pots\n destination-pattern 12...\n forward-digits 0\n port 0/1/0\n";
    let tone = "no digits are left to send: the caller hears the dial tone of the far end";
    let of = |config: &str| {
        let trace = trace(config, &Call::to("12345"), &[]);
        (trace.attempts[0].called.digits.clone(), trace.notes.iter().any(|note| note.text == tone))
    };
    assert_eq!(of(config), ("1".to_owned(), false));
    assert_eq!(of(&config.replace(" translation-profile outgoing P\n", "")), (String::new(), true));
}

/// Cisco 211306: dial-peers of MGCP ports match nothing, and CUCM routes the calls that come in there.
#[test]
fn ports_under_mgcp_and_ports_that_are_shut_are_no_way_in_or_out() {
    let mgcp = "interface Serial0/0/0:23\n isdn bind-l3 ccm-manager\n\
        dial-peer voice 1 pots\n destination-pattern 9T\n port 0/0/0:23\n";
    assert_eq!(left_out(&trace(mgcp, &Call::to("91"), &[])), ["1: its port is under MGCP: CUCM routes its calls"]);
    let refused = |config: &str| {
        let plan = plan(config);
        let call = Call::to("91").on(Leg::Port("0/0/0:23".into()));
        Gateway::new(&plan, Profile::default()).trace(&call, &Replies::default()).unwrap_err().message
    };
    assert_eq!(refused(mgcp), "port 0/0/0:23 is under MGCP: CUCM routes its calls, and no dial-peer is asked");
    let shut = "voice-port 0/0/0:23\n shutdown\ndial-peer voice 1 pots\n destination-pattern 9T\n port 0/0/0:23\n";
    assert_eq!(refused(shut), "port 0/0/0:23 is shut down: no call comes in on it");
    let group = "interface Serial0/0/0:23\n shutdown\n trunk-group G\ntrunk group G\n\
        dial-peer voice 1 pots\n destination-pattern 9T\n trunkgroup G\n";
    assert_eq!(left_out(&trace(group, &Call::to("91"), &[])), ["1: every port of trunk group G is shut down"]);
}

/// A name may resolve to any address, so that a call from an unknown one cannot be said to be turned away.
#[test]
fn names_among_the_targets_leave_it_open_who_may_call() {
    let config = "version 15.7\nvoice service voip\n allow-connections sip to sip\ndial-peer voice 1 voip\n \
        destination-pattern 5\n session protocol sipv2\n session target dns:sip.example.com\n";
    let trace = trace(config, &Call::to("5").on(sip("192.0.2.9")), &[]);
    assert!(matches!(trace.outcome, Outcome::Answered { .. }));
    assert_eq!(
        notes(&trace, Stage::Arrival),
        ["192.0.2.9 is taken to be an address of dns:sip.example.com: it is no other session target"]
    );
}

/// The whole of a URI has the host of the gateway in it, which no configuration tells.
#[test]
fn a_pattern_for_a_whole_uri_needs_its_host() {
    let config = "voice class uri Q sip\n pattern [?]\ndial-peer voice 1 voip\n incoming uri to Q\n";
    let from_address = trace(config, &Call::to("5").on(sip("192.0.2.1")), &[]);
    assert!(from_address.inbound.as_ref().unwrap().peer.is_none());
    assert!(notes(&from_address, Stage::Inbound)[0].contains("is not known"), "{:?}", from_address.notes);
    let mut trunk = Trunk::default();
    *trunk.uris.entry(UriKind::To) = Some(Uri::parse("SIP:5@a?b"));
    assert!(trace(config, &Call::to("5").on(Leg::Sip(trunk)), &[]).inbound.unwrap().peer.is_some());
}

#[test]
fn classes_of_matching_that_are_not_modelled_are_named() {
    let config = format!(
        "voice service voip\n sip\n  call-route dest-route-string\ndial-peer voice 1 voip\n destination-pattern 5\n{VOIP}\
         dial-peer voice 2 voip\n destination route-string R\n{VOIP}\
         dial-peer voice 3 voip\n carrier-id target X\n destination-pattern 5\n{VOIP}"
    );
    let trace = trace(&config, &Call::to("5"), &[]);
    let said = notes(&trace, Stage::Selection);
    assert!(said.contains(&"whether dial-peer 2 matches by its route string is not modelled"), "{said:?}");
    assert!(said.contains(&"whether `carrier-id target` of dial-peer 3 goes first is not modelled"), "{said:?}");
}

#[test]
fn what_chance_decides_about_the_outcome_is_said() {
    let peer = |tag: u32, line: &str| format!("dial-peer voice {tag} voip\n destination-pattern 5\n{line}{VOIP}");
    let outcome = |config: &str, replies: &[&str]| {
        let trace = trace(config, &Call::to("5"), replies);
        notes(&trace, Stage::Outcome).join("; ")
    };
    let stops_or_answers = peer(1, " huntstop\n") + &peer(2, "");
    assert_eq!(
        outcome(&stops_or_answers, &["1=404"]),
        "if the router by chance tried 2 first, the call would be answered instead"
    );
    assert_eq!(
        outcome(&(peer(1, "") + &peer(2, "")), &[]),
        "if the router by chance tried 2 first, the call would be answered there"
    );
    assert_eq!(outcome(&(peer(1, " huntstop\n") + &peer(2, "")), &["1=404", "2=404"]), "");
    assert_eq!(
        outcome(&(peer(1, "") + &peer(2, "")), &["1=404", "2=408"]),
        "which cause comes last depends on the order in which the router tries peers of one rank"
    );
}

#[test]
fn a_reply_is_judged_by_the_maps_of_its_peer() {
    let config = format!(
        "voice class tenant 1\n set sip-status 499 pstn-cause 17\ndial-peer voice 1 voip\n destination-pattern 5\n \
         voice-class sip tenant 1\n{VOIP}dial-peer voice 2 voip\n preference 1\n destination-pattern 5\n{VOIP}"
    );
    assert_eq!(trace(&config, &Call::to("5"), &["1=499"]).attempts.len(), 1);
    assert!(Replies::default().add("2=499", &plan(&config)).is_err());
    let group = "voice class server-group 5\n ipv6 2001:db8::5\ndial-peer voice 1 voip\n destination-pattern 5\n \
        session protocol sipv2\n session server-group 5\n";
    assert_eq!(trace(group, &Call::to("5"), &["1@[2001:db8::5]=404"]).attempts[0].status, Some(404));
}

/// The cause of `call-block` is that of `call-block`, and of no other reject rule.
#[test]
fn a_reject_rule_of_an_ordinary_profile_has_no_documented_cause() {
    let config = "voice translation-rule 1\n rule 1 reject /^5/\nvoice translation-profile P\n translate called 1\n\
        dial-peer voice 1 voip\n translation-profile incoming P\n call-block disconnect-cause incoming user-busy\n \
        incoming called-number .\n";
    let trace = trace(config, &Call::to("5").on(sip("192.0.2.1")), &[]);
    let Outcome::Rejected(failure) = &trace.outcome else { panic!("{:?}", trace.outcome) };
    assert_eq!((failure.cause, failure.status), (None, None));
    assert_eq!(notes(&trace, Stage::Outcome), ["no document says which cause a call gets that is blocked like this"]);
}

#[test]
fn objects_that_are_not_there_are_named() {
    let config = format!(
        "dial-peer voice 1 voip\n corlist outgoing GHOST\n destination-pattern 5\n{VOIP}\
         dial-peer voice 2 pots\n destination-pattern 6\n trunkgroup NOPE\n"
    );
    let restricted = trace(&config, &Call::to("5"), &[]);
    assert_eq!(notes(&restricted, Stage::Selection), ["there is no dial-peer cor list GHOST: it restricts nothing"]);
    let group = trace(&config, &Call::to("6"), &[]);
    assert!(notes(&group, Stage::Attempt(Tag::new(2).unwrap())).contains(&"there is no trunk group NOPE"));
}

/// An explicit line goes before what is assumed.
#[test]
fn a_voice_hunt_line_goes_before_an_assumption() {
    let config = format!(
        "no voice hunt all\nvoice hunt no-response\ndial-peer voice 1 voip\n destination-pattern 5\n{VOIP}\
         dial-peer voice 2 voip\n preference 1\n destination-pattern 5\n{VOIP}"
    );
    let trace = traced(&config, &Call::to("5"), &["1=480"], assuming("sip-480=stops"));
    assert_eq!(trace.attempts.len(), 2);
}

/// Cisco 211306 words the longest match as a sequence of digits; the table of the command reference counts them anywhere.
#[test]
fn the_count_of_a_match_is_assumed_where_it_decides() {
    let config = |one: &str, other: &str| {
        format!(
            "dial-peer voice 1 voip\n destination-pattern {one}\n{VOIP}dial-peer voice 2 voip\n destination-pattern {other}\n{VOIP}"
        )
    };
    let decides = |one, other, number| assumes(&trace(&config(one, other), &Call::to(number), &[]), "match-length");
    assert!(decides("408[0-9]55....", "4085......", "4085550100"));
    assert!(!decides("408555....", "4085......", "4085550100"));
}

#[test]
fn a_number_that_is_too_long_to_be_sent_is_said() {
    let config = "voice translation-rule 1\n rule 1 /^/ /123456789012345678901234567890/\nvoice translation-profile P\n \
        translate called 1\ndial-peer voice 1 voip\n translation-profile outgoing P\n destination-pattern 5\n session target ipv4:192.0.2.1\n";
    let trace = trace(config, &Call::to("5123"), &[]);
    assert_eq!(notes(&trace, Stage::Attempt(Tag::new(1).unwrap())), ["the number has 34 digits: IOS takes 32"]);
}
