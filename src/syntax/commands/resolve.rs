//! From the words of a line to a command: case and abbreviations as IOS takes them.

mod near;
mod stray;

use std::ops::Range;
use std::sync::LazyLock;

use super::first_words::{FirstWords, begins_with_form};
use super::{Command, Context, Contexts, Known, Row, listed, rows};
use crate::syntax::argument::is_line_kind;
use crate::syntax::words::Words;

pub use near::{NearMiss, near_miss};
pub(in crate::syntax) use near::{is_mistyped, is_whole_in_short};
pub use stray::{begins_voice_command_in_short, first_words, is_orphan, may_be_voice, mistyped_first_word};
pub(in crate::syntax) use stray::{is_nearly_voice, may_be_stray, may_leave};

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

impl Form {
    fn of(word: &str) -> Self {
        if word.eq_ignore_ascii_case("no") {
            Self::No
        // Shorter than that it may be `define`.
        } else if cuts(word, "default", 4) {
            Self::Default
        } else {
            Self::Set
        }
    }
}

/// A command that dialc knows, in two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownId(u16);

impl KnownId {
    /// What is known of it.
    #[allow(clippy::indexing_slicing, reason = "an id is the place of a command in this list, and made only here")]
    pub fn known(self) -> Known {
        KNOWN[usize::from(self.0)].1
    }
}

/// A line whose command is known.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The command.
    pub id: KnownId,
    /// How it is used.
    pub form: Form,
    /// The bytes of the line that are its argument; empty, at the end, where there is none.
    pub argument: Range<usize>,
    /// Whether its keywords are written in full.
    pub in_full: bool,
}

impl Resolved {
    /// The command of `line`, which its first word decides: [`decided_by`].
    pub fn decided(id: KnownId, line: &str) -> Self {
        let (form, mut words) = without_form(line);
        words.next();
        Self { id, form, argument: words.argument(), in_full: true }
    }

    /// The command.
    pub fn known(&self) -> Known {
        self.id.known()
    }

    /// Its argument in `line`, the line that it was found in.
    pub fn written<'a>(&self, line: &'a str) -> &'a str {
        line.get(self.argument.clone()).unwrap_or_default()
    }

    /// Its row, where it has one.
    pub fn row(&self) -> Option<&'static Row> {
        self.known().row()
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

impl Resolution {
    /// The command, where there is just one.
    pub fn found(self) -> Option<Resolved> {
        match self {
            Self::Found(found) => Some(found),
            Self::Ambiguous(_) | Self::Unknown => None,
        }
    }
}

/// Every command with where it can stand: those with rows first.
static KNOWN: LazyLock<Vec<(Contexts, Known)>> = LazyLock::new(|| {
    let rows = rows().map(|row| (row.contexts, Known::Row(row)));
    rows.chain(listed().map(|(contexts, listed)| (contexts, Known::Listed(listed)))).collect()
});

/// A keyword and what may follow it; the words that may follow are sorted, so those that an abbreviation begins stand
/// side by side.
#[derive(Debug, Default)]
struct Node {
    word: &'static str,
    /// Its first letters: most words that it is compared with differ in them.
    packed: u64,
    id: Option<KnownId>,
    next: Vec<Node>,
    /// For each letter from `a` on, where among the next words those begin that start with it.
    letters: Vec<u16>,
}

impl Node {
    /// The keywords of all commands that are `wanted`.
    fn tree(wanted: impl Fn(Contexts, Known) -> bool) -> Self {
        let mut root = Self::default();
        for (index, (_, known)) in KNOWN.iter().enumerate().filter(|(_, (contexts, known))| wanted(*contexts, *known)) {
            let id = KnownId(u16::try_from(index).unwrap_or(u16::MAX));
            root.add(&mut known.keywords().split(' '), id);
        }
        root.index();
        root
    }

    fn add(&mut self, words: &mut dyn Iterator<Item = &'static str>, id: KnownId) {
        let Some(word) = words.next() else {
            self.id = Some(id);
            return;
        };
        let at = self.next.partition_point(|node| node.word < word);
        if self.next.get(at).is_none_or(|node| node.word != word) {
            self.next.insert(at, Self { word, packed: packed(word.as_bytes()), ..Self::default() });
        }
        if let Some(node) = self.next.get_mut(at) {
            node.add(words, id);
        }
    }

    /// Says where the words of each first letter stand.
    fn index(&mut self) {
        for node in &mut self.next {
            node.index();
        }
        let letters = b'a'..=b'z' + 1;
        let place = |letter| self.next.partition_point(|node| node.word.as_bytes() < [letter].as_slice());
        self.letters = letters.map(|letter| u16::try_from(place(letter)).unwrap_or(u16::MAX)).collect();
    }

    /// The keywords that can be next.
    fn keywords(&self) -> Vec<&'static str> {
        self.next.iter().map(|node| node.word).collect()
    }

    /// Whether a line that begins with these words can be one of the commands: as far as they go, they are keywords of one, `in_full`
    /// or at least abbreviated.
    fn may_go_on(&self, words: &str, in_full: bool) -> bool {
        let (_, mut words) = without_form(words);
        let mut node = self;
        while node.id.is_none() {
            let Some((_, word)) = words.next() else { return true };
            match node.candidates(word) {
                [] => return false,
                [next] if !in_full || next.word.len() == word.len() => node = next,
                [..] => return !in_full,
            }
        }
        true
    }

    /// The words that begin with the letter of `first`, in any case.
    fn bucket(&self, first: u8) -> &[Self] {
        let letter = usize::from(first.to_ascii_lowercase().wrapping_sub(b'a'));
        match (self.letters.get(letter), self.letters.get(letter + 1)) {
            (Some(start), Some(end)) => self.next.get(usize::from(*start)..usize::from(*end)).unwrap_or_default(),
            _ => &self.next,
        }
    }

    /// The keywords that `word` stands for: the one it equals, or all that it begins.
    fn candidates(&self, word: &str) -> &[Self] {
        let Some(first) = word.bytes().next() else { return &[] };
        let bucket = self.bucket(first);
        let word = word.as_bytes();
        let letters = packed(word);
        // Of the letters that the word has, all bits but that of the case.
        let compared = 0xdfdf_dfdf_dfdf_dfdf & u64::MAX >> (64 - 8 * word.len().min(PACKED));
        let begun = |node: &Self| {
            let start = || node.word.as_bytes().get(..word.len());
            (node.packed ^ letters) & compared == 0
                && start().is_some_and(|start| start == word || start.eq_ignore_ascii_case(word))
        };
        let Some(from) = bucket.iter().position(begun) else { return &[] };
        let rest = bucket.get(from..).unwrap_or_default();
        // Of the words that it begins, the one that it equals is the shortest, so it stands first.
        let exact = rest.first().is_some_and(|node| node.word.len() == word.len());
        let count = if exact { 1 } else { rest.iter().take_while(|node| begun(node)).count() };
        rest.get(..count).unwrap_or_default()
    }
}

/// How many letters are packed.
const PACKED: usize = 8;

/// The first letters of a word, from the lowest byte on. Words of which these differ, but for the bit that tells the cases apart,
/// are different words; others may be.
fn packed(word: &[u8]) -> u64 {
    let four = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)));
    match word.first_chunk::<PACKED>() {
        Some(letters) => u64::from_le_bytes(*letters),
        // The last four overlap with the first.
        None if word.len() >= 4 => four(word.first_chunk()) | four(word.last_chunk()) << (8 * (word.len() - 4)),
        None => word.iter().rev().fold(0, |packed, letter| packed << 8 | u64::from(*letter)),
    }
}

static TREES: LazyLock<Vec<Node>> =
    LazyLock::new(|| Context::ALL.iter().map(|context| Node::tree(|contexts, _| contexts.has(*context))).collect());

/// Whether a word is `full`, or the beginning of it, with so many letters at least.
fn cuts(word: &str, full: &str, shortest: usize) -> bool {
    word.len() >= shortest && full.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether one of the first two letters of a word is one of those of another, in any case: with a slip in it, it is so.
fn is_alike(word: &str, other: &str) -> bool {
    let letters = |word: &str| word.bytes().take(2).fold(0_u32, |letters, letter| letters | 1 << (letter % 32));
    letters(word) & letters(other) != 0
}

/// The words of a line behind `no` or `default`, and which of these it begins with.
pub(super) fn without_form(line: &str) -> (Form, Words<'_>) {
    let words = Words::new(line);
    // Most lines are told by their first letters.
    if !begins_with_form(line.as_bytes()) {
        return (Form::Set, words);
    }
    let mut rest = words.clone();
    match rest.next().map_or(Form::Set, |(_, word)| Form::of(word)) {
        Form::Set => (Form::Set, words),
        form @ (Form::No | Form::Default) => (form, rest),
    }
}

/// Words that begin a line of the voice configuration and no other.
const VOICE_WORDS: [&str; 13] = [
    "dial-peer",
    "voice",
    "voice-port",
    "voice-card",
    "num-exp",
    "sip-ua",
    "translation-rule",
    "voip-incoming",
    "telephony-service",
    "call-manager-fallback",
    "ephone",
    "ephone-dn",
    "ephone-hunt",
];

/// Whether the first word of `line`, but for `no` and `default`, is in full one that begins a global header or lines of the voice
/// configuration only: no other line can stand by itself within an object.
pub(in crate::syntax) fn may_stand_alone(line: &str) -> bool {
    STANDING.begin(line)
}

/// The words that it begins with then.
static STANDING: LazyLock<FirstWords> = LazyLock::new(|| {
    let headers = rows().filter(|row| row.begins_object() && row.contexts.has(Context::Global));
    FirstWords::of(headers.map(|row| row.keywords).chain(VOICE_WORDS))
});

/// The words that headers of objects begin with.
pub(in crate::syntax) fn first_words_of_headers() -> impl Iterator<Item = &'static str> {
    rows().filter(|row| row.begins_object()).filter_map(|row| row.keywords.split(' ').next())
}

/// Whether `line` begins with a word, in full, that begins lines of the voice configuration only.
pub fn begins_voice_command(line: &str) -> bool {
    static FIRST_WORDS: LazyLock<FirstWords> = LazyLock::new(|| FirstWords::of(VOICE_WORDS.into_iter()));
    FIRST_WORDS.begin(line)
}

/// Finds the command of `line`, the content of a line that stands in `context`.
///
/// Keywords are taken in any case. A word that no keyword equals is taken for the keywords that it begins; where that
/// leaves several commands, the one that more words of the line fit is taken. It gives way to a shorter one where only
/// that one has the argument that it needs: `translation-profile outgoing c` names the profile `c`, although `controller`
/// begins like it.
pub fn resolve(context: Context, line: &str) -> Resolution {
    let Some(root) = TREES.get(context as usize).filter(|root| !root.next.is_empty()) else {
        return Resolution::Unknown;
    };
    let (form, start) = without_form(line);
    let (mut node, mut rest, mut depth, mut in_full) = (root, start.clone(), 0, true);
    let (mut found, mut shorter) = (None::<Reached<'_>>, None);
    loop {
        if let Some(id) = node.id {
            let before = found.replace(Reached { id, depth, in_full, rest: rest.clone() });
            shorter = before.filter(Reached::knows_its_argument).or(shorter);
        }
        if node.next.is_empty() {
            break;
        }
        let Some((_, word)) = rest.next() else { break };
        match node.candidates(word) {
            [] => break,
            [next] => {
                in_full &= next.word.len() == word.len();
                depth += 1;
                node = next;
            }
            [_, _, ..] => return search_all(root, form, start),
        }
    }
    found.map_or(Resolution::Unknown, |found| {
        let shorter = shorter.filter(|shorter| found.gives_way_to(shorter));
        Resolution::Found(shorter.as_ref().unwrap_or(&found).resolved(form))
    })
}

/// Finds the command of a line that stands under no header. Most of these are not of the voice configuration, so a
/// command that is known by its words only must be written in full. One letter stands for no command: IOS has several for
/// each, and lines of prose begin so. `control` is a command of the groups of `application redundancy`, and stands for `controller` only
/// before the kind of a line.
pub fn resolve_global(line: &str) -> Option<Resolved> {
    let is_letter = || without_form(line).1.next().is_some_and(|(_, word)| word.len() == 1);
    let is_meant =
        |found: &Resolved, row: &Row| row.command != Command::Controller || is_line_kind(found.written(line));
    let found = resolve(Context::Global, line).found();
    found.filter(|found| found.in_full || (found.row().is_some_and(|row| is_meant(found, row)) && !is_letter()))
}

/// The global command of every line whose first word, behind `no` or `default`, is that of `first`, whatever follows it.
pub fn decided_by(first: &str) -> Option<KnownId> {
    let (_, word) = without_form(first).1.next()?;
    match TREES.get(Context::Global as usize)?.candidates(word) {
        [only] if only.next.is_empty() && only.word.len() == word.len() => only.id,
        [..] => None,
    }
}

/// Finds the command of a line whose words stand for several keywords.
fn search_all(root: &'static Node, form: Form, words: Words<'_>) -> Resolution {
    let mut found = Vec::new();
    search(root, words, 0, true, &mut found);
    let mut shorter = found.clone();
    keep_deepest(&mut found);
    shorter.retain(|one| found.iter().all(|found| one.depth < found.depth) && one.knows_its_argument());
    keep_deepest(&mut shorter);
    if let [shorter] = shorter.as_slice()
        && found.iter().all(|found| found.gives_way_to(shorter))
    {
        return Resolution::Found(shorter.resolved(form));
    }
    match found.as_slice() {
        [] => Resolution::Unknown,
        [found] => Resolution::Found(found.resolved(form)),
        [_, _, ..] => Resolution::Ambiguous(found.iter().map(|found| found.id.known().keywords()).collect()),
    }
}

fn keep_deepest(found: &mut Vec<Reached<'_>>) {
    let deepest = found.iter().map(|found| found.depth).max();
    found.retain(|found| Some(found.depth) == deepest);
}

/// A command that the words of a line lead to.
#[derive(Clone, Debug)]
struct Reached<'a> {
    id: KnownId,
    /// How many words of the line it has taken.
    depth: usize,
    /// Whether each of them was written in full.
    in_full: bool,
    /// The words that are left.
    rest: Words<'a>,
}

impl Reached<'_> {
    fn resolved(&self, form: Form) -> Resolved {
        Resolved { id: self.id, form, argument: self.rest.argument(), in_full: self.in_full }
    }

    /// Whether dialc can tell an argument of the command from other words.
    fn knows_its_argument(&self) -> bool {
        self.id.known().row().is_some_and(|row| !row.shape.takes_any_words())
    }

    /// Whether the line is one of `shorter`, of which this command has the keywords and more: a router prints no line that
    /// lacks an argument. With `no` before it a line is the same command, and so takes back what it says.
    fn gives_way_to(&self, shorter: &Self) -> bool {
        let is_whole = |one: &Self| one.id.known().takes(one.rest.written());
        !is_whole(self) && is_whole(shorter)
    }
}

/// All commands below `node`, which `depth` words have led to, that `words` lead to.
fn search<'a>(node: &Node, words: Words<'a>, depth: usize, in_full: bool, found: &mut Vec<Reached<'a>>) {
    if let Some(id) = node.id {
        found.push(Reached { id, depth, in_full, rest: words.clone() });
    }
    let mut rest = words;
    let Some((_, word)) = rest.next() else { return };
    for next in node.candidates(word) {
        search(next, rest.clone(), depth + 1, in_full && next.word.len() == word.len(), found);
    }
}

#[cfg(test)]
mod tests;
