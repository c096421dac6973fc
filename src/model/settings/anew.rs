//! The lines of an object read or put in order anew.

use compact_str::CompactString;

use super::{Setting, Settings, Verbatim};
use crate::source::Located;
use crate::syntax::argument::Argument;
use crate::syntax::commands::{Context, Multiplicity, resolve};
use crate::syntax::pattern::NumberPattern;

impl Settings {
    /// The same lines read in another context: those of a dial-peer that gets its kind late.
    pub(in crate::model) fn in_context(&self, context: Context) -> Self {
        let mut new = Self::default();
        let known = self.settings.iter().map(|setting| Located::new(setting.value.line().into(), setting.span));
        let written = self.verbatim.iter().map(|line| Located::new(line.value.text.clone(), line.span));
        let (mut support, mut kept) = (None, Vec::new());
        for line in known.chain(written) {
            let (text, span): (CompactString, _) = (line.value, line.span);
            let nested = text.starts_with(' ');
            // What is nested is known as well or as little as the line that it stands under.
            if !nested {
                let found = resolve(context, &text).found();
                if let Some((found, row)) = found.as_ref().and_then(|found| Some((found, found.row()?))) {
                    // What IOS would not take was reported where it was first read.
                    let _reported = new.read(row, found.form, found.written(&text), span);
                    continue;
                }
                support = found.map(|found| found.known().support());
            }
            kept.push(Located::new(Verbatim { text, under: None, support }, span));
        }
        for block in blocks(&kept) {
            new.keep(block.to_vec());
        }
        new
    }

    /// The same lines in an order that does not depend on how they were entered, and without what says nothing: two that mean
    /// the same to the router become equal. Where `order_counts`, lines that are kept as they were written stay in theirs.
    #[must_use]
    pub fn canonical(&self, order_counts: bool) -> Self {
        let mut settings: Vec<_> =
            self.settings.iter().map(|one| Located::new(without_anchor(&one.value), one.span)).collect();
        settings.sort_by_cached_key(|one| {
            let listed = one.value.command.row().multiplicity == Multiplicity::List;
            // Those of other commands are in order already, and sorting leaves them there.
            (one.value.command, listed.then(|| one.value.line()))
        });
        let mut blocks = self.blocks();
        if !order_counts {
            blocks.sort_by_cached_key(|block| {
                let first = block.first().map(|line| &line.value);
                let under = first.and_then(|line| line.under);
                let texts: Vec<_> = block.iter().map(|line| line.value.text.clone()).collect();
                (under.is_none(), under, texts)
            });
        }
        Self { settings, verbatim: blocks.into_iter().flatten().cloned().collect() }
    }

    /// The lines that are kept as they were written, each with those that are nested under it.
    pub fn blocks(&self) -> Vec<&[Located<Verbatim>]> {
        blocks(&self.verbatim).collect()
    }

    /// Only the lines of which `keep` and `keep_written` say so.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Setting) -> bool, keep_written: impl Fn(&[Located<Verbatim>]) -> bool) -> Self {
        let settings = self.settings.iter().filter(|one| keep(&one.value)).cloned().collect();
        let blocks = self.blocks().into_iter().filter(|block| keep_written(block));
        Self { settings, verbatim: blocks.flatten().cloned().collect() }
    }
}

fn blocks(lines: &[Located<Verbatim>]) -> impl Iterator<Item = &[Located<Verbatim>]> {
    lines.chunk_by(|line, next| line.value.under == next.value.under && next.value.text.starts_with(' '))
}

/// A setting whose pattern has no `^` in front: it is implied (Cisco 211306).
fn without_anchor(setting: &Setting) -> Setting {
    let plain = setting.argument.as_pattern().and_then(|pattern| pattern.text().strip_prefix('^'));
    match plain.and_then(|plain| NumberPattern::parse(plain).ok()) {
        Some(pattern) => Setting { argument: Argument::pattern(pattern), ..setting.clone() },
        None => setting.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Settings, Tag, read};
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    /// The settings of dial-peer 5.
    fn peer(lines: &str) -> Settings {
        let text = format!("dial-peer voice 5 voip\n{lines}");
        let plan = read(&Tree::parse(&Source::new("test", text))).0;
        plan.peers[&Tag::new(5).unwrap()].settings.clone()
    }

    #[test]
    fn what_means_the_same_becomes_equal() {
        let one =
            peer(" voice-class sip profiles 1\n voice-class sip profiles 2\n destination-pattern ^12\n zz b\n zz a\n");
        let other =
            peer(" zz a\n zz b\n destination-pattern 12\n voice-class sip profiles 2\n voice-class sip profiles 1\n");
        assert!(one != other);
        assert_eq!(one.canonical(false), other.canonical(false));
        assert!(one.canonical(true) != other.canonical(true));
        assert!(one.canonical(false) != peer(" zz a\n").canonical(false));
    }

    #[test]
    fn what_is_nested_stays_with_its_line() {
        let text = "voice zz b\n inner\nvoice zz a\n";
        let settings = read(&Tree::parse(&Source::new("test", text))).0.globals;
        assert_eq!(settings.blocks().iter().map(|block| block.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(settings.canonical(false).lines(), ["voice zz a", "voice zz b", " inner"]);
        assert_eq!(settings.only(|_| true, |block| block.len() == 2).lines(), ["voice zz b", " inner"]);
    }
}
