//! What a check comes to: as text, as JSON, as JUnit XML and as annotations of GitHub. And networks as pictures.

mod dot;
mod github;
mod json;
mod junit;
mod mermaid;
mod picture;
#[cfg(test)]
mod tests;
mod text;

pub use dot::dot;
pub use github::github;
pub use json::json;
pub use junit::junit;
pub use mermaid::mermaid;
pub use text::text;

use crate::analysis::{Checked, Claim, Verdict};
use crate::number::grouped;
use crate::output::amount::{amount, counted};
use crate::output::shown::{one_line, printable};

/// The most claims that are shown where they are not proved.
const SHOWN_FAILING: usize = 50;

/// So many numbers.
fn numbers(count: u128) -> String {
    counted(count, "number", "numbers")
}

/// The first of a list, and how many more there are.
fn listed(items: &[String], most: usize) -> String {
    let shown: Vec<String> = items.iter().take(most).map(|item| one_line(item)).collect();
    let rest = match items.len().saturating_sub(most) {
        0 => String::new(),
        more => format!(" and {} more", grouped(amount(more))),
    };
    shown.join(", ") + &rest
}

/// The claims that are not proved, the worst first.
fn failing(checked: &Checked) -> Vec<&Claim> {
    let mut claims: Vec<&Claim> = checked.claims.iter().filter(|claim| claim.verdict != Verdict::Proved).collect();
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.verdict));
    claims
}

/// The verdict and its subject, in one line.
fn headline(checked: &Checked) -> String {
    let of_it: Vec<&Claim> = checked.claims.iter().filter(|claim| claim.verdict == checked.verdict).collect();
    let subject = match (checked.verdict, of_it.as_slice()) {
        (Verdict::Proved, _) | (_, []) => {
            let classes = counted(amount(checked.classes), "class", "classes");
            format!("{} in {classes}", numbers(checked.numbers.numbers))
        }
        (Verdict::Loop, [first, ..]) => one_line(first.reason.as_deref().unwrap_or(&first.claim)),
        (Verdict::Violated | Verdict::Unknown, [only]) => one_line(&only.claim),
        (Verdict::Violated | Verdict::Unknown, [first, rest @ ..]) => {
            format!("{}, and {}", one_line(&first.claim), counted(amount(rest.len()), "more claim", "more claims"))
        }
    };
    format!("{}: {subject}", checked.verdict)
}
