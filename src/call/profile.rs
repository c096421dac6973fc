//! What is taken for granted of a router where documents disagree or are silent: a table of named choices, and the release.
//!
//! docs/ios-semantics.md, "Where sources disagree", says for each choice which sources there are.

use std::fmt;

use crate::diagnostic::did_you_mean;
use crate::model::Release;

/// A question about routers that no document settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assumption {
    /// Does a condition `any` of a rule hold for a call that carries no type or plan?
    AnyType,
    /// What is a group of the replacement that the match does not have?
    MissingGroup,
    /// Is a replacement of one blank nothing, or the blank?
    BlankReplacement,
    /// Is the type that an old rule names compared with a call that carries none?
    OldRuleType,
    /// Must a leading `+` of a dial-peer pattern be dialled?
    LiteralPlus,
    /// Is `num-exp` applied before the outbound dial-peer is looked for, or after?
    NumberExpansion,
    /// Is the global `voip-incoming` translation applied before the inbound dial-peer is looked for, or after?
    VoipIncoming,
    /// Which of several inbound dial-peers that match equally well takes the call?
    InboundTie,
    /// Does a call from a telephone trunk arrive en bloc where its dial-peer does not say `direct-inward-dial`?
    PriInbound,
    /// Are calls from VoIP to VoIP allowed without `allow-connections`?
    VoipToVoip,
    /// What of a pattern counts as matched digits?
    MatchLength,
    /// At which causes does hunting stop where no `voice hunt` line speaks of them?
    HuntStopsOn,
    /// Does hunting go on after a SIP 480?
    Sip480,
    /// Does a server group go on after a status that no document speaks of?
    ServerGroupStatus,
    /// Does a server group treat a cause that comes without a status as the status that stands for it?
    ServerGroupCause,
    /// Is the next dial-peer tried after a server group that a `huntstop` line of it stopped?
    ServerGroupHuntstop,
    /// Is `forward-digits` applied before `prefix`, or after?
    ForwardDigits,
}

/// A row of the table of assumptions.
#[derive(Debug)]
struct Row {
    assumption: Assumption,
    name: &'static str,
    /// What can be assumed; the first is the default.
    values: &'static [&'static str],
}

const fn row(assumption: Assumption, name: &'static str, values: &'static [&'static str]) -> Row {
    Row { assumption, name, values }
}

/// In the order of [`Assumption`].
const TABLE: [Row; 17] = [
    row(Assumption::AnyType, "any-type", &["fits", "does-not-fit"]),
    row(Assumption::MissingGroup, "missing-group", &["empty", "digit"]),
    row(Assumption::BlankReplacement, "blank-replacement", &["nothing", "blank"]),
    row(Assumption::OldRuleType, "old-rule-type", &["not-compared", "compared"]),
    row(Assumption::LiteralPlus, "literal-plus", &["by-release", "dialled", "dropped"]),
    row(Assumption::NumberExpansion, "num-exp", &["before", "after"]),
    row(Assumption::VoipIncoming, "voip-incoming", &["before", "after"]),
    row(Assumption::InboundTie, "inbound-tie", &["first-configured", "last-configured"]),
    row(Assumption::PriInbound, "pri-inbound", &["en-bloc", "as-configured"]),
    row(Assumption::VoipToVoip, "voip-to-voip", &["by-completeness", "allowed", "as-configured"]),
    row(Assumption::MatchLength, "match-length", &["literals-anywhere"]),
    row(Assumption::HuntStopsOn, "hunt-stops-on", &["user-busy,no-answer"]),
    row(Assumption::Sip480, "sip-480", &["continues", "stops"]),
    row(Assumption::ServerGroupStatus, "server-group-status", &["continues", "stops"]),
    row(Assumption::ServerGroupCause, "server-group-cause", &["as-status", "continues"]),
    row(Assumption::ServerGroupHuntstop, "server-group-huntstop", &["ends-the-group", "ends-hunting"]),
    row(Assumption::ForwardDigits, "forward-digits", &["before-prefix", "after-prefix"]),
];

impl Assumption {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.assumption)
    }

    #[allow(clippy::indexing_slicing, reason = "the table has a row for each, in this order; a test holds it to that")]
    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// How it is called: `sip-480`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What can be assumed; the first is the default.
    pub fn values(self) -> &'static [&'static str] {
        self.row().values
    }
}

/// A choice for every question, and the release of the router.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Profile {
    /// The place of what was chosen among the values.
    chosen: [u8; TABLE.len()],
    release: Option<Release>,
}

/// Why a choice is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAssumed {
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl Profile {
    /// The defaults, for a router with this release; without one, the newest.
    pub fn new(release: Option<Release>) -> Self {
        Self { release, ..Self::default() }
    }

    /// The release, where it is known.
    pub fn release(&self) -> Option<&Release> {
        self.release.as_ref()
    }

    /// What is assumed.
    pub fn value(&self, assumption: Assumption) -> &'static str {
        let chosen = self.chosen.get(assumption as usize).copied().unwrap_or(0);
        assumption.values().get(usize::from(chosen)).copied().unwrap_or_default()
    }

    /// Whether `value` is what is assumed.
    pub fn is(&self, assumption: Assumption, value: &str) -> bool {
        debug_assert!(assumption.values().contains(&value), "{} has no value {value}", assumption.name());
        self.value(assumption) == value
    }

    /// Chooses what `NAME=VALUE` says.
    ///
    /// # Errors
    /// There is no such name or value.
    pub fn assume(&mut self, text: &str) -> Result<(), NotAssumed> {
        let names = || TABLE.iter().map(|row| row.name);
        let list = |words: &[&str]| words.join(", ");
        let (name, value) = text.split_once('=').ok_or_else(|| NotAssumed {
            message: format!("`{}` is no assumption: NAME=VALUE is expected", text.escape_debug()),
            help: format!("the names are {}", list(&names().collect::<Vec<_>>())),
        })?;
        let row = TABLE.iter().find(|row| row.name == name).ok_or_else(|| NotAssumed {
            message: format!("there is no assumption `{}`", name.escape_debug()),
            help: match did_you_mean(name, names()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the names are {}", list(&names().collect::<Vec<_>>())),
            },
        })?;
        let at = row.values.iter().position(|one| *one == value).ok_or_else(|| NotAssumed {
            message: format!("`{}` is nothing that can be assumed for {name}", value.escape_debug()),
            help: format!("it is one of {}", list(row.values)),
        })?;
        if let Some(chosen) = self.chosen.get_mut(row.assumption as usize) {
            *chosen = u8::try_from(at).unwrap_or(0);
        }
        Ok(())
    }

    /// The same, with the other choice for a leading `+`.
    pub(super) fn with_other_plus(&self) -> Self {
        let mut other = self.clone();
        // 1: dialled, 2: dropped.
        let chosen = if self.has_literal_plus() { 2 } else { 1 };
        if let Some(place) = other.chosen.get_mut(Assumption::LiteralPlus as usize) {
            *place = chosen;
        }
        other
    }

    /// Whether that a leading `+` must be dialled is assumed, not told by the release: it is unknown, just `15.2`, of which
    /// some drop it and some do not, or the profile says otherwise.
    pub fn is_plus_assumed(&self) -> bool {
        let told = |release: &Release| release.is_exact() || release.version() != (15, 2);
        !self.is(Assumption::LiteralPlus, "by-release") || !self.release.as_ref().is_some_and(told)
    }

    /// Whether a leading `+` of a pattern must be dialled: from 15.2(4)M (CSCub65380), unless the profile says otherwise.
    pub fn has_literal_plus(&self) -> bool {
        match self.value(Assumption::LiteralPlus) {
            "dialled" => true,
            "dropped" => false,
            _ => self.release.as_ref().is_none_or(Release::has_literal_plus),
        }
    }
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assumption_has_its_row() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.assumption as usize, at, "{}", row.name);
            assert!(!row.values.is_empty());
        }
    }

    #[test]
    fn choices_are_made_by_name() {
        let mut profile = Profile::default();
        assert_eq!(profile.value(Assumption::Sip480), "continues");
        profile.assume("sip-480=stops").unwrap();
        assert!(profile.is(Assumption::Sip480, "stops"));
        assert_eq!(profile.assume("sip480=stops").unwrap_err().help, "did you mean `sip-480`?");
        assert_eq!(profile.assume("sip-480=maybe").unwrap_err().help, "it is one of continues, stops");
        assert!(profile.assume("sip-480").unwrap_err().message.contains("NAME=VALUE"));
    }

    #[test]
    fn the_plus_goes_by_release() {
        let profile = |text| Profile::new(Release::parse(text));
        assert!(Profile::default().has_literal_plus() && profile("15.2(4)M").has_literal_plus());
        let mut old = profile("12.4(24)T");
        assert!(!old.has_literal_plus());
        assert!(!old.is_plus_assumed() && Profile::default().is_plus_assumed());
        assert!(Profile::new(Release::of_version_line("15.2")).is_plus_assumed());
        assert!(!Profile::new(Release::of_version_line("15.7")).is_plus_assumed());
        old.assume("literal-plus=dialled").unwrap();
        assert!(old.has_literal_plus() && old.is_plus_assumed());
        assert!(
            !old.with_other_plus().has_literal_plus() && old.with_other_plus().with_other_plus().has_literal_plus()
        );
    }
}
