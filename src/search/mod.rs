//! Full-text search: words of texts, an index of them, and one engine that ranks what a query finds.
//!
//! Knows nothing of handbooks: what can be found comes in as `Record`s. The index is kept in the very form in which the site
//! carries it (`shards`), so that the engine here and `theme/js/search.js` read the same lists and count with the same integers;
//! a test holds both to one order. There is no stemmer in the script: each form of a word that occurs is in the vocabulary and
//! leads to the postings of its stem, and a form that does not occur is cut back to one that does (`expand`).

mod bits;
mod expand;
mod index;
mod intern;
mod merge;
mod query;
mod rank;
mod read;
mod record;
mod shards;
mod stems;
mod vocabulary;
mod words;

pub use index::Index;
pub use merge::{Merged, merge};
pub use rank::{Found, Hit, excerpt, find};
pub use read::{Chunk, read};
pub use record::{Facets, Kind, Record, SectionText};
pub use shards::Shard;
pub use stems::Language;
