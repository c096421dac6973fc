//! Changes of preferences, and the preferences of what stands in.

use super::{CUCM, told};

fn peer(tag: u32, preference: u32, pattern: &str) -> String {
    let line = if preference == 0 { String::new() } else { format!(" preference {preference}\n") };
    format!("dial-peer voice {tag} voip\n{line} destination-pattern {pattern}\n session target ipv4:192.0.2.{tag}\n!\n")
}

/// Dial-peers 1, 2 and so on of these preferences, for the same numbers.
fn peers(preferences: &[u32]) -> String {
    (1..).zip(preferences).map(|(tag, preference)| peer(tag, *preference, "1206555....")).collect::<Vec<_>>().concat()
}

fn is_clean(text: &str) -> bool {
    !text.contains("neither") && !text.contains("no route")
}

#[test]
fn two_that_exchange_preferences_are_never_tied() {
    let (old, new) = (peers(&[0, 2]), peers(&[2, 0]));
    let expected = "dial-peer voice 1 voip\n preference 3\n exit\n!\ndial-peer voice 2 voip\n no preference\n exit\n!\n\
        dial-peer voice 1 voip\n preference 2\n exit\n";
    assert_eq!(told(&old, &new), expected);
    let back = "dial-peer voice 2 voip\n preference 3\n exit\n!\ndial-peer voice 1 voip\n no preference\n exit\n!\n\
        dial-peer voice 2 voip\n preference 2\n exit\n";
    assert_eq!(told(&new, &old), back);
}

#[test]
fn preferences_change_without_a_moment_between_where_there_is_an_order() {
    for (old, new) in [
        (vec![0, 1, 2], vec![1, 2, 3]),
        (vec![0, 1, 2], vec![1, 2, 0]),
        (vec![0, 1, 2], vec![2, 0, 1]),
        (vec![9, 10], vec![10, 9]),
        (vec![0, 1, 3], vec![1, 0, 3]),
        (vec![0, 1, 2], vec![0, 2, 1]),
        // With one that is new, and one that goes.
        (vec![0], vec![1, 0]),
        (vec![0, 1], vec![1, 2, 0]),
        (vec![1, 0], vec![0]),
        (vec![1, 2, 0], vec![0, 1]),
    ] {
        let (one, other) = (peers(&old), peers(&new));
        let text = told(&one, &other);
        assert!(is_clean(&text), "{old:?} to {new:?}: {text}");
        let back = told(&other, &one);
        assert!(is_clean(&back), "{new:?} to {old:?}: {back}");
    }
}

#[test]
fn an_exchange_for_which_no_preference_is_free_is_told() {
    let rest: Vec<u32> = (2..=10).collect();
    let text = told(&peers(&[&[0, 1], rest.as_slice()].concat()), &peers(&[&[1, 0], rest.as_slice()].concat()));
    assert_eq!(text.matches("neither way").count(), 1, "{text}");
    // Where one that stays has to be passed for a while, that is what is tried after a failure.
    let text = told(&peers(&[0, 1, 2]), &peers(&[1, 0, 2]));
    assert!(text.contains("neither fallback") && !text.contains("neither way"), "{text}");
    // What stays in the middle is passed by one of two first.
    let text = told(&peers(&[0, 1, 2]), &peers(&[2, 1, 0]));
    assert!(text.contains("neither way"), "{text}");
}

/// Dial-peers for other numbers have any preference.
#[test]
fn those_that_match_no_number_together_do_not_wait_for_each_other() {
    let others: Vec<String> = (2..=10).map(|preference| peer(100 + preference, preference, "1425555....")).collect();
    let others = others.concat();
    let text = told(&format!("{}{others}", peers(&[0, 1])), &format!("{}{others}", peers(&[1, 0])));
    assert!(is_clean(&text), "{text}");
}

/// A catch-all is a shorter match: its preference does not matter.
#[test]
fn a_shorter_match_does_not_stand_in_the_way() {
    let catch_all = peer(200, 2, ".T");
    let text = told(&format!("{}{catch_all}", peers(&[0, 1])), &format!("{}{catch_all}", peers(&[1, 0])));
    assert!(is_clean(&text), "{text}");
}

#[test]
fn what_stands_in_comes_right_behind() {
    let moved = CUCM.replace("192.0.2.20", "192.0.2.21").replace("120655555..", "12065555[5-6]..");
    let behind = |other: &str| told(&format!("{CUCM}{other}"), &format!("{moved}{other}"));
    let text = behind("");
    assert!(text.starts_with("dial-peer voice 5553 voip\n shutdown\n preference 3\n"), "{text}");
    assert_eq!((text.matches("neither").count(), text.matches("neither fallback").count()), (1, 1), "{text}");
    // Where one has that preference, right before.
    let text = behind(&peer(3, 3, "120655555.."));
    assert!(text.starts_with("dial-peer voice 5553 voip\n shutdown\n preference 1\n"), "{text}");
    assert!(!text.contains("neither way"), "{text}");
    // Where both are taken, as the dial-peer itself.
    let text = behind(&[peer(3, 3, "120655555.."), peer(1, 1, "120655555..")].concat());
    assert!(text.starts_with("dial-peer voice 5553 voip\n shutdown\n preference 2\n"), "{text}");
}

#[test]
fn members_of_a_group_that_exchange_preferences_are_never_tied() {
    let group = |header: &str, one: &str, other: &str, preferences: [u32; 2]| {
        let [a, b] = preferences;
        format!("{header}\n {one} preference {a}\n {other} preference {b}\n!\n{CUCM}")
    };
    for (header, one, other) in [
        ("voice class dpg 50", "dial-peer 500", "dial-peer 501"),
        ("voice class server-group 1", "ipv4 192.0.2.11", "ipv4 192.0.2.12 port 5061"),
    ] {
        let text = told(&group(header, one, other, [1, 2]), &group(header, one, other, [2, 1]));
        assert_eq!(text, format!("{header}\n {one} preference 3\n {other} preference 1\n {one} preference 2\n exit\n"));
    }
    // One that is new comes before, one that goes is gone before its preference is taken.
    let servers = |lines: &[&str]| {
        let lines = lines.iter().map(|line| format!(" ipv4 192.0.2.{line}\n")).collect::<Vec<_>>().concat();
        format!("voice class server-group 1\n{lines}!\n{CUCM}")
    };
    let (old, new) = (servers(&["1 preference 1"]), servers(&["1 preference 2", "2 preference 1"]));
    let expected = "voice class server-group 1\n ipv4 192.0.2.1 preference 2\n ipv4 192.0.2.2 preference 1\n exit\n";
    assert_eq!(told(&old, &new), expected);
    let expected = "voice class server-group 1\n no ipv4 192.0.2.2 preference 1\n ipv4 192.0.2.1 preference 1\n exit\n";
    assert_eq!(told(&new, &old), expected);
}

#[test]
fn what_takes_the_place_of_one_that_goes_is_right_behind_until_then() {
    let text = told(&peer(1, 1, "1206555...."), &peer(2, 1, "1206555...."));
    let expected = "dial-peer voice 2 voip\n shutdown\n preference 2\n destination-pattern 1206555....\n \
        session target ipv4:192.0.2.2\n! neither fallback: 1206555....T from anywhere, ipv4:192.0.2.1\n no shutdown\n exit\n!\n\
        no dial-peer voice 1 voip\ndial-peer voice 2 voip\n preference 1\n exit\n";
    assert_eq!(text, expected);
}

#[test]
fn what_is_built_where_nothing_was_has_no_remark() {
    let text = told(CUCM, &format!("{CUCM}{}{}", peer(1, 0, "1425555...."), peer(2, 1, "1425555....")));
    assert!(is_clean(&text), "{text}");
}
