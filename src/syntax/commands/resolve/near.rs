//! A keyword that was mistyped: the words before it are those of commands, and with another one in its place the line is
//! a whole command, or there is no other that IOS takes there.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Context, Form, Resolution, TREES, is_alike, resolve, without_form};
use crate::diagnostic::{did_you_mean, is_slip};
use crate::syntax::commands::first_words::FirstWords;
use crate::syntax::commands::rows;

/// A word that stands in the place of a keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// Where in the line the word stands.
    pub at: Range<usize>,
    /// The keywords before it, as they are written.
    pub before: Range<usize>,
    /// The keywords that can stand there, as far as dialc knows.
    pub keywords: Vec<&'static str>,
}

/// Keywords behind which dialc knows all that IOS takes (command reference, each of them): what stands there is one of the
/// keywords of the table or a mistake, also where it is no slip.
const COMPLETE: [&str; 10] = [
    "call-block",
    "call-block disconnect-cause",
    "call-block translation-profile",
    "carrier-id",
    "corlist",
    "dial-peer cor",
    "dial-peer outbound",
    "dial-peer outbound status-check",
    "translate-outgoing",
    "translation-profile",
];

/// The mistyped keyword of `line`, the content of a line that stands in `context` and is no command that dialc knows.
///
/// IOS has commands that dialc does not know. So a word counts as mistyped only where all words before it are keywords in
/// full, it is a slip away from one that can follow them, and what stands behind it is what the command takes then.
/// Behind some keywords dialc knows all that IOS takes; any other word is wrong there, and so is none.
pub fn near_miss(context: Context, line: &str) -> Option<NearMiss> {
    // Most lines of a configuration are of none of these.
    if context == Context::Global && !begins_global_keywords(line) {
        return None;
    }
    let mut node = TREES.get(context as usize)?;
    let (form, mut words) = without_form(line);
    let (mut before, mut said) = (0..0, String::new());
    loop {
        let Some((start, word)) = words.next() else {
            let at = line.trim_end_matches([' ', '\t']).len();
            let is_short = form == Form::Set && COMPLETE.contains(&said.as_str());
            return is_short.then(|| NearMiss { at: at..at, before, keywords: node.keywords() });
        };
        let end = start + word.len();
        match node.candidates(word) {
            [next] if next.word.len() == word.len() && next.id.is_none() => {
                before = if before.is_empty() { start..end } else { before.start..end };
                said = if said.is_empty() { next.word.to_owned() } else { format!("{said} {}", next.word) };
                node = next;
            }
            [] => {
                // What begins with no keyword is no command of the table, and most lines are none.
                if before.is_empty() {
                    return None;
                }
                let keywords = node.keywords();
                let meant = did_you_mean(word, keywords.iter().copied()).filter(|meant| is_slip(word, meant));
                let (front, rest) = (line.get(..start)?, line.get(end..)?);
                let meant = meant.filter(|meant| is_whole(context, form, &format!("{front}{meant}{rest}")));
                let is_wrong = meant.is_some() || COMPLETE.contains(&said.as_str());
                return is_wrong.then_some(NearMiss { at: start..end, before, keywords });
            }
            [_, ..] => return None,
        }
    }
}

/// Whether a line begins like a global command of several keywords.
pub(super) fn begins_global_keywords(line: &str) -> bool {
    static GLOBAL: LazyLock<FirstWords> = LazyLock::new(|| {
        let of_several = rows().filter(|row| row.contexts.has(Context::Global) && row.keywords.contains(' '));
        FirstWords::of(of_several.map(|row| row.keywords))
    });
    GLOBAL.begin(line)
}

/// Whether a line that no command of `context` fits is one with a slip in a keyword: mended, it has all that the command needs.
pub(in crate::syntax) fn is_mistyped(context: Context, line: &str) -> bool {
    let (form, mut words) = without_form(line);
    let Some((start, first)) = words.next() else { return false };
    let rest = line.get(start + first.len()..).unwrap_or_default();
    let is_meant = |meant: &&str| {
        is_alike(first, meant) && is_slip(first, meant) && is_whole(context, Form::Set, &format!("{meant}{rest}"))
    };
    let keywords = TREES.get(context as usize).map(super::Node::keywords).unwrap_or_default();
    near_miss(context, line).is_some() || (form == Form::Set && keywords.iter().any(is_meant))
}

/// Whether a line is one of `context`, abbreviated so that it is hardly anything else, and has all that its command needs.
pub(in crate::syntax) fn is_whole_in_short(context: Context, line: &str) -> bool {
    const SHORTEST: usize = 4;
    let (form, mut words) = without_form(line);
    words.next().is_some_and(|(_, first)| first.len() >= SHORTEST) && is_whole(context, form, line)
}

/// Whether a line is a command of the table with all that it needs.
fn is_whole(context: Context, form: Form, line: &str) -> bool {
    let Resolution::Found(found) = resolve(context, line) else { return false };
    let written = found.written(line);
    found.row().is_some() && (found.known().takes(written) || form != Form::Set && written.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_keyword_is_found() {
        for (context, line, wrong) in [
            (Context::Global, "dial-peer vioce 3 voip", "vioce"),
            (Context::Global, "no dial-peer vioce 3", "vioce"),
            (Context::Global, "voice translation-ruel 3", "translation-ruel"),
            (Context::Global, "voice class e164-patern-map 3", "e164-patern-map"),
            (Context::Global, "trunk gruop PSTN", "gruop"),
            (Context::VoipPeer, "incoming uri vai A", "vai"),
            (Context::VoipPeer, "incoming called-nubmer 9T", "called-nubmer"),
            (Context::VoipPeer, "session targte ipv4:192.0.2.1", "targte"),
            (Context::PotsPeer, "translation-profile incomming X", "incomming"),
            (Context::VoicePort, "translation-profile outgiong X", "outgiong"),
            (Context::TrunkGroup, "no translation-profile incomming", "incomming"),
            (Context::TranslationProfile, "translate caled 1", "caled"),
            // No slips, where dialc knows all that IOS takes.
            (Context::VoipPeer, "call-block translation-profile outgoing P", "outgoing"),
            (Context::PotsPeer, "translation-profile P", "P"),
            (Context::VoicePort, "no translation-profile P", "P"),
            (Context::VoipPeer, "translate-outgoing foo 1", "foo"),
            (Context::VoipPeer, "carrier-id foo X", "foo"),
            (Context::Global, "dial-peer outbound status-check voip", "voip"),
            (Context::VoipPeer, "translation-profile", ""),
        ] {
            let found = near_miss(context, line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(&line[found.at], wrong, "{line}");
        }
    }

    #[test]
    fn other_commands_are_no_slips() {
        for (context, line) in [
            // Commands of IOS that dialc does not know.
            (Context::Global, "dial-peer video 3 pots"),
            (Context::Global, "dial-peer data 3 pots"),
            (Context::Global, "voice hpi capture buffer 1"),
            (Context::Global, "voice vad-time 100"),
            (Context::Global, "trunk link up"),
            (Context::VoipPeer, "incoming media 1"),
            (Context::VoipPeer, "destination pattern 9T"),
            // With the keyword in its place it would not be a command either.
            (Context::Global, "dial-peer vioce"),
            (Context::Global, "dial-peer vioce has a slip"),
            // The first word says nothing, or is mistyped itself.
            (Context::VoipPeer, "incomming uri via A"),
            (Context::VoipPeer, "frobnicate via A"),
            // Nothing has to follow what is taken back.
            (Context::VoipPeer, "no translation-profile"),
            // A command of its own here.
            (Context::TrunkGroup, "carrier-id foo"),
            // What is known.
            (Context::VoipPeer, "incoming uri via A"),
            (Context::VoipPeer, "incoming uri v A"),
            (Context::VoipPeer, ""),
        ] {
            assert_eq!(near_miss(context, line), None, "{line}");
        }
    }
}
