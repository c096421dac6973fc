//! What arrives of each DID, and whether each system can be given what it expects.

use super::{Check, File};
use crate::diagnostic::Diagnostic;
use crate::number::{DidRange, Digits};
use crate::source::{Located, Span};
use crate::spec::schema::{Delivers, Expects, Share};

/// Numbers that arrive as the digits `first` to `last`, and the smallest of them.
#[derive(Clone, Copy)]
struct Arriving {
    first: u64,
    last: u64,
    /// Value of the number that arrives as `first`.
    number: u64,
    span: Span,
}

impl Check<'_> {
    pub(super) fn arrivals(&mut self) {
        let delivers = self.file.gateway.pstn.delivers;
        for share in &self.file.sharing {
            self.delivered_digits(delivers, &share.dids);
            self.expectations(share);
        }
        self.collisions(delivers, self.file.sharing.iter().flat_map(|share| &share.dids));
    }

    /// `national` needs a country code, `last` no more digits than there are.
    fn expectations(&mut self, share: &Share) {
        for id in &share.order {
            let Some(system) = self.file.system(&id.value) else { continue };
            let expects = system.expects;
            match expects.value {
                Expects::National => self.national(share, expects.span),
                Expects::Last(digits) => {
                    let short = share.dids.iter().find(|dids| dids.value.first().length() < digits);
                    if let Some(short) = short {
                        let number = short.value.first();
                        let message =
                            format!("`{}` expects the last {digits} digits, and {number} has fewer", id.value);
                        let places = [(short.span, "this number is shorter"), (expects.span, "expected here")];
                        self.clash("too-many-digits", places, message, "expect fewer digits");
                    }
                }
                Expects::PlusE164 | Expects::E164 | Expects::AsDelivered => {}
            }
        }
    }

    fn national(&mut self, share: &Share, expects: Span) {
        let Some(code) = &self.file.gateway.country_code else {
            let message = "`expects: national` needs the country code, to take it away";
            let help = "write `country_code` under `gateway`, e.g. `country_code: 1`";
            self.error("missing-country-code", expects, message, "which country?", help);
            return;
        };
        let Some(foreign) = share.dids.iter().find(|dids| !begins_with(dids.value, &code.value)) else { return };
        let message = format!(
            "{} does not begin with the country code {}, so it has no national form",
            foreign.value, code.value
        );
        let places = [(foreign.span, "of another country"), (expects, "national form expected here")];
        self.clash(
            "other-country",
            places,
            message,
            "expect `+e164` or `e164` instead, or put it into another gateway's spec",
        );
    }
}

impl<F: File> Check<'_, F> {
    /// No trunk delivers more digits than a number has.
    pub(super) fn delivered_digits(&mut self, delivers: Located<Delivers>, dids: &[Located<DidRange>]) {
        let Delivers::Digits(digits) = delivers.value else { return };
        let Some(short) = dids.iter().find(|dids| dids.value.first().length() < digits) else { return };
        let (number, length) = (short.value.first(), short.value.first().length());
        let message = format!("the trunk delivers {digits} digits, and {number} has only {length}");
        let places = [(delivers.span, "more than the number has"), (short.span, "this number is shorter")];
        self.clash(
            "too-many-digits",
            places,
            message,
            "write how many digits of the DID arrive, country code included",
        );
    }

    /// Two numbers that arrive as the same digits cannot be told apart.
    pub(super) fn collisions<'d>(
        &mut self,
        delivers: Located<Delivers>,
        all: impl IntoIterator<Item = &'d Located<DidRange>>,
    ) {
        let Delivers::Digits(digits) = delivers.value else { return };
        let modulus = 10_u64.pow(u32::from(digits.min(15)));
        let mut arriving = Vec::new();
        let mut found = Vec::new();
        for dids in all {
            if dids.value.first().length() < digits {
                continue;
            }
            if dids.value.count() > modulus {
                let first = dids.value.first().value();
                found.push(self.collision(digits, delivers.span, [(first, dids.span), (first + modulus, dids.span)]));
            } else {
                arriving.extend(arrivals(dids, modulus));
            }
        }
        arriving.sort_by_key(|one| (one.first, one.last, one.number, one.span));
        let mut farthest: Option<Arriving> = None;
        for one in arriving {
            if let Some(before) = farthest.filter(|before| before.last >= one.first) {
                let earlier = before.number + (one.first - before.first);
                if earlier != one.number {
                    found.push(self.collision(digits, delivers.span, [(earlier, before.span), (one.number, one.span)]));
                }
            }
            if farthest.is_none_or(|before| before.last < one.last) {
                farthest = Some(one);
            }
        }
        self.push_some("same-digits", found);
    }

    fn collision(&self, digits: u8, delivers: Span, mut numbers: [(u64, Span); 2]) -> Diagnostic {
        numbers.sort_by_key(|&(number, span)| (span, number));
        let [(first, first_span), (second, second_span)] = numbers;
        let arrived = Digits { length: digits, value: first % 10_u64.pow(u32::from(digits.min(15))) };
        let message = format!("+{first} and +{second} both arrive as {arrived}: the trunk delivers {digits} digits");
        let diagnostic = Diagnostic::error("same-digits", message).at(self.source, second_span, format!("+{second}"));
        let diagnostic = if first_span == second_span {
            diagnostic
        } else {
            diagnostic.at(self.source, first_span, format!("+{first}"))
        };
        diagnostic
            .at(self.source, delivers, "")
            .help("have the carrier deliver more digits, so that the numbers can be told apart")
    }
}

/// What arrives of a range that has no more numbers than there are digits: one interval, or two where it wraps.
fn arrivals(dids: &Located<DidRange>, modulus: u64) -> impl Iterator<Item = Arriving> {
    let (first, last, span) = (dids.value.first().value(), dids.value.last().value(), dids.span);
    let (start, end) = (first % modulus, last % modulus);
    let parts = if start <= end {
        [Some((start, end, first)), None]
    } else {
        [Some((start, modulus - 1, first)), Some((0, end, last - end))]
    };
    parts.into_iter().flatten().map(move |(first, last, number)| Arriving { first, last, number, span })
}

/// Whether all numbers of `range` begin with `code`.
fn begins_with(range: DidRange, code: &str) -> bool {
    [range.first(), range.last()].iter().all(|number| number.digits().starts_with(code))
}
