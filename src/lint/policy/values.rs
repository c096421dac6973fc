//! What each key of a settings file may say.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use globset::{Error, GlobBuilder};

use super::decode::{Decoder, Node};
use super::selection::{Level, NoSelector, Selector};
use super::{Emergency, FileGlob, FileIgnores};
use crate::call::{Assumption, Profile};
use crate::diagnostic::Diagnostic;
use crate::number::Symbol;
use crate::source::{Located, Span};
use crate::syntax::argument::SessionTarget;

/// The longest number that a router takes.
const LONGEST_NUMBER: usize = 32;

impl Decoder<'_> {
    /// Numbers, each as it is dialled, or with how it is sent.
    pub(super) fn emergency(&mut self, node: &Node<'_>) -> Vec<Emergency> {
        let mut numbers: Vec<Emergency> = Vec::new();
        let mut places: Vec<Range<usize>> = Vec::new();
        for item in self.list(node, "`emergency`") {
            let Some(number) = self.emergency_number(item) else { continue };
            if let Some(at) = numbers.iter().position(|one| one.dialled == number.dialled) {
                let first = places.get(at).cloned().unwrap_or_default();
                let message = format!("the emergency number `{}` is given twice", number.dialled);
                let error = Diagnostic::error("repeated-number", message)
                    .at(self.source, Span::new(item.span()), "again here")
                    .at(self.source, Span::new(first), "first here")
                    .help("keep one of them");
                self.report.push(error);
                continue;
            }
            numbers.push(number);
            places.push(item.span());
        }
        numbers
    }

    fn emergency_number(&mut self, item: &Node<'_>) -> Option<Emergency> {
        let Some(table) = item.get_ref().as_table() else {
            let dialled = self.number(item, "an emergency number")?;
            return Some(Emergency { sent: dialled.clone(), dialled });
        };
        let (mut dialled, mut sent, mut has_dialled) = (None, None, false);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "dialled" => {
                    has_dialled = true;
                    dialled = self.number(value, "`dialled`");
                }
                "sent" => sent = self.number(value, "`sent`"),
                "dialed" => self.unknown_key("dialed", key.span(), "an emergency number has", &["dialled", "sent"]),
                unknown => {
                    self.unknown_key(unknown, key.span(), "an emergency number has", &["dialled", "sent"]);
                }
            }
        }
        if !has_dialled {
            let help = "write `{ dialled = \"9911\", sent = \"911\" }`";
            let said = ("an emergency number has no `dialled`", "`dialled` is missing here");
            self.error("missing-key", item.span(), said, help);
        }
        let dialled = dialled?;
        Some(Emergency { sent: sent.unwrap_or_else(|| dialled.clone()), dialled })
    }

    fn number(&mut self, node: &Node<'_>, what: &str) -> Option<String> {
        let text = self.text(node, what)?;
        let odd = text.chars().find(|one| Symbol::new(*one).is_none());
        let why = match odd {
            Some(odd) => format!("it has `{}`", odd.escape_debug()),
            None if text.is_empty() => "it is empty".to_owned(),
            None if text.len() > LONGEST_NUMBER => format!("it has more than {LONGEST_NUMBER} characters"),
            None => return Some(text.to_owned()),
        };
        let message = format!("`{}` is no number: {why}", text.escape_debug());
        let help = "a number is made of 0-9, A-F, `*`, `#` and a leading `+`";
        self.error("no-number", node.span(), (message, "no number"), help);
        None
    }

    /// Session targets.
    pub(super) fn trusted(&mut self, node: &Node<'_>) -> Vec<SessionTarget> {
        let mut targets = Vec::new();
        for item in self.list(node, "`trusted`") {
            let Some(text) = self.text(item, "a trusted target") else { continue };
            match target(text) {
                Ok(target) if targets.contains(&target) => {
                    let message = format!("`{target}` is given twice");
                    self.error("repeated-target", item.span(), (message, "again here"), "remove it");
                }
                Ok(target) => targets.push(target),
                Err(help) => {
                    let message = format!("`{}` is no session target", text.escape_debug());
                    self.error("no-address", item.span(), (message, "no address"), help);
                }
            }
        }
        targets
    }

    pub(super) fn network(&mut self, node: &Node<'_>) -> Option<Located<String>> {
        let text = self.text(node, "`network`")?;
        if text.trim().is_empty() || text == "-" {
            let help = "write the path of the network file, relative to the folder of this file";
            self.error("no-path", node.span(), ("`network` names no file", "no path"), help);
            return None;
        }
        Some(Located::new(text.to_owned(), Span::new(node.span())))
    }

    /// Rules and topics.
    pub(super) fn selectors(&mut self, node: &Node<'_>, key: &str, ignored: bool) -> Vec<Selector> {
        let mut selectors = Vec::new();
        let items = self.list(node, &format!("`{key}`"));
        if items.is_empty() && key == "select" && node.get_ref().as_array().is_some() {
            let said = ("`select` is empty", "no rule would be looked at");
            self.error("empty-list", node.span(), said, "name rules or topics, or remove the key: then all are");
        }
        for item in items {
            let Some(text) = self.text(item, "the code of a rule") else { continue };
            let parse = if ignored { Selector::parse_ignored } else { Selector::parse };
            match parse(text) {
                Ok(selector) => selectors.push(selector),
                Err(error) => self.no_selector(item.span(), error),
            }
        }
        selectors
    }

    pub(super) fn no_selector(&mut self, place: Range<usize>, error: NoSelector) {
        let (code, label) =
            if error.is_unknown() { ("unknown-rule", "not known") } else { ("not-allowed", "not this") };
        self.error(code, place, (error.message, label), error.help);
    }

    /// Codes, each with how much its findings matter.
    pub(super) fn levels(&mut self, node: &Node<'_>) -> BTreeMap<&'static str, Level> {
        let mut levels = BTreeMap::new();
        let help = "write `[severity]` and below it `code = \"warning\"`";
        let Some(table) = self.table(node, "`severity`", help) else { return levels };
        for (key, value) in table {
            let level = self.text(value, "a level").and_then(|text| match Level::parse(text) {
                Ok(level) => Some(level),
                Err(error) => {
                    self.error("unknown-level", value.span(), (error.message, "not known"), error.help);
                    None
                }
            });
            // A level that is wrong still leaves the code to look at: that of the rule is never wrong.
            match level.map_or_else(|| rule_of(key.get_ref()), |level| level.of_rule(key.get_ref())) {
                Ok(rule) => {
                    levels.extend(level.map(|level| (rule.code, level)));
                }
                Err(error) => self.no_selector(key.span(), error),
            }
        }
        levels
    }

    /// Globs, each with what is ignored in the files that it matches.
    pub(super) fn per_file(&mut self, node: &Node<'_>) -> Vec<FileIgnores> {
        let mut per_file = Vec::new();
        let help = "write `[per-file-ignores]` and below it `\"lab/*.cfg\" = [\"code\"]`";
        let Some(table) = self.table(node, "`per-file-ignores`", help) else { return per_file };
        for (key, value) in table {
            let ignore = self.selectors(value, key.get_ref(), true);
            per_file.extend(self.glob(key.get_ref(), key.span()).map(|files| FileIgnores { files, ignore }));
        }
        per_file
    }

    /// The files that a text names.
    pub(super) fn glob(&mut self, text: &str, place: Range<usize>) -> Option<FileGlob> {
        let text = text.trim_start_matches("./");
        match GlobBuilder::new(text).literal_separator(true).build() {
            Ok(glob) => Some(FileGlob { glob: glob.compile_matcher(), of_names: !text.contains('/') }),
            Err(error) => {
                self.no_glob(place, &error);
                None
            }
        }
    }

    fn no_glob(&mut self, place: Range<usize>, error: &Error) {
        let message = format!("this is no glob: {}", error.kind());
        let help = "`*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of these";
        self.error("no-glob", place, (message, "no glob"), help);
    }

    /// Names, each with what is assumed.
    pub(super) fn assume(&mut self, node: &Node<'_>) -> Vec<String> {
        let mut assumed = Vec::new();
        let help = "write `[assume]` and below it `name = \"value\"`";
        let Some(table) = self.table(node, "`assume`", help) else { return assumed };
        let mut profile = Profile::default();
        for (key, value) in table {
            let name: &str = key.get_ref();
            let is_known = Assumption::all().any(|one| one.name() == name);
            let text = if is_known { self.text(value, "what is assumed") } else { Some("") };
            let Some(text) = text else { continue };
            let choice = format!("{name}={text}");
            match profile.assume(&choice) {
                Ok(()) => assumed.push(choice),
                Err(error) => {
                    let place = if is_known { value.span() } else { key.span() };
                    self.error("unknown-assumption", place, (error.message, "not known"), error.help);
                }
            }
        }
        assumed
    }
}

/// The rule with this code, where its level is not known.
fn rule_of(code: &str) -> Result<&'static crate::lint::Rule, NoSelector> {
    Level::At(crate::diagnostic::Severity::Error).of_rule(code)
}

/// A session target, which may be an address alone; otherwise what would be right.
fn target(text: &str) -> Result<SessionTarget, String> {
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Ok(SessionTarget::Ipv4(address, None));
    }
    if let Ok(address) = text.parse::<Ipv6Addr>() {
        return Ok(SessionTarget::Ipv6(address, None));
    }
    let target = |text: &str| SessionTarget::parse(text).filter(|target| !matches!(target, SessionTarget::Other(_)));
    target(text).ok_or_else(|| {
        let forms = "write `ipv4:192.0.2.10`, `ipv6:[2001:db8::10]` or `dns:name.example.com`";
        let named = format!("dns:{text}");
        let is_name = text.contains('.') && !text.contains(':') && text.bytes().any(|byte| byte.is_ascii_alphabetic());
        if is_name && target(&named).is_some() { format!("write `{named}`") } else { forms.to_owned() }
    })
}
