//! The lines around some places of a text, where one of them is too long to be drawn. What draws them reckons in columns
//! of 16 bits, and nobody reads a line of that length: a part of each such line is left, with the place in it.

use std::collections::BTreeSet;
use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::{Source, Span};

/// The most bytes of a line that is drawn as it stands.
const LONGEST_LINE: usize = 512;

/// How many bytes are left of a longer one.
const PART: usize = 120;

/// How many of these stand before the place.
const BEFORE: usize = 40;

/// What stands for the rest.
const MARK: &str = "…";

/// Lines of a text, the long ones cut.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    text: String,
    rows: Vec<Row>,
    /// The places that it was made for, in this text.
    places: Vec<Range<usize>>,
}

/// A line of an excerpt.
#[derive(Debug)]
struct Row {
    /// Its number in the source, from 0.
    line: usize,
    /// Where it begins in the text of the excerpt, behind the mark.
    start: usize,
    /// Where that is in the source.
    from: usize,
    /// How many bytes of it are left.
    left: usize,
    /// How many characters of it stand before these.
    hidden: usize,
}

impl Row {
    /// Where the byte at `offset` of the source is in the excerpt, or what is left next to it.
    fn place(&self, offset: usize) -> usize {
        self.start + offset.clamp(self.from, self.from + self.left) - self.from
    }

    /// Where it begins with its mark.
    fn begin(&self) -> usize {
        self.start - self.mark().len()
    }

    fn mark(&self) -> &'static str {
        if self.hidden > 0 { MARK } else { "" }
    }
}

impl Source {
    /// The lines around `places`, and one before and behind, where one of them is too long to be drawn as it stands.
    pub fn excerpt(&self, places: &[Span]) -> Option<Excerpt> {
        let last = self.line_count().saturating_sub(1);
        let lines: BTreeSet<usize> = places
            .iter()
            .flat_map(|place| {
                let (first, end) = self.lines_of(*place);
                first.saturating_sub(1)..=(end + 1).min(last.max(first))
            })
            .collect();
        let is_long = |line: &usize| self.line_start(line + 1) - self.line_start(*line) > LONGEST_LINE;
        if !lines.iter().any(is_long) {
            return None;
        }
        let mut excerpt =
            Excerpt { name: self.shown_name(), text: String::new(), rows: Vec::new(), places: Vec::new() };
        for line in lines {
            let range = self.line_start(line)..self.line_start(line + 1);
            let starts = places.iter().map(|place| place.range().start);
            let ends = places.iter().map(|place| place.range().end.saturating_sub(1));
            let anchor = starts.chain(ends).find(|offset| range.contains(offset)).unwrap_or(range.start);
            excerpt.add(line, range.start, &String::from_utf8_lossy(self.shown(range)), anchor);
        }
        excerpt.places = places.iter().map(|place| excerpt.place(*place, self.lines_of(*place))).collect();
        Some(excerpt)
    }

    /// The first and the last line of a place.
    fn lines_of(&self, place: Span) -> (usize, usize) {
        let range = place.range();
        let last = if place.is_empty() { range.start } else { range.end - 1 };
        (self.line_of(range.start), self.line_of(last))
    }
}

impl Excerpt {
    /// The places that it was made for, in their order, as offset and length.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().map(|place| (place.start, place.len()))
    }

    /// Adds the line that begins at `from`; a long one is cut around the byte at `anchor` of the source.
    fn add(&mut self, line: usize, from: usize, shown: &str, anchor: usize) {
        let content = shown.trim_end_matches(['\n', '\r']);
        let part = if shown.len() > LONGEST_LINE { part(content, anchor - from) } else { 0..shown.len() };
        let hidden = content.get(..part.start).unwrap_or_default().chars().count();
        let kept = shown.get(part.clone()).unwrap_or_default();
        let mut row = Row { line, start: self.text.len(), from: from + part.start, left: kept.len(), hidden };
        self.text.push_str(row.mark());
        row.start = self.text.len();
        self.text.push_str(kept);
        if shown.len() > LONGEST_LINE {
            self.text.push_str(if part.end < content.len() { MARK } else { "" });
            self.text.push('\n');
        }
        self.rows.push(row);
    }

    /// A place of the source that is on the lines from `first` to `last`.
    fn place(&self, place: Span, (first, last): (usize, usize)) -> Range<usize> {
        let row = |line| self.rows.binary_search_by_key(&line, |row| row.line).ok().and_then(|at| self.rows.get(at));
        let start = row(first).map_or(0, |row| row.place(place.range().start));
        let end = row(last).map_or(start, |row| row.place(place.range().end));
        start..end.max(start)
    }

    /// The index of the row that the byte at `offset` is in.
    fn row_of(&self, offset: usize) -> usize {
        self.rows.partition_point(|row| row.begin() <= offset).max(1) - 1
    }

    /// How many rows there are from the one at `at` on, at most `count`, of which each is the next line of the source.
    fn joined<'a>(rows: impl Iterator<Item = &'a Row> + Clone, count: usize) -> usize {
        let pairs = rows.clone().zip(rows.skip(1));
        pairs.take(count).take_while(|(row, next)| row.line.abs_diff(next.line) == 1).count()
    }
}

/// The part of a line that is left, with the byte at `anchor` in it.
fn part(content: &str, anchor: usize) -> Range<usize> {
    let boundary = |at: usize| (0..=at.min(content.len())).rev().find(|at| content.is_char_boundary(*at)).unwrap_or(0);
    let start = anchor.saturating_sub(BEFORE).min(content.len().saturating_sub(PART));
    boundary(start)..boundary(start + PART)
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let at = self.row_of(start);
        let last = self.row_of(if span.is_empty() { start } else { end - 1 });
        let before = self.rows.get(..=at).unwrap_or_default();
        let first = at - Self::joined(before.iter().rev(), context_lines_before);
        let behind = self.rows.get(last..).unwrap_or_default();
        let last = last + Self::joined(behind.iter(), context_lines_after);
        let row = self.rows.get(first).ok_or(MietteError::OutOfBounds)?;
        // As the source does it: without context before it the text from the span on is wanted, with its column.
        let begin = if context_lines_before == 0 { start } else { row.begin() };
        let before = self.text.get(row.start..begin.max(row.start)).ok_or(MietteError::OutOfBounds)?;
        let range = begin..self.rows.get(last + 1).map_or(self.text.len(), Row::begin);
        let data = self.text.get(range.clone()).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (range.start, range.len()).into(),
            row.line,
            row.hidden + before.chars().count(),
            last + 1 - first,
        )))
    }
}
