//! What must hold for any input at all. The fuzz targets of `fuzz/` and the tests of `fixtures/crashes/` call the same
//! functions; this file uses nothing but the library, so that it is also the library of the fuzz crate.

use std::sync::LazyLock;

use dialc::automaton::{Dfa, compile};
use dialc::call::{Call, Gateway, Leg, Profile, Replies, RoutingTable, Trunk, scan};
use dialc::diagnostic::Report;
use dialc::emit::emit;
use dialc::model::read;
use dialc::number::{Symbol, SymbolSet};
use dialc::output::terminal;
use dialc::output::trace::text as trace_text;
use dialc::source::Source;
use dialc::spec;
use dialc::syntax::argument::{self, SessionTarget};
use dialc::syntax::commands::{Shape, rows};
use dialc::syntax::pattern::{
    Element, MatchPattern, NumberPattern, PatternError, Piece, Repeat, Replacement, RuleElement, RulePiece,
};
use dialc::syntax::tree::Tree;
use regex::Regex;

/// What is wrong, as text; `Ok` where all holds.
pub(crate) type Verdict = Result<(), String>;

/// A check of one input.
pub(crate) type Check = fn(&[u8]) -> Verdict;

/// Every check by the name of its fuzz target.
pub(crate) const CHECKS: [(&str, Check); 6] = [
    ("argument", argument),
    ("call", call),
    ("config", config),
    ("number_pattern", number_pattern),
    ("rule_pattern", rule_pattern),
    ("spec", spec),
];

/// A configuration is read without loss; what is printed of it reads back as the same and prints the same again.
pub(crate) fn config(bytes: &[u8]) -> Verdict {
    let tree = Tree::parse(&Source::new("input", bytes));
    holds(tree.text() == bytes, || "the tree is not the text".to_owned())?;
    let (plan, report) = read(&tree);
    sound(&report)?;
    let printed = emit(&plan);
    let (again, _) = read(&Tree::parse(&Source::new("printed", printed.clone())));
    holds(again == plan, || {
        let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
        // Places are no part of what is equal.
        let outline = |plan| lines(format!("{plan:#?}")).into_iter().filter(|line| !line.contains("span: "));
        let difference = outline(&plan).zip(outline(&again)).find(|(left, right)| left != right);
        format!("what is printed reads back as something else: {difference:?}\n{printed}")
    })?;
    let twice = emit(&again);
    holds(twice == printed, || format!("printed again, it differs:\n{printed}\n----- again\n{twice}"))
}

/// The first line is a number, the rest a configuration: calls to that number are traced from wherever they can come, and
/// both ways to find its dial-peers agree.
pub(crate) fn call(bytes: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(bytes);
    let (number, config) = text.split_once('\n').unwrap_or((&text, ""));
    let source = Source::new("input", config.as_bytes());
    let (plan, _) = read(&Tree::parse(&source));
    let profile = Profile::default();
    if let Ok(table) = RoutingTable::new(&plan, &profile) {
        let (found, scanned) = (table.candidates(number), scan(&plan, &profile, number));
        holds(found.as_ref() == scanned, || format!("the table finds {found:?}, the scan {scanned:?}"))?;
    }
    let gateway = Gateway::new(&plan, profile);
    let address = SessionTarget::Ipv4([192, 0, 2, 1].into(), None);
    let mut legs = vec![None, Some(Leg::Sip(Trunk::at(address.clone()))), Some(Leg::H323(Trunk::at(address)))];
    legs.extend(plan.trunk_ports().first().map(|port| Some(Leg::Port((*port).to_owned()))));
    legs.extend(plan.peers.keys().take(2).map(|tag| Some(Leg::peer(*tag))));
    let mut failing = Replies::default();
    failing.add("all=404", &plan).map_err(|error| error.message)?;
    for leg in legs {
        for overlap in [false, true] {
            let call = Call { overlap, leg: leg.clone(), ..Call::to(number).from("5550100") };
            let Ok(trace) = gateway.trace(&call, &failing) else { continue };
            let shown = trace_text(&trace, &source);
            holds(shown.chars().all(|one| matches!(one, '\n' | '\t') || !one.is_control()), || {
                format!("control characters: {shown:?}")
            })?;
        }
    }
    Ok(())
}

/// A spec or network file is read or refused, and what is said about it can be shown; whether the tables that it names are
/// there or not.
pub(crate) fn spec(bytes: &[u8]) -> Verdict {
    let source = Source::new("spec.yaml", bytes);
    let asked = std::cell::Cell::new(false);
    let missing = |_: &str| {
        asked.set(true);
        Err("no files here".to_owned())
    };
    let load = |read: &spec::ReadFile<'_>| {
        let (spec, report) = spec::load(&source, read);
        holds(spec.is_some() || report.has_errors(), || "no spec, and no error".to_owned())?;
        sound(&report)?;
        let (network, report) = spec::load_network(&source, read);
        holds(network.is_some() || report.has_errors(), || "no network, and no error".to_owned())?;
        sound(&report)
    };
    load(&missing)?;
    // Any bytes may stand in a table as well.
    if asked.get() { load(&|_| Ok(Source::new("numbers.csv", bytes))) } else { Ok(()) }
}

/// Each line is tried as the argument of every shape: what is read prints as text that reads as the same.
pub(crate) fn argument(bytes: &[u8]) -> Verdict {
    static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
        rows().fold(Vec::new(), |mut shapes, row| {
            if !shapes.contains(&row.shape) {
                shapes.push(row.shape);
            }
            shapes
        })
    });
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    for line in text.split('\n').map(|line| line.trim_matches([' ', '\t', '\r'])) {
        for &shape in SHAPES.iter() {
            of_shape(shape, line).map_err(|fault| format!("{shape:?} of {line:?}: {fault}"))?;
        }
    }
    Ok(())
}

fn of_shape(shape: Shape, text: &str) -> Verdict {
    match argument::parse(shape, text) {
        Ok(read) => {
            let printed = read.to_string();
            let again = argument::parse(shape, &printed);
            let header = argument::parse_header(shape, text);
            // The argument of a header is no more than that it can be read.
            holds(header.is_ok() || again.as_ref() == Ok(&read), || {
                format!("{read:?} prints as {printed:?}: {again:?}")
            })
        }
        Err(error) => placed(&error, text),
    }
}

/// A dial-peer pattern prints as it was read, and means as an automaton what it means as a regular expression.
pub(crate) fn number_pattern(bytes: &[u8]) -> Verdict {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    let pattern = match NumberPattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => return placed(&error, text),
    };
    let again =
        NumberPattern::parse(&pattern.to_string()).map_err(|error| format!("printed, it is refused: {error}"))?;
    let same = again == pattern && again.pieces() == pattern.pieces();
    holds(same, || format!("{text:?} prints as {again:?}"))?;
    let tail = if pattern.has_end_anchor() && !pattern.has_timer() { "$" } else { "" };
    let Ok(numbers) = compile::numbers(&pattern) else { return Ok(()) };
    agree(&numbers, &format!("^{}{tail}", written(pattern.pieces(), number_piece)), text)?;
    let Ok(body) = compile::body(&pattern) else { return Ok(()) };
    holds(body.is_subset(&numbers) != Ok(false), || format!("{text:?} does not match what it spells out"))
}

/// Both sides of a translation rule print as they were read, and the match side means as an automaton what it means as a
/// regular expression.
pub(crate) fn rule_pattern(bytes: &[u8]) -> Verdict {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(()) };
    match Replacement::parse(text) {
        Ok(side) => {
            let again =
                Replacement::parse(&side.to_string()).map_err(|error| format!("printed, it is refused: {error}"))?;
            let same = again == side && again.parts() == side.parts();
            holds(same, || format!("the replace side {text:?} prints as {again:?}"))?;
        }
        Err(error) => placed(&error, text)?,
    }
    let side = match MatchPattern::parse(text) {
        Ok(side) => side,
        Err(error) => return placed(&error, text),
    };
    let again = MatchPattern::parse(&side.to_string()).map_err(|error| format!("printed, it is refused: {error}"))?;
    holds(again == side && again.pieces() == side.pieces(), || format!("the match side {text:?} prints as {again:?}"))?;
    let Ok(numbers) = compile::rule(&side) else { return Ok(()) };
    agree(&numbers, &written(side.pieces(), rule_piece), text)
}

fn holds(condition: bool, fault: impl FnOnce() -> String) -> Verdict {
    if condition { Ok(()) } else { Err(fault()) }
}

/// Whether the place of an error can be shown in the text that it is about.
fn placed(error: &PatternError, text: &str) -> Verdict {
    holds(text.get(error.at.clone()).is_some(), || format!("{:?} is no place in {text:?}: {error}", error.at))
}

/// Whether a report can be shown: its places are in the text, and what is drawn has no control characters.
fn sound(report: &Report) -> Verdict {
    for label in report.iter().flat_map(|diagnostic| &diagnostic.labels) {
        let (range, length) = (label.span.range(), label.source.bytes().len());
        holds(range.start <= range.end && range.end <= length, || format!("{range:?} of {length} bytes: {report:?}"))?;
    }
    let drawn = terminal::render(report, false, 110);
    let control = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    holds(!drawn.contains(control), || format!("control characters are drawn: {drawn:?}"))
}

/// Whether a set and a regular expression take the same of some numbers: those that can be made of `text`, and the
/// shortest in and out of the set.
fn agree(set: &Dfa, expression: &str, text: &str) -> Verdict {
    // One that is too deep or too large for the regex crate cannot be compared.
    let Ok(expression) = Regex::new(expression) else { return Ok(()) };
    let spelled: String = text.chars().filter(|&character| Symbol::new(character).is_some()).take(32).collect();
    let mut numbers: Vec<String> = (0..=spelled.len().min(8)).map(|length| spelled[..length].to_owned()).collect();
    numbers.push(spelled.chars().rev().collect());
    numbers.extend(set.witness());
    numbers.extend(set.complement().witness());
    numbers.push(spelled);
    let longer: Vec<_> = numbers.iter().map(|number| format!("{number}1")).collect();
    numbers.extend(longer);
    for number in numbers {
        let (by_set, by_regex) = (set.accepts(&number), expression.is_match(&number));
        holds(by_set == by_regex, || format!("{text:?} on {number:?}: {by_set} as a set, {by_regex} as {expression}"))?;
    }
    Ok(())
}

/// Pieces as a regular expression.
fn written<P>(pieces: &[P], piece: impl Fn(&P) -> (String, Repeat)) -> String {
    let one = |(once, repeat): (String, Repeat)| {
        let sign = match repeat {
            Repeat::Once => return once,
            Repeat::Optional => "?",
            Repeat::ZeroOrMore => "*",
            Repeat::OneOrMore => "+",
        };
        format!("(?:{once}){sign}")
    };
    pieces.iter().map(|item| one(piece(item))).collect()
}

fn number_piece(piece: &Piece) -> (String, Repeat) {
    let any = |symbols: SymbolSet| {
        let members: String = symbols.iter().map(|symbol| regex::escape(&symbol.character().to_string())).collect();
        // An empty class is no regular expression.
        if members.is_empty() { r"[^\s\S]".to_owned() } else { format!("[{members}]") }
    };
    let once = match &piece.element {
        Element::Literal(symbol) => regex::escape(&symbol.character().to_string()),
        Element::Any => any(SymbolSet::ALL),
        Element::Set(symbols) => any(*symbols),
        Element::Group(inner) => format!("(?:{})", written(inner, number_piece)),
        Element::Pause => String::new(),
    };
    (once, piece.repeat)
}

fn rule_piece(piece: &RulePiece) -> (String, Repeat) {
    let once = match &piece.element {
        RuleElement::Start => "^".to_owned(),
        RuleElement::End => "$".to_owned(),
        RuleElement::Literal(character) => regex::escape(&character.to_string()),
        RuleElement::Any => ".".to_owned(),
        RuleElement::Set { negated, characters } => {
            let members: String = characters.iter().map(|character| regex::escape(&character.to_string())).collect();
            match (negated, members.is_empty()) {
                (false, true) => r"[^\s\S]".to_owned(),
                (true, true) => r"[\s\S]".to_owned(),
                (false, false) => format!("[{members}]"),
                (true, false) => format!("[^{members}]"),
            }
        }
        RuleElement::Group(_, inner) => format!("(?:{})", written(inner, rule_piece)),
        RuleElement::Nested(inner) => format!("(?:{})", written(std::slice::from_ref(&**inner), rule_piece)),
    };
    (once, piece.repeat)
}
