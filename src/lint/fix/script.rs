//! The commands of fixes as one text that is pasted into a router.

use indexmap::{IndexMap, IndexSet};

use super::{Effect, Fix};
use crate::lint::finding::Finding;
use crate::syntax::remark::remark;

/// The commands of findings, those of one object together, in the order of the findings. So no object is entered twice; and since
/// each fix adds before it takes back, none is without what it had, nor has much more than it may have.
#[derive(Clone, Debug, Default)]
pub struct Script<'a> {
    objects: IndexMap<&'a str, Vec<(&'a Finding, &'a Fix)>>,
}

/// What the opening remarks of a script say.
#[derive(Clone, Debug)]
pub struct About {
    /// The configuration that it is for.
    pub file: String,
    /// The SHA-256 of that, in hexadecimal.
    pub hash: String,
    /// How many findings are gone once it is applied.
    pub gone: usize,
}

impl<'a> Script<'a> {
    /// That of these findings; those without commands are left out.
    pub fn of(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut script = Self::default();
        for (finding, fix) in findings.into_iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?))) {
            script.objects.entry(&fix.header).or_default().push((finding, fix));
        }
        script
    }

    /// The headers of the objects that it enters.
    pub(super) fn headers(&self) -> impl Iterator<Item = &'a str> {
        self.objects.keys().copied()
    }

    /// The commands alone.
    pub fn commands(&self) -> String {
        self.objects.iter().map(|(header, fixes)| block(header, fixes)).collect()
    }

    /// The whole text, with what it is for and what was verified.
    pub fn text(&self, about: &About) -> String {
        let fixes = || self.objects.values().flatten().map(|(_, fix)| *fix);
        let unsafe_ones = fixes().filter(|fix| !fix.is_safe()).count();
        let effect = match (unsafe_ones, fixes().any(|fix| fix.effect == Effect::Nothing { but_empty: true })) {
            (0, false) => "No number is treated differently.".to_owned(),
            (0, true) => "No number is treated differently; calls without a number are, where it says so.".to_owned(),
            (1, _) => "One fix changes how numbers are treated; the remark above it says which.".to_owned(),
            (some, _) => format!("{some} fixes change how numbers are treated; the remarks above them say which."),
        };
        let remarks = [
            format!("{MARK} {}: fixes for {}", env!("CARGO_PKG_VERSION"), about.file),
            format!("For the configuration with SHA-256 {}", about.hash),
            format!("Read on top of it and linted again: {} gone, none new.", findings(about.gone)),
            effect,
            "To be pasted in configuration mode.".to_owned(),
        ];
        let mut text: String = remarks.iter().map(|remark| said(remark)).collect();
        text += "!\n";
        for (header, fixes) in &self.objects {
            for (finding, fix) in fixes {
                text += &said(&format!("{}: {}", finding.code, finding.message));
                if fix.effect != (Effect::Nothing { but_empty: false }) {
                    text += &said(&fix.effect.text());
                }
            }
            text += &block(header, fixes);
            text += "!\n";
        }
        text
    }
}

/// What the first line of a script begins with, behind the `!`.
const MARK: &str = "dialc";

impl Script<'_> {
    /// Whether a text is a script that dialc wrote.
    pub fn is_one(text: &[u8]) -> bool {
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let first = String::from_utf8_lossy(first);
        first.strip_prefix("! ").is_some_and(|rest| rest.starts_with(MARK) && rest.contains(": fixes for "))
    }
}

/// `1 finding is`, `2 findings are`.
fn findings(count: usize) -> String {
    if count == 1 { "1 finding is".to_owned() } else { format!("{count} findings are") }
}

/// The commands of an object, each once.
fn block(header: &str, fixes: &[(&Finding, &Fix)]) -> String {
    let lines: IndexSet<&String> = fixes.iter().flat_map(|(_, fix)| &fix.lines).collect();
    let lines = [header].into_iter().chain(lines.into_iter().map(String::as_str)).chain(["exit"]);
    lines.collect::<Vec<_>>().join("\n ") + "\n"
}

/// A line of remark.
fn said(text: &str) -> String {
    format!("! {}\n", remark(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_can_be_pasted() {
        assert_eq!(said("is it \u{201c}1?\u{201d}"), "! is it #1.#\n");
        assert_eq!(said(&"1".repeat(300)).len(), 200 + "!  ...\n".len());
    }

    #[test]
    fn scripts_are_known_by_their_first_line() {
        let about = About { file: "a.cfg".to_owned(), hash: "00".to_owned(), gone: 1 };
        assert!(Script::is_one(Script::default().text(&about).as_bytes()));
        assert!(!Script::is_one(b"! a remark\ndial-peer voice 1 voip\n") && !Script::is_one(b""));
    }
}
