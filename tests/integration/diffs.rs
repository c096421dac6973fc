//! `fixtures/diffs`: pairs of plans, and what tells them apart. `expected.txt` is for people, `expected.json` for programs.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::inventory::strict_schema;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diffs")
}

/// A pair of plans.
struct Pair {
    name: String,
    old: String,
    new: String,
}

fn pairs() -> Vec<Pair> {
    let mut names: Vec<String> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 14, "only {} pairs", names.len());
    let side = |name: &str, side: &str| {
        let files = ["cfg", "yaml"].map(|ending| format!("{side}.{ending}"));
        files.into_iter().find(|file| folder().join(name).join(file).exists()).unwrap()
    };
    names.into_iter().map(|name| Pair { old: side(&name, "old"), new: side(&name, "new"), name }).collect()
}

impl Pair {
    fn folder(&self) -> PathBuf {
        folder().join(&self.name)
    }

    /// What is printed of it, and the exit code.
    fn printed(&self, (one, other): (&str, &str), arguments: &[&str]) -> (String, i32) {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
        command.current_dir(self.folder()).env_remove("NO_COLOR").env_remove("TERM");
        command.args(["diff", one, other]).args(arguments);
        if self.folder().join("network.yaml").exists() {
            command.args(["--network", "network.yaml"]);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let code = output.status.code().unwrap();
        assert!(code < 2, "{}: {said}", self.name);
        (String::from_utf8(output.stdout).unwrap(), code)
    }

    fn json(&self, sides: (&str, &str), arguments: &[&str]) -> Value {
        let (text, _) = self.printed(sides, &[&["--format", "json"], arguments].concat());
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{}: {text}", self.name))
    }
}

#[test]
fn every_pair_differs_as_expected() {
    let bless = std::env::var_os("DIALC_BLESS").is_some_and(|value| value == "1");
    for pair in pairs() {
        for (file, format) in [("expected.txt", "text"), ("expected.json", "json")] {
            let (printed, code) = pair.printed((&pair.old, &pair.new), &["--format", format]);
            let path = pair.folder().join(file);
            if bless {
                fs::write(&path, &printed).unwrap();
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(printed, expected, "{}: DIALC_BLESS=1 writes {file} anew", pair.name);
            assert_eq!(code, 1, "{}", pair.name);
        }
    }
}

#[test]
fn what_is_printed_for_programs_is_what_the_schema_says() {
    let schema = jsonschema::validator_for(&strict_schema("diff.json")).unwrap();
    for pair in pairs() {
        let document = pair.json((&pair.old, &pair.new), &["--only", "objects,behaviour,text"]);
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{}", pair.name);
        assert_eq!(document["changed"], true, "{}", pair.name);
    }
}

#[test]
fn nothing_differs_from_itself() {
    for pair in pairs() {
        for side in [&pair.old, &pair.new] {
            let (printed, code) = pair.printed((side, side), &[]);
            let expected = "no object differs, no number is treated differently\n";
            assert_eq!((printed.as_str(), code), (expected, 0), "{} {side}", pair.name);
        }
    }
}

/// Where the calls of one side go, the calls of the other side came from; what is lost one way is gained the other way.
#[test]
fn the_other_way_round_the_ways_have_changed_sides() {
    let turned = |class: &str| {
        match class {
            "lost" => "gained",
            "gained" => "lost",
            "fallback-lost" => "fallback-gained",
            "fallback-gained" => "fallback-lost",
            "loop-introduced" => "loop-removed",
            "loop-removed" => "loop-introduced",
            _ => return class.to_owned(),
        }
        .to_owned()
    };
    for pair in pairs() {
        let told = |document: &Value, turn: bool| {
            let sides = if turn { ["after", "before"] } else { ["before", "after"] };
            let mut told: Vec<String> = Vec::new();
            for change in document["behaviour"].as_array().unwrap() {
                let class = change["class"].as_str().unwrap();
                let class = if turn { turned(class) } else { class.to_owned() };
                let [before, after] = sides.map(|side| change[side].to_string());
                told.push(format!("{class} {} {} {before} > {after}", change["numbers"], change["patterns"]));
            }
            told.sort();
            told
        };
        let there = pair.json((&pair.old, &pair.new), &["--only", "behaviour"]);
        let back = pair.json((&pair.new, &pair.old), &["--only", "behaviour"]);
        assert_eq!(told(&there, false), told(&back, true), "{}", pair.name);
    }
}

/// The other way round, the same objects differ: added ones are removed, and lines have changed sides.
#[test]
fn the_other_way_round_the_lines_have_changed_sides() {
    for pair in pairs() {
        let sides = |document: &Value, before: &str, after: &str| {
            let mut told: Vec<String> = Vec::new();
            for object in document["objects"].as_array().unwrap() {
                for field in object["fields"].as_array().unwrap() {
                    told.push(format!("{} {} > {}", object["kind"], field[before], field[after]));
                }
            }
            told.sort();
            told
        };
        let there = pair.json((&pair.old, &pair.new), &["--only", "objects"]);
        let back = pair.json((&pair.new, &pair.old), &["--only", "objects"]);
        assert_eq!(sides(&there, "before", "after"), sides(&back, "after", "before"), "{}", pair.name);
    }
}
