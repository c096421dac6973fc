//! The JSON Schemas of a spec and of a network file, from the same types that they are decoded to: for editors and other programs.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use super::network::NetworkFile;
use super::schema::Spec;
use crate::source::Located;

/// The JSON Schema (draft 2020-12) of a spec.
pub fn json_schema() -> Value {
    schema_of::<Spec>()
}

/// The JSON Schema (draft 2020-12) of a network file.
pub fn network_json_schema() -> Value {
    let mut schema = schema_of::<NetworkFile>();
    // There a system need not say where it is: the gateways do.
    if let Some(required) = schema.pointer_mut("/$defs/System/required").and_then(Value::as_array_mut) {
        required.retain(|key| key != "target");
    }
    schema
}

/// The JSON Schema of a file that is read as `T`.
fn schema_of<T: JsonSchema>() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    RecursiveTransform(refuse_null).transform(&mut schema);
    let mut schema = schema.to_value();
    let version = json!({ "const": 1, "description": "Version of this format." });
    if let Some(properties) = schema.pointer_mut("/properties").and_then(Value::as_object_mut) {
        properties.insert("version".to_owned(), version);
    }
    if let Some(required) = schema.pointer_mut("/required").and_then(Value::as_array_mut) {
        required.insert(0, json!("version"));
    }
    schema
}

/// Takes `null` out of what may be left out: an empty value is an error in a spec.
fn refuse_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(types) = object.get_mut("type").filter(|types| types.is_array()) {
        let kept: Vec<Value> = types.as_array().into_iter().flatten().filter(|one| *one != "null").cloned().collect();
        *types = if let [only] = kept.as_slice() { only.clone() } else { Value::Array(kept) };
    }
    if let Some(words) = object.get_mut("enum").and_then(Value::as_array_mut) {
        words.retain(|word| !word.is_null());
    }
    let alternatives = object.get("anyOf").and_then(Value::as_array).cloned().unwrap_or_default();
    let null = json!({ "type": "null" });
    if alternatives.contains(&null) {
        let kept: Vec<Value> = alternatives.into_iter().filter(|one| *one != null).collect();
        object.remove("anyOf");
        match kept.as_slice() {
            [Value::Object(only)] => only.iter().for_each(|(key, value)| {
                object.entry(key.clone()).or_insert_with(|| value.clone());
            }),
            _ => {
                object.insert("anyOf".to_owned(), Value::Array(kept));
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// How values are written whose type in the program has another shape.
pub(super) mod form {
    use std::borrow::Cow;
    use std::marker::PhantomData;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use crate::number::MAXIMUM_DIGITS;
    use crate::spec::MAXIMUM_TAG;
    use crate::spec::vocabulary::{CAUSES, CODECS};

    /// A mapping from the ids of systems to `T`.
    pub(in crate::spec) struct BySystem<T>(PhantomData<T>);
    /// The same, with one entry at least.
    pub(in crate::spec) struct ById<T>(PhantomData<T>);
    /// One `T` or a list of them.
    pub(in crate::spec) struct OneOrList<T>(PhantomData<T>);
    /// True, false, or a `T` with the particulars.
    pub(in crate::spec) struct SwitchOr<T>(PhantomData<T>);
    /// Text that YAML may take for a number where it stands without quotes.
    pub(in crate::spec) struct Word;
    /// A target.
    pub(in crate::spec) struct Address;
    /// A target or a voice port.
    pub(in crate::spec) struct Connection;
    /// `delivers`.
    pub(in crate::spec) struct Delivered;
    /// `expects`.
    pub(in crate::spec) struct Expected;
    /// `unassigned`.
    pub(in crate::spec) struct Unassigned;
    /// `numbers`.
    pub(in crate::spec) struct OwnNumbers;
    /// A codec.
    pub(in crate::spec) struct Codec;
    /// A cause by name or number.
    pub(in crate::spec) struct Cause;
    /// A pair of `simultaneous_ring`.
    pub(in crate::spec) struct Ring;
    /// A tag of a dial-peer.
    pub(in crate::spec) struct Tag;

    /// Writes `JsonSchema` for a form: its name, and its schema where the generator is `$generator`.
    macro_rules! form {
        ($type:ident $(<$parameter:ident>)?, |$generator:ident| $schema:expr) => {
            impl$(<$parameter: JsonSchema>)? JsonSchema for $type$(<$parameter>)? {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($type).into()
                }

                fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                    $schema
                }
            }
        };
    }

    form!(BySystem<T>, |generator| json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^[A-Za-z0-9_-]+$" },
        "additionalProperties": generator.subschema_for::<T>(),
    }));
    form!(ById<T>, |generator| json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^[A-Za-z0-9_-]+$" },
        "additionalProperties": generator.subschema_for::<T>(),
        "minProperties": 1,
    }));
    form!(OneOrList<T>, |generator| json_schema!({
        "anyOf": [
            generator.subschema_for::<T>(),
            { "type": "array", "items": generator.subschema_for::<T>(), "minItems": 1 },
        ],
    }));
    form!(SwitchOr<T>, |generator| json_schema!({
        "anyOf": [{ "type": "boolean" }, generator.subschema_for::<T>()],
    }));
    form!(Word, |_generator| json_schema!({ "type": ["string", "number"] }));
    form!(Address, |_generator| json_schema!({ "type": "string", "pattern": "^(ipv4:|ipv6:\\[|dns:)" }));
    form!(Connection, |generator| json_schema!({
        "anyOf": [
            generator.subschema_for::<Address>(),
            { "type": "string", "pattern": "^[0-9]{1,3}((/[0-9]{1,3})+(:([0-9]{1,3}|[Dd]))?|:([0-9]{1,3}|[Dd]))$" },
        ],
    }));
    form!(Delivered, |_generator| json_schema!({
        "anyOf": [{ "type": "integer", "minimum": 1, "maximum": MAXIMUM_DIGITS }, { "const": "+e164" }],
    }));
    form!(Expected, |_generator| json_schema!({
        "anyOf": [
            { "enum": ["+e164", "e164", "national", "as-delivered"] },
            {
                "type": "object",
                "properties": { "last": { "type": "integer", "minimum": 1, "maximum": MAXIMUM_DIGITS } },
                "required": ["last"],
                "additionalProperties": false,
            },
        ],
    }));
    form!(Unassigned, |_generator| json_schema!({
        "anyOf": [
            { "enum": ["reject-404", "announcement"] },
            {
                "type": "object",
                "properties": {
                    "reject": { "type": "integer", "minimum": 400, "maximum": 699 },
                    "route": { "type": "string" },
                },
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": false,
            },
        ],
    }));
    form!(OwnNumbers, |generator| json_schema!({
        "anyOf": [
            { "type": "array", "items": generator.subschema_for::<Word>() },
            { "type": "string", "description": "Path of a CSV file, relative to the spec; the first column counts." },
        ],
    }));
    form!(Codec, |_generator| json_schema!({ "enum": CODECS }));
    form!(Cause, |_generator| json_schema!({
        "anyOf": [
            { "enum": CAUSES.map(|(name, _)| name) },
            { "type": "integer", "minimum": 1, "maximum": 127 },
        ],
    }));
    form!(Ring, |generator| json_schema!({
        "type": "object",
        "additionalProperties": generator.subschema_for::<Word>(),
        "minProperties": 2,
        "maxProperties": 2,
    }));
    form!(Tag, |_generator| json_schema!({ "type": "integer", "minimum": 1, "maximum": MAXIMUM_TAG }));
}
