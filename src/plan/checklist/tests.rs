use super::{Checklist, checklist};
use crate::plan::plan;
use crate::source::Source;
use crate::spec;

/// A site without anything special: OCS first, CUCM second.
const SITE: &str = r#"version: 1
gateway:
  name: isr-1
  release: "15.1(4)M"
  pstn:
    pri: { port: "0/0/0:23" }
    delivers: 11
    inbound_peer: true
  exact: true
systems:
  ocs:
    kind: ocs
    target: ipv4:192.0.2.10
    expects: +e164
    unassigned: reject-404
    outbound_gateway: isr-1
    numbers: ["+12065550100-+12065550149"]
  cucm:
    kind: cucm
    target: ipv4:192.0.2.20
    unassigned: announcement
    numbers: ["+12065550150-+12065550199"]
sharing:
  - name: main
    dids: ["+120655501xx"]
    order: [ocs, cucm]
"#;

fn of(text: &str) -> Checklist {
    let source = Source::new("spec.yaml", text);
    let (spec, report) = spec::load(&source, &|_| Err("no files here".into()));
    assert!(!report.has_errors(), "{text}\n{report:?}");
    let spec = spec.unwrap();
    let planned = plan(&spec, &source, None).unwrap_or_else(|refusal| panic!("{text}\n{refusal:?}"));
    checklist(&spec, &source, &planned)
}

fn musts(list: &Checklist) -> Vec<&str> {
    list.groups.iter().flat_map(|group| &group.items).map(|item| item.must.as_str()).collect()
}

/// What must hold with `change` made to the site, and not without it.
#[track_caller]
fn appears(from: &str, to: &str, must: &str) {
    assert!(SITE.contains(from), "{from}");
    let (site, changed) = (of(SITE), of(&SITE.replacen(from, to, 1)));
    assert!(!musts(&site).contains(&must), "relevant without the change: {must}");
    assert!(musts(&changed).contains(&must), "{must}\nis not among\n{}", musts(&changed).join("\n"));
}

#[test]
fn a_plain_site_has_only_what_every_site_has() {
    insta::assert_snapshot!(musts(&of(SITE)).join("\n"), @r"
    isr-1 has dial-peers for the outbound calls of ocs
    ocs takes called numbers in the form `+12065550100`
    ocs answers 404 at once for a shared number that nobody there has
    Calls of ocs into isr-1 match an inbound dial-peer of their own
    CUCM has a SIP trunk to isr-1
    cucm and ocs are joined by a SIP trunk of their own for internal calls
    cucm announces shared numbers that nobody has, and sends none of them on
    Nothing that the calling search space of the trunk from isr-1 reaches sends a shared number back to isr-1 or to a system that shares it
    The carrier delivers 11 digits of each DID, e.g. `12065550100`
    The PRI of `0/0/0:23` is the router's own and receives numbers en bloc
    isr-1 hunts as IOS does by default
    Block main (100 numbers) is shared, tried in this order: ocs, cucm
    ");
}

#[test]
fn items_of_ocs_appear_where_the_spec_makes_them_relevant() {
    let must = "The mediation server of ocs takes calls from isr-1, which is not its own gateway";
    appears("    outbound_gateway: isr-1\n", "    outbound_gateway: cucm\n", must);
    appears("    outbound_gateway: isr-1\n", "", must);
    appears("outbound_gateway: isr-1", "outbound_gateway: cucm", "Outbound calls of ocs go to cucm until cutover");
    appears("    outbound_gateway: isr-1\n", "", "The one outbound gateway of ocs is decided");
    let must = "Numbers that ring together still differ as ocs dials them";
    let rings = "simultaneous_ring: [{ ocs: \"+12065550101\", cucm: \"50151\" }]\nsharing:";
    appears("sharing:", rings, must);
}

#[test]
fn other_microsoft_systems_must_know_the_gateway() {
    appears("kind: ocs", "kind: lync", "Lync knows isr-1 as a PSTN gateway");
    appears("kind: ocs", "kind: skype-for-business", "Skype for Business knows isr-1 as a PSTN gateway");
    let must = "Teams is paired with isr-1 under a name that the certificate of isr-1 carries";
    appears("kind: ocs", "kind: teams\n    transport: tls", must);
    let must = "Internal calls between cucm and ocs do not meet the dial-peers of this plan";
    appears("kind: ocs", "kind: teams\n    transport: tls", must);
    let teams = of(&SITE.replace("kind: ocs", "kind: teams\n    transport: tls"));
    assert!(!musts(&teams).iter().any(|must| must.contains("joined by")), "Teams takes no direct trunk");
}

#[test]
fn items_of_cucm_appear_where_the_spec_makes_them_relevant() {
    appears("kind: cucm", "kind: cucm\n    protocol: h323", "CUCM has isr-1 as an H.323 gateway");
    let stops = "CUCM stops trying further routes at cause 1 (unassigned-number)";
    appears("kind: cucm", "kind: cucm\n    stop_routing_on: [unallocated-number]", stops);
    let none = "CUCM stops trying further routes at no cause";
    appears("kind: cucm", "kind: cucm\n    stop_routing_on: []", none);
    let must = "The Exchange UM dial plan has extensions of 4 digits, as many as CUCM's lines";
    appears("sharing:", "voicemail: { extension_digits: 4 }\nsharing:", must);
    let must = "Accept Unsolicited Notification is enabled for the SIP trunk to Exchange UM";
    appears("sharing:", "voicemail: { extension_digits: 4, message_waiting: true }\nsharing:", must);
}

#[test]
fn items_of_sharing_appear_where_the_spec_makes_them_relevant() {
    let must = "cucm answers 404 for a shared number that nobody has, and sends none of them on";
    appears("unassigned: announcement", "unassigned: reject-404", must);
    appears(
        "    numbers: [\"+12065550100-+12065550149\"]\n",
        "",
        "It is known elsewhere which shared numbers live on ocs",
    );
    appears("+12065550149\"]", "+12065550139\"]", "Each number of main lives on one system");
    appears("ipv4:192.0.2.10", "[ipv4:192.0.2.10, ipv4:192.0.2.11]", "All 2 targets of ocs know the same users");
    appears("expects: +e164", "expects: +e164\n    keepalive: true", "ocs answers SIP OPTIONS from isr-1");
    let must = "isr-1 trusts the addresses that calls of ocs come from";
    appears("ipv4:192.0.2.10", "dns:ocs.example.com", must);
    let must = "No route of ocs sends a shared number that came from isr-1 back to it";
    appears("expects: +e164", "expects: +e164\n    routes: [{ match: '^501', to: cucm }]", must);
}

#[test]
fn items_of_trunk_and_gateway_appear_where_the_spec_makes_them_relevant() {
    let must = "Calls from `0/0/0:23` match an inbound dial-peer with `direct-inward-dial`";
    appears("    inbound_peer: true\n", "", must);
    let (pri, sip) = ("pri: { port: \"0/0/0:23\" }", "sip: { target: ipv4:198.51.100.1 }");
    appears(pri, sip, "The provider's calls come from `198.51.100.1` and from nowhere else");
    appears(pri, sip, "isr-1 is licensed to join calls IP to IP");
    appears(pri, sip, "The provider sends digits in the called number and nothing else");
    appears("  exact: true\n", "", "No other number begins with the digits of a shared DID");
    let must = "`911` reaches the public network from isr-1 untouched and undelayed";
    appears("sharing:", "emergency: [\"911\"]\nsharing:", must);
    appears(
        "order: [ocs, cucm]",
        "order: [ocs, cucm]\n    state: ocs",
        "Block main (100 numbers) belongs to ocs alone",
    );
    appears("order: [ocs, cucm]", "order: [ocs]", "Block main (100 numbers) goes to ocs");
}

#[test]
fn what_is_assumed_is_said() {
    let how = |text: &str, must: &str| {
        let list = of(text);
        let found = list.groups.iter().flat_map(|group| &group.items).find(|item| item.must.starts_with(must));
        found.map(|item| format!("{} {}", item.why, item.how)).unwrap()
    };
    let silent = SITE.replace("    unassigned: reject-404\n", "");
    assert!(how(&silent, "ocs answers 404").contains("The spec does not say what it answers; 404 is assumed."));
    let silent = SITE.replace("    unassigned: announcement\n", "");
    assert!(how(&silent, "cucm announces").contains("The spec does not say it; an announcement is assumed."));
    assert!(how(SITE, "cucm and ocs are joined").contains("Recommended, and assumed"));
    let direct = SITE.replace("sharing:", "internal: direct\nsharing:");
    assert!(!how(&direct, "cucm and ocs are joined").contains("assumed"));
}

/// How to see to the item of `text` that begins with `must`, and why.
#[track_caller]
fn reasons(text: &str, must: &str) -> String {
    let list = of(text);
    let found = list.groups.iter().flat_map(|group| &group.items).find(|item| item.must.starts_with(must));
    found.map_or_else(|| panic!("{:#?}", musts(&list)), |item| format!("{} {}", item.why, item.how))
}

#[test]
fn routes_are_listed_with_what_they_make_of_a_number() {
    let routes = "routes: [{ match: '9.1[2-9]XX', to: pstn, strip: 1 }, { match: '5XXXX', to: ocs, from: [ocs], prefix: '+1206' }]";
    let site = SITE.replace("kind: cucm", &format!("kind: cucm\n    {routes}"));
    let how = reasons(&site, "cucm sends numbers that are not its own by the routes of the spec");
    let first = "`9.1[2-9]XX` to pstn (all calls), the first digit taken away: `1[2-9]XX`";
    let second = "`5XXXX` to ocs (calls from ocs), `+1206` put in front: `+12065XXXX`";
    assert!(how.contains(first) && how.contains(second), "{how}");
    let site = SITE.replace("kind: ocs", "kind: ocs\n    routes: [{ match: '^9', to: pstn, strip: 2, prefix: '0' }]");
    let how = reasons(&site, "ocs sends numbers that are not its own by the one route of the spec");
    assert!(how.ends_with("`^9` to pstn (all calls), the first 2 digits taken away and `0` put in front."), "{how}");
    assert!(!musts(&of(SITE)).iter().any(|must| must.contains("sends numbers that are not its own")));
}

#[test]
fn calls_for_phones_that_are_not_registered_have_their_item() {
    let with = |forward: &str| SITE.replace("kind: cucm", &format!("kind: cucm\n    forward_unregistered: {forward}"));
    let must = "cucm sends calls for its own numbers whose phones are not registered to pstn, ";
    let how = reasons(&with("{ to: pstn }"), &format!("{must}the number as it was called"));
    assert!(how.contains("Forward Unregistered Internal and External"), "{how}");
    reasons(
        &with("{ to: pstn, strip: 1, prefix: '9' }"),
        &format!("{must}the first digit taken away and `9` put in front"),
    );
    assert!(!musts(&of(SITE)).iter().any(|must| must.contains("not registered")));
}

#[test]
fn a_provider_has_its_item() {
    let with = |front: &str| {
        let carrier = "  carrier: { kind: provider, target: 'ipv4:198.51.100.30', expects: national }\nsharing:";
        SITE.replace("sharing:", carrier)
            .replace("15.1(4)M\"", "15.1(4)M\"\n  country_code: 1")
            .replace("kind: cucm", front)
    };
    let silent = of(&with("kind: cucm"));
    assert!(musts(&silent).contains(&"Nothing sends calls to carrier, or the spec does not say what does"));
    let named = of(&with("kind: cucm\n    outbound_gateway: carrier"));
    let must = "carrier takes calls to the public network from cucm at `ipv4:198.51.100.30`, and called numbers without the \
                country code";
    assert!(musts(&named).contains(&must), "{:#?}", musts(&named));
}

#[test]
fn names_of_the_trunk_are_told_from_its_addresses() {
    let pri = "pri: { port: \"0/0/0:23\" }";
    let site = SITE.replace(pri, "sip: { target: \"dns:sip.example.net\", addresses: [198.51.100.1] }");
    let must = "The provider's calls come from `198.51.100.1`";
    let how = reasons(&site.replace("15.1(4)M", "15.4(3)M"), must);
    assert!(how.contains("`dns:sip.example.net` is a name."), "{how}");
    assert!(how.contains("a name matches a Via with that very name") && how.contains("`incoming uri via`"), "{how}");
    let site = site.replace("    inbound_peer: true\n", "");
    assert!(!reasons(&site.replace("15.1(4)M", "15.4(3)M"), must).contains("Via"));
}

#[test]
fn the_beginnings_of_other_numbers_are_named_where_a_pattern_takes_them() {
    let open = SITE.replace("  exact: true\n", "");
    let must = "No other number begins";
    assert!(!reasons(&open, must).contains("Among them"));
    let short = open.replace("delivers: 11", "delivers: 4").replace("sharing:", "emergency: [\"010\"]\nsharing:");
    let how = reasons(&short, must);
    assert!(how.contains(
        "Among them: `01..` takes those that begin with `0110`, and `011` begins international calls in North America; \
         `01..` takes those that begin with `0100`, and `010` begins an emergency number."
    ), "{how}");
}

#[test]
fn calls_into_the_gateway_say_which_dial_peer_takes_them() {
    let must = "Calls of ocs into isr-1 match";
    let how = reasons(SITE, must);
    assert!(how.contains("otherwise dial-peer 0"), "{how}");
    let site = SITE.replace("15.1(4)M", "15.4(3)M");
    let teams = site.replace("kind: ocs", "kind: teams\n    transport: tls\n    dtmf_relay: rtp-nte");
    let how = reasons(&teams, must);
    assert!(how.contains("a `voice class uri` with `host ipv4:192.0.2.10`"), "{how}");
    assert!(how.contains("`dtmf-relay rtp-nte` and `srtp`"), "{how}");
    let trunk = SITE.replace("pri: { port: \"0/0/0:23\" }", "sip: { target: ipv4:198.51.100.1 }");
    let old = trunk.replace("15.1(4)M", "12.4(24)T");
    assert!(reasons(&old, must).contains("the provider's dial-peer 1000 takes them"));
    assert!(reasons(&trunk.replace("15.1(4)M", "15.4(3)M"), must).contains("otherwise dial-peer 0"));
    let none = SITE.replace("    outbound_gateway: isr-1\n", "");
    assert!(!musts(&of(&none)).iter().any(|must| must.starts_with("Calls of")));
    let confined = site.replace("sharing:", "internal: gateway\nsharing:");
    assert!(!musts(&of(&confined)).iter().any(|must| must.starts_with("Calls of ocs into")));
}

#[test]
fn internal_calls_through_the_gateway_have_items_of_their_own() {
    let site = SITE.replace("15.1(4)M", "15.4(3)M").replace("sharing:", "internal: gateway\nsharing:");
    let list = of(&site);
    for must in [
        "isr-1 is licensed to join internal calls IP to IP",
        "ocs and cucm send shared numbers to isr-1 in the form `12065550100`",
        "isr-1 sees the signalling addresses of ocs and cucm in the Via of their calls",
    ] {
        assert!(musts(&list).contains(&must), "{must}");
        assert!(!musts(&of(SITE)).contains(&must), "{must}");
    }
    assert!(!musts(&list).iter().any(|must| must.contains("joined by")));
    let teams = of(&site.replace("kind: ocs", "kind: teams\n    transport: tls"));
    assert!(!musts(&teams).iter().any(|must| must.starts_with("Internal calls between")));
}

#[test]
fn teams_is_told_what_its_peers_lack() {
    let how = |more: &str| {
        let list = of(&SITE.replace("kind: ocs", &format!("kind: teams{more}")));
        let mut items = list.groups.into_iter().flat_map(|group| group.items);
        items.find(|item| item.must.starts_with("Teams is paired")).unwrap().how
    };
    assert!(how("").contains("write `transport: tls`") && how("").contains("add `srtp`"));
    let whole = how("\n    transport: tls\n    extra_lines: [srtp]");
    assert!(!whole.contains("`transport: tls`") && !whole.contains("srtp"), "{whole}");
}

#[test]
fn digest_authentication_asks_for_one_setting_more() {
    let with = |digest: &str| {
        let voicemail = format!("voicemail: {{ extension_digits: 5, message_waiting: true{digest} }}\nsharing:");
        let list = of(&SITE.replace("sharing:", &voicemail));
        let mut items = list.groups.into_iter().flat_map(|group| group.items);
        items.find(|item| item.must.starts_with("Accept Unsolicited")).unwrap().how
    };
    assert!(!with("").contains("Enable Application Level Authorization"));
    assert!(with(", digest_authentication: true").contains("select Enable Application Level Authorization"));
    assert!(with("").contains("Saving restarts all trunks of that profile"));
}

#[test]
fn numbers_that_nobody_or_several_have_are_counted() {
    let ocs = "numbers: [\"+12065550100-+12065550149\"]";
    let site = SITE.replace(ocs, "numbers: [\"+12065550100-+12065550139\", \"50150\", \"199\"]");
    let list = of(&site);
    let item =
        list.groups.iter().flat_map(|group| &group.items).find(|item| item.must.starts_with("Each number of main"));
    assert_eq!(
        item.unwrap().how,
        "By the `numbers` of the spec, 10 live on no system: `+12065550140-+12065550149`; 2 live on several: \
         `+12065550150` and `+12065550199`."
    );
}

#[test]
fn every_item_names_a_line_of_the_spec() {
    let list = of(SITE);
    let lines: Vec<_> = SITE.lines().map(str::trim).collect();
    for item in list.groups.iter().flat_map(|group| &group.items) {
        assert!(!item.origins.is_empty(), "{item:?}");
        for origin in &item.origins {
            assert_eq!(origin.text, lines[origin.line - 1]);
        }
    }
}
