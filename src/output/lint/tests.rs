//! What is printed, for the same findings in each format. The whole of it is in `snapshots/`.

mod allowed;
mod examples;
mod real;
mod sarif;

use examples::linted;
use serde_json::Value;

use super::*;
use crate::lint::{Finding, Linted, RULES};
use crate::output::tests::xml;

/// All findings of the examples.
fn findings() -> Vec<Finding> {
    linted().into_iter().flat_map(|file| file.findings).collect()
}

/// Compares with the file of this name.
macro_rules! golden {
    ($name:expr, $text:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

#[test]
fn findings_for_people() {
    golden!("full", full(&findings(), false));
    let colored = full(&findings(), true);
    assert!(colored.contains("\u{1b}[") && !colored.contains("\u{1b}[2J"), "{colored}");
    assert_eq!(full(&[], false), "");
}

#[test]
fn findings_as_a_line_each() {
    golden!("concise", concise(&findings()));
    assert_eq!(concise(&findings()).lines().count(), findings().len());
}

#[test]
fn findings_for_programs() {
    golden!("json", json(&linted()));
}

#[test]
fn findings_as_sarif() {
    // The version is not part of what is compared, and neither are the pages of all rules.
    let rule = crate::lint::rule("huntstop-blocks-fallback").unwrap();
    golden!("sarif", super::sarif::log(&linted(), &[rule]).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn findings_as_annotations() {
    let text = github(&findings());
    for (line, finding) in text.lines().zip(findings()) {
        let (properties, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (level, properties) = properties.split_once(' ').unwrap();
        assert_eq!(level == "notice", finding.severity == crate::diagnostic::Severity::Info);
        let values = properties.split(',').map(|property| property.split_once('=').unwrap().1);
        assert!(values.clone().count() >= 4 && values.clone().all(|value| !value.contains(':')), "{line}");
        assert!(!message.is_empty() && !message.contains(['\n', '\r']));
    }
    assert_eq!(text.lines().count(), findings().len());
    golden!("github", text);
}

#[test]
fn findings_as_junit() {
    let document = junit(&linted());
    let elements = xml::elements(&document).unwrap();
    let named = |name: &str| elements.iter().filter(|element| element.name == name).collect::<Vec<_>>();
    let counts = ["testsuite", "testcase", "failure", "system-out"].map(|name| named(name).len());
    assert_eq!(counts, [3, 5, 3, 1]);
    let told = |name: &str| -> Vec<usize> {
        named("testsuite").iter().map(|suite| suite.attributes[name].parse().unwrap()).collect()
    };
    assert_eq!((told("tests"), told("failures")), (vec![3, 1, 1], vec![2, 1, 0]));
    assert_eq!(named("testsuite")[2].attributes["name"], "sites/clean <1>.cfg");
    assert!(named("failure")[0].attributes["message"].starts_with("\"<a> & 'b'\" is used by 100% of nothing:"));
    golden!("junit", document);
    assert!(xml::elements(&junit(&[])).is_ok());
}

#[test]
fn how_much_was_found() {
    insta::assert_snapshot!(summary(&linted()), @"2 errors, 1 warning, 1 info in 3 files");
    assert_eq!(summary(&[]), "no findings in 0 files\n");
    assert_eq!(summary(&linted()[1..2]), "1 error in 1 file\n");
    insta::assert_snapshot!(statistics(&many()), @r"
    1,001  error    huntstop-blocks-fallback
        2  error    malformed-argument
        2  warning  unused-definition
        2  info     no-keepalive
    1,007  total
    ");
    assert_eq!(statistics(&[]), "0  total\n");
}

/// One error a thousand times, and all others twice.
fn many() -> Vec<Linted> {
    let mut many = [linted(), linted()].concat();
    let again = many[0].findings[2].clone();
    many[2].findings = vec![again; 999];
    many
}

#[test]
fn rules_are_listed() {
    let text = list(RULES);
    for rule in RULES {
        let line = text.lines().find(|line| line.starts_with(&format!("  {} ", rule.code))).unwrap();
        assert!(line.contains(rule.worst().name()) && line.ends_with(&rule.page().summary), "{line}");
        assert!(text.contains(rule.topic.name()));
    }
    let headings = text.lines().filter(|line| !line.is_empty() && !line.starts_with(' ')).count();
    assert_eq!(text.lines().filter(|line| line.starts_with("  ")).count(), RULES.len());
    assert_eq!(text.lines().filter(|line| line.is_empty()).count(), headings - 1);
    let one = crate::lint::rule("huntstop-blocks-fallback").unwrap();
    insta::assert_snapshot!(list(&[one]), @r"
    Sharing and hunting
      huntstop-blocks-fallback  error  `huntstop` on a dial-peer that has a lower choice for the same numbers.
    ");
    insta::assert_snapshot!(list_json(&[one]), @r#"
    {
      "schema": 1,
      "rules": [
        {
          "code": "huntstop-blocks-fallback",
          "topic": "sharing",
          "severities": [
            "error"
          ],
          "suppressible": true,
          "summary": "`huntstop` on a dial-peer that has a lower choice for the same numbers."
        }
      ]
    }
    "#);
}

/// The schema of docs, with every field that it does not name forbidden.
fn schema() -> jsonschema::Validator {
    fn close(schema: &mut Value) {
        if let Value::Object(object) = schema {
            if object.contains_key("properties") {
                object.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            object.values_mut().for_each(close);
        }
    }
    let mut schema = serde_json::from_str(include_str!("../../../docs/schemas/lint.json")).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    close(&mut schema);
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn what_is_printed_for_programs_is_what_the_schema_says() {
    let schema = schema();
    let real = real::linted();
    assert!(real.iter().any(|file| !file.findings.is_empty()));
    for text in [json(&linted()), json(&many()), json(&real), json(&[]), list_json(RULES), list_json(&[])] {
        let document: Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{text}");
    }
}

#[test]
fn the_schema_refuses_what_is_not_printed() {
    let schema = schema();
    let found: Value = serde_json::from_str(&json(&linted())).unwrap();
    let rules: Value = serde_json::from_str(&list_json(RULES)).unwrap();
    for (document, place, wrong) in [
        (&found, "/schema", Value::from(2)),
        (&found, "/findings/0/severity", Value::from("note")),
        (&found, "/findings/0/line", Value::from(0)),
        (&found, "/findings/0/labels", Value::from(Vec::<Value>::new())),
        (&found, "/findings/0/labels/0/text", Value::Null),
        (&found, "/findings/0/help", Value::from(1)),
        (&found, "/findings/1/numbers", Value::from(9_007_199_254_740_992_u64)),
        (&found, "/findings/1/numbers", Value::from("100")),
        (&found, "/summary/codes/no-keepalive", Value::from(0)),
        (&found, "/summary", Value::Null),
        (&rules, "/rules/0/severities", Value::from(Vec::<Value>::new())),
        (&rules, "/rules/0/summary", Value::Null),
    ] {
        let mut document = document.clone();
        *document.pointer_mut(place).unwrap() = wrong.clone();
        assert!(!schema.is_valid(&document), "{wrong} at {place}");
    }
    let mut more = found.clone();
    more["findings"][0]["colour"] = Value::from("red");
    assert!(!schema.is_valid(&more));
    let mut both = found;
    both["rules"] = rules["rules"].clone();
    assert!(!schema.is_valid(&both));
}

#[test]
fn places_are_told_to_programs_in_characters() {
    let document: Value = serde_json::from_str(&json(&linted())).unwrap();
    let place =
        |finding: &Value| ["line", "column", "end_line", "end_column"].map(|name| finding[name].as_u64().unwrap());
    let finding = &document["findings"][1];
    // `Zürich` behind ` description Büro `.
    assert_eq!(place(finding), [4, 19, 4, 25]);
    assert_eq!(place(&finding["labels"][0]), place(finding));
    // The end of a line does not belong to the place.
    assert_eq!(place(&finding["labels"][1]), [3, 48, 3, 65]);
    assert_eq!(place(&document["findings"][0]), [1, 1, 2, 2]);
}

#[test]
fn no_finding_steers_a_terminal_or_shows_a_secret() {
    let steers = |text: &str| {
        let turns = |character| matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}');
        text.chars().any(|character| turns(character) || character != '\n' && character.is_control())
    };
    let (linted, findings) = (linted(), findings());
    let texts = [
        full(&findings, false).replace("\r\n", "\n"),
        concise(&findings),
        json(&linted),
        super::sarif(&linted),
        github(&findings),
        junit(&linted).replace("\r\n", "\n"),
    ];
    for text in texts {
        assert!(!steers(&text) && !text.contains("hunter2"), "{text}");
    }
}
