//! Where a configuration holds secrets: passwords, keys, communities. They are never shown.

use std::ops::Range;

use super::lines::split;
use crate::source::Span;

/// Words behind which a secret stands.
const MARKERS: [&str; 24] = [
    "password",
    "secret",
    "key",
    "key-string",
    "community",
    "md5",
    "pre-shared-key",
    "shared-secret",
    "psk",
    "passphrase",
    "pass-phrase",
    "pin",
    "ascii",
    "hex",
    "sha",
    "auth",
    "priv",
    "token",
    "authentication-key",
    "message-digest-key",
    "text",
    "aes",
    "des",
    "3des",
];

/// Words that may stand between a marker and its secret: how it is encrypted, or for which level.
const BETWEEN: [&str; 14] =
    ["clear", "encrypted", "level", "md5", "sha", "sha256", "des", "3des", "aes", "128", "192", "256", "ascii", "hex"];

/// The places of all secrets in a configuration.
pub fn secrets(text: &[u8]) -> Vec<Span> {
    let mut found = Vec::new();
    for line in split(text) {
        let Some(content) = text.get(line.content.range()) else { continue };
        found.extend(in_line(content).into_iter().map(|range| line.content.part(range)));
    }
    found
}

/// One line as it may be shown: its secrets masked.
pub fn masked(line: &str) -> String {
    let mut bytes = line.as_bytes().to_vec();
    for range in in_line(line.as_bytes()) {
        if let Some(part) = bytes.get_mut(range) {
            part.fill(b'*');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn in_line(content: &[u8]) -> Vec<Range<usize>> {
    let is = |word: &[u8], known: &[&str]| known.iter().any(|one| word.eq_ignore_ascii_case(one.as_bytes()));
    let list: Vec<_> = words(content).collect();
    let mut found = Vec::new();
    // `snmp-server host ADDRESS ... COMMUNITY`: all behind the address, since the community may stand anywhere in it.
    if let [(_, first), (_, second), _, rest @ ..] = list.as_slice()
        && is(first, &["snmp-server"])
        && is(second, &["host"])
    {
        found.extend(rest.iter().map(|(at, word)| *at..at + word.len()));
    }
    for (index, (at, word)) in list.iter().enumerate() {
        // `ftp://user:password@host`.
        if memchr::memmem::find(word, b"://").is_some() && word.contains(&b'@') {
            found.push(*at..at + word.len());
        }
        if !is(word, &MARKERS) {
            continue;
        }
        let is_type = |word: &[u8]| word.len() <= 2 && word.iter().all(u8::is_ascii_digit);
        let behind = list.get(index + 1..).unwrap_or_default();
        let secret = behind.iter().find(|(_, word)| !is_type(word) && !is(word, &BETWEEN));
        // Where only numbers follow, the last of them is the secret.
        if let Some((at, word)) = secret.or(behind.last()) {
            let end = if word.starts_with(b"\"") { content.len() } else { at + word.len() };
            found.push(*at..end);
        }
    }
    found
}

/// The words of a line with their places.
fn words(line: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..)?;
        at += rest.iter().take_while(|byte| is_blank(byte)).count();
        let rest = line.get(at..)?;
        let length = rest.iter().take_while(|byte| !is_blank(byte)).count();
        let word = rest.get(..length).filter(|word| !word.is_empty())?;
        let start = at;
        at += length;
        Some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<&str> {
        secrets(text.as_bytes()).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn secrets_are_found_behind_their_words() {
        assert_eq!(hidden("enable secret 5 $1$abc\n"), ["$1$abc"]);
        assert_eq!(hidden(" authentication username bob password 7 0822 realm x\n"), ["0822"]);
        assert_eq!(hidden("snmp-server community public RO\n"), ["public"]);
        assert_eq!(hidden("crypto isakmp key S3cret address 192.0.2.1"), ["S3cret"]);
        assert_eq!(hidden(" password \"two words\"\r\n"), ["\"two words\""]);
        assert!(hidden("snmp-server user u g v3 auth md5 AUTH priv aes 128 PRIV").contains(&"AUTH"));
        assert!(hidden("snmp-server user u g v3 auth md5 AUTH priv aes 128 PRIV").contains(&"PRIV"));
        assert_eq!(hidden("enable password level 7 SECRET"), ["SECRET"]);
        assert_eq!(hidden("username b password clear S3C"), ["S3C"]);
        assert_eq!(hidden("snmp-server host 192.0.2.1 version 2c COMM"), ["version", "2c", "COMM"]);
        assert_eq!(hidden("ip ospf authentication-key X"), ["X"]);
        assert_eq!(hidden("copy ftp://bob:PW@192.0.2.1/x flash:"), ["ftp://bob:PW@192.0.2.1/x"]);
        assert_eq!(hidden("enable password 7 12"), ["12"]);
        assert_eq!(masked("authentication username u password 7 0822"), "authentication username u password 7 ****");
        assert!(hidden("dial-peer voice 5 voip\n description no secret").is_empty());
    }
}
