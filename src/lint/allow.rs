//! Findings that somebody allows: in the text of the configuration, or in `dialc.toml`.
//!
//! What is allowed is what one rule finds about one object. Routers drop comments, so there are three places to say it: a comment
//! in a file that is kept in git, a word in the description of the object, an entry of the settings. What allows nothing any
//! more is said, where it is certain.

mod object;
mod words;
mod written;

use std::collections::{HashMap, HashSet};

pub(super) use object::named as object_key;

use super::date::Date;
use super::finding::{Allowed, Finding, Linted, Voice};
use super::policy::Entry;
use crate::diagnostic::{Diagnostic, Report, did_you_mean};
use crate::number::grouped;
use crate::syntax::secrets::shown;
use crate::syntax::tree::Tree;
use object::{key, key_of};
use written::{InText, Written};

/// Rules that find more where somebody describes what is around the gateway, or lints other gateways with it. Without a description
/// nothing shows that an allow of theirs is of no use.
const AROUND: [&str; 10] = [
    "catch-all-from-trunk",
    "double-translation",
    "fallthrough-to-catch-all",
    "growing-translation",
    "loop-freedom-unproved",
    "missing-allow-connections",
    "plus-mismatch",
    "routing-loop",
    "server-group-stops-fallback",
    "toll-fraud-exposure",
];

/// How much is said of allows in one text; nobody reads more.
const SAID: usize = 100;

/// How many entries are compared with the names of all objects, and with how many names at most.
const COMPARED: (usize, usize) = (10, 10_000);

/// A configuration that was linted, and what allows findings in it besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// Its text.
    pub tree: &'a Tree,
    /// Its path from the folder of its settings, with `/`.
    pub path: &'a str,
    /// What the settings allow.
    pub entries: &'a [Entry],
    /// The day on which that is asked.
    pub today: Date,
    /// Whether somebody described the network around it.
    pub described: bool,
}

/// What became of an entry of the settings in a configuration. The best of all configurations counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// It is not for this configuration.
    Elsewhere,
    /// The configuration has no such object.
    NoObject,
    /// The object is there, and the rule finds nothing about it.
    Nothing,
    /// The rule was not looked at, or knew too little.
    Unseen,
    /// It allows something.
    Used,
}

/// What became of the entries of the settings.
#[derive(Clone, Debug, Default)]
pub struct Sights {
    /// Of each entry, in their order.
    pub entries: Vec<Sight>,
    /// The headers of the configuration, where it has not all objects that are named.
    objects: Vec<String>,
}

/// Takes what is allowed out of the findings of `linted`; what is to be said of the text, and what became of each entry of the
/// settings.
pub fn allow(scene: &Scene<'_>, linted: &mut Linted) -> (Report, Sights) {
    let InText { list, faults } = InText::of(scene.tree);
    let mut sights = Sights { entries: vec![Sight::Elsewhere; scene.entries.len()], objects: Vec::new() };
    let of_file: Vec<_> = (0..).zip(scene.entries).filter(|(_, entry)| entry.is_for(scene.path)).collect();
    if list.is_empty() && of_file.is_empty() {
        return (bounded(faults, 0), sights);
    }
    let index = Index::new(scene, &list, &of_file);
    let used = index.take(linted);
    let is_unseen = |code: &str| linted.off.contains(&code) || (!scene.described && AROUND.contains(&code));
    let unused = list.iter().enumerate().filter(|(at, _)| !used.contains(&Allow::Text(*at)));
    let mut unneeded: Vec<_> = unused.map(|(_, written)| written).collect();
    unneeded.retain(|written| !is_unseen(written.rule.code));
    unneeded.sort_by_key(|written| written.place.start);
    let more = unneeded.len().saturating_sub(SAID);
    let mut report = faults;
    for written in unneeded.into_iter().take(SAID) {
        report.push(stale(scene.tree, written));
    }
    let mut objects: Option<HashSet<String>> = None;
    let mut has = |entry: &Entry| {
        let objects = objects.get_or_insert_with(|| scene.tree.roots().map(key_of).collect());
        entry.key.is_empty() || objects.contains(&entry.key)
    };
    for (at, entry) in of_file {
        let sight = match () {
            () if used.contains(&Allow::Settings(at)) => Sight::Used,
            () if !has(entry) => Sight::NoObject,
            () if is_unseen(entry.rule.code) => Sight::Unseen,
            () => Sight::Nothing,
        };
        if let Some(place) = sights.entries.get_mut(at) {
            *place = sight;
        }
    }
    if sights.entries.contains(&Sight::NoObject) {
        sights.objects = scene.tree.roots().map(|root| root.text().to_owned()).collect();
    }
    (bounded(report, more), sights)
}

/// Something that allows findings, by its place in the list of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Allow {
    Text(usize),
    Settings(usize),
}

/// Which findings are allowed.
struct Index<'a> {
    tree: &'a Tree,
    /// The places where objects begin, each with the line of the header.
    headers: Vec<(u32, usize)>,
    codes: HashSet<&'static str>,
    /// By code and object that a finding is about.
    by_object: HashMap<(&'static str, &'a str), Vec<Allow>>,
    /// By code and line of the header that a finding is reported under.
    by_line: HashMap<(&'static str, usize), Vec<Allow>>,
    /// By code, for findings about the configuration as a whole.
    of_all: HashMap<&'static str, Vec<Allow>>,
    /// Why, for each of the text and for each of the settings.
    reasons: HashMap<Allow, &'a str>,
}

impl<'a> Index<'a> {
    fn new(scene: &Scene<'a>, list: &'a [Written<'a>], entries: &[(usize, &'a Entry)]) -> Self {
        let headers = scene.tree.roots().map(|root| (root.opening().1, root.line())).collect();
        let mut index = Self {
            tree: scene.tree,
            headers,
            codes: HashSet::new(),
            by_object: HashMap::new(),
            by_line: HashMap::new(),
            of_all: HashMap::new(),
            reasons: HashMap::new(),
        };
        for (at, written) in list.iter().enumerate() {
            let (allow, code) = (Allow::Text(at), written.rule.code);
            index.by_object.entry((code, &written.object)).or_default().push(allow);
            index.by_line.entry((code, written.header.line())).or_default().push(allow);
            if written.of_all {
                index.of_all.entry(code).or_default().push(allow);
            }
            index.codes.insert(code);
            index.reasons.insert(allow, written.reason);
        }
        let valid = entries.iter().filter(|(_, entry)| !entry.is_expired(scene.today));
        for (at, entry) in valid {
            let (allow, code) = (Allow::Settings(*at), entry.rule.code);
            if entry.key.is_empty() {
                index.of_all.entry(code).or_default().push(allow);
            } else {
                index.by_object.entry((code, &entry.key)).or_default().push(allow);
            }
            index.codes.insert(code);
            index.reasons.insert(allow, &entry.reason);
        }
        index
    }

    /// Takes what is allowed out of the findings; what allowed something. Where several allow a finding, all of them did.
    fn take(&self, linted: &mut Linted) -> HashSet<Allow> {
        let mut used = HashSet::new();
        for finding in std::mem::take(&mut linted.findings) {
            let mut first = None;
            for allow in self.allowing(&finding) {
                used.insert(allow);
                first.get_or_insert(allow);
            }
            let Some(first) = first else {
                linted.findings.push(finding);
                continue;
            };
            let reason = shown(self.reasons.get(&first).copied().unwrap_or_default());
            let voice = if matches!(first, Allow::Text(_)) { Voice::Text } else { Voice::Settings };
            linted.allowed.push(Allowed { finding, reason, voice });
        }
        used
    }

    /// What allows a finding.
    fn allowing(&self, finding: &Finding) -> Vec<Allow> {
        let code = finding.code;
        if !self.codes.contains(code) {
            return Vec::new();
        }
        if finding.object.is_empty() {
            return self.of_all.get(code).cloned().unwrap_or_default();
        }
        let mut found = self.by_object.get(&(code, key(&finding.object).as_str())).cloned().unwrap_or_default();
        let under = self.header_line(finding).and_then(|line| self.by_line.get(&(code, line)));
        found.extend(under.into_iter().flatten());
        found
    }

    /// The line of the header that a finding is reported under.
    fn header_line(&self, finding: &Finding) -> Option<usize> {
        let label = finding.labels.first().filter(|label| label.source.name() == self.tree.source().name())?;
        let behind = self.headers.partition_point(|(start, _)| *start <= label.span.start);
        behind.checked_sub(1).and_then(|at| self.headers.get(at)).map(|(_, line)| *line)
    }
}

fn stale(tree: &Tree, written: &Written<'_>) -> Diagnostic {
    let header = shown(written.header.text());
    let message = format!("`{}` is allowed in {header}, and is not found there", written.rule.code);
    Diagnostic::warning("stale-allow", message).at(tree.source(), written.place, "allows nothing").help(written.what)
}

/// What is to be said of entries of settings, given what became of them in each configuration. Only where `is_all_seen`, all
/// configurations that an entry is for were linted, and nothing was found where it could have been.
pub fn unneeded(
    entries: &[Entry],
    sights: &[&Sights],
    today: Date,
    mut is_all_seen: impl FnMut(&Entry) -> bool,
) -> Report {
    let objects = || sights.iter().flat_map(|one| &one.objects).map(String::as_str).take(COMPARED.1);
    let mut left = COMPARED.0;
    let mut report = Report::new();
    for (at, entry) in entries.iter().enumerate() {
        let (code, object) = (entry.rule.code, entry.shown_object());
        let said = |name: &'static str, message: String, help: String| {
            Diagnostic::warning(name, message).at(&entry.source, entry.span, "this entry").help(help)
        };
        if let Some(until) = entry.until.filter(|_| entry.is_expired(today)) {
            let message = format!("`{code}` was allowed in {object} until {until}, and is not any more");
            report.push(said("expired-allow", message, "mend what is found, or decide anew until when".to_owned()));
            continue;
        }
        let best = sights.iter().filter_map(|one| one.entries.get(at)).max().copied().unwrap_or(Sight::Elsewhere);
        if matches!(best, Sight::Used | Sight::Unseen) || !is_all_seen(entry) {
            continue;
        }
        let (message, help) = match best {
            Sight::Elsewhere => (format!("`{code}` is allowed in {object} of a file that is not there"), None),
            Sight::NoObject => {
                let longer = format!(" {}", entry.object);
                let near = || did_you_mean(&entry.object, objects());
                let meant = if left == 0 { None } else { objects().find(|one| one.ends_with(&longer)).or_else(near) };
                left = left.saturating_sub(1);
                let help = meant.map(|meant| format!("did you mean `{}`?", shown(meant)));
                (format!("`{code}` is allowed in {object}, which no configuration has"), help)
            }
            Sight::Nothing | Sight::Unseen | Sight::Used => {
                (format!("`{code}` is allowed in {object}, and is not found there"), None)
            }
        };
        report.push(said("stale-allow", message, help.unwrap_or_else(|| "remove the entry".to_owned())));
    }
    bounded(report, 0)
}

/// The first of what is said, and how much there is besides; `more` is what is not even in the report.
fn bounded(report: Report, more: usize) -> Report {
    let report = report.sorted();
    let more = more + report.len().saturating_sub(SAID);
    let mut first: Report = report.iter().take(SAID).cloned().collect();
    if more > 0 {
        let message = format!("{} more like these are not shown", grouped(more as u128));
        first.push(Diagnostic::info("more-allows", message));
    }
    first
}

#[cfg(test)]
mod tests {
    use super::AROUND;
    use crate::lint::{RULES, rule};

    /// What rules call that depends on what is known of the surroundings.
    const CALLS: [&str; 9] = [
        "is_described()",
        ".loops()",
        ".graph()",
        ".network()",
        ".places(",
        ".leads_out(",
        ".shows_public()",
        ".is_public(",
        ".site()",
    ];

    /// Rules that look around too, and find less where it is described, or nothing else.
    const LESS: [&str; 5] =
        ["ambiguous-choice", "hairpin", "hunt-stops-on-unassigned", "overlapping-patterns", "untranslated-route"];

    #[test]
    fn rules_that_look_around_are_known() {
        for one in RULES.iter().filter(|rule| rule.is_suppressible()) {
            let looks = CALLS.iter().any(|call| one.file.contains(call));
            let known = AROUND.contains(&one.code) || LESS.contains(&one.code);
            assert_eq!(looks, known, "{}: does it find more where the network is described?", one.code);
        }
        assert!(AROUND.iter().chain(&LESS).all(|code| rule(code).is_some()));
    }
}
