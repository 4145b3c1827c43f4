//! `clausebook build`: the site.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::Verdict;
use super::args::Build;
use super::check::{Printed, verdict};
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use crate::diag::Severity;
use crate::pipeline::{self, Outcome, parallel};
use crate::report::{self, Format};
use crate::shell::{self, Destination, StandingSite, Written};

/// Where the site goes unless somebody says otherwise; left out when the SMS is read.
pub(super) const OUT: &str = "_site";

pub(super) fn run(args: &Build, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    if let Some(jobs) = args.jobs {
        parallel::limit(usize::from(jobs));
    }
    let root = world.root(args.judging.reading.dir.as_deref())?;
    let out = args.out.as_deref().map_or_else(|| root.join(OUT), |out| world.at(out));
    // The process ends when the site is there. Taking thousands of documents apart before would only take time.
    let request = world.request(&root, Some(&args.judging.reading), vec![root.join(OUT), out.clone()])?;
    let to = Destination { out: &out, root: &root, tool: &request.tool };
    let standing = StandingSite::look(&to);
    let editions = ManuallyDrop::new(shell::editions(&request, args.editions.unwrap_or_default(), Some(&standing))?);
    let outcome = ManuallyDrop::new(pipeline::build_once(&editions));
    let handbook = &outcome.draft.handbook;
    let fail_on = args.judging.fail_on.severity();
    let mut written = None;
    // Of settings that are wrong no site is made: it may not be the one that was meant, and the old one is still there.
    if !handbook.config.broken {
        written = Some(shell::write(&to, outcome.files(), &outcome.kept)?);
    }
    let verdict = tell(&outcome, (fail_on, args.quiet), &world.lead(&root), terminal);
    match written {
        Some(written) if !args.quiet => terminal.message(&wrote(&written, &shown_path(&out, &root, world))),
        None => terminal.message("nothing was written: mend clausebook.yml first"),
        Some(_) => {}
    }
    Ok(verdict)
}

/// Says what is wrong with the working tree; where somebody wants quiet, only what is at or above the wanted level. `lead` leads to the
/// folder of the SMS.
pub(super) fn tell(outcome: &Outcome, (fail_on, quiet): (Severity, bool), lead: &str, terminal: &Terminal) -> Verdict {
    let (inputs, handbook) = (&**outcome.draft.gathered(), &outcome.draft.handbook);
    let diagnostics = outcome.all_diagnostics();
    let mut shown = diagnostics.clone();
    if quiet {
        shown.retain(|it| it.severity >= fail_on);
    }
    let printed = Printed { inputs, handbook, diagnostics: &shown, fail_on };
    if !(quiet && shown.is_empty()) {
        let colours = terminal.colours_err();
        terminal.message(&printed.report(lead, |it| report::write(it, Format::Human, colours)));
    }
    verdict(handbook, &diagnostics, fail_on)
}

/// As the user would write it from where the process runs.
pub(super) fn shown_path(out: &Path, root: &Path, world: &World) -> PathBuf {
    match out.strip_prefix(root) {
        Ok(below) => Path::new(&world.lead(root)).join(below),
        Err(_) => out.to_owned(),
    }
}

fn wrote(written: &Written, out: &Path) -> String {
    let all = written.made + written.kept;
    let place = out.join("index.html");
    if written.is_change() {
        let removed = if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
        format!("wrote {all} files, {} of them new or changed{removed}; open {}", written.made, place.display())
    } else {
        format!("nothing changed in {all} files; open {}", place.display())
    }
}
