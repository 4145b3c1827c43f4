//! Git history against the `git` command: what the walk says of a repository is what git says of it.

#![expect(clippy::disallowed_methods, reason = "git is asked, in real folders")]

mod oracle;
mod owners;
mod random;
mod real;
mod repository;
mod states;

pub(crate) use repository::Repository;
