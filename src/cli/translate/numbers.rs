//! Numbers on standard input, one a line.

use std::io::{self, BufRead, BufReader, Read};

use super::Question;
use crate::call::{Assumption, PartyNumber, Series, Translator};
use crate::cli::Outcome;
use crate::cli::args::Format;
use crate::cli::question::typed_number;
use crate::cli::terminal::{Printed, Terminal};
use crate::diagnostic::Diagnostic;

/// Bytes that are read and written at a time.
const CHUNK: usize = 64 * 1024;

/// Bytes of a line that are looked at: far more than a number has.
const LONGEST_LINE: u64 = 1024;

/// The most lines that are reported one by one.
const REPORTED_LINES: usize = 100;

/// What a table makes of every number on standard input. A line that is no number is reported, and has no result.
pub(super) fn answer(question: &Question, translator: &Translator, format: Format, terminal: &Terminal) -> Outcome {
    let answers = Answers {
        question,
        format,
        terminal,
        series: translator.series(),
        number: question.number.clone(),
        results: Vec::with_capacity(2 * CHUNK),
        bad_lines: 0,
        assumed: Vec::new(),
    };
    answers.all()
}

/// The results so far.
struct Answers<'a> {
    question: &'a Question,
    format: Format,
    terminal: &'a Terminal,
    series: Series<'a>,
    number: PartyNumber,
    /// Those that are not yet printed.
    results: Vec<u8>,
    bad_lines: usize,
    assumed: Vec<Assumption>,
}

impl Answers<'_> {
    fn all(mut self) -> Outcome {
        let mut reader = BufReader::with_capacity(CHUNK, io::stdin().lock());
        let mut line = Vec::new();
        let mut count = 0;
        loop {
            // Who writes a number and waits for its result gets it.
            if self.results.len() >= CHUNK || reader.buffer().is_empty() {
                match self.terminal.print_part(&self.results) {
                    Printed::All => self.results.clear(),
                    Printed::ReaderGone => return Outcome::Clean,
                    Printed::Failed => return Outcome::Invalid,
                }
            }
            match read_line(&mut reader, &mut line) {
                Ok(true) => {
                    count += 1;
                    self.line(&line, count);
                }
                Ok(false) => return self.end(),
                Err(error) => {
                    let diagnostic = Diagnostic::error("unreadable-file", format!("cannot read <stdin>: {error}"));
                    self.terminal.report(&diagnostic.into());
                    self.bad_lines += 1;
                    return self.end();
                }
            }
        }
    }

    fn line(&mut self, line: &[u8], count: usize) {
        match typed_number(&String::from_utf8_lossy(line)) {
            Ok(digits) => {
                self.number.digits.clear();
                self.number.digits.push_str(digits);
                let translation = self.series.apply(&self.number);
                let assumed = self.series.assumed();
                self.question.print((&self.number, &translation, assumed), self.format, &mut self.results);
                for assumption in assumed {
                    if !self.assumed.contains(assumption) {
                        self.assumed.push(*assumption);
                    }
                }
            }
            Err(mut diagnostic) => {
                self.bad_lines += 1;
                if self.bad_lines <= REPORTED_LINES {
                    diagnostic.message = format!("line {count} of <stdin>: {}", diagnostic.message);
                    self.terminal.report(&diagnostic.into());
                }
            }
        }
    }

    fn end(self) -> Outcome {
        if self.bad_lines > REPORTED_LINES {
            let message = format!("{} more lines of <stdin> are no numbers", self.bad_lines - REPORTED_LINES);
            self.terminal.report(&Diagnostic::error("no-number", message).into());
        }
        self.question.note(&self.assumed, self.format, self.terminal);
        match self.terminal.print_part(&self.results) {
            Printed::All | Printed::ReaderGone if self.bad_lines == 0 => Outcome::Clean,
            Printed::All | Printed::ReaderGone | Printed::Failed => Outcome::Invalid,
        }
    }
}

/// Reads a line into `line`, without its end and without what is beyond [`LONGEST_LINE`]; `false` where there is none.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    if reader.by_ref().take(LONGEST_LINE).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else {
        reader.skip_until(b'\n')?;
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whatever_their_end() {
        let long = "1".repeat(2000);
        let text = format!("1\r\n\n2\r\r\n{long}\n3");
        let mut reader = text.as_bytes();
        let mut lines = Vec::new();
        let mut line = Vec::new();
        while read_line(&mut reader, &mut line).unwrap() {
            lines.push(String::from_utf8(line.clone()).unwrap());
        }
        assert_eq!(lines, ["1", "", "2\r", &long[..1024], "3"]);
    }
}
