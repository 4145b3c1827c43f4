//! The pages of the site: templates, words, figures, and the plain values that templates show.
//!
//! A view goes in, HTML comes out. Nothing here reads a file or decides what is true of a document.

mod embedded;
pub mod figure;
pub mod pages;
pub mod strings;
pub mod theme;
pub mod view;
//! A handbook becomes the files of its site.
//!
//! Nothing here judges: pages show what the layers below have found out. Output depends on the arguments alone.

pub mod diagram;
