//! What is in configurations, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::model::{Inventory, ListedLine, no_configuration, remarks};
use crate::source::{Position, Source};
use crate::syntax::commands::{Command, LineState};
use crate::syntax::secrets::shown;
use crate::syntax::tree::Tree;

/// A file and what is in it.
pub struct Stock {
    name: String,
    inventory: Inventory,
    /// Where the listed lines stand.
    places: Vec<Position>,
    /// Why it is no configuration, where it is none.
    reason: Option<&'static str>,
    /// What should be known of the file as a whole.
    pub remarks: Vec<Diagnostic>,
}

impl Stock {
    /// What is in `source`, with the lines whose state is one of `list`.
    pub fn of(source: &Source, list: &[LineState]) -> Self {
        let tree = (!source.is_binary()).then(|| Tree::parse(source));
        let inventory = tree.as_ref().map_or_else(|| Inventory::of_other(source), |tree| Inventory::of(tree, list));
        let remarks = tree.as_ref().filter(|_| inventory.configuration).map(remarks).unwrap_or_default();
        let places = inventory.listed.iter().map(|line| source.position(line.span.start)).collect();
        let reason = (!inventory.configuration).then(|| no_configuration(source));
        Self { name: source.name().to_owned(), inventory, places, reason, remarks }
    }

    /// The listed lines with their places.
    fn listed(&self) -> impl Iterator<Item = (&ListedLine, Position)> {
        self.inventory.listed.iter().zip(self.places.iter().copied())
    }
}

/// The objects that have columns of their own.
const COLUMNS: [(Command, &str); 4] = [
    (Command::DialPeer, "dial-peers"),
    (Command::TranslationRuleTable, "rules"),
    (Command::TranslationProfile, "profiles"),
    (Command::PatternMap, "maps"),
];

/// A table: a row for each file, and the totals where there are several. Then the other objects, and the lines that were
/// asked for.
pub fn text(stocks: &[Stock]) -> String {
    let mut rows = vec![heading()];
    rows.extend(stocks.iter().map(row));
    if stocks.len() > 1 {
        rows.push(totals(stocks));
    }
    let mut text = aligned(&rows);
    let others = others(stocks);
    if !others.is_empty() {
        text += "\nother objects\n";
        text += &aligned(&others);
    }
    for (stock, reason) in stocks.iter().filter_map(|stock| Some((stock, stock.reason?))) {
        let _ = writeln!(text, "\n{}: {reason}", stock.name);
    }
    for stock in stocks.iter().filter(|stock| !stock.inventory.listed.is_empty()) {
        text += "\n";
        for (line, place) in stock.listed() {
            let object = if line.object.is_empty() { String::new() } else { format!(" in `{}`", shown(&line.object)) };
            let problem = line.problem.as_ref().map_or(String::new(), |problem| format!(": {problem}"));
            let (name, state, content) = (&stock.name, line.state.name(), shown(&line.text));
            let _ = writeln!(text, "{name}:{}:{}: {state}: `{content}`{object}{problem}", place.line, place.column);
        }
    }
    text
}

fn heading() -> Vec<String> {
    let states = LineState::ALL.map(LineState::name);
    let names = ["file"].into_iter().chain(COLUMNS.iter().map(|(_, name)| *name)).chain(states);
    names.map(str::to_owned).collect()
}

fn row(stock: &Stock) -> Vec<String> {
    let inventory = &stock.inventory;
    let objects = COLUMNS.iter().map(|(header, _)| inventory.count(*header).to_string());
    let lines = LineState::ALL.into_iter().map(|state| inventory.lines_in(state).to_string());
    [stock.name.clone()].into_iter().chain(objects).chain(lines).collect()
}

fn totals(stocks: &[Stock]) -> Vec<String> {
    let sum = |count: &dyn Fn(&Inventory) -> usize| {
        stocks.iter().map(|stock| count(&stock.inventory)).sum::<usize>().to_string()
    };
    let objects = COLUMNS.iter().map(|(header, _)| sum(&|inventory| inventory.count(*header)));
    let lines = LineState::ALL.into_iter().map(|state| sum(&|inventory| inventory.lines_in(state)));
    ["total".to_owned()].into_iter().chain(objects).chain(lines).collect()
}

/// The objects without a column, each with its number and what dialc makes of it.
fn others(stocks: &[Stock]) -> Vec<Vec<String>> {
    let mut counts: BTreeMap<Command, usize> = BTreeMap::new();
    for (header, count) in stocks.iter().flat_map(|stock| &stock.inventory.objects) {
        *counts.entry(*header).or_default() += count;
    }
    counts.retain(|header, _| COLUMNS.iter().all(|(column, _)| column != header));
    let row = |(header, count): (&Command, &usize)| {
        let state = LineState::from(header.row().support).name();
        vec![format!("  {}", header.row().keywords), count.to_string(), state.to_owned()]
    };
    counts.iter().map(row).collect()
}

/// The most columns of a cell behind which another one is aligned; `format` takes no more than 16 bits.
const WIDEST_CELL: usize = 200;

/// Rows with their cells one below the other: the first to the left, numbers to the right.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let longest = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        longest.unwrap_or(0).min(WIDEST_CELL)
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let numeric = |column: usize| rows.last().and_then(|last| last.get(column)).is_some_and(|cell| is_number(cell));
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let gap = if column > 0 { "  " } else { "" };
            let right = column > 0 && numeric(column);
            let _ = if right { write!(line, "{gap}{cell:>width$}") } else { write!(line, "{gap}{cell:<width$}") };
        }
        text += line.trim_end();
        text += "\n";
    }
    text
}

fn is_number(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// The JSON document: `docs/schemas/inventory.json` describes it.
#[derive(Serialize)]
struct Document {
    schema: u32,
    files: Vec<File>,
    totals: Counts,
}

#[derive(Serialize)]
struct File {
    #[serde(rename = "file")]
    name: String,
    configuration: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(flatten)]
    counts: Counts,
    /// All objects by the keywords of their header.
    objects: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    listed: Vec<Listed>,
}

#[derive(Serialize, Default)]
struct Counts {
    dial_peers: usize,
    translation_rules: usize,
    translation_profiles: usize,
    pattern_maps: usize,
    lines: Lines,
}

#[derive(Serialize, Default)]
struct Lines {
    modelled: usize,
    kept: usize,
    unsupported: usize,
    malformed: usize,
    unknown: usize,
    outside: usize,
}

#[derive(Serialize)]
struct Listed {
    line: usize,
    column: usize,
    state: &'static str,
    text: String,
    object: Option<String>,
    problem: Option<String>,
}

fn counts(stocks: &[Stock]) -> Counts {
    let objects = |header| stocks.iter().map(|stock| stock.inventory.count(header)).sum();
    let lines = |state| stocks.iter().map(|stock| stock.inventory.lines_in(state)).sum();
    Counts {
        dial_peers: objects(Command::DialPeer),
        translation_rules: objects(Command::TranslationRuleTable),
        translation_profiles: objects(Command::TranslationProfile),
        pattern_maps: objects(Command::PatternMap),
        lines: Lines {
            modelled: lines(LineState::Modelled),
            kept: lines(LineState::Kept),
            unsupported: lines(LineState::Unsupported),
            malformed: lines(LineState::Malformed),
            unknown: lines(LineState::Unknown),
            outside: lines(LineState::Outside),
        },
    }
}

/// The same as one JSON document.
pub fn json(stocks: &[Stock]) -> String {
    let listed = |(line, place): (&ListedLine, Position)| Listed {
        line: place.line,
        column: place.column,
        state: line.state.name(),
        text: shown(&line.text),
        object: Some(shown(&line.object)).filter(|object| !object.is_empty()),
        problem: line.problem.clone(),
    };
    let file = |stock: &Stock| File {
        name: stock.name.clone(),
        configuration: stock.inventory.configuration,
        reason: stock.reason,
        counts: counts(std::slice::from_ref(stock)),
        objects: stock.inventory.objects.iter().map(|(header, count)| (header.row().keywords, *count)).collect(),
        listed: stock.listed().map(listed).collect(),
    };
    let document = Document { schema: 1, files: stocks.iter().map(file).collect(), totals: counts(stocks) };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
