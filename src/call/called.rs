//! What dial-peers match called numbers with on the way out.

use std::borrow::Cow;

use super::profile::Profile;
use crate::model::{DialPeer, DialPlan, PatternMap};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// The pattern as a router of this profile takes it: where a leading `+` need not be dialled, it is dropped (CSCub65380:
/// before 15.2(4)M, +555 matched 555).
///
/// ```
/// use dialc::call::{Profile, pattern_on};
/// use dialc::model::Release;
/// use dialc::syntax::pattern::NumberPattern;
/// let pattern = NumberPattern::parse("+1206").unwrap();
/// let on = |release| pattern_on(&Profile::new(Release::parse(release)), &pattern).text().to_owned();
/// assert_eq!((on("15.2(4)M"), on("12.4(24)T")), ("+1206".to_owned(), "1206".to_owned()));
/// ```
pub fn pattern_on<'a>(profile: &Profile, pattern: &'a NumberPattern) -> Cow<'a, NumberPattern> {
    let text = pattern.text();
    let behind_plus = text.strip_prefix('^').unwrap_or(text).strip_prefix('+');
    let dropped = behind_plus.filter(|_| !profile.has_literal_plus()).map(NumberPattern::parse);
    match dropped {
        Some(Ok(dropped)) => Cow::Owned(dropped),
        // Nothing that may follow a leading `+` can be wrong at the beginning of a pattern.
        Some(Err(_)) | None => Cow::Borrowed(pattern),
    }
}

/// The map that `peer` matches called numbers with.
pub(super) fn destination_map<'a>(plan: &'a DialPlan, peer: &DialPeer) -> Option<&'a PatternMap> {
    map_in_use(plan, peer.destination_map()?.value)
}

/// The map with this number. One that is shut down gives nothing, and what stands in the file of a `url` is not known.
pub(super) fn map_in_use(plan: &DialPlan, number: u32) -> Option<&PatternMap> {
    let map = plan.pattern_maps.get(&number)?;
    let in_use = !map.settings.flag(Command::Shutdown) && map.settings.get(Command::MapUrl).is_none();
    in_use.then_some(map)
}
