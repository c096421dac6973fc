//! What the release, and IOS itself, ask of a spec; all of it is checked before anything is planned.

use super::{PlanContext, internal};
use crate::call::cause_of_status;
use crate::diagnostic::{Diagnostic, Report, did_you_mean};
use crate::model::{Release, Settings, read_line};
use crate::source::{Located, Source, Span};
use crate::spec::{Access, Delivers, MatchWith, Protocol, Spec, State, System, Target, Unassigned};
use crate::syntax::commands::{Command, Context, Resolution, Support, resolve, rows};

/// The longest description, in characters (command reference, `description`).
const MAXIMUM_DESCRIPTION: usize = 64;

/// The longest id of a system: names of lists and profiles are made of it.
const MAXIMUM_ID: usize = 24;

/// The release that the spec names.
///
/// # Errors
/// When it is none.
pub(super) fn release(spec: &Spec, source: &Source) -> Result<Release, Diagnostic> {
    let written = &spec.gateway.release;
    Release::parse(&written.value).ok_or_else(|| {
        Diagnostic::error("unknown-release", format!("`{}` is no IOS release", written.value.escape_debug()))
            .at(source, written.span, "as `show version` prints it")
            .help("for example \"12.4(24)T\", \"15.1(4)M\" or \"17.6.1a\"")
    })
}

/// Everything that the release or IOS does not allow in the spec.
pub(super) fn check(context: &PlanContext<'_>) -> Report {
    let mut report = Report::new();
    features(context, &mut report);
    for system in &context.spec.systems {
        protocol(context, system, &mut report);
        for line in &system.extra_lines {
            report.extend(extra_line(context, system, line));
        }
    }
    hunting(context, &mut report);
    targets(context, &mut report);
    returns(context, &mut report);
    report.extend(internal::requirements(context));
    report
}

fn features(context: &PlanContext<'_>, report: &mut Report) {
    let gateway = &context.spec.gateway;
    let (source, release) = (context.source, &context.release);
    let ids = context.spec.systems.iter().map(|system| (&system.id, MAXIMUM_ID, "a system's id"));
    let names = context.spec.sharing.iter().map(|share| (&share.name, MAXIMUM_DESCRIPTION, "a block's name"));
    for (text, maximum, what) in ids.chain(names).filter(|(text, maximum, _)| text.value.chars().count() > *maximum) {
        let message =
            format!("{what} has at most {maximum} characters: it stands in descriptions and names of the router");
        report.push(Diagnostic::error("too-long", message).at(source, text.span, "too long"));
    }
    if gateway.pstn.delivers.value == Delivers::PlusE164 && !release.has_literal_plus() {
        report.push(
            Diagnostic::error("plus-is-dropped", format!("{release} drops the leading + of a destination-pattern"))
                .at(source, gateway.pstn.delivers.span, "so no pattern can match what arrives")
                .help("from 15.2(4)M the + is matched (CSCub65380); before, deliver the digits alone"),
        );
    }
    if gateway.match_with == MatchWith::PatternMap && !release.has_pattern_maps() {
        report.push(
            Diagnostic::error("no-pattern-maps", format!("{release} has no `destination e164-pattern-map`"))
                .at(source, gateway.match_with_span, "maps came with 15.2(4)M")
                .help("use `destination-pattern`, or `auto`, which takes maps where the release has them"),
        );
    }
    if let Access::Pri { port } = &gateway.pstn.access.value
        && !is_port(&port.value)
    {
        report.push(
            Diagnostic::error("not-a-port", format!("`{}` is no voice port of a PRI", port.value.escape_debug()))
                .at(source, port.span, "as `show voice port summary` prints it")
                .help("slot, sub-slot, port and D channel: \"0/0/0:23\" (T1) or \"0/0/0:15\" (E1)"),
        );
    }
}

/// Whether `text` is written like `0/0/0:23`, `1/0:15` or `3/0:D`.
fn is_port(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let Some((slots, channel)) = text.split_once(':') else { return false };
    slots.split('/').all(digits) && (1..=3).contains(&slots.split('/').count()) && (digits(channel) || channel == "D")
}

fn protocol(context: &PlanContext<'_>, system: &System, report: &mut Report) {
    let release = &context.release;
    if system.protocol.value == Protocol::H323 && !release.has_h323() {
        report.push(
            Diagnostic::error("h323-removed", format!("{release} does not speak H.323"))
                .at(context.source, system.protocol.span, "H.323 was removed from IOS XE 17.6.1a")
                .help("use `protocol: sip`, and a SIP trunk on the other side"),
        );
    }
}

/// Checks one of `extra_lines`: dialc must know it, and it must change no route.
fn extra_line(context: &PlanContext<'_>, system: &System, line: &Located<String>) -> Report {
    let refuse = |reason: String, help: String| {
        Diagnostic::error("refused-extra-line", format!("`{}` cannot be an extra line", line.value.escape_debug()))
            .at(context.source, line.span, reason)
            .help(help)
            .into()
    };
    if let Resolution::Found(_) | Resolution::Ambiguous(_) = resolve(Context::Global, &line.value) {
        return refuse("it starts another object".into(), "extra lines belong to the dial-peers of the system".into());
    }
    let source = Source::new("extra_lines", line.value.clone());
    let mut settings = Settings::default();
    let (command, problems) = read_line(&source, Span::new(0..line.value.len()), Context::VoipPeer, &mut settings);
    let Some(found) = command else {
        let known: Vec<_> = rows().filter(|row| row.contexts.has(Context::VoipPeer)).map(|row| row.keywords).collect();
        let meant = did_you_mean(&line.value, known).map(|meant| format!("did you mean `{meant}`?"));
        let reason = "dialc does not know this dial-peer command, so it cannot tell what it does to routing";
        return refuse(reason.into(), meant.unwrap_or_else(|| "take it out and add it by hand, if it is right".into()));
    };
    if let Some(problem) = problems.iter().next() {
        let reason = problem.labels.first().map_or(String::new(), |label| label.text.clone());
        return refuse(reason, problem.help.clone().unwrap_or_else(|| "write it as IOS takes it".into()));
    }
    let command = found.row().map(|row| row.command);
    if let Some(field) = command.and_then(field_of) {
        return refuse(format!("the spec says this with `{field}`"), format!("set `{field}` of {}", system.id.value));
    }
    if command == Some(Command::VoiceClassCodec) && system.codec.is_some() {
        return refuse(
            "the spec sets `codec` too, and a peer has one source of codecs".into(),
            "take one of them out".into(),
        );
    }
    let harmless = command == Some(Command::SipTenant) || found.support() == Support::Kept;
    if !harmless || command == Some(Command::Redirect) {
        return refuse(
            format!("`{}` changes which calls the peer takes or where they go", found.keywords()),
            "dialc proves routing from the spec alone; say it there, or leave it out".into(),
        );
    }
    Report::new()
}

/// The field of a system that stands for a command.
fn field_of(command: Command) -> Option<&'static str> {
    let fields = [
        (Command::Description, "description"),
        (Command::Codec, "codec"),
        (Command::DtmfRelay, "dtmf_relay"),
        (Command::Vad, "vad"),
        (Command::SessionTransport, "transport"),
        (Command::SessionProtocol, "protocol"),
        (Command::SessionTarget, "target"),
        (Command::SipOptionsKeepalive, "keepalive"),
    ];
    fields.iter().find(|(one, _)| *one == command).map(|(_, field)| *field)
}

/// A system that is not the last must answer foreign numbers with a status at which hunting goes on.
fn hunting(context: &PlanContext<'_>, report: &mut Report) {
    for share in context.spec.sharing.iter().filter(|share| share.state == State::Shared) {
        let Some((_, before)) = share.order.split_last() else { continue };
        for system in before.iter().filter_map(|id| context.spec.system(&id.value)) {
            let Some(unassigned) = &system.unassigned else { continue };
            let Unassigned::Reject(status) = unassigned.value else { continue };
            let cause = cause_of_status(status);
            if cause.stops_hunting_by_default() {
                let message = format!("after a {status} from {} the gateway tries no other system", system.id.value);
                report.push(
                    Diagnostic::error("reject-stops-hunting", message)
                        .at(
                            context.source,
                            unassigned.span,
                            format!("{status} becomes cause {cause}, at which IOS stops hunting"),
                        )
                        .at(context.source, share.order_span, "so the next system of this block is never tried")
                        .help("have it answer 404 for numbers that it does not own"),
                );
            }
        }
    }
}

/// Two systems of a block at one address: the call would be offered to it twice.
fn targets(context: &PlanContext<'_>, report: &mut Report) {
    for share in &context.spec.sharing {
        let mut seen: Vec<(&Target, &str, Span)> = Vec::new();
        for system in share.order.iter().filter_map(|id| context.spec.system(&id.value)) {
            for target in &system.targets {
                let other = seen.iter().find(|(one, id, _)| **one == target.value && *id != system.id.value);
                if let Some((_, other, span)) = other {
                    let message = format!(
                        "{} would be offered each call twice: as {other} and as {}",
                        target.value, system.id.value
                    );
                    report.push(
                        Diagnostic::error("one-target-twice", message)
                            .at(context.source, target.span, format!("target of {}", system.id.value))
                            .at(context.source, *span, format!("target of {other}"))
                            .help(format!(
                                "give each its own address, or take one out of the order of {}",
                                share.name.value
                            )),
                    );
                }
                seen.push((&target.value, &system.id.value, target.span));
            }
        }
    }
}

/// A system that sends a shared number that is not its own back to the gateway: the gateway would try the block anew, and
/// so on until the trunks are full.
fn returns(context: &PlanContext<'_>, report: &mut Report) {
    let gateway = &context.spec.gateway.name.value;
    for share in context.spec.sharing.iter().filter(|share| share.state == State::Shared) {
        for system in share.order.iter().filter_map(|id| context.spec.system(&id.value)) {
            let Some(Located { value: Unassigned::Route(to), span }) = &system.unassigned else { continue };
            if to.value != "gateway" && to.value != *gateway {
                continue;
            }
            let message = format!("numbers of {} that nobody owns would circle", share.name.value);
            report.push(
                Diagnostic::error("unassigned-numbers-loop", message)
                    .at(context.source, *span, format!("{} sends them back to the gateway", system.id.value))
                    .at(context.source, share.order_span, "which then tries this order anew")
                    .help("have it play an announcement: `unassigned: announcement`"),
            );
        }
    }
}
