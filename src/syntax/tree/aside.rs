//! What was typed in a mode and does not change it (`do show running-config`), and what the router showed on that: the
//! objects that were open are open again behind it.

use super::typed::depth_in;
use super::{Builder, Entry, Open, count};

/// The objects that were open when `do` was typed.
pub(super) struct Aside<'a> {
    open: Vec<Open<'a>>,
    /// How many entries there were.
    entries: u32,
}

impl<'a> Builder<'a> {
    /// Sets the open objects aside at a line that changes no mode; what it shows is in none of them.
    pub(super) fn set_aside(&mut self, line: u32) {
        self.interrupted = None;
        self.parted = false;
        let mut aside = self.aside.take().unwrap_or_else(|| self.all_aside());
        self.close_to(0);
        if let Some(mode) = self.tree.mode(line) {
            let depth = depth_in(mode, &mut aside.open);
            aside.open.truncate(depth);
        }
        self.aside = Some(aside);
    }

    /// The open objects, which end here unless they are gone on with.
    fn all_aside(&mut self) -> Aside<'a> {
        let open = std::mem::take(&mut self.open);
        for open in &open {
            self.end(open);
        }
        Aside { open, entries: count(self.entries.len()) }
    }

    /// Opens the objects again that were set aside. Where lines were shown since then, their headers stand once more in front of
    /// what follows, so that entries keep the order in which they were said.
    pub(super) fn resume(&mut self) {
        let Some(Aside { open, entries }) = self.aside.take() else { return };
        self.close_to(0);
        self.parted = false;
        if count(self.entries.len()) == entries {
            self.open = open;
            return;
        }
        for before in open {
            let index = count(self.entries.len());
            let Some(header) = self.entries.get(before.entry as usize).copied() else { return };
            self.entries.push(Entry { end: index + 1, resumed: true, ..header });
            self.open.push(Open { entry: index, ..before });
        }
    }

    /// Leaves the innermost object at `exit`. Behind a prompt it is that of the objects which were set aside.
    pub(super) fn leave(&mut self, line: u32) {
        if let Some(aside) = self.aside.as_mut().filter(|_| self.tree.mode(line).is_some()) {
            aside.open.pop();
        } else {
            self.close_to(self.open.len().saturating_sub(1));
        }
    }

    /// Ends all objects, also those that were set aside.
    pub(super) fn close_all(&mut self) {
        self.interrupted = None;
        self.aside = None;
        self.close_to(0);
    }
}
