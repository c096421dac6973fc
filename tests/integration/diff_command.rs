//! `dialc diff` as a shell sees it: exit codes, sides, layers, formats, what is refused.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::inventory::strict_schema;

const OLD: &str =
    "dial-peer voice 1 voip\n preference 1\n destination-pattern 12..\n session target ipv4:192.0.2.1\n!\n";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("TERM");
    let output = command.arg("diff").args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn run(folder: &TempDir, arguments: &[&str]) -> Ran {
    run_with(folder.path(), arguments, "")
}

/// A folder with `old.cfg`, and `new.cfg` with another preference.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.cfg"), OLD).unwrap();
    fs::write(folder.path().join("new.cfg"), OLD.replace("preference 1", "preference 2")).unwrap();
    folder
}

fn fixture(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)).unwrap()
}

/// The messages and the help of what was refused.
#[track_caller]
fn refused(ran: &Ran) -> String {
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    let lines = ran.err.lines().filter(|line| line.contains('×') || line.contains("help:"));
    lines.map(|line| line.trim().trim_start_matches("× ").to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_exit_code_says_whether_anything_differs() {
    let folder = folder();
    let equal = run(&folder, &["old.cfg", "old.cfg"]);
    assert_eq!((equal.code, equal.out.as_str()), (0, "no object differs, no number is treated differently\n"));
    let text = run(&folder, &["old.cfg", "old.cfg", "--only", "text"]);
    assert_eq!((text.code, text.out.as_str(), text.err.as_str()), (0, "no line differs\n", ""));
    let different = run(&folder, &["old.cfg", "new.cfg", "--release", "15.2(4)M"]);
    assert_eq!((different.code, different.err.as_str()), (1, ""));
    insta::assert_snapshot!(different.out, @r"
    1 dial-peer changed, no number is treated differently

    objects
      ~ dial-peer voice 1 voip
          - preference 1
          + preference 2
    ");
    assert_eq!(
        refused(&run(&folder, &["old.cfg", "missing.cfg"])),
        "cannot read missing.cfg: there is no such file or folder"
    );
    assert_eq!(run(&folder, &["old.cfg"]).code, 2);
}

#[test]
fn what_is_wrong_with_both_sides_is_said_at_once() {
    let folder = folder();
    fs::write(folder.path().join("prose.cfg"), "Dear all,\n").unwrap();
    let seed = fixture("specs/seed.yaml").replace("order: [ocs, cucm]", "order: [ocs, cuccm]");
    fs::write(folder.path().join("bad.yaml"), seed).unwrap();
    insta::assert_snapshot!(refused(&run(&folder, &["prose.cfg", "bad.yaml"])), @r"
    no system is called `cuccm`
    help: did you mean `cucm`?
    prose.cfg is no configuration: no IOS configuration
    help: a running-config, a capture of one, or a fragment with the headers of its objects
    ");
}

#[test]
fn one_side_may_come_from_standard_input() {
    let folder = folder();
    let ran = run_with(folder.path(), &["-", "new.cfg", "--only", "objects"], OLD);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("- preference 1\n"), "{}", ran.out);
    insta::assert_snapshot!(refused(&run(&folder, &["-", "-"])), @r"
    both sides cannot come from standard input
    help: name a file for one of them
    ");
}

#[test]
fn a_layer_can_be_asked_for_alone() {
    let folder = folder();
    let ran = run(&folder, &["old.cfg", "new.cfg", "--only", "text"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.out, @r"
    1 line removed, 1 line added

    --- old.cfg
    +++ new.cfg
    @@ -1,5 +1,5 @@
     dial-peer voice 1 voip
    - preference 1
    + preference 2
      destination-pattern 12..
      session target ipv4:192.0.2.1
     !
    ");
    let document: Value =
        serde_json::from_str(&run(&folder, &["old.cfg", "new.cfg", "--only", "objects", "--format", "json"]).out)
            .unwrap();
    assert!(document["objects"].is_array() && document["behaviour"].is_null() && document["text"].is_null());
    assert_eq!(run(&folder, &["old.cfg", "new.cfg", "--only", "lines"]).code, 2);
}

#[test]
fn colour_is_for_people() {
    let folder = folder();
    let colored = run(&folder, &["old.cfg", "new.cfg", "--only", "objects,text", "--color", "always"]);
    assert!(colored.out.contains("\u{1b}[31m      - preference 1\u{1b}[0m\n"), "{:?}", colored.out);
    let json = run(&folder, &["old.cfg", "new.cfg", "--format", "json", "--color", "always"]);
    assert!(!json.out.contains('\u{1b}'));
}

#[test]
fn a_spec_is_compared_with_what_it_owns() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spec.yaml"), fixture("specs/seed.yaml")).unwrap();
    let router = fixture("specs/expected/seed.cfg") + "version 12.4\n" + &OLD.replace("voice 1 ", "voice 7 ");
    fs::write(folder.path().join("router.cfg"), router).unwrap();
    for sides in [["spec.yaml", "router.cfg"], ["router.cfg", "spec.yaml"]] {
        let ran = run(&folder, &[sides[0], sides[1], "--only", "objects,text"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, "no object differs\n"), "{}", ran.err);
    }
    let whole = run(&folder, &["spec.yaml", "router.cfg", "--whole", "--only", "objects"]);
    assert_eq!(whole.code, 1);
    insta::assert_snapshot!(whole.out, @r"
    global lines changed, 1 dial-peer added

    objects
      ~ global lines
          + version 12.4
      + dial-peer voice 7 voip
          + preference 1
          + destination-pattern 12..
          + session target ipv4:192.0.2.1
    ");
}

#[test]
fn classes_that_fail_are_named_as_they_are_printed() {
    let folder = folder();
    let fails = |classes: &str| run(&folder, &["old.cfg", "new.cfg", "--fail-on", classes]);
    insta::assert_snapshot!(refused(&fails("losst,unreachable")), @r"
    `losst` is no way in which numbers change
    help: did you mean `lost`?
    `unreachable` is no way in which numbers change
    help: it is one of loop-introduced, loop-removed, emergency, lost, gained, rerouted, reordered, fallback-
    ");
    let only = run(&folder, &["old.cfg", "new.cfg", "--fail-on", "lost", "--only", "objects"]);
    insta::assert_snapshot!(refused(&only), @r"
    `--fail-on` is about behaviour, which `--only` leaves out
    help: add `behaviour` to `--only`
    ");
    assert_eq!(fails("lost,loop-introduced").code, 0);
    fs::write(folder.path().join("new.cfg"), "").unwrap();
    assert_eq!((fails("gained").code, fails("lost").code), (0, 1));
}

#[test]
fn a_network_file_tells_whose_calls_come_back() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["old.cfg", "new.cfg", "network.yaml"] {
        fs::write(folder.path().join(file), fixture(&format!("diffs/catch-all-added/{file}"))).unwrap();
    }
    let fails = |arguments: &[&str]| {
        run(&folder, &[&["old.cfg", "new.cfg", "--fail-on", "loop-introduced"], arguments].concat()).code
    };
    assert_eq!((fails(&[]), fails(&["--network", "network.yaml"])), (0, 1));
    // The gateway is the one that runs either side.
    let named = fixture("diffs/catch-all-added/network.yaml").replace("  isr-1:\n", "  isr-1:\n    config: old.cfg\n");
    fs::write(folder.path().join("network.yaml"), named).unwrap();
    assert_eq!(fails(&["--network", "network.yaml"]), 1);
    assert_eq!(fails(&["--network", "missing.yaml"]), 2);
}

/// A gateway that takes SIP calls of its trunks, with these lines.
fn trunks(lines: &str) -> String {
    format!(
        "version 17.6\nvoice service voip\n ip address trusted list\n  ipv4 198.51.100.1\n  ipv4 192.0.2.0 255.255.255.0\n \
         allow-connections sip to sip\n!\n{lines}"
    )
}

/// What each format says of a change, and the document for programs.
fn every_format(old: &str, new: &str) -> ([String; 3], Value) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.cfg"), old).unwrap();
    fs::write(folder.path().join("new.cfg"), new).unwrap();
    let said = |format: &str| {
        let ran =
            run(&folder, &["old.cfg", "new.cfg", "--only", "behaviour", "--release", "17.6.1a", "--format", format]);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
        ran.out
    };
    (["text", "markdown", "github"].map(said), serde_json::from_str(&said("json")).unwrap())
}

#[test]
fn a_change_of_every_call_of_a_trunk_is_one_of_every_number() {
    let member = |[first, second]: [u32; 2]| {
        trunks(&format!(
            "voice class uri ITSP sip\n host ipv4:198.51.100.1\n!\n\
             voice class dpg 50\n dial-peer 500 preference {first}\n dial-peer 501 preference {second}\n!\n\
             dial-peer voice 100 voip\n session protocol sipv2\n incoming uri via ITSP\n destination dpg 50\n!\n\
             dial-peer voice 500 voip\n destination-pattern AAAA\n session protocol sipv2\n session target ipv4:192.0.2.21\n!\n\
             dial-peer voice 501 voip\n destination-pattern AAAA\n session protocol sipv2\n session target ipv4:192.0.2.22\n!\n"
        ))
    };
    let (texts, document) = every_format(&member([1, 2]), &member([2, 1]));
    insta::assert_snapshot!(texts[0], @r"
    every number rerouted, none lost

    numbers
      rerouted  every number: T (calls from ipv4:198.51.100.1)
        for example 0
        - ipv4:192.0.2.21 0, then ipv4:192.0.2.22 0
        + ipv4:192.0.2.22 0, then ipv4:192.0.2.21 0

    notes
      numbers with *, # or A to F are treated otherwise too, and not counted
    ");
    assert!(texts.iter().all(|text| text.contains("every number rerouted")), "{texts:?}");
    let change = &document["behaviour"][0];
    // The count is of those numbers that no other begins with, as ever.
    let said = (change["numbers"].as_u64(), change["every"].as_bool(), change["witness"].as_str());
    assert_eq!(said, (Some(1), Some(true), Some("0")));
    assert_eq!(strict_schema_errors(&document), [""; 0]);
}

#[test]
fn a_number_counts_once_wherever_calls_to_it_come_from() {
    let preferred = |first: u32| {
        let peer = |(tag, preference): (u32, u32)| {
            format!(
                "dial-peer voice {tag} voip\n preference {preference}\n destination-pattern [59]5..$\n \
                 session protocol sipv2\n session target ipv4:192.0.2.{tag}\n!\n"
            )
        };
        trunks(&format!(
            "voice translation-rule 1\n rule 1 /^9/ //\n!\nvoice translation-profile STRIP9\n translate called 1\n!\n\
             dial-peer voice 100 voip\n translation-profile incoming STRIP9\n incoming called-number 9T\n \
             session protocol sipv2\n!\n{}",
            [(1, first), (2, 2)].map(peer).concat()
        ))
    };
    let (texts, document) = every_format(&preferred(1), &preferred(3));
    // 55.. and 95.., and of calls of trunks 55.., 955.. (which begin with one of 95..) and 995.. .
    let rows: Vec<_> =
        document["behaviour"].as_array().unwrap().iter().map(|row| row["numbers"].as_u64().unwrap()).collect();
    assert_eq!(rows, [200, 100, 200], "{}", texts[0]);
    assert_eq!(document["summary"].as_str(), Some("300 numbers rerouted, none lost"));
    assert!(texts.iter().all(|text| text.contains("300 numbers rerouted")), "{texts:?}");
}

#[test]
fn what_is_left_to_chance_is_said_for_programs() {
    let group = |first: u32| {
        format!(
            "voice class server-group 1\n ipv4 192.0.2.1 preference {first}\n ipv4 192.0.2.2 preference 2\n!\n\
             dial-peer voice 1 voip\n destination-pattern 55..$\n session protocol sipv2\n session server-group 1\n!\n"
        )
    };
    let (texts, document) = every_format(&group(1), &group(2));
    assert!(texts[0].contains("+ ipv4:192.0.2.1 5500 and ipv4:192.0.2.2 5500 in any order\n"), "{}", texts[0]);
    let change = &document["behaviour"][0];
    assert!(change["before"][1]["tie"].is_null() && change["after"][1]["tie"] == true, "{document}");
    assert_eq!(strict_schema_errors(&document), [""; 0]);
}

/// What the schema has against a document.
fn strict_schema_errors(document: &Value) -> Vec<String> {
    let schema = jsonschema::validator_for(&strict_schema("diff.json")).unwrap();
    schema.iter_errors(document).map(|error| error.to_string()).collect()
}

#[test]
fn lines_that_ios_would_refuse_are_counted() {
    let folder = folder();
    fs::write(folder.path().join("new.cfg"), OLD.replace("preference 1", "preference 11")).unwrap();
    let ran = run(&folder, &["old.cfg", "new.cfg", "--only", "objects"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("a line of new.cfg would be refused by IOS: it is left out"), "{}", ran.err);
}

#[test]
fn no_format_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let text = fixture("configs/ok/everything.cfg");
    fs::write(folder.path().join("old.cfg"), &text).unwrap();
    fs::write(folder.path().join("new.cfg"), text.replace("HIDDEN", "HIDDUN")).unwrap();
    fs::write(folder.path().join("none.cfg"), "").unwrap();
    for sides in [["old.cfg", "new.cfg"], ["none.cfg", "new.cfg"], ["old.cfg", "none.cfg"]] {
        for format in ["text", "json", "markdown", "github"] {
            let ran = run(&folder, &[sides[0], sides[1], "--only", "objects,text", "--format", format]);
            assert_eq!(ran.code, 1, "{}", ran.err);
            let shown: Vec<_> = ran.out.lines().filter(|line| line.contains("HIDD")).collect();
            assert_eq!(shown, [""; 0], "{sides:?} {format}");
        }
    }
    let text = run(&folder, &["old.cfg", "new.cfg", "--only", "objects"]).out;
    assert!(text.contains("= only what is not shown differs, such as a password"), "{text}");
}

/// Runs git in a folder, with nobody's settings.
fn git(folder: &Path, arguments: &[&str]) {
    let done = std::process::Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_side_may_be_a_file_of_a_commit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let site = path.join("site");
    fs::create_dir(&site).unwrap();
    fs::write(site.join("isr.cfg"), OLD).unwrap();
    let spec = fixture("specs/seed.yaml").replace("    kind: ocs\n", "    kind: ocs\n    numbers: ../dids.csv\n");
    fs::write(site.join("spec.yaml"), spec).unwrap();
    fs::write(path.join("dids.csv"), "+12065555501\n").unwrap();
    git(path, &["init", "-q"]);
    git(path, &["add", "."]);
    git(path, &["commit", "-qm", "one"]);
    fs::write(site.join("isr.cfg"), OLD.replace("preference 1", "preference 2")).unwrap();
    let changed = |folder: &Path, old: &str, new: &str| {
        let ran = run_with(folder, &[old, new, "--only", "objects"], "");
        assert!(ran.code < 2, "{old} {new}: {}", ran.err);
        ran.out.lines().next().unwrap().to_owned()
    };
    assert_eq!(changed(path, "git:HEAD:site/isr.cfg", "site/isr.cfg"), "1 dial-peer changed");
    assert_eq!(changed(&site, "git:HEAD:./isr.cfg", "isr.cfg"), "1 dial-peer changed");
    assert_eq!(changed(path, "git::site/isr.cfg", "git:HEAD:site/isr.cfg"), "no object differs");
    git(path, &["add", "."]);
    assert_eq!(changed(path, "git::site/isr.cfg", "site/isr.cfg"), "no object differs");
    assert_eq!(changed(path, "git:HEAD:./site/spec.yaml", "site/spec.yaml"), "no object differs");
    // The table of a spec is that of its commit.
    fs::remove_file(path.join("dids.csv")).unwrap();
    assert_eq!(changed(path, "git:HEAD:site/spec.yaml", "git::site/spec.yaml"), "no object differs");
    assert!(run_with(path, &["git:HEAD:site/spec.yaml", "site/spec.yaml"], "").err.contains("dids.csv"));
    let refused = |side: &str| refused(&run_with(path, &[side, "site/isr.cfg"], ""));
    insta::assert_snapshot!(refused("git:HEAD"), @r"
    git:HEAD names no file of a commit
    help: `git:REF:PATH`: a commit, branch or tag (none: what is staged), then the path from the top of the
    ");
    insta::assert_snapshot!(refused("git:--output=x:site/isr.cfg"), @r"
    --output=x is no name of a commit: it begins with `-`
    help: `git:REF:PATH`: a commit, branch or tag (none: what is staged), then the path from the top of the
    ");
    // What git says differs between its versions.
    for (side, says) in [("git:nobody:site/isr.cfg", "'nobody'"), ("git:HEAD:isr.cfg", "'isr.cfg'")] {
        let said = refused(side);
        assert!(said.starts_with(&format!("cannot read {side}: git says: ")) && said.contains(says), "{said}");
    }
    assert!(!path.join("x").exists());
}
