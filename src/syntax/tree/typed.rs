//! Lines that a person typed behind a prompt, and what the router answered.

use super::{Builder, Open, count, found_in, is_longer};
use crate::syntax::argument::is_port_name;
use crate::syntax::capture::is_refusal;
use crate::syntax::commands::{Command, Context, Resolved, Row, resolve_global};
use crate::syntax::lines::LineKind;

impl Builder<'_> {
    /// Places a line that was typed behind the prompt of an object: IOS looks for its command in that object, then in
    /// those around it.
    pub(super) fn add_typed(&mut self, line: u32) {
        self.resume();
        self.follow_mode(line);
        let text = self.tree.content(line);
        if self.open.last().is_some_and(|open| open.context == Context::Kept && self.is_kept_by(open, text)) {
            let found = self.open.last().and_then(|open| found_in(open.context, text));
            return self.push(line, count(self.open.len()), Context::Kept, found.as_ref());
        }
        let contexts = self.open.iter().map(|open| open.context).rev().chain([Context::Global]);
        let global = resolve_global(text);
        let stays = self.stays_in_mode(line);
        let found = contexts.zip((0..=self.open.len()).rev()).find_map(|(context, depth)| {
            let is_other = |found: &Resolved| {
                is_longer(global.as_ref(), found)
                    || enters_interface(global.as_ref(), found, text)
                    || (stays == Some(false) && global.is_some() && !found.in_full && !opens_a_mode(found))
            };
            // A global command ends the mode; what is known by its words only may be one of the mode, too.
            let is_of_mode = |found: &Resolved| stays == Some(true) && !self.open.is_empty() && found.row().is_none();
            let is_here = |found: &Resolved| if depth == 0 { !is_of_mode(found) } else { !is_other(found) };
            Some((depth, context, found_in(context, text).filter(is_here)?))
        });
        if let Some((depth, context, found)) = found {
            self.close_to(depth);
            self.push(line, count(depth), context, Some(&found));
        } else {
            let context = self.context();
            self.push(line, count(self.open.len()), context, None);
            self.note_stray(text, context);
        }
    }

    /// Whether the next prompt shows the mode that a line was typed in; `None` where one of the two shows none.
    fn stays_in_mode(&self, line: u32) -> Option<bool> {
        let before = self.tree.mode(line)?;
        self.tree.mode_behind(line).map(|behind| behind == before)
    }

    /// Closes what the prompt of a line shows to be left.
    pub(super) fn follow_mode(&mut self, line: u32) {
        if let Some(mode) = self.tree.mode(line) {
            let depth = depth_in(mode, &mut self.open);
            self.close_to(depth);
        }
    }

    /// A message of the router that it did not take what was typed right before: then nobody need read it.
    pub(super) fn refuse(&mut self, line: u32) {
        if !is_refusal(self.tree.content(line)) {
            return;
        }
        let Some(last) = self.entries.last().filter(|last| last.line == self.said) else { return };
        let kind = self.tree.lines().get(last.line as usize).map(|line| line.kind);
        if kind.is_some_and(LineKind::is_typed) {
            self.entries.pop();
            let count = count(self.entries.len());
            self.open.retain(|open| open.entry < count);
            self.strays.retain(|stray| *stray < count);
        }
    }
}

/// Whether a line enters an interface, though an abbreviated command of the open object fits: `int s0/0/0:23` in a controller is no
/// `international`, which takes no such word.
fn enters_interface(global: Option<&Resolved>, found: &Resolved, text: &str) -> bool {
    let is_interface = |row: &Row| row.command == Command::Interface;
    let global = global.filter(|global| global.row().is_some_and(is_interface));
    !found.in_full && global.is_some_and(|global| is_port_name(global.written(text)))
}

/// Whether a command has lines of its own.
fn opens_a_mode(found: &Resolved) -> bool {
    found.row().is_some_and(|row| row.opens.is_some())
}

/// How many of the `open` objects are so in a mode, as a prompt shows it. A prompt that shows another one than the open object was
/// typed in: the person went on to an object that dialc does not know.
pub(super) fn depth_in<'a>(mode: &'a [u8], open: &mut [Open<'a>]) -> usize {
    if mode == b"config" {
        return 0;
    }
    // A line that did not change the mode has none under it.
    if let Some(at) = open.iter().position(|open| open.mode == Some(mode)) {
        return at + 1;
    }
    let all = open.len();
    match open.last_mut() {
        Some(last) if last.mode.is_none() => {
            last.mode = Some(mode);
            all
        }
        Some(_) | None => 0,
    }
}
