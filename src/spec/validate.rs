//! Whether a spec makes sense: all that does not, each at its place.

mod arrival;
mod overlap;
mod references;
mod routes;
mod services;
mod sharing;
mod systems;
mod text;

use super::schema::Spec;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Source, Span};

/// The most diagnostics about numbers of one kind: beyond it one line says how many more there are.
const MOST_SHOWN: usize = 20;

/// Everything about `spec`, read from `source`, that cannot be meant.
pub(super) fn validate(source: &Source, spec: &Spec) -> Report {
    let mut check = Check { source, spec, report: Report::new() };
    check.texts();
    check.systems();
    check.references();
    check.routes();
    check.sharing();
    check.overlaps();
    check.own_overlaps();
    check.arrivals();
    check.services();
    check.report
}

/// A spec under examination.
struct Check<'a> {
    source: &'a Source,
    spec: &'a Spec,
    report: Report,
}

impl Check<'_> {
    /// An error about `span`.
    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, label: &str, help: &str) {
        self.report.push(Diagnostic::error(code, message).at(self.source, span, label).help(help));
    }

    /// An error about two places of the spec; the first is the one to change.
    fn clash(&mut self, code: &'static str, places: [(Span, &str); 2], message: impl Into<String>, help: &str) {
        let [(second, again), (first, before)] = places;
        let diagnostic = Diagnostic::error(code, message).at(self.source, second, again).at(self.source, first, before);
        self.report.push(diagnostic.help(help));
    }

    /// Adds the first of `found`, and how many more there are.
    fn push_some(&mut self, code: &'static str, found: Vec<Diagnostic>) {
        let more = found.len().saturating_sub(MOST_SHOWN);
        found.into_iter().take(MOST_SHOWN).for_each(|diagnostic| self.report.push(diagnostic));
        if more > 0 {
            self.report.push(Diagnostic::info(code, format!("{more} more of these are not shown")));
        }
    }
}
