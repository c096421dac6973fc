//! Commands that are known by their words only: no part of dialc looks at their arguments. A command stands here in
//! full, without `no` and without arguments; where several fit a line, the longest is meant, so that a short one covers
//! what begins with it. Commands whose arguments matter have a row in the table of typed commands instead.
//!
//! `Kept` is what cannot change which dial-peer, number or target a call gets: codecs, media, timers, displays,
//! credentials, and what a phone shows. `Unsupported` is what can, or may: it makes dial-peers, answers or refuses
//! calls, or changes a number or the next hop. What follows when the far end transfers, forwards or redirects an
//! answered call is another call, so commands about these services are kept.
//!
//! The classification follows the Cisco IOS Voice Command Reference, the Cisco Unified Border Element Configuration
//! Guide, the Cisco Unified Communications Manager Express Command Reference and the Cisco Unified SRST and SIP SRST
//! Command Reference. Where these leave the effect on routing open, a command is unsupported.

use super::Support::{Kept, Unsupported};
use super::contexts::{
    CALL_MANAGER_FALLBACK, CONTROLLER, EPHONE_DN, GLOBAL, HUNT_GROUP, ISDN, KEEPALIVE, PEER, REGISTER_DN,
    REGISTER_GLOBAL, REGISTER_POOL, SERVICE_H323, SERVICE_POTS, SERVICE_SIP, SIP_UA, TELEPHONY_SERVICE, TENANT,
    TRUNK_GROUP, VOICE_PORT, VOICE_SERVICE, VOIP,
};
use super::{Contexts, Support};

/// Commands of some contexts that dialc knows by their words only.
pub(super) struct List {
    /// Where they can stand.
    pub(super) contexts: Contexts,
    /// What dialc makes of them.
    pub(super) support: Support,
    /// Their keywords, separated by one blank.
    pub(super) commands: &'static [&'static str],
}

/// All of them, by context; the groups are set by hand, several commands a line.
#[rustfmt::skip]
pub(super) const LISTS: &[List] = &[
    // ---- global commands: signal processors, tones and records, whatever the call
    List {
        contexts: GLOBAL,
        support: Kept,
        commands: &[
            "vm-integration", "voice call", "voice confirmation-tone", "voice dsp", "voice echo-canceller", "voice hpi",
            "voice iec", "voice local-bypass", "voice moh-group", "voice pcm", "voice rtp", "voice statistics",
            "voice vad-time", "voice vrf", "voice-fastpath",
        ],
    },
    // Accounts, and calls refused while the router is short of resources, whichever dial-peer they would take.
    List {
        contexts: GLOBAL,
        support: Kept,
        commands: &[
            "call accounting-template", "call admission", "call denial", "call filter", "call language", "call leg",
            "call rscmon", "call rsvp-sync", "call spike", "call threshold", "call treatment", "call-history-mib",
            "dial-control-mib", "gw-accounting",
        ],
    },
    // Settlement servers of H.323: dial-peers name them as `session target`, and dialc does not follow them.
    List { contexts: GLOBAL, support: Kept, commands: &["settlement"] },
    // Details of MGCP, SGCP and SCCP; that a call agent owns the ports is said by other commands, below.
    List {
        contexts: GLOBAL,
        support: Kept,
        commands: &[
            "mgcp behavior", "mgcp bind", "mgcp block-newcalls", "mgcp codec", "mgcp crypto", "mgcp debug-header",
            "mgcp default-package", "mgcp disconnect-delay", "mgcp dns", "mgcp dtmf-relay", "mgcp endpoint",
            "mgcp explicit", "mgcp fax", "mgcp graceful-shutdown", "mgcp ip", "mgcp ip-tos", "mgcp lawful-intercept",
            "mgcp max-waiting-delay", "mgcp modem", "mgcp package-capability", "mgcp persistent", "mgcp piggyback",
            "mgcp playout", "mgcp profile", "mgcp quality-threshold", "mgcp quarantine", "mgcp request",
            "mgcp restart-delay", "mgcp rtp", "mgcp rtrcac", "mgcp sdp", "mgcp sgcp", "mgcp src-cac", "mgcp timer",
            "mgcp tse", "mgcp vad", "mgcp validate", "mgcp voice-quality-stats",
        ],
    },
    List {
        contexts: GLOBAL,
        support: Kept,
        commands: &[
            "backhaul-session-manager", "dspfarm", "iua", "sccp", "sgcp graceful-shutdown", "sgcp max-waiting-delay",
            "sgcp modem", "sgcp quoted-digit", "sgcp request", "sgcp restart", "sgcp timer", "sgcp tse",
        ],
    },
    List {
        contexts: GLOBAL,
        support: Kept,
        commands: &[
            "ccm-manager application", "ccm-manager download-tones", "ccm-manager fax", "ccm-manager music-on-hold",
            "ccm-manager redundant-host", "ccm-manager shut-backhaul-interfaces", "ccm-manager switchback",
        ],
    },
    // Fax and prompts, directories of phones, recording, clocks of the digital lines.
    List {
        contexts: GLOBAL,
        support: Kept,
        commands: &[
            "application redundancy", "capf-server", "credentials", "ctl-client", "ephone-type", "fax interface-type", "fax receive", "fax send",
            "http client", "ip rtcp", "isdn", "ivr", "media class", "media profile", "mrcp client", "mta",
            "network-clock", "network-clock-participate", "network-clock-select", "presence", "rtsp client",
            "telephony-service ccm-compatible", "voip trunk group", "vxml",
        ],
    },
    // A call agent (CUCM) owns the ports, so that dial-peers do not decide, or decide only while it is away.
    List {
        contexts: GLOBAL,
        support: Unsupported,
        commands: &[
            "ccm-manager config", "ccm-manager fallback-mgcp", "ccm-manager mgcp", "ccm-manager sccp", "mgcp",
            "mgcp call-agent", "sgcp", "sgcp call-agent", "stcapp",
        ],
    },
    // Scripts answer calls, paths are tested before they are taken, and a refused call may be sent back.
    List {
        contexts: GLOBAL,
        support: Unsupported,
        commands: &[
            "call application", "call fallback", "call router", "call treatment action",
            "uc secure-wsapi", "uc wsapi",
        ],
    },
    // Tables that choose dial-peers, change numbers or refuse calls. Emergency response puts another calling number on
    // a call and leads the call back; profiles of users and logouts bring numbers to phones.
    List {
        contexts: GLOBAL,
        support: Unsupported,
        commands: &[
            "dial-peer data", "voice class uri sip preference", "voice dnis-map",
            "voice emergency response", "voice enum-match-table", "voice logout-profile", "voice lpcor", "voice mlpp",
            "voice user-profile",
        ],
    },
    // ---- voice service voip
    List {
        contexts: VOICE_SERVICE,
        support: Kept,
        commands: &[
            "address-hiding", "callmonitor", "cause-code", "clid", "cpa", "dtmf-interworking", "emergency", "fax",
            "fax-relay", "gcid", "media", "media-address", "mode", "modem", "notify", "qsig", "redirect",
            "redundancy-group", "rtcp", "rtp", "rtp-media-loop", "rtp-port", "signaling", "srtp",
            "supplementary-service",
        ],
    },
    // What a caller gets who is none of the trusted.
    List { contexts: VOICE_SERVICE, support: Kept, commands: &["ip address trusted call-block cause"] },
    // `vpn-group` and `vpn-profile` of the phones, with the lines below them.
    List {
        contexts: VOICE_SERVICE,
        support: Kept,
        commands: &[
            "authen-method", "auto-network-detect", "fail-connect-time", "host-id-check", "keepalive", "mtu",
            "password-persistent", "vpn-gateway", "vpn-group", "vpn-hash-algorithm", "vpn-profile", "vpn-trustpoint",
        ],
    },
    // Calls between groups of resources are refused.
    List { contexts: VOICE_SERVICE, support: Unsupported, commands: &["lpcor"] },
    // ---- SIP: `sip` of voice service voip, sip-ua, voice class tenant. Listings of configurations often lose the
    // indentation of the sub-modes of voice service voip: their commands are known under it too.
    List {
        contexts: VOICE_SERVICE.and(SERVICE_SIP).and(TENANT),
        support: Kept,
        commands: &[
            "anat", "asserted-id", "associate", "asymmetric", "audio", "authenticate", "bandwidth", "bind", "block",
            "calltype-video", "conn-reuse", "contact-passing", "content", "copy-list", "dscp-profile", "early-media",
            "early-offer", "encap", "error-code-override", "error-passthru", "g729", "header-passing", "history-info",
            "interop-handling", "listen-port", "localhost", "map", "midcall-signaling", "min-se", "options-ping",
            "pass-thru", "privacy", "privacy-policy", "random-contact", "refer-ood", "referto-passing", "rel1xx",
            "reset", "resource", "send", "session refresh", "sip-profiles", "sip-register", "srtp-auth", "srtp-crypto",
            "stun-usage", "subscription", "tel-config", "tls-profile", "transport switch", "update-callerid", "url",
            "video", "xfer",
        ],
    },
    List { contexts: VOICE_SERVICE.and(SERVICE_SIP), support: Kept, commands: &["ds0-num", "e911"] },
    List { contexts: SERVICE_SIP.and(TENANT), support: Kept, commands: &["notify", "redirect", "srtp"] },
    List { contexts: SERVICE_SIP, support: Kept, commands: &["nat"] },
    List {
        contexts: SIP_UA.and(TENANT),
        support: Kept,
        commands: &[
            "aaa", "authentication", "connection-reuse", "credentials", "crypto signaling", "disable-early-media",
            "handle-replaces", "host-registrar", "inband-alerting", "mwi-server", "nat", "offer", "oli", "presence",
            "protocol", "redirection", "remote-party-id", "retry", "srv", "suspend-resume", "tcp-retry", "timers",
            "warn-header",
        ],
    },
    // Keywords of IOS may be typed in any case.
    List {
        contexts: SIP_UA.and(TENANT),
        support: Kept,
        commands: &[
            "retry bye", "retry cancel", "retry comet", "retry invite", "retry keepalive", "retry notify", "retry options",
            "retry prack", "retry refer", "retry register", "retry rel1xx", "retry response", "retry subscribe",
            "timers buffer-invite", "timers comet", "timers connect", "timers connection", "timers disconnect",
            "timers expires", "timers hold", "timers keepalive", "timers notify", "timers prack", "timers refer",
            "timers register", "timers rel1xx", "timers trying",
        ],
    },
    List {
        contexts: SIP_UA,
        support: Kept,
        commands: &[
            "g729-annexb", "interop-handling", "keepalive", "notify", "refer-ood", "subscription", "transport", "xfer",
        ],
    },
    // The registrar of a tenant gets the numbers of the router; as a target it is named by `session target registrar`.
    List { contexts: TENANT, support: Kept, commands: &["reason-header", "transport"] },
    // Phones register and become dial-peers, or their registrations pass through and lead later calls; requests take
    // another next hop than the session target; the service is switched off; the called number is not the one sent.
    List {
        contexts: VOICE_SERVICE.and(SERVICE_SIP),
        support: Unsupported,
        commands: &["call service", "registrar server"],
    },
    List {
        contexts: VOICE_SERVICE.and(SERVICE_SIP).and(TENANT),
        support: Unsupported,
        commands: &["outbound-proxy", "preloaded-route", "random-request-uri", "registration"],
    },
    // The calling number is replaced; only requests to some host names are taken.
    List { contexts: SIP_UA.and(TENANT), support: Unsupported, commands: &["calling-info", "permit"] },
    List { contexts: SIP_UA, support: Unsupported, commands: &["outbound-proxy"] },
    // ---- H.323: `h323` of voice service voip
    List {
        contexts: VOICE_SERVICE.and(SERVICE_H323),
        support: Kept,
        commands: &[
            "billing", "call preserve", "call start", "call sync-rsvp", "emptycapability", "h225", "h245", "h450",
            "ras", "telephony-service",
        ],
    },
    List { contexts: SERVICE_H323, support: Kept, commands: &["session transport"] },
    List { contexts: SERVICE_H323, support: Unsupported, commands: &["call service"] },
    // Alternate endpoints are tried after some causes only; calls are counted and refused by carrier.
    List { contexts: VOICE_SERVICE.and(SERVICE_H323), support: Unsupported, commands: &["h225 alt-ep", "ip circuit"] },
    // ---- voice service pots
    List {
        contexts: SERVICE_POTS,
        support: Kept,
        commands: &["cause-code", "fax", "fax-relay", "modem", "supplementary-service"],
    },
    // ---- voice class sip-options-keepalive: how often and how a target is asked, not what follows from the answer
    List {
        contexts: KEEPALIVE,
        support: Kept,
        commands: &["description", "down-interval", "retry", "sip-profiles", "transport", "up-interval"],
    },
    // ---- voice-port: signalling of the line, levels, tones, timers. The number of a call that comes in by the port,
    // which `station-id` may give, is said by who traces the call.
    List {
        contexts: VOICE_PORT,
        support: Kept,
        commands: &[
            "alt-battery-feed", "auto-cut-through", "battery-reversal", "bearer-cap", "bootup", "caller-id",
            "cm-current-enhance", "comfort-noise", "compand-type", "condition", "cptone", "define", "dial-type",
            "disc_pi_off", "disconnect-ack", "echo-cancel", "groundstart", "idle-voltage", "ignore", "impedance",
            "incoming alerting", "input", "lmr", "local-alerting", "loop-length", "loss-plan", "music-threshold", "mwi",
            "non-linear", "operation", "output", "playout-delay", "pre-dial-delay", "pulse-digit-detection", "ren",
            "ring", "secondary", "signal", "station-id", "supervisory", "threshold", "timeouts", "timing", "tone",
            "type", "vmwi", "voice-class",
        ],
    },
    // The port is taken out of service or leads back; calls are refused; digits are added or the calling number is
    // replaced.
    List {
        contexts: VOICE_PORT,
        support: Unsupported,
        commands: &["ani", "busyout", "calling-number", "info-digits", "loopback", "lpcor"],
    },
    // ---- trunk group
    List { contexts: TRUNK_GROUP, support: Kept, commands: &["xsvc"] },
    // How often a call is tried again; which calls give way to others.
    List { contexts: TRUNK_GROUP, support: Unsupported, commands: &["max-retry", "preemption"] },
    // ---- controller t1, controller e1
    List {
        contexts: CONTROLLER,
        support: Kept,
        commands: &[
            "alarm-trigger", "bert", "cablelength", "cas-custom", "cem-group", "channel-group", "clock",
            "crc-threshold", "detect", "fdl", "framing", "guard-timer", "ima-group", "international",
            "line-termination", "linecode", "mode", "national", "tdm-group", "threshold", "yellow",
        ],
    },
    // Channels are taken out of service or put in a group.
    List { contexts: CONTROLLER, support: Unsupported, commands: &["ds0", "loopback", "voice-group"] },
    // ---- dial-peers: what the typed rows leave
    List {
        contexts: PEER,
        support: Kept,
        commands: &[
            "alt-dial", "bandwidth", "dsn", "dtmf-interworking", "image", "ip udp", "mdn", "notify redirect",
            "sequence-numbers", "signal-type", "supported-language", "text relay", "video", "voice-class aaa",
            "voice-class mlpp", "voice-class tone-signal",
        ],
    },
    // Parameters of the script that answers; calls refused for want of bandwidth; other called numbers.
    List {
        contexts: PEER,
        support: Unsupported,
        commands: &["called-number", "max-bandwidth", "param", "paramspace", "voice-class called-number"],
    },
    // SIP settings of a peer that say how its messages look, and how its session is kept up.
    List {
        contexts: VOIP,
        support: Kept,
        commands: &[
            "voice-class sip anat", "voice-class sip asserted-id", "voice-class sip associate",
            "voice-class sip asymmetric", "voice-class sip audio", "voice-class sip authenticate",
            "voice-class sip bandwidth", "voice-class sip block", "voice-class sip calltype-video",
            "voice-class sip conn-reuse", "voice-class sip content", "voice-class sip copy-list",
            "voice-class sip dscp-profile", "voice-class sip dtmf-relay", "voice-class sip early-offer", "voice-class sip encap",
            "voice-class sip error-code-override", "voice-class sip error-passthru", "voice-class sip extension",
            "voice-class sip g729", "voice-class sip handle-replaces", "voice-class sip history-info",
            "voice-class sip localhost", "voice-class sip map", "voice-class sip midcall-signaling",
            "voice-class sip nat", "voice-class sip negotiate", "voice-class sip options-ping",
            "voice-class sip pass-thru", "voice-class sip privacy", "voice-class sip privacy-policy",
            "voice-class sip referto-passing", "voice-class sip refer", "voice-class sip rel1xx",
            "voice-class sip reset", "voice-class sip resource", "voice-class sip rsvp-fail-policy",
            "voice-class sip send", "voice-class sip session", "voice-class sip srtp", "voice-class sip srtp-auth",
            "voice-class sip srtp-crypto", "voice-class sip srtp-fallback", "voice-class sip stun",
            "voice-class sip tel-config", "voice-class sip transport", "voice-class sip update-callerid",
            "voice-class sip url", "voice-class sip video-parameters", "voice-class sip xfer",
        ],
    },
    List {
        contexts: VOIP,
        support: Unsupported,
        commands: &[
            "voice-class sip outbound-proxy", "voice-class sip preloaded-route", "voice-class sip random-request-uri",
            "voice-class sip registration", "voice-class sip requri-passing",
        ],
    },
    // ---- call-manager-fallback (SRST). `transfer-pattern` says to which numbers a phone may transfer an answered
    // call; `max-ephones` and `limit-dn` bound what `max-dn` makes.
    List {
        contexts: CALL_MANAGER_FALLBACK,
        support: Kept,
        commands: &[
            "calling-number", "conference", "date-format", "directory", "group", "ip qos", "ip source-address",
            "keepalive", "limit-dn", "max-conferences", "max-ephones", "max-redirect", "moh", "moh-file-buffer",
            "multicast", "mwi", "network-locale", "nte-end-digit-delay", "phone-redirect-limit", "reset", "restart",
            "sdspfarm", "secondary-dialtone", "system", "time-format", "time-zone", "timeouts",
            "transfer-digit-collect", "transfer-pattern", "transfer-system", "transport-tcp-tls", "url", "user-locale",
            "video", "voicemail",
        ],
    },
    // Phones bring their numbers and become dial-peers; numbers are made, expanded, forwarded, translated or refused.
    List {
        contexts: CALL_MANAGER_FALLBACK,
        support: Unsupported,
        commands: &[
            "access-code", "after-hours", "alias", "call-forward", "cor", "default-destination", "dialplan-pattern",
            "huntstop", "max-dn", "pickup", "translate", "translation-profile",
        ],
    },
    // ---- telephony-service (CME). Its numbers are made by ephone-dn; `max-dn` only bounds them. `transfer-pattern`
    // and `call-forward pattern` say which numbers take part in a service, not where a call goes.
    List {
        contexts: TELEPHONY_SERVICE,
        support: Kept,
        commands: &[
            "authentication credential", "auto assign", "auto-reg-ephone", "background", "bulk-speed-dial",
            "call-forward pattern", "call-park",
            "calling-number", "cnf-file", "conference", "create", "date-format", "device-security-mode", "directory",
            "dn-webedit", "em", "ephone-reg", "extension-assigner", "fxo", "group", "hunt-group", "internal-call",
            "ip qos", "ip source-address", "keepalive", "live-record", "load", "load-cfg-file", "log", "login",
            "max-conferences", "max-dn", "max-ephones", "max-redirect", "moh", "moh-file-buffer", "multicast", "mwi",
            "network-locale", "nte-end-digit-delay", "olsontimezone", "phone-key-size", "phone-redirect-limit",
            "phone-ui", "presence", "privacy", "privacy-on-hold", "protocol", "reset", "restart", "sast1", "sast2",
            "sdspfarm", "secondary-dialtone", "secure-signaling", "server-security-mode", "service", "standby",
            "system", "tftp-server-credentials", "time-format", "time-webedit", "time-zone", "timeouts",
            "transfer-digit-collect", "transfer-park", "transfer-pattern", "transfer-system", "trunk", "url",
            "user-locale", "video", "voicemail", "web", "xml", "xmlschema", "xmltest", "xmlthread",
        ],
    },
    // Numbers are expanded or refused; feature codes are answered; at night calls are forwarded; phones of a failed
    // call manager become numbers.
    List {
        contexts: TELEPHONY_SERVICE,
        support: Unsupported,
        commands: &["after-hours", "call-forward", "dialplan-pattern", "fac", "night-service", "srst"],
    },
    // ---- ephone-dn, ephone-dn-template
    List {
        contexts: EPHONE_DN,
        support: Kept,
        commands: &[
            "after-hour", "allow", "call-waiting", "caller-id", "conference", "description", "ephone-dn-template",
            "feed", "hold-alert", "label", "mailbox-selection", "moh", "moh-group", "mwi", "mwi-type", "name",
            "night-service", "pickup-call", "pickup-group", "ring", "timeouts", "transfer", "transfer-mode",
            "transfer-park", "transfer-recall",
        ],
    },
    // Every number is a dial-peer; a session server routes the calls of the number itself.
    List {
        contexts: EPHONE_DN,
        support: Unsupported,
        commands: &[
            "application", "call-forward", "cor", "corlist", "ephone-hunt", "forward", "huntstop", "intercom",
            "loopback-dn", "mobility", "number", "paging", "park-slot", "preference", "session-server", "snr", "translate",
            "translation-profile", "trunk", "whisper-intercom",
        ],
    },
    // ---- voice register global. Numbers come with `voice register dn` and `voice register pool`.
    List {
        contexts: REGISTER_GLOBAL,
        support: Kept,
        commands: &[
            "allow-hash-in-dn", "attempted-registrations", "authenticate", "bandwidth", "call-feature-uri", "cnf-file",
            "conference", "create", "date-format", "dst", "em", "external-ring", "file", "hlog-block", "hold-alert",
            "ip qos", "keepalive", "load", "logo", "max-dn", "max-pool", "max-redirect", "mode", "moh", "mwi",
            "network-locale", "night-service", "ntp-server", "olsontimezone", "outbound-proxy", "phone-redirect-limit",
            "presence", "privacy", "privacy-on-hold", "reset", "restart", "security-policy", "source-address", "system",
            "telnet", "tftp-path", "time-format", "timeouts", "timezone", "upgrade", "url", "user-locale", "video",
            "voicemail",
        ],
    },
    List {
        contexts: REGISTER_GLOBAL,
        support: Unsupported,
        commands: &["application", "auto-register", "call-forward", "dialplan-pattern", "forwarding", "overlap-signal"],
    },
    // ---- voice register dn
    List {
        contexts: REGISTER_DN,
        support: Kept,
        commands: &[
            "after-hour", "allow", "auto-answer", "call-waiting", "caller-id", "description", "hold-alert", "label",
            "moh-group", "mwi", "name", "night-service", "no-reg", "pickup-call", "pickup-group", "refer",
            "shared-line", "timeouts",
        ],
    },
    List {
        contexts: REGISTER_DN,
        support: Unsupported,
        commands: &[
            "call-forward", "huntstop", "intercom", "mobility", "number", "park-slot", "preference", "session-server",
            "snr", "translation-profile", "trunk", "voice-hunt-groups", "whisper-intercom",
        ],
    },
    // ---- voice register pool, voice register template
    List {
        contexts: REGISTER_POOL,
        support: Kept,
        commands: &[
            "after-hour", "authenticate", "auto-answer", "b2bua", "blf-speed-dial", "busy-trigger-per-button",
            "button-layout", "call-waiting", "caller-id", "camera", "capf-auth-str", "codec", "conference", "cti-aware",
            "description", "device-security-mode", "dialplan", "digit", "dnd-control", "dtmf-relay", "emergency",
            "fastdial", "feature-button", "id", "keep-conference", "media", "night-service", "phone-mode", "presence",
            "privacy-button", "privacy-on-hold", "provision-tag", "registration-timer", "reset", "restart", "service",
            "session-transport", "softkeys", "speed-dial", "srtp", "ssh", "supplementary-service", "template",
            "transfer", "transfer-attended", "transfer-blind", "transport", "type", "upgrade", "url", "url-button",
            "username", "vad", "video", "voice-class", "voicemail", "vpn", "web-access", "xml-config",
        ],
    },
    // `id mac` names one phone whose numbers are configured; phones of a network or an address bring their own.
    List {
        contexts: REGISTER_POOL,
        support: Unsupported,
        commands: &[
            "alias", "anonymous", "application", "call-forward", "cor", "huntstop", "id ip", "id network",
            "incoming called-number", "logout-profile", "lpcor", "max registrations", "number", "paging-dn",
            "preference", "proxy", "session-server", "translate-outgoing", "translation-profile",
        ],
    },
    // ---- the interface of the signalling channel (Cisco IOS Dial Technologies Command Reference)
    List { contexts: ISDN, support: Kept, commands: &["isdn"] },
    // Calls are screened by their numbers or their kind, and sent with another calling number.
    List {
        contexts: ISDN,
        support: Unsupported,
        commands: &["isdn answer1", "isdn answer2", "isdn caller", "isdn calling-number", "isdn reject"],
    },
    // ---- voice hunt-group, ephone-hunt
    List {
        contexts: HUNT_GROUP,
        support: Kept,
        commands: &[
            "description", "display-logout", "from-ring", "max-redirect", "max-timeout", "name", "no-reg",
            "overwrite-dyn-stats", "phone-display", "statistics", "timeout",
        ],
    },
    // The pilot answers calls, and the group hands them on.
    List {
        contexts: HUNT_GROUP,
        support: Unsupported,
        commands: &[
            "auto", "final", "fwd-final", "hops", "list", "members", "night-service", "pilot", "preference",
            "present-call", "presentation", "secondary", "translation-profile",
        ],
    },
];
