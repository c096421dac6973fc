//! Lines that a person typed behind a prompt, and what the router answered.

use super::{Builder, count, found_in, is_longer};
use crate::source::Span;
use crate::syntax::commands::{Context, resolve_global};
use crate::syntax::lines::LineKind;

impl Builder<'_> {
    /// Places a line that was typed behind the prompt of an object: IOS looks for its command in that object, then in
    /// those around it.
    pub(super) fn add_typed(&mut self, line: u32) {
        self.follow_mode(line);
        let text = self.tree.content(line);
        let contexts = self.open.iter().map(|open| open.context).rev().chain([Context::Global]);
        let global = resolve_global(text);
        let found = contexts.zip((0..=self.open.len()).rev()).find_map(|(context, depth)| {
            let found = found_in(context, text).filter(|found| depth == 0 || !is_longer(global.as_ref(), found))?;
            Some((depth, context, found))
        });
        if let Some((depth, context, found)) = found {
            self.close_to(depth);
            self.push(line, count(depth), context, Some(&found));
        } else {
            let context = self.open.last().map_or(Context::Global, |open| open.context);
            self.push(line, count(self.open.len()), context, None);
        }
    }

    /// A prompt that shows another mode than the open object was typed in: the person went on to an object that dialc does
    /// not know.
    fn follow_mode(&mut self, line: u32) {
        let Some(mode) = self.mode(line) else { return };
        // A line that did not change the mode has none under it.
        if let Some(at) = self.open.iter().position(|open| open.mode.as_ref() == Some(&mode)) {
            return self.close_to(at + 1);
        }
        match self.open.last_mut() {
            Some(last) if last.mode.is_none() => last.mode = Some(mode),
            Some(_) | None => self.close_to(0),
        }
    }

    /// What the prompt of a line shows in brackets.
    fn mode(&self, line: u32) -> Option<Vec<u8>> {
        let line = self.tree.lines().get(line as usize)?;
        let front = self.tree.source.slice(Span { start: line.span.start, end: line.content.start });
        let end = memchr::memrchr(b')', front)?;
        let start = memchr::memrchr(b'(', front.get(..end)?)?;
        front.get(start + 1..end).map(<[u8]>::to_vec)
    }

    /// A message of the router that it did not take what was typed right before: then nobody need read it.
    pub(super) fn refuse(&mut self, line: u32) {
        let refused = ["% Invalid", "% Incomplete", "% Ambiguous"];
        if !refused.iter().any(|start| self.tree.content(line).starts_with(start)) {
            return;
        }
        let Some(last) = self.entries.last().filter(|last| last.line == self.said) else { return };
        let kind = self.tree.lines().get(last.line as usize).map(|line| line.kind);
        if matches!(kind, Some(LineKind::Typed | LineKind::TypedBelow)) {
            self.entries.pop();
            let count = count(self.entries.len());
            self.open.retain(|open| open.entry < count);
        }
    }
}
