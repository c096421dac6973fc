//! Routes of a system: their patterns, where they lead, how they rewrite.

use super::{Check, File};
use crate::source::Located;
use crate::spec::schema::{Kind, Route, System, Unassigned};

impl<F: File> Check<'_, F> {
    pub(super) fn routes(&mut self) {
        for system in self.file.systems() {
            for route in &system.routes {
                self.route(system, route);
            }
            if let Some(Unassigned::Route(to)) = system.unassigned.as_ref().map(|unassigned| &unassigned.value) {
                self.leads_away(system, to);
            }
            if let Some(forward) = &system.forward_unregistered {
                self.leads_away(system, &forward.to);
                self.prefix(forward.prefix.as_ref());
            }
            if let Some(to) = &system.outbound_gateway {
                self.leads_away(system, to);
            }
        }
    }

    fn route(&mut self, system: &System, route: &Route) {
        match system.kind.value {
            Kind::Cucm => self.cucm_pattern(&route.pattern),
            Kind::Ocs | Kind::Lync | Kind::SkypeForBusiness | Kind::Teams | Kind::Sip | Kind::Provider => {
                self.regular_expression(&route.pattern);
            }
        }
        route.to.iter().for_each(|to| self.leads_away(system, to));
        self.prefix(route.prefix.as_ref());
    }

    fn prefix(&mut self, prefix: Option<&Located<String>>) {
        if let Some(prefix) = prefix {
            let digits = prefix.value.strip_prefix('+').unwrap_or(&prefix.value);
            if prefix.value.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                let message = format!("`prefix` is digits, unlike `{}`", prefix.value.escape_debug());
                self.error(
                    "bad-prefix",
                    prefix.span,
                    message,
                    "not digits",
                    "write digits, with or without `+` in front",
                );
            }
        }
    }

    fn leads_away(&mut self, system: &System, to: &Located<String>) {
        if to.value == system.id.value {
            let message = format!("`{}` routes calls to itself", to.value.escape_debug());
            self.error(
                "route-to-itself",
                to.span,
                message,
                "the system this stands in",
                "name another system, `gateway` or `pstn`",
            );
        }
    }

    fn regular_expression(&mut self, pattern: &Located<String>) {
        let Err(error) = regex::Regex::new(&pattern.value) else { return };
        let text = error.to_string();
        let reason =
            text.lines().rev().find_map(|line| line.trim().strip_prefix("error: ")).unwrap_or("it is too large");
        let message = format!("`{}` is no regular expression: {reason}", pattern.value.escape_debug());
        let help = "a number's `+` is written `\\+`; look-around and back-references are not read";
        self.error("bad-route-pattern", pattern.span, message, "not a regular expression", help);
    }

    fn cucm_pattern(&mut self, pattern: &Located<String>) {
        if let Some(fault) = cucm_fault(&pattern.value) {
            let message = format!("`{}` is no CUCM pattern: {fault}", pattern.value.escape_debug());
            let help =
                "a pattern is made of `0-9 * # X ! . @ \\+`, sets such as `[2-9]`, and `?` or `+` behind one of these";
            self.error("bad-route-pattern", pattern.span, message, "not a pattern", help);
        }
    }
}

/// What is wrong with a CUCM pattern (Cisco Unified CM System Guide, wildcards and special characters).
fn cucm_fault(text: &str) -> Option<String> {
    let mut characters = text.chars().peekable();
    let mut repeatable = false;
    while let Some(character) = characters.next() {
        repeatable = match character {
            '0'..='9' | '*' | '#' | 'X' | 'x' | '!' | '@' => true,
            '.' => false,
            '\\' if characters.next_if_eq(&'+').is_some() => true,
            '\\' => return Some("only `+` may follow `\\`".to_owned()),
            '?' | '+' if repeatable => false,
            '?' | '+' => return Some(format!("`{character}` has nothing before it to repeat")),
            '[' => {
                let mut set = String::new();
                while let Some(item) = characters.next_if(|&next| next != ']') {
                    set.push(item);
                }
                if characters.next().is_none() {
                    return Some("a `[` has no `]`".to_owned());
                }
                if let Some(fault) = set_fault(&set) {
                    return Some(fault);
                }
                true
            }
            ']' => return Some("a `]` has no `[`".to_owned()),
            other => return Some(format!("`{}` is no part of one", other.escape_debug())),
        };
    }
    text.is_empty().then(|| "it is empty".to_owned())
}

/// What is wrong with what stands between brackets: digits, `*`, `#`, ranges of digits, `^` in front.
fn set_fault(set: &str) -> Option<String> {
    let items = set.strip_prefix('^').unwrap_or(set);
    if items.is_empty() {
        return Some("brackets hold nothing".to_owned());
    }
    let mut characters = items.chars().peekable();
    while let Some(first) = characters.next() {
        if !matches!(first, '0'..='9' | '*' | '#') {
            return Some(format!("`{}` may not stand in brackets here", first.escape_debug()));
        }
        if characters.next_if_eq(&'-').is_none() {
            continue;
        }
        match characters.next() {
            Some(last) if first.is_ascii_digit() && last.is_ascii_digit() && first <= last => {}
            Some(_) | None => return Some(format!("`[{}]` holds a range that is none", set.escape_debug())),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::cucm_fault;

    #[test]
    fn cucm_patterns() {
        for good in ["\\+1206555XXXX", "9.@", "9.1[2-9]XX[2-9]XXXXXX", "[^05]!#", "8[0-35*]+", "12?3"] {
            assert_eq!(cucm_fault(good), None, "{good}");
        }
        for bad in ["", "+1206", "12[34", "12]", "[]", "[^]", "[4-2]", "[a]", "12-3", "1 2", "\\1", "[1][2"] {
            assert!(cucm_fault(bad).is_some(), "{bad}");
        }
    }
}
