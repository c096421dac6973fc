//! What may be shown: names and lines of a configuration can hold anything.

use crate::source::Source;

/// `text` without what steers a terminal.
pub(super) fn printable(text: String) -> String {
    Source::new("text", text).shown_text().into_owned()
}

/// The same of a name or a sentence, which also may not break its line.
pub(super) fn one_line(text: &str) -> String {
    printable(text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect())
}
