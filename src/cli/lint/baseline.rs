//! The baseline that the command line names: read before anything is linted, applied or written behind it.

use std::path::Path;

use crate::cli::args::Lint as Arguments;
use crate::diagnostic::{Diagnostic, Report};
use crate::files;
use crate::lint::{Baseline, Linted, Place};

/// What is to be done with known findings.
#[derive(Debug)]
pub(super) enum Known {
    /// There is no baseline.
    Nothing,
    /// Those of the baseline at this path are left out.
    Left(String, Baseline),
    /// What is found is written to this path, where a baseline may be.
    Written(String, Option<Baseline>),
}

impl Known {
    /// What the arguments want.
    ///
    /// # Errors
    /// What is wrong with the baseline, also with the one that is to be written over: another file is not lost so.
    pub(super) fn given(arguments: &Arguments) -> Result<Self, Report> {
        let path = arguments.baseline.as_ref().or(arguments.write_baseline.as_ref());
        if path.is_some_and(|path| path == files::STANDARD) {
            let error = Diagnostic::error("no-path", "a baseline is a file, and `-` is none");
            return Err(Report::from(
                error.help("name a file beside the configurations, such as `dialc-baseline.toml`"),
            ));
        }
        let read = |path: &String| Baseline::read(&files::read(path)?);
        if let Some(path) = &arguments.baseline {
            return Ok(Self::Left(path.clone(), read(path)?));
        }
        let Some(path) = &arguments.write_baseline else { return Ok(Self::Nothing) };
        let is_new = std::fs::symlink_metadata(path).is_err();
        let old = if is_new { None } else { Some(read(path)?) };
        Ok(Self::Written(path.clone(), old))
    }

    /// Leaves out of `linted` what is known; what is to be said of the baseline. Where something `failed`, no baseline is written.
    pub(super) fn apply(&self, linted: &mut [Linted], failed: bool) -> Report {
        match self {
            Self::Nothing => Report::new(),
            Self::Left(path, baseline) => {
                let paths = paths(linted, path);
                baseline.apply(linted, &paths, |file| place(file, path)).report()
            }
            Self::Written(path, _) if failed => {
                let message = format!("{path} is not written, since not everything could be linted");
                Report::from(Diagnostic::info("baseline-not-written", message))
            }
            Self::Written(path, old) => write(path, old.as_ref(), linted),
        }
    }
}

/// Writes the baseline, and leaves out what it knows.
fn write(path: &str, old: Option<&Baseline>, linted: &mut [Linted]) -> Report {
    let paths = paths(linted, path);
    let place = |file: &str| place(file, path);
    let (text, known) = Baseline::write(old, linted, &paths, place);
    // What was written is what is known from now on.
    let new = match Baseline::read(&crate::source::Source::new(path, text.as_str())) {
        Ok(new) => new,
        Err(report) => return report,
    };
    if let Err(error) = files::write(&[(path, text.as_bytes())]) {
        return Report::from(error);
    }
    let stale = old.map(|old| old.apply(&mut linted.to_vec(), &paths, place).len()).unwrap_or_default();
    let _ = new.apply(linted, &paths, place);
    let gone = if stale == 0 { String::new() } else { format!("; stale entries taken out or lowered: {stale}") };
    let message = format!("{path} is written; findings that it knows: {known}{gone}");
    Report::from(Diagnostic::info("baseline-written", message))
}

/// The paths of files from the folder of a baseline; a text that is no file keeps its name.
fn paths(linted: &[Linted], baseline: &str) -> Vec<String> {
    let path = |file: &Linted| {
        if file.file.starts_with('<') { file.file.clone() } else { files::relative_to(&file.file, baseline) }
    };
    linted.iter().map(path).collect()
}

/// Where the file of an entry is.
fn place(file: &str, baseline: &str) -> Place {
    let folder = Path::new(baseline).parent().unwrap_or(Path::new(""));
    if file.starts_with('<') || folder.join(file).exists() { Place::There } else { Place::Gone }
}
