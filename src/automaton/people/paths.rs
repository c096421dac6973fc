//! The ways through a graph, the best first: each is a pattern, and no two of them share a number.

use std::collections::BinaryHeap;

use super::LONGEST;
use super::graph::{Behind, Graph};
use crate::automaton::cube::Cube;
use crate::number::{Symbol, SymbolSet};

/// Symbols at each position, and whether any may follow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub(super) positions: Vec<SymbolSet>,
    pub(super) open: bool,
}

impl Shape {
    /// As people write it: with `T` behind where any symbols may follow.
    pub(super) fn text(&self) -> String {
        let front = Cube::of_sets(self.positions.clone()).pattern();
        if self.open { front + "T" } else { front }
    }
}

/// What makes a pattern better than another.
pub(super) enum Rank {
    /// It holds more numbers. For each node, what [`Hold`] says.
    Most(Vec<Hold>),
    /// It is shorter.
    Shortest,
}

/// The most numbers that one pattern can hold that begins at a node.
#[derive(Clone, Copy, Default)]
pub(super) struct Hold {
    /// Of the patterns that end.
    ended: u128,
    /// Of those with anything behind: their numbers of [`LONGEST`] symbols.
    open: u128,
}

impl Hold {
    /// Nothing at all may be missing behind.
    const ANYTHING: Self = Self { ended: 0, open: unit(LONGEST) };
}

/// How many numbers of `digits` digits there are.
const fn unit(digits: usize) -> u128 {
    let mut count: u128 = 1;
    let mut left = digits;
    while left > 0 {
        count = count.saturating_mul(10);
        left -= 1;
    }
    count
}

impl Rank {
    /// How the patterns of `graph` are compared: by their numbers. Where there are loops, or numbers may be longer than
    /// any is, there is no end of patterns that hold more and more: there the shortest come first.
    pub(super) fn of(graph: &Graph) -> Self {
        if graph.has_loops() { Self::Shortest } else { Self::by_numbers(graph).unwrap_or(Self::Shortest) }
    }

    fn by_numbers(graph: &Graph) -> Option<Self> {
        let mut holds: Vec<Hold> = Vec::with_capacity(graph.nodes().len());
        let mut heights: Vec<usize> = Vec::with_capacity(graph.nodes().len());
        for node in graph.nodes() {
            let mut best = Hold { ended: u128::from(node.accepting), open: 0 };
            let mut height = 0;
            for (symbols, behind) in node.groups() {
                let hold = hold(&holds, behind);
                best.ended = best.ended.max(hold.ended.saturating_mul(u128::from(symbols.len())));
                // No rounding: what is behind has at most LONGEST symbols.
                best.open = best.open.max(hold.open / 10 * u128::from(symbols.len()));
                height = height.max(1 + height_of(&heights, behind));
            }
            if height > LONGEST {
                return None;
            }
            holds.push(best);
            heights.push(height);
        }
        (height_of(&heights, graph.plus) < LONGEST).then_some(Self::Most(holds))
    }

    /// How good a whole pattern is; more is better.
    pub(super) fn of_shape(&self, shape: &Shape) -> u128 {
        let product = shape.positions.iter().fold(1_u128, |product, symbols| times(product, *symbols));
        let goal = if shape.open { Goal::Anything } else { Goal::End };
        self.of_goal(goal, shape.positions.len(), product, 0)
    }

    /// How good the best pattern is that goes on to `goal`, where `product` numbers of `depth` symbols lead to it and
    /// `shortest` more are the fewest.
    fn of_goal(&self, goal: Goal, depth: usize, product: u128, shortest: usize) -> u128 {
        let Self::Most(holds) = self else {
            return u128::try_from((2 * LONGEST).saturating_sub(depth + shortest)).unwrap_or(0);
        };
        match goal {
            Goal::End => product,
            Goal::Anything => product.saturating_mul(unit(LONGEST.saturating_sub(depth))),
            Goal::Node(node) => {
                let hold = hold(holds, Behind::Node(node));
                let open = (hold.open / unit(depth)).saturating_mul(product);
                hold.ended.saturating_mul(product).max(open)
            }
        }
    }
}

fn hold(holds: &[Hold], behind: Behind) -> Hold {
    match behind {
        Behind::Dead => Hold::default(),
        Behind::Anything => Hold::ANYTHING,
        Behind::Node(index) => holds.get(index).copied().unwrap_or_default(),
    }
}

fn height_of(heights: &[usize], behind: Behind) -> usize {
    match behind {
        Behind::Dead | Behind::Anything => 0,
        Behind::Node(index) => heights.get(index).copied().unwrap_or(0),
    }
}

fn times(product: u128, symbols: SymbolSet) -> u128 {
    product.saturating_mul(u128::from(symbols.len()))
}

/// Where a way goes on, or how it ends.
#[derive(Clone, Copy)]
enum Goal {
    Node(usize),
    End,
    Anything,
}

/// A way so far: one step behind another.
#[derive(Clone, Copy)]
struct Step {
    /// Place of the step before among all steps, if there is one.
    before: Option<usize>,
    /// What it takes; nothing where it takes no symbol.
    symbols: SymbolSet,
    goal: Goal,
    depth: usize,
    /// How many numbers lead here.
    product: u128,
}

/// Looks for the best ways.
pub(super) struct Search<'a> {
    graph: &'a Graph,
    rank: &'a Rank,
    steps: Vec<Step>,
    /// The steps to go on from, by rank; of those alike the last.
    open: BinaryHeap<(u128, usize)>,
}

impl<'a> Search<'a> {
    /// The best patterns of `graph`, up to `most`, and whether they are all.
    pub(super) fn run(graph: &'a Graph, rank: &'a Rank, most: usize) -> (Vec<Shape>, bool) {
        let mut search = Self { graph, rank, steps: Vec::new(), open: BinaryHeap::new() };
        let origin = Step { before: None, symbols: SymbolSet::EMPTY, goal: Goal::End, depth: 0, product: 1 };
        search.add(origin, SymbolSet::of(Symbol::PLUS), graph.plus);
        search.add(origin, SymbolSet::EMPTY, graph.start);
        let mut found = Vec::new();
        while let Some((_, place)) = search.open.pop() {
            if found.len() >= most {
                return (found, false);
            }
            let Some(&step) = search.steps.get(place) else { continue };
            match step.goal {
                Goal::End => found.push(search.shape(place, false)),
                // What cannot be longer needs nothing that says that it may.
                Goal::Anything => found.push(search.shape(place, step.depth < LONGEST)),
                Goal::Node(node) => search.go_on(Step { before: Some(place), ..step }, node),
            }
        }
        (found, true)
    }

    /// Adds all steps from `node`, which `from` leads to. The last is taken first, so that ways that are alike come in
    /// the order of their digits.
    fn go_on(&mut self, from: Step, node: usize) {
        let Some(node) = self.graph.node(node) else { return };
        let groups: Vec<_> = node.groups().collect();
        for &(symbols, behind) in groups.iter().rev() {
            self.add(from, symbols, behind);
        }
        if node.accepting {
            self.push(Step { symbols: SymbolSet::EMPTY, goal: Goal::End, ..from }, 0);
        }
    }

    /// Adds the step over `symbols` to `behind`, if a number comes of it that is not too long.
    fn add(&mut self, from: Step, symbols: SymbolSet, behind: Behind) {
        let taken = !symbols.is_empty();
        let depth = from.depth + usize::from(taken);
        let product = if taken { times(from.product, symbols) } else { from.product };
        let shortest = self.graph.shortest(behind);
        let goal = match behind {
            Behind::Dead => return,
            Behind::Anything => Goal::Anything,
            Behind::Node(node) => Goal::Node(node),
        };
        if depth + shortest <= LONGEST {
            self.push(Step { before: from.before, symbols, goal, depth, product }, shortest);
        }
    }

    fn push(&mut self, step: Step, shortest: usize) {
        self.open.push((self.rank.of_goal(step.goal, step.depth, step.product, shortest), self.steps.len()));
        self.steps.push(step);
    }

    /// The pattern of the way that ends with the step at `place`.
    fn shape(&self, place: usize, open: bool) -> Shape {
        let mut positions = Vec::new();
        let mut at = self.steps.get(place);
        while let Some(step) = at {
            if !step.symbols.is_empty() {
                positions.push(step.symbols);
            }
            at = step.before.and_then(|before| self.steps.get(before));
        }
        positions.reverse();
        Shape { positions, open }
    }
}
