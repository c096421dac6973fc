//! Where a configuration holds secrets: passwords, keys, communities. They are never shown.

use super::lines::split;
use crate::source::Span;

/// Words behind which a secret stands, possibly with the number of its encryption between.
const MARKERS: [&str; 17] = [
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
    "pin",
    "ascii",
    "hex",
    "sha",
    "auth",
    "priv",
    "token",
];

/// The places of all secrets in a configuration.
pub fn secrets(text: &[u8]) -> Vec<Span> {
    let mut found = Vec::new();
    for line in split(text) {
        let Some(content) = text.get(line.content.range()) else { continue };
        let mut words = words(content).peekable();
        while let Some((_, word)) = words.next() {
            if !MARKERS.iter().any(|marker| word.eq_ignore_ascii_case(marker.as_bytes())) {
                continue;
            }
            let is_type = |word: &[u8]| word.len() == 1 && word.iter().all(u8::is_ascii_digit);
            words.next_if(|(_, word)| is_type(word));
            if let Some((at, word)) = words.next() {
                let quoted = word.starts_with(b"\"");
                let end = if quoted { content.len() } else { at + word.len() };
                found.push(line.content.part(at..end));
            }
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
        assert!(hidden("dial-peer voice 5 voip\n description no secret").is_empty());
    }
}
