//! What of a text must not reach a terminal: secrets, control characters (C0, DEL, C1, and those that turn the direction
//! of writing), and broken UTF-8.

use std::ops::Range;

use super::Span;

/// About how many bytes are looked at together: enough that clean text is passed over fast.
const STRETCH: usize = 4096;

/// Whether `bytes` can be shown as they stand, secrets apart.
pub(super) fn is_clean(bytes: &[u8]) -> bool {
    let mut clean = true;
    each_unfit(bytes, |_, _| clean = false);
    clean
}

/// `bytes` with `secrets` and everything else masked that must not be shown. The length stays the same.
pub(super) fn masked(bytes: &[u8], secrets: &[Span]) -> Vec<u8> {
    let mut masked = bytes.to_vec();
    let mut mask = |range: Range<usize>, with: u8| {
        if let Some(part) = masked.get_mut(range) {
            part.fill(with);
        }
    };
    each_unfit(bytes, &mut mask);
    for secret in secrets {
        mask(secret.range(), b'*');
    }
    masked
}

/// Calls `mask` with each range of `bytes` that must not be shown, and what stands for it.
fn each_unfit(bytes: &[u8], mut mask: impl FnMut(Range<usize>, u8)) {
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        // No character of UTF-8 goes on beyond a newline, so a stretch that ends there can be judged by itself.
        let newline = rest.get(STRETCH..).and_then(|far| memchr::memchr(b'\n', far));
        let length = newline.map_or(rest.len(), |far| STRETCH + far + 1);
        let stretch = rest.get(..length).unwrap_or_default();
        // No early exit: so the compiler can look at many bytes at once.
        let is_plain = stretch.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~' | b'\n'));
        if !is_plain {
            each_unfit_character(stretch, at, &mut mask);
        }
        at += length;
    }
}

/// The same for one stretch of text, which begins at `start`.
fn each_unfit_character(stretch: &[u8], start: usize, mask: &mut impl FnMut(Range<usize>, u8)) {
    let mut at = start;
    for chunk in stretch.utf8_chunks() {
        let text = chunk.valid();
        for (offset, character) in text.char_indices() {
            let after = offset + character.len_utf8();
            let turns =
                matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if character == '\r' {
                // A carriage return by itself goes back over what is written. Before a newline it ends the line.
                if text.as_bytes().get(after) != Some(&b'\n') {
                    mask(at + offset..at + after, b' ');
                }
            } else if turns || (character.is_control() && !matches!(character, '\n' | '\t')) {
                mask(at + offset..at + after, b'?');
            }
        }
        at += text.len();
        mask_broken(chunk.invalid(), at, mask);
        at += chunk.invalid().len();
    }
}

/// Masks the bytes at `at` that are no UTF-8.
fn mask_broken(bytes: &[u8], at: usize, mask: &mut impl FnMut(Range<usize>, u8)) {
    if !bytes.is_empty() {
        mask(at..at + bytes.len(), b'?');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_masked_as_short_ones_are() {
        let line = "caf\u{e9} \u{7}bell\rover\r\n";
        let expected = "caf\u{e9} ?bell over\r\n";
        let bytes = masked(line.repeat(1_000).as_bytes(), &[]);
        assert_eq!(String::from_utf8(bytes).unwrap(), expected.repeat(1_000));
        assert_eq!(masked(b"a\xffb\xc3\n", &[Span::new(2..3)]), b"a?*?\n");
        assert!(is_clean(&[b'x'; 10_000]) && is_clean("\u{e9}\t\r\n".as_bytes()));
        assert!(!is_clean(b"\xc3") && !is_clean(b"\x7f") && !is_clean("\u{85}".as_bytes()));
    }
}
