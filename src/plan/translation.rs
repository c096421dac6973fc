//! Which translation tables and profiles a plan needs, and which of them each part of a block uses.
//!
//! Blocks that give no `translation` share one table a system: a table holds few rules, and an IOS gateway few tables. A
//! given rule number gathers what names it. What does not fit in one table goes on in a further one.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::PlanContext;
use super::ids::{FIRST, Ids};
use super::layout::Block;
use super::tables::{self, Work, rules};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{DialPlan, Object, Settings};
use crate::source::Located;
use crate::spec::{MAXIMUM_RULE, Translation};
use crate::syntax::argument::{Argument, parse};
use crate::syntax::commands::Command;

/// The longest name of a translation profile, in characters (YANG model of IOS XE 17.15).
const MAXIMUM_NAME: usize = 31;

/// A block, a segment of it and a system of it, by their places in the lists.
pub(super) type Member = (usize, usize, usize);

/// The profile that each member uses; one that is not here needs none.
pub(super) type Profiles = BTreeMap<Member, String>;

/// What shares a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Rule(u32),
    Profile(String),
    System(String),
}

#[derive(Debug)]
struct Group {
    rule: Option<Located<u32>>,
    profile: Option<Located<String>>,
    system: String,
    members: Vec<Member>,
}

/// A table and who uses it.
struct Table {
    members: Vec<Member>,
    rules: Vec<String>,
}

/// Adds the tables and profiles that `blocks` need to `plan`.
pub(super) fn translations(
    context: &PlanContext<'_>,
    blocks: &[Block<'_>],
    plan: &mut DialPlan,
    report: &mut Report,
) -> Profiles {
    let groups = groups(context, blocks, report);
    let running = context.against.map(|against| against.source);
    let tables = context.against.iter().flat_map(|against| &against.plan.rule_tables);
    let profiles = context.against.iter().flat_map(|against| &against.plan.profiles);
    let mut numbers = Ids::new(
        "voice translation-rule",
        context.source,
        running,
        tables.map(|(number, table)| (*number, &table.settings, table.span)),
    );
    let mut names = Ids::new(
        "voice translation-profile",
        context.source,
        running,
        profiles.map(|(name, profile)| (name.clone(), &profile.settings, profile.span)),
    );
    for group in groups.values() {
        group.rule.iter().for_each(|rule| numbers.reserve(rule.value));
        group.profile.iter().for_each(|profile| names.reserve(profile.value.clone()));
    }
    let mut found = Profiles::new();
    for group in groups.values() {
        let tables = pack(context, blocks, group, report);
        for (index, table) in tables.into_iter().enumerate() {
            if let Some(name) = write(group, index, &table, (&mut numbers, &mut names), plan, report) {
                found.extend(table.members.iter().map(|member| (*member, name.clone())));
            }
        }
    }
    found
}

/// Who shares a table with whom.
fn groups(context: &PlanContext<'_>, blocks: &[Block<'_>], report: &mut Report) -> IndexMap<Key, Group> {
    let mut groups: IndexMap<Key, Group> = IndexMap::new();
    for (block_index, block) in blocks.iter().enumerate() {
        for (system_index, system) in block.systems.iter().enumerate() {
            let given = block.share.translation.iter().find(|(id, _)| id.value == system.id.value);
            let needed = |segment: &usize| {
                let segment = block.segments.get(*segment);
                segment.and_then(|segment| segment.work.get(system_index)).is_some_and(tables::is_needed)
            };
            let needing: Vec<usize> = (0..block.segments.len()).filter(needed).collect();
            if needing.is_empty() {
                report_unused(context, given.map(|(_, translation)| translation), &system.id.value, report);
                continue;
            }
            let (rule, profile) = given.map_or((None, None), |(_, given)| (given.rule, given.profile.clone()));
            let key = match (&rule, &profile) {
                (Some(rule), _) => Key::Rule(rule.value),
                (None, Some(profile)) => Key::Profile(profile.value.clone()),
                (None, None) => Key::System(system.id.value.clone()),
            };
            let group = groups.entry(key).or_insert_with(|| Group {
                rule,
                profile: profile.clone(),
                system: system.id.value.clone(),
                members: Vec::new(),
            });
            if let (Some(first), Some(second)) = (&group.profile, &profile)
                && first.value != second.value
            {
                let message = format!("one rule table under two names: {} and {}", first.value, second.value);
                report.push(
                    Diagnostic::error("conflicting-translation", message)
                        .at(context.source, second.span, "another name here")
                        .at(context.source, first.span, "the first name")
                        .help("give both the same profile, or different rule numbers"),
                );
            }
            group.profile = group.profile.take().or(profile);
            group.members.extend(needing.into_iter().map(|segment| (block_index, segment, system_index)));
        }
    }
    groups
}

fn report_unused(context: &PlanContext<'_>, given: Option<&Translation>, system: &str, report: &mut Report) {
    let Some(translation) = given else { return };
    let message = format!("{system} gets its numbers as they arrive, so there is nothing to translate");
    report.push(
        Diagnostic::error("unused-translation", message)
            .at(context.source, translation.span, "no table is written for this")
            .help(format!("remove it, or say what {system} expects: `expects: +e164`, `e164`, `national`, `last: N`")),
    );
}

/// The tables of a group: one, or several where its rules do not fit in one; none where nobody uses them now.
fn pack(context: &PlanContext<'_>, blocks: &[Block<'_>], group: &Group, report: &mut Report) -> Vec<Table> {
    let active: Vec<_> = group.members.iter().filter_map(|member| Some((*member, work(blocks, *member)?))).collect();
    if active.is_empty() {
        return Vec::new();
    }
    let Some(joined) = tables::join(active.iter().map(|(_, work)| *work)) else {
        report.push(clash(context, group));
        return Vec::new();
    };
    if let Some(rules) = rules(&joined, context.style) {
        return vec![Table { members: active.into_iter().map(|(member, _)| member).collect(), rules }];
    }
    let mut parts: Vec<(Vec<Member>, Work)> = Vec::new();
    for (member, work) in active {
        let last = parts.last_mut();
        let joined = last.as_ref().and_then(|(_, last)| tables::join([last, work]));
        match (last, joined.filter(|joined| rules(joined, context.style).is_some())) {
            (Some((members, last)), Some(joined)) => {
                members.push(member);
                *last = joined;
            }
            (Some(_) | None, _) => parts.push((vec![member], work.clone())),
        }
    }
    let table = |(members, work): (Vec<Member>, Work)| Some(Table { members, rules: rules(&work, context.style)? });
    parts.into_iter().filter_map(table).collect()
}

/// What must be done for a member whose system has the numbers now.
fn work<'a>(blocks: &'a [Block<'_>], (block, segment, system): Member) -> Option<&'a Work> {
    let block = blocks.get(block)?;
    let active = block.systems.get(system).is_some_and(|system| block.is_active(system));
    block.segments.get(segment)?.work.get(system).filter(|_| active)
}

fn clash(context: &PlanContext<'_>, group: &Group) -> Diagnostic {
    let span = group.rule.as_ref().map(|rule| rule.span).or(group.profile.as_ref().map(|profile| profile.span));
    Diagnostic::error("conflicting-translation", "one table would have to do two things to one number")
        .at(context.source, span.unwrap_or_default(), "this table serves systems that expect different forms")
        .help("give each system a table of its own")
}

/// Writes the table and profile of a group, the one at `index` where it has several. Returns the profile's name.
fn write(
    group: &Group,
    index: usize,
    table: &Table,
    (numbers, names): (&mut Ids<'_, u32>, &mut Ids<'_, String>),
    plan: &mut DialPlan,
    report: &mut Report,
) -> Option<String> {
    let mut settings = Settings::default();
    for rule in &table.rules {
        settings.set(Command::Rule, parse(Command::Rule.row().shape, rule).ok()?);
    }
    let first = group.rule.as_ref().filter(|_| index == 0);
    let from = group.rule.as_ref().map_or(FIRST, |rule| rule.value);
    let number = numbers.settle(first, &settings, from..=MAXIMUM_RULE, report)?;
    plan.rule_tables.insert(number, Object { settings, ..Object::new(number) });

    let mut settings = Settings::default();
    settings.set(Command::TranslateCalled, Argument::Integer(number));
    let first = group.profile.as_ref().filter(|_| index == 0);
    let name = names.settle(first, &settings, candidates(group), report)?;
    plan.profiles.insert(name.clone(), Object { settings, ..Object::new(name.clone()) });
    Some(name)
}

/// Names for the profiles of a group: the given one or `to-SYSTEM`, then the same numbered on.
fn candidates(group: &Group) -> impl Iterator<Item = String> {
    let stem = group.profile.as_ref().map_or_else(|| format!("to-{}", group.system), |profile| profile.value.clone());
    (1..).map(move |number| {
        let ending = if number == 1 { String::new() } else { format!("-{number}") };
        let stem: String = stem.chars().take(MAXIMUM_NAME - ending.len()).collect();
        stem + &ending
    })
}
