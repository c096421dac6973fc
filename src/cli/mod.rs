//! The command line: arguments in, exit code out.

mod args;
mod check;
mod diff;
mod explain;
mod generate;
mod init;
mod inventory;
mod lint;
mod network_input;
mod question;
mod spec_input;
mod terminal;
mod trace;
mod translate;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Arguments, Command};
use terminal::Terminal;

/// How a command ended: its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// 0: the work is done, nothing is wrong.
    Clean,
    /// 1: differences, or the work is refused.
    Findings,
    /// 2: the input or the way the command was called is not valid.
    Invalid,
}

/// Runs the command that `arguments` name, the first being the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new(arguments.color);
    let outcome = match arguments.command {
        Command::Init(init) => init::run(&init, &terminal),
        Command::Generate(generate) => generate::run(&generate, &terminal),
        Command::Check(check) => check::run(&check, &terminal),
        Command::Inventory(inventory) => inventory::run(&inventory, &terminal),
        Command::Diff(diff) => diff::run(&diff, &terminal),
        Command::Explain(explain) => explain::run(&explain, &terminal),
        Command::Lint(lint) => lint::run(&lint, &terminal),
        Command::Trace(trace) => trace::run(&trace, &terminal),
        Command::Translate(translate) => translate::run(&translate, &terminal),
        Command::Schema { network } => {
            let schema = if network { crate::spec::network_json_schema() } else { crate::spec::json_schema() };
            terminal.print(&(pretty(&schema) + "\n"))
        }
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "dialc", &mut text);
            terminal.print(&String::from_utf8_lossy(&text))
        }
        Command::Man => terminal.print(&manual()),
    };
    ExitCode::from(match outcome {
        Outcome::Clean => 0,
        Outcome::Findings => 1,
        Outcome::Invalid => 2,
    })
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The manual: the page of `dialc`, then one for each command.
fn manual() -> String {
    let mut text = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let pages = std::iter::once(command.clone()).chain(command.get_subcommands().cloned());
    for page in pages {
        // Writing to memory does not fail.
        let _ = clap_mangen::Man::new(page).render(&mut text);
        let _ = text.write_all(b"\n");
    }
    String::from_utf8_lossy(&text).into_owned()
}
