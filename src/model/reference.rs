//! Which commands name an object, and where in a line its name stands.

use std::ops::Range;
use std::sync::LazyLock;

use super::dial_plan::{AnyObject, DialPlan, Id};
use super::settings::Settings;
use crate::syntax::commands::{Command, Shape};

/// Where a line names another object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The kind of the object, by the command that defines one; that of names of class of restriction is
    /// [`Command::CorName`].
    pub kind: Command,
    /// Its number or name.
    pub id: String,
    /// Where that stands in the text that was looked at.
    pub at: Range<usize>,
}

impl Reference {
    /// The kinds that the object may be of; where there is one of several kinds by that name, the first counts. Tables of rules of
    /// both schemes have one set of numbers: lines of the old scheme name a `voice translation-rule` too (Cisco 211306).
    pub fn kinds(&self) -> impl Iterator<Item = Command> + use<> {
        let current = (self.kind == Command::OldTranslationRule).then_some(Command::TranslationRuleTable);
        current.into_iter().chain([self.kind])
    }

    /// The kind of the object in `plan`.
    pub fn kind_in(&self, plan: &DialPlan) -> Command {
        let is_current = self.kind == Command::OldTranslationRule
            && self.id.parse().is_ok_and(|number: u32| plan.rule_tables.contains_key(&number));
        if is_current { Command::TranslationRuleTable } else { self.kind }
    }

    /// Whether it may name the object of this kind and name.
    pub fn may_name(&self, kind: Command, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id) && self.kinds().any(|own| own == kind)
    }
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
const COMMANDS: &[(Command, Command, Word)] = &[
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
const KEPT: &[(&str, Command, Word)] = &[
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

/// By command; this is asked of every line of every object.
static BY_COMMAND: LazyLock<Vec<Option<(Command, Word)>>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for &(command, kind, word) in COMMANDS {
        let at = command as usize;
        found.resize(found.len().max(at + 1), None);
        found.get_mut(at).into_iter().for_each(|place| *place = Some((kind, word)));
    }
    found
});

fn named_by(command: Command) -> Option<(Command, Word)> {
    BY_COMMAND.get(command as usize).copied().flatten()
}

/// Whether `command` names an object.
pub fn is_reference(command: Command) -> bool {
    named_by(command).is_some()
}

/// The commands that may name an object of this kind.
pub fn commands_naming(kind: Command) -> impl Iterator<Item = Command> {
    let is_named = move |named: Command| {
        named == kind || (named == Command::OldTranslationRule && kind == Command::TranslationRuleTable)
    };
    COMMANDS.iter().filter(move |(_, named, _)| is_named(*named)).map(|(command, _, _)| *command)
}

/// The object that the argument of `command` names.
///
/// ```
/// use dialc::model::reference;
/// use dialc::syntax::commands::Command;
/// let found = reference(Command::GroupMember, "5 preference 1").unwrap();
/// assert_eq!((found.kind, found.id.as_str(), found.at), (Command::DialPeer, "5", 0..1));
/// ```
pub fn reference(command: Command, argument: &str) -> Option<Reference> {
    let (kind, word) = named_by(command)?;
    word_of(kind, word, argument, 0)
}

/// The objects that a line names that is kept as it was written.
pub fn kept_references(line: &str) -> impl Iterator<Item = Reference> {
    let text = line.trim_start_matches(' ');
    let indentation = line.len() - text.len();
    KEPT.iter().filter_map(move |(keywords, kind, word)| {
        let argument = text.strip_prefix(keywords).filter(|rest| rest.starts_with(' '))?;
        word_of(*kind, *word, argument, indentation + keywords.len())
    })
}

/// What lines name, by kind and name; of each kind that it may be.
pub fn named(settings: &Settings) -> impl Iterator<Item = (Command, String)> + '_ {
    let each = |found: Reference| found.kinds().map(move |kind| (kind, found.id.clone()));
    let known = settings.iter().filter(|(command, _)| is_reference(*command));
    let known = known.filter_map(|(command, line)| reference(command, &line.value.argument.to_string()));
    let of_kept = move |text: &str| kept_references(text).flat_map(each).collect::<Vec<_>>();
    known.flat_map(each).chain(settings.verbatim().iter().flat_map(move |line| of_kept(&line.value.text)))
}

/// What the word of an argument says that names an object of a kind; `start` is where the argument stands.
fn word_of(kind: Command, word: Word, argument: &str, start: usize) -> Option<Reference> {
    let mut words = words(argument);
    let (at, name) = match word {
        Word::First => words.next(),
        Word::Second => words.nth(1),
        Word::Last => words.last(),
        Word::Behind(keyword) => words.skip_while(|(_, one)| !one.eq_ignore_ascii_case(keyword)).nth(1),
    }?;
    let numbered = matches!(kind.row().shape, Shape::NumberedHeader(_) | Shape::DialPeerHeader);
    let id = if numbered { name.parse::<u32>().ok()?.to_string() } else { name.to_owned() };
    Some(Reference { kind, id, at: start + at..start + at + name.len() })
}

/// The words of a text, each with the place where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|one: char| one.is_ascii_whitespace()).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some((start, word))
    })
}

impl AnyObject<'_> {
    /// What others call it; `None` where there is only one of its kind.
    pub fn name(&self) -> Option<String> {
        match &self.id {
            Id::Only => None,
            Id::Number(number) => Some(number.to_string()),
            // Behind the name of a URI class is its type.
            Id::Name(name) if self.header == Command::UriClass => name.split(' ').next().map(str::to_owned),
            Id::Name(name) => Some(name.clone()),
        }
    }
}
