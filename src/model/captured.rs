//! What should be known of a text as a whole, by the way it was captured.

use super::routers::several_routers;
use crate::diagnostic::Diagnostic;
use crate::syntax::argument::keyword;
use crate::syntax::lines::LineKind;
use crate::syntax::tree::Tree;

/// What to say of a text that has several routers in it, or only some of the lines of one.
pub fn remarks(tree: &Tree) -> Vec<Diagnostic> {
    several_routers(tree).into_iter().chain(filtered(tree)).collect()
}

/// What to say of a text that shows a configuration only through a filter that takes lines out of their objects.
fn filtered(tree: &Tree) -> Option<Diagnostic> {
    let lines = || (0..).zip(tree.lines());
    if lines().any(|(_, line)| matches!(line.kind, LineKind::Typed | LineKind::TypedBelow)) {
        return None;
    }
    let at_prompts = lines().filter(|(_, line)| matches!(line.kind, LineKind::Prompt | LineKind::Aside));
    let shown = at_prompts.filter_map(|(number, line)| Some((line, filter(tree.line_text(number))?)));
    let filters: Vec<_> = shown.collect();
    let is_whole = |(_, filter): &(_, &str)| !picks_lines(filter);
    let (line, _) = filters.first().filter(|_| !filters.iter().any(is_whole))?;
    let said = "this filter leaves lines out, and what is shown does not say where it belongs";
    Some(
        Diagnostic::warning("filtered-output", "this file has only some lines of the configuration")
            .at(tree.source(), line.content, said)
            .help("capture it whole with `show running-config`; `| section` keeps the lines of an object together"),
    )
}

/// Whether a word is `full`, or abbreviates it with so many letters.
fn is_short(word: Option<&str>, shortest: usize, full: &'static str) -> bool {
    word.is_some_and(|word| word.len() >= shortest && keyword(word, &[full]).is_some())
}

/// The filter behind a command that shows a configuration, empty where it has none; `None` for other commands.
fn filter(command: &str) -> Option<&str> {
    let (command, filter) = command.split_once('|').unwrap_or((command, ""));
    let mut words = command.split_ascii_whitespace().skip_while(|word| *word == "do");
    let (show, what) = (words.next(), words.next());
    let is_configuration = is_short(what, 1, "running-config") || is_short(what, 2, "startup-config");
    (is_short(show, 2, "show") && is_configuration).then_some(filter)
}

/// Whether a filter picks lines one by one.
fn picks_lines(filter: &str) -> bool {
    let word = filter.split_ascii_whitespace().next();
    is_short(word, 1, "include") || is_short(word, 1, "exclude")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn a_filter_that_takes_lines_out_is_named() {
        let codes = |text: &str| {
            let tree = Tree::parse(&Source::new("test", text));
            remarks(&tree).iter().map(|remark| remark.code).collect::<Vec<_>>()
        };
        let peer = "dial-peer voice 1 voip\n preference 1\n";
        for command in ["sh run | i dial-peer|pref", "show running-config | include voice", "show start | exclude !"] {
            assert_eq!(codes(&format!("gw1#{command}\n{peer}gw1#\n")), ["filtered-output"], "{command}");
        }
        // What is shown whole, or typed, is there too.
        for text in [
            "gw1#sh run | s voice\ngw1#sh run | i voice\n",
            "gw1(config)#do sh run | e pref\ngw1(config)#num-exp 1 2\n",
        ] {
            assert_eq!(codes(&format!("{text}{peer}gw1#\n")), Vec::<&str>::new(), "{text}");
        }
        for command in ["sh run | s dial-peer", "show run | begin voice", "show run", "sh ip int br | i up"] {
            assert_eq!(codes(&format!("gw1#{command}\n{peer}gw1#\n")), Vec::<&str>::new(), "{command}");
        }
    }
}
