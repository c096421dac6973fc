//! The command table: which commands dialc knows in which context, the shape of their arguments, whether a later line
//! overwrites an earlier one, and what dialc makes of them. Resolving a line against it is in [`resolve`].

mod contexts;
mod first_words;
mod forms;
mod lists;
mod resolve;
mod table;

use super::argument::{parse, parse_header};

pub use contexts::{Context, Contexts};
pub use forms::{Form as ArgumentForm, Kind, Part};
pub use resolve::{
    Form, KnownId, NearMiss, Resolution, Resolved, begins_voice_command, begins_voice_command_in_short, decided_by,
    first_words, is_orphan, may_be_voice, mistyped_first_word, near_miss, resolve, resolve_global,
};
pub(in crate::syntax) use resolve::{
    first_words_of_headers, is_mistyped, is_nearly_voice, is_whole_in_short, may_be_stray, may_leave, may_stand_alone,
};
pub use table::Command;

/// The shape of the arguments of a command; each is read by a rule of `grammar/config.pest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// None.
    Flag,
    /// A number from the first to the second, both allowed.
    Integer(u32, u32),
    /// A number from the first to the second, or one of the keywords.
    IntegerOr(u32, u32, &'static [&'static str]),
    /// One word.
    Name,
    /// The rest of the line as it stands.
    Text,
    /// One word or more.
    Words,
    /// Any number of words, also none.
    OptionalWords,
    /// One of these, each a keyword or several; keywords can be abbreviated.
    Phrase(&'static [&'static str]),
    /// Any of these keywords in any order, or none; each has a number behind it, from the first to the second.
    Counts(&'static [(&'static str, u32, u32)]),
    /// One of these keywords, and words behind it that dialc does not tell apart.
    Leading(&'static [&'static str]),
    /// `ipv4:192.0.2.1:5060`, `dns:sip.example.com`: where a server is.
    Address,
    /// The same, or an expression that hosts are matched with.
    Host,
    /// A word of these characters only, and of so many of them at most.
    Characters(&'static str, usize),
    /// One word of a kind.
    Of(Kind),
    /// Words in one of these forms.
    Forms(&'static [ArgumentForm]),
    /// A dial-peer pattern.
    Pattern,
    /// A session target.
    Target,
    /// A translation rule.
    Rule,
    /// A rule of the kind before `voice translation-rule`.
    OldRule,
    /// `sip to h323`.
    Connection,
    /// `192.0.2.0 255.255.255.0` or `2001:db8::/32`: who may send calls.
    Trusted,
    /// `192.0.2.1 port 5060 preference 1`: a member of a server group.
    Server,
    /// `1 resp-code 404 to 499`: the answers at which a server group stops hunting.
    HuntstopCodes,
    /// `5 preference 1`: a member of a dial-peer group.
    Member,
    /// `1 to called`: a rule of a provision policy.
    PolicyRule,
    /// `404 pstn-cause 1`.
    StatusToCause,
    /// `1 sip-status 404`.
    CauseToStatus,
    /// `5... 1206555....`.
    Expansion,
    /// The cause of `voice hunt`.
    HuntCause,
    /// `TAG [TYPE]` of a dial-peer.
    DialPeerHeader,
    /// The number of an object, and the greatest that IOS takes.
    NumberedHeader(u32),
    /// The same; what kind of object it is may follow.
    KindHeader(u32),
    /// The number of an object, and the greatest; any words may follow that say what kind of object it is.
    WordsHeader(u32),
    /// The name of an object.
    NamedHeader,
    /// The name of an object and its type.
    TypedHeader,
    /// A port, in one word or several: `Serial0/0/0:23`, `T1 0/0/0`.
    PortHeader,
    /// A header without number or name.
    BareHeader,
}

impl Shape {
    /// Whether it is that of a header.
    pub const fn is_header(self) -> bool {
        matches!(
            self,
            Self::DialPeerHeader
                | Self::NumberedHeader(_)
                | Self::KindHeader(_)
                | Self::WordsHeader(_)
                | Self::NamedHeader
                | Self::TypedHeader
                | Self::PortHeader
                | Self::BareHeader
        )
    }

    /// Whether it takes any words: most of them are keywords of IOS that dialc does not tell apart.
    const fn takes_any_words(self) -> bool {
        matches!(self, Self::Words | Self::OptionalWords | Self::PortHeader)
    }
}

/// Every row of the table, in the order of printing.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    table::TABLE.iter()
}

/// Every command that is known by its words only, with where it can stand.
pub fn listed() -> impl Iterator<Item = (Contexts, Listed)> {
    lists::LISTS.iter().flat_map(|list| {
        list.commands.iter().map(|keywords| (list.contexts, Listed { keywords, support: list.support }))
    })
}

/// What a second line with the same keywords does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplicity {
    /// It takes the place of the first.
    Single,
    /// It is added, unless it says the same.
    List,
    /// It takes the place of the one with the same number.
    Keyed,
}

/// What holds where a command is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// Nothing: `no` takes the line away.
    Absent,
    /// This argument; writing it says nothing new.
    Value(&'static str),
    /// The command holds unless `no` is written before it.
    On,
    /// It depends on the argument: what `no` and the command itself say is in [`crate::model`].
    ByArgument,
    /// Not known: both forms are kept.
    Unknown,
}

/// What dialc makes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// Changes routing, and is understood.
    Modelled,
    /// Known, without effect on routing.
    Kept,
    /// Known, changes routing, and is not understood.
    Unsupported,
}

/// What dialc makes of a line. Every line of a text is in just one of these states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineState {
    /// Changes routing, and is understood.
    Modelled,
    /// Known, without effect on routing.
    Kept,
    /// Known, changes routing, and is not understood.
    Unsupported,
    /// A known command with an argument that IOS would refuse.
    Malformed,
    /// In a voice block, and not known. It is kept as it was written.
    Unknown,
    /// In no voice block: other parts of the configuration, comments, empty lines, what a terminal wrote.
    Outside,
}

impl LineState {
    /// All states, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Modelled, Self::Kept, Self::Unsupported, Self::Malformed, Self::Unknown, Self::Outside];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Modelled => "modelled",
            Self::Kept => "kept",
            Self::Unsupported => "unsupported",
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Outside => "outside",
        }
    }
}

impl From<Support> for LineState {
    fn from(support: Support) -> Self {
        match support {
            Support::Modelled => Self::Modelled,
            Support::Kept => Self::Kept,
            Support::Unsupported => Self::Unsupported,
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its keywords, separated by one blank.
    pub keywords: &'static str,
    /// The shape of what follows them.
    pub shape: Shape,
    /// What a second line does.
    pub multiplicity: Multiplicity,
    /// What holds without it.
    pub default: Default,
    /// What dialc makes of it.
    pub support: Support,
    /// Where it can stand.
    pub contexts: Contexts,
    /// The context of the lines below it, where it is a header.
    pub opens: Option<Context>,
}

impl Row {
    /// Whether it begins an object of its own, not a sub-mode of one.
    pub fn begins_object(&self) -> bool {
        self.opens.is_some() && self.contexts.has(Context::Global)
    }
}

/// A command that is known by its words only: no part of dialc looks at its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Its keywords, separated by one blank.
    pub keywords: &'static str,
    /// What dialc makes of it.
    pub support: Support,
}

/// A command that dialc knows.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    /// By a row of the table.
    Row(&'static Row),
    /// By its words only.
    Listed(Listed),
}

impl Known {
    /// Its row, where it has one.
    pub fn row(self) -> Option<&'static Row> {
        match self {
            Self::Row(row) => Some(row),
            Self::Listed(_) => None,
        }
    }

    /// Its keywords, separated by one blank.
    pub fn keywords(self) -> &'static str {
        match self {
            Self::Row(row) => row.keywords,
            Self::Listed(listed) => listed.keywords,
        }
    }

    /// What dialc makes of it.
    pub fn support(self) -> Support {
        match self {
            Self::Row(row) => row.support,
            Self::Listed(listed) => listed.support,
        }
    }

    /// Whether `written` can follow its keywords, as far as dialc can tell.
    fn takes(self, written: &str) -> bool {
        match self {
            Self::Row(row) if row.shape.is_header() => {
                parse_header(row.shape, written).is_ok_and(|header| header.junk.is_none())
            }
            Self::Row(row) => parse(row.shape, written).is_ok(),
            Self::Listed(_) => true,
        }
    }
}
