//! The JSON Schemas of specs and network files and the decoder say the same of every fixture.

use std::fs;
use std::path::{Path, PathBuf};

use dialc::diagnostic::Report;
use dialc::source::Source;
use dialc::spec;
use jsonschema::Validator;
use serde_json::{Value, json};

/// The files that are right, of `fixtures/FOLDER`.
fn good_files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut paths: Vec<PathBuf> = [root.clone(), root.join("decode")]
        .iter()
        .flat_map(|directory| fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    assert!(paths.len() > 1);
    paths
}

/// The specs that are right.
pub(crate) fn good_specs() -> Vec<PathBuf> {
    good_files("specs")
}

/// What is read alike: its fixtures, its JSON Schema, and whether a text is whole, with all errors.
struct Kind {
    fixtures: Vec<PathBuf>,
    schema: Validator,
    load: fn(&Source) -> (bool, Report),
}

impl Kind {
    fn errors(&self, text: String) -> Vec<String> {
        let (_, report) = (self.load)(&Source::new("file.yaml", text));
        report.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    }
}

/// Specs and network files.
fn kinds() -> [Kind; 2] {
    let specs = Kind {
        fixtures: good_specs(),
        schema: jsonschema::validator_for(&spec::json_schema()).unwrap(),
        load: |source| {
            let (spec, report) = spec::load(source, &|_| Ok(Source::new("numbers.csv", "")));
            (spec.is_some(), report)
        },
    };
    let networks = Kind {
        fixtures: good_files("networks"),
        schema: jsonschema::validator_for(&spec::network_json_schema()).unwrap(),
        load: |source| {
            let (network, report) = spec::load_network(source, &|_| Ok(Source::new("numbers.csv", "")));
            (network.is_some(), report)
        },
    };
    [specs, networks]
}

fn value(path: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn good_specs_pass_both() {
    for kind in kinds() {
        for path in &kind.fixtures {
            assert_eq!(kind.errors(fs::read_to_string(path).unwrap()), [""; 0], "{}", path.display());
            let against: Vec<String> = kind.schema.iter_errors(&value(path)).map(|error| error.to_string()).collect();
            assert_eq!(against, [""; 0], "{}", path.display());
        }
    }
}

#[test]
fn both_yaml_decoders_read_the_same() {
    for path in kinds().iter().flat_map(|kind| &kind.fixtures) {
        let oracle: Value = serde_yaml_oracle::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(value(path), oracle, "{}", path.display());
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
    change: impl Fn(&serde_json::Map<String, Value>) -> Vec<(String, Option<Value>)>,
) -> Vec<(String, Value)> {
    let spec = value(path);
    let mut found = Vec::new();
    mappings(&spec, "", &mut found);
    let mut mutated = Vec::new();
    for at in found {
        let object = spec.pointer(&at).unwrap().as_object().unwrap();
        for (key, value) in change(object) {
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

/// Neither the schema nor the decoder takes a file that is changed by `change`.
fn both_refuse(change: impl Fn(&serde_json::Map<String, Value>) -> Vec<(String, Option<Value>)>) {
    for kind in kinds() {
        for path in &kind.fixtures {
            for (at, changed) in mutations(path, &change) {
                assert!(!kind.schema.is_valid(&changed), "the schema takes {at} in {}", path.display());
                assert!(!kind.errors(changed.to_string()).is_empty(), "the decoder takes {at} in {}", path.display());
            }
        }
    }
}

#[test]
fn both_refuse_unknown_keys() {
    both_refuse(|_| vec![("surprise".to_owned(), Some(json!(true)))]);
}

#[test]
fn both_refuse_empty_values() {
    both_refuse(|object| object.keys().map(|key| (key.clone(), Some(Value::Null))).collect());
}

/// Where the decoder says that a key is missing, the schema says so too, and the other way round.
#[test]
fn both_need_the_same_keys() {
    for kind in kinds() {
        for path in &kind.fixtures {
            for (at, file) in mutations(path, |object| object.keys().map(|key| (key.clone(), None)).collect()) {
                let (whole, _) = (kind.load)(&Source::new("file.yaml", file.to_string()));
                assert_eq!(kind.schema.is_valid(&file), whole, "{at} in {}", path.display());
            }
        }
    }
}
