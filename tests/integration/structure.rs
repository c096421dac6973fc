//! The shape of the project: docs/architecture.md says what may use what, and this holds the code to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The most lines of a file of code.
const MAXIMUM_LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below `folder` that end in `ending`, sorted.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no .{ending} file in {folder}");
    files
}

/// The path as it is written from the root of the project.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The rows of the table of `document` whose heading begins with `heading`, each as its cells.
fn table(document: &str, heading: &str) -> Vec<Vec<String>> {
    let lines = document.lines().skip_while(|line| !line.starts_with(heading)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What stands between back-ticks.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The module table: per module, what it may use.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let document = read(&root().join("docs/architecture.md"));
    let rows = table(&document, "| module | may use |");
    assert!(!rows.is_empty(), "docs/architecture.md has no module table");
    rows.iter().map(|row| (names(&row[0]).pop_first().unwrap(), names(&row[1]))).collect()
}

/// The module that a file of src belongs to; `None` for lib.rs and main.rs.
fn module_of(file: &str) -> Option<String> {
    let path = file.strip_prefix("src/")?;
    let first = path.split('/').next()?.trim_end_matches(".rs");
    (!matches!(first, "lib" | "main")).then(|| first.to_owned())
}

/// How many modules deep a file is: 1 for `src/model/mod.rs` and `src/source.rs`, 2 for `src/model/read.rs`.
fn depth_of(file: &str) -> usize {
    let parts = file.trim_start_matches("src/").split('/').count();
    if file.ends_with("/mod.rs") { parts - 1 } else { parts }
}

/// The code of a file by line number: comments and test modules are blank.
fn code(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut announced = false;
    let mut in_test_module = false;
    for (index, line) in text.lines().enumerate() {
        if in_test_module {
            in_test_module = line != "}";
        } else if announced && line.starts_with("mod ") {
            in_test_module = line.ends_with('{');
        } else if !line.trim_start().starts_with("//") {
            lines.push((index + 1, line.to_owned()));
        }
        announced = line == "#[cfg(test)]";
    }
    lines
}

fn is_test_file(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/")
}

/// The modules that each line of `file` names, by line number.
fn uses(file: &str, text: &str) -> Vec<(usize, String)> {
    let absolute = Regex::new(r"\bcrate::(\w+|\{)").unwrap();
    let relative = Regex::new(r"\b((?:super::)+)([a-z_]+)\b").unwrap();
    let mut found = Vec::new();
    for (number, line) in code(text) {
        for captures in absolute.captures_iter(&line) {
            found.push((number, captures[1].to_owned()));
        }
        for captures in relative.captures_iter(&line) {
            // As many steps up as the file is deep lead to the root.
            if captures[1].matches("super::").count() >= depth_of(file) {
                found.push((number, captures[2].to_owned()));
            }
        }
    }
    found
}

/// What is wrong with the modules that `text`, the text of `file`, names.
fn misuses(file: &str, text: &str, allowed: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let Some(module) = module_of(file) else { return Vec::new() };
    let may = allowed.get(&module).cloned().unwrap_or_default();
    let foreign = uses(file, text).into_iter().filter(|(_, used)| *used != module && !may.contains(used));
    let say = |(line, used): (usize, String)| {
        if used == "{" {
            return format!("{file}:{line}: one `use` for each module, please: a group hides what is used");
        }
        let list: Vec<_> = may.iter().cloned().collect();
        format!("{file}:{line}: `{module}` uses `{used}`; it may use {}", list.join(", "))
    };
    foreign.map(say).collect()
}

#[test]
fn modules_use_only_what_the_table_allows() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for path in files("src", "rs") {
        let file = shown(&path);
        if !is_test_file(&file) {
            wrong.extend(misuses(&file, &read(&path), &allowed));
        }
    }
    assert!(wrong.is_empty(), "see the module table of docs/architecture.md:\n{}", wrong.join("\n"));
}

#[test]
fn a_module_that_uses_too_much_is_found() {
    let allowed = allowed();
    let found = |file: &str, text: &str| misuses(file, text, &allowed);
    assert_eq!(
        found("src/source.rs", "//! crate::cli\n/// crate::plan\nuse crate::source::Span;\n"),
        Vec::<String>::new()
    );
    assert_eq!(found("src/model/read.rs", "\nuse crate::plan::plan;\n").len(), 1);
    assert!(
        found("src/model/read.rs", "\nuse crate::plan::plan;\n")[0]
            .starts_with("src/model/read.rs:2: `model` uses `plan`")
    );
    assert_eq!(found("src/model/read.rs", "use crate::{source::Span, syntax};\n").len(), 1);
    assert_eq!(found("src/model/read.rs", "fn f() -> super::super::plan::Planned {}\n").len(), 1);
    assert_eq!(found("src/model/mod.rs", "use super::emit::emit;\n").len(), 1);
    assert_eq!(found("src/model/read.rs", "use super::release::Release;\n"), Vec::<String>::new());
    assert_eq!(found("src/model/read.rs", "#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\n"), Vec::<String>::new());
    assert_eq!(found("src/model/read.rs", "#[cfg(test)]\nmod tests {\n}\nuse crate::cli;\n").len(), 1);
}

#[test]
fn every_module_is_in_the_table() {
    let of_files: BTreeSet<_> = files("src", "rs").iter().filter_map(|path| module_of(&shown(path))).collect();
    let allowed = allowed();
    assert_eq!(of_files, allowed.keys().cloned().collect());
    for (module, may) in &allowed {
        assert!(may.is_subset(&of_files), "the row of `{module}` names modules that are none: {may:?}");
        assert!(!may.contains(module) && !may.contains("cli"), "the row of `{module}`: {may:?}");
    }
}

#[test]
fn only_files_and_cli_touch_the_machine() {
    let touches = Regex::new(r"\bstd::(fs|io|env|time|process|net::(Tcp|Udp)|thread)\b|\bSystemTime\b").unwrap();
    let mut wrong = Vec::new();
    for path in files("src", "rs") {
        let file = shown(&path);
        let outside = module_of(&file).is_some_and(|module| module != "files" && module != "cli");
        if outside && !is_test_file(&file) {
            let lines = code(&read(&path)).into_iter().filter(|(_, line)| touches.is_match(line));
            wrong.extend(lines.map(|(number, line)| format!("{file}:{number}: {}", line.trim())));
        }
    }
    assert!(wrong.is_empty(), "only files and cli touch disk, clock, environment and streams:\n{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_finished() {
    // In two parts, so that this file does not find itself.
    let unfinished = [["TO", "DO"], ["FIX", "ME"], ["todo", "!"], ["unimplemented", "!"]].map(|parts| parts.concat());
    let mut wrong = Vec::new();
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")).chain(files("grammar", "pest")) {
        let text = read(&path);
        let count = text.lines().count();
        if count > MAXIMUM_LINES {
            wrong.push(format!("{}: {count} lines; a file has at most {MAXIMUM_LINES}", shown(&path)));
        }
        for (index, line) in text.lines().enumerate() {
            if let Some(word) = unfinished.iter().find(|word| line.contains(word.as_str())) {
                wrong.push(format!("{}:{}: {word}", shown(&path), index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn grammars_are_described_and_used() {
    let document = read(&root().join("docs/architecture.md"));
    let rows = table(&document, "| file | read by |");
    let code: String = files("src", "rs").iter().map(|path| read(path)).collect();
    let listed: BTreeSet<_> = rows.iter().filter_map(|row| names(&row[0]).pop_first()).collect();
    let there: BTreeSet<_> =
        files("grammar", "pest").iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(listed, there, "the table of grammars in docs/architecture.md");
    for name in there {
        let text = read(&root().join("grammar").join(&name));
        assert!(text.starts_with("// "), "grammar/{name} does not begin with what it describes");
        assert!(code.contains(&format!("/grammar/{name}\"]")), "grammar/{name} is not used");
    }
}

#[test]
fn tests_that_documents_name_exist() {
    let tests: BTreeSet<String> = {
        let function = Regex::new(r"\bfn (\w+)\(").unwrap();
        let sources = files("src", "rs").into_iter().chain(files("tests", "rs"));
        let text: String = sources.map(|path| read(&path)).collect();
        function.captures_iter(&text).map(|captures| captures[1].to_owned()).collect()
    };
    let mut vectors = BTreeSet::new();
    let id = Regex::new(r"(?m)^ *(?:- )?id: (\S+)$").unwrap();
    for path in files("fixtures/vectors", "yaml") {
        vectors.extend(id.captures_iter(&read(&path)).map(|captures| captures[1].to_owned()));
    }
    for (document, heading, cell) in
        [("docs/architecture.md", "| invariant |", 1), ("docs/ios-semantics.md", "| claim |", 2)]
    {
        let text = read(&root().join(document));
        let mut rest = text.as_str();
        let mut count = 0;
        while let Some(at) = rest.find(heading) {
            rest = &rest[at..];
            for row in table(rest, heading) {
                count += 1;
                for name in names(&row[cell]) {
                    assert!(tests.contains(&name) || vectors.contains(&name), "{document}: no test or vector `{name}`");
                }
            }
            rest = &rest[heading.len()..];
        }
        assert!(count > 0, "{document} has no table that begins with {heading}");
    }
}
