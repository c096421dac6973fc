//! `dialc check` as a shell sees it: exit codes, formats, what is refused, and what is not known.

use serde_json::Value;

use crate::inventory::strict_schema;

const SEED: &str = "fixtures/specs/seed.yaml";
const NETWORK: &str = "fixtures/networks/worked-example.yaml";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs `dialc` at the root of the project.
fn run(arguments: &[&str], input: &str) -> Ran {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["NO_COLOR", "TERM", "GITHUB_ACTIONS"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// The JSON of a check, which is what its schema says.
#[track_caller]
fn json(arguments: &[&str], input: &str) -> (i32, Value) {
    let ran = run(&[&["check"], arguments, &["--format", "json"]].concat(), input);
    let schema = jsonschema::validator_for(&strict_schema("check.json")).unwrap();
    let document: Value =
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {} {}", ran.out, ran.err));
    let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(faults, [""; 0], "{}", ran.out);
    (ran.code, document)
}

/// The message of a refusal, and the help below it.
#[track_caller]
fn refused(arguments: &[&str], input: &str) -> String {
    let ran = run(arguments, input);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    let lines = ran.err.lines().filter(|line| line.contains('×') || line.contains("help:"));
    lines.map(|line| line.trim().trim_start_matches("× ").to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_worked_example_is_proved_for_a_hundred_numbers() {
    let (code, checked) = json(&[SEED], "");
    assert_eq!((code, &checked["verdict"], &checked["numbers"]), (0, &"proved".into(), &100.into()));
    let assumed: Vec<_> = checked["assumptions"].as_array().unwrap().iter().map(|one| one["name"].as_str()).collect();
    assert!(assumed.contains(&Some("hunt-stops-on")) && assumed.contains(&Some("release")), "{assumed:?}");
}

/// A call that hunts on to where it came from: two systems behind a gateway with nothing but catch-alls.
const CATCH_ALL: &str = "dial-peer voice 1 voip\n destination-pattern 1206555....\n session protocol sipv2\n session target \
    ipv4:192.0.2.20\n!\ndial-peer voice 9 pots\n destination-pattern .T\n no digit-strip\n port 0/0/0:23\n!\n";

#[test]
fn a_running_config_alone_is_checked_and_what_is_assumed_of_its_targets_is_said() {
    let (code, checked) = json(&["-"], CATCH_ALL);
    assert_eq!((code, &checked["verdict"]), (1, &"loop".into()));
    let claim = &checked["claims"][0];
    assert_eq!(claim["claim"], "no call loops");
    let hops = claim["hops"].as_array().unwrap();
    assert_eq!((&hops[0]["system"], hops[0]["number"].as_str()), (&"gateway".into(), claim["witness"].as_str()));
    let cures: Vec<_> =
        claim["cures"].as_array().unwrap().iter().map(|cure| cure["change"].as_str().unwrap()).collect();
    assert!(cures.contains(&"dial-peer voice 1 voip\n huntstop"), "{cures:?}");
    let notes = checked["notes"].to_string();
    assert!(notes.contains("to answer a call or to reject it with 404"), "{notes}");
}

#[test]
fn only_a_proof_is_clean() {
    let unknown = format!("{CATCH_ALL}telephony-service\n max-ephones 2\n!\n").replace(".T", "9T");
    let (code, checked) = json(&["-"], &unknown);
    assert_eq!((code, &checked["verdict"]), (1, &"unknown".into()));
    assert!(checked["claims"][0]["reason"].as_str().unwrap().contains("telephony-service"), "{checked}");
    assert_eq!(json(&["-"], &CATCH_ALL.replace(".T", "9T")).0, 0);
}

#[test]
fn patterns_that_need_too_many_states_are_named() {
    let mut text = String::new();
    for (tag, place, digit) in (0..100).map(|index| (index + 1, index / 10, index % 10)) {
        let pattern = format!("{}{digit}{}", ".".repeat(place), ".".repeat(9 - place));
        text +=
            &format!("dial-peer voice {tag} voip\n destination-pattern {pattern}\n session target ipv4:192.0.2.1\n!\n");
    }
    let (code, checked) = json(&["-"], &text);
    assert_eq!((code, &checked["verdict"]), (1, &"unknown".into()));
    let reason = checked["claims"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("more states than the budget") && reason.contains(".........0"), "{reason}");
}

#[test]
fn what_is_no_question_is_refused() {
    let network = |text: &str| refused(&["check", SEED, "--network", "-"], text);
    assert!(network("version: 1\ngateways: {}\n").contains("gateways"));
    let message = refused(&["check", "-", "--against", "x.cfg"], CATCH_ALL);
    assert!(message.contains("no spec"), "{message}");
    let message = refused(&["check", SEED, "--graph", "picture.png"], "");
    assert!(message.contains(".mmd") && message.contains(".dot"), "{message}");
    let message = refused(&["check", SEED, "--assume", "sip480=stops"], "");
    assert!(message.contains("did you mean `sip-480`?"), "{message}");
    let message = refused(&["check", SEED, "--network", "fixtures/networks/hub-and-branch.yaml"], "");
    assert!(!message.is_empty());
    assert_eq!(run(&["check", "fixtures/specs/nowhere.yaml"], "").code, 2);
}

#[test]
fn a_spec_can_stand_in_the_network_of_a_file() {
    let text = std::fs::read_to_string(NETWORK).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("network.yaml");
    let without = text.lines().filter(|line| !line.trim_start().starts_with("config:")).collect::<Vec<_>>().join("\n");
    std::fs::write(&path, without + "\n").unwrap();
    let (code, checked) = json(&[SEED, "--network", path.to_str().unwrap()], "");
    assert_eq!((code, &checked["verdict"]), (0, &"proved".into()), "{checked}");
    assert!(checked["claims"].to_string().contains("main: every DID is offered to ocs, then to cucm"), "{checked}");
}

#[test]
fn annotations_are_the_default_of_github_actions() {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).env("GITHUB_ACTIONS", "true").args(["check", SEED]);
    let printed = String::from_utf8(output.output().unwrap().stdout).unwrap();
    assert!(printed.starts_with("::notice"), "{printed}");
    let junit = run(&["check", SEED, "--format", "junit"], "").out;
    assert!(junit.starts_with("<?xml") && junit.contains("<testsuite"), "{junit}");
}

#[test]
fn pictures_are_written_by_the_ending_of_their_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, begins) in [("net.mmd", "flowchart"), ("net.dot", "digraph")] {
        let path = folder.path().join(name);
        let ran = run(&["check", SEED, "--graph", path.to_str().unwrap()], "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(std::fs::read_to_string(&path).unwrap().starts_with(begins), "{name}");
        assert!(ran.out.starts_with("proved"), "{}", ran.out);
    }
    assert!(run(&["check", SEED, "--graph", "-"], "").out.starts_with("flowchart"));
}

#[test]
fn generate_writes_nothing_that_is_not_proved() {
    let routes = "kind: cucm
    routes: [{ match: 1206555XXXX, to: [ocs, gateway] }]
    stop_routing_on: []
";
    let spec = std::fs::read_to_string(SEED).unwrap().replace(
        "kind: cucm
",
        routes,
    );
    let folder = tempfile::tempdir().unwrap();
    let (path, output) = (folder.path().join("spec.yaml"), folder.path().join("isr.cfg"));
    std::fs::write(&path, spec).unwrap();
    let (path, file) = (path.to_str().unwrap(), output.to_str().unwrap());
    let ran = run(&["generate", path, "-o", file], "");
    assert_eq!((ran.code, output.exists()), (1, false), "{}", ran.err);
    assert!(ran.err.contains("no call loops is loop: 12065555500 comes back to cucm"), "{}", ran.err);
    let ran = run(&["generate", path, "--allow-unproved"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (first, rest) = ran.out.split_once('\n').unwrap();
    assert_eq!(first, "! dialc: not proved: no call loops");
    assert_eq!(rest, run(&["generate", SEED], "").out);
}

#[test]
fn the_picture_of_the_readme_is_what_is_drawn() {
    let project = "fixtures/projects/hunting-onto-the-way-out";
    let (spec, running) = (format!("{project}/spec.yaml"), format!("{project}/running.cfg"));
    let drawn = run(&["check", &spec, "--against", &running, "--graph", "-"], "");
    let readme = std::fs::read_to_string("README.md").unwrap();
    let picture = readme.split("```mermaid\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!((drawn.code, picture), (1, drawn.out.as_str()));
}
