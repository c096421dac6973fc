//! Which objects differ, as lines: `~ dial-peer 5 (was 4): preference 1 > preference 2`.

#![allow(clippy::format_collect, reason = "in tests speed is no matter")]

use proptest::prelude::*;

use super::*;
use crate::emit::emit;
use crate::model::read;
use crate::source::Source;
use crate::syntax::tree::Tree;

fn plan(text: &str) -> DialPlan {
    read(&Tree::parse(&Source::new("test", text))).0
}

fn told(change: &ObjectChange) -> String {
    let sign = match change.altered {
        Altered::Added => "+",
        Altered::Removed => "-",
        Altered::Modified => "~",
    };
    let was = change.was.as_ref().map_or(String::new(), |was| format!(" (was {was})"));
    let line = |line: &Option<String>| line.clone().unwrap_or_else(|| "(none)".to_owned());
    let fields = change.fields.iter().map(|field| {
        let how = match field.change {
            FieldChange::Said => ">",
            FieldChange::Followed => "follows",
            FieldChange::Renumbered => "moves to",
        };
        format!("\n    {} {how} {}", line(&field.before), line(&field.after))
    });
    let id = format!("{} {}", change.kind(), change.id);
    format!("{sign} {}{was}{}\n", id.trim_end(), fields.collect::<String>())
}

fn found(old: &str, new: &str, scope: Scope) -> String {
    objects(&plan(old), &plan(new), scope).iter().map(told).collect()
}

const OLD: &str = "voice translation-rule 103\n rule 1 /^12/ /34/\n rule 2 /^56/ /78/\n\
                   voice translation-profile Out\n translate called 103\n\
                   dial-peer voice 1 voip\n description one\n translation-profile outgoing Out\n destination-pattern 12..\n \
                   session target ipv4:192.0.2.1\n\
                   dial-peer voice 2 voip\n preference 1\n destination-pattern 12..\n session target ipv4:192.0.2.2\n";

#[test]
fn what_means_the_same_makes_no_difference() {
    let new = "dial-p voice 2 voip\n no shutdown\n dest ^12..\n sess targ ipv4:192.0.2.2\n pref 1\n!\n".to_owned()
        + &OLD.replace(" preference 1\n", " preference 1\n vad\n").replace("^12/", "^12/ ");
    assert_eq!(found(OLD, &new.replace("pref 1", "preference 1"), Scope::Whole), "");
}

/// Who names them stays as it is, and gets what the other had.
#[test]
fn maps_that_exchange_their_entries_are_modified() {
    let maps = |one: &str, two: &str| {
        let peer = |tag: u32| {
            format!(
                "dial-peer voice {tag} voip\n destination e164-pattern-map {tag}\n session target ipv4:192.0.2.{tag}\n"
            )
        };
        format!(
            "voice class e164-pattern-map 1\n e164 {one}\n!\nvoice class e164-pattern-map 2\n e164 {two}\n!\n{}{}",
            peer(1),
            peer(2)
        )
    };
    let told = found(&maps("12..", "34.."), &maps("34..", "12.."), Scope::Whole);
    assert!(!told.contains("was"), "{told}");
    assert_eq!(told.matches("~ e164-pattern-map").count(), 2, "{told}");
    // Where those that name them follow, they are renumbered.
    let followed = maps("34..", "12..").replace("destination e164-pattern-map 1", "destination e164-pattern-map x");
    let followed =
        followed.replace("destination e164-pattern-map 2", "destination e164-pattern-map 1").replace("map x", "map 2");
    let told = found(&maps("12..", "34.."), &followed, Scope::Whole);
    assert_eq!(told.matches("(was").count(), 2, "{told}");
}

#[test]
fn objects_are_added_removed_and_modified() {
    let new = OLD.replace("preference 1", "preference 2").replace(" description one\n", "")
        + "dial-peer voice 3 pots\n port 0/0/0:23\ndial-peer hunt 2\n";
    let new = new.replace("voice translation-profile Out\n translate called 103\n", "");
    insta::assert_snapshot!(found(OLD, &new, Scope::Whole), @r"
    ~ global
        (none) > dial-peer hunt 2
    - translation-profile Out
        translate called 103 > (none)
    ~ dial-peer 1
        description one > (none)
    ~ dial-peer 2
        preference 1 > preference 2
    + dial-peer 3
        (none) > port 0/0/0:23
    ");
}

#[test]
fn what_is_called_otherwise_is_recognised() {
    let new = OLD.replace("103", "203").replace("Out", "ToOcs").replace("voice 1 ", "voice 11 ");
    insta::assert_snapshot!(found(OLD, &new, Scope::Whole), @r"
    ~ translation-rule 203 (was 103)
    ~ translation-profile ToOcs (was Out)
        translate called 103 follows translate called 203
    ~ dial-peer 11 (was 1)
        translation-profile outgoing Out follows translation-profile outgoing ToOcs
    ");
}

#[test]
fn tags_that_move_up_are_renumbered() {
    let peer = |tag: u32, target: u32| {
        format!("dial-peer voice {tag} voip\n destination-pattern {target}..\n session target ipv4:192.0.2.{target}\n")
    };
    let old: String = (1..=3).map(|tag| peer(tag, tag)).collect();
    let new: String = (1..=3).map(|tag| peer(tag + 1, tag)).collect();
    let group = |tags: &[u32]| {
        let members: String = tags.iter().map(|tag| format!(" dial-peer {tag} preference 1\n")).collect();
        format!("voice class dpg 7\n{members}")
    };
    insta::assert_snapshot!(found(&(old + &group(&[1, 3])), &(new + &group(&[2, 4])), Scope::Whole), @r"
    ~ dpg 7
        dial-peer 1 preference 1 follows dial-peer 2 preference 1
        dial-peer 3 preference 1 follows dial-peer 4 preference 1
    ~ dial-peer 2 (was 1)
    ~ dial-peer 3 (was 2)
    ~ dial-peer 4 (was 3)
    ");
}

#[test]
fn a_rule_that_is_put_in_front_moves_the_others() {
    let new = OLD.replace(
        " rule 1 /^12/ /34/\n rule 2 /^56/ /78/\n",
        " rule 1 /^9/ //\n rule 2 /^12/ /34/\n rule 3 /^56/ /79/\n",
    );
    insta::assert_snapshot!(found(OLD, &new, Scope::Whole), @r"
    ~ translation-rule 103
        (none) > rule 1 /^9/ //
        rule 1 /^12/ /34/ moves to rule 2 /^12/ /34/
        rule 2 /^56/ /78/ > rule 3 /^56/ /79/
    ");
}

#[test]
fn a_renumbered_peer_may_have_another_description() {
    let new = OLD.replace("voice 1 ", "voice 4 ").replace("description one", "description four");
    insta::assert_snapshot!(found(OLD, &new, Scope::Whole), @r"
    ~ dial-peer 4 (was 1)
        description one > description four
    ");
}

#[test]
fn a_name_that_another_object_got_does_not_mean_the_same() {
    let old = "voice translation-profile A\n translate called 1\n\
               dial-peer voice 2 voip\n translation-profile outgoing B\n destination-pattern 33\n";
    let new = old.replace("profile A", "profile B").replace("voice 2 ", "voice 1 ");
    insta::assert_snapshot!(found(old, &new, Scope::Whole), @r"
    ~ translation-profile B (was A)
    + dial-peer 1
        (none) > translation-profile outgoing B
        (none) > destination-pattern 33
    - dial-peer 2
        translation-profile outgoing B > (none)
        destination-pattern 33 > (none)
    ");
}

#[test]
fn what_others_configure_is_left_to_them() {
    let owner = "voice service voip\n allow-connections sip to sip\n!\n".to_owned() + OLD;
    let router =
        "voice service voip\n allow-connections h323 to h323\n modem passthrough nse codec g711ulaw\n!\nversion 15.1\n"
            .to_owned()
            + &OLD.replace("preference 1", "preference 2\n huntstop")
            + "dial-peer voice 99 voip\n destination-pattern 9T\n";
    insta::assert_snapshot!(found(&router, &owner, Scope::OfNew), @r"
    ~ voice-service-voip
        (none) > allow-connections sip to sip
    ~ dial-peer 2
        preference 2 > preference 1
        huntstop > (none)
    ");
    insta::assert_snapshot!(found(&owner, &router, Scope::OfOld), @r"
    ~ voice-service-voip
        allow-connections sip to sip > (none)
    ~ dial-peer 2
        preference 1 > preference 2
        (none) > huntstop
    ");
}

/// Keywords may be typed in any case (command reference, `retry invite`, `timers connect`).
#[test]
fn the_case_of_keywords_is_no_change() {
    let old = plan("sip-ua\n RETRY INVITE 2\n Timers Connect 100\n");
    assert_eq!(objects(&old, &plan("sip-ua\n retry invite 2\n timers connect 100\n"), Scope::Whole), []);
}

#[test]
fn secrets_are_not_shown() {
    let config = |secret: &str| format!("sip-ua\n authentication username u password 0 {secret}\n");
    let found = objects(&plan(&config("ONE")), &plan(&config("TWO")), Scope::Whole);
    assert!(found[0].fields[0].is_hidden(), "{found:?}");
    assert!(!format!("{found:?}").contains("ONE"));
}

/// A configuration of a few objects that name each other.
fn config() -> impl Strategy<Value = String> {
    let peer = (1..6_u32, 0..3_u32, "[1-3]{1,2}", proptest::option::of("[AB]"), proptest::option::of("x|y"));
    let peer = peer.prop_map(|(tag, preference, pattern, profile, description)| {
        let profile = profile.map_or(String::new(), |name| format!(" translation-profile outgoing {name}\n"));
        let description = description.map_or(String::new(), |text| format!(" description {text}\n"));
        format!(
            "dial-peer voice {tag} voip\n{description}{profile} preference {preference}\n destination-pattern {pattern}\n"
        )
    });
    let table = (1..4_u32, proptest::collection::vec((1..4_u32, "[1-3]"), 1..3)).prop_map(|(number, rules)| {
        let rules: String = rules.iter().map(|(at, digit)| format!(" rule {at} /{digit}/ /9/\n")).collect();
        format!("voice translation-rule {number}\n{rules}")
    });
    let profile = ("[AB]", 1..4_u32)
        .prop_map(|(name, table)| format!("voice translation-profile {name}\n translate called {table}\n"));
    proptest::collection::vec(prop_oneof![3 => peer, 1 => table, 1 => profile], 0..7).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn a_plan_does_not_differ_from_itself(text in config()) {
        let one = plan(&text);
        prop_assert_eq!(objects(&one, &one, Scope::Whole), []);
        let printed = plan(&emit(&one));
        prop_assert_eq!(objects(&one, &printed, Scope::Whole), []);
    }

    /// What is added one way is removed the other way, and what is modified is modified both ways, the same lines the other way
    /// round.
    #[test]
    fn the_other_way_round_all_is_the_other_way_round(old in config(), new in config()) {
        let (old, new) = (plan(&old), plan(&new));
        let there = objects(&old, &new, Scope::Whole);
        let back = objects(&new, &old, Scope::Whole);
        let count = |changes: &[ObjectChange], altered| changes.iter().filter(|one| one.altered == altered).count();
        prop_assert_eq!(count(&there, Altered::Added), count(&back, Altered::Removed));
        prop_assert_eq!(count(&there, Altered::Removed), count(&back, Altered::Added));
        prop_assert_eq!(there.is_empty(), old == new);
        for scope in [Scope::Whole, Scope::OfOld, Scope::OfNew] {
            let lines = crate::diff::text(&old, &new, scope);
            prop_assert_eq!(objects(&old, &new, scope).is_empty(), lines.is_empty(), "{}", lines.hunks);
        }
    }

    /// The lines of the old plan, changed as told, are those of the new plan.
    #[test]
    fn what_is_told_is_what_differs(old in config(), new in config()) {
        let (old, new) = (plan(&old), plan(&new));
        let mut lines: Vec<(String, String)> = all_lines(&old);
        for change in objects(&old, &new, Scope::Whole) {
            let is = change.title.clone();
            let was = change.was.as_ref().map_or(is.clone(), |was| is.replacen(&format!(" {}", change.id), &format!(" {was}"), 1));
            // What is not told of stays, under the name that the object has now.
            let of_it = |title: &str| change.altered != Altered::Added && title == format!("old {was}");
            let (of, mut rest): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(title, _)| of_it(title));
            let mut of: Vec<_> = of.into_iter().map(|(_, line)| line).collect();
            for field in &change.fields {
                if let Some(before) = &field.before {
                    let at = of.iter().position(|line| line == before);
                    prop_assert!(at.is_some(), "{}: {} is not there: {:?}", was, before, of);
                    of.remove(at.unwrap());
                }
                of.extend(field.after.clone());
            }
            rest.extend(of.into_iter().map(|line| (is.clone(), line)));
            lines = rest;
        }
        let mut lines: Vec<_> =
            lines.into_iter().map(|(title, line)| (title.trim_start_matches("old ").to_owned(), line)).collect();
        lines.sort();
        let expected: Vec<_> =
            all_lines(&new).into_iter().map(|(title, line)| (title.trim_start_matches("old ").to_owned(), line)).collect();
        prop_assert_eq!(lines, expected);
    }
}

/// Every line of every object, with the title of the object.
fn all_lines(plan: &DialPlan) -> Vec<(String, String)> {
    let objects = plan.objects();
    let of = |object: &crate::model::AnyObject<'_>| {
        let title = format!("old {}", object.title());
        object.settings.lines().into_iter().map(move |line| (title.clone(), line)).collect::<Vec<_>>()
    };
    let mut lines: Vec<_> = objects.iter().flat_map(of).collect();
    lines.sort();
    lines
}
