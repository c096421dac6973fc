//! What a table of translation rules makes of a number: as the router prints it, and as JSON.

use serde::Serialize;

use crate::call::{Assumption, PartyNumber, Profile, Translation};

/// Adds to `text` what `test voice translation-rule` prints (Cisco 61083, 64020, 211306): a tab between the two halves of
/// a line, and `none` where the number carries no type or plan.
pub fn text(number: &PartyNumber, translation: &Translation, text: &mut Vec<u8>) {
    let digits = number.digits.as_str();
    let mut say = |parts: &[&str]| {
        for part in parts {
            text.extend_from_slice(part.as_bytes());
        }
        text.push(b'\n');
    };
    match translation {
        Translation::NoMatch => say(&[digits, " Didn't match with any of rules"]),
        Translation::Rejected(rule) => say(&[digits, " blocked on rule ", &rule.to_string()]),
        Translation::Translated(rule, translated) => {
            say(&["Matched with rule ", &rule.to_string()]);
            let types = [&number.number_type, &translated.number_type].map(|word| word.as_deref().unwrap_or("none"));
            let plans = [&number.plan, &translated.plan].map(|word| word.as_deref().unwrap_or("none"));
            for (what, [before, after]) in
                [("", [digits, translated.digits.as_str()]), (" type", types), (" plan", plans)]
            {
                say(&["Original number", what, ": ", before, "\tTranslated number", what, ": ", after]);
            }
        }
    }
}

/// The JSON object: `docs/schemas/translate.json` describes it.
#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    rule: Option<u32>,
    outcome: &'static str,
    original: &'a str,
    number: Option<&'a str>,
    #[serde(rename = "type")]
    number_type: Option<&'a str>,
    plan: Option<&'a str>,
    assumptions: Vec<Assumed>,
}

#[derive(Serialize)]
struct Assumed {
    name: &'static str,
    value: &'static str,
}

/// Adds to `text` the same as a JSON object on a line of its own, with what the result rests on.
pub fn json(
    number: &PartyNumber,
    translation: &Translation,
    assumed: &[Assumption],
    profile: &Profile,
    text: &mut Vec<u8>,
) {
    let (rule, outcome, result) = match translation {
        Translation::NoMatch => (None, "no-match", Some(number)),
        Translation::Rejected(rule) => (Some(*rule), "rejected", None),
        Translation::Translated(rule, translated) => (Some(*rule), "translated", Some(translated)),
    };
    let assumed = assumed.iter().map(|one| Assumed { name: one.name(), value: profile.value(*one) });
    let document = Document {
        schema: 1,
        rule,
        outcome,
        original: &number.digits,
        number: result.map(|number| number.digits.as_str()),
        number_type: result.and_then(|number| number.number_type.as_deref()),
        plan: result.and_then(|number| number.plan.as_deref()),
        assumptions: assumed.collect(),
    };
    // Writing to memory does not fail, and there is nothing in it that is no JSON.
    let _ = serde_json::to_writer(&mut *text, &document);
    text.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(number: &str, translation: &Translation) -> String {
        let mut text = Vec::new();
        super::text(&PartyNumber::plain(number), translation, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn results_are_printed_as_the_router_prints_them() {
        let national = PartyNumber { number_type: Some("national".into()), ..PartyNumber::plain("456") };
        assert_eq!(
            printed("123", &Translation::Translated(7, national)),
            "Matched with rule 7\nOriginal number: 123\tTranslated number: 456\n\
             Original number type: none\tTranslated number type: national\n\
             Original number plan: none\tTranslated number plan: none\n"
        );
        assert_eq!(printed("6123", &Translation::NoMatch), "6123 Didn't match with any of rules\n");
        assert_eq!(printed("", &Translation::NoMatch), " Didn't match with any of rules\n");
        assert_eq!(printed("8675309", &Translation::Rejected(1)), "8675309 blocked on rule 1\n");
    }
}
