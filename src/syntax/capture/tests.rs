use super::super::lines::split;
use super::*;

/// Each line as it is read: its kind, indentation and content.
fn heard(bytes: &[u8]) -> Vec<String> {
    let capture = Capture::of(&Source::new("test", bytes));
    let told = |(index, line): (usize, &Line)| {
        let content = match capture.shown.get(&u32::try_from(index).unwrap()) {
            Some(shown) => shown.text.clone(),
            None => String::from_utf8(bytes[line.content.range()].to_vec()).unwrap(),
        };
        format!("{:?} {} {content}", line.kind, line.indent)
    };
    capture.lines.iter().enumerate().map(told).collect()
}

#[test]
fn dates_before_lines_leave_the_indentation() {
    assert_eq!(heard(b"[10:11:12] dial-peer\n[10:11:12]  port 1\n"), ["Text 0 dial-peer", "Text 1 port 1"]);
    assert_eq!(heard(b"10:11:12  gw#conf t\n10:11:12   port 1\n"), ["Prompt 0 conf t", "Text 1 port 1"]);
    assert_eq!(heard(b"[10:11:12]dial-peer\n[10:11:12] port 1\n"), ["Text 0 dial-peer", "Text 1 port 1"]);
    assert_eq!(heard(b"10:11:12\n10:11:12 !\n"), ["Empty 0 ", "Comment 0 !"]);
}

#[test]
fn bodies_are_left_out() {
    let text = b"banner motd ^C\ndial-peer voice 1 voip\n^C\n certificate ca 01\n  0A\n\tquit\nbanner exec #\nx\n";
    let expected = [
        "Text 0 banner motd ^C",
        "Body 0 dial-peer voice 1 voip",
        "Body 0 ^C",
        "Text 1 certificate ca 01",
        "Body 2 0A",
        "Body 8 quit",
        "Text 0 banner exec #",
        "Text 0 x",
    ];
    assert_eq!(heard(text), expected);
}

#[test]
fn a_banner_ends_with_its_delimiter_in_latin_1_too() {
    let bytes = b"banner motd \xa3\nport 1\n\xa3\nport 2\n";
    let kinds: Vec<_> = Capture::of(&Source::new("test", bytes)).lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Text, LineKind::Body, LineKind::Body, LineKind::Text]);
}

#[test]
fn a_certificate_without_rows_hides_nothing() {
    let text = b"certificate ca 01 nvram:x.cer\ndial-peer voice 1 voip\n certificate ca 02\n  0AFF 12\n quit\n";
    let heard = heard(text);
    assert_eq!(heard[1], "Text 0 dial-peer voice 1 voip");
    assert_eq!(&heard[3..], ["Body 2 0AFF 12", "Body 1 quit"]);
}

#[test]
fn a_key_between_lines_is_no_configuration() {
    let full = "MIIEpAIBAAKCAQEAr0dQ1mEJyLhX9mpuvF2cbK3v6Jk0sMZb7dQYQ8yT3cW1xk5N";
    let key = format!("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{full}\r\n  ab+/=\n");
    let text = format!("dial-peer voice 1 voip\n {key}-----END RSA PRIVATE KEY-----\n no vad\n");
    let ended = heard(text.as_bytes());
    assert_eq!(ended[1], "Text 1 -----BEGIN RSA PRIVATE KEY-----");
    assert!(ended[2..7].iter().all(|line| line.starts_with("Body ")), "{ended:?}");
    assert_eq!(ended[7..], ["Text 1 no vad"]);
    // Another end is none; without one, no line is left out that could be a command.
    let text =
        format!("-----BEGIN X-----\n{full}\n{full}\nshutdown\n no vad\n-----END X-----\n-----BEGIN Y-----\nexit\n");
    let open = heard(text.as_bytes());
    assert!(open[1..3].iter().all(|line| line.starts_with("Body ")), "{open:?}");
    let rest =
        ["Text 0 shutdown", "Text 1 no vad", "Text 0 -----END X-----", "Text 0 -----BEGIN Y-----", "Exit 0 exit"];
    assert_eq!(open[3..], rest);
}

#[test]
fn what_was_typed_is_told_from_prompts() {
    let text = b"gw#conf t\ngw(config)#dial-p v 5 voip\ngw(config-dial-peer)# dest 9T\ngw(config-dial-peer)#exit\ngw(config)#do sh run\n";
    let expected =
        ["Prompt 0 conf t", "Typed 0 dial-p v 5 voip", "TypedBelow 0 dest 9T", "Exit 0 exit", "Aside 0 do sh run"];
    assert_eq!(heard(text), expected);
}

#[test]
fn help_is_no_configuration() {
    let text = b"gw(config-dial-peer)#sess?\nsession\ngw(config-dial-peer)#session ?\n  target  Session target\n!\n\
        sip-ua\nshow  shutdown\n\ngw(config-dial-peer)#session protocol sipv2\n";
    let expected = [
        "Aside 0 sess?",
        "Noise 0 session",
        "Aside 0 session ?",
        "Noise 2 target  Session target",
        "Noise 0 !",
        "Noise 0 sip-ua",
        "Noise 0 show  shutdown",
        "Empty 0 ",
        "TypedBelow 0 session protocol sipv2",
    ];
    assert_eq!(heard(text), expected);
}

proptest::proptest! {
    /// Lines that get no closer look are what that would find.
    #[test]
    fn a_closer_look_at_plain_lines_finds_nothing(
        text in "([ \t]{0,2}(ex(it)?|end|do|sh(ow)?|wr|conf|banner|menu|macro name|-----BEGIN X-----|-----END X-----|refuse-message|vacant-message|ip admission auth-proxy-banner http|aaa|no|ip|line|[a-zA-Z0-9=*.%^!\\[]|gw(\\(config(-x)?\\))?[#>])[ :]?[a-z0-9#>^]{0,3}\r?\n){0,6}",
    ) {
        let source = Source::new("test", text.as_bytes());
        let mut closely = split(&source);
        let mut listener = Listener::new(text.as_bytes());
        listener.pager = true;
        for (index, line) in closely.iter_mut().enumerate() {
            listener.hear(index, line);
        }
        mark_bodies(text.as_bytes(), &mut closely, &listener.bodies);
        proptest::prop_assert_eq!(Capture::of(&source).lines, closely);
    }

    #[test]
    fn the_content_of_a_line_is_within_it(text in "(--More--|\\[10:11:12\\]| |x|\r|\u{8}|\n|gw\\(config\\)#|\\PC){0,40}", extra: Vec<u8>) {
        let bytes = [text.as_bytes(), &extra].concat();
        let capture = Capture::of(&Source::new("test", bytes.clone()));
        for line in &capture.lines {
            proptest::prop_assert!(line.span.start <= line.content.start && line.content.end <= line.span.end);
        }
        for shown in capture.shown.values() {
            let place = shown.place(0..shown.text.len());
            proptest::prop_assert!(place.end as usize <= bytes.len());
        }
    }
}

/// Lines of other letters are not looked at any closer.
#[test]
fn every_line_that_may_be_more_begins_with_such_a_letter() {
    for first in 0..=u8::MAX {
        let is_more = (0..=u8::MAX).any(|second| may_begin(&[first, second]));
        let marks = is_exit(&[first, b'x', b'i']) || matches!(first, b'^' | b'%');
        assert!(!(is_more || marks || may_begin(&[first, b'p', b' ', b'a', b'u'])) || may_be_more(first), "{first}");
    }
    assert!(!may_be_more(b'n') && !may_be_more(b'P'));
}
