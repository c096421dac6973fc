//! What arrives at the gateway of a DID, what a system expects, and what the gateway must do to make the one the other.

use std::collections::BTreeMap;

use crate::number::{Form, Interval, NumberSet, Rewriting};
use crate::spec::{Delivers, Expects};

/// The form that arrives.
pub(super) fn arriving(delivers: Delivers) -> Form {
    match delivers {
        Delivers::PlusE164 => Form::PlusE164,
        Delivers::Digits(digits) => Form::Last(digits),
    }
}

/// The form that a system expects where `arriving` arrives. `country_code` is the number of its digits.
pub(super) fn expected(expects: Expects, arriving: Form, country_code: u8) -> Form {
    match expects {
        Expects::PlusE164 => Form::PlusE164,
        Expects::E164 => Form::E164,
        Expects::National => Form::National(country_code),
        Expects::AsDelivered => arriving,
        Expects::Last(digits) => Form::Last(digits),
    }
}

/// The DIDs of `interval` as they arrive: how many leading digits are missing decides; a `+` is told by [`has_plus`].
/// `None` where a DID has fewer digits than are delivered.
pub(super) fn delivered(interval: Interval, delivers: Delivers) -> Option<Vec<Interval>> {
    let arriving = [interval].into_iter().collect::<NumberSet>().written(arriving(delivers))?;
    Some(arriving.intervals().collect())
}

/// Whether numbers arrive with a leading `+`.
pub(super) fn has_plus(delivers: Delivers) -> bool {
    arriving(delivers).has_plus()
}

/// For each thing that must be done: the numbers, as delivered, that it must be done to. `country_code` is the number of
/// its digits. `None` where a DID is too short for what is delivered or expected.
pub(super) fn rewritings(
    dids: &NumberSet,
    delivers: Delivers,
    expects: Expects,
    country_code: usize,
) -> Option<BTreeMap<Rewriting, NumberSet>> {
    let arriving = arriving(delivers);
    dids.changes(arriving, expected(expects, arriving, u8::try_from(country_code).ok()?))
}
