//! The rules of lint: what each fixture and each example of a manual page comes to.
//!
//! A folder of `fixtures/lint` is named after a rule. In `fires` are configurations in which the rule must find something, in
//! `silent` near misses, in which it must not. `NAME.toml` beside `NAME.cfg` is the policy, `NAME.yaml` the network file. Of a text
//! that is too long to be written, the lines between two are left to [`written_out`].

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dialc::lint::{RULES, Rule};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint")
}

/// The line that stands for those between the line before it and the one behind it, which differ in their last number.
const AND_SO_ON: &str = "! and so on, up to:";

/// A text with the lines for which `! and so on, up to:` stands.
pub(crate) fn written_out(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut whole = String::new();
    for (at, line) in lines.iter().enumerate() {
        if *line != AND_SO_ON {
            whole += &format!("{line}\n");
            continue;
        }
        let [(before, first, behind), last] = [lines[at - 1], lines[at + 1]].map(by_last_number);
        assert_eq!((before, behind), (last.0, last.2), "{AND_SO_ON} stands between two lines of one form");
        let width = first.len();
        let between = first.parse::<u64>().unwrap() + 1..last.1.parse().unwrap();
        whole.extend(between.map(|number| format!("{before}{number:0width$}{behind}\n")));
    }
    whole
}

/// What is before the last number of a line, the number, and what is behind it.
fn by_last_number(line: &str) -> (&str, &str, &str) {
    let end = line.rfind(|character: char| character.is_ascii_digit()).map_or(0, |at| at + 1);
    let start = line[..end].trim_end_matches(|character: char| character.is_ascii_digit()).len();
    (&line[..start], &line[start..end], &line[end..])
}

#[test]
fn and_so_on_stands_for_the_lines_between() {
    let text = "voice class e164-pattern-map 1\n e164 08$\n! and so on, up to:\n e164 11$\n!\n";
    let whole = "voice class e164-pattern-map 1\n e164 08$\n e164 09$\n e164 10$\n e164 11$\n!\n";
    assert_eq!(written_out(text), whole);
}

/// What `dialc lint` prints for a file, a line for each finding, with what is beside it.
fn lint(path: &Path) -> String {
    let text = fs::read(path).unwrap();
    let Some(text) = str::from_utf8(&text).ok().filter(|text| text.contains(AND_SO_ON)) else { return run(path) };
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join(path.file_name().unwrap());
    fs::write(&whole, written_out(text)).unwrap();
    for beside in ["toml", "yaml"].map(|ending| path.with_extension(ending)).iter().filter(|beside| beside.exists()) {
        fs::copy(beside, folder.path().join(beside.file_name().unwrap())).unwrap();
    }
    run(&whole)
}

fn run(path: &Path) -> String {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("dialc"));
    command.current_dir(path.parent().unwrap()).args(["lint", "--format", "concise"]).arg(path.file_name().unwrap());
    for (option, ending) in [("--config", "toml"), ("--network", "yaml")] {
        let beside = path.with_extension(ending);
        if beside.exists() {
            command.arg(option).arg(beside.file_name().unwrap());
        }
    }
    let output = command.output().unwrap();
    let code = output.status.code();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(code, Some(0 | 1)), "{}: {code:?}\n{said}", path.display());
    String::from_utf8(output.stdout).unwrap()
}

/// The lines about this rule.
fn of_rule<'a>(printed: &'a str, rule: &Rule) -> Vec<&'a str> {
    let mark = format!("[{}]", rule.code);
    printed.lines().filter(|line| line.ends_with(&mark)).collect()
}

/// The configurations in a folder, sorted.
fn configurations(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "cfg"));
    files.sort();
    files
}

#[test]
fn every_rule_fires_where_it_must_and_only_there() {
    let mut folders: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    folders.retain(|name| !RULES.iter().any(|rule| *rule.code == **name));
    assert!(folders.is_empty(), "of no rule: {folders:?}");
    for rule in RULES {
        let folder = folder().join(rule.code);
        let mut story = String::new();
        let fires = configurations(&folder.join("fires"));
        let silent = configurations(&folder.join("silent"));
        assert!(fires.len() >= 2 && silent.len() >= 2, "{}: at least two fixtures each", rule.code);
        for path in &fires {
            let printed = lint(path);
            let lines = of_rule(&printed, rule);
            assert!(!lines.is_empty(), "{} finds nothing in {}:\n{printed}", rule.code, path.display());
            let text = fs::read(path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy();
            let _ = write!(story, "==== {name}\n{}", String::from_utf8_lossy(&text));
            for ending in ["toml", "yaml"] {
                if let Ok(text) = fs::read_to_string(path.with_extension(ending)) {
                    let _ = write!(story, "---- {ending}\n{text}");
                }
            }
            let _ = writeln!(story, "---- findings\n{}", lines.join("\n"));
        }
        for path in &silent {
            let printed = lint(path);
            assert!(of_rule(&printed, rule).is_empty(), "{} fires in {}:\n{printed}", rule.code, path.display());
        }
        insta::with_settings!({ snapshot_suffix => rule.code, omit_expression => true }, {
            insta::assert_snapshot!("lint", story);
        });
    }
}

/// The text in the fenced blocks of a language below a heading, written out.
pub(crate) fn block(page: &str, heading: &str, language: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("## {heading}\n"))?;
    let part = rest.split_once("\n## ").map_or(rest, |(part, _)| part);
    let (_, rest) = part.split_once(&format!("```{language}\n"))?;
    Some(written_out(rest.split_once("```")?.0))
}

#[test]
fn examples_of_manual_pages_do_what_they_say() {
    for rule in RULES {
        let page = rule.page().text;
        let folder = tempfile::tempdir().unwrap();
        for heading in ["Example", "Use instead"] {
            let path = folder.path().join("example.cfg");
            fs::write(&path, block(&page, heading, "ios").unwrap()).unwrap();
            for (language, ending) in [("toml", "toml"), ("yaml", "yaml")] {
                // What is beside the bad example is beside the good one too, unless that has its own.
                if let Some(text) = block(&page, heading, language) {
                    fs::write(path.with_extension(ending), text).unwrap();
                }
            }
            let printed = lint(&path);
            let found = of_rule(&printed, rule);
            assert_eq!(found.is_empty(), heading == "Use instead", "{}, {heading}:\n{printed}", rule.code);
        }
    }
}

/// Two gateways that send what they do not know to each other, known by the addresses of their interfaces.
#[test]
fn a_loop_between_configurations_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = |own: u8, other: u8| {
        format!(
            "version 15.2\n!\ninterface GigabitEthernet0/0\n ip address 192.0.2.{own} 255.255.255.0\n!\nvoice service voip\n \
             allow-connections sip to sip\n!\ndial-peer voice 5 voip\n destination-pattern 5...$\n session protocol sipv2\n \
             session target ipv4:192.0.2.{other}\n!\nend\n"
        )
    };
    fs::write(folder.path().join("hub.cfg"), configuration(1, 2)).unwrap();
    fs::write(folder.path().join("branch.cfg"), configuration(2, 1)).unwrap();
    let lint = |files: &[&str]| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("dialc"));
        let output =
            command.current_dir(folder.path()).args(["lint", "--format", "concise"]).args(files).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let found = lint(&["branch.cfg", "hub.cfg"]);
    assert_eq!(found.matches("[routing-loop]").count(), 1, "{found}");
    assert!(found.starts_with("branch.cfg:9:1: error: a call to 5000 comes back to branch"), "{found}");
    // Each on its own calls a system of which nothing is known.
    assert_eq!(lint(&["hub.cfg"]), "");
}
