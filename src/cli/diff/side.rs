//! One of the two plans that are compared.

use crate::cli::args::Diff as Arguments;
use crate::cli::question::{Asked, configuration};
use crate::cli::spec_input::is_spec;
use crate::diagnostic::Report;
use crate::files::{self, InCommit};
use crate::source::Source;
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// A plan that was read.
pub(super) struct Side {
    pub(super) asked: Asked,
    /// Whether it was planned from a spec.
    pub(super) is_spec: bool,
}

impl Side {
    /// Reads the running-config or spec at `path`, which may be that of a file in a commit.
    ///
    /// # Errors
    /// It cannot be read, or is not valid.
    pub(super) fn load(path: &str, arguments: &Arguments) -> Result<Self, Report> {
        let in_commit = InCommit::named(path).transpose()?;
        let is_spec = is_spec(path);
        let asked = if is_spec {
            let written = match in_commit {
                Some(file) => file.read(|_| Vec::new())?,
                None => files::read(path)?,
            };
            Asked::of_spec(&written, &arguments.assumed)?
        } else {
            let source = match in_commit {
                Some(file) => file.read(secrets)?,
                None => files::read_hiding(path, secrets)?,
            };
            // Nothing yet, or nothing any more, is a plan too.
            let tree = if is_blank(&source) { Tree::parse(&source) } else { configuration(&source)? };
            Asked::of_config(source, &tree, &arguments.assumed)?
        };
        Ok(Self { asked, is_spec })
    }
}

/// Whether a text has nothing but comments.
fn is_blank(source: &Source) -> bool {
    let says_nothing = |line: &str| line.trim().is_empty() || line.starts_with('!');
    source.text().is_ok_and(|text| text.lines().all(says_nothing))
}
