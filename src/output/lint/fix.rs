//! Commands that take a finding away, for programs.

use serde::Serialize;

use crate::lint::{self, Changed, Effect};
use crate::output::amount::Number;

/// Commands, and what they change.
#[derive(Serialize)]
pub(super) struct Fix {
    commands: Vec<String>,
    safe: bool,
    /// Whether a call without a number is treated differently.
    empty: bool,
    /// The numbers that are treated differently, where that is known.
    changes: Option<Changes>,
    /// Why it is not known.
    unknown: Option<String>,
}

#[derive(Serialize)]
struct Changes {
    numbers: Number,
    longer: bool,
    other_symbols: bool,
    patterns: Vec<String>,
    more: bool,
    witness: String,
    before: String,
    after: String,
}

impl Fix {
    pub(super) fn of(fix: &lint::Fix) -> Self {
        let (mut empty, mut changes, mut unknown) = (false, None, None);
        match &fix.effect {
            Effect::NotJudged => unknown = Some("nobody asked".to_owned()),
            Effect::Nothing { but_empty } => empty = *but_empty,
            Effect::Numbers(numbers) => changes = Some(Changes::of(numbers)),
            Effect::Unknown(why) => unknown = Some(why.clone()),
        }
        Self { commands: fix.commands(), safe: fix.is_safe(), empty, changes, unknown }
    }
}

impl Changes {
    fn of(changed: &Changed) -> Self {
        let Changed { count, patterns, more, witness, before, after } = changed.clone();
        Self {
            numbers: Number::of(count.numbers),
            longer: count.longer,
            other_symbols: count.other_symbols,
            patterns,
            more,
            witness,
            before,
            after,
        }
    }
}
