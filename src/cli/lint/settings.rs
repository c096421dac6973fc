//! The settings of each configuration: the nearest `dialc.toml` above it, or the file that is named.

use std::collections::HashMap;
use std::path::Path;

use super::input::{Inputs, is_configuration, is_other};
use crate::cli::args::{Assumed, Lint as Arguments};
use crate::cli::network_input::Around;
use crate::diagnostic::{Diagnostic, Report};
use crate::files;
use crate::lint::{Date, Entry, Selector, Settings, Sights, unneeded};
use crate::source::Source;

/// What settings are called.
const NAME: &str = "dialc.toml";

/// A settings file that was read.
#[derive(Debug, Default)]
pub(super) struct SettingsFile {
    /// Its path; `None` for those of configurations that have none.
    path: Option<String>,
    pub(super) settings: Settings,
    /// The network file that it names, among [`SettingsFiles::networks`].
    pub(super) network: Option<usize>,
}

/// A file that settings are for, which can be a configuration.
struct Candidate {
    /// Its path from the folder of the settings.
    path: String,
    /// Whether it is meant to be one by its name.
    is_meant: bool,
    linted: bool,
}

/// All settings of a run.
#[derive(Debug)]
pub(super) struct SettingsFiles {
    list: Vec<SettingsFile>,
    pub(super) networks: Vec<Around>,
    /// By the path of a file, its place in the list; `None` where it is broken.
    known: HashMap<String, Option<usize>>,
    /// Whether the settings are named on the command line.
    named: bool,
    /// The network file of the command line, which comes before those of settings.
    network: Option<usize>,
    /// What is wrong with those that were found.
    pub(super) report: Report,
}

impl SettingsFiles {
    /// Reads the settings and the network that the command line names.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn given(arguments: &Arguments) -> Result<Self, Report> {
        let mut files = Self {
            list: Vec::new(),
            networks: Vec::new(),
            known: HashMap::new(),
            named: arguments.config.is_some(),
            network: None,
            report: Report::new(),
        };
        if let Some(path) = &arguments.network {
            files.networks.push(Around::load(path)?);
            files.network = Some(0);
        }
        match &arguments.config {
            Some(path) => drop(files.load(path)?),
            None => files.list.push(SettingsFile::default()),
        }
        Ok(files)
    }

    /// Finds the settings of each text.
    pub(super) fn find(&mut self, inputs: &mut Inputs) {
        let mut by_folder: HashMap<String, Option<usize>> = HashMap::new();
        for input in &mut inputs.list {
            if self.named {
                input.settings = Some(0);
                continue;
            }
            let folder = Path::new(&input.path).parent().map(|folder| folder.to_string_lossy().into_owned());
            let folder = folder.unwrap_or_default();
            input.settings = if let Some(known) = by_folder.get(&folder) {
                *known
            } else {
                let found = self.above(&input.path);
                by_folder.insert(folder, found);
                found
            };
        }
    }

    /// The settings above a file.
    fn above(&mut self, path: &str) -> Option<usize> {
        // Those that nobody wrote are the first.
        let Some(found) = files::nearest_above(path, NAME) else { return Some(0) };
        if let Some(known) = self.known.get(&found) {
            return *known;
        }
        let loaded = match self.load(&found) {
            Ok(index) => Some(index),
            Err(report) => {
                self.report.extend(report);
                None
            }
        };
        self.known.insert(found, loaded);
        loaded
    }

    /// Reads a settings file, and the network file that it names.
    fn load(&mut self, path: &str) -> Result<usize, Report> {
        let source = files::read(path)?;
        let settings = Settings::read(&source)?;
        let network = match (self.network, &settings.network) {
            (Some(_), _) | (None, None) => self.network,
            (None, Some(named)) => {
                let folder = Path::new(path).parent().map(Path::to_path_buf).unwrap_or_default();
                let beside = folder.join(&named.value).to_string_lossy().into_owned();
                let around = Around::load(&beside).map_err(|report| placed(&report, &source, named.span))?;
                self.networks.push(around);
                Some(self.networks.len() - 1)
            }
        };
        self.list.push(SettingsFile { path: Some(path.to_owned()), settings, network });
        Ok(self.list.len() - 1)
    }

    /// What is to be said of what settings allow, given what became of it in each configuration, with the place of its settings.
    /// `linted` is whether a file was looked at.
    pub(super) fn unneeded(&self, sights: &[(usize, Sights)], today: Date, linted: impl Fn(&str) -> bool) -> Report {
        let mut report = Report::new();
        for (index, file) in self.list.iter().enumerate().filter(|(_, file)| !file.settings.allow.is_empty()) {
            let own: Vec<_> =
                sights.iter().filter(|(settings, _)| *settings == index).map(|(_, sights)| sights).collect();
            let mut all = None;
            let is_all_seen = |entry: &Entry| {
                let all = all.get_or_insert_with(|| file.candidates(self.named, &linted));
                let is_seen = |one: &Candidate| {
                    let wanted = if entry.names_files() { entry.is_for(&one.path) } else { one.is_meant };
                    !wanted || one.linted
                };
                all.as_ref().is_some_and(|all| all.iter().all(is_seen))
            };
            report.extend(unneeded(&file.settings.allow, &own, today, is_all_seen));
        }
        report
    }

    /// The settings at a place of the list.
    pub(super) fn get(&self, index: usize) -> Option<&SettingsFile> {
        self.list.get(index)
    }

    /// The network file around the configurations with these settings.
    pub(super) fn network_of(&self, index: usize) -> Option<usize> {
        self.network.or_else(|| self.get(index).and_then(|file| file.network))
    }
}

impl SettingsFile {
    /// The path of a file from the folder of the settings, which only matters where they allow something.
    pub(super) fn path_of(&self, path: &str) -> String {
        let own = self.path.as_ref().filter(|_| !self.settings.allow.is_empty());
        own.map_or_else(|| path.to_owned(), |own| files::relative_to(path, own))
    }

    /// The files below the folder of the settings that these are for; `None` where that is not known.
    fn candidates(&self, named: bool, linted: impl Fn(&str) -> bool) -> Option<Vec<Candidate>> {
        let own = self.path.as_ref()?;
        let folder = Path::new(own).parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let files = files::files_at(folder.to_str()?).ok()?;
        let mut nearest: HashMap<String, bool> = HashMap::new();
        let mut is_own = |path: &String| {
            let folder = Path::new(path).parent().map(|folder| folder.to_string_lossy().into_owned());
            *nearest.entry(folder.unwrap_or_default()).or_insert_with(|| {
                let found = || files::nearest_above(path, NAME);
                named || found().is_some_and(|found| files::are_same(&found, own))
            })
        };
        let own = files.into_iter().filter(|path| !is_other(path) && is_own(path));
        let candidate = |path: String| Candidate {
            path: self.path_of(&path),
            is_meant: is_configuration(&path),
            linted: linted(&path),
        };
        Some(own.map(candidate).collect())
    }

    /// What is ignored in the file at `path`.
    pub(super) fn ignored_in(&self, path: &str) -> Vec<Selector> {
        let Some(own) = self.path.as_ref().filter(|_| !self.settings.per_file.is_empty()) else { return Vec::new() };
        self.settings.ignored_in(&files::relative_to(path, own))
    }

    /// What is assumed of routers: what the command line says comes last, and so counts.
    pub(super) fn assumed(&self, line: &Assumed) -> Assumed {
        let assume = self.settings.assume.iter().chain(&line.assume).cloned().collect();
        Assumed { assume, release: line.release.clone() }
    }
}

/// The same report; what has no place is at that of the settings where the file is named.
fn placed(report: &Report, source: &Source, span: crate::source::Span) -> Report {
    let at = |diagnostic: &Diagnostic| {
        let diagnostic = diagnostic.clone();
        if diagnostic.labels.is_empty() { diagnostic.at(source, span, "named here") } else { diagnostic }
    };
    report.iter().map(at).collect()
}
