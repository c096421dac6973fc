//! Faults of existing configurations: rules, and the facts that they share.
//!
//! [`rules`](RULES) has a file for each rule; its opening comment is the manual page of the rule. [`Facts`] are found out
//! once for a configuration, and every rule looks at them. What a rule says of numbers is reckoned over all numbers by
//! [`crate::analysis`] and [`crate::call`].

mod allow;
mod baseline;
mod date;
mod facts;
mod finding;
mod fix;
mod policy;
mod rule;
mod rules;

pub use allow::{Scene, Sight, Sights, allow, unneeded};
pub use baseline::{Baseline, Place, Stale};
pub use date::Date;
pub use facts::{
    Application, Back, Block, Callers, CatchAll, DigitByDigit, EmergencyTrouble, Facts, Known, LoopAnswer, ObjectKind,
    ObjectUse, Order, Origin, Owner, Reach, References, Taken, Unclaimed,
};
pub use finding::{Allowed, Finding, Linted, Numbers, Voice};
pub use fix::{About, Changed, Choice, Effect, Fix, Script, Verified, Withheld, judge, verified};
pub use policy::{Emergency, Entry, FileGlob, FileIgnores, Level, NoSelector, Policy, Selection, Selector, Settings};
pub use rule::{Page, Rule, Topic};
pub use rules::RULES;

use std::sync::Arc;

use rayon::prelude::*;

use crate::call::{Profile, Traveller};
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
pub fn lint<'n>(question: &Question<'n>, subjects: &[Subject<'n>], rules: &[&'static Rule]) -> Vec<Vec<Finding>> {
    let traveller = Traveller::new(question.network, question.profiles.iter().cloned());
    let shared = Arc::new(facts::Shared::default());
    let find = |subject: &Subject<'n>| {
        let facts = Facts::new(question, *subject, &traveller, Arc::clone(&shared));
        let Some(facts) = facts else { return Vec::new() };
        let found = |rule: &&'static Rule| {
            let mut findings = Vec::new();
            (rule.check)(&facts, &mut findings);
            findings
        };
        let mut findings: Vec<Finding> = rules.par_iter().flat_map_iter(found).collect();
        findings.sort_by_cached_key(Finding::order);
        findings
    };
    subjects.iter().map(find).collect()
}
