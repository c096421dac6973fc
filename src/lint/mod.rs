//! Faults of existing configurations: rules, and the facts that they share.
//!
//! [`rules`](RULES) has a file for each rule; its opening comment is the manual page of the rule. [`Facts`] are found out
//! once for a configuration, and every rule looks at them. What a rule says of numbers is reckoned over all numbers by
//! [`crate::analysis`] and [`crate::call`].

mod facts;
mod finding;
mod policy;
mod rule;
mod rules;

pub use facts::{CatchAll, EmergencyTrouble, Facts, LoopAnswer, ObjectKind, ObjectUse, Order, Reach, References};
pub use finding::{Finding, Linted, Numbers};
pub use policy::{Emergency, FileIgnores, Level, NoSelector, Policy, Selection, Selector, Settings};
pub use rule::{Page, Rule, Topic};
pub use rules::RULES;

use std::cell::OnceCell;

use crate::analysis::loops::{Graph, tables};
use crate::call::{Profile, RoutingTable, Traveller};
use crate::diagnostic::Report;
use crate::model::Network;
use crate::syntax::tree::Tree;

/// A configuration that is linted, as a gateway of a network.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its text.
    pub tree: &'a Tree,
    /// What reading it said.
    pub report: &'a Report,
    /// Its place in [`Network::gateways`]; its dial plan is there.
    pub gateway: usize,
}

/// Configurations, and what is around them.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The network that they are in.
    pub network: &'a Network,
    /// What is assumed of the routers of its gateways.
    pub profiles: &'a [Profile],
    /// Whether somebody described the network; otherwise nothing is known of its systems but where they are.
    pub described: bool,
    /// What the users of the rules want.
    pub policy: &'a Policy,
}

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// What `rules` find in each of `subjects`, in the order of the text.
pub fn lint(question: &Question<'_>, subjects: &[Subject<'_>], rules: &[&'static Rule]) -> Vec<Vec<Finding>> {
    let traveller = Traveller::new(question.network, question.profiles.iter().cloned());
    let ready: Option<Vec<RoutingTable>> = tables(&traveller).into_iter().collect();
    let ready = ready.unwrap_or_default();
    let graph = if ready.is_empty() { None } else { Graph::new(&traveller, &ready).ok() };
    let loops = OnceCell::new();
    let find = |subject: &Subject<'_>| {
        let network = (graph.as_ref(), &loops);
        let Some(facts) = Facts::new(question, *subject, &traveller, &ready, network) else { return Vec::new() };
        let mut findings = Vec::new();
        for rule in rules {
            (rule.check)(&facts, &mut findings);
        }
        findings.sort_by_key(Finding::order);
        findings
    };
    subjects.iter().map(find).collect()
}
