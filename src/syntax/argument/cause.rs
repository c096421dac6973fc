//! How `voice hunt` names causes.

/// The causes at which hunting stops where no line says otherwise: user-busy and no-answer (command reference, `voice
/// hunt`, Command Default).
pub const STOPS_HUNTING: [u8; 2] = [17, 19];

/// The keyword of `voice hunt` for a Q.850 cause, or for one of Cisco's own above 127.
pub fn cause_keyword(cause: u8) -> Option<&'static str> {
    HUNT_KEYWORDS.iter().find(|(_, one)| *one == cause).map(|(keyword, _)| *keyword)
}

/// The cause that a word of `voice hunt` names: a keyword or the beginning of just one, a decimal or a 0x number.
pub fn hunt_cause(word: &str) -> Option<u8> {
    let lower = word.to_ascii_lowercase();
    let number = match lower.strip_prefix("0x") {
        Some(digits) => u8::from_str_radix(digits, 16).ok(),
        None => lower.parse().ok(),
    };
    number.filter(|cause| *cause > 0).or_else(|| {
        let named = |(name, _): &&(&str, u8)| name.starts_with(&lower);
        let mut found = HUNT_KEYWORDS.iter().filter(named);
        let exact = HUNT_KEYWORDS.iter().find(|(name, _)| *name == lower);
        let only = found.next().filter(|_| found.next().is_none());
        exact.or(only).map(|(_, cause)| *cause)
    })
}

/// The keywords, for a message that lists them.
pub(super) fn hunt_keywords() -> impl Iterator<Item = &'static str> {
    HUNT_KEYWORDS.iter().map(|(keyword, _)| *keyword)
}

/// Keywords of `voice hunt` (command reference; the spelling of `number-changeed` is the router's).
const HUNT_KEYWORDS: [(&str, u8); 82] = [
    ("unassigned-number", 1),
    ("transit-net-unroutable", 2),
    ("dest-unroutable", 3),
    ("send-infotone", 4),
    ("misdialled-trunk-prefix", 5),
    ("channel-unacceptable", 6),
    ("call-awarded", 7),
    ("preempt", 8),
    ("preempt-reserved", 9),
    ("glare", 15),
    ("normal-call-clear", 16),
    ("user-busy", 17),
    ("no-response", 18),
    ("no-answer", 19),
    ("subscriber-absent", 20),
    ("call-reject", 21),
    ("number-changeed", 22),
    ("redirect-to-new-destination", 23),
    ("non-select-user-clear", 26),
    ("dest-out-of-order", 27),
    ("invalid-number", 28),
    ("facility-reject", 29),
    ("stat-enquiry-resp", 30),
    ("normal-unspecified", 31),
    ("no-circuit", 34),
    ("req-vpci-vci-unavail", 35),
    ("vpci-vci-assign-fail", 36),
    ("cell-rate-unavail", 37),
    ("net-out-of-order", 38),
    ("perm-frame-mode-oos", 39),
    ("perm-frame-mode-oper", 40),
    ("temp-fail", 41),
    ("switch-congestion", 42),
    ("access-info-discard", 43),
    ("no-req-circuit", 44),
    ("vpci-vci-unavail", 45),
    ("precedence-call-block", 46),
    ("no-resource", 47),
    ("qos-unavail", 49),
    ("facility-not-subscribed", 50),
    ("cug-outcalls-bar", 53),
    ("cug-incalls-bar", 55),
    ("b-cap-unauthorized", 57),
    ("b-cap-unavail", 58),
    ("info-class-inconsistent", 62),
    ("serv/opt-unavail-unspecified", 63),
    ("b-cap-not-implemented", 65),
    ("chantype-not-implement", 66),
    ("facility-not-implemented", 69),
    ("b-cap-restrict", 70),
    ("serv-not-implemented", 79),
    ("invalid-call-ref", 81),
    ("no-channel", 82),
    ("call-cid-in-use", 83),
    ("cid-in-use", 84),
    ("no-call-suspend", 85),
    ("call-clear", 86),
    ("not-in-cug", 87),
    ("dest-incompatible", 88),
    ("no-cug", 90),
    ("invalid-transit-net", 91),
    ("unsupported-aal-parms", 93),
    ("invalid-msg", 95),
    ("ie-missing", 96),
    ("msg-not-implemented", 97),
    ("msgtype-incompatible", 98),
    ("ie-not-implemented", 99),
    ("invalid-ie", 100),
    ("msg-incomp-call-state", 101),
    ("rec-timer-exp", 102),
    ("param-not-implemented", 103),
    ("unknown-param-msg-discard", 110),
    ("protocol-error", 111),
    ("no-voice-resources", 126),
    ("interworking", 127),
    ("next-node-unreachable", 128),
    ("htspm-oos", 129),
    ("dtl-trans-not-node-id", 160),
    ("no-dsp-channel", 170),
    ("codec-incompatible", 171),
    ("dsp-error", 172),
    ("glaring-switch-pri", 180),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_named_in_three_ways() {
        for text in ["unassigned-number", "1", "0x1", "Unassigned-Number", "unassigned"] {
            assert_eq!(hunt_cause(text), Some(1), "{text}");
        }
        assert_eq!(hunt_cause("0x32"), Some(50));
        assert_eq!(hunt_cause("no-circuit"), Some(34));
        assert_eq!((hunt_cause("all"), hunt_cause("no"), hunt_cause("0"), hunt_cause("256")), (None, None, None, None));
    }
}
