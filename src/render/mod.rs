//! The pages of the site: templates, words, figures, and the plain values that templates show.
//!
//! A view goes in, HTML comes out. Nothing here reads a file or decides what is true of a document.

pub mod diagram;
mod embedded;
pub mod figure;
pub mod pages;
#[cfg(test)]
mod samples;
pub mod strings;
pub mod theme;
pub mod view;
//! Handbook to site files.
//!
//! Bodies are made from the event stream of `syntax`, never by editing HTML text; pages come from templates around them.

pub mod body;
pub mod escape;
pub mod highlight;
