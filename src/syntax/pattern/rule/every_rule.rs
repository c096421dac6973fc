//! Every rule of the grammar stands in a side of a rule here, and its meaning is not passed over. A new rule breaks the
//! build.

use pest::Parser as _;

use super::{MatchPattern, Replacement, Rule, RuleGrammar};

/// The side that reads the rule, a text in which it stands, and one that differs in nothing else.
fn examples(rule: Rule) -> (Rule, &'static str, &'static str) {
    let (matching, replacing) = (Rule::match_side, Rule::replace_side);
    match rule {
        Rule::match_side | Rule::EOI | Rule::run | Rule::single => (matching, "12", "13"),
        Rule::opening => (matching, "*2", "2"),
        Rule::piece | Rule::quantifier => (matching, "12*", "12"),
        Rule::atom | Rule::literal => (matching, "a", "b"),
        Rule::start => (matching, "^1", "1"),
        Rule::end => (matching, "1$", "1"),
        Rule::any => (matching, ".*", "1*"),
        Rule::group => (matching, r"\(12\)", "12"),
        Rule::back_reference => (matching, r"\(1\)\1", r"\(1\)"),
        Rule::escaped => (matching, r"\+", r"\-"),
        Rule::set => (matching, "[12]", "12"),
        Rule::negation => (matching, "[^1]", "[1]"),
        Rule::first_member => (matching, "[-1]", "[1]"),
        Rule::range => (matching, "[1-3]", "[13]"),
        Rule::bound => (matching, "[1-3]", "[1-4]"),
        Rule::member => (matching, "[12]", "[1]"),
        Rule::replace_side | Rule::part | Rule::plain => (replacing, "12", "13"),
        Rule::group_reference => (replacing, r"\1", r"\2"),
        Rule::whole => (replacing, "&", ""),
        Rule::escaped_literal => (replacing, r"\+", r"\-"),
    }
}

#[test]
fn every_rule_of_the_grammar_is_read() {
    for rule in Rule::all_rules() {
        let (side, text, without) = examples(*rule);
        let rules: Vec<_> = RuleGrammar::parse(side, text).unwrap().flatten().collect();
        let silent = matches!(rule, Rule::single | Rule::atom | Rule::part);
        assert!(silent || rules.iter().any(|pair| pair.as_rule() == *rule), "{rule:?} is not in {text}");
        let read = |text: &str| {
            if side == Rule::replace_side {
                format!("{:?}", Replacement::parse_by_grammar(text).map(|read| read.parts))
            } else {
                format!("{:?}", MatchPattern::parse_by_grammar(text).map(|read| read.pieces))
            }
        };
        assert_ne!(read(text), read(without), "{rule:?} is passed over");
    }
}
