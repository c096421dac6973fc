//! What linting finds, made by hand.

use crate::automaton::Count;
use crate::diagnostic::Severity;
use crate::lint::{Finding, Linted, Numbers};
use crate::source::{Source, Span};
use crate::syntax::secrets::secrets;

const GATEWAY: &str = "\
hostname isr-1
!
dial-peer voice 555 voip
 description Büro Zürich, 1. Wahl
 preference 1
 destination-pattern 120655555..
 session target ipv4:192.0.2.10
 huntstop
!
dial-peer voice 556 voip
 preference 2
 destination-pattern 120655555..
 session target ipv4:192.0.2.20
";

const PROVIDER: &str = "\
! \u{e9}t\u{e9}: the provider
sip-ua
 credentials username isr-1 password 0 hunter2 realm example.com
";

fn finding(code: &'static str, severity: Severity, object: &str, message: &str) -> Finding {
    let (object, message) = (object.to_owned(), message.to_owned());
    Finding { code, severity, object, message, labels: Vec::new(), numbers: None, help: None, detail: None, fix: None }
}

/// The place of some words of a text.
fn place(source: &Source, words: &str) -> Span {
    let start = source.text().unwrap().find(words).unwrap();
    Span::new(start..start + words.len())
}

fn numbers(witness: &str, count: u128, longer: bool) -> Numbers {
    Numbers { witness: witness.to_owned(), count: Some(Count { numbers: count, longer, other_symbols: true }) }
}

/// Three files: one with findings of each kind, one with a secret and a name that needs care, one in which nothing is wrong.
pub(super) fn linted() -> Vec<Linted> {
    let gateway = Source::hiding("sites/isr-1.cfg", GATEWAY, secrets);
    let provider = Source::hiding("sites/a b,c: 100%/\u{e9}t\u{e9}\u{1b}.cfg", PROVIDER, secrets);
    let at_gateway = |words| place(&gateway, words);
    let blocked = finding(
        "huntstop-blocks-fallback",
        Severity::Error,
        "dial-peer voice 555 voip",
        "`huntstop` of dial-peer 555 keeps calls from dial-peer 556, their next choice",
    );
    let hostile = finding(
        "unused-definition",
        Severity::Warning,
        "voice class uri \"<a> & 'b'\"\u{1b}[2J sip",
        "\"<a> & 'b'\" is used by 100% of nothing:\r\nsee ::error file=x::y\u{7}\u{202e}",
    );
    let hostile = hostile.at(&gateway, at_gateway("Zürich"), "caf\u{e9}\u{1b}[31m").at(
        &provider,
        place(&provider, "realm example.com\n"),
        "<and> here",
    );
    let found = vec![
        finding("no-keepalive", Severity::Info, "", "nothing asks whether the systems are there")
            .at(&gateway, at_gateway("hostname isr-1\n!\n"), "")
            .at(&gateway, at_gateway("ipv4:192.0.2.20"), ""),
        hostile.shown_by(numbers("+1206", 9_007_199_254_740_992, false)).help("`no voice class uri` & \"so\"\non"),
        blocked
            .at(&gateway, at_gateway("huntstop"), "hunting ends here")
            .at(&gateway, at_gateway("dial-peer voice 556 voip"), "never tried for these numbers")
            .shown_by(numbers("12065555500", 1_234_567, true))
            .help("`no huntstop` under `dial-peer voice 555`"),
    ];
    let other = finding("malformed-argument", Severity::Error, "sip-ua", "`realm` is not understood");
    let other = other.at(&provider, place(&provider, "realm"), "this").shown_by(Numbers::one("911"));
    let file = |source: &Source, findings| Linted::new(source.name(), findings);
    vec![file(&gateway, found), file(&provider, vec![other]), Linted::new("sites/clean <1>.cfg", Vec::new())]
}
