//! Where a system sends numbers that are not its own, and what becomes of them on the way.

use super::{Context, Item, listed, quoted};
use crate::source::Located;
use crate::spec::{Kind, Route, System};

/// All routes of `system`, with what they strip and put in front.
pub(super) fn item(context: &Context<'_>, system: &System) -> Option<Item> {
    if system.routes.is_empty() {
        return None;
    }
    let id = &system.id.value;
    let described: Vec<_> = system.routes.iter().map(|route| describe(system.kind.value, route)).collect();
    let (noun, those) = match described.len() {
        1 => ("the one route", "it"),
        _ => ("the routes", "them"),
    };
    let first = match system.kind.value {
        Kind::Cucm => "the most specific pattern wins",
        Kind::Ocs | Kind::Lync | Kind::SkypeForBusiness | Kind::Teams | Kind::Sip | Kind::Provider => {
            "the first that matches wins"
        }
    };
    Some(context.item(
        system.routes.iter().map(|route| route.pattern.span),
        format!("{id} sends numbers that are not its own by {noun} of the spec, and changes them as written there"),
        format!("What must hold elsewhere is judged by {those}; no line of the configuration comes from {those}."),
        format!("Compare with {id}, where {first}: {}.", described.join("; ")),
    ))
}

/// Where `system` sends calls for numbers of its own whose phones are not registered.
pub(super) fn forwarding(context: &Context<'_>, system: &System) -> Option<Item> {
    let forward = system.forward_unregistered.as_ref()?;
    let (id, to) = (&system.id.value, &forward.to.value);
    let parts = changes(forward.strip, forward.prefix.as_ref().map(|prefix| prefix.value.as_str()));
    let changed = if parts.is_empty() { "the number as it was called".to_owned() } else { listed(&parts) };
    let how = match system.kind.value {
        Kind::Cucm => {
            "Forward Unregistered Internal and External of each line, and the calling search space that they are sent with."
        }
        Kind::Ocs | Kind::Lync | Kind::SkypeForBusiness | Kind::Teams | Kind::Sip | Kind::Provider => {
            "Call a number whose phone is unplugged, and look where the call goes."
        }
    };
    Some(context.item(
        [forward.span],
        format!("{id} sends calls for its own numbers whose phones are not registered to {to}, {changed}"),
        "Such a call leaves again: it must not come back to the phone that is not there.",
        how,
    ))
}

/// A route in words: `9.X` to pstn (all calls), the first digit taken away: `X`.
pub(super) fn describe(kind: Kind, route: &Route) -> String {
    let ids = |list: &[Located<String>]| listed(&list.iter().map(|one| one.value.clone()).collect::<Vec<_>>());
    let from = route.from.as_ref().map_or_else(|| "all calls".to_owned(), |from| format!("calls from {}", ids(from)));
    format!("{} to {} ({from}){}", quoted(&route.pattern.value), ids(&route.to), change(kind, route))
}

/// What `route` makes of a number; empty where it changes nothing.
fn change(kind: Kind, route: &Route) -> String {
    let prefix = route.prefix.as_ref().map(|prefix| prefix.value.as_str());
    let parts = changes(route.strip, prefix);
    if parts.is_empty() {
        return String::new();
    }
    let rest = (kind == Kind::Cucm).then(|| without_first(&route.pattern.value, usize::from(route.strip))).flatten();
    let becomes = rest.map(|rest| format!(": {}", quoted(format!("{}{rest}", prefix.unwrap_or_default()))));
    format!(", {}{}", listed(&parts), becomes.unwrap_or_default())
}

/// What is done at the front of a number, in words.
fn changes(strip: u8, prefix: Option<&str>) -> Vec<String> {
    let stripped = match strip {
        0 => None,
        1 => Some("the first digit taken away".to_owned()),
        digits => Some(format!("the first {digits} digits taken away")),
    };
    let put = prefix.map(|prefix| format!("{} put in front", quoted(prefix)));
    stripped.into_iter().chain(put).collect()
}

/// A CUCM pattern without what stands for the first `digits` digits; `None` where the pattern does not say which part that is.
fn without_first(pattern: &str, digits: usize) -> Option<String> {
    let mut rest = pattern;
    for _ in 0..digits {
        rest = rest.trim_start_matches('.');
        let end = match rest.chars().next()? {
            '[' => rest.find(']')? + 1,
            '0'..='9' | '*' | '#' | 'X' => 1,
            _ => return None,
        };
        rest = rest.get(end..)?;
        // What may repeat may be more than one digit, or none.
        if rest.starts_with(['?', '+']) {
            return None;
        }
    }
    Some(rest.replace('.', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_loses_what_stands_for_its_first_digits() {
        for (pattern, digits, rest) in [
            ("9.1[2-9]XX", 1, Some("1[2-9]XX")),
            ("9.1[2-9]XX", 3, Some("XX")),
            ("50[01]XX", 0, Some("50[01]XX")),
            ("9.!", 1, Some("!")),
            ("9!", 2, None),
            ("\\+!", 1, None),
            ("X+1", 1, None),
            ("9.@", 2, None),
            ("9", 2, None),
        ] {
            assert_eq!(without_first(pattern, digits).as_deref(), rest, "{pattern} without {digits}");
        }
    }
}
