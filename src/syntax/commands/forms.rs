//! Arguments of several words: the forms that a command has, and what can stand at each place of them.

/// One form of an argument.
pub type Form = &'static [Part];

/// What stands at one place of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One of these keywords.
    Keyword(&'static [&'static str]),
    /// A number, what it is, and from where to where.
    Number(&'static str, u32, u32),
    /// One word, and what it is.
    Word(&'static str),
    /// One word of a kind of its own.
    Of(Kind),
    /// Any number of words that dialc does not tell apart, also none.
    Rest,
}

/// A word that must be of some form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A voice port: `0/1/0`, `0/0/0:23`, `0:D`.
    Port,
    /// Time slots of a controller: `1-23`, `1,3-24`.
    TimeSlots,
    /// A regular expression of IOS.
    Expression,
}

/// The name of a trunk group.
const NAME: Part = Part::Word("the name of a trunk group");

/// How soon a trunk group, or a member of one, is tried (command reference, `trunkgroup (dial peer)` and `trunk-group`).
const PREFERENCE: Part = Part::Number("a preference", 1, 64);

const TIME_SLOTS: Part = Part::Keyword(&["timeslots"]);

const SLOTS: Part = Part::Of(Kind::TimeSlots);

/// `trunkgroup NAME [PREFERENCE]` of a dial-peer (command reference, `trunkgroup (dial peer)`).
pub(super) const TRUNK_GROUPS: &[Form] = &[&[NAME], &[NAME, PREFERENCE]];

/// `trunk-group NAME [PREFERENCE]` of a port or interface; for a controller, with its time slots (command reference, `trunk-group
/// (interface)`, `trunk-group (voice port)`, `trunk-group (CAS custom)`).
pub(super) const TRUNK_GROUP_MEMBERS: &[Form] = &[
    &[NAME],
    &[NAME, PREFERENCE],
    &[NAME, Part::Keyword(&["preference"]), PREFERENCE],
    &[NAME, TIME_SLOTS, SLOTS],
    &[NAME, TIME_SLOTS, SLOTS, PREFERENCE],
    &[NAME, TIME_SLOTS, SLOTS, Part::Keyword(&["preference"]), PREFERENCE],
];

/// What `pri-group` takes (command reference, `pri-group timeslots`, `pri-group nec-fusion`, `pri-group (pri-slt)`).
pub(super) const PRI_GROUPS: &[Form] =
    &[&[TIME_SLOTS, SLOTS, Part::Rest], &[Part::Keyword(&["nec-fusion", "nfas-d", "nfas_d"]), Part::Rest]];

/// What `ds0-group` takes: the signalling types of all platforms (command reference, `ds0-group (E1)`, `ds0-group (T1)`).
pub(super) const DS0_GROUPS: &[Form] = &[
    &[DS0_GROUP, TIME_SLOTS, SLOTS],
    &[DS0_GROUP, TIME_SLOTS, SLOTS, Part::Keyword(&["type"]), Part::Keyword(SIGNALLING), Part::Rest],
    &[DS0_GROUP, TIME_SLOTS, SLOTS, Part::Keyword(&["service"]), Part::Word("a service"), Part::Rest],
];

const DS0_GROUP: Part = Part::Number("the number of a DS0 group", 0, 30);

const SIGNALLING: &[&str] = &[
    "e&m-delay-dial",
    "e&m-fgb",
    "e&m-fgd",
    "e&m-immediate-start",
    "e&m-lmr",
    "e&m-melcas-delay",
    "e&m-melcas-immed",
    "e&m-melcas-wink",
    "e&m-wink-start",
    "ext-sig",
    "fgd-eana",
    "fgd-os",
    "fxo-ground-start",
    "fxo-loop-start",
    "fxo-melcas",
    "fxs-ground-start",
    "fxs-loop-start",
    "fxs-melcas",
    "none",
    "p7",
    "r1-itu",
    "r1-modified",
    "r1-turkey",
    "r2-analog",
    "r2-digital",
    "r2-lsv181-digital",
    "r2-pulse",
    "sas-ground-start",
    "sas-loop-start",
];

/// What `isdn overlap-receiving` takes (dial command reference, `isdn overlap-receiving`, `isdn overlap-receiving calltypes
/// all`).
pub(super) const OVERLAP: &[Form] =
    &[&[], &[T302, TIMER], &[CALL_TYPES, Part::Keyword(&["all"])], &[CALL_TYPES, Part::Keyword(&["all"]), T302, TIMER]];

const T302: Part = Part::Keyword(&["T302"]);

const TIMER: Part = Part::Number("a number of milliseconds", 500, 20_000);

const CALL_TYPES: Part = Part::Keyword(&["calltypes"]);

/// What `phone` of a class of tel URIs takes (command reference, `phone context`, `phone number`).
pub(super) const PHONES: &[Form] = &[&[Part::Keyword(&["context", "number"]), Part::Of(Kind::Expression)]];
