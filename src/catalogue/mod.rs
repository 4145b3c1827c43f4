//! Clause catalogues and crosswalks: what a framework is made of, what it wants kept, what corresponds to what.
//!
//! Five frameworks and a crosswalk are embedded as data; files of the user replace or extend them. Knows no document.

mod crosswalk;
mod framework;
mod read;

pub use crosswalk::{Crosswalk, Mapping};
pub use framework::{Basis, Clause, Demand, DemandKind, Framework, Lookup, Point, Shift};
pub use read::Catalogue;
