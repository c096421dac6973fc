//! The checklist: what must hold on the other systems for a plan to work. The gateway alone cannot make sharing work; it
//! relies on answers that other people configure.

mod blocks;
mod cucm;
mod gateway;
mod inbound;
mod microsoft;
mod numbers;
mod prefixes;
mod pstn;
mod routes;
mod sharing;
mod unshared;

use super::Planned;
use crate::source::{Source, Span};
use crate::spec::{Kind, Share, Spec, State, System};

/// All that must hold elsewhere, by who has to see to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The gateway that the plan is for.
    pub gateway: String,
    /// The groups, none of them empty.
    pub groups: Vec<Group>,
}

/// What one system, the public network or the gateway must keep to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who.
    pub title: String,
    /// What, in the order in which it is best seen to.
    pub items: Vec<Item>,
}

/// One thing that must hold. Commands, fields and values stand between back-ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What must hold: one sentence without a full stop.
    pub must: String,
    /// Why.
    pub why: String,
    /// Where to look, or what to set.
    pub how: String,
    /// The lines of the spec that make it relevant; never empty.
    pub origins: Vec<Origin>,
}

/// A line of the spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Its number, from 1.
    pub line: usize,
    /// What stands there, without blanks around it.
    pub text: String,
}

/// The checklist of a plan of `spec`, which was read from `source`.
pub fn checklist(spec: &Spec, source: &Source, planned: &Planned) -> Checklist {
    // A spec that could be decoded is UTF-8.
    let lines = source.text().unwrap_or_default().lines().map(str::trim).collect();
    let context = Context { spec, source, lines, planned };
    let system = |system: &System| {
        let own = match system.kind.value {
            Kind::Ocs | Kind::Lync | Kind::SkypeForBusiness | Kind::Teams => microsoft::items(&context, system),
            Kind::Cucm => cucm::items(&context, system),
            Kind::Sip | Kind::Provider => Vec::new(),
        };
        let of_any = [
            unshared::item(&context, system),
            routes::item(&context, system),
            routes::forwarding(&context, system),
            inbound::item(&context, system),
        ];
        let items =
            own.into_iter().chain(sharing::items(&context, system)).chain(of_any.into_iter().flatten()).collect();
        Group { title: format!("{} ({})", system.id.value, system.kind.value.title()), items }
    };
    let mut groups: Vec<_> = spec.systems.iter().map(system).collect();
    groups.push(Group { title: "Public network".into(), items: pstn::items(&context) });
    let gateway = &spec.gateway.name.value;
    groups.push(Group { title: format!("{gateway} (the gateway)"), items: gateway::items(&context) });
    groups.push(Group { title: "Blocks".into(), items: blocks::items(&context) });
    groups.retain(|group| !group.items.is_empty());
    Checklist { gateway: gateway.clone(), groups }
}

/// What every item is made from.
struct Context<'a> {
    spec: &'a Spec,
    source: &'a Source,
    lines: Vec<&'a str>,
    planned: &'a Planned,
}

impl<'a> Context<'a> {
    /// The name of the gateway.
    fn gateway(&self) -> &'a str {
        &self.spec.gateway.name.value
    }

    /// An item that comes from the lines of `spans`.
    fn item(
        &self,
        spans: impl IntoIterator<Item = Span>,
        must: impl Into<String>,
        why: impl Into<String>,
        how: impl Into<String>,
    ) -> Item {
        let mut origins: Vec<_> = spans.into_iter().map(|span| self.origin(span)).collect();
        origins.sort();
        origins.dedup();
        Item { must: must.into(), why: why.into(), how: how.into(), origins }
    }

    fn origin(&self, span: Span) -> Origin {
        let line = self.source.position(span.start).line;
        Origin { line, text: self.lines.get(line - 1).copied().unwrap_or_default().to_owned() }
    }

    /// The blocks that `system` has a part in.
    fn blocks_of(&self, system: &'a System) -> impl Iterator<Item = &'a Share> {
        self.spec.sharing.iter().filter(|share| share.order.contains(&system.id))
    }

    /// Whether `system` has a part in any block.
    fn shares(&self, system: &'a System) -> bool {
        self.blocks_of(system).next().is_some()
    }

    /// The blocks in which `system` gives calls back to a system behind it, and that one.
    fn followers(&self, system: &'a System) -> impl Iterator<Item = (&'a Share, &'a System)> {
        self.blocks_of(system).filter(|share| share.state == State::Shared).filter_map(|share| {
            let place = share.order.iter().position(|id| *id == system.id)?;
            Some((share, self.spec.system(&share.order.get(place + 1)?.value)?))
        })
    }

    /// Whether `system` is the last that is tried in any block.
    fn ends_hunting(&self, system: &'a System) -> bool {
        self.blocks_of(system).any(|share| match &share.state {
            State::Shared => share.order.last() == Some(&system.id),
            State::Only(only) => *only == system.id,
        })
    }

    /// Whether the spec means the gateway by `id`.
    fn is_gateway(&self, id: &str) -> bool {
        id == "gateway" || id == self.gateway()
    }

    /// A shared number as it arrives and as it is sent to `system`.
    fn sample(&self, system: &System) -> Option<(String, String)> {
        let ways = self.planned.claims.iter().flat_map(|claim| claim.ways.iter().map(move |way| (claim, way)));
        let targets: Vec<_> = system.targets.iter().map(|target| super::peers::session_target(&target.value)).collect();
        let (claim, way) = ways.into_iter().find(|(_, way)| targets.contains(&way.target))?;
        let (rewriting, numbers) = way.sends.first()?;
        let arrives = format!("{}{}", if claim.plus { "+" } else { "" }, numbers.smallest()?);
        let sent = rewriting.apply(&arrives)?;
        Some((arrives, sent))
    }
}

/// `value` of a spec between back-ticks.
fn quoted(value: impl std::fmt::Display) -> String {
    format!("`{}`", value.to_string().replace('`', "'"))
}

/// `one`, `one and two` or `one, two and three`.
fn listed(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// The targets of `system`.
fn targets(system: &System) -> String {
    listed(&system.targets.iter().map(|target| quoted(&target.value)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
