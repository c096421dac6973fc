//! Internal calls through the gateway.

use dialc::analysis::confinement::broken;
use dialc::emit::emit;
use dialc::model::read;
use dialc::plan::plan;
use dialc::source::Source;
use dialc::spec;
use dialc::syntax::tree::Tree;

fn spec_text() -> String {
    let text = std::fs::read_to_string("fixtures/specs/cucm-sip.yaml").unwrap();
    let text = text.replace("internal: direct", "").replace("15.1(4)M", "15.4(1)T");
    text.replace("\nsharing:\n", "\ninternal: gateway\n\nsharing:\n")
}

#[test]
fn each_leg_is_confined_to_the_other_systems() {
    let source = Source::new("spec.yaml", spec_text());
    let (spec, report) = spec::load(&source, &|_| Err("no files here".into()));
    assert!(!report.has_errors(), "{report:?}");
    let planned = plan(&spec.unwrap(), &source, None).unwrap();
    let text = emit(&planned.plan);
    insta::assert_snapshot!(text);

    let reread = |text: &str| read(&Tree::parse(&Source::new("generated", text))).0;
    assert_eq!(broken(&reread(&text), &planned.confinements), []);
    let group = text.lines().find(|line| line.contains(" dial-peer ") && line.contains("preference 0")).unwrap();
    let back = text.replace(group, &group.replace("preference 0", "preference 1"));
    assert_eq!(broken(&reread(&back), &planned.confinements), []);
    let members: Vec<_> = text.lines().filter(|line| line.starts_with(" dial-peer ")).collect();
    let swapped = text.replace(members[0], "X").replace(members[1], members[0]).replace('X', members[1]);
    let reasons: Vec<_> = broken(&reread(&swapped), &planned.confinements).into_iter().map(|one| one.reason).collect();
    assert!(reasons.len() == 2 && reasons.iter().all(|reason| reason.contains("leads back to")), "{reasons:?}");
    let empty = text.replace(members[0], "");
    assert!(broken(&reread(&empty), &planned.confinements)[0].reason.contains("is empty"));
}
