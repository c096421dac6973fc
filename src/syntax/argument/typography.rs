//! Characters that word processors and web pages put in the place of those that can be typed. No command of IOS has one,
//! so a line that was copied with them is refused.

use std::ops::Range;

use crate::syntax::pattern::{Fault, PatternError};

/// What can be typed instead of a typographic character, and what it is called; `None` for any other character.
pub(crate) fn typed(character: char) -> Option<(&'static str, &'static str)> {
    match character {
        '\u{2010}'..='\u{2015}' => Some(("-", "a dash")),
        '\u{2212}' => Some(("-", "a minus sign")),
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => Some(("'", "a curly quote")),
        '\u{201c}'..='\u{201f}' => Some(("\"", "a curly quote")),
        '\u{2026}' => Some(("...", "an ellipsis")),
        '\u{2c6}' => Some(("^", "a letter")),
        '\u{ff0e}' => Some((".", "a wide character")),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Some(("", "an invisible character")),
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' => Some((" ", "a blank that does not break")),
        _ => None,
    }
}

/// The first typographic character of `text` within `range`, with its place.
fn first(text: &str, range: &Range<usize>) -> Option<(char, Range<usize>)> {
    let start = range.start;
    let part = text.get(range.clone()).filter(|part| !part.is_ascii())?;
    let (at, character) = part.char_indices().find(|(_, character)| typed(*character).is_some())?;
    Some((character, start + at..start + at + character.len_utf8()))
}

/// What to say of the first typographic character of `text` within `range`, where there is one.
pub(crate) fn fault(text: &str, range: &Range<usize>) -> Option<PatternError> {
    let (character, at) = first(text, range)?;
    let (typed, name) = typed(character)?;
    let code = format!("U+{:04X}", u32::from(character));
    let message = if typed.is_empty() { format!("{name}, {code}") } else { format!("`{character}` is {name}, {code}") };
    let help = match typed {
        "" => "take it out".to_owned(),
        " " => "type a blank".to_owned(),
        "'" | "\"" => "leave the quotes out".to_owned(),
        typed => format!("type `{typed}`"),
    };
    Some(PatternError::new(at, message).of(Fault::Typographic).with_help(help))
}

/// `error`, or where a typographic character stands in the place that it is about, what to say of that.
pub(super) fn blamed(text: &str, error: PatternError) -> PatternError {
    // What stands behind a whole argument is no part of it, whatever it is made of.
    if error.fault == Fault::TrailingText { error } else { fault(text, &error.at).unwrap_or(error) }
}

/// `line` with what can be typed in the place of its typographic characters; `None` where it has none.
pub(crate) fn as_typed(line: &str) -> Option<String> {
    first(line, &(0..line.len()))?;
    let mut plain = String::with_capacity(line.len());
    for character in line.chars() {
        match typed(character) {
            Some((typed, _)) => plain.push_str(typed),
            None => plain.push(character),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::argument::parse;
    use crate::syntax::commands::Shape;

    #[test]
    fn the_character_is_pointed_at() {
        let said = |shape, text| {
            let error = parse(shape, text).unwrap_err();
            (error.fault, error.at, error.message)
        };
        let typographic = |at, message: &str| (Fault::Typographic, at, message.to_owned());
        assert_eq!(said(Shape::Pattern, "12\u{2026}"), typographic(2..5, "`\u{2026}` is an ellipsis, U+2026"));
        assert_eq!(said(Shape::Pattern, "1[2\u{2013}5]"), typographic(3..6, "`\u{2013}` is a dash, U+2013"));
        let quote = typographic(3..6, "`\u{201c}` is a curly quote, U+201C");
        assert_eq!(said(Shape::Rule, "1 /\u{201c}1\u{201d}/ /2/"), quote);
        let invisible = typographic(4..7, "an invisible character, U+200B");
        assert_eq!(said(Shape::Rule, "1 /1\u{200b}/ /2/"), invisible);
        assert_eq!(said(Shape::Rule, "1 /\u{2c6}1/ /2/"), typographic(3..5, "`\u{2c6}` is a letter, U+02C6"));
        assert_eq!(said(Shape::Rule, "1 \u{201c}/1/\u{201d} /2/").0, Fault::Typographic);
        assert_eq!(said(Shape::Rule, "1 /1/ /2/ \u{2013} a note").0, Fault::TrailingText);
        assert_eq!(said(Shape::Pattern, "1\\2\u{2026}").0, Fault::Argument);
    }

    #[test]
    fn lines_can_be_typed() {
        assert_eq!(as_typed("voice translation\u{2212}rule 1").as_deref(), Some("voice translation-rule 1"));
        assert_eq!(as_typed("destination-pattern 9T"), None);
        assert_eq!(as_typed("description B\u{fc}ro"), None);
    }
}
