//! What a check comes to, for people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{SHOWN_FAILING, amount, counted, failing, grouped, headline, listed, numbers, one_line, printable};
use crate::analysis::{Answers, Checked, Claim, Cure, ShownHop, Verdict};

/// The most claims that are shown where they are proved.
const SHOWN_PROVED: usize = 10;

/// The most patterns, blocks and lost claims that are named in one place.
const NAMED: usize = 5;

/// The most tables of answers that are shown.
const SHOWN_ANSWERS: usize = 10;

/// The hops that are shown of the beginning and of the end of a journey.
const FIRST_HOPS: usize = 40;
const LAST_HOPS: usize = 10;

/// The deepest hop that is indented as such.
const DEEPEST: usize = 16;

/// The widest table.
const WIDEST: usize = 120;

/// What a check comes to, as text.
pub fn text(checked: &Checked) -> String {
    let mut page = Page { text: String::new() };
    page.line(0, &headline(checked));
    page.claims(checked);
    for group in checked.answers.iter().take(SHOWN_ANSWERS) {
        page.answers(group);
    }
    if let Some(more) = checked.answers.len().checked_sub(SHOWN_ANSWERS).filter(|more| *more > 0) {
        page.line(0, &format!("\nand {} with other answers", counted(amount(more), "more group", "more groups")));
    }
    page.list("assumed", checked.assumptions.iter().map(|(name, value)| format!("{name}: {value}")));
    page.list("notes", checked.notes.iter().cloned().chain(left_out(checked)));
    printable(page.text)
}

/// What shows that a claim does not hold, and what would mend it, without the reason: lines without a newline at the end.
pub(super) fn details(claim: &Claim) -> String {
    let mut page = Page { text: String::new() };
    page.details(claim, false, false);
    let lines: Vec<&str> = page.text.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    printable(lines.join("\n"))
}

/// What the count of numbers leaves out.
fn left_out(checked: &Checked) -> Option<String> {
    let left_out = match (checked.numbers.longer, checked.numbers.other_symbols) {
        (false, false) => return None,
        (true, false) => "longer ones that begin with them",
        (false, true) => "those with *, # or A to F",
        (true, true) => "longer ones that begin with them, and those with *, # or A to F",
    };
    Some(format!("numbers are counted without {left_out}"))
}

struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.text, "{:indent$}{}", "", line.trim_end());
    }

    /// A heading with lines below it, where there are any.
    fn list(&mut self, heading: &str, lines: impl Iterator<Item = String>) {
        let mut lines = lines.peekable();
        if lines.peek().is_some() {
            self.line(0, &format!("\n{heading}"));
        }
        for line in lines {
            self.line(2, &one_line(&line));
        }
    }

    fn claims(&mut self, checked: &Checked) {
        let failing = failing(checked);
        let mut shown_hops: Vec<&[ShownHop]> = Vec::new();
        if !checked.claims.is_empty() {
            self.line(0, "\nclaims");
        }
        for claim in failing.iter().take(SHOWN_FAILING) {
            self.claim(claim);
            let again = shown_hops.contains(&claim.hops.as_slice());
            // The first line of all has the reason of the first loop.
            let said = claim.verdict == Verdict::Loop && headline(checked).ends_with(&one_line(reason(claim)));
            self.details(claim, !said, again);
            if !claim.hops.is_empty() {
                shown_hops.push(&claim.hops);
            }
        }
        if let Some(more) = failing.len().checked_sub(SHOWN_FAILING).filter(|more| *more > 0) {
            self.line(2, &format!("and {} more that are not proved", grouped(amount(more))));
        }
        let proved: Vec<&Claim> = checked.claims.iter().filter(|claim| claim.verdict == Verdict::Proved).collect();
        let shown = shown(&proved);
        for claim in &shown {
            self.claim(claim);
        }
        if let Some(more) = proved.len().checked_sub(shown.len()).filter(|more| *more > 0) {
            self.line(2, &format!("and {} more, all proved", grouped(amount(more))));
        }
    }

    fn claim(&mut self, claim: &Claim) {
        let count = claim.numbers.as_ref().filter(|_| claim.verdict == Verdict::Proved);
        let count = count.map_or(String::new(), |count| format!(" ({})", numbers(count.numbers)));
        self.line(2, &format!("{:8}  {}{count}", claim.verdict.name(), one_line(&claim.claim)));
    }

    /// What shows that a claim does not hold, and what would mend it; `again` where its call was shown before.
    fn details(&mut self, claim: &Claim, with_reason: bool, again: bool) {
        if with_reason && claim.reason.is_some() {
            self.line(4, &format!("why: {}", one_line(reason(claim))));
        }
        if let Some(witness) = &claim.witness {
            let above = if again { ", the call above" } else { "" };
            self.line(4, &format!("shown by: {}{above}", one_line(witness)));
        }
        let hops = if again { Vec::new() } else { journey(&claim.hops) };
        for line in hops {
            self.line(6, &line);
        }
        let numbers = claim.numbers.map(|count| numbers(count.numbers));
        let patterns = Some(listed(&claim.patterns, NAMED)).filter(|patterns| !patterns.is_empty());
        let about: Vec<String> = numbers.into_iter().chain(patterns).collect();
        if !about.is_empty() {
            let what = if claim.verdict == Verdict::Unknown { "not known for" } else { "fails for" };
            self.line(4, &format!("{what}: {}", about.join(": ")));
        }
        if !claim.cures.is_empty() {
            self.line(4, "what would break it:");
        }
        for cure in &claim.cures {
            self.cure(cure);
        }
    }

    fn cure(&mut self, cure: &Cure) {
        let costs = match cure.costs.len() {
            0 => "nothing".to_owned(),
            lost => counted(amount(lost), "claim", "claims"),
        };
        self.line(6, &format!("on {}, costs {costs}:", one_line(&cure.at)));
        for line in cure.change.lines() {
            self.line(8, &one_line(line));
        }
        for cost in cure.costs.iter().take(NAMED) {
            self.line(6, &format!("lost: {}", one_line(cost)));
        }
        if let Some(more) = cure.costs.len().checked_sub(NAMED).filter(|more| *more > 0) {
            self.line(6, &format!("lost: {} more", grouped(amount(more))));
        }
    }

    fn answers(&mut self, group: &Answers) {
        self.line(0, &format!("\nwhat each answer leads to: {}", listed(&group.blocks, NAMED)));
        let mut rows: Vec<(Vec<String>, &[String])> = Vec::new();
        for (answer, leads) in &group.rows {
            match rows.iter_mut().find(|(_, known)| known == leads) {
                Some((answers, _)) => answers.push(one_line(answer)),
                None => rows.push((vec![one_line(answer)], leads)),
            }
        }
        let heading = ["answer".to_owned()].into_iter().chain(group.systems.iter().map(|system| one_line(system)));
        let row = |(answers, leads): (Vec<String>, &[String])| {
            [answers.join(", ")].into_iter().chain(leads.iter().map(|cell| one_line(cell))).collect()
        };
        let table: Vec<Vec<String>> = [heading.collect()].into_iter().chain(rows.into_iter().map(row)).collect();
        let lines = aligned(&table);
        if lines.iter().all(|line| line.chars().count() <= WIDEST) {
            for line in &lines {
                self.line(2, line);
            }
        } else {
            self.answers_by_system(group);
        }
    }

    /// The same below each other, where a table would be too wide.
    fn answers_by_system(&mut self, group: &Answers) {
        for (position, system) in group.systems.iter().enumerate() {
            self.line(2, &one_line(system));
            let mut by_end: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for (answer, leads) in &group.rows {
                let end = leads.get(position).map_or("", String::as_str);
                by_end.entry(end).or_default().push(one_line(answer));
            }
            for (end, answers) in by_end {
                self.line(4, &format!("{}: {}", answers.join(", "), one_line(end)));
            }
        }
    }
}

/// Why a claim does not hold; nothing where that is not told.
fn reason(claim: &Claim) -> &str {
    claim.reason.as_deref().unwrap_or_default()
}

/// Some of the claims that are proved, in their order: all of them where they are few, otherwise some of each kind. Claims
/// of different blocks are of one kind: they read alike behind the colon.
fn shown<'a>(proved: &[&'a Claim]) -> Vec<&'a Claim> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ranked = Vec::new();
    for (index, claim) in proved.iter().enumerate() {
        let kind = claim.claim.split_once(": ").map_or(claim.claim.as_str(), |(_, kind)| kind);
        let rank = seen.entry(kind).or_default();
        ranked.push((*rank, index));
        *rank += 1;
    }
    ranked.sort_unstable();
    let chosen: BTreeSet<usize> = ranked.iter().take(SHOWN_PROVED).map(|(_, index)| *index).collect();
    chosen.into_iter().filter_map(|index| proved.get(index).copied()).collect()
}

/// The hops of a call, one a line: those that happen while others are open stand further in.
fn journey(hops: &[ShownHop]) -> Vec<String> {
    let places = hops.len().to_string().len();
    let row = |(index, hop): (usize, &ShownHop)| {
        let indent = 2 * hop.depth.min(DEEPEST);
        let at = format!("{:>places$}  {:indent$}{}", index + 1, "", one_line(&hop.system));
        let number = if hop.number.is_empty() { "no digits".to_owned() } else { one_line(&hop.number) };
        vec![at, number, one_line(&hop.event)]
    };
    let left_out = hops.len().saturating_sub(FIRST_HOPS + LAST_HOPS);
    let is_shown = |index: usize| left_out <= 1 || index < FIRST_HOPS || index >= hops.len() - LAST_HOPS;
    let rows: Vec<Vec<String>> = hops.iter().enumerate().filter(|(index, _)| is_shown(*index)).map(row).collect();
    let mut lines = aligned(&rows);
    if left_out > 1 {
        lines.insert(FIRST_HOPS, format!("... {} more hops ...", grouped(amount(left_out))));
    }
    lines
}

/// The most columns of a cell behind which another one is aligned; `format` takes no more than 16 bits.
const WIDEST_CELL: usize = 200;

/// Rows with their cells one below the other.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let longest = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        longest.unwrap_or(0).min(WIDEST_CELL)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}
