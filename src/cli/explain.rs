//! `dialc explain`.

use super::Outcome;
use super::args::Explain as Arguments;
use super::terminal::Terminal;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::lint::{RULES, rule};
use crate::output::lint as output;

/// Prints the manual page of a rule, or the rules that there are.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Outcome {
    let Some(code) = &arguments.code else { return terminal.print(&output::list(RULES)) };
    if let Some(rule) = rule(code) {
        return terminal.print(&output::page(rule));
    }
    let help = did_you_mean(code, RULES.iter().map(|rule| rule.code)).map_or_else(
        || "`dialc explain` without a code lists the rules".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let message = format!("there is no rule `{}`", code.escape_debug());
    terminal.report(&Diagnostic::error("unknown-rule", message).help(help).into());
    Outcome::Invalid
}
