//! What pictures have in common, whatever draws them.

use std::collections::{BTreeMap, BTreeSet};

use super::one_line;
use crate::analysis::{Arrow, Picture, PictureKind};

/// The most patterns that stand at an arrow.
const PATTERNS: usize = 3;

/// The places of a picture, each with its name in the source of the picture, what people read, and its kind.
pub(super) fn places(picture: &Picture) -> Vec<(String, String, PictureKind)> {
    let place = |(index, (name, kind)): (usize, &(String, PictureKind))| (identifier(index), one_line(name), *kind);
    picture.places.iter().enumerate().map(place).collect()
}

/// The name of a place in the source of a picture: names of people can hold anything.
pub(super) fn identifier(index: usize) -> String {
    format!("n{index}")
}

/// The arrows of a picture in a fixed order, those between the same places made one; arrows that are taken only after a
/// failure stay apart. Arrows that lead to no place of the picture are left out.
pub(super) fn arrows(picture: &Picture) -> Vec<Arrow> {
    let mut merged: BTreeMap<(usize, usize, bool), Arrow> = BTreeMap::new();
    let known = |arrow: &&Arrow| arrow.from.max(arrow.to) < picture.places.len();
    for arrow in picture.arrows.iter().filter(known) {
        let key = (arrow.from, arrow.to, arrow.failure);
        let one = merged.entry(key).or_insert_with(|| Arrow { patterns: Vec::new(), ..arrow.clone() });
        one.more |= arrow.more;
        one.looping |= arrow.looping;
        one.patterns.extend(arrow.patterns.iter().cloned());
    }
    let sorted = |arrow: Arrow| {
        let patterns: BTreeSet<String> = arrow.patterns.into_iter().collect();
        Arrow { patterns: patterns.into_iter().collect(), ..arrow }
    };
    merged.into_values().map(sorted).collect()
}

/// The lines that stand at an arrow.
pub(super) fn label(arrow: &Arrow) -> Vec<String> {
    let mut lines: Vec<String> = arrow.patterns.iter().take(PATTERNS).map(|pattern| one_line(pattern)).collect();
    if !lines.is_empty() && (arrow.more || arrow.patterns.len() > PATTERNS) {
        lines.push("...".to_owned());
    }
    lines
}
