//! What linting finds, for people and for programs. And the rules, as a list.

mod concise;
mod fix;
mod full;
mod github;
mod json;
mod junit;
mod list;
mod page;
mod place;
mod sarif;
mod summary;
#[cfg(test)]
mod tests;

pub use concise::concise;
pub use full::full;
pub use github::github;
pub use json::json;
pub use junit::junit;
pub use list::{list, list_json};
pub use page::page;
pub use sarif::sarif;
pub use summary::{statistics, summary};
