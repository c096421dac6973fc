//! Is a shared number changed before the gateway looks for its outbound dial-peer?

use super::Check;
use crate::automaton::{Dfa, compile};
use crate::call::{PartyNumber, Profile, Translation, Translator};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{RuleTable, Setting, Settings};
use crate::number::NumberSet;
use crate::source::{Located, Span};
use crate::spec::Access;
use crate::syntax::argument::Statement;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// How many numbers are tried one by one where a rule matches some of them and changes the first of them not.
const ENUMERATED: u64 = 100_000;

impl Check<'_> {
    /// Refusals for every `num-exp` and inbound translation that changes a shared number.
    pub(super) fn rewritings(&self) -> Report {
        let mut report = self.number_expansion();
        for (span, profile) in self.inbound_profiles() {
            report.extend(self.profile(span, &profile));
        }
        if let Access::Pri { port } = &self.context.spec.gateway.pstn.access.value {
            for object in self.running.plan.port_objects(port.value.as_str()).voice_ports {
                report.extend(self.old_rules(object.settings.all(Command::TranslateNumber)));
            }
        }
        if !self.context.is_pri() {
            report.extend(self.old_rules(self.running.plan.globals.all(Command::VoipIncomingRule)));
        }
        report
    }

    /// The lines among `lines` that apply old translation rules to called numbers.
    fn old_rules(&self, lines: &[Located<Setting>]) -> Report {
        let called = |line: &&Located<Setting>| {
            let text = line.value.argument.as_text().unwrap_or_default().to_ascii_lowercase();
            text.split(' ').any(|word| word.starts_with("called"))
        };
        let lines = lines.iter().filter(called);
        lines.map(|line| self.not_judged(line.span, "dialc does not read the old translation rules")).collect()
    }

    /// `num-exp PATTERN EXPANSION` works on called numbers before the outbound peer is looked for (most sources; Cisco
    /// 211306 alone says after).
    fn number_expansion(&self) -> Report {
        let mut report = Report::new();
        for line in self.running.plan.globals.all(Command::NumberExpansion) {
            let pattern = match line.value.argument.as_statement() {
                Some(Statement::Expansion { dialled, expanded }) => {
                    NumberPattern::parse(dialled).ok().map(|pattern| (pattern, expanded))
                }
                Some(_) | None => None,
            };
            let Some((pattern, expansion)) = pattern else {
                report.push(self.not_judged(line.span, "dialc cannot read this pattern"));
                continue;
            };
            let witness = |numbers: Result<Dfa, _>| {
                numbers.and_then(|numbers| numbers.intersection(&self.shared)).ok().and_then(|both| both.witness())
            };
            if let Some(number) = witness(compile::body(&pattern)) {
                report.push(
                    self.defeat(
                        line.span,
                        format!("expands it to {expansion}"),
                        format!("{number} would be changed before it is routed"),
                    )
                    .at(self.context.source, self.order_span(), "the plan matches it as it arrives")
                    .help("take the shared numbers out of this num-exp"),
                );
            } else if witness(compile::numbers(&pattern)).is_some() {
                report.push(self.not_judged(line.span, "matches the beginning of shared numbers"));
            }
        }
        report
    }

    /// The translation profiles that a call from the PSTN may meet on its way in, and where they are applied.
    fn inbound_profiles(&self) -> Vec<(Span, String)> {
        let mut found = Vec::new();
        for peer in self.others().filter(|peer| self.may_be_inbound(peer)) {
            let profile = peer.settings.text(Command::TranslationProfileIncoming);
            found.extend(profile.map(|profile| (profile.span, profile.value.to_owned())));
        }
        let incoming = |settings: &Settings| {
            let profile = settings.text(Command::TranslationProfileIncoming);
            profile.map(|profile| (profile.span, profile.value.to_owned()))
        };
        let plan = self.running.plan;
        if let Access::Pri { port } = &self.context.spec.gateway.pstn.access.value {
            let objects = plan.port_objects(port.value.as_str());
            let objects = objects.voice_ports.into_iter().chain(objects.trunk_groups);
            found.extend(objects.filter_map(|object| incoming(&object.settings)));
            // `translation-profile incoming controller T1 0/0/0 NAME`.
            let slot = port.value.split(':').next().unwrap_or_default();
            for object in plan.others(Command::VoiceServicePots) {
                for line in object.settings.all(Command::TranslationProfileController) {
                    let words: Vec<_> = line.value.argument.as_text().unwrap_or_default().split(' ').collect();
                    let here = words.contains(&slot);
                    found.extend(words.last().filter(|_| here).map(|name| (line.span, (*name).to_owned())));
                }
            }
        } else {
            found.extend(plan.others(Command::SourceGroup).filter_map(|object| incoming(&object.settings)));
            let global = plan.globals.text(Command::VoipIncomingProfile);
            found.extend(global.map(|profile| (profile.span, profile.value.to_owned())));
        }
        found
    }

    fn profile(&self, span: Span, name: &str) -> Report {
        let plan = self.running.plan;
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
                    .at(self.running.source, table.span, "by these rules")
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
        let translator = Translator::new(table, &Profile::default());
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
