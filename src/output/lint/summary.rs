//! How much was found.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::Severity;
use crate::lint::{Finding, Linted};
use crate::number::grouped;
use crate::output::amount::{amount, counted};

/// How many findings there are of each severity: errors, warnings, infos.
pub(super) fn by_severity(linted: &[Linted]) -> [u128; 3] {
    [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| amount(all(linted).filter(|finding| finding.severity == severity).count()))
}

/// The findings of all files.
pub(super) fn all(linted: &[Linted]) -> impl Iterator<Item = &Finding> {
    linted.iter().flat_map(|file| &file.findings)
}

/// How many findings are left out since the baseline knows them.
pub(super) fn known(linted: &[Linted]) -> u128 {
    amount(linted.iter().map(|file| file.known).sum())
}

/// How many findings are left out since somebody allowed them.
pub(super) fn allowed(linted: &[Linted]) -> u128 {
    amount(linted.iter().map(|file| file.allowed.len()).sum())
}

/// One line: `2 errors, 1 warning in 3 files, beside 1 allowed`.
pub fn summary(linted: &[Linted]) -> String {
    let [errors, warnings, infos] = by_severity(linted);
    let words = [(errors, "error", "errors"), (warnings, "warning", "warnings"), (infos, "info", "infos")];
    let found: Vec<_> =
        words.iter().filter(|(count, ..)| *count > 0).map(|(count, one, more)| counted(*count, one, more)).collect();
    let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
    let beside = [(allowed(linted), " allowed"), (known(linted), " that the baseline knows")];
    let beside = beside.iter().filter(|(count, _)| *count > 0);
    let beside: Vec<_> = beside.map(|(count, what)| format!("{}{what}", grouped(*count))).collect();
    let beside = if beside.is_empty() { String::new() } else { format!(", beside {}", beside.join(" and ")) };
    format!("{found} in {}{beside}\n", counted(amount(linted.len()), "file", "files"))
}

/// A table: how often each rule found something, the worst first, and a line for all of them.
pub fn statistics(linted: &[Linted]) -> String {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for finding in all(linted) {
        *counts.entry((finding.severity, finding.code)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|((severity, _), count)| Reverse((*severity, *count)));
    let total = grouped(amount(all(linted).count()));
    let (numbers, words) =
        (total.len(), rows.iter().map(|((severity, _), _)| severity.name().len()).max().unwrap_or(0));
    let mut text = String::new();
    for ((severity, code), count) in rows {
        let (count, severity) = (grouped(amount(count)), severity.name());
        let _ = writeln!(text, "{count:>numbers$}  {severity:<words$}  {code}");
    }
    let _ = writeln!(text, "{total}  total");
    text
}
