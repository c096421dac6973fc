//! `numbers`: the DIDs and extensions that live on a system, in the spec or in a CSV file.

use super::Decoder;
use crate::diagnostic::Diagnostic;
use crate::number::{DidRange, E164, MAXIMUM_DIGITS, NotDids, NotE164};
use crate::source::{Located, Source, Span};
use crate::spec::node::{Node, Value};
use crate::spec::schema::{OwnNumberList, OwnNumbers};

/// The byte-order mark some editors put before UTF-8 text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Decoder<'_> {
    pub(super) fn own_numbers(&mut self, node: &Node) -> OwnNumberList {
        match &node.value {
            Value::Text(path) if !path.starts_with('+') => self.csv(node, path),
            Value::Text(_) | Value::Number(_) => {
                let help = format!("write `[\"{}\"]`, or the path of a CSV file", self.source.slice_text(node.span));
                self.wrong_kind(node, "`numbers`", "a list or the path of a CSV file", &help);
                self.own_list(Vec::new())
            }
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Mapping(_) => {
                let entries = self.list(node, "`numbers`").iter().filter_map(|item| self.own_number(item)).collect();
                self.own_list(entries)
            }
        }
    }

    fn own_list(&self, entries: Vec<Located<OwnNumbers>>) -> OwnNumberList {
        OwnNumberList { entries, source: self.source.clone() }
    }

    fn own_number(&mut self, node: &Node) -> Option<Located<OwnNumbers>> {
        let text = self.text(node, "a number")?;
        match own(&text.value) {
            Ok(own) => Some(Located::new(own, text.span)),
            Err(fault) => {
                let span = self.part(text.span, &text.value, fault.range.clone());
                self.report.push(fault.diagnostic(self.source, span));
                None
            }
        }
    }

    /// A DID, a range or a block.
    pub(super) fn dids(&mut self, node: &Node) -> Option<Located<DidRange>> {
        let text = self.text(node, "a DID")?;
        match DidRange::parse(&text.value) {
            Ok(range) => Some(Located::new(range, text.span)),
            Err(why) => {
                let fault = Fault::of_dids(&text.value, why);
                let span = self.part(text.span, &text.value, fault.range.clone());
                self.report.push(fault.diagnostic(self.source, span));
                None
            }
        }
    }

    /// The numbers in the first column of the CSV file at `path`.
    fn csv(&mut self, node: &Node, path: &str) -> OwnNumberList {
        let source = match (self.read)(path) {
            Ok(source) => source,
            Err(why) => {
                let message = format!("cannot read `{}`: {why}", path.escape_debug());
                self.error("unreadable-csv", node.span, message, "named here", None);
                return self.own_list(Vec::new());
            }
        };
        let mut entries = Vec::new();
        for (row, (field, span)) in first_column(&source).into_iter().enumerate() {
            let Ok(text) = std::str::from_utf8(&field) else {
                let diagnostic = Diagnostic::error("not-utf8", "this is not UTF-8 text").at(&source, span, "");
                self.report.push(diagnostic.help("save the file as UTF-8"));
                continue;
            };
            match own(text) {
                Ok(own) => entries.push(Located::new(own, span)),
                Err(_) if row == 0 && is_header(text) => {}
                Err(fault) => {
                    let whole = source.slice(span) == field.as_slice();
                    let place = if whole { span.part(fault.range.clone()) } else { span };
                    self.report.push(fault.diagnostic(&source, place));
                }
            }
        }
        OwnNumberList { entries, source }
    }
}

/// A first row without a digit is the heading of the column.
fn is_header(text: &str) -> bool {
    !text.is_empty() && !text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The first field of each row that is not blank, and its place.
fn first_column(source: &Source) -> Vec<(Vec<u8>, Span)> {
    let mark = if source.bytes().starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let bytes = source.bytes().get(mark..).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut column = Vec::new();
    let mut record = csv::ByteRecord::new();
    while let Ok(true) = reader.read_byte_record(&mut record) {
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        let field = record.get(0).unwrap_or_default().trim_ascii();
        if record.iter().all(|field| field.trim_ascii().is_empty()) {
            continue;
        }
        column.push((field.to_vec(), place_of(bytes, start, field, mark)));
    }
    column
}

/// Where `field` stands in `bytes`, from `start` on: behind line ends, blanks and a quote.
fn place_of(bytes: &[u8], start: usize, field: &[u8], mark: usize) -> Span {
    let rest = bytes.get(start..).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'"').count();
    let first = start + if field.is_empty() { 0 } else { skipped };
    let end = (first + field.len()).min(bytes.len());
    Span::new(first + mark..end + mark)
}

fn own(text: &str) -> Result<OwnNumbers, Fault> {
    if text.starts_with('+') {
        return DidRange::parse(text).map(OwnNumbers::Dids).map_err(|why| Fault::of_dids(text, why));
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (1..=usize::from(MAXIMUM_DIGITS)).contains(&text.len()) {
        return Ok(OwnNumbers::Extension(text.to_owned()));
    }
    Err(Fault {
        code: "not-a-number",
        message: if text.is_empty() {
            "no number stands here".to_owned()
        } else {
            format!("`{}` is neither a DID nor an extension", text.escape_debug())
        },
        range: 0..text.len(),
        label: "not a number",
        help: "a DID begins with `+`; an extension is 1 to 15 digits".to_owned(),
    })
}

/// What is wrong with a text that should be a number, and with which bytes of it.
struct Fault {
    code: &'static str,
    message: String,
    range: std::ops::Range<usize>,
    label: &'static str,
    help: String,
}

impl Fault {
    fn of_dids(text: &str, why: NotDids) -> Self {
        let (code, range, label) = match why {
            NotDids::Number(at, reason) => ("not-e164", number_range(text, at, reason), "not E.164"),
            NotDids::MixedLength(..) => ("mixed-length-range", 0..text.len(), "the lengths differ"),
            NotDids::Reversed => ("reversed-range", 0..text.len(), "reversed"),
            NotDids::InnerX(at) => ("not-e164", at..at + 1, "a digit is needed here"),
        };
        Self { code, message: format!("`{}`: {why}", text.escape_debug()), range, label, help: help(text, why) }
    }

    fn diagnostic(self, source: &Source, span: Span) -> Diagnostic {
        Diagnostic::error(self.code, self.message).at(source, span, self.label).help(self.help)
    }
}

/// The bytes of the number at `at` of `text`, or of the character in it that is no digit.
fn number_range(text: &str, at: usize, reason: NotE164) -> std::ops::Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    let number = if at == 0 { rest.split('-').next().unwrap_or(rest) } else { rest };
    match reason {
        NotE164::NotDigit(inner, character) => at + inner..at + inner + character.len_utf8(),
        NotE164::NoPlus | NotE164::LeadingZero | NotE164::TooShort | NotE164::TooLong => {
            at..at + number.trim_end().len().max(1).min(text.len() - at)
        }
    }
}

fn help(text: &str, why: NotDids) -> String {
    const FORMS: &str = "write `+12065555500`, `+12065555500-+12065555599` or `+120655555xx`";
    let meant = match why {
        NotDids::Reversed => text.split_once('-').map(|(first, last)| format!("{}-{}", last.trim(), first.trim())),
        NotDids::Number(..) | NotDids::MixedLength(..) | NotDids::InnerX(_) => {
            short_range(text).or_else(|| tidied(text))
        }
    };
    match meant {
        Some(meant) if text.starts_with('+') => format!("write `{meant}`"),
        Some(meant) => format!("with the country code in front: `{meant}`, if the number begins with it"),
        None => FORMS.to_owned(),
    }
}

/// `+14255550100-0187`: the last number is given by its last digits only.
fn short_range(text: &str) -> Option<String> {
    let (first, ending) = text.split_once('-')?;
    let (first, ending) = (E164::parse(first.trim()).ok()?, ending.trim());
    let kept = usize::from(first.length()).checked_sub(ending.len())?;
    let last = format!("+{}{ending}", first.digits().get(..kept)?);
    let range = format!("{first}-{last}");
    DidRange::parse(&range).ok().map(|_| range)
}

/// A number with the blanks, hyphens, dots and brackets left out that people write it with.
fn tidied(text: &str) -> Option<String> {
    let digits: String =
        text.chars().filter(|character| !matches!(character, ' ' | '-' | '(' | ')' | '.' | '/')).collect();
    let number = format!("+{}", digits.trim_start_matches('+'));
    (number.len() >= 8 && DidRange::parse(&number).is_ok()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them_are_recognised() {
        let said = |text: &str| help(text, DidRange::parse(text).unwrap_err());
        assert_eq!(said("+14255550100-0187"), "write `+14255550100-+14255550187`");
        for text in ["+1 425 555 0192", "+1-425-555-0192", "+1 (425) 555-0192", "+1.425.555.0192"] {
            assert_eq!(said(text), "write `+14255550192`");
        }
        let guess = "with the country code in front: `+14255550192`, if the number begins with it";
        assert_eq!(said("1 425 555 0192"), guess);
        assert_eq!(said("14255550192"), guess);
        assert!(said("hello").contains("write `+12065555500`"));
        assert_eq!(said("+12065555599-+12065555500"), "write `+12065555500-+12065555599`");
    }
}
