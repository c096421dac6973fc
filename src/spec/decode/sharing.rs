//! `sharing`: blocks of DIDs and the systems that share them.

use super::Decoder;
use crate::source::{Located, Span};
use crate::spec::node::{Entry, Node, Value};
use crate::spec::schema::{Share, State, Tags, Translation};
use crate::spec::{MAXIMUM_PREFERENCE, MAXIMUM_RULE, MAXIMUM_TAG};

/// What messages call a block.
fn what(node: &Node) -> String {
    let Value::Mapping(entries) = &node.value else { return "a block".to_owned() };
    let name = entries.iter().find(|entry| entry.key.value == "name").map(|entry| &entry.value.value);
    match name {
        Some(Value::Text(name) | Value::Number(name)) => format!("block `{}`", name.escape_debug()),
        Some(Value::Null | Value::Bool(_) | Value::List(_) | Value::Mapping(_)) | None => "this block".to_owned(),
    }
}

impl Decoder<'_> {
    /// One block; `None` where it is no mapping.
    pub(super) fn share(&mut self, node: &Node) -> Option<Share> {
        let mut fields = self.fields(node, "Share", what(node))?;
        let mut share = Share {
            name: Located::unplaced(String::new()),
            dids: Vec::new(),
            order: Vec::new(),
            order_span: fields.head(),
            tags: Vec::new(),
            translation: Vec::new(),
            preference: None,
            state: State::Shared,
        };
        if let Some(name) = fields.required(self, "name").and_then(|node| self.text(node, "`name`")) {
            share.name = name;
        }
        if let Some(node) = fields.required(self, "dids") {
            share.dids = self.one_or_list(node, "`dids`").iter().filter_map(|item| self.dids(item)).collect();
        }
        if let Some(node) = fields.required(self, "order") {
            share.order_span = node.head(self.source);
            let order = self.full_list(node, "`order`");
            share.order = order.iter().filter_map(|item| self.text(item, "a system of `order`")).collect();
        }
        if let Some(node) = fields.optional(self, "tags") {
            let entries = self.by_system(node, "`tags`").into_iter();
            share.tags = entries.filter_map(|entry| Some((entry.key.clone(), self.tags(&entry.value)?))).collect();
        }
        if let Some(node) = fields.optional(self, "translation") {
            let entries = self.by_system(node, "`translation`").into_iter();
            share.translation =
                entries.filter_map(|entry| Some((entry.key.clone(), self.translation(entry)?))).collect();
        }
        share.preference = fields
            .optional(self, "preference")
            .and_then(|node| self.small(node, "`preference`", 0..=MAXIMUM_PREFERENCE));
        share.state = fields.optional(self, "state").map_or(State::Shared, |node| self.state(node));
        fields.finish(self);
        Some(share)
    }

    /// The entries of a mapping keyed by system.
    fn by_system<'n>(&mut self, node: &'n Node, what: &str) -> Vec<&'n Entry> {
        if let Value::Mapping(entries) = &node.value {
            return entries.iter().filter(|entry| self.blank_missing(entry).is_none()).collect();
        }
        self.wrong_kind(node, what, "a mapping", "write the system, `:` and its value: `{ pbx: ... }`");
        Vec::new()
    }

    fn tags(&mut self, node: &Node) -> Option<Tags> {
        const WHAT: &str = "a tag";
        let Value::List(_) = node.value else {
            return self.number(node, WHAT, 1..=MAXIMUM_TAG).map(Tags::First);
        };
        let list = self.full_list(node, "the list of tags");
        Some(Tags::List(list.iter().filter_map(|item| self.number(item, WHAT, 1..=MAXIMUM_TAG)).collect()))
    }

    fn translation(&mut self, entry: &Entry) -> Option<Translation> {
        let what = format!("the translation for `{}`", entry.key.value.escape_debug());
        let mut fields = self.fields(&entry.value, "Translation", what)?;
        let rule = fields.optional(self, "rule").and_then(|node| self.number(node, "`rule`", 1..=MAXIMUM_RULE));
        let profile = fields.optional(self, "profile").and_then(|node| self.text(node, "`profile`"));
        fields.finish(self);
        let span: Span = entry.key.span.to(entry.value.span);
        Some(Translation { rule, profile, span })
    }

    fn state(&mut self, node: &Node) -> State {
        match self.text(node, "`state`") {
            Some(text) if text.value != "shared" => State::Only(text),
            Some(_) | None => State::Shared,
        }
    }
}
