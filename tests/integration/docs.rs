//! The examples of README.md, docs/ and the READMEs of fixtures/projects and fixtures/diffs: every spec is planned, every command is run and
//! its output compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dialc::call::Assumption;
use dialc::plan::{plan, requirements};
use dialc::source::Source;
use dialc::spec;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A fenced block of a document.
struct Block {
    /// The document and the line of the fence.
    place: String,
    kind: String,
    text: String,
}

/// README.md, the documents of docs/, and the READMEs of projects and diffs.
fn documents() -> Vec<PathBuf> {
    let entries = |folder: &str| {
        let mut paths: Vec<_> = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let mut documents = vec![root().join("README.md")];
    documents.extend(entries("docs"));
    for folder in ["fixtures/projects", "fixtures/diffs"] {
        documents.extend(entries(folder).into_iter().map(|project| project.join("README.md")));
    }
    documents.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    documents
}

/// Whether a document is that of a project or diff: its examples are run in its folder.
fn is_of_project(document: &Path) -> bool {
    ["fixtures/projects", "fixtures/diffs"].iter().any(|folder| document.starts_with(root().join(folder)))
}

fn blocks(document: &Path) -> Vec<Block> {
    let text = fs::read_to_string(document).unwrap();
    let name = document.strip_prefix(root()).unwrap().display();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(kind), None) => {
                open = Some(Block { place: format!("{name}:{}", index + 1), kind: kind.into(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{name}: a block is not closed");
    blocks
}

fn blocks_of(kind: &str) -> Vec<Block> {
    let blocks: Vec<_> = documents().iter().flat_map(|path| blocks(path)).filter(|block| block.kind == kind).collect();
    assert!(!blocks.is_empty(), "no {kind} block in the documents");
    blocks
}

/// What is wrong with a spec, up to planning it.
fn faults(text: &str) -> Vec<String> {
    let source = Source::new("example.yaml", text);
    let (spec, mut report) = spec::load(&source, &|_| Ok(Source::new("numbers.csv", "+12065555500\n")));
    if let Some(spec) = &spec {
        report.extend(requirements(spec, &source));
        if !report.has_errors() {
            plan(spec, &source, None).expect("a spec without errors is planned");
        }
    }
    report.iter().map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect()
}

/// What is wrong with a network file.
fn network_faults(text: &str) -> Vec<String> {
    let source = Source::new("example.yaml", text);
    let (_, report) = spec::load_network(&source, &|_| Ok(Source::new("numbers.csv", "+12065555500\n")));
    report.iter().map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect()
}

/// `over` laid over `under`: mappings key by key, anything else instead.
fn lay_over(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            over.into_iter().for_each(|(key, value)| lay_over(under.entry(key).or_insert(Value::Null), value));
        }
        (under, over) => *under = over,
    }
}

/// A block with `gateways:` is a network file, any other a spec. One that begins with `version:` is whole; the others are
/// laid over the worked example.
#[test]
fn specs_in_the_documents_are_right() {
    for block in blocks_of("yaml") {
        let network = block.text.lines().any(|line| line.starts_with("gateways:"));
        let text = if block.text.starts_with("version:") {
            block.text
        } else {
            let seed = if network { "fixtures/networks/worked-example.yaml" } else { "fixtures/specs/seed.yaml" };
            let mut spec: Value = serde_yaml::from_str(&fs::read_to_string(root().join(seed)).unwrap()).unwrap();
            let part: Value =
                serde_yaml::from_str(&block.text).unwrap_or_else(|error| panic!("{}: {error}", block.place));
            lay_over(&mut spec, part);
            spec.to_string()
        };
        let faults = if network { network_faults(&text) } else { faults(&text) };
        assert_eq!(faults, [""; 0], "{}", block.place);
    }
}

/// The commands that only a person runs: they build, or they are about another machine.
const NOT_RUN: [&str; 5] = ["cargo test", "cargo install", "git clone", "cd ", ".ci/run"];

/// Runs a command of a document in `folder`; what it prints, and its exit code.
fn run(command: &str, folder: &Path, last: i32) -> (String, i32) {
    let built = assert_cmd::cargo::cargo_bin("dialc");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", built.parent().unwrap().display());
    let command = command.replace("cargo run --", "dialc").replace("$?", &last.to_string());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

/// In a `console` block, what follows `$ ` is run, and what follows that line is what it prints.
#[cfg(unix)]
#[test]
fn examples_print_what_the_documents_show() {
    let mut count = 0;
    for document in documents() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(root().join("fixtures"), folder.path().join("fixtures")).unwrap();
        let place = if is_of_project(&document) { document.parent().unwrap() } else { folder.path() };
        let mut last = 0;
        for block in blocks(&document).into_iter().filter(|block| block.kind == "console") {
            let mut parts = format!("\n{}", block.text);
            assert!(parts.starts_with("\n$ "), "{}: a console block begins with `$ `", block.place);
            parts.remove(0);
            for part in format!("\n{parts}").split("\n$ ").skip(1) {
                let (command, expected) = part.split_once('\n').unwrap_or((part, ""));
                if NOT_RUN.iter().any(|start| command.starts_with(start)) {
                    continue;
                }
                let (printed, code) = run(command, place, last);
                last = code;
                assert_eq!(printed.trim_end(), expected.trim_end(), "{}: $ {command}", block.place);
                count += 1;
            }
        }
    }
    assert!(count > 5, "{count} commands were run");
}

/// The fields that the reference describes, by the type that it names above its table: `<!-- fields of Gateway -->`.
fn described() -> Vec<(String, Vec<(String, bool)>)> {
    let text = fs::read_to_string(root().join("docs/spec.md")).unwrap();
    let sections = text.split("<!-- fields of ").skip(1).map(|section| {
        let (name, rest) = section.split_once(" -->").unwrap();
        let rows =
            rest.lines().skip_while(|line| !line.starts_with('|')).skip(2).take_while(|line| line.starts_with('|'));
        let fields = rows.map(|row| {
            let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            (cells[0].trim_matches('`').to_owned(), cells[2] == "required")
        });
        let mut fields: Vec<_> = fields.collect();
        fields.sort();
        (name.to_owned(), fields)
    });
    sections.collect()
}

/// The fields of an object of the schema, those of alternatives included, and whether each is required.
fn fields(schema: &Value) -> Vec<(String, bool)> {
    let required = |key: &str| schema["required"].as_array().is_some_and(|list| list.iter().any(|one| one == key));
    let own = schema["properties"].as_object().into_iter().flatten();
    let mut fields: Vec<_> = own.map(|(key, _)| (key.clone(), required(key))).collect();
    for alternatives in ["oneOf", "anyOf", "allOf"] {
        for alternative in schema[alternatives].as_array().into_iter().flatten() {
            fields.extend(self::fields(alternative).into_iter().map(|(key, _)| (key, false)));
        }
    }
    fields.sort();
    fields.dedup_by(|left, right| left.0 == right.0);
    fields
}

#[test]
fn the_reference_has_every_field_of_the_schema() {
    // What both have is described as a spec has it.
    let mut expected: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for (name, schema) in [("Spec", spec::json_schema()), ("NetworkFile", spec::network_json_schema())] {
        expected.insert(name.to_owned(), fields(&schema));
        for (name, object) in schema["$defs"].as_object().unwrap() {
            expected.entry(name.clone()).or_insert_with(|| fields(object));
        }
    }
    expected.retain(|_, fields| !fields.is_empty());
    let expected: Vec<_> = expected.into_iter().collect();
    let mut described = described();
    described.sort();
    assert_eq!(described, expected);
}

#[test]
fn every_assumption_is_on_the_page() {
    let text = fs::read_to_string(root().join("docs/commands.md")).unwrap();
    for assumption in Assumption::all() {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{assumption}` |")));
        let row = row.unwrap_or_else(|| panic!("docs/commands.md does not name {assumption}"));
        let values: Vec<_> = assumption.values().iter().map(|value| format!("`{value}`")).collect();
        assert!(row.ends_with(&format!("| {} |", values.join(", "))), "{row}");
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    for document in documents().into_iter().chain([root().join("CONTRIBUTING.md"), root().join("CHANGELOG.md")]) {
        let text = fs::read_to_string(&document).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            if path.contains("://") {
                continue;
            }
            let target = if path.is_empty() { document.clone() } else { document.parent().unwrap().join(path) };
            assert!(target.exists(), "{}: {link} leads nowhere", document.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                let headings = text.lines().filter_map(|line| line.trim_start_matches('#').strip_prefix(' '));
                let slug = |heading: &str| {
                    let kept = heading.to_lowercase().replace(' ', "-");
                    kept.chars().filter(|one| one.is_alphanumeric() || "-_".contains(*one)).collect::<String>()
                };
                assert!(headings.map(slug).any(|slug| slug == heading), "{}: {link}", document.display());
            }
        }
    }
}

#[test]
fn the_page_on_fixtures_names_every_spec_project_and_diff() {
    let text = fs::read_to_string(root().join("docs/fixtures.md")).unwrap();
    for file in
        ["specs", "networks"].iter().flat_map(|folder| fs::read_dir(root().join("fixtures").join(folder)).unwrap())
    {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(text.contains(&format!("| `{name}` |")), "docs/fixtures.md does not name {name}");
        }
    }
    for folder in ["projects", "diffs"] {
        for project in fs::read_dir(root().join("fixtures").join(folder)).unwrap() {
            let name = project.unwrap().file_name().into_string().unwrap();
            let link = format!("[{name}](../fixtures/{folder}/{name}/README.md)");
            assert!(text.contains(&link), "docs/fixtures.md does not name {name}");
        }
    }
}
