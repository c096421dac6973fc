//! Specs that make sense in themselves, but that IOS, the release or the numbers do not allow: what dialc says.

use dialc::output::terminal::render;
use dialc::plan::{Refusal, plan, requirements};
use dialc::source::Source;
use dialc::spec;

/// The seed spec with changes: pairs of what to replace, and by what.
fn seed(changes: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string("fixtures/specs/seed.yaml").unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

/// What is said about a spec that has no fault of its own.
fn said(text: &str) -> String {
    let source = Source::new("spec.yaml", text);
    let (spec, report) = spec::load(&source, &|_| Err("no files here".into()));
    assert!(!report.has_errors(), "{}", render(&report, false, 110));
    let spec = spec.unwrap();
    let report = requirements(&spec, &source);
    if report.has_errors() {
        return format!("invalid\n{}", render(&report.sorted(), false, 110));
    }
    match plan(&spec, &source, None) {
        Ok(planned) => panic!("planned: {}", dialc::emit::emit(&planned.plan)),
        Err(Refusal::Invalid(report)) => format!("invalid\n{}", render(&report.sorted(), false, 110)),
        Err(Refusal::Defeated(report)) => format!("defeated\n{}", render(&report.sorted(), false, 110)),
    }
}

/// Shows the changes and what is said of them.
fn story(changes: &[(&str, &str)]) -> String {
    let replaced: Vec<_> =
        changes.iter().map(|(from, to)| format!("- {}\n+ {}\n", from.trim_end(), to.trim_end())).collect();
    format!("{}\n----- says\n{}", replaced.join(""), said(&seed(changes)))
}

#[test]
fn releases() {
    insta::assert_snapshot!("unknown_release", story(&[("12.4(24)T", "fifteen")]));
    insta::assert_snapshot!("h323_removed", story(&[("12.4(24)T", "17.6.1a")]));
    insta::assert_snapshot!("plus_is_dropped", story(&[("delivers: 11 ", "delivers: +e164 ")]));
    insta::assert_snapshot!(
        "no_pattern_maps",
        story(&[("delivers: 11 ", "delivers: 11\n  match_with: pattern-map #")])
    );
}

#[test]
fn tags() {
    insta::assert_snapshot!(
        "tags_count_into_each_other",
        story(&[("+12065555500-+12065555599", "+12065555512-+12065555587"), ("cucm: 5552", "cucm: 557"),])
    );
    insta::assert_snapshot!("wrong_number_of_tags", story(&[("ocs: 555,", "ocs: [555, 556],")]));
    insta::assert_snapshot!(
        "tag_out_of_range_on_xe",
        story(&[("12.4(24)T", "16.12.4"), ("ocs: 555,", "ocs: 1073741824,"),])
    );
}

#[test]
fn extra_lines() {
    for (name, line) in [
        ("starts_an_object", "dial-peer voice 7 voip"),
        ("changes_routing", "destination-pattern 9T"),
        ("another_change", "translation-profile incoming X"),
        ("takes_back", "no session target"),
        ("is_unknown", "voice-klass sip bind control source-interface Gi0/0"),
        ("is_malformed", "max-conn many"),
        ("is_a_field", "codec g729r8"),
        ("shuts_down", "shutdown"),
        ("answers_itself", "application clid_authen"),
        ("leaves_the_peer", "exit"),
        ("sends_elsewhere", "voice-class sip outbound-proxy ipv4:192.0.2.99"),
        ("is_a_second_codec", "voice-class codec 1"),
        ("redirects", "redirect ip2ip"),
    ] {
        let lines = format!("    codec: g711ulaw\n    extra_lines: [\"{line}\"]\n    expects: +e164 ");
        insta::assert_snapshot!(
            format!("extra_line_{name}"),
            story(&[("    codec: g711ulaw\n    expects: +e164 ", &lines)])
        );
    }
}

#[test]
fn hunting() {
    insta::assert_snapshot!(
        "reject_stops_hunting",
        story(&[("unassigned: reject-404", "unassigned: { reject: 486 }")])
    );
}

#[test]
fn numbers_that_nobody_owns_must_not_circle() {
    insta::assert_snapshot!(
        "unassigned_numbers_loop",
        story(&[("unassigned: announcement", "unassigned: { route: gateway }")])
    );
}

#[test]
fn one_target_for_two_systems() {
    insta::assert_snapshot!("one_target_twice", story(&[("ipv4:192.0.2.20", "ipv4:192.0.2.10")]));
}

#[test]
fn translations() {
    insta::assert_snapshot!("unused_translation", story(&[("{ ocs: { rule", "{ cucm: { rule")]));
    insta::assert_snapshot!(
        "one_table_for_two_forms",
        story(&[
            ("expects: as-delivered", "expects: { last: 4 }"),
            ("AddPlusOne } }", "AddPlusOne }, cucm: { rule: 103, profile: AddPlusOne } }"),
        ])
    );
    insta::assert_snapshot!(
        "one_table_under_two_names",
        story(&[
            ("expects: as-delivered", "expects: +e164"),
            ("AddPlusOne } }", "AddPlusOne }, cucm: { rule: 103, profile: Other } }"),
        ])
    );
}

#[test]
fn emergency_numbers() {
    insta::assert_snapshot!(
        "emergency_taken",
        story(&[
            ("delivers: 11 ", "delivers: 3 "),
            ("+12065555500-+12065555599", "+12065555900-+12065555999"),
            ("sharing:\n", "emergency: [\"911\"]\n\nsharing:\n"),
        ])
    );
}

#[test]
fn emergency_numbers_are_looked_for_in_maps_too() {
    let story = said(&seed(&[
        ("12.4(24)T", "15.2(4)M"),
        ("delivers: 11 ", "delivers: 3\n  match_with: pattern-map #"),
        ("+12065555500-+12065555599", "+12065555911"),
        ("sharing:\n", "emergency: [\"911\"]\n\nsharing:\n"),
    ]));
    assert!(story.contains("the emergency number 911 would go to dial-peer 555"), "{story}");
}

#[test]
fn numbers_of_several_lengths() {
    let changes = [
        ("12.4(24)T", "15.2(4)M"),
        ("delivers: 11 ", "delivers: +e164 "),
        ("unassigned: announcement", "unassigned: announcement\n    # mixed lengths"),
        ("[\"+12065555500-+12065555599\"]", "[\"+4930123450\", \"+4930123450123\"]"),
        ("    translation: { ocs: { rule: 103, profile: AddPlusOne } }\n", ""),
        ("    tags: { ocs: 555, cucm: 5552 }\n", ""),
    ];
    insta::assert_snapshot!("a_pattern_takes_longer_numbers", story(&changes));
    let exact = seed(&changes).replace("delivers: +e164 ", "delivers: +e164\n  exact: true #");
    let source = Source::new("spec.yaml", exact);
    let (spec, _) = spec::load(&source, &|_| Err("no files here".into()));
    assert!(plan(&spec.unwrap(), &source, None).is_ok());
}

#[test]
fn trunks() {
    insta::assert_snapshot!("not_a_port", story(&[("0/0/0:23", "Serial0/0/0:23")]));
}

#[test]
fn internal_calls_that_cannot_be_confined() {
    let internal = ("sharing:\n", "internal: gateway\n\nsharing:\n");
    insta::assert_snapshot!("internal_gateway", story(&[internal]));
    insta::assert_snapshot!(
        "internal_gateway_sent_back",
        story(&[
            internal,
            ("12.4(24)T", "15.4(1)T"),
            ("protocol: h323", "protocol: sip"),
            ("dtmf_relay: h245-alphanumeric", "dtmf_relay: rtp-nte"),
            ("unassigned: announcement", "unassigned: { route: gateway }"),
        ])
    );
}
