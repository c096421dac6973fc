//! stub
#![allow(missing_docs)]
use crate::analysis::{Checked, Picture};
use std::fmt::Write;
pub fn text(c: &Checked) -> String {
    let mut s = format!("{}: {:?} classes {}\n", c.verdict, c.numbers, c.classes);
    for claim in &c.claims {
        let _ = writeln!(
            s,
            "{} - {} {:?} {:?} {:?} {:?}",
            claim.verdict, claim.claim, claim.reason, claim.witness, claim.numbers, claim.patterns
        );
        for hop in &claim.hops {
            let _ = writeln!(s, "   {}{} {} {}", "  ".repeat(hop.depth), hop.system, hop.number, hop.event);
        }
        for cure in &claim.cures {
            let _ = writeln!(s, "   cure {cure:?}");
        }
    }
    for a in &c.answers {
        let _ = writeln!(s, "{a:#?}");
    }
    let _ = writeln!(s, "{:#?} {:#?}", c.assumptions, c.notes);
    s
}
pub fn json(c: &Checked) -> String {
    text(c)
}
pub fn junit(c: &Checked, _: &str) -> String {
    text(c)
}
pub fn github(c: &Checked, _: &str) -> String {
    text(c)
}
pub fn mermaid(_: &Picture) -> String {
    String::new()
}
pub fn dot(_: &Picture) -> String {
    String::new()
}
