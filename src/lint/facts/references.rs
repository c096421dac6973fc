//! Which objects a configuration defines, and which it refers to.

use std::collections::BTreeMap;

use crate::model::{DialPlan, Reference, Settings, is_reference, kept_references, reference};
use crate::source::Span;
use crate::syntax::commands::Command;

/// A kind of object, by the command that defines one; that of names of class of restriction is [`Command::CorName`].
pub type ObjectKind = Command;

/// A place that refers to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectUse {
    /// What it refers to: a number, or a name as it is written.
    pub id: String,
    /// The line.
    pub span: Span,
    /// The object that the line stands in; empty for a global line.
    pub object: String,
    /// Whether the line is one of those that dialc keeps as they were written.
    pub kept: bool,
}

/// What a configuration defines of one kind, and refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// By number or name, where it is defined.
    pub definitions: BTreeMap<String, Span>,
    /// In the order of the objects.
    pub uses: Vec<ObjectUse>,
}

/// What a configuration defines and refers to, by kind.
pub(super) fn references(plan: &DialPlan) -> BTreeMap<ObjectKind, References> {
    let mut found: BTreeMap<ObjectKind, References> = BTreeMap::new();
    for name in plan.cor_names.all(Command::CorName) {
        let id = name.value.argument.to_string();
        found.entry(Command::CorName).or_default().definitions.insert(id, name.span);
    }
    add_uses(&mut found, plan, &plan.globals, String::new);
    for object in plan.objects() {
        if let Some(id) = object.name() {
            found.entry(object.header).or_default().definitions.insert(id, object.span);
        }
        add_uses(&mut found, plan, object.settings, || object.title());
    }
    found
}

fn add_uses(
    found: &mut BTreeMap<ObjectKind, References>,
    plan: &DialPlan,
    settings: &Settings,
    object: impl Fn() -> String,
) {
    let mut add = |reference: Reference, span: Span, kept: bool| {
        let kind = reference.kind_in(plan);
        let one = ObjectUse { id: reference.id, span, object: object(), kept };
        found.entry(kind).or_default().uses.push(one);
    };
    for (command, setting) in
        settings.iter().filter(|(command, setting)| is_reference(*command) && !setting.value.negated)
    {
        if let Some(reference) = reference(command, &setting.value.argument.to_string()) {
            add(reference, setting.span, false);
        }
    }
    for line in settings.verbatim() {
        for reference in kept_references(&line.value.text) {
            add(reference, line.span, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    #[test]
    fn definitions_and_uses_are_found() {
        let text = "voice translation-rule 5\nvoice translation-profile A\n translate called 05\n!\n\
                    voice class uri in sip\nvoice service pots\n translation-profile incoming controller T1 0/0/0 A\n!\n\
                    dial-peer voice 1 voip\n translation-profile outgoing B\n incoming uri via in\n \
                    voice-class sip options-keepalive profile 7\n no voice-class codec\n!\n\
                    voice register pool 1\n translation-profile incoming C\n";
        let plan = read(&Tree::parse(&Source::new("test", text))).0;
        let found = references(&plan);
        let of = |kind| {
            let References { definitions, uses } = &found[&kind];
            let uses = uses.iter().map(|one| format!("{}{}", one.id, if one.kept { " (kept)" } else { "" }));
            (definitions.keys().cloned().collect::<Vec<_>>().join(" "), uses.collect::<Vec<_>>().join(" "))
        };
        let pair = |definitions: &str, uses: &str| (definitions.to_owned(), uses.to_owned());
        assert_eq!(of(Command::TranslationProfile), pair("A", "A C (kept) B"));
        assert_eq!(of(Command::TranslationRuleTable), pair("5", "5"));
        assert_eq!(of(Command::UriClass), pair("in", "in"));
        assert_eq!(of(Command::KeepaliveClass), pair("", "7"));
        assert!(!found.contains_key(&Command::CodecClass));
    }
}
