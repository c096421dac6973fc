//! What should be known of a text as a whole, by the way it was captured.

use super::routers::several_routers;
use crate::diagnostic::Diagnostic;
use crate::syntax::argument::keyword;
use crate::syntax::capture::is_refusal;
use crate::syntax::lines::{Line, LineKind};
use crate::syntax::secrets::shown;
use crate::syntax::tree::Tree;

/// What to say of a text that has several routers in it, only some of the lines of one, or lines that the router may not have
/// taken.
pub fn remarks(tree: &Tree) -> Vec<Diagnostic> {
    // Of most texts these are few.
    let spoken: Vec<_> = tree.spoken().collect();
    let (several, filtered, answered) =
        (several_routers(tree, &spoken), filtered(tree, &spoken), answered(tree, &spoken));
    several.into_iter().chain(filtered).chain(answered).chain(stray(tree, &spoken)).collect()
}

/// The most places that a remark shows.
const MAXIMUM_PLACES: usize = 4;

/// What to say of lines of voice objects that stand in none. A filter that picks lines shows them so.
fn stray(tree: &Tree, spoken: &[Numbered<'_>]) -> Option<Diagnostic> {
    let is_picked = |line: usize| {
        let (before, _) = spoken.split_at(spoken.partition_point(|(number, _)| *number < line));
        let prompt = before.iter().rfind(|(_, line)| matches!(line.kind, LineKind::Prompt | LineKind::Aside));
        prompt.and_then(|(number, _)| filter(tree.line_text(*number))).is_some_and(picks_lines)
    };
    let strays: Vec<_> = tree.strays().filter(|node| !is_picked(node.line())).collect();
    let (first, more) = strays.split_first()?;
    let count = match more.len() {
        0 => String::new(),
        1 => ", nor does another line".to_owned(),
        more => format!(", nor do {more} other lines"),
    };
    let message = format!("`{}` stands in no object that it can be a line of{count}", shown(first.text()));
    let mut said = Diagnostic::warning("stray-line", message);
    for node in strays.iter().take(MAXIMUM_PLACES) {
        said = said.at(tree.source(), node.span(), "left out");
    }
    Some(said.help("the header above is missing, is mistyped, or became a remark"))
}

/// A line and its number, from 0.
pub(super) type Numbered<'a> = (usize, &'a Line);

/// What to say of typed lines that the router answered with something else than a refusal that dialc knows: those are read as if it
/// had taken them.
fn answered(tree: &Tree, spoken: &[Numbered<'_>]) -> Option<Diagnostic> {
    let is_answer = |number, line: &Line| {
        let text = tree.line_text(number);
        line.kind == LineKind::Noise && text.starts_with("% ") && !is_refusal(text)
    };
    let pairs = spoken.windows(2).filter_map(|pair| match pair {
        [(number, line), (after, next)] if line.kind.is_typed() && *after == number + 1 && is_answer(*after, next) => {
            Some((line, next))
        }
        _ => None,
    });
    let answers: Vec<_> = pairs.collect();
    let (line, answer) = answers.first()?;
    let more = match answers.len() - 1 {
        0 => String::new(),
        more => format!(", as it did {more} more of the lines that were typed"),
    };
    let message = format!("the router answered this line{more}, and it may not have taken it");
    Some(
        Diagnostic::warning("answered-line", message)
            .at(tree.source(), line.content, "read as if the router had taken it")
            .at(tree.source(), answer.content, "what it answered")
            .help("`show running-config` shows what it took"),
    )
}

/// What to say of a text that shows a configuration only through a filter that takes lines out of their objects.
fn filtered(tree: &Tree, spoken: &[Numbered<'_>]) -> Option<Diagnostic> {
    if spoken.iter().any(|(_, line)| line.kind.is_typed()) {
        return None;
    }
    let at_prompts = spoken.iter().filter(|(_, line)| matches!(line.kind, LineKind::Prompt | LineKind::Aside));
    let shown = at_prompts.filter_map(|(number, line)| Some((line, filter(tree.line_text(*number))?)));
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
    fn lines_that_the_router_answered_are_named() {
        let said = |text: &str| {
            let remarks = remarks(&Tree::parse(&Source::new("test", text)));
            remarks.into_iter().map(|remark| (remark.code, remark.message)).collect::<Vec<_>>()
        };
        let typed = "gw(config)#num-exp 1 2\n";
        let other = "gw(config)#num-exp 3 4\n";
        let answer = "% Something is not as it should be\n";
        let once = "the router answered this line, and it may not have taken it".to_owned();
        assert_eq!(said(&format!("{typed}{answer}{other}")), [("answered-line", once)]);
        let [(_, twice)] = said(&format!("{typed}{answer}{other}{answer}")).try_into().unwrap();
        assert!(twice.contains("1 more of the lines"), "{twice}");
        // A log message is no answer, and a line that was refused is not there.
        for text in [
            format!("{typed}%SYS-5-CONFIG_I: Configured from console\n{other}"),
            format!("{typed}{other}\n{answer}"),
            format!("{typed}                    ^\n% Invalid input detected at '^' marker.\n{other}"),
            format!("{typed}% Incomplete command.\n{other}"),
            format!("num-exp 1 2\n{answer}num-exp 3 4\n"),
        ] {
            assert_eq!(said(&text), [], "{text}");
        }
    }

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

    #[test]
    fn lines_in_no_object_are_named() {
        let said = |text: &str| {
            let remarks = remarks(&Tree::parse(&Source::new("test", text)));
            remarks.into_iter().map(|remark| (remark.message, remark.labels.len())).collect::<Vec<_>>()
        };
        let one = "`destination-pattern 9T` stands in no object that it can be a line of";
        let text = "interface Loopback0\n destination-pattern 9T\n".to_owned();
        assert_eq!(said(&text), [(one.to_owned(), 1)]);
        let text = text + " session target ipv4:192.0.2.1\n";
        assert_eq!(said(&text), [(format!("{one}, nor does another line"), 2)]);
        let text = text + &" incoming called-number .\n".repeat(4);
        assert_eq!(said(&text), [(format!("{one}, nor do 5 other lines"), 4)]);
        let picked = "gw#sh run | i dest\n destination-pattern 9T\ngw#";
        assert_eq!(said(&format!("{picked}sh run | s dial-peer\ndial-peer voice 1 voip\n no vad\n")), []);
        assert_eq!(said(&format!("{picked}sh run\n{text}")), [(format!("{one}, nor do 5 other lines"), 4)]);
    }
}
