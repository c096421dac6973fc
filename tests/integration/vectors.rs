//! The documented examples of fixtures/vectors: what Cisco's pages and routers print.

use dialc::automaton::{Applies, Cube, Dfa, Rewrite, RuleSet, compile};
use dialc::call::{Assumption, Expansions, OldTranslator, PartyNumber, Profile, Translation, Translator};
use dialc::model::{DialPlan, Id, read};
use dialc::source::Source;
use dialc::syntax::argument::{Condition, TranslationRule};
use dialc::syntax::commands::Command;
use dialc::syntax::tree::Tree;
use serde::Deserialize;

#[derive(Deserialize)]
struct TranslationVectors {
    vectors: Vec<TranslationVector>,
    errata: Vec<Erratum>,
    ambiguous: Vec<Ambiguous>,
    old_style: Vec<OldVector>,
    num_exp: Vec<ExpansionVector>,
}

/// What a source prints, and what its own rules make of the number.
#[derive(Deserialize)]
struct Erratum {
    source: String,
    rules: Vec<String>,
    input: String,
    documented: String,
    by_regex: String,
}

/// What a source prints of a rule that can be read in two ways.
#[derive(Deserialize)]
struct Ambiguous {
    source: String,
    rules: Vec<String>,
    input: String,
    documented: String,
}

#[derive(Deserialize)]
struct OldVector {
    source: String,
    rules: Vec<String>,
    input: String,
    expect: String,
}

#[derive(Deserialize)]
struct ExpansionVector {
    source: String,
    config: String,
    input: String,
    expect: String,
}

fn vectors() -> TranslationVectors {
    serde_yaml::from_str(&std::fs::read_to_string("fixtures/vectors/translation.yaml").unwrap()).unwrap()
}

/// The plan of a configuration that IOS would take.
fn plan(text: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new("vector", text)));
    assert!(report.is_empty(), "{text}: {report:?}");
    plan
}

fn table(rules: &[String]) -> Translator {
    let plan = plan(&format!("voice translation-rule 1\n {}\n", rules.join("\n ")));
    Translator::new(&plan.rule_tables[&1], &Profile::default())
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
    let vectors = vectors();
    assert_eq!(vectors.vectors.len(), 135);
    for vector in vectors.vectors {
        let number = PartyNumber {
            digits: vector.input.clone(),
            number_type: given(vector.input_type.as_ref()),
            plan: given(vector.input_plan.as_ref()),
        };
        let result = table(&vector.rules).apply(&number);
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

/// A rule as it is read backwards, for a call with this type and plan.
fn rewrite(rule: &TranslationRule, number: &PartyNumber) -> Rewrite {
    let holds = |condition: Option<Condition>, given: &Option<String>| {
        condition.is_none_or(|condition| condition.matching == "any" || Some(condition.matching) == given.as_deref())
    };
    let applies = holds(rule.number_type, &number.number_type) && holds(rule.plan, &number.plan);
    Rewrite {
        matching: rule.matching.pieces().to_vec(),
        replacement: rule.replacement.as_ref().map(|replacement| replacement.parts().to_vec()),
        applies: if applies { Applies::Always } else { Applies::Never },
    }
}

/// The set of one number; nothing, where it is none.
fn only(number: &str) -> Dfa {
    Cube::of_number(number).map_or_else(Dfa::empty, |cube| compile::cubes(&[cube]).unwrap())
}

#[test]
fn every_documented_translation_is_found_backwards() {
    let mut found = 0;
    for vector in vectors().vectors {
        let number = PartyNumber {
            digits: vector.input.clone(),
            number_type: given(vector.input_type.as_ref()),
            plan: given(vector.input_plan.as_ref()),
        };
        let plan = plan(&format!("voice translation-rule 1\n {}\n", vector.rules.join("\n ")));
        let rules = plan.rule_tables[&1].rules().map(|rule| rewrite(rule.value, &number));
        let table = RuleSet::new(rules, false);
        let story = format!("{}: {:?} on {:?}", vector.id, vector.rules, vector.input);
        if !Dfa::all().accepts(&vector.input) {
            continue;
        }
        found += 1;
        assert_eq!(table.rejected().unwrap().accepts(&vector.input), vector.expect == "reject", "{story}");
        let result = if vector.expect == "no-match" { &vector.input } else { &vector.expect };
        let is_number = Dfa::all().accepts(result);
        let (one, others) = (only(result), only(result).complement());
        assert_eq!(table.pre_image(&one).unwrap().accepts(&vector.input), is_number, "{story}");
        // What is rejected, or becomes no number, is in no pre-image.
        assert!(!table.pre_image(&others).unwrap().accepts(&vector.input), "{story}");
    }
    // Four are about numbers of other characters.
    assert_eq!(found, 131);
}

/// Cisco 64020 prints a blank between the slashes where the command reference has nothing. Which it is, is assumed; the router of
/// the default does what the document says.
#[test]
fn a_replacement_of_one_blank_is_assumed_to_be_nothing() {
    let ambiguous = vectors().ambiguous;
    assert_eq!(ambiguous.len(), 2);
    for row in ambiguous {
        let number = PartyNumber::plain(row.input.as_str());
        let (result, assumed) = table(&row.rules).explained(&number);
        let expected = Translation::Translated(1, PartyNumber::plain(row.documented.as_str()));
        assert_eq!(result, expected, "{}: {:?}", row.source, row.rules);
        assert_eq!(assumed, [Assumption::BlankReplacement]);
        let mut profile = Profile::default();
        profile.assume("blank-replacement=blank").unwrap();
        let plan = plan(&format!("voice translation-rule 1\n {}\n", row.rules.join("\n ")));
        let kept = Translator::new(&plan.rule_tables[&1], &profile).apply(&number);
        assert_eq!(kept, Translation::Translated(1, PartyNumber::plain(" ")));
    }
}

/// Slips of the sources: the rules that they print do not do what they say.
#[test]
fn what_sources_print_wrong_is_not_what_their_rules_do() {
    let errata = vectors().errata;
    assert_eq!(errata.len(), 10);
    for erratum in errata {
        let result = match table(&erratum.rules).apply(&PartyNumber::plain(erratum.input.as_str())) {
            Translation::NoMatch => "no-match".to_owned(),
            Translation::Rejected(_) => "reject".to_owned(),
            // Two of the guides print the number of the table where routers print that of the rule.
            Translation::Translated(rule, _) if erratum.by_regex.starts_with("Matched") => {
                format!("Matched with rule {rule}")
            }
            Translation::Translated(_, number) => number.digits,
        };
        let story = format!("{}: {:?} on {:?}", erratum.source, erratum.rules, erratum.input);
        assert_eq!(result, erratum.by_regex, "{story}");
        assert_ne!(result, erratum.documented, "{story}");
    }
}

#[test]
fn every_documented_old_rule_gives_what_its_source_prints() {
    let vectors = vectors().old_style;
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let plan = plan(&format!("translation-rule 1\n {}\n", vector.rules.join("\n ")));
        let table = plan.other(Command::OldTranslationRule, &Id::Number(1)).unwrap();
        let result = OldTranslator::new(table, &Profile::default()).apply(&PartyNumber::plain(vector.input.as_str()));
        let expected = Translation::Translated(1, PartyNumber::plain(vector.expect));
        assert_eq!(result, expected, "{}: {:?} on {:?}", vector.source, vector.rules, vector.input);
    }
}

#[test]
fn every_documented_expansion_gives_what_its_source_prints() {
    let vectors = vectors().num_exp;
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let expanded = Expansions::new(&plan(&vector.config)).apply(&vector.input).map(|expanded| expanded.digits);
        assert_eq!(expanded, Some(vector.expect), "{}: {} on {:?}", vector.source, vector.config, vector.input);
    }
}
