//! The pages of the site: templates, words, and the plain values that templates show.
//!
//! A view goes in, HTML comes out. Nothing here reads a file or decides what is true of a document.

mod embedded;
#[cfg(test)]
mod samples;
pub mod strings;
pub mod theme;
pub mod view;
