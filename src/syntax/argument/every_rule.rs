//! Every rule of the grammar reads a part of an argument here, and that part is not passed over. A new rule breaks the build.

use pest::Parser as _;

use super::super::commands::Shape;
use super::grammar::{ConfigGrammar, Rule};
use super::{parse, parse_header};

/// An argument in which a rule is read.
struct Example {
    /// The rule for the whole of it.
    whole: Rule,
    shape: Shape,
    text: &'static str,
    /// One that differs in nothing but what the rule reads.
    other: &'static str,
}

/// An example for each rule; none for those that say nothing.
fn example(rule: Rule) -> Option<Example> {
    let of = |whole, shape, text, other| Some(Example { whole, shape, text, other });
    match rule {
        Rule::numbered_header => of(rule, Shape::NumberedHeader(9), "1", "2"),
        Rule::words_header => of(rule, Shape::WordsHeader(9), "1 transcode universal", "1 transcode"),
        Rule::kind_header => of(rule, Shape::KindHeader(9), "1 dual-line", "1"),
        Rule::port_header => of(rule, Shape::PortHeader, "T1 0/0/0", "T1 0/0/1"),
        Rule::named_header => of(rule, Shape::NamedHeader, "a", "b"),
        Rule::typed_header => of(rule, Shape::TypedHeader, "a sip", "a tel"),
        Rule::dial_peer_header | Rule::number => of(Rule::dial_peer_header, Shape::DialPeerHeader, "1 voip", "2 voip"),
        Rule::word => of(Rule::dial_peer_header, Shape::DialPeerHeader, "1 voip", "1 pots"),
        Rule::bare_header | Rule::junk => of(Rule::bare_header, Shape::BareHeader, "x", ""),
        Rule::flag | Rule::EOI => of(Rule::flag, Shape::Flag, " ", " x"),
        Rule::integer => of(rule, Shape::Integer(0, 9), "9 ", "8 "),
        Rule::name => of(rule, Shape::Name, "a ", "b "),
        Rule::target | Rule::ipv4_target | Rule::ipv4 => {
            of(Rule::target, Shape::Target, "ipv4:192.0.2.1:5060", "ipv4:192.0.2.2:5060")
        }
        Rule::port => of(Rule::target, Shape::Target, "ipv4:192.0.2.1:5060", "ipv4:192.0.2.1:5061"),
        Rule::ipv6_target | Rule::ipv6 => of(Rule::target, Shape::Target, "ipv6:[2001:db8::1]", "ipv6:[2001:db8::2]"),
        Rule::dns_target | Rule::host => of(Rule::target, Shape::Target, "dns:a.example", "dns:b.example"),
        Rule::keyword_target => of(Rule::target, Shape::Target, "sip-server", "registrar"),
        Rule::rule_statement => of(rule, Shape::Rule, "1 reject /2/", "3 reject /2/"),
        Rule::reject => of(Rule::rule_statement, Shape::Rule, "1 reject /2/", "1 /2/ /2/"),
        Rule::slashed | Rule::body => of(Rule::rule_statement, Shape::Rule, "1 reject /2/", "1 reject /3/"),
        Rule::replace => of(Rule::rule_statement, Shape::Rule, "1 /2/ /3/ plan any isdn", "1 /2/ /4/ plan any isdn"),
        Rule::type_match | Rule::keyword => {
            of(Rule::rule_statement, Shape::Rule, "1 reject /2/ type national", "1 reject /2/ type unknown")
        }
        Rule::plan_match => of(Rule::rule_statement, Shape::Rule, "1 reject /2/ plan isdn", "1 reject /2/"),
        Rule::type_pair => of(Rule::rule_statement, Shape::Rule, "1 /2/ /3/ type any unknown", "1 /2/ /3/"),
        Rule::plan_pair => of(Rule::rule_statement, Shape::Rule, "1 /2/ /3/ plan any isdn", "1 /2/ /3/ plan any data"),
        // What stands between the parts, and the words that tell them.
        Rule::blank | Rule::rest | Rule::reject_word | Rule::type_word | Rule::plan_word => None,
    }
}

fn read(shape: Shape, text: &str) -> String {
    if shape.is_header() { format!("{:?}", parse_header(shape, text)) } else { format!("{:?}", parse(shape, text)) }
}

#[test]
fn every_rule_of_the_grammar_is_read() {
    for rule in Rule::all_rules() {
        let Some(Example { whole, shape, text, other }) = example(*rule) else { continue };
        let mut pairs = ConfigGrammar::parse(whole, text).unwrap().flatten();
        assert!(pairs.any(|pair| pair.as_rule() == *rule), "{rule:?} is not in {text}");
        let found = read(shape, text);
        assert!(found.starts_with("Ok"), "{rule:?}: {found}");
        assert_ne!(found, read(shape, other), "{rule:?} is passed over");
    }
}
