//! What tells two plans apart, as annotations of GitHub Actions.

use super::{Names, example, heading, moved_numbers, moving, numbers, summary, way};
use crate::diff::{Change, Class, Diff, UNGUARDED};
use crate::output::amount::{amount, counted};
use crate::output::annotation::annotation;
use crate::output::shown::one_line;

/// The most annotations of one level that GitHub shows of a step.
const SHOWN: usize = 10;

/// The most objects that are named.
const NAMED: usize = 20;

/// One line for each way in which numbers are treated otherwise, then a summary with the objects that differ.
pub fn github(diff: &Diff, names: Names<'_>) -> String {
    let mut text = String::new();
    let mut say = |level: &str, title: &str, message: &str| {
        text += &annotation(level, &[("file", file(names.new)), ("title", title)], message);
    };
    let changes = diff.behaviour.as_ref().map_or(&[][..], |behaviour| &behaviour.changes);
    for change in changes.iter().take(SHOWN) {
        let (before, after) = (way(&change.before), way(&change.after));
        let message = format!("{}\nbefore: {before}\nafter: {after}", numbers(change));
        say(level(change), &format!("{}: for example {}", change.class, example(change)), &message);
    }
    if let Some(more) = changes.get(SHOWN..).filter(|more| !more.is_empty()) {
        let worst = if more.iter().any(|change| level(change) == "error") { "error" } else { "warning" };
        say(worst, "dialc diff", &counted(amount(more.len()), "more change of calls", "more changes of calls"));
    }
    let moves = diff.behaviour.as_ref().map_or(&[][..], |behaviour| &behaviour.moves);
    for moved in moves.iter().take(SHOWN) {
        let message = format!("{}\n{}", moved_numbers(moved), moving(moved).join("\n"));
        say("warning", &format!("{UNGUARDED}: for example {}", one_line(&moved.witness)), &message);
    }
    let gaps = diff.behaviour.as_ref().map_or(&[][..], |behaviour| &behaviour.gaps);
    if !gaps.is_empty() {
        say("warning", "not every number could be compared", &gaps.join("\n"));
    }
    let objects = diff.objects.as_deref().unwrap_or_default();
    let mut lines: Vec<String> =
        objects.iter().take(NAMED).map(|change| format!("{} {}", change.altered.name(), heading(change))).collect();
    if let Some(more) = objects.len().checked_sub(NAMED).filter(|more| *more > 0) {
        lines.push(counted(amount(more), "more object", "more objects"));
    }
    if lines.is_empty() {
        lines.push(format!("{} and {}", names.old, names.new));
    }
    say("notice", &summary(diff), &lines.join("\n"));
    text
}

/// The path of the file that a side names: that of a commit is the part behind the commit.
fn file(name: &str) -> &str {
    name.strip_prefix("git:").and_then(|rest| rest.split_once(':')).map_or(name, |(_, path)| path)
}

fn level(change: &Change) -> &'static str {
    match change.class {
        Class::LoopIntroduced | Class::Emergency | Class::Lost => "error",
        Class::Gained
        | Class::Rerouted
        | Class::Reordered
        | Class::FallbackLost
        | Class::FallbackChanged
        | Class::Rewritten => "warning",
        Class::LoopRemoved | Class::FallbackGained => "notice",
    }
}
