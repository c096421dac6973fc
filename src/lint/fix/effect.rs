//! What a fix changes: reckoned of its object alone, over all numbers.

use rayon::prelude::*;

use super::Fix;
use crate::analysis::difference::{self, dialled};
use crate::automaton::{Count, Dfa, OverBudget};
use crate::call::{PartyNumber, Profile, Translation, Translator, matched_literals, pattern_on};
use crate::lint::finding::Finding;
use crate::model::{DialPeer, DialPlan, PatternMap, RuleTable, Settings, read_onto};
use crate::source::Source;
use crate::syntax::commands::{Command, Support};
use crate::syntax::pattern::NumberPattern;
use crate::syntax::tree::Tree;

/// The most patterns that are told of the numbers that a fix changes.
const PATTERNS: usize = 3;

/// More numbers than these are not told apart by their count.
const MANY: u128 = 1_000_000_000_000;

/// How many numbers are tried until one shows what a fix changes.
const TRIED: usize = 20;

/// The patterns of a dial-peer, each with what it is for.
const PATTERN_LINES: [Command; 3] =
    [Command::DestinationPattern, Command::IncomingCalledNumber, Command::AnswerAddress];

/// What a fix changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nobody asked yet.
    NotJudged,
    /// No number is treated differently.
    Nothing {
        /// Whether a call without a number is.
        but_empty: bool,
    },
    /// These numbers are.
    Numbers(Changed),
    /// It cannot be said what it changes, for this reason.
    Unknown(String),
}

/// The numbers that a fix changes, in its object. What else takes them makes no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// How many there are.
    pub count: Count,
    /// Some patterns that hold them.
    pub patterns: Vec<String>,
    /// Whether there are more.
    pub more: bool,
    /// One of them.
    pub witness: String,
    /// What the object makes of it today.
    pub before: String,
    /// What it makes of it then.
    pub after: String,
}

impl Effect {
    /// What is said of it, beside the commands.
    pub fn text(&self) -> String {
        match self {
            Self::NotJudged => "not known".to_owned(),
            Self::Nothing { but_empty: false } => "changes no number".to_owned(),
            Self::Nothing { but_empty: true } => "changes no number, only calls without one".to_owned(),
            Self::Numbers(changed) => format!("not safe, {}", changed.text()),
            Self::Unknown(why) => format!("not safe: {why}"),
        }
    }
}

impl Changed {
    /// Which numbers, with one that shows it: `changes 100 numbers (1206555.): 12065550 is matched, then not matched`.
    pub fn text(&self) -> String {
        let longer = if self.count.longer { ", and longer ones" } else { "" };
        let more = if self.more { ", ..." } else { "" };
        let one = if self.count.numbers == 1 { "number" } else { "numbers" };
        let numbers = match self.count.numbers {
            many if many > MANY => "very many".to_owned(),
            count => crate::number::grouped(count),
        };
        let Self { witness, before, after, .. } = self;
        let patterns = self.patterns.join(", ");
        format!("changes {numbers} {one}{longer} ({patterns}{more}): {witness} {before}, then {after}")
    }
}

/// Finds out what the fixes of findings change, for the configuration of `plan` on a router of this profile.
pub fn judge(plan: &DialPlan, profile: &Profile, findings: &mut [Finding]) {
    findings.par_iter_mut().for_each(|finding| {
        let shown = finding.numbers.as_ref().map(|numbers| numbers.witness.as_str());
        if let Some(fix) = &mut finding.fix {
            fix.effect = effect(plan, Asked { profile, shown }, fix);
        }
    });
}

/// What else decides how an effect is told.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// What is assumed of the router.
    pub(super) profile: &'a Profile,
    /// A number that is shown where it is one of those that are changed.
    pub(super) shown: Option<&'a str>,
}

fn effect(plan: &DialPlan, asked: Asked<'_>, fix: &Fix) -> Effect {
    let Some(object) = Object::of(plan, &fix.header) else {
        return Effect::Unknown(format!("`{}` is not in the configuration", fix.header));
    };
    let before = object.alone(fix);
    let text = fix.commands().join("\n") + "\n";
    let read = read_onto(before.clone(), &Tree::parse(&Source::new("fix", text)));
    if !read.report.is_empty() {
        return Effect::Unknown("IOS would not take its commands".to_owned());
    }
    between(&before, &read.plan, &fix.header, asked)
}

/// What a plan and another one do differently, in one object.
pub(super) fn between(before: &DialPlan, after: &DialPlan, header: &str, asked: Asked<'_>) -> Effect {
    match (Object::of(before, header), Object::of(after, header)) {
        (Some(before), Some(after)) => before.compared(&after, asked),
        (None, _) | (_, None) => Effect::Unknown(format!("`{header}` is not in both")),
    }
}

/// An object that a fix is about.
enum Object<'a> {
    Peer(&'a DialPeer),
    Map(&'a PatternMap),
    Table(&'a RuleTable),
}

impl<'a> Object<'a> {
    /// The one that `header` enters.
    fn of(plan: &'a DialPlan, header: &str) -> Option<Self> {
        let number = |keywords: Command| {
            let rest = header.strip_prefix(keywords.row().keywords)?;
            rest.split_ascii_whitespace().next()?.parse::<u32>().ok()
        };
        let peer = || plan.peers.get(&crate::model::Tag::new(number(Command::DialPeer)?)?).map(Self::Peer);
        let map = || plan.pattern_maps.get(&number(Command::PatternMap)?).map(Self::Map);
        let table = || plan.rule_tables.get(&number(Command::TranslationRuleTable)?).map(Self::Table);
        peer().or_else(map).or_else(table)
    }

    /// A plan with nothing else in it; of a map only the entries that a fix takes back, since there may be thousands.
    fn alone(&self, fix: &Fix) -> DialPlan {
        let mut plan = DialPlan::default();
        match self {
            Self::Peer(peer) => drop(plan.peers.insert(peer.tag, (*peer).clone())),
            Self::Map(map) => {
                let mut alone = PatternMap::new(map.id);
                let taken_back = format!("no {} ", Command::MapEntry.row().keywords);
                for entry in fix.lines.iter().filter_map(|line| line.strip_prefix(&taken_back)) {
                    alone.settings.write(Command::MapEntry, entry);
                }
                drop(plan.pattern_maps.insert(map.id, alone));
            }
            Self::Table(table) => drop(plan.rule_tables.insert(table.id, (*table).clone())),
        }
        plan
    }

    fn compared(&self, after: &Object<'_>, asked: Asked<'_>) -> Effect {
        let compared = match (self, after) {
            (Self::Peer(before), Object::Peer(after)) => peers(before, after, asked),
            (Self::Map(before), Object::Map(after)) => maps(before, after, asked),
            (Self::Table(before), Object::Table(after)) => tables(before, after, asked),
            (Self::Peer(_) | Self::Map(_) | Self::Table(_), _) => {
                Ok(Effect::Unknown("it is another object".to_owned()))
            }
        };
        compared.unwrap_or_else(|over| Effect::Unknown(over.to_string()))
    }
}

/// What two states of a dial-peer do differently.
fn peers(before: &DialPeer, after: &DialPeer, asked: Asked<'_>) -> Result<Effect, OverBudget> {
    if before.kind != after.kind || others(&before.settings, &PATTERN_LINES) != others(&after.settings, &PATTERN_LINES)
    {
        return Ok(Effect::Unknown("it changes more than patterns".to_owned()));
    }
    let mut effect = Effect::Nothing { but_empty: false };
    for line in PATTERN_LINES {
        let pattern =
            |peer: &DialPeer| peer.settings.pattern(line).map(|one| pattern_on(asked.profile, one.value).into_owned());
        let (before, after) = (pattern(before), pattern(after));
        let differ = difference::pattern(before.as_ref(), after.as_ref())?;
        let said = |patterns: Option<NumberPattern>| move |number: &str| matched(patterns.as_ref(), number);
        let of_line = from(&differ, asked.shown, said(before), said(after))?;
        // A fix is about one line.
        effect = if matches!(effect, Effect::Nothing { but_empty: false }) { of_line } else { effect };
    }
    Ok(effect)
}

/// What two states of a pattern map do differently.
fn maps(before: &PatternMap, after: &PatternMap, asked: Asked<'_>) -> Result<Effect, OverBudget> {
    const ENTRIES: [Command; 1] = [Command::MapEntry];
    if others(&before.settings, &ENTRIES) != others(&after.settings, &ENTRIES) {
        return Ok(Effect::Unknown("it changes more than entries".to_owned()));
    }
    let entries = |map: &PatternMap| -> Vec<NumberPattern> {
        map.entries().map(|entry| pattern_on(asked.profile, entry.value).into_owned()).collect()
    };
    let (before, after) = (entries(before), entries(after));
    let differ = difference::entries(&before.iter().collect::<Vec<_>>(), &after.iter().collect::<Vec<_>>())?;
    let said = |entries: Vec<NumberPattern>| {
        move |number: &str| {
            let best = entries.iter().filter(|entry| matched_literals(entry, number).is_some());
            // Of several that match as well, the first.
            matched(best.rev().max_by_key(|entry| matched_literals(entry, number)), number)
        }
    };
    from(&differ, asked.shown, said(before), said(after))
}

/// What two states of a rule table do differently.
fn tables(before: &RuleTable, after: &RuleTable, asked: Asked<'_>) -> Result<Effect, OverBudget> {
    const RULES: [Command; 1] = [Command::Rule];
    if others(&before.settings, &RULES) != others(&after.settings, &RULES) {
        return Ok(Effect::Unknown("it changes more than rules".to_owned()));
    }
    let differ = difference::rules(before, after)?;
    let said = |table: &RuleTable| {
        let translator = Translator::new(table, asked.profile);
        move |number: &str| match translator.apply(&PartyNumber::plain(number)) {
            Translation::NoMatch => "stays as it is".to_owned(),
            Translation::Rejected(_) => "is rejected".to_owned(),
            Translation::Translated(_, made) if made.digits.is_empty() => "becomes empty".to_owned(),
            Translation::Translated(_, made) => format!("becomes {}", made.digits),
        }
    };
    from(&differ, asked.shown, said(before), said(after))
}

/// What is made of a number by a pattern.
fn matched(pattern: Option<&NumberPattern>, number: &str) -> String {
    let pattern = pattern.filter(|pattern| matched_literals(pattern, number).is_some());
    pattern.map_or_else(|| "is not matched".to_owned(), |pattern| format!("is matched by `{pattern}`"))
}

/// The effect of treating these numbers differently, with one that shows it where one does.
fn from(
    differ: &Dfa,
    shown: Option<&str>,
    before: impl Fn(&str) -> String,
    after: impl Fn(&str) -> String,
) -> Result<Effect, OverBudget> {
    let numbers = dialled(differ)?;
    let shown = shown.filter(|shown| numbers.accepts(shown)).map(str::to_owned);
    let witnesses: Vec<String> = shown.into_iter().chain(numbers.witnesses(TRIED)).collect();
    let bears_out = |number: &&String| before(number) != after(number);
    let Some(witness) = witnesses.iter().find(bears_out).or(witnesses.first()).cloned() else {
        return Ok(Effect::Nothing { but_empty: differ.accepts("") });
    };
    let (before, after) = (before(&witness), after(&witness));
    let readable = numbers.readable(PATTERNS);
    let (patterns, more) = (readable.patterns, readable.more);
    Ok(Effect::Numbers(Changed { count: numbers.count(), patterns, more, witness, before, after }))
}

/// The lines of an object that can change where calls go, without those of these commands.
fn others(settings: &Settings, without: &[Command]) -> Vec<String> {
    let known =
        settings.iter().filter(|(command, _)| !without.contains(command) && command.row().support != Support::Kept);
    let known = known.map(|(_, setting)| setting.value.line());
    let kept = settings.verbatim().iter().filter(|line| line.value.support != Some(Support::Kept));
    known.chain(kept.map(|line| line.value.text.to_string())).collect()
}
