use super::*;

fn literal(character: char) -> RulePiece {
    RulePiece { element: RuleElement::Literal(character), repeat: Repeat::Once }
}

#[test]
fn every_token_has_its_meaning() {
    let pattern = MatchPattern::parse(r"^\(^1.[3-5-]\)+\+2*$").unwrap();
    let once = |element| RulePiece { element, repeat: Repeat::Once };
    let set = RuleElement::Set { negated: false, characters: "345-".chars().collect() };
    let inner = vec![once(RuleElement::Start), literal('1'), once(RuleElement::Any), once(set)];
    assert_eq!(
        pattern.pieces(),
        [
            once(RuleElement::Start),
            RulePiece { element: RuleElement::Group(1, inner), repeat: Repeat::OneOrMore },
            literal('+'),
            RulePiece { repeat: Repeat::ZeroOrMore, ..literal('2') },
            once(RuleElement::End),
        ]
    );
}

#[test]
fn bare_brackets_and_a_leading_quantifier_are_literal() {
    assert_eq!(MatchPattern::parse("(1)").unwrap().pieces(), [literal('('), literal('1'), literal(')')]);
    assert_eq!(MatchPattern::parse("+5").unwrap().pieces(), [literal('+'), literal('5')]);
    assert!(MatchPattern::parse("").unwrap().pieces().is_empty());
}

#[test]
fn groups_are_numbered_by_their_opening() {
    let pattern = MatchPattern::parse(r"\(1\(2\)\)\(3\)").unwrap();
    assert_eq!(pattern.groups(), 3);
    let RuleElement::Group(1, inner) = &pattern.pieces()[0].element else { panic!("group 1 first") };
    assert!(matches!(inner[1].element, RuleElement::Group(2, _)));
    assert!(matches!(pattern.pieces()[1].element, RuleElement::Group(3, _)));
}

#[test]
fn replacements() {
    use ReplacePart::{Group, Literal, Whole};
    let parts = |text| Replacement::parse(text).unwrap().parts().to_vec();
    assert_eq!(parts(r"+\100&"), [Literal('+'), Group(1), Literal('0'), Literal('0'), Whole]);
    assert_eq!(parts(r"\000"), [Whole, Literal('0'), Literal('0')]);
    assert_eq!(parts(r"\*"), [Literal('*')]);
    assert!(Replacement::parse("1\\").is_err());
}

#[test]
fn errors_are_at_their_place() {
    let error = |text| {
        let error = MatchPattern::parse(text).unwrap_err();
        (error.at, error.message)
    };
    assert_eq!(error(r"^919\(.(\"), (9 - 1..9, "nothing follows the backslash".into()));
    assert_eq!(error(r"1\)"), (1..3, r"`\)` closes a group that was not opened".into()));
    assert_eq!(error(r"1\(2"), (1..4, r"`\(` is not closed".into()));
    assert_eq!(error("1[2"), (1..3, "`[` is not closed".into()));
    assert_eq!(error("[5-2]"), (1..4, "the range 5-2 is reversed".into()));
    assert_eq!(error(r"\(1\)\1").0, 5..7);
}
