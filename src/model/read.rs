//! From the tree of a configuration to a dial plan.

mod wrapped;

use super::dial_peer::{DialPeer, PeerKind, Tag};
use super::dial_plan::{DialPlan, id_of};
use super::refused::{kind_changed, malformed, nearly_known};
use super::settings::{MAXIMUM_SETTINGS, Settings, Verbatim, lengthen};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Located, Source, Span};
use crate::syntax::argument::{self, Argument, Header, interface_context};
use crate::syntax::capture::{begins_body, stands_at_the_margin};
use crate::syntax::commands::{
    Command, Context, Form, Known, LineState, Row, Support, begins_voice_command, begins_voice_command_in_short,
    is_orphan, resolve,
};
use crate::syntax::pattern::PatternError;
use crate::syntax::recent::Recent;
use crate::syntax::tree::{Node, Nodes, Tree};

/// The most diagnostics about one text; the lines behind them are read all the same.
const MAXIMUM_DIAGNOSTICS: usize = 10_000;

/// What was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The plan.
    pub plan: DialPlan,
    /// What IOS would not take.
    pub report: Report,
    /// What became of each line of the text.
    pub states: Vec<LineState>,
}

/// Reads the dial plan of a configuration. What IOS would not take is reported with its place and kept as it stands.
pub fn read(tree: &Tree) -> (DialPlan, Report) {
    let reading = read_onto(DialPlan::default(), tree);
    (reading.plan, reading.report)
}

/// Reads a configuration or a fragment of one on top of `plan`, as the router would take it: objects that are there are
/// gone on with, single-valued commands overwrite, list commands add, `no` takes back.
pub fn read_onto(mut plan: DialPlan, tree: &Tree) -> Reading {
    let states = vec![LineState::Outside; tree.lines().len()];
    let order = plan.peers.values().map(|peer| peer.order.saturating_add(1)).max().unwrap_or(0);
    // A table that grows is copied each time.
    let is_peer = |node: &Node<'_>| node.row().is_some_and(|row| row.command == Command::DialPeer);
    plan.peers.reserve(tree.roots().filter(is_peer).count());
    let arguments = Recent::of(tree.lines().len());
    let mut reader = Reader { tree, plan, report: Report::new(), dropped: 0, states, order, arguments };
    for node in tree.roots() {
        reader.root(node);
    }
    reader.finish()
}

/// Reads one line as it would stand under a header of `context`, into `settings`. Returns what is known of its command.
pub fn read_line(source: &Source, span: Span, context: Context, settings: &mut Settings) -> (Option<Known>, Report) {
    let text = source.slice_text(span);
    let Some(found) = resolve(context, &text).found() else { return (None, Report::new()) };
    let known = found.known();
    let written = found.written(&text);
    match known {
        Known::Row(row) => match settings.read(row, found.form, written, span) {
            Ok(_) => (Some(known), Report::new()),
            Err(error) => {
                let start = found.argument.start;
                let at = span.part(start + error.at.start..start + error.at.end);
                (Some(known), malformed(source, (span, at), row, &error).into())
            }
        },
        Known::Listed(listed) => {
            let support = Some(listed.support);
            let verbatim = Verbatim { text: text.as_ref().into(), under: None, support };
            settings.keep(vec![Located::new(verbatim, span)]);
            (Some(known), Report::new())
        }
    }
}

struct Reader<'a> {
    tree: &'a Tree,
    plan: DialPlan,
    report: Report,
    dropped: usize,
    states: Vec<LineState>,
    /// The place of the next dial-peer among those that were configured.
    order: u32,
    /// The arguments that were read of lines before.
    arguments: Recent<'a, Result<Argument, Box<PatternError>>>,
}

impl<'a> Reader<'a> {
    fn finish(mut self) -> Reading {
        // In no object they mean nothing to the router, so they are no part of the plan.
        let tree = self.tree;
        for stray in tree.strays() {
            self.mark(stray, LineState::Unknown);
        }
        if self.dropped > 0 {
            let message = format!("{} more lines that IOS would not take", self.dropped);
            self.report.push(Diagnostic::error("malformed-argument", message));
        }
        Reading { plan: self.plan, report: self.report, states: self.states }
    }

    fn mark(&mut self, node: Node<'_>, state: LineState) {
        if let Some(one) = self.states.get_mut(node.line()) {
            *one = state;
        }
    }

    fn state(&self, node: Node<'_>) -> Option<LineState> {
        self.states.get(node.line()).copied()
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        if self.report.len() < MAXIMUM_DIAGNOSTICS {
            self.report.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// A global line and what stands under it.
    fn root(&mut self, node: Node<'a>) {
        match node.known() {
            None if node.is_far() => {}
            None if begins_voice_command(node.text()) || begins_voice_command_in_short(node.text()) => {
                self.keep_block(node, None);
                self.look_closer(node);
            }
            None if is_orphan(node.text()) => {}
            None => {
                if let Some(said) = nearly_known(self.tree.source(), node) {
                    self.keep_block(node, None);
                    self.refuse(node, said);
                }
            }
            Some(Known::Listed(listed)) => self.keep_block(node, Some(listed.support)),
            Some(Known::Row(row)) if row.begins_object() => self.object(node, row),
            Some(Known::Row(row)) => {
                let mut globals = std::mem::take(&mut self.plan.globals);
                self.line(node, row, node.form(), node.argument(), &mut globals);
                self.plan.globals = globals;
            }
        }
    }

    /// Says of a line that dialc does not know what would make it a command.
    fn look_closer(&mut self, node: Node<'_>) {
        if let Some(said) = nearly_known(self.tree.source(), node) {
            self.refuse(node, said);
        }
    }

    fn refuse(&mut self, node: Node<'_>, said: Diagnostic) {
        self.mark(node, LineState::Malformed);
        self.say(said);
    }

    /// Keeps a line that stands in no object, and all that stands under it, as it was written.
    fn keep_block(&mut self, node: Node<'_>, support: Option<Support>) {
        let mut block = Vec::new();
        self.global_block(node, 0, support, &mut block);
        self.plan.globals.keep(block);
    }

    fn global_block(
        &mut self,
        node: Node<'_>,
        depth: usize,
        support: Option<Support>,
        block: &mut Vec<Located<Verbatim>>,
    ) {
        if begins_body(node.text()) {
            return;
        }
        self.mark(node, support.map_or(LineState::Unknown, LineState::from));
        // It was indented, and would be printed in the first column.
        if depth == 0 && !stands_at_the_margin(node.text()) {
            return;
        }
        if self.plan.globals.len() + block.len() < MAXIMUM_SETTINGS {
            block.push(verbatim(node, depth, None, support));
        }
        for child in node.children() {
            self.global_block(child, depth + 1, support, block);
        }
    }

    fn object(&mut self, node: Node<'a>, row: &'static Row) {
        if row.command == Command::Interface && interface_context(node.argument().1) == Context::Outside {
            return;
        }
        let header = match self.header(node, row) {
            Ok(header) => header,
            Err(diagnostic) => {
                self.mark(node, LineState::Malformed);
                self.say(diagnostic);
                return self.unread(node.children());
            }
        };
        let state = if header.junk.is_some() { LineState::Malformed } else { row.support.into() };
        self.mark(node, state);
        // What IOS refuses takes nothing back.
        if node.form() != Form::Set && header.junk.is_some() {
            return;
        }
        if row.command == Command::DialPeer {
            return self.peer(node, &header);
        }
        let id = id_of(row.shape, header.number, self.full_name(row, &header));
        if node.form() != Form::Set {
            return self.plan.remove(row.command, &id);
        }
        let kind = header.kind.filter(|_| row.command != Command::UriClass);
        let settings = self.plan.enter(row.command, id.clone(), kind.clone(), node.span());
        let mut settings = std::mem::take(settings);
        settings.reserve(node.children().size_hint().1.unwrap_or(0));
        self.lines(node.children(), None, &mut settings);
        *self.plan.enter(row.command, id, kind, node.span()) = settings;
    }

    /// The name of an object; that of a URI class has its type behind it, for a name may stand for one of each. Where the
    /// type is left out, a class of that name is gone on with.
    fn full_name(&self, row: &Row, header: &Header) -> String {
        if row.command != Command::UriClass {
            return header.name.clone();
        }
        let of = |kind: &str| format!("{} {kind}", header.name);
        match &header.kind {
            Some(kind) => of(&kind.to_ascii_lowercase()),
            None => ["sip", "tel"]
                .map(of)
                .into_iter()
                .find(|name| self.plan.uri_classes.contains_key(name))
                .unwrap_or_else(|| header.name.clone()),
        }
    }

    fn peer(&mut self, node: Node<'a>, header: &Header) {
        let Some(tag) = Tag::new(header.number) else { return };
        if node.form() != Form::Set {
            self.plan.peers.swap_remove(&tag);
            return;
        }
        let kind = PeerKind::of(header.kind.as_deref());
        let order = self.order;
        self.order = order.saturating_add(1);
        let new = || DialPeer { order, ..DialPeer::new(tag, kind.clone()) };
        let peer = self.plan.peers.entry(tag).or_insert_with(new);
        let changed =
            (header.kind.is_some() && !node.is_resumed() && kind != peer.kind && peer.kind != PeerKind::of(None))
                .then(|| kind_changed(self.tree.source(), peer, node, &kind));
        if peer.kind == PeerKind::of(None) && peer.kind != kind {
            peer.settings = peer.settings.in_context(kind.context());
            peer.kind = kind;
        }
        peer.span = node.span();
        // A peer that is entered again keeps its kind, so its lines are those of that kind, whatever this header says.
        let context = peer.kind.context();
        // Peers of other types match numbers too; only those for mail and fax take no calls.
        let foreign = match &peer.kind {
            PeerKind::Other(kind) if kind == "mmoip" => Some(LineState::Kept),
            PeerKind::Other(kind) if !kind.is_empty() => Some(LineState::Unsupported),
            PeerKind::Other(_) | PeerKind::Pots | PeerKind::Voip => None,
        };
        let mut settings = std::mem::take(&mut peer.settings);
        settings.reserve(node.children().size_hint().1.unwrap_or(0));
        if let Some(diagnostic) = changed {
            self.say(diagnostic);
        }
        for child in node.children() {
            if child.context() == context {
                match child.known() {
                    Some(Known::Row(row)) => self.line(child, row, child.form(), child.argument(), &mut settings),
                    known @ (Some(Known::Listed(_)) | None) => {
                        self.keep_nested(child, None, known.map(Known::support), &mut settings);
                    }
                }
            } else {
                self.again(child, context, &mut settings);
            }
            if let Some(state) = foreign.filter(|_| self.state(child) != Some(LineState::Malformed)) {
                self.mark(child, state);
            }
        }
        if let Some(peer) = self.plan.peers.get_mut(&tag) {
            peer.settings = settings;
        }
    }

    /// Reads a line in another context than the one it was found in.
    fn again(&mut self, node: Node<'a>, context: Context, settings: &mut Settings) {
        let found = resolve(context, node.text()).found();
        if let Some((found, row)) = found.as_ref().and_then(|found| Some((found, found.row()?))) {
            self.line(node, row, found.form, (found.argument.start, found.written(node.text())), settings);
        } else {
            self.keep_nested(node, None, found.map(|found| found.known().support()), settings);
        }
    }

    /// The number or name of a header; text behind it is reported and passed over.
    fn header(&mut self, node: Node<'_>, row: &'static Row) -> Result<Header, Diagnostic> {
        let (start, argument) = node.argument();
        let source = self.tree.source();
        let header = argument::parse_header(row.shape, argument).map_err(|error| {
            let at = node.place(start + error.at.start..start + error.at.end);
            malformed(source, (node.span(), at), row, &error)
        })?;
        if let Some(junk) = header.junk.as_ref().filter(|_| !node.is_resumed()) {
            let at = node.place(start + junk.start..start + junk.end);
            let message = format!("text behind the header of {}", row.keywords);
            self.say(Diagnostic::error("trailing-text", message).at(source, at, "IOS would refuse this line"));
        }
        Ok(header)
    }

    /// Lines under a header that could not be read.
    fn unread(&mut self, nodes: Nodes<'a>) {
        for node in nodes {
            let state = node.known().map_or(node.context().state_of_others(), |known| known.support().into());
            self.mark(node, state);
            self.unread(node.children());
        }
    }

    /// Reads the lines under a header. `under` is the sub-mode they stand in, where it has a row.
    fn lines(&mut self, nodes: Nodes<'a>, under: Option<Command>, settings: &mut Settings) {
        for node in nodes {
            match node.known() {
                Some(Known::Row(row)) => {
                    self.line(node, row, node.form(), node.argument(), settings);
                    let inner = row.opens.map(|_| row.command).or(under);
                    self.lines(node.children(), inner, settings);
                }
                Some(Known::Listed(listed)) => {
                    self.keep_nested(node, under, Some(listed.support), settings);
                }
                None => self.keep_nested(node, under, None, settings),
            }
        }
    }

    /// Keeps a line as it was written, and what stands under it: that is known as well or as little as the line itself.
    fn keep_nested(&mut self, node: Node<'_>, under: Option<Command>, support: Option<Support>, to: &mut Settings) {
        if support.is_none() && self.put_back(node, |span, rest| to.lengthen(span, rest)) {
            return;
        }
        let mut block = Vec::new();
        self.nested_block(node, (under, 0), support, (&mut block, to.len()));
        to.keep(block);
    }

    /// Puts a line and what stands under it in a block, for an object that has so many lines. Banners, certificates and macros
    /// are none of an object's, wherever they begin; printed in it, they would swallow the lines behind them.
    fn nested_block(
        &mut self,
        node: Node<'_>,
        (under, depth): (Option<Command>, usize),
        support: Option<Support>,
        (block, lines): (&mut Vec<Located<Verbatim>>, usize),
    ) {
        if begins_body(node.text())
            || (support.is_none() && self.put_back(node, |span, rest| lengthen(block, span, rest)))
        {
            return;
        }
        let state = match (support, node.context()) {
            (Some(support), _) => support.into(),
            // Nested in a line of an object that dialc does not know.
            (None, Context::Outside) => LineState::Unknown,
            (None, context) => context.state_of_others(),
        };
        self.mark(node, state);
        if support.is_none() {
            self.look_closer(node);
        }
        if state != LineState::Outside && !self.is_full(node, lines + block.len()) {
            let support = if state == LineState::Kept { Some(Support::Kept) } else { support };
            block.push(verbatim(node, depth, under, support));
        }
        for child in node.children() {
            self.nested_block(child, (under, depth + 1), support, (block, lines));
        }
    }

    fn line(
        &mut self,
        node: Node<'_>,
        row: &'static Row,
        form: Form,
        (start, written): (usize, &'a str),
        settings: &mut Settings,
    ) {
        self.mark(node, row.support.into());
        if self.is_full(node, settings.len()) {
            return;
        }
        let arguments = &mut self.arguments;
        let parse = || argument::parse(row.shape, written).map_err(Box::new);
        let parse = || arguments.answer(row.command as usize, written, parse).map_err(|error| *error);
        match settings.read_by(row, form, written, node.span(), parse) {
            Ok(support) => self.mark(node, support.into()),
            Err(error) => {
                self.mark(node, LineState::Malformed);
                let at = node.place(start + error.at.start..start + error.at.end);
                let diagnostic = malformed(self.tree.source(), (node.span(), at), row, &error);
                self.say(diagnostic);
            }
        }
    }

    /// Whether an object has as many lines as are read.
    fn is_full(&mut self, node: Node<'_>, lines: usize) -> bool {
        let full = lines >= MAXIMUM_SETTINGS;
        if full {
            self.mark(node, LineState::Malformed);
            if lines == MAXIMUM_SETTINGS {
                let message = format!("dialc reads at most {MAXIMUM_SETTINGS} lines of one object");
                let source = self.tree.source();
                self.say(Diagnostic::error("object-too-large", message).at(
                    source,
                    node.span(),
                    format!("not read from here on: at most {MAXIMUM_SETTINGS} lines of one object are"),
                ));
            }
        }
        full
    }
}

/// A line as it was written, so many columns in.
fn verbatim(node: Node<'_>, depth: usize, under: Option<Command>, support: Option<Support>) -> Located<Verbatim> {
    let text = node.spelled();
    let text = if depth == 0 { text.as_ref().into() } else { format!("{}{text}", " ".repeat(depth)).into() };
    Located::new(Verbatim { text, under, support }, node.span())
}

#[cfg(test)]
mod tests;
