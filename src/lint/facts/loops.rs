//! Whether calls loop in the network around a configuration.

use crate::analysis::loops::{Graph, Loops, Witness, loops};

/// What is known of loops.
#[derive(Clone, Debug)]
pub enum LoopAnswer {
    /// There is no network to look for loops in: nothing is known of the systems around one gateway.
    NotAsked,
    /// No call loops.
    None,
    /// This call does.
    Found(Box<Witness>),
    /// That is not known, for this reason.
    Unknown(String),
}

impl LoopAnswer {
    /// That of a network; `graph` is `None` where telling its numbers apart takes more than the budget.
    pub(in crate::lint) fn of(graph: Option<&Graph<'_, '_>>) -> Self {
        let Some(graph) = graph else {
            return Self::Unknown("its patterns take more states than the budget to tell apart".to_owned());
        };
        match loops(graph) {
            Loops::Found(witness) => Self::Found(witness),
            Loops::Unknown(reason) => Self::Unknown(reason),
            Loops::None => graph.gaps().not_followed().map_or(Self::None, Self::Unknown),
        }
    }
}
