//! Results as Markdown, for a ticket or a wiki.

use crate::plan::{Checklist, Group, Item, Origin};

/// The longest text of a spec line that is shown, in characters.
const MAXIMUM_TEXT: usize = 100;

/// `checklist` as a task list, one section for each group.
pub fn checklist(checklist: &Checklist) -> String {
    let head = format!(
        "# Checklist for {}\n\nThe configuration works only where all of this holds. Spec lines are those that make an item \
         relevant.\n",
        plain(&checklist.gateway)
    );
    let section = |group: &Group| {
        let tasks: String = group.items.iter().map(task).collect();
        format!("\n## {}\n\n{tasks}", plain(&group.title))
    };
    checklist.groups.iter().map(section).fold(head, |text, section| text + &section)
}

fn task(item: &Item) -> String {
    let lines = [
        format!("- [ ] **{}.**\n", one_line(&item.must)),
        format!("  - Why: {}\n", one_line(&item.why)),
        format!("  - How: {}\n", one_line(&item.how)),
    ];
    let origin = |origin: &Origin| format!("  - Spec line {}: {}\n", origin.line, code(&origin.text));
    lines.into_iter().chain(item.origins.iter().map(origin)).collect()
}

/// `text` without what would break the line or steer a terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// `text` as it is, whatever it means in Markdown.
pub(super) fn plain(text: &str) -> String {
    let special = |character: &char| "\\`*_[]<>#|".contains(*character);
    one_line(text)
        .chars()
        .flat_map(|character| special(&character).then_some('\\').into_iter().chain([character]))
        .collect()
}

/// `text` as code: more back-ticks around it than stand in it.
pub(super) fn code(text: &str) -> String {
    let mut text = one_line(text);
    if text.chars().count() > MAXIMUM_TEXT {
        text = text.chars().take(MAXIMUM_TEXT).chain(" ...".chars()).collect();
    }
    whole_code(&text)
}

/// The same however long it is; it must not break its line.
pub(super) fn whole_code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_a_task_with_its_reasons_and_spec_lines() {
        let item = Item {
            must: "It answers".into(),
            why: "Because\nso.".into(),
            how: "Look at `x`.".into(),
            origins: vec![Origin { line: 7, text: "match: \"`\"".into() }, Origin { line: 9, text: "x".repeat(200) }],
        };
        let group = Group { title: "a_b (OCS)".into(), items: vec![item] };
        let text = checklist(&Checklist { gateway: "isr<1>".into(), groups: vec![group] });
        let expected = format!(
            "# Checklist for isr\\<1\\>\n\nThe configuration works only where all of this holds. Spec lines are those that \
             make an item relevant.\n\n## a\\_b (OCS)\n\n- [ ] **It answers.**\n  - Why: Because so.\n  - How: Look at \
             `x`.\n  - Spec line 7: ``match: \"`\"``\n  - Spec line 9: `{} ...`\n",
            "x".repeat(100)
        );
        assert_eq!(text, expected);
    }
}
