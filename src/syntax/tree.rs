//! A configuration as a tree of lines that loses nothing: [`Tree::text`] is the input, byte for byte.

mod aside;
mod interrupted;
mod node;
mod outside;
mod typed;

use std::ops::Range;

use super::argument::{interface_context, is_header, is_port_name, peer_context, uri_context};
use super::capture::{Capture, Shown};
use super::commands::{
    Command, Context, Form, Known, KnownId, Resolved, Row, Support, begins_voice_command, decided_by, first_words,
    is_mistyped, may_be_voice, may_stand_alone, resolve, resolve_global,
};
use super::lines::{Line, LineKind};
use super::recent::Recent;
use crate::source::{Source, Span};
use aside::Aside;
use interrupted::Interrupted;
pub use node::{Node, Nodes};

/// A configuration as it was written.
#[derive(Clone, Debug)]
pub struct Tree {
    source: Source,
    capture: Capture,
    entries: Vec<Entry>,
    /// The entries that are lines of voice objects, and stand in none.
    strays: Vec<u32>,
}

/// A line that says something. Entries stand in the order of the text, so those under an entry follow it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The line, from 0.
    line: u32,
    /// The entry behind the last one under it.
    end: u32,
    /// Where in its content the argument begins, in bytes.
    argument: u32,
    command: Option<KnownId>,
    form: Form,
    context: Context,
    /// Whether the line was an entry before, and its object is gone on with here.
    resumed: bool,
    /// Whether its first words tell that it is no line of the voice configuration, nor nearly one.
    far: bool,
}

impl Entry {
    /// The entry at `index`, without lines under it.
    fn of(line: u32, index: u32, context: Context, found: Option<&Resolved>) -> Self {
        let argument = found.map_or(0, |found| count(found.argument.start));
        let (command, form) = found.map_or((None, Form::Set), |found| (Some(found.id), found.form));
        Self { line, end: index + 1, argument, command, form, context, resumed: false, far: false }
    }
}

impl Tree {
    /// Reads a configuration, a capture of one or a fragment. Any bytes will do.
    pub fn parse(source: &Source) -> Self {
        let capture = Capture::of(source);
        let mut tree = Self { source: source.clone(), capture, entries: Vec::new(), strays: Vec::new() };
        (tree.entries, tree.strays) = Builder::new(&tree).build();
        tree
    }

    /// The text it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Every line, also those that say nothing.
    pub fn lines(&self) -> &[Line] {
        &self.capture.lines
    }

    /// The lines that a person or a router said, with their numbers, from 0.
    pub fn spoken(&self) -> impl Iterator<Item = (usize, &Line)> {
        let lines = if self.capture.spoken { self.lines() } else { &[] };
        lines.iter().enumerate().filter(|(_, line)| line.kind.is_spoken())
    }

    /// The global lines, each with what stands under it.
    pub fn roots(&self) -> Nodes<'_> {
        Nodes { tree: self, next: 0, end: count(self.entries.len()) }
    }

    /// Every line that says something, in the order of the text.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        let nodes = (0..).zip(&self.entries).map(|(index, entry)| Node { tree: self, index, entry });
        nodes.filter(|node| !node.is_resumed())
    }

    /// The lines that can be told to be of a voice object, and stand in none: its header is missing, or is not known for one.
    pub fn strays(&self) -> impl Iterator<Item = Node<'_>> {
        let entries = self.strays.iter().filter_map(|index| Some((*index, self.entries.get(*index as usize)?)));
        entries.map(|(index, entry)| Node { tree: self, index, entry })
    }

    /// The input, put together from the lines.
    pub fn text(&self) -> Vec<u8> {
        self.lines().iter().flat_map(|line| self.source.slice(line.span)).copied().collect()
    }

    /// The content of the line with this number, from 0, also of one that says nothing: as it is read.
    pub fn line_text(&self, line: usize) -> &str {
        u32::try_from(line).map_or("", |line| self.content(line))
    }

    /// Where the bytes at `range` of the content of that line stand.
    pub fn line_place(&self, line: usize, range: Range<usize>) -> Span {
        match u32::try_from(line).ok().and_then(|line| self.capture.shown.get(&line)) {
            Some(shown) => shown.place(range),
            None => self.lines().get(line).map_or(Span::default(), |line| line.content).part(range),
        }
    }

    /// What the prompt of a line shows in brackets.
    fn mode(&self, line: u32) -> Option<&[u8]> {
        let line = self.lines().get(line as usize)?;
        let front = self.source.slice(Span { start: line.span.start, end: line.content.start });
        let end = memchr::memrchr(b')', front)?;
        let start = memchr::memrchr(b'(', front.get(..end)?)?;
        front.get(start + 1..end)
    }

    /// What the next prompt behind a line shows in brackets.
    fn mode_behind(&self, line: u32) -> Option<&[u8]> {
        /// How many messages and empty lines may come between.
        const MAXIMUM_LINES: u32 = 8;
        let mut next = line + 1..=line.saturating_add(MAXIMUM_LINES);
        let is_prompt = |line: &u32| self.lines().get(*line as usize).is_some_and(|line| line.kind == LineKind::Prompt);
        next.find(|line| self.mode(*line).is_some() || is_prompt(line)).and_then(|line| self.mode(line))
    }

    /// The bytes of the content of a line as it is read.
    fn content_bytes(&self, line: u32) -> &[u8] {
        match self.capture.shown.get(&line) {
            Some(shown) => shown.text.as_bytes(),
            None => self.capture.lines.get(line as usize).map_or(&[], |line| self.source.slice(line.content)),
        }
    }

    /// The content of a line as it is read.
    fn content(&self, line: u32) -> &str {
        if let Some(Shown { text, .. }) = self.capture.shown.get(&line) {
            return text;
        }
        let span = self.capture.lines.get(line as usize).map_or(Span::default(), |line| line.content);
        self.source.text_at(span).unwrap_or_default()
    }
}

/// How deep lines are nested at most; what is indented further stands side by side. IOS nests three deep.
const MAXIMUM_DEPTH: usize = 32;

/// How many lines are looked at for slips, which takes long, where indentation is lost. No configuration has so many.
const MAXIMUM_LOOKS: usize = 100_000;

/// A number of lines; a text has fewer than 2^32 bytes.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Finds the command of a line that stands in `context`, by the same rule wherever the line was written: what is printed
/// of it must be found again.
fn found_in(context: Context, line: &str) -> Option<Resolved> {
    if context == Context::Global {
        return resolve_global(line);
    }
    // `voice foo` in a voice-port is no abbreviated `voice-class`: in full it is a word of the global commands.
    resolve(context, line).found().filter(|found| found.in_full || !begins_voice_command(line))
}

/// Whether more words of a line are those of a command that stands by itself than of one of the open object: `dial-peer
/// hunt 2` is no member `dial-peer TAG` of a dial-peer group.
fn is_longer(global: Option<&Resolved>, found: &Resolved) -> bool {
    global.is_some_and(|global| global.in_full && global.argument.start > found.argument.start)
}

/// A header whose lines are being gathered.
struct Open<'a> {
    entry: u32,
    indent: u32,
    context: Context,
    /// What the prompt showed in brackets when the first line was typed in it: `config-dial-peer`.
    mode: Option<&'a [u8]>,
}

struct Builder<'a> {
    tree: &'a Tree,
    entries: Vec<Entry>,
    strays: Vec<u32>,
    open: Vec<Open<'a>>,
    /// Whether a bare `!` in the first column stands between the open object and this line.
    parted: bool,
    /// How far the `!` right before this line is indented, if there is one.
    closed_at: Option<u32>,
    /// The object whose lines may go on behind a line that is none of its.
    interrupted: Option<Interrupted<'a>>,
    /// The objects that were open when `do` was typed.
    aside: Option<Aside<'a>>,
    /// How far the headers of objects are indented whose lines are indented further.
    aligned: Option<u32>,
    /// The last line that a person or router said, noise apart.
    said: u32,
    /// How many lines may still be looked at for slips.
    looks: usize,
    /// The commands that were found for lines before.
    found: Recent<'a, Option<Resolved>>,
    /// The global commands that lines with this first word are, whatever follows.
    decided: Recent<'a, Option<KnownId>>,
    /// Whether lines with these first words can be global ones of the voice configuration.
    voice: Recent<'a, bool>,
}

impl<'a> Builder<'a> {
    fn new(tree: &'a Tree) -> Self {
        // Memory that is never written to costs nothing; a vector that grows costs its copies.
        let entries = Vec::with_capacity(tree.lines().len());
        Self {
            tree,
            entries,
            strays: Vec::new(),
            open: Vec::new(),
            parted: false,
            closed_at: None,
            interrupted: None,
            aside: None,
            aligned: None,
            said: 0,
            looks: MAXIMUM_LOOKS,
            found: Recent::of(tree.lines().len()),
            decided: Recent::of(tree.lines().len()),
            voice: Recent::of(tree.lines().len()),
        }
    }

    fn build(mut self) -> (Vec<Entry>, Vec<u32>) {
        for (index, line) in (0..).zip(self.tree.lines()) {
            let closed_at = self.closed_at.take();
            if !matches!(line.kind, LineKind::Noise | LineKind::Empty) {
                self.said = index;
            }
            match line.kind {
                LineKind::Text if closed_at.is_none() && self.goes_on_outside(index, line.indent) => {
                    self.add_outside(index, line.indent);
                }
                LineKind::Text => self.add(index, line.indent, closed_at),
                LineKind::Typed => {
                    self.close_all();
                    self.add(index, 0, None);
                }
                LineKind::TypedBelow => self.add_typed(index),
                LineKind::Aside => self.set_aside(index),
                LineKind::Exit => self.leave(index),
                LineKind::Prompt => self.close_all(),
                LineKind::Comment => {
                    // A `!` with text is a remark, which ends nothing.
                    self.parted |= line.indent == 0 && line.content.len() == 1;
                    self.closed_at = Some(line.indent);
                }
                LineKind::Noise => self.refuse(index),
                LineKind::Empty | LineKind::Body => {}
            }
        }
        self.close_all();
        self.entries.shrink_to_fit();
        (self.entries, self.strays)
    }

    /// Places a line by its indentation.
    fn add(&mut self, line: u32, indent: u32, closed_at: Option<u32>) {
        let text = self.tree.content(line);
        let closed = closed_at == Some(indent);
        self.go_on(text, indent);
        if indent > 0 && self.stands_alone(text, closed) {
            self.close_to(0);
        }
        if let Some(depth) = self.continued(text, indent, closed) {
            self.close_to(depth);
        } else {
            if indent == 0 {
                self.interrupt(text);
            }
            self.close_beside(indent);
        }
        if let [open] = self.open.as_slice()
            && indent > open.indent
        {
            self.aligned = Some(open.indent);
        }
        let context = self.context();
        let (found, far) =
            if context == Context::Global { self.global(text) } else { (self.found(context, text), false) };
        self.push(line, indent, context, found.as_ref());
        if let Some(entry) = self.entries.last_mut() {
            entry.far = far;
        }
        if found.is_none() && !far {
            self.note_stray(text, context);
        }
    }

    /// The command of a global line, and whether the line is far from any of the voice configuration.
    fn global(&mut self, text: &'a str) -> (Option<Resolved>, bool) {
        // Most lines are interfaces, or not of the voice configuration.
        let first = first_words(text, 1);
        if let Some(id) = self.decided.answer(0, first, || decided_by(first)) {
            return (Some(Resolved::decided(id, text)), false);
        }
        let first = first_words(text, 2);
        if text.is_ascii() && !self.voice.answer(0, first, || may_be_voice(first)) {
            return (None, true);
        }
        (self.found(Context::Global, text), false)
    }

    fn found(&mut self, context: Context, text: &'a str) -> Option<Resolved> {
        self.found.answer(context as usize, text, || found_in(context, text))
    }

    /// Whether an indented line is none of the open object's: some captures are indented as a whole, and IOS takes a global
    /// command in any mode. A command that lines of other objects begin with too must come right after a `!` indented like
    /// it, or be the header of a port or a voice object behind one in the first column; in an object of which dialc knows all commands, that
    /// of a port needs none. In an object that has the command itself, in full, it is that of the object.
    fn stands_alone(&self, text: &str, closed: bool) -> bool {
        if self.open.is_empty() || !(closed || may_stand_alone(text)) {
            return false;
        }
        let Some(global) = resolve(Context::Global, text).found().filter(|global| global.in_full) else { return false };
        let known = global.known();
        let context = self.context();
        let alone = match known {
            Known::Row(row) if row.begins_object() && global.form == Form::Set => {
                let is_port = matches!(row.command, Command::Interface | Command::Controller)
                    && is_port_name(global.written(text));
                // `voice-port` in a dial-peer may be a slip for `port`.
                let is_listed = !matches!(context, Context::Outside | Context::Kept);
                closed
                    || row.keywords.contains(' ')
                    || (is_port && (self.parted || is_listed))
                    || (self.parted && begins_voice_command(text))
            }
            Known::Row(_) | Known::Listed(_) => {
                begins_voice_command(text) || (closed && known.support() != Support::Kept)
            }
        };
        alone && resolve(context, text).found().is_none_or(|found| !found.in_full || is_longer(Some(&global), &found))
    }

    /// Where the lines of an object are indented no further than its header (a web page, a chat): how many objects stay
    /// open for a line that goes on with one of them.
    fn continued(&mut self, text: &str, indent: u32, closed: bool) -> Option<usize> {
        let is_apart = |open: &Open<'_>| if indent == 0 { open.indent > 0 } else { open.indent < indent };
        let is_outside = |open: &Open<'_>| open.context == Context::Outside;
        if (indent == 0 && self.parted) || self.open.iter().all(is_outside) || self.open.iter().any(is_apart) {
            return None;
        }
        let global = resolve_global(text);
        let fits = |open: &Open<'_>| {
            if open.context == Context::Kept {
                return global.is_none() && self.is_kept_by(open, text);
            }
            found_in(open.context, text).is_some_and(|found| match &global {
                None => true,
                // Some commands stand in objects and by themselves; a header is one only if it reads as one.
                Some(global) => {
                    found.in_full && !is_longer(Some(global), &found) && !(global.in_full && is_header(global, text))
                }
            })
        };
        let mut depth = self.open.iter().rposition(fits).map(|at| at + 1);
        if depth.is_none() && indent == 0 && global.is_none() && self.is_flat() && self.looks > 0 {
            self.looks -= 1;
            depth = self.open.iter().rposition(|open| is_mistyped(open.context, text)).map(|at| at + 1);
        }
        // Of an indented text it is not certain where an object ends: what nobody knows is the object's, unless its lines
        // were set apart, or those of the object before it.
        let is_odd = indent > 0 && global.is_none() && !closed && !self.parted && self.aligned != Some(indent);
        depth.or_else(|| is_odd.then_some(self.open.len()))
    }

    /// Whether a line is one of an object whose lines are all kept, by its first word. Of most of these objects the words are in
    /// no table.
    fn is_kept_by(&self, open: &Open, text: &str) -> bool {
        let header = self.entries.get(open.entry as usize).and_then(|entry| entry.command);
        let first_words: &[&str] = match header.and_then(|id| id.known().row()).map(|row| row.command) {
            Some(Command::CodecClass) => &["codec"],
            Some(Command::SipProfilesClass) => &["request", "response", "rule"],
            Some(Command::H323Class) => &["telephony-service"],
            // Of these the service that they stand in has the first (CUBE configuration guide, "VoIP Trace").
            Some(Command::TraceMode) => &["shutdown", "memory-limit"],
            Some(_) | None => &[],
        };
        let without_form = text.strip_prefix("no ").unwrap_or(text);
        let first = without_form.split(' ').next().unwrap_or_default();
        first_words.iter().any(|word| word.eq_ignore_ascii_case(first))
    }

    fn push(&mut self, line: u32, indent: u32, context: Context, found: Option<&Resolved>) {
        let index = count(self.entries.len());
        let form = found.map_or(Form::Set, |found| found.form);
        if found.is_some() {
            self.interrupted = None;
        }
        self.entries.push(Entry::of(line, index, context, found));
        let opens = match found.map(Resolved::known) {
            Some(Known::Row(row)) => {
                row.opens.filter(|_| form == Form::Set).map(|opens| self.opened(row, opens, index))
            }
            Some(Known::Listed(_)) | None => context.nests().then_some(Context::Outside),
        };
        if let Some(context) = opens.filter(|_| self.open.len() < MAXIMUM_DEPTH) {
            // Lines under a header that only nests are of the same kind as the header.
            let context = if self.in_kept() { Context::Kept } else { context };
            self.open.push(Open { entry: index, indent, context, mode: None });
            self.parted = false;
        }
    }

    /// The context of a line of the innermost open object.
    fn context(&self) -> Context {
        self.open.last().map_or(Context::Global, |open| open.context)
    }

    /// Whether the innermost open object is one whose lines are all kept.
    fn in_kept(&self) -> bool {
        self.open.last().is_some_and(|open| open.context == Context::Kept)
    }

    /// The context under the header at `index`, which by its row is `opens`.
    fn opened(&self, row: &Row, opens: Context, index: u32) -> Context {
        let entry = self.entries.get(index as usize);
        let argument =
            entry.map_or("", |entry| self.tree.content(entry.line).get(entry.argument as usize..).unwrap_or_default());
        if row.command == Command::DialPeer {
            peer_context(argument)
        } else if row.command == Command::Interface {
            interface_context(argument)
        } else if row.command == Command::UriClass {
            uri_context(argument)
        } else {
            opens
        }
    }

    /// Ends an object behind the last line.
    fn end(&mut self, open: &Open<'_>) {
        let end = count(self.entries.len());
        if let Some(entry) = self.entries.get_mut(open.entry as usize) {
            entry.end = end;
        }
    }

    /// Closes the objects that a line which is indented so far does not stand under.
    fn close_beside(&mut self, indent: u32) {
        while self.open.last().is_some_and(|open| indent <= open.indent) {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Closes all but the outermost `depth` objects.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some(open) = self.open.pop()
        {
            self.end(&open);
        }
    }
}

#[cfg(test)]
mod tests;
