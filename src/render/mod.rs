//! The pages of the site: bodies, figures, views, templates, words.
//!
//! Bodies are made from the event stream of `syntax`, never by editing HTML text; pages come from templates around views.
//! Nothing here reads a file or decides what is true of a document.

pub mod body;
pub mod diagram;
mod embedded;
pub mod escape;
pub mod figure;
pub mod highlight;
pub mod pages;
pub mod redline;
#[cfg(test)]
mod samples;
pub mod strings;
pub mod theme;
pub mod view;
