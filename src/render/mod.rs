//! Handbook to site files.
//!
//! Bodies are made from the event stream of `syntax`, never by editing HTML text; pages come from templates around them.

pub mod body;
pub mod escape;
pub mod highlight;
