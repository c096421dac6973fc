//! Secrets that stand on the line behind: a terminal or a mail has wrapped it.

use std::ops::Range;

use memchr::memchr;

use super::{LONGEST_LINE, line};
use crate::syntax::commands::{Context, resolve};

/// The secret at the beginning of the line that follows the one at `line`, where that one ends before its password. A line
/// that is a command, a comment or a prompt is no rest of another one.
pub(super) fn behind(text: &[u8], line: Range<usize>) -> Option<Range<usize>> {
    let until = text.get(line.clone()).filter(|content| content.len() <= LONGEST_LINE).and_then(line::is_open)?;
    let start = line.end + 1;
    let rest = text.get(start..)?;
    let content = rest.get(..memchr(b'\n', rest).unwrap_or(rest.len()))?;
    if content.len() > LONGEST_LINE || is_own_line(content) {
        return None;
    }
    line::first_secret(content, until).map(|secret| start + secret.start..start + secret.end)
}

/// Whether a line is a command in full, a comment, or was typed at a prompt.
fn is_own_line(content: &[u8]) -> bool {
    let text = String::from_utf8_lossy(content);
    let text = text.trim();
    let is_command = |context: &Context| resolve(*context, text).found().is_some_and(|found| found.in_full);
    text.is_empty()
        || text.starts_with('!')
        || text.split(' ').next().is_some_and(|first| first.ends_with(['#', '>']) || first.contains(")#"))
        || ["exit", "end", "login"].contains(&text)
        || Context::ALL.iter().any(is_command)
}
