//! What a check comes to: claims, each with its verdict and what shows it.

use std::fmt;

use crate::automaton::Count;

/// What is known of a claim; the later is the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds for every number.
    Proved,
    /// That is not known.
    Unknown,
    /// A number shows that it does not hold.
    Violated,
    /// A call loops.
    Loop,
}

impl Verdict {
    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Unknown => "unknown",
            Self::Violated => "violated",
            Self::Loop => "loop",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A step of the call that shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownHop {
    /// The system or gateway where the call is.
    pub system: String,
    /// The number that is called there.
    pub number: String,
    /// What happens.
    pub event: String,
    /// How many legs are open before it.
    pub depth: usize,
}

/// A change that would break a loop: it was tried, and the loop was gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cure {
    /// Where it is made: a gateway or a system.
    pub at: String,
    /// What to type, or to set: lines of IOS for a gateway.
    pub change: String,
    /// What it costs: claims that hold now and then hold no more; empty where it costs none of them.
    pub costs: Vec<String>,
}

/// Something that should hold, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What should hold: `no call loops`.
    pub claim: String,
    /// What is known.
    pub verdict: Verdict,
    /// Why, where it does not hold or is not known: one sentence without a full stop.
    pub reason: Option<String>,
    /// A number that shows it.
    pub witness: Option<String>,
    /// The call that shows it.
    pub hops: Vec<ShownHop>,
    /// The numbers that it is about, where they can be counted; of a claim that does not hold, those that it fails for.
    pub numbers: Option<Count>,
    /// The same numbers for people: `120655555[0-4].`.
    pub patterns: Vec<String>,
    /// What would break a loop.
    pub cures: Vec<Cure>,
}

impl Claim {
    /// One that is proved.
    pub fn proved(claim: impl Into<String>) -> Self {
        Self {
            claim: claim.into(),
            verdict: Verdict::Proved,
            reason: None,
            witness: None,
            hops: Vec::new(),
            numbers: None,
            patterns: Vec::new(),
            cures: Vec::new(),
        }
    }

    /// One with another verdict, for this reason.
    pub fn failed(claim: impl Into<String>, verdict: Verdict, reason: impl Into<String>) -> Self {
        Self { verdict, reason: Some(reason.into()), ..Self::proved(claim) }
    }

    /// The same, shown by this number.
    #[must_use]
    pub fn shown_by(self, witness: Option<String>) -> Self {
        Self { witness, ..self }
    }
}

/// What the answers of the systems of some blocks lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The blocks, which all have the same.
    pub blocks: Vec<String>,
    /// Their systems, first tried first.
    pub systems: Vec<String>,
    /// Per answer (`404`, `no reply`) what follows when that system gives it, by system: `cucm is tried`, or what the caller
    /// gets.
    pub rows: Vec<(String, Vec<String>)>,
}

/// What a check comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The worst of the claims.
    pub verdict: Verdict,
    /// The numbers that any dial-peer takes: what was looked at.
    pub numbers: Count,
    /// The classes of numbers that the gateways tell apart.
    pub classes: usize,
    /// The claims.
    pub claims: Vec<Claim>,
    /// What it rests on: name and value.
    pub assumptions: Vec<(String, String)>,
    /// What the answers of systems lead to.
    pub answers: Vec<Answers>,
    /// What is worth knowing beside: one sentence each, without a full stop.
    pub notes: Vec<String>,
}

/// A network to look at: what leads where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Systems, gateways, the public network: name and kind.
    pub places: Vec<(String, PictureKind)>,
    /// What leads from one to another, by their places in the list.
    pub arrows: Vec<Arrow>,
}

/// What a place of a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureKind {
    /// A gateway.
    Gateway,
    /// A call-control system.
    System,
    /// The public network.
    Public,
}

/// Something that leads from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// From this place of the list.
    pub from: usize,
    /// To this one.
    pub to: usize,
    /// The numbers that go this way, for people; empty where that is not known.
    pub patterns: Vec<String>,
    /// Whether there are more.
    pub more: bool,
    /// Whether it is taken only when something else has failed.
    pub failure: bool,
    /// Whether the call that loops goes this way.
    pub looping: bool,
}
