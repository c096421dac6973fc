//! `dialc trace` as a shell sees it: the whole of a call, its failures, and what is refused.

use std::path::Path;

use serde_json::Value;

use crate::inventory::strict_schema;

/// A gateway with a little of everything.
const BRANCH: &str = "fixtures/configs/questions/branch.cfg";
const SEED: &str = "fixtures/specs/seed.yaml";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs `dialc trace` at the root of the project.
fn run(arguments: &[&str], input: &str) -> Ran {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").env_remove("TERM");
    let output = command.arg("trace").args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// What is printed of a call that can be traced.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let ran = run(arguments, "");
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    ran.out
}

/// The JSON of a call through a configuration, which is what its schema says.
#[track_caller]
fn json(config: &str, arguments: &[&str]) -> Value {
    let ran = run(&[&["-"], arguments, &["--format", "json"]].concat(), config);
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    checked(&ran.out)
}

/// A document, held to the schema.
#[track_caller]
fn checked(text: &str) -> Value {
    let schema = jsonschema::validator_for(&strict_schema("trace.json")).unwrap();
    let document: Value = serde_json::from_str(text).unwrap();
    let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(faults, [""; 0], "{text}");
    document
}

/// The message of a refusal, and the help below it.
#[track_caller]
fn refused(arguments: &[&str], input: &str) -> String {
    let ran = run(arguments, input);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    let lines = ran.err.lines().filter(|line| line.contains('×') || line.contains("help:"));
    lines.map(|line| line.trim().trim_start_matches("× ").to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_404_of_the_worked_example_falls_through() {
    let text = printed(&[SEED, "12065555512", "--reply", "555=404", "--format", "json"]);
    let trace = checked(&text);
    assert_eq!(trace["hunt"], serde_json::json!([[555], [5552]]));
    assert_eq!(trace["inbound"], Value::Null);
    let attempt = |at: usize, key: &str| trace["attempts"][at][key].clone();
    assert_eq!(
        ["tag", "tie", "called", "target", "reply", "cause", "hunting"].map(|key| attempt(0, key)),
        [
            555.into(),
            Value::Null,
            "+12065555512".into(),
            "ipv4:192.0.2.10".into(),
            404.into(),
            1.into(),
            "continues".into()
        ]
    );
    assert_eq!(
        ["tag", "called", "reply", "cause", "hunting"].map(|key| attempt(1, key)),
        [5552.into(), "12065555512".into(), 200.into(), Value::Null, "stops".into()]
    );
    assert_eq!(trace["outcome"], "answered");
    insta::assert_snapshot!(text);
}

#[test]
fn ties_server_groups_and_huntstop_are_shown() {
    insta::assert_snapshot!(printed(&[
        BRANCH,
        "+12065550123",
        "--reply",
        "201@192.0.2.51=404",
        "--reply",
        "201@192.0.2.52=480",
        "--reply",
        "202=404",
        "--reply",
        "203=503",
    ]));
}

#[test]
fn a_call_from_the_city_is_translated_before_it_is_matched() {
    insta::assert_snapshot!(printed(&[BRANCH, "912065550100", "--inbound", "pstn", "--calling", "4255550100"]));
}

#[test]
fn a_call_that_is_blocked_ends_before_it_is_routed() {
    insta::assert_snapshot!(printed(&[BRANCH, "5512", "--inbound", "trunk:198.51.100.7", "--calling", "5551234"]));
}

#[test]
fn class_of_restriction_leaves_peers_out() {
    insta::assert_snapshot!(printed(&[BRANCH, "901144", "--inbound", "trunk:198.51.100.7"]));
}

#[test]
fn a_group_takes_the_place_of_patterns() {
    insta::assert_snapshot!(printed(&[
        BRANCH,
        "123",
        "--inbound",
        "trunk:192.0.2.60",
        "--calling",
        "5501",
        "--reply",
        "301=404",
    ]));
}

#[test]
fn digits_that_come_one_by_one_are_routed_at_the_first_match() {
    insta::assert_snapshot!(printed(&[BRANCH, "94255551234", "--overlap"]));
    let collected = |number: &str| {
        let trace = checked(&printed(&[BRANCH, number, "--overlap", "--format", "json"]));
        let (collected, tag) = (&trace["collected"], &trace["hunt"][0][0]);
        format!("{} {} {tag}", collected["digits"].as_str().unwrap(), collected["end"].as_str().unwrap())
    };
    assert_eq!(collected("9425#1"), "9425 terminator 405");
    assert_eq!(collected("94255"), "94255 timeout 405");
    assert_eq!(collected("9119"), "911 full-match 404");
}

#[test]
fn strangers_are_turned_away() {
    insta::assert_snapshot!(printed(&[BRANCH, "5512", "--inbound", "trunk:203.0.113.9"]));
}

#[test]
fn a_port_with_a_fixed_connection_calls_one_number() {
    insta::assert_snapshot!(printed(&[BRANCH, "", "--inbound", "port:0/1/0"]));
}

/// Dial-peer 0, as Cisco 211306 describes it.
#[test]
fn without_an_inbound_peer_it_is_dial_peer_0() {
    let trace = checked(&printed(&[SEED, "12065555512", "--inbound", "pstn", "--format", "json"]));
    assert_eq!((&trace["inbound"]["tag"], &trace["inbound"]["by"]), (&0.into(), &"default".into()));
    assert!(trace["notes"][0]["text"].as_str().unwrap().starts_with("dial-peer 0: any codec"));
}

const TWO: &str = "dial-peer voice 1 voip\n destination-pattern 5...\n preference 1\n session protocol sipv2\n \
    session target ipv4:192.0.2.1\ndial-peer voice 2 voip\n destination-pattern 5...\n preference 2\n \
    session target ipv4:192.0.2.2\n";

fn tried(trace: &Value) -> Vec<u64> {
    trace["attempts"].as_array().unwrap().iter().map(|attempt| attempt["tag"].as_u64().unwrap()).collect()
}

#[test]
fn replies_can_be_given_in_many_ways() {
    let tried = |replies: &[&str]| {
        let replies: Vec<_> = replies.iter().flat_map(|reply| ["--reply", *reply]).collect();
        tried(&json(TWO, &[&["5001"], replies.as_slice()].concat()))
    };
    assert_eq!(tried(&[]), [1]);
    assert_eq!(tried(&["1=404"]), [1, 2]);
    assert_eq!(tried(&["all=404"]), [1, 2]);
    assert_eq!(tried(&["all=404", "1=answer"]), [1]);
    assert_eq!(tried(&["1=486"]), [1]);
    assert_eq!(tried(&["1=cause:3"]), [1, 2]);
    assert_eq!(tried(&["1=no-answer"]), [1]);
    assert_eq!(tried(&["1=480"]), [1, 2]);
}

/// CUBE guide against command reference: what a 480 does at dial-peer level is assumed, and can be assumed otherwise.
#[test]
fn an_assumption_can_be_changed() {
    let trace = |assume: &[&str]| json(TWO, &[&["5001", "--reply", "1=480"], assume].concat());
    assert_eq!(tried(&trace(&["--assume", "sip-480=stops"])), [1]);
    let assumed = trace(&[])["assumptions"].to_string();
    assert!(assumed.contains(r#"{"name":"sip-480","value":"continues"}"#), "{assumed}");
}

/// CSCub65380: before 15.2(4)M the leading + of a pattern was dropped.
#[test]
fn the_release_decides_about_the_plus() {
    let config = "dial-peer voice 1 voip\n destination-pattern +1206\n session target ipv4:192.0.2.1\n";
    let routed = |release: &str, number: &str| {
        let trace = json(config, &[number, "--release", release]);
        !trace["hunt"].as_array().unwrap().is_empty()
    };
    assert!(routed("15.2(4)M", "+12065550100") && !routed("15.2(4)M", "12065550100"));
    assert!(routed("12.4(24)T", "12065550100") && !routed("12.4(24)T", "+12065550100"));
    let ran = run(&["-", "+1206"], config);
    assert!(ran.err.contains("no release is given: it is taken to be the newest"), "{}", ran.err);
}

/// Cisco 211306, table 4: the classes of matching, the first with a match deciding.
#[test]
fn the_calling_number_counts_where_the_called_one_matches_nothing() {
    let config = format!(
        "{TWO}voice class e164-pattern-map 7\n e164 4255550...\ndial-peer voice 3 voip\n \
         destination calling e164-pattern-map 7\n session target ipv4:192.0.2.3\n"
    );
    let way = |number: &str| {
        let trace = json(&config, &[number, "--calling", "4255550100"]);
        format!("{} {}", trace["matched_by"].as_str().unwrap(), trace["hunt"])
    };
    assert_eq!(way("5001"), "called [[1],[2]]");
    assert_eq!(way("6001"), "calling [[3]]");
}

/// Command reference, `dial-peer hunt`: what is left to chance is never put in an order.
#[test]
fn schemes_that_leave_it_to_chance_give_one_tie() {
    let hunt = |scheme: u32| json(&format!("{TWO}dial-peer hunt {scheme}\n"), &["5001"])["hunt"].to_string();
    assert_eq!([0, 1, 2, 3].map(hunt), ["[[1],[2]]"; 4]);
    assert_eq!([4, 5, 6, 7].map(hunt), ["[[1,2]]"; 4]);
}

/// CUBE guide, dial-peer groups: without a member that can be used the call ends, and a group that is shut down is none.
#[test]
fn a_group_falls_back_only_when_it_is_shut_down() {
    let group = |line: &str| {
        let config = format!(
            "{TWO}voice class dpg 1\n dial-peer 9\n{line}dial-peer voice 9 voip\n shutdown\n destination-pattern AAAA\n \
             session target ipv4:192.0.2.9\ndial-peer voice 8 voip\n destination dpg 1\n incoming called-number .\n"
        );
        let trace = json(&config, &["5001", "--inbound", "8"]);
        format!("{} {} {}", trace["matched_by"].as_str().unwrap(), trace["hunt"], trace["outcome"])
    };
    assert_eq!(group(""), r#"dpg 1 [] "no-route""#);
    assert_eq!(group(" shutdown\n"), r#"called [[1],[2]] "answered""#);
}

/// Cisco 211306: `allow-connections` is needed from IP to IP; a configuration that is whole and has none allows none.
#[test]
fn connections_are_allowed_or_said_to_be_assumed() {
    let outcome = |config: &str, more: &[&str]| {
        let trace = json(config, &[&["5001", "--inbound", "sip:192.0.2.1"], more].concat());
        let reason = trace["left_out"][0]["reason"].as_str().unwrap_or_default().to_owned();
        format!("{} {reason}", trace["outcome"].as_str().unwrap())
    };
    let whole = format!("version 15.7\n{TWO}");
    assert_eq!(outcome(&whole, &[]), "no-route `allow-connections sip to sip` is not configured");
    assert_eq!(outcome(&whole, &["--assume", "voip-to-voip=allowed"]), "answered ");
    assert_eq!(outcome(TWO, &[]), "answered ");
    let allowed = format!("{whole}voice service voip\n allow-connections sip to sip\n");
    assert_eq!(outcome(&allowed, &[]), "answered `allow-connections sip to h323` is not configured");
}

/// Where two documents disagree, the profile decides: command reference and routers before, Cisco 211306 after.
#[test]
fn num_exp_can_be_applied_before_or_after_matching() {
    let config = format!("num-exp 77.. 50..\n{TWO}");
    let hunt = |assume: &str| json(&config, &["7712", "--assume", assume])["hunt"].to_string();
    assert_eq!(hunt("num-exp=before"), "[[1],[2]]");
    assert_eq!(hunt("num-exp=after"), "[]");
}

/// Command reference, `num-exp`: a `+` is taken and not supported.
#[test]
fn an_expansion_of_numbers_with_a_plus_is_told() {
    let trace = json(&format!("num-exp +1... 50..\n{TWO}"), &["+1234"]);
    assert_eq!(trace["outcome"], "no-route");
    assert!(
        trace["notes"].to_string().contains("`num-exp +1... 50..` of the configuration is not modelled"),
        "{trace}"
    );
}

#[test]
fn what_is_not_modelled_is_said_where_it_matters() {
    let config = format!("{TWO} tech-prefix 7#\n frobnicate\n!\nephone-dn 1\n number 5001\n!\ntelephony-service\n!\n");
    let trace = json(&config, &["5001", "--reply", "1=404"]);
    let notes: Vec<_> = trace["notes"].as_array().unwrap().iter().collect();
    let said = |at: &str| {
        let here = notes.iter().filter(|note| note["at"] == at);
        here.map(|note| format!("{}: {}", note["line"], note["text"].as_str().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(
        said("outbound"),
        [
            "13: `ephone-dn` creates dial-peers that no configuration shows",
            "16: `telephony-service` creates dial-peers that no configuration shows"
        ]
    );
    assert_eq!(
        said("attempt"),
        [
            "10: `tech-prefix 7#` of dial-peer 2 is not modelled",
            "11: `frobnicate` of dial-peer 2 is a line that dialc does not know"
        ]
    );
}

/// Cisco 211306: at `max-conn` the inbound leg gets a 503; incoming SIP profiles are applied before matching. What the others
/// do to a call no trace can tell.
#[test]
fn what_is_taken_for_granted_of_a_call_is_said() {
    let config = "call threshold global cpu-avg low 68 high 75\n\
        voice service voip\n sip\n  sip-profiles 8\n\
        voice class sip-profiles 7\n request INVITE sip-header SIP-Req-URI modify \"a\" \"b\"\n\
        voice class sip-profiles 8\n request ANY sip-header Contact modify \"a\" \"b\"\n response ANY sip-header To remove\n\
        voice class tenant 3\n sip-profiles 7 inbound\n\
        dial-peer voice 1 voip\n destination-pattern 5\n session protocol sipv2\n session target ipv4:192.0.2.1\n \
        max-conn 1\n clid network-number 4255550100\n clid restrict\n voice-class sip profiles 7\n\
        dial-peer voice 2 voip\n preference 1\n destination-pattern 5\n session protocol sipv2\n \
        session target ipv4:192.0.2.2\n\
        dial-peer voice 6 voip\n incoming called-number .\n max-conn 4\n session protocol sipv2\n \
        voice-class sip profiles 9 inbound\n voice-class sip tenant 3\n";
    let trace = json(config, &["5512", "--calling", "777", "--inbound", "sip:192.0.2.1", "--reply", "1=404"]);
    let notes = trace["notes"].as_array().unwrap().iter();
    let said = |note: &Value| {
        let tag = note["tag"].as_u64().map_or(String::new(), |tag| format!(" {tag}"));
        format!("{}{tag}, {}: {}", note["at"].as_str().unwrap(), note["line"], note["text"].as_str().unwrap())
    };
    insta::assert_snapshot!(notes.map(said).collect::<Vec<_>>().join("\n"));
    // A call that comes in otherwise, or on a named dial-peer of another kind, meets no profile of SIP.
    let without = json(config, &["5512", "--inbound", "h323:192.0.2.1"])["notes"].to_string();
    assert!(without.contains("call threshold") && !without.contains("inbound` of"), "{without}");
}

/// Command reference, `rule`: what is no number is refused, without a list of what may stand there; 1-15 before 15.1(4)M.
#[test]
fn rules_that_a_router_may_not_take_are_named() {
    let config = |rule: &str| {
        format!(
            "voice translation-rule 1\n {rule}\nvoice translation-profile X\n translate called 1\n\
             dial-peer voice 1 voip\n destination-pattern 5\n translation-profile outgoing X\n session target ipv4:192.0.2.1\n"
        )
    };
    let said = |rule: &str, release: &str| {
        let trace = json(&config(rule), &["55", "--release", release]);
        let notes =
            trace["notes"].as_array().unwrap().iter().filter(|note| note["at"] == "attempt" && note["line"] == 2);
        let notes: Vec<_> = notes.map(|note| note["text"].as_str().unwrap().to_owned()).collect();
        format!("{}: {}", trace["attempts"][0]["called"].as_str().unwrap(), notes.join("; "))
    };
    assert_eq!(
        said("rule 1 /^5/ /xyz/", "15.7"),
        "xyz5: rule 1 of voice translation-rule 1 puts in `x`, which no number has: IOS may refuse the line"
    );
    assert_eq!(
        said("rule 16 /^5/ /6/", "12.4"),
        "65: rule 16 of voice translation-rule 1 is applied, though this release takes rules 1 to 15"
    );
    assert_eq!(said("rule 16 /^5/ /6*#A/", "15.7"), "6*#A5: ");
    assert_eq!(said("rule 1 /^5/ / /", "15.7"), "5: ");
}

/// Command reference, `session protocol` and `dial-peer hunt`.
#[test]
fn what_a_line_comes_to_is_said_in_its_words() {
    let config = format!("{}dial-peer hunt 7\n", TWO.replace("sipv2", "multicast"));
    let page = run(&["-", "5001"], &config).out;
    assert!(page.contains("by least recent use, so in no order that is known (dial-peer hunt 7)"), "{page}");
    assert!(page.contains("note: `session protocol multicast` is not modelled: H.323 is taken (line 4)"), "{page}");
}

#[test]
fn a_line_that_ios_would_refuse_is_named_and_the_rest_works() {
    let config = "voice translation-rule 1\n rule 1 /^5\\(/ /6/\n rule 2 /^5/ /7/\nvoice translation-profile X\n \
        translate called 1\ndial-peer voice 1 voip\n destination-pattern 5...\n preference 12\n \
        translation-profile outgoing X\n session target ipv4:192.0.2.1\n";
    let trace = json(config, &["5001"]);
    assert_eq!(trace["attempts"][0]["called"], "7001");
    let ran = run(&["-", "5001"], config);
    assert!(ran.err.contains("2 lines of <stdin> would be refused by IOS: they are left out"), "{}", ran.err);
    let notes = trace["notes"].to_string();
    assert!(notes.contains("`preference 12` of dial-peer 1") && notes.contains("`rule 1 /^5\\\\(/ /6/`"), "{notes}");
}

#[test]
fn secrets_of_lines_are_not_shown() {
    let config = format!("{TWO} frobnicate password 7 094F471A1A0A\n");
    let ran = run(&["-", "5001", "--reply", "1=404"], &config);
    assert!(ran.out.contains("frobnicate password 7 ****") && !ran.out.contains("094F"), "{}", ran.out);
}

#[test]
fn what_cannot_be_traced_is_refused_with_the_reason() {
    let refused = |arguments: &[&str]| refused(&[&[BRANCH], arguments].concat(), "");
    insta::assert_snapshot!(
        [
            refused(&["12a"]),
            refused(&["1-2"]),
            refused(&["123456789012345678901234567890123"]),
            refused(&["5512", "--calling", "x"]),
            refused(&["5512", "--inbound", "121"]),
            refused(&["5512", "--inbound", "204"]),
            refused(&["5512", "--inbound", "moon"]),
            refused(&["5512", "--inbound", "port:0/0/0:24"]),
            refused(&["5512", "--inbound", "trunk:nowhere"]),
            refused(&["5512", "--reply", "403=404"]),
            refused(&["5512", "--reply", "203=404"]),
            refused(&["5512", "--reply", "9999=404"]),
            refused(&["5512", "--reply", "402=499"]),
            refused(&["5512", "--reply", "402=bussy"]),
            refused(&["5512", "--reply", "402"]),
            refused(&["+12065550123", "--reply", "201@192.0.2.53=404"]),
            refused(&["5512", "--uri", "via=sip:1@2"]),
            refused(&["5512", "--inbound", "120", "--uri", "form=x"]),
            refused(&["5512", "--type", "nationale"]),
            refused(&["5512", "--assume", "sip480=stops"]),
            refused(&["5512", "--release", "IOS"]),
        ]
        .join("\n\n")
    );
}

#[test]
fn an_origin_can_be_written_as_an_address_or_a_target() {
    let from = |inbound: &str| {
        let text = printed(&[BRANCH, "5512", "--inbound", inbound]);
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(from("192.0.2.60"), "call: 5512, SIP from ipv4:192.0.2.60, en bloc");
    assert_eq!(from("ipv4:192.0.2.60:5060"), "call: 5512, SIP from ipv4:192.0.2.60:5060, en bloc");
    assert_eq!(from("sip:192.0.2.60:5060"), "call: 5512, SIP from ipv4:192.0.2.60:5060, en bloc");
    assert_eq!(from("h323:2001:db8::1"), "call: 5512, H.323 from ipv6:[2001:db8::1], en bloc");
}

#[test]
fn what_is_no_plan_is_refused() {
    assert!(refused(&["-", "5512"], "Dear all,\n").starts_with("<stdin> is no configuration"));
    assert!(refused(&["missing.cfg", "5512"], "").starts_with("cannot read missing.cfg"));
    assert!(refused(&["fixtures/specs/bad/two-blocks-share-a-number.yaml", "5512"], "").contains("in two blocks"));
}

#[test]
fn systems_of_a_spec_can_call() {
    let origin = |from: &str| {
        let trace = checked(&printed(&[
            "fixtures/specs/sip-trunk.yaml",
            "+12065555512",
            "--inbound",
            from,
            "--format",
            "json",
        ]));
        (trace["inbound"]["by"].clone(), trace["inbound"]["tag"].clone())
    };
    assert_eq!(origin("pstn").0, "incoming uri via");
    assert!(
        refused(&["fixtures/specs/sip-trunk.yaml", "1", "--inbound", "trunk:osc"], "")
            .contains("did you mean the system")
    );
    assert!(Path::new("fixtures/specs/sip-trunk.yaml").exists());
}
