//! What a check comes to as annotations of GitHub Actions.

use super::text::details;
use super::{SHOWN_FAILING, amount, counted, failing, grouped, headline, one_line};
use crate::analysis::{Checked, Claim, Verdict};
use crate::output::annotation::annotation;

/// What the check of `file` comes to, as one line for each annotation: those of claims that are not proved, then a summary.
pub fn github(checked: &Checked, file: &str) -> String {
    let mut text = String::new();
    let mut say = |level: &str, title: &str, message: &str| {
        text += &annotation(level, &[("file", file), ("title", title)], message);
    };
    let failing = failing(checked);
    for claim in failing.iter().take(SHOWN_FAILING) {
        let reason = one_line(claim.reason.as_deref().unwrap_or(&claim.claim));
        let lines: Vec<String> = [reason, details(claim)].into_iter().filter(|lines| !lines.is_empty()).collect();
        say(level(claim), &format!("{}: {}", claim.verdict, claim.claim), &lines.join("\n"));
    }
    if let Some(more) = failing.get(SHOWN_FAILING..).filter(|more| !more.is_empty()) {
        let worst = more.iter().map(|claim| level(claim)).next().unwrap_or("error");
        say(
            worst,
            "dialc check",
            &format!("{} that are not proved", counted(amount(more.len()), "more claim", "more claims")),
        );
    }
    let all = amount(checked.claims.len());
    let proved = grouped(all - amount(failing.len()));
    say("notice", &headline(checked), &format!("{proved} of {} proved", counted(all, "claim", "claims")));
    text
}

fn level(claim: &Claim) -> &'static str {
    match claim.verdict {
        Verdict::Proved => "notice",
        Verdict::Unknown => "warning",
        Verdict::Violated | Verdict::Loop => "error",
    }
}
