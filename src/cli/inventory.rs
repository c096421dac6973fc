//! `dialc inventory`.

use super::Outcome;
use super::args::{Format, Inventory as Arguments, Listed};
use super::terminal::Terminal;
use crate::diagnostic::Report;
use crate::files;
use crate::output::inventory::{Stock, json, text};
use crate::syntax::commands::LineState;
use crate::syntax::secrets::secrets;

/// Says what is in configurations. What cannot be read is reported, and the rest is read all the same.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let list: Vec<_> = arguments.list.iter().map(|state| state.state()).collect();
    let mut report = Report::new();
    let mut stocks = Vec::new();
    for path in &arguments.configs {
        match files::files_at(path) {
            Ok(paths) => {
                for path in paths {
                    match files::read_hiding(&path, secrets) {
                        Ok(source) => stocks.push(Stock::of(&source, &list)),
                        Err(diagnostic) => report.push(diagnostic),
                    }
                }
            }
            Err(diagnostic) => report.push(diagnostic),
        }
    }
    report.extend(stocks.iter().flat_map(|stock| stock.remarks.clone()).collect());
    terminal.report(&report);
    if stocks.is_empty() {
        return Outcome::Invalid;
    }
    let printed = terminal.print(&match arguments.format {
        Format::Text => text(&stocks),
        Format::Json => json(&stocks),
    });
    if report.has_errors() { Outcome::Invalid } else { printed }
}

impl Listed {
    fn state(self) -> LineState {
        match self {
            Self::Unsupported => LineState::Unsupported,
            Self::Malformed => LineState::Malformed,
            Self::Unknown => LineState::Unknown,
        }
    }
}
