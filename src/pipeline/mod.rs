//! The order of the stages: inputs to handbook to diagnostics and site files. Pure and total; threads only in `parallel`.

mod build;
mod changes;
mod deliver;
mod editions;
mod exports;
mod in_force;
mod key;
mod memo;
mod outcome;
pub mod parallel;
mod policy;
mod revisions;
mod search;
mod single;
pub mod site;
mod stands;
mod theme_files;

pub use build::{Checked, check, committed_register, editions, handbook, prospect};
pub use exports::{TableGround, words};
pub use in_force::texts_in_force;
pub use memo::Memo;
pub use outcome::{BuiltEdition, Outcome, Stand, build, build_once};
pub use search::{index, make_index};
pub use single::{pictures_of, single};
pub use stands::stands;
