//! What is said of lines that IOS would refuse.

use super::dial_peer::{DialPeer, PeerKind};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::syntax::argument::{self, typography};
use crate::syntax::commands::{
    Command, Context, Known, Resolved, Row, mistyped_first_word, near_miss, resolve, resolve_global,
};
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

/// What to say of a line that dialc does not know, where it is nearly one that it knows.
pub(super) fn nearly_known(source: &Source, node: Node<'_>) -> Option<Diagnostic> {
    typographic(source, node)
        .or_else(|| misplaced(source, node))
        .or_else(|| mistyped(source, node))
        .or_else(|| mistyped_header(source, node))
}

/// What to say of a line that would be a command if its typographic characters were those that can be typed.
fn typographic(source: &Source, node: Node<'_>) -> Option<Diagnostic> {
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

/// What to say of a line that would be a command if a keyword in it were another one.
fn mistyped(source: &Source, node: Node<'_>) -> Option<Diagnostic> {
    let line = node.text();
    let near = near_miss(node.context(), line)?;
    let word = line.get(near.at.clone())?;
    let before = line.get(near.before)?;
    let error = if word.is_empty() {
        let message = format!("{} is missing here", argument::one_of(&near.keywords));
        PatternError::new(near.at.clone(), message)
    } else {
        argument::no_keyword(word, near.at.clone(), &near.keywords)
    };
    Some(refusal(source, (node.span(), node.place(near.at)), error.fault.code(), before, &error))
}

/// What to say of a global line that would be one of the voice configuration if there were no slip in its first word, such as
/// `dail-peer voice 5 voip` or `dial peer voice 5 voip`.
fn mistyped_header(source: &Source, node: Node<'_>) -> Option<Diagnostic> {
    let line = node.text();
    if node.context() != Context::Global {
        return None;
    }
    let (meant, wrong) = mistyped_first_word(line)?;
    let typed = format!("{}{meant}{}", line.get(..wrong.start)?, line.get(wrong.end..)?);
    let found = resolve_global(&typed).filter(|found| found.in_full && has_its_argument(found, &typed))?;
    let error = argument::no_keyword(line.get(wrong.clone())?, wrong.clone(), &[meant]);
    let keywords = found.known().keywords();
    Some(refusal(source, (node.span(), node.place(wrong)), error.fault.code(), keywords, &error))
}

/// What to say of a line of the other kind of URI class (command reference, `host (SIP URI)`, `user-id`, `phone context`,
/// `phone number`: only in a class of SIP URIs, or of tel URIs).
fn misplaced(source: &Source, node: Node<'_>) -> Option<Diagnostic> {
    let classes = [
        (Context::UriClass, "`host`, `pattern` and `user-id`", "tel", Context::TelUriClass),
        (Context::TelUriClass, "`pattern` and `phone`", "sip", Context::UriClass),
    ];
    let (_, own, kind, other) = classes.into_iter().find(|(context, ..)| *context == node.context())?;
    let line = node.text();
    let found = resolve(other, line).found()?;
    let row = found.row()?;
    let words = line.get(..found.argument.start)?.trim_end_matches([' ', '\t']).len();
    let error = PatternError::new(0..words, format!("only a class of {kind} URIs has `{}`", row.keywords))
        .with_help(format!("this class can have {own}"));
    Some(refusal(source, (node.span(), node.place(0..words)), error.fault.code(), row.keywords, &error))
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

#[cfg(test)]
mod tests {
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    /// What is said of one line under a header: the part of the line that is pointed at, and the help.
    fn said(text: &str) -> Vec<(String, Option<String>)> {
        let source = Source::new("a", text);
        let (_, report) = read(&Tree::parse(&source));
        report.iter().map(|said| (source.slice_text(said.labels[0].span).into_owned(), said.help.clone())).collect()
    }

    #[test]
    fn a_line_of_the_other_kind_of_uri_class_is_refused() {
        let class = |help: &str| Some(format!("this class can have {help}"));
        assert_eq!(
            said("voice class uri A sip\n phone number 1\n"),
            [("phone".to_owned(), class("`host`, `pattern` and `user-id`"))]
        );
        for line in ["host ipv4:192.0.2.1", "user-id 5"] {
            let word = line.split(' ').next().unwrap().to_owned();
            assert_eq!(said(&format!("voice class uri A tel\n {line}\n")), [(word, class("`pattern` and `phone`"))]);
        }
        assert_eq!(said("voice class uri A tel\n pattern 5\n phone context x\n"), []);
    }

    #[test]
    fn a_slip_in_the_first_word_of_a_header_is_pointed_at() {
        let meant = |word: &str| Some(format!("did you mean `{word}`?"));
        for (line, wrong, word) in [
            ("dail-peer voice 3 voip", "dail-peer", "dial-peer"),
            ("dialpeer voice 3 voip", "dialpeer", "dial-peer"),
            ("dial peer voice 3 voip", "dial peer", "dial-peer"),
            ("vocie translation-rule 3", "vocie", "voice"),
            ("voip-incomming translation-profile X", "voip-incomming", "voip-incoming"),
            ("numexp 5... 12065555...", "numexp", "num-exp"),
            ("voice-class e164-pattern-map 5", "voice-class", "voice class"),
            ("voice-translation-rule 5", "voice-translation-rule", "voice translation-rule"),
            ("no voice-class codec 1", "voice-class", "voice class"),
            ("trunk-group A", "trunk-group", "trunk group"),
            ("trunkgroup A", "trunkgroup", "trunk group"),
            ("callmanager-fallback", "callmanager-fallback", "call-manager-fallback"),
            ("sipua", "sipua", "sip-ua"),
            ("dial-peervoice 3 voip", "dial-peervoice", "dial-peer voice"),
            ("no dail-peer voice 1", "dail-peer", "dial-peer"),
            ("default dial peer voice 1", "dial peer", "dial-peer"),
        ] {
            assert_eq!(said(&format!("{line}\n shutdown\n")), [(wrong.to_owned(), meant(word))], "{line}");
        }
        for line in [
            "voice-class",
            "no voice-class x",
            "dial plan",
            "dialer voice 3",
            "choice class 1",
            "dail-peer vocie 3 voip of ours",
            "voices voice",
        ] {
            assert_eq!(said(&format!("{line}\n")), [], "{line}");
        }
    }

    #[test]
    fn another_word_where_all_keywords_are_known_is_refused() {
        let peer = |line: &str| said(&format!("dial-peer voice 1 pots\n {line}\n"));
        for (line, wrong) in [
            ("call-block translation-profile outgoing P", "outgoing"),
            ("translation-profile P", "P"),
            ("translate-outgoing foo 1", "foo"),
            ("carrier-id foo X", "foo"),
        ] {
            assert_eq!(peer(line), [(wrong.to_owned(), None)], "{line}");
        }
        assert_eq!(said("dial-peer outbound status-check voip\n")[0].0, "voip");
    }
}
