//! The settings file, `dialc.toml`.

use globset::GlobMatcher;

use super::allowed::Entry;
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
    /// What is allowed.
    pub allow: Vec<Entry>,
    /// What is assumed of routers, each as `NAME=VALUE`.
    pub assume: Vec<String>,
}

/// What is ignored in the files that a glob matches.
#[derive(Clone, Debug)]
pub struct FileIgnores {
    /// Matches them.
    pub(super) files: FileGlob,
    /// What is ignored.
    pub(super) ignore: Vec<Selector>,
}

/// A pattern of paths from the folder of the settings; of names of files in any folder where there is no `/` in it.
#[derive(Clone, Debug)]
pub struct FileGlob {
    pub(super) glob: GlobMatcher,
    /// Whether it is for names of files.
    pub(super) of_names: bool,
}

impl FileGlob {
    /// Whether it matches `path`, which is written with `/`.
    pub fn is_match(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.glob.is_match(if self.of_names { name } else { path })
    }
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
        self.per_file.iter().filter(|one| one.files.is_match(path)).flat_map(|one| one.ignore.iter().copied()).collect()
    }
}
