//! A network as a graph of Graphviz.

use std::fmt::Write;

use super::picture::{arrows, identifier, label, places};
use crate::analysis::{Picture, PictureKind};

/// The picture in the language of Graphviz: gateways are boxes, systems are rounded, the public network is a dashed ellipse.
/// Dashed arrows are taken after a failure; a loop is red.
pub fn dot(picture: &Picture) -> String {
    let mut text = "digraph network {\n  rankdir=LR;\n  node [fontname=\"Helvetica\"];\n  \
                    edge [fontname=\"Helvetica\", fontsize=10];\n"
        .to_owned();
    for (id, name, kind) in places(picture) {
        let shape = match kind {
            PictureKind::Gateway => "shape=box",
            PictureKind::System => "shape=box, style=rounded",
            PictureKind::Public => "shape=ellipse, style=dashed",
        };
        let _ = writeln!(text, "  {id} [label=\"{}\", {shape}];", escaped(&name));
    }
    for arrow in arrows(picture) {
        let lines: Vec<String> = label(&arrow).iter().map(|line| escaped(line)).collect();
        let mut settings = Vec::new();
        if !lines.is_empty() {
            settings.push(format!("label=\"{}\"", lines.join("\\n")));
        }
        if arrow.failure {
            settings.push("style=dashed".to_owned());
        }
        if arrow.looping {
            settings.push("color=red, fontcolor=red".to_owned());
        }
        let settings = if settings.is_empty() { String::new() } else { format!(" [{}]", settings.join(", ")) };
        let _ = writeln!(text, "  {} -> {}{settings};", identifier(arrow.from), identifier(arrow.to));
    }
    text.push_str("}\n");
    text
}

/// `text` as it is between quotes: a backslash begins an escape in a label, and `&` an entity of HTML.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}
