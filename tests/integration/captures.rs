//! Captures in `fixtures/configs/captures`: each NAME.txt must be read as the clean NAME.cfg beside it.

use std::fs;
use std::path::{Path, PathBuf};

use dialc::model::{DialPlan, is_configuration, read};
use dialc::source::Source;
use dialc::syntax::tree::Tree;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/configs").join(name)
}

fn files(name: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(name)).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    assert!(!files.is_empty(), "no .{ending} file in {name}");
    files
}

fn plan(path: &Path) -> DialPlan {
    let bytes = fs::read(path).unwrap();
    let tree = Tree::parse(&Source::new(path.display().to_string(), bytes.clone()));
    assert_eq!(tree.text(), bytes, "{} is read with loss", path.display());
    let (plan, report) = read(&tree);
    assert!(!report.has_errors(), "{}: {:?}", path.display(), report.iter().next());
    plan
}

/// Every object of a plan with its lines, to be compared by eye.
fn shown(plan: &DialPlan) -> String {
    dialc::emit::emit(plan)
}

#[test]
fn captures_are_read_as_the_configurations_they_show() {
    let captures = files("captures", "txt");
    let mut wrong = Vec::new();
    for capture in &captures {
        let (read, clean) = (plan(capture), plan(&capture.with_extension("cfg")));
        assert!(!clean.objects().is_empty(), "{} shows nothing", capture.display());
        if read != clean {
            let name = capture.file_stem().unwrap().to_string_lossy().into_owned();
            let (read, clean) = (shown(&read), shown(&clean));
            let difference = similar::TextDiff::from_lines(&clean, &read).unified_diff().to_string();
            wrong.push(format!("{name}:\n{difference}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} captures:\n{}", wrong.len(), captures.len(), wrong.join("\n"));
}

#[test]
fn captures_are_listed_with_what_they_show() {
    let document = fs::read_to_string(folder("captures").join("README.md")).unwrap();
    for capture in files("captures", "txt") {
        let name = capture.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(document.contains(&format!("| `{name}` |")), "{name} is not in the README");
    }
}

#[test]
fn other_files_are_told_from_configurations() {
    for path in fs::read_dir(folder("not")).unwrap().map(|entry| entry.unwrap().path()) {
        let tree = Tree::parse(&Source::new("not", fs::read(&path).unwrap()));
        assert!(!is_configuration(&tree), "{} is taken for a configuration", path.display());
    }
    for path in files("captures", "txt") {
        let tree = Tree::parse(&Source::new("capture", fs::read(&path).unwrap()));
        assert!(is_configuration(&tree), "{} is taken for none", path.display());
    }
}
