//! Annotations of GitHub Actions: "Workflow commands for GitHub Actions" in its documentation.

use super::shown::{one_line, printable};

/// One annotation, a line: its level (`error`, `warning` or `notice`), its properties, and what it says.
pub(super) fn annotation(level: &str, properties: &[(&str, &str)], message: &str) -> String {
    let written = |(name, value): &(&str, &str)| format!("{name}={}", property(&one_line(value)));
    let properties: Vec<String> = properties.iter().map(written).collect();
    format!("::{level} {}::{}\n", properties.join(","), data(&printable(message.to_owned())))
}

/// A message as a workflow command takes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
