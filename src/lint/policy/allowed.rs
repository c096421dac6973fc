//! What `[[allow]]` of a settings file says.

use std::ops::Range;

use super::decode::{Decoder, Node};
use super::selection::Selector;
use super::settings::FileGlob;
use crate::lint::allow::object_key;
use crate::lint::{Date, Rule};
use crate::source::{Source, Span};

/// The keys of an entry.
const KEYS: [&str; 5] = ["code", "object", "reason", "until", "file"];

/// Findings of a rule about an object that are allowed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The rule.
    pub(in crate::lint) rule: &'static Rule,
    /// The object as it is written; empty for the configuration as a whole.
    pub(in crate::lint) object: String,
    /// What tells the object from others.
    pub(in crate::lint) key: String,
    /// Why.
    pub(in crate::lint) reason: String,
    /// The last day on which it holds.
    pub(in crate::lint) until: Option<Date>,
    /// The files that it is for; all where it names none.
    pub(in crate::lint) file: Option<FileGlob>,
    /// The text that it stands in.
    pub(in crate::lint) source: Source,
    /// Its place there.
    pub(in crate::lint) span: Span,
}

impl Entry {
    /// Whether it is for the file at `path`, which is relative to the folder of the settings and written with `/`.
    pub fn is_for(&self, path: &str) -> bool {
        self.file.as_ref().is_none_or(|file| file.is_match(path))
    }

    /// Whether its last day is over.
    pub(in crate::lint) fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// The object as it can be shown.
    pub(in crate::lint) fn shown_object(&self) -> String {
        match self.object.as_str() {
            "" => "the configuration as a whole".to_owned(),
            object => format!("`{}`", object.escape_debug()),
        }
    }

    /// Whether it names the files that it is for.
    pub fn names_files(&self) -> bool {
        self.file.is_some()
    }
}

impl Decoder<'_> {
    /// The entries of `allow`.
    pub(super) fn allow(&mut self, node: &Node<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        if node.get_ref().as_table().is_some() {
            let said = ("`allow` is a list of tables, and one table stands here", "not a list");
            self.error("wrong-type", node.span(), said, "write `[[allow]]`, with two brackets");
            return entries;
        }
        for item in self.list(node, "`allow`") {
            entries.extend(self.allowed(item));
        }
        entries
    }

    fn allowed(&mut self, item: &Node<'_>) -> Option<Entry> {
        let table = self.table(item, "an entry of `allow`", "write `[[allow]]` and its keys below")?;
        let (mut rule, mut object, mut reason, mut until, mut file) = (None, None, None, None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "code" => rule = Some(self.allowed_rule(value)),
                "object" => object = Some(self.text(value, "`object`").map(|text| text.trim().to_owned())),
                "reason" => reason = Some(self.reason(value)),
                "until" => until = Some(self.date(value)),
                "file" => {
                    let text = self.text(value, "`file`");
                    file = Some(text.and_then(|text| self.glob(text, value.span())));
                }
                unknown => self.unknown_key(unknown, key.span(), "an entry of `allow` has", &KEYS),
            }
        }
        for (is_there, name, help) in [
            (rule.is_some(), "code", "`code = \"CODE\"`: the rule whose findings are allowed"),
            (
                object.is_some(),
                "object",
                "`object = \"dial-peer voice 100 voip\"`: as findings name it, or \"\" for those of none",
            ),
            (reason.is_some(), "reason", "`reason = \"WHY\"`: for those who read it in a year"),
        ] {
            if !is_there {
                self.missing_key(item.span(), name, help);
            }
        }
        let object = object.flatten()?;
        Some(Entry {
            rule: rule.flatten()?,
            key: object_key(&object),
            object,
            reason: reason.flatten()?,
            until: until.map_or(Some(None), |until| until.map(Some))?,
            file: file.map_or(Some(None), |file| file.map(Some))?,
            source: self.source.clone(),
            span: Span::new(item.span()),
        })
    }

    fn missing_key(&mut self, place: Range<usize>, name: &str, help: &str) {
        let message = format!("an entry of `allow` has no `{name}`");
        self.error("missing-key", place, (message, "it is missing here"), format!("add {help}"));
    }

    fn allowed_rule(&mut self, node: &Node<'_>) -> Option<&'static Rule> {
        let word = self.text(node, "`code`")?;
        match Selector::parse_allowed(word) {
            Ok(rule) => Some(rule),
            Err(error) => {
                self.no_selector(node.span(), error);
                None
            }
        }
    }

    fn reason(&mut self, node: &Node<'_>) -> Option<String> {
        let text = self.text(node, "`reason`")?.trim();
        if !text.contains(char::is_alphanumeric) {
            let said = ("`reason` says nothing", "no reason");
            self.error("no-reason", node.span(), said, "say why, for those who read it in a year");
            return None;
        }
        Some(text.to_owned())
    }

    fn date(&mut self, node: &Node<'_>) -> Option<Date> {
        if let Some(text) = node.get_ref().as_str() {
            let help = match text.trim().parse::<Date>() {
                Ok(date) => format!("write it without quotes: `until = {date}`"),
                Err(why) => format!("{why}; without quotes"),
            };
            self.wrong_kind(node, "`until`", "a date", &help);
            return None;
        }
        let Some(found) = node.get_ref().as_datetime() else {
            self.wrong_kind(node, "`until`", "a date", "a day is written as 2027-03-31, without quotes");
            return None;
        };
        let date = found.date.filter(|_| found.time.is_none());
        let date = date.and_then(|date| Date::new(date.year, date.month, date.day));
        if date.is_none() {
            let said = ("`until` is a day, and a time of day stands here", "not a day alone");
            self.error(
                "wrong-type",
                node.span(),
                said,
                "a day is written as 2027-03-31: it is the last one that counts",
            );
        }
        date
    }
}
