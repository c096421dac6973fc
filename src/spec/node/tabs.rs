//! Tabs that indent: YAML forbids them (YAML 1.2.2, section 6.1), the parser lets some pass.

use super::{Node, Value, fault};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Source, Span};

/// A tab in the indentation of a line at or before the place of `error`: then it is the true reason.
pub(super) fn before_error(source: &Source, error: &serde_yaml::Error) -> Option<Diagnostic> {
    let end = fault::place(source, error).start;
    indenting(source).take_while(|tab| tab.start <= end).last().map(|tab| diagnostic(source, tab))
}

/// All tabs that indent, those within a text over several lines excepted.
pub(super) fn in_tree(source: &Source, tree: &Node) -> Report {
    let mut report = Report::new();
    if !source.bytes().contains(&b'\t') {
        return report;
    }
    let mut texts = Vec::new();
    texts_of(tree, &mut texts);
    texts.sort_unstable();
    for tab in indenting(source) {
        let before = texts.partition_point(|text| text.start < tab.start);
        let inside = before.checked_sub(1).and_then(|at| texts.get(at)).is_some_and(|text| tab.start < text.end);
        if !inside {
            report.push(diagnostic(source, tab));
        }
    }
    report
}

fn texts_of(node: &Node, texts: &mut Vec<Span>) {
    match &node.value {
        Value::Text(_) => texts.push(node.span),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::List(list) => list.iter().for_each(|item| texts_of(item, texts)),
        Value::Mapping(entries) => {
            for entry in entries {
                texts.push(entry.key.span);
                texts_of(&entry.value, texts);
            }
        }
    }
}

/// The tabs in front of the first character of each line that has more than white space and a comment.
fn indenting(source: &Source) -> impl Iterator<Item = Span> {
    let mut at = 0;
    source.bytes().split_inclusive(|&byte| byte == b'\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let tab = line.iter().take(blank).position(|&byte| byte == b'\t')?;
        let content = line.get(blank).is_some_and(|byte| !matches!(byte, b'\n' | b'\r' | b'#'));
        content.then(|| Span::new(start + tab..start + blank))
    })
}

fn diagnostic(source: &Source, tab: Span) -> Diagnostic {
    Diagnostic::error("tab-indentation", "a tab indents this line; YAML takes spaces only")
        .at(source, tab, "tab")
        .help("indent with spaces")
}
