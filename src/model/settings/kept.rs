//! Lines that are kept as they were written: each with those that are nested under it, by the rules of IOS as far as they
//! hold for lines of which dialc knows the words alone.
//!
//! A line that is there already is gone on with. `no` of a line that is there takes it back with all that is nested under it;
//! `no` of another is a line of its own. `default` takes back the line and its `no`.

use super::{Settings, Verbatim};
use crate::source::{Located, Span};
use crate::syntax::argument::Argument;
use crate::syntax::commands::Form;

type Line = Located<Verbatim>;

impl Settings {
    /// Puts `rest` behind the line at `span`, which was wrapped; whether there is such a line, with a text as argument.
    pub(in crate::model) fn lengthen(&mut self, span: Span, rest: &str) -> bool {
        let argument = self.settings.iter_mut().find(|setting| setting.span == span).map(|one| &mut one.value.argument);
        match argument {
            Some(Argument::Text(text) | Argument::Name(text) | Argument::Malformed(text)) => {
                text.push(' ');
                text.push_str(rest);
                true
            }
            Some(_) => false,
            None => lengthen(&mut self.verbatim, span, rest),
        }
    }

    /// Keeps lines as they were written: the first, and those that are nested under it, one column further in for each level.
    pub fn keep(&mut self, block: Vec<Line>) {
        let Some(first) = block.first() else { return };
        // Those of one sub-mode stand together, those of none last, as they are printed.
        let place = |line: &Line| (line.value.under.is_none(), line.value.under);
        let start = self.verbatim.partition_point(|other| place(other) < place(first));
        let end = self.verbatim.partition_point(|other| place(other) <= place(first));
        merge(&mut self.verbatim, (start, end), block, 0);
    }
}

/// The same among lines that are kept as they were written.
pub(in crate::model) fn lengthen(lines: &mut [Line], span: Span, rest: &str) -> bool {
    let Some(line) = lines.iter_mut().rev().find(|line| line.span == span) else { return false };
    line.value.text.push(' ');
    line.value.text.push_str(rest);
    true
}

/// How far a line is nested.
fn depth(line: &Line) -> usize {
    let text = line.value.text.as_str();
    text.len() - text.trim_start_matches(' ').len()
}

/// Whether a line sets, takes back or resets, and what.
fn form(line: &Line) -> (Form, &str) {
    let text = line.value.text.trim_start_matches(' ');
    let no = text.strip_prefix("no ").map(|what| (Form::No, what));
    no.or_else(|| text.strip_prefix("default ").map(|what| (Form::Default, what))).unwrap_or((Form::Set, text))
}

/// How many lines of `lines`, from `at` on and before `end`, are the line there and what is nested under it.
fn span(lines: &[Line], at: usize, end: usize) -> usize {
    let Some(first) = lines.get(at) else { return 0 };
    let nested = lines.get(at + 1..end).unwrap_or_default().iter().take_while(|line| depth(line) > depth(first));
    1 + nested.count()
}

/// Puts a line and what is nested under it among those of `lines` in a range, of which the outermost stand at `level`. Returns
/// where the range ends now.
fn merge(lines: &mut Vec<Line>, (start, mut end): (usize, usize), block: Vec<Line>, level: usize) -> usize {
    let mut block = block.into_iter();
    let Some(head) = block.next() else { return end };
    let (head_form, what) = (form(&head).0, form(&head).1.to_owned());
    let mut found = None;
    let mut at = start;
    while at < end {
        let length = span(lines, at, end).max(1);
        let there = lines.get(at).map(form).filter(|(_, other)| *other == what).map(|(form, _)| form);
        if there == Some(head_form) {
            found = Some(at);
        } else if there.is_some() {
            lines.drain(at..at + length);
            end -= length;
            // What `no` takes back leaves nothing.
            if head_form == Form::No {
                return end;
            }
            continue;
        }
        at += length;
    }
    if head_form == Form::Default {
        return end;
    }
    let Some(at) = found else {
        let new: Vec<Line> = std::iter::once(head).chain(block).collect();
        let length = new.len();
        lines.splice(end..end, new);
        return end + length;
    };
    let mut inner_end = at + span(lines, at, end);
    let outside = end - inner_end;
    let nested: Vec<Line> = block.collect();
    for inner in nested.chunk_by(|_, next| depth(next) > level + 1) {
        inner_end = merge(lines, (at + 1, inner_end), inner.to_vec(), level + 1);
    }
    inner_end + outside
}

#[cfg(test)]
mod tests {
    use crate::model::{DialPlan, read_onto};
    use crate::source::Source;
    use crate::syntax::commands::Command;
    use crate::syntax::tree::Tree;

    /// The lines of the only object of a kind, once each text is read on top of those before.
    fn lines(header: Command, texts: &[&str]) -> Vec<String> {
        let read = |plan, text: &&str| read_onto(plan, &Tree::parse(&Source::new("test", (*text).to_owned()))).plan;
        let plan = texts.iter().fold(DialPlan::default(), read);
        let object = plan.objects().into_iter().find(|object| object.header == header);
        object.map(|object| object.settings.lines()).unwrap_or_default()
    }

    #[test]
    fn a_line_is_kept_once_and_taken_back() {
        let service = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| format!("voice service voip\n{text}")).collect();
            lines(Command::VoiceServiceVoip, &texts.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(
            service(&[" media statistics\n address-hiding\n media statistics\n"]),
            ["media statistics", "address-hiding"]
        );
        assert_eq!(service(&[" media statistics\n address-hiding\n", " no media statistics\n"]), ["address-hiding"]);
        assert_eq!(service(&[" no media statistics\n"]), ["no media statistics"]);
        assert_eq!(service(&[" no media statistics\n", " media statistics\n"]), ["media statistics"]);
        assert_eq!(service(&[" no media statistics\n", " default media statistics\n"]), [""; 0]);
        assert_eq!(service(&[" media statistics\n", " no media\n"]), ["media statistics", "no media"]);
    }

    #[test]
    fn what_is_nested_is_gone_on_with() {
        let old =
            "application\n service a flash:a.tcl\n  param x 1\n  param y 1\n service b flash:b.tcl\n  param x 1\n";
        let typed = "application\n service a flash:a.tcl\n  no param x 1\n  param z 1\n";
        let merged = ["service a flash:a.tcl", " param y 1", " param z 1", "service b flash:b.tcl", " param x 1"];
        assert_eq!(lines(Command::ApplicationHeader, &[old, typed]), merged);
        assert_eq!(lines(Command::ApplicationHeader, &[old, "application\n no service a flash:a.tcl\n"]), merged[3..]);
        assert_eq!(lines(Command::ApplicationHeader, &[old, old]).len(), 5);
    }

    #[test]
    fn lines_of_a_sub_mode_are_its_own() {
        let old = "voice service voip\n srtp\n sip\n  srtp\n";
        assert_eq!(lines(Command::VoiceServiceVoip, &[old, "voice service voip\n sip\n  no srtp\n"]), ["sip", "srtp"]);
        assert_eq!(lines(Command::VoiceServiceVoip, &[old, "voice service voip\n no srtp\n"]), ["sip", "srtp"]);
    }

    fn plan(text: &str) -> DialPlan {
        read_onto(DialPlan::default(), &Tree::parse(&Source::new("test", text.to_owned()))).plan
    }

    #[test]
    fn what_is_shown_twice_or_in_another_case_is_kept_once() {
        let lines = "voice class codec 1\n codec preference 1 g711ulaw\n codec preference 2 g729r8\n!\n";
        assert_eq!(plan(&format!("{lines}{lines}")), plan(lines));
        let more = plan(&format!("{lines}voice class codec 1\n codec preference 3 g711alaw\n"));
        assert_eq!(more.objects()[0].settings.len(), 3);
        assert_eq!(plan("sip-ua\n Retry invite 3\n"), plan("sip-ua\n retry invite 3\n"));
        assert_eq!(plan("sip-ua\n retry invite 3\n NO Retry invite 3\n"), plan("sip-ua\n"));
        assert_ne!(plan("sip-ua\n retry invite A\n"), plan("sip-ua\n retry invite a\n"));
    }

    #[test]
    fn kept_lines_without_indentation_are_their_objects() {
        let text = "voice class codec 1\n codec preference 1 g711ulaw\n!\nvoice class sip-profiles 1\n request INVITE sip-header \
                    From modify \"a\" \"b\"\n rule 2 response ANY sip-header To remove\n!\ndial-peer voice 5 voip\n codec g711ulaw\n";
        let flat = text.replace("\n ", "\n");
        assert_eq!(plan(&flat), plan(text));
        let others = plan("voice class codec 1\nhostname x\ncodec preference 1 g711ulaw\n");
        assert_eq!(others.objects()[0].settings.len(), 0);
    }
}
