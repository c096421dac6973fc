//! Secrets that take several lines: private keys in PEM, and PKCS #12 in base 64.

use std::ops::Range;

use memchr::{memchr, memmem};

/// The most bytes of a block. The largest keys that IOS takes come to a fifth of it.
const LONGEST_BLOCK: usize = 64 * 1024;

/// How many lines stand between a command and the block that it asks for.
const LINES_BEFORE: usize = 6;

/// The fewest characters of a full line in base 64: 64 in most files, 76 in some.
pub(in crate::syntax) const FULL_LINE: usize = 60;

/// The secret lines that follow the one at `line`, each without its newline; and that line itself, if a key begins there.
pub(super) fn behind(text: &[u8], line: Range<usize>) -> Vec<Range<usize>> {
    let content = text.get(line.clone()).unwrap_or_default();
    if memmem::find(content, b"-----BEGIN").is_some() && memmem::find(content, b"PRIVATE KEY").is_some() {
        return private_key(text, line);
    }
    let asks = content.windows(6).any(|part| part.eq_ignore_ascii_case(b"pkcs12"));
    if asks { pkcs12(text, line.end + 1) } else { Vec::new() }
}

/// The lines of a private key. Where its end is not to be found, those that can belong to it.
fn private_key(text: &[u8], first: Range<usize>) -> Vec<Range<usize>> {
    let window = text.get(first.end..text.len().min(first.end + LONGEST_BLOCK)).unwrap_or_default();
    let end =
        memmem::find(window, b"-----").filter(|at| window.get(*at..).is_some_and(|rest| rest.starts_with(b"-----END")));
    let rest = lines(text, first.end + 1);
    let mut block = vec![first.clone()];
    match end {
        Some(end) => block.extend(rest.take_while(|line| line.start <= first.end + end)),
        None => block.extend(rest.take_while(|line| is_base64(text, line) && line.end < first.end + LONGEST_BLOCK)),
    }
    block
}

/// The lines in base 64 that soon follow `at`.
fn pkcs12(text: &[u8], at: usize) -> Vec<Range<usize>> {
    let is_full = |line: &Range<usize>| line.len() >= FULL_LINE && is_base64(text, line);
    let Some(first) = lines(text, at).take(LINES_BEFORE).find(is_full) else { return Vec::new() };
    lines(text, first.start).take_while(|line| is_base64(text, line) && line.end < at + LONGEST_BLOCK).collect()
}

/// Whether a line holds nothing but base 64.
fn is_base64(text: &[u8], line: &Range<usize>) -> bool {
    let content = text.get(line.clone()).unwrap_or_default().trim_ascii();
    !content.is_empty() && content != b"quit" && content.iter().all(|byte| is_base64_digit(*byte))
}

/// Whether a byte is one of base 64.
pub(in crate::syntax) fn is_base64_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// The lines from `at` on, each without its newline.
fn lines(text: &[u8], mut at: usize) -> impl Iterator<Item = Range<usize>> {
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let line = at..at + memchr(b'\n', rest).unwrap_or(rest.len());
        at = line.end + 1;
        Some(line)
    })
}
