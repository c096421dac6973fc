//! Which shared numbers live where, as far as the spec says.

use super::{Context, Item, listed, quoted};
use crate::number::{Interval, NumberSet};
use crate::spec::{OwnNumberList, OwnNumbers, Share, State, System};

/// How many numbers are shown of a set.
const SHOWN: usize = 3;

/// How many DIDs of an interval one extension may be the end of before it is taken as none of them.
const MOST_ENDINGS: u64 = 1_000;

/// A system that does not say which numbers it has.
pub(super) fn unknown(context: &Context<'_>, system: &System) -> Option<Item> {
    if system.numbers.is_some() {
        return None;
    }
    let id = &system.id.value;
    let next = context.followers(system).next()?.1;
    Some(context.item(
        [system.id.span],
        format!("It is known elsewhere which shared numbers live on {id}"),
        format!("The spec lists none, so whether a call is for {id} or {} shows only in its answer.", next.id.value),
        format!("List them under `numbers` of {id}, and of the systems behind it, to have both compared here."),
    ))
}

/// Numbers of a shared block that no system has, or several have; where all its systems say what they have.
pub(super) fn owners(context: &Context<'_>, share: &Share) -> Option<Item> {
    let shared = NumberSet::of_dids(share.dids.iter().map(|range| &range.value));
    if share.order.len() < 2 || share.state != State::Shared {
        return None;
    }
    let mut owned = NumberSet::new();
    let mut twice = NumberSet::new();
    let mut spans = vec![share.name.span];
    for id in &share.order {
        let system = context.spec.system(&id.value)?;
        let own = owned_of(system.numbers.as_ref()?, &shared);
        twice = twice.union(&owned.intersection(&own));
        owned = owned.union(&own);
        spans.push(system.id.span);
    }
    let nobody = without(&shared, &owned);
    if nobody.is_empty() && twice.is_empty() {
        return None;
    }
    let said = [(&nobody, "live on no system"), (&twice, "live on several")]
        .into_iter()
        .filter(|(numbers, _)| !numbers.is_empty())
        .map(|(numbers, what)| format!("{} {what}: {}", numbers.count(), sample(numbers)))
        .collect::<Vec<_>>();
    let name = &share.name.value;
    Some(context.item(
        spans,
        format!("Each number of {name} lives on one system"),
        "A number on no system is refused by all; of one on several, only the first system rings.",
        format!("By the `numbers` of the spec, {}.", said.join("; ")),
    ))
}

/// The numbers of `shared` that `list` holds; an extension stands for the DIDs that end with it.
fn owned_of(list: &OwnNumberList, shared: &NumberSet) -> NumberSet {
    let mut intervals = Vec::new();
    for entry in &list.entries {
        match &entry.value {
            OwnNumbers::Dids(range) => intervals.extend(NumberSet::of_dids([range]).intervals()),
            OwnNumbers::Extension(digits) => {
                intervals.extend(shared.intervals().flat_map(|interval| ending_with(interval, digits)));
            }
        }
    }
    intervals.into_iter().collect::<NumberSet>().intersection(shared)
}

/// The numbers of `interval` that end with `digits`, each by itself.
fn ending_with(interval: Interval, digits: &str) -> Vec<Interval> {
    let (Ok(length), Ok(ending)) = (u8::try_from(digits.len()), digits.parse::<u64>()) else { return Vec::new() };
    let Some(step) = 10_u64.checked_pow(u32::from(length)).filter(|_| length <= interval.length) else {
        return Vec::new();
    };
    if interval.count() / step > MOST_ENDINGS {
        return Vec::new();
    }
    let fronts = interval.first / step..=interval.last / step;
    let values = fronts.map(|front| front * step + ending);
    let within = values.filter(|value| (interval.first..=interval.last).contains(value));
    within.map(|value| Interval { length: interval.length, first: value, last: value }).collect()
}

/// What is in `all` and not in `some`.
fn without(all: &NumberSet, some: &NumberSet) -> NumberSet {
    let mut rest = Vec::new();
    for interval in all.intervals() {
        let inside: NumberSet = [interval].into_iter().collect();
        let mut first = interval.first;
        for taken in inside.intersection(some).intervals() {
            if first < taken.first {
                rest.push(Interval { first, last: taken.first - 1, ..interval });
            }
            first = taken.last + 1;
        }
        if first <= interval.last {
            rest.push(Interval { first, ..interval });
        }
    }
    rest.into_iter().collect()
}

/// The first numbers of `numbers`, runs as runs.
fn sample(numbers: &NumberSet) -> String {
    let run = |interval: Interval| {
        let (first, last) = (format!("+{}", interval.first), format!("+{}", interval.last));
        if first == last { quoted(first) } else { quoted(format!("{first}-{last}")) }
    };
    let mut shown: Vec<_> = numbers.intervals().take(SHOWN).map(run).collect();
    if numbers.intervals().nth(SHOWN).is_some() {
        shown.push("others".into());
    }
    listed(&shown)
}
