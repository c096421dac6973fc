//! Nothing that is read as a spec makes dialc panic, and what it says always has a place in the text.

use dialc::output::terminal;
use dialc::source::Source;
use dialc::spec;
use proptest::prelude::*;

const SEED: &str = include_str!("../../fixtures/specs/seed.yaml");
const EVERY_FIELD: &str = include_str!("../../fixtures/specs/decode/every-field.yaml");

/// Loads `bytes` and draws what is said about them.
fn survives(bytes: Vec<u8>) -> Result<(), TestCaseError> {
    let csv = bytes.clone();
    let source = Source::new("spec.yaml", bytes);
    let (spec, report) = spec::load(&source, &|_| Ok(Source::new("numbers.csv", csv.clone())));
    prop_assert!(spec.is_some() || report.has_errors());
    for label in report.iter().flat_map(|diagnostic| &diagnostic.labels) {
        let length = label.source.bytes().len();
        let range = label.span.range();
        prop_assert!(range.start <= range.end && range.end <= length, "{range:?} of {length}: {report:?}");
    }
    let drawn = terminal::render(&report, false, 110);
    prop_assert!(!drawn.contains(|character: char| character.is_control() && !matches!(character, '\n' | '\t')));
    Ok(())
}

/// Pieces of YAML and of specs, from which odd specs are put together.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "\n",
            "  ",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&a ",
            "*a",
            "\"",
            "'",
            "|\n",
            "#",
            "\t",
            "---\n",
            "~",
            "true",
            "<<",
            "\u{feff}",
            "\r\n",
            "? ",
            "!!str ",
            "!x ",
            ".nan",
            "1e999",
            "0x1F",
            "é",
            "\u{85}",
            "+1206555",
            "-",
            "x",
            "sharing",
            "systems",
            "numbers: a.csv",
            "%YAML 1.2\n",
            "...\n",
            "\0",
            "\\",
        ])
        .prop_map(str::to_owned),
        "[ -~]{1,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(bytes)?;
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(piece(), 0..40)) {
        survives(pieces.concat().into_bytes())?;
    }

    #[test]
    fn changed_specs(
        every in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, piece()), 1..6),
    ) {
        let mut bytes = if every { EVERY_FIELD } else { SEED }.as_bytes().to_vec();
        for (index, removed, piece) in changes {
            let at = index.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, piece.into_bytes());
        }
        survives(bytes)?;
    }
}
