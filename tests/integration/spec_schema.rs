//! The JSON Schema of a spec and the decoder say the same of every fixture.

use std::fs;
use std::path::{Path, PathBuf};

use dialc::source::Source;
use dialc::spec;
use serde_json::{Value, json};

/// The specs that are right.
pub(crate) fn good_specs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs");
    let mut paths: Vec<PathBuf> = [root.clone(), root.join("decode")]
        .iter()
        .flat_map(|directory| fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    assert!(paths.len() > 1);
    paths
}

fn value(path: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn errors(text: String) -> Vec<String> {
    let source = Source::new("spec.yaml", text);
    let (_, report) = spec::load(&source, &|_| Ok(Source::new("numbers.csv", "")));
    report.iter().map(|diagnostic| diagnostic.message.clone()).collect()
}

#[test]
fn good_specs_pass_both() {
    let schema = jsonschema::validator_for(&spec::json_schema()).unwrap();
    for path in good_specs() {
        assert_eq!(errors(fs::read_to_string(&path).unwrap()), [""; 0], "{}", path.display());
        let spec = value(&path);
        let against: Vec<String> = schema.iter_errors(&spec).map(|error| error.to_string()).collect();
        assert_eq!(against, [""; 0], "{}", path.display());
    }
}

#[test]
fn both_yaml_decoders_read_the_same() {
    for path in good_specs() {
        let oracle: Value = serde_yaml_oracle::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(value(&path), oracle, "{}", path.display());
    }
}

/// The JSON pointers of all mappings in `value`.
fn mappings(value: &Value, at: &str, found: &mut Vec<String>) {
    if let Value::Object(object) = value {
        found.push(at.to_owned());
        object.iter().for_each(|(key, inner)| mappings(inner, &format!("{at}/{key}"), found));
    }
    if let Value::Array(list) = value {
        list.iter().enumerate().for_each(|(index, inner)| mappings(inner, &format!("{at}/{index}"), found));
    }
}

/// Each spec with one mapping changed by `change`, for each mapping and the changes it allows.
fn mutations(
    path: &Path,
    change: impl Fn(&str, &serde_json::Map<String, Value>) -> Vec<(String, Option<Value>)>,
) -> Vec<(String, Value)> {
    let spec = value(path);
    let mut found = Vec::new();
    mappings(&spec, "", &mut found);
    let mut mutated = Vec::new();
    for at in found {
        let object = spec.pointer(&at).unwrap().as_object().unwrap();
        for (key, value) in change(&at, object) {
            let mut copy = spec.clone();
            let target = copy.pointer_mut(&at).unwrap().as_object_mut().unwrap();
            match value {
                Some(value) => target.insert(key.clone(), value),
                None => target.remove(&key),
            };
            mutated.push((format!("{at}/{key}"), copy));
        }
    }
    mutated
}

#[test]
fn both_refuse_unknown_keys() {
    let schema = jsonschema::validator_for(&spec::json_schema()).unwrap();
    for path in good_specs() {
        for (at, spec) in mutations(&path, |_, _| vec![("surprise".to_owned(), Some(json!(true)))]) {
            assert!(!schema.is_valid(&spec), "the schema takes {at} in {}", path.display());
            assert!(!errors(spec.to_string()).is_empty(), "the decoder takes {at} in {}", path.display());
        }
    }
}

#[test]
fn both_refuse_empty_values() {
    let schema = jsonschema::validator_for(&spec::json_schema()).unwrap();
    for path in good_specs() {
        let every_key = |_: &str, object: &serde_json::Map<String, Value>| {
            object.keys().map(|key| (key.clone(), Some(Value::Null))).collect()
        };
        for (at, spec) in mutations(&path, every_key) {
            assert!(!schema.is_valid(&spec), "the schema takes {at} in {}", path.display());
            assert!(!errors(spec.to_string()).is_empty(), "the decoder takes {at} in {}", path.display());
        }
    }
}

/// Where the decoder says that a key is missing, the schema says so too, and the other way round.
#[test]
fn both_need_the_same_keys() {
    let schema = jsonschema::validator_for(&spec::json_schema()).unwrap();
    for path in good_specs() {
        let without =
            |_: &str, object: &serde_json::Map<String, Value>| object.keys().map(|key| (key.clone(), None)).collect();
        for (at, spec) in mutations(&path, without) {
            let source = Source::new("spec.yaml", spec.to_string());
            let (whole, _) = spec::load(&source, &|_| Ok(Source::new("numbers.csv", "")));
            assert_eq!(schema.is_valid(&spec), whole.is_some(), "{at} in {}", path.display());
        }
    }
}
