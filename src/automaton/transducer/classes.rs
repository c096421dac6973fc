//! Symbols that need not be told apart.

use super::table::Table;
use crate::number::{SYMBOLS, Symbol, SymbolSet};

/// The alphabet in classes of symbols that neither `sets` nor `tables` tell apart, each with one symbol of it.
pub(super) fn classes<'a>(
    sets: impl IntoIterator<Item = SymbolSet>,
    tables: impl IntoIterator<Item = &'a Table>,
) -> Vec<(SymbolSet, Symbol)> {
    let mut classes = vec![SymbolSet::ALL];
    for set in sets {
        refine(&mut classes, set);
    }
    for table in tables {
        let columns = table.columns();
        for first in 0..SYMBOLS {
            let alike = columns.iter().enumerate().filter(|(_, column)| usize::from(**column) == first);
            refine(&mut classes, alike.filter_map(|(index, _)| Symbol::from_index(index)).collect());
        }
    }
    classes.into_iter().filter_map(|class| class.iter().next().map(|first| (class, first))).collect()
}

/// Splits the classes that `set` has only a part of.
fn refine(classes: &mut Vec<SymbolSet>, set: SymbolSet) {
    if classes.iter().all(|class| class.is_subset(set) || class.intersection(set).is_empty()) {
        return;
    }
    let split = |class: &SymbolSet| [class.intersection(set), class.difference(set)];
    *classes = classes.iter().flat_map(split).filter(|class| !class.is_empty()).collect();
}
