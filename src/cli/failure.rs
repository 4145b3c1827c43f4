//! Why a command could not do its work, and what to do about it.

use std::fmt::Display;

use crate::shell::{NoRepository, NoSuchCommit, NotAnSms, OutputRefused};

/// A command that could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// Wrong use: what is wrong, and a remedy.
    Usage(String, String),
    /// The environment: files, disk.
    Environment(anyhow::Error),
}

impl Failure {
    /// A wrong use with its remedy.
    pub(super) fn usage(what: impl Display, remedy: impl Display) -> Self {
        Self::Usage(what.to_string(), remedy.to_string())
    }

    /// The exit code.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Usage(..) => 2,
            Self::Environment(_) => 3,
        }
    }
}

impl From<anyhow::Error> for Failure {
    /// Errors of the shell that are in truth a wrong use get its exit code.
    fn from(error: anyhow::Error) -> Self {
        if let Some(it) = error.downcast_ref::<NotAnSms>() {
            return Self::usage(it, it.remedy());
        }
        if let Some(it) = error.downcast_ref::<OutputRefused>() {
            return Self::usage(it, it.remedy());
        }
        if let Some(it) = error.downcast_ref::<NoSuchCommit>() {
            return Self::usage(it, "name a tag, a branch or a commit; `git tag` lists the tags");
        }
        if let Some(it) = error.downcast_ref::<NoRepository>() {
            return Self::usage(it, "editions are read from git: run the command in a repository that holds the SMS");
        }
        Self::Environment(error)
    }
}
