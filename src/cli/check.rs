//! `clausebook check`: diagnostics only.

use std::path::Path;

use super::Verdict;
use super::args::{Check, Format};
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::{World, lead_in_repository};
use crate::base::RepoPath;
use crate::diag::{Diagnostic, Place, Severity};
use crate::handbook::Handbook;
use crate::pipeline::Checked;
use crate::report::{self, Report};
use crate::source::Inputs;
use crate::{check, pipeline};

pub(super) fn run(args: &Check, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.judging.reading.dir.as_deref())?;
    let inputs = world.gather(&root, Some(&args.judging.reading), Vec::new())?;
    let Checked { handbook, diagnostics, .. } = pipeline::check(&inputs);
    let fail_on = args.judging.fail_on.severity();
    let printed = Printed { inputs: &inputs, handbook: &handbook, diagnostics: &diagnostics, fail_on };
    let folder = folder_of(args.format, world, &root);
    let colours = args.output.is_none() && terminal.colours_out();
    let text = printed.report(&folder, |report| report::write(report, args.format.report(), colours));
    match &args.output {
        Some(file) => {
            terminal.data_to(&world.at(file), &text)?;
            terminal.message(&printed.report(&folder, report::summary));
        }
        None => terminal.data(&text)?,
    }
    Ok(verdict(&handbook, &diagnostics, fail_on))
}

/// People click paths from where they are; services want them from the top of the repository.
fn folder_of(format: Format, world: &World, root: &Path) -> String {
    match format {
        Format::Human | Format::Short => world.lead(root),
        Format::Sarif | Format::Github | Format::Junit => lead_in_repository(root),
        Format::Json => String::new(),
    }
}

/// How a check ends.
pub(super) fn verdict(handbook: &Handbook, diagnostics: &[Diagnostic<Place>], fail_on: Severity) -> Verdict {
    if handbook.config.broken {
        Verdict::Misconfigured
    } else if diagnostics.iter().any(|it| it.severity >= fail_on) {
        Verdict::Found
    } else {
        Verdict::Clean
    }
}

/// What is reported of a handbook.
pub(super) struct Printed<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) handbook: &'a Handbook,
    pub(super) diagnostics: &'a [Diagnostic<Place>],
    pub(super) fail_on: Severity,
}

impl Printed<'_> {
    /// Hands the report to whoever writes it.
    pub(super) fn report(&self, folder: &str, write: impl FnOnce(&Report<'_>) -> String) -> String {
        let documents: Vec<RepoPath> = self.handbook.entries.iter().map(|it| it.path.clone()).collect();
        write(&Report {
            diagnostics: self.diagnostics,
            texts: &|path| self.inputs.text(path).map(|text| &**text),
            documents: &documents,
            unread: self.inputs.snapshot.skipped.len(),
            rules: &check::codes(),
            tool: &self.inputs.tool,
            as_of: self.handbook.as_of,
            folder,
            fail_on: self.fail_on,
        })
    }
}
