//! A handbook becomes the files of its site.
//!
//! Nothing here judges: pages show what the layers below have found out. Output depends on the arguments alone.

pub mod diagram;
