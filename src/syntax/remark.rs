//! Remarks that can be pasted into a router.

/// The most characters of a remark; IOS takes lines of up to 254.
const WIDTH: usize = 200;

/// A text as it can stand behind a `!` that is pasted: a question mark would ask the router for help, also there.
pub fn remark(text: &str) -> String {
    let typed = |character: char| match character {
        '?' => '.',
        ' '..='~' => character,
        _ => '#',
    };
    let remark: String = text.chars().map(typed).take(WIDTH).collect();
    if text.chars().count() > WIDTH { remark + " ..." } else { remark }
}
