//! The command table: which commands dialc knows in which context, the shape of their arguments, whether a later line
//! overwrites an earlier one, and what dialc makes of them. Resolving a line against it is in [`resolve`].

mod resolve;
mod table;

pub use resolve::{Form, Resolution, Resolved, resolve};
pub use table::Command;

/// Where a line stands: under which header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Under none: a global command or a header.
    Global,
    /// `dial-peer voice N pots`.
    PotsPeer,
    /// `dial-peer voice N voip`.
    VoipPeer,
    /// `dial-peer voice N` of another type, or without one.
    OtherPeer,
    /// `voice translation-rule N`.
    TranslationRule,
    /// `voice translation-profile NAME`.
    TranslationProfile,
    /// `voice class e164-pattern-map N`.
    PatternMap,
    /// `voice class uri TAG sip`.
    UriClass,
    /// `voice class dpg N`.
    DialPeerGroup,
    /// `dial-peer cor custom`.
    CorNames,
    /// `dial-peer cor list NAME`.
    CorList,
    /// `voice service voip`.
    VoiceService,
    /// `ip address trusted list` in `voice service voip`.
    TrustedList,
    /// Under a header that dialc does not read: its lines are grouped by indentation only.
    Outside,
}

impl Context {
    const fn bit(self) -> Contexts {
        Contexts(1 << self as u16)
    }
}

/// A set of contexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contexts(u16);

impl Contexts {
    /// Whether `context` is among them.
    pub const fn has(self, context: Context) -> bool {
        self.0 & context.bit().0 != 0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The shape of the arguments of a command; each is read by a rule of `grammar/config.pest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// None.
    Flag,
    /// A number from the first to the second, both allowed.
    Integer(u32, u32),
    /// One word.
    Name,
    /// The rest of the line as it stands.
    Text,
    /// One word or more.
    Words,
    /// Any number of words, also none.
    OptionalWords,
    /// A dial-peer pattern.
    Pattern,
    /// A session target.
    Target,
    /// A translation rule.
    Rule,
    /// `TAG [TYPE]` of a dial-peer.
    DialPeerHeader,
    /// The number of an object, and the greatest that IOS takes.
    NumberedHeader(u32),
    /// The name of an object.
    NamedHeader,
    /// The name of an object and its type.
    TypedHeader,
    /// A header without number or name.
    BareHeader,
}

/// Every row of the table, in the order of printing.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    table::TABLE.iter()
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
    /// Not known: both forms are kept.
    Unknown,
}

/// What dialc makes of a line (design: support states of a configuration line). `Malformed` and `unknown` are states of
/// a line, not of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Changes routing, and is understood.
    Modelled,
    /// Known, without effect on routing.
    Kept,
    /// Known, changes routing, and is not understood.
    Unsupported,
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
