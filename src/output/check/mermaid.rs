//! A network as a flowchart of Mermaid, which GitHub and many wikis draw.

use std::fmt::Write;

use super::picture::{arrows, identifier, label, places};
use crate::analysis::{Picture, PictureKind};

/// The picture as a Mermaid flowchart: gateways are boxes, systems are rounded, the public network is a circle. Dashed arrows
/// are taken after a failure; a loop is red.
pub fn mermaid(picture: &Picture) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (id, name, kind) in places(picture) {
        let name = escaped(&name);
        let _ = match kind {
            PictureKind::Gateway => writeln!(text, "  {id}[\"{name}\"]"),
            PictureKind::System => writeln!(text, "  {id}(\"{name}\")"),
            PictureKind::Public => writeln!(text, "  {id}((\"{name}\"))"),
        };
    }
    let arrows = arrows(picture);
    for arrow in &arrows {
        let line = if arrow.failure { "-.->" } else { "-->" };
        let lines: Vec<String> = label(arrow).iter().map(|line| escaped(line)).collect();
        let label = if lines.is_empty() { String::new() } else { format!("|\"{}\"|", lines.join("<br/>")) };
        let _ = writeln!(text, "  {} {line}{label} {}", identifier(arrow.from), identifier(arrow.to));
    }
    let looping = arrows.iter().enumerate().filter(|(_, arrow)| arrow.looping);
    let looping: Vec<String> = looping.map(|(index, _)| index.to_string()).collect();
    if !looping.is_empty() {
        let _ = writeln!(text, "  linkStyle {} stroke:red,color:red", looping.join(","));
    }
    text
}

/// `text` as it is, whatever it means in Mermaid, HTML or Markdown: what could mean something is written by its number.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let plain = character.is_alphanumeric() || " .,:+-_/[]()?!@=".contains(character);
        if plain {
            escaped.push(character);
        } else {
            let _ = write!(escaped, "#{};", u32::from(character));
        }
    }
    escaped
}
