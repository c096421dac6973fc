//! What routers printed for `test voice translation-rule`, in the outputs of the shared folder: the same must come out here.
//! The samples were wrapped anew when they were collected, so white space does not count.

use std::fs;

use dialc::call::{PartyNumber, Profile, Translator};
use dialc::model::read;
use dialc::output::translation;
use dialc::source::Source;
use dialc::syntax::tree::Tree;

use crate::corpus::{files, shared};

/// Outputs that cannot be compared, and why.
const LEFT_OUT: [(&str, &str); 10] = [
    ("06", "the table is in another output; the command at its end is cut off"),
    ("12", "the table is elsewhere in its document"),
    ("15", "the table is elsewhere in its document"),
    ("17", "the table is elsewhere in its document"),
    ("18", "the table is elsewhere in its document"),
    ("20", "the table is elsewhere in its document"),
    ("21", "the table is elsewhere in its document"),
    ("23", "the table is elsewhere in its document"),
    ("24", "the table is elsewhere in its document"),
    ("27", "the table is elsewhere in its document"),
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
        let config = format!("voice translation-rule 1\n{}", rules(&words));
        let (plan, report) = read(&Tree::parse(&Source::new(name, config.clone())));
        assert!(report.is_empty(), "{name}: {config}");
        let translator = Translator::new(&plan.rule_tables[&1], &Profile::default());
        for question in questions(&words) {
            let mut printed = Vec::new();
            translation::text(&question.number, &translator.apply(&question.number), &mut printed);
            let printed = String::from_utf8(printed).unwrap().split_whitespace().collect::<String>();
            let mut answer = question.answer.concat();
            if NUMBER_OF_THE_TABLE.contains(&number) {
                answer = answer.replace("Matchedwithrule5", "Matchedwithrule1");
            }
            assert!(answer.starts_with(&printed), "{name}: {printed} is printed here, and there {answer}");
            compared += 1;
        }
    }
    assert_eq!((compared, left_out), (10, LEFT_OUT.len()));
}
