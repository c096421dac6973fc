//! A line in the middle of an object that is none of its: a message, a remark without `!`, the rest of a line that a
//! terminal wrapped. It must not cost the lines behind it.

use super::{Builder, Entry, Open, count, found_in, is_longer};
use crate::diagnostic::is_slip;
use crate::syntax::argument::is_header;
use crate::syntax::commands::{
    Context, Resolved, begins_voice_command, begins_voice_command_in_short, first_words_of_headers, is_whole_in_short,
    resolve_global,
};
use crate::syntax::words::Words;

/// How many lines may come between.
const MAXIMUM_LINES: usize = 32;

/// The object that was open when a line came which nobody knows.
pub(super) struct Interrupted<'a> {
    open: Vec<Open<'a>>,
    /// The entry of that line.
    first: u32,
    /// Whether the lines of the object may stand in the first column.
    flat: bool,
}

impl Builder<'_> {
    /// Remembers the open objects where a line in the first column, which is none of theirs, is no command either that dialc
    /// knows. A bare `!` before it ended them.
    pub(super) fn interrupt(&mut self, text: &str) {
        let is_voice = self.open.first().is_some_and(|open| open.context != Context::Outside);
        // Most lines stand in no such object, and behind none.
        if !is_voice && self.interrupted.is_none() {
            return;
        }
        if self.parted || resolve_global(text).is_some() || may_open_a_mode(text) {
            self.interrupted = None;
            return;
        }
        // It may be the second line of the kind.
        if !is_voice {
            return;
        }
        let flat = self.is_flat();
        let open = std::mem::take(&mut self.open);
        for open in &open {
            self.end(open);
        }
        self.interrupted = Some(Interrupted { open, first: count(self.entries.len()), flat });
    }

    /// Whether the lines of the outermost open object may stand in the first column: the first one does, or there is none.
    pub(super) fn is_flat(&self) -> bool {
        let first_child = self.open.first().and_then(|open| self.entries.get(open.entry as usize + 1));
        first_child.is_none_or(|child| self.indent_of(child) == 0)
    }

    /// Goes on with the interrupted object, if this line is one of its lines.
    pub(super) fn go_on(&mut self, text: &str, indent: u32) {
        let Some(interrupted) = &self.interrupted else { return };
        let between = self.entries.get(interrupted.first as usize..).map_or(0, <[Entry]>::len);
        if self.parted || between > MAXIMUM_LINES {
            self.interrupted = None;
            return;
        }
        let global = resolve_global(text);
        let fits = |open: &Open<'_>| {
            let stands_under = if indent == 0 { interrupted.flat } else { open.indent < indent };
            stands_under
                && found_in(open.context, text).is_some_and(|found| {
                    let is_other = |global: &Resolved| {
                        is_longer(Some(global), &found) || (global.in_full && is_header(global, text))
                    };
                    let is_written = found.in_full || (global.is_none() && is_whole_in_short(open.context, text));
                    is_written && !global.as_ref().is_some_and(is_other)
                })
        };
        let Some(depth) = interrupted.open.iter().rposition(fits) else { return };
        let Some(Interrupted { mut open, first, .. }) = self.interrupted.take() else { return };
        open.truncate(depth + 1);
        self.strays.retain(|stray| *stray < first);
        self.take_in(first, open.last().map_or(Context::Global, |open| open.context));
        self.open = open;
    }

    /// Places the lines from the entry `first` on in an object of `context`, side by side.
    fn take_in(&mut self, first: u32, context: Context) {
        for (index, entry) in (first..).zip(self.entries.iter_mut().skip(first as usize)) {
            let found = found_in(context, self.tree.content(entry.line));
            *entry = Entry::of(entry.line, index, context, found.as_ref());
        }
    }

    fn indent_of(&self, entry: &Entry) -> u32 {
        self.tree.lines().get(entry.line as usize).map_or(0, |line| line.indent)
    }
}

/// Whether a line that dialc does not know may be the header of an object that has lines of its own, written or mistyped.
fn may_open_a_mode(text: &str) -> bool {
    let mut words = Words::new(text).map(|(_, word)| word);
    let Some(first) = words.next() else { return true };
    let is_open = match first {
        "ip" | "ipv6" => words.next().is_some_and(|second| IP_MODES.contains(&second)),
        _ => MODES.contains(&first) || (first.starts_with("voice") && first != "voice-class"),
    };
    let is_voice = begins_voice_command(text) || begins_voice_command_in_short(text);
    is_open || is_voice || first_words_of_headers().any(|header| is_slip(first, header))
}

/// The words that objects of other parts of a configuration begin with whose lines may be `description` or `shutdown`, or
/// of which there are several. Source: the command references of IOS 15M.
const MODES: [&str; 28] = [
    "aaa",
    "archive",
    "bridge-domain",
    "class-map",
    "crypto",
    "event",
    "flow",
    "gatekeeper",
    "key",
    "l2tp-class",
    "line",
    "mgcp",
    "monitor",
    "object-group",
    "parameter-map",
    "policy-map",
    "pseudowire-class",
    "radius",
    "redundancy",
    "route-map",
    "router",
    "sccp",
    "tacacs",
    "template",
    "track",
    "vlan",
    "vrf",
    "zone",
];

/// The same behind `ip` and `ipv6`.
const IP_MODES: [&str; 4] = ["access-list", "dhcp", "sla", "vrf"];
