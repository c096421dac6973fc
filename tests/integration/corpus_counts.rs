//! What is counted and listed of the corpus: objects against its index, lines by their state, and the commands that the
//! field uses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dialc::model::{DialPlan, Inventory, is_configuration, read_onto};
use dialc::source::Source;
use dialc::syntax::commands::{Command, LineState};
use dialc::syntax::tree::Tree;

use crate::corpus::{files, shared};

/// Files whose counts of dial-peers, rule tables and pattern maps are not those of the index, which counts headers: ours,
/// and why they differ.
const OTHER_COUNTS: [(&str, [usize; 3], &str); 9] = [
    ("012", [5, 1, 1], "peers 200 and 300 are entered again, without type"),
    ("019", [0, 0, 0], "a script of a shell: `${PEER}01` is no tag"),
    ("029", [1, 0, 0], "peer 1 four times, of several routers and in prose"),
    ("033", [5, 4, 0], "peer 20 stands there twice"),
    ("129", [12, 5, 0], "examples: peers 1, 100 and 1000 and table 1 again and again, one peer `<num>`"),
    ("130", [1, 7, 0], "examples: tables 1 and 2 again and again"),
    ("131", [15, 7, 2], "examples: peers 1, 2, 777 and 1234 again and again, four tags that are none"),
    ("132", [4, 0, 0], "examples: peers 1 to 4 again and again"),
    ("134", [7, 0, 0], "examples: peers 1001 to 1003 twice"),
];

/// Lines by their numbers, their state, and the reason.
type Fault = (&'static [usize], LineState, &'static str);

/// Lines of the hardest files that dialc does not know or that IOS would refuse.
const HARDEST: [(&str, &[Fault]); 8] = [
    ("001", &[]),
    ("031", &[(&[8], LineState::Unknown, "`call block` without its hyphen")]),
    ("033", &[]),
    ("035", &[(&[147, 178, 205, 229, 247], LineState::Malformed, "ASTERISKIP for an address")]),
    ("040", &[]),
    ("045", &[]),
    ("048", &[]),
    (
        "131",
        &[
            (&[94, 104, 105, 331, 552], LineState::Malformed, "a command, or several, on the line of a header"),
            (&[110, 308, 311, 432, 537], LineState::Malformed, "several commands in one line"),
            (&[280, 540, 556, 621, 628, 659], LineState::Malformed, "`<tag>` or `<number>` for a number"),
            (&[284, 559, 624, 632], LineState::Malformed, "`<tag>` or `###` for the tag of a peer"),
            (&[383], LineState::Malformed, "a name where a number belongs"),
            (&[344, 345], LineState::Unknown, "of a POTS peer; the tag was entered as VoIP before"),
            (&[349, 350, 351, 352], LineState::Unknown, "of a tenant whose header stands behind `!`"),
            (&[375], LineState::Unknown, "of voice service voip, whose header stands behind `!`"),
            (&[380, 381], LineState::Unknown, "`voice class sip route-string`: `sip` is too much"),
            (&[675, 682], LineState::Unknown, "`voice-port` where `port` is meant"),
        ],
    ),
];

/// Outputs of `show` with configuration in front of them, so that they are taken for fragments of one.
const WITH_CONFIGURATION: [(&str, &str); 9] = [
    ("show_class_server_group_01", "commands that were typed, several in a line"),
    ("show_test_translation_rule_02", "the table, its profile, a peer and a port that use it"),
    ("show_test_translation_rule_03", "the table, its profile and a peer"),
    ("show_test_translation_rule_05", "the table"),
    ("show_test_translation_rule_08", "the table and its profile"),
    ("show_test_translation_rule_09", "the table and its profile"),
    ("show_test_translation_rule_11", "the table, as it was typed"),
    ("show_test_translation_rule_14", "the table and its profile"),
    ("show_test_translation_rule_26", "the table, as it was typed, in one line"),
];

/// A file of the shared folder as a tree.
fn tree(path: &Path) -> Tree {
    Tree::parse(&Source::new(path.display().to_string(), fs::read(path).unwrap()))
}

/// The rows of a table of the shared folder behind its heading, as cells.
fn table(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The number that the name of a file of the corpus begins with.
fn number(name: &str) -> &str {
    name.split('_').next().unwrap_or_default()
}

#[test]
fn configurations_from_the_field_have_the_objects_of_their_index() {
    let Some(shared) = shared() else { return };
    let mut others = BTreeMap::new();
    let index = table(&shared.join("corpus/INDEX.tsv"));
    assert_eq!(index.len(), files(&shared.join("corpus"), "cfg").len(), "the index has a row for each file");
    for row in &index {
        let tree = tree(&shared.join("corpus").join(&row[0]));
        let inventory = Inventory::of(&tree, &[]);
        assert!(inventory.configuration, "{} is taken for no configuration", row[0]);
        let ours = [Command::DialPeer, Command::TranslationRuleTable, Command::PatternMap]
            .map(|header| inventory.count(header));
        let theirs = [4, 5, 6].map(|column| row[column].parse::<usize>().unwrap());
        if ours != theirs {
            others.insert(number(&row[0]).to_owned(), ours);
        }
    }
    let expected = OTHER_COUNTS.map(|(file, counts, _)| (file.to_owned(), counts));
    assert_eq!(others, BTreeMap::from(expected));
}

#[test]
fn every_line_of_the_field_is_in_one_state() {
    let Some(shared) = shared() else { return };
    for path in files(&shared.join("corpus"), "cfg").iter().chain(&files(&shared.join("corpus/show"), "txt")) {
        let (source, tree) = (Source::new("lines", fs::read(path).unwrap()), tree(path));
        let inventory = Inventory::of(&tree, &LineState::ALL);
        assert_eq!(inventory.lines.values().sum::<usize>(), source.line_count(), "{}", path.display());
        for state in LineState::ALL.into_iter().filter(|state| *state != LineState::Outside) {
            let listed = inventory.listed.iter().filter(|line| line.state == state).count();
            assert_eq!(listed, inventory.lines_in(state), "{}: {state:?}", path.display());
        }
    }
}

#[test]
fn the_hardest_configurations_have_no_line_that_is_wrongly_unknown() {
    let Some(shared) = shared() else { return };
    let files = files(&shared.join("corpus"), "cfg");
    for (file, expected) in HARDEST {
        let path = files.iter().find(|path| number(path.file_name().unwrap().to_str().unwrap()) == file).unwrap();
        let tree = tree(path);
        let listed = Inventory::of(&tree, &[LineState::Malformed, LineState::Unknown]).listed;
        let listed: Vec<_> =
            listed.iter().map(|line| (tree.source().position(line.span.start).line, line.state)).collect();
        let each = |(lines, state, _): &Fault| lines.iter().map(|line| (*line, *state)).collect::<Vec<_>>();
        let mut expected: Vec<_> = expected.iter().flat_map(each).collect();
        expected.sort_unstable();
        assert_eq!(listed, expected, "{file}");
    }
}

#[test]
fn outputs_of_show_are_no_configurations() {
    let Some(shared) = shared() else { return };
    let files = files(&shared.join("corpus/show"), "txt");
    let taken = files.iter().filter(|path| is_configuration(&tree(path)));
    let taken: Vec<_> = taken.map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(taken, WITH_CONFIGURATION.map(|(name, _)| name));
}

/// Rows of the table of commands that are no lines to be read: context, command, why.
const NO_COMMANDS: [(&str, &str, &str); 6] = [
    ("dial-peer voice voip", COMMENT, "a comment"),
    ("voice class dpg", COMMENT, "a comment"),
    ("voice class e164-pattern-map", COMMENT, "a comment"),
    ("voice service voip", COMMENT, "a comment"),
    ("trunk group", "<v>", "the name of the group: its header is meant"),
    ("interface serial/bri", "no ip address", "of the interface, not of its calls"),
];

const COMMENT: &str = "! (comment/bang inside stanza)";

/// Rows whose placeholders do not say what must stand there, and what does.
const SPELT_OUT: [(&str, &str); 5] = [
    ("session target ipv4", "session target ipv4:192.0.2.1"),
    ("session target dns", "session target dns:sip.example.com"),
    ("incoming called-number xxx", "incoming called-number 5..."),
    ("no dial-peer voice voip <v>", "no dial-peer voice 5 voip"),
    ("voice-class sip bind control source-interface", "voice-class sip bind control source-interface Loopback0"),
];

/// What may stand for the placeholders of a command, one after the other; the last stands for all that follow.
const FILLINGS: [&[&str]; 5] =
    [&["1"], &["words"], &["192.0.2.1", "1"], &["dns:sip.example.com"], &["national", "unknown", "any", "isdn"]];

/// The headers above a line of a context of the table of commands.
fn headers(context: &str) -> Vec<&str> {
    match context {
        "(global)" => Vec::new(),
        "controller t1/e1" => vec!["controller T1 0/0/0"],
        "dial-peer voice pots" => vec!["dial-peer voice 1 pots"],
        "dial-peer voice voip" => vec!["dial-peer voice 1 voip"],
        "ephone" => vec!["ephone 1"],
        "ephone-dn" => vec!["ephone-dn 1"],
        "interface serial/bri" => vec!["interface Serial0/0/0:23"],
        "sccp ccm group" => vec!["sccp ccm group 1"],
        "trunk group" => vec!["trunk group 1"],
        "voice class codec" => vec!["voice class codec 1"],
        "voice class dpg" => vec!["voice class dpg 1"],
        "voice class e164-pattern-map" => vec!["voice class e164-pattern-map 1"],
        "voice class h323" => vec!["voice class h323 1"],
        "voice class server-group" => vec!["voice class server-group 1"],
        "voice class sip-hdr-passthrulist" => vec!["voice class sip-hdr-passthrulist 1"],
        "voice class sip-options-keepalive" => vec!["voice class sip-options-keepalive 1"],
        "voice class sip-profiles" => vec!["voice class sip-profiles 1"],
        "voice class srtp-crypto" => vec!["voice class srtp-crypto 1"],
        "voice class tenant" => vec!["voice class tenant 1"],
        "voice class uri" => vec!["voice class uri A sip"],
        "voice register dn" => vec!["voice register dn 1"],
        "voice register global" => vec!["voice register global"],
        "voice register pool" => vec!["voice register pool 1"],
        // Also without their indentation, the addresses of the trusted list follow its header.
        "voice service voip / ip address trusted list" => vec!["voice service voip", "ip address trusted list"],
        "voice service voip / sip" => vec!["voice service voip", "sip"],
        "voice translation-profile" => vec!["voice translation-profile A"],
        "voice translation-rule" => vec!["voice translation-rule 1"],
        "voice-card" => vec!["voice-card 0"],
        "voice-port" => vec!["voice-port 0/0/0"],
        "sip-ua" | "telephony-service" | "voice service voip" => vec![context],
        other => panic!("the table of commands has a new context: {other}"),
    }
}

/// The state of `line` under `headers`.
fn state(headers: &[&str], line: &str) -> LineState {
    let lines = headers.iter().chain([&line]).enumerate().map(|(depth, line)| format!("{}{line}\n", " ".repeat(depth)));
    let tree = Tree::parse(&Source::new("row", lines.collect::<String>()));
    *read_onto(DialPlan::default(), &tree).states.last().unwrap()
}

/// `command` with a word of `fillings` for each of its placeholders.
fn filled(command: &str, fillings: &[&str]) -> String {
    let mut rest = fillings.iter().peekable();
    let mut next = || if rest.len() > 1 { rest.next() } else { rest.peek().copied() }.copied().unwrap_or_default();
    let words = command.split(' ').map(|word| match word {
        "<v>" => next(),
        "<n>" => "1",
        "<name>" => "A",
        "<pattern>" => "1206555....",
        "<slot>" => "0/0/0:23",
        "<cc>" => "US",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A row whose count outside vendor documentation is three or more is what a router can have.
#[test]
fn commands_of_the_field_are_known() {
    let Some(shared) = shared() else { return };
    let rows = table(&shared.join("reference/command-frequencies.tsv"));
    let frequent: Vec<_> = rows.iter().filter(|row| row[4].parse::<usize>().unwrap() >= 3).collect();
    assert!(frequent.len() >= 200, "only {} rows", frequent.len());
    let mut excepted = Vec::new();
    let mut unread = Vec::new();
    for row in frequent {
        let (context, command) = (row[0].as_str(), row[1].as_str());
        if let Some(exception) = NO_COMMANDS.iter().find(|(one, line, _)| (*one, *line) == (context, command)) {
            excepted.push(*exception);
            continue;
        }
        let mut headers = headers(context);
        if (context, command) == ("voice service voip", "ipv4 <v>") {
            headers.push("ip address trusted list");
        }
        let command = SPELT_OUT.iter().find(|(row, _)| *row == command).map_or(command, |(_, line)| line);
        let is_read = |line: &str| {
            matches!(state(&headers, line), LineState::Modelled | LineState::Kept | LineState::Unsupported)
        };
        if !FILLINGS.iter().any(|fillings| is_read(&filled(command, fillings))) {
            unread.push(format!("{context}: {command}"));
        }
    }
    assert!(unread.is_empty(), "not read:\n{}", unread.join("\n"));
    assert_eq!(excepted.len(), NO_COMMANDS.len(), "an exception is not in the table any more");
}
