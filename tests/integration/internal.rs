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
fn no_call_goes_back_to_the_system_it_came_from() {
    let source = Source::new("spec.yaml", spec_text());
    let (spec, report) = spec::load(&source, &|_| Err("no files here".into()));
    assert!(!report.has_errors(), "{report:?}");
    let planned = plan(&spec.unwrap(), &source, None).unwrap();
    let text = emit(&planned.plan);
    insta::assert_snapshot!(text);

    let reread = |text: &str| read(&Tree::parse(&Source::new("generated", text))).0;
    assert_eq!(broken(&reread(&text), &planned.confinements), []);
    let reasons =
        |text: &str| broken(&reread(text), &planned.confinements).into_iter().map(|one| one.reason).collect::<Vec<_>>();
    let open = text.replace(" corlist outgoing to-cucm\n", "");
    assert_eq!(reasons(&open), ["dial-peer 5552 leads back to ipv4:192.0.2.20"]);
    let unconfined = text.replace(" corlist incoming from-ocs\n", "");
    assert!(reasons(&unconfined)[0].contains("has no incoming corlist"));
    let closed = text.replace("dial-peer cor list from-ocs\n member to-cucm\n", "dial-peer cor list from-ocs\n");
    assert_eq!(reasons(&closed), ["dial-peer 5552 to another system may not be used"]);
}
