//! What the engineer wants: the YAML spec, decoded with positions and checked. Knows nothing of IOS.

mod schema;

pub use schema::*;
