//! The lines of one object, by the rules of IOS: single-valued commands overwrite, list commands add, a written default
//! says nothing, `no` takes back.

mod anew;
mod kept;

pub(super) use kept::lengthen;

use compact_str::CompactString;

use crate::source::{Located, Span};
use crate::syntax::argument::{Argument, STOPS_HUNTING, Statement, parse};
use crate::syntax::commands::{Command, Context, Default, Form, Multiplicity, Row, Shape, Support, resolve};
use crate::syntax::pattern::{NumberPattern, PatternError};

/// The most lines of one object that are read. IOS takes far fewer: 5,000 entries of a pattern map, 100 rules.
pub const MAXIMUM_SETTINGS: usize = 6_000;

/// A command as it holds in an object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Setting {
    /// The command.
    pub command: Command,
    /// Whether it is there as `no ...`.
    pub negated: bool,
    /// Its argument.
    pub argument: Argument,
}

/// What dialc makes of a command with this argument.
fn support_of(row: &Row, argument: &Argument) -> Support {
    let unexplained = argument.as_statement().is_some_and(Statement::is_unexplained);
    if unexplained { Support::Unsupported } else { row.support }
}

impl Setting {
    /// Its line as IOS prints it, without indentation.
    pub fn line(&self) -> String {
        let form = if self.negated { "no " } else { "" };
        let line = format!("{form}{} {}", self.command.row().keywords, self.argument);
        line.trim_end_matches(' ').to_owned()
    }

    /// What dialc makes of it.
    pub fn support(&self) -> Support {
        support_of(self.command.row(), &self.argument)
    }

    /// What it is known by among the settings of its command, where these are known by something.
    pub fn key(&self) -> (u32, String) {
        match &self.argument {
            Argument::Rule(rule) => (rule.precedence, String::new()),
            Argument::Statement(statement) => statement.key(),
            Argument::Integer(number) => (*number, String::new()),
            // Of `no rule 3` and `no num-exp 5...` the first word says which is meant.
            Argument::Malformed(text) | Argument::Text(text) | Argument::Name(text) => {
                let first = text.split_ascii_whitespace().next().unwrap_or_default();
                match (self.command.row().shape, first.parse()) {
                    (Shape::Expansion, _) => (0, first.to_owned()),
                    (_, Ok(number)) => (number, String::new()),
                    (Shape::Words | Shape::Leading(_) | Shape::Forms(_), Err(_)) => (u32::MAX, first.to_owned()),
                    (_, Err(_)) => (u32::MAX, text.to_string()),
                }
            }
            Argument::Keyword(keyword) => (u32::MAX, (*keyword).to_owned()),
            Argument::Flag | Argument::Pattern(_) | Argument::Target(_) => (u32::MAX, self.argument.to_string()),
        }
    }
}

/// A line that is kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verbatim {
    /// The line, without the indentation of its object.
    pub text: CompactString,
    /// The sub-mode it stands in, where that has a row of its own.
    pub under: Option<Command>,
    /// What dialc makes of it; `None`: it does not know the command.
    pub support: Option<Support>,
}

/// The lines of one object. Two are equal when they mean the same to the router, wherever they were written.
#[derive(Clone, Debug, std::default::Default, PartialEq, Eq)]
pub struct Settings {
    /// By command; within a command by key, or in the order in which they were written.
    settings: Vec<Located<Setting>>,
    verbatim: Vec<Located<Verbatim>>,
}

/// Whether `no` without an argument says too little: it takes back one line of several, and IOS refuses it as incomplete.
/// For `set sip-status` and `set pstn-cause` the bare form restores the defaults (command reference).
fn needs_to_say_which(row: &Row) -> bool {
    row.multiplicity != Multiplicity::Single
        && row.support == Support::Modelled
        && !matches!(row.command, Command::SetSipStatus | Command::SetPstnCause)
}

impl Settings {
    /// Makes room for so many more lines.
    pub(super) fn reserve(&mut self, lines: usize) {
        self.settings.reserve(lines.min(MAXIMUM_SETTINGS));
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.settings.len() + self.verbatim.len()
    }

    /// Whether it has no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Applies a line: `form` says whether it sets, takes back or resets.
    pub fn apply(&mut self, command: Command, form: Form, argument: Argument, span: Span) {
        let row = command.row();
        let setting = Located::new(Setting { command, negated: form == Form::No, argument }, span);
        if row.default == Default::ByArgument {
            return self.apply_hunting(form, setting);
        }
        let argument = &setting.value.argument;
        let is_there = |other: &Located<Setting>| !other.value.negated && other.value.argument == *argument;
        let says_nothing = match (form, row.default) {
            (Form::No, Default::Unknown) if row.multiplicity == Multiplicity::List => {
                self.all(command).iter().any(is_there)
            }
            (Form::Default, _) | (Form::No, Default::Absent | Default::Value(_)) => true,
            (Form::Set, Default::Value(default)) => is_written(argument, default),
            (Form::Set, Default::On) => *argument == Argument::Flag,
            (Form::Set, Default::Absent | Default::Unknown | Default::ByArgument)
            | (Form::No, Default::On | Default::Unknown | Default::ByArgument) => false,
        };
        if says_nothing {
            self.forget(row, &setting.value);
            self.take_refused(row);
        } else if form == Form::No && row.default == Default::On {
            let bare = Setting { command, negated: true, argument: Argument::Flag };
            self.put(row, Located::new(bare, span));
        } else {
            self.put_or_keep(row, setting);
        }
    }

    /// Puts a setting in its place. Where the router would refuse the line and go on with what it has, it is kept instead.
    fn put_or_keep(&mut self, row: &Row, setting: Located<Setting>) {
        if self.is_refused(row, &setting) {
            let verbatim = Verbatim { text: setting.value.line().into(), under: None, support: None };
            self.keep(vec![Located::new(verbatim, setting.span)]);
        } else {
            self.put(row, setting);
        }
    }

    /// Whether a malformed line would take the place of a valid one.
    fn is_refused(&self, row: &Row, setting: &Located<Setting>) -> bool {
        let malformed = matches!(setting.value.argument, Argument::Malformed(_));
        let valid = |other: &Located<Setting>| !matches!(other.value.argument, Argument::Malformed(_));
        malformed
            && match row.multiplicity {
                Multiplicity::Single => self.get(row.command).is_some_and(valid),
                Multiplicity::List => false,
                Multiplicity::Keyed => {
                    let key = setting.value.key();
                    self.all(row.command).iter().any(|other| valid(other) && other.value.key() == key)
                }
            }
    }

    /// Puts lines that were refused for the sake of a valid one in its place, once that is gone: so they are printed and read
    /// again.
    fn take_refused(&mut self, row: &Row) {
        let is_row = |context, text: &str| {
            let found = resolve(context, text).found().and_then(|found| found.row());
            found.is_some_and(|found| found.command == row.command)
        };
        let of_row = |line: &Located<Verbatim>| {
            let text = &line.value.text;
            let (negated, set) = text.strip_prefix("no ").map_or((false, text.as_str()), |set| (true, set));
            let written = set.strip_prefix(row.keywords).filter(|_| line.value.support.is_none())?;
            let mut contexts = Context::ALL.into_iter().filter(|context| row.contexts.has(*context));
            let argument = Argument::Malformed(written.trim_start_matches(' ').into());
            let setting = Setting { command: row.command, negated, argument };
            contexts.any(|context| is_row(context, text)).then(|| Located::new(setting, line.span))
        };
        let refused: Vec<_> = self.verbatim.iter().filter_map(of_row).collect();
        for setting in refused.into_iter().filter(|setting| !self.is_refused(row, setting)).collect::<Vec<_>>() {
            self.verbatim.retain(|line| line.value.text != setting.value.line() || line.value.support.is_some());
            self.put(row, setting);
        }
    }

    /// `voice hunt`: `all` takes the place of all that was said before; otherwise only what differs from the default, or
    /// from `all`, is worth a line (command reference, `voice hunt`).
    fn apply_hunting(&mut self, form: Form, setting: Located<Setting>) {
        let row = setting.value.command.row();
        let cause = match setting.value.argument.as_statement() {
            Some(Statement::HuntCause(cause)) => *cause,
            Some(_) | None if form == Form::Default => {
                self.clear(row.command);
                return self.take_refused(row);
            }
            Some(_) | None => return self.put_or_keep(row, setting),
        };
        self.forget(row, &setting.value);
        let is_all = |one: &Setting| matches!(one.argument.as_statement(), Some(Statement::HuntCause(None)));
        let all = self.get(row.command).filter(|first| is_all(&first.value)).map(|all| all.value.negated);
        let stops = |cause: u8| all.unwrap_or(STOPS_HUNTING.contains(&cause));
        let says_nothing = cause.is_some_and(|cause| stops(cause) == (form == Form::No));
        if cause.is_none() {
            self.clear(row.command);
        }
        if form != Form::Default && !says_nothing {
            self.put(row, setting);
        }
        self.take_refused(row);
    }

    /// Applies a line of which the argument is not read yet, and says what dialc makes of it. What IOS would not take is
    /// kept as it was written.
    pub(super) fn read(&mut self, row: &Row, form: Form, written: &str, span: Span) -> Result<Support, PatternError> {
        self.read_by(row, form, written, span, || parse(row.shape, written))
    }

    /// The same, where `parse` reads the argument.
    pub(super) fn read_by(
        &mut self,
        row: &Row,
        form: Form,
        written: &str,
        span: Span,
        parse: impl FnOnce() -> Result<Argument, PatternError>,
    ) -> Result<Support, PatternError> {
        let bare = form != Form::Set && written.is_empty();
        if form == Form::No && bare && needs_to_say_which(row) {
            return parse().map(|_| row.support);
        }
        let parsed = if bare { Ok(Argument::Flag) } else { parse() };
        let (parsed, problem) = match parsed {
            Ok(parsed) => (parsed, None),
            Err(error) => (Argument::Malformed(written.into()), Some(error)),
        };
        let support = support_of(row, &parsed);
        self.apply(row.command, form, parsed, span);
        // `no` and `default` need no argument, or less of it; but `no voice hunt CAUSE` sets something.
        let needed = form == Form::Set || row.shape == Shape::HuntCause;
        problem.filter(|_| needed).map_or(Ok(support), Err)
    }

    /// Sets a command from within dialc.
    pub fn set(&mut self, command: Command, argument: Argument) {
        self.apply(command, Form::Set, argument, Span::default());
    }

    /// Sets a command from within dialc to what `text` says; what IOS would not take is kept as it stands.
    pub fn write(&mut self, command: Command, text: &str) {
        let argument = parse(command.row().shape, text).unwrap_or_else(|_| Argument::Malformed(text.into()));
        self.set(command, argument);
    }

    /// Lines that are kept as they were written, in that order.
    pub fn verbatim(&self) -> &[Located<Verbatim>] {
        &self.verbatim
    }

    /// Lines that dialc does not know.
    pub fn unknown(&self) -> impl Iterator<Item = &Located<Verbatim>> {
        self.verbatim.iter().filter(|line| line.value.support.is_none())
    }

    /// Every setting, in the order in which IOS prints them.
    pub fn iter(&self) -> impl Iterator<Item = (Command, &Located<Setting>)> {
        self.settings.iter().map(|setting| (setting.value.command, setting))
    }

    /// Its lines as IOS prints them, without indentation: those of the table in its order, then the others.
    pub fn lines(&self) -> Vec<String> {
        self.settings
            .iter()
            .map(|setting| setting.value.line())
            .chain(self.verbatim.iter().map(|line| line.value.text.to_string()))
            .collect()
    }

    /// Where the settings of `command` stand.
    fn place(&self, command: Command) -> std::ops::Range<usize> {
        // A router prints the lines of an object in the order of the table.
        if self.settings.last().is_none_or(|last| last.value.command < command) {
            return self.settings.len()..self.settings.len();
        }
        let start = self.settings.partition_point(|setting| setting.value.command < command);
        let rest = self.settings.get(start..).unwrap_or_default();
        start..start + rest.partition_point(|setting| setting.value.command == command)
    }

    /// All settings of `command`.
    pub fn all(&self, command: Command) -> &[Located<Setting>] {
        self.settings.get(self.place(command)).unwrap_or_default()
    }

    /// The setting of a single-valued command.
    pub fn get(&self, command: Command) -> Option<&Located<Setting>> {
        let start = self.settings.partition_point(|setting| setting.value.command < command);
        self.settings.get(start).filter(|setting| setting.value.command == command)
    }

    /// Where `command` was written last, if it was.
    pub fn span(&self, command: Command) -> Option<Span> {
        self.all(command).last().map(|setting| setting.span)
    }

    /// Where a single-valued command is written, if the router has it: it does not take what is malformed.
    pub fn applied(&self, command: Command) -> Option<Span> {
        let setting = self.get(command)?;
        let is_taken = !setting.value.negated && !matches!(setting.value.argument, Argument::Malformed(_));
        is_taken.then_some(setting.span)
    }

    /// Whether a flag is set; a flag that IOS has on is set unless negated. What is malformed says nothing.
    pub fn flag(&self, command: Command) -> bool {
        match self.get(command).filter(|setting| !matches!(setting.value.argument, Argument::Malformed(_))) {
            Some(setting) => !setting.value.negated,
            None => command.row().default == Default::On,
        }
    }

    /// The number that a single-valued command gives.
    pub fn integer(&self, command: Command) -> Option<Located<u32>> {
        let setting = self.get(command)?;
        setting.value.argument.as_integer().map(|number| Located::new(number, setting.span))
    }

    /// The word or text that a single-valued command gives.
    pub fn text(&self, command: Command) -> Option<Located<&str>> {
        let setting = self.get(command)?;
        setting.value.argument.as_text().map(|text| Located::new(text, setting.span))
    }

    /// The first word of each line of `command`.
    pub fn first_words(&self, command: Command) -> impl Iterator<Item = &str> {
        self.all(command).iter().filter_map(|line| line.value.argument.as_text()?.split(' ').next())
    }

    /// The pattern that a single-valued command gives, where it is valid.
    pub fn pattern(&self, command: Command) -> Option<Located<&NumberPattern>> {
        let setting = self.get(command)?;
        setting.value.argument.as_pattern().map(|pattern| Located::new(pattern, setting.span))
    }

    /// The valid statements of `command`.
    pub fn statements(&self, command: Command) -> impl Iterator<Item = Located<&Statement>> {
        self.all(command).iter().filter_map(|setting| {
            let statement = setting.value.argument.as_statement().filter(|_| !setting.value.negated)?;
            Some(Located::new(statement, setting.span))
        })
    }

    fn put(&mut self, row: &Row, setting: Located<Setting>) {
        let place = self.place(row.command);
        let there = self.settings.get(place.clone()).unwrap_or_default();
        let (at, equal) = match row.multiplicity {
            Multiplicity::Single => (place.start, !place.is_empty()),
            Multiplicity::List => {
                let equal = there.iter().position(|other| other.value.argument == setting.value.argument);
                if let Some(equal) = equal {
                    self.settings.remove(place.start + equal);
                }
                (place.end - usize::from(equal.is_some()), false)
            }
            Multiplicity::Keyed => {
                let key = setting.value.key();
                let found = there.binary_search_by(|other| other.value.key().cmp(&key));
                (place.start + found.unwrap_or_else(|at| at), found.is_ok())
            }
        };
        match self.settings.get_mut(at).filter(|_| equal) {
            Some(other) => *other = setting,
            None => self.settings.insert(at, setting),
        }
    }

    /// Takes back all settings of a command.
    fn clear(&mut self, command: Command) {
        self.settings.drain(self.place(command));
    }

    /// Takes a command back; with a sub-mode go the lines in it.
    fn forget(&mut self, row: &Row, setting: &Setting) {
        if let Some(context) = row.opens {
            self.settings.retain(|other| !other.value.command.row().contexts.has(context));
            self.verbatim.retain(|line| line.value.under != Some(row.command));
        }
        let bare = setting.argument == Argument::Flag;
        match row.multiplicity {
            Multiplicity::Single => self.clear(row.command),
            Multiplicity::List | Multiplicity::Keyed if bare => self.clear(row.command),
            Multiplicity::List => self
                .settings
                .retain(|other| other.value.command != row.command || other.value.argument != setting.argument),
            Multiplicity::Keyed => {
                let key = setting.key();
                self.settings.retain(|other| other.value.command != row.command || other.value.key() != key);
            }
        }
    }
}

/// Whether `argument` is what `text` says.
fn is_written(argument: &Argument, text: &str) -> bool {
    match argument.as_integer() {
        Some(number) => text.parse() == Ok(number),
        None => argument.as_text() == Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Argument {
        Argument::Text(text.into())
    }

    #[test]
    fn single_overwrites_and_lists_add() {
        let mut settings = Settings::default();
        settings.set(Command::Preference, Argument::Integer(1));
        settings.set(Command::Preference, Argument::Integer(2));
        settings.set(Command::SipProfiles, text("1"));
        settings.set(Command::SipProfiles, text("2 inbound"));
        settings.set(Command::SipProfiles, text("1"));
        let lines: Vec<_> = settings.iter().map(|(_, setting)| setting.value.argument.to_string()).collect();
        assert_eq!(lines, ["2", "2 inbound", "1"]);
    }

    #[test]
    fn a_written_default_says_nothing() {
        let mut settings = Settings::default();
        settings.set(Command::Preference, Argument::Integer(1));
        settings.set(Command::Preference, Argument::Integer(0));
        settings.set(Command::Vad, Argument::Flag);
        settings.set(Command::DigitStrip, Argument::Flag);
        assert_eq!(settings, Settings::default());
        assert!(settings.flag(Command::Vad) && !settings.flag(Command::Huntstop));
    }

    #[test]
    fn no_takes_back_or_is_kept() {
        let mut settings = Settings::default();
        settings.set(Command::Huntstop, Argument::Flag);
        settings.apply(Command::Huntstop, Form::No, Argument::Flag, Span::default());
        assert_eq!(settings, Settings::default());
        settings.apply(Command::Vad, Form::No, Argument::Flag, Span::default());
        assert!(!settings.flag(Command::Vad));
        settings.apply(Command::Vad, Form::Default, Argument::Flag, Span::default());
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_refused_line_changes_nothing() {
        let mut settings = Settings::default();
        settings.write(Command::Preference, "2");
        settings.write(Command::Preference, "11");
        assert_eq!(settings.lines(), ["preference 2", "preference 11"]);
        settings.write(Command::Preference, "3");
        assert_eq!(settings.integer(Command::Preference).unwrap().value, 3);
    }

    #[test]
    fn lines_of_one_key_take_each_others_place() {
        let mut settings = Settings::default();
        for line in ["A 1", "A 2", "B 1"] {
            settings.write(Command::Trunkgroup, line);
        }
        settings.apply(Command::Trunkgroup, Form::No, text("B"), Span::default());
        assert_eq!(settings.lines(), ["trunkgroup A 2"]);
    }

    #[test]
    fn hunting_keeps_what_differs_from_its_default() {
        let after = |lines: &[(Form, &str)]| {
            let mut settings = Settings::default();
            for (form, cause) in lines {
                let argument = if cause.is_empty() { Argument::Flag } else { parse(Shape::HuntCause, cause).unwrap() };
                settings.apply(Command::VoiceHunt, *form, argument, Span::default());
            }
            settings.lines()
        };
        assert_eq!(after(&[(Form::Set, "41"), (Form::Set, "user-busy")]), ["voice hunt user-busy"]);
        assert_eq!(after(&[(Form::Set, "unassigned-number"), (Form::No, "17")]), [""; 0]);
        assert_eq!(after(&[(Form::No, "1"), (Form::No, "invalid-number")]).len(), 2);
        assert_eq!(after(&[(Form::No, "1"), (Form::Set, "1")]), [""; 0]);
        assert_eq!(after(&[(Form::No, "1"), (Form::Default, "")]), [""; 0]);
        assert_eq!(after(&[(Form::No, "1"), (Form::Set, "all")]), ["voice hunt all"]);
        assert_eq!(
            after(&[(Form::No, "all"), (Form::Set, "1")]),
            ["no voice hunt all", "voice hunt unassigned-number"]
        );
        assert_eq!(after(&[(Form::Set, "all"), (Form::Set, "17")]), ["voice hunt all"]);
    }
}
