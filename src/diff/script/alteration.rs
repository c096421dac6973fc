//! The lines that turn one object into another: what is typed anew, and what is taken back.

use crate::model::{AnyObject, PeerKind, Setting, Settings};
use crate::syntax::argument::Argument;
use crate::syntax::commands::{Command, Context, Default, Multiplicity, Support};

/// A line of an object, and where it stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ObjectLine {
    /// The line of the sub-mode that it stands in, where it does.
    pub(super) under: Option<String>,
    /// The line, without indentation.
    pub(super) text: String,
    /// What takes it back.
    pub(super) back: String,
    /// Its command, where the table has one.
    pub(super) command: Option<Command>,
    /// What it is known by among the lines of its command; lines of which that is the same take each other's place.
    slot: Slot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    /// The only one of its command.
    Single,
    /// One of those with a key.
    Key(u32, String),
    /// One of many.
    Listed,
}

impl ObjectLine {
    /// Whether it can change where calls go.
    pub(super) fn routes(&self) -> bool {
        self.command.is_none_or(|command| match command.row().support {
            Support::Modelled | Support::Unsupported => true,
            Support::Kept => false,
        })
    }
}

/// What is done to an object.
#[derive(Clone, Debug, Default)]
pub(super) struct Alteration {
    /// Lines that are typed, in the order in which IOS prints them. What takes the place of another does so at once.
    pub(super) set: Vec<ObjectLine>,
    /// Those of them that take the place of another line.
    pub(super) over: Vec<ObjectLine>,
    /// Lines that are taken back.
    pub(super) back: Vec<ObjectLine>,
}

impl Alteration {
    /// That of an object that is there on both sides.
    pub(super) fn of(old: &[ObjectLine], new: &[ObjectLine]) -> Self {
        let takes_place = |one: &ObjectLine, other: &ObjectLine| {
            one.under == other.under
                && one.command.is_some()
                && one.command == other.command
                && match one.slot {
                    Slot::Single | Slot::Key(..) => one.slot == other.slot,
                    Slot::Listed => one.text == other.text,
                }
        };
        let same = |one: &ObjectLine, other: &ObjectLine| one.under == other.under && one.text == other.text;
        let set = new.iter().filter(|line| !old.iter().any(|other| same(line, other)));
        // With the line of a sub-mode goes all that stands in it.
        let goes_with = |line: &ObjectLine| {
            let under = line.under.as_deref();
            under.is_some_and(|under| !new.iter().any(|other| other.under.is_none() && other.text == under))
        };
        let back = old.iter().filter(|line| {
            let stays = new.iter().any(|other| same(line, other) || takes_place(line, other));
            !stays && !goes_with(line)
        });
        let set: Vec<ObjectLine> = set.cloned().collect();
        let over = set.iter().filter(|line| old.iter().any(|other| takes_place(line, other))).cloned().collect();
        Self { over, back: back.cloned().collect(), set }
    }

    /// How many of its lines can change where calls go.
    pub(super) fn routing(&self) -> usize {
        self.set.iter().chain(&self.back).filter(|line| line.routes()).count()
    }
}

/// The context of the lines of an object.
fn context(object: &AnyObject<'_>) -> Context {
    if object.header == Command::DialPeer {
        PeerKind::of(object.kind).context()
    } else {
        object.header.row().opens.unwrap_or(Context::Outside)
    }
}

/// All lines of an object, as IOS prints them.
pub(super) fn lines(object: &AnyObject<'_>) -> Vec<ObjectLine> {
    lines_in(object.settings, context(object))
}

/// All lines that stand in no object.
pub(super) fn global_lines(settings: &Settings) -> Vec<ObjectLine> {
    lines_in(settings, Context::Global)
}

fn lines_in(settings: &Settings, context: Context) -> Vec<ObjectLine> {
    let mut lines = Vec::new();
    for (command, setting) in settings.iter().filter(|(command, _)| command.row().contexts.has(context)) {
        let opener = line(&setting.value, None);
        let under = opener.text.clone();
        lines.push(opener);
        if let Some(inner) = command.row().opens.filter(|_| context != Context::Global) {
            let within = |command: Command| {
                let contexts = command.row().contexts;
                contexts.has(inner) && !contexts.has(context)
            };
            let inner = settings.iter().filter(|(command, _)| within(*command));
            lines.extend(inner.map(|(_, setting)| line(&setting.value, Some(&under))));
            lines.extend(kept(settings, Some(command), Some(&under)));
        }
    }
    lines.extend(kept(settings, None, None));
    lines
}

fn line(setting: &Setting, under: Option<&str>) -> ObjectLine {
    let row = setting.command.row();
    let text = setting.line();
    let by_key = matches!(setting.command, Command::Rule | Command::NumberExpansion)
        && !matches!(setting.argument, Argument::Malformed(_));
    let back = if row.default == Default::ByArgument {
        format!("default {}", text.trim_start_matches("no "))
    } else if setting.negated {
        text.trim_start_matches("no ").to_owned()
    } else if matches!(row.default, Default::Value(_)) {
        format!("no {}", row.keywords)
    } else if by_key {
        // The number, or the dialled pattern, is all that the command reference prints behind these.
        let argument = setting.argument.to_string();
        format!("no {} {}", row.keywords, argument.split(' ').next().unwrap_or_default())
    } else {
        format!("no {text}")
    };
    let slot = match row.multiplicity {
        Multiplicity::Single => Slot::Single,
        Multiplicity::List => Slot::Listed,
        Multiplicity::Keyed => {
            let (number, name) = setting.key();
            Slot::Key(number, name)
        }
    };
    ObjectLine { under: under.map(str::to_owned), text, back, command: Some(setting.command), slot }
}

/// The lines that are kept as they were written, in the sub-mode `within`.
fn kept(settings: &Settings, within: Option<Command>, under: Option<&str>) -> Vec<ObjectLine> {
    let mut head: Option<String> = None;
    let mut lines = Vec::new();
    for line in settings.verbatim().iter().filter(|line| line.value.under == within) {
        let text = line.value.text.to_string();
        let (under, text) = if let Some(nested) = text.strip_prefix(' ') {
            (head.clone(), nested.trim_start().to_owned())
        } else {
            head = Some(text.clone());
            (under.map(str::to_owned), text)
        };
        let back = match text.strip_prefix("no ") {
            Some(set) => set.to_owned(),
            None => format!("no {text}"),
        };
        lines.push(ObjectLine { under, text, back, command: None, slot: Slot::Listed });
    }
    lines
}
