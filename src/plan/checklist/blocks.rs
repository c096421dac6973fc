//! Each block: who has its numbers, and what comes next.

use super::{Context, Item, listed, numbers};
use crate::number::NumberSet;
use crate::spec::{Share, State};

pub(super) fn items(context: &Context<'_>) -> Vec<Item> {
    let of_block = |share| [Some(state(context, share)), numbers::owners(context, share)].into_iter().flatten();
    context.spec.sharing.iter().flat_map(of_block).collect()
}

fn state(context: &Context<'_>, share: &Share) -> Item {
    let count = NumberSet::of_dids(share.dids.iter().map(|range| &range.value)).count();
    let name = &share.name.value;
    let order: Vec<_> = share.order.iter().map(|id| id.value.clone()).collect();
    let numbers = if count == 1 { "1 number".to_owned() } else { format!("{count} numbers") };
    let first = order.first().cloned().unwrap_or_default();
    match &share.state {
        State::Shared if order.len() > 1 => context.item(
            [share.name.span, share.order_span],
            format!("Block {name} ({numbers}) is shared, tried in this order: {}", order.join(", ")),
            "Users move one by one: whoever has a number answers it.",
            format!("Next: once every number has moved to {first}, write `state: {first}` and generate again."),
        ),
        State::Shared => context.item(
            [share.name.span, share.order_span],
            format!("Block {name} ({numbers}) goes to {first}"),
            "It is the only system of the block.",
            "Nothing follows.",
        ),
        State::Only(only) => {
            let others: Vec<_> = order.iter().filter(|id| **id != only.value).cloned().collect();
            let behind = order.first() != Some(&only.value);
            let next = if behind {
                format!("Next: write `state: shared` when the first of its users moves to {first}.")
            } else {
                format!(
                    "Next: remove its numbers from {}, and every route that still sends them there; going back is \
                     `state: shared`.",
                    listed(&others)
                )
            };
            context.item(
                [share.name.span, only.span],
                format!("Block {name} ({numbers}) belongs to {} alone", only.value),
                format!("No peer leads to {}: a number that is left there is not reached.", listed(&others)),
                next,
            )
        }
    }
}
