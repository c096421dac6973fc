//! Calls through configurations from the field, in the folder that DIALC_SHARED names: no call makes dialc panic, its two
//! ways of finding dial-peers agree, and what routers print of a number is what a trace says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use dialc::automaton::compile;
use dialc::call::{Call, CollectionEnd, Gateway, Leg, Outcome, Profile, Replies, RoutingTable, Trace, Trunk, scan};
use dialc::model::{DialPlan, Tag, read};
use dialc::output::trace::{json, text};
use dialc::source::Source;
use dialc::syntax::argument::SessionTarget;
use dialc::syntax::tree::Tree;
use regex::Regex;

use crate::corpus::{files, shared};

fn plan(source: &Source) -> DialPlan {
    read(&Tree::parse(source)).0
}

/// Numbers that the configuration has to do with: the smallest of each pattern, one with more digits, and some others.
fn numbers(plan: &DialPlan) -> BTreeSet<String> {
    let mut numbers: BTreeSet<String> =
        ["", "0", "911", "9911", "1001", "12065550100", "+12065550100", "*99", "A1"].map(str::to_owned).into();
    for pattern in plan.peers.values().flat_map(|peer| plan.called_patterns(peer)).take(60) {
        if let Some(number) = compile::body(pattern.value).ok().and_then(|body| body.witness()) {
            numbers.insert(format!("{number}7"));
            numbers.insert(number);
        }
    }
    numbers
}

/// Where its calls can come from.
fn legs(plan: &DialPlan) -> Vec<Option<Leg>> {
    let target = |peer: &dialc::model::DialPeer| peer.session_target().map(|target| target.value.clone());
    let address = plan.peers.values().find_map(target).unwrap_or(SessionTarget::Ipv4([192, 0, 2, 1].into(), None));
    let mut legs = vec![None, Some(Leg::Sip(Trunk::at(address.clone()))), Some(Leg::H323(Trunk::at(address)))];
    legs.push(Some(Leg::SipLine(Trunk::default())));
    legs.extend(plan.trunk_ports().first().map(|port| Some(Leg::Port((*port).to_owned()))));
    let inbound = plan.peers.values().filter(|peer| !peer.shutdown()).take(3);
    legs.extend(inbound.map(|peer| Some(Leg::peer(peer.tag))));
    legs
}

/// What must hold for every trace.
fn check(trace: &Trace, plan: &DialPlan, story: &str) {
    let candidates = trace.selection.iter().flat_map(|selection| selection.hunt.iter().flatten());
    let tags: Vec<_> = candidates.map(|one| one.tag).collect();
    assert_eq!(tags.iter().collect::<BTreeSet<_>>().len(), tags.len(), "{story}: a dial-peer stands once");
    assert!(trace.attempts.iter().all(|attempt| tags.contains(&attempt.tag)), "{story}: candidates only");
    let answered = trace.attempts.last().is_some_and(dialc::call::Attempt::is_answered);
    assert_eq!(answered, matches!(trace.outcome, Outcome::Answered { .. }), "{story}");
    let before = trace.attempts.len().saturating_sub(1);
    assert!(
        trace.attempts.iter().take(before).all(|attempt| attempt.then.continues()),
        "{story}: nothing after an end"
    );
    assert!(plan.peers.keys().all(|tag| tag.number() > 0), "{story}");
}

#[test]
fn calls_through_configurations_from_the_field_are_traced() {
    let Some(shared) = shared() else { return };
    let mut count = 0;
    for path in files(&shared.join("corpus"), "cfg") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = Source::new(name.clone(), fs::read(&path).unwrap());
        let plan = plan(&source);
        let gateway = Gateway::new(&plan, Profile::default());
        let table = RoutingTable::new(&plan, &Profile::default()).unwrap();
        for number in numbers(&plan) {
            assert_eq!(
                table.candidates(&number).as_ref(),
                scan(&plan, &Profile::default(), &number),
                "{name}: {number}"
            );
            for leg in legs(&plan) {
                for (overlap, reply) in [(false, "all=answer"), (false, "all=404"), (true, "all=cause:17")] {
                    let mut replies = Replies::default();
                    replies.add(reply, &plan).unwrap();
                    let call = Call { overlap, leg: leg.clone(), ..Call::to(&number).from("4255550100") };
                    let Ok(trace) = gateway.trace(&call, &replies) else { continue };
                    let story = format!("{name}: {number} {leg:?} {reply}");
                    check(&trace, &plan, &story);
                    assert!(!text(&trace, &source).is_empty() && json(&trace, &source).starts_with('{'), "{story}");
                    count += 1;
                }
            }
        }
    }
    println!("{count} calls");
    assert!(count > 5_000, "{count} calls");
}

/// A dial-peer as `show dialplan` prints it, and how it matched.
#[derive(Debug)]
struct Shown {
    config: String,
    tag: u32,
    digits: usize,
}

/// The dial-peers in the output of `show dialplan`, in its order.
fn shown(output: &str) -> Vec<Shown> {
    let field = |part: &str, pattern: &str| {
        let found = Regex::new(pattern).unwrap().captures(part).map(|found| found[1].to_owned());
        found.filter(|value| !value.is_empty())
    };
    let starts = Regex::new(r"(VoiceEncapPeer|VoiceOverIpPeer)\d+").unwrap();
    let places: Vec<_> = starts.find_iter(output).map(|one| one.start()).chain([output.len()]).collect();
    let parts = places.windows(2).map(|pair| &output[pair[0]..pair[1]]);
    let peer = |part: &str| {
        let tag: u32 = field(part, r"tag = (\d+)")?.parse().unwrap();
        let pots = part.starts_with("VoiceEncapPeer");
        let mut config = format!("dial-peer voice {tag} {}\n", if pots { "pots" } else { "voip" });
        for (keyword, pattern) in [
            ("destination-pattern", r"destination-pattern = `([^']*)'"),
            ("answer-address", r"answer-address = `([^']*)'"),
            ("preference", r"preference=(\d+)"),
            ("session target", r"session-target = *\s*`([^']*)'"),
            // What is cut off in the source is filled in: the peer was up.
            ("port", r"voice-port = `([^']*)'"),
        ] {
            if let Some(value) = field(part, pattern) {
                config += &format!(" {keyword} {value}\n");
            }
        }
        if !config.contains("session target") && !config.contains(" port ") {
            config += if pots { " port 1/1\n" } else { " session target ipv4:192.0.2.1\n" };
        }
        if part.contains("huntstop = enabled") {
            config += " huntstop\n";
        }
        let digits = field(part, r"Digits: (\d+)")?.parse().unwrap();
        Some(Shown { config, tag, digits })
    };
    parts.filter_map(peer).collect()
}

fn show(shared: &Path, name: &str) -> Vec<Shown> {
    let text = fs::read_to_string(shared.join("corpus/show").join(name)).unwrap();
    let shown = shown(&text);
    assert!(!shown.is_empty(), "{name}");
    shown
}

/// `show dialplan number` and `show dialplan dialpeer`: the dial-peers that match, and with how many digits. The order of
/// those that tie is one of many.
#[test]
fn routers_print_what_a_trace_says_of_a_number() {
    let Some(shared) = shared() else { return };
    for (name, number) in [
        ("show_dialplan_number_01.txt", "1001"),
        ("show_dialplan_number_02.txt", "5000"),
        ("show_dialplan_dialpeer_01.txt", "19001111"),
    ] {
        let printed = show(&shared, name);
        let config: String = printed.iter().map(|one| one.config.as_str()).collect();
        let plan = plan(&Source::new(name, config.clone()));
        let trace = Gateway::new(&plan, Profile::default()).trace(&Call::to(number), &Replies::default()).unwrap();
        let hunt = trace.selection.unwrap().hunt;
        let ours: BTreeSet<_> = hunt.iter().flatten().map(|one| (one.tag.number(), one.length)).collect();
        let theirs: BTreeSet<_> = printed.iter().map(|one| (one.tag, one.digits)).collect();
        assert_eq!(ours, theirs, "{name}\n{config}");
        assert_eq!(hunt.len(), 1, "{name}: all that a router printed there tie");
        assert_eq!(trace.collected.end, CollectionEnd::EnBloc);
    }
}

/// `show dialplan incall PORT number N`: the dial-peer that takes a call from a port. With 0 digits it was the port that
/// matched.
#[test]
fn routers_print_what_a_trace_says_of_a_call_that_comes_in() {
    let Some(shared) = shared() else { return };
    let printed = show(&shared, "show_dialplan_incall_04.txt");
    let plan = plan(&Source::new("incall", printed[0].config.clone()));
    let call = Call::to("").from("888").on(Leg::Port("1/0/1:D".into()));
    let inbound = Gateway::new(&plan, Profile::default()).trace(&call, &Replies::default()).unwrap().inbound.unwrap();
    assert_eq!((inbound.peer.map(Tag::number), inbound.by), (Some(printed[0].tag), "port"));
    assert_eq!((inbound.length, printed[0].digits), (None, 0));
}
