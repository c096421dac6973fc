//! Configurations from the field and the documented examples as they are handed round, in the folder that DIALC_SHARED
//! names: `corpus/`, `reference/`, `vectors/` and `seed/`. `.ci/run` sets it; without it these tests say that they were
//! skipped. What is counted and listed of the corpus is in `corpus_counts.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::checks;

/// The shared folder; `None` where nobody names one. A folder that is named must be there.
pub(crate) fn shared() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("DIALC_SHARED").filter(|folder| !folder.is_empty()) else {
        println!("skipped: DIALC_SHARED names no folder");
        return None;
    };
    let folder = PathBuf::from(folder);
    assert!(folder.is_dir(), "DIALC_SHARED: {} is no folder", folder.display());
    Some(folder)
}

/// The files of `folder` with this ending, sorted; there must be some.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    assert!(!files.is_empty(), "no .{ending} file in {}", folder.display());
    files
}

/// Outputs of `show` too: any text must be read.
#[test]
fn configurations_from_the_field_are_read_without_loss() {
    let Some(shared) = shared() else { return };
    let mut files = files(&shared.join("corpus"), "cfg");
    files.extend(self::files(&shared.join("corpus/show"), "txt"));
    let faults: Vec<_> = files
        .iter()
        .filter_map(|path| {
            let fault = checks::config(&fs::read(path).unwrap()).err()?;
            Some(format!("{}: {fault}", path.file_name().unwrap().display()))
        })
        .collect();
    assert!(faults.is_empty(), "{} of {} texts:\n{}", faults.len(), files.len(), faults.join("\n\n"));
    println!("{} texts", files.len());
}

#[test]
fn the_vectors_are_those_that_are_shared() {
    let Some(shared) = shared() else { return };
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/vectors");
    for path in files(&shared.join("vectors"), "yaml") {
        let own = ours.join(path.file_name().unwrap());
        assert!(own.is_file(), "fixtures/vectors lacks {}", path.display());
        assert!(
            fs::read(&path).unwrap() == fs::read(&own).unwrap(),
            "{} differs from {}",
            own.display(),
            path.display()
        );
    }
}

#[test]
fn the_worked_example_is_the_one_that_is_shared() {
    let Some(shared) = shared() else { return };
    let seed = shared.join("seed");
    let mut command = assert_cmd::Command::cargo_bin("dialc").unwrap();
    let expected = fs::read_to_string(seed.join("expected.cfg")).unwrap();
    command.arg("generate").arg(seed.join("spec.yaml")).assert().success().stdout(expected);
}
