//! The rows of the command table, in the order in which commands are printed. The dial-peer rows cover every command
//! that was seen in the field; what a command does is in the Cisco IOS Voice Command Reference.

use super::contexts::{
    CALLING, CONTROLLER, COR_LIST, COR_NAMES, FOREIGN, GLOBAL, GROUP, ISDN, MAP, OLD_RULES, PEER, POLICY, POTS,
    PROFILE, RULES, SERVER_GROUP, SERVICE_H323, SERVICE_POTS, SERVICE_SIP, SIP_UA, SIP_URI, SOURCE_GROUP, TEL_URI,
    TENANT, TRUNK_GROUP, TRUSTED, VOICE_PORT, VOICE_SERVICE, VOIP,
};
use super::forms::{DS0_GROUPS, OVERLAP, PHONES, PRI_GROUPS, TRUNK_GROUP_MEMBERS, TRUNK_GROUPS};
use super::{Context, Contexts, Default, Kind, Multiplicity, Row, Shape, Support};

/// The greatest number of a dial-peer or translation rule.
const GREATEST: u32 = 2_147_483_647;

/// The greatest number of a `voice class` object.
const CLASSES: u32 = 10_000;

/// Characters that can be dialled, and a pause.
const DIALLED: &str = "0123456789,*#+ABCDabcd";

/// Kinds of numbers that `numbering-type` takes (command reference).
const NUMBERING_TYPES: &[&str] =
    &["international", "abbreviated", "national", "network", "reserved", "subscriber", "unknown"];

/// What `voice-class sip options-keepalive` takes: a profile, or its intervals in seconds and retries (command reference).
const KEEPALIVE: &[(&str, u32, u32)] =
    &[("profile", 1, CLASSES), ("up-interval", 5, 1_200), ("down-interval", 5, 1_200), ("retry", 1, 10)];

/// Objects with a description.
const DESCRIBED: Contexts = PEER
    .and(MAP)
    .and(GROUP)
    .and(SERVER_GROUP)
    .and(POLICY)
    .and(SOURCE_GROUP)
    .and(VOICE_PORT)
    .and(TRUNK_GROUP)
    .and(CONTROLLER)
    .and(ISDN)
    .and(TENANT);

/// Objects that can be shut down.
const CLOSED: Contexts = PEER.and(MAP).and(GROUP).and(SERVER_GROUP).and(VOICE_PORT).and(CONTROLLER).and(ISDN);

/// Objects that translate the numbers of the calls that pass through them.
const TRANSLATED: Contexts =
    PEER.and(VOICE_PORT).and(TRUNK_GROUP).and(SOURCE_GROUP).and(SERVICE_POTS).and(VOICE_SERVICE);

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
    // ---- global lines
    Version, "version", Shape::Words, Single, Default::Absent, Modelled, GLOBAL, None;
    VoiceHunt, "voice hunt", Shape::HuntCause, Keyed, Default::ByArgument, Modelled, GLOBAL, None;
    VoipIncomingProfile, "voip-incoming translation-profile", Shape::Name, Single, Default::Absent, Modelled, GLOBAL, None;
    VoipIncomingRule, "voip-incoming translation-rule", Shape::Leading(&["called", "calling"]), Keyed, Default::Absent, Modelled, GLOBAL, None;
    NumberExpansion, "num-exp", Shape::Expansion, Keyed, Default::Absent, Modelled, GLOBAL, None;
    DialPeerTerminator, "dial-peer terminator", Shape::Characters("0123456789*#ABCDabcd", 1), Single, Default::Value("#"), Modelled, GLOBAL, None;
    DialPeerHunt, "dial-peer hunt", Shape::Integer(0, 7), Single, Default::Value("0"), Modelled, GLOBAL, None;
    DialPeerSearch, "dial-peer search type", Shape::Phrase(&["data voice", "voice data", "none"]), Single, Default::Absent, Modelled, GLOBAL, None;
    DialPeerInbound, "dial-peer inbound selection", Shape::Phrase(&["sip-trunk", "creation-order"]), List, Default::Absent, Modelled, GLOBAL, None;
    DialPeerStatusCheck, "dial-peer outbound status-check pots", Shape::Flag, Single, Default::On, Modelled, GLOBAL, None;
    DialPeerNoMatch, "dial-peer no-match disconnect-cause", Shape::Integer(1, 127), Single, Default::Absent, Modelled, GLOBAL, None;
    // ---- objects
    Controller, "controller", Shape::PortHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::Controller);
    Interface, "interface", Shape::PortHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::IsdnInterface);
    TrunkGroupHeader, "trunk group", Shape::NamedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::TrunkGroup);
    VoiceServiceVoip, "voice service voip", Shape::BareHeader, Single, Default::Absent, Modelled, GLOBAL, Some(Context::VoiceService);
    VoiceServicePots, "voice service pots", Shape::BareHeader, Single, Default::Absent, Modelled, GLOBAL, Some(Context::ServicePots);
    CodecClass, "voice class codec", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    SipProfilesClass, "voice class sip-profiles", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    H323Class, "voice class h323", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    SrtpCryptoClass, "voice class srtp-crypto", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    HeaderPassClass, "voice class sip-hdr-passthrulist", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    MediaClassObject, "voice class media", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    PermanentClass, "voice class permanent", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    CustomToneClass, "voice class custom-cptone", Shape::NamedHeader, Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    ToneSignalClass, "voice class tone-signal", Shape::NamedHeader, Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    StunUsageClass, "voice class stun-usage", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    SipCopyClass, "voice class sip-copylist", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    TlsProfileClass, "voice class tls-profile", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    TlsCipherClass, "voice class tls-cipher", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    BusyoutClass, "voice class busyout", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    DualToneClass, "voice class dualtone", Shape::NamedHeader, Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    AaaClass, "voice class aaa", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    EventListClass, "voice class sip-event-list", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    CauseCodeClass, "voice class cause-code", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::Kept);
    E164TranslationClass, "voice class e164-translation", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::Kept);
    RouteStringClass, "voice class route-string", Shape::NamedHeader, Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::Kept);
    CalledNumberClass, "voice class called-number", Shape::PortHeader, Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::Kept);
    UriClass, "voice class uri", Shape::TypedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::UriClass);
    PatternMap, "voice class e164-pattern-map", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::PatternMap);
    DialPeerGroup, "voice class dpg", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::DialPeerGroup);
    ServerGroup, "voice class server-group", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::ServerGroup);
    ProvisionPolicy, "voice class dial-peer provision-policy", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::ProvisionPolicy);
    KeepaliveClass, "voice class sip-options-keepalive", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::Keepalive);
    TenantClass, "voice class tenant", Shape::NumberedHeader(CLASSES), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::Tenant);
    TranslationRuleTable, "voice translation-rule", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::TranslationRule);
    TranslationProfile, "voice translation-profile", Shape::NamedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::TranslationProfile);
    OldTranslationRule, "translation-rule", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::OldTranslationRule);
    SourceGroup, "voice source-group", Shape::NamedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::SourceGroup);
    RegisterGlobal, "voice register global", Shape::BareHeader, Single, Default::Absent, Unsupported, GLOBAL, Some(Context::RegisterGlobal);
    RegisterDn, "voice register dn", Shape::KindHeader(GREATEST), Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::RegisterDn);
    RegisterPool, "voice register pool", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::RegisterPool);
    RegisterTemplate, "voice register template", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::RegisterPool);
    RegisterDialplan, "voice register dialplan", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    RegisterSessionServer, "voice register session-server", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    VoiceHuntGroup, "voice hunt-group", Shape::KindHeader(GREATEST), Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::HuntGroup);
    VoiceCard, "voice-card", Shape::PortHeader, Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    VoicePortHeader, "voice-port", Shape::PortHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::VoicePort);
    SccpGroup, "sccp ccm group", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    DspfarmProfile, "dspfarm profile", Shape::WordsHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    CorCustom, "dial-peer cor custom", Shape::BareHeader, Single, Default::Absent, Modelled, GLOBAL, Some(Context::CorNames);
    CorList, "dial-peer cor list", Shape::NamedHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::CorList);
    DialPeer, "dial-peer voice", Shape::DialPeerHeader, Keyed, Default::Absent, Modelled, GLOBAL, Some(Context::PotsPeer);
    Gateway, "gateway", Shape::BareHeader, Single, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    SipUa, "sip-ua", Shape::BareHeader, Single, Default::Absent, Modelled, GLOBAL, Some(Context::SipUa);
    Gatekeeper, "gatekeeper", Shape::BareHeader, Single, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    ApplicationHeader, "application", Shape::BareHeader, Single, Default::Absent, Unsupported, GLOBAL, Some(Context::Kept);
    CallManagerFallback, "call-manager-fallback", Shape::BareHeader, Single, Default::Absent, Unsupported, GLOBAL, Some(Context::CallManagerFallback);
    TelephonyService, "telephony-service", Shape::BareHeader, Single, Default::Absent, Unsupported, GLOBAL, Some(Context::TelephonyService);
    EphoneDn, "ephone-dn", Shape::KindHeader(GREATEST), Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::EphoneDn);
    EphoneDnTemplate, "ephone-dn-template", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::EphoneDn);
    EphoneTemplate, "ephone-template", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    Ephone, "ephone", Shape::NumberedHeader(GREATEST), Keyed, Default::Absent, Kept, GLOBAL, Some(Context::Kept);
    EphoneHunt, "ephone-hunt", Shape::KindHeader(GREATEST), Keyed, Default::Absent, Unsupported, GLOBAL, Some(Context::HuntGroup);
    // ---- voice translation-rule, voice translation-profile
    Rule, "rule", Shape::Rule, Keyed, Default::Absent, Modelled, RULES, None;
    OldRule, "rule", Shape::OldRule, Keyed, Default::Absent, Modelled, OLD_RULES, None;
    TranslateCalled, "translate called", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateCalling, "translate calling", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateRedirectCalled, "translate redirect-called", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateRedirectTarget, "translate redirect-target", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateCallbackNumber, "translate callback-number", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PROFILE, None;
    TranslateCalledVoiceClass, "translate called voice-class", Shape::Words, Single, Default::Absent, Unsupported, PROFILE, None;
    TranslateCallingVoiceClass, "translate calling voice-class", Shape::Words, Single, Default::Absent, Unsupported, PROFILE, None;
    // ---- voice service voip, voice service pots
    TrustedAuthenticate, "ip address trusted authenticate", Shape::Flag, Single, Default::On, Modelled, VOICE_SERVICE, None;
    TrustedList, "ip address trusted list", Shape::BareHeader, Single, Default::Absent, Modelled, VOICE_SERVICE, Some(Context::TrustedList);
    TrustedIpv4, "ipv4", Shape::Trusted, List, Default::Absent, Modelled, TRUSTED, None;
    TrustedIpv6, "ipv6", Shape::Trusted, List, Default::Absent, Modelled, TRUSTED, None;
    AllowConnections, "allow-connections", Shape::Connection, List, Default::Absent, Modelled, VOICE_SERVICE, None;
    // Takes all calls by IP out of service (feature guide "Gateway Codec Order Preservation and Shutdown Control", 12.3).
    ServiceShutdown, "shutdown", Shape::OptionalWords, Single, Default::Absent, Unsupported, VOICE_SERVICE, None;
    H323Mode, "h323", Shape::BareHeader, Single, Default::Absent, Modelled, VOICE_SERVICE, Some(Context::ServiceH323);
    SipMode, "sip", Shape::BareHeader, Single, Default::Absent, Modelled, VOICE_SERVICE, Some(Context::ServiceSip);
    RequriPassing, "requri-passing", Shape::Flag, Single, Default::Absent, Modelled, SERVICE_SIP.and(TENANT), None;
    SilentDiscard, "silent-discard untrusted", Shape::Flag, Single, Default::On, Modelled, SERVICE_SIP, None;
    SipShutdown, "shutdown", Shape::OptionalWords, Single, Default::Absent, Unsupported, SERVICE_SIP, None;
    H323Shutdown, "shutdown", Shape::OptionalWords, Single, Default::Absent, Unsupported, SERVICE_H323, None;
    TranslationProfileController, "translation-profile incoming controller", Shape::Words, List, Default::Absent, Modelled, SERVICE_POTS, None;
    TranslationProfileOutgoingController, "translation-profile outgoing controller", Shape::Words, List, Default::Absent, Modelled, SERVICE_POTS, None;
    StunMode, "stun", Shape::BareHeader, Single, Default::Absent, Kept, VOICE_SERVICE, Some(Context::Kept);
    TraceMode, "trace", Shape::BareHeader, Single, Default::Absent, Kept, VOICE_SERVICE, Some(Context::Kept);
    // ---- sip-ua, voice class tenant
    SipServer, "sip-server", Shape::Address, Single, Default::Absent, Modelled, SIP_UA.and(TENANT), None;
    Registrar, "registrar", Shape::Words, List, Default::Absent, Kept, SIP_UA.and(TENANT), None;
    MaxForwards, "max-forwards", Shape::Integer(1, 70), Single, Default::Value("70"), Modelled, SIP_UA.and(TENANT), None;
    SetSipStatus, "set sip-status", Shape::StatusToCause, Keyed, Default::Absent, Modelled, SIP_UA.and(TENANT), None;
    SetPstnCause, "set pstn-cause", Shape::CauseToStatus, Keyed, Default::Absent, Modelled, SIP_UA.and(TENANT), None;
    ReasonHeader, "reason-header override", Shape::Flag, Single, Default::Absent, Modelled, SIP_UA.and(TENANT), None;
    CallRoute, "call-route", Shape::Phrase(&["url", "dest-route-string", "history-info", "p-called-party-id"]), List, Default::Absent, Modelled, SERVICE_SIP.and(TENANT), None;
    // ---- dial-peer voice: who may use it and in which order
    Description, "description", Shape::Text, Single, Default::Absent, Kept, DESCRIBED, None;
    Shutdown, "shutdown", Shape::Flag, Single, Default::Absent, Modelled, CLOSED, None;
    Permission, "permission", Shape::Phrase(&["both", "none", "orig", "term"]), Single, Default::Value("both"), Modelled, PEER, None;
    Preference, "preference", Shape::Integer(0, 10), Single, Default::Value("0"), Modelled, PEER, None;
    Huntstop, "huntstop", Shape::Flag, Single, Default::Absent, Modelled, PEER, None;
    CorlistIncoming, "corlist incoming", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    CorlistOutgoing, "corlist outgoing", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    LpcorIncoming, "lpcor incoming", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    LpcorOutgoing, "lpcor outgoing", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    MaxConn, "max-conn", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PEER, None;
    // ---- dial-peer voice: translation
    TranslationProfileIncoming, "translation-profile incoming", Shape::Name, Single, Default::Absent, Modelled, TRANSLATED, None;
    TranslationProfileOutgoing, "translation-profile outgoing", Shape::Name, Single, Default::Absent, Modelled, TRANSLATED, None;
    TranslateOutgoingCalled, "translate-outgoing called", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PEER, None;
    TranslateOutgoingCalling, "translate-outgoing calling", Shape::Integer(1, GREATEST), Single, Default::Absent, Modelled, PEER, None;
    CallBlockProfile, "call-block translation-profile incoming", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    CallBlockCause, "call-block disconnect-cause incoming", Shape::Phrase(&["call-reject", "invalid-number", "unassigned-number", "user-busy"]), Single, Default::Absent, Modelled, PEER, None;
    // ---- dial-peer voice: what it matches
    DestinationPattern, "destination-pattern", Shape::Pattern, Single, Default::Absent, Modelled, PEER, None;
    DestinationMap, "destination e164-pattern-map", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, VOIP, None;
    DestinationCallingMap, "destination calling e164-pattern-map", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, VOIP, None;
    DestinationDpg, "destination dpg", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, PEER, None;
    DestinationPolicy, "destination provision-policy", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, VOIP, None;
    DestinationUri, "destination uri", Shape::Name, Single, Default::Absent, Modelled, PEER, None;
    DestinationUriFrom, "destination uri-from", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriTo, "destination uri-to", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriVia, "destination uri-via", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriDiversion, "destination uri-diversion", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationUriReferredBy, "destination uri-referred-by", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    DestinationRouteString, "destination route-string", Shape::Name, Single, Default::Absent, Unsupported, VOIP, None;
    DnisMap, "dnis-map", Shape::Name, Single, Default::Absent, Unsupported, PEER, None;
    IncomingCalledNumber, "incoming called-number", Shape::Pattern, Single, Default::Absent, Modelled, PEER, None;
    IncomingCalledMap, "incoming called e164-pattern-map", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, PEER, None;
    IncomingCallingMap, "incoming calling e164-pattern-map", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, PEER, None;
    IncomingUriVia, "incoming uri via", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriRequest, "incoming uri request", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriTo, "incoming uri to", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriFrom, "incoming uri from", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriCalled, "incoming uri called", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    IncomingUriCalling, "incoming uri calling", Shape::Name, Single, Default::Absent, Modelled, VOIP, None;
    AnswerAddress, "answer-address", Shape::Pattern, Single, Default::Absent, Modelled, PEER, None;
    NumberingType, "numbering-type", Shape::Phrase(NUMBERING_TYPES), Single, Default::Absent, Modelled, PEER, None;
    CarrierIdSource, "carrier-id source", Shape::Name, Single, Default::Absent, Modelled, PEER.and(SOURCE_GROUP), None;
    CarrierIdTarget, "carrier-id target", Shape::Name, Single, Default::Absent, Modelled, PEER.and(SOURCE_GROUP), None;
    TrunkGroupLabelSource, "trunk-group-label source", Shape::Name, Single, Default::Absent, Unsupported, PEER.and(SOURCE_GROUP), None;
    TrunkGroupLabelTarget, "trunk-group-label target", Shape::Name, Single, Default::Absent, Unsupported, PEER.and(SOURCE_GROUP), None;
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
    ForwardDigits, "forward-digits", Shape::IntegerOr(0, 32, &["all", "extra"]), Single, Default::Unknown, Modelled, PEER, None;
    Prefix, "prefix", Shape::Characters(DIALLED, usize::MAX), Single, Default::Absent, Modelled, PEER, None;
    TechPrefix, "tech-prefix", Shape::Name, Single, Default::Absent, Unsupported, VOIP, None;
    Port, "port", Shape::Of(Kind::Port), Single, Default::Absent, Modelled, PEER, None;
    Trunkgroup, "trunkgroup", Shape::Forms(TRUNK_GROUPS), Keyed, Default::Absent, Modelled, POTS, None;
    RtpPayloadTypeComfortNoise, "rtp payload-type comfort-noise", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    RtpPayloadTypeNte, "rtp payload-type nte", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    RtpPayloadTypeNse, "rtp payload-type nse", Shape::Words, Single, Default::Absent, Kept, VOIP, None;
    RtpPayloadType, "rtp payload-type", Shape::Words, List, Default::Absent, Kept, VOIP, None;
    SessionProtocol, "session protocol", Shape::Phrase(&["cisco", "sipv2", "aal2-trunk", "smtp", "multicast"]), Single, Default::Value("cisco"), Modelled, CALLING, None;
    SessionTarget, "session target", Shape::Target, Single, Default::Absent, Modelled, CALLING, None;
    ForeignProtocol, "session protocol", Shape::Words, Single, Default::Absent, Modelled, FOREIGN, None;
    ForeignTarget, "session target", Shape::Words, Single, Default::Absent, Modelled, FOREIGN, None;
    SessionServerGroup, "session server-group", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, VOIP, None;
    SessionTransport, "session transport", Shape::Phrase(&["system", "udp", "tcp", "tcp tls", "tls"]), Single, Default::Value("system"), Kept, VOIP.and(TENANT).and(SERVICE_SIP), None;
    SipTenant, "voice-class sip tenant", Shape::Integer(1, CLASSES), Single, Default::Absent, Modelled, PEER, None;
    SipCallRoute, "voice-class sip call-route", Shape::Words, Single, Default::Unknown, Unsupported, VOIP, None;
    SipOptionsKeepalive, "voice-class sip options-keepalive", Shape::Counts(KEEPALIVE), Single, Default::Absent, Modelled, VOIP, None;
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
    // ---- voice-port, trunk group, controller, interface
    TrunkGroupMember, "trunk-group", Shape::Forms(TRUNK_GROUP_MEMBERS), Keyed, Default::Absent, Modelled, VOICE_PORT.and(ISDN).and(CONTROLLER), None;
    TranslateNumber, "translate", Shape::Leading(&["called", "calling"]), Keyed, Default::Absent, Modelled, VOICE_PORT.and(ISDN), None;
    Connection, "connection", Shape::Leading(&["plar", "tie-line", "trunk"]), Single, Default::Absent, Modelled, VOICE_PORT, None;
    CarrierId, "carrier-id", Shape::Name, Single, Default::Absent, Modelled, TRUNK_GROUP, None;
    TrunkHuntScheme, "hunt-scheme", Shape::Words, Single, Default::Absent, Kept, TRUNK_GROUP, None;
    MaxCalls, "max-calls", Shape::Leading(&["any", "data", "voice"]), List, Default::Absent, Modelled, TRUNK_GROUP, None;
    PriGroup, "pri-group", Shape::Forms(PRI_GROUPS), Single, Default::Absent, Modelled, CONTROLLER, None;
    Ds0Group, "ds0-group", Shape::Forms(DS0_GROUPS), Keyed, Default::Absent, Modelled, CONTROLLER, None;
    IsdnOverlap, "isdn overlap-receiving", Shape::Forms(OVERLAP), Single, Default::Absent, Modelled, ISDN, None;
    IsdnBindL3, "isdn bind-l3", Shape::Words, Single, Default::Absent, Modelled, ISDN, None;
    IsdnMap, "isdn map", Shape::Words, List, Default::Absent, Unsupported, ISDN, None;
    IsdnIncomingVoice, "isdn incoming-voice", Shape::Words, Single, Default::Absent, Kept, ISDN, None;
    IsdnSwitchType, "isdn switch-type", Shape::Words, Single, Default::Absent, Kept, ISDN.and(GLOBAL), None;
    // ---- voice source-group
    // The range is that of the command reference.
    AccessList, "access-list", Shape::Integer(1, 99), Single, Default::Absent, Modelled, SOURCE_GROUP, None;
    DisconnectCause, "disconnect-cause", Shape::Name, Single, Default::Absent, Modelled, SOURCE_GROUP, None;
    H323Zone, "h323zone-id", Shape::Name, Single, Default::Absent, Unsupported, SOURCE_GROUP, None;
    // ---- voice class uri, voice class server-group, voice class dpg, voice class dial-peer provision-policy
    MapUrl, "url", Shape::Words, Single, Default::Absent, Unsupported, MAP, None;
    UriHost, "host", Shape::Host, List, Default::Absent, Modelled, SIP_URI, None;
    UriPattern, "pattern", Shape::Of(Kind::Expression), Single, Default::Absent, Modelled, SIP_URI.and(TEL_URI), None;
    UriUserId, "user-id", Shape::Of(Kind::Expression), Single, Default::Absent, Modelled, SIP_URI, None;
    UriPhone, "phone", Shape::Forms(PHONES), List, Default::Absent, Modelled, TEL_URI, None;
    ServerIpv4, "ipv4", Shape::Server, Keyed, Default::Absent, Modelled, SERVER_GROUP, None;
    ServerIpv6, "ipv6", Shape::Server, Keyed, Default::Absent, Modelled, SERVER_GROUP, None;
    ServerHuntScheme, "hunt-scheme", Shape::Phrase(&["round-robin", "preference"]), Single, Default::Absent, Modelled, SERVER_GROUP, None;
    ServerHuntstop, "huntstop", Shape::HuntstopCodes, Keyed, Default::Absent, Modelled, SERVER_GROUP, None;
    PolicyRule, "preference", Shape::PolicyRule, Keyed, Default::Absent, Modelled, POLICY, None;
    // ---- dial-peer cor custom, dial-peer cor list
    CorName, "name", Shape::Name, List, Default::Absent, Modelled, COR_NAMES, None;
    CorMember, "member", Shape::Name, List, Default::Absent, Modelled, COR_LIST, None;
    // ---- voice class dpg
    GroupMember, "dial-peer", Shape::Member, Keyed, Default::Absent, Modelled, GROUP, None;
    // ---- voice class e164-pattern-map
    MapEntry, "e164", Shape::Pattern, List, Default::Absent, Modelled, MAP, None;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::commands::{Known, resolve};

    #[test]
    fn keywords_are_unique_within_a_context() {
        let (mut seen, mut twice) = (std::collections::BTreeSet::new(), Vec::new());
        let listed = super::super::listed().map(|(contexts, listed)| (contexts, listed.keywords));
        for (contexts, keywords) in TABLE.iter().map(|row| (row.contexts, row.keywords)).chain(listed) {
            for context in Context::ALL.into_iter().filter(|context| contexts.has(*context)) {
                if !seen.insert((context, keywords)) {
                    twice.push(format!("{keywords} in {context:?}"));
                }
            }
        }
        assert!(twice.is_empty(), "stand twice: {}", twice.join(", "));
        for row in TABLE {
            assert_eq!(row.command.row().keywords, row.keywords);
        }
    }

    /// What can stand behind a shorter command as the beginning of `more`, the words by which another one is longer; with
    /// it, whether these are all of them.
    fn beginnings(more: &str) -> impl Iterator<Item = (String, bool)> {
        let words: Vec<_> = more.split(' ').collect();
        let longest = words.iter().map(|word| word.len()).max().unwrap();
        (1..=words.len()).flat_map(move |count| {
            let words = words.clone();
            (1..=longest).map(move |cut| {
                let begun: Vec<_> = words[..count].iter().map(|word| word.get(..cut).unwrap_or(word)).collect();
                (begun.join(" "), count == words.len())
            })
        })
    }

    /// Whatever name a line has, its command is found: where a word can be the argument of a command, or the beginning of a
    /// longer command that then lacks its argument, it is the argument.
    #[test]
    fn arguments_that_begin_like_longer_commands_are_arguments() {
        let listed = super::super::listed().map(|(contexts, listed)| (contexts, Known::Listed(listed)));
        let known: Vec<_> = TABLE.iter().map(|row| (row.contexts, Known::Row(row))).chain(listed).collect();
        let mut seen = std::collections::BTreeSet::new();
        for context in Context::ALL {
            let here = || known.iter().filter(|(contexts, _)| contexts.has(context)).map(|(_, one)| *one);
            for short in here().filter(|one| one.row().is_some_and(|row| !row.shape.takes_any_words())) {
                let more = |long: Known| long.keywords().strip_prefix(short.keywords())?.strip_prefix(' ');
                for (long, more) in here().filter_map(|long| Some((long, more(long)?))) {
                    for (argument, all) in beginnings(more).filter(|(argument, _)| short.takes(argument)) {
                        let line = format!("{} {argument}", short.keywords());
                        assert!(!all || !long.takes(""), "`{line}` is `{}` too", long.keywords());
                        let found = resolve(context, &line).found().unwrap();
                        assert_eq!(found.known().keywords(), short.keywords(), "{line}");
                        assert_eq!(found.written(&line), argument);
                        seen.insert((short.keywords(), long.keywords()));
                    }
                }
            }
        }
        let expected = [
            ("translation-profile incoming", "translation-profile incoming controller"),
            ("translation-profile outgoing", "translation-profile outgoing controller"),
            ("voice class uri", "voice class uri sip preference"),
        ];
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
    }
}
