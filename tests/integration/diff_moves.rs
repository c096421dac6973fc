//! Waves of a migration: which moves of `dialc diff` have no way back.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// A gateway that gets four digits, with these systems, each with the end of its lines, and this block.
fn spec(systems: &[(&str, &str)], block: &str) -> String {
    let mut text = "version: 1\ngateway:\n  name: isr-1\n  release: \"15.2(4)M\"\n  pstn:\n    \
                    pri: { port: \"0/0/0:23\" }\n    delivers: 4\nsystems:\n"
        .to_owned();
    for (place, (id, numbers)) in systems.iter().enumerate() {
        let numbers = if numbers.is_empty() { String::new() } else { format!(", numbers: {numbers}") };
        text += &format!("  {id}: {{ kind: sip, target: \"ipv4:192.0.2.{}\"{numbers} }}\n", place + 1);
    }
    text + &format!("sharing:\n  - {{ name: main, dids: \"+120655555xx\", {block} }}\n")
}

/// What is told of a change from one spec to another: the moves, and the notes.
fn told(old: &str, new: &str, arguments: &[&str]) -> (Value, Value, i32) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.yaml"), old).unwrap();
    fs::write(folder.path().join("new.yaml"), new).unwrap();
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(folder.path()).env_remove("NO_COLOR").env_remove("TERM");
    command.args(["diff", "old.yaml", "new.yaml", "--format", "json"]).args(arguments);
    let output = command.output().unwrap();
    let code = output.status.code().unwrap();
    assert!(code < 2, "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    (document["moves"].clone(), document["notes"].clone(), code)
}

/// The moves alone, each as the systems, the count and the patterns; and whether it is noted that something is not known.
#[track_caller]
fn moves(old: &str, new: &str) -> (Vec<String>, bool) {
    let (moves, notes, _) = told(old, new, &[]);
    let moves = moves.as_array().map(Vec::as_slice).unwrap_or_default();
    let moves = moves.iter().map(|one| {
        let patterns: Vec<_> = one["patterns"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        let to: Vec<_> = one["to"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        let from = one["from"].as_str().unwrap();
        format!("{from} > {}: {} {}", to.join(" "), one["numbers"], patterns.join(" "))
    });
    (moves.collect(), notes.to_string().contains("the old spec does not say"))
}

const UNTOLD: [(&str, &str); 2] = [("ocs", ""), ("cucm", "")];

#[test]
fn a_wave_that_keeps_the_system_behind_has_a_way_back() {
    let alone = |system| spec(&UNTOLD, &format!("order: [ocs, cucm], state: {system}"));
    let shared = spec(&UNTOLD, "order: [ocs, cucm]");
    assert_eq!(moves(&alone("cucm"), &shared), (vec![], false));
    assert_eq!(moves(&alone("ocs"), &shared), (vec![], false));
    assert_eq!(moves(&shared, &spec(&UNTOLD, "order: [cucm, ocs]")), (vec![], false));
    assert_eq!(moves(&alone("cucm"), &alone("ocs")), (vec!["cucm > ocs: 100 55..".to_owned()], false));
    // Nobody says who lives where: those that are offered to OCS first are taken to live there.
    assert_eq!(moves(&shared, &alone("ocs")), (vec![], true));
    assert_eq!(moves(&shared, &alone("cucm")), (vec!["ocs > cucm: 100 55..".to_owned()], false));
}

#[test]
fn where_numbers_are_told_those_count_that_live_there() {
    let shared = |ocs, cucm| spec(&[("ocs", ocs), ("cucm", cucm)], "order: [ocs, cucm]");
    let alone = |ocs, cucm| spec(&[("ocs", ocs), ("cucm", cucm)], "order: [ocs, cucm], state: ocs");
    let wave = |ocs, cucm| moves(&shared(ocs, cucm), &alone(ocs, cucm));
    let of_ten = (vec!["cucm > ocs: 10 559.".to_owned()], false);
    assert_eq!(wave("[\"+120655555xx\"]", ""), (vec![], false));
    assert_eq!(wave("[\"+1206555550x\"]", "[\"+1206555559x\"]"), of_ten);
    // What does not live on OCS lives on CUCM, and the other way round.
    assert_eq!(wave("[\"+12065555500-+12065555589\"]", ""), of_ten);
    assert_eq!(wave("", "[\"+1206555559x\", \"+12125550100\"]"), (of_ten.0.clone(), false));
    assert_eq!(wave("", "[\"5512\"]"), (vec!["cucm > ocs: 1 5512".to_owned()], false));
    // What lives on both has its way.
    assert_eq!(wave("[\"+120655555xx\"]", "[\"+1206555559x\"]"), (vec![], false));
    // The old spec says who lived where.
    let moved = moves(&shared("[\"+1206555550x\"]", "[\"+1206555559x\"]"), &alone("[\"+120655555xx\"]", "[\"5599\"]"));
    assert_eq!(moved, of_ten);
}

#[test]
fn systems_are_known_by_name_and_by_address() {
    let old = spec(&UNTOLD, "order: [ocs, cucm]");
    // A new name, and the address of old.
    let renamed = spec(&[("skype", ""), ("cucm", "")], "order: [skype, cucm]");
    assert_eq!(moves(&old, &renamed), (vec![], false));
    // A new address, and the name of old.
    assert_eq!(moves(&old, &old.replace("192.0.2.1\"", "192.0.2.9\"")), (vec![], false));
    let replaced = renamed.replace("192.0.2.1\"", "192.0.2.9\"");
    assert_eq!(moves(&old, &replaced), (vec!["ocs > skype cucm: 100 55..".to_owned()], false));
}

#[test]
fn blocks_that_come_go_or_are_split_move_only_what_they_move() {
    let old = spec(&UNTOLD, "order: [cucm]");
    let with = |more: &str| old.clone() + more;
    assert_eq!(moves(&old, &with("  - { name: new, dids: \"+120655556xx\", order: [ocs] }\n")), (vec![], false));
    assert_eq!(moves(&with("  - { name: new, dids: \"+120655556xx\", order: [ocs] }\n"), &old), (vec![], false));
    let split = old.replace("+120655555xx", "+12065555500-+12065555579")
        + "  - { name: pilot, dids: \"+12065555580-+12065555599\", order: [ocs] }\n";
    assert_eq!(moves(&old, &split), (vec!["cucm > ocs: 20 55[89].".to_owned()], false));
}

#[test]
fn a_move_without_a_way_back_can_fail() {
    let alone = |system| spec(&UNTOLD, &format!("order: [ocs, cucm], state: {system}"));
    let shared = spec(&UNTOLD, "order: [ocs, cucm]");
    let fails = |old: &str, new: &str| told(old, new, &["--fail-on", "lost,unguarded-move"]).2;
    assert_eq!((fails(&alone("cucm"), &alone("ocs")), fails(&alone("cucm"), &shared)), (1, 0));
    let (moves, ..) = told(&alone("cucm"), &alone("ocs"), &[]);
    let way = |target: &str| json!([{ "target": target, "number": "5500" }]);
    assert_eq!((&moves[0]["before"], &moves[0]["after"]), (&way("ipv4:192.0.2.2"), &way("ipv4:192.0.2.1")));
}

#[test]
fn what_is_around_makes_no_difference_to_moves() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/networks/worked-example.yaml");
    let seed = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs/seed.yaml")).unwrap();
    let alone = |system| format!("{}\n    state: {system}\n", seed.trim_end());
    let (moves, ..) = told(&alone("cucm"), &alone("ocs"), &["--network", fixtures.to_str().unwrap()]);
    assert_eq!(moves[0]["numbers"], 100);
}
