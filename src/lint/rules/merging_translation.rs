//! A table makes one extension of two full numbers that are known to reach it: calls for both go to the same place.
//!
//! ## What it does
//!
//! Looks at tables that rewrite called numbers, and at the blocks of full numbers (seven digits or more) that patterns spell out in front
//! of them: `incoming called-number` or map for an incoming profile, `destination-pattern` or map for an outgoing one. Reports a table
//! that makes the same extension (six digits or fewer) of numbers of two blocks, by rules that copy digits of the number. Where a
//! network file tells the DIDs of the gateway, these are looked at too, for tables that calls of the public network meet.
//!
//! Nothing is said of a rule with a fixed result: that all numbers go to an attendant is what it is there for. Nor of numbers of
//! different lengths, which may be one number in two forms; nor of numbers of one block, of which the carrier may deliver a part only.
//!
//! ## Why is this bad
//!
//! Behind the table nothing tells the two numbers apart any more. Calls for one of them ring at the other.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206555\(....\)$/ /\1/
//!  rule 2 /^1425666\(....\)$/ /\1/
//! !
//! voice translation-profile in
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile incoming in
//!  incoming called-number 1206555....$
//!  session protocol sipv2
//! !
//! dial-peer voice 2 voip
//!  translation-profile incoming in
//!  incoming called-number 142566612..$
//!  session protocol sipv2
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206555\(....\)$/ /5\1/
//!  rule 2 /^1425666\(....\)$/ /6\1/
//! !
//! voice translation-profile in
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile incoming in
//!  incoming called-number 1206555....$
//!  session protocol sipv2
//! !
//! dial-peer voice 2 voip
//!  translation-profile incoming in
//!  incoming called-number 142566612..$
//!  session protocol sipv2
//! ```
//!
//! ## Source
//!
//! It follows from Cisco 61083 and 64020 (what a rule makes of a number).

use std::cell::OnceCell;
use std::sync::Arc;

use crate::automaton::{Chain, Change, Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::{Application, Block, FULL, Facts, at_least};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::number::Symbol;
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{NumberPattern, Repeat, ReplacePart, RuleElement, RulePiece};

pub(super) const RULE: Rule = Rule {
    code: "merging-translation",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("merging_translation.rs"),
    check,
};

/// The most blocks of numbers that are looked at for a table.
const BLOCKS: usize = 100;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        let copying: Vec<Copying<'_>> = table.rules().filter_map(|rule| Copying::of(&rule)).collect();
        if copying.is_empty() {
            continue;
        }
        let may_take = |front: &str| copying.iter().any(|one| one.may_take(front));
        let blocks = facts.blocks(facts.rewritten_at(table), &may_take, BLOCKS).unwrap_or_default();
        let of = |blocks: &[Block<'_, '_>], is_borne_out: &dyn Fn(&Merged<'_>) -> bool| {
            let found = merged(table, &copying, blocks).ok().flatten().filter(is_borne_out);
            found.and_then(|merged| finding(facts, table, &merged))
        };
        // DIDs come to it where a call from the public network shows that.
        let arrives = |merged: &Merged<'_>| merged.numbers.iter().all(|one| facts.rewrites_arriving(table, one));
        findings.extend(of(&blocks, &|_| true).or_else(|| of(&dids(facts, table), &arrives)));
    }
}

/// The DIDs of a network file, in blocks, as they would come to an incoming profile with a table.
fn dids<'f, 'n>(facts: &'f Facts<'_, 'n>, table: &RuleTable) -> Vec<Block<'f, 'n>> {
    let Some(place) = facts.rewritten_at(table).find(|place| place.incoming) else { return Vec::new() };
    let blocks = facts.did_blocks(BLOCKS).unwrap_or_default();
    blocks.into_iter().map(|numbers| Block { numbers, place }).collect()
}

/// A rule that copies the end of a number, with digits of its own in front.
struct Copying<'n> {
    rule: Located<&'n TranslationRule>,
    /// The numbers that it matches as a whole, put together when they are asked for.
    whole: OnceCell<Result<Dfa, OverBudget>>,
    chain: Chain,
}

impl<'n> Copying<'n> {
    fn of(rule: &Located<&'n TranslationRule>) -> Option<Self> {
        let value = rule.value;
        if value.number_type.is_some() || value.plan.is_some() {
            return None;
        }
        let (ReplacePart::Group(number), front) = value.replacement.as_ref()?.parts().split_last()? else {
            return None;
        };
        let front: Option<Vec<Symbol>> = front.iter().map(|part| literal(*part)).collect();
        let is_end = |piece: &&RulePiece| piece.element != RuleElement::End && piece.element != RuleElement::Start;
        let pieces: Vec<&RulePiece> = value.matching.pieces().iter().filter(is_end).collect();
        let (last, before) = pieces.split_last()?;
        let RuleElement::Group(own, inner) = &last.element else { return None };
        if own != number || last.repeat != Repeat::Once {
            return None;
        }
        let front = front?;
        let kept = match (length(inner.iter()), length(before.iter().copied())) {
            // Its result is no extension.
            (Some(digits), _) if front.len() + digits >= FULL => return None,
            (Some(digits), _) => Change::KeepLast(digits),
            (None, Some(digits)) => Change::Strip(digits),
            (None, None) => return None,
        };
        let chain = Chain(vec![Arc::new(kept), Arc::new(Change::Prefix(front))]);
        Some(Self { rule: *rule, whole: OnceCell::new(), chain })
    }

    /// The numbers that it matches as a whole.
    fn whole(&self) -> Result<&Dfa, OverBudget> {
        self.whole.get_or_init(|| compile::whole_rule(&self.rule.value.matching)).as_ref().map_err(|over| *over)
    }

    /// Whether it may match a number that begins so as a whole, as far as its first digits say.
    fn may_take(&self, front: &str) -> bool {
        let pieces = self.rule.value.matching.pieces().iter().filter(|piece| piece.element != RuleElement::Start);
        let literal = |piece: &RulePiece| match piece.element {
            RuleElement::Literal(character) if piece.repeat == Repeat::Once => Some(character),
            RuleElement::Literal(_)
            | RuleElement::Start
            | RuleElement::End
            | RuleElement::Any
            | RuleElement::Set { .. }
            | RuleElement::Group(..)
            | RuleElement::Nested(_) => None,
        };
        pieces.map_while(literal).zip(front.chars()).all(|(own, other)| own == other)
    }

    /// What becomes of some numbers that it matches as a whole.
    fn image(&self, numbers: &Dfa) -> Result<Option<Dfa>, OverBudget> {
        let mut image = numbers.clone();
        for change in &self.chain.0 {
            let Some(next) = change.image(&image)? else { return Ok(None) };
            image = next;
        }
        Ok(Some(image))
    }
}

fn literal(part: ReplacePart) -> Option<Symbol> {
    match part {
        ReplacePart::Literal(character) => Symbol::new(character),
        ReplacePart::Whole | ReplacePart::Group(_) => None,
    }
}

/// How many symbols some pieces take, where that is always the same.
fn length<'p>(mut pieces: impl Iterator<Item = &'p RulePiece>) -> Option<usize> {
    pieces.try_fold(0, |sum, piece| {
        let own = match &piece.element {
            RuleElement::Start | RuleElement::End => 0,
            RuleElement::Literal(_) | RuleElement::Any | RuleElement::Set { .. } => 1,
            RuleElement::Group(_, inner) => length(inner.iter())?,
            RuleElement::Nested(_) => return None,
        };
        (piece.repeat == Repeat::Once).then_some(sum + own)
    })
}

/// Numbers of a block that a rule makes extensions of.
struct Part<'t, 'b, 'n> {
    copying: &'t Copying<'n>,
    numbers: Dfa,
    image: Dfa,
    place: &'b Application<'n>,
}

/// Two numbers that become one, with the rules.
struct Merged<'n> {
    numbers: [String; 2],
    rules: [Located<&'n TranslationRule>; 2],
    places: [Application<'n>; 2],
    all: Numbers,
}

/// The first two numbers of different blocks that a table makes one extension of.
fn merged<'n>(
    table: &RuleTable,
    copying: &[Copying<'n>],
    blocks: &[Block<'_, 'n>],
) -> Result<Option<Merged<'n>>, OverBudget> {
    let mut parts: Vec<Part<'_, '_, 'n>> = Vec::new();
    let mut seen = Dfa::empty();
    for block in blocks {
        let first = parts.len();
        for one in copying {
            let Some(part) = part(table, one, block)? else { continue };
            let both = part.image.intersection(&seen)?;
            if !both.is_empty() {
                for other in parts.iter().take(first) {
                    if let Some(merged) = pair(&part, other)? {
                        return Ok(Some(merged));
                    }
                }
            }
            parts.push(part);
        }
        let new = parts.iter().skip(first).map(|part| part.image.clone());
        seen = Dfa::union_all(new.chain([seen]))?;
    }
    Ok(None)
}

/// The numbers of a block that a rule makes extensions of; `None` where there are none, or where the rule merges those of the block.
fn part<'t, 'b, 'n>(
    table: &RuleTable,
    copying: &'t Copying<'n>,
    block: &Block<'b, 'n>,
) -> Result<Option<Part<'t, 'b, 'n>>, OverBudget> {
    let rule = copying.rule.value;
    let numbers = block.numbers.intersection(copying.whole()?)?;
    if numbers.is_empty() {
        return Ok(None);
    }
    let full = at_least(FULL)?;
    let mut numbers = numbers.intersection(&full)?;
    for before in table.rules().take_while(|before| before.value.precedence < rule.precedence) {
        numbers = numbers.difference(&compile::rule(&before.value.matching)?)?;
    }
    let Some(image) = copying.image(&numbers)? else { return Ok(None) };
    let keeps_apart = numbers.count().numbers == image.count().numbers;
    let is_extension = image.is_disjoint(&full)?;
    let place = block.place;
    Ok((keeps_apart && is_extension && !image.is_empty()).then_some(Part { copying, numbers, image, place }))
}

/// A number of each part of which the same becomes, where they are written alike.
fn pair<'n>(one: &Part<'_, '_, 'n>, other: &Part<'_, '_, 'n>) -> Result<Option<Merged<'n>>, OverBudget> {
    let both = one.image.intersection(&other.image)?;
    let Some(result) = both.plain_witness() else { return Ok(None) };
    let Ok(result) = NumberPattern::parse(&format!("{result}$")) else { return Ok(None) };
    let result = compile::body(&result)?;
    let witness = |part: &Part<'_, '_, '_>| Ok(part.copying.chain.within(&result, &part.numbers)?.plain_witness());
    let (Some(first), Some(second)) = (witness(other)?, witness(one)?) else { return Ok(None) };
    if first.len() != second.len() || first == second || first.starts_with('+') != second.starts_with('+') {
        return Ok(None);
    }
    let Some(all) = Numbers::of(&one.copying.chain.within(&both, &one.numbers)?) else { return Ok(None) };
    Ok(Some(Merged {
        numbers: [first, second],
        rules: [other.copying.rule, one.copying.rule],
        places: [other.place.clone(), one.place.clone()],
        all,
    }))
}

fn finding(facts: &Facts<'_, '_>, table: &RuleTable, merged: &Merged<'_>) -> Option<Finding> {
    let [first, second] = &merged.numbers;
    let [one, other] = &merged.rules;
    let made = facts.rewritten(table, one.value, first)?;
    // What is computed must be what the router does.
    if facts.rewritten(table, other.value, second)? != made {
        return None;
    }
    let message = format!("{first} and {second} both become {made}");
    let object = format!("voice translation-rule {}", table.id);
    let detail = "makes one extension of two numbers";
    let mut finding = Finding::new(&RULE, Severity::Warning, object, message).told_by(detail);
    finding = finding.at(facts.source(), facts.match_side(other), format!("makes {made} of {second}"));
    if one.span != other.span {
        finding = finding.at(facts.source(), facts.match_side(one), format!("makes {made} of {first}"));
    }
    let [place, _] = &merged.places;
    finding = finding.at(facts.source(), facts.argument_at(place.line), "applied here");
    let numbers = Numbers { witness: second.clone(), ..merged.all.clone() };
    Some(
        finding
            .shown_by(numbers)
            .help("keep a digit that tells them apart, or put another one in front: `/5\\1/` and `/6\\1/`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    /// What a rule makes of the numbers of a pattern, where it copies the end of numbers into extensions.
    fn image(rule: &str, pattern: &str) -> Option<Vec<String>> {
        let text = format!("voice translation-rule 1\n rule 1 {rule}\n");
        let (plan, report) = read(&Tree::parse(&Source::new("test", text)));
        assert!(report.is_empty(), "{report:?}");
        let table = &plan.rule_tables[&1];
        let copying = Copying::of(&table.rules().next().unwrap())?;
        let numbers = compile::body(&NumberPattern::parse(pattern).unwrap()).unwrap();
        let taken =
            numbers.intersection(copying.whole().unwrap()).unwrap().intersection(&Dfa::plain_numbers()).unwrap();
        Some(copying.image(&taken).unwrap().unwrap().readable(3).patterns)
    }

    #[test]
    fn the_end_of_a_number_is_copied() {
        let some = |text: &str| Some(vec![text.to_owned()]);
        assert_eq!(image(r"/^1206555\(....\)$/ /\1/", "1206555[01]...$"), some("[01]..."));
        assert_eq!(image(r"/^.*\(....\)$/ /8\1/", "+1206555....$"), some("8...."));
        assert_eq!(image(r"/^1206555\(.*\)/ /\1/", "1206555....$"), some("...."));
        assert_eq!(image(r"/^\(1206555\)?\(....\)$/ /\2/", "12065551...$"), some("1..."));
    }

    #[test]
    fn other_rules_are_left_aside() {
        for rule in [
            r"/^.*$/ /7000/",
            r"/^1206555\(....\)$/ /\10/",
            r"/^\(1206555\)\(....\)$/ /\1/",
            r"/^1206\(.......\)$/ /\1/",
            r"/^1206555\(....\)$/ /206\1/",
            r"/^1206555\(....\)$/ /\1/ type national unknown",
        ] {
            assert_eq!(image(rule, "1206555....$"), None, "{rule}");
        }
    }

    #[test]
    fn first_digits_tell_that_a_rule_does_not_apply() {
        let text = "voice translation-rule 1\n rule 1 /^1206\\(....\\)$/ /\\1/\n";
        let (plan, _) = read(&Tree::parse(&Source::new("test", text)));
        let copying = Copying::of(&plan.rule_tables[&1].rules().next().unwrap()).unwrap();
        assert!(["", "12", "120655"].iter().all(|front| copying.may_take(front)));
        assert!(["+", "13", "1207"].iter().all(|front| !copying.may_take(front)));
    }
}
