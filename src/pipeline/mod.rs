//! The order of the stages: inputs to handbook to diagnostics and site files. Pure and total; threads only in `parallel`.

mod build;
mod deliver;
pub mod parallel;
mod policy;
mod search;
pub mod site;
mod theme_files;

pub use build::{Checked, check, committed_register, handbook, prospect};
pub use deliver::{files, template_problems};
pub use search::index;
