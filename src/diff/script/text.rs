//! A script as text that is pasted into a router.

use super::order::Entered;

/// The commands as they are typed in configuration mode: lines of one object together, each mode left where another begins.
pub(super) fn typed(commands: &[Entered], remark: impl Fn(usize) -> Vec<String>) -> String {
    let mut text = String::new();
    let (mut object, mut under): (Option<&str>, Option<&str>) = (None, None);
    for (place, command) in commands.iter().enumerate() {
        let (own, inner) = (command.object.as_deref(), command.under.as_deref());
        if (own, inner) != (object, under) && inner != under && under.is_some() {
            text += "  exit\n";
        }
        if own != object && object.is_some() {
            text += " exit\n!\n";
        }
        for line in remark(place) {
            text.extend(["! ", &line, "\n"]);
        }
        if let Some(header) = own.filter(|_| own != object) {
            text += header;
            text += "\n";
        }
        if let Some(opener) = inner.filter(|_| (own, inner) != (object, under)) {
            text.extend([" ", opener, "\n"]);
        }
        let indentation = match (own, inner) {
            (None, _) => "",
            (Some(_), None) => " ",
            (Some(_), Some(_)) => "  ",
        };
        text.extend([indentation, &command.text, "\n"]);
        (object, under) = (own, inner);
        // What begins an object is gone on with where its lines follow.
        let begins =
            own.is_none() && commands.get(place + 1).and_then(|next| next.object.as_ref()) == Some(&command.text);
        if begins {
            object = Some(&command.text);
        }
        // So is what begins a sub-mode: its name is no command there.
        let next = commands.get(place + 1).filter(|next| next.object.as_deref() == own);
        if own.is_some() && inner.is_none() && next.and_then(|next| next.under.as_ref()) == Some(&command.text) {
            under = Some(&command.text);
        }
    }
    if under.is_some() {
        text += "  exit\n";
    }
    if object.is_some() {
        text += " exit\n";
    }
    text
}
