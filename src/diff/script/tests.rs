//! Scripts of small changes, and of random ones.

mod configs;
mod preferences;
mod turns;

use proptest::prelude::*;

use self::configs::{config, rich};
use super::steps::entered;
use super::*;
use crate::analysis::difference::calls::tests::{traced, universe};
use crate::call::Gateway;
use crate::model::{Tag, read};
use crate::plan::network_of_config;
use crate::source::Source;
use crate::syntax::tree::Tree;

fn plan(text: &str) -> DialPlan {
    let (plan, report) = read(&Tree::parse(&Source::new("router", text.to_owned())));
    assert!(report.is_empty(), "{text}\n{report:?}");
    plan
}

fn script(old: &str, new: &str) -> Script {
    let (old, new) = (plan(old), plan(new));
    let contacts = network_of_config("isr".to_owned(), old.clone(), None).gateways[0].contacts.clone();
    Script::new(&old, &new, &Profile::new(None), &contacts)
}

/// The commands of a change, with what is neither before nor behind at the command where it is so.
fn told(old: &str, new: &str) -> String {
    let script = script(old, new);
    assert_eq!(script.differing, [""; 0], "{}", script.text(|_| Vec::new()));
    let remark = |place: usize| {
        let here = script.between.iter().filter(|one| one.command == place);
        let remark = |one: &Between| {
            let how = match one.how {
                Meanwhile::NoRoute => "no route",
                Meanwhile::AnotherWay => "neither way",
                Meanwhile::AnotherFallback => "neither fallback",
            };
            let from: Vec<String> = one.from.iter().map(ToString::to_string).collect();
            format!("{how}: {} from {}", one.numbers.readable(3).patterns.join(" "), from.join(", "))
        };
        here.map(remark).collect()
    };
    script.text(remark)
}

const RULES: &str = "voice translation-rule 103\n rule 1 /^\\(120655555..\\)/ /+\\1/\n!\n\
    voice translation-profile AddPlusOne\n translate called 103\n!\n";
const OCS: &str = "dial-peer voice 555 voip\n preference 1\n translation-profile outgoing AddPlusOne\n \
    destination-pattern 120655555..\n session protocol sipv2\n session target ipv4:192.0.2.10\n!\n";
const CUCM: &str =
    "dial-peer voice 5552 voip\n preference 2\n destination-pattern 120655555..\n session target ipv4:192.0.2.20\n!\n";

#[test]
fn what_is_known_by_a_number_or_a_pattern_is_taken_back_by_that() {
    let old = format!("num-exp 5... 12065555...\n!\n{RULES}");
    let grown = old.replacen("\n!\nvoice translation-profile", "\n rule 2 /^9/ //\n!\nvoice translation-profile", 1);
    let bare = grown.replace("num-exp 5... 12065555...\n!\n", "");
    assert_eq!(told(&grown, &old), "voice translation-rule 103\n no rule 2\n exit\n");
    assert_eq!(told(&grown, &bare), "no num-exp 5...\n");
}

#[test]
fn what_is_new_is_complete_before_it_is_used() {
    let shared = format!("{RULES}{OCS}{CUCM}");
    let text = told(CUCM, &shared);
    let expected = "voice translation-rule 103\n rule 1 /^\\(120655555..\\)/ /+\\1/\n exit\n!\n\
        voice translation-profile AddPlusOne\n translate called 103\n exit\n!\n\
        dial-peer voice 555 voip\n shutdown\n preference 1\n translation-profile outgoing AddPlusOne\n \
        destination-pattern 120655555..\n session protocol sipv2\n session target ipv4:192.0.2.10\n no shutdown\n exit\n";
    assert_eq!(text, expected);
    assert_eq!(
        told(&shared, CUCM),
        "no dial-peer voice 555 voip\nno voice translation-profile AddPlusOne\nno voice translation-rule 103\n"
    );
}

#[test]
fn one_line_is_overwritten_in_place() {
    let moved = CUCM.replace("192.0.2.20", "192.0.2.21");
    assert_eq!(told(CUCM, &moved), "dial-peer voice 5552 voip\n session target ipv4:192.0.2.21\n exit\n");
    assert_eq!(told(CUCM, CUCM), "");
}

#[test]
fn a_dial_peer_that_changes_in_several_lines_is_stood_in_for() {
    let moved = CUCM.replace("192.0.2.20", "192.0.2.21").replace("120655555..", "12065555[5-6]..");
    let text = told(CUCM, &moved);
    assert!(text.starts_with("dial-peer voice 5553 voip\n shutdown\n"), "{text}");
    assert!(text.ends_with("no dial-peer voice 5553 voip\n"), "{text}");
    // Until the old one is out of use, both take the calls that both match.
    assert_eq!(text.matches("neither fallback: 120655555..T").count(), 1, "{text}");
    assert!(!text.contains("no route"), "{text}");
}

#[test]
fn a_table_in_use_is_stood_in_for() {
    let shared = format!("{RULES}{OCS}");
    let new = shared.replace(
        " rule 1 /^\\(120655555..\\)/ /+\\1/\n",
        " rule 1 /^1206555550/ /+9/\n rule 2 /^\\(120655555..\\)/ /+\\1/\n",
    );
    let text = told(&shared, &new);
    assert!(text.contains("voice translation-rule 104\n"), "{text}");
    assert!(text.contains(" translate called 104\n"), "{text}");
    assert!(!text.contains("neither") && !text.contains("no route"), "{text}");
}

#[test]
fn an_old_table_in_use_is_stood_in_for() {
    let table = |to: &str| {
        let peer = CUCM.replace(" session target", " translate-outgoing called 5\n session target");
        format!("translation-rule 5\n rule 1 120655555 {to}\n!\n{peer}")
    };
    let text = told(&table("555"), &table("777"));
    let expected = "translation-rule 6\n rule 1 120655555 777\n exit\n!\n\
        dial-peer voice 5552 voip\n translate-outgoing called 6\n exit\n!\n\
        translation-rule 5\n no rule 1\n rule 1 120655555 777\n exit\n!\n\
        dial-peer voice 5552 voip\n translate-outgoing called 5\n exit\n!\nno translation-rule 6\n";
    assert_eq!(text, expected);
}

/// `translate-outgoing` names a table of either scheme (Cisco 211306).
#[test]
fn a_table_that_a_line_of_the_old_scheme_names_is_stood_in_for() {
    let table = |to: &str| {
        let peer = CUCM.replace(" session target", " translate-outgoing called 5\n session target");
        format!("voice translation-rule 5\n rule 1 /^120655555/ /{to}/\n!\n{peer}")
    };
    let text = told(&table("555"), &table("777"));
    assert!(text.contains("dial-peer voice 5552 voip\n translate-outgoing called 6\n exit\n"), "{text}");
    assert!(!text.contains("neither") && !text.contains("no route"), "{text}");
    let typed = "voice translation-rule 5\n no rule 1\n rule 1 /^120655555/ /777/\n";
    let said = remarks(&judged(&table("555"), &table("777"), typed));
    assert_eq!(said, [(2, Meanwhile::AnotherWay, "120655555..T".to_owned())]);
}

#[test]
fn a_range_that_is_split_keeps_its_route() {
    let split = format!(
        "{}{}",
        CUCM.replace("120655555..", "1206555550."),
        CUCM.replace("voice 5552", "voice 5553").replace("120655555..", "120655555[1-9].")
    );
    let text = told(CUCM, &split);
    assert!(!text.contains("neither") && !text.contains("no route"), "{text}");
    let back = told(&split, CUCM);
    assert!(!back.contains("neither") && !back.contains("no route"), "{back}");
}

#[test]
fn a_dial_peer_of_another_kind_is_stood_in_for() {
    let pots = "dial-peer voice 5552 pots\n destination-pattern 120655555..\n port 0/0/0:23\n!\n";
    let text = told(CUCM, pots);
    assert!(text.starts_with("dial-peer voice 5553 pots\n shutdown\n"), "{text}");
    assert!(text.ends_with("no dial-peer voice 5553 pots\n"), "{text}");
    assert!(!text.contains("no route") && text.contains("neither fallback: 120655555..T"), "{text}");
}

#[test]
fn dial_peers_that_change_places_keep_their_calls() {
    let peer = |tag: u32, pattern: &str, host: u32| {
        format!("dial-peer voice {tag} voip\n destination-pattern {pattern}\n session target ipv4:192.0.2.{host}\n!\n")
    };
    let old = [peer(1, "11..", 1), peer(2, "22..", 2), peer(3, "33..", 3)].concat();
    let swapped = [peer(1, "22..", 2), peer(2, "11..", 1), peer(3, "33..", 3)].concat();
    let shifted = [peer(1, "44..", 4), peer(2, "11..", 1), peer(3, "22..", 2), peer(4, "33..", 3)].concat();
    for (old, new) in [(&old, &swapped), (&swapped, &old), (&old, &shifted), (&shifted, &old)] {
        let text = told(old, new);
        assert!(!text.contains("no route") && !text.contains("neither way"), "{text}");
    }
}

#[test]
fn servers_that_change_places_are_tried_in_an_order_meanwhile() {
    let group = |[first, second]: [u32; 2]| {
        format!(
            "voice class server-group 1\n ipv4 192.0.2.11 preference {first}\n ipv4 192.0.2.12 preference {second}\n!\n\
             dial-peer voice 1 voip\n destination-pattern 555....$\n session protocol sipv2\n session server-group 1\n!\n"
        )
    };
    let text = told(&group([1, 2]), &group([2, 1]));
    assert_eq!(text.matches("neither").count(), 0, "{text}");
    let half = judged(
        &group([1, 2]),
        &group([2, 1]),
        "voice class server-group 1\n ipv4 192.0.2.11 preference 2\n exit\n!\n\
        hostname a\n",
    );
    assert_eq!(remarks(&half), [(2, Meanwhile::AnotherWay, "555....".to_owned())]);
}

#[test]
fn lines_that_exclude_each_other_are_taken_back_first() {
    let class = |line: &str| format!("voice class uri A sip\n {line}\n!\n{CUCM}");
    let text = told(&class("host ipv4:192.0.2.1"), &class("pattern 55"));
    assert_eq!(text, "voice class uri A sip\n no host ipv4:192.0.2.1\n pattern 55\n exit\n");
    let text = told(&class("host ipv4:192.0.2.1"), &class("host ipv4:192.0.2.2"));
    assert_eq!(text, "voice class uri A sip\n host ipv4:192.0.2.2\n no host ipv4:192.0.2.1\n exit\n");
}

#[test]
fn hardware_is_left_without_lines() {
    let port = format!("voice-port 0/0/0:23\n cptone DE\n translation-profile incoming IN\n!\n{CUCM}");
    let text = told(&port, CUCM);
    assert_eq!(text, "voice-port 0/0/0:23\n no translation-profile incoming IN\n no cptone DE\n exit\n");
}

#[test]
fn what_ios_would_refuse_is_told_and_left_out() {
    let read = |text: &str| crate::model::read(&Tree::parse(&Source::new("router", text.to_owned()))).0;
    let refused = CUCM.replace(" session", " preference 99\n session");
    let script = Script::new(&read(CUCM), &read(&refused), &Profile::new(None), &[]);
    assert_eq!((script.commands.len(), script.differing.len()), (0, 0));
    assert_eq!(script.refused, ["dial-peer voice 5552 voip: preference 99"]);
}

#[test]
fn lines_of_which_the_words_alone_are_known_are_taken_back_first() {
    let ua = |line: &str| format!("sip-ua\n {line}\n!\n{CUCM}");
    let text = told(&ua("retry invite 2"), &ua("retry invite 3"));
    assert_eq!(text, "sip-ua\n no retry invite 2\n retry invite 3\n exit\n");
    let text = told(&ua("no remote-party-id"), CUCM);
    assert_eq!(text, "sip-ua\n default remote-party-id\n exit\n");
    let rules = ["request INVITE sip-header A remove", "request INVITE sip-header B remove"];
    let profiles = |rules: &[&str]| {
        let lines = rules.iter().map(|rule| format!(" {rule}\n")).collect::<Vec<_>>().concat();
        format!("voice class sip-profiles 1\n{lines}!\n{CUCM}")
    };
    let text = told(&profiles(&rules), &profiles(&[rules[1], rules[0]]));
    let [a, b] = rules;
    assert_eq!(text, format!("voice class sip-profiles 1\n no {a}\n no {b}\n {b}\n {a}\n exit\n"));
}

#[test]
fn a_sub_mode_is_left_before_a_line_of_its_object() {
    let service = |sip: &str, line: &str| format!("voice service voip\n{line} sip\n{sip}!\n{CUCM}");
    let new = service("  early-offer forced\n", " address-hiding\n");
    let text = told(&service("  early-offer forced\n  srtp\n", ""), &new);
    assert_eq!(text, "voice service voip\n sip\n  no srtp\n  exit\n address-hiding\n exit\n");
}

/// What is said of a script that is typed, line by line.
fn judged(old: &str, new: &str, typed: &str) -> Judged {
    let (old, new) = (plan(old), plan(new));
    let contacts = network_of_config("isr".to_owned(), old.clone(), None).gateways[0].contacts.clone();
    let script = Tree::parse(&Source::new("script", typed.to_owned()));
    Judged::new(&script, (&old, &new), &Profile::new(None), &contacts)
}

fn remarks(judged: &Judged) -> Vec<(usize, Meanwhile, String)> {
    let told = |one: &Between| (judged.commands[one.command].line, one.how, one.numbers.readable(3).patterns.join(" "));
    let mut all: Vec<_> = judged.between.iter().map(told).collect();
    all.dedup();
    all
}

#[test]
fn a_script_that_deletes_first_leaves_a_gap() {
    let moved = CUCM.replace("192.0.2.20", "192.0.2.21");
    let gap = judged(CUCM, &moved, "dial-peer voice 5552 voip\n no session target\n session target ipv4:192.0.2.21\n");
    assert_eq!(remarks(&gap), [(2, Meanwhile::NoRoute, "120655555..T".to_owned())]);
    assert!(gap.is_reached() && !gap.is_clean());
    let over = judged(CUCM, &moved, "dial-peer voice 5552 voip\n session target ipv4:192.0.2.21\n");
    assert!(over.is_clean(), "{:?}", remarks(&over));
}

#[test]
fn what_a_script_leaves_and_lacks_is_told() {
    let moved = CUCM.replace("192.0.2.20", "192.0.2.21");
    let typed = "!\ninterface Loopback0\n ip address 192.0.2.1 255.255.255.255\n!\ndial-peer voice 5552 voip\n preference 11\n \
                 frobnicate\n huntstop\n exit\nend\n";
    let judged = judged(CUCM, &moved, typed);
    assert_eq!((judged.commands.len(), judged.refused(), judged.unknown()), (4, 1, 1));
    assert_eq!(judged.missing, ["dial-peer voice 5552 voip: session target ipv4:192.0.2.21"]);
    let title = "dial-peer voice 5552 voip: ";
    let left = ["huntstop", "session target ipv4:192.0.2.20", "frobnicate"];
    assert_eq!(judged.left, left.map(|line| format!("{title}{line}")));
}

#[test]
fn patterns_of_neither_side_are_looked_at() {
    let typed =
        "dial-peer voice 9 voip\n destination-pattern 77..\n session target ipv4:192.0.2.9\nno dial-peer voice 9\n";
    let judged = judged(CUCM, CUCM, typed);
    assert_eq!(remarks(&judged), [(3, Meanwhile::AnotherWay, "77..T".to_owned())]);
}

/// A dial-peer that calls come in on may change them whatever their number, also those that its own pattern does not match.
#[test]
fn what_is_done_to_calls_that_come_in_is_looked_at() {
    let table = |number: u32, to: &str| {
        format!(
            "voice translation-rule {number}\n rule 1 /^9/ /{to}/\nvoice translation-profile IN{number}\n translate called {number}\n"
        )
    };
    let port = "dial-peer voice 1 pots\n incoming called-number .\n translation-profile incoming IN1\n direct-inward-dial\n port 0/0/0:23\n";
    let old = format!("{}{}{port}{CUCM}", table(1, ""), table(2, "8"));
    let typed = "dial-peer voice 1 pots\n translation-profile incoming IN2\n translation-profile incoming IN1\n";
    let judged = judged(&old, &old, typed);
    assert_eq!(remarks(&judged), [(2, Meanwhile::NoRoute, "9120655555..T".to_owned())]);
}

#[test]
fn what_a_port_does_to_calls_is_looked_at() {
    let table = "voice translation-rule 1\n rule 1 /^9/ //\nvoice translation-profile IN\n translate called 1\n";
    let port = "voice-port 0/0/0:23\n translation-profile incoming IN\n";
    let peer = "dial-peer voice 1 pots\n incoming called-number .\n direct-inward-dial\n port 0/0/0:23\n";
    let old = format!("{table}{port}{peer}{CUCM}");
    let typed = format!("voice-port 0/0/0:23\n no translation-profile incoming IN\n{port}");
    let said = remarks(&judged(&old, &old, &typed));
    assert_eq!(said, [(2, Meanwhile::NoRoute, "9120655555..T".to_owned())]);
}

/// Of two dial-peers with the port of a call the one without lines about calls that come in hides the other.
#[test]
fn what_a_port_chooses_is_looked_at() {
    let table = "voice translation-rule 1\n rule 1 /^9/ //\nvoice translation-profile IN\n translate called 1\n";
    let port = "voice-port 0/0/0:23\n";
    let hiding = "dial-peer voice 1 pots\n port 0/0/0:23\n";
    let hidden = "dial-peer voice 2 pots\n translation-profile incoming IN\n direct-inward-dial\n port 0/0/0:23\n";
    let old = format!("{table}{port}{hiding}{hidden}{CUCM}");
    let typed = "dial-peer voice 1 pots\n shutdown\n no shutdown\n";
    let said = remarks(&judged(&old, &old, typed));
    assert_eq!(said, [(2, Meanwhile::AnotherWay, "9120655555..T".to_owned())]);
}

#[test]
fn a_new_sub_mode_is_entered_once() {
    let old = "voice service voip\n allow-connections sip to sip\n!\n";
    let new = "voice service voip\n allow-connections sip to sip\n sip\n  no call service stop\n!\n";
    let text = script(old, new).text(|_| Vec::new());
    assert_eq!(text, "voice service voip\n sip\n  no call service stop\n  exit\n exit\n");
}

#[test]
fn secrets_are_told_and_left_out() {
    let old = "sip-ua\n retry invite 2\n!\n";
    let new = "sip-ua\n retry invite 2\n authentication username gw password 0 Hunter2\n!\n";
    let script = script(old, new);
    assert_eq!(script.commands.len(), 0);
    assert_eq!(script.secrets.len(), 1);
    assert!(!script.secrets[0].contains("Hunter2"), "{:?}", script.secrets);
}

/// Where the order of lines counts, it is that of the lines which can be typed.
#[test]
fn a_secret_among_lines_in_order_is_left_out() {
    let side = |secret: &str| {
        format!(
            "voice class sip-profiles 1\n request INVITE sip-header A add \"A: 1\"\n \
             request INVITE sip-header X add \"X: password {secret}\"\n request INVITE sip-header B add \"B: 1\"\n!\n"
        )
    };
    let script = script(&side("Hunter1"), &side("Hunter2"));
    assert_eq!((script.differing.as_slice(), script.secrets.len()), ([].as_slice(), 2), "{:?}", script.secrets);
    assert!(script.commands.iter().all(|command| !command.text.contains("Hunter")), "{:?}", script.commands);
}

/// The numbers that are treated otherwise than before and otherwise than behind once each command is entered, each followed, and
/// whether it is this command that makes it so, and that has to be said.
fn followed(old: &DialPlan, new: &DialPlan, commands: &[Entered]) -> Vec<(usize, String, bool)> {
    let numbers: Vec<String> =
        universe().into_iter().filter(|number| number.len() < 4 && !number.contains('+')).collect();
    let ways = |plan: &DialPlan| -> Vec<_> {
        let gateway = Gateway::new(plan, Profile::new(None));
        numbers.iter().map(|number| traced(&gateway, number)).collect()
    };
    let (before, behind) = (ways(old), ways(new));
    let mut now = old.clone();
    let mut last = before.clone();
    let mut found = Vec::new();
    for (place, command) in commands.iter().enumerate() {
        now = entered(now, command);
        let here = ways(&now);
        for (index, number) in numbers.iter().enumerate() {
            let here = &here[index];
            if *here != before[index] && *here != behind[index] {
                // One that had no route goes first where it will: the rest of its way is being built. One that will have none
                // goes first where it did.
                let first = |ways: &[Vec<_>]| ways.iter().map(|way| way.first().cloned()).collect::<Vec<_>>();
                let has_none = |ways: &[Vec<_>]| ways.iter().all(Vec::is_empty);
                let (before, behind) = (&before[index], &behind[index]);
                let is_built = has_none(before) && first(here) == first(behind);
                let is_taken_down = has_none(behind) && first(here) == first(before);
                found.push((place, number.clone(), *here != last[index] && !is_built && !is_taken_down));
            }
        }
        last = here;
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_is_so_between_commands_is_what_following_each_number_finds(old in config(), new in config()) {
        let (before, behind) = (plan(&old), plan(&new));
        let script = Script::new(&before, &behind, &Profile::new(None), &[]);
        let text = script.text(|_| Vec::new());
        let followed = followed(&before, &behind, &script.commands);
        let said = |place: usize, number: &str| {
            script.between.iter().any(|one| one.command == place && one.numbers.accepts(number))
        };
        for (place, number, _) in followed.iter().filter(|(_, _, is_new)| *is_new) {
            // What goes on to be so has been said before.
            prop_assert!((0..=*place).any(|place| said(place, number)), "{number} at {place}\n--- old\n{old}--- new\n{new}--- script\n{text}");
        }
        // What stands in for another is of its rank, and a trace tries one of them first.
        let tag = |text: &str| text.strip_prefix("dial-peer voice ")?.split(' ').next()?.parse().ok().and_then(Tag::new);
        let is_new = |tag: &Tag| !before.peers.contains_key(tag) && !behind.peers.contains_key(tag);
        let stood_in = script.commands.iter().filter_map(|command| tag(&command.text)).any(|tag| is_new(&tag));
        let numbers = universe().into_iter().filter(|number| !stood_in && number.len() < 4 && !number.contains('+'));
        for number in numbers {
            for place in 0..script.commands.len() {
                let is = followed.iter().any(|(at, one, _)| (*at, one) == (place, &number));
                prop_assert!(is || !said(place, &number), "{number} at {place}, for nothing\n--- old\n{old}--- new\n{new}--- script\n{text}");
            }
        }
    }

    #[test]
    fn what_is_said_of_a_script_that_leads_elsewhere_is_what_following_each_number_finds(
        old in config(),
        new in config(),
        typed in config(),
    ) {
        let (before, behind) = (plan(&old), plan(&new));
        let script = Tree::parse(&Source::new("script", typed.clone()));
        let judged = Judged::new(&script, (&before, &behind), &Profile::new(None), &[]);
        let commands: Vec<Entered> = judged.commands.iter().map(|given| given.command.clone()).collect();
        prop_assert_eq!(commands.len(), typed.lines().count());
        let followed = followed(&before, &behind, &commands);
        let said = |place: usize, number: &str| {
            judged.between.iter().any(|one| one.command == place && one.numbers.accepts(number))
        };
        for (place, number, _) in followed.iter().filter(|(_, _, is_new)| *is_new) {
            prop_assert!((0..=*place).any(|place| said(place, number)), "{number} at {place}\n--- old\n{old}--- new\n{new}--- typed\n{typed}");
        }
        let numbers = universe().into_iter().filter(|number| number.len() < 4 && !number.contains('+'));
        for (number, place) in numbers.flat_map(|number| (0..commands.len()).map(move |place| (number.clone(), place))) {
            let is = followed.iter().any(|(at, one, _)| (*at, one) == (place, &number));
            prop_assert!(is || !said(place, &number), "{number} at {place}, for nothing\n--- old\n{old}--- new\n{new}--- typed\n{typed}");
        }
    }

    #[test]
    fn a_script_gives_the_new_configuration(old in rich(), new in rich()) {
        let read = |text: &str| crate::model::read(&Tree::parse(&Source::new("router", text.to_owned()))).0;
        let (before, behind) = (read(&old), read(&new));
        let script = Script::new(&before, &behind, &Profile::new(None), &[]);
        let text = script.text(|_| Vec::new());
        prop_assert_eq!(script.differing.clone(), Vec::<String>::new(), "--- old\n{}--- new\n{}--- script\n{}", old, new, text);
        let typed = crate::model::read_onto(before, &Tree::parse(&Source::new("script", text.clone()))).plan;
        prop_assert_eq!(differing(&typed, &behind), Vec::<String>::new(), "--- old\n{}--- new\n{}--- script\n{}", old, new, text);
    }
}
