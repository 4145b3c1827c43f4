//! Files for other tools, made of what the tool knows. Strings and values only; `shell` writes them.

pub mod schema;
