//! The only layer with files and a clock: `gather` turns a folder into `Inputs`, `write` turns a site into a folder.
//!
//! What is read may come from a stranger, and what is written replaces something people rely on. So no link is ever followed,
//! nothing outside the given folders is read or written, and a reader of the site sees the old one or the new one as a whole.
//! Errors here are the environment's. What an author did wrong becomes an entry of the snapshot's `skipped`, never an error.
#![expect(clippy::disallowed_methods, reason = "files, the clock and the process are this layer's job")]

mod anchor;
pub mod clock;
mod file;
mod gather;
mod git;
mod keys;
pub mod preview;
pub mod record;
mod repository;
pub mod serve;
pub mod tags;
pub mod watch;
mod write;

pub use file::{write_file, write_file_with, write_folder};
pub use gather::{Gather, Kept, NoRepository, NotAnSms, Published, Since, edition, editions, gather, gather_again};
pub use git::NoSuchCommit;
pub use keys::brought_keys;
pub use repository::{CommitNo, NewCommit, NewRepository, Who};
pub use write::{
    Bundle, Bundled, Destination, MARKER, OutputRefused, StandingSite, Written, is_bundle, is_document, read_attachments, write,
    write_bundle,
};
