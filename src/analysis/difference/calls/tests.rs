//! What is said of all numbers, against tracing each.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::call::{Call, Profile, Replies};
use crate::model::{DialPlan, read};
use crate::plan::network_of_config;
use crate::source::Source;
use crate::syntax::tree::Tree;

fn plan(text: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new("router", text.to_owned())));
    assert!(report.is_empty(), "{text}\n{report:?}");
    plan
}

/// What differs, as lines.
fn told(old: &str, new: &str) -> String {
    with_sides(old, new, |found, _, _| {
        let line = |one: &Difference| {
            let from: Vec<String> = one.from.iter().map(ToString::to_string).collect();
            format!("{} {} from {}\n", one.class, one.numbers.readable(5).patterns.join(" "), from.join(", "))
        };
        found.found.iter().map(line).collect()
    })
}

fn side<'g, 'p>(gateway: &'g Gateway<'p>, site: &'p Site) -> Side<'g, 'p> {
    Side { gateway, site }
}

fn with_sides<T>(old: &str, new: &str, then: impl FnOnce(&Differences, Side<'_, '_>, Side<'_, '_>) -> T) -> T {
    let networks = [old, new].map(|text| network_of_config("isr".to_owned(), plan(text), None));
    let gateways = || networks.each_ref().map(|network| Gateway::new(&network.gateways[0].plan, Profile::new(None)));
    let sites = networks.each_ref().map(|network| &network.gateways[0]);
    let compared = gateways();
    let found = differences(side(&compared[0], sites[0]), side(&compared[1], sites[1])).unwrap();
    // What numbers are traced through has no table: each pattern is tried.
    let traced = gateways();
    then(&found, side(&traced[0], sites[0]), side(&traced[1], sites[1]))
}

const SHARED: &str = "voice translation-rule 103\n rule 1 /^\\(120655555..\\)/ /+\\1/\n!\n\
    voice translation-profile AddPlusOne\n translate called 103\n!\n\
    dial-peer voice 555 voip\n preference 1\n translation-profile outgoing AddPlusOne\n destination-pattern 120655555..\n \
    session protocol sipv2\n session target ipv4:192.0.2.10\n!\n\
    dial-peer voice 5552 voip\n preference 2\n destination-pattern 120655555..\n session target ipv4:192.0.2.20\n!\n";

#[test]
fn what_makes_no_difference_to_calls_is_none() {
    let renumbered = SHARED.replace("voice 555 ", "voice 7 ").replace("120655555..", "^120655555..");
    assert_eq!(told(SHARED, &renumbered), "");
    let same_rules = SHARED.replace("/^\\(120655555..\\)/ /+\\1/", "/^1206/ /+1206/");
    assert_eq!(told(SHARED, &same_rules), "");
}

#[test]
fn calls_of_a_host_that_only_a_class_of_uris_names_are_compared() {
    let side = |member: u32| {
        format!(
            "voice class uri 5 sip\n host ipv4:198.51.100.9\n!\nvoice class dpg 1\n dial-peer {member}\n!\n\
             dial-peer voice 7 voip\n session protocol sipv2\n incoming uri via 5\n destination dpg 1\n!\n\
             dial-peer voice 1 voip\n destination-pattern 1T\n session protocol sipv2\n session target ipv4:192.0.2.1\n!\n\
             dial-peer voice 2 voip\n destination-pattern 2T\n session protocol sipv2\n session target ipv4:192.0.2.2\n!\n"
        )
    };
    let found = told(&side(1), &side(2));
    assert!(found.contains("rerouted") && found.contains("from ipv4:198.51.100.9"), "{found}");
}

#[test]
fn servers_that_are_tried_in_any_order_have_none() {
    let group = |[first, second]: [&str; 2]| {
        format!(
            "voice class server-group 1\n ipv4 192.0.2.1{first}\n ipv4 192.0.2.2{second}\n!\n\
             dial-peer voice 5 voip\n destination-pattern 5...\n session protocol sipv2\n session server-group 1\n!\n"
        )
    };
    let swapped = |text: &str| text.replace("2.1", "2.x").replace("2.2", "2.1").replace("2.x", "2.2");
    let tied = group(["", ""]);
    assert_eq!(told(&tied, &swapped(&tied)), "");
    let ranked = group([" preference 1", " preference 2"]);
    assert!(told(&ranked, &swapped(&ranked)).starts_with("rerouted "));
}

/// A dial-peer with two servers, as the lines behind their addresses and these of the group say.
fn two_servers([first, second]: [&str; 2], lines: &str) -> String {
    format!(
        "voice class server-group 1\n ipv4 192.0.2.1{first}\n ipv4 192.0.2.2{second}\n{lines}!\n\
         dial-peer voice 5 voip\n destination-pattern 5...$\n session protocol sipv2\n session server-group 1\n!\n"
    )
}

/// Two dial-peers, with these lines each.
fn two_peers(lines: [&str; 2]) -> String {
    let peer = |(host, lines): (u32, &str)| {
        format!(
            "dial-peer voice {host} voip\n destination-pattern 5...$\n session protocol sipv2\n \
             session target ipv4:192.0.2.{host}\n{lines}!\n"
        )
    };
    (1..).zip(lines).map(peer).collect()
}

#[test]
fn a_huntstop_on_the_last_one_makes_no_difference_whatever_the_match_length_of_another() {
    let peers = |of_20: &str| {
        let peer = |tag: u32, lines: &str| {
            format!(
                "dial-peer voice {tag} voip\n{lines} session protocol sipv2\n session target ipv4:192.0.2.{tag}\n!\n"
            )
        };
        let of_20 = format!(" destination-pattern 12..\n preference 2\n{of_20}");
        peer(20, &of_20) + &peer(70, " destination-pattern (12)+..\n preference 1\n")
    };
    assert_eq!(told(&peers(""), &peers(" huntstop\n")), "");
    assert!(told(&peers(" huntstop\n"), &peers(" huntstop\n").replace("preference 1", "preference 3")).contains("12"));
}

#[test]
fn what_chance_decides_is_another_way_than_an_order() {
    // Servers of one preference, as dial-peers of one preference (CUBE, server groups: without scheme and preferences at random).
    let (ordered, tied) = ([" preference 1", " preference 2"], [" preference 2", " preference 2"]);
    let robin = " hunt-scheme round-robin\n";
    for (old, new) in [
        (two_servers(ordered, ""), two_servers(tied, "")),
        (two_servers(tied, ""), two_servers(ordered, "")),
        (two_servers(ordered, ""), two_servers(ordered, robin)),
        (two_peers(["", " preference 2\n"]), two_peers(["", ""])),
    ] {
        let found = told(&old, &new);
        assert!(found.starts_with("rerouted 5... from anywhere"), "{old}{new}{found}");
    }
    assert_eq!(told(&two_servers(tied, ""), &two_servers(ordered, robin)), "");
}

#[test]
fn that_others_of_a_tie_are_not_tried_any_more_is_a_difference() {
    let peers = [two_peers(["", ""]), two_peers([" huntstop\n", " huntstop\n"])];
    let [open, stopped] = &peers;
    assert!(told(open, stopped).starts_with("fallback-lost 5..."), "{}", told(open, stopped));
    assert!(told(stopped, open).starts_with("fallback-gained 5..."));
    // Where both lead to one far end, that is tried all the same.
    let [open, stopped] = peers.map(|text| text.replace("192.0.2.2", "192.0.2.1"));
    assert_eq!(told(&open, &stopped), "");
    let servers = two_servers(["", ""], "");
    let found = told(&servers, &two_servers(["", ""], " huntstop 1 resp-code 404\n"));
    assert!(found.starts_with("fallback-lost 5..."), "{found}");
    // Behind the last of all there is nothing that a huntstop keeps from being tried.
    assert_eq!(told(&servers, &servers.replace(" destination-pattern", " huntstop\n destination-pattern")), "");
}

#[test]
fn a_second_way_to_a_far_end_with_the_same_number_is_no_further_one() {
    // As where a dial-peer is stood in for by one with another table.
    let profile = |tag: u32, rule: &str| {
        format!(
            "voice translation-rule {tag}\n rule 1 {rule}\n!\nvoice translation-profile p{tag}\n translate called {tag}\n!\n"
        )
    };
    let tables = profile(1, "/^\\(5.*\\)/ /+\\1/") + &profile(2, "/^5/ /+5/") + &profile(3, "/^5/ /6/");
    let side = |second: &str, behind: &str| {
        let second = format!(" translation-profile outgoing {second}\n");
        let two = two_peers([" translation-profile outgoing p1\n", &second]).replace("192.0.2.2", "192.0.2.1");
        format!("{tables}{two}{}", two_peers([" shutdown\n", behind]).replace("voice ", "voice 7"))
    };
    let off = " shutdown\n";
    for behind in [off, " preference 1\n"] {
        let lone = side("p2\n shutdown", behind);
        assert_eq!(told(&lone, &side("p2", behind)), "", "{lone}");
        assert!(!told(&lone, &side("p3", behind)).is_empty());
    }
}

#[test]
fn hunting_passes_over_a_tie_of_ports_that_are_down() {
    let pots = |tag: u32| format!("dial-peer voice {tag} pots\n destination-pattern 5...$\n port 0/0/0:23\n!\n");
    let down = format!("voice-port 0/0/0:23\n shutdown\n!\n{}{}", pots(8), pots(9));
    let behind = two_peers([" preference 1\n", " shutdown\n"]);
    let found = told(&down, &(down.clone() + &behind));
    assert!(found.starts_with("gained 5... from anywhere"), "{found}");
}

#[test]
fn a_rule_that_rejects_is_seen_in_front_of_servers_in_any_order() {
    let rejecting = |servers: [&str; 2]| {
        format!(
            "voice translation-rule 1\n rule 1 reject /^50/\n!\nvoice translation-profile a\n translate called 1\n!\n{}",
            two_servers(servers, "").replace("session protocol", "translation-profile outgoing a\n session protocol")
        )
    };
    let found = told(&two_servers(["", ""], ""), &rejecting(["", ""]));
    assert!(found.starts_with("lost 50.. from anywhere"), "{found}");
}

#[test]
fn the_order_of_servers_counts_in_a_tie_of_dial_peers() {
    let tied =
        |servers| two_servers(servers, "") + &two_peers(["", " shutdown\n"]).replace("192.0.2.1\n", "192.0.2.3\n");
    let (one, other) = (tied([" preference 1", " preference 2"]), tied([" preference 2", " preference 1"]));
    assert!(told(&one, &other).starts_with("rerouted 5... from anywhere"), "{}", told(&one, &other));
    assert_eq!(told(&one, &one), "");
}

#[test]
fn a_change_is_told_by_its_class() {
    let with = |from: &str, to: &str| told(SHARED, &SHARED.replace(from, to));
    let everywhere = "from anywhere, ipv4:192.0.2.10, ipv4:192.0.2.20\n";
    let all = "120655555..T";
    assert_eq!(with(" preference 1\n", " preference 3\n"), format!("rerouted {all} {everywhere}"));
    assert_eq!(with("ipv4:192.0.2.10\n", "ipv4:192.0.2.10\n huntstop\n"), format!("fallback-lost {all} {everywhere}"));
    // Of calls from a trunk that is on one side only nothing is said.
    assert_eq!(told(SHARED, ""), format!("lost {all} from anywhere\n"));
    assert_eq!(told("", SHARED), format!("gained {all} from anywhere\n"));
    assert_eq!(with("/+\\1/", "/+1\\1/"), format!("rewritten {all} {everywhere}"));
    let stops = format!("no voice hunt unassigned-number\n{SHARED}");
    assert_eq!(told(SHARED, &stops), format!("fallback-lost {all} {everywhere}"));
    assert_eq!(told(&stops, SHARED), format!("fallback-gained {all} {everywhere}"));
    // The longer match comes before the preference.
    let narrower =
        with(" preference 2\n destination-pattern 120655555..", " preference 2\n destination-pattern 1206555550.");
    let (first, second) = ("rerouted 1206555550.T", "fallback-lost 120655555[1-9].T");
    assert_eq!(narrower, format!("{first} {everywhere}{second} {everywhere}"));
}

/// What becomes of one number: for each way in which all far ends may fail, what is tried.
pub(crate) fn traced(gateway: &Gateway<'_>, number: &str) -> Vec<Vec<(String, String)>> {
    let of = |status: &str| {
        let mut replies = Replies::default();
        replies.add(&format!("all={status}"), gateway.plan()).unwrap();
        let trace = gateway.trace(&Call::to(number), &replies).unwrap();
        let sent = |attempt: &crate::call::Attempt| {
            let blocked = matches!(&attempt.then, crate::call::Then::Stops(crate::call::Stop::Blocked(_)));
            (!blocked).then(|| (attempt.target.clone(), attempt.called.digits.clone()))
        };
        let mut ways: Vec<_> = trace.attempts.iter().filter_map(sent).collect();
        ways.dedup();
        ways
    };
    ["404", "486", "503", "480", "500"].map(of).into()
}

/// All numbers of up to three symbols, and some of four.
pub(crate) fn universe() -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for length in 0..4 {
        let symbols: &[char] = if length == 3 { &['1', '2'] } else { &['1', '2', '3', '+'] };
        let longer = |text: &String| symbols.iter().map(|symbol| format!("{text}{symbol}")).collect::<Vec<_>>();
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all.into_iter().filter(|number| !number.is_empty() && !number.trim_start_matches('+').contains('+')).collect()
}

fn peer() -> impl Strategy<Value = String> {
    let patterns = ["1..", "1..$", "12.", "2T", "[12].", ".", "123", "1T", "+1.", "2", "..$", "[1-3]1"];
    let lines =
        ["", " huntstop\n", " translation-profile outgoing a\n", " translation-profile outgoing b\n", " shutdown\n"];
    let hosts = [1, 2, 3];
    let kinds = [" session protocol sipv2\n", ""];
    (select(patterns.to_vec()), select(lines.to_vec()), select(hosts.to_vec()), select(kinds.to_vec())).prop_map(
        |(pattern, line, host, kind)| {
            format!(" destination-pattern {pattern}\n{kind} session target ipv4:192.0.2.{host}\n{line}")
        },
    )
}

fn config() -> impl Strategy<Value = String> {
    let rules = [
        "/^1/ /2/",
        "/^12/ /+\\0/",
        "reject /^11/",
        "/\\(.\\)\\(.*\\)/ /\\2\\1/",
        "/2/ //",
        "/^\\(1.\\)/ /\\1/",
        "/3$/ /1/",
        "/1/ /1/",
    ];
    let table = proptest::collection::vec(select(rules.to_vec()), 1..3).prop_map(|rules| {
        (1..).zip(rules).map(|(number, rule)| format!(" rule {number} {rule}\n")).collect::<Vec<_>>().concat()
    });
    let globals = ["", "no voice hunt unassigned-number\n", "voice hunt user-busy\n", "dial-peer hunt 2\n"];
    let peers = proptest::collection::vec(peer(), 0..4);
    (select(globals.to_vec()), table.clone(), table, peers).prop_map(|(globals, a, b, peers)| {
        let peers = (1..).zip(peers).map(|(tag, peer)| format!("dial-peer voice {tag} voip\n preference {tag}\n{peer}"));
        format!(
            "{globals}voice translation-rule 1\n{a}voice translation-rule 2\n{b}voice translation-profile a\n translate called \
             1\nvoice translation-profile b\n translate called 2\n{}",
            peers.collect::<Vec<_>>().concat()
        )
    })
}

/// Whether calls whose first far end is the same differ as a class says, by where they go behind each failure.
fn is_of(class: Class, before: &[Vec<(String, String)>], after: &[Vec<(String, String)>]) -> bool {
    let targets = |ways: &[Vec<(String, String)>]| -> Vec<Vec<String>> {
        ways.iter().map(|way| way.iter().map(|step| step.0.clone()).collect()).collect()
    };
    let (before, after) = (targets(before), targets(after));
    let sets = |ways: &[Vec<String>]| -> Vec<BTreeSet<String>> {
        ways.iter().map(|way| way.iter().cloned().collect()).collect()
    };
    let (mine, others) = (sets(&before), sets(&after));
    let are_within = |one: &[BTreeSet<String>], other: &[BTreeSet<String>]| {
        one.iter().zip(other).all(|(one, other)| one.is_subset(other))
    };
    match class {
        Class::Rewritten => before == after,
        Class::Reordered => {
            before != after && mine.iter().max_by_key(|way| way.len()) == others.iter().max_by_key(|way| way.len())
        }
        Class::FallbackLost => before != after && are_within(&others, &mine),
        Class::FallbackGained => before != after && are_within(&mine, &others),
        Class::FallbackChanged => before != after,
        Class::LoopIntroduced
        | Class::LoopRemoved
        | Class::Emergency
        | Class::Lost
        | Class::Gained
        | Class::Rerouted => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_differs_is_what_tracing_each_number_finds(old in config(), new in config()) {
        let wrong = with_sides(&old, &new, |found, before, after| {
            let here = |one: &&Difference| one.from.contains(&Origin::Anywhere);
            let mut wrong = Vec::new();
            for number in universe() {
                let (mine, others) = (traced(before.gateway, &number), traced(after.gateway, &number));
                let classes: Vec<Class> = found.found.iter().filter(here)
                    .filter(|one| one.numbers.accepts(&number)).map(|one| one.class).collect();
                let first = |ways: &[Vec<(String, String)>]| ways.iter().find_map(|ways| ways.first().map(|way| way.0.clone()));
                let fits = match (mine == others, classes.as_slice()) {
                    (true, []) => true,
                    (false, [Class::Lost]) => first(&mine).is_some() && first(&others).is_none(),
                    (false, [Class::Gained]) => first(&mine).is_none() && first(&others).is_some(),
                    (false, [Class::Rerouted]) => first(&mine) != first(&others),
                    (false, [class]) => first(&mine) == first(&others) && is_of(*class, &mine, &others),
                    (true | false, _) => false,
                };
                if !fits {
                    wrong.push(format!("{number}: {classes:?}\n  {mine:?}\n  {others:?}"));
                }
            }
            wrong
        });
        prop_assert!(wrong.is_empty(), "{}\n--- old\n{old}--- new\n{new}", wrong.join("\n"));
    }

    #[test]
    fn nothing_differs_from_itself(config in config()) {
        prop_assert_eq!(told(&config, &config), "");
    }
}
