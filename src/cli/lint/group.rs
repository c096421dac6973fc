//! Linting configurations that belong together.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::choice::Choice;
use super::input::File;
use super::network::Group;
use super::settings::{SettingsFile, SettingsFiles};
use crate::call::Profile;
use crate::cli::args::Assumed;
use crate::cli::network_input::profiles;
use crate::cli::question::{profile_for, written_release};
use crate::diagnostic::Report;
use crate::lint::{
    Date, Finding, Level, Linted, Question, RULES, Rule, Scene, Settings, Sights, Subject, allow, judge, lint,
};
use crate::model::{DialPlan, Network, Release, remarks};
use crate::plan::{GatewayPlan, Member, network_of_configs};
use crate::syntax::tree::Tree;

/// What holds for all that is linted.
pub(super) struct Context<'a> {
    pub(super) choice: &'a Choice,
    pub(super) settings: &'a SettingsFiles,
    pub(super) assumed: &'a Assumed,
    pub(super) today: Date,
}

/// What came of linting a group: each file, and what is said beside it.
pub(super) type Found = (Vec<Done>, Report);

/// A file that was linted.
pub(super) struct Done {
    /// Its place among all.
    pub(super) place: usize,
    /// Its settings.
    pub(super) settings: usize,
    pub(super) linted: Linted,
    /// What became of what its settings allow.
    pub(super) sights: Sights,
}

/// A configuration of a group, without its dial plan, which is in the network.
struct Read<'a> {
    file: File,
    gateway: usize,
    settings: &'a SettingsFile,
    tree: Tree,
    report: Report,
}

impl<'a> Context<'a> {
    /// Lints the configurations of a group.
    ///
    /// # Errors
    /// What is wrong with the network around them.
    pub(super) fn lint(&self, group: Group) -> Result<Found, Report> {
        let mut all = Vec::new();
        let mut plans = Vec::new();
        for (gateway, mut file) in group.files {
            let Some(settings) = self.settings.get(file.settings) else { continue };
            let (tree, reading) = file.take();
            plans.push((gateway, reading.plan));
            all.push(Read { file, gateway, settings, tree, report: reading.report });
        }
        let mut remarks: Report = all.iter().flat_map(|one| remarks(&one.tree)).collect();
        let (network, profiles) = match group.network {
            Some(index) => self.described(index, &all, plans, &mut remarks)?,
            None => self.joint(&all, plans)?,
        };
        let described = group.network.is_some();
        let mut linted = Vec::new();
        // Settings are those of a question, so each file is a subject of that with its own.
        let mut by_settings: BTreeMap<usize, Vec<&Read<'_>>> = BTreeMap::new();
        for one in &all {
            by_settings.entry(one.file.settings).or_default().push(one);
        }
        for members in by_settings.values() {
            let Some(policy) = members.first().map(|one| &one.settings.settings.policy) else { continue };
            let question = Question { network: &network, profiles: &profiles, described, policy };
            linted.extend(self.found(&question, members, &mut remarks));
        }
        Ok((linted, remarks))
    }

    /// The network that configurations make of which nothing else is known.
    fn joint(&self, all: &[Read<'_>], plans: Vec<(usize, DialPlan)>) -> Result<(Network, Vec<Profile>), Report> {
        let names = names(all);
        let mut members = Vec::new();
        let mut profiles = Vec::new();
        for ((one, id), (_, plan)) in all.iter().zip(names).zip(plans) {
            let profile = profile(one.settings, self.assumed, &plan)?;
            let release = profile.release().cloned();
            members.push(Member { id, plan, release, addresses: one.file.reach.addresses.clone() });
            profiles.push(profile);
        }
        Ok((network_of_configs(members), profiles))
    }

    /// The network of a file around the configurations.
    fn described(
        &self,
        index: usize,
        all: &[Read<'_>],
        plans: Vec<(usize, DialPlan)>,
        remarks: &mut Report,
    ) -> Result<(Network, Vec<Profile>), Report> {
        let (Some(around), Some(first)) = (self.settings.networks.get(index), all.first()) else {
            return Ok((Network::default(), Vec::new()));
        };
        let mut own = Vec::new();
        for (one, (gateway, plan)) in all.iter().zip(plans) {
            let release = profile(one.settings, self.assumed, &plan)?.release().cloned();
            own.push((gateway, GatewayPlan { plan, release }));
        }
        let assumed = first.settings.assumed(self.assumed);
        let network = around.network(own, &assumed, remarks)?;
        let profiles = profiles(&network, &assumed)?;
        Ok((network, profiles))
    }

    /// What is found in the subjects of a question.
    fn found(&self, question: &Question<'_>, members: &[&Read<'a>], remarks: &mut Report) -> Vec<Done> {
        let wanted: Vec<_> = members.iter().map(|one| self.levels(one)).collect();
        let is_wanted = |rule: &&Rule| {
            let on = |levels: &HashMap<&str, Option<Level>>| levels.get(rule.code) != Some(&Some(Level::Off));
            wanted.iter().any(on)
        };
        let rules: Vec<&'static Rule> = RULES.iter().copied().filter(is_wanted).collect();
        let subjects: Vec<_> =
            members.iter().map(|one| Subject { tree: &one.tree, report: &one.report, gateway: one.gateway }).collect();
        let mut found = lint(question, &subjects, &rules);
        if self.choice.judges {
            let gateway = |subject: &Subject<'_>| {
                let profile = question.profiles.get(subject.gateway)?;
                Some((&question.network.gateways.get(subject.gateway)?.plan, profile))
            };
            for (findings, (plan, profile)) in found.iter_mut().zip(subjects.iter().filter_map(gateway)) {
                judge(plan, profile, findings);
            }
        }
        let mut done = Vec::new();
        for ((one, levels), findings) in members.iter().zip(wanted).zip(found) {
            let findings = findings.into_iter().filter_map(|finding| judged(finding, &levels)).collect();
            let off = |(code, level): (&'static str, Option<Level>)| (level == Some(Level::Off)).then_some(code);
            let file = Linted::new(one.tree.source().name(), findings);
            let mut linted = Linted { off: levels.into_iter().filter_map(off).collect(), ..file };
            let path = one.settings.path_of(&one.file.path);
            let scene = Scene {
                tree: &one.tree,
                path: &path,
                entries: &one.settings.settings.allow,
                today: self.today,
                described: question.described,
            };
            let (said, sights) = allow(&scene, &mut linted);
            remarks.extend(said);
            done.push(Done { place: one.file.place, settings: one.file.settings, linted, sights });
        }
        done
    }

    /// By code, how much findings matter in a file; `None`: as their rule says.
    fn levels(&self, one: &Read<'_>) -> HashMap<&'static str, Option<Level>> {
        let here = one.settings.ignored_in(&one.file.path);
        let of_file = &one.settings.settings.selection;
        let level = |rule: &&'static Rule| (rule.code, self.choice.selection.level(rule, of_file, &here));
        RULES.iter().map(level).collect()
    }
}

/// What is assumed of the router of a configuration.
pub(super) fn profile(settings: &SettingsFile, line: &Assumed, plan: &DialPlan) -> Result<Profile, Report> {
    profile_for(&settings.assumed(line), release(plan, &settings.settings))
}

/// A finding with the severity that is wanted; `None` where it is not.
fn judged(mut finding: Finding, levels: &HashMap<&str, Option<Level>>) -> Option<Finding> {
    match levels.get(finding.code).copied().flatten() {
        Some(Level::Off) => return None,
        Some(Level::At(severity)) => finding.severity = severity,
        None => {}
    }
    Some(finding)
}

/// The release of a configuration: what its `version` line says, which the settings may say more exactly; where it says
/// nothing, that of the settings.
fn release(plan: &DialPlan, settings: &Settings) -> Option<Release> {
    let written = written_release(plan);
    let more = |written: &Release| {
        settings.release.as_ref().filter(|given| !written.is_exact() && given.version() == written.version())
    };
    match &written {
        None => settings.release.clone(),
        Some(release) => more(release).cloned().or(written),
    }
}

/// What the gateways of a joint network are called: by the name of their file, by its path where several have that name.
fn names(all: &[Read<'_>]) -> Vec<String> {
    if all.len() == 1 {
        return vec!["gateway".to_owned()];
    }
    let stem = |one: &Read<'_>| {
        let stem = Path::new(&one.file.path).file_stem();
        stem.map_or_else(|| one.file.path.clone(), |stem| stem.to_string_lossy().into_owned())
    };
    let mut count: HashMap<String, usize> = HashMap::new();
    for one in all {
        *count.entry(stem(one)).or_default() += 1;
    }
    let name = |one: &Read<'_>| {
        let stem = stem(one);
        if count.get(&stem) == Some(&1) { stem } else { one.file.path.clone() }
    };
    all.iter().map(name).collect()
}
