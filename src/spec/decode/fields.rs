//! The keys of a mapping, taken one by one; what is left over at the end is unknown.

use super::Decoder;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Span;
use crate::spec::node::{Entry, Node, Value};

/// A mapping that is being read.
pub(super) struct Fields<'n> {
    /// The type it is read as, as the JSON Schema calls it.
    name: &'static str,
    /// What it is, for messages: "the gateway", "system `ocs`".
    what: String,
    entries: &'n [Entry],
    /// Where to say that a key is missing.
    head: Span,
    /// The keys asked for so far.
    asked: Vec<&'static str>,
    /// Those of them that must be given and are not.
    missing: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The value of `key`, where it is given.
    pub(super) fn optional(&mut self, decoder: &mut Decoder<'_>, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        let entry = self.entries.iter().find(|entry| entry.key.value == key)?;
        if matches!(entry.value.value, Value::Null) {
            let diagnostic = Diagnostic::error("empty-value", format!("`{key}` has no value"))
                .at(decoder.source, entry.key.span, "nothing follows")
                .help(format!("write a value behind `{key}:`, or remove the line"));
            decoder.report.push(diagnostic);
            return None;
        }
        Some(&entry.value)
    }

    /// The value of `key`, which must be given.
    pub(super) fn required(&mut self, decoder: &mut Decoder<'_>, key: &'static str) -> Option<&'n Node> {
        if !self.has(key) {
            self.asked.push(key);
            self.missing.push(key);
            return None;
        }
        self.optional(decoder, key)
    }

    /// Whether `key` is given.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.value == key)
    }

    /// The place of `key`, where it is given.
    pub(super) fn place(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key.value == key).map(|entry| entry.key.span)
    }

    /// Where the mapping is pointed at.
    pub(super) fn head(&self) -> Span {
        self.head
    }

    /// Whether a key is given that is likely one of `keys`, misspelt.
    pub(super) fn has_like(&self, keys: &[&str]) -> bool {
        self.entries.iter().any(|entry| did_you_mean(&entry.key.value, keys.iter().copied()).is_some())
    }

    /// Says which keys are not known, and which are missing other than by a slip of the pen.
    pub(super) fn finish(mut self, decoder: &mut Decoder<'_>) {
        decoder.record(self.name, &self.asked);
        for entry in self.entries.iter().filter(|entry| !self.asked.contains(&entry.key.value.as_str())) {
            let meant = if let Some(meant) = decoder.blank_missing(entry) {
                self.asked.iter().copied().find(|key| *key == meant)
            } else {
                self.unknown(decoder, entry)
            };
            self.missing.retain(|key| Some(*key) != meant);
        }
        for key in &self.missing {
            let diagnostic = Diagnostic::error("missing-key", format!("{} has no `{key}`", self.what)).at(
                decoder.source,
                self.head,
                format!("`{key}` is missing here"),
            );
            decoder.report.push(diagnostic);
        }
    }

    /// Says that a key is not known; gives the one that is likely meant.
    fn unknown(&self, decoder: &mut Decoder<'_>, entry: &Entry) -> Option<&'static str> {
        let key = &entry.key.value;
        let meant = did_you_mean(key, self.missing.iter().copied());
        let meant = meant.or_else(|| did_you_mean(key, self.asked.iter().copied()));
        let help = meant.map_or_else(
            || format!("the keys are {}", listed(&self.asked)),
            |known| format!("did you mean `{known}`?"),
        );
        let message = format!("{} has no key `{}`", self.what, key.escape_debug());
        let diagnostic =
            Diagnostic::error("unknown-key", message).at(decoder.source, entry.key.span, "not known").help(help);
        decoder.report.push(diagnostic);
        meant
    }
}

impl Decoder<'_> {
    /// Begins to read a mapping as the type `name`; `what` is what messages call it.
    pub(super) fn fields<'n>(
        &mut self,
        node: &'n Node,
        name: &'static str,
        what: impl Into<String>,
    ) -> Option<Fields<'n>> {
        self.fields_or(node, name, what, |_| "write `key: value` lines, indented".to_owned())
    }

    /// The same, with `help` for the text that may stand in place of the mapping.
    pub(super) fn fields_or<'n>(
        &mut self,
        node: &'n Node,
        name: &'static str,
        what: impl Into<String>,
        help: impl Fn(&str) -> String,
    ) -> Option<Fields<'n>> {
        let what = what.into();
        let head = node.head(self.source);
        let written = match &node.value {
            Value::Mapping(entries) => {
                return Some(Fields { name, what, entries, head, asked: Vec::new(), missing: Vec::new() });
            }
            Value::Text(text) | Value::Number(text) => text.as_str(),
            Value::Null | Value::Bool(_) | Value::List(_) => "",
        };
        self.wrong_kind(node, &what, "a mapping", &help(written));
        None
    }

    /// Says so where `entry` is `{key:value}`, which YAML reads as one key without a value; gives the key.
    pub(super) fn blank_missing<'n>(&mut self, entry: &'n Entry) -> Option<&'n str> {
        let (key, value) = entry.key.value.split_once(':').filter(|_| matches!(entry.value.value, Value::Null))?;
        if key.is_empty() || value.is_empty() || value.starts_with(char::is_whitespace) {
            return None;
        }
        let help =
            format!("a blank is missing after the colon: `{{ {}: {} }}`", key.escape_debug(), value.escape_debug());
        let message = format!("`{}` is one word to YAML, not a key and its value", entry.key.value.escape_debug());
        self.error("missing-blank", entry.key.span, message, "no blank after the colon", Some(help));
        Some(key)
    }
}

/// "`a`, `b` and `c`".
pub(in crate::spec) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        Some((only, _)) => only.clone(),
        None => "none".to_owned(),
    }
}
