//! SARIF, held to the schema of its standard and to the types of another project.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use serde_sarif::sarif::Sarif;

use super::{linted, real};
use crate::lint::RULES;
use crate::output::lint::sarif;
use crate::output::lint::sarif::uri;

/// The platform that this is built on, as the compiler calls it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// The JSON Schema of SARIF 2.1.0, where cargo has put the package that brings it.
pub(super) fn schema() -> jsonschema::Validator {
    let output = Command::new(env!("CARGO"))
        // Packages for other platforms need not be there.
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
    let text = std::fs::read_to_string(folder.join("src/schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    // A bracket too many makes these no expressions; they are about fields that are not printed.
    for place in ["/definitions/run/properties/language", "/definitions/toolComponent/properties/language"] {
        schema.pointer_mut(place).unwrap().as_object_mut().unwrap().remove("pattern").unwrap();
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn document() -> Value {
    serde_json::from_str(&sarif(&linted())).unwrap()
}

#[test]
fn sarif_is_what_its_standard_says() {
    let schema = schema();
    for linted in [linted(), real::linted(), Vec::new()] {
        let text = sarif(&linted);
        let document: Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{text}");
        // Nothing is lost on the way through the types of the standard: every field is one of it.
        let read: Sarif = serde_json::from_value(document.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), document);
    }
}

#[test]
fn sarif_that_is_broken_is_refused() {
    let schema = schema();
    assert!(schema.is_valid(&document()));
    for (place, wrong) in [
        ("/version", json!("2.0.0")),
        ("/runs/0/tool/driver/name", json!(null)),
        ("/runs/0/columnKind", json!("bytes")),
        ("/runs/0/results/0/level", json!("info")),
        ("/runs/0/results/0/message", json!("text")),
        ("/runs/0/results/0/message", json!({})),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b")),
        ("/runs/0/results/1/partialFingerprints", json!({ "finding/v1": 1 })),
        ("/runs/0/invocations/0", json!({})),
    ] {
        let mut broken = document();
        *broken.pointer_mut(place).unwrap() = wrong.clone();
        assert!(!schema.is_valid(&broken), "{wrong} at {place}");
    }
    let mut broken = document();
    broken["runs"][0]["results"][0]["severity"] = json!("error");
    assert!(!schema.is_valid(&broken));
}

#[test]
fn every_rule_is_described() {
    let document = document();
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, RULES.iter().map(|rule| rule.code).collect::<Vec<_>>());
    for result in document["runs"][0]["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().map(|index| usize::try_from(index).unwrap());
        assert_eq!(index, ids.iter().position(|id| *id == result["ruleId"]));
    }
}

#[test]
fn fingerprints_do_not_depend_on_places() {
    let prints = |document: &Value| -> Vec<Value> {
        let results = document["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|result| result["partialFingerprints"]["finding/v1"].clone()).collect()
    };
    let mut moved = linted();
    for finding in moved.iter_mut().flat_map(|file| &mut file.findings) {
        finding.labels.reverse();
    }
    let here = prints(&document());
    assert_eq!(prints(&serde_json::from_str(&sarif(&moved)).unwrap()), here);
    let mut different = here.clone();
    different.dedup();
    assert_eq!(different.len(), 4);
    // FNV-1a of `no-keepalive`, nothing, the message, each ended by a zero: it is the same in every version.
    assert_eq!(here[0], "f75125ee61c77ac0");
}

#[test]
fn paths_are_references() {
    for (path, reference) in [
        ("sites/isr-1.cfg", "sites/isr-1.cfg"),
        ("./sites//a.cfg", "sites//a.cfg"),
        ("../a b,c: 100%#?.cfg", "../a%20b%2Cc%3A%20100%25%23%3F.cfg"),
        ("é.cfg", "%C3%A9.cfg"),
        ("/srv/é.cfg", "file:///srv/%C3%A9.cfg"),
        ("<stdin>", "%3Cstdin%3E"),
    ] {
        assert_eq!(uri(path), reference);
    }
}
