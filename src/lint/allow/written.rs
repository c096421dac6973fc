//! What the text of a configuration allows: in comments, which routers drop, and in descriptions, which they keep.

use super::object::key_of;
use super::words::{Allow, Said, comment, description};
use crate::diagnostic::{Diagnostic, Report};
use crate::lint::{Rule, Selector};
use crate::source::Span;
use crate::syntax::commands::Form;
use crate::syntax::lines::{Line, LineKind};
use crate::syntax::tree::{Node, Tree};

/// A finding that the text allows.
#[derive(Debug)]
pub(super) struct Written<'t> {
    pub(super) rule: &'static Rule,
    /// Where the code stands.
    pub(super) place: Span,
    /// The header of the object.
    pub(super) header: Node<'t>,
    /// What tells the object from others.
    pub(super) object: String,
    /// Whether it stands in no object, and so is also for the configuration as a whole.
    pub(super) of_all: bool,
    /// Why, as it is written.
    pub(super) reason: &'t str,
    /// What is to be taken out where it is of no use any more.
    pub(super) what: &'static str,
}

/// What comments and descriptions allow.
#[derive(Debug, Default)]
pub(super) struct InText<'t> {
    pub(super) list: Vec<Written<'t>>,
    /// What is wrong with others.
    pub(super) faults: Report,
}

impl<'t> InText<'t> {
    /// What the text of `tree` allows.
    pub(super) fn of(tree: &'t Tree) -> Self {
        let mut found = Self::default();
        let mut ground = None;
        let lines = tree.lines().iter().enumerate().filter(|(_, line)| may_say_something(tree, line));
        for number in lines.map(|(number, _)| number) {
            match comment(tree.line_text(number)) {
                Some(Said::Allow(allow)) => {
                    let ground = ground.get_or_insert_with(|| Ground::new(tree));
                    found.add_comment(tree, ground, number, &allow);
                }
                Some(Said::Misspelt((place, word))) => {
                    let message = format!("dialc knows no word `{}` in a comment", word.escape_debug());
                    let fault = Diagnostic::warning("misspelt-allow", message)
                        .at(tree.source(), tree.line_place(number, place), "not known")
                        .help("did you mean `allow`?");
                    found.faults.push(fault);
                }
                None => {}
            }
        }
        for line in tree.nodes().filter(|line| is_description(*line)) {
            for allow in description(line.argument().1) {
                let ground = ground.get_or_insert_with(|| Ground::new(tree));
                found.add_description(tree, ground, line, &allow);
            }
        }
        found
    }

    fn add_comment(&mut self, tree: &Tree, ground: &Ground<'t>, number: usize, allow: &Allow<'t>) {
        let all = tree.line_place(number, allow.place.clone());
        let (inside, header) = ground.of_comment(tree, number);
        let codes: Vec<_> =
            allow.codes.iter().map(|(place, code)| (tree.line_place(number, place.clone()), *code)).collect();
        let rules = self.rules(tree, all, &codes);
        if codes.is_empty() {
            return;
        }
        let Some(reason) = allow.reason else {
            let code = codes.iter().map(|(_, code)| code.escape_debug().to_string()).collect::<Vec<_>>().join(",");
            let fault =
                Diagnostic::warning("allow-without-reason", "this comment allows something and does not say why")
                    .at(tree.source(), all, "no reason")
                    .help(format!("write `! dialc: allow {code} - REASON`"));
            self.faults.push(fault);
            return;
        };
        let Some(header) = header else {
            let fault =
                Diagnostic::warning("allow-of-nothing", "nothing stands below this comment that it could be about")
                    .at(tree.source(), all, "about nothing")
                    .help("a comment in the first column is about the object below it, an indented one about its own");
            self.faults.push(fault);
            return;
        };
        let what = if codes.len() > 1 { "take the code out of the comment" } else { "remove the comment" };
        self.extend(rules, header, reason, !inside, what);
    }

    fn add_description(&mut self, tree: &Tree, ground: &Ground<'t>, line: Node<'t>, allow: &Allow<'t>) {
        let start = line.argument().0;
        let place = |part: &std::ops::Range<usize>| line.place(start + part.start..start + part.end);
        let codes: Vec<_> = allow.codes.iter().map(|(part, code)| (place(part), *code)).collect();
        let rules = self.rules(tree, place(&allow.place), &codes);
        if let Some(header) = ground.header_of(line.line()) {
            let reason = allow.reason.unwrap_or_default();
            self.extend(rules, header, reason, false, "take the word out of the description");
        }
    }

    fn extend(
        &mut self,
        rules: Vec<(Span, &'static Rule)>,
        header: Node<'t>,
        reason: &'t str,
        of_all: bool,
        what: &'static str,
    ) {
        for (place, rule) in rules {
            self.list.push(Written { rule, place, header, object: key_of(header), of_all, reason, what });
        }
    }

    /// The rules with these codes; what is wrong with others is said.
    fn rules(&mut self, tree: &Tree, all: Span, codes: &[(Span, &str)]) -> Vec<(Span, &'static Rule)> {
        if codes.is_empty() {
            let fault = Diagnostic::warning("allow-without-code", "this allows something and does not say what")
                .at(tree.source(), all, "no code")
                .help("name the rule: `! dialc: allow CODE - REASON`, or `dialc-allow:CODE` in a description");
            self.faults.push(fault);
        }
        let mut rules = Vec::new();
        for (place, code) in codes {
            match Selector::parse_allowed(code) {
                Ok(rule) => rules.push((*place, rule)),
                Err(error) => {
                    let (name, label) =
                        if error.is_unknown() { ("unknown-rule", "not known") } else { ("not-allowed", "not this") };
                    let fault = Diagnostic::warning(name, error.message);
                    self.faults.push(fault.at(tree.source(), *place, label).help(error.help));
                }
            }
        }
        rules
    }
}

/// Whether a line can be a comment with words in it: also one that was typed behind a prompt, which is not read.
fn may_say_something(tree: &Tree, line: &Line) -> bool {
    const SHORTEST: usize = "!dialc:a".len();
    line.content.len() >= SHORTEST
        && match line.kind {
            LineKind::Comment => true,
            LineKind::Noise | LineKind::Prompt => prompt_of(tree, line).contains(&b'#'),
            LineKind::Empty
            | LineKind::Text
            | LineKind::Typed
            | LineKind::TypedBelow
            | LineKind::Aside
            | LineKind::Exit
            | LineKind::Body => false,
        }
}

/// What stands in a line before its content.
fn prompt_of<'t>(tree: &'t Tree, line: &Line) -> &'t [u8] {
    tree.source().slice(Span { start: line.span.start, end: line.content.start })
}

/// Whether a line describes its object, whatever that is.
fn is_description(line: Node<'_>) -> bool {
    let text = line.text();
    text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("desc"))
        && line.form() == Form::Set
        && text.split_whitespace().next().is_some_and(|word| {
            "description".get(..word.len()).is_some_and(|command| command.eq_ignore_ascii_case(word))
        })
}

/// Where objects begin and end.
struct Ground<'t> {
    /// The lines that begin something, each with its number.
    roots: Vec<(usize, Node<'t>)>,
    /// The numbers of all lines that say something.
    said: Vec<usize>,
    /// The numbers of lines that end every object.
    ends: Vec<usize>,
}

impl<'t> Ground<'t> {
    fn new(tree: &'t Tree) -> Self {
        let ends = |line: &Line| match line.kind {
            LineKind::Prompt => true,
            LineKind::Exit => line.indent == 0,
            LineKind::Empty
            | LineKind::Comment
            | LineKind::Text
            | LineKind::Typed
            | LineKind::TypedBelow
            | LineKind::Aside
            | LineKind::Noise
            | LineKind::Body => false,
        };
        let lines = tree.lines().iter().enumerate();
        Self {
            roots: tree.roots().map(|node| (node.opening().0, node)).collect(),
            said: tree.nodes().map(Node::line).collect(),
            ends: lines.filter(|(_, line)| ends(line)).map(|(number, _)| number).collect(),
        }
    }

    /// The header of what the line with this number stands in.
    fn header_of(&self, line: usize) -> Option<Node<'t>> {
        let behind = self.roots.partition_point(|(number, _)| *number <= line);
        behind.checked_sub(1).and_then(|at| self.roots.get(at)).map(|(_, node)| *node)
    }

    /// What a comment is about, and whether it stands in that object: one that is indented further than the header of the
    /// open object stands in it, and so does one that was typed at its prompt. Any other is about what the next line
    /// belongs to. That is a header as a rule; where indentation was lost, it can be a line of an object that goes on.
    fn of_comment(&self, tree: &Tree, number: usize) -> (bool, Option<Node<'t>>) {
        let lines = tree.lines();
        let Some(line) = lines.get(number) else { return (false, None) };
        let open = self.header_of(number).filter(|open| open.row().is_none_or(|row| row.opens.is_some()));
        let is_inside = |open: &Node<'_>| {
            let margin = lines.get(open.line()).map_or(0, |line| line.indent);
            let next = self.ends.partition_point(|end| *end <= open.line());
            line.indent > margin && self.ends.get(next).is_none_or(|end| *end > number)
        };
        let is_inside = |open: &Node<'_>| {
            if line.kind == LineKind::Comment { is_inside(open) } else { is_typed_below(tree, line) }
        };
        let inside = open.filter(is_inside);
        if inside.is_some() {
            return (true, inside);
        }
        let next = self.said.partition_point(|said| *said <= number);
        (false, self.said.get(next).and_then(|next| self.header_of(*next)))
    }
}

/// Whether a line was typed at the prompt of an object: `gw(config-dial-peer)#`.
fn is_typed_below(tree: &Tree, line: &Line) -> bool {
    memchr::memmem::find(prompt_of(tree, line), b"(config-").is_some()
}
