//! A configuration as a tree of lines that loses nothing: [`Tree::text`] is the input, byte for byte.

use std::borrow::Cow;

use super::commands::{Context, Resolution, Resolved, resolve};
use super::lines::{Line, split};
use crate::source::{Source, Span};

/// A configuration as it was written.
#[derive(Clone, Debug)]
pub struct Tree {
    source: Source,
    lines: Vec<Line>,
    roots: Vec<Node>,
}

/// A line that says something, and the lines under it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where its content stands.
    pub span: Span,
    /// The context it stands in.
    pub context: Context,
    /// Its command, where the table knows one; never for text that is not UTF-8.
    pub command: Option<Resolved>,
    /// The lines under it.
    pub children: Vec<Node>,
}

impl Node {
    /// The context of the lines under it, given its `text`; `None` where nothing can stand under it.
    fn opens(&self, text: &str) -> Option<Context> {
        match &self.command {
            Some(found) if found.row.opens == Some(Context::PotsPeer) => Some(found.peer_context(text)),
            Some(found) => found.row.opens,
            // Sub-modes that dialc does not read (`sip` in `voice service voip`) keep their lines by indentation; where
            // no sub-mode exists, an odd line under a peer is a line of the peer, however far it is indented.
            None => match self.context {
                Context::Global | Context::Outside | Context::VoiceService => Some(Context::Outside),
                Context::PotsPeer
                | Context::VoipPeer
                | Context::OtherPeer
                | Context::TranslationRule
                | Context::TranslationProfile
                | Context::PatternMap
                | Context::UriClass
                | Context::DialPeerGroup
                | Context::CorNames
                | Context::CorList
                | Context::TrustedList => None,
            },
        }
    }
}

impl Tree {
    /// Reads a configuration. Any bytes will do.
    pub fn parse(source: &Source) -> Self {
        let lines = split(source.bytes());
        let roots = Builder::new(source).build(&lines);
        Self { source: source.clone(), lines, roots }
    }

    /// The text it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Every line, also those that say nothing.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The global lines, each with what stands under it.
    pub fn roots(&self) -> &[Node] {
        &self.roots
    }

    /// The input, put together from the lines.
    pub fn text(&self) -> Vec<u8> {
        self.lines.iter().flat_map(|line| self.source.slice(line.span)).copied().collect()
    }

    /// The content of a node, broken UTF-8 replaced.
    pub fn content(&self, node: &Node) -> Cow<'_, str> {
        self.source.slice_text(node.span)
    }
}

/// A header whose lines are being gathered.
struct Open {
    node: Node,
    indent: u32,
    context: Context,
}

struct Builder<'a> {
    source: &'a Source,
    roots: Vec<Node>,
    open: Vec<Open>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source) -> Self {
        Self { source, roots: Vec::new(), open: Vec::new() }
    }

    fn build(mut self, lines: &[Line]) -> Vec<Node> {
        for line in lines {
            let content = self.source.slice(line.content);
            match content.first() {
                // A comment in the first column is where IOS ends an object.
                Some(b'!') if line.indent == 0 => self.close_to(0),
                None | Some(b'!') => {}
                Some(_) => self.add(line),
            }
        }
        self.close_to(0);
        self.roots
    }

    /// Places a line that says something.
    fn add(&mut self, line: &Line) {
        let text = std::str::from_utf8(self.source.slice(line.content)).ok();
        while self.open.last().is_some_and(|open| line.indent <= open.indent) {
            if line.indent == 0 && self.open.len() == 1 && self.continues(text) {
                break;
            }
            self.close();
        }
        let context = self.open.last().map_or(Context::Global, |open| open.context);
        let command = text.and_then(|text| found(context, text));
        let node = Node { span: line.content, context, command, children: Vec::new() };
        match node.opens(text.unwrap_or_default()) {
            Some(context) => self.open.push(Open { node, indent: line.indent, context }),
            None => self.place(node),
        }
    }

    /// Whether a line without indentation goes on with the open object: its indentation was lost (a web page, a chat).
    fn continues(&self, text: Option<&str>) -> bool {
        let (Some(open), Some(text)) = (self.open.last(), text) else { return false };
        open.context != Context::Outside
            && found(Context::Global, text).is_none()
            && found(open.context, text).is_some_and(|found| found.in_full)
    }

    fn place(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.node.children.push(node),
            None => self.roots.push(node),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.place(open.node);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close();
        }
    }
}

fn found(context: Context, text: &str) -> Option<Resolved> {
    match resolve(context, text) {
        Resolution::Found(found) => Some(found),
        Resolution::Ambiguous(_) | Resolution::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as an outline, one level of nesting a blank.
    fn outline(text: &str) -> String {
        fn write(tree: &Tree, nodes: &[Node], depth: usize, to: &mut String) {
            for node in nodes {
                let command = node.command.as_ref().map_or("-", |found| found.row.keywords);
                let line = format!("{}{} [{command}]\n", " ".repeat(depth), tree.content(node));
                to.push_str(&line);
                write(tree, &node.children, depth + 1, to);
            }
        }
        let tree = Tree::parse(&Source::new("test", text));
        let mut outlined = String::new();
        write(&tree, tree.roots(), 0, &mut outlined);
        outlined
    }

    #[test]
    fn children_need_not_be_indented_alike() {
        let text = "voice class e164-pattern-map 1\n description x\n  e164 12..\n !\n!\nvoice-port 0/1\n a\n  b\n c\n";
        assert_eq!(
            outline(text),
            "voice class e164-pattern-map 1 [voice class e164-pattern-map]\n description x [description]\n \
             e164 12.. [e164]\nvoice-port 0/1 [-]\n a [-]\n  b [-]\n c [-]\n"
        );
    }

    #[test]
    fn lost_indentation_is_found_again() {
        let text =
            "voice translation-rule 103\nrule 1 /1/ /2/\ndial-peer voice 5 voip\npreference 1\ninterface X\nshutdown\n";
        assert_eq!(
            outline(text),
            "voice translation-rule 103 [voice translation-rule]\n rule 1 /1/ /2/ [rule]\ndial-peer voice 5 voip \
             [dial-peer voice]\n preference 1 [preference]\ninterface X [-]\nshutdown [-]\n"
        );
    }

    #[test]
    fn sub_modes_nest_by_indentation() {
        let text = "voice service voip\n ip address trusted list\n  ipv4 192.0.2.1\n allow-connections sip to sip\n sip\n  bind x\n";
        assert_eq!(
            outline(text),
            "voice service voip [voice service voip]\n ip address trusted list [ip address trusted list]\n  \
             ipv4 192.0.2.1 [ipv4]\n allow-connections sip to sip [allow-connections]\n sip [-]\n  bind x [-]\n"
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(bytes: Vec<u8>) {
            let tree = Tree::parse(&Source::new("test", bytes.clone()));
            proptest::prop_assert_eq!(tree.text(), bytes);
        }

        #[test]
        fn nothing_is_lost_of_voice_words(text in "((dial-peer voice 1 voip|rule 1 /1/ /2/|!|  sip|\tno vad|voice service voip|\u{feff})[ \r]?\n){0,12}") {
            let tree = Tree::parse(&Source::new("test", text.clone()));
            proptest::prop_assert_eq!(tree.text(), text.into_bytes());
        }
    }
}
