//! The object layer: which objects two plans have, and how those differ that both have.
//!
//! Objects are the same where they are called alike, or where they say the same: one that got another number or name is
//! recognised, and so are the references to it.

mod lines;
mod pairing;

use super::scope::Scope;
use crate::model::DialPlan;
use crate::source::Span;
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;
use lines::{Line, Renames, settings_lines};
use pairing::{Item, paired};

/// How an object differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Altered {
    /// Only the new plan has it.
    Added,
    /// Only the old plan has it.
    Removed,
    /// Both have it, and it says something else or is called otherwise.
    Modified,
}

impl Altered {
    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Modified => "modified",
        }
    }
}

/// How a line of an object differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldChange {
    /// It says something else.
    Said,
    /// It says the same: what it names is called otherwise.
    Followed,
    /// It says the same under another number, as a rule that others were put in front of.
    Renumbered,
}

/// A line of an object that differs. Secrets in it are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is known by in its object: `preference`, `rule 1`.
    pub name: String,
    /// The line in the old plan, where it is there.
    pub before: Option<String>,
    /// The line in the new plan, where it is there.
    pub after: Option<String>,
    /// What holds without the line, where that is known.
    pub default: Option<String>,
    /// How it differs.
    pub change: FieldChange,
}

impl Field {
    /// Whether only a secret in it differs, which is not shown.
    pub fn is_hidden(&self) -> bool {
        self.before.is_some() && self.before == self.after
    }
}

/// An object that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectChange {
    /// The command that begins it; `None` for lines that stand in no object.
    pub header: Option<Command>,
    /// Its number or name, in the new plan where it is there; empty where there is only one of its kind.
    pub id: String,
    /// Its number or name in the old plan, where that is another one.
    pub was: Option<String>,
    /// Its header as IOS prints it: `dial-peer voice 5 voip`.
    pub title: String,
    /// How it differs.
    pub altered: Altered,
    /// The lines that differ, in the order in which IOS prints them; all of them, where only one plan has it.
    pub fields: Vec<Field>,
    /// Where its header stands in the new plan.
    pub span: Option<Span>,
}

impl ObjectChange {
    /// What kind of object it is, in a word: `dial-peer`.
    pub fn kind(&self) -> String {
        kind_name(self.header)
    }

    /// Whether it differs only in what it is called, or in what others are called.
    pub fn is_renaming(&self) -> bool {
        let said = |field: &Field| field.change == FieldChange::Said;
        self.altered == Altered::Modified && !self.fields.iter().any(said)
    }
}

/// A kind of object in a word: `dial-peer`, `translation-rule`; `global` for lines that stand in no object.
pub fn kind_name(header: Option<Command>) -> String {
    match header {
        None => "global".to_owned(),
        Some(Command::DialPeer) => "dial-peer".to_owned(),
        Some(Command::OldTranslationRule) => "old-translation-rule".to_owned(),
        Some(Command::TranslationRuleTable) => "translation-rule".to_owned(),
        Some(Command::TranslationProfile) => "translation-profile".to_owned(),
        Some(other) => other.row().keywords.trim_start_matches("voice class ").replace(' ', "-"),
    }
}

/// The objects that differ between two plans, those of one kind side by side, the kinds in the order in which IOS prints
/// them. Defaults, order, a redundant `^` and abbreviations make no difference.
pub fn objects(old: &DialPlan, new: &DialPlan, scope: Scope) -> Vec<ObjectChange> {
    if old == new {
        return Vec::new();
    }
    let (old_objects, new_objects) = (old.objects(), new.objects());
    let pairs = paired(&old_objects, &new_objects);
    let mut changes = vec![globals(old, new, &pairs.renames)];
    changes.extend(pairs.same.iter().map(|(one, other)| modified(one, other, &pairs.renames)));
    changes.extend(pairs.removed.iter().map(|item| only_one(item, Altered::Removed)));
    changes.extend(pairs.added.iter().map(|item| only_one(item, Altered::Added)));
    for change in &mut changes {
        restrict(change, scope);
    }
    changes.retain(|change| is_worth_telling(change, scope));
    changes.sort_by_cached_key(|change| (change.header, order_of(&change.id)));
    changes
}

/// Numbers in their order, then names in theirs.
fn order_of(id: &str) -> (u64, String) {
    (id.parse().unwrap_or(u64::MAX), id.to_owned())
}

/// The lines that stand in no object.
fn globals(old: &DialPlan, new: &DialPlan, renames: &Renames) -> ObjectChange {
    let (before, after) = (settings_lines(&old.globals, false), settings_lines(&new.globals, false));
    ObjectChange {
        header: None,
        id: String::new(),
        was: None,
        title: "global lines".to_owned(),
        altered: Altered::Modified,
        fields: lines::compared(&before, &after, renames, false),
        span: None,
    }
}

/// An object that both plans have.
fn modified(old: &Item<'_>, new: &Item<'_>, renames: &Renames) -> ObjectChange {
    let (one, other) = (old.object, new.object);
    let id = shown(&other.id.to_string());
    let mut fields = lines::compared(&old.lines, &new.lines, renames, lines::order_counts(other.header));
    if one.kind != other.kind {
        let [before, after] = [one, other].map(|object| Some(shown(&object.title())));
        let name = "type".to_owned();
        fields.insert(0, Field { name, before, after, default: None, change: FieldChange::Said });
    }
    ObjectChange {
        header: Some(other.header),
        was: (one.id != other.id).then(|| shown(&one.id.to_string())),
        id,
        title: shown(&other.title()),
        altered: Altered::Modified,
        fields,
        span: Some(other.span),
    }
}

/// An object that only one plan has.
fn only_one(item: &Item<'_>, altered: Altered) -> ObjectChange {
    let object = item.object;
    let none: &[Line] = &[];
    let (before, after) = if altered == Altered::Added { (none, &*item.lines) } else { (&*item.lines, none) };
    let fields = lines::compared(before, after, &Renames::default(), lines::order_counts(object.header));
    ObjectChange {
        header: Some(object.header),
        id: shown(&object.id.to_string()),
        was: None,
        title: shown(&object.title()),
        altered,
        // Where there is no object, no default holds.
        fields: fields.into_iter().map(|field| Field { default: None, ..field }).collect(),
        span: (altered == Altered::Added).then_some(object.span),
    }
}

/// Takes out of an object that is shared by several plans what `scope` leaves to others.
fn restrict(change: &mut ObjectChange, scope: Scope) {
    if !change.id.is_empty() {
        return;
    }
    match scope {
        Scope::Whole => {}
        Scope::OfOld => change.fields.retain(|field| field.before.is_some()),
        Scope::OfNew => change.fields.retain(|field| field.after.is_some()),
    }
}

/// Whether there is something to tell of a change.
fn is_worth_telling(change: &ObjectChange, scope: Scope) -> bool {
    let foreign = match scope {
        Scope::Whole => false,
        Scope::OfOld => change.altered == Altered::Added,
        Scope::OfNew => change.altered == Altered::Removed,
    };
    let says = change.altered != Altered::Modified || change.was.is_some() || !change.fields.is_empty();
    !foreign && says
}

#[cfg(test)]
mod tests;
