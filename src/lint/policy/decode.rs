//! The text of a settings file as [`Settings`]: all errors at once.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::settings::Settings;
use super::syntax;
use crate::diagnostic::{Diagnostic, Report, did_you_mean};
use crate::model::Release;
use crate::source::{Source, Span};

/// A value and its place.
pub(in crate::lint) type Node<'t> = Spanned<DeValue<'t>>;

/// The keys of the file.
const KEYS: [&str; 10] = [
    "release",
    "emergency",
    "trusted",
    "network",
    "select",
    "ignore",
    "severity",
    "per-file-ignores",
    "allow",
    "assume",
];

/// Reads the settings in `source`.
pub(super) fn settings(source: &Source) -> Result<Settings, Report> {
    decoded(source, Decoder::settings)
}

/// Reads TOML: what `decode` makes of it, or all that is wrong with it.
pub(in crate::lint) fn decoded<'s, T>(
    source: &'s Source,
    decode: impl FnOnce(&mut Decoder<'s>, &DeTable<'_>) -> T,
) -> Result<T, Report> {
    let text = source.text().map_err(|span| not_utf8(source, span))?;
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(syntax::faults(source, &errors));
    }
    let mut decoder = Decoder { source, report: Report::new() };
    let found = decode(&mut decoder, table.get_ref());
    if decoder.report.has_errors() { Err(decoder.report.sorted()) } else { Ok(found) }
}

fn not_utf8(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error("not-utf8", "this is not UTF-8 text")
        .at(source, span, "no character is written with this byte here")
        .help("save the file as UTF-8")
}

/// What reading needs: the text, and the errors so far.
pub(in crate::lint) struct Decoder<'a> {
    pub(in crate::lint) source: &'a Source,
    pub(in crate::lint) report: Report,
}

impl Decoder<'_> {
    /// Says what is wrong at a place, and what would be right.
    pub(in crate::lint) fn error(
        &mut self,
        code: &'static str,
        place: Range<usize>,
        said: (impl Into<String>, &str),
        help: impl Into<String>,
    ) {
        let (message, label) = said;
        let error = Diagnostic::error(code, message).at(self.source, Span::new(place), label).help(help);
        self.report.push(error);
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "release" => settings.release = self.release(value),
                "emergency" => settings.policy.emergency = self.emergency(value),
                "trusted" => settings.policy.trusted = self.trusted(value),
                "network" => settings.network = self.network(value),
                "select" => settings.selection.select = self.selectors(value, "select", false),
                "ignore" => settings.selection.ignore = self.selectors(value, "ignore", true),
                "severity" => settings.selection.levels = self.levels(value),
                "per-file-ignores" => settings.per_file = self.per_file(value),
                "allow" => settings.allow = self.allow(value),
                "assume" => settings.assume = self.assume(value),
                unknown => self.unknown_key(unknown, key.span(), "the settings have", &KEYS),
            }
        }
        settings
    }

    pub(in crate::lint) fn unknown_key(&mut self, key: &str, place: Range<usize>, what: &str, known: &[&str]) {
        // Who writes `per_file_ignores` means the key with hyphens.
        let hyphened = key.replace('_', "-");
        let help = did_you_mean(&hyphened, known.iter().copied())
            .map_or_else(|| format!("the keys are {}", known.join(", ")), |meant| format!("did you mean `{meant}`?"));
        self.error("unknown-key", place, (format!("{what} no key `{}`", key.escape_debug()), "not known"), help);
    }

    /// Says that a value is of another kind than is wanted.
    pub(in crate::lint) fn wrong_kind(&mut self, node: &Node<'_>, what: &str, wanted: &str, help: &str) {
        let message = format!("{what} is {wanted}, and {} stands here", kind(node.get_ref()));
        self.error("wrong-type", node.span(), (message, &format!("not {wanted}")), help);
    }

    /// A text. A number that stands for one gets its quotes as help.
    pub(in crate::lint) fn text<'n>(&mut self, node: &'n Node<'_>, what: &str) -> Option<&'n str> {
        if let Some(text) = node.get_ref().as_str() {
            return Some(text);
        }
        let written = self.source.slice_text(Span::new(node.span())).into_owned();
        let plain = node.get_ref().as_array().is_none() && node.get_ref().as_table().is_none();
        let help =
            if plain { format!("put it into quotes: `\"{written}\"`") } else { "write one text in quotes".to_owned() };
        self.wrong_kind(node, what, "a text in quotes", &help);
        None
    }

    /// The values of a list.
    pub(in crate::lint) fn list<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> Vec<&'n Node<'t>> {
        if let Some(list) = node.get_ref().as_array() {
            return list.iter().collect();
        }
        let written = self.source.slice_text(Span::new(node.span())).into_owned();
        let help = if node.get_ref().as_str().is_some() {
            format!("write `[{written}]`")
        } else {
            "write `[\"one\", \"other\"]`".to_owned()
        };
        self.wrong_kind(node, what, "a list", &help);
        Vec::new()
    }

    /// The keys and values of a table.
    pub(in crate::lint) fn table<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: &str,
        help: &str,
    ) -> Option<&'n DeTable<'t>> {
        let table = node.get_ref().as_table();
        if table.is_none() {
            self.wrong_kind(node, what, "a table", help);
        }
        table
    }

    fn release(&mut self, node: &Node<'_>) -> Option<Release> {
        let text = self.text(node, "`release`")?;
        let release = Release::of_version_line(text);
        if release.is_none() {
            let message = format!("`{}` is no IOS release", text.escape_debug());
            let help = "as `show version` prints it, such as `12.4(24)T`, `15.2(4)M` or `17.6.1a`";
            self.error("unknown-release", node.span(), (message, "not known"), help);
        }
        release
    }
}

/// What kind of value it is, with an article.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
