//! What the engineer wants: the YAML spec, decoded with positions and checked; and what a network is made of: the
//! network file. Knows nothing of IOS.
//!
//! [`load`] and [`load_network`] go three steps: `node` reads YAML as a tree in which every value has its place, `decode` gives it types,
//! `validate` sees whether it makes sense. Each step reports all it finds.

mod decode;
mod json_schema;
mod network;
mod node;
mod schema;
mod validate;
mod vocabulary;

pub use json_schema::{json_schema, network_json_schema};
pub use network::{Connection, NetworkFile, NetworkGateway};
pub use schema::*;

use crate::diagnostic::Report;
use crate::source::Source;

/// Reads the file at a path that a spec names, relative to the spec; or says why it cannot.
pub type ReadFile<'a> = dyn Fn(&str) -> Result<Source, String> + 'a;

/// The greatest tag of a dial-peer (Cisco IOS Voice Command Reference, `dial-peer voice`).
pub const MAXIMUM_TAG: u32 = 2_147_483_647;
/// The greatest number of a translation rule (Cisco IOS Voice Command Reference, `voice translation-rule`).
pub const MAXIMUM_RULE: u32 = 1_073_741_823;
/// The greatest preference of a dial-peer, tried last (Cisco IOS Voice Command Reference, `preference`).
pub const MAXIMUM_PREFERENCE: u8 = 10;

/// Reads a spec. All that is wrong with it is in the report; the spec is there where its structure is whole, even if
/// its content makes no sense. `read` gets the CSV files that it names.
///
/// ```
/// use dialc::{source::Source, spec};
/// let source = Source::new("spec.yaml", "version: 1\nsytems: {}\n");
/// let (spec, report) = spec::load(&source, &|_| Err("no files here".to_owned()));
/// assert!(spec.is_none());
/// let help = report.iter().find_map(|diagnostic| diagnostic.help.clone());
/// assert_eq!(help.as_deref(), Some("did you mean `systems`?"));
/// ```
pub fn load(source: &Source, read: &ReadFile<'_>) -> (Option<Spec>, Report) {
    let (tree, mut report) = node::read(source, node::SPEC);
    let Some(tree) = tree else { return (None, report) };
    let (spec, decoding) = decode::decode(source, &tree, read);
    report.extend(decoding);
    let whole = !report.has_errors();
    report.extend(validate::validate(source, &spec));
    (whole.then_some(spec), report.sorted())
}

/// Reads a network file: the systems and gateways of a network, and what each gateway sends where. All that is wrong with
/// it is in the report; the network is there where its structure is whole, even if its content makes no sense. `read`
/// gets the CSV files that it names; the configurations that it names are not opened.
///
/// ```
/// use dialc::{source::Source, spec};
/// let text = "version: 1\nsystems: { pbx: { kind: sip } }\ngateways: { hq: { connects: { pbx: ipv4:192.0.2.10 } } }\n";
/// let (network, report) = spec::load_network(&Source::new("network.yaml", text), &|_| Err("no files here".to_owned()));
/// assert!(report.is_empty());
/// assert_eq!(network.unwrap().gateways[0].connects[0].1[0].value.to_string(), "ipv4:192.0.2.10");
/// ```
pub fn load_network(source: &Source, read: &ReadFile<'_>) -> (Option<NetworkFile>, Report) {
    let (tree, mut report) = node::read(source, node::NETWORK);
    let Some(tree) = tree else { return (None, report) };
    let (network, decoding) = decode::decode_network(source, &tree, read);
    report.extend(decoding);
    let whole = !report.has_errors();
    report.extend(validate::validate_network(source, &network, whole));
    (whole.then_some(network), report.sorted())
}
