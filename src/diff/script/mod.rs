//! Change scripts: the commands that turn one configuration into another, in an order in which no call is lost on the way.
//!
//! The order follows from what refers to what: definitions come before what uses them, new dial-peers are opened complete, and
//! what goes is last. Where several lines of something in use change, a successor takes its place until it is altered. After each
//! command the calls are compared with those before the change and behind it ([`Between`]); the whole script is read on top of
//! the old configuration and must give the new one.

mod alteration;
mod given;
mod near;
mod order;
mod steps;
#[cfg(test)]
mod tests;
mod text;

pub use given::{Given, Judged};
pub use order::Entered;
pub use steps::{Between, Meanwhile};

use self::order::ordered;
use self::steps::{Steps, entered};
use self::text::typed;
use crate::automaton::OverBudget;
use crate::call::Profile;
use crate::model::{Contact, DialPlan};
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

/// The commands of a change.
#[derive(Clone, Debug)]
pub struct Script {
    /// In their order.
    pub commands: Vec<Entered>,
    /// Lines that hold a secret, masked: they are to be typed by hand.
    pub secrets: Vec<String>,
    /// Where numbers are treated neither as before nor as behind; empty where it is proved that there are none.
    pub between: Vec<Between>,
    /// What is not as in the new configuration once the script is entered; empty, or there is a fault in dialc.
    pub differing: Vec<String>,
}

impl Script {
    /// The commands that turn `old` into `new`; calls come in from `contacts`.
    ///
    /// # Errors
    /// The numbers of both take more states than the budget.
    pub fn new(old: &DialPlan, new: &DialPlan, profile: &Profile, contacts: &[Contact]) -> Result<Self, OverBudget> {
        let order::Ordered { commands, secrets } = ordered(old, new);
        let steps = Steps::new((old, new), &[], profile.clone(), contacts.to_vec())?;
        let (between, reached) = steps.walk(&commands)?;
        Ok(Self { commands, secrets, between, differing: differing(&reached, new) })
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

/// The lines of each of two plans that the other does not have, but for secrets and the version.
fn apart(one: &DialPlan, other: &DialPlan) -> (Vec<String>, Vec<String>) {
    let lines = |plan: &DialPlan| {
        let globals = plan.globals.iter().filter(|(command, _)| *command != Command::Version);
        let mut all: Vec<String> = globals.map(|(_, line)| line.value.line()).collect();
        for object in plan.objects() {
            let title = object.title();
            let settings = object.settings.canonical(false);
            all.push(title.clone());
            all.extend(
                settings.lines().iter().filter(|line| shown(line) == **line).map(|line| format!("{title}: {line}")),
            );
        }
        all
    };
    let (mine, others) = (lines(one), lines(other));
    let without = |these: &[String], known: &[String]| -> Vec<String> {
        let known: std::collections::HashSet<_> = known.iter().collect();
        these.iter().filter(|line| !known.contains(line)).cloned().collect()
    };
    (without(&mine, &others), without(&others, &mine))
}
