//! Files as they are in a commit, read with the git command. Nothing is fetched, and no shell is between.

use std::io::Read;
use std::process::{Command, Stdio};

use super::{bounded, shown, unreadable};
use crate::diagnostic::Diagnostic;
use crate::source::{FindSecrets, Source};

/// What a path begins with that names a file in a commit.
const PREFIX: &str = "git:";

/// A file in a commit: `git:REF:PATH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InCommit<'a> {
    /// A commit, branch or tag; empty for what is staged.
    revision: &'a str,
    /// The path from the top of the repository, or with `./` in front from here.
    path: &'a str,
}

impl<'a> InCommit<'a> {
    /// What `text` names; `None` where it names no file of a commit.
    ///
    /// # Errors
    /// It names one, and not as it should.
    ///
    /// ```
    /// use dialc::files::InCommit;
    /// assert!(InCommit::named("git:HEAD~1:isr-1.cfg").unwrap().is_ok());
    /// assert!(InCommit::named("git:--help:isr-1.cfg").unwrap().is_err());
    /// assert!(InCommit::named("isr-1.cfg").is_none());
    /// ```
    pub fn named(text: &'a str) -> Option<Result<Self, Diagnostic>> {
        let rest = text.strip_prefix(PREFIX)?;
        let wrong = |message: String| Err(Diagnostic::error("no-revision", message).help(HELP));
        Some(match rest.split_once(':') {
            None | Some((_, "")) => wrong(format!("{} names no file of a commit", shown(text))),
            // It would be an option of git.
            Some((revision, _)) if revision.starts_with('-') => {
                wrong(format!("{} is no name of a commit: it begins with `-`", shown(revision)))
            }
            Some((revision, path)) => Ok(Self { revision, path }),
        })
    }

    /// The file that this one calls `name`, in the same commit.
    ///
    /// # Errors
    /// Why there can be none.
    pub fn beside(&self, name: &str) -> Result<String, String> {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let top = usize::from(parts.first() == Some(&"."));
        for part in name.split('/') {
            match part {
                "" if parts.is_empty() || name.starts_with('/') => {
                    return Err("a spec in a commit names no path of this machine".to_owned());
                }
                "" | "." => {}
                ".." if parts.len() > top => drop(parts.pop()),
                ".." => return Err("it is outside the folder that the commit is read from".to_owned()),
                other => parts.push(other),
            }
        }
        Ok(format!("{PREFIX}{}:{}", self.revision, parts.join("/")))
    }

    /// Reads it; what `secrets` finds is never shown.
    ///
    /// # Errors
    /// There is no git command, or what it says is wrong.
    pub fn read(&self, secrets: FindSecrets) -> Result<Source, Diagnostic> {
        let name = format!("{PREFIX}{}:{}", self.revision, self.path);
        let failed = |error: &std::io::Error| {
            let message = format!("cannot read {}: the git command cannot be run: {error}", shown(&name));
            Diagnostic::error("unreadable-file", message)
        };
        let mut git = Command::new("git")
            // A blob that is not here stays away: nothing is sent anywhere.
            .args(["-c", "protocol.allow=never", "cat-file", "blob"])
            .arg(format!("{}:{}", self.revision, self.path))
            .envs([("GIT_NO_LAZY_FETCH", "1"), ("GIT_TERMINAL_PROMPT", "0"), ("LC_ALL", "C")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&error))?;
        let bytes = git.stdout.take().map_or(Ok(Vec::new()), |stdout| bounded(stdout, 0));
        if bytes.is_err() {
            // Nobody reads any more, so it may be waiting.
            let _ = git.kill();
        }
        let mut said = String::new();
        let _ = git.stderr.take().map(|stderr| stderr.take(LONGEST_ERROR).read_to_string(&mut said));
        let status = git.wait().map_err(|error| failed(&error))?;
        let bytes = bytes.map_err(|error| unreadable(&name, &error))?;
        if !status.success() {
            let said =
                said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").trim_end_matches('.').to_owned();
            let message = format!("cannot read {}: git says: {}", shown(&name), shown(&said));
            return Err(Diagnostic::error("unreadable-file", message).help(HELP));
        }
        Ok(Source::hiding(shown(&name), bytes, secrets))
    }
}

/// The most of what git says that is read, in bytes.
const LONGEST_ERROR: u64 = 4096;

const HELP: &str = "`git:REF:PATH`: a commit, branch or tag (none: what is staged), then the path from the top of the \
                    repository, or with `./` in front from this folder";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_commit_is_named() {
        let named = |text| InCommit::named(text).map(|one| one.map_err(|error| error.message));
        assert_eq!(named("git:HEAD~1:a/b.cfg"), Some(Ok(InCommit { revision: "HEAD~1", path: "a/b.cfg" })));
        assert_eq!(named("git::b:c.cfg"), Some(Ok(InCommit { revision: "", path: "b:c.cfg" })));
        assert_eq!(named("./git:HEAD:b.cfg"), None);
        assert_eq!(named("git:HEAD"), Some(Err("git:HEAD names no file of a commit".into())));
        assert_eq!(named("git:-p:x"), Some(Err("-p is no name of a commit: it begins with `-`".into())));
    }

    #[test]
    fn tables_are_beside_their_spec() {
        let beside = |spec, table| InCommit::named(spec).unwrap().unwrap().beside(table);
        assert_eq!(beside("git:HEAD:spec.yaml", "dids.csv"), Ok("git:HEAD:dids.csv".into()));
        assert_eq!(beside("git:HEAD:a/b/spec.yaml", ".././dids.csv"), Ok("git:HEAD:a/dids.csv".into()));
        assert_eq!(beside("git:HEAD:./a/spec.yaml", "../dids.csv"), Ok("git:HEAD:./dids.csv".into()));
        assert!(beside("git:HEAD:./spec.yaml", "../dids.csv").is_err());
        assert!(beside("git:HEAD:spec.yaml", "/etc/passwd").is_err());
    }
}
