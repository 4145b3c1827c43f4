//! Where output goes: data to stdout, messages to stderr, colours only where somebody sees them.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;

use super::args::Color;
use super::failure::Failure;

/// Standard output and standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    color: Color,
}

impl Terminal {
    pub(super) fn new(color: Color) -> Self {
        Self { color }
    }

    /// Whether data on stdout has colours.
    pub(super) fn colours_out(&self) -> bool {
        self.decide(AutoStream::choice(&io::stdout()))
    }

    /// Whether messages on stderr have colours.
    pub(super) fn colours_err(&self) -> bool {
        self.decide(AutoStream::choice(&io::stderr()))
    }

    /// `found` already heeds NO_COLOR, CLICOLOR_FORCE and TERM.
    fn decide(&self, found: ColorChoice) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => found != ColorChoice::Never,
        }
    }

    /// Writes data to stdout. A reader that has gone away, as in `| head`, is no failure.
    pub(super) fn data(&self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// Whether stdout is a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Writes bytes to stdout, as [`Self::data`] does.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::Environment(anyhow::Error::from(error).context("standard output cannot be written")))
            }
            _ => Ok(()),
        }
    }

    /// Writes data to a file, whose folder has to exist.
    pub(super) fn data_to(&self, file: &Path, text: &str) -> Result<(), Failure> {
        std::fs::write(file, text)
            .with_context(|| format!("`{}` cannot be written", file.display()))
            .map_err(Failure::Environment)
    }

    /// Writes a message to stderr. If nobody can read it, nobody can be told.
    pub(super) fn message(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{}", text.trim_end());
    }

    /// Says why a command could not do its work.
    pub(super) fn failure(&self, failure: &Failure) {
        let label = if self.colours_err() { "\u{1b}[1;91merror\u{1b}[0m" } else { "error" };
        match failure {
            Failure::Usage(what, remedy) => self.message(&format!("{label}: {what}\n  help: {remedy}")),
            Failure::Environment(error) => self.message(&format!("{label}: {error:#}")),
        }
    }
}
