//! What can be done to a number at its front.

/// A change at the front of a number: what comes behind stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rewriting {
    /// None.
    Same,
    /// This many symbols are taken away.
    Strip(usize),
    /// These symbols are put in front.
    Add(String),
}

impl Rewriting {
    /// What becomes of `number`; `None` where it has fewer symbols than are taken away.
    ///
    /// ```
    /// use dialc::number::Rewriting;
    /// assert_eq!(Rewriting::Add("+1".into()).apply("206"), Some("+1206".into()));
    /// assert_eq!(Rewriting::Strip(4).apply("206"), None);
    /// ```
    pub fn apply(&self, number: &str) -> Option<String> {
        match self {
            Self::Same => Some(number.to_owned()),
            Self::Strip(symbols) => number.get(*symbols..).map(str::to_owned),
            Self::Add(front) => Some(format!("{front}{number}")),
        }
    }
}
