//! A change script as text.

use super::shown;
use super::summary::extent;
use crate::analysis::difference::calls::Origin;
use crate::diff::script::{Between, Meanwhile, Script};
use crate::output::amount::counted;
use crate::syntax::remark::remark;

/// What the opening remarks of a script say.
#[derive(Clone, Debug)]
pub struct About {
    /// The configuration that it is for.
    pub from: String,
    /// The one that it leads to.
    pub to: String,
    /// The SHA-256 of both, in hexadecimal.
    pub hashes: (String, String),
    /// The script that takes it back, where that is written too.
    pub taken_back: Option<String>,
}

/// What the first line begins with.
const MARK: &str = "! dialc ";

/// The most patterns that tell which numbers a remark is about.
pub(super) const PATTERNS: usize = 5;

/// Whether a text is a script of this kind.
pub fn is_script(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    first.starts_with(MARK) && first.contains(": a change from ")
}

/// The script with what it is for, what was verified, and what is so between its commands.
pub fn script(script: &Script, about: &About) -> String {
    let between = &script.between;
    let mut opening = vec![
        format!("dialc {}: a change from {} to {}", env!("CARGO_PKG_VERSION"), about.from, about.to),
        format!("For the configuration with SHA-256 {}", about.hashes.0),
        format!("Read on top of it, it gives the one with SHA-256 {}", about.hashes.1),
        match between.iter().map(|one| one.command).collect::<std::collections::BTreeSet<_>>().len() {
            0 if !script.unjudged.is_empty() => "Not every number could be compared between the commands:".to_owned(),
            0 => "After each command every number is treated as before or as behind.".to_owned(),
            some => format!(
                "After {} some numbers are treated otherwise than before and behind; remarks say which.",
                counted(some as u128, "command", "commands")
            ),
        },
    ];
    let some_are_told = !between.is_empty() && !script.unjudged.is_empty();
    opening.extend(some_are_told.then(|| "Nor could every number be compared:".to_owned()));
    opening.extend(script.unjudged.iter().map(|reason| format!("  {reason}")));
    if !script.secrets.is_empty() {
        opening.push("Lines with a secret, to be typed by hand:".to_owned());
        opening.extend(script.secrets.iter().map(|line| format!("  {line}")));
    }
    if !script.refused.is_empty() {
        opening.push("Left out, for IOS would refuse them:".to_owned());
        opening.extend(script.refused.iter().map(|line| format!("  {line}")));
    }
    opening.extend(about.taken_back.as_ref().map(|path| format!("Taken back by {path}")));
    opening.push("IOS takes it back by itself where an archive is configured and it is entered with".to_owned());
    opening.push("`configure terminal revert timer 10` and not confirmed in time by `configure confirm`.".to_owned());
    opening.push("To be pasted in configuration mode.".to_owned());
    let remarks = |place: usize| {
        let mut groups = between.chunk_by(|one, other| one.command == other.command);
        let here = groups.find(|here| here.first().is_some_and(|one| one.command == place)).unwrap_or_default();
        told(here).iter().map(|line| remark(line)).collect()
    };
    let mut text: String = opening.iter().map(|line| format!("! {}\n", remark(line))).collect::<Vec<_>>().concat();
    text += "!\n";
    text + &script.text(remarks)
}

/// What is so of numbers from a command on; what is so of calls of several origins is told once.
pub(super) fn told(between: &[Between]) -> Vec<String> {
    let mut all: Vec<(String, Vec<&Origin>)> = Vec::new();
    for one in between {
        let what = what_is_so(one);
        match all.iter_mut().find(|(known, _)| *known == what) {
            Some((_, from)) => from.extend(&one.from),
            None => all.push((what, one.from.iter().collect())),
        }
    }
    let with_origin = |(what, from): (String, Vec<&Origin>)| {
        if from.contains(&&Origin::Anywhere) {
            return what;
        }
        let from: Vec<String> = from.into_iter().map(ToString::to_string).collect();
        format!("{what}, calls from {}", from.join(", "))
    };
    all.into_iter().map(with_origin).collect()
}

fn what_is_so(between: &Between) -> String {
    let how = match between.how {
        Meanwhile::NoRoute => "no route from here on",
        Meanwhile::AnotherWay => "neither the old nor the new way from here on",
        Meanwhile::AnotherFallback => "neither the old nor the new fallback from here on",
    };
    let readable = between.numbers.readable(PATTERNS);
    let count = extent(between.numbers.extent());
    let example = between.numbers.dialled_witness().map(|number| format!(", e.g. {number}")).unwrap_or_default();
    let others = if readable.more { " and others" } else { "" };
    format!("{how}: {}{others} ({count}{example})", shown(&readable.patterns))
}
