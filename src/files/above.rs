//! Files that hold for a folder and all that is below it.

use std::fs;
use std::path::{Path, PathBuf};

/// The file called `name` in the folder of the file at `path`, or in the nearest folder above that has one. Where it is not
/// above the working directory its path begins there.
pub fn nearest_above(path: &str, name: &str) -> Option<String> {
    let folder = real_folder(path);
    let found = folder.ancestors().map(|folder| folder.join(name)).find(|file| file.is_file())?;
    let here = std::env::current_dir().ok().and_then(|here| fs::canonicalize(here).ok());
    let below = here.and_then(|here| found.strip_prefix(here).ok().map(Path::to_path_buf));
    Some(below.unwrap_or(found).to_string_lossy().into_owned())
}

/// The path of a file relative to the folder of another, with `/` between its parts; the whole path where the file is not
/// below that folder.
pub fn relative_to(path: &str, other: &str) -> String {
    let whole = real_folder(path).join(Path::new(path).file_name().unwrap_or_default());
    let folder = real_folder(other);
    let parts = whole.strip_prefix(&folder).unwrap_or(&whole).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What tells a file from every other, whatever path it is named by.
pub fn identity(path: &str) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path))
}

/// The folder of a file that may not be there, without links and steps up where it is.
fn real_folder(path: &str) -> PathBuf {
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let absolute = || std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    fs::canonicalize(folder).unwrap_or_else(|_| absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_above_counts() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path).to_str().unwrap().to_owned();
        fs::create_dir_all(at("sites/lab/old")).unwrap();
        fs::write(at("dialc.toml"), "").unwrap();
        fs::write(at("sites/lab/dialc.toml"), "").unwrap();
        // A folder of that name is no such file.
        fs::create_dir(at("sites/lab/old/dialc.toml")).unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        let found = |path: &str| {
            let found = nearest_above(&at(path), "dialc.toml").unwrap();
            Path::new(&found).strip_prefix(&real).unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(found("a.cfg"), "dialc.toml");
        assert_eq!(found("sites/a.cfg"), "dialc.toml");
        assert_eq!(found("sites/lab/old/a.cfg"), "sites/lab/dialc.toml");
        assert_eq!(found("sites/lab/../a.cfg"), "dialc.toml");
        assert_eq!(found("not/there/a.cfg"), "dialc.toml");
        assert_eq!(nearest_above(&at("a.cfg"), "no-such-file.toml"), None);
    }

    #[test]
    fn paths_are_told_from_the_folder_of_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path).to_str().unwrap().to_owned();
        fs::create_dir_all(at("lab/old")).unwrap();
        assert_eq!(relative_to(&at("lab/old/a.cfg"), &at("lab/dialc.toml")), "old/a.cfg");
        assert_eq!(relative_to(&at("lab/old/../a.cfg"), &at("dialc.toml")), "lab/a.cfg");
        assert!(relative_to(&at("a.cfg"), &at("lab/dialc.toml")).ends_with("/a.cfg"));
    }
}
