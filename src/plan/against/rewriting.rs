//! Is a shared number changed before the gateway looks for its outbound dial-peer?

use super::Check;
use crate::automaton::{Dfa, compile};
use crate::call::{PartyNumber, Translation, Translator};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::RuleTable;
use crate::number::NumberSet;
use crate::source::{Located, Span};
use crate::spec::Access;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;
use crate::syntax::tree::Node;

/// How many numbers are tried one by one where a rule matches some of them and changes the first of them not.
const ENUMERATED: u64 = 100_000;

/// How a translation profile is applied to calls that come in.
const INCOMING: &[&str] = &["translation-profile", "incoming"];

impl Check<'_> {
    /// Refusals for every `num-exp` and inbound translation that changes a shared number.
    pub(super) fn rewritings(&self) -> Report {
        let mut report = self.number_expansion();
        for (span, profile) in self.inbound_profiles() {
            report.extend(self.profile(span, &profile));
        }
        if let Access::Pri { port } = &self.context.spec.gateway.pstn.access.value {
            for node in self.voice_ports(port) {
                for (line, _) in self.running.under(node, &["translate", "called"]) {
                    report.push(self.not_judged(line.span, "dialc does not read the old translation rules"));
                }
            }
        }
        for (node, words) in self.running.global(&["voip-incoming", "translation-rule"]) {
            if words.iter().any(|word| word.eq_ignore_ascii_case("called")) && !self.context.is_pri() {
                report.push(self.not_judged(node.span, "dialc does not read the old translation rules"));
            }
        }
        report
    }

    /// `num-exp PATTERN EXPANSION` works on called numbers before the outbound peer is looked for (most sources; Cisco
    /// 211306 alone says after).
    fn number_expansion(&self) -> Report {
        let mut report = Report::new();
        for (node, words) in self.running.global(&["num-exp"]) {
            let Some(pattern) = words.first() else { continue };
            let Ok(pattern) = NumberPattern::parse(pattern) else {
                report.push(self.not_judged(node.span, "dialc cannot read this pattern"));
                continue;
            };
            let witness = |numbers: Result<Dfa, _>| {
                numbers.and_then(|numbers| numbers.intersection(&self.shared)).ok().and_then(|both| both.witness())
            };
            if let Some(number) = witness(compile::body(&pattern)) {
                let expansion = words.get(1).map_or("nothing", String::as_str);
                report.push(
                    self.defeat(
                        node.span,
                        format!("expands it to {expansion}"),
                        format!("{number} would be changed before it is routed"),
                    )
                    .at(self.context.source, self.order_span(), "the plan matches it as it arrives")
                    .help("take the shared numbers out of this num-exp"),
                );
            } else if witness(compile::numbers(&pattern)).is_some() {
                report.push(self.not_judged(node.span, "matches the beginning of shared numbers"));
            }
        }
        report
    }

    /// The translation profiles that a call from the PSTN may meet on its way in, and where they are applied.
    fn inbound_profiles(&self) -> Vec<(Span, String)> {
        let running = &self.running;
        let mut found = Vec::new();
        for peer in self.others().filter(|peer| self.may_be_inbound(peer)) {
            let profile = peer.settings.text(Command::TranslationProfileIncoming);
            found.extend(profile.map(|profile| (profile.span, profile.value.to_owned())));
        }
        let named = |lines: Vec<(&'_ Node, Vec<String>)>| -> Vec<(Span, String)> {
            lines.into_iter().filter_map(|(line, words)| Some((line.span, words.last()?.clone()))).collect()
        };
        if let Access::Pri { port } = &self.context.spec.gateway.pstn.access.value {
            for node in self.trunk_nodes(port) {
                found.extend(named(running.under(node, INCOMING)));
            }
            // `translation-profile incoming controller T1 0/0/0 NAME`.
            let slot = port.value.split(':').next().unwrap_or_default();
            for (node, _) in running.global(&["voice", "service", "pots"]) {
                let lines = running.under(node, INCOMING).into_iter();
                found.extend(named(lines.filter(|(_, words)| words.iter().any(|word| word == slot)).collect()));
            }
        } else {
            for (node, _) in running.global(&["voice", "source-group"]) {
                found.extend(named(running.under(node, INCOMING)));
            }
            found.extend(named(running.global(&["voip-incoming", "translation-profile"])));
        }
        found
    }

    /// The voice port of a PRI, and the trunk groups that it belongs to.
    fn trunk_nodes(&self, port: &Located<String>) -> Vec<&Node> {
        let mut found = self.voice_ports(port);
        let members = found.iter().copied().chain(self.interfaces(port)).chain(self.controllers(port));
        let groups = members.flat_map(|member| self.running.under(member, &["trunk-group"]));
        let names: Vec<_> = groups.filter_map(|(_, words)| words.into_iter().next()).collect();
        for name in names {
            found.extend(self.running.global(&["trunk", "group", &name]).into_iter().map(|(node, _)| node));
        }
        found
    }

    fn profile(&self, span: Span, name: &str) -> Report {
        let plan = self.running.against.plan;
        let Some(profile) = plan.profiles.get(name) else {
            return self.not_judged(span, format!("there is no translation-profile {name} here")).into();
        };
        if profile.settings.span(Command::TranslateCalledVoiceClass).is_some() {
            return self.not_judged(span, format!("{name} translates by a file that dialc does not have")).into();
        }
        let Some(number) = profile.called() else { return Report::new() };
        let Some(table) = plan.rule_tables.get(&number.value) else {
            return self
                .not_judged(number.span, format!("there is no voice translation-rule {} here", number.value))
                .into();
        };
        match self.changed(table) {
            Changed::No => Report::new(),
            Changed::Unknown => self.not_judged(table.span, "too many numbers match its rules to try each").into(),
            Changed::ByType => {
                self.not_judged(table.span, "depends on the type or plan of the number that the call carries").into()
            }
            Changed::Malformed => self.not_judged(table.span, "it has a rule that dialc cannot read").into(),
            Changed::To(number, result) => {
                let becomes = match result {
                    Some(result) => format!("becomes {}", if result.is_empty() { "empty".into() } else { result }),
                    None => "is rejected".into(),
                };
                let diagnostic: Diagnostic = self
                    .defeat(span, format!("{name} is applied here"), format!("{number} {becomes} before it is routed"))
                    .at(self.running.against.source, table.span, "by these rules")
                    .at(self.context.source, self.order_span(), "the plan matches numbers as they arrive")
                    .help(
                        "write `delivers` as what comes out of this translation, or keep the shared numbers out of it",
                    );
                diagnostic.into()
            }
        }
    }

    /// Whether `table` changes a shared number.
    fn changed(&self, table: &RuleTable) -> Changed {
        if table.rules().count() < table.settings.all(Command::Rule).len() {
            return Changed::Malformed;
        }
        let matched = table.rules().map(|rule| compile::rule(&rule.value.matching));
        let matched = matched.collect::<Result<Vec<_>, _>>().and_then(Dfa::union_all);
        let Ok(matched) = matched.and_then(|matched| matched.intersection(&self.shared)) else {
            return Changed::Unknown;
        };
        let Some(witness) = matched.witness() else { return Changed::No };
        // What a call carries is not in the spec, so both cases of a condition are possible.
        if table.rules().any(|rule| rule.value.number_type.is_some() || rule.value.plan.is_some()) {
            return Changed::ByType;
        }
        let translator = Translator::new(table);
        let result = |number: &str| match translator.apply(&PartyNumber::plain(number)) {
            Translation::NoMatch => Some(number.to_owned()),
            Translation::Rejected(_) => None,
            Translation::Translated(_, number) => Some(number.digits),
        };
        let changed = |number: String| {
            let result = result(&number);
            (result.as_ref() != Some(&number)).then_some(Changed::To(number, result))
        };
        if let Some(changed) = changed(witness) {
            return changed;
        }
        let claims = &self.planned.claims;
        if claims.iter().map(|claim| claim.numbers.count()).sum::<u64>() > ENUMERATED {
            return Changed::Unknown;
        }
        let mut numbers = claims.iter().flat_map(|claim| {
            let plus = if claim.plus { "+" } else { "" };
            NumberSet::iter(&claim.numbers).map(move |digits| format!("{plus}{digits}"))
        });
        numbers.find_map(changed).unwrap_or(Changed::No)
    }
}

/// What a table does to the shared numbers.
enum Changed {
    /// Nothing.
    No,
    /// It changes this one to that, or rejects it.
    To(String, Option<String>),
    /// It could not be found out.
    Unknown,
    /// It depends on the type or plan of the number.
    ByType,
    /// One of its rules is not valid.
    Malformed,
}
