//! Whether a text has the configurations of several routers in it. They are read as one, so that should be known.

use super::captured::Numbered;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::lines::{Line, LineKind};
use crate::syntax::tree::{Node, Tree};

/// The name of a router, and where it stands.
type Name<'a> = (&'a str, Span);

/// What to say of a text in which prompts in front of configuration, or lines `hostname`, have the names of several routers.
pub(super) fn several_routers(tree: &Tree, spoken: &[Numbered<'_>]) -> Option<Diagnostic> {
    // Most texts are without prompts.
    let is_prompted = spoken.iter().any(|(_, line)| prompted(tree, line).is_some());
    let renamed = if is_prompted { renamed(tree) } else { Vec::new() };
    let by_prompt = if is_prompted { apart(in_prompts(tree, spoken), &renamed) } else { Vec::new() };
    let names = if by_prompt.len() > 1 { by_prompt } else { apart(in_hostnames(tree), &renamed) };
    let [(first, there), (second, here), more @ ..] = names.as_slice() else { return None };
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let joint = if more.is_empty() { " and " } else { ", " };
    let message = format!("this file has the configurations of several routers: `{first}`{joint}`{second}`{more}");
    let help =
        "give each router a file of its own: here they are read as one, and objects with one number or name become one";
    Some(
        Diagnostic::warning("several-routers", message)
            .at(tree.source(), *here, "another router")
            .at(tree.source(), *there, "one router")
            .help(help),
    )
}

/// Each name once, without those that a router got later.
fn apart<'a>(names: impl Iterator<Item = Name<'a>>, renamed: &[(&str, &str)]) -> Vec<Name<'a>> {
    let mut found: Vec<Name<'a>> = Vec::new();
    for (name, place) in names {
        let is_known = |name: &str| found.iter().any(|(known, _)| is_same(known, name));
        let is_new_name = || renamed.iter().any(|(before, after)| is_same(after, name) && is_known(before));
        if !is_known(name) && !is_new_name() {
            found.push((name, place));
        }
    }
    found
}

/// How many letters of its name a router prints at most in the prompt of a configuration mode.
const SHORTENED: usize = 20;

fn is_same(one: &str, other: &str) -> bool {
    let begins = |long: &str, short: &str| short.len() >= SHORTENED && long.starts_with(short);
    one == other || begins(one, other) || begins(other, one)
}

/// The names in prompts, for each line behind one that dialc knows.
fn in_prompts<'a>(tree: &'a Tree, spoken: &[Numbered<'_>]) -> impl Iterator<Item = Name<'a>> {
    let mut lines = spoken.iter().peekable();
    let mut current = None;
    tree.nodes().filter(|node| node.known().is_some()).filter_map(move |node| {
        while let Some((_, line)) = lines.next_if(|(number, _)| *number <= node.line()) {
            current = prompted(tree, line).or(current);
        }
        current
    })
}

/// The name in the prompt of a line.
fn prompted<'a>(tree: &'a Tree, line: &Line) -> Option<Name<'a>> {
    if !line.kind.is_spoken() {
        return None;
    }
    let front = tree.source().text_at(Span { start: line.span.start, end: line.content.start })?;
    let prompt = front.trim_end().strip_suffix(['#', '>'])?;
    let host = prompt.strip_suffix(')').and_then(|mode| mode.rsplit_once('(')).map_or(prompt, |(host, _)| host);
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let start = host.trim_end_matches(fits).len();
    let name = host.get(start..)?;
    // Before a prompt a time can stand, and behind that a `>`.
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let from = line.span.start as usize + start;
    is_name.then(|| (name, Span::new(from..from + name.len())))
}

/// The names in lines `hostname` that a router printed.
fn in_hostnames(tree: &Tree) -> impl Iterator<Item = Name<'_>> {
    let printed = |node: &Node<'_>| node.known().is_none() && kind_of(tree, *node) == Some(LineKind::Text);
    tree.roots().filter(printed).filter_map(|node| Some((node.text().strip_prefix("hostname ")?, node.span())))
}

/// The names that routers were given behind a prompt, each with the one before.
fn renamed(tree: &Tree) -> Vec<(&str, &str)> {
    let renames = tree.nodes().filter_map(|node| {
        let (before, _) = prompted(tree, tree.lines().get(node.line())?)?;
        let (command, name) = node.text().split_once(' ')?;
        let is_hostname = command.len() >= 4 && "hostname".starts_with(&command.to_ascii_lowercase());
        is_hostname.then(|| (before, name.trim_start()))
    });
    renames.collect()
}

fn kind_of(tree: &Tree, node: Node<'_>) -> Option<LineKind> {
    tree.lines().get(node.line()).map(|line| line.kind)
}

#[cfg(test)]
mod tests {
    use super::super::captured::remarks;
    use super::*;
    use crate::source::Source;

    fn said(text: &str) -> Option<String> {
        remarks(&Tree::parse(&Source::new("test", text)))
            .into_iter()
            .find(|said| said.code == "several-routers")
            .map(|said| said.message)
    }

    const PEER: &str = "dial-peer voice 1 voip\n preference 1\n!\nend\n";

    #[test]
    fn two_routers_are_told_by_their_prompts_or_names() {
        let two = Some("this file has the configurations of several routers: `gw1` and `gw2`".to_owned());
        assert_eq!(said(&format!("gw1#show run\n{PEER}gw1#\ngw2#show run\n{PEER}gw2#\n")), two);
        assert_eq!(said(&format!("hostname gw1\n{PEER}hostname gw2\n{PEER}")), two);
        assert_eq!(said("gw1(config)#num-exp 1 2\ngw1(config)#end\ngw2(config)#num-exp 1 3\n"), two);
        let three = said(&format!("hostname a\n{PEER}hostname b\n{PEER}hostname c\n{PEER}hostname a\n"));
        assert!(three.is_some_and(|three| three.ends_with("`a`, `b` and 1 more")));
    }

    #[test]
    fn one_router_is_one() {
        for text in [
            format!("gw1>en\ngw1#show run\nhostname gw1\n{PEER}gw1#conf t\ngw1(config)#num-exp 1 2\ngw1(config)#end\n"),
            // Another router on the way.
            format!("jump>ssh gw1\ngw1#show run\n{PEER}gw1#exit\njump>\n"),
            format!("hostname gw1\n{PEER}!\nhostname gw1\n{PEER}"),
            // A name that it gets.
            format!(
                "Router(config)#num-exp 1 2\nRouter(config)#hostname gw1\ngw1(config)#num-exp 3 4\ngw1#show run\nhostname gw1\n{PEER}"
            ),
            format!("a#show run\nhostname a\n{PEER}a(config)#host b\nb#show run\nhostname b\n{PEER}"),
            format!("a-long-name-of-a-gateway-1#show run\n{PEER}a-long-name-of-a-gat(config)#num-exp 1 2\n"),
            format!("10:11:12> hostname gw1\n10:11:13> {PEER}"),
            "> hostname gw1\n> !\n> num-exp 1 2\n".to_owned(),
            format!("banner motd ^C\nhostname x\n^C\nhostname gw1\n{PEER}"),
            String::new(),
        ] {
            assert_eq!(said(&text), None, "{text}");
        }
    }
}
