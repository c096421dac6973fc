//! Every rule of the grammar stands in a pattern here, and its meaning is not passed over. A new rule breaks the build.

use pest::Parser as _;

use super::{NumberGrammar, NumberPattern, Rule};

/// A pattern in which the rule is read, and one that differs in nothing else; none where the rule says nothing.
fn examples(rule: Rule) -> (&'static str, Option<&'static str>) {
    match rule {
        Rule::pattern | Rule::EOI | Rule::run | Rule::single => ("12", Some("13")),
        // A pattern matches from the first digit anyway.
        Rule::start => ("^12", None),
        Rule::end => ("12$", Some("12")),
        Rule::timer => ("12T", Some("12")),
        Rule::plus => ("+12", Some("12")),
        Rule::piece | Rule::quantifier => ("12?", Some("12")),
        Rule::atom | Rule::literal => ("2?", Some("3?")),
        Rule::any => (".?", Some("3?")),
        Rule::pause => ("1,2", Some("12")),
        Rule::group => ("(12)?", Some("12?")),
        Rule::set => ("[12]", Some("12")),
        Rule::negation => ("[^1]", Some("[1]")),
        Rule::range => ("[1-3]", Some("[13]")),
        Rule::bound => ("[1-3]", Some("[1-4]")),
        Rule::member => ("[12]", Some("[1]")),
        // The members of a set stand side by side with or without it.
        Rule::separator => ("[1,2]", None),
    }
}

#[test]
fn every_rule_of_the_grammar_is_read() {
    for rule in Rule::all_rules() {
        let (text, without) = examples(*rule);
        let rules: Vec<_> = NumberGrammar::parse(Rule::pattern, text).unwrap().flatten().collect();
        let silent = matches!(rule, Rule::single | Rule::atom);
        assert!(silent || rules.iter().any(|pair| pair.as_rule() == *rule), "{rule:?} is not in {text}");
        let read = |text: &str| {
            let read = NumberPattern::parse_by_grammar(text).unwrap();
            format!("{:?} {} {}", read.pieces, read.timer, read.end_anchor)
        };
        if let Some(without) = without {
            assert_ne!(read(text), read(without), "{rule:?} is passed over");
        }
    }
}
