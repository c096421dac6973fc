//! Reading a statement of several words from left to right.

use std::ops::Range;

use super::error;
use crate::diagnostic::did_you_mean;
use crate::syntax::pattern::{Fault, PatternError};
use crate::syntax::words::Words;

/// The words of a statement that have not been read.
pub(super) struct Fields<'a> {
    words: std::iter::Peekable<Words<'a>>,
    end: usize,
}

/// A word and its place.
pub(super) struct Field<'a> {
    pub(super) text: &'a str,
    pub(super) at: Range<usize>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { words: Words::new(text).peekable(), end: text.len() }
    }

    /// The next word; what is missing otherwise is `expected`.
    pub(super) fn word(&mut self, expected: &str) -> Result<Field<'a>, PatternError> {
        let (start, text) =
            self.words.next().ok_or_else(|| error(self.end..self.end, format!("{expected} is missing here")))?;
        Ok(Field { text, at: start..start + text.len() })
    }

    /// The next word, where there is one and it is `wanted`.
    pub(super) fn next_if(&mut self, wanted: impl Fn(&str) -> bool) -> Option<Field<'a>> {
        let (start, text) = self.words.next_if(|(_, word)| wanted(word))?;
        Some(Field { text, at: start..start + text.len() })
    }

    /// A number from `minimum` to `maximum`.
    pub(super) fn integer(&mut self, expected: &str, minimum: u32, maximum: u32) -> Result<u32, PatternError> {
        let field = self.word(expected)?;
        if !field.text.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("{expected} is expected here, from {minimum} to {maximum}");
            return Err(error(field.at, message));
        }
        let number = field.text.parse().ok().filter(|number| (minimum..=maximum).contains(number));
        number.ok_or_else(|| error(field.at, format!("{} is not between {minimum} and {maximum}", field.text)))
    }

    /// One of `keywords`, in any case, or the beginning of just one of them.
    pub(super) fn keyword(&mut self, keywords: &[&'static str]) -> Result<&'static str, PatternError> {
        let field = self.word(&one_of(keywords))?;
        keyword(field.text, keywords).ok_or_else(|| no_keyword(field.text, field.at, keywords))
    }

    /// Whether the next word is `keyword` or begins it; it is read then.
    pub(super) fn has(&mut self, keyword: &str) -> bool {
        let begins =
            |(_, word): &(usize, &str)| keyword.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        self.words.next_if(begins).is_some()
    }

    /// An error about the statement as a whole.
    pub(super) fn at_end(&self, message: String) -> PatternError {
        error(0..self.end, message)
    }

    /// Whether all words are read.
    pub(super) fn is_empty(&mut self) -> bool {
        self.words.peek().is_none()
    }

    /// Nothing may be left.
    pub(super) fn finish(&mut self) -> Result<(), PatternError> {
        match self.words.peek() {
            None => Ok(()),
            Some((start, _)) => Err(error(*start..self.end, "this does not belong here").of(Fault::TrailingText)),
        }
    }
}

/// The one of `keywords` that `word` equals, in any case, or that it alone begins.
pub fn keyword(word: &str, keywords: &[&'static str]) -> Option<&'static str> {
    let exact = keywords.iter().find(|keyword| keyword.eq_ignore_ascii_case(word));
    let begins = |keyword: &&&str| keyword.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let mut begun = keywords.iter().filter(begins);
    let only = begun.next().filter(|_| begun.next().is_none());
    exact.or(only).copied()
}

/// What to say of a word that is none of `keywords`.
pub(crate) fn no_keyword(word: &str, at: Range<usize>, keywords: &[&'static str]) -> PatternError {
    let problem = error(at, format!("`{}` is not {}", word.escape_debug(), one_of(&named(word, keywords))));
    match did_you_mean(word, keywords.iter().copied()) {
        Some(meant) => problem.with_help(format!("did you mean `{meant}`?")),
        None => problem,
    }
}

/// The keywords to name where `word` is none of them: of many, those that begin like it or like the one that was meant.
pub(super) fn named(word: &str, keywords: &[&'static str]) -> Vec<&'static str> {
    const MANY: usize = 12;
    let first = |word: &str| word.bytes().next().map(|first| first.to_ascii_lowercase());
    let like = did_you_mean(word, keywords.iter().copied()).unwrap_or(word);
    let alike: Vec<_> = keywords.iter().copied().filter(|keyword| first(keyword) == first(like)).collect();
    if keywords.len() > MANY && !alike.is_empty() { alike } else { keywords.to_vec() }
}

/// `a, b or c`.
pub(crate) fn one_of(keywords: &[&str]) -> String {
    match keywords {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [most @ .., last] => {
            let most: Vec<_> = most.iter().map(|keyword| format!("`{keyword}`")).collect();
            format!("{} or `{last}`", most.join(", "))
        }
    }
}

/// The phrase among `phrases`, each of one keyword or several, that all of `text` stands for; the longest first.
pub(super) fn phrase(text: &str, phrases: &[&'static str]) -> Result<&'static str, PatternError> {
    if let Some(found) = phrases.iter().find(|phrase| **phrase == text) {
        return Ok(found);
    }
    let words: Vec<_> = Words::new(text).collect();
    let fits = |phrase: &&&'static str, exact: bool| {
        let keywords: Vec<_> = phrase.split(' ').collect();
        let equal = |(keyword, (_, word)): (&&str, &(usize, &str))| {
            let start = if exact { Some(*keyword) } else { keyword.get(..word.len()) };
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        keywords.len() == words.len() && keywords.iter().zip(&words).all(equal)
    };
    let mut begun = phrases.iter().filter(|phrase| fits(phrase, false));
    let only = begun.next().filter(|_| begun.next().is_none());
    let found = phrases.iter().find(|phrase| fits(phrase, true)).or(only);
    found.copied().ok_or_else(|| {
        if words.is_empty() {
            return error(0..0, format!("{} is missing here", one_of(phrases)));
        }
        no_keyword(text, 0..text.len(), phrases)
    })
}
