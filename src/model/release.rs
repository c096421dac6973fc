//! IOS releases: what each can do, and where its limits are.

use std::fmt;

/// An IOS or IOS XE release, as `show version` prints it. Ordered by its numbers; the letters of a train do not order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    text: String,
    /// Major, minor, maintenance; the greatest there can be where the last is not known.
    numbers: (u32, u32, u32),
}

impl Release {
    /// Reads `12.4(24)T`, `15.2(4)M5` or `17.6.1a`.
    ///
    /// ```
    /// use dialc::model::Release;
    /// assert!(Release::parse("15.1(4)M").unwrap().rules_per_table() == 100);
    /// assert!(Release::parse("15.1").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (major, rest) = number(text)?;
        let (minor, rest) = number(rest.strip_prefix('.')?)?;
        if let Some(rest) = rest.strip_prefix('(') {
            let (maintenance, rest) = number(rest)?;
            let train = rest.trim_start_matches(|letter: char| letter.is_ascii_lowercase()).strip_prefix(')')?;
            let plain = train.chars().all(|letter| letter.is_ascii_alphanumeric());
            return (plain && (11..16).contains(&major)).then(|| Self::of(text, (major, minor, maintenance)));
        }
        let (maintenance, rest) = number(rest.strip_prefix('.')?)?;
        let mut letters = rest.chars();
        let letter = letters.next().filter(char::is_ascii_lowercase);
        let whole = rest.is_empty() || (letter.is_some() && letters.next().is_none());
        (whole && major >= 16).then(|| Self::of(text, (major, minor, maintenance)))
    }

    /// Reads what the `version` line of a running-config says, which is often just `15.2`: it stands for the latest of
    /// these, and [`Release::is_exact`] tells it apart.
    ///
    /// ```
    /// use dialc::model::Release;
    /// let release = Release::of_version_line("15.2").unwrap();
    /// assert!(release.has_literal_plus() && !release.is_exact());
    /// ```
    pub fn of_version_line(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| {
            let (major, rest) = number(text)?;
            let (minor, rest) = number(rest.strip_prefix('.')?)?;
            (rest.is_empty() && major >= 11).then(|| Self::of(text, (major, minor, u32::MAX)))
        })
    }

    /// Whether all its numbers are known, not just the first two.
    pub fn is_exact(&self) -> bool {
        self.numbers.2 != u32::MAX
    }

    fn of(text: &str, numbers: (u32, u32, u32)) -> Self {
        Self { text: text.to_owned(), numbers }
    }

    /// Whether it is this release or a later one.
    fn from(&self, major: u32, minor: u32, maintenance: u32) -> bool {
        self.numbers >= (major, minor, maintenance)
    }

    /// Whether it is IOS XE 16 or later.
    pub fn is_xe(&self) -> bool {
        self.numbers.0 >= 16
    }

    /// Major and minor number, which the `version` line of a running-config shows too.
    pub fn version(&self) -> (u32, u32) {
        (self.numbers.0, self.numbers.1)
    }

    /// How many rules a voice translation-rule table takes: 15, from 15.1(4)M 100 (command reference, `rule`, history).
    /// Of 15.1 alone the fewer, which any of these takes.
    pub fn rules_per_table(&self) -> u32 {
        let undecided = !self.is_exact() && self.version() == (15, 1);
        if self.from(15, 1, 4) && !undecided { 100 } else { 15 }
    }

    /// Whether a leading `+` of a pattern must be dialled; before 15.2(4)M it was dropped (CSCub65380, command
    /// reference, `destination-pattern`).
    pub fn has_literal_plus(&self) -> bool {
        self.from(15, 2, 4)
    }

    /// Whether a peer can match by `destination e164-pattern-map`: from 15.2(4)M (Cisco 211306, roadmap).
    pub fn has_pattern_maps(&self) -> bool {
        self.from(15, 2, 4)
    }

    /// Whether an inbound peer can be chosen by where a SIP call comes from (`incoming uri via`): from 15.1(2)T (widely
    /// held; no document seen).
    pub fn has_incoming_via(&self) -> bool {
        self.from(15, 1, 2)
    }

    /// Whether `voice service voip` has the trusted list: from 15.1(2)T (widely held; no document seen).
    pub fn has_trusted_list(&self) -> bool {
        self.from(15, 1, 2)
    }

    /// Whether SIP calls that it does not trust get no answer unless it is told otherwise: from 15.3(3)M (command reference,
    /// `silent-discard untrusted`).
    pub fn discards_silently(&self) -> bool {
        self.from(15, 3, 3)
    }

    /// Whether it still speaks H.323: removed from IOS XE 17.6.1a (CUBE guide, dial-peer groups).
    pub fn has_h323(&self) -> bool {
        !self.from(17, 6, 1)
    }

    /// The greatest tag of a dial-peer and number of a translation rule: IOS XE's own help shows 1073741823, the
    /// documents of IOS 2147483647.
    pub fn maximum_tag(&self) -> u32 {
        if self.is_xe() { 1_073_741_823 } else { 2_147_483_647 }
    }
}

/// The number that `text` begins with, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    digits.parse().ok().map(|number| (number, rest))
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(text: &str) -> Release {
        Release::parse(text).unwrap()
    }

    #[test]
    fn releases_are_read_as_show_version_prints_them() {
        for text in
            ["12.4(24)T", "12.2(11)T", "15.1(4)M", "15.2(4)M5", "12.4(15)T14a", "12.4(3a)", "17.6.1a", "16.12.4"]
        {
            assert_eq!(release(text).to_string(), text);
        }
        for text in ["", "15", "15.1", "15.1(4", "15.1(4)M-x", "17.6", "17.6.1ab", "3.7.0S", "99.x.1", "15.4.1"] {
            assert!(Release::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_version_line_stands_for_the_latest_that_it_can_mean() {
        let of = |text| Release::of_version_line(text).unwrap();
        assert!(of("15.2").has_literal_plus() && !of("15.1").has_literal_plus() && !of("12.4").has_literal_plus());
        assert!(!of("17.6").has_h323() && of("17.5").has_h323() && of("17.6").is_xe());
        assert_eq!([of("15.0"), of("15.1"), of("15.2")].map(|release| release.rules_per_table()), [15, 15, 100]);
        assert_eq!((of("15.2").to_string().as_str(), of("15.2").is_exact()), ("15.2", false));
        assert!(of("15.2(3)T").is_exact() && !of("15.2(3)T").has_literal_plus());
        for text in ["", "15", "15.", "15.2x", "x.y", "3.7", "15.2 no"] {
            assert!(Release::of_version_line(text).is_none(), "{text}");
        }
    }

    #[test]
    fn limits_change_where_the_documents_say() {
        assert_eq!((release("15.1(3)T").rules_per_table(), release("15.1(4)M").rules_per_table()), (15, 100));
        assert!(!release("15.2(3)T").has_pattern_maps() && release("15.2(4)M").has_pattern_maps());
        assert!(release("17.5.1a").has_h323() && release("15.9(3)M").has_h323() && !release("17.6.1a").has_h323());
        assert!(!release("15.1(1)T").has_trusted_list() && release("15.1(2)T").has_trusted_list());
        assert_eq!(release("17.6.1a").maximum_tag(), 1_073_741_823);
    }
}
