//! Words that a person had completed with the tabulator: the router repeats the prompt and what was typed, and goes on. What stands
//! before was not entered (Cisco IOS Configuration Fundamentals, "Using the Cisco IOS Command-Line
//! Interface"). It does the same where a log message came while a person typed (`logging synchronous`: the prompt and what was typed
//! are returned behind the message).

use std::collections::BTreeMap;

use super::Shown;
use super::prefix::is_log_message;
use crate::source::Span;
use crate::syntax::argument::parse;
use crate::syntax::commands::{Context, Multiplicity, Resolved, resolve};
use crate::syntax::lines::{Line, LineKind};

/// Marks typed lines of which the next one completes the last word, or goes on behind a log message.
pub(super) fn mark(bytes: &[u8], lines: &mut [Line], shown: &BTreeMap<u32, Shown>) {
    let typed = |index: usize, line: &Line| {
        if !line.kind.is_typed() {
            return None;
        }
        let front = bytes.get(Span { start: line.span.start, end: line.content.start }.range())?;
        let text = match u32::try_from(index).ok().and_then(|index| shown.get(&index)) {
            Some(shown) => shown.text.as_bytes(),
            None => bytes.get(line.content.range())?,
        };
        // A time may stand before the prompt.
        let prompt = front.trim_ascii_end().rsplit(|byte| *byte == b' ').next()?;
        Some((prompt, text))
    };
    let is_message =
        |line: &Line| line.kind == LineKind::Noise && is_log_message(bytes.get(line.span.range()).unwrap_or_default());
    let mut before = None;
    let mut completed = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let now = typed(index, line);
        if let (Some((last, prompt, begun, interrupted)), Some((same, whole))) = (before, now)
            && prompt == same
            && if interrupted { goes_on(begun, whole) } else { completes(begun, whole) }
        {
            completed.push(last);
        }
        before = match (before, now) {
            (_, Some((prompt, text))) => Some((index, prompt, text, false)),
            (Some((last, prompt, text, _)), None) if is_message(line) => Some((last, prompt, text, true)),
            (_, None) => None,
        };
    }
    for index in completed {
        if let Some(line) = lines.get_mut(index) {
            line.kind = LineKind::Noise;
        }
    }
}

/// Whether `whole` begins with `begun`, whose last word it makes a longer keyword.
fn completes(begun: &[u8], whole: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'-';
    let last = begun.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    let rest = whole.strip_prefix(begun).unwrap_or_default();
    !last.is_empty() && last.iter().all(is_letter) && rest.first().is_some_and(is_letter) && !is_one_of_a_list(begun)
}

/// Whether `whole` is `begun` and more.
fn goes_on(begun: &[u8], whole: &[u8]) -> bool {
    !begun.is_empty() && whole.len() > begun.len() && whole.starts_with(begun)
}

/// Whether a line may stand beside one with a longer word: `name local`, `name locals`.
fn is_one_of_a_list(line: &[u8]) -> bool {
    let line = std::str::from_utf8(line).unwrap_or_default();
    let of_list = |found: Resolved| {
        let written = found.written(line);
        let row = found.row().filter(|row| row.multiplicity != Multiplicity::Single && !row.begins_object());
        row.is_some_and(|row| !written.is_empty() && parse(row.shape, written).is_ok())
    };
    Context::ALL.into_iter().any(|context| resolve(context, line).found().is_some_and(of_list))
}

#[cfg(test)]
mod tests {
    use super::super::Capture;
    use super::*;
    use crate::source::Source;

    #[test]
    fn what_the_next_line_completes_was_not_entered() {
        let entered = |text: &str| {
            let kinds = Capture::of(&Source::new("test", text)).lines;
            kinds.iter().map(|line| line.kind != LineKind::Noise).collect::<Vec<_>>()
        };
        let peer = "gw(config-dial-peer)#";
        assert_eq!(entered(&format!("{peer}desti\n{peer}destination-pattern 2...\n")), [false, true]);
        assert_eq!(entered(&format!("{peer}session tar\n{peer}session target ipv4:192.0.2.1\n")), [false, true]);
        assert_eq!(entered("gw(config)#dial-peer v\ngw(config)#dial-peer voice 1 voip\n"), [false, true]);
        assert_eq!(entered(&format!("{peer}session protocol si\n{peer}session protocol sipv2\n")), [false, true]);
        assert_eq!(entered(&format!("[10:11:12] {peer}shut\n[10:11:13] {peer}shutdown\n")), [false, true]);
        // A message comes in between.
        let message = "*Nov 27 10:11:12.345: %SYS-5-CONFIG_I: Configured from console by console\n";
        for message in [message.to_owned(), format!("{message}000123: {message}"), message[22..].to_owned()] {
            let text = format!("gw(config)#no dial-peer voice 1\n{message}gw(config)#no dial-peer voice 12 voip\n");
            let kinds = entered(&text);
            assert_eq!((kinds.first(), kinds.last()), (Some(&false), Some(&true)), "{text}");
        }
        let kinds = |text: &str| entered(text).into_iter().filter(|entered| *entered).count();
        for (between, again) in
            [(message, "no vad"), ("% Something\n", "no vad x"), ("\n", "no vad x"), ("", "no vad x")]
        {
            assert_eq!(
                kinds(&format!("{peer}no vad\n{between}{peer}{again}\n")),
                2 + usize::from(between == "\n"),
                "{between}"
            );
        }
        // Numbers are not completed, nor what is written whole, nor behind another prompt.
        for text in [
            format!("{peer}preference 1\n{peer}preference 10\n"),
            format!("{peer}huntstop\n{peer}huntstop\n"),
            format!("{peer}no vad\n{peer}no vad\n"),
            format!("gw(config)#dial\n{peer}dial-peer\n"),
            "gw(config-dp-cor)#name local\ngw(config-dp-cor)#name locals\n".to_owned(),
            format!("{peer}session\n{peer}session target ipv4:192.0.2.1\n"),
        ] {
            assert_eq!(entered(&text), [true, true], "{text}");
        }
    }
}
