//! What is printed, for examples of each verdict.

mod examples;

use examples::{all, hostile, looping, many, proved, unknown};
use serde_json::Value;

use super::*;

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
