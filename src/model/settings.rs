//! The lines of one object, by the rules of IOS: single-valued commands overwrite, list commands add, a written default
//! says nothing, `no` takes back.

use std::collections::BTreeMap;

use crate::source::{Located, Span};
use crate::syntax::argument::Argument;
use crate::syntax::commands::{Command, Default, Form, Multiplicity, Row};
use crate::syntax::pattern::NumberPattern;

/// A command as it holds in an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Whether it is there as `no ...`.
    pub negated: bool,
    /// Its argument.
    pub argument: Argument,
}

impl Setting {
    /// Its line as IOS prints it, without indentation.
    pub fn line(&self, command: Command) -> String {
        let form = if self.negated { "no " } else { "" };
        format!("{form}{} {}", command.row().keywords, self.argument).trim_end().to_owned()
    }
}

/// The lines of one object. Two are equal when they mean the same to the router, wherever they were written.
#[derive(Clone, Debug, std::default::Default, PartialEq, Eq)]
pub struct Settings {
    by_command: BTreeMap<Command, Vec<Located<Setting>>>,
    /// Lines that the table does not know, as they were written.
    unknown: Vec<Located<String>>,
}

impl Settings {
    /// Applies a line: `form` says whether it sets, takes back or resets.
    pub fn apply(&mut self, command: Command, form: Form, argument: Argument, span: Span) {
        let row = command.row();
        let setting = Located::new(Setting { negated: form == Form::No, argument }, span);
        let argument = &setting.value.argument;
        let says_nothing = match (form, row.default) {
            (Form::Default, _) | (Form::No, Default::Absent | Default::Value(_)) => true,
            (Form::Set, Default::Value(default)) => argument.to_string() == default,
            (Form::Set, Default::On) => *argument == Argument::Flag,
            (Form::Set, Default::Absent | Default::Unknown) | (Form::No, Default::On | Default::Unknown) => false,
        };
        if says_nothing {
            self.forget(row, &setting.value.argument);
        } else if form == Form::No && row.default == Default::On {
            let bare = Setting { negated: true, argument: Argument::Flag };
            self.by_command.insert(command, vec![Located::new(bare, span)]);
        } else {
            self.put(row, setting);
        }
    }

    /// Sets a command from within dialc.
    pub fn set(&mut self, command: Command, argument: Argument) {
        self.apply(command, Form::Set, argument, Span::default());
    }

    /// Keeps a line that the table does not know.
    pub fn keep(&mut self, line: Located<String>) {
        self.unknown.push(line);
    }

    /// Lines that the table does not know, in the order in which they were written.
    pub fn unknown(&self) -> &[Located<String>] {
        &self.unknown
    }

    /// Every setting, in the order in which IOS prints them.
    pub fn iter(&self) -> impl Iterator<Item = (Command, &Located<Setting>)> {
        self.by_command.iter().flat_map(|(&command, settings)| settings.iter().map(move |setting| (command, setting)))
    }

    /// Its lines as IOS prints them, without indentation: those of the table in its order, then the unknown ones.
    pub fn lines(&self) -> Vec<String> {
        self.iter()
            .map(|(command, setting)| setting.value.line(command))
            .chain(self.unknown.iter().map(|line| line.value.clone()))
            .collect()
    }

    /// All settings of `command`.
    pub fn all(&self, command: Command) -> &[Located<Setting>] {
        self.by_command.get(&command).map_or(&[], Vec::as_slice)
    }

    /// The setting of a single-valued command.
    pub fn get(&self, command: Command) -> Option<&Located<Setting>> {
        self.all(command).first()
    }

    /// Where `command` was written last, if it was.
    pub fn span(&self, command: Command) -> Option<Span> {
        self.all(command).last().map(|setting| setting.span)
    }

    /// Whether a flag is set; a flag that IOS has on is set unless negated.
    pub fn flag(&self, command: Command) -> bool {
        match self.get(command) {
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

    /// The pattern that a single-valued command gives, where it is valid.
    pub fn pattern(&self, command: Command) -> Option<Located<&NumberPattern>> {
        let setting = self.get(command)?;
        setting.value.argument.as_pattern().map(|pattern| Located::new(pattern, setting.span))
    }

    fn put(&mut self, row: &Row, setting: Located<Setting>) {
        let settings = self.by_command.entry(row.command).or_default();
        match row.multiplicity {
            Multiplicity::Single => *settings = vec![setting],
            Multiplicity::List => {
                settings.retain(|other| other.value.argument != setting.value.argument);
                settings.push(setting);
            }
            Multiplicity::Keyed => {
                let key = key(&setting.value.argument);
                match settings.binary_search_by_key(&key, |other| self::key(&other.value.argument)) {
                    Ok(at) => {
                        settings.remove(at);
                        settings.insert(at, setting);
                    }
                    Err(at) => settings.insert(at, setting),
                }
            }
        }
    }

    /// Takes a command back; with a sub-mode go the lines in it.
    fn forget(&mut self, row: &Row, argument: &Argument) {
        if let Some(context) = row.opens {
            self.by_command.retain(|command, _| !command.row().contexts.has(context));
        }
        let Some(settings) = self.by_command.get_mut(&row.command) else { return };
        match row.multiplicity {
            Multiplicity::Single => settings.clear(),
            Multiplicity::List if *argument == Argument::Flag => settings.clear(),
            Multiplicity::List => settings.retain(|other| other.value.argument != *argument),
            Multiplicity::Keyed => settings.retain(|other| key(&other.value.argument) != key(argument)),
        }
        if settings.is_empty() {
            self.by_command.remove(&row.command);
        }
    }
}

/// The number under which a keyed command (a translation rule) is known. A malformed one goes by its first word, and by
/// its text where that is no number.
fn key(argument: &Argument) -> (u32, String) {
    match argument {
        Argument::Rule(rule) => (rule.precedence, String::new()),
        Argument::Integer(number) => (*number, String::new()),
        Argument::Malformed(text) | Argument::Text(text) | Argument::Name(text) => {
            match text.split_ascii_whitespace().next().and_then(|word| word.parse().ok()) {
                Some(number) => (number, String::new()),
                None => (u32::MAX, text.clone()),
            }
        }
        Argument::Flag | Argument::Pattern(_) | Argument::Target(_) => (u32::MAX, argument.to_string()),
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
}
