//! Git history to `Past`: who changed what, how it landed, what commits and tags say of themselves. Judges nothing.
//!
//! Objects are read raw and taken apart here: libgit2's own comparison of trees and its walk are too slow for large
//! repositories, and follow grafts. Replace references are never followed. Everything in a repository may come from a stranger.

mod cache;
mod commit;
mod examine;
mod graph;
mod lineage;
mod mailmap;
mod message;
mod objects;
mod open;
mod packs;
mod past;
mod renames;
mod seal;
mod similarity;
mod snapshot;
mod tagged;
mod tags;
mod texts;
mod tree;

pub use open::NoSuchCommit;
pub(super) use open::{Opened, folders, open, state};
pub(super) use past::{Wanted, past};
pub(super) use snapshot::{Blobs, Listed, bytes, list, sizes};
pub(super) use tagged::tagged;
pub(super) use texts::text;
