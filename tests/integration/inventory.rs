//! `dialc inventory` as a shell sees it: tables, listings, JSON, exit codes, and that no secret is shown.

use std::fs;
use std::path::Path;

use dialc::diagnostic::{Diagnostic, Report};
use dialc::output::terminal;
use dialc::source::{Source, Span};
use dialc::syntax::secrets::secrets;
use serde_json::Value;
use tempfile::TempDir;

use crate::everything::everything;

const LISTS: [&str; 6] = ["--list", "unsupported", "--list", "malformed", "--list", "unknown"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with a file that has lines in every state, and a folder of files of all sorts.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("lab")).unwrap();
    for (name, file) in [("states.cfg", "err/every-state.cfg"), ("lab/utf-16.txt", "not/utf-16.txt")] {
        fs::copy(root().join("fixtures/configs").join(file), folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("lab/tags.cfg"), "dial-peer voice 1 pots\n!\ndial-peer voice 2 voip\n").unwrap();
    fs::write(folder.path().join("lab/empty.cfg"), "").unwrap();
    folder
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs `dialc inventory` in `folder`.
fn run(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("TERM");
    let output = command.arg("inventory").args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// What a run that goes well prints.
#[track_caller]
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let ran = run(folder, arguments, "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

#[test]
fn every_command_says_what_is_to_be_known_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "voice translation-rule 1\n rule 1 /^1/ /2/\n!\n";
    let peer = "dial-peer voice 1 voip\n destination-pattern 8...\n session target ipv4:192.0.2.1\n!\n";
    let text = format!("version 12.4\n{rules}{peer}interface Loopback0\n destination-pattern 9T\n!\nend\n");
    fs::write(folder.path().join("gw.cfg"), text).unwrap();
    fs::write(folder.path().join("before.cfg"), format!("version 12.4\n{rules}{peer}end\n")).unwrap();
    fs::copy(root().join("fixtures/specs/seed.yaml"), folder.path().join("spec.yaml")).unwrap();
    for arguments in [
        "inventory gw.cfg",
        "lint gw.cfg",
        "check gw.cfg",
        "trace gw.cfg 8234",
        "translate gw.cfg 1 1234",
        "diff before.cfg gw.cfg",
        "generate spec.yaml --against gw.cfg",
        "check spec.yaml --against gw.cfg",
    ] {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
        let output = command.current_dir(folder.path()).args(arguments.split(' ')).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.contains("`destination-pattern 9T` stands in no object"), "{arguments}: {err}");
    }
}

#[test]
fn two_routers_in_one_file_are_said() {
    let folder = folder();
    let peer = "dial-peer voice 1 voip\n destination-pattern 8...\n!\nend\n";
    fs::write(folder.path().join("two.txt"), format!("gw1#show run\n{peer}gw1#\ngw2#show run\n{peer}gw2#\n")).unwrap();
    let ran = run(folder.path(), &["two.txt"], "");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.err, @r"
    several-routers

      ⚠ this file has the configurations of several routers: `gw1` and `gw2`
       ╭─[two.txt:1:1]
     1 │ gw1#show run
       · ─┬─
       ·  ╰── one router
     2 │ dial-peer voice 1 voip
       ╰────
       ╭─[two.txt:7:1]
     6 │ gw1#
     7 │ gw2#show run
       · ─┬─
       ·  ╰── another router
     8 │ dial-peer voice 1 voip
       ╰────
      help: give each router a file of its own: here they are read as one, and objects with one number or name
            become one
    ");
    let lint = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
        let output = command.current_dir(folder.path()).arg("lint").args(arguments).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(lint(&["two.txt"]), ran.err);
}

#[test]
fn a_file_with_every_state_is_listed_line_by_line() {
    let folder = folder();
    insta::assert_snapshot!(printed(folder.path(), &[&["states.cfg"], &LISTS[..]].concat()), @r"
    file        dial-peers  rules  profiles  maps  modelled  kept  unsupported  malformed  unknown  outside
    states.cfg           2      1         1     1        14     4            4          5        2       15

    other objects
      voice class codec  1  kept
      ephone-dn          1  unsupported

    states.cfg:13:24: malformed: `e164 1206555[0-4]..( all)` in `voice class e164-pattern-map 1`: `all)` does not belong here
    states.cfg:18:11: malformed: `rule 2 /^\(1/ /\1/` in `voice translation-rule 1`: `\(` is not closed; close the group with `\)`
    states.cfg:23:1: unsupported: `ephone-dn 1`
    states.cfg:24:2: unsupported: `number 2001` in `ephone-dn 1`
    states.cfg:28:13: malformed: `preference 11` in `dial-peer voice 1 pots`: 11 is not between 0 and 10
    states.cfg:34:17: malformed: `session target ipv4:CALL-MANAGER` in `dial-peer voice 2 voip`: a session target is expected here; ipv4:192.0.2.1, ipv6:[2001:db8::1] or dns:host.example, with :port if need be
    states.cfg:36:2: unsupported: `dnis-map 3` in `dial-peer voice 2 voip`
    states.cfg:37:2: unsupported: `tech-prefix 7#` in `dial-peer voice 2 voip`
    states.cfg:38:2: unknown: `frobnicate password 7 ********` in `dial-peer voice 2 voip`
    states.cfg:41:11: malformed: `dial-peer vioce 3 voip`: `vioce` is not `cor`, `data`, `hunt`, `inbound`, `no-match`, `outbound`, `search`, `terminator` or `voice`; did you mean `voice`?
    states.cfg:42:2: unknown: `destination-pattern 2...` in `dial-peer vioce 3 voip`
    ");
}

#[test]
fn each_list_has_the_lines_of_its_state() {
    let folder = folder();
    let table = printed(folder.path(), &["states.cfg"]);
    assert!(!table.contains("states.cfg:"), "{table}");
    let mut all = 0;
    for (state, count) in [("unsupported", 4), ("malformed", 5), ("unknown", 2)] {
        let listed = printed(folder.path(), &["states.cfg", "--list", state]);
        assert!(listed.starts_with(&table), "{listed}");
        let lines: Vec<_> = listed.lines().filter(|line| line.starts_with("states.cfg:")).collect();
        assert_eq!(lines.len(), count, "{listed}");
        assert!(lines.iter().all(|line| line.contains(&format!(": {state}: `"))), "{listed}");
        all += lines.len();
    }
    let listed = printed(folder.path(), &["states.cfg", "--list", "unsupported,malformed,unknown"]);
    assert_eq!(listed.lines().filter(|line| line.starts_with("states.cfg:")).count(), all);
    assert_eq!(run(folder.path(), &["states.cfg", "--list", "kept"], "").code, 2);
}

#[test]
fn several_files_and_folders_have_totals() {
    let folder = folder();
    insta::assert_snapshot!(printed(folder.path(), &["states.cfg", "lab"]), @r"
    file            dial-peers  rules  profiles  maps  modelled  kept  unsupported  malformed  unknown  outside
    states.cfg               2      1         1     1        14     4            4          5        2       15
    lab/empty.cfg            0      0         0     0         0     0            0          0        0        0
    lab/tags.cfg             2      0         0     0         2     0            0          0        0        1
    lab/utf-16.txt           0      0         0     0         0     0            0          0        0       17
    total                    4      1         1     1        16     4            4          5        2       33

    other objects
      voice class codec  1  kept
      ephone-dn          1  unsupported

    lab/empty.cfg: an empty file

    lab/utf-16.txt: this is UTF-16: save it as UTF-8
    ");
}

#[test]
fn standard_input_is_read() {
    let folder = folder();
    let ran = run(folder.path(), &["-"], "dial-peer voice 1 voip\n preference 1\n");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(ran.out, @r"
    file     dial-peers  rules  profiles  maps  modelled  kept  unsupported  malformed  unknown  outside
    <stdin>           1      0         0     0         2     0            0          0        0        0
    ");
}

#[test]
fn a_file_that_is_not_there_is_named_and_the_others_are_read() {
    let folder = folder();
    let ran = run(folder.path(), &["missing.cfg", "lab/tags.cfg"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot read missing.cfg: there is no such file or folder"), "{}", ran.err);
    assert_eq!(ran.out, printed(folder.path(), &["lab/tags.cfg"]));
    let ran = run(folder.path(), &["missing.cfg"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(run(folder.path(), &[], "").code, 2);
}

#[test]
fn what_is_printed_for_programs() {
    let folder = folder();
    let arguments = ["states.cfg", "lab", "--format", "json", "--list", "unknown"];
    insta::assert_snapshot!(printed(folder.path(), &arguments));
}

/// The schema of docs/schemas that is called `name`, with every field that it does not name forbidden.
pub(crate) fn strict_schema(name: &str) -> Value {
    fn close(schema: &mut Value) {
        if let Value::Object(object) = schema {
            if object.contains_key("properties") {
                object.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            object.values_mut().for_each(close);
        }
    }
    let text = fs::read_to_string(root().join("docs/schemas").join(name)).unwrap();
    let mut schema = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "{name} is a schema");
    close(&mut schema);
    schema
}

#[test]
fn what_is_printed_for_programs_is_what_the_schema_says() {
    let schema = jsonschema::validator_for(&strict_schema("inventory.json")).unwrap();
    for configs in ["ok", "err", "questions", "not", "captures", "ok/everything.cfg"] {
        let path = format!("fixtures/configs/{configs}");
        let ran = run(root(), &[&[path.as_str(), "--format", "json"], &LISTS[..]].concat(), "");
        assert_eq!(ran.code, 0, "{path}");
        let document: Value = serde_json::from_str(&ran.out).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(faults, [""; 0], "{path}");
        let states = document["totals"]["lines"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
        let files = document["files"].as_array().unwrap().iter();
        let lines = files.map(|file| fs::read(root().join(file["file"].as_str().unwrap())).unwrap());
        let lines = lines.map(|bytes| Source::new("lines", bytes).line_count() as u64);
        assert_eq!(states.sum::<u64>(), lines.sum::<u64>(), "{path}");
    }
}

/// The lines of `text` that hold a secret, each changed by `change`, in an object of which every line is listed.
fn changed(text: &str, change: impl Fn(&str) -> String) -> String {
    let lines = text.lines().filter(|line| line.contains("HIDDEN")).map(|line| change(line.trim()) + "\n");
    format!("dial-peer voice 1 voip\n{}", lines.collect::<String>())
}

#[test]
fn no_listing_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let text = everything();
    let hidden = text.lines().filter(|line| line.contains("HIDDEN")).count();
    assert!(hidden >= 20, "{hidden}");
    // A word in front of every line of an object, whose headers stay.
    let misspelt = |line: &str| {
        let words = line.trim_start();
        let wrong = if words.len() < line.len() { "frobnicate " } else { "" };
        format!("{}{wrong}{words}\n", &line[..line.len() - words.len()])
    };
    let texts = [
        (text.clone(), 0),
        (text.lines().map(misspelt).collect(), 6),
        (changed(&text, |line| format!(" frobnicate {line}")), hidden),
        (changed(&text, |line| format!(" preference 1 {line}")), hidden),
        (changed(&text, |line| format!(" destination-pattern {line}")), hidden),
        (changed(&text, |line| format!("voice frobnicate {line}")), hidden),
        (changed(&text, |line| format!("dial-peer voice 2 voip {line}")), hidden),
        (changed(&text, |line| format!("voice class uri {line}\n frobnicate")), hidden),
    ];
    for (index, (text, least)) in texts.iter().enumerate() {
        fs::write(folder.path().join("input.cfg"), text).unwrap();
        for format in ["text", "json"] {
            let arguments = [&["input.cfg", "--format", format], &LISTS[..]].concat();
            let out = printed(folder.path(), &arguments);
            let shown: Vec<_> = out.lines().filter(|line| line.contains("HIDDEN")).collect();
            assert_eq!(shown, [""; 0], "text {index}");
            let masked = out.lines().filter(|line| line.contains("****")).count();
            assert!(masked >= *least, "text {index}: {masked} lines with something masked:\n{out}");
        }
        diagnostics_show_no_secret(text);
    }
}

/// A diagnostic at each line of `text` shows no secret, in its lines or those around.
fn diagnostics_show_no_secret(text: &str) {
    let source = Source::hiding("input.cfg", text, secrets);
    let mut report = Report::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start..start + line.trim_end().len());
        report.push(Diagnostic::error("test", "a line").at(&source, span, "here"));
        start += line.len();
    }
    let rendered = terminal::render(&report, false, 110);
    let shown: Vec<_> = rendered.lines().filter(|line| line.contains("HIDDEN")).collect();
    assert_eq!(shown, [""; 0]);
}

#[test]
fn what_is_said_of_a_line_with_a_secret_does_not_quote_it() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "dial-peer voice 1 voip\n preference 1 password HIDDEN1\n huntstop secret HIDDEN2\n \u{202e}frobnicate\n";
    fs::write(folder.path().join("input.cfg"), text).unwrap();
    let out = printed(folder.path(), &[&["input.cfg"], &LISTS[..]].concat());
    insta::assert_snapshot!(out, @r"
    file       dial-peers  rules  profiles  maps  modelled  kept  unsupported  malformed  unknown  outside
    input.cfg           1      0         0     0         1     0            0          2        1        0

    input.cfg:2:15: malformed: `preference 1 password ********` in `dial-peer voice 1 voip`: IOS would refuse this line
    input.cfg:3:11: malformed: `huntstop secret ********` in `dial-peer voice 1 voip`: IOS would refuse this line
    input.cfg:4:2: unknown: `???frobnicate` in `dial-peer voice 1 voip`
    ");
}
