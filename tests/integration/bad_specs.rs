//! What dialc says about specs that are wrong: the spec and all diagnostics together.

use std::fs;
use std::path::Path;

use dialc::output::terminal;
use dialc::source::Source;
use dialc::spec;

const WIDTH: usize = 110;

/// The spec and what is said about it.
fn story(source: &Source) -> String {
    let (_, report) = spec::load(source, &|_| Err("no such file".to_owned()));
    let text = String::from_utf8_lossy(source.bytes());
    format!("{text}\n----- says\n{}", terminal::render(&report, false, WIDTH))
}

#[test]
fn every_bad_spec() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs/bad");
    let mut paths: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = Source::new(format!("{name}.yaml"), fs::read(&path).unwrap());
        let (spec, report) = spec::load(&source, &|_| Err("no such file".to_owned()));
        assert!(report.has_errors(), "{name} passes: {spec:?}");
        insta::assert_snapshot!(format!("bad_spec__{name}"), story(&source));
    }
}
