//! Networks as pictures.

use super::super::{dot, mermaid};
use super::steers;
use crate::analysis::{Arrow, Picture, PictureKind};

fn arrow(from: usize, to: usize, patterns: &[&str]) -> Arrow {
    let patterns = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
    Arrow { from, to, patterns, more: false, failure: false, looping: false }
}

/// The worked example, where CUCM sends what it does not know back.
fn looping() -> Picture {
    let place = |name: &str, kind| (name.to_owned(), kind);
    Picture {
        places: vec![
            place("isr-1", PictureKind::Gateway),
            place("ocs", PictureKind::System),
            place("cucm", PictureKind::System),
            place("pstn", PictureKind::Public),
        ],
        arrows: vec![
            arrow(3, 0, &["120655555.."]),
            Arrow { looping: true, ..arrow(2, 0, &["0", "1", "2", "3"]) },
            arrow(0, 1, &["120655555.."]),
            Arrow { failure: true, looping: true, ..arrow(0, 2, &["120655555.."]) },
            // The same way by another trunk.
            Arrow { more: true, ..arrow(3, 0, &["120655556..", "120655555.."]) },
            arrow(1, 3, &[]),
        ],
    }
}

#[test]
fn a_loop_as_a_flowchart() {
    insta::assert_snapshot!(mermaid(&looping()), @r#"
    flowchart LR
      n0["isr-1"]
      n1("ocs")
      n2("cucm")
      n3(("pstn"))
      n0 -->|"120655555.."| n1
      n0 -.->|"120655555.."| n2
      n1 --> n3
      n2 -->|"0<br/>1<br/>2<br/>..."| n0
      n3 -->|"120655555..<br/>120655556..<br/>..."| n0
      linkStyle 1,3 stroke:red,color:red
    "#);
}

#[test]
fn a_loop_as_a_graph() {
    insta::assert_snapshot!(dot(&looping()), @r#"
    digraph network {
      rankdir=LR;
      node [fontname="Helvetica"];
      edge [fontname="Helvetica", fontsize=10];
      n0 [label="isr-1", shape=box];
      n1 [label="ocs", shape=box, style=rounded];
      n2 [label="cucm", shape=box, style=rounded];
      n3 [label="pstn", shape=ellipse, style=dashed];
      n0 -> n1 [label="120655555.."];
      n0 -> n2 [label="120655555..", style=dashed, color=red, fontcolor=red];
      n1 -> n3;
      n2 -> n0 [label="0\n1\n2\n...", color=red, fontcolor=red];
      n3 -> n0 [label="120655555..\n120655556..\n..."];
    }
    "#);
}

#[test]
fn twenty_systems_have_an_arrow_each_way() {
    let systems = (1..=20).map(|index| (format!("system-{index}"), PictureKind::System));
    let places = [("hub".to_owned(), PictureKind::Gateway)].into_iter().chain(systems).collect();
    let trunks = (0..5).flat_map(|trunk| (1..=20).flat_map(move |at| [(trunk, at, 0), (trunk, 0, at)]));
    let arrows = trunks.map(|(trunk, from, to)| arrow(from, to, &[&format!("5{trunk}..")])).collect();
    let mut picture = Picture { places, arrows };
    let (chart, graph) = (mermaid(&picture), dot(&picture));
    assert_eq!((chart.matches(" -->").count(), graph.matches(" -> ").count()), (40, 40), "{chart}{graph}");
    assert!(chart.contains("  n0 -->|\"50..<br/>51..<br/>52..<br/>...\"| n20\n"), "{chart}");
    picture.arrows.reverse();
    assert_eq!((mermaid(&picture), dot(&picture)), (chart, graph));
}

#[test]
fn names_are_no_markup() {
    let bad = "a\u{1b}[31m\r\nb\u{202e}\"]; end<b>&`\\N#|*%%{";
    let places = vec![(bad.to_owned(), PictureKind::Gateway), (bad.to_owned(), PictureKind::Public)];
    let picture = Picture { places, arrows: vec![arrow(0, 1, &[bad]), arrow(0, 7, &[])] };
    let (chart, graph) = (mermaid(&picture), dot(&picture));
    assert!(!steers(&chart) && !steers(&graph));
    insta::assert_snapshot!(chart, @r#"
    flowchart LR
      n0["a [31m  b???#34;]#59; end#60;b#62;#38;#96;#92;N#35;#124;#42;#37;#37;#123;"]
      n1(("a [31m  b???#34;]#59; end#60;b#62;#38;#96;#92;N#35;#124;#42;#37;#37;#123;"))
      n0 -->|"a [31m  b???#34;]#59; end#60;b#62;#38;#96;#92;N#35;#124;#42;#37;#37;#123;"| n1
    "#);
    insta::assert_snapshot!(graph, @r#"
    digraph network {
      rankdir=LR;
      node [fontname="Helvetica"];
      edge [fontname="Helvetica", fontsize=10];
      n0 [label="a [31m  b???\"]; end<b>&amp;`\\N#|*%%{", shape=box];
      n1 [label="a [31m  b???\"]; end<b>&amp;`\\N#|*%%{", shape=ellipse, style=dashed];
      n0 -> n1 [label="a [31m  b???\"]; end<b>&amp;`\\N#|*%%{"];
    }
    "#);
    assert_eq!(mermaid(&Picture::default()), "flowchart LR\n");
}
