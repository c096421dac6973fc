//! `dialc diff --apply` and `--rollback`: what the scripts lead to, and where they may be written.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diffs").join(name)
}

/// What was printed, what was said, and the exit code.
fn run(arguments: &[&str], folder: &Path) -> (String, String, i32) {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_dialc"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("TERM").args(arguments);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// The configuration of a side: a spec is generated.
fn config(folder: &Path, side: &str) -> String {
    if folder.join(format!("{side}.yaml")).exists() {
        let spec = format!("{side}.yaml");
        return run(&["generate", &spec, "--allow-unproved"], folder).0;
    }
    fs::read_to_string(folder.join(format!("{side}.cfg"))).unwrap()
}

/// The pairs of `fixtures/diffs` that are two states of one router.
fn pairs() -> Vec<String> {
    let names = fs::read_dir(folder("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "spec-against-router").collect();
    names.sort();
    names
}

/// How often a script says that there is no route, another way, another fallback for a while.
fn moments(script: &str) -> String {
    let count = |said: &str| script.lines().filter(|line| line.starts_with(&format!("! {said} from here on"))).count();
    let counts = ["no route", "neither the old nor the new way", "neither the old nor the new fallback"].map(count);
    counts.map(|count| count.to_string()).join(" ")
}

#[test]
fn scripts_lead_from_one_side_to_the_other_and_back() {
    let mut between = "no route, another way, another fallback: there, and back\n\n".to_owned();
    for name in pairs() {
        let temporary = TempDir::new().unwrap();
        let at = temporary.path();
        let (old, new) = (config(&folder(&name), "old"), config(&folder(&name), "new"));
        fs::write(at.join("old.cfg"), &old).unwrap();
        fs::write(at.join("new.cfg"), &new).unwrap();
        let (_, said, code) = run(&["diff", "old.cfg", "new.cfg", "--apply", "to.txt", "--rollback", "back.txt"], at);
        assert_eq!(code, 1, "{name}: {said}");
        for (before, script, behind) in [(&old, "to.txt", "new.cfg"), (&new, "back.txt", "old.cfg")] {
            let script = fs::read_to_string(at.join(script)).unwrap();
            fs::write(at.join("typed.cfg"), format!("{before}\n{script}")).unwrap();
            let (printed, said, code) = run(&["diff", "typed.cfg", behind, "--only", "objects"], at);
            assert_eq!(code, 0, "{name}: {printed}{said}{script}");
            assert!(!script.contains('?'), "{name}: a question mark asks the router for help");
            assert!(script.lines().all(|line| line.len() < 254), "{name}: IOS takes lines of up to 254 characters");
        }
        let [to, back] = ["to.txt", "back.txt"].map(|script| moments(&fs::read_to_string(at.join(script)).unwrap()));
        between += &format!("{name}: {to}, {back}\n");
    }
    insta::assert_snapshot!("moments_between", between);
}

#[test]
fn a_script_says_what_it_is_for_and_what_is_so_between_its_commands() {
    let temporary = TempDir::new().unwrap();
    let at = temporary.path();
    let mut shown = String::new();
    for name in ["rule-on-top", "range-split"] {
        for side in ["old", "new"] {
            fs::write(at.join(format!("{side}.cfg")), config(&folder(name), side)).unwrap();
        }
        run(&["diff", "old.cfg", "new.cfg", "--apply", "to.txt"], at);
        shown += &format!("{name}\n\n{}\n", fs::read_to_string(at.join("to.txt")).unwrap());
    }
    insta::assert_snapshot!("scripts", shown);
}

/// What `--check-script` says of the script of a pair, there and back: its text and exit code.
fn judged(name: &str) -> [(String, i32); 2] {
    let temporary = TempDir::new().unwrap();
    let at = temporary.path();
    for side in ["old", "new"] {
        fs::write(at.join(format!("{side}.cfg")), config(&folder(name), side)).unwrap();
    }
    run(&["diff", "old.cfg", "new.cfg", "--apply", "to.txt", "--rollback", "back.txt"], at);
    [("old.cfg", "new.cfg", "to.txt"), ("new.cfg", "old.cfg", "back.txt")].map(|(from, to, script)| {
        let (printed, _, code) = run(&["diff", from, to, "--check-script", script], at);
        (printed, code)
    })
}

#[test]
fn preferences_are_exchanged_without_a_moment_between() {
    for (printed, code) in judged("preferences-exchanged") {
        assert!(printed.contains("after each command every number is treated as before or as behind"), "{printed}");
        assert_eq!(code, 0, "{printed}");
    }
    let typed = "dial-peer voice 501 voip\n no preference\ndial-peer voice 500 voip\n preference 2\n";
    let temporary = TempDir::new().unwrap();
    fs::write(temporary.path().join("typed.txt"), typed).unwrap();
    let script = temporary.path().join("typed.txt");
    let arguments = ["diff", "old.cfg", "new.cfg", "--check-script", script.to_str().unwrap()];
    let (printed, _, code) = run(&arguments, &folder("preferences-exchanged"));
    assert!(printed.contains("neither the old nor the new way from here on: +1206555...."), "{printed}");
    assert_eq!(code, 1, "{printed}");
}

#[test]
fn what_users_leave_or_come_to_changes_without_a_moment_between() {
    for (printed, code) in judged("users-move") {
        assert!(printed.contains("after each command every number is treated as before or as behind"), "{printed}");
        assert_eq!(code, 0, "{printed}");
    }
}

#[test]
fn what_stands_in_for_a_dial_peer_is_never_tied_with_it() {
    for (printed, code) in judged("peer-rewritten") {
        assert!(printed.contains("neither the old nor the new fallback") && !printed.contains("new way"), "{printed}");
        assert!(!printed.contains("calls from"), "what is so of all calls is told once: {printed}");
        assert_eq!(code, 1, "{printed}");
    }
}

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let temporary = TempDir::new().unwrap();
    let at = temporary.path();
    for side in ["old", "new"] {
        fs::write(at.join(format!("{side}.cfg")), config(&folder("rule-on-top"), side)).unwrap();
    }
    fs::write(at.join("notes.txt"), "mine\n").unwrap();
    let mut shown = String::new();
    for options in [
        vec!["--apply", "notes.txt"],
        vec!["--apply", "old.cfg"],
        vec!["--apply", "one.txt", "--rollback", "one.txt"],
        vec!["--apply", "-"],
        vec!["--apply", "no/such/folder/a.txt", "--rollback", "b.txt"],
    ] {
        let (_, said, code) = run(&[&["diff", "old.cfg", "new.cfg"], options.as_slice()].concat(), at);
        assert_eq!(code, 2, "{options:?}: {said}");
        shown += &format!("{options:?}\n{said}\n");
    }
    let spec = folder("spec-against-router");
    let (_, said, code) = run(&["diff", "new.cfg", "old.yaml", "--apply", "/nowhere/a.txt"], &spec);
    assert_eq!(code, 2);
    shown += &said;
    insta::assert_snapshot!("refused", shown);
    assert_eq!(fs::read_to_string(at.join("notes.txt")).unwrap(), "mine\n");
    assert!(!at.join("one.txt").exists() && !at.join("b.txt").exists());
}
