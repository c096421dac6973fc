//! The order in which preferences change: no dial-peer takes a value that another one still has on the way.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The greatest preference of a dial-peer, also in a group.
pub(super) const MAXIMUM: u32 = 10;

/// What else happens to dial-peers in a script, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stage {
    /// New ones are opened.
    Opened,
    /// Those of which more changes than the preference are altered.
    Altered,
    /// Those that go are taken away.
    Removed,
}

const STAGES: [Stage; 3] = [Stage::Opened, Stage::Altered, Stage::Removed];

/// Dial-peers that have one preference before and one behind; `None`: they are not there, or out of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Rank {
    pub(super) old: Option<u32>,
    pub(super) new: Option<u32>,
    /// When they change; `None`: when their preference is typed.
    pub(super) with: Option<Stage>,
}

/// A preference that is typed for all dial-peers of a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) rank: Rank,
    pub(super) to: u32,
    /// What happens next to other dial-peers; `None`: nothing more.
    pub(super) before: Option<Stage>,
}

/// How dial-peers that match the same numbers are ordered at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// All as before, or all as behind.
    Whole,
    /// Those in front, and each two, as before or as behind.
    Mixed,
    /// Those in front as before or as behind, and none tied by chance.
    Front,
    /// Each two as before or as behind.
    Pairs,
    /// None of these.
    Neither,
}

/// The moves, to values up to `maximum`, of dial-peers that match the same numbers, and the worst order that is met on the way.
pub(super) fn moves(ranks: &BTreeSet<Rank>, maximum: u32) -> (Vec<Move>, Order) {
    let ranks: Vec<Rank> = ranks.iter().copied().collect();
    let now = ranks.iter().map(|rank| rank.old).collect();
    let mut state = State { maximum, stood: vec![false; ranks.len()], now, ranks, stage: 0 };
    let mut moves = Vec::new();
    let mut worst = Order::Whole;
    while let Some((step, order)) = state.next() {
        worst = worst.max(order);
        if let Step::Type { at, to } = step
            && let Some(rank) = state.ranks.get(at)
        {
            moves.push(Move { rank: *rank, to, before: STAGES.get(state.stage).copied() });
        }
        state.take(step);
    }
    (moves, worst)
}

/// Something that is done next.
#[derive(Clone, Copy)]
enum Step {
    /// A preference is typed.
    Type { at: usize, to: u32 },
    /// The other dial-peers come to their next stage.
    Stage,
}

/// Pairs that are ordered otherwise than before, than behind, and than both.
#[derive(Clone, Copy, Default)]
struct Pairs {
    not_old: usize,
    not_new: usize,
    neither: usize,
    /// Those of the last that are tied.
    tied: usize,
}

/// A moment of the change.
#[derive(Clone)]
struct State {
    ranks: Vec<Rank>,
    now: Vec<Option<u32>>,
    /// Those that were given a value for a while.
    stood: Vec<bool>,
    maximum: u32,
    /// How many stages are over.
    stage: usize,
}

impl State {
    /// What is done next, and how the dial-peers are ordered then. What breaks no order comes first: values that are those of
    /// the new side, then the next stage, then a value for a while, which leaves one that another waits for.
    fn next(&self) -> Option<(Step, Order)> {
        let here = self.pairs();
        let final_moves = self.waiting().map(|(at, to)| Step::Type { at, to });
        let stage = (self.stage < STAGES.len()).then_some(Step::Stage);
        let done: Vec<(Step, Order)> =
            final_moves.chain(stage).map(|step| (step, self.order_behind(step, here))).collect();
        let best = |order: Order| done.iter().find(|(_, one)| *one == order).copied();
        let orders = [Order::Whole, Order::Mixed, Order::Front, Order::Pairs];
        let best_of_all = orders.into_iter().find_map(|order| best(order).or_else(|| self.for_a_while(order, here)));
        best_of_all.or_else(|| best(Order::Neither))
    }

    /// Those that have to be typed yet, and their values of the new side.
    fn waiting(&self) -> impl Iterator<Item = (usize, u32)> {
        let all = self.ranks.iter().zip(&self.now).enumerate();
        let waiting = all.filter(|(_, (rank, now))| rank.with.is_none() && **now != rank.new);
        waiting.filter_map(|(at, (rank, _))| Some((at, rank.new?)))
    }

    /// A value that no dial-peer has, for one whose own another waits for.
    fn for_a_while(&self, order: Order, here: Pairs) -> Option<(Step, Order)> {
        let wanted: BTreeSet<u32> =
            self.ranks.iter().zip(&self.now).filter_map(|(rank, now)| rank.new.filter(|_| *now != rank.new)).collect();
        let taken: BTreeSet<u32> = self.now.iter().flatten().copied().collect();
        let mut found = Vec::new();
        for (at, to) in self.waiting().filter(|(at, _)| !self.has_stood(*at)) {
            if !self.now(at).is_some_and(|now| wanted.contains(&now)) {
                continue;
            }
            let free = (0..=self.maximum).filter(|value| !taken.contains(value) && *value != to);
            let steps = free.map(|value| (Step::Type { at, to: value }, value));
            let fitting = steps.filter(|(step, _)| self.order_behind(*step, here) == order);
            // One that nobody waits for; near to what it will be, and rather behind.
            found
                .extend(fitting.map(|(step, value)| ((wanted.contains(&value), value.abs_diff(to), value < to), step)));
        }
        found.into_iter().min_by_key(|(key, _)| *key).map(|(_, step)| (step, order))
    }

    fn now(&self, at: usize) -> Option<u32> {
        self.now.get(at).copied().flatten()
    }

    fn has_stood(&self, at: usize) -> bool {
        self.stood.get(at).copied().unwrap_or_default()
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Type { at, to } => {
                self.stood.get_mut(at).into_iter().for_each(|stood| *stood = true);
                self.now.get_mut(at).into_iter().for_each(|now| *now = Some(to));
            }
            Step::Stage => {
                let stage = STAGES.get(self.stage).copied();
                let is_due = |rank: &Rank| rank.with.is_some() && rank.with == stage;
                for (rank, now) in self.ranks.iter().zip(&mut self.now).filter(|(rank, _)| is_due(rank)) {
                    *now = rank.new;
                }
                self.stage += 1;
            }
        }
    }

    fn order_behind(&self, step: Step, here: Pairs) -> Order {
        match step {
            Step::Type { at, to } => {
                let (left, gained) = (self.pairs_of(at, self.now(at), 0), self.pairs_of(at, Some(to), 0));
                self.order(
                    here.without(left).with(gained),
                    |other| if other == at { Some(to) } else { self.now(other) },
                )
            }
            Step::Stage => {
                let mut behind = self.clone();
                behind.take(step);
                behind.order(behind.pairs(), |at| behind.now(at))
            }
        }
    }

    fn order(&self, pairs: Pairs, now: impl Fn(usize) -> Option<u32>) -> Order {
        if pairs.not_old == 0 || pairs.not_new == 0 {
            return Order::Whole;
        }
        let front = self.front(now);
        let is_front =
            front == self.front(|at| self.ranks.get(at)?.old) || front == self.front(|at| self.ranks.get(at)?.new);
        match (is_front, pairs.neither > 0) {
            (true, false) => Order::Mixed,
            (true, true) if pairs.tied == 0 => Order::Front,
            (false, false) => Order::Pairs,
            (true | false, true) => Order::Neither,
        }
    }

    /// Those in front.
    fn front(&self, value: impl Fn(usize) -> Option<u32>) -> Vec<usize> {
        let least = (0..self.ranks.len()).filter_map(&value).min();
        (0..self.ranks.len()).filter(|at| least.is_some() && value(*at) == least).collect()
    }

    fn pairs(&self) -> Pairs {
        let each = self.now.iter().enumerate().map(|(at, now)| self.pairs_of(at, *now, at + 1));
        each.fold(Pairs::default(), Pairs::with)
    }

    /// The pairs of one rank, were its value this, with those from a place on.
    fn pairs_of(&self, at: usize, value: Option<u32>, from: usize) -> Pairs {
        let Some(mine) = self.ranks.get(at).copied() else { return Pairs::default() };
        let others = self.ranks.iter().zip(&self.now).enumerate().skip(from).filter(|(other, _)| *other != at);
        let pairs = others.map(|(_, (other, now))| {
            Pairs::of(compared(mine.old, other.old), compared(value, *now), compared(mine.new, other.new))
        });
        pairs.fold(Pairs::default(), Pairs::with)
    }
}

impl Pairs {
    /// One pair; `None`: one of it is not there. Where it is there on one side alone, it is to be as there.
    fn of(old: Option<Ordering>, now: Option<Ordering>, new: Option<Ordering>) -> Self {
        let is_as_nowhere = now.is_some() && old.or(new).is_some() && now != old && now != new;
        let is_tied = is_as_nowhere && now == Some(Ordering::Equal);
        let [not_old, not_new, neither, tied] = [now != old, now != new, is_as_nowhere, is_tied].map(usize::from);
        Self { not_old, not_new, neither, tied }
    }

    fn with(self, other: Self) -> Self {
        Self {
            not_old: self.not_old + other.not_old,
            not_new: self.not_new + other.not_new,
            neither: self.neither + other.neither,
            tied: self.tied + other.tied,
        }
    }

    fn without(self, other: Self) -> Self {
        Self {
            not_old: self.not_old - other.not_old,
            not_new: self.not_new - other.not_new,
            neither: self.neither - other.neither,
            tied: self.tied - other.tied,
        }
    }
}

fn compared(one: Option<u32>, other: Option<u32>) -> Option<Ordering> {
    Some(one?.cmp(&other?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(changes: &[(u32, u32)]) -> BTreeSet<Rank> {
        changes.iter().map(|(old, new)| Rank { old: Some(*old), new: Some(*new), with: None }).collect()
    }

    /// The moves, as `before-behind:typed`, and the worst order.
    fn told(ranks: &BTreeSet<Rank>) -> (String, Order) {
        let value = |value: Option<u32>| value.map_or("-".to_owned(), |value| value.to_string());
        let (moves, worst) = moves(ranks, MAXIMUM);
        let each = moves.iter().map(|one| format!("{}-{}:{}", value(one.rank.old), value(one.rank.new), one.to));
        (each.collect::<Vec<_>>().join(" "), worst)
    }

    #[test]
    fn a_value_is_left_before_it_is_taken() {
        assert_eq!(told(&typed(&[(0, 1), (1, 2), (2, 3)])), ("2-3:3 1-2:2 0-1:1".to_owned(), Order::Whole));
        assert_eq!(told(&typed(&[(1, 0), (2, 1)])), ("1-0:0 2-1:1".to_owned(), Order::Whole));
    }

    #[test]
    fn a_ring_is_opened_by_a_free_value() {
        assert_eq!(told(&typed(&[(0, 2), (2, 0)])), ("0-2:3 2-0:0 0-2:2".to_owned(), Order::Whole));
        assert_eq!(told(&typed(&[(0, 1), (1, 2), (2, 0)])), ("2-0:3 1-2:2 0-1:1 2-0:0".to_owned(), Order::Whole));
        assert_eq!(told(&typed(&[(9, 10), (10, 9)])), ("10-9:8 9-10:10 10-9:9".to_owned(), Order::Whole));
        // Behind the one that stays there is no way past it, and no value is free before it.
        assert_eq!(told(&typed(&[(0, 2), (1, 1), (2, 0)])).1, Order::Pairs);
        // Behind the third the first is where it is on neither side; but the second comes first, as behind.
        assert_eq!(told(&typed(&[(0, 1), (1, 0), (2, 2)])), ("0-1:3 1-0:0 0-1:1".to_owned(), Order::Front));
        let all: Vec<_> = (0..=10).map(|value| (value, if value < 2 { 1 - value } else { value })).collect();
        assert_eq!(told(&typed(&all)).1, Order::Neither);
    }

    #[test]
    fn what_comes_and_goes_is_waited_for() {
        let one = |old, new, with| Rank { old, new, with };
        let at = |ranks: [Rank; 2]| {
            moves(&ranks.into(), MAXIMUM).0.iter().map(|one| (one.to, one.before)).collect::<Vec<_>>()
        };
        let opened = [one(Some(0), Some(1), None), one(None, Some(0), Some(Stage::Opened))];
        assert_eq!(at(opened), [(1, Some(Stage::Opened))]);
        let removed = [one(Some(1), Some(0), None), one(Some(0), None, Some(Stage::Removed))];
        assert_eq!(at(removed), [(0, None)]);
    }
}
