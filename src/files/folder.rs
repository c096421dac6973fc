//! The files that a path on the command line stands for.

use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::Path;

use super::{STANDARD, shown, unreadable};
use crate::diagnostic::Diagnostic;

/// How many folders may be within each other. It also ends what a loop of mounts would make endless.
const DEEPEST: usize = 64;

/// The files that `path` stands for: itself, or all regular files in the folder that it is and in the folders within,
/// sorted by the bytes of their paths.
///
/// Files and folders whose names begin with a dot are passed over, and so are symbolic links; a link that `path` itself
/// is gets followed.
///
/// # Errors
/// When there is nothing at `path`, or a folder holds no file, cannot be read, or is too deep. It is the first such fault
/// in the order of the paths.
pub fn files_at(path: &str) -> Result<Vec<String>, Diagnostic> {
    if path == STANDARD || !fs::metadata(path).map_err(|error| unreadable(path, &error))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    collect(path, DEEPEST, &mut files)?;
    if files.is_empty() {
        let message = format!("the folder {} holds no file", shown(path));
        return Err(Diagnostic::error("empty-folder", message)
            .help("name a folder with configurations in it; names that begin with a dot do not count"));
    }
    files.sort_unstable();
    Ok(files)
}

/// Adds the files of the folder at `path`, and of those within it down to `depth` of them.
fn collect(path: &str, depth: usize, files: &mut Vec<String>) -> Result<(), Diagnostic> {
    let Some(depth) = depth.checked_sub(1) else {
        let message = format!("cannot read {}: it is more than {DEEPEST} folders deep", shown(path));
        return Err(Diagnostic::error("unreadable-file", message));
    };
    let failed = |error: io::Error| unreadable(path, &error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        if is_wanted(&entry, kind) {
            entries.push((entry.path(), kind.is_dir()));
        }
    }
    // The system gives entries in any order: sorted, the same fault is always the first.
    entries.sort_unstable();
    for (entry, is_folder) in entries {
        let found = text(&entry)?;
        if is_folder {
            collect(&found, depth, files)?;
        } else {
            files.push(found);
        }
    }
    Ok(())
}

/// Whether an entry of a folder counts: a file or a folder, and not hidden.
fn is_wanted(entry: &DirEntry, kind: FileType) -> bool {
    (kind.is_file() || kind.is_dir()) && !entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// A path as text, in which it is handed on.
fn text(path: &Path) -> Result<String, Diagnostic> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        let message = format!("cannot read {}: its name is not UTF-8", shown(&path.to_string_lossy()));
        Diagnostic::error("unreadable-file", message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a file at each of `paths`.
    fn folder(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in paths {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "end\n").unwrap();
        }
        folder
    }

    /// The files at `path`, relative to `root`.
    fn found(root: &Path, path: &Path) -> Vec<String> {
        let files = files_at(path.to_str().unwrap()).unwrap();
        files.iter().map(|file| Path::new(file).strip_prefix(root).unwrap().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_folder_gives_its_files_by_path() {
        let folder = folder(&["b.cfg", "a/z.cfg", "a/b/c", "a.cfg", "B", ".hidden", ".git/config", "a/.swp"]);
        // Sorted as bytes: `.` comes before `/`, capitals before the rest.
        assert_eq!(found(folder.path(), folder.path()), ["B", "a.cfg", "a/b/c", "a/z.cfg", "b.cfg"]);
        assert_eq!(found(folder.path(), &folder.path().join("a/")), ["a/b/c", "a/z.cfg"]);
        assert_eq!(found(folder.path(), &folder.path().join(".git")), [".git/config"]);
    }

    #[test]
    fn a_file_and_standard_input_give_themselves() {
        let folder = folder(&["a.cfg", ".hidden"]);
        assert_eq!(found(folder.path(), &folder.path().join(".hidden")), [".hidden"]);
        assert_eq!(files_at("-").unwrap(), ["-"]);
        let missing = files_at(folder.path().join("none").to_str().unwrap()).unwrap_err();
        assert!(missing.message.ends_with("none: there is no such file or folder"), "{}", missing.message);
    }

    #[test]
    fn a_folder_without_files_is_an_error() {
        let folder = folder(&["a/.hidden"]);
        let error = files_at(folder.path().to_str().unwrap()).unwrap_err();
        assert_eq!(error.code, "empty-folder");
        assert!(error.message.ends_with("holds no file"), "{}", error.message);
    }

    #[test]
    fn folders_within_each_other_have_an_end() {
        let folder = folder(&[&format!("{}a.cfg", "d/".repeat(DEEPEST - 1))]);
        assert_eq!(found(folder.path(), folder.path()).len(), 1);
        fs::create_dir(folder.path().join("d/".repeat(DEEPEST))).unwrap();
        let error = files_at(folder.path().to_str().unwrap()).unwrap_err();
        assert!(error.message.ends_with("d: it is more than 64 folders deep"), "{}", error.message);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_only_from_the_command_line() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["real/a.cfg"]);
        let at = |path: &str| folder.path().join(path);
        symlink(folder.path(), at("real/loop")).unwrap();
        symlink(at("real/a.cfg"), at("real/b.cfg")).unwrap();
        symlink(at("real"), at("link")).unwrap();
        assert_eq!(found(folder.path(), folder.path()), ["real/a.cfg"]);
        assert_eq!(found(folder.path(), &at("link")), ["link/a.cfg"]);
        assert_eq!(found(folder.path(), &at("real/b.cfg")), ["real/b.cfg"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn names_that_cannot_be_shown_are_errors() {
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&["a.cfg"]);
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"b\xff\n.cfg")), "end\n").unwrap();
        let error = files_at(folder.path().to_str().unwrap()).unwrap_err();
        assert!(error.message.ends_with("b\u{fffd}?.cfg: its name is not UTF-8"), "{}", error.message);
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_cannot_be_read_is_named() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&["a.cfg", "closed/b.cfg"]);
        let closed = folder.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let files = files_at(folder.path().to_str().unwrap());
        // Nothing is closed to the superuser, under whom the tests may run.
        let is_closed = fs::read_dir(&closed).is_err();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        match files {
            Err(error) => assert!(is_closed && error.message.ends_with("closed: no permission"), "{}", error.message),
            Ok(files) => assert!(!is_closed && files.len() == 2),
        }
    }
}
