//! The documented examples of hunting without further commands: after which failure the next dial-peer is tried.

use dialc::call::{Cause, cause_of_status};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    hunting: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    id: String,
    /// Commands beside the two dial-peers.
    extra: String,
    /// `SIP 404` or `Q.850 19`.
    peer1_result: String,
    /// The peers that are tried, of two.
    attempts: Vec<u32>,
}

#[test]
fn hunting_goes_on_where_the_documents_say_so() {
    let text = std::fs::read_to_string("fixtures/vectors/dial-peers.yaml").unwrap();
    let vectors: Vectors = serde_yaml::from_str(&text).unwrap();
    let plain: Vec<_> = vectors.hunting.iter().filter(|example| example.extra.is_empty()).collect();
    assert_eq!(plain.len(), 5);
    for example in plain {
        let cause = match example.peer1_result.split_once(' ').unwrap() {
            ("SIP", status) => cause_of_status(status.parse().unwrap()),
            ("Q.850", cause) => Cause(cause.parse().unwrap()),
            (other, _) => panic!("{}: {other}", example.id),
        };
        assert_eq!(!cause.stops_hunting_by_default(), example.attempts.len() > 1, "{}", example.id);
    }
}
