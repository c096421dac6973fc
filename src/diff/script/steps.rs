//! What happens to calls between the commands of a script.

use std::collections::{BTreeMap, BTreeSet};

use super::near::{Places, Together};
use super::order::{About, Entered};
use super::rivals::Rivals;
use crate::analysis::difference::calls::{Class, Difference, Differences, Memory, Origin, Side, differences_within};
use crate::automaton::{Dfa, Extractor, OverBudget};
use crate::call::{Gateway, Profile};
use crate::model::{Contact, DialPlan, Id, Settings, Site, Tag, commands_naming, read_onto, reference};
use crate::source::Source;
use crate::syntax::commands::Command;
use crate::syntax::tree::Tree;

/// How calls are treated between two commands, where that is neither as before the change nor as behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meanwhile {
    /// They have no route, although they have one before and behind.
    NoRoute,
    /// They go first where they do neither before nor behind, or another number is sent, or chance decides.
    AnotherWay,
    /// They go first where they do before or behind; what is tried when that fails is as in neither.
    AnotherFallback,
}

/// Numbers that are treated neither as before the change nor as behind it from a command on.
#[derive(Clone, Debug)]
pub struct Between {
    /// The place of the command.
    pub command: usize,
    /// How they are treated.
    pub how: Meanwhile,
    /// The numbers.
    pub numbers: Dfa,
    /// Where calls to them come from.
    pub from: Vec<Origin>,
}

/// What a walk through a script finds.
pub(super) struct Walked {
    /// Where numbers are treated neither as before nor as behind.
    pub(super) between: Vec<Between>,
    /// Why not every number could be compared between all commands; empty: every one was.
    pub(super) unjudged: Vec<String>,
    /// Where the script leads.
    pub(super) reached: DialPlan,
}

impl Walked {
    /// What is left of a script of which no command can be judged.
    pub(super) fn blind(old: &DialPlan, commands: &[Entered], over: OverBudget) -> Self {
        let reached = commands.iter().fold(old.clone(), entered);
        Self { between: Vec::new(), unjudged: vec![over.to_string()], reached }
    }
}

/// What is so of numbers behind a command, and what could not be compared.
type Seen = (Vec<Between>, Option<String>);

/// What is seen of a script so far.
struct Eye<'t> {
    old: Places,
    now: Places,
    new: Places,
    extractor: Extractor<'t>,
    memory: Memory,
    /// The router before, now and behind, with the dial-peers that are looked at.
    sites: [Site; 3],
}

impl Eye<'_> {
    /// Takes over what a command changed, but for dial-peers: which of these are looked at is asked at each step.
    fn follow(&mut self, plan: &DialPlan, about: &About) {
        let [_, now, _] = &mut self.sites;
        if !matches!(about, About::Object(Command::DialPeer, _)) {
            now.plan = plan.without_peers();
        }
    }
}

/// Walks through a script.
pub(super) struct Steps<'a> {
    old: &'a DialPlan,
    new: &'a DialPlan,
    profile: Profile,
    contacts: Vec<Contact>,
    together: Together,
    /// Those of the old and of the new side.
    places: [Places; 2],
}

impl<'a> Steps<'a> {
    /// For a change from `old` to `new`; `typed` have patterns that stand in neither. Calls come in from `contacts`.
    pub(super) fn new(
        (old, new): (&'a DialPlan, &'a DialPlan),
        typed: &[DialPlan],
        profile: Profile,
        contacts: Vec<Contact>,
    ) -> Result<Self, OverBudget> {
        let together = Together::of([old, new].into_iter().chain(typed), &profile)?;
        let places = [old, new].map(|plan| Places::of(plan, &together));
        Ok(Self { old, new, profile, contacts, together, places })
    }

    /// Which dial-peers match the same numbers.
    pub(super) fn rivals(&self) -> Rivals<'_> {
        Rivals { plans: [self.old, self.new], places: &self.places, together: &self.together }
    }

    /// What is so between the commands, and the plan that they lead to.
    pub(super) fn walk(&self, commands: &[Entered]) -> Walked {
        let mut plan = self.old.clone();
        let mut between: Vec<Between> = Vec::new();
        let mut last: Vec<Between> = Vec::new();
        let mut unjudged = BTreeSet::new();
        let mut over = None;
        let [old, new] = self.places.clone();
        let site =
            |plan: &DialPlan| Site { plan: plan.without_peers(), contacts: self.contacts.clone(), ..Site::default() };
        let sites = [self.old, self.old, self.new].map(site);
        let (extractor, memory) = (self.together.extractor(), Memory::default());
        let mut eye = Eye { now: old.clone(), old, new, extractor, memory, sites };
        for (place, command) in commands.iter().enumerate() {
            let before = touched(&plan, &eye.now, command);
            plan = entered(plan, command);
            self.follow(&mut eye.now, &plan, &command.about);
            eye.follow(&plan, &command.about);
            // Behind the last command nothing is between.
            if place + 1 == commands.len() || !command.routes || over.is_some() {
                continue;
            }
            let touched = merged(before, touched(&plan, &eye.now, command));
            let here = match self.look(place, &plan, touched.as_ref(), &mut eye) {
                Ok(None) => continue,
                Ok(Some((here, gaps))) => {
                    unjudged.extend(gaps);
                    here
                }
                Err(error) => {
                    over = Some(format!("from command {} on: {error}", place + 1));
                    continue;
                }
            };
            // What stays as it is has been said.
            let is_new =
                |one: &&Between| !last.iter().any(|known| known.how == one.how && known.numbers.equals(&one.numbers));
            between.extend(here.iter().filter(is_new).cloned());
            last = here;
        }
        Walked { between, unjudged: unjudged.into_iter().chain(over).collect(), reached: plan }
    }

    /// Looks again at the dial-peers whose patterns a command may have changed.
    fn follow(&self, places: &mut Places, plan: &DialPlan, about: &About) {
        match about {
            About::Object(Command::DialPeer, Id::Number(number)) => {
                if let Some(tag) = Tag::new(*number) {
                    places.put(plan, tag, &self.together);
                }
            }
            About::Object(Command::PatternMap, _) => *places = Places::of(plan, &self.together),
            About::Object(..) => {}
            // Nothing else takes dial-peers out or puts them in; what is gone is looked for all the same.
            About::Global if places.len() == plan.peers.len() => {}
            About::Global => *places = Places::of(plan, &self.together),
        }
    }

    /// What is so of the numbers of some dial-peers, and what could not be compared; `None` where there are none.
    fn look(
        &self,
        place: usize,
        plan: &DialPlan,
        touched: Option<&BTreeSet<Tag>>,
        eye: &mut Eye<'_>,
    ) -> Result<Option<Seen>, OverBudget> {
        let around = match touched {
            None => None,
            Some(tags) if tags.is_empty() => return Ok(None),
            Some(tags) => self.around(plan, tags, eye),
        };
        let (kept, only) = around.map_or_else(|| (None, Dfa::all()), |(kept, only)| (Some(kept), only));
        for (site, plan) in eye.sites.iter_mut().zip([self.old, plan, self.new]) {
            site.plan.take_peers(plan, |tag| kept.as_ref().is_none_or(|kept| kept.contains(&tag)));
        }
        let gateways = eye.sites.each_ref().map(|site| Gateway::new(&site.plan, self.profile.clone()));
        let [was, is, comes] = &gateways;
        let [left, middle, right] = &eye.sites;
        let before = Side { gateway: was, site: left };
        let here = Side { gateway: is, site: middle };
        let behind = Side { gateway: comes, site: right };
        let from_old = differences_within(before, here, &only, &mut eye.memory)?;
        let gaps = from_old.gaps.not_followed();
        if from_old.found.is_empty() {
            return Ok(Some((Vec::new(), gaps)));
        }
        let to_new = differences_within(here, behind, &only, &mut eye.memory)?;
        Ok(Some((neither(place, &from_old, &to_new)?, gaps)))
    }

    /// The dial-peers that may match numbers of these, on either side or now, and those that calls come in on; and the numbers of
    /// these. `None` where groups route calls whatever their numbers.
    fn around(&self, plan: &DialPlan, tags: &BTreeSet<Tag>, eye: &Eye<'_>) -> Option<(BTreeSet<Tag>, Dfa)> {
        let plans = [self.old, plan, self.new];
        let places = [&eye.old, &eye.now, &eye.new];
        let labels = places.iter().flat_map(|one| tags.iter().flat_map(|tag| one.labels_of(*tag).iter().copied()));
        let (meeting, sets) = self.together.meeting(labels);
        let only = eye.extractor.numbers(&sets);
        let near = places.iter().flat_map(|one| one.near(&meeting));
        let around = tags.iter().copied().chain(near).collect();
        let grouped = plans.iter().any(|plan| !plan.peer_groups.is_empty());
        (!grouped).then_some((around, only))
    }
}

/// The dial-peers of a plan whose calls a command may change; `None`: any.
fn touched(plan: &DialPlan, places: &Places, command: &Entered) -> Option<BTreeSet<Tag>> {
    let About::Object(header, id) = &command.about else { return None };
    if *header == Command::DialPeer {
        let Id::Number(number) = id else { return None };
        let peer = Tag::new(*number).and_then(|tag| plan.peers.get(&tag));
        // One that is out of use changes nothing.
        let in_use = peer.into_iter().filter(|peer| !peer.shutdown());
        // What it does to calls that come in on it, it does whatever their number.
        return in_use.map(|peer| (!places.takes_calls(plan, peer)).then_some(peer.tag)).collect();
    }
    // Of a port, a trunk group or an interface no dial-peer need say anything: any call may meet it.
    if !DEFINITIONS.contains(header) {
        return None;
    }
    let name = match id {
        Id::Only => return None,
        Id::Number(number) => number.to_string(),
        Id::Name(name) => name.split(' ').next().unwrap_or_default().to_owned(),
    };
    users(plan, places, *header, &name, 0)
}

/// The objects that do nothing but where another line names them.
pub(super) const DEFINITIONS: [Command; 11] = [
    Command::TranslationProfile,
    Command::TranslationRuleTable,
    Command::OldTranslationRule,
    Command::PatternMap,
    Command::DialPeerGroup,
    Command::ServerGroup,
    Command::UriClass,
    Command::ProvisionPolicy,
    Command::TenantClass,
    Command::CorList,
    Command::CodecClass,
];

/// The dial-peers that use an object, by way of others or not; `None` where something else does, so that any call may.
fn users(plan: &DialPlan, places: &Places, kind: Command, name: &str, depth: usize) -> Option<BTreeSet<Tag>> {
    // Objects that refer to each other in a ring are no dial plan.
    if depth > 4 {
        return None;
    }
    let mut found = BTreeSet::new();
    for peer in places.users(kind, name).filter_map(|tag| plan.peers.get(&tag)) {
        if places.takes_calls(plan, peer) {
            return None;
        }
        found.extend((!peer.shutdown()).then_some(peer.tag));
    }
    for object in plan.definitions().iter().filter(|object| names(object.settings, kind, name)) {
        match (object.header, &object.id) {
            (Command::TranslationProfile, Id::Name(own)) => {
                found.extend(users(plan, places, Command::TranslationProfile, own, depth + 1)?);
            }
            _ => return None,
        }
    }
    (!names(&plan.globals, kind, name)).then_some(found)
}

/// Whether a line of these names an object.
fn names(settings: &Settings, kind: Command, name: &str) -> bool {
    let mut lines =
        commands_naming(kind).flat_map(|command| settings.all(command).iter().map(move |line| (command, line)));
    lines.any(|(command, line)| {
        let one = reference(command, &line.value.argument.to_string());
        one.is_some_and(|one| one.id.eq_ignore_ascii_case(name))
    })
}

fn merged(one: Option<BTreeSet<Tag>>, other: Option<BTreeSet<Tag>>) -> Option<BTreeSet<Tag>> {
    let (mut one, other) = (one?, other?);
    one.extend(other);
    Some(one)
}

/// The plan once a command is entered.
pub(super) fn entered(plan: DialPlan, command: &Entered) -> DialPlan {
    let mut text = String::new();
    for (depth, line) in command.path.iter().chain([&command.text]).enumerate() {
        text.extend([" ".repeat(depth).as_str(), line, "\n"]);
    }
    read_onto(plan, &Tree::parse(&Source::new("script", text))).plan
}

/// The numbers that are treated otherwise than before and otherwise than behind.
fn neither(place: usize, from_old: &Differences, to_new: &Differences) -> Result<Vec<Between>, OverBudget> {
    let mut by_origin: BTreeMap<(String, Meanwhile), (Origin, Vec<Dfa>)> = BTreeMap::new();
    for one in &from_old.found {
        for origin in &one.from {
            for other in to_new.found.iter().filter(|other| other.from.contains(origin)) {
                let both = one.numbers.intersection(&other.numbers)?;
                if both.is_empty() {
                    continue;
                }
                let how = meanwhile(one, other);
                // What is tried after a failure is not complete yet where nothing was, and not complete any more where nothing will
                // be: that is what is being built, or taken down.
                let is_partial = one.class == Class::Gained || other.class == Class::Lost;
                if is_partial && how == Meanwhile::AnotherFallback {
                    continue;
                }
                let key = (origin.to_string(), how);
                by_origin.entry(key).or_insert_with(|| (origin.clone(), Vec::new())).1.push(both);
            }
        }
    }
    let mut between: Vec<Between> = Vec::new();
    for ((_, how), (from, sets)) in by_origin {
        let numbers = Dfa::union_all(sets)?;
        // What only letters, `*` and `#` make is no number that people dial.
        if numbers.count().numbers == 0 {
            continue;
        }
        match between.iter_mut().find(|known| known.how == how && known.numbers.equals(&numbers)) {
            Some(known) => known.from.push(from),
            None => between.push(Between { command: place, how, numbers, from: vec![from] }),
        }
    }
    Ok(between)
}

/// What is so of calls that differ in these ways from before and to behind.
fn meanwhile(from_old: &Difference, to_new: &Difference) -> Meanwhile {
    if from_old.class == Class::Lost && to_new.class == Class::Gained {
        Meanwhile::NoRoute
    } else if from_old.first && to_new.first {
        Meanwhile::AnotherWay
    } else {
        Meanwhile::AnotherFallback
    }
}
