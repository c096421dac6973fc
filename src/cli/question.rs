//! What all commands that put a question to a configuration begin with: reading it, and what is taken for granted of its
//! router.

use super::args::Assumed;
use super::spec_input::{self, is_spec};
use crate::call::{Assumption, Profile};
use crate::diagnostic::{Diagnostic, Report, did_you_mean};
use crate::files;
use crate::model::{DialPlan, Reading, Release, is_configuration, no_configuration, read_onto, remarks};
use crate::number::Symbol;
use crate::plan::{Refusal, plan};
use crate::source::Source;
use crate::spec::Spec;
use crate::syntax::argument::keyword;
use crate::syntax::commands::{Command, LineState};
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// A configuration that can be asked, and what is assumed of its router.
pub(super) struct Asked {
    pub(super) source: Source,
    /// The dial plan, and what IOS would not take of it. Which of that matters depends on the question.
    pub(super) reading: Reading,
    pub(super) profile: Profile,
    /// The spec that it was made of, where it was.
    pub(super) spec: Option<Spec>,
    /// What is worth knowing about that, or about the configuration as a whole.
    pub(super) remarks: Report,
}

impl Asked {
    /// Reads the configuration at `path`, or on standard input for `-`.
    ///
    /// # Errors
    /// All that is wrong with what is assumed; otherwise that the file cannot be read, or is no configuration.
    pub(super) fn load(path: &str, assumed: &Assumed) -> Result<Self, Report> {
        chosen(assumed)?;
        let source = files::read_hiding(path, secrets)?;
        let tree = configuration(&source)?;
        Self::of_config(source, &tree, assumed)
    }

    /// The configuration with these lines.
    ///
    /// # Errors
    /// All that is wrong with what is assumed.
    pub(super) fn of_config(source: Source, tree: &Tree, assumed: &Assumed) -> Result<Self, Report> {
        let chosen = chosen(assumed)?;
        let reading = read_onto(DialPlan::default(), tree);
        let profile = chosen.profile_for(chosen.release.clone().or_else(|| written_release(&reading.plan)));
        Ok(Self { source, reading, profile, spec: None, remarks: remarks(tree).into_iter().collect() })
    }

    /// Reads the configuration at `path`, or plans it where the file is a spec (`.yaml`, `.yml`).
    ///
    /// # Errors
    /// As [`Self::load`]; or all that is wrong with the spec.
    pub(super) fn load_plan(path: &str, assumed: &Assumed) -> Result<Self, Report> {
        if !is_spec(path) {
            return Self::load(path, assumed);
        }
        chosen(assumed)?;
        Self::of_spec(&files::read(path)?, assumed)
    }

    /// The configuration that a spec becomes.
    ///
    /// # Errors
    /// All that is wrong with what is assumed, or with the spec.
    pub(super) fn of_spec(written: &Source, assumed: &Assumed) -> Result<Self, Report> {
        let chosen = chosen(assumed)?;
        let (spec, remarks) = spec_input::load(written).spec?;
        let planned = plan(&spec, written, None).map_err(|refusal| match refusal {
            Refusal::Invalid(report) | Refusal::Defeated(report) => report,
        })?;
        let source = Source::new(format!("configuration of {}", written.name()), planned.config);
        let reading = read_onto(DialPlan::default(), &Tree::parse(&source));
        let profile = chosen.profile_for(chosen.release.clone().or(Some(planned.release)));
        Ok(Self { source, reading, profile, spec: Some(spec), remarks })
    }

    /// What to say where an answer rests on the release and that is not wholly known.
    pub(super) fn release_note(&self) -> Option<Diagnostic> {
        let line = self.reading.plan.globals.text(Command::Version);
        match self.profile.release() {
            Some(release) if release.is_exact() => None,
            Some(release) => {
                let message = format!("the release is taken to be the latest {release}: its last number is not known");
                let note = Diagnostic::info("release-assumed", message).help(NAME_IT);
                let is_written = |written: &str| *written == release.to_string();
                Some(match line.filter(|line| is_written(line.value)) {
                    Some(line) => note.at(&self.source, line.span, "this says no more"),
                    None => note,
                })
            }
            None => {
                let message = "no release is given: it is taken to be the newest";
                let note = Diagnostic::info("release-assumed", message).help(NAME_IT);
                Some(match line {
                    Some(line) => note.at(&self.source, line.span, "this is no release that dialc knows"),
                    None => note,
                })
            }
        }
    }
}

/// The lines of a configuration.
///
/// # Errors
/// The text is none.
pub(super) fn configuration(source: &Source) -> Result<Tree, Diagnostic> {
    let tree = Tree::parse(source);
    if source.is_binary() || !is_configuration(&tree) {
        let message = format!("{} is no configuration: {}", source.name(), no_configuration(source));
        let help = "a running-config, a capture of one, or a fragment with the headers of its objects";
        return Err(Diagnostic::error("no-configuration", message).help(help));
    }
    Ok(tree)
}

/// The release that the `version` line of a configuration tells.
pub(super) fn written_release(plan: &DialPlan) -> Option<Release> {
    plan.globals.text(Command::Version).and_then(|version| Release::of_version_line(version.value))
}

/// A number as it is typed on a router: as it is, or in double quotes, without which the empty number cannot be typed.
///
/// It is made of what numbers of Cisco's examples are made of: the symbols of dial-peer patterns, and `-`, which a caller
/// may send between groups of digits (Cisco 61083).
///
/// # Errors
/// What it has that no number has.
pub(super) fn typed_number(text: &str) -> Result<&str, Diagnostic> {
    let number = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if let Some((end, _)) = number.char_indices().nth(LONGEST_NUMBER) {
        let start = shown(number.get(..end).unwrap_or_default());
        let message = format!("`{start}...` is no number: it has more than {LONGEST_NUMBER} characters");
        return Err(Diagnostic::error("no-number", message).help("a router takes no longer number"));
    }
    let Some(odd) = number.chars().find(|one| *one != '-' && Symbol::new(*one).is_none()) else { return Ok(number) };
    let (number, odd) = (shown(number), shown(&odd.to_string()));
    let message = format!("`{number}` is no number: it has `{odd}`");
    Err(Diagnostic::error("no-number", message).help("a number is made of 0-9, A-F, `*`, `#`, `+` and `-`"))
}

/// A text without what cannot be seen; quotes stay as they are.
fn shown(text: &str) -> String {
    text.escape_debug().to_string().replace("\\\"", "\"")
}

/// What to say of what an answer rests on.
pub(super) fn assumption_notes(profile: &Profile, assumed: &[Assumption]) -> Report {
    let note = |assumption: &Assumption| {
        let value = profile.value(*assumption);
        let message = format!("this rests on an assumption that no document settles: {assumption} is {value}");
        let others: Vec<_> = assumption.values().iter().filter(|other| **other != value).collect();
        let others: Vec<_> = others.iter().map(|other| format!("`--assume {assumption}={other}`")).collect();
        let note = Diagnostic::info("assumption", message);
        if others.is_empty() { note } else { note.help(format!("the other is {}", others.join(" or "))) }
    };
    assumed.iter().map(note).collect()
}

/// The most characters of a number on a router.
const LONGEST_NUMBER: usize = 32;

const NAME_IT: &str = "`--release` gives it as `show version` prints it, such as `15.2(4)M`";

/// What the arguments choose.
struct Chosen<'a> {
    release: Option<Release>,
    assume: &'a [String],
}

/// What the arguments choose; everything that is wrong with them at once.
fn chosen(assumed: &Assumed) -> Result<Chosen<'_>, Report> {
    let mut report = Report::new();
    let mut profile = Profile::default();
    for text in &assumed.assume {
        if let Err(error) = profile.assume(text) {
            report.push(Diagnostic::error("unknown-assumption", error.message).help(error.help));
        }
    }
    let release = assumed.release.as_deref().and_then(|text| {
        let release = Release::of_version_line(text);
        if release.is_none() {
            let message = format!("`{}` is no IOS release", text.escape_debug());
            let help =
                "as `show version` prints it, such as `12.4(24)T`, `15.2(4)M` or `17.6.1a`, or its first two numbers";
            report.push(Diagnostic::error("unknown-release", message).help(help));
        }
        release
    });
    if report.is_empty() { Ok(Chosen { release, assume: &assumed.assume }) } else { Err(report) }
}

impl Chosen<'_> {
    /// The choices for a router with this release.
    fn profile_for(&self, release: Option<Release>) -> Profile {
        let mut profile = Profile::new(release);
        for text in self.assume {
            // That each is a choice was found out before.
            let _ = profile.assume(text);
        }
        profile
    }
}

/// How many lines of the configuration IOS would refuse: what they were meant to do is in no answer.
pub(super) fn refused_lines(asked: &Asked) -> Option<Diagnostic> {
    let count = asked.reading.states.iter().filter(|state| **state == LineState::Malformed).count();
    let name = asked.source.name();
    let (lines, are) = if count == 1 { ("a line", "it is") } else { ("lines", "they are") };
    let number = if count == 1 { String::new() } else { format!("{count} ") };
    let message =
        format!("{number}{lines} of {name} would be refused by IOS: {are} left out (of a header, the text behind it)");
    let help = "`dialc inventory --list malformed` lists them";
    (count > 0).then(|| Diagnostic::info("refused-lines", message).help(help))
}

/// How many lines of voice objects dialc does not know: what they do is in no answer.
pub(super) fn unknown_lines(asked: &Asked) -> Option<String> {
    let count = asked.reading.states.iter().filter(|state| **state == LineState::Unknown).count();
    let text = || {
        format!("{count} lines that dialc does not know are taken to change nothing: `dialc inventory --list unknown`")
    };
    (count > 0).then(text)
}

/// What the arguments choose, for a router with this release unless they name one.
///
/// # Errors
/// All that is wrong with them.
pub(super) fn profile_for(assumed: &Assumed, release: Option<Release>) -> Result<Profile, Report> {
    let chosen = chosen(assumed)?;
    Ok(chosen.profile_for(chosen.release.clone().or(release)))
}

/// The type or plan of a call that `word` stands for. `known` are the keywords of a rule, of which `any`, the first, is
/// none of a call.
pub(super) fn call_keyword(word: &str, what: &str, known: &[&'static str]) -> Result<&'static str, Diagnostic> {
    let known = known.get(1..).unwrap_or_default();
    if let Some(found) = keyword(word, known) {
        return Ok(found);
    }
    let lower = word.to_lowercase();
    let begun: Vec<_> = known.iter().copied().filter(|one| !word.is_empty() && one.starts_with(&lower)).collect();
    let message = match begun.as_slice() {
        [_, _, ..] => format!("`{word}` is short for more than one {what}: {}", begun.join(", ")),
        [] | [_] => format!("`{}` is no {what}", word.escape_debug()),
    };
    let help = match lower.as_str() {
        "any" => "`any` is for rules: the number of a call has one, or none".to_owned(),
        "none" => "leave the option out where the number carries none".to_owned(),
        _ => match did_you_mean(word, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it is one of {}", known.join(", ")),
        },
    };
    Err(Diagnostic::error("unknown-keyword", message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a question to a configuration that says `text`.
    fn asked(text: &str, assume: &[&str], release: Option<&str>) -> Result<Asked, Report> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("router.cfg");
        std::fs::write(&path, text).unwrap();
        let assumed = Assumed {
            assume: assume.iter().map(|text| (*text).to_owned()).collect(),
            release: release.map(str::to_owned),
        };
        Asked::load(path.to_str().unwrap(), &assumed)
    }

    fn faults(text: &str, assume: &[&str], release: Option<&str>) -> Vec<String> {
        let Err(report) = asked(text, assume, release) else { return Vec::new() };
        report.iter().map(|fault| fault.message.rsplit('/').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_release_is_that_of_the_command_line_or_of_the_configuration() {
        let release = |text: &str, given: Option<&str>| {
            let asked = asked(text, &[], given).unwrap_or_else(|report| panic!("{report:?}"));
            let note = asked.release_note().map(|note| (note.message, note.labels.len()));
            (asked.profile.release().map(ToString::to_string), asked.profile.has_literal_plus(), note)
        };
        let latest = |release| format!("the release is taken to be the latest {release}: its last number is not known");
        assert_eq!(release("version 15.2\n", None), (Some("15.2".into()), true, Some((latest("15.2"), 1))));
        assert!(!release("version 12.4\n", None).1);
        assert_eq!(release("version 15.2\n", Some("15.2(3)T")), (Some("15.2(3)T".into()), false, None));
        assert_eq!(release("version 15.2\n", Some("15.1")).2, Some((latest("15.1"), 0)));
        let newest = "no release is given: it is taken to be the newest".to_owned();
        assert_eq!(release("dial-peer voice 1 voip\n", None), (None, true, Some((newest.clone(), 0))));
        assert_eq!(release("version new\n", None), (None, true, Some((newest, 1))));
    }

    #[test]
    fn what_is_assumed_holds_whatever_the_release() {
        let asked = asked("version 12.4\n", &["sip-480=stops", "literal-plus=dialled"], None);
        let profile = asked.unwrap_or_else(|report| panic!("{report:?}")).profile;
        assert!(profile.is(Assumption::Sip480, "stops") && profile.has_literal_plus());
    }

    #[test]
    fn all_that_is_wrong_with_the_arguments_is_said_at_once() {
        assert_eq!(
            faults("version 15.2\n", &["sip480=stops", "sip-480=no"], Some("IOS")),
            [
                "there is no assumption `sip480`",
                "`no` is nothing that can be assumed for sip-480",
                "`IOS` is no IOS release",
            ]
        );
    }

    #[test]
    fn numbers_are_typed_as_on_a_router() {
        let longest = "1".repeat(32);
        for (typed, number) in [
            ("01208-333444", "01208-333444"),
            ("+B1*#", "+B1*#"),
            ("\"123\"", "123"),
            ("\"\"", ""),
            ("", ""),
            (longest.as_str(), longest.as_str()),
        ] {
            assert_eq!(typed_number(typed).unwrap(), number);
        }
        let fault = |text: &str| typed_number(text).unwrap_err().message;
        assert_eq!(fault("12 3"), "`12 3` is no number: it has ` `");
        assert_eq!(fault("\"12"), "`\"12` is no number: it has `\"`");
        assert_eq!(fault("b020"), "`b020` is no number: it has `b`");
        assert_eq!(fault("1\u{1b}"), "`1\\u{1b}` is no number: it has `\\u{1b}`");
        assert_eq!(fault(&"1".repeat(33)), format!("`{longest}...` is no number: it has more than 32 characters"));
    }

    #[test]
    fn what_is_no_configuration_is_refused() {
        assert_eq!(faults("", &[], None), ["router.cfg is no configuration: an empty file"]);
        assert_eq!(faults("Dear all,\n", &[], None), ["router.cfg is no configuration: no IOS configuration"]);
        assert_eq!(faults("\0\0\0\0", &[], None), ["router.cfg is no configuration: no IOS configuration"]);
        assert_eq!(faults("num-exp 5... 12065555...\n", &[], None), [""; 0]);
    }
}
