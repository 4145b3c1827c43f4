//! The example with a past: `init --example --from-git-history` writes a repository in which the documents grew.
//!
//! Today's texts are the starting point. `earlier.txt` says, document by document, what was different before; the dates are
//! those of the documents' own change histories. From these, `life` works out who wrote, reviewed, approved and merged what
//! and when, by the procedure the example itself describes (PRO-001, WI-001); `events` adds what concerns no single document.
//! Nothing depends on the clock or the machine: one day gives one set of commit ids.

mod calendar;
mod change;
mod document;
mod earlier;
mod entries;
mod events;
mod faults;
mod life;
mod staff;
mod text;
mod write;

use std::collections::BTreeMap;
use std::path::Path;

use self::document::Document;
use self::earlier::Earlier;
use self::life::Days;
use self::staff::{Renewal, Staff};
use super::example;
use super::failure::Failure;
use crate::base::Date;

/// The day for which the texts of the example are written.
const WRITTEN_FOR: (i16, i8, i8) = (2026, 7, 1);

/// What earlier versions said.
const EARLIER: &str = include_str!("earlier.txt");

/// The process that PRC-016 took over.
const WITHDRAWN: (&str, &str) = ("processes/prc-020-service-continuity-process.md", include_str!("prc-020.md"));

/// Approvals without a signature, from the time when that was still allowed (PRO-001, before version 3.0).
const UNSIGNED: &[(&str, &str)] =
    &[("PRO-003", "1.2"), ("PRO-008", "1.1"), ("ROL-005", "1.1"), ("PRO-007", "1.2"), ("ROL-004", "1.4")];

/// The example as it is on a day, and what is needed to tell its past.
struct Story {
    /// Years by which all dates are moved.
    years: i16,
    /// The day.
    on: Date,
    days: Days,
    staff: Staff,
    renewals: Vec<Renewal>,
    /// Files of today, moved to the day.
    files: BTreeMap<String, String>,
    earlier: BTreeMap<String, Earlier>,
    documents: Vec<Document>,
}

/// What was written.
pub(super) struct Written {
    /// Number of commits.
    pub(super) commits: usize,
    /// Id of the last commit on `main`.
    pub(super) head: String,
}

/// Writes the repository. `place` must be new or an empty folder.
///
/// # Errors
/// A day before the one the texts are written for; a disk that is full.
pub(super) fn create(place: &Path, on: Date) -> Result<Written, Failure> {
    let story = Story::new(on)?;
    let changes = story.changes().map_err(broken)?;
    Ok(write::repository(&story, place, changes)?)
}

/// The data does not fit the documents, which a test prevents.
fn broken(what: String) -> Failure {
    Failure::Environment(anyhow::anyhow!("the past of the example is broken: {what}"))
}

impl Story {
    fn new(on: Date) -> Result<Self, Failure> {
        let written = Date::new(WRITTEN_FOR.0, WRITTEN_FOR.1, WRITTEN_FOR.2).expect("the day of the example is a day");
        if on < written || on.year() > 2036 {
            return Err(Failure::usage(
                format!("the example cannot be laid to {on}: its texts are written for {written}"),
                format!("name a day from {written} to 2036-12-31 with `--on`"),
            ));
        }
        let years = on.year() - written.year();
        let years = if calendar::moved(written, years) > on { years - 1 } else { years };
        let day = |text: &str| Date::parse(text).map(|it| calendar::moved(it, years)).expect("the days of the story are days");
        let days =
            Days { import: day("2024-01-08"), control: day("2024-04-09"), reviews: day("2025-04-15"), last: on.plus_days(-1) };
        let moved = |(path, text): &(&str, &str)| (calendar::moved_text(path, years), calendar::moved_text(text, years));
        let files: BTreeMap<String, String> = example::FILES.iter().map(moved).collect();
        let earlier = earlier::read(&calendar::moved_text(EARLIER, years)).map_err(broken)?;
        let staff = Staff::read(files.get("people.yml").map_or("", String::as_str));
        let renewals = vec![Renewal { name: "Priya Calloway", on: day("2025-11-10") }];
        let mut story = Self { years, on, days, staff, renewals, files, earlier, documents: Vec::new() };
        story.read_documents().map_err(broken)?;
        Ok(story)
    }

    fn read_documents(&mut self) -> Result<(), String> {
        let (path, text) = WITHDRAWN;
        let mut texts: Vec<(String, String)> = vec![(path.to_owned(), calendar::moved_text(text, self.years))];
        texts
            .extend(self.files.iter().filter(|(path, _)| path.ends_with(".md")).map(|(path, text)| (path.clone(), text.clone())));
        for (path, text) in texts {
            let id = text::get(&text, "id").unwrap_or_default().to_owned();
            let earlier = self.earlier.get(&id).cloned().unwrap_or_default();
            let mut document = Document::read(&path, &text, &earlier, self.days.last)?;
            // The day of the newest record of each series is looked up once more at the end.
            if id == "REG-011" && self.days.last > self.day("2026-07-06") {
                document.also.push(self.days.last);
            }
            self.documents.push(document);
        }
        let removed = |path: &str| {
            let versions = self.documents.iter().flat_map(|it| &it.versions);
            versions.filter(|it| it.removes.iter().any(|it| it == path)).map(|it| it.date).next()
        };
        let until: Vec<Option<Date>> = self.documents.iter().map(|it| removed(&it.path)).collect();
        for (document, until) in self.documents.iter_mut().zip(until) {
            document.until = until;
        }
        Ok(())
    }

    /// A day of the story, as written in the data of this module, moved like all others.
    fn day(&self, text: &str) -> Date {
        Date::parse(text).map(|it| calendar::moved(it, self.years)).expect("the days of the story are days")
    }
}
