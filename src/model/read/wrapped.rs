//! Lines with a secret that a terminal or a mail has wrapped. The rest is put back behind its line: alone, nobody could tell
//! that it is a secret.

use super::Reader;
use crate::source::Span;
use crate::syntax::secrets::goes_on;
use crate::syntax::tree::Node;

impl Reader<'_> {
    /// Puts a line that dialc does not know behind the one before, by `lengthen`, if it is the rest of that. Whether it is.
    pub(super) fn put_back(&mut self, node: Node<'_>, lengthen: impl FnOnce(Span, &str) -> bool) -> bool {
        let Some(number) = node.line().checked_sub(1) else { return false };
        let before = self.tree.lines().get(number).filter(|line| !line.content.is_empty());
        let Some(before) = before.filter(|before| goes_on(self.tree.source().bytes(), before.span)) else {
            return false;
        };
        let found = lengthen(before.content, node.text());
        if let Some(state) = self.states.get(number).copied().filter(|_| found) {
            self.mark(node, state);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::model::DialPlan;
    use crate::model::read::read_onto;
    use crate::source::Source;
    use crate::syntax::secrets::{secrets, shown};
    use crate::syntax::tree::Tree;

    /// The lines of the objects, as they are shown, and the state of each line of the text.
    fn lines(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let reading = read_onto(DialPlan::default(), &Tree::parse(&Source::hiding("test", text, secrets)));
        let lines = reading.plan.objects().into_iter().flat_map(|object| object.settings.lines());
        (lines.map(|line| shown(&line)).collect(), reading.states.iter().map(|state| state.name()).collect())
    }

    #[test]
    fn the_rest_of_a_secret_is_put_back() {
        let text = "sip-ua\n credentials username 12 password 7\n 0822455D0A16\n retry invite 2\n";
        let (shown, states) = lines(text);
        assert_eq!(shown, ["credentials username 12 password 7 ********", "retry invite 2"]);
        assert_eq!(states, ["modelled", "kept", "kept", "kept"]);
        let flat = "dial-peer voice 1 voip\n authentication username joe password\nhunter2 realm x\n no vad\n";
        assert_eq!(lines(flat).0, ["authentication username joe password ******** realm x", "no vad"]);
        let nested = "voice service voip\n sip\n  credentials username 12 password 7\n  0822455D0A16\n";
        assert_eq!(lines(nested).0, lines(&nested.replace("\n  0822", " 0822")).0);
    }

    #[test]
    fn what_is_no_rest_stays_unknown() {
        let text = "sip-ua\n credentials username 12 password 7 0822455D0A16\n frobnicate\n";
        assert_eq!(lines(text).0.last().map(String::as_str), Some("frobnicate"));
        assert_eq!(lines("sip-ua\n frobnicate\n").1, ["modelled", "unknown"]);
        assert_eq!(lines("sip-ua\n password 7\n").1.len(), 2);
    }
}
