//! Lines of objects that are not of the voice configuration: most of a text.

use super::{Builder, Entry, MAXIMUM_DEPTH, Open, count};
use crate::syntax::commands::{
    Context, LineState, begins_voice_command, is_nearly_voice, is_orphan, may_be_stray, may_leave, may_stand_alone,
};
use crate::syntax::lines::LineKind;

impl Builder<'_> {
    /// Whether an indented line can be nothing but one more of an open object that is not of the voice configuration. Under such an
    /// object all are.
    pub(super) fn goes_on_outside(&self, line: u32, indent: u32) -> bool {
        let is_under = |open: &Open<'_>| open.context == Context::Outside && open.indent < indent;
        let is_told = || {
            let content = self.tree.content(line);
            !may_stand_alone(content) && !may_be_stray(content)
        };
        self.open.first().is_some_and(is_under)
            && self.interrupted.is_none()
            && (!may_leave(self.tree.content_bytes(line)) || is_told())
    }

    /// Places such a line by its indentation.
    pub(super) fn add_outside(&mut self, line: u32, indent: u32) {
        self.close_beside(indent);
        if let [open] = self.open.as_slice() {
            self.aligned = Some(open.indent);
        }
        let entry = count(self.entries.len());
        self.entries.push(Entry::of(line, entry, Context::Outside, None));
        if self.open.len() >= MAXIMUM_DEPTH {
            return;
        }
        self.parted = false;
        // Most have no lines of their own, which can be told by the next one.
        let next = self.tree.lines().get(line as usize + 1);
        if next.is_some_and(|next| next.kind != LineKind::Text || next.indent > indent) {
            self.open.push(Open { entry, indent, context: Context::Outside, mode: None });
        }
    }

    /// Notes the line that was placed last where it is one of a voice object and stands in none. Under a header that nearly begins such
    /// an object it is the header that is amiss, and lines under commands that are known by their words only are of these.
    pub(super) fn note_stray(&mut self, text: &str, context: Context) {
        let root = self.open.first().and_then(|open| self.entries.get(open.entry as usize));
        let is_other = |root: &Entry| match root.command {
            Some(id) => id.known().row().is_some(),
            None => root.far || !is_nearly_voice(self.tree.content(root.line)),
        };
        let is_apart = if context == Context::Global {
            !begins_voice_command(text)
        } else {
            may_be_stray(text) && root.is_some_and(is_other)
        };
        let is_unread = matches!(context.state_of_others(), LineState::Outside | LineState::Kept);
        if is_unread && is_apart && is_orphan(text) {
            self.strays.push(count(self.entries.len() - 1));
        }
    }
}
