//! A script that somebody wrote: its commands one by one, and what is so of calls between them.

use super::order::{About, Entered};
use super::steps::{Between, Steps, Walked};
use super::{apart, entered, secrets_apart};
use crate::call::Profile;
use crate::model::{Contact, DialPlan, Id, Reading, read_onto};
use crate::syntax::argument::parse_header;
use crate::syntax::commands::{Form, LineState, Row, Shape, Support};
use crate::syntax::secrets::shown;
use crate::syntax::tree::{Node, Tree};

/// A command of a script that was given.
#[derive(Clone, Debug)]
pub struct Given {
    /// The line that it stands in, from 1.
    pub line: usize,
    /// The command.
    pub command: Entered,
}

/// What a script that was given does on the way from one configuration to another.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its commands, in their order; lines of other parts of a configuration are none.
    pub commands: Vec<Given>,
    /// What is so of numbers from a command on.
    pub between: Vec<Between>,
    /// Why not every number could be compared between all commands; empty: every one was.
    pub unjudged: Vec<String>,
    /// Lines that are there behind it and not in the new configuration.
    pub left: Vec<String>,
    /// Lines of the new configuration that are not there behind it.
    pub missing: Vec<String>,
    /// Lines with a secret that are there behind it or in the new configuration alone, masked: they are to be typed by hand, and
    /// are none of the above.
    pub secrets: Vec<String>,
    /// The whole script, read on top of the old configuration: what IOS would not take of it, and the state of each line.
    pub reading: Reading,
}

impl Judged {
    /// Judges the commands of `script`, from `old` to `new`; calls come in from `contacts`.
    pub fn new(script: &Tree, (old, new): (&DialPlan, &DialPlan), profile: &Profile, contacts: &[Contact]) -> Self {
        let reading = read_onto(old.clone(), script);
        let commands = commands(script, &reading.states);
        let mut walked: Vec<Entered> = commands.iter().map(|given| given.command.clone()).collect();
        // Patterns that are typed may be in neither configuration.
        let typed: Vec<DialPlan> = walked.iter().map(|command| entered(DialPlan::default(), command)).collect();
        // Behind the last command nothing is between two; but it may be that it leads elsewhere.
        walked.push(command(&[], "!".to_owned(), false, About::Global));
        let steps = Steps::new((old, new), &typed, profile.clone(), contacts.to_vec());
        let found = steps.map_or_else(|over| Walked::blind(old, &walked, over), |steps| steps.walk(&walked));
        let Walked { between, unjudged, reached } = found;
        let (mut left, missing) = apart(&reached, new);
        left.retain(|line| !refused(script, &reading.states).any(|text| line.ends_with(&format!(": {text}"))));
        let secrets = secrets_apart(&reached, new);
        Self { commands, between, unjudged, left, missing, secrets, reading }
    }

    /// Whether the script leads to the new configuration, but for lines with a secret.
    pub fn is_reached(&self) -> bool {
        self.left.is_empty() && self.missing.is_empty()
    }

    /// How many lines IOS would refuse.
    pub fn refused(&self) -> usize {
        self.count(LineState::Malformed)
    }

    /// How many lines dialc does not know.
    pub fn unknown(&self) -> usize {
        self.count(LineState::Unknown)
    }

    fn count(&self, state: LineState) -> usize {
        self.reading.states.iter().filter(|one| **one == state).count()
    }

    /// Whether nothing is to be said against it.
    pub fn is_clean(&self) -> bool {
        self.is_reached()
            && self.between.is_empty()
            && self.unjudged.is_empty()
            && self.refused() == 0
            && self.unknown() == 0
    }
}

impl Given {
    /// The command and where it is entered, for people: no secret is in it.
    pub fn place(&self) -> Vec<String> {
        let Entered { path, text, .. } = &self.command;
        path.iter().map(String::as_str).chain(text.lines().next()).map(shown).collect()
    }
}

fn command(path: &[&str], text: String, routes: bool, about: About) -> Entered {
    Entered { path: path.iter().map(|mode| (*mode).to_owned()).collect(), text, routes, about }
}

/// The commands of a script; `states` are those of its lines.
fn commands(script: &Tree, states: &[LineState]) -> Vec<Given> {
    let is_outside = |node: &Node<'_>| states.get(node.line()).is_none_or(|state| *state == LineState::Outside);
    let mut all = Vec::new();
    for node in script.roots().filter(|node| !is_outside(node)) {
        match node.row().filter(|row| row.begins_object()) {
            Some(row) => object(node, row, &mut all),
            None => all.push(given(node, command(&[], block(node, 0), routes(node), About::Global))),
        }
    }
    all
}

/// The lines that IOS would refuse: they are kept as they stand, and the router does not have them.
fn refused<'a>(script: &'a Tree, states: &'a [LineState]) -> impl Iterator<Item = &'a str> {
    let is_refused = |node: &Node<'_>| states.get(node.line()) == Some(&LineState::Malformed);
    script.nodes().filter(is_refused).map(Node::text)
}

fn given(node: Node<'_>, command: Entered) -> Given {
    Given { line: node.line() + 1, command }
}

/// The header of an object and the lines below it.
fn object(node: Node<'_>, row: &'static Row, all: &mut Vec<Given>) {
    let header = node.text().to_owned();
    // What stands below a header that IOS refuses is in no object.
    let Some(id) = id(row, node.argument().1) else { return };
    let about = || About::Object(row.command, id.clone());
    // An object that is gone on with behind what `do` showed was not entered again.
    if !node.is_resumed() {
        all.push(given(node, command(&[], header.clone(), node.form() != Form::Set, about())));
    }
    for child in node.children() {
        let opens = child.row().is_some_and(|row| row.opens.is_some());
        let text = if opens { child.text().to_owned() } else { block(child, 1) };
        if !child.is_resumed() {
            all.push(given(child, command(&[&header], text, routes(child), about())));
        }
        for inner in child.children().filter(|_| opens) {
            let own = command(&[&header, child.text()], block(inner, 2), routes(inner), about());
            all.push(given(inner, own));
        }
    }
}

/// What an object is known by.
fn id(row: &Row, argument: &str) -> Option<Id> {
    let header = parse_header(row.shape, argument).ok()?;
    Some(if row.shape == Shape::BareHeader {
        Id::Only
    } else if header.name.is_empty() {
        Id::Number(header.number)
    } else {
        Id::Name(header.name)
    })
}

/// A line with those that are nested below it.
fn block(node: Node<'_>, depth: usize) -> String {
    let mut text = node.text().to_owned();
    for child in node.children() {
        text.extend(["\n", " ".repeat(depth + 1).as_str(), block(child, depth + 1).as_str()]);
    }
    text
}

/// Whether a line can change where calls go.
fn routes(node: Node<'_>) -> bool {
    node.known().is_none_or(|known| known.support() != Support::Kept)
}
