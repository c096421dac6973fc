//! `dialc translate`.

mod numbers;

use super::Outcome;
use super::args::{Format, Translate};
use super::question::{Asked, assumption_notes, call_keyword, typed_number};
use super::terminal::Terminal;
use crate::call::{Assumption, PartyNumber, Translation, Translator, odd_character};
use crate::diagnostic::{Diagnostic, Report, Severity, did_you_mean};
use crate::files;
use crate::model::{Id, RuleTable, TranslationProfile};
use crate::output::translation;
use crate::source::{Located, Span};
use crate::syntax::argument::{NUMBER_PLANS, NUMBER_TYPES, TranslationRule};
use crate::syntax::commands::Command;

/// How many tables are named where the one that was asked for is not there.
const NAMED_TABLES: usize = 8;

/// Says what a table makes of a number, or of many.
pub(super) fn run(arguments: &Translate, terminal: &Terminal) -> Outcome {
    match question(arguments) {
        Ok(question) => question.answer(arguments, terminal),
        Err(report) => {
            terminal.report(&report);
            Outcome::Invalid
        }
    }
}

/// A question that can be answered.
struct Question {
    asked: Asked,
    /// The number of the table; it is there.
    rule: u32,
    /// The number to translate; those of standard input take its place one after the other.
    number: PartyNumber,
}

/// Everything that is wrong with a question at once.
fn question(arguments: &Translate) -> Result<Question, Report> {
    let mut report = Report::new();
    let many = arguments.number == files::STANDARD;
    if many && arguments.config == files::STANDARD {
        let message = "configuration and numbers cannot both come from standard input";
        return Err(Diagnostic::error("one-input", message).into());
    }
    let keyword_of = |word: &Option<String>, what, known| {
        word.as_deref().map(|word| call_keyword(word, what, known)).transpose().map(|word| word.map(str::to_owned))
    };
    let number_type = noted(keyword_of(&arguments.number_type, "type of a number", &NUMBER_TYPES), &mut report);
    let plan = noted(keyword_of(&arguments.plan, "numbering plan", &NUMBER_PLANS), &mut report);
    let digits = if many { "" } else { noted(typed_number(&arguments.number), &mut report).unwrap_or_default() };
    let number = PartyNumber { digits: digits.to_owned(), ..PartyNumber::plain("") };
    match Asked::load(&arguments.config, &arguments.assumed) {
        Ok(asked) => {
            if let Some(rule) = noted(table_number(&arguments.rule, &asked), &mut report)
                && report.is_empty()
            {
                let number = PartyNumber { number_type: number_type.flatten(), plan: plan.flatten(), ..number };
                return Ok(Question { asked, rule, number });
            }
        }
        Err(faults) => report.extend(faults),
    }
    Err(report)
}

/// The value; what is wrong otherwise goes into the report.
fn noted<T>(result: Result<T, Diagnostic>, report: &mut Report) -> Option<T> {
    result.map_err(|diagnostic| report.push(diagnostic)).ok()
}

/// The number of the table that `text` names.
fn table_number(text: &str, asked: &Asked) -> Result<u32, Diagnostic> {
    let plan = &asked.reading.plan;
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = text.parse().ok().filter(|number| digits && *number > 0 && *number <= 2_147_483_647) else {
        let message = format!("`{}` is no number of a voice translation-rule", text.escape_debug());
        let help = match plan.profiles.get(text).and_then(TranslationProfile::called) {
            Some(table) => format!("it is a translation profile, whose table for called numbers is {}", table.value),
            None => "a number from 1 to 2147483647".to_owned(),
        };
        return Err(Diagnostic::error("no-table-number", message).help(help));
    };
    if plan.rule_tables.contains_key(&number) {
        return Ok(number);
    }
    let message = format!("there is no voice translation-rule {number} in {}", asked.source.name());
    if let Some(old) = plan.other(Command::OldTranslationRule, &Id::Number(number)) {
        let message = format!("{message}: its translation-rule {number} is of the old kind");
        return Err(Diagnostic::error("old-table", message)
            .at(&asked.source, old.span, "here")
            .help("`test voice translation-rule` does not test it, and so dialc translate does not"));
    }
    let numbers: Vec<_> = plan.rule_tables.keys().map(ToString::to_string).collect();
    Err(Diagnostic::error("no-such-table", message).help(which_tables(&number.to_string(), &numbers)))
}

/// Which tables there are, for one that is not.
fn which_tables(missing: &str, numbers: &[String]) -> String {
    if let Some(meant) = did_you_mean(missing, numbers.iter().map(String::as_str)) {
        return format!("did you mean {meant}?");
    }
    let first = numbers.get(..NAMED_TABLES).unwrap_or(numbers).join(", ");
    match numbers {
        [] => "it has none".to_owned(),
        _ if numbers.len() > NAMED_TABLES => format!("it has {first} and {} more", numbers.len() - NAMED_TABLES),
        _ => format!("it has {first}"),
    }
}

impl Question {
    fn answer(self, arguments: &Translate, terminal: &Terminal) -> Outcome {
        let Some(table) = self.asked.reading.plan.rule_tables.get(&self.rule) else { return Outcome::Invalid };
        let mut report = refused(&self.asked, table);
        report.extend(self.asked.remarks.clone());
        terminal.report(&report.sorted());
        let translator = Translator::new(table, &self.asked.profile);
        if arguments.number == files::STANDARD {
            return numbers::answer(&self, &translator, arguments.format, terminal);
        }
        let (translation, assumed) = translator.explained(&self.number);
        let mut text = Vec::new();
        self.print((&self.number, &translation, &assumed), arguments.format, &mut text);
        self.note(&assumed, arguments.format, terminal);
        terminal.print(&String::from_utf8_lossy(&text))
    }
}

impl Question {
    /// Adds a result to `text`.
    fn print(&self, answer: (&PartyNumber, &Translation, &[Assumption]), format: Format, text: &mut Vec<u8>) {
        let (number, translation, assumed) = answer;
        match format {
            Format::Text => translation::text(number, translation, text),
            Format::Json => translation::json(number, translation, assumed, &self.asked.profile, text),
        }
    }

    /// Says what results rest on. As JSON each of them says so itself.
    fn note(&self, assumed: &[Assumption], format: Format, terminal: &Terminal) {
        match format {
            Format::Text => terminal.report(&assumption_notes(&self.asked.profile, assumed)),
            Format::Json => {}
        }
    }
}

/// The lines of a table that a router would refuse; the others work.
fn refused(asked: &Asked, table: &RuleTable) -> Report {
    let malformed = table.settings.all(Command::Rule).iter().filter(|line| line.value.argument.as_rule().is_none());
    let mut lines: Vec<Span> = malformed.map(|line| line.span).collect();
    lines.extend(table.settings.verbatim().iter().map(|line| line.span));
    let within = |line: &Span, place: Span| line.start <= place.start && place.end <= line.end;
    let about =
        |diagnostic: &&Diagnostic, line: &Span| diagnostic.labels.first().is_some_and(|label| within(line, label.span));
    let said = |line: &Span| asked.reading.report.iter().find(|diagnostic| about(diagnostic, line)).cloned();
    let unknown = |line: &Span| {
        let message = "dialc does not know this line of the table";
        Diagnostic::error("unknown-line", message).at(&asked.source, *line, "it takes no part")
    };
    let lines = lines.iter().map(|line| said(line).unwrap_or_else(|| unknown(line)));
    // Of its header only what stands behind it can be wrong.
    let lines = lines.chain(said(&table.span));
    let mut report: Report = lines.map(|said| Diagnostic { severity: Severity::Warning, ..said }).collect();
    report.extend(beyond_limit(asked, table));
    report.extend(odd_characters(asked, table));
    report.sorted()
}

/// The rules that put a character into numbers which no number has. They are applied: no document lists what IOS takes.
fn odd_characters(asked: &Asked, table: &RuleTable) -> Report {
    let say = |rule: Located<&TranslationRule>| {
        let odd = rule.value.replacement.as_ref().and_then(odd_character)?;
        let message =
            format!("the replacement has `{}`, which no number has: IOS may refuse the line", odd.escape_debug());
        Some(Diagnostic::warning("odd-replacement", message).at(&asked.source, rule.span, "applied all the same"))
    };
    table.rules().filter_map(say).collect()
}

/// The rules whose numbers the release does not take. They are applied: a running-config that has them proves otherwise.
fn beyond_limit(asked: &Asked, table: &RuleTable) -> Report {
    let Some(release) = asked.profile.release() else { return Report::new() };
    let limit = release.rules_per_table();
    let beyond = table.rules().filter(|rule| rule.value.precedence > limit);
    let say = |rule: Located<&TranslationRule>| {
        let message = format!("before 15.1(4)M a table takes rules 1 to {limit}, and the release is {release}");
        Diagnostic::warning("rule-beyond-limit", message).at(&asked.source, rule.span, "applied all the same")
    };
    beyond.map(say).collect()
}
