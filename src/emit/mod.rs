//! From a dial plan to the text that IOS prints for it.

use crate::model::{AnyObject, DialPlan, Settings};
use crate::syntax::commands::{Command, Context};

/// The configuration of `plan`, as `show running-config` prints it: lines that stand in no object, then the objects in
/// the order in which IOS prints their kinds, each closed by `!`. Read again, it gives an equal plan.
pub fn emit(plan: &DialPlan) -> String {
    let mut text = emit_globals(&plan.globals);
    for object in plan.objects() {
        print(&mut text, &object);
    }
    text
}

/// The lines that stand in no object.
pub fn emit_globals(globals: &Settings) -> String {
    let mut text = String::new();
    for line in globals.lines() {
        text += &line;
        text += "\n";
    }
    if !text.is_empty() {
        text += "!\n";
    }
    text
}

/// One object, closed by `!`.
pub fn emit_object(object: &AnyObject<'_>) -> String {
    let mut text = String::new();
    print(&mut text, object);
    text
}

/// One object: its header, its lines in the order of the command table, then what dialc does not read.
fn print(text: &mut String, object: &AnyObject<'_>) {
    *text += &object.title();
    *text += "\n";
    let context = object.context();
    let settings = object.settings;
    for (command, setting) in settings.iter().filter(|(command, _)| command.row().contexts.has(context)) {
        line(text, indentation(command), &setting.value.line());
        if let Some(inner) = command.row().opens {
            let within = |command: Command| {
                let contexts = command.row().contexts;
                contexts.has(inner) && !contexts.has(context)
            };
            for (_, setting) in settings.iter().filter(|(command, _)| within(*command)) {
                line(text, "  ", &setting.value.line());
            }
            verbatim(text, "  ", settings, Some(command));
        }
    }
    verbatim(text, " ", settings, None);
    if context == Context::PatternMap {
        *text += " !\n";
    }
    *text += "!\n";
}

fn line(text: &mut String, indentation: &str, content: &str) {
    *text += indentation;
    *text += content.trim_end_matches(' ');
    *text += "\n";
}

/// The lines that were kept as they stood, in the sub-mode `under`.
fn verbatim(text: &mut String, indentation: &str, settings: &Settings, under: Option<Command>) {
    for kept in settings.verbatim().iter().filter(|line| line.value.under == under) {
        line(text, indentation, &kept.value.text);
    }
}

/// What IOS prints before a line of an object: entries of maps stand one column further in.
fn indentation(command: Command) -> &'static str {
    if command == Command::MapEntry { "  " } else { " " }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::commands::{Kind, Part, Row, Shape, listed, rows};
    use crate::syntax::tree::Tree;

    fn reread(text: &str) -> DialPlan {
        let (plan, report) = read(&Tree::parse(&Source::new("emitted", text)));
        assert!(!report.has_errors(), "{text}\n{report:?}");
        plan
    }

    /// A name that a keyword begins with, or is.
    fn like_a_keyword() -> impl Strategy<Value = String> {
        let words = rows().map(|row| row.keywords).chain(listed().map(|(_, listed)| listed.keywords));
        let words: Vec<_> = words.flat_map(|keywords| keywords.split(' ')).collect();
        (proptest::sample::select(words), 1..20_usize)
            .prop_map(|(word, length)| word.get(..length).unwrap_or(word).to_owned())
    }

    fn word_of(kind: Kind) -> BoxedStrategy<String> {
        match kind {
            Kind::Port => "[0-3]/[0-3](/[0-3])?(:23|:D)?".boxed(),
            Kind::TimeSlots => "[1-9](-[12][0-9])?(,3[01])?".boxed(),
            Kind::Expression => "[a-z0-9.^$]{1,8}(\\([0-9|]\\)|\\[[a-z]\\])?".boxed(),
        }
    }

    fn part_of(part: Part) -> BoxedStrategy<String> {
        match part {
            Part::Keyword(keywords) => proptest::sample::select(keywords).prop_map(str::to_owned).boxed(),
            Part::Number(_, minimum, maximum) => (minimum..=maximum).prop_map(|number| number.to_string()).boxed(),
            Part::Word(_) => "[A-Za-z0-9_-]{1,8}".boxed(),
            Part::Of(kind) => word_of(kind),
            Part::Rest => "([a-z]{1,8}( [0-9]{1,3})?)?".boxed(),
        }
    }

    /// Text that is a valid argument of `shape`, or the number or name of a header.
    fn argument(shape: Shape) -> BoxedStrategy<String> {
        let number = |maximum: u32| (1..=maximum).prop_map(|number| number.to_string());
        match shape {
            Shape::Integer(minimum, maximum) => (minimum..=maximum).prop_map(|number| number.to_string()).boxed(),
            Shape::IntegerOr(minimum, maximum, keywords) => prop_oneof![
                (minimum..=maximum).prop_map(|number| number.to_string()),
                proptest::sample::select(keywords).prop_map(str::to_owned),
            ]
            .boxed(),
            Shape::Phrase(phrases) => proptest::sample::select(phrases).prop_map(str::to_owned).boxed(),
            Shape::Of(kind) => word_of(kind),
            Shape::Forms(forms) => proptest::sample::select(forms)
                .prop_flat_map(|form| form.iter().map(|part| part_of(*part)).collect::<Vec<_>>())
                .prop_map(|words| words.join(" "))
                .boxed(),
            Shape::Characters(allowed, _) => {
                let allowed: Vec<char> = allowed.chars().collect();
                proptest::collection::vec(proptest::sample::select(allowed), 1..2).prop_map(String::from_iter).boxed()
            }
            Shape::Name => prop_oneof!["[A-Za-z0-9_:/-]{1,12}", like_a_keyword()].boxed(),
            Shape::Text => prop_oneof!["[!-~]([ -~]{0,20}[!-~])?", like_a_keyword()].boxed(),
            Shape::Words => "[0-9][A-Za-z0-9]{0,7}( [A-Za-z0-9!-]{1,8}){0,2}".boxed(),
            Shape::OptionalWords => "([0-9][A-Za-z0-9]{0,7}( [A-Za-z0-9]{1,8})?)?".boxed(),
            Shape::Counts(counted) => (proptest::sample::select(counted), proptest::bool::ANY)
                .prop_map(|((keyword, least, _), none)| if none { String::new() } else { format!("{keyword} {least}") })
                .boxed(),
            Shape::Leading(keywords) => {
                (proptest::sample::select(keywords), "[0-9][A-Za-z0-9]{0,7}( [A-Za-z0-9]{1,8})?")
                    .prop_map(|(keyword, rest)| format!("{keyword} {rest}"))
                    .boxed()
            }
            Shape::Address => prop_oneof!["ipv4:[1-9]\\.0\\.2\\.[1-9](:5061)?", "dns:[a-z]{1,8}\\.example"].boxed(),
            Shape::Host => prop_oneof!["ipv4:[1-9]\\.0\\.2\\.[1-9]", "[a-z]{1,8}\\.example"].boxed(),
            Shape::Pattern => "\\+?([0-9.]|[0-9]%|\\[[0-9]\\]|\\([0-9.]\\)\\+){1,8}T?\\$?".boxed(),
            Shape::Target => {
                prop_oneof!["sip-server", "ipv4:[1-9]{1,2}\\.0\\.2\\.[1-9]:5061", "dns:[a-z]{1,8}\\.example"].boxed()
            }
            Shape::Rule => (
                1..=100_u32,
                "\\^?(\\\\\\([0-9.]{1,4}\\\\\\)|[0-9.]|[0-9]\\*|\\[[0-9]\\]){0,5}\\$?",
                "([0-9+]|\\\\1|&){0,5}",
                "( type national unknown| type any national plan any isdn)?",
            )
                .prop_map(|(number, matching, replacing, condition)| {
                    format!("{number} /{matching}/ /{replacing}/{condition}")
                })
                .boxed(),
            Shape::OldRule => "[0-9]{1,3} \\^?[0-9.]{1,6}( [0-9]{1,4})?( any national| unknown)?".boxed(),
            Shape::Connection => "(h323|sip) to (h323|sip)".boxed(),
            Shape::Trusted => "10\\.[1-9]\\.0\\.[1-9]( 255\\.255\\.(0|255)\\.0)?|2001:db8::[1-9](/6[0-9])?".boxed(),
            Shape::Server => "10\\.0\\.0\\.[1-9]( port [1-9]{1,4})?( preference [0-5])?".boxed(),
            Shape::HuntstopCodes => "[1-9]{1,2} resp-code (404|4[0-9]{2} to 5[0-9]{2})".boxed(),
            Shape::Member => "[1-9]{1,4}( preference [0-9])?".boxed(),
            Shape::PolicyRule => "[12] (from|to|via|uri)( called)?".boxed(),
            Shape::StatusToCause => "[456][0-9]{2} pstn-cause [1-9]".boxed(),
            Shape::CauseToStatus => "[1-9]{1,2} sip-status [456][0-9]{2}".boxed(),
            Shape::Expansion => "\\+?[0-9A-F.,*#]{1,5} \\+?[0-9A-F.,*#]{1,9}".boxed(),
            Shape::HuntCause => "all|user-busy|no-answer|unassigned-number|[1-9]{1,2}|0x[1-9]".boxed(),
            Shape::DialPeerHeader => "[1-9]{1,6} (pots|voip|mmoip)".boxed(),
            Shape::NumberedHeader(maximum) => number(maximum.min(9)).boxed(),
            Shape::KindHeader(maximum) => {
                (number(maximum.min(9)), "( dual-line)?").prop_map(|(id, kind)| id + &kind).boxed()
            }
            Shape::WordsHeader(maximum) => {
                (number(maximum.min(9)), "( transcode( universal)?)?").prop_map(|(id, kind)| id + &kind).boxed()
            }
            Shape::NamedHeader => prop_oneof!["[A-Za-z0-9_-]{1,4}", like_a_keyword()].boxed(),
            Shape::TypedHeader => "[A-Za-z0-9]{1,4} (sip|tel)".boxed(),
            Shape::PortHeader => "Serial[0-2]/0:23".boxed(),
            Shape::Flag | Shape::BareHeader => Just(String::new()).boxed(),
        }
    }

    /// A line of `row`, and `no` before some.
    fn written(row: &'static Row) -> impl Strategy<Value = String> {
        let form = prop_oneof![6 => Just(""), 1 => Just("no ")];
        (form, argument(row.shape)).prop_map(|(form, argument)| format!("{form}{} {argument}", row.keywords))
    }

    /// A line that can stand in `context`, with `indentation` and the lines of its sub-mode.
    fn line_in(context: Context, indentation: &'static str) -> BoxedStrategy<String> {
        let rows: Vec<_> = rows().filter(|row| row.contexts.has(context) && !row.begins_object()).collect();
        let known: Vec<_> =
            listed().filter(|(contexts, _)| contexts.has(context)).map(|(_, listed)| listed.keywords).collect();
        let unknown = "zz[a-z]{1,5}( [!-~]{1,6})?".boxed();
        let listed = if known.is_empty() {
            unknown.clone()
        } else {
            (proptest::sample::select(known), "( [0-9]{1,3})?")
                .prop_map(|(words, number)| words.to_owned() + &number)
                .boxed()
        };
        let modelled = if rows.is_empty() {
            unknown.clone()
        } else {
            proptest::sample::select(rows)
                .prop_flat_map(move |row| {
                    let inner = row.opens.map_or_else(
                        || Just(Vec::new()).boxed(),
                        |inner| proptest::collection::vec(line_in(inner, "  "), 0..4).boxed(),
                    );
                    (written(row), inner).prop_map(|(line, inner)| {
                        let under = if line.starts_with("no ") { String::new() } else { inner.concat() };
                        line + "\n" + &under
                    })
                })
                .boxed()
        };
        prop_oneof![6 => modelled, 1 => listed, 1 => unknown]
            .prop_map(move |line| format!("{indentation}{}\n", line.trim_end()))
            .boxed()
    }

    /// The text of an object of any kind.
    fn object() -> impl Strategy<Value = String> {
        let headers: Vec<_> = rows().filter(|row| row.begins_object()).collect();
        proptest::sample::select(headers).prop_flat_map(|row| {
            (argument(row.shape), Just(row)).prop_flat_map(|(id, row)| {
                let context = match id.split(' ').nth(1) {
                    Some("pots") => Context::PotsPeer,
                    Some("voip") => Context::VoipPeer,
                    Some("mmoip") => Context::ForeignPeer,
                    Some("tel") => Context::TelUriClass,
                    Some(_) | None => row.opens.unwrap(),
                };
                let header = format!("{} {id}\n", row.keywords);
                proptest::collection::vec(line_in(context, " "), 0..8)
                    .prop_map(move |lines| header.clone() + &lines.concat())
            })
        })
    }

    proptest! {
        #[test]
        fn emit_then_read_is_the_identity(
            globals in proptest::collection::vec(line_in(Context::Global, ""), 0..5),
            objects in proptest::collection::vec(object(), 0..6),
        ) {
            let text = globals.concat() + &objects.concat();
            let plan = reread(&text);
            let printed = emit(&plan);
            let again = reread(&printed);
            prop_assert_eq!(&again, &plan, "{}\n-----\n{}", text, printed);
            prop_assert_eq!(emit(&again), printed);
        }
    }

    #[test]
    fn names_that_begin_keywords_are_printed_and_read() {
        let text = "voice service pots\n translation-profile incoming controller T1 0/0/0 c\n \
                    translation-profile incoming controller\n translation-profile outgoing c\n!\n";
        assert_eq!(emit(&reread(text)), text);
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
                    call-route url\n  bind all source-interface Gi0/0\n!\nvoice class e164-pattern-map 1\n description x\n  e164 12..\n !\n!\n";
        assert_eq!(emit(&reread(text)), text);
    }
}
