//! The texts that are linted: files, those in folders, standard input.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::cli::args::Lint as Arguments;
use crate::cli::question::configuration;
use crate::diagnostic::{Diagnostic, Report};
use crate::files;
use crate::model::{DialPlan, Reading, interface_addresses, read_onto};
use crate::plan::Reach;
use crate::source::Source;
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// How many configurations are kept as they were read. Of more, only the lines are kept, and each is read again when it is its
/// turn: a dial plan takes many times the memory of its text, the lines less than twice.
const KEPT: usize = 16;

/// Of more than this, only the texts are kept.
const KEPT_LINES: usize = 5_000;

/// Endings of files that are something else, whatever is quoted in them.
const OTHER_ENDINGS: [&str; 24] = [
    "md", "markdown", "rst", "adoc", "html", "htm", "toml", "yaml", "yml", "json", "xml", "csv", "tsv", "pdf", "docx",
    "xlsx", "png", "jpg", "svg", "py", "sh", "rs", "j2", "tcl",
];

/// Endings of files that are meant to be configurations.
const CONFIGURATION_ENDINGS: [&str; 4] = ["cfg", "conf", "config", "ios"];

/// A text that is to be read.
#[derive(Debug)]
pub(super) struct Input {
    /// Its path, or what standard input is called.
    pub(super) path: String,
    origin: Origin,
    /// Its settings; `None` where they are broken.
    pub(super) settings: Option<usize>,
    /// What stands in it, where that is not to be read.
    text: Option<Source>,
}

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Origin {
    /// It is named on the command line.
    Named,
    /// It was found in this one of the folders that are named.
    Walked(usize),
    Standard,
}

/// All texts in the order in which they are named, those of a folder by path.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) list: Vec<Input>,
    /// The folders, each with whether a configuration was found in it.
    folders: Vec<(String, bool)>,
    report: Report,
}

/// A configuration that was read.
#[derive(Debug)]
pub(super) struct File {
    /// Its place among all.
    pub(super) place: usize,
    /// Its path, or what standard input is called.
    pub(super) path: String,
    /// Its settings.
    pub(super) settings: usize,
    pub(super) reach: Reach,
    source: Source,
    tree: Option<Tree>,
    reading: Option<Reading>,
}

impl File {
    /// Its lines, and what they say.
    pub(super) fn take(&mut self) -> (Tree, Reading) {
        let tree = self.tree.take().unwrap_or_else(|| Tree::parse(&self.source));
        let reading = self.reading.take().unwrap_or_else(|| read_onto(DialPlan::default(), &tree));
        (tree, reading)
    }
}

impl Inputs {
    /// Those that the arguments name, each once.
    pub(super) fn of(arguments: &Arguments) -> Self {
        let mut inputs = Self::default();
        let mut seen = HashMap::new();
        for argument in &arguments.configs {
            if argument == files::STANDARD {
                let path = arguments.stdin_name.clone().unwrap_or_else(|| "<stdin>".to_owned());
                inputs.add(&mut seen, path, Origin::Standard);
                continue;
            }
            match files::files_at(argument) {
                Ok(paths) if paths.as_slice() == std::slice::from_ref(argument) => {
                    inputs.add(&mut seen, argument.clone(), Origin::Named);
                }
                Ok(paths) => {
                    let folder = inputs.folders.len();
                    inputs.folders.push((argument.clone(), false));
                    for path in paths.into_iter().filter(|path| !is_other(path)) {
                        inputs.add(&mut seen, path, Origin::Walked(folder));
                    }
                }
                Err(diagnostic) => inputs.report.push(diagnostic),
            }
        }
        inputs
    }

    /// One text in the place of the file at `path`.
    pub(super) fn given(path: &str, text: Source) -> Self {
        let input = Input { path: path.to_owned(), origin: Origin::Named, settings: None, text: Some(text) };
        Self { list: vec![input], ..Self::default() }
    }

    /// Adds a text, unless it is there.
    fn add(&mut self, seen: &mut HashMap<std::path::PathBuf, usize>, path: String, origin: Origin) {
        let identity = match origin {
            Origin::Standard => files::STANDARD.into(),
            Origin::Named | Origin::Walked(_) => files::identity(&path),
        };
        if let Some(input) = seen.get(&identity).and_then(|at| self.list.get_mut(*at)) {
            let was = input.origin;
            if matches!((origin, was), (Origin::Named, Origin::Walked(_))) {
                // The one that is named is meant, whatever is in the folder.
                input.origin = origin;
            }
            for one in [origin, was] {
                if let Origin::Walked(folder) = one {
                    self.has_one(folder);
                }
            }
            return;
        }
        seen.insert(identity, self.list.len());
        self.list.push(Input { path, origin, settings: None, text: None });
    }

    fn has_one(&mut self, folder: usize) {
        if let Some((_, found)) = self.folders.get_mut(folder) {
            *found = true;
        }
    }

    /// Reads all whose settings are not broken; with what cannot be read, or is no configuration.
    pub(super) fn read(mut self) -> (Vec<File>, Report) {
        let list = std::mem::take(&mut self.list);
        let keeps = (list.len() <= KEPT_LINES, list.len() <= KEPT);
        // Where there is one only, there is nobody that it could lead to.
        let alone = list.len() == 1;
        let tried: HashSet<Origin> = list.iter().filter(|one| one.settings.is_none()).map(|one| one.origin).collect();
        let numbered: Vec<_> = list.into_iter().enumerate().collect();
        let read: Vec<_> =
            numbered.into_par_iter().map(|(place, one)| (one.origin, read(one, place, keeps, alone))).collect();
        let mut found = Vec::new();
        for (origin, result) in read {
            if let (Origin::Walked(folder), Ok(Some(_)) | Err(_)) = (origin, &result) {
                self.has_one(folder);
            }
            match result {
                Ok(file) => found.extend(file),
                Err(diagnostic) => self.report.push(diagnostic),
            }
        }
        for (folder, (path, _)) in self.folders.iter().enumerate().filter(|(_, (_, found))| !found) {
            if !tried.contains(&Origin::Walked(folder)) {
                let message = format!("the folder {path} holds no configuration");
                let help = "name a folder with configurations in it; names that begin with a dot do not count";
                self.report.push(Diagnostic::error("empty-folder", message).help(help));
            }
        }
        (found, self.report)
    }
}

/// Reads a text; nothing where it is passed over. Its lines and what they say are kept where that is wanted.
fn read(input: Input, place: usize, (lines, all): (bool, bool), alone: bool) -> Result<Option<File>, Diagnostic> {
    let Some(settings) = input.settings else { return Ok(None) };
    let source = match (input.text, input.origin) {
        (Some(text), _) => text,
        (None, Origin::Standard) => files::read_standard_as(&input.path, secrets)?,
        (None, Origin::Named | Origin::Walked(_)) => files::read_hiding(&input.path, secrets)?,
    };
    let tree = match configuration(&source) {
        Ok(tree) => tree,
        Err(diagnostic) => {
            let meant = is_configuration(&input.path) || source.is_utf16();
            let passed = matches!(input.origin, Origin::Walked(_)) && !meant;
            return if passed { Ok(None) } else { Err(diagnostic) };
        }
    };
    let reading = read_onto(DialPlan::default(), &tree);
    let reach = if alone { Reach::default() } else { Reach::of(&reading.plan, interface_addresses(&tree)) };
    let (tree, reading) = (lines.then_some(tree), all.then_some(reading));
    Ok(Some(File { place, path: input.path, settings, reach, source, tree, reading }))
}

/// Whether a file is something else by its name.
pub(super) fn is_other(path: &str) -> bool {
    has_ending(path, &OTHER_ENDINGS)
}

/// Whether a file is meant to be a configuration by its name.
pub(super) fn is_configuration(path: &str) -> bool {
    has_ending(path, &CONFIGURATION_ENDINGS)
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = Path::new(path).extension();
    ending.is_some_and(|ending| endings.iter().any(|one| ending.eq_ignore_ascii_case(one)))
}
