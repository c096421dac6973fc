//! The secrets of one line.

use std::ops::Range;

use memchr::{memchr, memchr2_iter, memmem, memrchr};

use super::table::{
    BEHIND_NAMES, BETWEEN, CREDENTIALS, FREE_TEXT, HEADER_ENDS, HEADERS, LOGINS, MARKERS, Marker, PASSWORD_ENDS,
    PATTERNS, PLURALS, SCHEMES, SLIP_PARTS, SLIPS,
};
use super::words::{Word, begins_any, between_plain_blanks, is_short_for, words};
use crate::diagnostic::is_slip;

/// How many words of a line are looked at for those that a marker needs before it.
const FIRST_WORDS: usize = 16;

/// The most bytes of a name that something is assigned to.
const LONGEST_NAME: usize = 32;

/// The fewest letters of a word that may be told in other words, or by what is left of it.
const LONG: usize = 6;

/// What stands before the key of an encrypted call, in the same word.
const MEDIA_KEY: &[u8] = b"inline:";

/// Where the secrets of `line` are, in their order.
pub(super) fn secrets(line: &[u8]) -> Vec<Range<usize>> {
    let found = read(&words(line).collect::<Vec<_>>());
    if line.is_ascii() {
        return found;
    }
    // What looks like a blank may as well be part of a secret.
    let mut both = [found, read(&between_plain_blanks(line).collect::<Vec<_>>())].concat();
    both.sort_unstable_by_key(|secret| (secret.start, secret.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(both.len());
    for secret in both {
        match merged.last_mut().filter(|last| secret.start <= last.end) {
            Some(last) => last.end = last.end.max(secret.end),
            None => merged.push(secret),
        }
    }
    merged
}

/// Where the secrets of a line of these words are, in their order.
fn read(words: &[Word<'_>]) -> Vec<Range<usize>> {
    if let Some(secret) = before_realm(words) {
        return vec![secret];
    }
    let place = |secret: &Range<usize>| Some(words.get(secret.start)?.start..words.get(secret.end - 1)?.end());
    let free_from = free_text(words);
    let mut found = Vec::new();
    let mut at = 0;
    if let Some(secret) = scrolled(words) {
        found.extend(place(&secret));
        at = secret.end;
    }
    while let Some(word) = words.get(at) {
        at += 1;
        if let Some(secret) = in_word(*word, at.checked_sub(2).and_then(|before| words.get(before))) {
            found.push(secret);
            continue;
        }
        let secret = if at > free_from {
            in_free_text(words, at)
        } else {
            behind_marker(words, at).or_else(|| header(words, at)).or_else(|| behind_name(words, at))
        };
        if let Some(secret) = secret
            && let Some(place) = place(&secret)
        {
            found.push(place);
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
    let rest = words.get(behind_prompt(words)..)?;
    let (first, realm) = (rest.first()?, rest.get(1)?);
    let is_rest = realm.is_any(PASSWORD_ENDS) && rest.len() == 3 && !first.is_any(&["no", "default"]);
    is_rest.then(|| first.start..first.end())
}

/// The indices of the words of the secret in a long line of which IOS showed only the end, behind a `$`: `$word 7 094F471A1A0A`.
fn scrolled(words: &[Word<'_>]) -> Option<Range<usize>> {
    let at = behind_prompt(words);
    let rest = words.get(at)?.keyword().strip_prefix(b"$")?;
    let next = words.get(at + 1).filter(|next| !next.is_any(PASSWORD_ENDS))?;
    let is_end_of = |word: &&str| {
        let start = word.len().checked_sub(rest.len());
        start.and_then(|start| word.as_bytes().get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(rest))
    };
    let is_said = match rest {
        [] => next.is_digit() || words.get(at + 2).is_some_and(|word| word.is_any(PASSWORD_ENDS)),
        [digit] if digit.is_ascii_digit() => true,
        _ => ["password", "secret"].iter().any(is_end_of),
    };
    let start = first_of_secret(words, at + 1, PASSWORD_ENDS);
    is_said.then(|| start..end_of_secret(words, start, PASSWORD_ENDS))
}

/// The index of the first word behind prompts; behind `no` too, where the end of a long line follows.
fn behind_prompt(words: &[Word<'_>]) -> usize {
    let at = prompts(words);
    let is_no = words.get(at).is_some_and(|word| [&b"no"[..], b"default"].contains(&word.keyword()));
    let is_end = words.get(at + 1).is_some_and(|word| word.text.starts_with(b"$"));
    at + usize::from(is_no && is_end)
}

/// How many words at the front are prompts.
fn prompts(words: &[Word<'_>]) -> usize {
    let is_prompt =
        |word: &&Word<'_>| word.text.ends_with(b"#") || word.text.ends_with(b">") || word.is_any(&["--more--"]);
    words.iter().take_while(is_prompt).count()
}

/// The index of the first word of free text, or beyond all words.
fn free_text(words: &[Word<'_>]) -> usize {
    let first = prompts(words);
    let is_free = words.get(first).is_some_and(|word| {
        FREE_TEXT.iter().any(|(command, shortest)| is_short_for(word.keyword(), command, *shortest))
    });
    if is_free { first + 1 } else { usize::MAX }
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
    found.or_else(|| {
        let slips = slip(last);
        // Behind a command with credentials more words are meant.
        let is_meant = |word: &str, one: &Marker| {
            one.word.len() >= LONG && one.until == PASSWORD_ENDS && is_slip(word, one.word) && has(CREDENTIALS)
        };
        let word = || std::str::from_utf8(keyword).ok();
        slips.or_else(|| word().and_then(|word| MARKERS.iter().find(|one| is_meant(word, one))))
    })
}

/// The marker that is meant by a word with a slip in it, wherever that stands.
fn slip(word: &[u8]) -> Option<&'static Marker> {
    let has = |part: &str| word.windows(part.len()).any(|letters| letters.eq_ignore_ascii_case(part.as_bytes()));
    let is_plural = PLURALS.iter().any(|plural| word.eq_ignore_ascii_case(plural.as_bytes()));
    if is_plural || !SLIP_PARTS.iter().any(|part| has(part)) {
        return None;
    }
    let word = std::str::from_utf8(word).ok()?;
    let meant = SLIPS.iter().find(|meant| is_slip(word, meant))?;
    MARKERS.iter().find(|marker| marker.word == *meant)
}

/// Whether the last part of a word is `marker`, in any case, or ends with it: `sshPassword`. A short marker ends many words.
fn ends_with(part: &[u8], marker: &[u8]) -> bool {
    let start = part.len().checked_sub(marker.len()).filter(|start| *start == 0 || marker.len() >= LONG);
    start.and_then(|start| part.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(marker))
}

/// What is secret in a word whatever stands before it.
fn in_word(word: Word<'_>, before: Option<&Word<'_>>) -> Option<Range<usize>> {
    let hash = || is_hash(word.text).then_some(word.start..word.end());
    // The number and the port that a class of addresses looks for.
    let is_pattern = before.is_some_and(|before| before.is_any(PATTERNS)) && memmem::find(word.text, b"://").is_none();
    let user = if is_pattern { None } else { user_of_address(word) };
    match (user, assigned(word)) {
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
        let is_known = match word.text.get(at)? {
            b'=' => is_header(name) || marker(name, &[]).is_some(),
            _ => is_header(name) || marker(name, &[]).is_some_and(|marker| is_in_full(name, marker)),
        };
        let value = word.start + at + 1..word.end();
        (is_known && value.len() > usize::from(word.text.ends_with(b"\""))).then_some(value)
    })
}

/// Whether a word is that of the marker in full, with a slip in it or not, or ends with it.
fn is_in_full(word: &[u8], marker: &Marker) -> bool {
    word.len() >= marker.word.len() || slip(word).is_some()
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
    // `show running-config | sec voice`: a filter of sections. In a profile `add` follows, or `remove`.
    if before.last().is_some_and(|word| word.text == b"|") || is_in_profile(words, at) {
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
    let rest = words.get(at..).filter(|rest| !rest.is_empty())?;
    let has_colon = word.text.contains(&b':');
    // Whatever the header is called; a time is none.
    let is_named = has_colon && word.keyword().first().is_some_and(u8::is_ascii_alphabetic);
    let is_login = rest.len() > 1 && rest.first().is_some_and(|first| first.is_any(LOGINS));
    if is_named && is_login {
        return Some(at..words.len());
    }
    let name = Word { text: word.text.split(|byte| *byte == b':').next()?, ..*word };
    if is_in_profile(words, at) {
        if !is_header(name.keyword()) && marker(name.keyword(), &[]).is_none() {
            return None;
        }
        // Without a quotation mark, `remove` says all.
        let secret = rest.iter().position(|word| word.text.starts_with(b"\"")).unwrap_or(1);
        return (secret < rest.len()).then_some(at + secret..words.len());
    }
    (has_colon && is_header(name.keyword())).then_some(at..words.len())
}

/// Whether the word before `at` is the name of a header in a SIP profile.
fn is_in_profile(words: &[Word<'_>], at: usize) -> bool {
    let is_before = |back: usize, known: &str| {
        at.checked_sub(back).and_then(|at| words.get(at)).is_some_and(|word| word.is_any(&[known]))
    };
    is_before(2, "sip-header") || (is_before(2, "sip") && is_before(3, "peer-header"))
}

/// Whether a header of this name holds credentials.
fn is_header(name: &[u8]) -> bool {
    let is = |word: &[u8], known: &str| word.eq_ignore_ascii_case(known.as_bytes());
    let last = name.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
    let is_own = || name.get(..2).is_some_and(|start| is(start, "x-")) && is(last, "key");
    let ends_so = || last.len() < name.len() && HEADER_ENDS.iter().any(|end| is(last, end));
    HEADERS.iter().any(|header| is(name, header)) || ends_so() || is_own()
}

/// The indices of the words of a password that no word announces, where the word before `at` is the one for a name:
/// `username bob 7 094F471A1A0A`, `credentials username 1001 S3cret`.
fn behind_name(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let (before, said) = (words.get(..at - 1)?, words.get(at - 1)?.keyword());
    if !said.first().is_some_and(|first| first.eq_ignore_ascii_case(&b'u'))
        || before.iter().any(|word| begins_any(*word, &["snmp"]))
    {
        return None;
    }
    let is_short = |word: &Word<'_>| {
        is_short_for(word.keyword(), "credentials", 3) || is_short_for(word.keyword(), "authentication", 2)
    };
    let is_meant = |word: &Word<'_>| {
        let word = std::str::from_utf8(word.keyword()).unwrap_or_default();
        is_slip(word, "credentials") || is_slip(word, "authentication")
    };
    let before = before.get(..before.len().min(FIRST_WORDS)).unwrap_or_default();
    let (shortest, has_credentials) = match (before.iter().any(is_short), before.iter().any(is_meant)) {
        (true, _) => (1, true),
        (false, true) => (2, true),
        (false, false) => (4, false),
    };
    let is_type = words.get(at + 1)?.is_digit() && words.get(at + 2).is_some();
    let first = words.get(at + 1 + usize::from(is_type))?;
    let is_name = is_short_for(said, "username", shortest);
    if !is_name || !(is_type || has_credentials) || is_behind_name(*first) {
        return None;
    }
    let start = first_of_secret(words, at + 1, PASSWORD_ENDS);
    Some(start..end_of_secret(words, start, PASSWORD_ENDS))
}

/// Whether a word is one that follows a name, in short or with a slip.
fn is_behind_name(word: Word<'_>) -> bool {
    let text = std::str::from_utf8(word.text).unwrap_or_default();
    BEHIND_NAMES.iter().any(|known| is_short_for(word.text, known, 1) || is_slip(text, known))
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
