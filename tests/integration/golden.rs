//! Every spec of fixtures/specs and the configuration that it becomes, byte for byte. `DIALC_BLESS=1` writes the
//! configurations anew; what changed is then for a reviewer to see.

use std::fs;
use std::path::{Path, PathBuf};

use dialc::emit::emit;
use dialc::model::read;
use dialc::output::{markdown, terminal};
use dialc::plan::{Planned, Refusal, checklist, plan, requirements};
use dialc::source::Source;
use dialc::spec::{self, Spec};
use dialc::syntax::tree::Tree;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs")
}

/// Name and text of every spec.
fn specs() -> Vec<(String, Source)> {
    let paths = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    paths.sort();
    assert!(paths.len() >= 20, "only {} specs", paths.len());
    let named = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = Source::new(format!("{name}.yaml"), fs::read(&path).unwrap());
        (name, source)
    };
    paths.into_iter().map(named).collect()
}

fn of_name(name: &str) -> Source {
    Source::new(format!("{name}.yaml"), fs::read(folder().join(format!("{name}.yaml"))).unwrap())
}

/// The spec and its plan; anything that is said about it fails the test.
#[track_caller]
fn planned(source: &Source) -> (Spec, Planned) {
    let csv = |path: &str| {
        let bytes = fs::read(folder().join(path)).map_err(|error| error.to_string())?;
        Ok(Source::new(path, bytes))
    };
    let (spec, mut report) = spec::load(source, &csv);
    if let Some(spec) = &spec {
        report.extend(requirements(spec, source));
    }
    assert!(report.is_empty(), "{}", terminal::render(&report, false, 110));
    let spec = spec.unwrap();
    match plan(&spec, source, None) {
        Ok(planned) => (spec, planned),
        Err(Refusal::Invalid(report) | Refusal::Defeated(report)) => {
            panic!("{}", terminal::render(&report, false, 110))
        }
    }
}

#[test]
fn every_spec_becomes_its_configuration() {
    let bless = std::env::var_os("DIALC_BLESS").is_some_and(|value| value == "1");
    for (name, source) in specs() {
        let config = emit(&planned(&source).1.plan);
        let path = folder().join("expected").join(format!("{name}.cfg"));
        if bless {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &config).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(config == expected, "{name} has changed; DIALC_BLESS=1 accepts it. Now:\n{config}");
    }
}

#[test]
fn every_expected_configuration_has_its_spec() {
    let mut expected: Vec<_> =
        fs::read_dir(folder().join("expected")).unwrap().map(|one| one.unwrap().path()).collect();
    expected.sort();
    let names: Vec<_> = expected.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    let specs = specs();
    assert_eq!(names, specs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
}

#[test]
fn a_spec_becomes_the_same_bytes_every_time() {
    for (name, source) in specs() {
        let ((spec, first), (_, second)) = (planned(&source), planned(&source));
        assert_eq!(emit(&first.plan), emit(&second.plan), "{name}");
        let lists = [&first, &second].map(|plan| markdown::checklist(&checklist(&spec, &source, plan)));
        assert_eq!(lists[0], lists[1], "{name}");
    }
}

#[test]
fn a_configuration_read_again_is_the_plan_without_complaint() {
    for (name, source) in specs() {
        let planned = planned(&source).1;
        let (again, report) = read(&Tree::parse(&Source::new(name.clone(), emit(&planned.plan))));
        assert!(report.is_empty(), "{name}: {report:?}");
        assert_eq!(again, planned.plan, "{name}");
    }
}

#[test]
fn both_yaml_decoders_read_every_spec_alike() {
    for (name, source) in specs() {
        let text = source.text().unwrap();
        let ours: serde_json::Value = serde_yaml::from_str(text).unwrap();
        let oracle: serde_json::Value = serde_yaml_oracle::from_str(text).unwrap();
        assert_eq!(ours, oracle, "{name}");
    }
}

#[test]
fn the_whole_checklist_of_a_plain_and_of_a_rich_spec() {
    for name in ["seed", "rich"] {
        let source = of_name(name);
        let (spec, planned) = planned(&source);
        insta::assert_snapshot!(
            format!("checklist__{name}"),
            markdown::checklist(&checklist(&spec, &source, &planned))
        );
    }
}

/// The worked example with other blocks.
fn sharing(blocks: &str) -> Source {
    let seed = of_name("seed");
    let head = seed.text().unwrap().split("sharing:").next().unwrap().to_owned();
    Source::new("spec.yaml", format!("{head}sharing:\n{blocks}"))
}

#[test]
fn a_thousand_blocks_of_a_hundred_numbers_take_a_peer_for_each_system_and_block() {
    let block = |index: u32| {
        format!("  - {{ name: block-{index}, dids: \"+1206{:05}xx\", order: [ocs, cucm] }}\n", 20_000 + 7 * index)
    };
    let source = sharing(&(0..1000).map(block).collect::<String>());
    let planned = planned(&source).1;
    assert_eq!(planned.plan.peers.len(), 2000);
    assert_eq!(planned.claims.iter().map(|claim| claim.numbers.count()).sum::<u64>(), 100_000);
    let limit = planned.release.rules_per_table() as usize;
    assert!(planned.plan.rule_tables.values().all(|table| table.rules().count() <= limit));
}

#[test]
fn ten_million_numbers_are_one_pattern() {
    let source = sharing("  - { name: all, dids: \"+1206xxxxxxx\", order: [ocs, cucm] }\n");
    let config = emit(&planned(&source).1.plan);
    let patterns: Vec<_> = config.lines().filter(|line| line.contains("destination-pattern")).collect();
    assert_eq!(patterns, [" destination-pattern 1206......."; 2]);
}
