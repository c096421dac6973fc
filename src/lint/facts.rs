//! What all rules look at, found out once for a configuration.

mod back;
mod callers;
mod catch_all;
mod dids;
mod digits;
mod emergency;
mod far_ends;
mod groups;
mod incoming;
mod lengths;
mod loops;
mod orders;
mod owned;
mod places;
mod plus;
mod public;
mod reach;
mod reading;
mod references;
mod strangers;
mod tables;
mod taken;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock};

use indexmap::IndexMap;

pub use back::Back;
pub use callers::{Callers, Unclaimed};
pub use catch_all::CatchAll;
pub use digits::DigitByDigit;
pub use emergency::EmergencyTrouble;
use far_ends::FarEnds;
use groups::GroupOrder;
pub use loops::LoopAnswer;
pub use orders::Order;
pub use owned::Owner;
pub(super) use owned::{FULL, at_least, written_longer};
pub(super) use plus::{has_plus, twins};
pub use reach::Reach;
pub use references::{ObjectKind, ObjectUse, References};
pub use tables::{Application, Known, Origin};
pub use taken::{Block, Taken};

use super::finding::{Finding, Numbers};
use super::policy::Policy;
use super::rule::Rule;
use super::{Question, Subject};
use crate::analysis::loops::Graph;
use crate::automaton::{Dfa, Extractor, OverBudget};
use crate::call::{Candidate, Gateway, Profile, RoutingTable, Traveller};
use crate::diagnostic::{Report, Severity};
use crate::model::{Address, DialPeer, DialPlan, Network, PatternMap, Place, Site, Tag};
use crate::source::{Source, Span};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;
use crate::syntax::tree::{Node, Tree};

/// The commands of a dial-peer that hold a pattern.
const OWN_PATTERNS: [Command; 3] = [Command::DestinationPattern, Command::IncomingCalledNumber, Command::AnswerAddress];

/// What is found out once for all configurations of a network, and only if a rule asks for it.
#[derive(Debug, Default)]
pub(super) struct Shared<'a, 'n> {
    graph: OnceLock<Option<Graph<'a, 'n>>>,
    loops: OnceLock<LoopAnswer>,
}

/// What is known of a configuration.
pub struct Facts<'a, 'n> {
    question: &'a Question<'n>,
    subject: Subject<'n>,
    site: &'n Site,
    gateway: &'a Gateway<'n>,
    extractor: OnceLock<Option<Extractor<'a>>>,
    shared: Arc<Shared<'a, 'n>>,
    traveller: &'a Traveller<'n>,
    orders: OnceLock<Vec<Order>>,
    groups: OnceLock<Vec<GroupOrder>>,
    catch_alls: OnceLock<Vec<CatchAll>>,
    emergency: OnceLock<Vec<EmergencyTrouble>>,
    digits: OnceLock<Option<DigitByDigit>>,
    back: OnceLock<BTreeMap<usize, Back<'n>>>,
    unclaimed: OnceLock<Option<Unclaimed>>,
    routed: OnceLock<Option<Dfa>>,
    far_ends: OnceLock<FarEnds>,
    references: OnceLock<BTreeMap<ObjectKind, References>>,
    applications: OnceLock<BTreeMap<u32, Vec<Application<'n>>>>,
    /// The dial-peers that are in an order.
    tried: OnceLock<HashSet<usize>>,
    owners: OnceLock<Vec<Owner>>,
    /// Where the objects of the text begin, each with its header.
    headers: OnceLock<Vec<(u32, Node<'n>)>>,
    /// Where the lines of the text begin.
    lines: OnceLock<Vec<(u32, Node<'n>)>>,
    /// Where what the reader said something of begins.
    refused: OnceLock<BTreeSet<u32>>,
    goes_on: Mutex<HashMap<(Tag, u16), bool>>,
}

impl<'a, 'n> Facts<'a, 'n> {
    /// Those of `subject`; `None` where its gateway is not one of the network.
    pub(super) fn new(
        question: &'a Question<'n>,
        subject: Subject<'n>,
        traveller: &'a Traveller<'n>,
        shared: Arc<Shared<'a, 'n>>,
    ) -> Option<Self> {
        let gateway = traveller.gateway(subject.gateway)?;
        Some(Self {
            question,
            subject,
            site: question.network.gateways.get(subject.gateway)?,
            gateway,
            extractor: OnceLock::new(),
            shared,
            traveller,
            orders: OnceLock::new(),
            groups: OnceLock::new(),
            catch_alls: OnceLock::new(),
            emergency: OnceLock::new(),
            digits: OnceLock::new(),
            back: OnceLock::new(),
            unclaimed: OnceLock::new(),
            routed: OnceLock::new(),
            far_ends: OnceLock::new(),
            references: OnceLock::new(),
            applications: OnceLock::new(),
            tried: OnceLock::new(),
            owners: OnceLock::new(),
            headers: OnceLock::new(),
            lines: OnceLock::new(),
            refused: OnceLock::new(),
            goes_on: Mutex::default(),
        })
    }

    /// The text.
    pub fn source(&self) -> &'n Source {
        self.subject.tree.source()
    }

    /// The lines of the text.
    pub fn tree(&self) -> &'n Tree {
        self.subject.tree
    }

    /// What reading it said.
    pub fn report(&self) -> &'n Report {
        self.subject.report
    }

    /// Its dial plan.
    pub fn plan(&self) -> &'n DialPlan {
        &self.site.plan
    }

    /// The gateway in its network.
    pub fn site(&self) -> &'n Site {
        self.site
    }

    /// The place of the gateway in its network.
    pub fn index(&self) -> usize {
        self.subject.gateway
    }

    /// The router that runs it.
    pub fn gateway(&self) -> &'a Gateway<'n> {
        self.gateway
    }

    /// What is assumed of the router.
    pub fn profile(&self) -> &Profile {
        self.gateway.profile()
    }

    /// The network around it.
    pub fn network(&self) -> &'n Network {
        self.question.network
    }

    /// Whether somebody described the network. Otherwise its systems are the session targets, of which nothing else is known.
    pub fn is_described(&self) -> bool {
        self.question.described
    }

    /// What the users of the rules want.
    pub fn policy(&self) -> &'n Policy {
        self.question.policy
    }

    /// All numbers through the network; `None` where telling them apart takes more than the budget.
    pub fn graph(&self) -> Option<&Graph<'a, 'n>> {
        self.shared.graph.get_or_init(|| Graph::new(self.traveller).ok()).as_ref()
    }

    /// Whether calls loop in the network, where there is one around the gateway.
    pub fn loops(&self) -> &LoopAnswer {
        let asked = self.is_described() || self.network().gateways.len() > 1;
        if asked { self.shared.loops.get_or_init(|| LoopAnswer::of(self.graph())) } else { &LoopAnswer::NotAsked }
    }

    /// Which dial-peers match which numbers; `None` where telling them apart takes more than the budget.
    pub fn table(&self) -> Option<&'a RoutingTable> {
        self.gateway.table().ok()
    }

    /// The dial-peers that may be tried for a call, each way in which they are: for calls that may use all of them. None
    /// where there is no routing table.
    pub fn orders(&self) -> &[Order] {
        self.orders.get_or_init(|| self.table().map(|table| orders::orders(self.gateway, table)).unwrap_or_default())
    }

    /// The dial-peers that take every number, whatever their state. None where there is no routing table.
    pub fn catch_alls(&self) -> &[CatchAll] {
        let find = || self.table().map(|table| catch_all::catch_alls(self.gateway, table)).unwrap_or_default();
        self.catch_alls.get_or_init(find)
    }

    /// What is wrong with emergency calls.
    pub fn emergency_troubles(&self) -> &[EmergencyTrouble] {
        self.emergency.get_or_init(|| emergency::troubles(self))
    }

    /// Those, and the members of dial-peer groups for the calls that these route. Of such an order no pattern was looked at: every
    /// match has length 0, and preferences are those in the group.
    pub fn all_orders(&self) -> impl Iterator<Item = &Order> {
        self.orders().iter().chain(self.groups().iter().map(|group| &group.order))
    }

    fn groups(&self) -> &[GroupOrder] {
        self.groups.get_or_init(|| groups::groups(self.gateway, self.first_group()))
    }

    /// The first class that is the numbers of a group: those of the routing table come before it.
    fn first_group(&self) -> usize {
        self.table().map_or(0, |table| table.automaton().sets())
    }

    /// The numbers of some classes, of the routing table or of groups; nothing where there is no routing table.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn numbers(&self, classes: &[usize]) -> Result<Dfa, OverBudget> {
        let Some(extractor) = self.extractor() else { return Ok(Dfa::empty()) };
        let first = self.first_group();
        let (mut matched, of_groups): (Vec<usize>, Vec<usize>) = classes.iter().partition(|class| **class < first);
        let unmatched = matched.contains(&0);
        matched.retain(|class| *class != 0);
        let mut parts = vec![extractor.numbers(&matched)];
        parts.extend(unmatched.then(|| extractor.unmatched()));
        parts.extend(of_groups.iter().filter_map(|class| Some(self.groups().get(class - first)?.numbers.clone())));
        if parts.len() == 1 { Ok(parts.swap_remove(0)) } else { Dfa::union_all(parts) }
    }

    /// The numbers of some classes as a finding shows them; `None` where none of them can be dialled, or they take more states
    /// than the budget.
    pub fn numbers_of(&self, classes: &[usize]) -> Option<Numbers> {
        let matched = 1..self.first_group();
        match self.extractor().filter(|_| classes.iter().all(|class| matched.contains(class))) {
            Some(extractor) => Numbers::of(&extractor.numbers_at_once(classes)),
            None => Numbers::of(&self.numbers(classes).ok()?),
        }
    }

    fn extractor(&self) -> Option<&Extractor<'a>> {
        self.extractor.get_or_init(|| self.table().map(|table| Extractor::new(table.automaton()))).as_ref()
    }

    /// Where calls of an order fall through: a dial-peer that `may` go on, and the next one that leads somewhere else. One with a
    /// variable-length pattern (`.T`) takes what nobody wanted, and is no such next one.
    pub fn fallbacks(&self, order: &Order, may: impl Fn(&DialPeer) -> bool) -> Vec<(Candidate, Candidate)> {
        // A member of a group is meant, whatever its pattern.
        let is_meant = |next: &Candidate| next.pattern(self.plan()).is_none_or(|pattern| !pattern.value.has_timer());
        let mut found = Vec::new();
        // By far ends, the nearest dial-peer behind the rank that leads there; the nearest of all last.
        let mut behind: IndexMap<usize, Candidate> = IndexMap::new();
        for rank in order.ranks.iter().rev() {
            for one in rank.iter().filter(|one| self.peer(one.peer).is_some_and(&may)) {
                let next = behind.values().rev().find(|next| self.lead_apart(one, next));
                found.extend(next.map(|next| (*one, *next)));
            }
            for one in rank.iter().rev().filter(|one| is_meant(one)) {
                let far_ends = self.far_ends().set(one.peer);
                behind.shift_remove(&far_ends);
                behind.insert(far_ends, *one);
            }
        }
        found.reverse();
        found
    }

    /// The valid patterns of dial-peers and of maps, each with the object that it stands in and its place.
    pub fn patterns(&self) -> impl Iterator<Item = (String, Span, &'n NumberPattern)> + '_ {
        let own = move |peer: &'n DialPeer| {
            let settings = OWN_PATTERNS.iter().filter_map(|command| peer.settings.pattern(*command));
            settings.map(|pattern| (Self::title(peer), self.argument_at(pattern.span), pattern.value))
        };
        let entries = move |map: &'n PatternMap| {
            let title = format!("voice class e164-pattern-map {}", map.id);
            map.entries().map(move |entry| (title.clone(), self.argument_at(entry.span), entry.value))
        };
        self.plan().peers.values().flat_map(own).chain(self.plan().pattern_maps.values().flat_map(entries))
    }

    /// The classes of plain numbers that dial-peers match of which none can be used, with these.
    pub fn unserved(&self) -> impl Iterator<Item = (usize, Vec<Candidate>)> + '_ {
        self.table().into_iter().flat_map(|table| orders::unserved(table, self.orders()))
    }

    /// The dial-peer at this place of the plan.
    pub fn peer(&self, index: usize) -> Option<&'n DialPeer> {
        self.plan().peers.get_index(index).map(|(_, peer)| peer)
    }

    /// Whether a call that this dial-peer was offered, and that its far end fails with this SIP status (or the cause that it
    /// stands for), goes on to the next dial-peer.
    pub fn goes_on(&self, tag: Tag, status: u16) -> bool {
        let find = || self.gateway.goes_on(tag, status);
        // A lock that somebody panicked under is of no use any more, and the answer can be found again.
        self.goes_on.lock().map_or_else(|_| find(), |mut known| *known.entry((tag, status)).or_insert_with(find))
    }

    /// Whether there is a failure at which a call goes on from this dial-peer to the next.
    pub fn may_go_on(&self, tag: Tag) -> bool {
        [404, 503, 500, 480, 486, 603].into_iter().any(|status| self.goes_on(tag, status))
            || (400..700).any(|status| self.goes_on(tag, status))
    }

    /// What the text defines and refers to, by kind of object.
    pub fn references(&self) -> &BTreeMap<ObjectKind, References> {
        self.references.get_or_init(|| references::references(self.plan()))
    }

    /// Where the calls of a dial-peer go: its target, the servers of its group, its port, its trunk groups.
    pub fn targets(&self, peer: &DialPeer) -> &[Address] {
        let index = self.plan().peers.get_index_of(&peer.tag);
        index.map_or(&[], |index| self.far_ends().of(index))
    }

    /// What is at the far end of a dial-peer, each place once.
    pub fn places(&self, peer: &DialPeer) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for address in self.targets(peer) {
            places.extend(self.site.place_of(address).filter(|place| !places.contains(place)));
        }
        places
    }

    /// Whether two dial-peers that match a number lead somewhere else: no far end is that of both.
    pub fn lead_apart(&self, one: &Candidate, other: &Candidate) -> bool {
        self.far_ends().are_apart(one.peer, other.peer)
    }

    fn far_ends(&self) -> &FarEnds {
        self.far_ends.get_or_init(|| FarEnds::new(self.site))
    }

    /// The header of the object that a place stands in, as it is written; the line itself where it stands in none.
    pub fn object_at(&self, span: Span) -> String {
        self.header_at(span).map_or_else(String::new, |node| crate::syntax::secrets::shown(node.text()))
    }

    /// The header of the object that a place stands in.
    pub(super) fn header_at(&self, span: Span) -> Option<Node<'n>> {
        let headers = self.headers.get_or_init(|| {
            let tree = self.tree();
            tree.roots().map(|node| (node.opening().1, node)).collect()
        });
        let before = headers.partition_point(|(start, _)| *start <= span.start);
        before.checked_sub(1).and_then(|at| headers.get(at)).map(|(_, node)| *node)
    }

    /// The name of a dial-peer in findings: `dial-peer voice 5 voip`.
    pub fn title(peer: &DialPeer) -> String {
        format!("dial-peer voice {} {}", peer.tag, peer.kind.keyword()).trim_end().to_owned()
    }

    /// The place of the argument in the line at `span`: what stands behind the keywords. The line itself where it has none.
    pub fn argument_at(&self, span: Span) -> Span {
        let Some(node) = self.line_at(span) else { return span };
        let (start, argument) = node.argument();
        if argument.is_empty() { span } else { node.place(start..start + argument.len()) }
    }

    /// The line that begins where `span` does.
    pub fn line_at(&self, span: Span) -> Option<Node<'n>> {
        self.line_around(span).filter(|node| node.span().start == span.start)
    }

    /// The last line that begins where `span` does, or before.
    pub(super) fn line_around(&self, span: Span) -> Option<Node<'n>> {
        let lines = self.lines.get_or_init(|| self.tree().nodes().map(|node| (node.span().start, node)).collect());
        let before = lines.partition_point(|(start, _)| *start <= span.start);
        lines.get(before.checked_sub(1)?).map(|(_, node)| *node)
    }

    /// A finding of `rule` about a dial-peer, at `span` of the text.
    pub fn about(&self, rule: &Rule, severity: Severity, peer: &DialPeer, span: Span, said: (&str, &str)) -> Finding {
        let (message, label) = said;
        Finding::new(rule, severity, Self::title(peer), message).at(self.source(), span, label)
    }
}
