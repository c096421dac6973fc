//! What a rule is.

use super::facts::Facts;
use super::finding::Finding;
use crate::diagnostic::Severity;

/// What a rule looks for, and how it is explained.
#[derive(Debug)]
pub struct Rule {
    /// Its name, kebab-case: also that of its file, of its page, and of what suppresses it.
    pub code: &'static str,
    /// What its findings can be, the worst first.
    pub severities: &'static [Severity],
    /// What it is about.
    pub topic: Topic,
    /// The text of its file, which begins with its manual page as a comment.
    pub(super) file: &'static str,
    /// Looks for it.
    pub(super) check: fn(&Facts<'_, '_>, &mut Vec<Finding>),
}

/// What rules are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Calls that come back.
    Loops,
    /// Numbers that several systems share, and hunting from one to the next.
    Sharing,
    /// Dial-peers and their patterns.
    DialPeers,
    /// Translation rules and profiles.
    Translation,
    /// Maps, classes, groups, and what refers to them.
    References,
    /// Toll fraud and emergency calls.
    Safety,
    /// Lines that IOS would not take.
    Reading,
}

impl Topic {
    /// Every topic, in the order of the manual.
    pub const ALL: [Self; 7] =
        [Self::Loops, Self::Sharing, Self::DialPeers, Self::Translation, Self::References, Self::Safety, Self::Reading];

    /// Its heading in the manual.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loops => "Loops",
            Self::Sharing => "Sharing and hunting",
            Self::DialPeers => "Dial-peers",
            Self::Translation => "Translation",
            Self::References => "Maps, classes, references",
            Self::Safety => "Safety",
            Self::Reading => "Reading",
        }
    }

    /// Its name where it is chosen: `--select dial-peers`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Loops => "loops",
            Self::Sharing => "sharing",
            Self::DialPeers => "dial-peers",
            Self::Translation => "translation",
            Self::References => "references",
            Self::Safety => "safety",
            Self::Reading => "reading",
        }
    }
}

/// The manual page of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What the rule finds, in a sentence.
    pub summary: String,
    /// All of it, as Markdown.
    pub text: String,
}

impl Page {
    /// What it says below a heading.
    pub fn part(&self, heading: &str) -> &str {
        let (_, rest) = self.text.split_once(&format!("## {heading}\n")).unwrap_or_default();
        rest.split_once("\n## ").map_or(rest, |(part, _)| part).trim()
    }
}

impl Rule {
    /// Its manual page.
    pub fn page(&self) -> Page {
        let lines = self.file.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let summary = lines.iter().take_while(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(" ");
        Page { summary, text: lines.join("\n") + "\n" }
    }

    /// Whether it may be switched off: rules about emergency calls may not.
    pub fn is_suppressible(&self) -> bool {
        !self.code.starts_with("emergency-")
    }

    /// The worst that its findings can be.
    pub fn worst(&self) -> Severity {
        self.severities.first().copied().unwrap_or(Severity::Info)
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::RULES;

    /// The headings that every page has, in this order.
    const HEADINGS: [&str; 5] = ["What it does", "Why is this bad", "Example", "Use instead", "Source"];

    #[test]
    fn every_rule_has_its_page() {
        for rule in RULES {
            let page = rule.page();
            let found: Vec<_> = page.text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(found, HEADINGS, "{}", rule.code);
            assert!(page.summary.ends_with('.') && page.summary.len() < 200, "{}: {}", rule.code, page.summary);
            for heading in HEADINGS {
                assert!(page.part(heading).len() > 20, "{}: nothing below {heading}", rule.code);
            }
            for heading in ["Example", "Use instead"] {
                assert!(page.part(heading).contains("```ios\n"), "{}: no `ios` block in {heading}", rule.code);
            }
            let file = format!("const RULE: Rule = Rule {{\n    code: \"{}\",", rule.code);
            assert!(rule.file.contains(&file), "the page of {} is that of another file", rule.code);
            assert!(rule.severities.is_sorted_by(|one, two| one > two) && !rule.severities.is_empty(), "{}", rule.code);
        }
    }

    #[test]
    fn rules_stand_by_topic_and_each_once() {
        assert!(RULES.is_sorted_by_key(|rule| rule.topic), "not by topic");
        let mut codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), RULES.len());
    }
}
