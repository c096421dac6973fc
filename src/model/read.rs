//! From the tree of a configuration to a dial plan.

use super::dial_peer::{DialPeer, PeerKind, Tag};
use super::dial_plan::DialPlan;
use super::objects::Object;
use super::settings::Settings;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Located, Source, Span};
use crate::syntax::argument::{self, Argument, Header};
use crate::syntax::commands::{Command, Context, Form, Resolution, Resolved, resolve};
use crate::syntax::pattern::PatternError;
use crate::syntax::tree::{Node, Tree};

/// Reads the dial plan of a configuration. What IOS would not take is reported with its place and kept as it stands.
pub fn read(tree: &Tree) -> (DialPlan, Report) {
    let mut reader = Reader { tree, plan: DialPlan::default(), report: Report::new() };
    for node in tree.roots() {
        reader.object(node);
    }
    (reader.plan, reader.report)
}

/// Reads one line as it would stand under a header of `context`, into `settings`. Returns its command, where known.
pub fn read_line(source: &Source, span: Span, context: Context, settings: &mut Settings) -> (Option<Command>, Report) {
    let mut report = Report::new();
    let text = source.slice_text(span);
    let command = match resolve(context, &text) {
        Resolution::Found(found) => Some(found),
        Resolution::Ambiguous(_) | Resolution::Unknown => None,
    };
    let known = command.as_ref().map(|found| found.row.command);
    line(source, span, command.as_ref(), settings, &mut report);
    (known, report)
}

struct Reader<'a> {
    tree: &'a Tree,
    plan: DialPlan,
    report: Report,
}

impl Reader<'_> {
    fn object(&mut self, node: &Node) {
        let Some(found) = &node.command else { return };
        let command = found.row.command;
        let header = match self.header(node, found) {
            Ok(header) => header,
            Err(diagnostic) => return self.report.push(diagnostic),
        };
        if found.form == Form::No || found.form == Form::Default {
            return self.remove(command, &header);
        }
        if command == Command::DialPeer {
            return self.peer(node, &header);
        }
        let plan = &mut self.plan;
        let settings = if let Some(objects) = plan.numbered(command) {
            let object = objects.entry(header.number).or_insert_with(|| Object::new(header.number));
            object.span = node.span;
            &mut object.settings
        } else if let Some(objects) = plan.named(command) {
            let name = full_name(&header);
            let object = objects.entry(name.clone()).or_insert_with(|| Object::new(name));
            object.span = node.span;
            &mut object.settings
        } else if let Some(settings) = plan.only(command) {
            settings
        } else {
            return;
        };
        lines(self.tree, &node.children, 0, settings, &mut self.report);
    }

    fn peer(&mut self, node: &Node, header: &Header) {
        let Some(tag) = Tag::new(header.number) else { return };
        let kind = PeerKind::of(header.kind.as_deref());
        let peer = self.plan.peers.entry(tag).or_insert_with(|| DialPeer::new(tag, kind.clone()));
        if header.kind.is_some() && kind != peer.kind {
            self.report.push(kind_changed(self.tree.source(), peer, node, &kind));
        }
        peer.span = node.span;
        // A peer that is entered again keeps its kind, so its lines are those of that kind, whatever this header says.
        let context = peer.kind.context();
        for child in &node.children {
            let command = if child.context == context {
                child.command.clone()
            } else {
                match resolve(context, &self.tree.content(child)) {
                    Resolution::Found(found) => Some(found),
                    Resolution::Ambiguous(_) | Resolution::Unknown => None,
                }
            };
            line(self.tree.source(), child.span, command.as_ref(), &mut peer.settings, &mut self.report);
        }
    }

    /// The number or name of a header; text behind it is reported and passed over.
    fn header(&mut self, node: &Node, found: &Resolved) -> Result<Header, Diagnostic> {
        let text = self.tree.content(node);
        let argument = text.get(found.argument.clone()).unwrap_or_default();
        let source = self.tree.source();
        let header = argument::parse_header(found.row.shape, argument)
            .map_err(|error| malformed(source, node.span, found, &error))?;
        if let Some(junk) = &header.junk {
            let at = node.span.part(found.argument.start + junk.start..found.argument.start + junk.end);
            let message = format!("text behind the header of {}", found.row.keywords);
            self.report.push(Diagnostic::error("trailing-text", message).at(source, at, "IOS would refuse this line"));
        }
        Ok(header)
    }

    /// `no dial-peer voice 5 voip`: the object is gone.
    fn remove(&mut self, command: Command, header: &Header) {
        if command == Command::DialPeer {
            if let Some(tag) = Tag::new(header.number) {
                self.plan.peers.shift_remove(&tag);
            }
        } else if let Some(objects) = self.plan.numbered(command) {
            objects.shift_remove(&header.number);
        } else if let Some(objects) = self.plan.named(command) {
            objects.shift_remove(&full_name(header));
        } else if let Some(settings) = self.plan.only(command) {
            *settings = Settings::default();
        }
    }
}

/// The name of an object; that of a URI class has its type behind it, for a name may stand for one of each.
fn full_name(header: &Header) -> String {
    match &header.kind {
        Some(kind) => format!("{} {kind}", header.name),
        None => header.name.clone(),
    }
}

fn kind_changed(source: &Source, peer: &DialPeer, node: &Node, kind: &PeerKind) -> Diagnostic {
    let message = format!("dial-peer {} is {} and {}", peer.tag, peer.kind.keyword(), kind.keyword());
    Diagnostic::error("duplicate-tag", message).at(source, node.span, format!("entered as {} here", kind.keyword())).at(
        source,
        peer.span,
        format!("and as {} here", peer.kind.keyword()),
    )
}

/// Reads the lines under a header; `depth` is how far they are nested in a sub-mode that is only kept.
fn lines(tree: &Tree, nodes: &[Node], depth: usize, settings: &mut Settings, report: &mut Report) {
    for node in nodes {
        if depth > 0 {
            let text = format!("{}{}", " ".repeat(depth), tree.content(node));
            settings.keep(Located::new(text, node.span));
        } else {
            line(tree.source(), node.span, node.command.as_ref(), settings, report);
        }
        let known = node.command.as_ref().is_some_and(|found| found.row.opens.is_some());
        lines(tree, &node.children, if known { depth } else { depth + 1 }, settings, report);
    }
}

fn line(source: &Source, span: Span, found: Option<&Resolved>, settings: &mut Settings, report: &mut Report) {
    let text = source.slice_text(span);
    let Some(found) = found else { return settings.keep(Located::new(text.into_owned(), span)) };
    let written = text.get(found.argument.clone()).unwrap_or_default();
    let parsed = match (found.form, argument::parse(found.row.shape, written)) {
        (_, Ok(parsed)) => parsed,
        // `no` and `default` need no argument.
        (Form::No | Form::Default, Err(_)) => Argument::Malformed(written.to_owned()),
        (Form::Set, Err(error)) => {
            report.push(malformed(source, span, found, &error));
            Argument::Malformed(written.to_owned())
        }
    };
    let bare = found.form != Form::Set && written.is_empty();
    settings.apply(found.row.command, found.form, if bare { Argument::Flag } else { parsed }, span);
}

fn malformed(source: &Source, line: Span, found: &Resolved, error: &PatternError) -> Diagnostic {
    let start = found.argument.start;
    let mut at = line.part(start + error.at.start..start + error.at.end);
    if at.is_empty() {
        at = line;
    }
    let message = format!("IOS would not take this `{}`", found.row.keywords);
    let diagnostic = Diagnostic::error("malformed-argument", message).at(source, at, error.message.clone());
    match &error.help {
        Some(help) => diagnostic.help(help.clone()),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> DialPlan {
        read(&Tree::parse(&Source::new("test", text))).0
    }

    #[test]
    fn a_peer_that_is_entered_again_keeps_its_kind() {
        let again =
            plan("dial-peer voice 5 voip\n session target ipv4:192.0.2.1\ndial-peer voice 5\n no vad\n acc-qos x\n");
        let once = plan("dial-peer voice 5 voip\n session target ipv4:192.0.2.1\n no vad\n acc-qos x\n");
        assert_eq!(again, once);
        let both = plan("dial-peer voice 5 pots\n port 1/0:23\ndial-peer voice 5 voip\n preference 1\n acc-qos x\n");
        let peer = &both.peers[&Tag::new(5).unwrap()];
        assert_eq!((&peer.kind, peer.preference()), (&PeerKind::Pots, 1));
        assert_eq!(peer.settings.unknown().iter().map(|line| line.value.as_str()).collect::<Vec<_>>(), ["acc-qos x"]);
    }
}
