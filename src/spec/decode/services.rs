//! What concerns several systems: internal calls, simultaneous ring, voicemail, emergency numbers.

use super::Decoder;
use crate::number::MAXIMUM_DIGITS;
use crate::source::{Located, Span};
use crate::spec::node::{Entry, Node, Value};
use crate::spec::schema::{Internal, SimultaneousRing, Voicemail};

const INTERNAL: [(&str, Internal); 2] = [("direct", Internal::Direct), ("gateway", Internal::Gateway)];

impl Decoder<'_> {
    pub(super) fn internal(&mut self, node: &Node) -> Option<Located<Internal>> {
        self.choice(node, "`internal`", &INTERNAL)
    }

    pub(super) fn simultaneous_ring(&mut self, node: &Node) -> Vec<SimultaneousRing> {
        self.list(node, "`simultaneous_ring`").iter().filter_map(|item| self.ring(item)).collect()
    }

    fn ring(&mut self, node: &Node) -> Option<SimultaneousRing> {
        let Value::Mapping(entries) = &node.value else {
            self.wrong_kind(
                node,
                "a pair that rings together",
                "a mapping",
                "write `{ ocs: \"+12065555501\", cucm: \"5501\" }`",
            );
            return None;
        };
        let ends: Vec<_> = entries.iter().filter_map(|entry| self.ring_end(entry)).collect();
        if entries.len() != 2 {
            let message = format!("two systems ring together, and {} stand here", entries.len());
            let help =
                "write one number on each of two systems: `{ ocs: \"+12065555501\", cucm: \"5501\" }`".to_owned();
            self.error("not-a-pair", node.head(self.source), message, "not a pair", Some(help));
            return None;
        }
        ends.try_into().ok().map(|ends| SimultaneousRing { ends })
    }

    fn ring_end(&mut self, entry: &Entry) -> Option<(Located<String>, Located<String>)> {
        let number = self.text(&entry.value, "a number that rings")?;
        let digits = number.value.strip_prefix('+').unwrap_or(&number.value);
        self.digits(digits, &number, "a number that rings", "write digits, with or without `+` in front")?;
        Some((entry.key.clone(), number))
    }

    /// Says so where `digits`, the digits of `number`, are none or too many.
    fn digits(&mut self, digits: &str, number: &Located<String>, what: &str, help: &str) -> Option<()> {
        let length = 1..=usize::from(MAXIMUM_DIGITS);
        if length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(());
        }
        let message = format!(
            "{what} has 1 to {MAXIMUM_DIGITS} digits and nothing else, unlike `{}`",
            number.value.escape_debug()
        );
        self.error("not-a-number", number.span, message, "not a number", Some(help.to_owned()));
        None
    }

    pub(super) fn voicemail(&mut self, node: &Node, place: Option<Span>) -> Option<Voicemail> {
        let mut fields = self.fields(node, "Voicemail", "`voicemail`")?;
        let digits = fields
            .required(self, "extension_digits")
            .and_then(|node| self.small(node, "`extension_digits`", 1..=MAXIMUM_DIGITS));
        let message_waiting = self.flag(&mut fields, "message_waiting");
        let digest_authentication = self.flag(&mut fields, "digest_authentication");
        let span = place.unwrap_or(fields.head());
        fields.finish(self);
        Some(Voicemail { extension_digits: digits?, message_waiting, digest_authentication, span })
    }

    pub(super) fn emergency(&mut self, node: &Node) -> Vec<Located<String>> {
        let mut numbers = Vec::new();
        for item in self.list(node, "`emergency`") {
            let Some(number) = self.text(item, "an emergency number") else { continue };
            if self
                .digits(&number.value, &number, "an emergency number", "write it as it is dialled: \"911\"")
                .is_some()
            {
                numbers.push(number);
            }
        }
        numbers
    }
}
