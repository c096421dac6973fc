//! Text that enters the configuration: a line of it must stay one line, and the command that it was meant to be.

use super::Check;
use crate::source::Located;
use crate::spec::decode::is_id_byte;
use crate::spec::schema::Access;

/// The most characters of a dial-peer's description (Cisco IOS Voice Command Reference, `description`).
const MAXIMUM_DESCRIPTION: usize = 64;
/// The most characters of a translation profile's name (ibid., `voice translation-profile`).
const MAXIMUM_PROFILE: usize = 31;

impl Check<'_> {
    pub(super) fn texts(&mut self) {
        let spec = self.file;
        self.line(&spec.gateway.name, "the gateway's name");
        self.line(&spec.gateway.release, "the release");
        if let Access::Pri { port } = &spec.gateway.pstn.access.value {
            self.line(port, "the port");
        }
        for system in &spec.systems {
            if let Some(description) = &system.description {
                self.line(description, "a description");
                self.description_length(description);
            }
            for line in &system.extra_lines {
                self.line(line, "a line of `extra_lines`");
            }
        }
        for share in &spec.sharing {
            self.line(&share.name, "the name of a block");
            let profiles = share.translation.iter().filter_map(|(_, translation)| translation.profile.as_ref());
            profiles.for_each(|profile| self.profile(profile));
        }
    }

    fn line(&mut self, text: &Located<String>, what: &str) {
        let value = &text.value;
        let turns = |character| {
            matches!(
                character,
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
                    | '\u{e0000}'..='\u{e007f}'
            )
        };
        let fault = if value.trim().is_empty() {
            // A stand-in has no place; its error is told already.
            if text.span.is_empty() && value.is_empty() {
                return;
            }
            Some(("is empty", "write some text, or remove the line"))
        } else if value.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
            Some(("holds a line break, which would begin another command", "write it on one line"))
        } else if value.chars().any(|character| character.is_control() || turns(character)) {
            Some(("holds a control character", "remove the character; it does not show"))
        } else if value.contains('?') {
            Some(("holds `?`, which IOS takes as a call for help", "write it without `?`"))
        } else if value.trim_start().starts_with('!') {
            Some(("begins with `!`, which makes a line of IOS a comment", "write it without the leading `!`"))
        } else if value.trim() != value {
            Some(("begins or ends with a blank, which IOS drops", "remove the blank"))
        } else {
            None
        };
        if let Some((fault, help)) = fault {
            self.error("bad-text", text.span, format!("{what} {fault}"), "cannot enter the configuration", help);
        }
    }

    fn description_length(&mut self, description: &Located<String>) {
        let length = description.value.chars().count();
        if length > MAXIMUM_DESCRIPTION {
            let message = format!("this description has {length} characters; IOS takes {MAXIMUM_DESCRIPTION}");
            self.error("long-description", description.span, message, "too long", "shorten it");
        }
    }

    fn profile(&mut self, profile: &Located<String>) {
        let name = &profile.value;
        if !(1..=MAXIMUM_PROFILE).contains(&name.len()) || !name.bytes().all(is_id_byte) {
            let message = format!("`{}` cannot be the name of a translation profile", name.escape_debug());
            let help = "a name is 1 to 31 letters, digits, `-` and `_`";
            self.error("bad-profile-name", profile.span, message, "not a name", help);
        }
    }
}
