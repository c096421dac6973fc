//! Texts in XML.

use super::shown::{one_line, printable};

/// `text` in which nothing is markup, without the characters that XML 1.0 does not know.
pub(super) fn escaped(text: &str) -> String {
    let text = printable(text.to_owned());
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('?'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The same for the value of an attribute, which has no lines.
pub(super) fn attribute(text: &str) -> String {
    escaped(&one_line(text))
}
