//! `dialc init`.

use super::Outcome;
use super::args::{Example, Init};
use super::terminal::Terminal;
use crate::diagnostic::Diagnostic;
use crate::files;

/// Writes a starter spec.
pub(super) fn run(arguments: &Init, terminal: &Terminal) -> Outcome {
    let text = text(arguments.example);
    let Some(file) = arguments.file.as_deref().filter(|file| *file != files::STANDARD) else {
        return terminal.print(text);
    };
    if std::path::Path::new(file).exists() {
        let message = format!("{file} exists already: init overwrites nothing");
        terminal
            .report(&Diagnostic::error("file-exists", message).help("give another name, or remove it first").into());
        return Outcome::Invalid;
    }
    match files::write(&[(file, text.as_bytes())]) {
        Ok(()) => Outcome::Clean,
        Err(diagnostic) => {
            terminal.report(&diagnostic.into());
            Outcome::Invalid
        }
    }
}

fn text(example: Example) -> &'static str {
    match example {
        Example::Seed => include_str!("../../fixtures/specs/seed.yaml"),
        Example::Lync => include_str!("../../fixtures/specs/lync.yaml"),
        Example::SkypeForBusiness => include_str!("../../fixtures/specs/skype-for-business.yaml"),
        Example::Teams => include_str!("../../fixtures/specs/teams.yaml"),
        Example::CucmSip => include_str!("../../fixtures/specs/cucm-sip.yaml"),
    }
}
