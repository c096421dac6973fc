//! From a dial plan to the text that IOS prints for it.

use crate::model::{DialPlan, Settings};
use crate::syntax::commands::{Command, Context};

/// The configuration of `plan`, as `show running-config` prints it: objects in the order in which IOS prints their
/// kinds, each closed by `!`. Read again, it gives an equal plan.
pub fn emit(plan: &DialPlan) -> String {
    let mut text = String::new();
    if plan.voice_service != Settings::default() {
        object(&mut text, "voice service voip", &plan.voice_service, Context::VoiceService);
    }
    for (name, class) in &plan.uri_classes {
        object(&mut text, &format!("voice class uri {name}"), &class.settings, Context::UriClass);
    }
    for (number, map) in &plan.pattern_maps {
        object(&mut text, &format!("voice class e164-pattern-map {number}"), &map.settings, Context::PatternMap);
    }
    for (number, group) in &plan.peer_groups {
        object(&mut text, &format!("voice class dpg {number}"), &group.settings, Context::DialPeerGroup);
    }
    for (number, table) in &plan.rule_tables {
        object(&mut text, &format!("voice translation-rule {number}"), &table.settings, Context::TranslationRule);
    }
    for (name, profile) in &plan.profiles {
        object(&mut text, &format!("voice translation-profile {name}"), &profile.settings, Context::TranslationProfile);
    }
    if plan.cor_names != Settings::default() {
        object(&mut text, "dial-peer cor custom", &plan.cor_names, Context::CorNames);
    }
    for (name, list) in &plan.cor_lists {
        object(&mut text, &format!("dial-peer cor list {name}"), &list.settings, Context::CorList);
    }
    for (tag, peer) in &plan.peers {
        let header = format!("dial-peer voice {tag} {}", peer.kind.keyword());
        object(&mut text, header.trim_end(), &peer.settings, peer.kind.context());
    }
    text
}

/// One object: its header, its lines in the order of the command table, then what dialc does not know.
fn object(text: &mut String, header: &str, settings: &Settings, context: Context) {
    *text += header;
    *text += "\n";
    for (command, setting) in settings.iter() {
        *text += indentation(command);
        *text += &setting.value.line(command);
        *text += "\n";
    }
    for line in settings.unknown() {
        *text += " ";
        *text += line.value.trim_end();
        *text += "\n";
    }
    if context == Context::PatternMap {
        *text += " !\n";
    }
    *text += "!\n";
}

/// What IOS prints before a line of an object: entries of maps and of the trusted list stand one column further in.
fn indentation(command: Command) -> &'static str {
    let deep = [Command::MapEntry, Command::TrustedIpv4, Command::TrustedIpv6].contains(&command);
    if deep { "  " } else { " " }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{DialPeer, Object, PeerKind, Tag, read};
    use crate::source::{Located, Source, Span};
    use crate::syntax::argument::{Argument, parse};
    use crate::syntax::commands::{Form, Row, Shape, rows};
    use crate::syntax::tree::Tree;

    fn reread(text: &str) -> DialPlan {
        let (plan, report) = read(&Tree::parse(&Source::new("emitted", text)));
        assert!(!report.has_errors(), "{text}\n{report:?}");
        plan
    }

    /// Text that is a valid argument of `row`.
    fn argument_text(row: &'static Row) -> BoxedStrategy<String> {
        match row.shape {
            Shape::Integer(minimum, maximum) => (minimum..=maximum).prop_map(|number| number.to_string()).boxed(),
            Shape::Name => "[A-Za-z0-9_:/-]{1,12}".boxed(),
            Shape::Text => "[!-~]([ -~]{0,20}[!-~])?".boxed(),
            Shape::Words => "[0-9][A-Za-z0-9]{0,7}( [A-Za-z0-9!-]{1,8}){0,2}".boxed(),
            Shape::OptionalWords => "([0-9][A-Za-z0-9]{0,7}( [A-Za-z0-9]{1,8})?)?".boxed(),
            Shape::Pattern => "\\+?([0-9.]|[0-9]%|\\[[0-9]\\]|\\([0-9.]\\)\\+){1,8}T?\\$?".boxed(),
            Shape::Target => prop_oneof![
                Just("sip-server".to_owned()),
                any::<[u8; 4]>().prop_map(|a| format!("ipv4:{}.{}.{}.{}:5061", a[0], a[1], a[2], a[3])),
                "dns:[a-z]{1,8}\\.example".prop_map(|name| name),
            ]
            .boxed(),
            Shape::Rule => (
                1..=100_u32,
                "\\^?(\\\\\\([0-9.]{1,4}\\\\\\)|[0-9.]|[0-9]\\*|\\[[0-9]\\]){0,5}\\$?",
                "([0-9+]|\\\\1|&){0,5}",
                prop_oneof![Just(""), Just(" type national unknown"), Just(" type any national plan any isdn")],
            )
                .prop_map(|(number, matching, replacing, condition)| {
                    format!("{number} /{matching}/ /{replacing}/{condition}")
                })
                .boxed(),
            Shape::Flag
            | Shape::DialPeerHeader
            | Shape::NumberedHeader(_)
            | Shape::NamedHeader
            | Shape::TypedHeader
            | Shape::BareHeader => Just(String::new()).boxed(),
        }
    }

    fn settings(context: Context) -> impl Strategy<Value = Settings> {
        let rows: Vec<&'static Row> = rows().filter(|row| row.contexts.has(context) && row.opens.is_none()).collect();
        let line = proptest::sample::select(rows).prop_flat_map(|row| {
            (Just(row), argument_text(row), prop_oneof![5 => Just(Form::Set), 1 => Just(Form::No)])
        });
        let unknown = proptest::collection::vec("zz[a-z]{1,5}( [!-~]{1,6})?", 0..3);
        (proptest::collection::vec(line, 0..12), unknown).prop_map(|(lines, unknown)| {
            let mut settings = Settings::default();
            for (row, text, form) in lines {
                let argument =
                    parse(row.shape, &text).unwrap_or_else(|error| panic!("{} {text}: {error}", row.keywords));
                let bare = form == Form::No && text.is_empty();
                settings.apply(row.command, form, if bare { Argument::Flag } else { argument }, Span::default());
            }
            for line in unknown {
                settings.keep(Located::unplaced(line));
            }
            settings
        })
    }

    fn plans() -> impl Strategy<Value = DialPlan> {
        let peer = prop_oneof![Just(PeerKind::Pots), Just(PeerKind::Voip)]
            .prop_flat_map(|kind| (1..=Tag::MAXIMUM, settings(kind.context()), Just(kind)));
        (
            (settings(Context::VoiceService), settings(Context::CorNames)),
            proptest::collection::vec(("[A-Za-z0-9-]{1,8}", settings(Context::CorList)), 0..2),
            proptest::collection::vec((1..=10_000_u32, settings(Context::PatternMap)), 0..2),
            proptest::collection::vec(("[A-Za-z0-9]{1,8} (sip|tel)", settings(Context::UriClass)), 0..2),
            proptest::collection::vec((1..=10_000_u32, settings(Context::DialPeerGroup)), 0..2),
            proptest::collection::vec((1..=Tag::MAXIMUM, settings(Context::TranslationRule)), 0..3),
            proptest::collection::vec(("[A-Za-z0-9_-]{1,12}", settings(Context::TranslationProfile)), 0..3),
            proptest::collection::vec(peer, 0..4),
        )
            .prop_map(|((voice_service, cor_names), lists, maps, classes, groups, tables, profiles, peers)| {
                let mut plan = DialPlan { voice_service, cor_names, ..DialPlan::default() };
                for (id, settings) in lists {
                    plan.cor_lists.insert(id.clone(), Object { settings, ..Object::new(id) });
                }
                for (id, settings) in maps {
                    plan.pattern_maps.insert(id, Object { settings, ..Object::new(id) });
                }
                for (id, settings) in classes {
                    plan.uri_classes.insert(id.clone(), Object { settings, ..Object::new(id) });
                }
                for (id, settings) in groups {
                    plan.peer_groups.insert(id, Object { settings, ..Object::new(id) });
                }
                for (id, settings) in tables {
                    plan.rule_tables.insert(id, Object { settings, ..Object::new(id) });
                }
                for (id, settings) in profiles {
                    plan.profiles.insert(id.clone(), Object { settings, ..Object::new(id) });
                }
                for (number, settings, kind) in peers {
                    let tag = Tag::new(number).unwrap();
                    plan.peers.insert(tag, DialPeer { settings, ..DialPeer::new(tag, kind) });
                }
                plan
            })
    }

    proptest! {
        #[test]
        fn emit_then_read_is_the_identity(plan in plans()) {
            let text = emit(&plan);
            let again = reread(&text);
            prop_assert_eq!(&again, &plan, "{}", text);
            prop_assert_eq!(emit(&again), text);
        }
    }

    #[test]
    fn defaults_order_and_abbreviations_make_no_difference() {
        let short = "dial-peer voice 5 voip\n sess targ ipv4:192.0.2.1\n preference 0\n destination-pattern 5...\n";
        let long =
            "dial-peer voice 5 voip\n destination-pattern 5...\n session target ipv4:192.0.2.1\n vad\n no shutdown\n";
        assert_eq!(reread(short), reread(long));
        insta::assert_snapshot!(emit(&reread(short)), @r"
        dial-peer voice 5 voip
         destination-pattern 5...
         session target ipv4:192.0.2.1
        !
        ");
    }

    #[test]
    fn sub_modes_and_maps_are_printed_as_ios_does() {
        let text = "voice service voip\n ip address trusted list\n  ipv4 192.0.2.1\n allow-connections sip to sip\n sip\n  \
                    bind all source-interface Gi0/0\n!\nvoice class e164-pattern-map 1\n description x\n  e164 12..\n !\n!\n";
        assert_eq!(emit(&reread(text)), text);
    }
}
