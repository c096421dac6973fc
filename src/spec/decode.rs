//! The tree of values as a [`Spec`]: all errors at once.
//!
//! Where a value is wrong or missing, the error is reported and reading goes on with a stand-in that makes no further
//! error, so that one pass shows everything. A spec with stand-ins is never given away: see [`super::load`].

mod fields;
mod gateway;
mod media;
mod network;
mod own_numbers;
mod services;
mod sharing;
mod system;
mod target;
mod values;

pub(super) use fields::listed;

use super::ReadFile;
use super::network::NetworkFile;
use super::node::{Node, Value};
use super::schema::{Access, Delivers, Gateway, MatchWith, Pstn, Spec, System};
use crate::diagnostic::Report;
use crate::source::{Located, Source, Span};

/// Reads the tree of `source` as a spec; `read` gets the CSV files that it names.
pub(super) fn decode(source: &Source, tree: &Node, read: &ReadFile<'_>) -> (Spec, Report) {
    let mut decoder = Decoder::new(source, read);
    let spec = decoder.spec(tree);
    (spec, decoder.report)
}

/// Reads the tree of `source` as a network file; `read` gets the CSV files that it names.
pub(super) fn decode_network(source: &Source, tree: &Node, read: &ReadFile<'_>) -> (NetworkFile, Report) {
    let mut decoder = Decoder::new(source, read);
    let network = decoder.network(tree);
    (network, decoder.report)
}

/// The file that systems stand in: it says what they may be called, and whether each names its targets.
#[derive(Clone, Copy)]
enum Home<'a> {
    /// A spec, whose gateway has this name.
    Spec { gateway: &'a str },
    /// A network file, whose gateways say where the systems are.
    Network,
}

/// What reading needs: the text, the errors so far, a way to read files.
pub(super) struct Decoder<'a> {
    source: &'a Source,
    report: Report,
    read: &'a ReadFile<'a>,
    /// The keys known of each type, for the test that compares them with the JSON Schema.
    #[cfg(test)]
    known: std::collections::BTreeMap<&'static str, std::collections::BTreeSet<&'static str>>,
}

impl<'a> Decoder<'a> {
    fn new(source: &'a Source, read: &'a ReadFile<'a>) -> Self {
        Self {
            source,
            report: Report::new(),
            read,
            #[cfg(test)]
            known: std::collections::BTreeMap::new(),
        }
    }
}

impl Decoder<'_> {
    /// Notes the keys that were asked for of a type.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests keep them"))]
    fn record(&mut self, name: &'static str, keys: &[&'static str]) {
        #[cfg(test)]
        self.known.entry(name).or_default().extend(keys);
        #[cfg(not(test))]
        let _ = (name, keys);
    }

    fn spec(&mut self, tree: &Node) -> Spec {
        let mut spec = empty();
        let Value::Mapping(_) = tree.value else {
            self.wrong_kind(tree, "a spec", "a mapping", "it begins with `version: 1`");
            return spec;
        };
        let Some(mut fields) = self.fields(tree, "Spec", "the spec") else { return spec };
        if let Some(node) = fields.required(self, "version") {
            self.version(node);
        }
        if let Some(node) = fields.required(self, "gateway") {
            spec.gateway = self.gateway(node);
        }
        if let Some(node) = fields.required(self, "systems") {
            spec.systems = self.systems(node, Home::Spec { gateway: &spec.gateway.name.value });
        }
        if let Some(node) = fields.required(self, "sharing") {
            spec.sharing = self.full_list(node, "`sharing`").iter().filter_map(|item| self.share(item)).collect();
        }
        spec.internal = fields.optional(self, "internal").and_then(|node| self.internal(node));
        if let Some(node) = fields.optional(self, "simultaneous_ring") {
            spec.simultaneous_ring = self.simultaneous_ring(node);
        }
        let place = fields.place("voicemail");
        spec.voicemail = fields.optional(self, "voicemail").and_then(|node| self.voicemail(node, place));
        if let Some(node) = fields.optional(self, "emergency") {
            spec.emergency = self.emergency(node);
        }
        fields.finish(self);
        spec
    }

    fn version(&mut self, node: &Node) {
        if !matches!(&node.value, Value::Number(written) if written == "1") {
            let written = self.source.slice_text(node.head(self.source));
            let message = format!("`version` cannot be `{}`", written.escape_debug());
            self.error(
                "unknown-version",
                node.head(self.source),
                message,
                "not known",
                Some("write `version: 1`".to_owned()),
            );
        }
    }

    fn systems(&mut self, node: &Node, home: Home<'_>) -> Vec<System> {
        let Value::Mapping(entries) = &node.value else {
            self.wrong_kind(node, "`systems`", "a mapping", "write `name:` and below it, indented, what the system is");
            return Vec::new();
        };
        if entries.is_empty() {
            self.error("empty-list", node.span, "`systems` is empty", "no system is named", None);
        }
        for entry in entries {
            self.check_id(&entry.key, "system", home);
        }
        entries.iter().map(|entry| self.system(&entry.key, &entry.value, home)).collect()
    }

    /// An id is made of letters, digits, `-` and `_`, and names nothing else.
    fn check_id(&mut self, id: &Located<String>, what: &str, home: Home<'_>) {
        let name = &id.value;
        let (gateway, help) = match home {
            Home::Spec { gateway } => (
                name == gateway,
                "`gateway` and the gateway's name stand for the gateway, `pstn` for the public network",
            ),
            Home::Network => (false, "`gateway` stands for the only gateway, `pstn` for the public network"),
        };
        if gateway || matches!(name.as_str(), "gateway" | "pstn") {
            let message = format!("a {what} cannot be called `{name}`");
            self.error("reserved-id", id.span, message, "taken", Some(help.to_owned()));
        } else if name.is_empty() || !name.bytes().all(is_id_byte) {
            let message = format!("`{}` cannot be the id of a {what}", name.escape_debug());
            let help = "an id is made of letters, digits, `-` and `_`".to_owned();
            self.error("bad-id", id.span, message, "not an id", Some(help));
        }
    }
}

/// Whether `byte` may stand in an id or in the name of a profile.
pub(super) fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// A spec of stand-ins.
fn empty() -> Spec {
    Spec {
        gateway: no_gateway(),
        systems: Vec::new(),
        sharing: Vec::new(),
        internal: None,
        simultaneous_ring: Vec::new(),
        voicemail: None,
        emergency: Vec::new(),
    }
}

/// A gateway of stand-ins: `+e164` never delivers too many digits or the same ones twice.
fn no_gateway() -> Gateway {
    Gateway {
        name: Located::unplaced(String::new()),
        release: Located::unplaced(String::new()),
        country_code: None,
        pstn: no_pstn(),
        match_with: MatchWith::default(),
        match_with_span: Span::default(),
        exact: false,
        huntstop_last: false,
    }
}

fn no_pstn() -> Pstn {
    Pstn {
        access: Located::unplaced(Access::Pri { port: Located::unplaced("0/0/0:23".to_owned()) }),
        delivers: Located::unplaced(Delivers::PlusE164),
        inbound_peer: None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::*;
    use crate::spec::{json_schema, network_json_schema, node};

    /// Keys by type.
    type Keys = BTreeMap<&'static str, BTreeSet<&'static str>>;

    /// The keys that the decoder asked for, by type, over texts that use every field.
    fn known(texts: &[&'static str], kind: node::FileKind, read_as: fn(&mut Decoder<'_>, &Node)) -> Keys {
        let mut known = Keys::new();
        for text in texts {
            let source = Source::new("file.yaml", *text);
            let tree = node::read(&source, kind).0.unwrap();
            let read = |_: &str| Err("no files here".to_owned());
            let mut decoder = Decoder::new(&source, &read);
            read_as(&mut decoder, &tree);
            for (name, keys) in decoder.known {
                known.entry(name).or_default().extend(keys);
            }
        }
        known
    }

    /// Where the JSON Schema has the object that the decoder reads as `name`.
    fn place(name: &str) -> String {
        match name {
            "Spec" | "NetworkFile" => String::new(),
            "Pri" => "/$defs/Pstn/oneOf/0/properties/pri".to_owned(),
            "Expects" => "/$defs/System/properties/expects/anyOf/1".to_owned(),
            "Unassigned" => "/$defs/System/properties/unassigned/anyOf/1".to_owned(),
            name => format!("/$defs/{name}"),
        }
    }

    /// The keys of an object schema, those of its alternatives included.
    fn keys(schema: &Value) -> BTreeSet<&str> {
        let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let alternatives = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        own.map(|(key, _)| key.as_str()).chain(alternatives.flat_map(keys)).collect()
    }

    fn must_agree(schema: &Value, known: Keys) {
        for (name, decoded) in known {
            let object = schema.pointer(&place(name)).unwrap_or_else(|| panic!("no {name} in {schema:#}"));
            assert_eq!(keys(object), decoded, "{name}");
        }
    }

    #[test]
    fn the_json_schema_has_the_keys_that_are_decoded() {
        let specs = [
            include_str!("../../fixtures/specs/seed.yaml"),
            include_str!("../../fixtures/specs/decode/every-field.yaml"),
        ];
        let read_as = |decoder: &mut Decoder<'_>, tree: &Node| drop(decoder.spec(tree));
        must_agree(&json_schema(), known(&specs, node::SPEC, read_as));
    }

    #[test]
    fn the_json_schema_of_a_network_file_has_the_keys_that_are_decoded() {
        let networks = [include_str!("../../fixtures/networks/decode/every-field.yaml")];
        let read_as = |decoder: &mut Decoder<'_>, tree: &Node| drop(decoder.network(tree));
        must_agree(&network_json_schema(), known(&networks, node::NETWORK, read_as));
    }
}
