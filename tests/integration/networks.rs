//! What is proved of random small networks, held to every number that is followed through them one by one.

#[path = "networks/classes.rs"]
mod classes;
#[path = "networks/generator.rs"]
mod generator;
#[path = "networks/journeys.rs"]
mod journeys;

use dialc::analysis::loops::{Graph, Loops, loops};
use dialc::call::{Profile, Traveller};
use dialc::model::{Network, Own, Place};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use generator::{Texts, networks};
use journeys::{cases, entry, goes_round, story, universe};

/// Takes calls through a network. What is asked for no table tries each pattern.
fn traveller(network: &Network) -> Traveller<'_> {
    Traveller::new(network, network.gateways.iter().map(|site| Profile::new(site.release.clone())))
}

/// The first number of the universe that comes back, and its story.
fn round(graph: &Graph<'_, '_>, numbers: &[String]) -> Option<String> {
    let traveller = &traveller(graph.traveller().network());
    let has_lines = graph.gaps().lines;
    let is_phone = |place| match place {
        Place::System(index) => traveller.network().systems[index].own == Own::All,
        Place::Gateway(_) | Place::Public => false,
    };
    for node in graph.origins.iter().map(|id| graph.nodes[*id]) {
        // The digits of a phone arrive one by one; that they are taken as if they came at once is said.
        if has_lines && is_phone(node.from) {
            continue;
        }
        for number in numbers {
            let entry = entry(node, number);
            if let Some((case, journey)) = cases(traveller, &entry, 3, |_, journey| goes_round(journey)) {
                return Some(story(traveller.network(), &entry, &case, &journey));
            }
        }
    }
    None
}

/// What is said of the loops of a network: whether one is found, and why not. Panics where that is not so.
fn judged(texts: &Texts) -> Result<bool, String> {
    let network = texts.network();
    let (with_tables, traveller) = (traveller(&network), traveller(&network));
    let graph = Graph::new(&with_tables).unwrap();
    match loops(&graph) {
        Loops::None => {
            if let Some(story) = round(&graph, &universe(4)) {
                panic!("{texts:?}\nno loop is found, but\n{story}");
            }
            Ok(false)
        }
        Loops::Found(witness) => {
            let traveller = &traveller;
            let journey = traveller.follow(&witness.entry, &witness.case);
            let shown = || story(&network, &witness.entry, &witness.case, &journey);
            assert!(goes_round(&journey), "{texts:?}\n{}", shown());
            assert_eq!(journey, witness.journey);
            let begins = |node: &dialc::analysis::loops::Node| {
                (node.at, node.from, node.contact) == (witness.entry.to, witness.entry.from, witness.entry.contact)
            };
            let node = graph.origins.iter().map(|id| graph.nodes[*id]).find(begins).expect("it begins somewhere");
            for number in universe(3).iter().filter(|number| !witness.numbers.accepts(number)) {
                let entry = entry(node, number);
                if let Some((case, journey)) = cases(traveller, &entry, 3, |_, journey| goes_round(journey)) {
                    panic!("{texts:?}\nnot said to loop:\n{}", story(&network, &entry, &case, &journey));
                }
            }
            Ok(true)
        }
        Loops::Unknown(why) => Err(match round(&graph, &universe(3)) {
            Some(story) => format!("{why}: missed\n{story}"),
            None => format!("{why}: spurious"),
        }),
    }
}

proptest! {
    #![proptest_config(Config { cases: 6, max_shrink_iters: 600, ..Config::default() })]

    #[test]
    fn a_network_that_is_said_not_to_loop_does_not(texts in networks()) {
        let _ = judged(&texts);
    }

    #[test]
    fn a_gateway_does_with_each_number_what_is_said_of_all(texts in networks()) {
        let network = texts.network();
        let travellers = [&traveller(&network), &traveller(&network)];
        let faults = classes::faults(&network, travellers, &universe(3));
        prop_assert!(faults.is_empty(), "{:?}\n{}", texts, faults.join("\n"));
    }
}

/// Of so many networks, which loop is found, which do not loop, and of which neither is known.
#[test]
fn of_few_networks_it_is_not_known_whether_they_loop() {
    let count = std::env::var("DIALC_NETWORKS").ok().and_then(|count| count.parse().ok()).unwrap_or(10);
    let seed = std::env::var("DIALC_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1_u8);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (mut found, mut none, mut unknown) = (0, 0, 0);
    for _ in 0..count {
        let texts = networks().new_tree(&mut runner).unwrap().current();
        match judged(&texts) {
            Ok(true) => found += 1,
            Ok(false) => none += 1,
            Err(why) => {
                unknown += 1;
                if std::env::var("DIALC_SHOW").is_ok() {
                    println!("=====\n{texts:?}\n>>>>> {why}");
                }
            }
        }
    }
    println!("{found} loop, {none} do not, of {unknown} that is not known");
}

/// A call without a number comes in on a bare `T`, but only where nothing else takes it (found by the test above).
#[test]
fn a_call_without_a_number_comes_in_as_is_said() {
    let file = "version: 1\nsystems:\n  a: { kind: sip }\ngateways:\n  g:\n    config: g.cfg\n    \
                connects: { a: \"ipv4:192.0.2.10\", pstn: \"0/0/0:23\" }\n";
    let config = "voice class dpg 1\n dial-peer 1 preference 2\n dial-peer 2 preference 1\n!\n\
                  dial-peer voice 3 voip\n destination dpg 1\n incoming called-number T\n!\n\
                  dial-peer voice 2 voip\n destination-pattern T\n session target ipv4:192.0.2.10\n!\n\
                  dial-peer voice 1 voip\n destination-pattern 1\n session target ipv4:192.0.2.99\n!\n";
    let texts = Texts { file: file.to_owned(), configs: vec![config.to_owned()] };
    let network = texts.network();
    let faults = classes::faults(&network, [&traveller(&network), &traveller(&network)], &universe(1));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
