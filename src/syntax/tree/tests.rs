use super::*;

/// The tree as an outline, one level of nesting a blank.
fn outline(text: &str) -> String {
    fn write(nodes: Nodes<'_>, depth: usize, to: &mut String) {
        for node in nodes {
            let command = node.known().map_or("-", Known::keywords);
            let line = format!("{}{} [{command}]\n", " ".repeat(depth), node.text());
            to.push_str(&line);
            write(node.children(), depth + 1, to);
        }
    }
    let tree = Tree::parse(&Source::new("test", text));
    let mut outlined = String::new();
    write(tree.roots(), 0, &mut outlined);
    outlined
}

#[test]
fn a_longer_global_command_is_no_line_of_the_object_above() {
    let expected = "voice class dpg 1 [voice class dpg]\n dial-peer 10 preference 1 [dial-peer]\n\
        dial-peer hunt 2 [dial-peer hunt]\ndial-peer terminator * [dial-peer terminator]\n";
    let lines = "voice class dpg 1\n dial-peer 10 preference 1\ndial-peer hunt 2\ndial-peer terminator *\n";
    assert_eq!(outline(lines), expected);
    assert_eq!(outline(&lines.replace("\n ", "\n")), expected);
    let typed = "R1(config)#voice class dpg 1\nR1(config-class)#dial-peer 10 preference 1\n\
        R1(config-class)#dial-peer hunt 2\nR1(config)#dial-peer terminator *\n";
    assert_eq!(outline(typed), expected);
}

#[test]
fn children_need_not_be_indented_alike() {
    let text = "voice class e164-pattern-map 1\n description x\n  e164 12..\n !\n!\nroute-map 0/1\n a\n  b\n c\n";
    assert_eq!(
        outline(text),
        "voice class e164-pattern-map 1 [voice class e164-pattern-map]\n description x [description]\n \
         e164 12.. [e164]\nroute-map 0/1 [-]\n a [-]\n  b [-]\n c [-]\n"
    );
}

#[test]
fn lost_indentation_is_found_again() {
    let text =
        "voice translation-rule 103\nrule 1 /1/ /2/\ndial-peer voice 5 voip\npreference 1\nline vty 0\nshutdown\n";
    assert_eq!(
        outline(text),
        "voice translation-rule 103 [voice translation-rule]\n rule 1 /1/ /2/ [rule]\ndial-peer voice 5 voip \
         [dial-peer voice]\n preference 1 [preference]\nline vty 0 [-]\nshutdown [-]\n"
    );
}

#[test]
fn remarks_end_nothing_where_indentation_is_lost() {
    let text = "dial-peer voice 5 voip\n! a remark\npreference 1\n!\nmedia bulk-stats\n";
    assert_eq!(
        outline(text),
        "dial-peer voice 5 voip [dial-peer voice]\n preference 1 [preference]\nmedia bulk-stats [-]\n"
    );
}

#[test]
fn sub_modes_nest_by_indentation() {
    let text = "voice service voip\n ip address trusted list\n  ipv4 192.0.2.1\n allow-connections sip to sip\n sip\n  call-route url\n";
    assert_eq!(
        outline(text),
        "voice service voip [voice service voip]\n ip address trusted list [ip address trusted list]\n  \
         ipv4 192.0.2.1 [ipv4]\n allow-connections sip to sip [allow-connections]\n sip [sip]\n  call-route url [call-route]\n"
    );
}

#[test]
fn a_capture_that_is_indented_as_a_whole_keeps_its_objects() {
    let text = "dial-peer voice 1 pots\n trunkgroup x\n !\n dial-peer voice 2 pots\n port 0/1\n !\n voice-port 0/1\n shutdown\n";
    assert_eq!(
        outline(text),
        "dial-peer voice 1 pots [dial-peer voice]\n trunkgroup x [trunkgroup]\ndial-peer voice 2 pots [dial-peer \
         voice]\n port 0/1 [port]\nvoice-port 0/1 [voice-port]\n shutdown [shutdown]\n"
    );
}

#[test]
fn a_text_that_is_indented_by_as_much_everywhere_keeps_its_objects() {
    let flat = "voice translation-rule 1\nrule 1 /1/ /2/\nvoice service voip\nip address trusted list\nipv4 192.0.2.1\n\
        allow-connections sip to sip\nsip\ncall-route url\nvoice class codec 1\ncodec preference 1 g711ulaw\n!\n\
        dial-peer voice 1 pots\nport 0/1\nfrobnicate\nsip-ua\nnum-exp 1 2\n!\nhostname x\n";
    let nested = "voice translation-rule 1\n rule 1 /1/ /2/\nvoice service voip\n ip address trusted list\n  ipv4 \
        192.0.2.1\n allow-connections sip to sip\n sip\n  call-route url\nvoice class codec 1\n codec preference 1 \
        g711ulaw\n!\ndial-peer voice 1 pots\n port 0/1\n frobnicate\nsip-ua\nnum-exp 1 2\n!\nhostname x\n";
    for first in ["", "num-exp 3 4\n", "gw#show run | sec voice\n"] {
        for indent in [" ", "  ", "\t"] {
            let indented = |text: &str| format!("{indent}{}\n", text.trim_end().replace('\n', &format!("\n{indent}")));
            assert_eq!(outline(&format!("{first}{}", indented(flat))), outline(&format!("{first}{nested}")), "{first}");
            assert_eq!(
                outline(&format!("{first}{}", indented(nested))),
                outline(&format!("{first}{nested}")),
                "{first}"
            );
        }
    }
}

#[test]
fn an_odd_line_costs_nothing_of_the_object_it_stands_in() {
    let odd = [
        "remark: do not touch",
        "--",
        "# x",
        "<snip>",
        "R1 con0 is now available",
        "of the office in Berlin",
        "x\ny z",
    ];
    for odd in odd {
        for indent in [" ", ""] {
            let lines = |first: &str, rest: &str| {
                format!("dial-peer voice 6 voip\n{first}{indent}preference 5\n{indent}shutdown\n!\nsip-ua\n{rest}")
            };
            let clean = lines(&format!("{indent}destination-pattern 9T\n"), "");
            let with = lines(&format!("{indent}destination-pattern 9T\n{odd}\n{indent}some-new-command 1\n"), "");
            let added = format!("\n {} [-]", format!("{odd}\nsome-new-command 1").replace('\n', " [-]\n "));
            let expected =
                outline(&clean).replace("9T [destination-pattern]", &format!("9T [destination-pattern]{added}"));
            assert_eq!(outline(&with), expected, "{with}");
        }
    }
}

#[test]
fn lines_of_another_object_are_not_taken_for_those_of_an_interrupted_one() {
    let peer = "dial-peer voice 6 voip\n destination-pattern 9T\n";
    for other in [
        "router ospf 1",
        "vlan 5",
        "dail-peer voice 7 voip",
        "voice foo 1",
        "voi cl e164 1",
        "!\nfoo",
        "x\n!\ny",
        "ip vrf a",
    ] {
        let outlined = outline(&format!("{peer}{other}\n shutdown\n"));
        assert!(outlined.ends_with("\n shutdown [-]\n"), "{outlined}");
        let flat = outline(&format!("{peer}{other}\nshutdown\n"));
        assert!(flat.ends_with("\nshutdown [-]\n"), "{flat}");
    }
}

#[test]
fn lines_that_are_typed_in_one_mode_stand_side_by_side() {
    let typed = "R1(config)#voice class sip-profiles 9\nR1(config-class)#rule 1 request ANY sip-header A remove\n\
        R1(config-class)#rule 2 request ANY sip-header B remove\nR1(config-class)#dspfarm profile 1 transcode\n\
        R1(config-dspfarm-profile)#codec g711ulaw\nR1(config-dspfarm-profile)#codec g729r8\n";
    let nested = "voice class sip-profiles 9\n rule 1 request ANY sip-header A remove\n rule 2 request ANY sip-header B \
        remove\ndspfarm profile 1 transcode\n codec g711ulaw\n codec g729r8\n";
    assert_eq!(outline(typed), outline(nested));
}

#[test]
fn a_kept_line_ends_no_object_where_indentation_is_lost() {
    let nested = "voice service voip\n fax protocol t38\n allow-connections sip to sip\n ip address trusted list\n  ipv4 \
        192.0.2.1\n sip\n  early-offer forced\n  call-route url\n!\ninterface Serial0/0/0:23\n no ip address\n \
        isdn overlap-receiving\n trunk-group A\n!\n";
    let flat: Vec<_> = nested.lines().map(str::trim_start).collect();
    assert_eq!(outline(&flat.join("\n")), outline(nested));
}

#[test]
fn a_global_command_ends_the_object_above_it_however_it_is_indented() {
    let globals = ["num-exp 5... 12065555...", "dial-peer hunt 2", "no voice hunt user-busy", "voice rtp send-recv"];
    for header in [
        "voice class codec 1\n codec preference 1 g711ulaw",
        "voice-port 0/0/0",
        "line vty 0 4",
        "dial-peer voice 1 pots",
    ] {
        for closer in [" !\n", ""] {
            for global in globals {
                let clean = outline(&format!("{header}\n{global}\n"));
                assert_eq!(outline(&format!("{header}\n{closer} {global}\n")), clean);
            }
        }
    }
    // Behind `!` other commands do, too.
    let call_agent = "voice-card 0\n dsp services dspfarm\n !\n mgcp call-agent 192.0.2.1\n";
    assert!(outline(call_agent).ends_with("\nmgcp call-agent 192.0.2.1 [mgcp call-agent]\n"));
}

#[test]
fn a_header_that_is_indented_behind_a_mark_is_none_of_the_object_above() {
    let peer = "dial-peer voice 1 voip\n destination-pattern 9T\n";
    let above = "dial-peer voice 1 voip [dial-peer voice]\n destination-pattern 9T [destination-pattern]\n";
    for (header, command) in
        [("interface GigabitEthernet0/1", "interface"), ("voice-port 0/1/0", "voice-port"), ("sip-ua", "sip-ua")]
    {
        let lines = outline(&format!("{peer}!\n {header}\n  shutdown\n"));
        assert!(lines.starts_with(&format!("{above}{header} [{command}]\n shutdown [")), "{lines}");
        let under = outline(&format!("router ospf 1\n network x\n!\n {header}\n  shutdown\n"));
        assert!(under.starts_with(&format!("router ospf 1 [-]\n network x [-]\n{header} [{command}]\n")), "{under}");
    }
    // Only a line that stands by itself, and only behind the mark.
    let word = outline(&format!("{peer}!\n interface of ours\n preference 2\n"));
    assert_eq!(word, format!("{above} interface of ours [-]\n preference 2 [preference]\n"));
}

#[test]
fn a_word_of_the_global_commands_is_no_abbreviation() {
    assert_eq!(outline("voice-port 0/0/0\n voice foo\n"), "voice-port 0/0/0 [voice-port]\n voice foo [-]\n");
    assert!(outline("voice-port 0/0/0\n voice-c sip 1\n").ends_with("\n voice-c sip 1 [voice-class]\n"));
}

#[test]
fn an_interface_that_is_entered_is_no_command_of_the_open_object() {
    let typed_before = |line: &str, mode: &str| {
        outline(&format!("R1(config)#controller T1 0/0/0\nR1(config-controller)#{line}\nR1({mode})#no shutdown\n"))
    };
    let typed = |line: &str| typed_before(line, "config-if");
    for name in ["s0/0/0:23", "ser 0/0/0:23", "gi0/1.10"] {
        let line = format!("int {name}");
        let expected = format!("controller T1 0/0/0 [controller]\n{line} [interface]\n no shutdown [");
        assert!(typed(&line).starts_with(&expected), "{}", typed(&line));
    }
    for line in ["int 1", "international 0x1", "int bits"] {
        let stays = typed_before(line, "config-controller");
        assert!(stays.contains(&format!("\n {line} [international]\n")), "{stays}");
    }
}

/// Source: "Using Cisco IOS Software", abbreviations: as long as they stand for one command.
#[test]
fn one_letter_begins_no_object() {
    let peer = "dial-peer voice 1 voip\n destination-pattern 1\n";
    for prose in ["A line of prose", "a dial-peer with tag 1 already exists", "I see", "no a line"] {
        let expected = format!(
            "{prose} [-]\ndial-peer voice 1 voip [dial-peer voice]\n destination-pattern 1 [destination-pattern]\n"
        );
        assert_eq!(outline(&format!("{prose}\n{peer}")), expected);
    }
    assert!(outline("appl\n service x\n").starts_with("appl [application]\n"));
    let typed =
        "R1(config)#dial-peer voice 1 pots\nA dial-peer with tag 1 already exists\nR1(config)#dial-peer voice 3 voip\n";
    assert!(!outline(typed).contains("[application]"), "{}", outline(typed));
}

/// Source: CUBE configuration guide, "VoIP Trace for CUBE": `shutdown` below `trace` ends the tracing.
#[test]
fn shutdown_below_trace_is_none_of_the_service() {
    let nested = "voice service voip [voice service voip]\n allow-connections sip to sip [allow-connections]\n trace [trace]\n  \
        shutdown [-]\n  memory-limit 20 [-]\n sip [sip]\n  early-offer forced [early-offer]\n";
    let text = "voice service voip\n allow-connections sip to sip\n trace\n  shutdown\n  memory-limit 20\n sip\n  \
        early-offer forced\n";
    assert_eq!(outline(text), nested);
    let flat: Vec<_> = text.lines().map(str::trim_start).collect();
    assert_eq!(outline(&flat.join("\n")), nested);
    let typed = "R1(config)#voice service voip\nR1(conf-voi-serv)#allow-connections sip to sip\nR1(conf-voi-serv)#trace\n\
        R1(conf-serv-trace)#shutdown\nR1(conf-serv-trace)#memory-limit 20\nR1(conf-serv-trace)#exit\n\
        R1(conf-voi-serv)#sip\nR1(conf-serv-sip)#early-offer forced\n";
    assert_eq!(outline(typed), nested);
    // That of the service stands in front of its modes, or behind a prompt of its own.
    let typed = "R1(config)#voice service voip\nR1(conf-voi-serv)#trace\nR1(conf-serv-trace)#no shutdown\n\
        R1(conf-serv-trace)#exit\nR1(conf-voi-serv)#shutdown\n";
    assert!(outline(typed).ends_with("\n  no shutdown [-]\n shutdown [shutdown]\n"), "{}", outline(typed));
    assert!(outline("voice service voip\nshutdown\ntrace\n").contains("\n shutdown [shutdown]\n"));
}

#[test]
fn do_leaves_the_open_objects_open() {
    let peer = "R1(config)#dial-peer voice 1 voip\nR1(config-dial-peer)#destination-pattern 9T\n";
    let other = "dial-peer voice 7 voip\n destination-pattern 7...\n";
    let first = "dial-peer voice 1 voip [dial-peer voice]\n destination-pattern 9T [destination-pattern]\n";
    let seventh = "dial-peer voice 7 voip [dial-peer voice]\n destination-pattern 7... [destination-pattern]\n";
    let again = "dial-peer voice 1 voip [dial-peer voice]\n preference 3 [preference]\n";
    let typed = |shown: &str| {
        let text = format!("{peer}R1(config-dial-peer)#do sh run | s 7\n{shown}R1(config-dial-peer)#preference 3\n");
        outline(&text)
    };
    assert_eq!(typed(other), format!("{first}{seventh}{again}"));
    assert_eq!(typed(""), format!("{first} preference 3 [preference]\n"));
    // What the router does not take of that is no line of the object.
    assert_eq!(typed("% Invalid input detected at '^' marker.\n"), typed(""));
    // A header that stands again is no further line.
    let text = format!("{peer}R1(config-dial-peer)#do sh run\n{other}R1(config-dial-peer)#preference 3\n");
    let tree = Tree::parse(&Source::new("test", text));
    assert_eq!(tree.nodes().map(Node::line).collect::<Vec<_>>(), [0, 1, 3, 4, 5]);
    assert_eq!(tree.roots().map(|root| root.opening().0).collect::<Vec<_>>(), [0, 3, 5]);
}

/// How many lines there are among `nodes` and under them.
fn size(nodes: Nodes<'_>) -> usize {
    nodes.map(|node| usize::from(!node.is_resumed()) + size(node.children())).sum()
}

proptest::proptest! {
    #[test]
    fn nothing_is_lost(bytes: Vec<u8>) {
        let tree = Tree::parse(&Source::new("test", bytes.clone()));
        proptest::prop_assert_eq!(tree.text(), bytes);
    }

    #[test]
    fn nothing_is_lost_of_voice_words(text in "((dial-peer voice 1 voip|rule 1 /1/ /2/|!|  sip|\tno vad|voice service voip|exit|end|gw\\(config-x\\)#(do sh run|\\?|no vad|rule 1 /1/ /2/|exit)?|gw\\(config\\)#(voice service voip|do sh run)|banner x #|--More-- |\u{feff}|\u{8}\u{8})[ \r]?\n){0,12}") {
        let tree = Tree::parse(&Source::new("test", text.clone()));
        proptest::prop_assert_eq!(tree.text(), text.into_bytes());
        // Every entry is reached just once by walking down.
        proptest::prop_assert_eq!(size(tree.roots()), tree.nodes().count());
        proptest::prop_assert!(tree.roots().map(|root| root.opening().0).is_sorted());
        proptest::prop_assert!(tree.nodes().map(Node::line).is_sorted());
    }
}

#[test]
fn the_header_of_a_port_ends_a_voice_object() {
    for port in [
        "interface GigabitEthernet0/0",
        "interface Serial0/0/0.100 point-to-point",
        "interface range Gi0/0 - 1",
        "interface Dot11Radio0",
        "controller T1 0/0/0",
        "controller T3 1/0",
        "int lo0",
    ] {
        let text = format!("dial-peer voice 5 voip\n preference 1\n {port}\n  shutdown\n");
        let in_short = port.starts_with("int ");
        assert_eq!(outline(&text).contains(&format!("\n{port} [")), !in_short, "{text}");
    }
    // Of other words behind it nobody knows what they are, and other objects have lines that begin so.
    for text in [
        "dial-peer voice 5 voip\n preference 1\n controller all\n shutdown\n",
        "dial-peer voice 5 pots\n preference 1\n voice-port 0/0/0\n direct-inward-dial\n",
        "router x\n interface GigabitEthernet0/0\n",
    ] {
        assert_eq!(Tree::parse(&Source::new("test", text)).roots().count(), 1, "{text}");
    }
}

#[test]
fn lines_of_voice_objects_that_stand_in_none_are_found() {
    let strays = |text: &str| {
        let tree = Tree::parse(&Source::new("test", text));
        tree.strays().map(|node| node.text().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(strays("destination-pattern 9T\n"), ["destination-pattern 9T"]);
    for header in [
        "interface Loopback0",
        "interface Serial0/0/0:23",
        "controller T1 0/0/0",
        "router x",
        "ip access-list standard 1",
    ] {
        let text = format!("{header}\n x\n! dial-peer voice 1 voip\n destination-pattern 9T\n  no session target\n");
        assert_eq!(strays(&text), ["destination-pattern 9T", "no session target"], "{text}");
    }
    for header in ["voice class codec 1", "gateway", "dspfarm profile 1 transcode", "interface Loopback0"] {
        let text = format!("{header}\n! voice translation-rule 1\n rule 1 /1/ /2/\n e164 9T\n rule 2\n rule 3 x y\n");
        assert_eq!(strays(&text), ["rule 1 /1/ /2/", "e164 9T"], "{text}");
    }
    let peer = "gw(config-dial-peer)#";
    for first in ["preference 2", "destination-pattern 8T", "description x"] {
        let text =
            format!("{peer}{first}\n{peer}destination-pattern 9T\n{peer}session target ipv4:192.0.2.1\n{peer}end\n");
        assert!(
            strays(&text).ends_with(&["destination-pattern 9T".to_owned(), "session target ipv4:192.0.2.1".to_owned()])
        );
    }
    assert_eq!(strays("gw(config)#int lo0\ngw(config-if)#destination-pattern 9T\n"), ["destination-pattern 9T"]);
    for text in [
        "dial-peer voice 1 voip\n destination-pattern 9T\n",
        // The header is amiss, and is reported.
        "dial-peer voice foo\n destination-pattern 9T\n",
        "dail-peer voice 1 voip\n destination-pattern 9T\n",
        // These have such lines of their own.
        "dial-peer data 1 pots\n incoming called-number 1\n",
        "voip trunk group 1\n session target ipv4:192.0.2.1\n",
        "voice class sip-profiles 1\n rule 1 request INVITE sip-header To remove\n",
        "interface Loopback0\n ip address trusted list\n shutdown\n preference 1\n",
        "banner motd ^C\ndestination-pattern 9T\n^C\n",
        // The router did not take it.
        "gw(config)#destination-pattern 9T\n            ^\n% Invalid input detected at '^' marker.\n",
    ] {
        assert_eq!(strays(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn slips_and_abbreviations_are_lines_of_an_object_without_indentation() {
    let lines_of = |lines: &str| {
        let text = format!("hostname x\n!\ndial-peer voice 1 voip\nhuntstop\n{lines}!\n");
        let tree = Tree::parse(&Source::new("test", text));
        tree.roots().nth(1).map_or(0, |peer| peer.children().count())
    };
    for lines in [
        "translation-profile outgong X\n",
        "incoming caled-number 9\n",
        "trnslation-profile outgoing X\n",
        "prefrence 3\n",
        "foo bar\nshut\n",
        "foo bar\nno shut\n",
        "pref 3\nsess target ipv4:192.0.2.1\n",
    ] {
        assert_eq!(lines_of(lines), lines.lines().count() + 1, "{lines}");
    }
    // These may be anything.
    for lines in ["foo bar\n", "trnslation-profile X\n", "foo bar\nsh\n", "router x\nshut\n"] {
        assert_eq!(lines_of(lines), 1, "{lines}");
    }
}

#[test]
fn commands_of_modes_that_begin_like_headers_are_theirs() {
    let text = "gw(config)#redundancy\ngw(config-red)#application redundancy\ngw(config-red-app)#group 1\n\
        gw(config-red-app-grp)#control GigabitEthernet0/0/2 protocol 1\n\
        gw(config)#voice class h323 1\ngw(config-class)#telephony-service ccm-compatible\n";
    let outlined = outline(text);
    assert!(outlined.contains("control GigabitEthernet0/0/2 protocol 1 [-]"), "{outlined}");
    assert!(
        outlined.ends_with("voice class h323 1 [voice class h323]\n telephony-service ccm-compatible [-]\n"),
        "{outlined}"
    );
    assert!(outline("contr t1 0/0/0\n").ends_with("[controller]\n"));
    for typed in ["isdn protocol-emulate network", "isdn T310 60000", "isdn negotiate-bchan"] {
        for text in [
            format!("gw(config)#interface Serial0/0/0:23\ngw(config-if)#{typed}\ngw(config-if)#shutdown\n"),
            format!("interface Serial0/0/0:23\n{typed}\nshutdown\n"),
        ] {
            let expected = format!("interface Serial0/0/0:23 [interface]\n {typed} [isdn]\n shutdown [shutdown]\n");
            assert_eq!(outline(&text), expected);
        }
    }
}

#[test]
fn the_next_prompt_tells_whose_command_a_line_was() {
    let (global, peer) = ("gw(config)#", "gw(config-dial-peer)#");
    let lines = format!("{global}dial-peer voice 1 voip\n{peer}media profile asp 1\n");
    let outlined = outline(&format!("{lines}{peer}no shutdown\n{peer}end\n"));
    assert_eq!(
        outlined,
        "dial-peer voice 1 voip [dial-peer voice]\n media profile asp 1 [-]\n no shutdown [shutdown]\n"
    );
    // It went on, or nobody knows.
    for behind in ["gw(cfg-mediaprofile)#recorder profile 1\n", "gw#\n", ""] {
        assert!(outline(&format!("{lines}{behind}")).contains("\nmedia profile asp 1 [media profile]\n"), "{behind}");
    }
    let port = format!("{global}voice-port 0/1/0\ngw(config-voiceport)#tru gr A\n");
    let outlined = outline(&format!("{port}gw(config-trunk-group)#max-calls voice 3\n"));
    assert!(outlined.ends_with("tru gr A [trunk group]\n max-calls voice 3 [max-calls]\n"), "{outlined}");
    let outlined = outline(&format!("{port}gw(config-voiceport)#no shutdown\n"));
    assert!(outlined.contains("\n tru gr A [trunk-group]\n"), "{outlined}");
    // A mode of the object.
    let service = "gw(config)#voice service voip\ngw(conf-voi-serv)#h323\ngw(conf-serv-h323)#call start slow\n";
    assert!(outline(service).starts_with("voice service voip [voice service voip]\n h323 [h323]\n  call start slow ["));
}
