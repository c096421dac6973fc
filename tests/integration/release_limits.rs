//! From which release on something is allowed, and at which status hunting ends: both sides of each limit.

use dialc::plan::requirements;
use dialc::source::Source;
use dialc::spec;

const SEED: &str = include_str!("../../fixtures/specs/seed.yaml");

/// The codes of what is wrong with the worked example after these changes.
fn codes(changes: &[(&str, &str)]) -> Vec<&'static str> {
    let text = changes.iter().fold(SEED.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    });
    let source = Source::new("seed.yaml", text);
    let (spec, report) = spec::load(&source, &|_| Err("no such file".to_owned()));
    assert!(!report.has_errors(), "{report:?}");
    requirements(&spec.unwrap(), &source).sorted().iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn what_a_release_lacks_is_refused() {
    let on = |release: &str, changes: &[(&str, &str)]| {
        let release = format!("release: \"{release}\"");
        codes(&[&[("release: \"12.4(24)T\"", release.as_str())], changes].concat())
    };
    let plus = [("delivers: 11 ", "delivers: +e164 ")];
    assert_eq!(on("15.2(3)T", &plus), ["plus-is-dropped"]);
    assert_eq!(on("15.2(4)M", &plus), [""; 0]);
    let maps = [("  pstn:\n", "  match_with: pattern-map\n  pstn:\n")];
    assert_eq!(on("15.2(3)T", &maps), ["no-pattern-maps"]);
    assert_eq!(on("15.2(4)M", &maps), [""; 0]);
    assert_eq!(on("17.6.1a", &[]), ["h323-removed"]);
    assert_eq!(on("17.5.1a", &[]), [""; 0]);
    assert_eq!(on("17.6", &[]), ["unknown-release"]);
}

#[test]
fn a_status_that_ends_hunting_is_refused() {
    let answering = |status: u16| codes(&[("unassigned: reject-404", &format!("unassigned: {{ reject: {status} }}"))]);
    assert_eq!(answering(486), ["reject-stops-hunting"]);
    assert_eq!(answering(600), ["reject-stops-hunting"]);
    assert_eq!(answering(480), [""; 0]);
    assert_eq!(answering(503), [""; 0]);
}
