//! Random sites, planned, and every number of them followed by hand: which peers match it, in which order, and what is
//! sent. Matching and the expected forms are computed here from the text, apart from dialc's own.

use std::fmt::Write as _;

use dialc::call::{Profile, Translator};
use dialc::model::{DialPeer, DialPlan};
use dialc::plan::plan;
use dialc::source::Source;
use dialc::spec;
use dialc::syntax::commands::Command;
use proptest::prelude::*;

/// How many numbers the universe has: the first half in one area, the second in another or longer by a digit.
const UNIVERSE: usize = 2000;

/// First and last place in the universe of a run of numbers.
type Run = (usize, usize);

/// The runs of a block, and the place of the one system that has it alone.
type Block = (Vec<Run>, Option<usize>);

/// A site with the numbers of one universe.
#[derive(Clone, Debug)]
struct Site {
    release: &'static str,
    delivers: Option<usize>,
    match_with: &'static str,
    exact: bool,
    /// Whether the second half goes on behind numbers of the first, so that patterns must end in `$`.
    long: bool,
    huntstop_last: bool,
    systems: Vec<(usize, Form)>,
    blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    PlusE164,
    E164,
    National,
    AsDelivered,
    Last(usize),
}

impl Form {
    fn yaml(self) -> String {
        match self {
            Self::PlusE164 => "+e164".into(),
            Self::E164 => "e164".into(),
            Self::National => "national".into(),
            Self::AsDelivered => "as-delivered".into(),
            Self::Last(digits) => format!("{{ last: {digits} }}"),
        }
    }

    /// The form of the DID `digits`, of which `arrives` arrives.
    fn of(self, digits: &str, arrives: &str) -> String {
        match self {
            Self::PlusE164 => format!("+{digits}"),
            Self::E164 => digits.into(),
            Self::National => digits[1..].into(),
            Self::AsDelivered => arrives.into(),
            Self::Last(count) => digits[digits.len() - count..].into(),
        }
    }
}

fn target(system: usize, index: usize) -> String {
    format!("ipv4:192.0.2.{}", system * 10 + index + 1)
}

impl Site {
    /// The digits of the number at `index` of the universe. Unless some are long, the last four tell any two apart.
    fn digits(&self, index: usize) -> String {
        match index.checked_sub(UNIVERSE / 2) {
            None => format!("1206555{index:04}"),
            Some(beyond) if self.long => format!("120655501{beyond:03}"),
            Some(_) => format!("1425555{index:04}"),
        }
    }

    fn arrives(&self, index: usize) -> String {
        let digits = self.digits(index);
        match self.delivers {
            Some(count) => digits[digits.len() - count..].into(),
            None => format!("+{digits}"),
        }
    }

    fn yaml(&self) -> String {
        let delivers = self.delivers.map_or("+e164".into(), |count| count.to_string());
        let mut text = format!(
            "version: 1\ngateway:\n  name: isr\n  release: \"{}\"\n  country_code: 1\n  pstn:\n    pri: {{ port: \
             \"0/0/0:23\" }}\n    delivers: {delivers}\n  match_with: {}\n  exact: {}\n  huntstop_last: {}\nsystems:\n",
            self.release, self.match_with, self.exact, self.huntstop_last
        );
        for (place, (targets, form)) in self.systems.iter().enumerate() {
            let targets: Vec<_> = (0..*targets).map(|index| format!("\"{}\"", target(place, index))).collect();
            let (targets, form) = (targets.join(", "), form.yaml());
            writeln!(text, "  s{place}: {{ kind: sip, target: [{targets}], expects: {form} }}").unwrap();
        }
        let order: Vec<_> = (0..self.systems.len()).map(|place| format!("s{place}")).collect();
        text += "sharing:\n";
        for (index, (runs, only)) in self.blocks.iter().enumerate() {
            let dids: Vec<_> = runs
                .iter()
                .map(|(first, last)| format!("\"+{}-+{}\"", self.digits(*first), self.digits(*last)))
                .collect();
            let state = only.map_or("shared".into(), |place| format!("s{place}"));
            let (dids, order) = (dids.join(", "), order.join(", "));
            writeln!(text, "  - {{ name: b{index}, dids: [{dids}], order: [{order}], state: {state} }}").unwrap();
        }
        text
    }

    /// Where calls for the number at `index` must go, in order, and as what.
    fn ways(&self, index: usize) -> Vec<(String, String)> {
        let holds = |(runs, _): &&Block| runs.iter().any(|(first, last)| (*first..=*last).contains(&index));
        let Some((_, only)) = self.blocks.iter().find(holds) else { return Vec::new() };
        let systems = self.systems.iter().enumerate().filter(|(place, _)| only.is_none_or(|only| only == *place));
        systems
            .flat_map(|(place, (targets, form))| {
                let sent = form.of(&self.digits(index), &self.arrives(index));
                (0..*targets).map(move |one| (target(place, one), sent.clone()))
            })
            .collect()
    }
}

fn sites() -> impl Strategy<Value = Site> {
    let form = prop_oneof![
        Just(Form::PlusE164),
        Just(Form::E164),
        Just(Form::National),
        Just(Form::AsDelivered),
        (1..=11_usize).prop_map(Form::Last)
    ];
    let release = prop_oneof![Just("12.4(24)T"), Just("15.1(4)M"), Just("15.4(3)M"), Just("17.6.1a")];
    let delivers = prop_oneof![3 => (4..=11_usize).prop_map(Some), 1 => Just(None)];
    let match_with = prop_oneof![Just("destination-pattern"), Just("pattern-map"), Just("auto")];
    let systems = prop::collection::vec((1..=2_usize, form), 1..=3);
    // Single numbers, short runs, whole tens and hundreds, and runs of any length.
    let run = prop_oneof![
        (0..UNIVERSE).prop_map(|first| (first, first)),
        (0..UNIVERSE, 1..30_usize).prop_map(|(first, more)| (first, first + more)),
        (0..UNIVERSE / 10).prop_map(|ten| (ten * 10, ten * 10 + 9)),
        (0..UNIVERSE / 100).prop_map(|hundred| (hundred * 100, hundred * 100 + 99)),
        (0..UNIVERSE, 1..700_usize).prop_map(|(first, more)| (first, first + more)),
    ];
    let block = (prop::collection::vec(run, 1..7), prop::option::weighted(0.2, 0..3_usize));
    let flags = (any::<bool>(), prop::bool::weighted(0.2), any::<bool>());
    (release, delivers, match_with, flags, systems, prop::collection::vec(block, 1..4))
        .prop_map(|(release, delivers, match_with, (exact, long, huntstop_last), systems, blocks)| {
            let blocks = apart(blocks, systems.len());
            let (delivers, exact) = if long { (None, true) } else { (delivers, exact) };
            Site { release, delivers, match_with, exact, long, huntstop_last, systems, blocks }
        })
        .prop_filter("no block is left", |site| !site.blocks.is_empty())
}

/// The blocks without what an earlier run holds already, and without runs from one area into the other.
fn apart(blocks: Vec<Block>, systems: usize) -> Vec<Block> {
    let mut taken: Vec<Run> = Vec::new();
    let mut kept = Vec::new();
    for (runs, only) in blocks {
        let mut own = Vec::new();
        for (first, last) in runs {
            let last = last.min(if first < UNIVERSE / 2 { UNIVERSE / 2 - 1 } else { UNIVERSE - 1 });
            if taken.iter().all(|(start, end)| last < *start || *end < first) {
                taken.push((first, last));
                own.push((first, last));
            }
        }
        if !own.is_empty() {
            kept.push((own, only.map(|place| place % systems)));
        }
    }
    kept
}

/// Whether a pattern of digits, `.` and sets matches `number`: from the left, and to its end where `$` says so.
fn matches(pattern: &str, number: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |body| (body, true));
    let mut number = number.chars();
    let mut pattern = pattern.chars();
    while let Some(character) = pattern.next() {
        let Some(given) = number.next() else { return false };
        let fits = match character {
            '.' => true,
            '[' => {
                let set: Vec<char> = pattern.by_ref().take_while(|one| *one != ']').collect();
                let ranges = set.windows(3).filter(|three| three[1] == '-');
                ranges.clone().any(|three| (three[0]..=three[2]).contains(&given)) || set.contains(&given)
            }
            literal => literal == given,
        };
        if !fits {
            return false;
        }
    }
    !whole || number.next().is_none()
}

/// A peer as a call sees it.
struct Way {
    preference: u32,
    patterns: Vec<String>,
    target: String,
    translator: Option<Translator>,
    huntstop: bool,
}

fn ways(plan: &DialPlan) -> Vec<Way> {
    let way = |peer: &DialPeer| {
        let own = peer.destination_pattern().map(|pattern| pattern.value.text().to_owned());
        let map = peer.destination_map().map(|number| &plan.pattern_maps[&number.value]);
        let entries = map.into_iter().flat_map(|map| map.entries().map(|entry| entry.value.text().to_owned()));
        let profile = peer.settings.text(Command::TranslationProfileOutgoing);
        let table = profile.map(|name| plan.profiles[name.value].called().unwrap().value);
        Way {
            preference: peer.preference(),
            patterns: own.into_iter().chain(entries).collect(),
            target: peer.session_target().unwrap().value.to_string(),
            translator: table.map(|number| Translator::new(&plan.rule_tables[&number], &Profile::default())),
            huntstop: peer.huntstop(),
        }
    };
    plan.peers.values().map(way).collect()
}

/// What becomes of a call for `number`: the targets that are tried, and what each is sent.
fn hunted(ways: &[Way], number: &str) -> Vec<(String, String)> {
    let takes = |way: &&Way| way.patterns.iter().any(|pattern| matches(pattern, number));
    let mut found: Vec<_> = ways.iter().filter(takes).collect();
    found.sort_by_key(|way| way.preference);
    let stop = found.iter().position(|way| way.huntstop).map_or(found.len(), |at| at + 1);
    let sent = |way: &Way| way.translator.as_ref().map_or(Some(number.to_owned()), |table| table.digits(number));
    found.into_iter().take(stop).map(|way| (way.target.clone(), sent(way).unwrap_or_default())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_number_goes_where_the_spec_says_in_the_form_that_is_expected(
        site in sites(),
        others in prop::collection::vec("[0-9]{11}", 40),
    ) {
        let text = site.yaml();
        let source = Source::new("spec.yaml", text.clone());
        let (spec, report) = spec::load(&source, &|_| Err("no files here".into()));
        prop_assert!(!report.has_errors(), "{text}\n{report:?}");
        let needs_maps = site.delivers.is_none() || site.match_with == "pattern-map";
        let old = ["12.4(24)T", "15.1(4)M"].contains(&site.release);
        let planned = plan(&spec.unwrap(), &source, None);
        if needs_maps && old {
            prop_assert!(planned.is_err(), "{text}");
            return Ok(());
        }
        let planned = planned.map_err(|refusal| TestCaseError::fail(format!("{text}\n{refusal:?}")))?;
        let limit = planned.release.rules_per_table() as usize;
        prop_assert!(planned.plan.rule_tables.values().all(|table| table.rules().count() <= limit));
        let ways = ways(&planned.plan);
        for index in 0..UNIVERSE {
            let number = site.arrives(index);
            prop_assert_eq!(hunted(&ways, &number), site.ways(index), "{} of\n{}", number, text);
        }
        let known: std::collections::BTreeSet<_> = (0..UNIVERSE).map(|index| site.arrives(index)).collect();
        for other in others {
            let number = site.delivers.map_or(format!("+{other}"), |count| other[11 - count..].to_owned());
            if !known.contains(&number) {
                prop_assert_eq!(hunted(&ways, &number), [], "{} of\n{}", number, text);
            }
        }
    }

    #[test]
    fn no_spec_makes_the_planner_panic(
        site in sites(),
        from in 0..400_usize,
        length in 0..12_usize,
        instead in "[ -~]{0,6}",
    ) {
        let text = site.yaml();
        let (from, to) = (from.min(text.len()), (from + length).min(text.len()));
        let source = Source::new("spec.yaml", format!("{}{instead}{}", &text[..from], &text[to..]));
        let (spec, report) = spec::load(&source, &|_| Err("no files here".into()));
        if let Some(spec) = spec
            && !report.has_errors()
        {
            let _ = plan(&spec, &source, None);
        }
    }
}
