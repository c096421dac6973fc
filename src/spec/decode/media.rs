//! Codec, DTMF relay, keepalives: what dial-peers of a trunk and of a system have alike.

use super::Decoder;
use super::fields::listed;
use crate::diagnostic::Diagnostic;
use crate::source::Located;
use crate::spec::node::{Node, Value};
use crate::spec::schema::Keepalive;
use crate::spec::vocabulary::{CODECS, DIGIT_DROP, DTMF_RELAY};

impl Decoder<'_> {
    pub(super) fn codec(&mut self, node: &Node) -> Option<Located<String>> {
        let codec = self.text(node, "`codec`")?;
        if CODECS.contains(&codec.value.as_str()) {
            return Some(codec);
        }
        self.unknown_word(&codec, "`codec`", &CODECS);
        None
    }

    /// The methods in order: several words of one text, or a list.
    pub(super) fn dtmf_relay(&mut self, node: &Node) -> Vec<Located<String>> {
        let mut methods: Vec<Located<String>> = Vec::new();
        for item in self.one_or_list(node, "`dtmf_relay`") {
            let Some(text) = self.text(item, "`dtmf_relay`") else { continue };
            if text.value.trim().is_empty() {
                self.error("empty-value", text.span, "`dtmf_relay` names no method", "nothing stands here", None);
            }
            let mut at = 0;
            for word in text.value.split_whitespace() {
                let start = text.value.get(at..).and_then(|rest| rest.find(word)).map_or(at, |found| at + found);
                at = start + word.len();
                let span = self.part(text.span, &text.value, start..at);
                self.dtmf_method(Located::new(word.to_owned(), span), &mut methods);
            }
        }
        methods
    }

    fn dtmf_method(&mut self, method: Located<String>, methods: &mut Vec<Located<String>>) {
        let word = method.value.as_str();
        if let Some(first) = methods.iter().find(|first| **first == method) {
            let diagnostic = Diagnostic::error("repeated-value", format!("`dtmf_relay` names `{word}` twice"))
                .at(self.source, method.span, "again here")
                .at(self.source, first.span, "first here");
            self.report.push(diagnostic);
            return;
        }
        if word == DIGIT_DROP {
            if methods.last().is_none_or(|last| last.value != "rtp-nte") {
                let message = "`digit-drop` is an option of `rtp-nte`";
                let help = "write `rtp-nte digit-drop`".to_owned();
                self.error("unknown-value", method.span, message, "`rtp-nte` does not stand before it", Some(help));
                return;
            }
        } else if !DTMF_RELAY.contains(&word) {
            self.unknown_word(&method, "`dtmf_relay`", &DTMF_RELAY);
            return;
        }
        methods.push(method);
    }

    pub(super) fn keepalive(&mut self, node: &Node) -> Option<Located<Keepalive>> {
        match &node.value {
            Value::Bool(wanted) => wanted.then(|| Located::new(Keepalive::default(), node.span)),
            Value::Mapping(_) => {
                let mut fields = self.fields(node, "Keepalive", "`keepalive`")?;
                let mut seconds = |decoder: &mut Self, key: &'static str| {
                    let node = fields.optional(decoder, key)?;
                    let number = decoder.number(node, &format!("`{key}` (seconds)"), 5..=1200)?;
                    u16::try_from(number.value).ok()
                };
                let (up_interval, down_interval) = (seconds(self, "up_interval"), seconds(self, "down_interval"));
                let retry = fields.optional(self, "retry").and_then(|node| self.small(node, "`retry`", 1..=10));
                let head = fields.head();
                fields.finish(self);
                let retry = retry.map(|retry| retry.value);
                Some(Located::new(Keepalive { up_interval, down_interval, retry }, head))
            }
            Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                let keys = listed(&["up_interval", "down_interval", "retry"]);
                let help = format!("write true, false or a mapping with {keys}");
                self.wrong_kind(node, "`keepalive`", "a boolean or a mapping", &help);
                None
            }
        }
    }
}
