//! Changes that take a finding away: IOS commands, what they change of numbers, and the script that they make together.
//!
//! A rule says which line is to be typed anew ([`crate::lint::Facts::retyped`]). What that changes is reckoned over all numbers,
//! of the object alone ([`judge`]). A [`Script`] is read on top of the configuration and linted before anybody pastes it.

mod effect;
mod retyped;
mod script;
mod verified;

pub use effect::{Changed, Effect, judge};
pub use script::{About, Script};
pub use verified::{Choice, Verified, Withheld, verified};

use crate::source::Span;

/// Commands that take a finding away, all of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The header of the object as it is typed.
    pub header: String,
    /// The lines below it, in this order. None of them empties anything: what takes the place of a line comes before the line
    /// is taken back.
    pub lines: Vec<String>,
    /// What it changes; [`Effect::NotJudged`] until [`judge`] was asked.
    pub effect: Effect,
    /// The line of the configuration that it takes the place of.
    pub(super) place: Span,
}

impl Fix {
    /// Its commands as they are typed in configuration mode.
    pub fn commands(&self) -> Vec<String> {
        let lines = self.lines.iter().map(|line| format!(" {line}"));
        [self.header.clone()].into_iter().chain(lines).collect()
    }

    /// Its commands in one line, with what they change: ``fix (changes no number): `dial-peer voice 5 voip`, `preference 1` ``.
    pub fn text(&self) -> String {
        let commands = [&self.header].into_iter().chain(&self.lines).map(|command| format!("`{command}`"));
        let commands = commands.collect::<Vec<_>>().join(", ");
        match self.effect {
            Effect::NotJudged => format!("fix: {commands}"),
            Effect::Nothing { .. } | Effect::Numbers(_) | Effect::Unknown(_) => {
                format!("fix ({}): {commands}", self.effect.text())
            }
        }
    }

    /// Whether no number is treated differently once it is applied.
    pub fn is_safe(&self) -> bool {
        matches!(self.effect, Effect::Nothing { .. })
    }
}
