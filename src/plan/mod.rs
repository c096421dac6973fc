//! From a spec to a dial plan.
//!
//! The steps: what the release allows ([`requirements`]), the blocks as the gateway sees them (`layout`), translation
//! tables, dial-peers, the trunk; then the proof that the result, printed and read again, delivers what the spec asks.

mod against;
mod checklist;
mod forms;
mod ids;
mod internal;
mod joint;
mod layout;
mod network;
mod peers;
mod requirements;
mod tables;
mod tags;
mod translation;
mod trunk;
mod uri_class;

pub use checklist::{Checklist, Group, Item, Origin, checklist};
pub use joint::{Member, Reach, joined, network_of_configs};
pub use network::{GatewayPlan, network_of_config, network_of_file, network_of_spec, unread_routes};
pub use peers::session_target;

use tables::RuleStyle;

use crate::analysis::confinement::{self, Confinement};
use crate::analysis::delivery::{self, Claim, Failure};
use crate::automaton::compile;
use crate::diagnostic::{Diagnostic, Report};
use crate::emit::emit;
use crate::model::{DialPeer, DialPlan, Release, read};
use crate::source::{Source, Span};
use crate::spec::{Access, Spec};
use crate::syntax::tree::Tree;

/// A running-config that a plan will be added to.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// Its text.
    pub source: &'a Source,
    /// Its lines.
    pub tree: &'a Tree,
    /// What dialc reads of it.
    pub plan: &'a DialPlan,
    /// Whether to go on where dialc cannot judge what the running-config does to the plan.
    pub allow_unjudged: bool,
}

/// A planned dial plan.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The objects to configure.
    pub plan: DialPlan,
    /// The same as IOS prints it; it is this text that was read again and proved.
    pub config: String,
    /// What they do, proved.
    pub claims: Vec<Claim>,
    /// Which inbound legs never lead back to where they come from, proved.
    pub confinements: Vec<Confinement>,
    /// The release it is for.
    pub release: Release,
    /// What is worth knowing about it.
    pub notes: Report,
}

/// Why there is no plan.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The spec asks for what IOS, the release or the running-config's numbering does not allow: the input is not valid.
    Invalid(Report),
    /// The spec is valid, but the result would not do what it says.
    Defeated(Report),
}

/// What every step of planning needs to know.
struct PlanContext<'a> {
    spec: &'a Spec,
    source: &'a Source,
    release: Release,
    style: RuleStyle,
    against: Option<Against<'a>>,
}

/// What is wrong with `spec` for the release it names, whatever else is wrong with it.
pub fn requirements(spec: &Spec, source: &Source) -> Report {
    match PlanContext::new(spec, source, None) {
        Ok(context) => requirements::check(&context),
        Err(diagnostic) => diagnostic.into(),
    }
}

/// Plans `spec`, which was read from `source` and found valid.
///
/// # Errors
/// Why the spec cannot be planned, or would not be delivered.
pub fn plan(spec: &Spec, source: &Source, against: Option<Against<'_>>) -> Result<Planned, Refusal> {
    let planned = attempt(spec, source, against).map_err(Refusal::Invalid)?;
    if planned.notes.has_errors() { Err(Refusal::Defeated(planned.notes)) } else { Ok(planned) }
}

/// As [`plan`], also where the result does not do what the spec says: errors among the notes then say so.
///
/// # Errors
/// Why the spec cannot be planned.
pub fn attempt(spec: &Spec, source: &Source, against: Option<Against<'_>>) -> Result<Planned, Report> {
    let context = PlanContext::new(spec, source, against)?;
    let mut report = requirements::check(&context);
    let blocks = layout::blocks(spec, context.style);
    let mut plan = DialPlan::default();
    plan.voice_service = trunk::voice_service(&context);
    let profiles = translation::translations(&context, &blocks, &mut plan, &mut report);
    let matchings = peers::matchings(&context, &blocks, &mut plan, &mut report);
    let mut tags = tags::Tags::new(&context, &blocks, &matchings, &mut report);
    trunk::inbound_peer(&context, &mut tags, &mut plan, &mut report);
    let parts = peers::Parts { matchings, profiles, lists: internal::lists(&context, &mut plan, &mut report) };
    let claims = peers::peers(&context, &blocks, &parts, &mut tags, &mut plan, &mut report);
    let confinements = internal::peers(&context, &blocks, &mut tags, &mut plan, &mut report);
    let config = emit(&plan);
    let mut planned =
        Planned { plan, config, claims, confinements, release: context.release.clone(), notes: Report::new() };
    // What the running-config does to the plan is worth knowing also where it takes an id: all is said at once.
    let invalid = report.has_errors();
    if !invalid {
        report.extend(emergency(&context, &planned));
        report.extend(unproved(&context, &planned));
    }
    if let Some(running) = context.against {
        report.extend(against::check(&context, &planned, running));
    }
    if invalid {
        return Err(report);
    }
    planned.notes = report;
    Ok(planned)
}

impl<'a> PlanContext<'a> {
    fn new(spec: &'a Spec, source: &'a Source, against: Option<Against<'a>>) -> Result<Self, Diagnostic> {
        let release = requirements::release(spec, source)?;
        let style = RuleStyle {
            plus: forms::has_plus(spec.gateway.pstn.delivers.value),
            exact: spec.gateway.exact,
            limit: release.rules_per_table() as usize,
        };
        Ok(Self { spec, source, release, style, against })
    }

    /// Whether calls from the public network arrive on a PRI.
    fn is_pri(&self) -> bool {
        matches!(self.spec.gateway.pstn.access.value, Access::Pri { .. })
    }
}

/// Emergency numbers that a pattern of the plan would take.
fn emergency(context: &PlanContext<'_>, planned: &Planned) -> Report {
    let mut report = Report::new();
    for number in &context.spec.emergency {
        // A pattern that is too large to look into counts as one that takes it.
        let takes = |peer: &&DialPeer| {
            let mut patterns = planned.plan.called_patterns(peer);
            patterns.any(|one| compile::numbers(one.value).map_or(true, |numbers| numbers.accepts(&number.value)))
        };
        if let Some(peer) = planned.plan.peers.values().find(takes) {
            let message = format!("the emergency number {} would go to dial-peer {}", number.value, peer.tag);
            report.push(
                Diagnostic::error("emergency-taken", message)
                    .at(context.source, number.span, "must reach the public network untouched")
                    .help("deliver more digits of the DIDs, so that no pattern is as short as this number"),
            );
        }
    }
    report
}

/// What the plan, printed and read again, does not deliver.
fn unproved(context: &PlanContext<'_>, planned: &Planned) -> Report {
    let tree = Tree::parse(&Source::new("generated", planned.config.clone()));
    let (again, mut report) = read(&tree);
    if again != planned.plan {
        report.push(
            Diagnostic::error("not-reread", "the generated configuration does not read back as it was planned")
                .help("this is a fault of dialc: please report it with the spec"),
        );
    }
    let mut failures = delivery::prove(&again, &planned.claims).err().unwrap_or_default();
    failures.extend(confinement::broken(&again, &planned.confinements));
    report.extend(failures.iter().map(|failure| not_delivered(context, failure)).fold(
        Report::new(),
        |mut all, one| {
            all.push(one);
            all
        },
    ));
    report
}

fn not_delivered(context: &PlanContext<'_>, failure: &Failure) -> Diagnostic {
    let share = context.spec.sharing.iter().find(|share| share.name.value == failure.claim);
    let span = share.map_or(Span::default(), |share| share.name.span);
    let number = failure.witness.as_deref().map_or(String::new(), |witness| format!("{witness}: "));
    Diagnostic::error("not-delivered", format!("{} would not be delivered as the spec says", failure.claim))
        .at(context.source, span, format!("{number}{}", failure.reason))
        .help("where numbers of several lengths arrive, `exact: true` keeps a pattern from taking longer ones")
}
