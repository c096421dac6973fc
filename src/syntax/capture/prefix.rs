//! What stands before a line in a capture, and lines that are no configuration at all.

use std::sync::LazyLock;

use regex::bytes::Regex;

/// How long the pager's prompt at the front of `text` is, where it was not wiped out: a logger that leaves control
/// characters out keeps ` --More-- ` and the eight blanks that would have wiped it.
pub(super) fn pager(text: &[u8]) -> usize {
    let lead = text.iter().take_while(|byte| **byte == b' ').count();
    let Some(rest) = text.get(lead..).and_then(|rest| rest.strip_prefix(b"--More--")) else { return 0 };
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    let end = text.len() - rest.len();
    // One blank belongs to the prompt, eight wipe it; what is left is the indentation of the line.
    end + if blanks >= 9 { 9 } else { blanks.min(1) }
}

/// Dates and times that a terminal puts before each line it logs.
#[allow(clippy::unwrap_used, reason = "a constant pattern, compiled by every test")]
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"\d{4}[-/.]\d\d[-/.]\d\d|\d\d?[./]\d\d?[./](?:\d\d)?\d\d";
    let named = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d";
    let time = r"\d\d?:\d\d:\d\d(?:[.,:]\d{1,9})?(?: ?[AP]M)?(?:Z| ?[+-]\d\d:?\d\d| UTC)?(?: \d{4})?";
    // Seconds since 1970, from 2017 to 2033, or milliseconds: no command begins with such a number.
    let epoch = r"1[5-9]\d{8}(?:[.,]\d{1,9}|\d{3})?";
    // A router puts a mark before the time where its clock is not set, and its time zone behind it.
    let marked = format!(r"[*.]{named}(?: \d{{4}})? {time}(?: [A-Z]{{3,4}})?:");
    // How much a logger thinks that the line matters.
    let level = "(?:TRACE|DEBUG|INFO|NOTICE)";
    let stamp = format!(r"(?:(?:{date})[ T_,]{{1,2}}|(?:{named})(?: \d{{4}})? )?{time}");
    Regex::new(&format!(
        r"^(?:\[(?:{stamp}|{epoch})\]|<{stamp}>|\({stamp}\)|{marked}|{stamp}|{epoch})[:>]?(?:(?: -)? {level}:)?"
    ))
    .unwrap()
});

/// How long the date and time at the front of `text` is, with the dash, bar or colon that some loggers put behind it, and without a
/// blank behind that.
pub(super) fn stamp(text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    let letter = first.is_ascii_uppercase() && text.get(3) == Some(&b' ');
    let opens = matches!(first, b'[' | b'<' | b'(');
    if !opens && !first.is_ascii_digit() && !matches!(first, b'*' | b'.') && !letter {
        return None;
    }
    let end = STAMP.find(text)?.end();
    let apart = text.get(end).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    let rest = text.get(end..).unwrap_or_default();
    let dash = [b" - ", b" | ", b" : "].iter().any(|dash| rest.starts_with(*dash))
        || rest == b" |"
        || rest == b" :"
        || rest == b" -";
    (apart || opens).then_some(if dash { end + 2 } else { end })
}

/// A prompt of IOS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// `gw>`, `gw#`.
    Exec,
    /// `gw(config)#`.
    Global,
    /// `gw(config-dial-peer)#`.
    Below,
}

/// The prompt at the front of `text` and its length.
pub(super) fn prompt(text: &[u8]) -> Option<(Mode, usize)> {
    if !text.first()?.is_ascii_alphanumeric() {
        return None;
    }
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'/' | b'@');
    let end = text.iter().position(|byte| !fits(byte))?;
    match text.get(end)? {
        b'#' | b'>' => Some((Mode::Exec, end + 1)),
        b'(' => {
            let rest = text.get(end + 1..)?;
            let close = rest.iter().take(LONGEST_MODE + 1).position(|byte| *byte == b')')?;
            let (mode, behind) = rest.split_at_checked(close)?;
            // Of a long name so much is left that the mode is cut short.
            let is_cut = end >= LONG_NAME && !mode.is_empty() && b"config".starts_with(mode);
            let below = is_mode(mode) || is_cut;
            let mode = if mode == b"config" { Some(Mode::Global) } else { below.then_some(Mode::Below) };
            mode.filter(|_| behind.starts_with(b")#")).map(|mode| (mode, end + close + 3))
        }
        _ => None,
    }
}

/// From how many letters of a router's name on its mode may be cut: a prompt has at most 30 characters (Cisco IOS Essentials, "The
/// command-line interface").
const LONG_NAME: usize = 20;

/// The longest name of a mode in a prompt.
const LONGEST_MODE: usize = 48;

/// Whether a prompt can have this in its brackets. Most modes have `config` in their name; documents print `voice-class`
/// and `voice class` too (CUBE configuration guide, examples of `e164` and `dial-peer provision-policy`), and there are
/// `vlan` and `ca-server`. A name in brackets that is no mode is rather a number, one letter or a proper name.
fn is_mode(name: &[u8]) -> bool {
    if name.starts_with(b"conf") || name.starts_with(b"cfg") {
        return true;
    }
    let mut words = name.split(|byte| *byte == b' ');
    let is_word = |word: &[u8]| {
        let fits = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        word.first().is_some_and(u8::is_ascii_lowercase) && word.iter().all(fits)
    };
    name.len() > 2 && words.all(is_word)
}

/// Lines that a router writes around a configuration.
const ANNOUNCEMENTS: [&[u8]; 14] = [
    b"Building configuration...",
    b"Current configuration : ",
    b"Current configuration:",
    b"Load for five secs: ",
    b"Time source is ",
    b"Enter configuration commands, one per line.",
    b"Enter TEXT message.",
    b"=~=~=~=~=",
    b"User Access Verification",
    b"Escape character is ",
    b"login as: ",
    b"Username: ",
    b"Password:",
    b"Press RETURN to get started",
];

/// Words that begin a command of the exec mode and none of a configuration.
const EXEC: [&[u8]; 8] = [b"show", b"sh", b"configure", b"conf", b"terminal", b"term", b"write", b"wr"];

#[allow(clippy::unwrap_used, reason = "a constant pattern, compiled by every test")]
static MESSAGE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[^%]{0,64}%[A-Z0-9_]+(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+:").unwrap());

/// Whether `text` is a log message: `*Nov 27 10:11:12.345: %SYS-5-CONFIG_I: ...`.
pub(super) fn is_log_message(text: &[u8]) -> bool {
    MESSAGE.is_match(text)
}

/// Whether `text` is a message that the router did not take what was typed right before.
pub fn is_refusal(text: &str) -> bool {
    ["% Invalid", "% Incomplete", "% Ambiguous"].iter().any(|start| text.starts_with(start))
}

/// Whether `text` is a message of the router: an announcement, a log message, an error and its marker.
pub(super) fn is_message(text: &[u8]) -> bool {
    match text.first() {
        Some(b'%') => true,
        Some(b'^') => text.len() == 1,
        Some(b'U') if text.starts_with(b"Using ") => memchr::memmem::find(text, b" out of ").is_some(),
        Some(b'*' | b'.' | b'0'..=b'9') => is_log_message(text) || is_dated(text),
        Some(first) if first.is_ascii_uppercase() || *first == b'l' || *first == b'=' => {
            ANNOUNCEMENTS.iter().any(|announcement| text.starts_with(announcement))
        }
        Some(_) | None => false,
    }
}

/// Whether `text` is a message with a number or a mark before its date: `000123: *Jan  5 10:11:12.345: //-1/...`.
fn is_dated(text: &[u8]) -> bool {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = text.get(digits..).unwrap_or_default();
    let rest = if digits > 0 { rest.strip_prefix(b": ") } else { Some(rest) };
    let marked = |rest: &[u8]| matches!(rest.first(), Some(b'*' | b'.'));
    rest.is_some_and(|rest| {
        let date = if marked(rest) { rest.get(1..).unwrap_or_default() } else { rest };
        (digits > 0 || marked(rest)) && stamp(date).is_some()
    })
}

/// Whether `text`, at the front of its line, is a command of the exec mode that was echoed.
pub(super) fn is_exec(text: &[u8]) -> bool {
    if !matches!(text.first(), Some(b's' | b'c' | b't' | b'w')) {
        return false;
    }
    let word = text.split(|byte| matches!(byte, b' ' | b'\t')).next().unwrap_or_default();
    EXEC.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_found_in_all_forms() {
        for (text, length) in [
            ("[2026-01-05 10:11:12.345] x", 25),
            ("10:11:12 x", 8),
            ("2026-01-05T10:11:12.345Z x", 24),
            ("Jan 05 10:11:12 x", 15),
            ("Mon Jan  5 10:11:12 2026 x", 24),
            ("[10:11:12]x", 10),
            ("10:11:12", 8),
            ("05.01.2026 10:11:12,345 x", 23),
            ("2026-01-05 10:11:12,345 - x", 25),
            ("[Mon Jan 5 10:11:12 2026] x", 25),
            ("Jan 5 10:11:12 x", 14),
            ("*Jan  2 10:11:12.345: x", 21),
            (".Jan  2 10:11:12.345 CET: x", 25),
            ("<10:11:12> x", 10),
            ("(10:11:12.345) x", 14),
            ("(2024-01-02 10:11:12)x", 21),
            ("10:11:12 | x", 10),
            ("10:11:12 |", 10),
            ("02.01.2024 10:11:12 x", 19),
            ("02.01.24 10:11:12 x", 17),
            ("2024.01.02 10:11:12 x", 19),
            ("1704189072 x", 10),
            ("1704189072.123: x", 15),
            ("1704189072123 x", 13),
            ("[1704189072.123] x", 16),
            ("[Tue Jan 2 10:11:12 2024] x", 25),
            ("1/2/2024 3:04:05 PM x", 19),
            ("03:04:05.123> x", 13),
            ("2024-01-02 03:04:05 : x", 21),
            ("2024-01-02 03:04:05 :", 21),
            ("[2024-01-02 03:04:05] INFO: x", 27),
            ("2024-01-02 03:04:05,123 - DEBUG: x", 32),
        ] {
            assert_eq!(stamp(text.as_bytes()), Some(length), "{text}");
        }
        for text in [
            "10 permit ip any any",
            "Mon 10:11:12",
            "10:11 x",
            "March 05 10:11:12",
            "rule 1 /1/ /2/",
            "",
            // Rows of certificates, numbers that are dialled, entries of lists.
            "30820122 300D0609 2A864886 F70D0101 01050003",
            "1704189072AB 00",
            "15551234",
            "12065550100 x",
            "1206555010 x",
            "2147483647 permit ip any any",
            "1704189072-1704189080",
            "<10:11> x",
            "<cr>",
            "(config)#",
            "(10) x",
            "*Jan 2 x",
            "* 10:11:12 x",
            ".Jan  2 10:11:12.345 x",
            "*123",
            "192.0.2.1 255.255.255.0",
            "10.1.12 10:11 x",
        ] {
            assert_eq!(stamp(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn prompts_are_found() {
        assert_eq!(prompt(b"gw-1#show run | sec dial"), Some((Mode::Exec, 5)));
        assert_eq!(prompt(b"PhiladelphiaRouterNumber1(co)#dial"), Some((Mode::Below, 30)));
        assert_eq!(prompt(b"gw1(co)#dial"), None);
        assert_eq!(prompt(b"gw>"), Some((Mode::Exec, 3)));
        assert_eq!(prompt(b"gw(config)#dial-p v 5 voip"), Some((Mode::Global, 11)));
        assert_eq!(prompt(b"gw(cfg-translation-rule)# rule 1 /1/ /2/"), Some((Mode::Below, 25)));
        for mode in ["voice-class", "voice class", "vlan", "cfg-x 1/0", "ca-server"] {
            let text = format!("Device({mode})# e164 9T");
            assert_eq!(prompt(text.as_bytes()), Some((Mode::Below, mode.len() + 9)), "{mode}");
        }
        for text in [
            "description a#b",
            "#comment",
            "<x>",
            "a(b)#",
            "x",
            "a b#",
            "gw(",
            "gw()#",
            "gw(voice-class) #x",
            "gw(voice-class)>",
            "gw(Berlin)#1",
            "gw(voice  class)#",
            "gw(2nd)#",
            "call(s)#1",
            "see gw(voice-class)#",
        ] {
            assert_eq!(prompt(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn messages_are_told_from_lines() {
        for text in [
            "*Jan  5 10:11:12.345: %SYS-5-CONFIG_I: Configured from console",
            "000123: *Jan  5 10:11:12: %LINK-3-UPDOWN: x",
            "% Invalid input detected at '^' marker.",
            "^",
            "Using 20163 out of 262136 bytes",
            "Building configuration...",
        ] {
            assert!(is_message(text.as_bytes()), "{text}");
        }
        for text in ["^C", "10 permit ip any any", "Using the gateway", "dial-peer voice 1 voip"] {
            assert!(!is_message(text.as_bytes()), "{text}");
        }
        assert!(is_exec(b"show running-config") && is_exec(b"sh run") && !is_exec(b"shutdown"));
    }

    #[test]
    fn the_pager_leaves_the_indentation() {
        let front = |text: &str| text[pager(text.as_bytes())..].to_owned();
        assert_eq!(front(" --More--           preference 1"), "  preference 1");
        assert_eq!(front(" --More--          preference 1"), " preference 1");
        assert_eq!(front(" --More-- "), "");
        assert_eq!(front(" preference 1"), " preference 1");
    }
}
