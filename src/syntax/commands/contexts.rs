//! Where a line can stand: the header that is open above it.

use super::LineState;

/// Under which header a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Context {
    /// Under none: a global command or a header.
    Global,
    /// `dial-peer voice N pots`.
    PotsPeer,
    /// `dial-peer voice N voip`.
    VoipPeer,
    /// `dial-peer voice N` without a type.
    OtherPeer,
    /// `dial-peer voice N` of type `vofr`, `voatm` or `mmoip`.
    ForeignPeer,
    /// `voice translation-rule N`.
    TranslationRule,
    /// `voice translation-profile NAME`.
    TranslationProfile,
    /// `translation-rule N`, the kind before `voice translation-rule`.
    OldTranslationRule,
    /// `voice class e164-pattern-map N`.
    PatternMap,
    /// `voice class uri TAG sip`.
    UriClass,
    /// `voice class uri TAG tel`.
    TelUriClass,
    /// `voice class dpg N`.
    DialPeerGroup,
    /// `voice class server-group N`.
    ServerGroup,
    /// `voice class dial-peer provision-policy N`.
    ProvisionPolicy,
    /// `voice class tenant N`.
    Tenant,
    /// `voice class sip-options-keepalive N`.
    Keepalive,
    /// `dial-peer cor custom`.
    CorNames,
    /// `dial-peer cor list NAME`.
    CorList,
    /// `voice service voip`.
    VoiceService,
    /// `ip address trusted list` in `voice service voip`.
    TrustedList,
    /// `sip` in `voice service voip`.
    ServiceSip,
    /// `h323` in `voice service voip`.
    ServiceH323,
    /// `voice service pots`.
    ServicePots,
    /// `voice source-group NAME`.
    SourceGroup,
    /// `voice-port PORT`.
    VoicePort,
    /// `trunk group NAME`.
    TrunkGroup,
    /// `controller T1 PORT`.
    Controller,
    /// `interface Serial...`: the signalling channel of an ISDN trunk.
    IsdnInterface,
    /// `sip-ua`.
    SipUa,
    /// `call-manager-fallback`.
    CallManagerFallback,
    /// `telephony-service`.
    TelephonyService,
    /// `ephone-dn N`, `ephone-dn-template N`.
    EphoneDn,
    /// `voice register global`.
    RegisterGlobal,
    /// `voice register dn N`.
    RegisterDn,
    /// `voice register pool N`, `voice register template N`.
    RegisterPool,
    /// `voice hunt-group N`, `ephone-hunt N`.
    HuntGroup,
    /// Under a header whose lines only concern media, signalling or telephones: `voice class codec`, `ephone`.
    Kept,
    /// Under a header that dialc does not read: its lines are grouped by indentation only.
    Outside,
}

impl Context {
    /// All contexts.
    pub const ALL: [Self; 38] = [
        Self::Global,
        Self::PotsPeer,
        Self::VoipPeer,
        Self::OtherPeer,
        Self::ForeignPeer,
        Self::TranslationRule,
        Self::TranslationProfile,
        Self::OldTranslationRule,
        Self::PatternMap,
        Self::UriClass,
        Self::TelUriClass,
        Self::DialPeerGroup,
        Self::ServerGroup,
        Self::ProvisionPolicy,
        Self::Tenant,
        Self::Keepalive,
        Self::CorNames,
        Self::CorList,
        Self::VoiceService,
        Self::TrustedList,
        Self::ServiceSip,
        Self::ServiceH323,
        Self::ServicePots,
        Self::SourceGroup,
        Self::VoicePort,
        Self::TrunkGroup,
        Self::Controller,
        Self::IsdnInterface,
        Self::SipUa,
        Self::CallManagerFallback,
        Self::TelephonyService,
        Self::EphoneDn,
        Self::RegisterGlobal,
        Self::RegisterDn,
        Self::RegisterPool,
        Self::HuntGroup,
        Self::Kept,
        Self::Outside,
    ];

    pub(super) const fn bit(self) -> Contexts {
        Contexts(1 << self as u64)
    }

    /// What a line is that no command of this context fits.
    pub fn state_of_others(self) -> LineState {
        match self {
            Self::Global | Self::Controller | Self::IsdnInterface | Self::Outside => LineState::Outside,
            Self::Kept => LineState::Kept,
            Self::PotsPeer
            | Self::VoipPeer
            | Self::OtherPeer
            | Self::ForeignPeer
            | Self::TranslationRule
            | Self::TranslationProfile
            | Self::OldTranslationRule
            | Self::PatternMap
            | Self::UriClass
            | Self::TelUriClass
            | Self::DialPeerGroup
            | Self::ServerGroup
            | Self::ProvisionPolicy
            | Self::Tenant
            | Self::Keepalive
            | Self::CorNames
            | Self::CorList
            | Self::VoiceService
            | Self::TrustedList
            | Self::ServiceSip
            | Self::ServiceH323
            | Self::ServicePots
            | Self::SourceGroup
            | Self::VoicePort
            | Self::TrunkGroup
            | Self::SipUa
            | Self::CallManagerFallback
            | Self::TelephonyService
            | Self::EphoneDn
            | Self::RegisterGlobal
            | Self::RegisterDn
            | Self::RegisterPool
            | Self::HuntGroup => LineState::Unknown,
        }
    }

    /// Whether lines that no command fits may have lines of their own below them. Where no sub-mode exists, an odd line
    /// is a line of the object, however far it is indented.
    pub(crate) fn nests(self) -> bool {
        matches!(self, Self::Global | Self::VoiceService | Self::Kept | Self::Outside)
    }
}

/// A set of contexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contexts(u64);

impl Contexts {
    /// Whether `context` is among them.
    pub const fn has(self, context: Context) -> bool {
        self.0 & context.bit().0 != 0
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

pub(super) const GLOBAL: Contexts = Context::Global.bit();
pub(super) const FOREIGN: Contexts = Context::ForeignPeer.bit();
/// Dial-peers that lead to a telephone port or to an address, or may.
pub(super) const CALLING: Contexts = Context::PotsPeer.bit().and(Context::VoipPeer.bit()).and(Context::OtherPeer.bit());
pub(super) const POTS: Contexts = Context::PotsPeer.bit().and(Context::OtherPeer.bit()).and(FOREIGN);
pub(super) const VOIP: Contexts = Context::VoipPeer.bit().and(Context::OtherPeer.bit()).and(FOREIGN);
pub(super) const PEER: Contexts = POTS.and(VOIP);
pub(super) const RULES: Contexts = Context::TranslationRule.bit();
pub(super) const PROFILE: Contexts = Context::TranslationProfile.bit();
pub(super) const OLD_RULES: Contexts = Context::OldTranslationRule.bit();
pub(super) const MAP: Contexts = Context::PatternMap.bit();
pub(super) const SIP_URI: Contexts = Context::UriClass.bit();
pub(super) const TEL_URI: Contexts = Context::TelUriClass.bit();
pub(super) const GROUP: Contexts = Context::DialPeerGroup.bit();
pub(super) const SERVER_GROUP: Contexts = Context::ServerGroup.bit();
pub(super) const POLICY: Contexts = Context::ProvisionPolicy.bit();
pub(super) const TENANT: Contexts = Context::Tenant.bit();
pub(super) const KEEPALIVE: Contexts = Context::Keepalive.bit();
pub(super) const COR_NAMES: Contexts = Context::CorNames.bit();
pub(super) const COR_LIST: Contexts = Context::CorList.bit();
pub(super) const VOICE_SERVICE: Contexts = Context::VoiceService.bit();
pub(super) const TRUSTED: Contexts = Context::TrustedList.bit();
pub(super) const SERVICE_SIP: Contexts = Context::ServiceSip.bit();
pub(super) const SERVICE_H323: Contexts = Context::ServiceH323.bit();
pub(super) const SERVICE_POTS: Contexts = Context::ServicePots.bit();
pub(super) const SOURCE_GROUP: Contexts = Context::SourceGroup.bit();
pub(super) const VOICE_PORT: Contexts = Context::VoicePort.bit();
pub(super) const TRUNK_GROUP: Contexts = Context::TrunkGroup.bit();
pub(super) const CONTROLLER: Contexts = Context::Controller.bit();
pub(super) const ISDN: Contexts = Context::IsdnInterface.bit();
pub(super) const SIP_UA: Contexts = Context::SipUa.bit();
pub(super) const CALL_MANAGER_FALLBACK: Contexts = Context::CallManagerFallback.bit();
pub(super) const TELEPHONY_SERVICE: Contexts = Context::TelephonyService.bit();
pub(super) const EPHONE_DN: Contexts = Context::EphoneDn.bit();
pub(super) const REGISTER_GLOBAL: Contexts = Context::RegisterGlobal.bit();
pub(super) const REGISTER_DN: Contexts = Context::RegisterDn.bit();
pub(super) const REGISTER_POOL: Contexts = Context::RegisterPool.bit();
pub(super) const HUNT_GROUP: Contexts = Context::HuntGroup.bit();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_context_stands_at_its_place() {
        for (index, context) in Context::ALL.into_iter().enumerate() {
            assert_eq!(context as usize, index);
            assert!(context.bit().has(context));
        }
    }
}
