//! `dialc translate` as a shell sees it: what it prints to the byte, JSON, numbers on standard input, and every bad input.

use std::fs;

use serde_json::Value;

use crate::inventory::strict_schema;

const CONFIG: &str = "fixtures/configs/questions/translation.cfg";

struct Ran {
    code: i32,
    /// Tabs are written `\t`.
    out: String,
    err: String,
}

/// Runs `dialc translate` in the root of the project.
fn run(arguments: &[&str], input: impl Into<Vec<u8>>) -> Ran {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").env_remove("TERM");
    let output = command.arg("translate").args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout).replace('\t', r"\t"), err: text(output.stderr) }
}

/// What a question prints that has nothing else to say.
#[track_caller]
fn answer(arguments: &[&str], input: &str) -> String {
    let ran = run(arguments, input);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

/// What is said of a question that cannot be answered.
#[track_caller]
fn refusal(arguments: &[&str]) -> String {
    let ran = run(arguments, "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
    ran.err
}

#[test]
fn results_are_what_the_router_prints() {
    insta::assert_snapshot!(answer(&[CONFIG, "103", "12065555512"], ""), @r"
    Matched with rule 1
    Original number: 12065555512\tTranslated number: +12065555512
    Original number type: none\tTranslated number type: none
    Original number plan: none\tTranslated number plan: none
    ");
    insta::assert_snapshot!(answer(&[CONFIG, "1", "911", "--type", "unk", "--plan", "ISDN"], ""), @r"
    Matched with rule 1
    Original number: 911\tTranslated number: 911
    Original number type: unknown\tTranslated number type: unknown
    Original number plan: isdn\tTranslated number plan: isdn
    ");
    insta::assert_snapshot!(answer(&[CONFIG, "1", "12065555512", "--type", "national"], ""), @r"
    Matched with rule 3
    Original number: 12065555512\tTranslated number: 2065555512
    Original number type: national\tTranslated number type: subscriber
    Original number plan: none\tTranslated number plan: none
    ");
    insta::assert_snapshot!(answer(&[CONFIG, "1", "206-555-5512"], ""), @r"
    Matched with rule 4
    Original number: 206-555-5512\tTranslated number: 12065555512
    Original number type: none\tTranslated number type: none
    Original number plan: none\tTranslated number plan: none
    ");
    assert_eq!(answer(&[CONFIG, "1", "12065555512"], ""), "12065555512 Didn't match with any of rules\n");
    assert_eq!(answer(&[CONFIG, "1", "19005550100"], ""), "19005550100 blocked on rule 2\n");
}

#[test]
fn the_empty_number_and_quotes_are_typed_as_on_a_router() {
    let empty = |typed: &str| answer(&[CONFIG, "1", typed, "--type", "unknown", "--plan", "unknown"], "");
    insta::assert_snapshot!(empty("\"\""), @r"
    Matched with rule 10
    Original number: \tTranslated number: 
    Original number type: unknown\tTranslated number type: national
    Original number plan: unknown\tTranslated number plan: isdn
    ");
    assert_eq!(empty(""), empty("\"\""));
    assert_eq!(answer(&[CONFIG, "1", ""], ""), " Didn't match with any of rules\n");
    insta::assert_snapshot!(answer(&[CONFIG, "110", "\"*#+5\""], ""), @r"
    Matched with rule 3
    Original number: *#+5\tTranslated number: *#+B0*#
    Original number type: none\tTranslated number type: none
    Original number plan: none\tTranslated number plan: none
    ");
}

#[test]
fn configuration_or_numbers_come_from_standard_input() {
    let config = fs::read_to_string(format!("{}/{CONFIG}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(answer(&["-", "1", "1900"], &config), "1900 blocked on rule 2\n");
    insta::assert_snapshot!(answer(&[CONFIG, "1", "-"], "1900\r\n\n\"911\"\r\n5"), @r"
    1900 blocked on rule 2
     Didn't match with any of rules
    Matched with rule 1
    Original number: 911\tTranslated number: 911
    Original number type: none\tTranslated number type: none
    Original number plan: none\tTranslated number plan: none
    5 Didn't match with any of rules
    ");
    assert_eq!(answer(&[CONFIG, "1", "-"], ""), "");
    let many: String = (0..50_000).map(|number| format!("{number}\n")).collect();
    let lines = answer(&[CONFIG, "1", "-", "--format", "json"], &many);
    assert_eq!(lines.lines().count(), 50_000);
    assert!(
        lines
            .ends_with("\"original\":\"49999\",\"number\":\"49999\",\"type\":null,\"plan\":null,\"assumptions\":[]}\n")
    );
    insta::assert_snapshot!(refusal(&["-", "1", "-"]), @r"
    one-input

      × configuration and numbers cannot both come from standard input
    ");
}

#[test]
fn results_are_objects_that_the_schema_describes() {
    let lines = answer(&[CONFIG, "1", "-", "--type", "nat", "--format", "json"], "911\n1900\n\n12065555512\n");
    insta::assert_snapshot!(lines, @r#"
    {"schema":1,"rule":1,"outcome":"translated","original":"911","number":"911","type":"national","plan":null,"assumptions":[]}
    {"schema":1,"rule":2,"outcome":"rejected","original":"1900","number":null,"type":null,"plan":null,"assumptions":[]}
    {"schema":1,"rule":null,"outcome":"no-match","original":"","number":"","type":"national","plan":null,"assumptions":[]}
    {"schema":1,"rule":3,"outcome":"translated","original":"12065555512","number":"2065555512","type":"subscriber","plan":null,"assumptions":[]}
    "#);
    let assumed = answer(&[CONFIG, "110", "-", "--format", "json"], "42\n01142\n");
    let schema = jsonschema::validator_for(&strict_schema("translate.json")).unwrap();
    for line in lines.lines().chain(assumed.lines()) {
        let document: Value = serde_json::from_str(line).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{line}");
    }
}

#[test]
fn what_a_result_rests_on_is_said_once() {
    let ran = run(&[CONFIG, "110", "-"], "42\n421\n0\n00\n7\n");
    insta::assert_snapshot!(ran.out, @r"
    Matched with rule 2
    Original number: 42\tTranslated number: 9942
    Original number type: none\tTranslated number type: none
    Original number plan: none\tTranslated number plan: none
    Matched with rule 2
    Original number: 421\tTranslated number: 99421
    Original number type: none\tTranslated number type: none
    Original number plan: none\tTranslated number plan: none
    Matched with rule 1
    Original number: 0\tTranslated number: 011
    Original number type: none\tTranslated number type: international
    Original number plan: none\tTranslated number plan: none
    Matched with rule 1
    Original number: 00\tTranslated number: 011
    Original number type: none\tTranslated number type: international
    Original number plan: none\tTranslated number plan: none
    7 Didn't match with any of rules
    ");
    insta::assert_snapshot!(ran.err, @r"
    assumption

      ☞ this rests on an assumption that no document settles: missing-group is empty
      help: the other is `--assume missing-group=digit`

    assumption

      ☞ this rests on an assumption that no document settles: any-type is fits
      help: the other is `--assume any-type=does-not-fit`
    ");
    assert_eq!(ran.code, 0);
    let other = ["--assume", "missing-group=digit", "--assume", "any-type=does-not-fit", "--format", "json"];
    insta::assert_snapshot!(answer(&[&[CONFIG, "110", "-"], &other[..]].concat(), "42\n0\n"), @r#"
    {"schema":1,"rule":2,"outcome":"translated","original":"42","number":"99421","type":null,"plan":null,"assumptions":[{"name":"missing-group","value":"digit"}]}
    {"schema":1,"rule":null,"outcome":"no-match","original":"0","number":"0","type":null,"plan":null,"assumptions":[{"name":"any-type","value":"does-not-fit"}]}
    "#);
}

#[test]
fn rules_that_a_router_would_refuse_are_named_and_the_others_work() {
    let config = "version 12.4\nvoice translation-rule 1 x\n rule 1 /^1/ /2/\n rule 2 /^\\(3/ /4/\n rule 1 /(/ /\\/\n \
                  rulex 5\n rule 20 /9$/ //\n!\nvoice translation-rule 2\n rule 1 /\\(/ //\n";
    let ran = run(&["-", "1", "39"], config);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.out, @r"
    Matched with rule 20
    Original number: 39\tTranslated number: 3
    Original number type: none\tTranslated number type: none
    Original number plan: none\tTranslated number plan: none
    ");
    insta::assert_snapshot!(ran.err, @r"
    trailing-text

      ⚠ text behind the header of voice translation-rule
       ╭─[<stdin>:2:26]
     1 │ version 12.4
     2 │ voice translation-rule 1 x
       ·                          ┬
       ·                          ╰── IOS would refuse this line
     3 │  rule 1 /^1/ /2/
       ╰────

    unbalanced-group

      ⚠ IOS would not take this `rule`
       ╭─[<stdin>:4:11]
     3 │  rule 1 /^1/ /2/
     4 │  rule 2 /^\(3/ /4/
       ·           ─┬─
       ·            ╰── `\(` is not closed
     5 │  rule 1 /(/ /\/
       ╰────
      help: close the group with `\)`

    malformed-argument

      ⚠ IOS would not take this `rule`
       ╭─[<stdin>:5:14]
     4 │  rule 2 /^\(3/ /4/
     5 │  rule 1 /(/ /\/
       ·              ┬
       ·              ╰── nothing follows the backslash
     6 │  rulex 5
       ╰────

    unknown-line

      ⚠ dialc does not know this line of the table
       ╭─[<stdin>:6:2]
     5 │  rule 1 /(/ /\/
     6 │  rulex 5
       ·  ───┬───
       ·     ╰── it takes no part
     7 │  rule 20 /9$/ //
       ╰────

    rule-beyond-limit

      ⚠ before 15.1(4)M a table takes rules 1 to 15, and the release is 12.4
       ╭─[<stdin>:7:2]
     6 │  rulex 5
     7 │  rule 20 /9$/ //
       ·  ───────┬───────
       ·         ╰── applied all the same
     8 │ !
       ╰────
    ");
    assert_eq!(run(&["-", "1", "39", "--release", "15.1(4)M"], config).err.matches("takes rules").count(), 0);
}

#[test]
fn a_table_that_is_not_there() {
    insta::assert_snapshot!(refusal(&[CONFIG, "104", "1"]), @r"
    no-such-table

      × there is no voice translation-rule 104 in fixtures/configs/questions/translation.cfg
      help: did you mean 103?
    ");
    insta::assert_snapshot!(refusal(&[CONFIG, "55", "1"]), @r"
    no-such-table

      × there is no voice translation-rule 55 in fixtures/configs/questions/translation.cfg
      help: it has 1, 103, 110
    ");
    insta::assert_snapshot!(refusal(&[CONFIG, "6", "1"]), @r"
    old-table

      × there is no voice translation-rule 6 in fixtures/configs/questions/translation.cfg: its translation-rule
      │ 6 is of the old kind
        ╭─[fixtures/configs/questions/translation.cfg:22:1]
     21 │ !
     22 │ translation-rule 6
        · ─────────┬────────
        ·          ╰── here
     23 │  rule 1 ^2 911
        ╰────
      help: `test voice translation-rule` does not test it, and so dialc translate does not
    ");
    insta::assert_snapshot!(refusal(&[CONFIG, "AddPlusOne", "1"]), @r"
    no-table-number

      × `AddPlusOne` is no number of a voice translation-rule
      help: it is a translation profile, whose table for called numbers is 103
    ");
    insta::assert_snapshot!(refusal(&[CONFIG, "0", "1"]), @r"
    no-table-number

      × `0` is no number of a voice translation-rule
      help: a number from 1 to 2147483647
    ");
    let many: String = (1..=12).map(|table| format!("voice translation-rule {}\n", table * 1000)).collect();
    let ran = run(&["-", "5", "1"], many);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!(ran.err, @r"
    no-such-table

      × there is no voice translation-rule 5 in <stdin>
      help: it has 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000 and 4 more
    ");
    let ran = run(&["-", "5", "1"], "dial-peer voice 1 voip\n");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.err, @r"
    no-such-table

      × there is no voice translation-rule 5 in <stdin>
      help: it has none
    ");
}

#[test]
fn a_number_that_is_none() {
    insta::assert_snapshot!(refusal(&[CONFIG, "1", "+1 (206) 555"]), @r"
    no-number

      × `+1 (206) 555` is no number: it has ` `
      help: a number is made of 0-9, A-F, `*`, `#`, `+` and `-`
    ");
    insta::assert_snapshot!(refusal(&[CONFIG, "1", "\"12"]), @r#"
    no-number

      × `"12` is no number: it has `"`
      help: a number is made of 0-9, A-F, `*`, `#`, `+` and `-`
    "#);
    insta::assert_snapshot!(refusal(&[CONFIG, "1", "123456789012345678901234567890123"]), @r"
    no-number

      × `12345678901234567890123456789012...` is no number: it has more than 32 characters
      help: a router takes no longer number
    ");
    assert_eq!(answer(&[CONFIG, "103", "12345678901234567890123456789012"], "").lines().count(), 1);
}

#[test]
fn a_type_or_a_plan_that_is_none() {
    insta::assert_snapshot!(refusal(&[CONFIG, "1", "1", "--type", "natoinal", "--plan", "isbn"]), @r"
    unknown-keyword

      × `natoinal` is no type of a number
      help: did you mean `national`?

    unknown-keyword

      × `isbn` is no numbering plan
      help: did you mean `isdn`?
    ");
    insta::assert_snapshot!(refusal(&[CONFIG, "1", "1", "--type", "n", "--plan", "any"]), @r"
    unknown-keyword

      × `n` is short for more than one type of a number: national, network
      help: it is one of abbreviated, international, national, network, reserved, subscriber, unknown

    unknown-keyword

      × `any` is no numbering plan
      help: `any` is for rules: the number of a call has one, or none
    ");
    insta::assert_snapshot!(refusal(&[CONFIG, "1", "1", "--type", "none", "--plan", ""]), @r"
    unknown-keyword

      × `none` is no type of a number
      help: leave the option out where the number carries none

    unknown-keyword

      × `` is no numbering plan
      help: it is one of data, ermes, isdn, national, private, reserved, telex, unknown
    ");
}

#[test]
fn all_that_is_wrong_with_the_arguments_is_said_at_once() {
    let all = ["--type", "x", "--assume", "any=fits", "--release", "0"];
    insta::assert_snapshot!(refusal(&[&[CONFIG, "1", "x"], &all[..]].concat()), @r"
    unknown-keyword

      × `x` is no type of a number
      help: it is one of abbreviated, international, national, network, reserved, subscriber, unknown

    no-number

      × `x` is no number: it has `x`
      help: a number is made of 0-9, A-F, `*`, `#`, `+` and `-`

    unknown-assumption

      × there is no assumption `any`
      help: did you mean `any-type`?

    unknown-release

      × `0` is no IOS release
      help: as `show version` prints it, such as `12.4(24)T`, `15.2(4)M` or `17.6.1a`, or its first two numbers
    ");
}

#[test]
fn lines_that_are_no_numbers_are_named_and_the_others_have_results() {
    let input = [&b"1900\n12x\n\xff\n"[..], &[b'1'; 5000], b"\n 5\n1900\n"].concat();
    let ran = run(&[CONFIG, "1", "-"], input);
    assert_eq!((ran.code, ran.out.as_str()), (2, "1900 blocked on rule 2\n1900 blocked on rule 2\n"));
    insta::assert_snapshot!(ran.err, @r"
    no-number

      × line 2 of <stdin>: `12x` is no number: it has `x`
      help: a number is made of 0-9, A-F, `*`, `#`, `+` and `-`

    no-number

      × line 3 of <stdin>: `�` is no number: it has `�`
      help: a number is made of 0-9, A-F, `*`, `#`, `+` and `-`

    no-number

      × line 4 of <stdin>: `11111111111111111111111111111111...` is no number: it has more than 32 characters
      help: a router takes no longer number

    no-number

      × line 5 of <stdin>: ` 5` is no number: it has ` `
      help: a number is made of 0-9, A-F, `*`, `#`, `+` and `-`
    ");
    let ran = run(&[CONFIG, "1", "-"], "x\n".repeat(150));
    assert_eq!((ran.code, ran.err.matches("`x` is no number").count()), (2, 100));
    assert!(ran.err.ends_with("× 50 more lines of <stdin> are no numbers\n\n"), "{}", ran.err);
}

#[test]
fn what_is_no_configuration_has_no_tables() {
    insta::assert_snapshot!(refusal(&["fixtures/configs/not/prose.txt", "1", "1"]), @r"
    no-configuration

      × fixtures/configs/not/prose.txt is no configuration: no IOS configuration
      help: a running-config, a capture of one, or a fragment with the headers of its objects
    ");
    insta::assert_snapshot!(refusal(&["fixtures/configs/missing.cfg", "1", "1"]), @r"
    unreadable-file

      × cannot read fixtures/configs/missing.cfg: there is no such file or folder
    ");
    assert!(refusal(&["fixtures/configs/not/utf-16.txt", "1", "1"]).contains("this is UTF-16: save it as UTF-8"));
    assert!(refusal(&["fixtures", "1", "1"]).contains("it is a folder"));
    assert_eq!(run(&[CONFIG, "1"], "").code, 2);
}

/// Command reference, `rule`: a replacement that is no number is refused, without a list of what it may have.
#[test]
fn a_replacement_that_is_no_number_is_warned_of() {
    let config = "voice translation-rule 1\n rule 1 /8/ /x/\n rule 2 /9/ / /\n";
    let ran = run(&["-", "1", "8"], config);
    assert_eq!(ran.out.lines().next(), Some("Matched with rule 1"));
    assert!(ran.err.contains("the replacement has `x`, which no number has: IOS may refuse the line"), "{}", ran.err);
    let ran = run(&["-", "1", "9"], config);
    assert_eq!(ran.out.lines().nth(1), Some(r"Original number: 9\tTranslated number: "));
    assert!(ran.err.contains("blank-replacement"), "{}", ran.err);
}
