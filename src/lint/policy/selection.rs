//! Which rules are looked at, and how much their findings matter.

use std::collections::BTreeMap;

use crate::diagnostic::{Severity, did_you_mean};
use crate::lint::rule::{Rule, Topic};
use crate::lint::{RULES, rule};

/// A rule, or all of a topic.
#[derive(Clone, Copy, Debug)]
pub enum Selector {
    /// One rule.
    Rule(&'static Rule),
    /// Every rule of a topic.
    Topic(Topic),
}

/// How much the findings of a rule matter, whatever the rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all: the rule is not looked at.
    Off,
    /// This much.
    At(Severity),
}

/// Why a word chooses nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSelector {
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl NoSelector {
    /// Whether there is nothing that is called so, rather than something that may not be chosen.
    pub(in crate::lint) fn is_unknown(&self) -> bool {
        self.message.starts_with("there is no")
    }
}

/// What somebody chose, on the command line or in a file.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these are looked at; all where there is none.
    pub select: Vec<Selector>,
    /// These are not.
    pub ignore: Vec<Selector>,
    /// By code, how much findings matter.
    pub levels: BTreeMap<&'static str, Level>,
}

impl Selector {
    /// The rule with this code, or the topic with this name.
    ///
    /// # Errors
    /// There is neither.
    pub fn parse(word: &str) -> Result<Self, NoSelector> {
        let topic = Topic::ALL.into_iter().find(|topic| topic.keyword() == word).map(Self::Topic);
        rule(word).map(Self::Rule).or(topic).ok_or_else(|| {
            let topics = Topic::ALL.map(Topic::keyword);
            let known = RULES.iter().map(|rule| rule.code).chain(topics);
            let help = did_you_mean(word, known).map_or_else(
                || format!("the topics are {}; `dialc lint --list` lists the rules", topics.join(", ")),
                |meant| format!("did you mean `{meant}`?"),
            );
            NoSelector { message: format!("there is no rule or topic `{}`", word.escape_debug()), help }
        })
    }

    /// The same for what is to be ignored, which a rule must allow.
    ///
    /// # Errors
    /// There is no such rule or topic, or it may not be ignored.
    pub fn parse_ignored(word: &str) -> Result<Self, NoSelector> {
        match Self::parse(word)? {
            Self::Rule(rule) if !rule.is_suppressible() => Err(not_suppressible(rule, "ignored")),
            selector @ (Self::Rule(_) | Self::Topic(_)) => Ok(selector),
        }
    }

    /// The rule with this code, findings of which may be allowed.
    ///
    /// # Errors
    /// There is no such rule, or its findings may not be allowed.
    pub fn parse_allowed(word: &str) -> Result<&'static Rule, NoSelector> {
        match Self::parse(word)? {
            Self::Rule(rule) if !rule.is_suppressible() => Err(not_suppressible(rule, "allowed")),
            Self::Rule(rule) => Ok(rule),
            Self::Topic(_) => Err(NoSelector {
                message: format!("`{word}` is a topic, and what is allowed is what one rule finds"),
                help: "write the code of the rule".to_owned(),
            }),
        }
    }

    /// Whether it is this rule itself, not just its topic.
    fn names(self, rule: &Rule) -> bool {
        matches!(self, Self::Rule(one) if one.code == rule.code)
    }

    /// Whether it is the topic of this rule.
    fn covers(self, rule: &Rule) -> bool {
        matches!(self, Self::Topic(topic) if topic == rule.topic)
    }
}

/// Why a rule about emergency calls is looked at in any case.
fn not_suppressible(rule: &Rule, what: &str) -> NoSelector {
    NoSelector {
        message: format!("`{}` cannot be {what}: it is about emergency calls", rule.code),
        help: "mend what it finds; where the number is no emergency number, take it from `emergency` in dialc.toml"
            .to_owned(),
    }
}

impl Level {
    /// Every level by its name.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("error", Self::At(Severity::Error)),
        ("warning", Self::At(Severity::Warning)),
        ("info", Self::At(Severity::Info)),
        ("off", Self::Off),
    ];

    /// The level called `word`.
    ///
    /// # Errors
    /// There is none.
    pub fn parse(word: &str) -> Result<Self, NoSelector> {
        let names = Self::NAMES.map(|(name, _)| name);
        let known = Self::NAMES.into_iter().find(|(name, _)| *name == word);
        known.map(|(_, level)| level).ok_or_else(|| NoSelector {
            message: format!("`{}` is no level", word.escape_debug()),
            help: did_you_mean(word, names).map_or_else(
                || format!("it is one of {}", names.join(", ")),
                |meant| format!("did you mean `{meant}`?"),
            ),
        })
    }

    /// The rule with this code, which must allow that its findings matter this much.
    ///
    /// # Errors
    /// There is no such rule, or it may not be lowered.
    pub fn of_rule(self, code: &str) -> Result<&'static Rule, NoSelector> {
        let rule = match Selector::parse(code)? {
            Selector::Rule(rule) => rule,
            Selector::Topic(_) => {
                let message = format!("`{code}` is a topic: a level is that of one rule");
                return Err(NoSelector {
                    message,
                    help: "`dialc lint --list` lists the rules of each topic".to_owned(),
                });
            }
        };
        match self {
            Self::Off if !rule.is_suppressible() => Err(not_suppressible(rule, "switched off")),
            Self::At(severity) if !rule.is_suppressible() && severity < rule.worst() => {
                Err(not_suppressible(rule, "lowered"))
            }
            Self::Off | Self::At(_) => Ok(rule),
        }
    }
}

impl Selection {
    /// How much the findings of `rule` matter in a file, where the command line wants `self`, its settings want `file`, and
    /// they ignore `here` in that file. `None`: as the rule says.
    ///
    /// The command line comes before the settings, and a code before a topic.
    pub fn level(&self, rule: &Rule, file: &Self, here: &[Selector]) -> Option<Level> {
        let given = self.levels.get(rule.code).or_else(|| file.levels.get(rule.code)).copied();
        if !rule.is_suppressible() {
            return given;
        }
        if self.wants(rule) == Some(true) && names(&self.select, rule) {
            // Who asks for a rule by its code wants to see what it finds.
            let by_file = given == Some(Level::Off) && !self.levels.contains_key(rule.code);
            return given.filter(|_| !by_file);
        }
        let wanted = match self.wants(rule) {
            Some(wanted) => wanted && !file.ignores(rule),
            None => file.wants(rule) != Some(false),
        };
        if wanted && !has(here, rule) { given } else { Some(Level::Off) }
    }

    /// Whether this selection has something to say of a rule, and what.
    fn wants(&self, rule: &Rule) -> Option<bool> {
        if names(&self.ignore, rule) {
            return Some(false);
        }
        if names(&self.select, rule) {
            return Some(true);
        }
        if self.ignores(rule) {
            return Some(false);
        }
        (!self.select.is_empty()).then(|| has(&self.select, rule))
    }

    fn ignores(&self, rule: &Rule) -> bool {
        has(&self.ignore, rule)
    }
}

fn names(list: &[Selector], rule: &Rule) -> bool {
    list.iter().any(|one| one.names(rule))
}

fn has(list: &[Selector], rule: &Rule) -> bool {
    list.iter().any(|one| one.names(rule) || one.covers(rule))
}
