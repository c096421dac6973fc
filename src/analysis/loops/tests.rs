//! The cases that must be right, each small: `fixtures/projects` has them as a user would write them.

use super::*;
use crate::call::End;
use crate::call::{Profile, Traveller};
use crate::model::read;
use crate::plan::{GatewayPlan, network_of_file};
use crate::source::Source;
use crate::spec::load_network;
use crate::syntax::tree::Tree;

/// What `loops` says of a network file whose gateways run these configurations: `none`, the number that loops, or why that
/// is not known.
fn found(network: &str, configs: &[&str]) -> String {
    let source = Source::new("network.yaml", network.to_owned());
    let (file, report) = load_network(&source, &|_| Err("no files here".to_owned()));
    let file = file.unwrap_or_else(|| panic!("{report:?}"));
    assert!(!report.has_errors(), "{report:?}");
    let plan = |text: &&str| {
        let (plan, report) = read(&Tree::parse(&Source::new("router", (*text).to_owned())));
        assert!(report.is_empty(), "{report:?}");
        GatewayPlan { plan, release: None }
    };
    let network = network_of_file(&file, configs.iter().map(plan).collect());
    let profiles = network.gateways.iter().map(|site| Profile::new(site.release.clone()));
    let traveller = Traveller::new(&network, profiles);
    let graph = Graph::new(&traveller).unwrap();
    match loops(&graph) {
        Loops::None => "none".to_owned(),
        Loops::Unknown(why) => why,
        Loops::Found(witness) => {
            let name = |place| network.name(place).to_owned();
            format!("{} from {} at {}", witness.entry.called, name(witness.entry.from), name(witness.entry.to))
        }
    }
}

/// OCS first, CUCM second, as in the worked example.
const SHARED: &str = "voice translation-rule 103\n rule 1 /^\\(120655555..\\)/ /+\\1/\n!\n\
    voice translation-profile AddPlusOne\n translate called 103\n!\n\
    dial-peer voice 555 voip\n preference 1\n translation-profile outgoing AddPlusOne\n destination-pattern 120655555..\n \
    session protocol sipv2\n session target ipv4:192.0.2.10\n!\n\
    dial-peer voice 5552 voip\n preference 2\n destination-pattern 120655555..\n session target ipv4:192.0.2.20\n!\n";

fn network(ocs: &str, cucm: &str) -> String {
    format!(
        "version: 1\nsystems:\n  ocs: {{ kind: ocs, {ocs} }}\n  cucm: {{ kind: cucm, protocol: h323, {cucm} }}\n\
         gateways:\n  isr:\n    config: isr.cfg\n    dids: [\"+120655555xx\"]\n    delivers: 11\n    country_code: \"1\"\n    \
         connects: {{ ocs: \"ipv4:192.0.2.10\", cucm: \"ipv4:192.0.2.20\", pstn: \"0/0/0:23\" }}\n"
    )
}

#[test]
fn the_worked_example_does_not_loop() {
    assert_eq!(found(&network("unassigned: reject-404", "unassigned: announcement"), &[SHARED]), "none");
}

#[test]
fn what_cucm_sends_back_to_ocs_ends_there() {
    let cucm = "unassigned: { route: ocs }";
    assert_eq!(found(&network("unassigned: reject-404", cucm), &[SHARED]), "none");
}

/// A route of CUCM for what is not its own: OCS, then the gateway.
fn routed(more: &str) -> String {
    format!("routes: [{{ match: \"1206555XXXX\", to: [ocs, gateway]{more} }}], unassigned: announcement")
}

#[test]
fn a_list_that_ends_at_the_gateway_loops_unless_something_stops_it() {
    let ocs = "unassigned: reject-404";
    let list = |stops: &str, more: &str| found(&network(ocs, &format!("{stops}{}", routed(more))), &[SHARED]);
    assert_eq!(list("stop_routing_on: [], ", ""), "12065555500 from pstn at isr");
    // Stop Routing on Unallocated Number is on by default.
    assert_eq!(list("", ""), "none");
    assert_eq!(list("stop_routing_on: [], ", ", from: [cucm, ocs]"), "none");
}

#[test]
fn a_route_that_strips_a_digit_on_each_pass_ends() {
    let open = "dial-peer voice 1 voip\n destination-pattern T\n session target ipv4:192.0.2.20\n!\n";
    let cucm = "routes: [{ match: \"!\", to: gateway, strip: 1 }], unassigned: reject-404";
    assert_eq!(found(&network("unassigned: reject-404", cucm), &[open]), "none");
    let cucm = "routes: [{ match: \"!\", to: gateway, strip: 1, prefix: \"9\" }], unassigned: reject-404";
    assert_eq!(found(&network("unassigned: reject-404", cucm), &[open]), "12065555500 from pstn at isr");
}

#[test]
fn ocs_that_sends_unassigned_numbers_to_the_gateway_loops() {
    // Microsoft KB 2792707.
    let ocs = "unassigned: { route: gateway }, expects: +e164";
    let back = format!(
        "{SHARED}voice translation-rule 7\n rule 1 /^\\+/ //\n!\nvoice translation-profile in\n translate called 7\n!\n\
         dial-peer voice 7 voip\n translation-profile incoming in\n session protocol sipv2\n incoming called-number +\n!\n"
    );
    assert_eq!(found(&network(ocs, "unassigned: announcement"), &[&back]), "12065555500 from pstn at isr");
    // Without the translation the gateway knows no number with a plus.
    assert_eq!(found(&network(ocs, "unassigned: announcement"), &[SHARED]), "none");
}

#[test]
fn hunting_onto_the_way_out_comes_back() {
    let out = format!(
        "{SHARED}dial-peer voice 9 pots\n destination-pattern .T\n port 0/0/0:23\n no digit-strip\n!\n\
         dial-peer voice 10 pots\n incoming called-number .\n direct-inward-dial\n port 0/0/0:23\n!\n"
    );
    let rejecting = network("unassigned: reject-404", "unassigned: reject-404");
    assert_eq!(found(&rejecting, &[&out]), "12065555500 from pstn at isr");
    assert_eq!(found(&rejecting, &[&format!("{out}no voice hunt unassigned-number\n")]), "none");
    let announcing = network("unassigned: reject-404", "unassigned: announcement");
    assert_eq!(found(&announcing, &[&out]), "none");
}

#[test]
fn a_number_that_shrinks_from_its_greatest_length_is_followed_to_its_end() {
    let source = Source::new(
        "network.yaml",
        network("unassigned: reject-404", "routes: [{ match: \"!\", to: gateway, strip: 1 }]"),
    );
    let file = load_network(&source, &|_| Err(String::new())).0.unwrap();
    let open = "dial-peer voice 1 voip\n destination-pattern T\n session target ipv4:192.0.2.20\n!\n";
    let plan = read(&Tree::parse(&Source::new("router", open.to_owned()))).0;
    let network = network_of_file(&file, vec![GatewayPlan { plan, release: None }]);
    let traveller = Traveller::new(&network, [Profile::default()]);
    let entry = Entry {
        to: Place::Gateway(0),
        from: Place::Public,
        contact: Some(2),
        called: "7".repeat(LONGEST_NUMBER),
        calling: String::new(),
    };
    let journey = traveller.follow(&entry, &Case::default());
    assert_eq!(journey.end, End::Failed(404));
    assert!(journey.hops.len() > 2 * LONGEST_NUMBER);
}

#[test]
fn a_sip_server_is_a_far_end() {
    let config = "sip-ua\n sip-server ipv4:192.0.2.10\n!\ndial-peer voice 1 voip\n destination-pattern 1T\n session protocol sipv2\n \
                  session target sip-server\n!\n";
    let ocs = "unassigned: { route: gateway }";
    assert_eq!(found(&network(ocs, "unassigned: announcement"), &[config]), "12065555500 from pstn at isr");
}

/// A gateway that sends all numbers to a system at 192.0.2.10, and those that begin with 2 on to the PRI.
const ANY: &str = "dial-peer voice 1 voip\n destination-pattern T\n session protocol sipv2\n \
    session target ipv4:192.0.2.10\n!\n";

fn site(name: &str, more: &str) -> String {
    format!("  {name}:\n    config: {name}.cfg\n    connects: {{ a: \"ipv4:192.0.2.10\", pstn: \"0/0/0:23\" }}\n{more}")
}

fn one(system: &str) -> String {
    format!("version: 1\nsystems:\n  a: {{ kind: sip, {system} }}\ngateways:\n{}", site("g", ""))
}

#[test]
fn a_national_number_is_one_of_the_country() {
    // 11 is no form of +111: the country code is 2.
    let system = "numbers: [\"+111-+122\"], unassigned: { route: pstn }";
    let dids = "    dids: \"+2x\"\n    delivers: 1\n    country_code: \"2\"\n";
    let network = format!(
        "version: 1\nsystems:\n  a: {{ kind: sip, {system} }}\ngateways:\n{}{}",
        site("g", dids),
        site("h", "")
    );
    let back = "dial-peer voice 1 voip\n destination-pattern 11\n session protocol sipv2\n \
        session target ipv4:192.0.2.10\n!\n";
    assert_eq!(found(&network, &[back, back]), "11 from pstn at g");
}

/// A gateway that goes on to the system only behind the first dial-peer, which leads to the PRI, or to a system that fails
/// calls.
fn behind(first: &str, more: &str) -> String {
    format!(
        "{more}dial-peer voice 2 {first} preference 0\n destination-pattern T\n!\n{}",
        ANY.replace("T\n", "T\n preference 1\n")
    )
}

#[test]
fn a_port_that_is_down_lets_hunting_go_on() {
    let down = "no dial-peer outbound status-check pots\nvoice-port 0/0/0:23\n shutdown\n!\n";
    let network = one("unassigned: { route: g }");
    assert_eq!(found(&network, &[&behind("pots\n port 0/0/0:23\n", down)]), " from a at a");
    // Where it is up nothing loops; that is not seen, since the public network may fail calls as gateways do.
    assert_ne!(found(&network, &[&behind("pots\n port 0/0/0:23\n", "")]), " from a at a");
}

#[test]
fn causes_that_a_tenant_maps_let_hunting_go_on() {
    // The 404 of the first system becomes 17, at which hunting stops, on the peers of the tenant only.
    let maps = "voice class tenant 1\n set sip-status 404 pstn-cause 17\n!\n";
    let first = "voip\n session protocol sipv2\n session target ipv4:192.0.2.99\n";
    let network = one("unassigned: { route: g }");
    assert_eq!(found(&network, &[&behind(first, maps)]), " from pstn at g");
    let with_tenant = format!("{first} voice-class sip tenant 1\n");
    assert_eq!(found(&network, &[&behind(&with_tenant, maps)]), "none");
}

#[test]
fn the_sip_server_is_who_it_is() {
    let config = "sip-ua\n sip-server ipv4:192.0.2.10\n!\n".to_owned() + &ANY.replace("ipv4:192.0.2.10", "sip-server");
    assert_eq!(found(&one("unassigned: { route: g }"), &[&config]), " from pstn at g");
    assert_eq!(found(&one("unassigned: reject-404"), &[&config]), "none");
}

#[test]
fn of_several_dial_peers_of_one_rank_any_may_be_first() {
    let tied = format!("dial-peer voice 9 pots\n destination-pattern T\n port 0/0/0:23\n!\n{ANY}");
    let network = one("unassigned: announcement");
    // By chance a call goes out although it may go to the system, and comes back.
    assert_eq!(found(&network, &[&tied]), " from pstn at g");
    let before = tied.replace("voice 9 pots\n", "voice 9 pots\n preference 1\n");
    assert_eq!(found(&network, &[&before]), "none");
}

#[test]
fn of_several_servers_of_one_preference_any_may_be_first() {
    // The second system takes what it does not own; the first sends it back to the gateway.
    let network = |order: [&str; 2]| {
        let [first, second] = order.map(|server| format!(" ipv4 {server}\n"));
        let group = format!("voice class server-group 1\n{first}{second}!\n");
        group + &ANY.replace("session target ipv4:192.0.2.10", "session server-group 1")
    };
    let systems = "version: 1\nsystems:\n  a: { kind: sip, unassigned: { route: g } }\n  \
        b: { kind: sip, unassigned: announcement }\ngateways:\n  g:\n    config: g.cfg\n    \
        connects: { a: \"ipv4:192.0.2.10\", b: \"ipv4:192.0.2.11\", pstn: \"0/0/0:23\" }\n";
    let either = [["192.0.2.10", "192.0.2.11"], ["192.0.2.11", "192.0.2.10"]];
    assert_eq!(either.map(|order| found(systems, &[&network(order)])), [" from pstn at g"; 2]);
}

#[test]
fn who_owns_the_numbers_that_a_call_becomes_makes_the_loop() {
    // The phone of 2 is not registered, and neither is that of 12 or 112.
    let network = one("forward_unregistered: { to: g, prefix: \"1\" }, unassigned: reject-404");
    assert_eq!(found(&network, &[ANY]), " from pstn at g");
    let network = one("numbers: [\"12\"], forward_unregistered: { to: g, strip: 1 }, unassigned: reject-404");
    assert_eq!(found(&network, &[ANY]), "none");
}
