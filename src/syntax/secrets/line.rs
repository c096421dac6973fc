//! The secrets of one line.

use std::ops::Range;

use memchr::{memchr, memchr2_iter, memmem, memrchr};

use super::table::{BETWEEN, CREDENTIALS, FREE_TEXT, HEADERS, MARKERS, Marker, PASSWORD_ENDS, SCHEMES};
use crate::diagnostic::is_slip;

/// How many words of a line are looked at for those that a marker needs before it.
const FIRST_WORDS: usize = 16;

/// The most bytes of a name that something is assigned to.
const LONGEST_NAME: usize = 32;

/// The fewest letters of a word that may be told in other words, or by what is left of it.
const LONG: usize = 6;

/// What stands before the key of an encrypted call, in the same word.
const MEDIA_KEY: &[u8] = b"inline:";

/// A word of a line.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a [u8],
    start: usize,
}

impl<'a> Word<'a> {
    fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is one of `known`, in any case.
    fn is_any(self, known: &[&str]) -> bool {
        known.iter().any(|one| self.text.eq_ignore_ascii_case(one.as_bytes()))
    }

    /// The keyword that it may be: what is left without a prompt, a quotation mark or a byte order mark before it, and
    /// marks behind it.
    fn keyword(self) -> &'a [u8] {
        let is_before = |byte: &u8| {
            !byte.is_ascii() || matches!(byte, b'#' | b'>' | b'"' | b'\'' | b'(' | b'{' | b'[' | b'!' | b'?' | b'&')
        };
        let is_behind = |byte: &u8| matches!(byte, b':' | b'"' | b'\'' | b',' | b')' | b'}' | b']');
        let word = self.text;
        let word =
            word.get(..word.iter().rposition(|byte| !is_behind(byte)).map_or(0, |at| at + 1)).unwrap_or_default();
        word.get(word.iter().rposition(is_before).map_or(0, |at| at + 1)..).unwrap_or_default()
    }
}

/// Where the secrets of `line` are, in their order.
pub(super) fn secrets(line: &[u8]) -> Vec<Range<usize>> {
    let words: Vec<_> = words(line).collect();
    if let Some(secret) = before_realm(&words) {
        return vec![secret];
    }
    let free_from = free_text(&words);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if let Some(secret) = in_word(*word) {
            found.push(secret);
            continue;
        }
        let secret = if at > free_from {
            in_free_text(&words, at)
        } else {
            behind_marker(&words, at).or_else(|| header(&words, at))
        };
        if let Some(secret) = secret
            && let (Some(first), Some(last)) = (words.get(secret.start), words.get(secret.end - 1))
        {
            found.push(first.start..last.end());
            at = secret.end;
        }
    }
    found
}

/// What ends the secret that the next line begins with: this one stops behind the word for a password, or behind the type
/// of one.
pub(super) fn is_open(line: &[u8]) -> Option<&'static [&'static str]> {
    let words: Vec<_> = words(line).collect();
    if free_text(&words) < words.len() {
        return None;
    }
    let (last, before) = words.split_last()?;
    let passwords = |word: &Word<'_>, before: &[Word<'_>]| {
        marker(word.keyword(), before).filter(|marker| marker.until == PASSWORD_ENDS)
    };
    let is_type = matches!(last.text, [digit] if digit.is_ascii_digit());
    let marker = match before.split_last() {
        Some((said, before)) if is_type => passwords(said, before),
        // Elsewhere the last word may be the password itself.
        Some(_) if before.iter().any(|word| begins_any(*word, CREDENTIALS)) => passwords(last, before),
        Some(_) | None => None,
    };
    marker.map(|marker| marker.until)
}

/// The secret that a line begins with, up to one of `until`.
pub(super) fn first_secret(line: &[u8], until: &[&str]) -> Option<Range<usize>> {
    let words: Vec<_> = words(line).collect();
    let at = words.iter().take_while(|word| word.is_any(&["--more--"])).count();
    words.get(at).filter(|word| !word.is_any(until))?;
    let start = first_of_secret(&words, at, until);
    let last = end_of_secret(&words, start, until) - 1;
    Some(words.get(start)?.start..words.get(last)?.end())
}

/// The secret of a line that is the rest of another one, torn off behind `password 7`: `094F471A1A0A realm example.com`.
fn before_realm(words: &[Word<'_>]) -> Option<Range<usize>> {
    let (first, realm) = (words.first()?, words.get(1)?);
    let is_rest = realm.is_any(PASSWORD_ENDS) && words.len() == 3 && !first.is_any(&["no", "default"]);
    is_rest.then(|| first.start..first.end())
}

/// The words of a line with their places. Control characters are blanks too: `--More--` is wiped out with some.
fn words(line: &[u8]) -> impl Iterator<Item = Word<'_>> {
    let is_blank = |byte: &u8| *byte <= b' ' || *byte == 0x7f;
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..)?;
        let start = at + rest.iter().position(|byte| !is_blank(byte))?;
        let rest = line.get(start..)?;
        let text = rest.get(..rest.iter().position(is_blank).unwrap_or(rest.len()))?;
        at = start + text.len();
        Some(Word { text, start })
    })
}

/// The index of the first word of free text, or beyond all words.
fn free_text(words: &[Word<'_>]) -> usize {
    let is_prompt =
        |word: &&Word<'_>| word.text.ends_with(b"#") || word.text.ends_with(b">") || word.is_any(&["--more--"]);
    let first = words.iter().take_while(is_prompt).count();
    let is_free = words.get(first).is_some_and(|word| {
        FREE_TEXT.iter().any(|(command, shortest)| is_short_for(word.keyword(), command, *shortest))
    });
    if is_free { first + 1 } else { usize::MAX }
}

/// Whether `word` is `full` or abbreviates it with at least `shortest` letters, in any case.
fn is_short_for(word: &[u8], full: &str, shortest: usize) -> bool {
    let full = full.as_bytes().get(..word.len());
    word.len() >= shortest && full.is_some_and(|full| word.eq_ignore_ascii_case(full))
}

/// The marker that `keyword` is behind the words `before`.
fn marker(keyword: &[u8], before: &[Word<'_>]) -> Option<&'static Marker> {
    let last = keyword.rsplit(|byte| matches!(byte, b'-' | b'_')).next().unwrap_or_default();
    let has =
        |needed: &[&str]| needed.is_empty() || before.iter().take(FIRST_WORDS).any(|word| begins_any(*word, needed));
    let found = MARKERS.iter().find(|marker| {
        let is_whole = is_short_for(keyword, marker.word, marker.shortest);
        let ends_so = || marker.ends_words && ends_with(last, marker.word.as_bytes());
        (is_whole || ends_so()) && has(marker.needs)
    });
    // Behind a command with credentials it may also have a slip in it.
    let word = || std::str::from_utf8(keyword).ok().filter(|_| has(CREDENTIALS));
    let is_meant = |word: &str, marker: &Marker| marker.until == PASSWORD_ENDS && is_slip(word, marker.word);
    found.or_else(|| {
        word().and_then(|word| MARKERS.iter().filter(|one| one.word.len() >= LONG).find(|one| is_meant(word, one)))
    })
}

/// Whether a word begins with one of `starts`, in any case.
fn begins_any(word: Word<'_>, starts: &[&str]) -> bool {
    let word = word.keyword();
    let begins = |with: &str| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    starts.iter().any(|with| begins(with))
}

/// Whether the last part of a word is `marker`, in any case, or ends with it: `sshPassword`. A short marker ends many words.
fn ends_with(part: &[u8], marker: &[u8]) -> bool {
    let start = part.len().checked_sub(marker.len()).filter(|start| *start == 0 || marker.len() >= LONG);
    start.and_then(|start| part.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(marker))
}

/// What is secret in a word whatever stands before it.
fn in_word(word: Word<'_>) -> Option<Range<usize>> {
    let hash = || is_hash(word.text).then_some(word.start..word.end());
    match (user_of_address(word), assigned(word)) {
        // `password:a@b` may be either.
        (Some(user), Some(assigned)) => Some(user.start.min(assigned.start)..user.end.max(assigned.end)),
        (Some(user), None) => Some(user),
        (None, assigned) => media_key(word).or_else(hash).or(assigned),
    }
}

/// The key of an encrypted call: `inline:WVNf...`. What is no base 64 is a pattern that a SIP profile looks for.
fn media_key(word: Word<'_>) -> Option<Range<usize>> {
    let name = word.text.windows(MEDIA_KEY.len()).position(|part| part.eq_ignore_ascii_case(MEDIA_KEY))?;
    let start = name + MEDIA_KEY.len();
    let is_key = word.text.get(start).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    is_key.then_some(word.start + start..word.end())
}

/// User and password in an address: `ftp://user:password@host`, `sip:user:password@host`. A password can have an `@` in
/// it, a host cannot.
fn user_of_address(word: Word<'_>) -> Option<Range<usize>> {
    let end = memrchr(b'@', word.text)?;
    let before = word.text.get(..end)?;
    let has_colon = |from: usize| before.get(from..).is_some_and(|rest| rest.contains(&b':'));
    let start = if let Some(at) = memmem::find(before, b"://") {
        has_colon(at + 3).then_some(at + 3)?
    } else {
        let colon = memchr(b':', before)?;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'%');
        let name = before.get(..colon)?.iter().rposition(|byte| !is_name(byte)).map_or(0, |at| at + 1);
        let scheme = Word { text: before.get(name..colon).filter(|name| !name.is_empty())?, ..word };
        match (has_colon(colon + 1), scheme.is_any(SCHEMES)) {
            (true, _) => colon + 1,
            (false, true) => return None,
            (false, false) => name,
        }
    };
    Some(word.start + start..word.start + end)
}

/// What is assigned to a marker: `password=S3cret`, `password:S3cret`.
fn assigned(word: Word<'_>) -> Option<Range<usize>> {
    memchr2_iter(b'=', b':', word.text).find_map(|at| {
        let name = Word { text: word.text.get(at.saturating_sub(LONGEST_NAME)..at)?, ..word };
        let name = name.keyword();
        // Before a colon an abbreviation is rather a word of an address.
        let is_header = || HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header.as_bytes()));
        let is_known = match word.text.get(at)? {
            b'=' => marker(name, &[]).is_some(),
            _ => is_header() || marker(name, &[]).is_some_and(|marker| is_in_full(name, marker)),
        };
        let value = word.start + at + 1..word.end();
        (is_known && value.len() > usize::from(word.text.ends_with(b"\""))).then_some(value)
    })
}

/// Whether a word is that of the marker in full, or ends with it.
fn is_in_full(word: &[u8], marker: &Marker) -> bool {
    word.len() >= marker.word.len()
}

/// Whether a word is a hashed password: `$9$...`.
fn is_hash(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"\"").unwrap_or(word);
    let Some(word) = word.strip_prefix(b"$") else { return false };
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    matches!(digits, 1..=2) && word.get(digits) == Some(&b'$') && word.len() > digits + 1
}

/// The indices of the words of the secret, where the word before `at` is a marker.
fn behind_marker(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let before = words.get(..at - 1)?;
    // `show running-config | sec voice`: a filter of sections.
    if before.last().is_some_and(|word| word.text == b"|") {
        return None;
    }
    let marker = marker(words.get(at - 1)?.keyword(), before)?;
    let at = at + marker.skips;
    words.get(at).filter(|first| !first.is_any(marker.unless))?;
    let start = first_of_secret(words, at, marker.until);
    Some(start..end_of_secret(words, start, marker.until))
}

/// The index of the first word of the secret, from `at` on: behind its type, its level and the like. The last word that
/// could be the secret is taken for it, whatever it looks like.
fn first_of_secret(words: &[Word<'_>], mut at: usize, until: &[&str]) -> usize {
    let is_number = |word: &Word<'_>| word.text.len() <= 2 && word.text.iter().all(u8::is_ascii_digit);
    let more = |at: usize| words.get(at).filter(|word| !word.is_any(until));
    let mut has_type = false;
    while let (Some(word), Some(next)) = (words.get(at), more(at + 1)) {
        let is_level = word.is_any(&["level"]) && is_number(next) && more(at + 2).is_some();
        let is_size = word.is_any(&["aes"]) && next.is_any(&["128", "192", "256"]) && more(at + 2).is_some();
        if is_level || is_size {
            at += 2;
        } else if word.is_any(BETWEEN) {
            at += 1;
        } else if is_number(word) && (!has_type || next.is_any(BETWEEN)) {
            // A number before such a word is that of the key, not the type.
            has_type = !next.is_any(BETWEEN);
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// The index behind the last word of the secret that begins at `start`.
fn end_of_secret(words: &[Word<'_>], start: usize, until: &[&str]) -> usize {
    let rest = words.get(start + 1..).unwrap_or_default();
    let is_open = words
        .get(start)
        .is_some_and(|word| word.text.starts_with(b"\"") && (word.text.len() == 1 || !word.text.ends_with(b"\"")));
    let quoted = if is_open {
        rest.iter().position(|word| word.text.ends_with(b"\"")).map_or(rest.len(), |at| at + 1)
    } else {
        0
    };
    let plain = rest.iter().skip(quoted).take_while(|word| !word.is_any(until)).count();
    start + 1 + quoted + plain
}

/// The indices of the words that hold credentials, where the word before `at` is a header that has them:
/// `"Authorization: Digest ..."`, `sip-header Authorization modify "..." "..."`.
fn header(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let word = words.get(at - 1)?;
    let name = Word { text: word.text.split(|byte| *byte == b':').next()?, ..*word };
    if !HEADERS.iter().any(|header| name.keyword().eq_ignore_ascii_case(header.as_bytes())) {
        return None;
    }
    let rest = words.get(at..).filter(|rest| !rest.is_empty())?;
    let is_profile = at >= 2 && words.get(at - 2).is_some_and(|word| word.is_any(&["sip-header"]));
    if is_profile {
        let quote = rest.iter().position(|word| word.text.starts_with(b"\"")).unwrap_or(0);
        return Some(at + quote..words.len());
    }
    word.text.contains(&b':').then_some(at..words.len())
}

/// The index of the word of free text that looks like a password, where the word before `at` says that one follows. A
/// digit behind that word is the type: `password 7 094F471A1A0A`.
fn in_free_text(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let said = words.get(at - 1)?.keyword();
    let word = words.get(at)?.text;
    let is_type = matches!(word, [digit] if digit.is_ascii_digit()) && words.get(at + 1).is_some();
    if is_type && marker(said, &[]).is_some_and(|marker| is_in_full(said, marker)) {
        return Some(at + 1..at + 2);
    }
    let is_said =
        ["password", "passwd", "pwd", "secret", "pin"].iter().any(|word| said.eq_ignore_ascii_case(word.as_bytes()));
    let word = word.strip_suffix(b",").or_else(|| word.strip_suffix(b".")).unwrap_or(word);
    let is_password = word.iter().any(|byte| !byte.is_ascii_alphabetic());
    (is_said && is_password).then_some(at..at + 1)
}
