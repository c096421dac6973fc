//! Lines that stand in no object and are no command that dialc knows: which of them were meant for the voice configuration.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::near::{begins_global_keywords, near_miss};
use super::{
    Node, Resolved, STANDING, TREES, VOICE_WORDS, begins_voice_command, cuts, is_alike, resolve, without_form,
};
use crate::diagnostic::is_slip;
use crate::syntax::commands::first_words::FirstWords;
use crate::syntax::commands::{Command, Context, Known, Support, rows};

/// The first words of a line: so many behind `no` or `default`, with that. Two tell most lines of other parts of a configuration.
pub fn first_words(line: &str, count: usize) -> &str {
    line.get(..without_form(line).1.end_of(count)).unwrap_or(line)
}

/// Whether a line in no object that begins with these two [`first_words`] can be a command that dialc knows, or is to be looked at
/// more closely: it may be nearly one, or stand in an object.
pub fn may_be_voice(first_words: &str) -> bool {
    TREES.get(Context::Global as usize).is_some_and(|global| global.may_go_on(first_words, false))
        || begins_voice_command(first_words)
        || begins_voice_command_in_short(first_words)
        || begins_global_keywords(first_words)
        || ORPHANS.may_go_on(first_words, true)
        || mistyped_first_word(first_words).is_some()
}

/// Whether a line that is no command dialc knows begins like one of the voice configuration, or is a slip away from it.
pub(in crate::syntax) fn is_nearly_voice(line: &str) -> bool {
    begins_voice_command(line)
        || begins_voice_command_in_short(line)
        || mistyped_first_word(line).is_some()
        || near_miss(Context::Global, line).is_some()
}

/// The objects of which a line tells that it is one of theirs.
const OBJECTS: [Context; 7] = [
    Context::VoipPeer,
    Context::PotsPeer,
    Context::TranslationRule,
    Context::TranslationProfile,
    Context::PatternMap,
    Context::SipUa,
    Context::VoiceService,
];

/// Whether a command is one of voice objects only. Words that other objects have too (`shutdown`, `description`) say nothing.
fn says(known: Known) -> bool {
    known.support() != Support::Kept && (known.keywords().contains([' ', '-']) || says_with_argument(known))
}

/// Whether it says so only with what follows it: `rule 1 /1/ /2/`.
fn says_with_argument(known: Known) -> bool {
    known.row().is_some_and(|row| matches!(row.command, Command::Rule | Command::MapEntry))
}

/// The commands that say so.
static ORPHANS: LazyLock<Node> =
    LazyLock::new(|| Node::tree(|contexts, known| OBJECTS.iter().any(|context| contexts.has(*context)) && says(known)));

/// Whether a line that stands in no object is one of a voice object, in full: its header is missing, or was not seen.
pub fn is_orphan(line: &str) -> bool {
    let is_whole = |found: &Resolved| !says_with_argument(found.known()) || found.known().takes(found.written(line));
    let is_one = |found: Resolved| found.in_full && says(found.known()) && is_whole(&found);
    let says_so = |context| resolve(context, line).found().is_some_and(is_one);
    ORPHANS.may_go_on(line, true) && OBJECTS.into_iter().any(says_so)
}

/// Whether a line of an object of another part of the configuration may be one of a voice object, by its first word. `ip` begins
/// lines of all parts.
pub(in crate::syntax) fn may_be_stray(line: &str) -> bool {
    STRAY.begin(line)
}

static STRAY: LazyLock<FirstWords> =
    LazyLock::new(|| FirstWords::of(ORPHANS.keywords().into_iter().filter(|word| *word != "ip")));

/// Whether [`may_be_stray`] or [`may_stand_alone`] may be true of a line, by its first letters: of most they tell it.
///
/// [`may_stand_alone`]: super::may_stand_alone
pub(in crate::syntax) fn may_leave(line: &[u8]) -> bool {
    STANDING.may_begin(line) || STRAY.may_begin(line)
}

/// The word that the first one of a line behind `no` or `default` is with a slip in it, where lines of the voice configuration only
/// begin with that; and where the mistyped one stands. Its hyphen may be a blank, and the blank behind it a hyphen or missing.
pub fn mistyped_first_word(line: &str) -> Option<(&'static str, Range<usize>)> {
    let mut words = without_form(line).1;
    let (start, first) = words.next()?;
    if let Some(meant) = joined(first) {
        return Some((meant, start..start + first.len()));
    }
    let Some((next, second)) = words.next() else {
        // Headers that say nothing more.
        let mut bare = ["sip-ua", "telephony-service", "call-manager-fallback"].into_iter();
        return bare.find(|meant| is_slip(first, meant)).map(|meant| (meant, start..start + first.len()));
    };
    let said = |meant: &&str| {
        let apart = meant.starts_with(first) && meant.split_once('-') == Some((first, second));
        apart.then_some(next + second.len()).or_else(|| is_slip(first, meant).then_some(start + first.len()))
    };
    // Few lines begin with a word of such letters, and each is looked at.
    let alike = VOICE_WORDS.iter().filter(|meant| is_alike(first, meant));
    alike.copied().find_map(|meant| said(&meant).map(|end| (meant, start..end)))
}

/// The first two keywords of global commands that have several.
static PAIRS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let global = rows().filter(|row| row.contexts.has(Context::Global));
    global.map(|row| first_words(row.keywords, 2)).filter(|pair| pair.contains(' ')).collect()
});

/// The first two keywords of global commands that `word` joins, with a hyphen or without: `voice-class` and `trunkgroup`, which are
/// commands of dial-peers.
fn joined(word: &str) -> Option<&'static str> {
    let is_joined = |pair: &&&str| {
        let (front, back) = pair.split_once(' ').unwrap_or_default();
        let apart = word.split_at_checked(front.len());
        let apart = apart.map(|(start, rest)| (start, rest.strip_prefix('-').unwrap_or(rest)));
        apart.is_some_and(|(start, end)| start.eq_ignore_ascii_case(front) && end.eq_ignore_ascii_case(back))
    };
    PAIRS.iter().find(is_joined).copied()
}

/// Whether `line` begins with such a word cut short: `voi`, `dial-p`. Shorter ones begin words of other commands and of prose, so the
/// next keyword must follow in full: `vo translation-rule`.
pub fn begins_voice_command_in_short(line: &str) -> bool {
    const SHORTEST: [(&str, usize); 4] = [("voice", 3), ("voice-port", 6), ("voice-card", 6), ("dial-peer", 5)];
    let mut words = without_form(line).1;
    let Some((_, word)) = words.next() else { return false };
    if SHORTEST.iter().any(|(full, shortest)| word.len() < full.len() && cuts(word, full, *shortest)) {
        return true;
    }
    let Some((_, second)) = words.next() else { return false };
    let is_pair = |pair: &&str| {
        let (front, back) = pair.split_once(' ').unwrap_or_default();
        VOICE_WORDS.contains(&front) && cuts(word, front, 2) && back.eq_ignore_ascii_case(second)
    };
    word.len() < "voice".len() && PAIRS.iter().any(is_pair)
}

#[cfg(test)]
mod tests {
    use super::super::{decided_by, resolve_global};
    use super::*;
    use crate::syntax::commands::listed;

    proptest::proptest! {
        /// By its first words no line is passed over of which something would be said.
        #[test]
        fn lines_that_are_not_looked_at_are_none(
            form in "|no |default |NO  ",
            first in 0..rows().count() + listed().count(),
            cut in 0_usize..40,
            slip in "|[a-z]|-| ",
            rest in "| [a-z]{0,3}| [0-9]{1,3} voip| voice 3 voip",
        ) {
            let all: Vec<_> = rows().map(|row| row.keywords).chain(listed().map(|(_, listed)| listed.keywords)).collect();
            let (front, back) = all[first].split_at(cut.min(all[first].len()));
            for line in [format!("{form}{front}{slip}{back}{rest}"), format!("{form}{front}{slip}{rest}")] {
                let says = resolve_global(&line).is_some() || is_orphan(&line) || is_nearly_voice(&line);
                if let Some(id) = decided_by(first_words(&line, 1)) {
                    let decided = Some(Resolved::decided(id, &line));
                    proptest::prop_assert_eq!(format!("{decided:?}"), format!("{:?}", resolve_global(&line)), "{}", line);
                }
                proptest::prop_assert!(!says || may_be_voice(first_words(&line, 2)), "{}", line);
            }
        }
    }

    #[test]
    fn most_lines_of_other_parts_are_told_by_their_first_words() {
        for line in [
            "ip route 172.16.0.0 255.255.0.0 192.0.2.1",
            "ip access-list extended A",
            "no ip http server",
            "crypto map A 10 ipsec-isakmp",
            "snmp-server location here",
            "x",
        ] {
            assert!(!may_be_voice(first_words(line, 2)), "{line}");
        }
        assert_eq!(
            ["no ip http server", "hostname a", "end"].map(|line| first_words(line, 2)),
            ["no ip http", "hostname a", "end"]
        );
    }
}
