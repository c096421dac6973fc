//! What dialc says about specs that are wrong: the spec and all diagnostics together.

use std::fs;
use std::path::Path;

use dialc::output::terminal;
use dialc::source::Source;
use dialc::spec;

const WIDTH: usize = 110;

/// The spec and what is said about it.
fn story(source: &Source) -> String {
    let (_, report) = spec::load(source, &|_| Err("no such file".to_owned()));
    let text = String::from_utf8_lossy(source.bytes());
    format!("{text}\n----- says\n{}", terminal::render(&report, false, WIDTH))
}

#[test]
fn every_bad_spec() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/specs/bad");
    let mut paths: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = Source::new(format!("{name}.yaml"), fs::read(&path).unwrap());
        let (spec, report) = spec::load(&source, &|_| Err("no such file".to_owned()));
        assert!(report.has_errors(), "{name} passes: {spec:?}");
        insta::assert_snapshot!(format!("bad_spec__{name}"), story(&source));
    }
}

/// The seed spec with `part` replaced by `by`.
fn seed_with(part: &str, by: &str) -> String {
    let seed = include_str!("../../fixtures/specs/seed.yaml");
    assert!(seed.contains(part));
    seed.replacen(part, by, 1)
}

fn said(text: impl Into<Vec<u8>>) -> String {
    let (_, report) = spec::load(&Source::new("spec.yaml", text), &|_| Err("no such file".to_owned()));
    terminal::render(&report, false, WIDTH)
}

#[test]
fn bytes_that_are_not_utf8() {
    insta::assert_snapshot!(said(b"version: 1\ngateway:\n  name: isr-\xff\n".as_slice()));
}

#[test]
fn tabs_that_indent() {
    insta::assert_snapshot!("tabs_yaml_takes", said(seed_with("  - name: main", "\t- name: main")));
    insta::assert_snapshot!("tabs_yaml_refuses", said("version: 1\ngateway:\n\tname: isr-1\n  release: x\n"));
}

#[test]
fn tabs_elsewhere_pass() {
    assert_eq!(said(seed_with("delivers: 11  ", "delivers: 11\t")), "");
    assert_eq!(said(seed_with("kind: ocs\n", "kind: ocs\n\t# a comment\n\t\n")), "");
    assert_eq!(said(seed_with("to OCS mediation server", "\"to\n\tOCS\"")), "");
}

#[test]
fn a_byte_order_mark_passes() {
    assert_eq!(said(format!("\u{feff}{}", seed_with("main", "main"))), "");
    insta::assert_snapshot!(said(format!("\u{feff}{}", seed_with("[ocs, cucm]", "[ocs, cumc]"))));
}

#[test]
fn an_alias_bomb() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ["b", "c", "d", "e", "f", "g", "h", "i"].iter().zip(["a", "b", "c", "d", "e", "f", "g", "h"])
    {
        let items = vec![format!("*{before}"); 10].join(", ");
        text += &format!("{name}: &{name} [{items}]\n");
    }
    insta::assert_snapshot!(said(text));
}

#[test]
fn an_alias_passes() {
    let text = seed_with("target: ipv4:192.0.2.10", "target: ipv4:192.0.2.10\n    keepalive: &keep { retry: 3 }");
    assert_eq!(said(text.replacen("protocol: h323", "protocol: sip\n    keepalive: *keep", 1)), "");
}

#[test]
fn values_nested_too_deep() {
    insta::assert_snapshot!("deep_brackets", said(format!("version: {}1{}\n", "[".repeat(40), "]".repeat(40))));
    assert!(said(format!("a: {}", "[".repeat(100_000))).contains("too-deep"));
    assert!(said("- ".repeat(100_000)).contains("too-deep"));
}

#[test]
fn a_spec_that_is_too_large() {
    insta::assert_snapshot!(said(vec![b'#'; 17 * 1024 * 1024]));
}

#[test]
fn a_thousand_blocks_and_a_hundred_thousand_dids_pass() {
    let mut blocks = String::new();
    for block in 0..1000 {
        blocks += &format!("  - name: block-{block}\n    order: [ocs, cucm]\n    dids:\n");
        for did in 0..100 {
            blocks += &format!("      - +1206{:07}\n", block * 200 + did * 2);
        }
    }
    let seed = seed_with("main", "main");
    let head = seed.split("  - name: main").next().unwrap();
    let source = Source::new("spec.yaml", format!("{head}{blocks}"));
    let (spec, report) = spec::load(&source, &|_| Err("no such file".to_owned()));
    assert_eq!(terminal::render(&report, false, WIDTH), "");
    assert_eq!(spec.unwrap().sharing.iter().map(|share| share.dids.len()).sum::<usize>(), 100_000);
}

#[test]
fn numbers_in_a_csv_file() {
    let text = seed_with("kind: cucm", "kind: cucm\n    numbers: numbers.csv");
    let rows =
        "\u{feff}number,name\r\n+12065555500,Ann\r\n\r\n\" 5501\",Bob\n55-02,Cy\n+12065555599-+12065555590\n,Dee\n";
    let csv = Source::new("numbers.csv", rows);
    let (spec, report) = spec::load(&Source::new("spec.yaml", text), &|path| {
        assert_eq!(path, "numbers.csv");
        Ok(csv.clone())
    });
    assert!(spec.is_none());
    insta::assert_snapshot!(format!("{rows}\n----- says\n{}", terminal::render(&report, false, WIDTH)));
}

#[test]
fn numbers_keep_the_digits_they_are_written_with() {
    let text = seed_with("dids: [\"+12065555500-+12065555599\"]", "dids: [+12065555500, +1206555551x]");
    let text = text.replacen("kind: cucm", "kind: cucm\n    numbers: [0123, +12065555500, 5501]", 1);
    let (spec, report) = spec::load(&Source::new("spec.yaml", text), &|_| Err("no such file".to_owned()));
    assert_eq!(terminal::render(&report, false, WIDTH), "");
    let spec = spec.unwrap();
    let dids: Vec<String> = spec.sharing[0].dids.iter().map(|dids| dids.value.to_string()).collect();
    assert_eq!(dids, ["+12065555500", "+12065555510-+12065555519"]);
    let numbers = &spec.system("cucm").unwrap().numbers.as_ref().unwrap().entries;
    assert_eq!(numbers[0].value, spec::OwnNumbers::Extension("0123".to_owned()));
}
