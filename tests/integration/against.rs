//! `generate --against`: each case adds lines to a clean gateway and shows what dialc makes of it.

use dialc::emit::emit;
use dialc::model::read;
use dialc::output::terminal::render;
use dialc::plan::{Against, Refusal, plan};
use dialc::source::Source;
use dialc::spec;
use dialc::syntax::secrets::secrets;
use dialc::syntax::tree::Tree;

/// A gateway that calls come in on and that routes nothing but a prefix to the PSTN.
const CLEAN: &str = "\
version 12.4
controller T1 0/0/0
 pri-group timeslots 1-24
!
interface Serial0/0/0:23
 isdn switch-type primary-ni
!
dial-peer voice 1 pots
 incoming called-number .
 direct-inward-dial
 port 0/0/0:23
!
dial-peer voice 9 pots
 destination-pattern 9T
 port 0/0/0:23
!
";

struct Case {
    spec: String,
    running: String,
    allow_unjudged: bool,
}

fn seed() -> Case {
    let spec = std::fs::read_to_string("fixtures/specs/seed.yaml").unwrap();
    Case { spec, running: CLEAN.into(), allow_unjudged: false }
}

impl Case {
    fn with(mut self, lines: &str) -> Self {
        self.running += lines;
        self
    }

    fn without(mut self, lines: &str) -> Self {
        assert!(self.running.contains(lines), "{lines}");
        self.running = self.running.replace(lines, "");
        self
    }

    fn spec(mut self, from: &str, to: &str) -> Self {
        assert!(self.spec.contains(from), "{from}");
        self.spec = self.spec.replace(from, to);
        self
    }

    /// The configuration, or how the refusal is shown.
    fn run(&self) -> Result<(String, String), String> {
        let source = Source::new("spec.yaml", self.spec.clone());
        let (spec, report) = spec::load(&source, &|_| Err("no files here".into()));
        assert!(report.is_empty(), "{}", render(&report, false, 100));
        let running = Source::hiding("running.cfg", self.running.clone(), secrets);
        let tree = Tree::parse(&running);
        let (existing, _) = read(&tree);
        let against = Against { source: &running, tree: &tree, plan: &existing, allow_unjudged: self.allow_unjudged };
        match plan(&spec.unwrap(), &source, Some(against)) {
            Ok(planned) => Ok((emit(&planned.plan), render(&planned.notes.sorted(), false, 100))),
            Err(Refusal::Invalid(report)) => Err(format!("invalid\n{}", render(&report.sorted(), false, 100))),
            Err(Refusal::Defeated(report)) => Err(format!("defeated\n{}", render(&report.sorted(), false, 100))),
        }
    }

    /// The plan is written, as if nothing else were there, and nothing is said.
    fn passes(&self) {
        let (config, notes) = self.run().unwrap_or_else(|refusal| panic!("{}\n{refusal}", self.running));
        assert_eq!(notes, "");
        assert_eq!(config, std::fs::read_to_string("fixtures/specs/expected/seed.cfg").unwrap());
    }

    /// The plan is refused; `places` are what the report must name.
    fn is_refused(&self, kind: &str, places: &[&str]) {
        let refusal = self.run().expect_err("refused");
        for place in [kind].iter().chain(places) {
            assert!(refusal.contains(place), "{place} is not in\n{refusal}");
        }
    }
}

#[test]
fn a_clean_gateway_changes_nothing() {
    seed().passes();
}

#[test]
fn a_longer_match_takes_a_shared_number() {
    let case =
        seed().with("dial-peer voice 700 voip\n destination-pattern 12065555512\n session target ipv4:192.0.2.99\n!\n");
    insta::assert_snapshot!(format!("{}\n----\n{}", case.running, case.run().unwrap_err()));
}

fn rival(preference: &str, pattern: &str) -> Case {
    seed().with(&format!(
        "dial-peer voice 700 voip\n {preference}\n destination-pattern {pattern}\n session target ipv4:192.0.2.99\n!\n"
    ))
}

#[test]
fn equal_matches_go_by_preference() {
    let refused = |preference, when| rival(preference, "120655555..").is_refused("defeated", &["dial-peer 700", when]);
    refused("preference 0", "before the systems");
    refused("preference 1", "at random");
    refused("preference 2", "at random");
    let (_, notes) = rival("preference 3", "120655555..").run().unwrap();
    assert!(notes.contains("goes on to dial-peer 700"), "{notes}");
}

#[test]
fn shorter_matches_come_after_and_are_mentioned() {
    let (_, notes) = rival("preference 0", "1T").run().unwrap();
    insta::assert_snapshot!(notes);
    let stopped = rival("preference 0", "1T").spec("delivers: 11 ", "delivers: 11\n  huntstop_last: true #");
    assert_eq!(stopped.run().unwrap().1, "");
}

#[test]
fn other_numbers_and_peers_out_of_use_do_not_matter() {
    rival("preference 0", "120655556..").passes();
    rival("preference 0", "12065555$").passes();
    rival("shutdown", "120655555..").passes();
    rival("preference 0", "120655555..").without(" session target ipv4:192.0.2.99\n").passes();
}

#[test]
fn preference_first_schemes_let_shorter_matches_win() {
    let case = rival("preference 0", "1T").with("dial-peer hunt 2\n");
    case.is_refused("defeated", &["before the systems"]);
    seed().with("dial-peer hunt 1\n").passes();
    seed().with("dial-peer hunt 6\n").is_refused("defeated", &["hunt scheme", "no dial-peer hunt"]);
}

#[test]
fn maps_are_looked_into() {
    let peer = "dial-peer voice 700 voip\n destination e164-pattern-map 4\n session target ipv4:192.0.2.99\n!\n";
    let with = |entries: &str| seed().with(&format!("voice class e164-pattern-map 4\n{entries}!\n{peer}"));
    with("  e164 1206555551[23]\n").is_refused("defeated", &["12065555512", "dial-peer 700"]);
    with("  e164 1206555661.\n").passes();
    with("  url flash:numbers.cfg\n").is_refused("defeated", &["file that dialc does not have"]);
}

#[test]
fn a_catch_all_back_to_the_pstn_is_a_loop() {
    let case = seed().with("dial-peer voice 700 pots\n destination-pattern .T\n port 0/0/0:23\n!\n");
    insta::assert_snapshot!(case.run().unwrap_err());
    let stopped = case.spec("delivers: 11 ", "delivers: 11\n  huntstop_last: true #");
    assert!(stopped.run().is_ok());
}

#[test]
fn voice_hunt_lines_can_end_hunting() {
    for line in ["no voice hunt unassigned-number", "no voice hunt 1", "no voice hunt 0x1", "no voice hunt all"] {
        seed().with(&format!("{line}\n")).is_refused("defeated", &[line, "unassigned: reject-404"]);
    }
    for lines in [
        "no voice hunt 1\nvoice hunt unassigned-number\n",
        "no voice hunt all\ndefault voice hunt\n",
        "no voice hunt invalid-number\n",
        "voice hunt user-busy\n",
    ] {
        seed().with(lines).passes();
    }
    insta::assert_snapshot!(seed().with("sip-ua\n set sip-status 404 pstn-cause 17\n!\n").run().unwrap_err());
    seed().with("sip-ua\n set sip-status 503 pstn-cause 17\n!\n").passes();
}

const CHANGES: &str = "\
voice translation-rule 7
 rule 1 /^1206\\(.*\\)/ /\\1/
!
voice translation-profile IN
 translate called 7
!
";

#[test]
fn inbound_translations_must_leave_the_numbers() {
    let peer = |lines: &str| seed().without(" direct-inward-dial\n").with(CHANGES).with(lines);
    peer("dial-peer voice 1 pots\n direct-inward-dial\n translation-profile incoming IN\n!\n")
        .is_refused("defeated", &["12065555500 becomes 5555500"]);
    let places = [
        "voice-port 0/0/0:23\n translation-profile incoming IN\n!\n",
        "trunk group PSTN\n translation-profile incoming IN\n!\nvoice-port 0/0/0:23\n trunk-group PSTN\n!\n",
        "voice service pots\n translation-profile incoming controller T1 0/0/0 IN\n!\n",
    ];
    for place in places {
        seed().with(CHANGES).with(place).is_refused("defeated", &["12065555500 becomes 5555500"]);
    }
    for place in [
        "trunk group OTHER\n translation-profile incoming IN\n!\n",
        "voice-port 0/1/0:23\n translation-profile incoming IN\n!\n",
        "voice service pots\n translation-profile incoming controller T1 0/1/0 IN\n!\n",
    ] {
        seed().with(CHANGES).with(place).passes();
    }
    seed().with("voice-port 0/0/0:23\n translate called 5\n!\n").is_refused("defeated", &["old translation rules"]);
    seed().with(CHANGES).passes();
    seed().with(CHANGES).with("voice-port 0/0/0:23\n translation-profile outgoing IN\n!\n").passes();
    let harmless = CHANGES.replace("^1206", "^1425");
    seed().with(&harmless).with(places[0]).passes();
    let guard = CHANGES.replace("^1206\\(.*\\)/ /\\1", "^1206.*/ /&");
    seed().with(&guard).with(places[0]).passes();
    let rejects = CHANGES.replace("rule 1 /^1206\\(.*\\)/ /\\1/", "rule 1 reject /99$/");
    seed().with(&rejects).with(places[0]).is_refused("defeated", &["12065555599 is rejected"]);
    seed().with(places[0]).is_refused("defeated", &["there is no translation-profile IN here"]);
}

#[test]
fn conditions_on_type_are_not_judged() {
    let typed = CHANGES.replace("/\\1/", "/\\1/ type national unknown");
    let case = seed().with(&typed).with("voice-port 0/0/0:23\n translation-profile incoming IN\n!\n");
    case.is_refused("defeated", &["depends on the type or plan"]);
}

#[test]
fn peers_chosen_by_the_calling_number_count_where_the_called_number_does_not_settle_it() {
    let caller = "dial-peer voice 2 pots\n destination-pattern 1425.......\n direct-inward-dial\n port 0/1/0\n \
                  translation-profile incoming IN\n!\n";
    seed().with(CHANGES).with(caller).passes();
    let open = seed().without(" incoming called-number .\n").with(CHANGES).with(caller);
    open.is_refused("defeated", &["12065555500 becomes 5555500"]);
}

#[test]
fn longer_numbers_that_the_router_takes_today_are_not_captured() {
    let local = "dial-peer voice 8 voip\n destination-pattern 5.....\n session target ipv4:192.0.2.9\n!\n";
    let four = || seed().spec("delivers: 11 ", "delivers: 4 ").with(local);
    four().is_refused("defeated", &["calls to 550000, which dial-peer 8 takes today", "`exact: true`"]);
    four().spec("delivers: 4 ", "delivers: 4\n  exact: true #").run().unwrap();
}

#[test]
fn any_other_trunk_may_lead_back() {
    let other = "dial-peer voice 700 pots\n destination-pattern .T\n port 0/1/0:23\n!\n";
    seed().with(other).is_refused("defeated", &["would go back to the PSTN"]);
}

#[test]
fn a_text_that_is_no_configuration_is_not_judged() {
    let case = |running: &str| Case { running: running.into(), ..seed() };
    case("").is_refused("defeated", &["nothing in running.cfg looks like a configuration of IOS"]);
    case("\u{0}\u{1}garbage\n").is_refused("defeated", &["nothing in running.cfg looks like"]);
    seed().with("Router(config)#no voice hunt 1\n").is_refused("defeated", &["ends hunting"]);
    seed().with("no voice hunt unassigned-numbr\n").is_refused("defeated", &["does not know this cause"]);
    seed().with("dial-peer hunt 6\ndial-peer hunt 0\n").passes();
}

#[test]
fn num_exp_must_leave_the_numbers() {
    seed().with("num-exp 120655555.. 55..\n").is_refused("defeated", &["expands it to 55.."]);
    seed().with("num-exp 1206 9\n").is_refused("defeated", &["cannot judge"]);
    seed().with("num-exp 5... 14255555...\n").passes();
}

#[test]
fn calls_must_come_in_with_all_their_digits() {
    insta::assert_snapshot!(seed().without(" direct-inward-dial\n").run().unwrap_err());
    let by_port = seed()
        .without(" incoming called-number .\n")
        .without("dial-peer voice 9 pots\n destination-pattern 9T\n port 0/0/0:23\n!\n");
    by_port.passes();
    seed().without(" incoming called-number .\n").is_refused("defeated", &["cannot judge", "by the caller's number"]);
    let written = seed().without(" direct-inward-dial\n").without(" incoming called-number .\n");
    written.spec("delivers: 11 ", "inbound_peer: { tag: 50 }\n    delivers: 11 ").run().unwrap();
    seed()
        .with("interface Serial0/0/0:23\n isdn overlap-receiving\n!\n")
        .is_refused("defeated", &["overlap-receiving"]);
    seed().with("interface Serial0/1/0:23\n isdn overlap-receiving\n!\n").passes();
}

#[test]
fn mgcp_on_the_pri_is_seen_in_every_form() {
    let lines = [
        "interface Serial0/0/0:23\n isdn bind-l3 ccm-manager\n!\n",
        "controller T1 0/0/0\n pri-group timeslots 1-24 service mgcp\n!\n",
        "dial-peer voice 20 pots\n service mgcpapp\n port 0/0/0:23\n!\n",
    ];
    for line in lines {
        seed().with(line).is_refused("defeated", &["under MGCP", "0/0/0:23"]);
    }
}

#[test]
fn the_trunk_must_be_there_and_in_use() {
    let voice_port = |line: &str| seed().with(&format!("voice-port 0/0/0:23\n {line}\n!\n"));
    voice_port("timeouts interdigit 5").passes();
    voice_port("shutdown").is_refused("defeated", &["the trunk is shut down"]);
    voice_port("connection plar 5000").is_refused("defeated", &["every call from the trunk goes to 5000"]);
    let elsewhere = seed().spec("0/0/0:23", "0/1/0:23");
    elsewhere.is_refused("defeated", &["no interface, voice port or controller for 0/1/0:23"]);
}

#[test]
fn calls_must_be_routed_not_blocked_or_answered() {
    let blocks = |rule: &str| {
        seed().with(&format!(
            "voice translation-rule 8\n {rule}\n!\nvoice translation-profile B\n translate called 8\n!\n\
             dial-peer voice 1 pots\n call-block translation-profile incoming B\n!\n"
        ))
    };
    blocks("rule 1 reject /55$/").is_refused("defeated", &["12065555555 is blocked before it is routed"]);
    blocks("rule 1 reject /^900/").passes();
    let tcl = seed().with("dial-peer voice 1 pots\n service mytcl\n!\n");
    tcl.is_refused("defeated", &["cannot judge", "`service`"]);
}

#[test]
fn peers_of_an_earlier_version_are_named() {
    let expected = std::fs::read_to_string("fixtures/specs/expected/seed.cfg").unwrap();
    let moved = seed().with(&expected).spec("order: [ocs, cucm]", "order: [ocs, cucm]\n    state: ocs");
    insta::assert_snapshot!(moved.run().unwrap_err());
    let without = moved.with("no dial-peer voice 5552 voip\n");
    assert!(without.run().unwrap().0.contains("dial-peer voice 555 voip"));
    let free = |case: Case| {
        case.spec("    tags: { ocs: 555, cucm: 5552 }\n", "")
            .spec("    translation: { ocs: { rule: 103, profile: AddPlusOne } }\n", "")
    };
    let grown = free(seed()).with(&expected).spec("-+12065555599", "-+12065555699");
    grown.is_refused("defeated", &["dial-peer 555 of the running-config leads to ocs", "no dial-peer voice 555"]);
}

#[test]
fn what_is_taken_does_not_hide_what_is_defeated() {
    let taken = "voice translation-rule 103\n rule 1 /^9/ //\n!\nno voice hunt 1\n";
    seed().with(taken).is_refused("invalid", &["translation-rule 103 is taken", "no voice hunt 1"]);
}

#[test]
fn a_configuration_without_a_version_is_said_to_be_so() {
    let (_, notes) = seed().without("version 12.4\n").run().unwrap();
    assert!(notes.contains("has no `version` line"), "{notes}");
}

#[test]
fn a_dial_peer_group_takes_the_call_away() {
    seed()
        .with("dial-peer voice 1 pots\n destination dpg 3\n!\n")
        .is_refused("defeated", &["never look at the plan's peers"]);
}

#[test]
fn class_of_restriction_that_blocks_is_seen() {
    let restricted = "dial-peer cor custom\n name local\n!\ndial-peer cor list pstn-in\n member local\n!\n\
                      dial-peer voice 1 pots\n corlist incoming pstn-in\n!\n";
    // Peers without a list are open to all.
    seed().with(restricted).passes();
    let internal = || {
        seed()
            .without("version 12.4\n")
            .with("version 15.4\n")
            .spec("12.4(24)T", "15.4(1)T")
            .spec("protocol: h323", "protocol: sip")
            .spec("dtmf_relay: h245-alphanumeric", "dtmf_relay: rtp-nte")
            .spec("sharing:\n", "internal: gateway\n\nsharing:\n")
    };
    assert!(internal().run().is_ok());
    internal().with(restricted).is_refused("defeated", &["may not use the plan's peers", "no member to-cucm"]);
    let open = restricted.replace(" member local\n", " member to-cucm\n member to-ocs\n");
    assert!(internal().with(&open).run().is_ok());
    // What it wrote itself is taken as it is.
    let (first, _) = internal().run().unwrap();
    assert_eq!(internal().with(&first).run().unwrap().0, first);
    let taker = "dial-peer voice 33 voip\n incoming uri via ALL\n!\n";
    internal().with(taker).is_refused("defeated", &["may take internal calls"]);
    let open_peer = "dial-peer voice 77 voip\n destination-pattern 1206555....\n preference 9\n session target ipv4:192.0.2.20\n!\n";
    internal().with(open_peer).is_refused("defeated", &["dial-peer 77 of the running-config leads to cucm"]);
}

#[test]
fn what_is_not_modelled_is_not_judged() {
    let case = seed().with("ephone-dn 1\n number 5512\n!\n");
    insta::assert_snapshot!(case.run().unwrap_err());
    let (config, notes) = Case { allow_unjudged: true, ..case }.run().unwrap();
    assert!(config.contains("dial-peer voice 555 voip") && notes.contains("ephone-dn"), "{notes}");
    let malformed = rival("preference 0", "1206(");
    malformed.is_refused("defeated", &["this pattern is malformed"]);
}

#[test]
fn the_release_must_be_that_of_the_router() {
    let case = seed().without("version 12.4\n").with("version 15.1\n");
    case.is_refused("defeated", &["the spec is for 12.4(24)T"]);
}

#[test]
fn a_tag_or_rule_that_is_taken_is_shown_at_both_places() {
    let case = seed().with("dial-peer voice 555 voip\n destination-pattern 8...\n session target ipv4:192.0.2.99\n!\n");
    insta::assert_snapshot!(case.run().unwrap_err());
    let rule = seed().with("voice translation-rule 103\n rule 1 /^9/ //\n!\n");
    rule.is_refused("invalid", &["voice translation-rule 103 is taken", "rule 1 /^9/ //"]);
    let cor = std::fs::read_to_string("fixtures/specs/expected/seed.cfg").unwrap();
    let cor = cor.replace(" preference 1\n", " preference 1\n corlist outgoing staff\n");
    seed().with(&cor).is_refused("invalid", &["corlist outgoing staff"]);
}

#[test]
fn what_is_equal_already_keeps_its_numbers() {
    let expected = std::fs::read_to_string("fixtures/specs/expected/seed.cfg").unwrap();
    seed().with(&expected).passes();
    let free = || {
        seed()
            .spec("    tags: { ocs: 555, cucm: 5552 }\n", "")
            .spec("    translation: { ocs: { rule: 103, profile: AddPlusOne } }\n", "")
    };
    let (first, _) = free().run().unwrap();
    assert!(
        first.contains("voice translation-rule 1000\n") && first.contains("dial-peer voice 1000 voip\n"),
        "{first}"
    );
    assert_eq!(free().with(&expected).run().unwrap().0, expected);
    let taken = "dial-peer voice 1000 pots\n destination-pattern 8T\n port 0/1/0\n!\n";
    assert!(free().with(taken).run().unwrap().0.contains("dial-peer voice 1001 voip\n"));
}

#[test]
fn secrets_are_not_shown() {
    let peer = " authentication username u password S3cret\n destination-pattern 12065555512\n session target ipv4:192.0.2.9\n!\n";
    let refusal = seed().with(&format!("dial-peer voice 700 voip\n{peer}")).run().unwrap_err();
    assert!(refusal.contains("password ******") && !refusal.contains("S3cret"), "{refusal}");
}
