//! What has to be said beside a trace: what is not modelled and could change the answer, and what was assumed.

use std::collections::{BTreeMap, BTreeSet};

use super::profile::Assumption;
use crate::model::{Settings, Tag};
use crate::source::Span;
use crate::syntax::argument::Argument;
use crate::syntax::commands::{Command, Support};
use crate::syntax::secrets::shown;

/// The part of a trace that a note belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The call reaches the gateway.
    Arrival,
    /// The inbound dial-peer is chosen.
    Inbound,
    /// The numbers are changed on the way in.
    Incoming,
    /// The outbound dial-peers are chosen.
    Selection,
    /// The call is offered to this dial-peer.
    Attempt(Tag),
    /// What became of it.
    Outcome,
}

/// Something that has to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where it matters.
    pub stage: Stage,
    /// One sentence without a full stop.
    pub text: String,
    /// The line that it is about.
    pub span: Option<Span>,
}

/// The most notes of one stage: nobody reads more.
const MAXIMUM_NOTES: usize = 25;

/// All that has to be said of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    list: Vec<Note>,
    /// How many were left out, by stage.
    dropped: BTreeMap<Stage, usize>,
    pub(crate) assumed: BTreeSet<Assumption>,
}

impl Notes {
    /// Adds one, once.
    pub(super) fn say(&mut self, stage: Stage, text: impl Into<String>, span: Option<Span>) {
        let note = Note { stage, text: text.into(), span };
        if self.list.contains(&note) {
            return;
        }
        if self.list.iter().filter(|other| other.stage == stage).count() < MAXIMUM_NOTES {
            self.list.push(note);
        } else {
            *self.dropped.entry(stage).or_default() += 1;
        }
    }

    /// Adds all that others say.
    pub(super) fn add(&mut self, others: &Self) {
        for note in &others.list {
            self.say(note.stage, note.text.as_str(), note.span);
        }
        for (stage, count) in &others.dropped {
            *self.dropped.entry(*stage).or_default() += count;
        }
        self.assumed.extend(&others.assumed);
    }

    /// All of them by stage, with how many were left out.
    pub(super) fn finish(mut self) -> Vec<Note> {
        for (stage, count) in self.dropped {
            self.list.push(Note {
                stage,
                text: format!("there is more like this: {count} notes are left out"),
                span: None,
            });
        }
        self.list.sort_by_key(|note| note.stage);
        self.list
    }

    /// Records that the answer rests on an assumption.
    pub(super) fn assume(&mut self, assumption: Assumption) {
        self.assumed.insert(assumption);
    }

    /// Names the lines of an object that could change the answer and that dialc does not follow: unsupported commands,
    /// arguments that IOS would refuse, lines that it does not know.
    pub(super) fn unread(&mut self, stage: Stage, object: &str, settings: &Settings) {
        self.refused(stage, object, settings);
        for (_, setting) in settings.iter() {
            let refused = matches!(setting.value.argument, Argument::Malformed(_));
            if !refused && setting.value.support() == Support::Unsupported {
                let text = format!("`{}` of {object} is not modelled", shown(&setting.value.line()));
                self.say(stage, text, Some(setting.span));
            }
        }
        for line in settings.verbatim().iter().filter(|line| line.value.support != Some(Support::Kept)) {
            let known =
                if line.value.support.is_some() { "is not modelled" } else { "is a line that dialc does not know" };
            let text = format!("`{}` of {object} {known}", shown(&line.value.text));
            self.say(stage, text, Some(line.span));
        }
    }

    /// Names the lines of an object that IOS would refuse.
    pub(super) fn refused(&mut self, stage: Stage, object: &str, settings: &Settings) {
        for (_, setting) in settings.iter().filter(|(_, one)| matches!(one.value.argument, Argument::Malformed(_))) {
            let text = format!("IOS would refuse `{}` of {object}; it is left out", shown(&setting.value.line()));
            self.say(stage, text, Some(setting.span));
        }
    }

    /// Names a command of an object that could change the answer.
    pub(super) fn unmodelled(&mut self, stage: Stage, object: &str, settings: &Settings, command: Command) {
        if let Some(span) = settings.span(command) {
            self.say(stage, format!("`{}` of {object} is not modelled", command.row().keywords), Some(span));
        }
    }
}
