//! The DIDs that a network file tells, as they arrive at the gateway.

use super::Facts;
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Call, Party, Replies, Trace, Traveller};
use crate::model::{Place, RuleTable};
use crate::number::{Form, Interval, NumberSet};

/// DIDs that agree in all but so many numbers are one block.
const BLOCK: u64 = 1_000;

impl Facts<'_, '_> {
    /// The DIDs of the gateway as the public network delivers them; `None` where nobody told them. Whether they have a `+` is said too.
    pub fn delivered(&self) -> Option<(NumberSet, bool)> {
        let form = self.site().delivers.unwrap_or(Form::E164);
        Some((self.site().dids.as_ref()?.written(form)?, form.has_plus()))
    }

    /// The same in blocks, at most so many.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn did_blocks(&self, most: usize) -> Result<Vec<Dfa>, OverBudget> {
        let Some((dids, plus)) = self.delivered() else { return Ok(Vec::new()) };
        let blocks = dids.intervals().flat_map(|interval| {
            let Interval { length, first, last } = interval;
            (first / BLOCK..=last / BLOCK).map(move |block| {
                let (first, last) = (first.max(block * BLOCK), last.min(block * BLOCK + (BLOCK - 1)));
                Interval { length, first, last }
            })
        });
        blocks.take(most).map(|block| Dfa::of_numbers(&[block].into_iter().collect(), plus)).collect()
    }

    /// What happens to a call of the public network to a number, on each trunk that leads there.
    pub fn from_public<'f>(&'f self, number: &'f str) -> impl Iterator<Item = Trace> + 'f {
        let public = self.site().contacts.iter().filter(|contact| contact.place == Place::Public);
        public.filter_map(move |contact| {
            let call = Call::to(number).on(Traveller::leg(Some(contact)));
            self.gateway().trace(&call, &Replies::default()).ok()
        })
    }

    /// Whether a table rewrites a number of a call from the public network as it arrives.
    pub fn rewrites_arriving(&self, table: &RuleTable, number: &str) -> bool {
        let by = format!("voice translation-rule {}, rule ", table.id);
        self.from_public(number).any(|trace| {
            let mut changes = trace.incoming.iter().filter(|change| change.applied && change.party == Party::Called);
            changes.any(|change| change.before.digits == number && change.by.contains(&by))
        })
    }
}
