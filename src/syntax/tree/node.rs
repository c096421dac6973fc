//! A line of the tree as others see it: its text, its place, its command and the lines under it.

use std::borrow::Cow;
use std::ops::Range;

use super::{Entry, Tree};
use crate::source::Span;
use crate::syntax::commands::{Context, Form, Known, KnownId, Row};

/// A line that says something, and the lines under it.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub(super) tree: &'a Tree,
    pub(super) index: u32,
    pub(super) entry: &'a Entry,
}

impl<'a> Node<'a> {
    /// The number of its line, from 0.
    pub fn line(self) -> usize {
        self.entry.line as usize
    }

    /// Whether it stands here once more: what `do` showed came between the lines of its object.
    pub fn is_resumed(self) -> bool {
        self.entry.resumed
    }

    /// Whether it is a global line that by its first words is none of the voice configuration, nor nearly one.
    pub fn is_far(self) -> bool {
        self.entry.far
    }

    /// The line from which on it is open, and where that begins: its own, or the first one behind what `do` showed.
    pub fn opening(self) -> (usize, u32) {
        let entries = self.tree.entries.get(self.index as usize..).unwrap_or_default();
        let first = entries.iter().find(|entry| !entry.resumed).map(|entry| entry.line as usize);
        first.map_or((usize::MAX, u32::MAX), |line| (line, self.tree.line_place(line, 0..0).start))
    }

    /// Where its content stands.
    pub fn span(self) -> Span {
        self.tree.capture.lines.get(self.line()).map_or(Span::default(), |line| line.content)
    }

    /// Where the bytes at `range` of its content stand.
    pub fn place(self, range: Range<usize>) -> Span {
        self.tree.line_place(self.line(), range)
    }

    /// Its content. What is not UTF-8 was taken for Windows-1252.
    pub fn text(self) -> &'a str {
        self.tree.content(self.entry.line)
    }

    /// Its content with the keywords in lower case, since IOS takes them in any; names and text stand as they are.
    pub fn spelled(self) -> Cow<'a, str> {
        let (start, argument) = self.argument();
        match self.text().get(..start) {
            Some(keywords) if keywords.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                Cow::Owned(keywords.to_ascii_lowercase() + argument)
            }
            Some(_) | None => Cow::Borrowed(self.text()),
        }
    }

    /// The context it stands in.
    pub fn context(self) -> Context {
        self.entry.context
    }

    /// Its command, where dialc knows it.
    pub fn known(self) -> Option<Known> {
        self.entry.command.map(KnownId::known)
    }

    /// The row of its command, where it has one.
    pub fn row(self) -> Option<&'static Row> {
        self.known().and_then(Known::row)
    }

    /// How its command is used.
    pub fn form(self) -> Form {
        self.entry.form
    }

    /// What follows its keywords, and where that begins within the content. Without a command it is all of it.
    pub fn argument(self) -> (usize, &'a str) {
        let start = self.entry.argument as usize;
        (start, self.text().get(start..).unwrap_or_default())
    }

    /// The lines right under it.
    pub fn children(self) -> Nodes<'a> {
        Nodes { tree: self.tree, next: self.index + 1, end: self.entry.end }
    }
}

/// Lines that stand side by side.
#[derive(Clone, Debug)]
pub struct Nodes<'a> {
    pub(super) tree: &'a Tree,
    pub(super) next: u32,
    pub(super) end: u32,
}

impl<'a> Iterator for Nodes<'a> {
    type Item = Node<'a>;

    /// At most as many as there are lines under the header, at any depth.
    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some((self.end - self.next) as usize))
    }

    fn next(&mut self) -> Option<Node<'a>> {
        if self.next >= self.end {
            return None;
        }
        let entry = self.tree.entries.get(self.next as usize)?;
        let node = Node { tree: self.tree, index: self.next, entry };
        self.next = entry.end;
        Some(node)
    }
}
