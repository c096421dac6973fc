//! `dialc lint` and `dialc explain` as a shell sees them: options, exit codes, what is linted and what is not.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use dialc::lint::{RULES, Topic};
use serde_json::Value;
use tempfile::TempDir;

/// The rule that finds something in [`FAULT`].
pub(crate) const CODE: &str = "huntstop-blocks-fallback";

/// A configuration with a fault in line 6.
pub(crate) const FAULT: &str = "dial-peer voice 1 voip
 preference 1
 destination-pattern 1206555[0-4]...
 session protocol sipv2
 session target ipv4:192.0.2.10
 huntstop
!
dial-peer voice 2 voip
 preference 2
 destination-pattern 1206555....
 session protocol sipv2
 session target ipv4:192.0.2.20
!
";

/// One without it.
const CLEAN: &str = "dial-peer voice 1 voip\n destination-pattern 1206555....\n session target ipv4:192.0.2.10\n!\n";

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `dialc` in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    run_with(folder, arguments, input, &[])
}

fn run_with(folder: &Path, arguments: &[&str], input: &str, variables: &[(&str, &str)]) -> Ran {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(folder);
    for name in ["NO_COLOR", "TERM", "GITHUB_ACTIONS"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let output = command.args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// What is found by the rule, `file:line: severity`.
pub(crate) fn found(concise: &str) -> Vec<String> {
    let mark = format!("[{CODE}]");
    let short = |line: &str| {
        let (place, rest) = line.split_once(": ").unwrap();
        format!("{}: {}", place.rsplit_once(':').unwrap().0, rest.split(':').next().unwrap())
    };
    concise.lines().filter(|line| line.ends_with(&mark)).map(short).collect()
}

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Lints for the one rule, a line for each finding.
fn lint(folder: &TempDir, arguments: &[&str]) -> Ran {
    run(folder.path(), &[&["lint", "--select", CODE, "--format", "concise"], arguments].concat(), "")
}

#[test]
fn the_exit_code_tells_what_was_found() {
    let folder = folder(&[("fault.cfg", FAULT), ("clean.cfg", CLEAN)]);
    let code = |arguments: &[&str]| lint(&folder, arguments).code;
    let info = format!("{CODE}=info");
    let warning = format!("{CODE}=warning");
    assert_eq!(code(&["clean.cfg"]), 0);
    assert_eq!(code(&["clean.cfg", "fault.cfg"]), 1);
    assert_eq!(code(&["fault.cfg", "--exit-zero"]), 0);
    assert_eq!(code(&["fault.cfg", "--severity", &info]), 0);
    assert_eq!(code(&["fault.cfg", "--severity", &warning]), 1);
    assert_eq!(code(&["fault.cfg", "--severity", &warning, "--min-severity", "error"]), 0);
    assert_eq!(code(&["fault.cfg", "missing.cfg", "--exit-zero"]), 2);
    assert_eq!(run(folder.path(), &["lint"], "").code, 2);
    assert_eq!(run(folder.path(), &["lint", "fault.cfg", "--format", "xml"], "").code, 2);
}

#[test]
fn what_cannot_be_linted_is_named_and_the_rest_is_linted() {
    let folder = folder(&[("fault.cfg", FAULT), ("letter.txt", "Dear all,\n"), ("empty.cfg", "")]);
    let ran = lint(&folder, &["missing.cfg", "letter.txt", "fault.cfg", "empty.cfg"]);
    assert_eq!((ran.code, found(&ran.out)), (2, vec!["fault.cfg:6: error".to_owned()]));
    insta::assert_snapshot!(ran.err, @r"
    unreadable-file

      × cannot read missing.cfg: there is no such file or folder

    no-configuration

      × letter.txt is no configuration: no IOS configuration
      help: a running-config, a capture of one, or a fragment with the headers of its objects

    no-configuration

      × empty.cfg is no configuration: an empty file
      help: a running-config, a capture of one, or a fragment with the headers of its objects
    ");
    // Where nothing could be linted, that nothing was found is not said.
    let ran = run(folder.path(), &["lint", "letter.txt"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn folders_hold_other_files_too() {
    let quoted = format!("# Notes\n\n```\n{FAULT}```\n");
    let folder = folder(&[
        ("site/fault.cfg", FAULT),
        ("site/deep/clean", CLEAN),
        ("site/README.md", &quoted),
        ("site/notes.txt", "Call the provider.\n"),
        ("site/.hidden.cfg", FAULT),
        ("site/network.yaml", "version: 1\n"),
        ("site/picture", "\0\0\0\0\u{1}"),
        ("none/README.md", "# Nothing here\n"),
        ("none/notes.txt", "Nothing here either.\n"),
        ("broken/fault.cfg", FAULT),
        ("broken/empty.conf", ""),
    ]);
    let ran = lint(&folder, &["site"]);
    assert_eq!((ran.code, ran.err.as_str(), found(&ran.out)), (1, "", vec!["site/fault.cfg:6: error".to_owned()]));
    // A file that is named is meant.
    assert_eq!(lint(&folder, &["site/README.md"]).code, 1);
    assert_eq!(lint(&folder, &["site/notes.txt"]).code, 2);
    let ran = lint(&folder, &["none"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the folder none holds no configuration"), "{}", ran.err);
    let ran = lint(&folder, &["broken"]);
    assert_eq!((ran.code, found(&ran.out).len()), (2, 1));
    assert!(ran.err.contains("broken/empty.conf is no configuration: an empty file"), "{}", ran.err);
    // Nobody sees that such a text was not read.
    let wide: Vec<u8> = CLEAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("site/wide.txt"), [b"\xff\xfe".as_slice(), &wide].concat()).unwrap();
    let ran = lint(&folder, &["site"]);
    assert_eq!((ran.code, found(&ran.out).len()), (2, 1));
    assert!(ran.err.contains("UTF-16"), "{}", ran.err);
}

#[test]
fn each_file_is_linted_once() {
    let folder = folder(&[("a/fault.cfg", FAULT), ("b/clean.cfg", CLEAN)]);
    for arguments in [["a", "a/fault.cfg"], ["a/fault.cfg", "a"], ["./a/../a", "a"]] {
        let ran = lint(&folder, &arguments);
        assert_eq!((ran.code, found(&ran.out).len(), ran.err.as_str()), (1, 1, ""), "{arguments:?}");
    }
}

#[test]
fn standard_input_is_linted() {
    let folder = folder(&[]);
    let piped = |arguments: &[&str]| {
        let ran = run(folder.path(), &[&["lint", "--format", "concise", "-"], arguments].concat(), FAULT);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""));
        found(&ran.out)
    };
    assert_eq!(piped(&[]), ["<stdin>:6: error"]);
    assert_eq!(piped(&["--stdin-name", "site/router.cfg"]), ["site/router.cfg:6: error"]);
    assert_eq!(piped(&["-"]), ["<stdin>:6: error"]);
    assert_eq!(run(folder.path(), &["lint", "-"], "Dear all,\n").code, 2);
}

#[test]
fn many_files_keep_their_order() {
    let mut files = Vec::new();
    for index in 0..120 {
        // The sizes differ, so that they are not done in the order in which they are begun.
        let padding = "!\n".repeat(if index % 7 == 0 { 4000 } else { index });
        files.push((format!("site/{index:03}.cfg"), format!("{FAULT}{padding}")));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    let expected: Vec<_> = (0..120).map(|index| format!("site/{index:03}.cfg:6: error")).collect();
    for _ in 0..3 {
        let ran = lint(&folder, &["site"]);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""));
        assert_eq!(found(&ran.out), expected);
    }
    let ran = lint(&folder, &["site/119.cfg", "site/003.cfg", "site"]);
    assert_eq!(found(&ran.out)[..3], ["site/119.cfg:6: error", "site/003.cfg:6: error", "site/000.cfg:6: error"]);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let files: Vec<_> = (0..60).map(|index| format!("site/{index:03}.cfg")).collect();
    let files: Vec<_> = files.iter().map(|path| (path.as_str(), FAULT)).collect();
    let folder = folder(&files);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dialc"));
    let piped = std::process::Stdio::piped;
    command.current_dir(folder.path()).args(["lint", "site"]).stdout(piped()).stderr(piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
}

#[test]
fn rules_are_chosen_by_code_and_by_topic() {
    let folder = folder(&[("fault.cfg", FAULT)]);
    let finds = |arguments: &[&str]| {
        let ran = run(folder.path(), &[&["lint", "fault.cfg", "--format", "concise"], arguments].concat(), "");
        assert!(ran.code < 2, "{}", ran.err);
        !found(&ran.out).is_empty()
    };
    assert!(finds(&[]) && finds(&["--select", "sharing"]) && finds(&["--select", &format!("loops,{CODE}")]));
    assert!(!finds(&["--select", "loops"]) && !finds(&["--ignore", CODE]) && !finds(&["--ignore", "loops,sharing"]));
    assert!(!finds(&["--select", "sharing", "--ignore", CODE]));
    assert!(finds(&["--select", CODE, "--ignore", "sharing"]), "a code says more than a topic");
    assert!(!finds(&["--severity", &format!("{CODE}=off")]));
}

#[test]
fn what_no_rule_is_called_is_refused() {
    let folder = folder(&[("fault.cfg", FAULT)]);
    let arguments =
        ["lint", "fault.cfg", "--select", "huntstop-block-fallback,shraing", "--ignore", "frobnicate", "--severity"];
    let severities = format!("{CODE}=fatal,{CODE},sharing=off,huntstop=info");
    let ran =
        run(folder.path(), &[&arguments[..], &[&severities, "--assume", "sip480=no", "--release", "x"]].concat(), "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!(ran.err);
}

#[test]
fn emergency_rules_cannot_be_suppressed() {
    let folder = folder(&[("fault.cfg", FAULT)]);
    for rule in RULES.iter().filter(|rule| !rule.is_suppressible()) {
        let code = rule.code;
        let off = format!("{code}=off");
        let info = format!("{code}=info");
        for arguments in [["--ignore", code], ["--severity", &off], ["--severity", &info]] {
            let ran = run(folder.path(), &[&["lint", "fault.cfg"], &arguments[..]].concat(), "");
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
            assert!(ran.err.contains(&format!("`{code}` cannot be ")), "{}", ran.err);
        }
        let listed = run(folder.path(), &["lint", "--list", "--select", "sharing", "--ignore", "safety"], "");
        assert!(listed.out.contains(code), "{}", listed.out);
    }
}

#[test]
fn findings_are_counted() {
    let folder = folder(&[("a.cfg", FAULT), ("b.cfg", FAULT)]);
    let ran = run(folder.path(), &["lint", ".", "--select", CODE, "--statistics"], "");
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.out, @r"
    2  error  huntstop-blocks-fallback
    2  total
    ");
    let ran = run(folder.path(), &["lint", ".", "--statistics", "--format", "json"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("there is no such format for `--statistics`"), "{}", ran.err);
}

#[test]
fn rules_are_listed() {
    let folder = folder(&[]);
    let ran = run(folder.path(), &["lint", "--list"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(RULES.iter().all(|rule| ran.out.contains(rule.code)), "{}", ran.out);
    assert_eq!(run(folder.path(), &["explain"], "").out, ran.out);
    let under_actions = run_with(folder.path(), &["lint", "--list"], "", &[("GITHUB_ACTIONS", "true")]);
    assert_eq!(under_actions.out, ran.out);
    let document: Value =
        serde_json::from_str(&run(folder.path(), &["lint", "--list", "--format", "json"], "").out).unwrap();
    let codes: Vec<_> = document["rules"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes, RULES.iter().map(|rule| rule.code).collect::<Vec<_>>());
    let listed = run(folder.path(), &["lint", "--list", "--select", CODE], "").out;
    let others = RULES.iter().filter(|rule| rule.is_suppressible() && rule.code != CODE);
    assert!(listed.contains(CODE) && others.clone().all(|rule| !listed.contains(rule.code)), "{listed}");
    assert_eq!(run(folder.path(), &["lint", "--list", "--format", "sarif"], "").code, 2);
}

#[test]
fn findings_are_printed_in_every_format() {
    let folder = folder(&[("a.cfg", FAULT), ("clean.cfg", CLEAN)]);
    let printed = |arguments: &[&str], variables: &[(&str, &str)]| {
        let ran = run_with(folder.path(), &[&["lint", ".", "--select", CODE], arguments].concat(), "", variables);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""));
        ran.out
    };
    let full = printed(&[], &[]);
    assert!(full.contains("╭─[./a.cfg:6:2]") && full.ends_with("1 error in 2 files\n"), "{full}");
    assert_eq!(full, printed(&["--format", "full"], &[]));
    assert!(printed(&["--format", "json"], &[]).starts_with('{'));
    assert!(printed(&["--format", "sarif"], &[]).contains("\"2.1.0\""));
    assert!(printed(&["--format", "junit"], &[]).starts_with("<?xml"));
    let github = printed(&["--format", "github"], &[]);
    assert!(github.starts_with("::error file=./a.cfg,line=6"), "{github}");
    assert_eq!(printed(&[], &[("GITHUB_ACTIONS", "true")]), github);
    let concise = printed(&["--format", "concise"], &[("GITHUB_ACTIONS", "true")]);
    assert_eq!(found(&concise), ["./a.cfg:6: error"]);
    assert!(!full.contains('\u{1b}') && printed(&["--color", "always"], &[]).contains('\u{1b}'));
}

#[test]
fn a_configuration_is_a_gateway_of_its_network_file() {
    let network = "version: 1\nsystems:\n  lync: { kind: lync }\n  cucm: { kind: cucm }\ngateways:\n  hub:\n    CONFIG\n    \
                   connects: { lync: ipv4:192.0.2.10, cucm: ipv4:192.0.2.20 }\n";
    let named = network.replace("CONFIG", "config: hub.cfg");
    let open = network.replace("CONFIG", "delivers: 4");
    let folder = folder(&[
        ("hub.cfg", FAULT),
        ("other.cfg", FAULT),
        ("named.yaml", &named),
        ("open.yaml", &open),
        ("bad.yaml", "version: 1\nsystems: 7\n"),
    ]);
    let both = ["hub.cfg:6: error".to_owned(), "other.cfg:6: error".to_owned()];
    let ran = lint(&folder, &["hub.cfg", "other.cfg", "--network", "named.yaml"]);
    assert_eq!((ran.code, found(&ran.out).as_slice()), (1, both.as_slice()));
    assert!(ran.err.contains("other.cfg is the configuration of no gateway of named.yaml"), "{}", ran.err);
    // Where the file names none, each is the gateway in a network of its own.
    let ran = lint(&folder, &["hub.cfg", "other.cfg", "--network", "open.yaml"]);
    assert_eq!((ran.code, found(&ran.out).as_slice(), ran.err.as_str()), (1, both.as_slice(), ""));
    let ran = run(folder.path(), &["lint", "-", "--network", "open.yaml", "--select", CODE], FAULT);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let ran = lint(&folder, &["hub.cfg", "--network", "bad.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("bad.yaml:2:10"), "{}", ran.err);
}

#[test]
fn the_page_of_a_rule_is_printed() {
    let folder = folder(&[]);
    for rule in RULES {
        let ran = run(folder.path(), &["explain", rule.code], "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.starts_with(&format!("# {}\n\nSeverity: ", rule.code)), "{}", ran.out);
        assert!(ran.out.ends_with(&rule.page().text), "{}", ran.out);
    }
    let ran = run(folder.path(), &["explain", "huntstop-blocks-falback"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains(&format!("did you mean `{CODE}`?")), "{}", ran.err);
    let ran = run(folder.path(), &["explain", "frobnicate"], "");
    assert!(ran.err.contains("`dialc explain` without a code lists the rules"), "{}", ran.err);
}

#[test]
fn the_help_names_every_topic() {
    let folder = folder(&[]);
    let help = run(folder.path(), &["lint", "--help"], "").out;
    let mut missing = String::new();
    for topic in Topic::ALL.map(Topic::keyword) {
        if !help.contains(topic) {
            let _ = write!(missing, "{topic} ");
        }
    }
    assert_eq!(missing, "");
}
