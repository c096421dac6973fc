use super::*;
use crate::emit::emit;

fn plan(text: &str) -> DialPlan {
    read(&Tree::parse(&Source::new("test", text))).0
}

#[test]
fn a_peer_that_is_entered_again_keeps_its_kind() {
    let again =
        plan("dial-peer voice 5 voip\n session target ipv4:192.0.2.1\ndial-peer voice 5\n no vad\n acc-qos x\n");
    let once = plan("dial-peer voice 5 voip\n session target ipv4:192.0.2.1\n no vad\n acc-qos x\n");
    assert_eq!(again, once);
    let both = plan("dial-peer voice 5 pots\n port 1/0:23\ndial-peer voice 5 voip\n preference 1\n acc-qos x\n");
    let peer = &both.peers[&Tag::new(5).unwrap()];
    assert_eq!((&peer.kind, peer.preference()), (&PeerKind::Pots, 1));
    assert_eq!(peer.settings.unknown().map(|line| line.value.text.as_str()).collect::<Vec<_>>(), ["acc-qos x"]);
}

#[test]
fn a_peer_that_gets_its_kind_late_has_the_lines_of_that_kind() {
    let lines = "preference 1\n voice-class codec 2\n port 1/0:23\n acc-qos x\n voice-class codec\n";
    for kind in ["pots", "voip", "mmoip"] {
        let late = plan(&format!("dial-peer voice 5\n {lines}dial-peer voice 5 {kind}\n huntstop\n"));
        let printed = emit(&late);
        let at_once = plan(&format!("dial-peer voice 5 {kind}\n {lines} huntstop\n"));
        assert_eq!(plan(&printed), late, "{printed}");
        assert_eq!(late, at_once, "{printed}");
    }
}

#[test]
fn a_fragment_is_read_on_top_of_a_plan() {
    let old =
        plan("dial-peer voice 5 voip\n preference 1\n huntstop\ndial-peer voice 6 voip\n!\nnum-exp 5... 12065555...\n");
    let text =
        "dial-p v 5\n pref 2\n no huntst\n dest 9T\nno dial-peer voice 6 voip\nno num-exp 5...\ndial-peer hunt 2\n";
    let text = text.replace("pref 2", "preferen 2");
    let new = read_onto(old, &Tree::parse(&Source::new("fragment", text))).plan;
    assert_eq!(new, plan("dial-peer voice 5 voip\n preference 2\n destination-pattern 9T\ndial-peer hunt 2\n"));
}

#[test]
fn every_line_has_a_state() {
    let text = "version 15.7\nhostname x\n!\nvoice class codec 1\n codec preference 1 g711ulaw\n!\ndial-peer voice 5 voip\n \
                preference 11\n dnis-map 3\n frobnicate\n no vad\ndial-peer vioce 6 voip\n";
    let tree = Tree::parse(&Source::new("test", text));
    let states: Vec<_> = read_onto(DialPlan::default(), &tree).states.iter().map(|state| state.name()).collect();
    let expected = [
        "modelled",
        "outside",
        "outside",
        "kept",
        "kept",
        "outside",
        "modelled",
        "malformed",
        "unsupported",
        "unknown",
        "kept",
        "malformed",
    ];
    assert_eq!(states, expected);
}
