//! Which dial-peer has its turn first.

use super::told;

fn peer(tag: u32, preference: u32, pattern: &str) -> String {
    format!(
        "dial-peer voice {tag} voip\n preference {preference}\n destination-pattern {pattern}\n \
         session target ipv4:192.0.2.{tag}\n!\n"
    )
}

/// The tags of the dial-peers in the order in which the script enters them, there and back.
fn turns(old: &str, new: &str) -> [Vec<String>; 2] {
    [(old, new), (new, old)].map(|(old, new)| {
        let text = told(old, new);
        assert!(!text.contains("no route") && !text.contains("neither"), "{text}");
        let tags = text.lines().filter_map(|line| line.split_once("dial-peer voice ")?.1.split(' ').next());
        tags.map(str::to_owned).collect()
    })
}

#[test]
fn what_takes_over_numbers_is_altered_before_they_are_left() {
    let peers = |of_20: &str, of_30: &str, target: &str| {
        let both = [peer(20, 0, of_20), peer(30, 0, of_30)].concat();
        both.replace("192.0.2.30", target)
    };
    // To one far end: in place, without a moment in between.
    let text = told(&peers("12..", "34..", "192.0.2.20"), &peers("12[0-4].", "12[5-9].", "192.0.2.20"));
    let expected = "dial-peer voice 30 voip\n destination-pattern 12[5-9].\n exit\n!\n\
        dial-peer voice 20 voip\n destination-pattern 12[0-4].\n exit\n";
    assert_eq!(text, expected);
    // To another: what stands in is behind the one that leaves, so that chance never decides.
    let text = told(&peers("12..", "34..", "192.0.2.30"), &peers("12[0-4].", "12[5-9].", "192.0.2.30"));
    assert!(text.contains("dial-peer voice 31 voip\n shutdown\n preference 1\n"), "{text}");
    assert!(!text.contains("no route") && !text.contains("neither way"), "{text}");
}

#[test]
fn what_is_tried_first_is_opened_first_and_goes_last() {
    let none = "dial-peer hunt 0\n!\n";
    let by_preference = [peer(10, 2, "12.."), peer(20, 1, "12.."), peer(30, 0, "34..")].concat();
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    assert_eq!(turns(none, &by_preference), [tags(&["20", "10", "30"]), tags(&["30", "10", "20"])]);
    let by_length = [peer(10, 0, "12.."), peer(20, 5, "123."), peer(30, 0, "1[2-3]..")].concat();
    assert_eq!(turns(none, &by_length)[0], tags(&["20", "10", "30"]));
    let group = "voice class dpg 5\n dial-peer 10 preference 2\n dial-peer 20 preference 1\n!\n";
    let by_group = format!(
        "{group}{by_preference}dial-peer voice 40 voip\n incoming called-number 9\n \
        session target ipv4:192.0.2.40\n destination dpg 5\n!\n"
    );
    assert_eq!(turns(none, &by_group)[0], tags(&["20", "10", "30", "40"]));
}

#[test]
fn what_stands_in_for_a_member_of_a_group_is_one() {
    let side = |target: &str, profile: &str| {
        let rules =
            "voice translation-rule 1\n rule 1 /^1/ /2/\n!\nvoice translation-profile X\n translate called 1\n!\n";
        let group = "voice class dpg 1\n dial-peer 20 preference 1\n!\n";
        format!(
            "{rules}{group}dial-peer voice 10 voip\n session protocol sipv2\n session target ipv4:192.0.2.9\n incoming called-number .\n destination dpg 1\n!\n\
             dial-peer voice 20 voip\n{profile} destination-pattern 12..\n session protocol sipv2\n session target ipv4:{target}\n!\n"
        )
    };
    let text = told(&side("192.0.2.2", ""), &side("192.0.2.7", " translation-profile outgoing X\n"));
    assert!(!text.contains("no route") && !text.contains("neither way"), "{text}");
    assert!(text.contains("voice class dpg 1\n dial-peer 21 preference 2\n exit\n"), "{text}");
    let end = "voice class dpg 1\n no dial-peer 21 preference 2\n exit\n!\nno dial-peer voice 21 voip\n";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn those_that_exchange_patterns_never_meet() {
    let peers =
        |patterns: [&str; 3]| (20..).zip(patterns).map(|(tag, pattern)| peer(tag, 0, pattern)).collect::<String>();
    for (old, new) in
        [(["12..", "34..", "56.."], ["34..", "12..", "56.."]), (["12..", "34..", "56.."], ["34..", "56..", "12.."])]
    {
        let text = told(&peers(old), &peers(new));
        assert!(!text.contains("no route") && !text.contains("neither way"), "{text}");
    }
}

#[test]
fn what_takes_the_places_of_several_waits_behind_them() {
    let peers = |first: u32| (0..3).map(|at| peer(first + at, at, "12..")).collect::<String>();
    let text = told(&peers(20), &peers(50));
    assert!(!text.contains("no route") && !text.contains("neither way"), "{text}");
    let group = |first: u32, second: u32| {
        let members =
            format!("voice class dpg 1\n dial-peer {first} preference 1\n dial-peer {second} preference 2\n!\n");
        let inbound = "dial-peer voice 10 voip\n session protocol sipv2\n session target ipv4:192.0.2.10\n \
            incoming called-number .\n destination dpg 1\n!\n";
        let outbound: String = [20, 30, 40, 50].into_iter().map(|tag| peer(tag, 0, &format!("{tag}$"))).collect();
        format!("{members}{inbound}{outbound}")
    };
    let text = told(&group(20, 30), &group(40, 50));
    assert!(!text.contains("no route") && !text.contains("neither way"), "{text}");
}

#[test]
fn two_whose_pattern_grows_keep_their_order() {
    let peers = |pattern: &str| [peer(20, 1, pattern), peer(30, 2, pattern)].concat();
    for (old, new) in [("120655555..", "12065555[56].."), ("12065555[56]..", "120655555..")] {
        let text = told(&peers(old), &peers(new));
        assert!(!text.contains("no route") && !text.contains("neither way"), "{text}");
    }
}
