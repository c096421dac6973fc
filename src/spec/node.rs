//! YAML as a tree in which every value has its place. The only user of the YAML crate.
//!
//! A number that stands without quotes keeps the characters it was written with: `+12065555500` and `0123` are read as
//! text wherever text belongs. Budgets bound what a hostile file can cost: a written value costs its own bytes, and
//! what aliases repeat is bounded apart, since a few bytes could stand for millions of values.

mod fault;
mod layout;
mod outline;
mod tabs;

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Located, Source, Span};

/// The largest spec that is read, in bytes (16 MiB): 100,000 DIDs listed one by one take 2 MiB.
pub(super) const MAXIMUM_BYTES: usize = 16 * 1024 * 1024;
/// The most values a spec may hold, those that aliases repeat included.
const MAXIMUM_NODES: usize = 1_000_000;
/// The most values that aliases may repeat, in all.
const MAXIMUM_REPEATED: usize = 10_000;
/// The deepest nesting; a spec needs 8 levels.
const MAXIMUM_DEPTH: usize = 32;

/// What is read, in messages about the file as a whole.
#[derive(Clone, Copy)]
pub(super) struct FileKind {
    /// What it is called.
    name: &'static str,
    /// The code of the error that the file is empty.
    empty: &'static str,
    /// How to begin one.
    beginning: &'static str,
}

/// A spec.
pub(super) const SPEC: FileKind =
    FileKind { name: "spec", empty: "empty-spec", beginning: "`dialc init` writes a spec to begin with" };
/// A network file.
pub(super) const NETWORK: FileKind = FileKind {
    name: "network file",
    empty: "empty-network",
    beginning: "it begins with `version: 1`; then come `systems` and `gateways`",
};

/// A value of the tree and its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    /// Of a list or mapping, from its first to its last value; of an alias, the alias.
    pub(super) span: Span,
}

/// A value of the tree.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// A number without quotes, as it is written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// A key of a mapping and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: Located<String>,
    pub(super) value: Node,
}

impl Node {
    /// What kind of value it is, with an article.
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// Where to point at when it is meant as a whole: of a mapping or a list over several lines, its first key or value.
    pub(super) fn head(&self, source: &Source) -> Span {
        let one_line = !source.slice(self.span).contains(&b'\n');
        match &self.value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => self.span,
            Value::List(_) | Value::Mapping(_) if one_line => self.span,
            Value::List(list) => list.first().map_or(self.span, |first| first.head(source)),
            Value::Mapping(entries) => entries.first().map_or(self.span, |first| first.key.span),
        }
    }
}

/// Reads `source`. The tree is there even where keys are repeated (the first is taken) or tabs indent it.
pub(super) fn read(source: &Source, kind: FileKind) -> (Option<Node>, Report) {
    let mut report = Report::new();
    let tree = match parse(source, kind) {
        Ok(raw) => {
            let node = Builder { source, report: &mut report }.node(&raw);
            report.extend(tabs::in_tree(source, &node));
            Some(node)
        }
        Err(diagnostic) => {
            report.push(diagnostic);
            None
        }
    };
    (tree, report)
}

/// The tree as the YAML crate gives it, or why it is none.
fn parse(source: &Source, kind: FileKind) -> Result<Spanned<Raw>, Diagnostic> {
    if source.bytes().len() > MAXIMUM_BYTES {
        return Err(fault::too_large(source, kind));
    }
    let text = source.text().map_err(|span| fault::not_utf8(source, span))?;
    let tree: Spanned<Raw> = serde_yaml::from_str_with_options(text, options())
        .map_err(|error| tabs::before_error(source, &error).unwrap_or_else(|| fault::of(source, &error, kind)))?;
    if matches!(tree.value, Raw::Null) { Err(fault::empty(source, kind)) } else { Ok(tree) }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_events: 4 * MAXIMUM_NODES,
            max_nodes: MAXIMUM_NODES,
            max_depth: MAXIMUM_DEPTH,
            max_total_scalar_bytes: MAXIMUM_BYTES,
            max_documents: 2,
            enforce_alias_anchor_ratio: false,
        },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: MAXIMUM_REPEATED },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// A value as the YAML crate hands it over.
enum Raw {
    Null,
    Bool(bool),
    /// A number, in the crate's own spelling.
    Number(String),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Mapping(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Raw, E> {
        Ok(Raw::Text(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element()? {
            list.push(value);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Mapping(entries))
    }
}

/// Turns the crate's tree into ours.
struct Builder<'a> {
    source: &'a Source,
    report: &'a mut Report,
}

impl Builder<'_> {
    fn node(&mut self, raw: &Spanned<Raw>) -> Node {
        let span = self.span(&raw.referenced);
        match &raw.value {
            Raw::Null => Node { value: Value::Null, span },
            Raw::Bool(value) => Node { value: Value::Bool(*value), span },
            Raw::Number(number) => Node { value: Value::Number(self.written(raw, number)), span },
            Raw::Text(text) => Node { value: Value::Text(text.clone()), span: self.without_line_end(span) },
            Raw::List(list) => {
                let list: Vec<Node> = list.iter().map(|item| self.node(item)).collect();
                let inner = list.iter().map(|item| item.span).reduce(Span::to);
                Node { span: self.whole(raw, span, inner), value: Value::List(list) }
            }
            Raw::Mapping(entries) => {
                let entries = self.entries(entries);
                let inner = entries.iter().map(|entry| entry.key.span.to(entry.value.span)).reduce(Span::to);
                Node { span: self.whole(raw, span, inner), value: Value::Mapping(entries) }
            }
        }
    }

    /// The entries of a mapping; where a key is repeated, its first.
    fn entries(&mut self, raw: &[(Spanned<Raw>, Spanned<Raw>)]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(raw.len());
        let mut seen: HashMap<String, Span> = HashMap::with_capacity(raw.len());
        for (key, value) in raw {
            let place = self.span(&key.referenced);
            let value = self.node(value);
            let Some(name) = self.key(key, place) else { continue };
            if let Some(&first) = seen.get(&name) {
                self.report.push(fault::duplicate_key(self.source, &name, first, place));
            } else {
                seen.insert(name.clone(), place);
                entries.push(Entry { key: Located::new(name, place), value });
            }
        }
        entries
    }

    /// The text of a key.
    fn key(&mut self, key: &Spanned<Raw>, place: Span) -> Option<String> {
        match &key.value {
            Raw::Text(text) => return Some(text.clone()),
            Raw::Number(number) => return Some(self.written(key, number)),
            Raw::Bool(value) => return Some(value.to_string()),
            Raw::Null | Raw::List(_) | Raw::Mapping(_) => {}
        }
        let diagnostic = Diagnostic::error("key-not-text", "a key is text")
            .at(self.source, place, "this is not")
            .help("write `key: value`; put a key with special characters into quotes");
        self.report.push(diagnostic);
        None
    }

    /// A number as it is written; `number` where the text does not show it, as with a tag.
    fn written(&self, raw: &Spanned<Raw>, number: &str) -> String {
        let text = self.source.slice_text(self.span(&raw.defined)).into_owned();
        let plain = text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'));
        if plain { text } else { number.to_owned() }
    }

    /// The place of a text: that of a block goes on to the next line.
    fn without_line_end(&self, span: Span) -> Span {
        let trimmed = self.source.slice(span).trim_ascii_end().len();
        span.part(0..trimmed)
    }

    /// The place of a list or mapping whose values stand at `inner`: the crate gives no more than its first byte.
    fn whole(&self, raw: &Spanned<Raw>, span: Span, inner: Option<Span>) -> Span {
        if raw.referenced != raw.defined {
            return span;
        }
        let whole = inner.map_or(span, |inner| if span.is_empty() { inner } else { span.to(inner) });
        let opening = self.source.slice(span).first();
        let Some(closing) = opening.and_then(|opening| match opening {
            b'[' => Some(b']'),
            b'{' => Some(b'}'),
            _ => None,
        }) else {
            return whole;
        };
        let rest = self.source.bytes().get(whole.end as usize..).unwrap_or_default();
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',');
        let skipped = rest.iter().take_while(blank).count();
        let closed = rest.get(skipped) == Some(&closing);
        let end = whole.end as usize + if closed { skipped + 1 } else { 0 };
        Span::new(whole.start as usize..end)
    }

    fn span(&self, location: &serde_yaml::Location) -> Span {
        let span = location.span();
        let length = self.source.bytes().len();
        let bytes = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(0).min(length);
        let (start, size) = (bytes(span.byte_offset()), bytes(span.byte_len()));
        Span::new(start..(start + size).min(length))
    }
}
