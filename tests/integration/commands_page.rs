//! `docs/commands-read.md` is written from the command table: what dialc makes of each command, by where it stands.
//! `DIALC_BLESS=1` writes it anew.

use std::fs;
use std::path::Path;

use dialc::syntax::commands::{Context, Row, Support, listed, rows};

const HEAD: &str = "# Commands that are read

This page is written from the command table of the code, and a test compares the two. Do not edit it: `DIALC_BLESS=1 cargo
test` writes it anew. [Reading configurations](reading.md) says what the states mean for what `dialc` finds and proves.

- **modelled**: changes routing, and is understood. What is followed for one call and not over all numbers is
  [in the list of what a proof does not know](proofs.md#what-is-not-known)
- **kept**: known, without effect on routing
- **unsupported**: known, changes routing, and is not understood

Commands are given without arguments and in full. Where several fit a line, the longest is meant: a short one covers all
that begins with it. `no` and `default` in front change the state of no command.
";

/// What a section says besides its commands.
const UNKNOWN: &str = "Any other line is unknown.";

/// The heading of the lines of a context, and what becomes of those that no command fits; `None` where the page has no
/// section of its own.
fn section(context: Context) -> Option<(&'static str, &'static str)> {
    Some(match context {
        Context::Global => (
            "Global lines",
            "Any other line is outside, unless it begins with a word of the voice configuration, such as `dial-peer` or \
             `voice`: then it is unknown, with the lines below it.",
        ),
        Context::PotsPeer => ("dial-peer voice N pots", UNKNOWN),
        Context::VoipPeer => ("dial-peer voice N voip", UNKNOWN),
        Context::TranslationRule => ("voice translation-rule", UNKNOWN),
        Context::TranslationProfile => ("voice translation-profile", UNKNOWN),
        Context::OldTranslationRule => ("translation-rule", UNKNOWN),
        Context::PatternMap => ("voice class e164-pattern-map", UNKNOWN),
        Context::UriClass => ("voice class uri TAG sip", UNKNOWN),
        Context::TelUriClass => ("voice class uri TAG tel", UNKNOWN),
        Context::DialPeerGroup => ("voice class dpg", UNKNOWN),
        Context::ServerGroup => ("voice class server-group", UNKNOWN),
        Context::ProvisionPolicy => ("voice class dial-peer provision-policy", UNKNOWN),
        Context::Tenant => ("voice class tenant", UNKNOWN),
        Context::Keepalive => ("voice class sip-options-keepalive", UNKNOWN),
        Context::CorNames => ("dial-peer cor custom", UNKNOWN),
        Context::CorList => ("dial-peer cor list", UNKNOWN),
        Context::VoiceService => ("voice service voip", UNKNOWN),
        Context::TrustedList => ("voice service voip, ip address trusted list", UNKNOWN),
        Context::ServiceSip => ("voice service voip, sip", UNKNOWN),
        Context::ServiceH323 => ("voice service voip, h323", UNKNOWN),
        Context::ServicePots => ("voice service pots", UNKNOWN),
        Context::SourceGroup => ("voice source-group", UNKNOWN),
        Context::VoicePort => ("voice-port", UNKNOWN),
        Context::TrunkGroup => ("trunk group", UNKNOWN),
        Context::Controller => ("controller", "Any other line is outside."),
        Context::IsdnInterface => {
            ("interface", "Interfaces other than `Serial` and `BRI` are outside, and so is any other line of these.")
        }
        Context::SipUa => ("sip-ua", UNKNOWN),
        Context::CallManagerFallback => ("call-manager-fallback", UNKNOWN),
        Context::TelephonyService => ("telephony-service", UNKNOWN),
        Context::EphoneDn => ("ephone-dn, ephone-dn-template", UNKNOWN),
        Context::RegisterGlobal => ("voice register global", UNKNOWN),
        Context::RegisterDn => ("voice register dn", UNKNOWN),
        Context::RegisterPool => ("voice register pool, voice register template", UNKNOWN),
        Context::HuntGroup => ("voice hunt-group, ephone-hunt", UNKNOWN),
        // Dial-peers of other types and lines that are all kept are said in a sentence; outside there are no commands.
        Context::OtherPeer | Context::ForeignPeer | Context::Kept | Context::Outside => return None,
    })
}

const STATES: [(Support, &str); 3] =
    [(Support::Modelled, "modelled"), (Support::Kept, "kept"), (Support::Unsupported, "unsupported")];

/// `a`, `b`, in the order of the alphabet.
fn quoted(mut commands: Vec<&str>) -> String {
    commands.sort_unstable();
    commands.dedup();
    commands.iter().map(|command| format!("`{command}`")).collect::<Vec<_>>().join(", ")
}

/// The table of the lines of one context.
fn commands(context: Context) -> String {
    let rows = rows().filter(|row| row.contexts.has(context) && !row.begins_object());
    let mut all: Vec<_> = rows.map(|row| (row.support, row.keywords)).collect();
    let lists = listed().filter(|(contexts, _)| contexts.has(context));
    all.extend(lists.map(|(_, listed)| (listed.support, listed.keywords)));
    let mut text = "| state | commands |\n|---|---|\n".to_owned();
    for (support, name) in STATES {
        let commands: Vec<_> = all.iter().filter(|(one, _)| *one == support).map(|(_, keywords)| *keywords).collect();
        if !commands.is_empty() {
            text += &format!("| {name} | {} |\n", quoted(commands));
        }
    }
    text
}

/// The table of headers: their state, and where the lines below them are said.
fn objects() -> String {
    let mut text = "| state | headers |\n|---|---|\n".to_owned();
    let headers: Vec<&Row> = rows().filter(|row| row.begins_object()).collect();
    for (support, name) in STATES {
        let of_state = |kept: bool| {
            let is_kept = |row: &&&Row| row.support == support && (row.opens == Some(Context::Kept)) == kept;
            headers.iter().filter(is_kept).map(|row| row.keywords).collect::<Vec<_>>()
        };
        for (kept, below) in [(false, ""), (true, ", all lines below it kept")] {
            let list = of_state(kept);
            if !list.is_empty() {
                text += &format!("| {name}{below} | {} |\n", quoted(list));
            }
        }
    }
    text
}

/// The page.
fn page() -> String {
    let mut page = HEAD.to_owned();
    page += "\n## Objects\n\nThe lines that begin an object. The other lines of an object are in a section of its own below.\n";
    page += "Dial-peers without a type take the commands of both types. Those of type `mmoip` are kept with all their lines, \
             those\nof type `vofr` and `voatm` are unsupported with all of theirs.\n\n";
    page += &objects();
    for context in Context::ALL {
        let Some((heading, others)) = section(context) else { continue };
        page += &format!("\n## {heading}\n\n{}\n{others}\n", commands(context));
    }
    page
}

#[test]
fn the_page_of_commands_is_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands-read.md");
    let page = page();
    if std::env::var_os("DIALC_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/commands-read.md is not what the command table says; DIALC_BLESS=1 writes it anew");
}

#[test]
fn every_command_is_on_the_page() {
    let page = page();
    for keywords in rows().map(|row| row.keywords).chain(listed().map(|(_, listed)| listed.keywords)) {
        assert!(page.contains(&format!("`{keywords}`")), "{keywords}");
    }
}
