//! Every format of a diff that has something of everything.

use super::*;
use crate::automaton::{Count, Extent};
use crate::diff::{Altered, Behaviour, Class, Diff, Move, Unified};

fn step(target: &str, number: &str) -> Step {
    Step { target: target.into(), number: number.into(), tie: false }
}

fn diff() -> Diff {
    let field = |before: Option<&str>, after: Option<&str>, change| Field {
        name: "preference".into(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        default: None,
        change,
    };
    let object = |title: &str, id: &str, altered, fields| ObjectChange {
        header: Some(crate::syntax::commands::Command::DialPeer),
        id: id.into(),
        was: None,
        title: title.into(),
        altered,
        fields,
        span: None,
    };
    let fields = vec![
        Field { default: Some("preference 0".into()), ..field(Some("preference 1"), None, FieldChange::Said) },
        field(Some("description a|b `c`"), Some("description </details> @team"), FieldChange::Said),
        field(Some("rule 1 /a/ /b/"), Some("rule 2 /a/ /b/"), FieldChange::Renumbered),
        field(Some("translate called 1"), Some("translate called 2"), FieldChange::Followed),
        field(Some("password ***"), Some("password ***"), FieldChange::Said),
    ];
    let renamed =
        ObjectChange { was: Some("8".into()), ..object("dial-peer voice 9 voip", "9", Altered::Modified, Vec::new()) };
    let change = Change {
        class: Class::Rerouted,
        count: Count { numbers: 1_200, longer: true, other_symbols: true },
        extent: Extent::Numbers(1_200),
        patterns: vec!["120655555..".into(), "1206555[6-9]...".into()],
        more: true,
        before: vec![step("ocs", "+12065555500"), step("cucm", "12065555500")],
        after: Vec::new(),
        witness: "12065555500".into(),
        answer: Some("404".into()),
        from: vec!["pstn".into()],
    };
    let moved = Move {
        from: "cucm".into(),
        to: vec!["ocs".into(), "te`ams".into()],
        count: Count { numbers: 100, longer: false, other_symbols: false },
        patterns: vec!["120655555..".into()],
        more: false,
        before: vec![step("ipv4:192.0.2.20", "12065555500")],
        after: vec![step("ipv4:192.0.2.10", "12065555500")],
        witness: "12065555500".into(),
    };
    let gained = Change {
        class: Class::Gained,
        count: Count::default(),
        extent: Extent::Numbers(0),
        from: Vec::new(),
        ..change.clone()
    };
    Diff {
        objects: Some(vec![
            object("dial-peer voice 5 voip", "5", Altered::Modified, fields),
            object(
                "dial-peer voice 7 voip",
                "7",
                Altered::Added,
                vec![field(None, Some("huntstop"), FieldChange::Said)],
            ),
            renamed,
        ]),
        behaviour: Some(Behaviour {
            changes: vec![change, gained],
            totals: vec![(Class::Gained, Some(Extent::Numbers(0))), (Class::Rerouted, Some(Extent::Numbers(1_200)))],
            moves: vec![moved],
            moved: Some(Extent::Numbers(100)),
            gaps: vec!["dial-peer 3 is too large".into()],
            notes: vec!["taken to be 15.1".into()],
            other_symbols: true,
        }),
        text: Some(Unified { hunks: "@@ -1 +1 @@\n-a\n+b ``` c\n".into(), removed: 1, added: 1 }),
    }
}

const NAMES: Names<'_> = Names { old: "old.cfg", new: "git:HEAD:new.cfg" };

#[test]
fn what_is_tried_in_any_order_is_told_as_such() {
    let tied = |target| Step { tie: true, ..step(target, "5") };
    assert_eq!(way(&[step("a", "5"), tied("b"), step("c", "5")]), "a 5 and b 5 in any order, then c 5");
    assert_eq!(way(&[step("a", "5"), step("b", "5"), tied("c")]), "a 5, then b 5 and c 5 in any order");
}

#[test]
fn what_is_so_of_every_number_is_not_counted() {
    let mut diff = diff();
    let behaviour = diff.behaviour.as_mut().unwrap();
    behaviour.totals = vec![(Class::Rerouted, Some(Extent::Every)), (Class::Reordered, None)];
    assert!(summary(&diff).contains(", every number rerouted, uncounted numbers tried in another order,"));
    assert_eq!(those(Extent::Every, &["T".into()], false), "every number: T");
    assert_eq!(those(Extent::Numbers(3), &[String::new(), "[01]T".into()], true), "3 numbers: [01]T and others");
}

#[test]
fn for_people() {
    insta::assert_snapshot!(text(&diff(), NAMES, false));
    let colored = text(&diff(), NAMES, true);
    assert!(colored.contains("\u{1b}[31m      - preference 1\u{1b}[0m"), "{colored}");
}

#[test]
fn for_pull_requests() {
    insta::assert_snapshot!(markdown(&diff(), NAMES));
}

#[test]
fn for_actions() {
    insta::assert_snapshot!(github(&diff(), NAMES));
}

#[test]
fn for_programs() {
    insta::assert_snapshot!(json(&diff(), NAMES));
}

#[test]
fn a_comment_is_never_too_long() {
    let mut diff = diff();
    let objects = diff.objects.as_mut().unwrap();
    let peer = objects[0].clone();
    objects.extend(std::iter::repeat_n(peer, 5_000));
    let behaviour = diff.behaviour.as_mut().unwrap();
    let change = behaviour.changes[0].clone();
    behaviour.changes.extend(std::iter::repeat_n(change, 5_000));
    let moved = behaviour.moves[0].clone();
    behaviour.moves.extend(std::iter::repeat_n(moved, 5_000));
    behaviour.gaps = vec!["é".repeat(1_000); 1_000];
    diff.text = Some(Unified { hunks: format!("+{}\n", "`".repeat(70_000)).repeat(3), removed: 0, added: 3 });
    let text = markdown(&diff, NAMES);
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains("more warnings are left out"));
    assert!(text.contains("more changes are left out") && text.contains("lines are left out"));
    assert_eq!(text.matches("<details>").count(), text.matches("\n</details>").count());
}
