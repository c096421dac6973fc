//! The two pattern dialects of IOS as typed trees: those of dial-peers ([`NumberPattern`]) and those of translation
//! rules ([`MatchPattern`], [`Replacement`]). A value that exists is valid; its text is kept as it was written.

mod number;
mod quick;
mod rule;

use std::fmt;
use std::ops::Range;

pub use number::{Element, NumberPattern, Piece, Repeat};
pub use rule::{MatchPattern, ReplacePart, Replacement, RuleElement, RulePiece};

/// The longest pattern that is read, in bytes. IOS XE keeps at most 64 characters of a rule's pattern (YANG model of
/// 17.15) and a number has at most 32; what is longer is no pattern but an accident, and would cost deep recursion.
pub const MAXIMUM_PATTERN: usize = 256;

/// What kind of fault keeps a text from being an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Any that has no kind of its own.
    #[default]
    Argument,
    /// A group of a translation rule that is not closed, or not opened.
    UnbalancedGroup,
    /// Too few or too many keywords behind `type` or `plan` of a translation rule.
    KeywordCount,
    /// Text behind a whole argument.
    TrailingText,
    /// A character that word processors and web pages put in the place of one that can be typed.
    Typographic,
}

impl Fault {
    /// The code of what is said about it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Argument => "malformed-argument",
            Self::UnbalancedGroup => "unbalanced-group",
            Self::KeywordCount => "wrong-keyword-count",
            Self::TrailingText => "trailing-text",
            Self::Typographic => "typographic-character",
        }
    }
}

/// Why a text is not a pattern, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// What kind of fault it is.
    pub fault: Fault,
    /// The bytes of the text that are wrong; may be empty, at the end.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl PatternError {
    pub(crate) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { fault: Fault::default(), at, message: message.into(), help: None }
    }

    /// The same, as a fault of this kind.
    #[must_use]
    pub(in crate::syntax) fn of(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    /// The same, with what would be right.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error for a text that is too long, if it is.
    fn check_length(text: &str) -> Result<(), Self> {
        if text.len() <= MAXIMUM_PATTERN {
            return Ok(());
        }
        let message = format!("a pattern of {} characters: dialc reads at most {MAXIMUM_PATTERN}", text.len());
        Err(Self::new(0..text.len(), message))
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Byte offset at which pest could not go on.
fn failure_offset<R: pest::RuleType>(error: &pest::error::Error<R>) -> usize {
    match error.location {
        pest::error::InputLocation::Pos(at) => at,
        pest::error::InputLocation::Span((start, _)) => start,
    }
}

/// The character of `text` at the byte `offset`, with its range.
fn character_at(text: &str, offset: usize) -> Option<(char, Range<usize>)> {
    let character = text.get(offset..)?.chars().next()?;
    Some((character, offset..offset + character.len_utf8()))
}
