//! Single values: text, numbers, booleans, words out of a list.

use std::ops::RangeInclusive;

use super::Decoder;
use super::fields::listed;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{Located, Span};
use crate::spec::node::{Node, Value};

impl Decoder<'_> {
    /// Says that `node` should have been `wanted`.
    pub(super) fn wrong_kind(&mut self, node: &Node, what: &str, wanted: &str, help: &str) {
        let message = format!("{what} is {wanted}, and {} stands here", node.kind());
        let place = node.head(self.source);
        self.error("wrong-type", place, message, format!("not {wanted}"), Some(help.to_owned()));
    }

    /// Says that something is wrong at `span`.
    pub(super) fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: Option<String>,
    ) {
        let diagnostic = Diagnostic { help, ..Diagnostic::error(code, message).at(self.source, span, label) };
        self.report.push(diagnostic);
    }

    /// Text; a number without quotes is read as it is written.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<Located<String>> {
        match &node.value {
            Value::Text(text) | Value::Number(text) => return Some(Located::new(text.clone(), node.span)),
            Value::Bool(value) => {
                let help = format!("to mean the word, quote it: \"{value}\"");
                self.wrong_kind(node, what, "text", &help);
            }
            Value::Null => self.wrong_kind(node, what, "text", "write a value; to mean the word `null`, quote it"),
            Value::List(_) | Value::Mapping(_) => {
                self.wrong_kind(node, what, "text", "write one value; quote text that holds `: `, `[` or `{`");
            }
        }
        None
    }

    /// A whole number within `range`, without quotes.
    pub(super) fn number(&mut self, node: &Node, what: &str, range: RangeInclusive<u32>) -> Option<Located<u32>> {
        let (first, last) = (range.start(), range.end());
        let Value::Number(written) = &node.value else {
            let help = match &node.value {
                Value::Text(text) if text.parse::<u32>().is_ok() => "write it without quotes".to_owned(),
                Value::Text(_)
                | Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::List(_)
                | Value::Mapping(_) => {
                    format!("write a number from {first} to {last}")
                }
            };
            self.wrong_kind(node, what, "a number", &help);
            return None;
        };
        let digits = written.bytes().all(|byte| byte.is_ascii_digit()) && (written == "0" || !written.starts_with('0'));
        let value = written.parse::<u32>().ok().filter(|value| digits && range.contains(value));
        if value.is_none() {
            let label = if digits || written.starts_with('-') { "out of range" } else { "not a whole decimal number" };
            let message = format!("{what} is a number from {first} to {last}, not {written}");
            self.error("out-of-range", node.span, message, label, None);
        }
        value.map(|value| Located::new(value, node.span))
    }

    /// The same for numbers that fit into a byte.
    pub(super) fn small(&mut self, node: &Node, what: &str, range: RangeInclusive<u8>) -> Option<Located<u8>> {
        let wide = u32::from(*range.start())..=u32::from(*range.end());
        let number = self.number(node, what, wide)?;
        u8::try_from(number.value).ok().map(|value| Located::new(value, number.span))
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, node: &Node, what: &str) -> Option<Located<bool>> {
        let Value::Bool(value) = node.value else {
            self.wrong_kind(node, what, "a boolean", "write true or false");
            return None;
        };
        Some(Located::new(value, node.span))
    }

    /// One of the words of `choices`.
    pub(super) fn choice<T: Clone>(&mut self, node: &Node, what: &str, choices: &[(&str, T)]) -> Option<Located<T>> {
        let text = self.text(node, what)?;
        let found = choices.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.unknown_word(&text, what, &words);
        }
        found.map(|(_, value)| Located::new(value.clone(), text.span))
    }

    /// Says that `text` is none of `words`.
    pub(super) fn unknown_word(&mut self, text: &Located<String>, what: &str, words: &[&str]) {
        let help = did_you_mean(&text.value, words.iter().copied())
            .map_or_else(|| format!("known are {}", listed(words)), |known| format!("did you mean `{known}`?"));
        let message = format!("{what} cannot be `{}`", text.value.escape_debug());
        self.error("unknown-value", text.span, message, "not known", Some(help));
    }

    /// The items of a list.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        if let Value::List(list) = &node.value {
            return list;
        }
        self.wrong_kind(node, what, "a list", "write `[one, two]`, or one `- item` a line");
        &[]
    }

    /// The items of a list that may not be empty.
    pub(super) fn full_list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        let list = self.list(node, what);
        self.check_not_empty(node, what);
        list
    }

    /// The items of a list that may not be empty, or the one item that stands in its place.
    pub(super) fn one_or_list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        self.check_not_empty(node, what);
        if let Value::List(list) = &node.value { list } else { std::slice::from_ref(node) }
    }

    fn check_not_empty(&mut self, node: &Node, what: &str) {
        if matches!(&node.value, Value::List(list) if list.is_empty()) {
            self.error("empty-list", node.span, format!("{what} is empty"), "nothing is listed", None);
        }
    }

    /// The place of the bytes `inner` of a text that was read at `whole`; the whole place where quotes, folding or an
    /// alias hide it.
    pub(super) fn part(&self, whole: Span, text: &str, inner: std::ops::Range<usize>) -> Span {
        let written = self.source.slice(whole);
        if written == text.as_bytes() {
            return whole.part(inner);
        }
        let quoted = written.get(1..written.len().saturating_sub(1)) == Some(text.as_bytes());
        if quoted { whole.part(inner.start + 1..inner.end + 1) } else { whole }
    }
}
