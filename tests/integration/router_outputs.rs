//! What routers printed for `test voice translation-rule`, in the outputs of the shared folder: the same must come out here.
//! The samples were wrapped anew when they were collected, so white space does not count.

use std::fs;
use std::path::Path;

use dialc::call::{PartyNumber, Profile, Translation, Translator};
use dialc::model::read;
use dialc::output::translation;
use dialc::source::Source;
use dialc::syntax::tree::Tree;
use serde::Deserialize;

use crate::corpus::{files, shared};

/// Outputs whose table is an example of the vectors: its id there.
const TABLES: [(&str, &str); 6] =
    [("12", "T017"), ("17", "T001"), ("18", "T012"), ("20", "T008"), ("24", "T024"), ("27", "T025")];

#[derive(Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    id: String,
    rules: Vec<String>,
}

/// The output whose table another output shows.
const SHOWN: (&str, &str) = ("06", "show_translation_rule_02");

/// Outputs that cannot be compared, and why.
const LEFT_OUT: [(&str, &str); 3] = [
    ("15", "the table is elsewhere in its document"),
    ("21", "the table is elsewhere in its document"),
    ("23", "the table is elsewhere in its document"),
];

/// Outputs of guides that give the number of the table where routers give that of the rule: see the errata of the vectors.
const NUMBER_OF_THE_TABLE: [&str; 2] = ["11", "26"];

/// A command and all that stands behind it.
struct Question<'a> {
    number: PartyNumber,
    answer: &'a [&'a str],
}

/// The rules that stand in a text, as lines.
fn rules(words: &[&str]) -> String {
    let mut lines = String::new();
    for (at, word) in words.iter().enumerate() {
        let is_rule = word.eq_ignore_ascii_case("rule")
            && words.get(at + 2).is_some_and(|third| third.starts_with('/') || *third == "reject");
        if is_rule {
            let mut length = 4;
            for condition in ["type", "plan"] {
                if words.get(at + length) == Some(&condition) {
                    length += if words[at + 2] == "reject" { 2 } else { 3 };
                }
            }
            lines += &format!(" {}\n", words[at..at + length].join(" "));
        }
    }
    lines
}

/// The commands that stand in a text.
fn questions<'a>(words: &'a [&'a str]) -> Vec<Question<'a>> {
    // The prompt may stand right in front of the command.
    let begins =
        |at: &usize| words[*at].ends_with("test") && words[at + 1..].starts_with(&["voice", "translation-rule"]);
    let starts = (0..words.len()).filter(begins);
    let question = |at: usize| {
        let mut number = PartyNumber::plain(words[at + 4].trim_matches('"'));
        let mut answer = &words[at + 5..];
        for (word, value) in [("type", &mut number.number_type), ("plan", &mut number.plan)] {
            if answer[0] == word {
                *value = Some(answer[1].to_owned());
                answer = &answer[2..];
            }
        }
        Question { number, answer }
    };
    starts.map(question).collect()
}

/// The rules of the table that an output is about: its own, those of a vector, or those that another output shows.
fn table(shared: &Path, number: &str, words: &[&str]) -> String {
    if let Some((_, id)) = TABLES.iter().find(|(other, _)| *other == number) {
        let text = fs::read_to_string("fixtures/vectors/translation.yaml").unwrap();
        let vectors: Vectors = serde_yaml::from_str(&text).unwrap();
        let vector = vectors.vectors.iter().find(|one| one.id == *id).unwrap();
        return vector.rules.iter().map(|rule| format!(" {rule}\n")).collect();
    }
    if number == SHOWN.0 {
        return shown_rules(&fs::read_to_string(shared.join(format!("corpus/show/{}.txt", SHOWN.1))).unwrap());
    }
    rules(words)
}

/// The rules that `show voice translation-rule` prints, as lines of a configuration.
fn shown_rules(text: &str) -> String {
    let fields = ["Rule ", "Match pattern: ", "Replace pattern: ", "Match type: ", "Match plan: "];
    let mut found: Vec<[String; 5]> = Vec::new();
    for line in text.lines().map(str::trim) {
        for (at, rest) in fields.iter().enumerate().filter_map(|(at, field)| Some((at, line.strip_prefix(field)?))) {
            match (at, found.last_mut()) {
                (0, _) if rest.trim_end_matches(':').parse::<u32>().is_ok() => {
                    found.push([rest.trim_end_matches(':'), "", "", "", ""].map(str::to_owned));
                }
                (1.., Some(rule)) => rest.clone_into(&mut rule[at]),
                _ => {}
            }
        }
    }
    let condition = |word: &str, shown: &str| {
        let values: Vec<_> = shown.split_ascii_whitespace().collect();
        match values.as_slice() {
            [matching, "Replace", _, replacing] if *matching != "none" => format!(" {word} {matching} {replacing}"),
            _ => String::new(),
        }
    };
    let line = |[number, matching, replacing, kind, plan]: &[String; 5]| {
        format!(" rule {number} /{matching}/ /{replacing}/{}{}\n", condition("type", kind), condition("plan", plan))
    };
    found.iter().map(line).collect()
}

/// What `show voice translation-rule` prints is a table that dialc reads, and does what it says.
#[test]
fn tables_that_routers_show_are_read() {
    let Some(shared) = shared() else { return };
    let translated = |name: &str, number: PartyNumber| {
        let text = fs::read_to_string(shared.join(format!("corpus/show/{name}.txt"))).unwrap();
        let config = format!("voice translation-rule 1\n{}", shown_rules(&text));
        let (plan, report) = read(&Tree::parse(&Source::new(name, config.clone())));
        assert!(report.is_empty(), "{name}: {config}");
        match Translator::new(&plan.rule_tables[&1], &Profile::default()).apply(&number) {
            Translation::Translated(rule, number) => format!("{rule} {}", number.digits),
            other @ (Translation::NoMatch | Translation::Rejected(_)) => format!("{other:?}"),
        }
    };
    let plain = PartyNumber::plain;
    assert_eq!(translated("show_translation_rule_02", plain("5551234")), "1 4441234");
    assert_eq!(translated("show_translation_rule_02", plain("1234777")), "NoMatch");
    let national = PartyNumber { number_type: Some("national".into()), plan: Some("isdn".into()), ..plain("1234777") };
    assert_eq!(translated("show_translation_rule_02", national), "2 1234888");
    assert_eq!(translated("show_translation_rule_03", plain("6508880155")), "1 6508880101");
}

#[test]
fn routers_printed_what_is_printed_here() {
    let Some(shared) = shared() else { return };
    let (mut compared, mut left_out) = (0, 0);
    for path in files(&shared.join("corpus/show"), "txt") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let Some(number) = name.strip_prefix("show_test_translation_rule_") else { continue };
        if LEFT_OUT.iter().any(|(other, _)| *other == number) {
            left_out += 1;
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let words: Vec<_> = text.split_whitespace().collect();
        let config = format!("voice translation-rule 1\n{}", table(&shared, number, &words));
        let (plan, report) = read(&Tree::parse(&Source::new(name, config.clone())));
        assert!(report.is_empty(), "{name}: {config}");
        let translator = Translator::new(&plan.rule_tables[&1], &Profile::default());
        for question in questions(&words) {
            let mut printed = Vec::new();
            translation::text(&question.number, &translator.apply(&question.number), &mut printed);
            let mut printed = String::from_utf8(printed).unwrap().split_whitespace().collect::<String>();
            let mut answer = question.answer.concat();
            // Documents often leave out the lines of type and plan.
            let own: String = question.answer.iter().take_while(|word| !word.ends_with('#')).copied().collect();
            if !own.contains("Originalnumbertype") {
                printed.truncate(printed.find("Originalnumbertype").unwrap_or(printed.len()));
            }
            if NUMBER_OF_THE_TABLE.contains(&number) {
                answer = answer.replace("Matchedwithrule5", "Matchedwithrule1");
            }
            if answer.starts_with("blockedonrule") {
                // The number stands once here, at the end of the command; another document has it in the answer.
                answer.insert_str(0, &question.number.digits);
            }
            assert!(answer.starts_with(&printed), "{name}: {printed} is printed here, and there {answer}");
            compared += 1;
        }
    }
    assert_eq!((compared, left_out), (27, LEFT_OUT.len()));
}
