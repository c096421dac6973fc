//! What is checked: a spec or a configuration, in the network around it.

use std::path::Path;

use crate::analysis::check::{Before, Shared};
use crate::analysis::delivery;
use crate::analysis::{Claim, Verdict};
use crate::call::Profile;
use crate::cli::args::{Assumed, Check as Arguments};
use crate::cli::network_input::{Around, profiles};
use crate::cli::question::{Asked, profile_for, refused_lines, unknown_lines, written_release};
use crate::cli::spec_input::{self, is_spec};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::files;
use crate::model::{self, DialPlan, Network, Release, read, read_onto};
use crate::number::NumberSet;
use crate::plan::{Against, GatewayPlan, Planned, attempt, network_of_config, network_of_spec, unread_routes};
use crate::source::Source;
use crate::spec::{self, Spec, State};
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// What is checked.
#[derive(Debug)]
pub(in crate::cli) struct Subject {
    pub(in crate::cli) network: Network,
    pub(in crate::cli) profiles: Vec<Profile>,
    pub(in crate::cli) shared: Vec<Shared>,
    /// The running-config that a plan was added to.
    existing: Option<(DialPlan, Profile)>,
    /// What must be done to shared numbers, of a planned spec.
    claims: Vec<delivery::Claim>,
    /// Why `generate` would not write the plan.
    pub(in crate::cli) refusals: Vec<Claim>,
    /// What is said beside the answer.
    pub(in crate::cli) notes: Vec<String>,
    /// What is worth knowing about the input.
    pub(in crate::cli) remarks: Report,
}

/// The gateway of a subject among those of its network.
const OWN: usize = 0;

impl Subject {
    /// The running-config that the plan was added to, for the claim that it is left alone.
    pub(in crate::cli) fn before(&self) -> Option<Before<'_>> {
        let (plan, profile) = self.existing.as_ref()?;
        Some(Before { plan, profile: profile.clone(), gateway: OWN })
    }

    /// Whether the numbers of each block get to its systems in the form that they expect.
    pub(in crate::cli) fn delivered(&self) -> Vec<Claim> {
        let Some(site) = self.network.gateways.get(OWN).filter(|_| !self.claims.is_empty()) else { return Vec::new() };
        let failures = delivery::prove(&site.plan, &self.claims).err().unwrap_or_default();
        let mut claims = Vec::new();
        for block in &self.claims {
            let text = format!("{}: each system gets the number in the form that it expects", block.name);
            let failure = failures.iter().find(|failure| failure.claim == block.name);
            claims.push(match failure {
                None => Claim::proved(text),
                Some(failure) => {
                    let verdict = if failure.witness.is_some() { Verdict::Violated } else { Verdict::Unknown };
                    Claim::failed(text, verdict, failure.reason.clone()).shown_by(failure.witness.clone())
                }
            });
        }
        claims
    }
}

/// Reads what the arguments name.
pub(super) fn load(arguments: &Arguments) -> Result<Subject, Report> {
    let around = arguments.network.as_deref().map(Around::load).transpose()?;
    if is_spec(&arguments.plan) {
        return of_spec(arguments, around);
    }
    if let Some(against) = &arguments.against {
        let message = format!("{} is no spec, so there is nothing to add to {against}", arguments.plan);
        let help = "check the running-config itself, or a spec (`.yaml`) against it";
        return Err(Diagnostic::error("no-spec", message).help(help).into());
    }
    let asked = Asked::load(&arguments.plan, &arguments.assumed)?;
    let release = asked.profile.release().cloned();
    let mut remarks = asked.remarks.clone();
    remarks.extend(refused_lines(&asked).into_iter().collect());
    let unknown = unknown_lines(&asked);
    let release_note = asked.release_note();
    let (network, notes) = match around {
        None => {
            remarks.extend(release_note.into_iter().collect());
            let network = network_of_config(stem(&arguments.plan), asked.reading.plan, release);
            let text = "nothing is known of the systems but where they are: each is taken to answer a call or to reject \
                        it with 404, and to send nothing on; `--network` tells more";
            (network, [Some(text.to_owned()), unknown].into_iter().flatten().collect())
        }
        Some(around) => {
            let own = GatewayPlan { plan: asked.reading.plan, release };
            let network = network_around(&[&arguments.plan], &arguments.assumed, around, own, &mut remarks)?;
            // The network file may tell the release.
            let known = network.gateways.first().and_then(|site| site.release.as_ref()).is_some_and(Release::is_exact);
            remarks.extend(release_note.filter(|_| !known).into_iter().collect());
            (network, unknown.into_iter().collect())
        }
    };
    finished(arguments, network, Vec::new(), notes, remarks)
}

/// The name of a file without folders and ending.
pub(in crate::cli) fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| stem != files::STANDARD).unwrap_or_else(|| "gateway".to_owned())
}

fn finished(
    arguments: &Arguments,
    network: Network,
    claims: Vec<delivery::Claim>,
    notes: Vec<String>,
    remarks: Report,
) -> Result<Subject, Report> {
    let profiles = profiles(&network, &arguments.assumed)?;
    let shared = network.gateways.iter().enumerate().filter_map(|(gateway, site)| {
        let dids = site.dids.clone()?;
        Some(Shared { name: site.id.clone(), gateway, dids, order: Vec::new() })
    });
    let shared = shared.collect();
    Ok(Subject { network, profiles, shared, existing: None, claims, refusals: Vec::new(), notes, remarks })
}

fn of_spec(arguments: &Arguments, around: Option<Around>) -> Result<Subject, Report> {
    let source = files::read(&arguments.plan)?;
    let (spec, mut remarks) = spec_input::load(&source).spec?;
    let running = match &arguments.against {
        Some(path) => {
            let text = files::read_hiding(path, secrets)?;
            let tree = Tree::parse(&text);
            let (plan, _) = read(&tree);
            Some((text, tree, plan))
        }
        None => None,
    };
    let against = running.as_ref().map(|(source, tree, plan)| Against { source, tree, plan, allow_unjudged: true });
    let planned = attempt(&spec, &source, against)?;
    remarks.extend(unread_routes(&spec.systems, &source));
    if remarks.has_errors() {
        return Err(remarks);
    }
    remarks.extend(running.iter().flat_map(|(_, tree, _)| model::remarks(tree)).collect());
    remarks.extend(planned.notes.clone());
    let existing = running.map(|(_, _, plan)| plan);
    let mut subject = of_planned(&spec, &planned, existing, &arguments.assumed)?;
    if let Some(around) = around {
        let own = subject
            .network
            .gateways
            .into_iter()
            .next()
            .map(|site| GatewayPlan { plan: site.plan, release: site.release });
        let Some(own) = own else { return Err(Report::new()) };
        subject.network = network_around(&[&arguments.plan], &arguments.assumed, around, own, &mut remarks)?;
        subject.profiles = profiles(&subject.network, &arguments.assumed)?;
        subject.shared = blocks(&spec, &subject.network);
    }
    subject.refusals = refusals(&planned.notes);
    subject.remarks = remarks;
    Ok(subject)
}

/// The subject that a planned spec is: its configuration alone, or on top of a running-config.
///
/// # Errors
/// What is wrong with what is assumed.
pub(in crate::cli) fn of_planned(
    spec: &Spec,
    planned: &Planned,
    existing: Option<DialPlan>,
    assumed: &Assumed,
) -> Result<Subject, Report> {
    let tree = Tree::parse(&Source::new("generated", planned.config.clone()));
    let written = existing.as_ref().and_then(written_release);
    let release = Some(written.unwrap_or_else(|| planned.release.clone()));
    let merged = read_onto(existing.clone().unwrap_or_default(), &tree).plan;
    let network = network_of_spec(spec, merged, release.clone());
    let profiles = profiles(&network, assumed)?;
    let shared = blocks(spec, &network);
    let existing = existing.map(|plan| Ok::<_, Report>((plan, profile_for(assumed, release)?))).transpose()?;
    let claims = planned.claims.clone();
    let (refusals, notes, remarks) = (Vec::new(), Vec::new(), Report::new());
    Ok(Subject { network, profiles, shared, existing, claims, refusals, notes, remarks })
}

/// The blocks of a spec, with their systems as they are numbered in the network.
fn blocks(spec: &Spec, network: &Network) -> Vec<Shared> {
    let block = |share: &spec::Share| {
        let active = |id: &&str| match &share.state {
            State::Shared => true,
            State::Only(only) => only.value == **id,
        };
        let order = share.order.iter().map(|id| id.value.as_str()).filter(active);
        let order = order.filter_map(|id| network.systems.iter().position(|system| system.id == id));
        Shared {
            name: share.name.value.clone(),
            gateway: OWN,
            dids: NumberSet::of_dids(share.dids.iter().map(|range| &range.value)),
            order: order.collect(),
        }
    };
    spec.sharing.iter().map(block).collect()
}

/// Why `generate` would not write a plan, as claims.
fn refusals(report: &Report) -> Vec<Claim> {
    let errors = report.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let claim = |diagnostic: &Diagnostic| {
        let detail = diagnostic.labels.first().map(|label| format!(": {}", label.text)).unwrap_or_default();
        Claim::failed("the plan delivers its spec", Verdict::Violated, format!("{}{detail}", diagnostic.message))
    };
    errors.map(claim).collect()
}

/// The network of a file around a gateway of it that was read already, which becomes the first: the one of which a plan at
/// `paths` is the plan, or one without `config`.
pub(in crate::cli) fn network_around(
    paths: &[&str],
    assumed: &Assumed,
    mut around: Around,
    own: GatewayPlan,
    remarks: &mut Report,
) -> Result<Network, Report> {
    let named = paths.iter().find_map(|path| around.gateway_with(path));
    let place = named.or_else(|| around.open_gateways().first().copied());
    let Some(place) = place else {
        let message = format!("{} is the plan of no gateway of {}", paths.join(" or "), around.path);
        let help = "leave out `config` of the gateway that it is the plan of";
        let span = around.file.gateways.first().map(|gateway| gateway.id.span).unwrap_or_default();
        let label = "the gateways are these";
        return Err(Diagnostic::error("no-gateway", message).at(&around.source, span, label).help(help).into());
    };
    let gateway = around.file.gateways.remove(place);
    around.file.gateways.insert(0, gateway);
    around.network(vec![(OWN, own)], assumed, remarks)
}
