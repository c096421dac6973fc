//! What is said of lines that IOS would refuse.

use super::dial_peer::{DialPeer, PeerKind};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::syntax::argument::{self, typography};
use crate::syntax::commands::{Command, Context, Known, Resolved, Row, near_miss, resolve, resolve_global};
use crate::syntax::pattern::{Fault, PatternError};
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Node;

/// What to say of a dial-peer that is entered as another kind.
pub(super) fn kind_changed(source: &Source, peer: &DialPeer, node: Node<'_>, kind: &PeerKind) -> Diagnostic {
    let message = format!("dial-peer {} is {} and {}", peer.tag, peer.kind.keyword(), kind.keyword());
    let here = format!("entered as {} here", kind.keyword());
    let there = format!("and as {} here", peer.kind.keyword());
    Diagnostic::error("duplicate-tag", message).at(source, node.span(), here).at(source, peer.span, there)
}

/// What to say of a line and the place in it that IOS would refuse.
pub(super) fn malformed(source: &Source, (line, place): (Span, Span), row: &Row, error: &PatternError) -> Diagnostic {
    // An entry that is refused is missing from its map.
    let code = match (error.fault, row.command) {
        (Fault::Argument, Command::MapEntry) => "invalid-pattern-map",
        (fault, _) => fault.code(),
    };
    refusal(source, (line, place), code, row.keywords, error)
}

/// What to say of a line that begins with the keywords of a command, and of the place in it that IOS would refuse.
fn refusal(
    source: &Source,
    (line, place): (Span, Span),
    code: &'static str,
    keywords: &str,
    error: &PatternError,
) -> Diagnostic {
    let at = if place.is_empty() { line } else { place };
    let diagnostic = Diagnostic::error(code, format!("IOS would not take this `{keywords}`"));
    // The message may quote the line, and a part of it no longer shows what is secret.
    if !secrets(source.slice(line)).is_empty() {
        return diagnostic.at(source, at, "IOS would refuse this line");
    }
    let diagnostic = diagnostic.at(source, at, error.message.clone());
    match &error.help {
        Some(help) => diagnostic.help(help.clone()),
        None => diagnostic,
    }
}

/// What to say of a line that would be a command if its typographic characters were those that can be typed.
pub(super) fn typographic(source: &Source, node: Node<'_>) -> Option<Diagnostic> {
    let line = node.text();
    let typed = typography::as_typed(line)?;
    let found = if node.context() == Context::Global {
        resolve_global(&typed).filter(|found| found.in_full && has_its_argument(found, &typed))?
    } else {
        resolve(node.context(), &typed).found()?
    };
    let fault = typography::fault(line, &(0..line.len()))?;
    let at = node.place(fault.at.clone());
    let message = format!("IOS would not take this `{}`", found.known().keywords());
    let diagnostic = Diagnostic::error(fault.fault.code(), message).at(source, at, fault.message);
    Some(match fault.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    })
}

/// The most keywords that are named where another one was mistyped.
const MANY: usize = 12;

/// What to say of a line that would be a command if a keyword in it were not mistyped.
pub(super) fn mistyped(source: &Source, node: Node<'_>) -> Option<Diagnostic> {
    let line = node.text();
    let mut near = near_miss(node.context(), line)?;
    // Of many keywords those are named that begin like the one that was meant.
    if near.keywords.len() > MANY {
        near.keywords.retain(|keyword| keyword.bytes().next() == near.meant.bytes().next());
    }
    let before = line.get(near.before)?;
    let error = argument::no_keyword(line.get(near.at.clone())?, near.at.clone(), &near.keywords);
    Some(refusal(source, (node.span(), node.place(near.at)), error.fault.code(), before, &error))
}

/// Whether what follows the command of a line can be its argument: a sentence may begin like a command.
fn has_its_argument(found: &Resolved, line: &str) -> bool {
    let written = found.written(line);
    match found.known() {
        Known::Row(row) if row.begins_object() => {
            argument::parse_header(row.shape, written).is_ok_and(|header| header.junk.is_none())
        }
        Known::Row(row) => argument::parse(row.shape, written).is_ok(),
        Known::Listed(_) => true,
    }
}
