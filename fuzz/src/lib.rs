//! What the fuzz targets share: the checks of the integration tests.

#[path = "../../tests/integration/checks.rs"]
mod checks;

/// Panics, which is what a fuzz target reports, where the check called `name` finds a fault in `bytes`.
pub fn must_hold(name: &str, bytes: &[u8]) {
    let check = checks::CHECKS.iter().find(|(known, _)| *known == name);
    let (_, check) = check.unwrap_or_else(|| panic!("there is no check {name}"));
    if let Err(fault) = check(bytes) {
        panic!("{fault}");
    }
}
