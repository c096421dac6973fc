//! Which fixes are written: read on top of the configuration and linted again first.

use std::collections::{BTreeMap, BTreeSet};

use super::effect::{Asked, between};
use super::{Effect, Script};
use crate::call::Profile;
use crate::diagnostic::Report;
use crate::emit::emit;
use crate::lint::finding::Finding;
use crate::model::{DialPlan, read_onto};
use crate::source::Source;
use crate::syntax::tree::Tree;

/// Which fixes are asked for, and of what.
pub struct Choice<'a> {
    /// The dial plan of the configuration.
    pub plan: &'a DialPlan,
    /// What is assumed of its router.
    pub profile: &'a Profile,
    /// Whether those are wanted too that change how numbers are treated.
    pub with_unsafe: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Verified<'a> {
    /// The findings whose commands are written, in their order.
    pub written: Vec<&'a Finding>,
    /// The others, each with the reason.
    pub withheld: Vec<Withheld<'a>>,
}

/// A finding whose commands are not written.
#[derive(Debug)]
pub struct Withheld<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Why.
    pub why: String,
}

/// Finds out which fixes of `findings` can be written together. `lint` finds all faults of a text, whatever the user asked for.
///
/// The configuration as it is and as it would be are both printed and linted, so that nothing differs but what the script does.
/// A fix is written where its finding is gone and no object has more findings of any rule than before; one that is not safe
/// only where that is wanted. Where all of them together do not come to that, they are tried in parts.
///
/// # Errors
/// What `lint` says, where a text cannot be linted.
pub fn verified<'a>(
    findings: &'a [Finding],
    choice: &Choice<'_>,
    lint: &dyn Fn(&str) -> Result<Vec<Finding>, Report>,
) -> Result<Verified<'a>, Report> {
    let mut verified = Verified::default();
    let open = chosen(findings, choice, &mut verified.withheld);
    if open.is_empty() {
        return Ok(verified);
    }
    let attempt = Attempt { choice, lint, before: Counts::of(&lint(&emit(choice.plan))?) };
    attempt.parts(&open, &mut verified)?;
    verified.withheld.sort_by_cached_key(|withheld| withheld.finding.order());
    Ok(verified)
}

/// The findings whose fixes are worth a try: those that are wanted, and of several about one line the first.
fn chosen<'a>(findings: &'a [Finding], choice: &Choice<'_>, withheld: &mut Vec<Withheld<'a>>) -> Vec<&'a Finding> {
    let mut taken: BTreeMap<u32, &Vec<String>> = BTreeMap::new();
    let mut open = Vec::new();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        let mut keep = |why: String| withheld.push(Withheld { finding, why });
        if !fix.is_safe() && !choice.with_unsafe {
            keep(fix.effect.text());
        } else if *taken.entry(fix.place.start).or_insert(&fix.lines) != &fix.lines {
            keep("another fix changes the same line; lint again once that is applied".to_owned());
        } else {
            open.push(finding);
        }
    }
    open
}

/// How many findings there are, by rule and object.
struct Counts<'a>(BTreeMap<(&'a str, String), usize>);

impl Counts<'_> {
    fn of(findings: &[Finding]) -> Self {
        let mut counts = BTreeMap::new();
        for finding in findings {
            *counts.entry((finding.code, finding.object.clone())).or_default() += 1;
        }
        Self(counts)
    }

    fn of_rule(&self, code: &str) -> usize {
        self.0.iter().filter(|((rule, _), _)| *rule == code).map(|(_, count)| count).sum()
    }
}

struct Attempt<'l, 'c> {
    choice: &'l Choice<'c>,
    lint: &'l dyn Fn(&str) -> Result<Vec<Finding>, Report>,
    before: Counts<'static>,
}

impl Attempt<'_, '_> {
    /// Takes as many of `open` as can be, on top of those that are taken already; halves them where not all can.
    fn parts<'a>(&self, open: &[&'a Finding], verified: &mut Verified<'a>) -> Result<(), Report> {
        let together: Vec<&Finding> = verified.written.iter().chain(open).copied().collect();
        let fault = self.fault(&together)?;
        match (fault, open) {
            (None, _) => verified.written.extend(open),
            (Some(why), [finding]) => verified.withheld.push(Withheld { finding, why }),
            (Some(_), _) => {
                let (first, second) = open.split_at(open.len() / 2);
                self.parts(first, verified)?;
                self.parts(second, verified)?;
            }
        }
        Ok(())
    }

    /// What keeps these fixes from being written together.
    fn fault(&self, findings: &[&Finding]) -> Result<Option<String>, Report> {
        let script = Script::of(findings.iter().copied());
        let tree = Tree::parse(&Source::new("fixes", script.commands()));
        let read = read_onto(self.choice.plan.clone(), &tree);
        if let Some(said) = read.report.iter().next() {
            return Ok(Some(format!("IOS would not take its commands: {}", said.message)));
        }
        for header in script.headers().filter(|_| !self.choice.with_unsafe) {
            let asked = Asked { profile: self.choice.profile, shown: None };
            let effect = between(self.choice.plan, &read.plan, header, asked);
            if !matches!(effect, Effect::Nothing { .. }) {
                return Ok(Some(format!("with others: {}", effect.text())));
            }
        }
        let found = (self.lint)(&emit(&read.plan))?;
        let after = Counts::of(&found);
        for code in findings.iter().map(|finding| finding.code).collect::<BTreeSet<_>>() {
            let fixed = findings.iter().filter(|finding| finding.code == code).count();
            if after.of_rule(code) > self.before.of_rule(code).saturating_sub(fixed) {
                return Ok(Some("its finding would still be there".to_owned()));
            }
        }
        let more = |((code, object), count): (&(&str, String), &usize)| {
            let before = self.before.0.get(&(*code, object.clone())).copied().unwrap_or_default();
            let first = || found.iter().rfind(|one| one.code == *code && one.object == *object);
            (*count > before).then(first).flatten()
        };
        let new = after.0.iter().find_map(more);
        Ok(new.map(|new| format!("it would bring another finding: {} [{}]", new.message, new.code)))
    }
}
