//! A line typed anew, in its object.

use super::{Effect, Fix};
use crate::lint::facts::Facts;
use crate::model::Tag;
use crate::source::Span;
use crate::syntax::argument::{parse, typography};
use crate::syntax::commands::{Command, Context, Form, Multiplicity, Row, resolve};
use crate::syntax::tree::Node;

/// The objects of which lines can be typed anew: those of which [`super::judge`] knows what that changes.
const OBJECTS: [Command; 3] = [Command::DialPeer, Command::PatternMap, Command::TranslationRuleTable];

impl Facts<'_, '_> {
    /// The line at `place`, or around it, with another argument: a single-valued command or a rule of the same number takes
    /// its place, of a list the new one is added before the old one is taken back. `None` where that cannot be typed, or where
    /// what it changes could not be said.
    pub fn retyped(&self, place: Span, argument: &str) -> Option<Fix> {
        let node = self.line_around(place)?;
        let row = node.row().filter(|_| node.form() == Form::Set)?;
        let old = node.argument().1;
        self.fix(node, row, argument, Some(old))
    }

    /// The line at `place`, which the router refuses, with what can be typed in the place of its typographic characters. `None`
    /// where it is not certain what was meant: dashes are only where a keyword has its hyphen or a set its range.
    pub fn typed(&self, place: Span) -> Option<Fix> {
        let node = self.line_around(place)?;
        let line = without_quotes(node.text());
        let typed = typography::as_typed(&line).unwrap_or(line);
        self.instead(node, &typed)
    }

    /// The line around `place`, which the router refuses, up to there: what follows is a remark. `None` where it is a command
    /// that lost its line.
    pub fn cut_at(&self, place: Span) -> Option<Fix> {
        let node = self.line_around(place)?;
        let is_whole = self.source().text_at(node.span()) == Some(node.text());
        let length = place.start.checked_sub(node.span().start).filter(|_| is_whole)?;
        let (line, rest) = node.text().split_at_checked(length as usize)?;
        let is_command = resolve(node.context(), rest.trim()).found().is_some();
        self.instead(node, line.trim_end()).filter(|_| !is_command)
    }

    /// A line in the place of one that the router refuses.
    fn instead(&self, node: Node<'_>, line: &str) -> Option<Fix> {
        let found = resolve(node.context(), line).found().filter(|found| found.form == Form::Set)?;
        let (row, argument) = (found.row()?, found.written(line));
        let certain = !argument.contains('-') || has_ranges_only(argument);
        // What the router refused is in no list, so nothing is to be taken back; but dialc keeps it there.
        let is_list = row.multiplicity == Multiplicity::List;
        self.fix(node, row, argument, None).filter(|_| certain && !is_list)
    }

    fn fix(&self, node: Node<'_>, row: &Row, argument: &str, old: Option<&str>) -> Option<Fix> {
        parse(row.shape, argument).ok()?;
        let header = self.header_of(node)?;
        let mut lines = vec![format!("{} {argument}", row.keywords)];
        if let Some(old) = old.filter(|_| row.multiplicity == Multiplicity::List) {
            lines.push(format!("no {} {old}", row.keywords));
        }
        let pasted = |line: &String| line.is_ascii() && !line.contains('?') && !line.contains(char::is_control);
        let can_be_pasted = lines.iter().chain([&header]).all(pasted);
        can_be_pasted.then(|| Fix { header, lines, effect: Effect::NotJudged, place: node.span() })
    }

    /// The header of the object that a line stands in, as it is typed in full.
    fn header_of(&self, node: Node<'_>) -> Option<String> {
        let header = self.header_at(node.span())?;
        let row = header.row().filter(|row| OBJECTS.contains(&row.command) && header.form() == Form::Set)?;
        let own = row.opens.is_some_and(|opens| opens == node.context())
            || row.command == Command::DialPeer && node.context() != Context::Global;
        let first = header.argument().1.split_ascii_whitespace().next().filter(|_| own)?;
        if row.command != Command::DialPeer {
            return Some(format!("{} {first}", row.keywords));
        }
        let peer = self.plan().peers.get(&Tag::new(first.parse().ok()?)?)?;
        Some(Self::title(peer))
    }
}

/// A line without its typographic quotes: no pattern and no rule has quotes.
fn without_quotes(line: &str) -> String {
    let is_quote = |one: &char| typography::typed(*one).is_some_and(|(typed, _)| matches!(typed, "'" | "\""));
    line.chars().filter(|one| !is_quote(one)).collect()
}

/// Whether every hyphen of an argument stands within brackets.
fn has_ranges_only(argument: &str) -> bool {
    let mut in_set = false;
    argument.chars().all(|character| {
        match character {
            '[' => in_set = true,
            ']' => in_set = false,
            _ => {}
        }
        character != '-' || in_set
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_stand_in_sets() {
        assert!(has_ranges_only("1[2-5]...") && has_ranges_only("1 /^1[2-5]/ /9/"));
        assert!(!has_ranges_only("1 /^1-2/ /9/") && !has_ranges_only("[2]-5"));
    }

    #[test]
    fn quotes_are_left_out() {
        assert_eq!(without_quotes("rule 1 \u{201c}/1/\u{201d} /2/"), "rule 1 /1/ /2/");
    }
}
