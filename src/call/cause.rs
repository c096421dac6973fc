//! Why a call failed: Q.850 causes, how SIP statuses map to them, and how `voice hunt` names them.

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
}
