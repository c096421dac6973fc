//! Reading and writing files, whole or not at all; finding those in a folder.

mod above;
mod folder;
mod git;

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::source::{FindSecrets, MAXIMUM_BYTES, Source};

pub use above::{identity, nearest_above, relative_to};
pub use folder::files_at;
pub use git::InCommit;

/// How standard input and output are called on the command line.
pub const STANDARD: &str = "-";

/// Reads the file at `path`, or standard input for `-`.
///
/// # Errors
/// When there is no such file, it cannot be read, is a directory, or is larger than [`MAXIMUM_BYTES`].
pub fn read(path: &str) -> Result<Source, Diagnostic> {
    read_hiding(path, |_| Vec::new())
}

/// Reads as [`read`] does; what `secrets` finds is never shown.
///
/// # Errors
/// As [`read`].
pub fn read_hiding(path: &str, secrets: FindSecrets) -> Result<Source, Diagnostic> {
    let (name, bytes) =
        if path == STANDARD { ("<stdin>", bounded(io::stdin().lock(), 0)) } else { (path, whole(path)) };
    let bytes = bytes.map_err(|error| unreadable(name, &error))?;
    Ok(Source::hiding(shown(name), bytes, secrets))
}

/// Reads standard input, which is then called `name`; what `secrets` finds is never shown.
///
/// # Errors
/// As [`read`].
pub fn read_standard_as(name: &str, secrets: FindSecrets) -> Result<Source, Diagnostic> {
    let bytes = bounded(io::stdin().lock(), 0).map_err(|error| unreadable(name, &error))?;
    Ok(Source::hiding(shown(name), bytes, secrets))
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable-file", format!("cannot read {}: {}", shown(name), reason(error)))
}

fn whole(path: &str) -> io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    bounded(file, metadata.len())
}

/// All that `reader` gives; `expected` bytes if its size is known, which spares a buffer that grows to twice its size.
fn bounded(reader: impl Read, expected: u64) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
    let expected = usize::try_from(expected).ok().filter(|bytes| *bytes <= MAXIMUM_BYTES).ok_or_else(too_large)?;
    let mut bytes = Vec::with_capacity(expected);
    reader.take(MAXIMUM_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAXIMUM_BYTES { Err(too_large()) } else { Ok(bytes) }
}

/// Writes each text to the file at its path: all of them or none, and the old files stay as they are where that fails. A
/// symbolic link is replaced, not followed. A device or a pipe is written to, before any file is put in its place: what it has
/// taken cannot be taken back.
///
/// # Errors
/// When a file cannot be written.
pub fn write(files: &[(&str, &[u8])]) -> Result<(), Diagnostic> {
    let named = |path: &str, error: &io::Error| {
        Diagnostic::error("unwritable-file", format!("cannot write {}: {}", shown(path), reason(error)))
    };
    let staged: Vec<_> = files
        .iter()
        .map(|(path, bytes)| stage(Path::new(path), bytes).map(|new| (*path, new)).map_err(|error| named(path, &error)))
        .collect::<Result<_, _>>()?;
    let mut to_place = Vec::new();
    for (path, new) in staged {
        match new {
            Staged::File(new) => to_place.push((path, new)),
            Staged::Device(mut device, bytes) => device.write_all(bytes).map_err(|error| named(path, &error))?,
        }
    }
    to_place
        .into_iter()
        .try_for_each(|(path, new)| new.persist(path).map(drop).map_err(|error| named(path, &error.error)))
}

/// A text that only has to be put in its place.
enum Staged<'a> {
    File(tempfile::NamedTempFile),
    Device(fs::File, &'a [u8]),
}

fn stage<'a>(path: &Path, bytes: &'a [u8]) -> io::Result<Staged<'a>> {
    let existing = fs::symlink_metadata(path).ok();
    if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if existing.as_ref().is_some_and(|metadata| !metadata.is_file() && !metadata.is_symlink()) {
        return Ok(Staged::Device(fs::OpenOptions::new().write(true).open(path)?, bytes));
    }
    if existing.as_ref().is_some_and(|metadata| metadata.is_file() && metadata.permissions().readonly()) {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = new_file(folder)?;
    new.write_all(bytes)?;
    if let Some(metadata) = existing.filter(fs::Metadata::is_file) {
        fs::set_permissions(new.path(), metadata.permissions())?;
    }
    new.as_file().sync_all()?;
    Ok(Staged::File(new))
}

/// A new file in `folder`, with the permissions that any new file has: those of a temporary file are narrower.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Whether two paths name the same file, be it there already or not.
pub fn are_same(left: &str, right: &str) -> bool {
    let real = |path: &str| {
        let path = Path::new(path);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(path).ok().or_else(|| Some(fs::canonicalize(folder).ok()?.join(path.file_name()?)))
    };
    left == right || real(left).is_some_and(|left| Some(left) == real(right))
}

/// What went wrong, in the words of the system and without its number.
fn reason(error: &io::Error) -> String {
    let words = [
        (io::ErrorKind::NotFound, "there is no such file or folder".to_owned()),
        (io::ErrorKind::IsADirectory, "it is a folder".to_owned()),
        (io::ErrorKind::PermissionDenied, "no permission".to_owned()),
        (io::ErrorKind::FileTooLarge, format!("it is larger than {} MiB", MAXIMUM_BYTES / 1024 / 1024)),
    ];
    let known = words.into_iter().find(|(kind, _)| *kind == error.kind());
    known.map_or_else(|| error.to_string(), |(_, words)| words)
}

/// A path as it can be shown: without control characters.
fn shown(path: &str) -> String {
    path.chars().map(|character| if character.is_control() { '?' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_fails_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.cfg");
        let name = path.to_str().unwrap();
        write(&[(name, b"old\n")]).unwrap();
        let missing = folder.path().join("no-such-folder/out.cfg");
        assert!(write(&[(missing.to_str().unwrap(), b"new")]).unwrap_err().message.contains("no such file or folder"));
        assert!(write(&[(folder.path().to_str().unwrap(), b"new")]).unwrap_err().message.contains("it is a folder"));
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(write(&[(name, b"new\n")]).unwrap_err().message.contains("no permission"));
        let other = folder.path().join("other.cfg");
        let both: [(&str, &[u8]); 2] = [(other.to_str().unwrap(), b"new"), (missing.to_str().unwrap(), b"new")];
        assert!(write(&both).is_err() && !other.exists());
        assert_eq!(fs::read(&path).unwrap(), b"old\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_replaced_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write(&[(link.to_str().unwrap(), b"new")]).unwrap();
        assert_eq!((fs::read(&target).unwrap(), fs::read(&link).unwrap()), (b"old".to_vec(), b"new".to_vec()));
        write(&[("/dev/null", b"gone")]).unwrap();
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_that_takes_nothing_leaves_the_files_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        let refused =
            write(&[(path.to_str().unwrap(), b"new"), ("/dev/full", b"more than there is room for")]).unwrap_err();
        assert!(refused.message.contains("/dev/full"), "{}", refused.message);
        assert!(!path.exists());
    }
}
