//! What dialc says about network files that are wrong: the file and all diagnostics together.

use std::fs;
use std::path::Path;

use dialc::diagnostic::Report;
use dialc::output::terminal;
use dialc::source::Source;
use dialc::spec::{self, NetworkFile};

const WIDTH: usize = 110;

fn load(source: &Source) -> (Option<NetworkFile>, Report) {
    spec::load_network(source, &|_| Err("no such file".to_owned()))
}

#[test]
fn every_bad_network() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/networks/bad");
    let mut paths: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = Source::new(format!("{name}.yaml"), fs::read(&path).unwrap());
        let (network, report) = load(&source);
        assert!(report.has_errors(), "{name} passes: {network:?}");
        let text = String::from_utf8_lossy(source.bytes());
        let story = format!("{text}\n----- says\n{}", terminal::render(&report, false, WIDTH));
        insta::assert_snapshot!(format!("bad_network__{name}"), story);
    }
}

/// A network may be given away although something about it is odd.
#[test]
fn what_is_likely_a_slip_is_said() {
    let text = "version: 1
systems:
  pbx: { kind: sip }
  fax: { kind: sip }
gateways:
  hq:
    config: site.cfg
    connects: { pbx: ipv4:192.0.2.10, branch: ipv4:192.0.2.30 }
    dids: \"+120655555xx\"
  branch:
    config: site.cfg
    connects: { pstn: \"0/0/0:23\" }
";
    let (network, report) = load(&Source::new("network.yaml", text));
    assert!(network.is_some());
    insta::assert_snapshot!(terminal::render(&report, false, WIDTH));
}
