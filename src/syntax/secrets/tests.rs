use proptest::prelude::*;

use super::*;

/// One line for each syntax with a secret, which stands at `{}`; the parts in `<>` stay readable.
const SYNTAXES: &[&str] = &[
    "<enable secret> {}",
    "<event manager environment _password> {}",
    "<event manager environment _email_pw> {}",
    "< service phone sshPassword> {}",
    "< authentication> pw={}",
    "< auth-string> {}",
    "< master-key 7> {}",
    "<emadmin login bob> {}",
    "<enable secret 0> {}",
    "<enable secret 4> {}",
    "<enable secret 5> {}",
    "<enable secret level 15 5> {}",
    "<enable password 6> {}",
    "<enable password 7> {}",
    "<enable secret 8> {}",
    "<enable algorithm-type scrypt secret 9> {}",
    "<enable password level 7> {}",
    "<username bob privilege 15 secret 9> {}",
    "<username bob privilege 15 password 0> {}",
    "<username bob one-time password 0> {}",
    "<username bob common-criteria-policy strict password 0> {}",
    "<username b password clear> {}",
    "< password 7> {}",
    "< credentials username bob password 7> {} <realm example.com>",
    "< credentials number 1001 username bob password 0> {} <realm example.com>",
    "< authentication username bob password 0> {}",
    "< authentication username bob password 6> {} <realm example.com>",
    "<tacacs-server key 7> {}",
    "<radius-server key> {}",
    "<radius-server host 192.0.2.1 auth-port 1812 acct-port 1813 key 7> {}",
    "<tacacs-server host 192.0.2.1 single-connection key> {} <timeout 5>",
    "< server-private 192.0.2.1 auth-port 1812 acct-port 1813 key 7> {}",
    "< server 192.0.2.1 auth-port 1812 acct-port 1813 key 7> {}",
    "<  client 192.0.2.1 server-key 7> {}",
    "<  key-string 7> {}",
    "<key config-key password-encrypt> {}",
    "<crypto isakmp key 6> {} <address 192.0.2.1>",
    "<crypto isakmp key> {} <hostname peer.example.com>",
    "<  pre-shared-key> {}",
    "<  pre-shared-key local 6> {}",
    "<  pre-shared-key remote> {}",
    "<  pre-shared-key address 192.0.2.1 key> {}",
    "< set session-key> inbound esp 300 cipher {}",
    "< ppp chap password 7> {}",
    "< ppp pap sent-username bob password 7> {}",
    "<snmp-server community> {} <RO 10>",
    "<snmp-server community> {} <view all RW>",
    "<snmp mib community-map> {}",
    "<snmp-server user bob ops v3 auth md5> {} <priv aes 128> other",
    "<snmp-server user bob ops v3 auth sha> other <priv aes 256> {} <access 10>",
    "<snmp-server user bob ops v3 auth sha> other <priv 3des> {}",
    "<snmp-server user bob ops v3 encrypted auth md5> {}",
    "<snmp-server host 192.0.2.1> version 2c {} config",
    "<snmp-server host 192.0.2.1> traps {}",
    "<rmon event 1 log trap> {} description high",
    "<ntp authentication-key 1 md5> {} 7",
    "< ip ospf message-digest-key 1 md5 7> {}",
    "< ip ospf authentication-key 7> {}",
    "< ipv6 ospf authentication ipsec spi 256> md5 0 {}",
    "< authentication mode hmac-sha-256 7> {}",
    "< neighbor 192.0.2.1 password 7> {}",
    "< standby 1 authentication md5 key-string> {} <timeout 30>",
    "< standby 1 authentication text> {}",
    "< standby 1 authentication> {}",
    "< vrrp 1 authentication text> {}",
    "< ip nhrp authentication> {}",
    "< tunnel key> {}",
    "<area-password> {}",
    "< wpa-psk ascii 0> {}",
    "< wpa-psk hex 0> {}",
    "< encryption key 1> size 128bit 7 {} transmit-key",
    "<crypto pki import NAME pem> terminal {}",
    "<crypto pki import NAME pem> url flash:a password {}",
    "<crypto key export rsa NAME pem> terminal 3des {}",
    "<crypto pki export NAME pkcs12> flash:a password {}",
    "< password> {}",
    "<ip http client password 7> {}",
    "<ip ftp password> {}",
    "< path ftp://>bob:{}<@192.0.2.1/cfg>",
    "<copy scp://>bob:{}<@192.0.2.1/cfg flash:>",
    "< username bob password> {}",
    "< xml user bob password> {} 15",
    "< xml user bob> {} 15",
    "< xml> u bob p {} 15",
    "< web admin system name bob secret 5> {}",
    "< web admin customer name bob password> {}",
    "< pin> {}",
    "< ata-password> {}",
    "< url authentication> http://192.0.2.1/auth bob {}",
    "< security password> {} level all",
    "< shared-secret> {}",
    "< passphrase> {}",
    "license smart register <idtoken> {}",
    "<  param password=>{}",
    "< action 1 cli command \"username bob password 0> {}\"",
    "< rule 1 request REGISTER sip-header Authorization modify> \"Digest response={}\" \"x\"",
    "< rule 1 request ANY sip-header Proxy-Authorization add> \"Proxy-Authorization: Digest a={}\"",
    "Authorization: Digest username=\"bob\", response={}",
    "<user bob pass 0> {}",
    "<credentials username bob p 7> {} <realm example.com>",
    "<credentials number 1001 username bob pa> {}",
    "<auth user bob p> {}",
    "<authentication username bob pas 7> {} <realm example.com>",
    "<aut u bob p> {}",
    "<au u bob p 0> {}",
    "<usern bob p> {}",
    "<us bob p 7> {}",
    "<credentails username bob pa> {}",
    "<cerdentials username bob p> {}",
    "<authenticaton username bob p 7> {}",
    "<credentials username bob pasword 7> {} <realm example.com>",
    "<username bob privilege 15 secert 9> {}",
    "<web a> s n bob p {}",
    "<web ad> sys na bob se 5 {}",
    "<web a> s n bob s 5 {}",
    "<ena> p {}",
    "<ena> s 5 {}",
    "<ena sec> {}",
    "<cred user bob pass 0> {} <realm example.com>",
    "<snmp-server comm> {}",
    "<snmp-s com> {}",
    "< key-str> {}",
    "<any 1 2 3> $9${}",
    "<description old hash> $14${}",
    "< description the admin password:> 1{}",
    "< description admin password 7> {}",
    "< description of the key 7> {}",
    "< authentication credential app> {}",
    "< auth cred app> {}",
    "< authentication credential app 7> {}",
    "< capf-auth-str> {}",
    "< after-hours override-code> {}",
    "< digest> {}",
    "< api-key> {}",
    "< secret-key 7> {}",
    "< session target sip:>bob:{}<@192.0.2.1:5060>",
    "< session target dns:>bob:{}<@gw.example.com>",
    "< frobnicate >bob:{}<@192.0.2.1>",
    "< frobnicate password:>{}",
    "< rule 1 request ANY sip-header X-Api-Key add> \"X-Api-Key: {}\"",
    "< rule 1 request ANY sip-header X-Api-Key modify> \".*\" \"X-Api-Key:{}\"",
    "<X-Api-Key: >{}",
    "< foo credentials> {}",
    "<foo credential 7> {}",
    "< foo cleartext> {}",
    "< foo auth-key> {}",
    "< foo auth-key 7> {} <address 192.0.2.1>",
    "<credentials u bob p 7> {}",
    "<cts credentials id bob password 7> {}",
    "<authentication\u{a0}username\u{a0}bob\u{a0}password\u{a0}7\u{a0}>{}",
    "< authentication username bob\u{2003}password\u{3000}7\u{202f}>{}< realm example.com>",
    "< pass\u{200b}>word 7 {}",
    "< pass\u{ad}>word 7 {}",
    "< password\u{ff1a}>{}",
    "< **password** 7> {}",
    "< __password__:> {}",
    "< `password` 7> {}",
    "< pasword 7> {}",
    "< ppp pap sent-username foo pasword 7> {}",
    "<log pasword> {}",
    "< foo pasword=>{}",
    "< foo pasword:>{}",
    "<description old pasword 7> {}",
    "< assword 7> {}",
    "< pasowrd 7> {}",
    "<foo sercet 5> {}",
    "<foo sexret> {}",
    "<foo pasphrase> {}",
    "< credentials username 1001 7> {} <realm x>",
    "< credentials username 1001> {}",
    "< cred u 1001> {} <realm x>",
    "< credentails username 1001> {}",
    "< authentication username foo 7> {}",
    "< au us foo> {}",
    "<username foo 7> {}",
    "< registrar 1 ipv4:192.0.2.1 username foo 7> {}",
    "< stun flowdata shared 7> {}",
    "< stun flow s 7> {}",
    "< stun flowdata shared-s 0> {}",
    "< after-hours over> {}",
    "<ntp auth 1 md5> {}",
    "<crypto isak k> {} <address 192.0.2.1>",
    "<snmp-server user u g v3 au sha> other <pr aes 128> {}",
    "<snmp-server user u g v3 au sha> {} <pr aes 128> other",
    "< rule 1 request ANY sip-header X-API-Token add> \"X-API-Token: {}\"",
    "< rule 1 request ANY sip-header X-Token modify> \".*\" \"X-Token: {}\"",
    "< rule 1 request ANY sip-header X-Api-Key remove
 rule 1 request ANY sip-header X-Foo add \"X-Foo:> Bearer {}\"",
    "< rule 1 request ANY sip-header Cookie add> \"Cookie: id={}\"",
    "< rule 1 request INVITE peer-header sip Authorization copy> \"{}\" u01",
    "< rule 1 request ANY sip-header From modify \"x\" \";pwd=>{}\"",
    "< url http://h/m.cfg?api_key=>{}&token=other",
    "< url http://h/m.cfg?access_token=>{}",
    "< url http://h/m.cfg?Authorization=>Basic%20{}",
];

/// What may stand around a line in a transcript.
const SURROUNDINGS: &[(&str, &str)] = &[
    ("", ""),
    ("gw(config)#", "\r"),
    ("gw-1(config-sip-ua)# ", " "),
    (" --More-- \u{8}\u{8}\u{8}        \u{8}\u{8}", ""),
    ("*Mar  1 10:00:00.123: ", ""),
    ("no ", ""),
    ("!", ""),
    ("\u{feff}", "\n!"),
];

/// The syntax with `secret` in its place, and the parts that must stay readable.
fn filled(syntax: &str, secret: &str) -> (String, Vec<String>) {
    let readable = syntax.split('<').skip(1).map(|part| part.split('>').next().unwrap().to_owned()).collect();
    (syntax.replace(['<', '>'], "").replace("{}", secret), readable)
}

#[test]
fn every_syntax_is_masked_and_no_more() {
    for syntax in SYNTAXES {
        for (before, behind) in SURROUNDINGS {
            for secret in ["S3cr3tWord", "094F471A1A0A", "$9$aB3$x/y.z", "12345678"] {
                let (line, readable) = filled(syntax, secret);
                let shown = masked(&format!("{before}{line}{behind}"));
                assert!(!shown.contains(secret), "{shown:?} of {line:?}");
                assert!(readable.iter().all(|part| shown.contains(part.as_str())), "{shown:?} of {line:?}");
            }
        }
        let (line, _) = filled(syntax, "S3cr3tWord");
        assert!(!masked(&line.to_uppercase()).contains("S3CR3TWORD"), "{line}");
    }
}

#[test]
fn what_is_assigned_may_look_like_an_address() {
    assert!(!masked(" frobnicate password:@!!a#!0!\n").contains("@!!a#!0!"));
    assert!(!masked(" url https://bob:S3cret@h/?key=Hunter2\n").contains("bob"));
}

proptest! {
    #[test]
    fn no_secret_survives(
        index in 0..SYNTAXES.len(),
        around in 0..SURROUNDINGS.len(),
        secret in "[!-~&&[^\"]]{8,24}",
        lines in prop::collection::vec("[ -~]{0,30}", 0..3),
    ) {
        let (before, behind) = SURROUNDINGS[around];
        let (line, _) = filled(SYNTAXES[index], &secret);
        let text = format!("{}\n{before}{line}{behind}\n{}", lines.join("\n"), lines.join("\n"));
        let shown = masked(&text);
        prop_assert!(!shown.contains(&secret), "{:?} of {:?}", shown, text);
    }

    #[test]
    fn places_are_in_order_and_hold_no_newline(text in "((pass|key|[$]9[$]a|-----BEGIN PRIVATE KEY|-----END|AAAA|\"|[ \n\r]){0,3}){0,20}") {
        let found = secrets(text.as_bytes());
        prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?} in {:?}", found, text);
        prop_assert!(found.iter().all(|span| !text[span.range()].contains('\n')));
        prop_assert_eq!(masked(&text).len(), text.len());
    }
}

fn hidden(text: &str) -> Vec<&str> {
    secrets(text.as_bytes()).into_iter().map(|span| &text[span.range()]).collect()
}

#[test]
fn what_looks_like_a_type_may_be_the_secret() {
    assert_eq!(hidden("enable password 7 12"), ["12"]);
    assert_eq!(hidden(" authentication username u password 7 12 realm x\n"), ["12"]);
    assert_eq!(hidden("snmp-server community 12 RO"), ["12"]);
    assert_eq!(hidden("enable password 7"), ["7"]);
    assert_eq!(hidden("enable secret level 7"), ["level 7"]);
    assert_eq!(hidden(" password md5"), ["md5"]);
}

#[test]
fn a_secret_may_be_on_the_next_line() {
    let line = " credentials number 1001 username bob password 7";
    assert_eq!(hidden(&format!("{line}\n S3cret realm example.com\n")), ["7", "S3cret"]);
    assert_eq!(hidden(&format!("{line}\r\nS3cret\r\n registrar dns:x\r\n")), ["7", "S3cret"]);
    assert_eq!(hidden(" auth u bob p\n 7 S3cret realm x"), ["S3cret"]);
    assert_eq!(hidden(" username bob password\nS3cret"), ["S3cret"]);
    assert_eq!(hidden(" S3cret realm example.com\n"), ["S3cret"]);
    // What is a line of its own stays readable.
    for next in [
        "!",
        " destination-pattern 9T",
        "dial-peer voice 1 voip",
        " no vad",
        " session target ipv4:192.0.2.1",
        "gw(config)#exit",
        "end",
        "",
    ] {
        assert_eq!(hidden(&format!("{line}\n{next}\n")), ["7"], "{next}");
        assert_eq!(hidden(&format!(" description our password\n{next}\n")), [""; 0], "{next}");
    }
    assert_eq!(hidden(" description the old password 7\n frobnicate\n"), ["7"]);
}

#[test]
fn the_end_of_a_long_line_has_its_secret() {
    for (line, secret) in [
        ("gw(config-sip-ua)#$ord 7 S3cret realm x", "S3cret"),
        ("gw(config-sip-ua)# $ord 7 S3cret realm x", "S3cret"),
        ("$word S3cret realm x", "S3cret"),
        ("$word S3cret", "S3cret"),
        ("$sword 0 S3cret", "S3cret"),
        ("$cret 5 S3cret", "S3cret"),
        ("$ 7 S3cret realm x", "S3cret"),
        ("gw(config-sip-ua)#$ 7 S3cret", "S3cret"),
        ("$7 S3cret realm x", "S3cret"),
        ("$7 S3cret", "S3cret"),
        ("no $S3cret realm x", "$S3cret"),
        ("gw(config-sip-ua)#no $d 7 S3cret realm x", "S3cret"),
    ] {
        assert_eq!(hidden(&format!("hostname x\n{line}\nend\n")), [secret], "{line}");
    }
    for line in ["$ expires 3600", "$target ipv4:192.0.2.1", "$7"] {
        assert_eq!(hidden(&format!("{line}\n")), [""; 0], "{line}");
    }
}

#[test]
fn odd_blanks_do_not_cut_a_secret() {
    assert_eq!(masked(" url ftp://bob:S3\u{200b}cret@h/x"), " url ftp://*************@h/x");
    assert!(!masked(" password=S3\u{a0}cret").contains("cret"));
    assert_eq!(secrets(b"username\xa0bob\xa0password\xa07\xa0S3cret"), [Span::new(24..30)]);
    assert_eq!(hidden(" description caf\u{e9}\u{a0}au lait"), [""; 0]);
}

#[test]
fn secrets_may_have_blanks() {
    assert_eq!(hidden(" password \"two words\"\r\n"), ["\"two words\""]);
    assert_eq!(hidden(" password \"a realm x\" realm y"), ["\"a realm x\""]);
    assert_eq!(hidden("enable secret three plain words\nend"), ["three plain words"]);
    assert_eq!(hidden("enable secret \"open quote realm"), ["\"open quote realm"]);
}

#[test]
fn keys_of_encrypted_calls_are_masked() {
    let line = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20";
    assert_eq!(hidden(line), ["WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20"]);
}

#[test]
fn what_is_no_secret_stays_readable() {
    let lines = "\
dial-peer voice 5 voip
 description no secret
 description the secret room, key account, password reset
 name Key Account Manager
gw(config-dial-peer)#description the secret room
 destination-pattern 1206555....$
 translation-profile outgoing to-key-account
 rule 1 /^1\\(206\\)$/ /\\1$1/
 session target ipv4:192.0.2.10
 session target dns:secure.example.com
 corlist incoming TELCO-KEY
 voice-class sip pass-thru headers 290
 fax protocol pass-through g711ulaw
gw#show running-config | sec voice class uri
 rule 3 request ANY sdp-header Audio-Attribute modify \"(a=crypto:.*inline:[A-Za-z0-9+/=]+)\" \"\\1|2^31\"
 registrar ipv4:192.0.2.1 expires 3600 auth-realm example.com
 rule 2 request ANY sip-header From modify \"<sip:a\" \"<sip:b\"
aaa authentication login default group radius local
aaa authorization exec default local
aaa group server tacacs+ key-account
snmp-server enable traps snmp authentication linkdown
snmp-server location secondary host room
snmp-server group ops v3 auth read all write all
service password-encryption
no service password-recovery
password encryption aes
security passwords min-length 8
credentials
 credentials username bob
 authentication credential app
 tftp-server-credentials trustpoint SBC
dot1x credentials PHONES
crypto key generate rsa general-keys label SBC modulus 2048
crypto isakmp policy 1
 authentication pre-share
 encryption aes 256
 hash sha256
crypto pki trustpoint CA
 enrollment url http://ca.example.com:80
 fingerprint 0123456789ABCDEF
 rsakeypair SBC 2048
key chain EIGRP
 isis authentication key-chain NAME
 archive path ftp://192.0.2.1/cfg
 url scp://bob@192.0.2.1/cfg
 softkeys connected Hold Endcall
 hostname pinewood
 session target sip:bob@192.0.2.10
 pattern <sip:.*@192.0.2.10>
 frobnicate mailto:bob@example.com
 frobnicate bob@example.com:5060
 rule 4 request ANY sip-header To modify \"(<.*:)(.*@)\" \"x\"
 security token required-for registration
 voice-class sip authenticate redirecting-number
 registrar ipv4:192.0.2.1 expires 3600 auth-realm example.com
 huntstop
 web admin system name bob
 crypto signaling default trustpoint P
 authentication pre-share
 rule 1 request ANY sip-header Authorization remove
 rule 1 request ANY sip-header X-Api-Key remove
 rule 1 request ANY sip-header X-Foo add \"X-Foo: bar\"
 pattern 5551000:5060@10.1.1.1
 user-id 5551000:5060@10.1.1.1
 after-hours block pattern 1 91
 stun flowdata agent-id 1 boot-count 4
 voice-class stun-usage 1
ntp authenticate
 retry invite 2
 passthru-hdr-unsupp
 keyword return secure passive crossword
 credentials username bob realm x
 credentials number 1001 username bob
 authentication username bob
username bob privilege 15
snmp-server group ops v3 au re all
snmp-server user bob 5 v3
isdn switch-type basic-net3
crypto isakmp keepalive 10
-----BEGIN CERTIFICATE-----
MIIBszCCARygAwIBAgIE
-----END CERTIFICATE-----
";
    let shown = masked(lines);
    for (line, shown) in lines.lines().zip(shown.lines()) {
        assert_eq!(line, shown);
    }
}

#[test]
fn private_keys_are_masked_line_by_line() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEabc+/=\r\n --More-- MIIEdef\n-----END RSA PRIVATE KEY-----\n";
    let shown = masked(&format!("before\n{key}behind\n"));
    assert!(shown.starts_with("before\n***") && shown.ends_with("*\nbehind\n"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().all(|one| one == '*') || line == "before" || line == "behind"));
    // Without an end, what can belong to the key.
    assert_eq!(hidden("-----BEGIN PRIVATE KEY-----\nMIIE\nhostname gw\n"), ["-----BEGIN PRIVATE KEY-----", "MIIE"]);
}

#[test]
fn pasted_pkcs12_is_masked() {
    let full = "MIIKyQIBAzCCCoUGCSqGSIb3DQEHAaCCCnYEggpyMIIKbjCCBTsGCSqGSIb3DQEH";
    let text =
        format!("crypto pki import CA pkcs12 terminal pw\n% Enter it.\n{full}\n{full}\nAgIIAA==\nquit\nhostname gw\n");
    assert_eq!(hidden(&text), ["terminal pw", full, full, "AgIIAA=="]);
}

#[test]
fn a_line_beyond_all_measure_is_masked_whole() {
    let line = "a password ".repeat(1_000);
    assert_eq!(hidden(&format!("hostname x\n{line}\nend\n")), [line.as_str()]);
}

#[test]
fn the_trigger_compiles() {
    assert!(TRIGGER.is_some());
}

#[test]
fn most_lines_are_passed_over() {
    for line in [
        "dial-peer voice 10 voip",
        " destination-pattern 1206555....$",
        " translation-profile outgoing strip",
        " rule 1 /^1\\(206\\)$/ /\\1$1/",
        " session protocol sipv2",
        " session target ipv4:192.0.2.10",
        " incoming called-number .",
        " dtmf-relay rtp-nte",
        " voice-class codec 1",
        " codec g711ulaw",
        " preference 2",
        " no vad",
    ] {
        assert_eq!(next_trigger(line.as_bytes(), 0), None, "{line}");
    }
}
