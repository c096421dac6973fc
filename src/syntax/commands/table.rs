//! The rows of the command table, in the order in which commands are printed. The dial-peer rows cover every command
//! that was seen in the field; what a command does is in the Cisco IOS Voice Command Reference.

use super::{Context, Contexts, Default, Multiplicity, Row, Shape, Support};

const GLOBAL: Contexts = Context::Global.bit();
const POTS: Contexts = Context::PotsPeer.bit().and(Context::OtherPeer.bit());
const VOIP: Contexts = Context::VoipPeer.bit().and(Context::OtherPeer.bit());
const PEER: Contexts = POTS.and(VOIP);
const RULES: Contexts = Context::TranslationRule.bit();
const PROFILE: Contexts = Context::TranslationProfile.bit();
const MAP: Contexts = Context::PatternMap.bit();
const URI: Contexts = Context::UriClass.bit();
const GROUP: Contexts = Context::DialPeerGroup.bit();
const COR_NAMES: Contexts = Context::CorNames.bit();
const COR_LIST: Contexts = Context::CorList.bit();
const SERVICE: Contexts = Context::VoiceService.bit();
const TRUSTED: Contexts = Context::TrustedList.bit();

/// One row: the variant, its keywords, then the columns of [`Row`] in order.
macro_rules! commands {
    ($($variant:ident, $keywords:literal, $shape:expr, $multiplicity:ident, $default:expr, $support:ident, $contexts:expr, $opens:expr;)*) => {
        /// A command that dialc knows; the order is that of printing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command {
            $(
                #[doc = concat!("`", $keywords, "`.")]
                $variant,
            )*
        }

        /// All rows, in the order of [`Command`].
        pub(super) const TABLE: &[Row] = &[
            $(Row {
                command: Command::$variant,
                keywords: $keywords,
                shape: $shape,
                multiplicity: Multiplicity::$multiplicity,
                default: $default,
                support: Support::$support,
                contexts: $contexts,
                opens: $opens,
            },)*
        ];

        impl Command {
            /// Its row of the table.
            #[allow(clippy::indexing_slicing, reason = "one macro writes the variants and the rows, in one order")]
            pub fn row(self) -> &'static Row {
                &TABLE[self as usize]
            }
        }
    };
}

commands! {
    // ---- objects
    DialPeer, "dial-peer voice", Shape::DialPeerHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::PotsPeer);
    TranslationRuleTable, "voice translation-rule", Shape::NumberedHeader(2_147_483_647), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::TranslationRule);
    TranslationProfile, "voice translation-profile", Shape::NamedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::TranslationProfile);
    PatternMap, "voice class e164-pattern-map", Shape::NumberedHeader(10_000), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::PatternMap);
    UriClass, "voice class uri", Shape::TypedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::UriClass);
    DialPeerGroup, "voice class dpg", Shape::NumberedHeader(10_000), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::DialPeerGroup);
    CorCustom, "dial-peer cor custom", Shape::BareHeader, Single, Default::Absent, Modelled, GLOBAL, Some(Context::CorNames);
    CorList, "dial-peer cor list", Shape::NamedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::CorList);
    VoiceServiceVoip, "voice service voip", Shape::BareHeader, Single, Default::Absent, Modelled, GLOBAL, Some(Context::VoiceService);
    // ---- voice translation-rule, voice translation-profile
    Rule, "rule", Shape::Rule, Keyed, Default::Absent, Modelled, RULES, None;
    TranslateCalled, "translate called", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateCalling, "translate calling", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateRedirectCalled, "translate redirect-called", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateRedirectTarget, "translate redirect-target", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateCallbackNumber, "translate callback-number", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateCalledVoiceClass, "translate called voice-class", Shape::Words, Single, Default::Absent, Unsupported, PROFILE, None;
    TranslateCallingVoiceClass, "translate calling voice-class", Shape::Words, Single, Default::Absent, Unsupported, PROFILE, None;
    // ---- voice service voip
    TrustedAuthenticate, "ip address trusted authenticate", Shape::Flag, Single, Default::On, Modelled, SERVICE, None;
    TrustedList, "ip address trusted list", Shape::BareHeader, Single, Default::Absent, Modelled, SERVICE, Some(Context::TrustedList);
    TrustedIpv4, "ipv4", Shape::Words, List, Default::Absent, Modelled, TRUSTED, None;
    TrustedIpv6, "ipv6", Shape::Words, List, Default::Absent, Modelled, TRUSTED, None;
    AllowConnections, "allow-connections", Shape::Words, List, Default::Absent, Modelled, SERVICE, None;
    // ---- dial-peer voice: who may use it and in which order
    Description, "description", Shape::Text, Single, Default::Absent, Kept, PEER.and(MAP).and(GROUP), None;
    Shutdown, "shutdown", Shape::Flag, Single, Default::Absent, Modelled, PEER.and(MAP).and(GROUP), None;
    Permission, "permission", Shape::Name, Single, Default::Value("both"), Modelled, PEER, None;
    Preference, "preference", Shape::Integer(0, 10), Single, Default::Value("0"), Modelled, PEER, None;
    Huntstop, "huntstop", Shape::Flag, Single, Default::Absent, Modelled, PEER, None;
    CorlistIncoming, "corlist incoming", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    CorlistOutgoing, "corlist outgoing", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    LpcorIncoming, "lpcor incoming", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    LpcorOutgoing, "lpcor outgoing", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    MaxConn, "max-conn", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PEER, None;
    // ---- dial-peer voice: translation
    TranslationProfileIncoming, "translation-profile incoming", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    TranslationProfileOutgoing, "translation-profile outgoing", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    TranslateOutgoingCalled, "translate-outgoing called", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PEER, None;
    TranslateOutgoingCalling, "translate-outgoing calling", Shape::Integer(1, 2_147_483_647), Single, Default::Absent, Modelled, PEER, None;
    CallBlockProfile, "call-block translation-profile incoming", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    CallBlockCause, "call-block disconnect-cause incoming", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    // ---- dial-peer voice: what it matches
    DestinationPattern, "destination-pattern", Shape::Pattern, Single, Default::Absent, Modelled, PEER, None;
    DestinationMap, "destination e164-pattern-map", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, VOIP, None;
    DestinationCallingMap, "destination calling e164-pattern-map", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, VOIP, None;
    DestinationDpg, "destination dpg", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, PEER, None;
    DestinationPolicy, "destination provision-policy", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, VOIP, None;
    DestinationUri, "destination uri", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    DestinationUriFrom, "destination uri-from", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriTo, "destination uri-to", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriVia, "destination uri-via", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriDiversion, "destination uri-diversion", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriReferredBy, "destination uri-referred-by", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationRouteString, "destination route-string", Shape::Name, Single, Default::Absent, Unsupported, VOIP, None;
    DnisMap, "dnis-map", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    IncomingCalledNumber, "incoming called-number", Shape::Pattern, Single, Default::Absent, Modelled, PEER, None;
    IncomingCalledMap, "incoming called e164-pattern-map", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, VOIP, None;
    IncomingCallingMap, "incoming calling e164-pattern-map", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriVia, "incoming uri via", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriRequest, "incoming uri request", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriTo, "incoming uri to", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriFrom, "incoming uri from", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriCalled, "incoming uri called", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriCalling, "incoming uri calling", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    AnswerAddress, "answer-address", Shape::Pattern, Single, Default::Absent, Modelled, PEER, None;
    NumberingType, "numbering-type", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    CarrierIdSource, "carrier-id source", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    CarrierIdTarget, "carrier-id target", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    TrunkGroupLabelSource, "trunk-group-label source", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    TrunkGroupLabelTarget, "trunk-group-label target", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    // ---- dial-peer voice: what it answers with, instead of routing
    Application, "application", Shape::Words, Single, Default::Absent, Unsupported, PEER, None;
    Service, "service", Shape::Words, List, Default::Absent, Unsupported, PEER, None;
    CallForwardBusy, "call-forward busy", Shape::Words, Single, Default::Absent, Unsupported, PEER, None;
    CallForwardNoan, "call-forward noan", Shape::Words, Single, Default::Absent, Unsupported, PEER, None;
    CallForwardAll, "call-fwd-all", Shape::Words, Single, Default::Absent, Unsupported, PEER, None;
    Loopback, "loopback", Shape::Words, Single, Default::Absent, Unsupported, PEER, None;
    // ---- dial-peer voice: where it leads, and with which digits
    DirectInwardDial, "direct-inward-dial", Shape::Flag, Single, Default::Absent, Modelled, PEER, None;
    DigitStrip, "digit-strip", Shape::Flag, Single, Default::On, Modelled, POTS, None;
    ForwardDigits, "forward-digits", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    Prefix, "prefix", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    TechPrefix, "tech-prefix", Shape::Name, Single, Default::Absent, Unsupported, VOIP, None;
    Port, "port", Shape::Words, Single, Default::Absent, Modelled, PEER, None;
    Trunkgroup, "trunkgroup", Shape::Words, List, Default::Absent, Modelled, POTS, None;
    RtpPayloadTypeComfortNoise, "rtp payload-type comfort-noise", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    RtpPayloadTypeNte, "rtp payload-type nte", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    RtpPayloadTypeNse, "rtp payload-type nse", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    RtpPayloadType, "rtp payload-type", Shape::Words, List, Default::Absent, Kept, VOIP, None;
    SessionProtocol, "session protocol", Shape::Name, Single, Default::Value("cisco"), Modelled, PEER, None;
    SessionTarget, "session target", Shape::Target, Single, Default::Absent, Modelled, PEER, None;
    SessionServerGroup, "session server-group", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, VOIP, None;
    SessionTransport, "session transport", Shape::Words, Single, Default::Value("system"), Kept, VOIP, None;
    SipTenant, "voice-class sip tenant", Shape::Integer(1, 10_000), Single, Default::Absent, Modelled, PEER, None;
    SipCallRoute, "voice-class sip call-route", Shape::Words, Single, Default::Unknown, Unsupported, VOIP, None;
    SipOptionsKeepalive, "voice-class sip options-keepalive", Shape::OptionalWords, Single, Default::Absent, Modelled, VOIP, None;
    MonitorProbe, "monitor probe", Shape::Words, Single, Default::Absent, Modelled, PEER, None;
    // ---- dial-peer voice: media and signalling that no route depends on
    VoiceClassCodec, "voice-class codec", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    VoiceClassH323, "voice-class h323", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    VoiceClassPermanent, "voice-class permanent", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    VoiceClassStunUsage, "voice-class stun-usage", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    VoiceClassTrunkConditioning, "voice-class busyout", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    SipBindControl, "voice-class sip bind control", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    SipBindMedia, "voice-class sip bind media", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    SipBindAll, "voice-class sip bind all", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    SipProfiles, "voice-class sip profiles", Shape::Words, List, Default::Absent, Kept, VOIP, None;
    SipOther, "voice-class sip", Shape::Words, List, Default::Unknown, Kept, PEER, None;
    SipRegister, "sip-register", Shape::OptionalWords, Single, Default::Unknown, Kept, PEER, None;
    RegisterE164, "register e164", Shape::Flag, Single, Default::Unknown, Kept, PEER, None;
    Authentication, "authentication", Shape::Words, List, Default::Absent, Kept, PEER, None;
    DtmfRelay, "dtmf-relay", Shape::OptionalWords, Single, Default::Absent, Kept, PEER, None;
    DigitCollect, "digit collect", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    Codec, "codec", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    Srtp, "srtp", Shape::OptionalWords, Single, Default::Absent, Kept, VOIP, None;
    FaxProtocol, "fax protocol", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    FaxRate, "fax rate", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    FaxRelay, "fax-relay", Shape::Words, List, Default::Unknown, Kept, PEER, None;
    Fax, "fax", Shape::Words, List, Default::Unknown, Kept, PEER, None;
    ModemPassthrough, "modem passthrough", Shape::OptionalWords, Single, Default::Unknown, Kept, PEER, None;
    ModemRelay, "modem relay", Shape::OptionalWords, Single, Default::Unknown, Kept, PEER, None;
    IpQos, "ip qos", Shape::Words, List, Default::Unknown, Kept, VOIP, None;
    IpPrecedence, "ip precedence", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    ReqQos, "req-qos", Shape::Words, List, Default::Absent, Kept, VOIP, None;
    AccQos, "acc-qos", Shape::Words, List, Default::Absent, Kept, VOIP, None;
    Media, "media", Shape::Words, List, Default::Unknown, Kept, VOIP, None;
    MediaClass, "media-class", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    PlayoutDelay, "playout-delay", Shape::Words, List, Default::Absent, Kept, PEER, None;
    ProgressIndicator, "progress_ind", Shape::Words, List, Default::Absent, Kept, PEER, None;
    SignalingForward, "signaling forward", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    ToneRingback, "tone ringback", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    Redirect, "redirect", Shape::Words, List, Default::Unknown, Kept, PEER, None;
    MaxRedirects, "max-redirects", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    SupplementaryService, "supplementary-service", Shape::Words, List, Default::Unknown, Kept, PEER, None;
    Clid, "clid", Shape::Words, List, Default::Absent, Kept, PEER, None;
    CallingNumber, "calling-number", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    EmergencyResponse, "emergency response", Shape::Words, List, Default::Absent, Kept, PEER, None;
    MailboxSelection, "mailbox-selection", Shape::Words, List, Default::Absent, Kept, PEER, None;
    AfterHoursExempt, "after-hours-exempt", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    B2bua, "b2bua", Shape::OptionalWords, Single, Default::Absent, Kept, PEER, None;
    ExpectFactor, "expect-factor", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    Icpif, "icpif", Shape::Words, Single, Default::Absent, Kept, PEER, None;
    Snmp, "snmp", Shape::Words, List, Default::Unknown, Kept, PEER, None;
    SettleCall, "settle-call", Shape::OptionalWords, Single, Default::Absent, Kept, PEER, None;
    Roaming, "roaming", Shape::OptionalWords, Single, Default::Absent, Kept, PEER, None;
    Vad, "vad", Shape::OptionalWords, Single, Default::On, Kept, PEER, None;
    // ---- voice class e164-pattern-map, voice class uri
    MapUrl, "url", Shape::Words, Single, Default::Absent, Unsupported, MAP, None;
    UriHost, "host", Shape::Words, List, Default::Absent, Modelled, URI, None;
    UriPattern, "pattern", Shape::Words, Single, Default::Absent, Modelled, URI, None;
    UriUserId, "user-id", Shape::Words, Single, Default::Absent, Modelled, URI, None;
    UriPhone, "phone", Shape::Words, List, Default::Absent, Modelled, URI, None;
    // ---- dial-peer cor custom, dial-peer cor list
    CorName, "name", Shape::Name, List, Default::Absent, Modelled, COR_NAMES, None;
    CorMember, "member", Shape::Name, List, Default::Absent, Modelled, COR_LIST, None;
    // ---- voice class dpg
    GroupMember, "dial-peer", Shape::Words, Keyed, Default::Absent, Modelled, GROUP, None;
    // ---- voice class e164-pattern-map
    MapEntry, "e164", Shape::Pattern, List, Default::Absent, Modelled, MAP, None;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_unique_within_a_context() {
        let mut seen = std::collections::BTreeSet::new();
        for row in TABLE {
            for context in
                [Context::Global, Context::PotsPeer, Context::VoipPeer, Context::PatternMap, Context::DialPeerGroup]
            {
                if row.contexts.has(context) {
                    assert!(seen.insert((context, row.keywords)), "{} stands twice", row.keywords);
                }
            }
            assert_eq!(row.command.row().keywords, row.keywords);
        }
    }
}
