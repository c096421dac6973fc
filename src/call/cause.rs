//! Why a call failed: Q.850 causes, how SIP statuses map to them and back, and how `voice hunt` names them.

use std::fmt;

use crate::syntax::argument::{STOPS_HUNTING, cause_keyword};

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
    /// Call rejected.
    pub const CALL_REJECTED: Self = Self(21);
    /// No circuit: what a port that is down gives.
    pub const NO_CIRCUIT: Self = Self(34);

    /// Whether hunting stops at it where no `voice hunt` line says otherwise: user-busy and no-answer (command reference,
    /// `voice hunt`, Command Default).
    pub fn stops_hunting_by_default(self) -> bool {
        STOPS_HUNTING.contains(&self.0)
    }

    /// The keyword of `voice hunt` for it.
    pub fn keyword(self) -> Option<&'static str> {
        cause_keyword(self.0)
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

/// The cause that a SIP status becomes on the gateway, by its default table (command reference, `set sip-status`); 127
/// (interworking) for a status that the table does not hold.
pub fn cause_of_status(status: u16) -> Cause {
    documented_cause(status).unwrap_or(Cause(127))
}

/// The cause that the default table gives a SIP status; `None` for a status that it does not hold.
pub fn documented_cause(status: u16) -> Option<Cause> {
    let found = STATUS_CAUSES.iter().find(|(one, _)| *one == status);
    found.map(|(_, cause)| Cause(*cause))
}

/// The SIP status that a cause becomes on its way to a SIP caller, by the default table (command reference, `set
/// pstn-cause`): 500 for every cause that the table does not name. The two tables are not inverse.
pub fn status_of_cause(cause: Cause) -> u16 {
    let found = CAUSE_STATUSES.iter().find(|(causes, _)| causes.contains(&cause.0));
    found.map_or(500, |(_, status)| *status)
}

const CAUSE_STATUSES: [(&[u8], u16); 11] = [
    (&[1, 2, 3, 26, 27, 31], 404),
    (&[17], 486),
    (&[18, 19, 20], 480),
    (&[21, 55, 57], 403),
    (&[22], 410),
    (&[28], 484),
    (&[29, 58, 65, 79], 501),
    (&[34, 38, 41, 42, 47, 87], 503),
    (&[88, 95, 111], 400),
    (&[102], 408),
    (&[127], 500),
];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_404_does_not_stop_hunting_and_a_busy_does() {
        assert_eq!(cause_of_status(404), Cause::UNASSIGNED_NUMBER);
        assert!(!cause_of_status(404).stops_hunting_by_default());
        assert!(cause_of_status(486).stops_hunting_by_default() && cause_of_status(600).stops_hunting_by_default());
        assert_eq!(cause_of_status(499), Cause(127));
        assert_eq!(documented_cause(499), None);
    }

    /// Command reference, `set pstn-cause`: 19 is a 480, 27 a 404, and 63 has no row.
    #[test]
    fn causes_become_statuses_and_the_tables_are_not_inverse() {
        let status = |cause| status_of_cause(Cause(cause));
        assert_eq!([1, 17, 19, 27, 34, 63, 111].map(status), [404, 486, 480, 404, 503, 500, 400]);
        assert_eq!(status_of_cause(cause_of_status(503)), 500);
    }
}
