//! The text layer: what would be printed of two plans, line by line.
//!
//! Both are printed in one order, that of the kinds and then of the numbers and names, so that the order in which objects were
//! entered makes no difference. Objects are compared one by one: the work grows with what differs.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::fmt::Write;

use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices};

use super::scope::{Owned, Scope, is_shared};
use crate::emit::{emit_globals, emit_object};
use crate::model::{AnyObject, DialPlan, Id};
use crate::syntax::commands::{Command, Context};
use crate::syntax::secrets::shown;

/// How many equal lines are shown around those that differ.
const AROUND: usize = 3;

/// The lines that differ, as they may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unified {
    /// The hunks of a unified diff, without the names of the files; empty where the texts are equal.
    pub hunks: String,
    /// How many lines only the old text has.
    pub removed: usize,
    /// How many lines only the new text has.
    pub added: usize,
}

impl Unified {
    /// Whether the texts are equal.
    pub fn is_empty(&self) -> bool {
        self.hunks.is_empty()
    }
}

/// What would be printed of one plan but not of the other.
pub fn text(old: &DialPlan, new: &DialPlan, scope: Scope) -> Unified {
    if old == new {
        return Unified::default();
    }
    let (owned_by_old, owned_by_new) = (Owned::by(old), Owned::by(new));
    let (left, right) = match scope {
        Scope::Whole => (blocks(old, None), blocks(new, None)),
        Scope::OfOld => (blocks(old, None), blocks(new, Some(&owned_by_old))),
        Scope::OfNew => (blocks(old, Some(&owned_by_new)), blocks(new, None)),
    };
    let mut hunks = Hunks::default();
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => one.place.cmp(&other.place),
        };
        let one = if order.is_le() { left.next() } else { None };
        let other = if order.is_ge() { right.next() } else { None };
        hunks.compare(&one.map_or_else(String::new, |one| one.text), &other.map_or_else(String::new, |one| one.text));
    }
    hunks.finish()
}

/// What is printed of one object, and where in the text it comes.
struct Block {
    place: (Option<Command>, Id),
    text: String,
}

/// What is printed of a plan, or of those parts of it that another one owns.
fn blocks(plan: &DialPlan, owned: Option<&Owned<'_>>) -> Vec<Block> {
    let globals = owned.map_or_else(|| plan.globals.clone(), |owned| owned.globals(&plan.globals));
    let text = emit_globals(&globals.canonical(false));
    let mut blocks = vec![Block { place: (None, Id::Only), text }];
    for object in plan.objects().into_iter().filter(|object| owned.is_none_or(|owned| owned.has(object))) {
        let order_counts = object.header.row().opens == Some(Context::Kept);
        let settings = match owned.filter(|_| is_shared(&object.id)) {
            Some(owned) => owned.lines(object.header, object.settings).canonical(order_counts),
            None => object.settings.canonical(order_counts),
        };
        if owned.is_some() && settings.is_empty() && is_shared(&object.id) {
            continue;
        }
        let place = (Some(object.header), object.id.clone());
        let text = emit_object(&AnyObject { settings: &settings, ..object });
        blocks.push(Block { place, text });
    }
    blocks.sort_by(|one, other| one.place.cmp(&other.place));
    blocks
}

/// The hunks so far.
#[derive(Default)]
struct Hunks {
    found: Unified,
    /// The lines of the hunk that is open, none where none is.
    open: Vec<(ChangeTag, String)>,
    /// Where it begins, in both texts.
    start: (usize, usize),
    /// How many equal lines end it so far.
    quiet: usize,
    /// The last equal lines before it.
    before: VecDeque<String>,
    /// How many lines of both texts were seen.
    seen: (usize, usize),
}

impl Hunks {
    /// Goes on with a part of both texts.
    fn compare(&mut self, old: &str, new: &str) {
        let (shown_old, shown_new) = (shown(old), shown(new));
        let (old_shown, new_shown): (Vec<_>, Vec<_>) = (lines(&shown_old), lines(&shown_new));
        if old == new {
            for line in &old_shown {
                self.line(ChangeTag::Equal, line);
            }
            return;
        }
        let mut say = |tag, lines: &[&str], range: std::ops::Range<usize>| {
            for line in lines.get(range).unwrap_or_default() {
                self.line(tag, line);
            }
        };
        for op in capture_diff_slices(Algorithm::Myers, &lines(old), &lines(new)) {
            if let DiffOp::Equal { .. } = op {
                say(ChangeTag::Equal, &old_shown, op.old_range());
            } else {
                say(ChangeTag::Delete, &old_shown, op.old_range());
                say(ChangeTag::Insert, &new_shown, op.new_range());
            }
        }
    }

    /// One more line.
    fn line(&mut self, tag: ChangeTag, line: &str) {
        let equal = tag == ChangeTag::Equal;
        if equal && self.open.is_empty() {
            if self.before.len() == AROUND {
                self.before.pop_front();
            }
            self.before.push_back(line.to_owned());
        } else {
            if self.open.is_empty() {
                let around = self.before.len();
                self.start = (self.seen.0 - around, self.seen.1 - around);
                self.open.extend(self.before.drain(..).map(|line| (ChangeTag::Equal, line)));
            }
            self.open.push((tag, line.to_owned()));
            self.quiet = if equal { self.quiet + 1 } else { 0 };
        }
        let (old, new) = (usize::from(tag != ChangeTag::Insert), usize::from(tag != ChangeTag::Delete));
        self.seen = (self.seen.0 + old, self.seen.1 + new);
        self.found.removed += usize::from(tag == ChangeTag::Delete);
        self.found.added += usize::from(tag == ChangeTag::Insert);
        if self.quiet > 2 * AROUND {
            self.close();
        }
    }

    /// Ends the hunk that is open. What of it is too far behind the last difference goes before the next one.
    fn close(&mut self) {
        let kept = self.open.len() - self.quiet.saturating_sub(AROUND);
        let rest = self.open.split_off(kept);
        let count = |tag| self.open.iter().filter(|(one, _)| *one != tag).count();
        let range = |start: usize, count: usize| {
            let first = if count == 0 { start } else { start + 1 };
            if count == 1 { first.to_string() } else { format!("{first},{count}") }
        };
        if !self.open.is_empty() {
            let old = range(self.start.0, count(ChangeTag::Insert));
            let new = range(self.start.1, count(ChangeTag::Delete));
            let _ = writeln!(self.found.hunks, "@@ -{old} +{new} @@");
        }
        for (tag, line) in self.open.drain(..) {
            let sign = match tag {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let _ = writeln!(self.found.hunks, "{sign}{line}");
        }
        let skip = rest.len().saturating_sub(AROUND);
        self.before = rest.into_iter().skip(skip).map(|(_, line)| line).collect();
        self.quiet = 0;
    }

    fn finish(mut self) -> Unified {
        self.close();
        self.found
    }
}

/// The lines of a text, each of which is ended.
fn lines(text: &str) -> Vec<&str> {
    text.strip_suffix('\n').map_or_else(Vec::new, |text| text.split('\n').collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    fn plan(text: &str) -> DialPlan {
        read(&Tree::parse(&Source::new("test", text))).0
    }

    #[test]
    fn the_hunks_are_those_of_a_diff_of_the_whole_text() {
        let peer = |tag: u32, preference: u32| {
            format!(
                "dial-peer voice {tag} voip\n description {tag}\n preference {preference}\n destination-pattern {tag}..\n session target ipv4:192.0.2.1\n!\n"
            )
        };
        let all = |change: &dyn Fn(u32) -> u32| (1..=9).map(|tag| peer(tag, change(tag))).collect::<String>();
        let (old, new) = (all(&|_| 1), all(&|tag| if [2, 3, 7].contains(&tag) { 2 } else { 1 }));
        let new = new + &peer(10, 1);
        let expected = similar::TextDiff::from_lines(&old, &new).unified_diff().to_string();
        let found = text(&plan(&old), &plan(&new), Scope::Whole);
        assert_eq!(found.hunks, expected);
        assert_eq!((found.removed, found.added), (3, 9));
        let gone = text(&plan(&old), &plan(""), Scope::Whole);
        assert_eq!(gone.hunks, similar::TextDiff::from_lines(old.as_str(), "").unified_diff().to_string());
    }

    #[test]
    fn secrets_are_not_shown() {
        let config = |secret: &str| plan(&format!("sip-ua\n authentication username u password 0 {secret}\n"));
        let found = text(&config("ONE"), &config("THREE"), Scope::Whole);
        assert_eq!(
            found.hunks,
            "@@ -1,3 +1,3 @@\n sip-ua\n- authentication username u password 0 ********\n+ authentication username u password 0 ********\n !\n"
        );
    }
}
