//! What a failure leads to: lines that map statuses and causes, servers of a group, and what chance decides among them.

use dialc::call::{Call, Cause, Gateway, Outcome, Profile, Replies, Stage, Trace};
use dialc::model::{DialPlan, read};
use dialc::output::trace::{json, text};
use dialc::source::Source;
use dialc::syntax::tree::Tree;
use serde_json::Value;

fn plan(config: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new("config", config)));
    assert!(report.is_empty(), "{report:?}");
    plan
}

fn traced(config: &str, replies: &[&str], assume: &[&str]) -> Trace {
    let plan = plan(config);
    let (mut profile, mut given) = (Profile::default(), Replies::default());
    for text in assume {
        profile.assume(text).unwrap();
    }
    for text in replies {
        given.add(text, &plan).unwrap();
    }
    Gateway::new(&plan, profile).trace(&Call::to("55"), &given).unwrap()
}

/// The servers that were tried, by the end of their address.
fn tried(trace: &Trace) -> Vec<&str> {
    trace.attempts.iter().map(|attempt| attempt.target.trim_start_matches("ipv4:192.0.2.")).collect()
}

fn chances(trace: &Trace) -> Vec<&str> {
    trace.notes.iter().filter(|note| note.stage == Stage::Outcome).map(|note| note.text.as_str()).collect()
}

/// A dial-peer with a server group, and one behind it.
fn group(lines: &str) -> String {
    format!(
        "voice class server-group 5\n{lines}dial-peer voice 1 voip\n destination-pattern 5\n session protocol sipv2\n \
         session server-group 5\ndial-peer voice 2 voip\n preference 1\n destination-pattern 5\n \
         session target ipv4:192.0.2.9\n"
    )
}

const ORDERED: &str = " ipv4 192.0.2.51\n ipv4 192.0.2.52 preference 1\n ipv4 192.0.2.53 preference 2\n";
const TIED: &str = " ipv4 192.0.2.51\n ipv4 192.0.2.52\n ipv4 192.0.2.53\n";

/// Command reference, `set sip-status` and `set pstn-cause`: a line takes the place of the default table, and is named.
#[test]
fn lines_that_map_statuses_and_causes_are_named() {
    let config = "sip-ua\n set sip-status 404 pstn-cause 17\n set pstn-cause 17 sip-status 404\n\
        dial-peer voice 1 voip\n destination-pattern 5\n session protocol sipv2\n session target ipv4:192.0.2.1\n\
        dial-peer voice 7 voip\n incoming called-number .\n session protocol sipv2\n";
    let plan = plan(config);
    let source = Source::new("config", config);
    let shown = |reply: &str| {
        let mut given = Replies::default();
        given.add(reply, &plan).unwrap();
        let call = Call::to("55").on(dialc::call::Leg::peer(dialc::model::Tag::new(7).unwrap()));
        let trace = Gateway::new(&plan, Profile::default()).trace(&call, &given).unwrap();
        let json: Value = serde_json::from_str(&json(&trace, &source)).unwrap();
        (text(&trace, &source), json["attempts"][0]["cause_mapped_by"].clone(), json["status_mapped_by"].clone())
    };
    let (page, cause, status) = shown("1=404");
    assert!(page.contains("  reply 404, which is cause 17 (user-busy) by `set sip-status` (line 2)\n"), "{page}");
    assert!(page.contains("the caller gets cause 17 (user-busy), SIP 404 by `set pstn-cause` (line 3)\n"), "{page}");
    assert_eq!(cause, serde_json::json!({"command": "set sip-status", "line": 2}));
    assert_eq!(status, serde_json::json!({"command": "set pstn-cause", "line": 3}));
    let (page, cause, status) = shown("1=503");
    assert!(page.contains("  reply 503, which is cause 63 (serv/opt-unavail-unspecified)\n"), "{page}");
    assert_eq!((cause, status), (Value::Null, Value::Null));
}

/// CUBE guide, server groups: 486 ends the group, 503 does not. A cause without a status is taken for the status that stands
/// for it (command reference, `set pstn-cause`), which is assumed.
#[test]
fn a_cause_in_a_server_group_counts_as_its_status() {
    let config = group(ORDERED);
    let targets = |reply: &str, assume: &[&str]| tried(&traced(&config, &[reply], assume)).join(" ");
    for (cause, status) in [("user-busy", "486"), ("cause:18", "480"), ("no-circuit", "503"), ("cause:1", "404")] {
        assert_eq!(targets(&format!("1={cause}"), &[]), targets(&format!("1={status}"), &[]), "{cause}");
    }
    assert_eq!(targets("1=user-busy", &[]), "51");
    assert_eq!(targets("1=cause:18", &[]), "51 9");
    assert_eq!(targets("1=user-busy", &["server-group-cause=continues"]), "51 52 53");
    assert_eq!(targets("1=cause:102", &[]), "51 52 53 9");
    assert_eq!(targets("1=cause:102", &["server-group-status=stops"]), "51 9");
    assert_eq!(targets("1=cause:102", &["server-group-status=stops", "server-group-cause=continues"]), "51 52 53 9");
    let stopped = group(&format!("{ORDERED} huntstop 1 resp-code 404\n"));
    assert_eq!(tried(&traced(&stopped, &["1=unassigned-number"], &[])), ["51", "9"]);
    let assumed = |reply: &str| {
        let trace = traced(&config, &[reply], &[]);
        trace.assumed.iter().any(|(one, _)| one.name() == "server-group-cause")
    };
    assert!(assumed("1=user-busy") && assumed("1=cause:102"));
    assert!(!assumed("1=cause:1") && !assumed("1=486") && !assumed("2=user-busy"));
    let page = text(&traced(&config, &["1=cause:18"], &[]), &Source::new("config", config.as_str()));
    let why = "the cause counts as SIP 480 there, and server groups do not hunt at this status";
    assert!(page.contains(why), "{page}");
}

/// CUBE guide, server groups: without preferences the router picks at random, with round-robin in turn. The servers of one
/// preference are a set.
#[test]
fn servers_of_one_preference_are_a_tie() {
    let ties = |lines: &str| {
        let config = group(lines);
        let trace = traced(&config, &["1=503"], &[]);
        let json: Value = serde_json::from_str(&json(&trace, &Source::new("config", config.as_str()))).unwrap();
        let tie = |attempt: &Value| {
            let servers = attempt["server_tie"].as_array().map_or(&[][..], Vec::as_slice);
            servers.iter().map(|one| one.as_str().unwrap().replace("ipv4:192.0.2.", "")).collect::<Vec<_>>().join(",")
        };
        json["attempts"].as_array().unwrap().iter().map(tie).collect::<Vec<_>>()
    };
    assert_eq!(ties(TIED), ["52,53", "51,53", "51,52", ""]);
    assert_eq!(ties(ORDERED), ["", "", "", ""]);
    assert_eq!(ties(&format!("{ORDERED} hunt-scheme round-robin\n")), ["52,53", "51,53", "51,52", ""]);
    let config = group(TIED);
    let page = text(&traced(&config, &["1=503"], &[]), &Source::new("config", config.as_str()));
    assert!(
        page.contains("  tie: the router picks among this server and ipv4:192.0.2.52, ipv4:192.0.2.53\n"),
        "{page}"
    );
}

#[test]
fn what_chance_decides_among_servers_is_said() {
    let said = |lines: &str, replies: &[&str]| chances(&traced(&group(lines), replies, &[])).join("; ");
    let two = " ipv4 192.0.2.51\n ipv4 192.0.2.52\n";
    assert_eq!(
        said(two, &["1@192.0.2.51=486"]),
        "if the router by chance tried ipv4:192.0.2.52 of dial-peer 1 first, the call would be answered instead"
    );
    assert_eq!(
        said(two, &[]),
        "if the router by chance tried ipv4:192.0.2.52 of dial-peer 1 first, the call would be answered there"
    );
    assert_eq!(
        said(two, &["1@192.0.2.51=480", "1@192.0.2.52=486"]),
        "if the router by chance tried ipv4:192.0.2.52 of dial-peer 1 first, the call would be rejected instead"
    );
    assert_eq!(
        said(two, &["1@192.0.2.51=486", "1@192.0.2.52=480"]),
        "if the router by chance tried ipv4:192.0.2.52 of dial-peer 1 first, hunting would go on with the next dial-peer \
         instead"
    );
    // Both let the next server be tried: nothing depends on which is first.
    assert_eq!(said(two, &["1@192.0.2.51=404", "1@192.0.2.52=503"]), "");
    assert_eq!(said(" ipv4 192.0.2.51\n ipv4 192.0.2.52 preference 1\n", &["1@192.0.2.51=486"]), "");
    // No dial-peer is behind: whichever fails last, its cause is that of the call.
    let alone = group(two).split("dial-peer voice 2").next().unwrap().to_owned();
    let trace = traced(&alone, &["1@192.0.2.51=404", "1@192.0.2.52=503"], &[]);
    assert_eq!(
        chances(&trace),
        ["which cause comes last depends on the order in which the router tries servers of one rank"]
    );
    let Outcome::Rejected(failure) = &trace.outcome else { panic!("{:?}", trace.outcome) };
    assert_eq!(failure.cause, Some(Cause(63)));
    // A server that fails in the end with a cause at which hunting stops: it depends on which is the last.
    let mapped = format!("sip-ua\n set sip-status 404 pstn-cause 17\n{}", group(two));
    assert_eq!(
        chances(&traced(&mapped, &["1@192.0.2.51=404", "1@192.0.2.52=503"], &[])),
        ["if the router by chance tried ipv4:192.0.2.51 of dial-peer 1 last, the call would be rejected instead"]
    );
}
