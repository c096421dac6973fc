//! How much of two plans is compared.

use std::collections::HashSet;

use crate::model::{AnyObject, DialPlan, Id, Setting, Settings};
use crate::syntax::commands::{Command, Multiplicity};

/// How much of two plans is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    #[default]
    Whole,
    /// What the old plan has: its objects, and its lines where several plans share one object.
    OfOld,
    /// What the new plan has.
    OfNew,
}

/// Whether an object is shared by all that configure a router: there is only one of its kind.
pub(super) fn is_shared(id: &Id) -> bool {
    *id == Id::Only
}

/// What a plan owns of another one: its objects, and its lines where several plans share one object.
pub(super) struct Owned<'a> {
    objects: HashSet<(Command, Id)>,
    plan: &'a DialPlan,
}

impl<'a> Owned<'a> {
    pub(super) fn by(plan: &'a DialPlan) -> Self {
        Self { objects: plan.objects().into_iter().map(|object| (object.header, object.id)).collect(), plan }
    }

    /// Whether it owns this object, or lines of it.
    pub(super) fn has(&self, object: &AnyObject<'_>) -> bool {
        self.objects.contains(&(object.header, object.id.clone()))
    }

    /// The lines of a shared object that it owns.
    pub(super) fn lines(&self, header: Command, settings: &Settings) -> Settings {
        let own = self.plan.objects().into_iter().find(|object| object.header == header && is_shared(&object.id));
        own.map_or_else(Settings::default, |own| shared_lines(own.settings, settings))
    }

    /// The global lines that it owns.
    pub(super) fn globals(&self, globals: &Settings) -> Settings {
        shared_lines(&self.plan.globals, globals)
    }
}

/// The lines of `settings` that take the place of one of `own`.
fn shared_lines(own: &Settings, settings: &Settings) -> Settings {
    let place = |setting: &Setting| {
        let key = match setting.command.row().multiplicity {
            Multiplicity::Single => (0, String::new()),
            Multiplicity::Keyed => setting.key(),
            Multiplicity::List => (0, setting.line()),
        };
        (setting.command, key)
    };
    let places: HashSet<_> = own.iter().map(|(_, setting)| place(&setting.value)).collect();
    let written: HashSet<_> = own.verbatim().iter().map(|line| line.value.text.as_str()).collect();
    settings.only(
        |setting| places.contains(&place(setting)),
        |block| block.first().is_some_and(|line| written.contains(line.value.text.as_str())),
    )
}
