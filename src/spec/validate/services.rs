//! What concerns several systems: numbers that ring together, voicemail.

use super::{Check, File};
use crate::spec::schema::Kind;

impl<F: File> Check<'_, F> {
    /// OCS does not route a call out to a number that is the user's own.
    pub(super) fn simultaneous_ring(&mut self) {
        for ring in self.file.simultaneous_ring() {
            let [(first_id, first), (second_id, second)] = &ring.ends;
            let digits = |number: &str| number.trim_start_matches('+').to_owned();
            if digits(&first.value) == digits(&second.value) {
                let message = format!(
                    "`{}` and `{}` ring together on the same number {}, so the call is never sent out",
                    first_id.value,
                    second_id.value,
                    digits(&first.value)
                );
                let places = [(second.span, "the same number"), (first.span, "this number")];
                self.clash("same-number-rings", places, message, "the two must differ once written as digits");
            }
        }
    }
}

impl Check<'_> {
    pub(super) fn extension_digits(&mut self) {
        let Some(voicemail) = &self.file.voicemail else { return };
        let expected = voicemail.extension_digits;
        for system in self.file.systems.iter().filter(|system| system.kind.value == Kind::Cucm) {
            let Some(lines) = system.line_digits.filter(|lines| *lines != expected) else { continue };
            let message = format!(
                "voicemail has extensions of {} digits, and the lines of `{}` have {}",
                expected.value, system.id.value, lines.value
            );
            let places = [(expected.span, "extensions"), (lines.span, "lines")];
            let help = "the Exchange UM dial plan and CUCM need the same number of digits";
            self.clash("extension-digits-differ", places, message, help);
        }
    }
}
