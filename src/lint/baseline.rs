//! Findings that are known: only those that are not in the baseline count.
//!
//! A baseline is a TOML file that is kept beside the configurations. An entry says of a file, by its path from the folder of the
//! baseline, which finding is known: code, object, and what tells it from others ([`Finding::detail`]). No line is in it, so that
//! lines can move.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::ops::Range;

use toml::de::DeTable;

use super::finding::{Finding, Linted};
use super::policy::decode::{Decoder, Node, decoded};
use super::{NoSelector, Selector, rule};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Source, Span};

/// The version of the format.
const VERSION: i64 = 1;

/// The keys of an entry.
const KEYS: [&str; 5] = ["file", "code", "object", "detail", "count"];

/// The opening of every baseline.
const HEAD: &str = "\
# Findings that are known: `dialc lint --baseline` reports what is not in this file.
# Written by `dialc lint --write-baseline`; do not add to it by hand.
";

/// Findings that are known.
#[derive(Clone, Debug)]
pub struct Baseline {
    source: Source,
    entries: Vec<Entry>,
}

/// A finding that is known.
#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    count: usize,
    span: Span,
}

/// What tells findings apart that are not the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    /// The path of the file from the folder of the baseline.
    file: String,
    code: &'static str,
    object: String,
    detail: String,
}

/// Where the file of an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is there, and was not linted.
    There,
    /// There is no such file.
    Gone,
}

/// Entries of which less is found than they say.
#[derive(Clone, Debug, Default)]
pub struct Stale(Vec<Diagnostic>);

impl Stale {
    /// How many entries it is.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is said of each.
    pub fn report(self) -> Report {
        self.0.into_iter().collect()
    }
}

impl Baseline {
    /// Reads a baseline: all that is wrong with it at once, each at its place.
    ///
    /// # Errors
    /// What is wrong.
    pub fn read(source: &Source) -> Result<Self, Report> {
        let entries = decoded(source, Decoder::baseline)?;
        Ok(Self { source: source.clone(), entries })
    }

    /// Takes the known findings out of `linted`, whose files have these paths from the folder of the baseline. Those of rules that
    /// cannot be suppressed stay.
    ///
    /// What is left over is stale: of files that were linted, and of those that are gone. Of rules that were not looked at nothing is
    /// known.
    pub fn apply(&self, linted: &mut [Linted], paths: &[String], place: impl Fn(&str) -> Place) -> Stale {
        let mut left: HashMap<&Key, usize> = HashMap::new();
        for entry in &self.entries {
            let count = left.entry(&entry.key).or_default();
            *count = count.saturating_add(entry.count);
        }
        for (file, path) in linted.iter_mut().zip(paths) {
            let all = file.findings.len();
            file.findings.retain(|finding| {
                let known = Key::of(path, finding).and_then(|key| left.get_mut(&key).filter(|count| **count > 0));
                known.map(|count| *count -= 1).is_none()
            });
            file.known += all - file.findings.len();
        }
        let off = off(linted, paths);
        let mut stale = Vec::new();
        for entry in &self.entries {
            let more = left.remove(&entry.key).unwrap_or_default();
            if more > 0 && !entry.is_out_of_sight(&off, &place) {
                stale.push(self.stale(entry, more, off.contains_key(entry.key.file.as_str())));
            }
        }
        Stale(stale)
    }

    fn stale(&self, entry: &Entry, more: usize, linted: bool) -> Diagnostic {
        let code = entry.key.code;
        let message = match (linted, more < entry.count) {
            (false, _) => format!("the baseline knows `{code}` of {}, and there is no such file", entry.key.file),
            (true, false) => format!("the baseline knows `{code}` of {}, and it is not found any more", entry.key.file),
            (true, true) => {
                format!("the baseline knows `{code}` of {} {more} times more than it is found", entry.key.file)
            }
        };
        Diagnostic::warning("stale-baseline", message)
            .at(&self.source, entry.span, "stale")
            .help("`--write-baseline` with this file takes it out")
    }

    /// The text of a baseline that knows what is found in `linted`, whose files have these paths. Of `old` it keeps what is known of
    /// files that are there and were not linted, and of rules that were not looked at.
    ///
    /// Gives the text and how many findings it knows.
    pub fn write(
        old: Option<&Self>,
        linted: &[Linted],
        paths: &[String],
        place: impl Fn(&str) -> Place,
    ) -> (String, usize) {
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for (file, path) in linted.iter().zip(paths) {
            for key in file.findings.iter().filter_map(|finding| Key::of(path, finding)) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let off = off(linted, paths);
        for entry in old.into_iter().flat_map(|old| &old.entries) {
            if entry.is_out_of_sight(&off, &place) {
                let count = counts.entry(entry.key.clone()).or_default();
                *count = count.saturating_add(entry.count);
            }
        }
        let known = counts.values().fold(0usize, |sum, count| sum.saturating_add(*count));
        let mut text = format!("{HEAD}baseline = {VERSION}\n");
        for (Key { file, code, object, detail }, count) in counts {
            let [file, code, object, detail] = [&file, code, &object, &detail].map(quoted);
            let _ = write!(text, "\n[[finding]]\nfile = {file}\ncode = {code}\nobject = {object}\ndetail = {detail}\n");
            if count > 1 {
                let _ = writeln!(text, "count = {count}");
            }
        }
        (text, known)
    }
}

impl Entry {
    /// Whether nothing is known of it: its file is there and was not linted, or its rule was not looked at in it.
    fn is_out_of_sight(&self, off: &HashMap<&str, &[&str]>, place: impl Fn(&str) -> Place) -> bool {
        match off.get(self.key.file.as_str()) {
            Some(off) => off.contains(&self.key.code),
            None => place(&self.key.file) == Place::There,
        }
    }
}

/// By the path of a file, the rules that were not looked at in it.
fn off<'l>(linted: &'l [Linted], paths: &'l [String]) -> HashMap<&'l str, &'l [&'static str]> {
    linted.iter().zip(paths).map(|(file, path)| (path.as_str(), file.off.as_slice())).collect()
}

impl Key {
    /// That of a finding in the file with this path; `None` where nothing may know it.
    fn of(path: &str, finding: &Finding) -> Option<Self> {
        let code = rule(finding.code).filter(|rule| rule.is_suppressible())?.code;
        let (object, detail) = (finding.object.clone(), finding.detail().to_owned());
        Some(Self { file: path.to_owned(), code, object, detail })
    }
}

/// A text as a basic string of TOML, which is one of JSON but for the character DEL.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

impl Decoder<'_> {
    fn baseline(&mut self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let version = table.get("baseline");
        if !version.is_some_and(|version| self.version(version)) {
            if version.is_none() {
                let said = ("this is no baseline: it does not say `baseline = 1`", "no baseline");
                self.error(
                    "no-baseline",
                    0..0,
                    said,
                    "`dialc lint --write-baseline FILE` writes one; FILE must be new",
                );
            }
            return entries;
        }
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "baseline" => {}
                "finding" => {
                    for item in self.list(value, "`finding`") {
                        entries.extend(self.entry(item));
                    }
                }
                unknown => self.unknown_key(unknown, key.span(), "a baseline has", &["baseline", "finding"]),
            }
        }
        entries
    }

    fn version(&mut self, node: &Node<'_>) -> bool {
        let found = self.integer(node, "`baseline`");
        if let Some(other) = found.filter(|found| *found != VERSION) {
            let message = format!("a baseline of version {other} is not known");
            self.error("unknown-version", node.span(), (message, "not known"), "this dialc reads version 1");
        }
        found == Some(VERSION)
    }

    fn integer(&mut self, node: &Node<'_>, what: &str) -> Option<i64> {
        let number = node.get_ref().as_integer();
        let number = number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        if number.is_none() {
            self.wrong_kind(node, what, "a number", "write it without quotes");
        }
        number
    }

    fn entry(&mut self, item: &Node<'_>) -> Option<Entry> {
        let table = self.table(item, "a finding", "write `[[finding]]` and its keys below")?;
        let (mut texts, mut code, mut count) = (HashMap::new(), None, Some(1));
        for (key, value) in table {
            match key.get_ref().as_ref() {
                name @ ("file" | "object" | "detail") => {
                    texts.insert(name.to_owned(), self.text(value, &format!("`{name}`"))?.to_owned());
                }
                "code" => code = Some(self.code(value)?),
                "count" => count = self.count(value),
                unknown => self.unknown_key(unknown, key.span(), "a finding has", &KEYS),
            }
        }
        let mut text = |name: &str| {
            texts.remove(name).or_else(|| {
                self.missing(item.span(), name);
                None
            })
        };
        let (file, object, detail) = (text("file"), text("object"), text("detail"));
        if code.is_none() {
            self.missing(item.span(), "code");
        }
        let key = Key { file: file?, code: code?, object: object?, detail: detail? };
        Some(Entry { key, count: count?, span: Span::new(item.span()) })
    }

    fn missing(&mut self, place: Range<usize>, name: &str) {
        let message = format!("a finding has no `{name}`");
        self.error("missing-key", place, (message, "it is missing here"), "write the baseline anew");
    }

    fn count(&mut self, node: &Node<'_>) -> Option<usize> {
        let number = self.integer(node, "`count`")?;
        let count = usize::try_from(number).ok().filter(|count| *count > 0);
        if count.is_none() {
            let said = (format!("`count` is {number}, and is to be 1 or more"), "not a count");
            self.error("wrong-count", node.span(), said, "write how often the finding is known");
        }
        count
    }

    /// The code of a rule whose findings a baseline may know.
    fn code(&mut self, node: &Node<'_>) -> Option<&'static str> {
        let word = self.text(node, "`code`")?;
        let found = match Selector::parse_ignored(word) {
            Ok(Selector::Rule(rule)) => return Some(rule.code),
            Ok(Selector::Topic(_)) => NoSelector {
                message: format!("`{word}` is a topic, and a finding is of one rule"),
                help: "write the code of the rule".to_owned(),
            },
            Err(error) => error,
        };
        self.error("unknown-rule", node.span(), (found.message, "not this"), found.help);
        None
    }
}
