//! Where a configuration holds secrets: passwords, keys, communities. They are never shown.
//!
//! A secret is found by the word in front of it, wherever that stands on its line: a prompt, a time or `--More--` may
//! come first. Where a line can be read in two ways, too much is masked rather than too little.

mod blocks;
mod line;
mod table;
#[cfg(test)]
mod tests;
mod words;
mod wrapped;

use std::sync::LazyLock;

use memchr::{memchr, memrchr};
use regex::bytes::{Regex, RegexBuilder};

use crate::source::{Source, Span};
pub(super) use blocks::{FULL_LINE, is_base64_digit};
use table::{HEADERS, LOGINS, MARKERS, SLIP_PARTS};

/// The longest line that is looked at word by word, in bytes. IOS takes no line near it.
const LONGEST_LINE: usize = 8192;

/// What every line with a secret has: the shortest form of a word of the tables or one that it needs before it, or what
/// gives a secret away by itself.
/// Few other lines have any of it, so most of a configuration is passed over at the speed of this search.
static TRIGGER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let alone = MARKERS.iter().filter(|marker| marker.needs.is_empty());
    let shortest = alone.filter_map(|marker| marker.word.get(..marker.shortest));
    let needed = MARKERS.iter().flat_map(|marker| marker.needs.iter().copied());
    let listed = [HEADERS, LOGINS, SLIP_PARTS].into_iter().flatten().copied();
    let words = shortest.chain(needed).chain(listed).map(|word| regex::escape(word).replace(r"\-", "[-_]"));
    let others = ["@", r"\$[0-9]{1,2}\$", "-----BEGIN", "inline:", "pkcs12", " realm ", r"(?m:^)\$", r"[#> \t]\$"]
        .map(str::to_owned);
    let pattern = words.chain(others).collect::<Vec<_>>().join("|");
    // Without it, every line is looked at.
    RegexBuilder::new(&pattern).case_insensitive(true).unicode(false).build().ok()
});

/// What stands in the place of a secret, however long it is.
const MASK: &str = "********";

/// A text as it may be shown: without secrets, control characters, and those that turn the direction of writing. A secret does
/// not even show its length.
pub fn shown(text: &str) -> String {
    let (mut hidden, mut at) = (Vec::with_capacity(text.len()), 0);
    for secret in secrets(text.as_bytes()) {
        hidden.extend_from_slice(text.as_bytes().get(at..secret.range().start).unwrap_or_default());
        hidden.extend_from_slice(MASK.as_bytes());
        at = secret.range().end;
    }
    hidden.extend_from_slice(text.as_bytes().get(at..).unwrap_or_default());
    Source::new("", hidden).shown_text().into_owned()
}

/// The places of all secrets in a configuration, in their order. None of them holds a newline.
pub fn secrets(text: &[u8]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(hit) = next_trigger(text, at) {
        let start = text.get(at..hit).and_then(|before| memrchr(b'\n', before)).map_or(at, |newline| at + newline + 1);
        let end = text.get(hit..).and_then(|rest| memchr(b'\n', rest)).map_or(text.len(), |newline| hit + newline);
        let content = text.get(start..end).unwrap_or_default();
        if content.len() > LONGEST_LINE {
            found.push(Span::new(start..end));
        } else {
            found.extend(line::secrets(content).into_iter().map(|range| Span::new(start..end).part(range)));
        }
        at = end + 1;
        if let Some(wrapped) = wrapped::behind(text, start..end) {
            at = wrapped.end + 1;
            found.push(Span::new(wrapped));
        }
        for block in blocks::behind(text, start..end) {
            at = at.max(block.end + 1);
            let block = Span::new(block);
            // The first line of a block may have had a secret of its own.
            found.truncate(found.partition_point(|secret| secret.start < block.start));
            found.push(block);
        }
    }
    found
}

/// Whether the line at `line`, with its newline, ends before its secret, and that is what the next one begins with.
pub fn goes_on(text: &[u8], line: Span) -> bool {
    let line = line.range();
    let newline = text.get(line.clone()).is_some_and(|line| line.ends_with(b"\n"));
    newline && wrapped::behind(text, line.start..line.end - 1).is_some()
}

/// Where the next trigger stands, from `at` on.
fn next_trigger(text: &[u8], at: usize) -> Option<usize> {
    if at >= text.len() {
        return None;
    }
    TRIGGER.as_ref().map_or(Some(at), |trigger| trigger.find_at(text, at).map(|hit| hit.start()))
}

/// A text as it may be shown: its secrets masked.
pub fn masked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for secret in secrets(text.as_bytes()) {
        if let Some(part) = bytes.get_mut(secret.range()) {
            part.fill(b'*');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
