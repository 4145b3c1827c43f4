//! The order of the stages: inputs to handbook to diagnostics. One function, pure and total; threads only in `parallel`.

mod build;
pub mod parallel;
mod policy;
mod site;

pub use build::{Checked, check};
pub use site::{Content, Make, SiteFile};
