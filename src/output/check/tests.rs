//! What is printed, for examples of each verdict.

mod examples;
mod pictures;

use examples::{all, hostile, looping, many, proved, unknown};
use serde_json::Value;

use super::*;
use crate::output::tests::xml;

/// Whether a text could steer a terminal.
fn steers(text: &str) -> bool {
    let turns = |character| matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}');
    text.chars().any(|character| turns(character) || character != '\n' && character.is_control())
}

#[test]
fn the_worked_example_as_text() {
    insta::assert_snapshot!(text(&proved()), @r"
    proved: 100 numbers in 2 classes

    claims
      proved    no call loops
      proved    main: every DID is offered to ocs, then to cucm (100 numbers)
      proved    main: a number that no system has ends at an announcement or a clean reject

    what each answer leads to: main
      answer    ocs                                cucm
      404, 503  cucm is tried                      nobody is left: the caller gets it
      486       hunting stops: the caller gets it  hunting stops: the caller gets it
      no reply  cucm is tried                      is never asked

    assumed
      release: 12.4(24)T
      outages: no system, trunk or port is down

    notes
      cucm: where calls of its own users go is not told
      numbers are counted without longer ones that begin with them, and those with *, # or A to F
    ");
}

#[test]
fn a_loop_as_text() {
    insta::assert_snapshot!(text(&looping()), @r"
    loop: 12065555500 comes back to cucm while it is still open there

    claims
      loop      no call loops
        shown by: 12065555500
          1  isr-1       12065555500   comes from pstn
          2    ocs       +12065555500  offered by isr-1 dial-peer 555
          3      ocs     +12065555500  answers 404
          4    cucm      12065555500   hunting goes on: offered by isr-1 dial-peer 5552
          5      isr-1   12065555500   comes from cucm
          6        cucm  12065555500   offered by isr-1 dial-peer 5552
          7        cucm  12065555500   is open here already, with the same number: this is hop 4 again
        fails for: 50 numbers: 120655555[0-4].
        what would break it:
          on cucm, costs nothing:
            answer 404 to unassigned numbers instead of sending them to isr-1
          on isr-1, costs 1 claim:
            dial-peer voice 555 voip
             huntstop
          lost: main: every DID is offered to ocs, then to cucm
      violated  main: a number that no system has ends at an announcement or a clean reject
        why: it comes back to cucm
        shown by: 12065555500
      proved    main: every DID is offered to ocs, then to cucm (100 numbers)

    assumed
      release: 12.4(24)T

    notes
      numbers are counted without longer ones that begin with them, and those with *, # or A to F
    ");
}

#[test]
fn what_is_not_known_as_text() {
    insta::assert_snapshot!(text(&unknown()), @r"
    unknown: no call loops, and 1 more claim

    claims
      unknown   no call loops
        why: dialc does not follow `translate called 7` in line 12; and 2 more
        not known for: 9,007,199,254,740,992 numbers: 0, 1, 2, 3, 4 and 2 more
      unknown   911 reaches the public network untouched
        why: the same
    ");
}

#[test]
fn a_thousand_blocks_fit_on_a_screen() {
    insta::assert_snapshot!(text(&many(0)), @r"
    proved: 100,000 numbers in 2,000 classes

    claims
      proved    no call loops
      proved    block-1: every DID is offered to ocs, then to cucm
      proved    block-1: each system gets the number in the form that it expects
      proved    block-2: every DID is offered to ocs, then to cucm
      proved    block-2: each system gets the number in the form that it expects
      proved    block-3: every DID is offered to ocs, then to cucm
      proved    block-3: each system gets the number in the form that it expects
      proved    block-4: every DID is offered to ocs, then to cucm
      proved    block-4: each system gets the number in the form that it expects
      proved    block-5: every DID is offered to ocs, then to cucm
      and 1,991 more, all proved

    what each answer leads to: block-1, block-2, block-3, block-4, block-5 and 995 more
      answer    ocs                                cucm
      404, 503  cucm is tried                      nobody is left: the caller gets it
      486       hunting stops: the caller gets it  hunting stops: the caller gets it
      no reply  cucm is tried                      is never asked

    assumed
      release: 12.4(24)T
      outages: no system, trunk or port is down

    notes
      cucm: where calls of its own users go is not told
    ");
    let text = text(&many(60));
    assert!(
        text.starts_with("violated: block-1: every DID is offered to ocs, then to cucm, and 119 more claims\n"),
        "{text}"
    );
    assert!(text.contains("\n  and 70 more that are not proved\n"), "{text}");
    assert_eq!(text.matches("  violated  ").count(), 50);
}

#[test]
fn a_wide_table_of_answers_is_a_list() {
    let mut checked = proved();
    checked.answers[0].systems.extend((3..8).map(|index| format!("system-{index}")));
    for (answer, leads) in &mut checked.answers[0].rows {
        leads.extend((3..8).map(|index| format!("system-{} is tried after a {answer}", index + 1)));
    }
    let text = text(&checked);
    assert!(text.contains("\n  ocs\n    404, 503, no reply: cucm is tried\n    486: hunting stops: "), "{text}");
}

#[test]
fn a_long_journey_shows_its_ends() {
    let mut checked = looping();
    let hop = checked.claims[0].hops[0].clone();
    checked.claims[0].hops = vec![hop; 2_000];
    let text = text(&checked);
    assert!(
        text.contains("\n        40  isr-1  12065555500  comes from pstn\n      ... 1,950 more hops ...\n      1991  "),
        "{text}"
    );
}

#[test]
fn no_text_steers_a_terminal() {
    for checked in all() {
        assert!(!steers(&text(&checked)));
        assert!(!steers(&json(&checked)));
        assert!(!steers(&junit(&checked, "a\u{1b}\n.yaml")));
        assert!(!steers(&github(&checked, "a\u{1b}\n.yaml")));
    }
    let lines = text(&hostile());
    assert!(lines.lines().all(|line| !line.starts_with('b')), "{lines}");
}

/// The schema of docs, with every field that it does not name forbidden.
fn schema() -> Value {
    fn close(schema: &mut Value) {
        if let Value::Object(object) = schema {
            if object.contains_key("properties") {
                object.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            object.values_mut().for_each(close);
        }
    }
    let mut schema = serde_json::from_str(include_str!("../../../docs/schemas/check.json")).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    close(&mut schema);
    schema
}

#[test]
fn what_is_printed_for_programs_is_what_the_schema_says() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    for checked in all() {
        let document: Value = serde_json::from_str(&json(&checked)).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0]);
        assert_eq!(document["claims"].as_array().unwrap().len(), checked.claims.len());
    }
}

#[test]
fn counts_that_are_too_great_are_text() {
    let document: Value = serde_json::from_str(&json(&unknown())).unwrap();
    assert_eq!(document["numbers"], "100000000000000000000000000000000");
    assert_eq!(document["claims"][0]["numbers"], "9007199254740992");
    assert_eq!(document["claims"][1]["numbers"], Value::Null);
    let document: Value = serde_json::from_str(&json(&proved())).unwrap();
    assert_eq!((&document["numbers"], &document["longer"]), (&Value::from(100), &Value::from(true)));
}

#[test]
fn a_loop_for_programs() {
    let mut checked = looping();
    checked.claims.truncate(1);
    checked.claims[0].hops.truncate(1);
    insta::assert_snapshot!(json(&checked), @r#"
    {
      "schema": 1,
      "verdict": "loop",
      "numbers": 100,
      "longer": true,
      "other_symbols": true,
      "classes": 2,
      "claims": [
        {
          "claim": "no call loops",
          "verdict": "loop",
          "reason": "12065555500 comes back to cucm while it is still open there",
          "witness": "12065555500",
          "hops": [
            {
              "system": "isr-1",
              "number": "12065555500",
              "event": "comes from pstn",
              "depth": 0
            }
          ],
          "numbers": 50,
          "longer": false,
          "patterns": [
            "120655555[0-4]."
          ],
          "cures": [
            {
              "at": "cucm",
              "change": "answer 404 to unassigned numbers instead of sending them to isr-1",
              "costs": []
            },
            {
              "at": "isr-1",
              "change": "dial-peer voice 555 voip\n huntstop",
              "costs": [
                "main: every DID is offered to ocs, then to cucm"
              ]
            }
          ]
        }
      ],
      "assumptions": [
        {
          "name": "release",
          "value": "12.4(24)T"
        }
      ],
      "answers": [],
      "notes": []
    }
    "#);
}

#[test]
fn a_loop_as_junit() {
    insta::assert_snapshot!(junit(&looping(), "spec.yaml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite name="dialc check spec.yaml" tests="3" failures="2" errors="0" skipped="0">
        <properties>
          <property name="verdict" value="loop: 12065555500 comes back to cucm while it is still open there"/>
          <property name="classes" value="2"/>
          <property name="release" value="12.4(24)T"/>
        </properties>
        <testcase classname="dialc.check" name="no call loops">
          <failure type="loop" message="12065555500 comes back to cucm while it is still open there">shown by: 12065555500
      1  isr-1       12065555500   comes from pstn
      2    ocs       +12065555500  offered by isr-1 dial-peer 555
      3      ocs     +12065555500  answers 404
      4    cucm      12065555500   hunting goes on: offered by isr-1 dial-peer 5552
      5      isr-1   12065555500   comes from cucm
      6        cucm  12065555500   offered by isr-1 dial-peer 5552
      7        cucm  12065555500   is open here already, with the same number: this is hop 4 again
    fails for: 50 numbers: 120655555[0-4].
    what would break it:
      on cucm, costs nothing:
        answer 404 to unassigned numbers instead of sending them to isr-1
      on isr-1, costs 1 claim:
        dial-peer voice 555 voip
         huntstop
      lost: main: every DID is offered to ocs, then to cucm</failure>
        </testcase>
        <testcase classname="dialc.check" name="main: every DID is offered to ocs, then to cucm"/>
        <testcase classname="dialc.check" name="main: a number that no system has ends at an announcement or a clean reject">
          <failure type="violated" message="it comes back to cucm">shown by: 12065555500</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn junit_is_well_formed_and_has_every_claim() {
    for checked in all() {
        let document = junit(&checked, "a <&\"'>.yaml");
        let elements = xml::elements(&document).unwrap();
        let named = |name: &str| elements.iter().filter(|element| element.name == name).collect::<Vec<_>>();
        let of = |verdicts: &[Verdict]| checked.claims.iter().filter(|claim| verdicts.contains(&claim.verdict)).count();
        let (failures, errors) = (of(&[Verdict::Loop, Verdict::Violated]), of(&[Verdict::Unknown]));
        let counts = [named("testcase").len(), named("failure").len(), named("error").len()];
        assert_eq!(counts, [checked.claims.len(), failures, errors]);
        let suite = named("testsuite")[0];
        let told: [usize; 4] =
            ["tests", "failures", "errors", "skipped"].map(|name| suite.attributes[name].parse().unwrap());
        assert_eq!(told, [checked.claims.len(), failures, errors, 0]);
        assert_eq!(suite.attributes["name"], "dialc check a <&\"'>.yaml");
        for (case, claim) in named("testcase").iter().zip(&checked.claims) {
            assert_eq!(case.attributes["name"], one_line(&claim.claim));
        }
    }
    let failure = xml::elements(&junit(&looping(), "spec.yaml")).unwrap();
    let failure = failure.iter().find(|element| element.name == "failure").unwrap();
    assert_eq!((failure.attributes["type"].as_str(), failure.depth), ("loop", 3));
    assert!(failure.text.contains("\n  3      ocs     +12065555500  answers 404\n"), "{}", failure.text);
}

#[test]
fn a_loop_as_annotations() {
    insta::assert_snapshot!(github(&looping(), "plans/a,b: 100%.yaml"), @r"
    ::error file=plans/a%2Cb%3A 100%25.yaml,title=loop%3A no call loops::12065555500 comes back to cucm while it is still open there%0Ashown by: 12065555500%0A  1  isr-1       12065555500   comes from pstn%0A  2    ocs       +12065555500  offered by isr-1 dial-peer 555%0A  3      ocs     +12065555500  answers 404%0A  4    cucm      12065555500   hunting goes on: offered by isr-1 dial-peer 5552%0A  5      isr-1   12065555500   comes from cucm%0A  6        cucm  12065555500   offered by isr-1 dial-peer 5552%0A  7        cucm  12065555500   is open here already, with the same number: this is hop 4 again%0Afails for: 50 numbers: 120655555[0-4].%0Awhat would break it:%0A  on cucm, costs nothing:%0A    answer 404 to unassigned numbers instead of sending them to isr-1%0A  on isr-1, costs 1 claim:%0A    dial-peer voice 555 voip%0A     huntstop%0A  lost: main: every DID is offered to ocs, then to cucm
    ::error file=plans/a%2Cb%3A 100%25.yaml,title=violated%3A main%3A a number that no system has ends at an announcement or a clean reject::it comes back to cucm%0Ashown by: 12065555500
    ::notice file=plans/a%2Cb%3A 100%25.yaml,title=loop%3A 12065555500 comes back to cucm while it is still open there::1 of 3 claims proved
    ");
    insta::assert_snapshot!(github(&unknown(), "spec.yaml"), @r"
    ::warning file=spec.yaml,title=unknown%3A no call loops::dialc does not follow `translate called 7` in line 12; and 2 more%0Anot known for: 9,007,199,254,740,992 numbers: 0, 1, 2, 3, 4 and 2 more
    ::warning file=spec.yaml,title=unknown%3A 911 reaches the public network untouched::the same
    ::notice file=spec.yaml,title=unknown%3A no call loops%2C and 1 more claim::0 of 2 claims proved
    ");
    insta::assert_snapshot!(github(&proved(), "spec.yaml"), @"::notice file=spec.yaml,title=proved%3A 100 numbers in 2 classes::3 of 3 claims proved");
}

#[test]
fn annotations_are_one_a_line() {
    for checked in all() {
        let text = github(&checked, "a\nb.yaml");
        let levels =
            ["::error file=a b.yaml,title=", "::warning file=a b.yaml,title=", "::notice file=a b.yaml,title="];
        for line in text.lines() {
            let rest = levels.iter().find_map(|level| line.strip_prefix(level)).unwrap();
            let (title, _) = rest.split_once("::").unwrap();
            assert!(!title.contains([':', ',']), "{line}");
        }
    }
    let text = github(&many(60), "spec.yaml");
    assert_eq!(text.lines().count(), 52);
    assert!(text.contains("title=dialc check::70 more claims that are not proved\n"), "{text}");
}
