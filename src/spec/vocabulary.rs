//! Words that a spec shares with IOS and Q.850: codecs, DTMF relay methods, causes.

/// The codecs of the dial-peer command `codec` (Cisco IOS Voice Command Reference, C commands).
pub(super) const CODECS: [&str; 26] = [
    "clear-channel",
    "g711alaw",
    "g711ulaw",
    "g722-48",
    "g722-56",
    "g722-64",
    "g723ar53",
    "g723ar63",
    "g723r53",
    "g723r63",
    "g726r16",
    "g726r24",
    "g726r32",
    "g728",
    "g729r8",
    "g729abr8",
    "g729ar8",
    "g729br8",
    "gsmamr-nb",
    "gsmefr",
    "gsmfr",
    "ilbc",
    "isac",
    "mp4a-latm",
    "opus",
    "transparent",
];

/// The methods of the dial-peer command `dtmf-relay` (Cisco IOS Voice Command Reference, D commands).
pub(super) const DTMF_RELAY: [&str; 7] =
    ["cisco-rtp", "h245-alphanumeric", "h245-signal", "rtp-nte", "sip-info", "sip-kpml", "sip-notify"];

/// The option of `rtp-nte` that keeps the tones out of the audio.
pub(super) const DIGIT_DROP: &str = "digit-drop";

/// Causes by name: ITU-T Q.850, table 1, in the spelling of CUCM's service parameters where it has one.
pub(super) const CAUSES: [(&str, u8); 20] = [
    ("unallocated-number", 1),
    ("no-route-to-network", 2),
    ("no-route-to-destination", 3),
    ("normal-clearing", 16),
    ("user-busy", 17),
    ("no-user-responding", 18),
    ("no-answer", 19),
    ("subscriber-absent", 20),
    ("call-rejected", 21),
    ("number-changed", 22),
    ("destination-out-of-order", 27),
    ("invalid-number-format", 28),
    ("normal-unspecified", 31),
    ("no-circuit-available", 34),
    ("network-out-of-order", 38),
    ("temporary-failure", 41),
    ("switching-congestion", 42),
    ("out-of-bandwidth", 125),
    ("recovery-on-timer-expiry", 102),
    ("interworking", 127),
];
