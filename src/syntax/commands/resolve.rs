//! From the words of a line to a row of the command table: case and abbreviations as IOS takes them.

use std::ops::Range;
use std::sync::LazyLock;

use super::table::TABLE;
use super::{Context, Row};

/// Whether a line sets a command, takes it back or resets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The command itself.
    Set,
    /// `no ...`.
    No,
    /// `default ...`.
    Default,
}

/// A line whose command is known.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The command.
    pub row: &'static Row,
    /// How it is used.
    pub form: Form,
    /// The bytes of the line that are its argument; empty, at the end, where there is none.
    pub argument: Range<usize>,
    /// Whether its keywords are written in full.
    pub in_full: bool,
}

impl Resolved {
    /// The context of the lines under a `dial-peer voice` header, `line`.
    pub(crate) fn peer_context(&self, line: &str) -> Context {
        let kind = line.get(self.argument.clone()).and_then(|argument| argument.split_ascii_whitespace().nth(1));
        match kind.map(str::to_ascii_lowercase).as_deref() {
            Some("pots") => Context::PotsPeer,
            Some("voip") => Context::VoipPeer,
            Some(_) | None => Context::OtherPeer,
        }
    }
}

/// What became of a line.
#[derive(Clone, Debug)]
pub enum Resolution {
    /// One command fits.
    Found(Resolved),
    /// The words are an abbreviation of several commands.
    Ambiguous(Vec<&'static str>),
    /// No command fits.
    Unknown,
}

/// A keyword and what may follow it.
#[derive(Debug, Default)]
struct Node {
    word: &'static str,
    row: Option<&'static Row>,
    next: Vec<Node>,
}

impl Node {
    fn add(&mut self, words: &mut dyn Iterator<Item = &'static str>, row: &'static Row) {
        let Some(word) = words.next() else {
            self.row = Some(row);
            return;
        };
        let at = self.next.iter().position(|node| node.word == word).unwrap_or_else(|| {
            self.next.push(Node { word, ..Node::default() });
            self.next.len() - 1
        });
        if let Some(node) = self.next.get_mut(at) {
            node.add(words, row);
        }
    }
}

const CONTEXTS: [Context; 13] = [
    Context::Global,
    Context::PotsPeer,
    Context::VoipPeer,
    Context::OtherPeer,
    Context::TranslationRule,
    Context::TranslationProfile,
    Context::PatternMap,
    Context::UriClass,
    Context::DialPeerGroup,
    Context::CorNames,
    Context::CorList,
    Context::VoiceService,
    Context::TrustedList,
];

static TREES: LazyLock<Vec<Node>> = LazyLock::new(|| {
    let tree = |context: &Context| {
        let mut root = Node::default();
        for row in TABLE.iter().filter(|row| row.contexts.has(*context)) {
            root.add(&mut row.keywords.split(' '), row);
        }
        root
    };
    CONTEXTS.iter().map(tree).collect()
});

/// Finds the command of `line`, the content of a line that stands in `context`.
///
/// Keywords are taken in any case. A word that no keyword equals is taken for the keywords that it begins; where that
/// leaves several commands, the one that more words of the line fit is taken.
pub fn resolve(context: Context, line: &str) -> Resolution {
    let Some(root) = CONTEXTS.iter().position(|&one| one == context).and_then(|at| TREES.get(at)) else {
        return Resolution::Unknown;
    };
    resolve_in_full(root, line).map_or_else(|| resolve_by_search(root, line), Resolution::Found)
}

/// Finds the command of a line whose words may be abbreviated.
fn resolve_by_search(root: &'static Node, line: &str) -> Resolution {
    let words = words(line);
    let form = match words.first().and_then(|word| line.get(word.clone())) {
        Some("no") => Form::No,
        Some("default") => Form::Default,
        Some(_) | None => Form::Set,
    };
    let words = words.get(usize::from(form != Form::Set)..).unwrap_or_default();
    let mut found = Vec::new();
    search(root, line, words, Match { depth: 0, in_full: true }, &mut found);
    let deepest = found.iter().map(|(depth, ..)| depth.depth).max();
    found.retain(|(depth, _)| Some(depth.depth) == deepest);
    if found.iter().any(|(depth, _)| depth.in_full) {
        found.retain(|(depth, _)| depth.in_full);
    }
    match found.as_slice() {
        [] => Resolution::Unknown,
        [(depth, row)] => {
            let end = words.last().map_or(line.len(), |word| word.end);
            let start = words.get(depth.depth).map_or(end, |word| word.start);
            Resolution::Found(Resolved { row, form, argument: start..end, in_full: depth.in_full })
        }
        [_, _, ..] => Resolution::Ambiguous(found.iter().map(|(_, row)| row.keywords).collect()),
    }
}

/// Finds the command of a line that is written in full, as IOS prints lines; `None` where a word may be an abbreviation.
fn resolve_in_full(root: &'static Node, line: &str) -> Option<Resolved> {
    let end = line.trim_end_matches([' ', '\t']).len();
    let mut rest = line;
    let (mut node, mut form, mut found) = (root, Form::Set, None);
    loop {
        let start = rest.trim_start_matches([' ', '\t']);
        let word = start.split([' ', '\t']).next().unwrap_or_default();
        let argument = (line.len() - start.len()).min(end)..end;
        if let Some(row) = node.row {
            found = Some(Resolved { row, form, argument, in_full: true });
        }
        let is_form = std::ptr::eq(node, root) && form == Form::Set;
        if is_form && (word == "no" || word == "default") {
            form = if word == "no" { Form::No } else { Form::Default };
        } else if let Some(next) = node.next.iter().find(|next| next.word == word) {
            node = next;
        } else {
            let begun = |next: &Node| next.word.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
            return found.filter(|_| node.row.is_some() && (word.is_empty() || !node.next.iter().any(begun)));
        }
        rest = start.get(word.len()..)?;
    }
}

/// How many words of a line a row has taken, and whether each was written in full.
#[derive(Clone, Copy)]
struct Match {
    depth: usize,
    in_full: bool,
}

/// All rows below `node` that the words from `so_far` on lead to.
fn search(node: &Node, line: &str, words: &[Range<usize>], so_far: Match, found: &mut Vec<(Match, &'static Row)>) {
    if let Some(row) = node.row {
        found.push((so_far, row));
    }
    let Some(word) = words.get(so_far.depth).and_then(|word| line.get(word.clone())) else { return };
    let exact = node.next.iter().find(|next| next.word.eq_ignore_ascii_case(word));
    let begins = |next: &&Node| next.word.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let depth = so_far.depth + 1;
    if let Some(next) = exact {
        search(next, line, words, Match { depth, ..so_far }, found);
    } else {
        for next in node.next.iter().filter(begins) {
            search(next, line, words, Match { depth, in_full: false }, found);
        }
    }
}

/// The words of a line, as ranges of bytes.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::with_capacity(6);
    let mut start = None;
    for (at, byte) in line.bytes().enumerate() {
        match (matches!(byte, b' ' | b'\t'), start) {
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            (true, None) | (false, Some(_)) => {}
        }
    }
    if let Some(from) = start {
        words.push(from..line.len());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::commands::Command;

    fn found(context: Context, line: &str) -> (Command, Form, &str) {
        match resolve(context, line) {
            Resolution::Found(found) => (found.row.command, found.form, &line[found.argument]),
            other @ (Resolution::Ambiguous(_) | Resolution::Unknown) => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_longest_keywords_win() {
        let peer = Context::VoipPeer;
        assert_eq!(found(peer, "voice-class sip tenant 1"), (Command::SipTenant, Form::Set, "1"));
        assert_eq!(found(peer, "voice-class sip privacy pstn"), (Command::SipOther, Form::Set, "privacy pstn"));
        assert_eq!(found(peer, "no vad"), (Command::Vad, Form::No, ""));
        assert_eq!(found(peer, "default preference"), (Command::Preference, Form::Default, ""));
        assert_eq!(found(Context::Global, "dial-peer voice 5 voip"), (Command::DialPeer, Form::Set, "5 voip"));
    }

    proptest::proptest! {
        #[test]
        fn a_line_in_full_is_what_a_search_finds(
            context in proptest::sample::select(CONTEXTS.to_vec()),
            row in 0..TABLE.len(),
            form in "(no |default |no  )?",
            tail in "( [a-z0-9]{1,4}){0,2}[ \t]{0,2}",
        ) {
            let root = &TREES[CONTEXTS.iter().position(|&one| one == context).unwrap()];
            let line = format!("{form}{}{tail}", TABLE[row].keywords);
            if let Some(quick) = resolve_in_full(root, &line) {
                let Resolution::Found(found) = resolve_by_search(root, &line) else { panic!("{line}") };
                proptest::prop_assert_eq!(quick.row.keywords, found.row.keywords);
                proptest::prop_assert_eq!((quick.form, quick.argument, quick.in_full), (found.form, found.argument, found.in_full));
            }
        }
    }

    #[test]
    fn case_and_abbreviations_are_taken() {
        assert_eq!(found(Context::VoipPeer, "Destination-Pattern 9T"), (Command::DestinationPattern, Form::Set, "9T"));
        assert_eq!(found(Context::VoipPeer, "sess targ ipv4:192.0.2.1").0, Command::SessionTarget);
        assert_eq!(found(Context::VoipPeer, "dest 9T"), (Command::DestinationPattern, Form::Set, "9T"));
        assert!(matches!(resolve(Context::VoipPeer, "s"), Resolution::Unknown | Resolution::Ambiguous(_)));
        assert!(matches!(resolve(Context::VoipPeer, "frobnicate"), Resolution::Unknown));
        assert!(matches!(resolve(Context::Outside, "shutdown"), Resolution::Unknown));
    }
}
