//! Change scripts: the commands that turn one configuration into another, in an order in which no call is lost on the way.
//!
//! The order follows from what refers to what: definitions come before what uses them, new dial-peers are opened complete, and
//! what goes is last. Where several lines of something in use change, a successor takes its place until it is altered. After each
//! command the calls are compared with those before the change and behind it ([`Between`]); the whole script is read on top of
//! the old configuration and must give the new one.

mod alteration;
mod given;
mod members;
mod near;
mod order;
mod peers;
mod preference;
mod rivals;
mod scene;
mod steps;
#[cfg(test)]
mod tests;
mod text;
mod uses;

pub use given::{Given, Judged};
pub use order::Entered;
pub use steps::{Between, Meanwhile};

use std::collections::{BTreeMap, BTreeSet, HashSet};

use self::alteration::{ObjectLine, global_lines, is_always_there, is_in_order, lines, refused_lines};
use self::order::{MANNERS, ordered};
use self::steps::{Steps, Walked, entered};
use self::text::typed;
use crate::call::Profile;
use crate::model::{AnyObject, Contact, DialPlan};
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

/// The commands of a change.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// In their order.
    pub commands: Vec<Entered>,
    /// Lines that hold a secret, masked: they are to be typed by hand.
    pub secrets: Vec<String>,
    /// Lines of the new configuration that IOS would refuse: they are left out.
    pub refused: Vec<String>,
    /// Where numbers are treated neither as before nor as behind; empty where it is proved that there are none.
    pub between: Vec<Between>,
    /// Why not every number could be compared between all commands; empty: every one was.
    pub unjudged: Vec<String>,
    /// What is not as in the new configuration once the script is entered; empty, or there is a fault in dialc.
    pub differing: Vec<String>,
}

impl Script {
    /// The commands that turn `old` into `new`; calls come in from `contacts`.
    pub fn new(old: &DialPlan, new: &DialPlan, profile: &Profile, contacts: &[Contact]) -> Self {
        let steps = Steps::new((old, new), &[], profile.clone(), contacts.to_vec());
        let rivals = steps.as_ref().ok().map(Steps::rivals);
        let mut best: Option<Self> = None;
        let mut tried: HashSet<Vec<Entered>> = HashSet::new();
        for manner in MANNERS {
            if best.as_ref().is_some_and(|best| best.between.is_empty()) {
                break;
            }
            let order::Ordered { commands, secrets } = ordered(old, new, rivals.as_ref(), manner);
            if !tried.insert(commands.clone()) {
                continue;
            }
            let walked = match &steps {
                Ok(steps) => steps.walk(&commands),
                Err(over) => Walked::blind(old, &commands, *over),
            };
            let Walked { between, unjudged, reached } = walked;
            let differing = differing(&reached, new);
            let other = Self { commands, secrets, refused: Vec::new(), between, unjudged, differing };
            best = Some(best.filter(|best| best.weight() <= other.weight()).unwrap_or(other));
        }
        Self { refused: refused_lines(new), ..best.unwrap_or_default() }
    }

    /// How much is to be said against it: what is not reached or not judged, then what is lost, led elsewhere, and less so.
    fn weight(&self) -> (usize, [usize; 3]) {
        let count = |how: Meanwhile| self.between.iter().filter(|one| one.how == how).count();
        let each = [Meanwhile::NoRoute, Meanwhile::AnotherWay, Meanwhile::AnotherFallback];
        (self.differing.len() + self.unjudged.len(), each.map(count))
    }

    /// The commands as they are typed; `remark` gives the remarks before a command, by its place.
    pub fn text(&self, remark: impl Fn(usize) -> Vec<String>) -> String {
        typed(&self.commands, remark)
    }
}

/// The lines that two plans do not share, but for secrets and the version.
fn differing(one: &DialPlan, other: &DialPlan) -> Vec<String> {
    let (left, missing) = apart(one, other);
    left.into_iter().chain(missing).collect()
}

/// The lines of each of two plans that the other does not have, but for secrets, the version and what IOS would refuse.
fn apart(one: &DialPlan, other: &DialPlan) -> (Vec<String>, Vec<String>) {
    let (mine, others) = (all_lines(one), all_lines(other));
    let without = |these: &[String], known: &[String]| -> Vec<String> {
        let known: HashSet<_> = known.iter().collect();
        these.iter().filter(|line| !known.contains(line)).cloned().collect()
    };
    let (mut mine_alone, others_alone) = (without(&mine, &others), without(&others, &mine));
    if mine_alone.is_empty() && others_alone.is_empty() {
        let (left, right) = (in_order(one), in_order(other));
        let lines = left.iter().filter_map(|(title, lines)| Some((title, lines, right.get(title)?)));
        let moved =
            lines.filter(|(_, lines, others)| lines != others).map(|(title, ..)| format!("the order of {title}"));
        mine_alone.extend(moved);
    }
    (mine_alone, others_alone)
}

/// The lines of the objects in which their order counts, by the headers of these, but for secrets.
fn in_order(plan: &DialPlan) -> BTreeMap<String, Vec<String>> {
    let objects = plan.objects().into_iter().filter(|object| is_in_order(object.header));
    let told = |object: &AnyObject<'_>| {
        lines(object).into_iter().map(|line| line.text).filter(|text| shown(text) == text.as_str()).collect()
    };
    objects.map(|object| (object.title(), told(&object))).collect()
}

/// The lines with a secret that one of two plans has and the other does not, masked.
fn secrets_apart(one: &DialPlan, other: &DialPlan) -> Vec<String> {
    let has_secret = |line: &ObjectLine| shown(&line.text) != line.text;
    let [mine, others] = [one, other].map(|plan| lines_of(plan, has_secret).into_iter().collect::<BTreeSet<_>>());
    let apart: BTreeSet<String> = mine.symmetric_difference(&others).map(|line| shown(line)).collect();
    apart.into_iter().collect()
}

/// What a plan says, line by line, but for secrets and the version.
fn all_lines(plan: &DialPlan) -> Vec<String> {
    let said = |line: &ObjectLine| line.command != Some(Command::Version) && shown(&line.text) == line.text;
    let headers = plan.objects().into_iter().filter(|object| !is_always_there(object.header));
    lines_of(plan, said).into_iter().chain(headers.map(|object| object.title())).collect()
}

/// The lines of a plan that `said` takes, each behind what it stands in.
fn lines_of(plan: &DialPlan, said: impl Fn(&ObjectLine) -> bool) -> Vec<String> {
    let text = |line: &ObjectLine| line.path.iter().chain([&line.text]).cloned().collect::<Vec<_>>().join(": ");
    let mut all: Vec<String> = global_lines(&plan.globals).iter().filter(|line| said(line)).map(text).collect();
    for object in plan.objects() {
        let title = object.title();
        let settings = object.settings.canonical(is_in_order(object.header));
        let lines = lines(&AnyObject { settings: &settings, ..object });
        all.extend(lines.iter().filter(|line| said(line)).map(|line| format!("{title}: {}", text(line))));
    }
    all
}
