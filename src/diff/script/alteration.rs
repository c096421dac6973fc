//! The lines that turn one object into another: what is typed anew, and what is taken back.

use std::collections::HashSet;

use crate::model::{AnyObject, DialPlan, Setting, Settings};
use crate::syntax::argument::{Argument, Statement};
use crate::syntax::commands::{Command, Context, Default, Multiplicity, Row, Support, near_miss, resolve};
use crate::syntax::secrets::shown;

/// A line of an object, and where it stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ObjectLine {
    /// The lines of the modes that it stands in, below the object itself; most stand in none.
    pub(super) path: Vec<String>,
    /// The line, without indentation.
    pub(super) text: String,
    /// What takes it back.
    pub(super) back: String,
    /// Its command, where the table has one.
    pub(super) command: Option<Command>,
    /// Whether it can change where calls go.
    pub(super) routes: bool,
    /// Whether IOS would refuse it.
    is_refused: bool,
    /// Whether other lines of its command say nothing beside it: `no voice hunt all`.
    hides_others: bool,
    /// What it is known by among the lines of its command; lines of which that is the same take each other's place.
    slot: Slot,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Slot {
    /// The only one of its command.
    Single(Command),
    /// One of those with a key.
    Key(Command, u32, String),
    /// One of many.
    Listed(Command, String),
    /// One of which dialc knows the words alone: what takes its place may be any.
    Words(String),
}

impl ObjectLine {
    /// Whether it is not known which other line would take its place; then the old one is taken back before the new one is typed,
    /// lest the router take back both.
    fn is_loose(&self) -> bool {
        match self.slot {
            Slot::Words(_) => true,
            Slot::Listed(..) => !self.routes,
            Slot::Single(_) | Slot::Key(..) => false,
        }
    }

    /// Whether IOS takes it only where no line of another such command stands in the object: a class of URIs has `pattern` or
    /// `host`, a pattern map `e164` or `url` (Cisco-IOS-XE-voice-class.yang).
    fn is_exclusive(&self) -> bool {
        matches!(
            self.command,
            Some(
                Command::UriHost
                    | Command::UriPattern
                    | Command::UriUserId
                    | Command::UriPhone
                    | Command::MapEntry
                    | Command::MapUrl
            )
        )
    }

    fn place(&self) -> (&[String], &str) {
        (&self.path, &self.text)
    }
}

/// What is done to an object.
#[derive(Clone, Debug, std::default::Default)]
pub(super) struct Alteration {
    /// Lines that are taken back before others of their kind are typed.
    pub(super) loose_back: Vec<ObjectLine>,
    /// Those that are typed then.
    pub(super) loose_set: Vec<ObjectLine>,
    /// Other lines that are typed, in the order in which IOS prints them. What takes the place of another does so at once.
    pub(super) set: Vec<ObjectLine>,
    /// Those of them that take the place of another line.
    pub(super) over: Vec<ObjectLine>,
    /// Other lines that are taken back.
    pub(super) back: Vec<ObjectLine>,
}

impl Alteration {
    /// That of an object that is there on both sides; `in_order`: the order of its lines counts.
    pub(super) fn of(old: &[ObjectLine], new: &[ObjectLine], in_order: bool) -> Self {
        let (mut set, mut back) = if in_order { in_sequence(old, new) } else { apart(old, new) };
        if let Some(all) = set.iter().chain(&back).find(|line| line.hides_others).copied() {
            // Typed or taken back, it takes all lines of its command with it.
            set.retain(|line| line.command != all.command);
            set.extend(new.iter().filter(|line| line.command == all.command));
            back.retain(|line| line.command != all.command || line.hides_others);
        }
        let slots: HashSet<_> = old.iter().map(|line| (&line.path, &line.slot)).collect();
        let new_slots: HashSet<_> = set.iter().map(|line| (&line.path, &line.slot)).collect();
        let goes: HashSet<_> = back.iter().map(|line| line.place()).collect();
        let goes_with = |line: &ObjectLine| {
            let mode = line.path.split_last();
            mode.is_some_and(|(mode, above)| goes.contains(&(above, mode.as_str())))
        };
        let stays = |line: &ObjectLine| !line.is_loose() && new_slots.contains(&(&line.path, &line.slot));
        let gone = back.iter().filter(|line| !goes_with(line) && !stays(line));
        let exclude = exclude_each_other(&set, &back);
        let is_loose = |line: &ObjectLine| line.is_loose() || (exclude && line.is_exclusive());
        let goes_first = |line: &ObjectLine| is_loose(line) || line.hides_others;
        let (loose_back, back): (Vec<_>, Vec<_>) = gone.copied().cloned().partition(goes_first);
        let over = |line: &ObjectLine| !is_loose(line) && slots.contains(&(&line.path, &line.slot));
        let over = set.iter().filter(|line| over(line)).copied().cloned().collect();
        let (loose_set, set) = set.into_iter().cloned().partition(is_loose);
        Self { loose_back, loose_set, set, over, back }
    }

    /// How many of its lines can change where calls go.
    pub(super) fn routing(&self) -> usize {
        let all = [&self.loose_back, &self.loose_set, &self.set, &self.back];
        all.into_iter().flatten().filter(|line| line.routes).count()
    }
}

type Lines<'a> = Vec<&'a ObjectLine>;

/// Whether lines are typed that IOS refuses until others are taken back.
fn exclude_each_other(set: &Lines<'_>, back: &Lines<'_>) -> bool {
    let exclusive = |line: &&&ObjectLine| line.is_exclusive();
    let mut typed = set.iter().filter(exclusive);
    typed.any(|line| back.iter().filter(exclusive).any(|other| other.command != line.command))
}

/// The lines that only the new side has, and those that only the old one has.
fn apart<'a>(old: &'a [ObjectLine], new: &'a [ObjectLine]) -> (Lines<'a>, Lines<'a>) {
    let places = |lines: &'a [ObjectLine]| -> HashSet<_> { lines.iter().map(ObjectLine::place).collect() };
    let (left, right) = (places(old), places(new));
    let without = |lines: &'a [ObjectLine], others: &HashSet<_>| -> Lines<'a> {
        lines.iter().filter(|line| !others.contains(&line.place())).collect()
    };
    (without(new, &left), without(old, &right))
}

/// The same where the order counts: what would not come out in the order of the new side is taken back and typed anew.
fn in_sequence<'a>(old: &'a [ObjectLine], new: &'a [ObjectLine]) -> (Lines<'a>, Lines<'a>) {
    let (set, back) = apart(old, new);
    let goes: HashSet<_> = back.iter().map(|line| line.place()).collect();
    let stays = old.iter().filter(|line| !goes.contains(&line.place()));
    if stays.chain(set.iter().copied()).map(ObjectLine::place).eq(new.iter().map(ObjectLine::place)) {
        return (set, back);
    }
    let same = old.iter().zip(new).take_while(|(one, other)| one.place() == other.place()).count();
    (new.iter().skip(same).collect(), old.iter().skip(same).collect())
}

/// Whether the order of the lines of an object says something: SIP profiles apply theirs one after another.
pub(super) fn is_in_order(header: Command) -> bool {
    header == Command::SipProfilesClass
}

/// Whether an object can only be left without lines: the hardware and the services of a router are there, and no document has a
/// command that takes them away. Without lines it says nothing.
pub(super) fn is_always_there(header: Command) -> bool {
    matches!(
        header,
        Command::VoicePortHeader
            | Command::Interface
            | Command::Controller
            | Command::VoiceCard
            | Command::VoiceServiceVoip
            | Command::VoiceServicePots
            | Command::SipUa
            | Command::ApplicationHeader
    )
}

/// All lines of an object that IOS takes, as it prints them.
pub(super) fn lines(object: &AnyObject<'_>) -> Vec<ObjectLine> {
    taken(lines_in(object.settings, object.context()))
}

/// All lines that stand in no object, likewise.
pub(super) fn global_lines(settings: &Settings) -> Vec<ObjectLine> {
    taken(lines_in(settings, Context::Global))
}

fn taken(mut lines: Vec<ObjectLine>) -> Vec<ObjectLine> {
    lines.retain(|line| !line.is_refused);
    lines
}

/// The lines of a configuration that IOS would refuse, each with the header of its object.
pub(super) fn refused_lines(plan: &DialPlan) -> Vec<String> {
    let refused =
        |lines: Vec<ObjectLine>| lines.into_iter().filter(|line| line.is_refused).map(|line| shown(&line.text));
    let mut all: Vec<String> = refused(lines_in(&plan.globals, Context::Global)).collect();
    for object in plan.objects() {
        let title = object.title();
        all.extend(refused(lines_in(object.settings, object.context())).map(|line| format!("{title}: {line}")));
    }
    all
}

fn lines_in(settings: &Settings, context: Context) -> Vec<ObjectLine> {
    let mut lines = Vec::new();
    for (command, setting) in settings.iter().filter(|(command, _)| command.row().contexts.has(context)) {
        let opener = line(&setting.value, &[]);
        let Some(inner) = command.row().opens.filter(|_| context != Context::Global) else {
            lines.push(opener);
            continue;
        };
        let path = [opener.text.clone()];
        // The mode itself says nothing: its lines are typed and taken back one by one.
        if command.row().support == Support::Kept {
            lines.push(opener);
        }
        let within = |command: Command| {
            let contexts = command.row().contexts;
            contexts.has(inner) && !contexts.has(context)
        };
        let rows = settings.iter().filter(|(command, _)| within(*command));
        lines.extend(rows.map(|(_, setting)| line(&setting.value, &path)));
        lines.extend(kept(settings, Some(command), &path, inner));
    }
    lines.extend(kept(settings, None, &[], context));
    lines
}

fn line(setting: &Setting, path: &[String]) -> ObjectLine {
    let row = setting.command.row();
    let text = setting.line();
    let is_refused = matches!(setting.argument, Argument::Malformed(_));
    let by_key = matches!(setting.command, Command::Rule | Command::OldRule | Command::NumberExpansion) && !is_refused;
    let set = text.strip_prefix("no ").unwrap_or(&text);
    let back = match row.default {
        // What holds without the line is neither this nor its opposite for sure.
        Default::Unknown if row.multiplicity == Multiplicity::Single => format!("default {}", row.keywords),
        Default::ByArgument | Default::Unknown => format!("default {set}"),
        _ if setting.negated => set.to_owned(),
        Default::Value(_) => format!("no {}", row.keywords),
        // The number, or the dialled pattern, is all that the command reference prints behind these.
        Default::Absent | Default::On if by_key => {
            let argument = setting.argument.to_string();
            format!("no {} {}", row.keywords, argument.split(' ').next().unwrap_or_default())
        }
        Default::Absent | Default::On => format!("no {text}"),
    };
    let slot = match row.multiplicity {
        Multiplicity::Single => Slot::Single(setting.command),
        Multiplicity::List => Slot::Listed(setting.command, text.clone()),
        Multiplicity::Keyed => {
            let (number, name) = setting.key();
            Slot::Key(setting.command, number, name)
        }
    };
    let routes = row.support != Support::Kept;
    let hides_others = matches!(setting.argument.as_statement(), Some(Statement::HuntCause(None)));
    ObjectLine {
        path: path.to_vec(),
        text,
        back,
        command: Some(setting.command),
        routes,
        is_refused,
        hides_others,
        slot,
    }
}

/// The lines that are kept as they were written, in the sub-mode `within`, of which the path and the context are these.
fn kept(settings: &Settings, within: Option<Command>, path: &[String], context: Context) -> Vec<ObjectLine> {
    let mut open: Vec<String> = path.to_vec();
    let mut lines = Vec::new();
    for line in settings.verbatim().iter().filter(|line| line.value.under == within) {
        let text = line.value.text.trim_start_matches(' ').to_owned();
        open.truncate(path.len() + line.value.text.len() - text.len());
        let back = match text.strip_prefix("no ") {
            Some(set) => format!("default {set}"),
            None => format!("no {text}"),
        };
        // What stands here although the table has its command was refused when another held; and a header leads out of the object.
        let is_row = || resolve(context, &text).found().is_some_and(|found| found.row().is_some());
        let is_header = || {
            let found = resolve(Context::Global, &text).found();
            found.and_then(|found| found.row()).is_some_and(Row::begins_object)
        };
        let is_no_command = || is_row() || near_miss(context, &text).is_some();
        let is_refused = line.value.support.is_none() && ((open.len() == path.len() && is_no_command()) || is_header());
        let routes = line.value.support != Some(Support::Kept);
        let slot = Slot::Words(text.clone());
        let path = open.clone();
        open.push(text.clone());
        lines.push(ObjectLine { path, text, back, command: None, routes, is_refused, hides_others: false, slot });
    }
    lines
}
