//! What checks come to, made by hand.

use crate::analysis::{Answers, Checked, Claim, Cure, ShownHop, Verdict};
use crate::automaton::Count;

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&item| item.to_owned()).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn count(numbers: u128) -> Count {
    Count { numbers, longer: false, other_symbols: false }
}

/// The worked example: OCS first, then CUCM.
pub(super) fn proved() -> Checked {
    let row = |answer: &str, leads: [&str; 2]| (answer.to_owned(), strings(&leads));
    let (next, last) = ("cucm is tried", "nobody is left: the caller gets it");
    let stops = "hunting stops: the caller gets it";
    let offered = Claim {
        numbers: Some(Count { longer: true, ..count(100) }),
        ..Claim::proved("main: every DID is offered to ocs, then to cucm")
    };
    Checked {
        verdict: Verdict::Proved,
        numbers: Count { numbers: 100, longer: true, other_symbols: true },
        classes: 2,
        claims: vec![
            Claim::proved("no call loops"),
            offered,
            Claim::proved("main: a number that no system has ends at an announcement or a clean reject"),
        ],
        assumptions: pairs(&[("release", "12.4(24)T"), ("outages", "no system, trunk or port is down")]),
        answers: vec![Answers {
            blocks: strings(&["main"]),
            systems: strings(&["ocs", "cucm"]),
            rows: vec![
                row("404", [next, last]),
                row("486", [stops, stops]),
                row("503", [next, last]),
                row("no reply", [next, "is never asked"]),
            ],
        }],
        notes: strings(&["cucm: where calls of its own users go is not told"]),
    }
}

fn hop(depth: usize, system: &str, number: &str, event: &str) -> ShownHop {
    ShownHop { system: system.to_owned(), number: number.to_owned(), event: event.to_owned(), depth }
}

/// CUCM sends what it does not know back to the gateway.
pub(super) fn looping() -> Checked {
    let mut checked = proved();
    let block = checked.claims[1].clone();
    let hops = vec![
        hop(0, "isr-1", "12065555500", "comes from pstn"),
        hop(1, "ocs", "+12065555500", "offered by isr-1 dial-peer 555"),
        hop(2, "ocs", "+12065555500", "answers 404"),
        hop(1, "cucm", "12065555500", "hunting goes on: offered by isr-1 dial-peer 5552"),
        hop(2, "isr-1", "12065555500", "comes from cucm"),
        hop(3, "cucm", "12065555500", "offered by isr-1 dial-peer 5552"),
        hop(3, "cucm", "12065555500", "is open here already, with the same number: this is hop 4 again"),
    ];
    let claim = Claim {
        hops,
        numbers: Some(count(50)),
        patterns: strings(&["120655555[0-4]."]),
        cures: vec![
            Cure {
                at: "cucm".to_owned(),
                change: "answer 404 to unassigned numbers instead of sending them to isr-1".to_owned(),
                costs: Vec::new(),
            },
            Cure {
                at: "isr-1".to_owned(),
                change: "dial-peer voice 555 voip\n huntstop".to_owned(),
                costs: vec![block.claim],
            },
        ],
        ..Claim::failed("no call loops", Verdict::Loop, "12065555500 comes back to cucm while it is still open there")
            .shown_by(Some("12065555500".to_owned()))
    };
    checked.claims[0] = claim;
    checked.claims[2] = Claim::failed(
        "main: a number that no system has ends at an announcement or a clean reject",
        Verdict::Violated,
        "it comes back to cucm",
    )
    .shown_by(Some("12065555500".to_owned()));
    checked.verdict = Verdict::Loop;
    checked.answers.clear();
    checked.assumptions.truncate(1);
    checked.notes.clear();
    checked
}

/// Something that is not followed.
pub(super) fn unknown() -> Checked {
    let reason = "dialc does not follow `translate called 7` in line 12; and 2 more";
    let claim = Claim {
        numbers: Some(Count { numbers: 1 << 53, longer: false, other_symbols: false }),
        patterns: strings(&["0", "1", "2", "3", "4", "5", "6"]),
        ..Claim::failed("no call loops", Verdict::Unknown, reason)
    };
    Checked {
        verdict: Verdict::Unknown,
        numbers: Count { numbers: 10_u128.pow(32), longer: false, other_symbols: false },
        classes: 1,
        claims: vec![claim, Claim::failed("911 reaches the public network untouched", Verdict::Unknown, "the same")],
        assumptions: Vec::new(),
        answers: Vec::new(),
        notes: Vec::new(),
    }
}

/// 1,000 blocks; all claims of some of them fail.
pub(super) fn many(failing: usize) -> Checked {
    let mut claims = vec![Claim::proved("no call loops")];
    for block in 1..=1_000 {
        let texts =
            ["every DID is offered to ocs, then to cucm", "each system gets the number in the form that it expects"];
        for text in texts {
            let claim = format!("block-{block}: {text}");
            claims.push(if block <= failing {
                Claim::failed(claim, Verdict::Violated, "no dial-peer offers it to ocs")
                    .shown_by(Some("5500".to_owned()))
            } else {
                Claim::proved(claim)
            });
        }
    }
    let mut checked = Checked { claims, numbers: count(100_000), classes: 2_000, ..proved() };
    if failing > 0 {
        checked.verdict = Verdict::Violated;
    }
    checked.answers[0].blocks = (1..=1_000).map(|block| format!("block-{block}")).collect();
    checked
}

/// Names that a file can hold, and no terminal should see; and what is markup somewhere.
pub(super) fn hostile() -> Checked {
    let bad = "a\u{1b}[31m\r\nb\u{202e}\u{7f}\u{85}\u{0}c <&>\"'% ]]>,:|#";
    let mut checked = looping();
    for claim in &mut checked.claims {
        for text in [&mut claim.claim, claim.reason.get_or_insert_default(), claim.witness.get_or_insert_default()] {
            *text = bad.to_owned();
        }
        claim.hops = vec![hop(0, bad, bad, bad)];
        claim.patterns = strings(&[bad]);
        claim.cures = vec![Cure { at: bad.to_owned(), change: bad.to_owned(), costs: strings(&[bad]) }];
    }
    checked.answers = vec![Answers {
        blocks: strings(&[bad]),
        systems: strings(&[bad]),
        rows: vec![(bad.to_owned(), strings(&[bad]))],
    }];
    checked.assumptions = pairs(&[(bad, bad)]);
    checked.notes = strings(&[bad]);
    checked
}

/// All of them.
pub(super) fn all() -> Vec<Checked> {
    vec![proved(), looping(), unknown(), many(0), many(60), hostile()]
}
