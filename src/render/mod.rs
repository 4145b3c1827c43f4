//! Handbook to site files: figures, view models, templates.
//!
//! Everything here is a pure function of values. Nothing in it judges: states and counts come in ready.

pub mod figure;
