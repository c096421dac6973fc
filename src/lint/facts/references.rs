//! Which objects a configuration defines, and which it refers to.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::model::{AnyObject, DialPlan, Id, Settings};
use crate::source::Span;
use crate::syntax::commands::{Command, Shape};

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

/// Which word of an argument names the object.
#[derive(Clone, Copy, Debug)]
enum Word {
    First,
    Second,
    Last,
    /// The one behind this keyword.
    Behind(&'static str),
}

/// The commands that name an object, with its kind.
const COMMANDS: &[(Command, ObjectKind, Word)] = &[
    (Command::VoipIncomingProfile, Command::TranslationProfile, Word::First),
    (Command::TranslationProfileIncoming, Command::TranslationProfile, Word::First),
    (Command::TranslationProfileOutgoing, Command::TranslationProfile, Word::First),
    (Command::TranslationProfileController, Command::TranslationProfile, Word::Last),
    (Command::TranslationProfileOutgoingController, Command::TranslationProfile, Word::Last),
    (Command::CallBlockProfile, Command::TranslationProfile, Word::First),
    (Command::TranslateCalled, Command::TranslationRuleTable, Word::First),
    (Command::TranslateCalling, Command::TranslationRuleTable, Word::First),
    (Command::TranslateRedirectCalled, Command::TranslationRuleTable, Word::First),
    (Command::TranslateRedirectTarget, Command::TranslationRuleTable, Word::First),
    (Command::TranslateCallbackNumber, Command::TranslationRuleTable, Word::First),
    (Command::TranslateCalledVoiceClass, Command::E164TranslationClass, Word::Behind("e164-translation")),
    (Command::TranslateCallingVoiceClass, Command::E164TranslationClass, Word::Behind("e164-translation")),
    (Command::VoipIncomingRule, Command::OldTranslationRule, Word::Second),
    (Command::TranslateOutgoingCalled, Command::OldTranslationRule, Word::First),
    (Command::TranslateOutgoingCalling, Command::OldTranslationRule, Word::First),
    (Command::TranslateNumber, Command::OldTranslationRule, Word::Second),
    (Command::CorlistIncoming, Command::CorList, Word::First),
    (Command::CorlistOutgoing, Command::CorList, Word::First),
    (Command::CorMember, Command::CorName, Word::First),
    (Command::DestinationMap, Command::PatternMap, Word::First),
    (Command::DestinationCallingMap, Command::PatternMap, Word::First),
    (Command::IncomingCalledMap, Command::PatternMap, Word::First),
    (Command::IncomingCallingMap, Command::PatternMap, Word::First),
    (Command::DestinationDpg, Command::DialPeerGroup, Word::First),
    (Command::GroupMember, Command::DialPeer, Word::First),
    (Command::DestinationPolicy, Command::ProvisionPolicy, Word::First),
    (Command::DestinationUri, Command::UriClass, Word::First),
    (Command::DestinationUriFrom, Command::UriClass, Word::First),
    (Command::DestinationUriTo, Command::UriClass, Word::First),
    (Command::DestinationUriVia, Command::UriClass, Word::First),
    (Command::DestinationUriDiversion, Command::UriClass, Word::First),
    (Command::DestinationUriReferredBy, Command::UriClass, Word::First),
    (Command::IncomingUriVia, Command::UriClass, Word::First),
    (Command::IncomingUriRequest, Command::UriClass, Word::First),
    (Command::IncomingUriTo, Command::UriClass, Word::First),
    (Command::IncomingUriFrom, Command::UriClass, Word::First),
    (Command::IncomingUriCalled, Command::UriClass, Word::First),
    (Command::IncomingUriCalling, Command::UriClass, Word::First),
    (Command::DestinationRouteString, Command::RouteStringClass, Word::First),
    (Command::SessionServerGroup, Command::ServerGroup, Word::First),
    (Command::SipTenant, Command::TenantClass, Word::First),
    (Command::SipOptionsKeepalive, Command::KeepaliveClass, Word::Behind("profile")),
    (Command::Trunkgroup, Command::TrunkGroupHeader, Word::First),
    (Command::TrunkGroupMember, Command::TrunkGroupHeader, Word::First),
    (Command::VoiceClassCodec, Command::CodecClass, Word::First),
    (Command::VoiceClassH323, Command::H323Class, Word::First),
    (Command::VoiceClassPermanent, Command::PermanentClass, Word::First),
    (Command::VoiceClassStunUsage, Command::StunUsageClass, Word::First),
    (Command::VoiceClassTrunkConditioning, Command::BusyoutClass, Word::First),
    (Command::SipProfiles, Command::SipProfilesClass, Word::First),
];

/// Lines that are kept as they were written and name an object: those of phones, and of classes that dialc does not follow.
const KEPT: &[(&str, ObjectKind, Word)] = &[
    ("translation-profile", Command::TranslationProfile, Word::Second),
    ("translate", Command::OldTranslationRule, Word::Second),
    ("corlist", Command::CorList, Word::Second),
    ("cor", Command::CorList, Word::Second),
    ("voice-class codec", Command::CodecClass, Word::First),
    ("voice-class stun-usage", Command::StunUsageClass, Word::First),
    ("voice-class sip profiles", Command::SipProfilesClass, Word::First),
    ("voice-class sip srtp-crypto", Command::SrtpCryptoClass, Word::First),
    ("voice-class sip copy-list", Command::SipCopyClass, Word::First),
    ("voice-class sip pass-thru headers", Command::HeaderPassClass, Word::First),
    ("voice-class sip tenant", Command::TenantClass, Word::First),
    ("voice-class tone-signal", Command::ToneSignalClass, Word::First),
    ("voice-class aaa", Command::AaaClass, Word::First),
    ("voice class cause-code", Command::CauseCodeClass, Word::First),
    ("sip-profiles", Command::SipProfilesClass, Word::First),
    ("srtp-crypto", Command::SrtpCryptoClass, Word::First),
    ("copy-list", Command::SipCopyClass, Word::First),
    ("pass-thru headers", Command::HeaderPassClass, Word::First),
    ("crypto signaling", Command::TlsProfileClass, Word::Behind("tls-profile")),
    ("cipher", Command::TlsCipherClass, Word::First),
    ("supervisory custom-cptone", Command::CustomToneClass, Word::First),
    ("dualtone", Command::DualToneClass, Word::Second),
    ("trunk-group", Command::TrunkGroupHeader, Word::First),
];

/// What a configuration defines and refers to, by kind.
pub(super) fn references(plan: &DialPlan) -> BTreeMap<ObjectKind, References> {
    let mut found: BTreeMap<ObjectKind, References> = BTreeMap::new();
    for name in plan.cor_names.all(Command::CorName) {
        let id = name.value.argument.to_string();
        found.entry(Command::CorName).or_default().definitions.insert(id, name.span);
    }
    add_uses(&mut found, &plan.globals, "");
    for object in plan.objects() {
        if let Some(id) = name_of(&object) {
            found.entry(object.header).or_default().definitions.insert(id, object.span);
        }
        add_uses(&mut found, object.settings, &object.title());
    }
    found
}

/// What others call an object; `None` where there is only one of its kind.
fn name_of(object: &AnyObject<'_>) -> Option<String> {
    match &object.id {
        Id::Only => None,
        Id::Number(number) => Some(number.to_string()),
        // Behind the name of a URI class is its type.
        Id::Name(name) if object.header == Command::UriClass => name.split(' ').next().map(str::to_owned),
        Id::Name(name) => Some(name.clone()),
    }
}

fn add_uses(found: &mut BTreeMap<ObjectKind, References>, settings: &Settings, object: &str) {
    static BY_COMMAND: LazyLock<HashMap<Command, (ObjectKind, Word)>> =
        LazyLock::new(|| COMMANDS.iter().map(|(command, kind, word)| (*command, (*kind, *word))).collect());
    let mut add = |(kind, word): (ObjectKind, Word), argument: &str, span: Span, kept: bool| {
        if let Some(id) = named(kind, word, argument) {
            let one = ObjectUse { id, span, object: object.to_owned(), kept };
            found.entry(kind).or_default().uses.push(one);
        }
    };
    for (command, setting) in settings.iter() {
        if let (Some(names), false) = (BY_COMMAND.get(&command), setting.value.negated) {
            add(*names, &setting.value.argument.to_string(), setting.span, false);
        }
    }
    for line in settings.verbatim() {
        let text = line.value.text.trim_start_matches(' ');
        for (keywords, kind, word) in KEPT {
            if let Some(argument) = text.strip_prefix(keywords).filter(|rest| rest.starts_with(' ')) {
                add((*kind, *word), argument, line.span, true);
            }
        }
    }
}

/// What the word of an argument says that names an object of a kind.
fn named(kind: ObjectKind, word: Word, argument: &str) -> Option<String> {
    let mut words = argument.split_ascii_whitespace();
    let name = match word {
        Word::First => words.next(),
        Word::Second => words.nth(1),
        Word::Last => words.last(),
        Word::Behind(keyword) => words.skip_while(|one| !one.eq_ignore_ascii_case(keyword)).nth(1),
    }?;
    let numbered = matches!(kind.row().shape, Shape::NumberedHeader(_) | Shape::DialPeerHeader);
    if numbered { name.parse().ok().map(|number: u32| number.to_string()) } else { Some(name.to_owned()) }
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
