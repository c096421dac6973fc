//! Diagnostics for a person at a terminal: the message, the lines it is about, what would be right.

use std::borrow::Borrow;
use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::shown::printable;
use crate::diagnostic::{Diagnostic, Label, Report, Severity};
use crate::source::{Excerpt, Span};

/// All diagnostics of `report` in its order, drawn for a terminal of `width` columns.
pub fn render(report: &Report, color: bool, width: usize) -> String {
    drawn(report.iter().map(|diagnostic| (diagnostic, diagnostic.code.to_owned())), color, width)
}

/// Diagnostics, each with what stands above it, drawn the same way.
pub(super) fn drawn<D: Borrow<Diagnostic>>(
    diagnostics: impl Iterator<Item = (D, String)>,
    color: bool,
    width: usize,
) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
    let mut text = String::new();
    for (diagnostic, heading) in diagnostics {
        let drawn = handler.render_report(&mut text, &Drawing::of(diagnostic.borrow(), heading));
        debug_assert!(drawn.is_ok(), "labels are within their sources");
        text.push('\n');
    }
    text
}

/// A diagnostic as miette draws it: one source with its labels, and what is said about other sources.
#[derive(Debug)]
struct Drawing<'a> {
    severity: miette::Severity,
    /// What stands above the message.
    heading: Option<String>,
    message: String,
    help: Option<String>,
    labels: Vec<&'a Label>,
    /// What is drawn in the place of the source, where it has lines that are too long.
    excerpt: Option<Excerpt>,
    elsewhere: Vec<Self>,
}

impl<'a> Drawing<'a> {
    fn of(diagnostic: &'a Diagnostic, heading: String) -> Self {
        let mut groups: Vec<Vec<&Label>> = Vec::new();
        for label in &diagnostic.labels {
            let same = |group: &&mut Vec<&Label>| group.first().is_some_and(|first| first.source == label.source);
            match groups.iter_mut().find(same) {
                Some(group) => group.push(label),
                None => groups.push(vec![label]),
            }
        }
        let mut groups = groups.into_iter();
        let labels = groups.next().unwrap_or_default();
        Self {
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Info => miette::Severity::Advice,
            },
            heading: Some(printable(heading)),
            message: brief(&diagnostic.message),
            help: diagnostic.help.as_deref().map(brief),
            excerpt: excerpt(&labels),
            labels,
            elsewhere: groups.map(Self::elsewhere).collect(),
        }
    }

    /// Labels of a source that is not the first.
    fn elsewhere(labels: Vec<&'a Label>) -> Self {
        let name = labels.first().map_or("", |label| label.source.name());
        Self {
            severity: miette::Severity::Advice,
            heading: None,
            message: printable(format!("and in {name}")),
            help: None,
            excerpt: excerpt(&labels),
            labels,
            elsewhere: Vec::new(),
        }
    }
}

/// What is drawn in the place of the source of `labels`, where that has lines that are too long.
fn excerpt(labels: &[&Label]) -> Option<Excerpt> {
    let places: Vec<Span> = labels.iter().map(|label| label.span).collect();
    labels.first()?.source.excerpt(&places)
}

/// A text as it may be shown; of one that nobody would read, which repeats a line of the source, the beginning.
fn brief(text: &str) -> String {
    const LONGEST: usize = 2_000;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => printable(format!("{}…", text.get(..end).unwrap_or_default())),
        None => printable(text.to_owned()),
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.heading.as_ref().map(|heading| Box::new(heading) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let excerpt = self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode);
        excerpt.or_else(|| self.labels.first().map(|label| &label.source as &dyn SourceCode))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let places: Vec<_> = match &self.excerpt {
            Some(excerpt) => excerpt.places().collect(),
            None => self.labels.iter().map(|label| (label.span.range().start, label.span.len())).collect(),
        };
        let drawn = self.labels.iter().zip(places).enumerate().map(|(index, (label, span))| {
            let text = (!label.text.is_empty()).then(|| brief(&label.text));
            if index == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        Some(Box::new(drawn))
    }

    fn related<'b>(&'b self) -> Option<Box<dyn Iterator<Item = &'b dyn miette::Diagnostic> + 'b>> {
        Some(Box::new(self.elsewhere.iter().map(|drawing| drawing as &dyn miette::Diagnostic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Span};

    #[test]
    fn two_places_and_another_file() {
        let spec = Source::new("spec.yaml", "one: 1\ntwo: 2\n");
        let csv = Source::new("dids.csv", "+1206\n");
        let diagnostic = Diagnostic::error("clash", "these\u{1b}[2J clash")
            .at(&spec, Span::new(7..10), "this")
            .at(&spec, Span::new(0..3), "")
            .at(&csv, Span::new(0..5), "that")
            .help("keep one");
        insta::assert_snapshot!(render(&diagnostic.into(), false, 80), @r"
        clash

          × these?[2J clash
           ╭─[spec.yaml:2:1]
         1 │ one: 1
           · ───
         2 │ two: 2
           · ─┬─
           ·  ╰── this
           ╰────
          help: keep one

        Advice: 
          ☞ and in dids.csv
           ╭─[dids.csv:1:1]
         1 │ +1206
           · ──┬──
           ·   ╰── that
           ╰────

        ");
    }

    /// Places at the start, in the middle and at the end of lines that no drawing has room for.
    #[test]
    fn long_lines_are_cut_around_the_place() {
        for (length, blank) in [(600, "x"), (90_000, "x"), (90_000, "é"), (200_000, "\t")] {
            let line = blank.repeat(length / blank.len());
            let text = format!("{line}\none\r\n{line}\r\ntwo\n{line}");
            let source = Source::new("a", text.clone());
            let (first, second) = (line.len() + 6, 2 * line.len() + 12);
            for start in
                [0, line.len() / 2, line.len() - 2, line.len(), first, first + line.len() / 2, second, text.len()]
            {
                for length in [0, 2, line.len() - 2, 2 * line.len()] {
                    let span = Span::new(start..(start + length).min(text.len()));
                    let diagnostic = Diagnostic::error("a", "b".repeat(90_000))
                        .at(&source, span, "here".repeat(30_000))
                        .at(&source, Span::new(text.len() - 2..text.len()), "there")
                        .at(&source, Span::new(0..2), "and there");
                    let drawn = render(&diagnostic.into(), false, 80);
                    assert!(drawn.len() < 20_000 && drawn.contains("[a:") && drawn.contains("here"), "{drawn}");
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_long_line_is_drawn_with_its_number_and_column() {
        let source = Source::new("a", format!("one\n{}wrong{}\ntwo\n", "1234567890".repeat(60), "0".repeat(70_000)));
        let diagnostic = Diagnostic::error("long", "no").at(&source, Span::new(604..609), "this");
        insta::assert_snapshot!(render(&diagnostic.into(), false, 80), @r"
        long

          × no
           ╭─[a:2:601]
         1 │ one
         2 │ …1234567890123456789012345678901234567890wrong000000000000000000000000000000000000000000000000000000000000000000000000000…
           ·                                          ──┬──
           ·                                            ╰── this
         3 │ two
           ╰────

        ");
    }
}
