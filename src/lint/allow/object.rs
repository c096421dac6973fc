//! What tells the objects of a configuration apart, however their headers are written.

use crate::syntax::commands::{Form, Resolved, Row, Shape, resolve_global};
use crate::syntax::tree::Node;

/// What tells the object with this header from others: the keywords in full, and its number or name.
/// `dial-p v 5 voip` and `dial-peer voice 5 voip` are one.
pub(super) fn key(header: &str) -> String {
    match found(header) {
        Some((row, found)) => name(row, found.written(header)),
        None => header.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The same of a line of a configuration.
pub(super) fn key_of(line: Node<'_>) -> String {
    match line.row().filter(|_| line.form() == Form::Set) {
        Some(row) => name(row, line.argument().1),
        None => key(line.text()),
    }
}

/// The same of an object as people name it: words that every such header begins with may be left out, so that
/// `dial-peer 5` is `dial-peer voice 5`.
pub(in crate::lint) fn named(object: &str) -> String {
    let words: Vec<_> = object.split_whitespace().collect();
    let written = words.join(" ");
    if found(&written).is_some() {
        return key(&written);
    }
    let mut longer = vec![format!("voice {written}"), format!("voice class {written}")];
    if let Some((first, rest)) = words.split_first() {
        longer.push(format!("{first} voice {}", rest.join(" ")));
    }
    let is_header = |text: &String| found(text).is_some_and(|(row, found)| row.begins_object() && found.in_full);
    longer.iter().find(|text| is_header(text)).map_or(written, |text| key(text))
}

fn found(header: &str) -> Option<(&'static Row, Resolved)> {
    let found = resolve_global(header).filter(|found| found.form == Form::Set)?;
    Some((found.row()?, found))
}

/// The keywords of a line and as many of its words as name an object.
fn name(row: &Row, argument: &str) -> String {
    // Behind the name of some headers stands a type, which need not be there.
    let is_typed = matches!(
        row.shape,
        Shape::DialPeerHeader
            | Shape::NumberedHeader(_)
            | Shape::KindHeader(_)
            | Shape::WordsHeader(_)
            | Shape::NamedHeader
            | Shape::TypedHeader
    );
    let naming = if is_typed { 1 } else { usize::MAX };
    let words = argument.split_whitespace().take(naming);
    std::iter::once(row.keywords).chain(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_an_object_have_one_key() {
        for (header, expected) in [
            ("dial-peer voice 5 voip", "dial-peer voice 5"),
            ("dial-p  v 5", "dial-peer voice 5"),
            ("voice translation-rule 7", "voice translation-rule 7"),
            ("voice class uri 100 sip", "voice class uri 100"),
            ("voice-port 0/1/0:23", "voice-port 0/1/0:23"),
            ("num-exp  5...   12065555...", "num-exp 5... 12065555..."),
            ("no dial-peer voice 5", "no dial-peer voice 5"),
            ("something  else", "something else"),
            ("", ""),
        ] {
            assert_eq!(key(header), expected);
        }
    }

    #[test]
    fn objects_may_be_named_in_short() {
        for (object, expected) in [
            ("dial-peer 5", "dial-peer voice 5"),
            ("dial-peer voice 5 voip", "dial-peer voice 5"),
            ("translation-profile OUT", "voice translation-profile OUT"),
            ("e164-pattern-map 3", "voice class e164-pattern-map 3"),
            ("server-group 3", "voice class server-group 3"),
            // There is such a header too.
            ("translation-rule 5", "translation-rule 5"),
            ("dialpeer 5", "dialpeer 5"),
            ("sip-ua", "sip-ua"),
            ("", ""),
        ] {
            assert_eq!(named(object), expected, "{object}");
        }
    }
}
