//! Reads as much of XML as a report has, and nothing that is not well-formed.

use std::collections::BTreeMap;

/// An element of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::output) struct Element {
    pub(in crate::output) name: String,
    pub(in crate::output) attributes: BTreeMap<String, String>,
    /// The text in it.
    pub(in crate::output) text: String,
    /// How many elements are around it.
    pub(in crate::output) depth: usize,
}

/// The elements of a document in their order, or what is wrong with it.
pub(in crate::output) fn elements(document: &str) -> Result<Vec<Element>, String> {
    let bad = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
    if let Some(character) = document.chars().find(|&c| bad(c)) {
        return Err(format!("{character:?} is no character of XML"));
    }
    let mut rest = document.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").ok_or("no declaration")?;
    let (mut all, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    while let Some((text, behind)) = rest.split_once('<') {
        match open.last() {
            Some(&inner) => all[inner].text += &unescaped(text)?,
            None if text.trim().is_empty() => {}
            None => return Err(format!("{text:?} is outside")),
        }
        let (tag, behind) = behind.split_once('>').ok_or("a tag does not end")?;
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            let inner = open.pop().ok_or("nothing to end")?;
            if all[inner].name != name {
                return Err(format!("</{name}> ends <{}>", all[inner].name));
            }
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        if open.is_empty() && !all.is_empty() {
            return Err("a second root".to_owned());
        }
        all.push(element(tag, open.len())?);
        if !closed {
            open.push(all.len() - 1);
        }
    }
    if open.is_empty() && rest.trim().is_empty() { Ok(all) } else { Err("it does not end".to_owned()) }
}

fn element(tag: &str, depth: usize) -> Result<Element, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = BTreeMap::new();
    while !rest.trim().is_empty() {
        let (key, behind) = rest.trim_start().split_once("=\"").ok_or(format!("no value in {rest:?}"))?;
        let (value, behind) = behind.split_once('"').ok_or("a value does not end")?;
        if value.contains(['<', '\n']) || attributes.insert(key.to_owned(), unescaped(value)?).is_some() {
            return Err(format!("{key} of {name}"));
        }
        rest = behind;
    }
    Ok(Element { name: name.to_owned(), attributes, text: String::new(), depth })
}

fn unescaped(text: &str) -> Result<String, String> {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, behind) = part.split_once(';').ok_or(format!("& in {text:?}"))?;
        plain.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return Err(format!("&{name};")),
        });
        plain += behind;
    }
    Ok(plain)
}
