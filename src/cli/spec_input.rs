//! Reading a spec, with the tables that it names.

use std::cell::RefCell;
use std::path::Path;

use crate::diagnostic::Report;
use crate::files::{self, InCommit};
use crate::plan::requirements;
use crate::source::Source;
use crate::spec::{self, Spec};

/// What came of reading a spec.
pub(super) struct Loaded {
    /// The spec and remarks about it; or all that is wrong with it.
    pub(super) spec: Result<(Spec, Report), Report>,
    /// The paths of the tables that it names.
    pub(super) tables: Vec<String>,
}

/// Decodes the spec in `source` and checks it against its release, all errors at once.
pub(super) fn load(source: &Source) -> Loaded {
    let folder = Path::new(source.name()).parent().map(Path::to_path_buf).unwrap_or_default();
    let tables = RefCell::new(Vec::new());
    let read = |path: &str| {
        if let Some(Ok(spec)) = InCommit::named(source.name()) {
            return of_commit(&spec, path);
        }
        let path = folder.join(path).to_string_lossy().into_owned();
        if path == files::STANDARD {
            return Err("a table is a file of its own".to_owned());
        }
        tables.borrow_mut().push(path.clone());
        files::read(&path).map_err(|diagnostic| diagnostic.message)
    };
    let (spec, mut report) = spec::load(source, &read);
    if let Some(spec) = &spec {
        report.extend(requirements(spec, source));
    }
    let spec = match spec {
        Some(spec) if !report.has_errors() => Ok((spec, report)),
        Some(_) | None => Err(report),
    };
    Loaded { spec, tables: tables.into_inner() }
}

/// A table of a spec that was read from a commit: it is read from there too.
fn of_commit(spec: &InCommit<'_>, table: &str) -> Result<Source, String> {
    let path = spec.beside(table)?;
    let table = InCommit::named(&path).and_then(Result::ok).ok_or_else(|| "it is no file of a commit".to_owned())?;
    table.read(|_| Vec::new()).map_err(|diagnostic| diagnostic.message)
}

/// Whether a path is that of a spec: `.yaml` or `.yml`.
pub(super) fn is_spec(path: &str) -> bool {
    let ending = Path::new(path).extension();
    ending.is_some_and(|ending| ["yaml", "yml"].iter().any(|one| ending.eq_ignore_ascii_case(one)))
}
