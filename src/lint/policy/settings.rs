//! The settings file, `dialc.toml`.

use globset::GlobMatcher;

use super::selection::{Selection, Selector};
use super::{Policy, decode};
use crate::diagnostic::Report;
use crate::model::Release;
use crate::source::{Located, Source};

/// What a settings file says.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What rules have to know of the site.
    pub policy: Policy,
    /// The release of configurations that do not tell theirs.
    pub release: Option<Release>,
    /// The network file, relative to the folder of the settings.
    pub network: Option<Located<String>>,
    /// Which rules are looked at.
    pub selection: Selection,
    /// What is ignored in some files.
    pub per_file: Vec<FileIgnores>,
    /// What is assumed of routers, each as `NAME=VALUE`.
    pub assume: Vec<String>,
}

/// What is ignored in the files that a glob matches.
#[derive(Clone, Debug)]
pub struct FileIgnores {
    /// Matches a path relative to the folder of the settings; the name of a file where there is no `/` in it.
    pub(super) glob: GlobMatcher,
    /// Whether it is for names of files.
    pub(super) of_names: bool,
    /// What is ignored.
    pub(super) ignore: Vec<Selector>,
}

impl Settings {
    /// Reads a settings file: all that is wrong with it at once, each at its place.
    ///
    /// # Errors
    /// What is wrong.
    pub fn read(source: &Source) -> Result<Self, Report> {
        decode::settings(source)
    }

    /// What is ignored in the file at `path`, which is relative to the folder of the settings and written with `/`.
    pub fn ignored_in(&self, path: &str) -> Vec<Selector> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let here = |one: &&FileIgnores| one.glob.is_match(if one.of_names { name } else { path });
        self.per_file.iter().filter(here).flat_map(|one| one.ignore.iter().copied()).collect()
    }
}
