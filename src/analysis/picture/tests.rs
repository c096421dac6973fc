//! Pictures of small networks, as they are drawn.

use std::fmt::Write;

use super::numbers::PATTERNS;
use super::*;
use crate::analysis::loops::{Loops, loops};
use crate::call::{Profile, Traveller};
use crate::model::{DialPlan, read};
use crate::output::check::mermaid;
use crate::plan::{GatewayPlan, network_of_config, network_of_file};
use crate::source::Source;
use crate::spec::load_network;
use crate::syntax::tree::Tree;

fn plan(config: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new("router", config.to_owned())));
    assert!(report.is_empty(), "{report:?}");
    plan
}

fn picture(network: &Network) -> Picture {
    let profiles = network.gateways.iter().map(|site| Profile::new(site.release.clone()));
    let traveller = Traveller::new(network, profiles);
    let graph = Graph::new(&traveller).unwrap();
    let found = loops(&graph);
    let witness = if let Loops::Found(witness) = &found { Some(witness.as_ref()) } else { None };
    Picture::of(&graph, witness)
}

/// The picture of a network file with one gateway.
fn drawn(network: &str, config: &str) -> String {
    let source = Source::new("network.yaml", network.to_owned());
    let (file, report) = load_network(&source, &|_| Err("no files here".to_owned()));
    let file = file.unwrap_or_else(|| panic!("{report:?}"));
    mermaid(&picture(&network_of_file(&file, vec![GatewayPlan { plan: plan(config), release: None }])))
}

/// OCS first, CUCM second, as in the worked example; other calls of both go to the PRI.
const SHARED: &str = "voice translation-rule 103\n rule 1 /^\\(120655555..\\)/ /+\\1/\n!\n\
    voice translation-profile AddPlusOne\n translate called 103\n!\n\
    dial-peer voice 555 voip\n preference 1\n translation-profile outgoing AddPlusOne\n destination-pattern 120655555..$\n \
    session protocol sipv2\n session target ipv4:192.0.2.10\n!\n\
    dial-peer voice 5552 voip\n preference 2\n destination-pattern 120655555..$\n session target ipv4:192.0.2.20\n!\n\
    dial-peer voice 911 pots\n destination-pattern 911\n port 0/0/0:23\n!\n";

fn network(ocs: &str, cucm: &str) -> String {
    format!(
        "version: 1\nsystems:\n  ocs: {{ kind: ocs, {ocs} }}\n  cucm: {{ kind: cucm, protocol: h323, {cucm} }}\n\
         gateways:\n  isr:\n    config: isr.cfg\n    dids: [\"+120655555xx\"]\n    delivers: 11\n    country_code: \"1\"\n    \
         connects: {{ ocs: \"ipv4:192.0.2.10\", cucm: \"ipv4:192.0.2.20\", pstn: \"0/0/0:23\" }}\n"
    )
}

#[test]
fn the_worked_example() {
    let network = network("unassigned: reject-404", "unassigned: announcement");
    insta::assert_snapshot!(drawn(&network, SHARED), @r#"
    flowchart LR
      n0["isr"]
      n1("ocs")
      n2("cucm")
      n3(("pstn"))
      n0 -->|"120655555.."| n1
      n0 -.->|"120655555.."| n2
      n0 -->|"911T"| n3
      n3 -->|"+120655555..<br/>120655555..<br/>20655555.."| n0
    "#);
}

#[test]
fn what_comes_in_is_drawn_where_nothing_goes_out() {
    let network = network("unassigned: reject-404", "unassigned: announcement");
    let (config, _) = SHARED.split_once("dial-peer voice 911").unwrap();
    assert_eq!(drawn(&network, config), drawn(&network, SHARED).replace("  n0 -->|\"911T\"| n3\n", ""));
}

/// What a system takes for its own never fails there, so it goes to no other.
#[test]
fn only_numbers_that_can_fail_go_on() {
    let network =
        network("numbers: [\"+12065555500-+12065555549\"], unassigned: reject-404", "unassigned: announcement");
    let drawn = drawn(&network, SHARED);
    assert!(drawn.contains("  n0 -.->|\"120655555[5-9].\"| n2\n"), "{drawn}");
}

#[test]
fn the_way_of_a_loop() {
    let list =
        "routes: [{ match: \"1206555XXXX\", to: [ocs, gateway] }], stop_routing_on: [], unassigned: announcement";
    insta::assert_snapshot!(drawn(&network("unassigned: reject-404", list), SHARED), @r#"
    flowchart LR
      n0["isr"]
      n1("ocs")
      n2("cucm")
      n3(("pstn"))
      n0 -->|"120655555.."| n1
      n0 -.->|"120655555.."| n2
      n0 -->|"911T"| n3
      n2 -.->|"1206555...."| n0
      n2 -->|"1206555...."| n1
      n3 -->|"+120655555..<br/>120655555..<br/>20655555.."| n0
      linkStyle 0,1,3,4,5 stroke:red,color:red
    "#);
}

/// So many dial-peers, each with a number of its own, in turn to so many systems, with so many ways to translate it.
fn large(peers: usize, systems: usize, tables: usize) -> Picture {
    let mut config = String::new();
    for table in 1..=tables {
        let rule = format!("voice translation-rule {table}\n rule 1 /^1/ /{table}/\n!\n");
        let _ = write!(config, "{rule}voice translation-profile p{table}\n translate called {table}\n!\n");
    }
    for tag in 1..=peers {
        let (table, system) = (tag % tables + 1, tag % systems + 1);
        let number = 12_000_000_000_u64 + tag as u64 * 7_919_831 % 1_000_000_000;
        let _ = write!(
            config,
            "dial-peer voice {tag} voip\n translation-profile outgoing p{table}\n destination-pattern {number}$\n session \
             target ipv4:192.0.2.{system}\n!\n"
        );
    }
    picture(&network_of_config("hub".to_owned(), plan(&config), None))
}

#[test]
fn a_large_configuration_has_an_arrow_to_each_system() {
    let picture = large(1_000, 40, 100);
    assert_eq!((picture.places.len(), picture.arrows.len()), (41, 40));
    assert!(picture.arrows.iter().all(|arrow| arrow.patterns.len() == PATTERNS && arrow.more));
}

#[test]
fn where_very_much_leads_on_numbers_are_counted() {
    let picture = large(402, 201, 1);
    assert_eq!((picture.places.len(), picture.arrows.len()), (202, 201));
    assert!(picture.arrows.iter().all(|arrow| arrow.patterns == ["2 numbers"] && !arrow.more));
}
