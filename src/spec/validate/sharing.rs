//! Blocks: order, tags, translations, preferences.

use std::collections::BTreeMap;

use super::Check;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};
use crate::spec::MAXIMUM_PREFERENCE;
use crate::spec::schema::{Share, State, Tags, Unassigned};

/// The preference of the first peer of a block that gives none.
const FIRST_PREFERENCE: u8 = 1;

impl Check<'_> {
    pub(super) fn sharing(&mut self) {
        let mut names: BTreeMap<&str, Span> = BTreeMap::new();
        for share in &self.file.sharing {
            self.order(share);
            self.state_and_keys(share);
            self.preferences(share);
            self.comes_back(share);
            let name = &share.name;
            match names.get(name.value.as_str()) {
                Some(&first) if !name.value.is_empty() => {
                    let message = format!("two blocks are called `{}`", name.value.escape_debug());
                    let places = [(name.span, "again here"), (first, "first here")];
                    self.clash("repeated-name", places, message, "give each block a name of its own");
                }
                Some(_) => {}
                None => {
                    names.insert(&name.value, name.span);
                }
            }
        }
        self.tags();
    }

    fn order(&mut self, share: &Share) {
        let mut seen: Vec<&Located<String>> = Vec::new();
        for id in &share.order {
            if let Some(first) = seen.iter().find(|first| ***first == *id) {
                let message = format!("`order` names `{}` twice", id.value.escape_debug());
                let places = [(id.span, "again here"), (first.span, "first here")];
                self.clash("repeated-system", places, message, "each system is tried once");
                continue;
            }
            seen.push(id);
            if self.is_provider(&id.value) {
                let message = format!("`{}` is a provider, which holds no numbers of yours", id.value);
                self.error("provider-in-order", id.span, message, "a provider", "list call-control systems only");
            }
        }
    }

    fn state_and_keys(&mut self, share: &Share) {
        let keys = share.tags.iter().map(|(id, _)| (id, "tags"));
        let keys = keys.chain(share.translation.iter().map(|(id, _)| (id, "translation")));
        let state = match &share.state {
            State::Only(id) => Some((id, "state")),
            State::Shared => None,
        };
        for (id, key) in keys.chain(state) {
            let unknown = self.file.system(&id.value).is_none();
            if !unknown && !share.order.iter().any(|member| self.means(&member.value, &id.value)) {
                let message = format!("`{key}` names `{}`, which is not in the `order` of this block", id.value);
                let places = [(id.span, "not in the order"), (share.order_span, "the order")];
                self.clash("not-in-order", places, message, "add the system to `order`, or remove it here");
            }
        }
    }

    /// Each target of each system takes the next preference: all must be within what IOS takes.
    fn preferences(&mut self, share: &Share) {
        let first = usize::from(share.preference.map_or(FIRST_PREFERENCE, |preference| preference.value));
        let mut next = first;
        for id in &share.order {
            let targets = self.file.system(&id.value).map_or(&[][..], |system| &system.targets);
            for target in targets {
                if next > usize::from(MAXIMUM_PREFERENCE) {
                    let message = format!(
                        "the peer of `{}` for {} would have preference {next}; IOS takes 0 to {MAXIMUM_PREFERENCE}",
                        id.value, target.value
                    );
                    let help = format!(
                        "each target takes the next preference, from {first} on: begin lower, or have fewer targets"
                    );
                    self.error("preference-over-10", id.span, message, "this system goes over", &help);
                    return;
                }
                next += 1;
            }
        }
    }

    /// A system that keeps a call for a number it does not know ends the hunting: who stands behind it is never tried.
    fn comes_back(&mut self, share: &Share) {
        if share.state != State::Shared {
            return;
        }
        let others = share.order.split_last().map_or(&[][..], |(_, others)| others);
        for id in others {
            let Some(system) = self.file.system(&id.value) else { continue };
            let Some(unassigned) = &system.unassigned else { continue };
            let what = match &unassigned.value {
                Unassigned::Reject(_) => continue,
                Unassigned::Announcement => "plays an announcement".to_owned(),
                Unassigned::Route(to) => format!("routes the call to `{}`", to.value.escape_debug()),
            };
            let message =
                format!("`{}` {what} for a number it does not know, so the systems after it are never tried", id.value);
            let places = [(id.span, "not the last of the order"), (unassigned.span, "keeps the call")];
            let help = "let it answer 404 (`unassigned: reject-404`), or put it last";
            self.clash("call-never-returns", places, message, help);
        }
    }

    /// Each tag is given once in the whole spec.
    fn tags(&mut self) {
        let inbound = self.file.gateway.pstn.inbound_peer.and_then(|peer| peer.value.tag);
        let of_blocks = self.file.sharing.iter().flat_map(|share| share.tags.iter().flat_map(|(_, tags)| listed(tags)));
        let mut seen: BTreeMap<u32, Span> = BTreeMap::new();
        let mut found = Vec::new();
        for tag in inbound.into_iter().chain(of_blocks.copied()) {
            if let Some(&first) = seen.get(&tag.value) {
                let diagnostic = Diagnostic::error("repeated-tag", format!("tag {} is given twice", tag.value))
                    .at(self.source, tag.span, "again here")
                    .at(self.source, first, "first here")
                    .help("each dial-peer has a tag of its own");
                found.push(diagnostic);
            } else {
                seen.insert(tag.value, tag.span);
            }
        }
        self.push_some("repeated-tag", found);
    }
}

/// The tags that are written.
fn listed(tags: &Tags) -> &[Located<u32>] {
    match tags {
        Tags::First(tag) => std::slice::from_ref(tag),
        Tags::List(list) => list,
    }
}
