//! Small values every layer uses: places in a text, paths, identifiers, civil dates, digests.
//!
//! Knows no word of service management beyond the spelling of identifiers, and does no I/O.

mod address;
mod date;
mod digest;
mod id;
mod id_list;
mod line_index;
mod nearest;
mod path;
mod span;

pub use address::{Addresses, address_of, escaped};
pub use date::{Cycle, Date};
pub use digest::{Digest, blob_id, blob_id_sha256};
pub use id::{BlobId, ClauseId, ClauseRef, CommitId, DocId, FrameworkId, anchor_of, number_key};
pub use id_list::{IdList, id_lists};
pub use line_index::{LineColumn, LineIndex};
pub use nearest::{edits, nearest};
pub use path::{PathError, RepoPath, SitePath};
pub use span::{Span, Spanned};
