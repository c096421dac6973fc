//! Why a call failed: Q.850 causes, how SIP statuses map to them, and how `voice hunt` names them.

use std::fmt;

/// A Q.850 cause, or one of Cisco's own above 127.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause(pub u8);

impl Cause {
    /// Unassigned number: what a SIP 404 becomes.
    pub const UNASSIGNED_NUMBER: Self = Self(1);
    /// User busy.
    pub const USER_BUSY: Self = Self(17);
    /// No answer from the user.
    pub const NO_ANSWER: Self = Self(19);

    /// Whether hunting stops at it where no `voice hunt` line says otherwise: user-busy and no-answer (command reference,
    /// `voice hunt`, Command Default).
    pub fn stops_hunting_by_default(self) -> bool {
        self == Self::USER_BUSY || self == Self::NO_ANSWER
    }

    /// The keyword of `voice hunt` for it.
    pub fn keyword(self) -> Option<&'static str> {
        HUNT_KEYWORDS.iter().find(|(_, cause)| *cause == self.0).map(|(keyword, _)| *keyword)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.keyword() {
            Some(keyword) => write!(f, "{} ({keyword})", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The cause that `keyword` of `voice hunt` names: a keyword, a decimal or a 0x number.
pub fn hunt_keyword(keyword: &str) -> Option<Cause> {
    let lower = keyword.to_ascii_lowercase();
    let number = match lower.strip_prefix("0x") {
        Some(digits) => u8::from_str_radix(digits, 16).ok(),
        None => lower.parse().ok(),
    };
    let named = || HUNT_KEYWORDS.iter().find(|(name, _)| *name == lower).map(|(_, cause)| *cause);
    number.or_else(named).map(Cause)
}

/// The cause that a SIP status becomes on the gateway, by its default table (command reference, `set sip-status`); 127
/// (interworking) for a status that the table does not hold.
pub fn cause_of_status(status: u16) -> Cause {
    let found = STATUS_CAUSES.iter().find(|(one, _)| *one == status);
    Cause(found.map_or(127, |(_, cause)| *cause))
}

const STATUS_CAUSES: [(u16, u8); 36] = [
    (400, 127),
    (401, 57),
    (402, 21),
    (403, 57),
    (404, 1),
    (405, 127),
    (406, 127),
    (407, 21),
    (408, 102),
    (409, 41),
    (410, 1),
    (411, 127),
    (413, 127),
    (414, 127),
    (415, 79),
    (420, 127),
    (480, 18),
    (481, 127),
    (482, 127),
    (483, 127),
    (484, 28),
    (485, 1),
    (486, 17),
    (487, 127),
    (488, 127),
    (500, 41),
    (501, 79),
    (502, 38),
    (503, 63),
    (504, 102),
    (505, 127),
    (580, 47),
    (600, 17),
    (603, 21),
    (604, 1),
    (606, 58),
];

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
    fn a_404_does_not_stop_hunting_and_a_busy_does() {
        assert_eq!(cause_of_status(404), Cause::UNASSIGNED_NUMBER);
        assert!(!cause_of_status(404).stops_hunting_by_default());
        assert!(cause_of_status(486).stops_hunting_by_default() && cause_of_status(600).stops_hunting_by_default());
        assert_eq!(cause_of_status(499), Cause(127));
    }

    #[test]
    fn causes_are_named_in_three_ways() {
        for text in ["unassigned-number", "1", "0x1", "Unassigned-Number"] {
            assert_eq!(hunt_keyword(text), Some(Cause::UNASSIGNED_NUMBER), "{text}");
        }
        assert_eq!(hunt_keyword("0x32"), Some(Cause(50)));
        assert_eq!(hunt_keyword("all"), None);
        assert_eq!(Cause::USER_BUSY.to_string(), "17 (user-busy)");
    }
}
