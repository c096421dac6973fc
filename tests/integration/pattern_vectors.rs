//! The documented examples of dial-peer patterns: which numbers each matches, and which it does not.

use dialc::automaton::compile;
use dialc::syntax::pattern::NumberPattern;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    patterns: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    pattern: String,
    source: String,
    #[serde(rename = "match")]
    matching: Vec<String>,
    #[serde(default)]
    also_derived: Vec<String>,
    #[serde(default)]
    no_match: Vec<String>,
    /// The example shows that the pattern matches the beginning of the number, not the whole of it.
    #[serde(default)]
    prefix_only: bool,
}

#[test]
fn every_documented_pattern_matches_what_its_source_says() {
    let text = std::fs::read_to_string("fixtures/vectors/dial-peers.yaml").unwrap();
    let vectors: Vectors = serde_yaml::from_str(&text).unwrap();
    assert_eq!(vectors.patterns.len(), 22);
    for example in vectors.patterns {
        let story = |number: &str| format!("{} ({}) on {number:?}", example.pattern, example.source);
        let pattern = NumberPattern::parse(&example.pattern).unwrap();
        let (whole, numbers) = (compile::body(&pattern).unwrap(), compile::numbers(&pattern).unwrap());
        for number in example.matching.iter().chain(&example.also_derived) {
            assert!(numbers.accepts(number), "{}", story(number));
            let spelled_out = whole.accepts(number) || pattern.has_timer();
            assert_eq!(spelled_out, !example.prefix_only, "{}", story(number));
        }
        for number in &example.no_match {
            assert!(!numbers.accepts(number), "{}", story(number));
        }
    }
}
