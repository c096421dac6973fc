//! The typed dial plan: what a configuration means to the router.

mod captured;
mod dial_peer;
mod dial_plan;
mod interface;
mod inventory;
mod network;
mod objects;
mod port;
mod read;
mod reference;
mod refused;
mod release;
mod routers;
mod settings;

pub use captured::remarks;
pub use dial_peer::{DialPeer, PeerKind, Tag};
pub use dial_plan::{AnyObject, DialPlan, Id};
pub use interface::interface_addresses;
pub use inventory::{Inventory, ListedLine, is_configuration, no_configuration};
pub use network::{
    Address, Contact, Forward, FrontChange, Network, Own, Place, Ring, Route, RouteMatch, Site, System, Unassigned,
};
pub use objects::{
    CorList, DialPeerGroup, GroupMember, MAXIMUM_MAP_ENTRIES, Object, PatternMap, RuleTable, Server, ServerGroup,
    TranslationProfile, UriClass,
};
pub use port::{PortObjects, is_mgcp};
pub use read::{Reading, read, read_line, read_onto};
pub use reference::{Reference, commands_naming, is_reference, kept_references, named, reference};
pub use release::Release;
pub use settings::{MAXIMUM_SETTINGS, Setting, Settings, Verbatim};
