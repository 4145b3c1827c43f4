//! What `signature` says of signed commits and tags, against what git says of them with gpg and ssh-keygen.
//!
//! Keys, repositories and signatures are made by the real programs in a temporary folder, never with the user's keys. Each case
//! states what git says and what we say; where they differ, the case says why. Without the programs the tests say that they
//! were skipped; with `CI=true` a missing program is a failure.

mod hostile;
mod openpgp;
mod programs;
mod ssh;
