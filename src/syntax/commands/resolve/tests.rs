use super::*;
use crate::syntax::commands::{Command, Support};

fn found(context: Context, line: &str) -> (Command, Form, &str) {
    match resolve(context, line) {
        Resolution::Found(found) => (found.row().unwrap().command, found.form, &line[found.argument]),
        other @ (Resolution::Ambiguous(_) | Resolution::Unknown) => panic!("{line}: {other:?}"),
    }
}

#[test]
fn the_longest_keywords_win() {
    let peer = Context::VoipPeer;
    assert_eq!(found(peer, "voice-class sip tenant 1"), (Command::SipTenant, Form::Set, "1"));
    assert_eq!(found(peer, "no vad"), (Command::Vad, Form::No, ""));
    for default in ["default", "DEFAULT", "defau", "defa"] {
        assert_eq!(found(peer, &format!("{default} preference")), (Command::Preference, Form::Default, ""));
    }
    assert!(resolve(peer, "def preference").found().is_none());
    assert_eq!(found(Context::Global, "dial-peer voice 5 voip"), (Command::DialPeer, Form::Set, "5 voip"));
    assert_eq!(found(peer, "description  two  words\t"), (Command::Description, Form::Set, "two  words"));
}

proptest::proptest! {
    /// The walk down the tree and the search over all abbreviations agree.
    #[test]
    fn a_walk_finds_what_a_search_finds(
        context in proptest::sample::select(Context::ALL.to_vec()),
        row in 0..KNOWN.len(),
        form in "(no |default |NO  )?",
        cut in 1..40_usize,
        tail in "( [a-z0-9]{1,4}){0,2}[ \t]{0,2}",
    ) {
        let root = &TREES[context as usize];
        let keywords: Vec<_> =
            KNOWN[row].1.keywords().split(' ').map(|word| word.get(..cut).unwrap_or(word)).collect();
        let line = format!("{form}{}{tail}", keywords.join(" "));
        // A keyword that was cut to `no` is one, too.
        let words = Words::new(&line);
        let mut rest = words.clone();
        let form = Form::of(rest.next().unwrap().1);
        let (quick, slow) = (resolve(context, &line), search_all(root, form, if form == Form::Set { words } else { rest }));
        proptest::prop_assert_eq!(format!("{quick:?}"), format!("{slow:?}"), "{}", line);
    }
}

proptest::proptest! {
    /// The packed letters leave out no keyword that a word begins.
    #[test]
    fn keywords_are_those_that_a_word_begins(
        context in proptest::sample::select(Context::ALL.to_vec()),
        row in 0..KNOWN.len(),
        cut in 1..12_usize,
        odd in r"([-a-zA-Z0-9_@\[\r]|\PC){0,2}",
        upper: bool,
    ) {
        let root = &TREES[context as usize];
        let keyword = KNOWN[row].1.keywords().split(' ').next().unwrap();
        let word = format!("{}{odd}", keyword.get(..cut).unwrap_or(keyword));
        let word = if upper { word.to_ascii_uppercase() } else { word };
        let begun = |full: &str| full.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(&word));
        let all = root.next.iter().map(|node| node.word);
        let exact = all.clone().filter(|full| full.eq_ignore_ascii_case(&word)).collect::<Vec<_>>();
        let expected = if exact.is_empty() { all.filter(|full| begun(full)).collect() } else { exact };
        let found: Vec<_> = root.candidates(&word).iter().map(|node| node.word).collect();
        proptest::prop_assert_eq!(found, expected, "{}", word);
    }
}

#[test]
fn case_and_abbreviations_are_taken() {
    assert_eq!(found(Context::VoipPeer, "Destination-Pattern 9T"), (Command::DestinationPattern, Form::Set, "9T"));
    assert_eq!(found(Context::VoipPeer, "NO Vad"), (Command::Vad, Form::No, ""));
    assert_eq!(found(Context::VoipPeer, "sess targ ipv4:192.0.2.1").0, Command::SessionTarget);
    assert_eq!(found(Context::VoipPeer, "dest 9T"), (Command::DestinationPattern, Form::Set, "9T"));
    assert_eq!(found(Context::Global, "dial-p v 5 voip"), (Command::DialPeer, Form::Set, "5 voip"));
    assert!(matches!(resolve(Context::VoipPeer, "s"), Resolution::Unknown | Resolution::Ambiguous(_)));
    assert!(matches!(resolve(Context::VoipPeer, "frobnicate"), Resolution::Unknown));
    assert!(matches!(resolve(Context::Outside, "shutdown"), Resolution::Unknown));
}

#[test]
fn a_line_is_whole_where_it_can_be() {
    let (pots, profile) = (Context::ServicePots, Command::TranslationProfileOutgoing);
    for name in ["c", "CO", "controller"] {
        assert_eq!(found(pots, &format!("translation-profile outgoing {name}")), (profile, Form::Set, name));
        assert_eq!(found(pots, &format!("no translation-p out {name}")), (profile, Form::No, name));
    }
    let controller = Command::TranslationProfileOutgoingController;
    assert_eq!(found(pots, "translation-profile outgoing c T1 0/0/0 P"), (controller, Form::Set, "T1 0/0/0 P"));
    // Neither is whole, or only keywords can follow.
    let voice_class = Command::TranslateCalledVoiceClass;
    assert_eq!(found(Context::TranslationProfile, "translate called v"), (voice_class, Form::Set, ""));
    assert_eq!(found(Context::VoipPeer, "fax r"), (Command::FaxRate, Form::Set, ""));
}

/// Command reference, `ip address trusted call-block cause`, `voice-class sip dtmf-relay force rtp-nte`, `nat symmetric`.
#[test]
fn documented_commands_are_kept() {
    for (context, line) in [
        (Context::VoiceService, "ip address trusted call-block cause call-reject"),
        (Context::VoipPeer, "voice-class sip dtmf-relay force rtp-nte"),
        (Context::VoipPeer, "voice-class sip nat symmetric role active"),
        (Context::SipUa, "nat symmetric check-media-src"),
        (Context::SipUa, "nat symmetric role passive"),
    ] {
        assert_eq!(resolve(context, line).found().map(|found| found.known().support()), Some(Support::Kept), "{line}");
    }
}

#[test]
fn keywords_fit() {
    for (_, known) in KNOWN.iter() {
        assert!(known.keywords().bytes().all(|byte| !byte.is_ascii_uppercase()), "{}", known.keywords());
    }
    assert!(KNOWN.len() < usize::from(u16::MAX));
}

#[test]
fn a_mistyped_voice_command_is_told_from_other_lines() {
    assert!(begins_voice_command("dial-peer vioce 5 voip") && begins_voice_command("no voice hunt 1"));
    assert!(!begins_voice_command("router ospf 1") && !begins_voice_command(""));
    assert!(
        ["voi cl e164 1", "no VOIC foo", "dial- v 1", "vo translation-rule 1"]
            .into_iter()
            .all(begins_voice_command_in_short)
    );
    assert!(
        !["", "vo", "vo x", "v class", "voip x", "dial 9", "dialer", "voice x"]
            .into_iter()
            .any(begins_voice_command_in_short)
    );
}
