//! Nothing that is read as a spec or a network file makes dialc panic, and what it says always has a place in the text.

use proptest::prelude::*;

use crate::checks;

const SEED: &str = include_str!("../../fixtures/specs/seed.yaml");
const EVERY_FIELD: &str = include_str!("../../fixtures/specs/decode/every-field.yaml");
const NETWORK: &str = include_str!("../../fixtures/networks/decode/every-field.yaml");

fn survives(bytes: &[u8]) -> Result<(), TestCaseError> {
    checks::spec(bytes).map_err(TestCaseError::fail)
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
            "gateways",
            "connects: ",
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
        survives(&bytes)?;
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(piece(), 0..40)) {
        survives(pieces.concat().as_bytes())?;
    }

    #[test]
    fn changed_specs(
        whole in prop::sample::select(vec![SEED, EVERY_FIELD, NETWORK]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, piece()), 1..6),
    ) {
        let mut bytes = whole.as_bytes().to_vec();
        for (index, removed, piece) in changes {
            let at = index.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, piece.into_bytes());
        }
        survives(&bytes)?;
    }
}
