//! A script as text that is pasted into a router.

use super::order::Entered;

/// The commands as they are typed in configuration mode: lines of one object together, each mode left where another begins.
pub(super) fn typed(commands: &[Entered], remark: impl Fn(usize) -> Vec<String>) -> String {
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    for (place, command) in commands.iter().enumerate() {
        let shared = open.iter().zip(&command.path).take_while(|(one, other)| one == other).count();
        leave(&mut text, &mut open, shared);
        // A mode is entered again where it is left for a line that is not in it.
        if shared == 0 && !text.is_empty() && text.ends_with(" exit\n") {
            text += "!\n";
        }
        for line in remark(place) {
            text.extend(["! ", &line, "\n"]);
        }
        for mode in command.path.iter().skip(shared) {
            write(&mut text, open.len(), mode);
            open.push(mode.clone());
        }
        write(&mut text, open.len(), &command.text);
        // What begins a mode is gone on with where its lines follow: its name is no command there.
        let begins = commands.get(place + 1).and_then(|next| next.path.strip_prefix(command.path.as_slice()));
        if begins.and_then(<[String]>::first) == Some(&command.text) {
            open.push(command.text.clone());
        }
    }
    leave(&mut text, &mut open, 0);
    text
}

/// Leaves all modes but so many of the outermost.
fn leave(text: &mut String, open: &mut Vec<String>, kept: usize) {
    while open.len() > kept {
        write(text, open.len(), "exit");
        open.pop();
    }
}

fn write(text: &mut String, depth: usize, line: &str) {
    text.extend([" ".repeat(depth).as_str(), line, "\n"]);
}
