//! The documented examples of fixtures/vectors: what Cisco's pages and routers print.

use dialc::call::{PartyNumber, Profile, Translation, Translator};
use dialc::model::read;
use dialc::source::Source;
use dialc::syntax::tree::Tree;
use serde::Deserialize;

#[derive(Deserialize)]
struct TranslationVectors {
    vectors: Vec<TranslationVector>,
}

#[derive(Deserialize)]
struct TranslationVector {
    id: String,
    source: String,
    rules: Vec<String>,
    input: String,
    expect: String,
    matched_rule: Option<u32>,
    input_type: Option<String>,
    input_plan: Option<String>,
    expect_type: Option<String>,
    expect_plan: Option<String>,
}

/// `none` in a vector: the number carries no type or plan.
fn given(value: Option<&String>) -> Option<String> {
    value.filter(|value| *value != "none").cloned()
}

#[test]
fn every_documented_translation_gives_what_its_source_prints() {
    let text = std::fs::read_to_string("fixtures/vectors/translation.yaml").unwrap();
    let vectors: TranslationVectors = serde_yaml::from_str(&text).unwrap();
    assert_eq!(vectors.vectors.len(), 135);
    for vector in vectors.vectors {
        let config = format!("voice translation-rule 1\n {}\n", vector.rules.join("\n "));
        let (plan, report) = read(&Tree::parse(&Source::new(vector.id.clone(), config)));
        assert!(report.is_empty(), "{}: {report:?}", vector.id);
        let number = PartyNumber {
            digits: vector.input.clone(),
            number_type: given(vector.input_type.as_ref()),
            plan: given(vector.input_plan.as_ref()),
        };
        let result = Translator::new(&plan.rule_tables[&1], &Profile::default()).apply(&number);
        let (printed, rule, kind, plan) = match &result {
            Translation::NoMatch => ("no-match", None, None, None),
            Translation::Rejected(rule) => ("reject", Some(*rule), None, None),
            Translation::Translated(rule, number) => {
                (number.digits.as_str(), Some(*rule), Some(&number.number_type), Some(&number.plan))
            }
        };
        let story = format!("{} ({}): {:?} on {:?}", vector.id, vector.source, vector.rules, vector.input);
        assert_eq!(printed, vector.expect, "{story}");
        if let Some(expected) = vector.matched_rule {
            assert_eq!(rule, Some(expected), "{story}");
        }
        for (expected, got) in [(&vector.expect_type, kind), (&vector.expect_plan, plan)] {
            if let (Some(expected), Some(got)) = (expected, got) {
                assert_eq!(got.as_deref().unwrap_or("none"), expected, "{story}");
            }
        }
    }
}
