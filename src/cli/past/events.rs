//! What concerns no single document: the move into git, keys, adoption, people, editions, audits, management reviews.

use std::collections::BTreeMap;

use super::Story;
use super::calendar::{moment, moved_text, weekday};
use super::change::{Change, Message, Step};
use super::life::{Biographer, by};
use super::staff::Person;
use super::{UNSIGNED, text};
use crate::base::Date;

/// Files that are no documents and changed now and then; `earlier.txt` says how.
const SUPPORT: [&str; 4] = ["people.yml", "values.yml", "glossary.yml", "clausebook.yml"];

/// Where the head of `main` goes in a message.
pub(super) const HEAD: &str = "{head}";

/// Days on which the state of the handbook was noted by somebody else: day, by whom, for what.
const ANCHORS: &[(&str, &str, &str)] = &[
    ("2024-04-15", "Tomas Brackley", "AUD-2024-S2: state handed to Meridale Certification"),
    ("2024-06-25", "Tomas Brackley", "Management review, first half 2024: state that was reviewed"),
    ("2024-12-10", "Tomas Brackley", "Management review, second half 2024: state that was reviewed"),
    ("2025-02-24", "Gwil Oakham", "AUD-2025-I1: state that counts as criteria"),
    ("2025-04-28", "Tomas Brackley", "AUD-2025-S: state handed to Meridale Certification"),
    ("2025-06-24", "Tomas Brackley", "Management review, first half 2025: state that was reviewed"),
    ("2025-10-10", "Gwil Oakham", "AUD-2025-I2: state that counts as criteria"),
    ("2025-12-16", "Tomas Brackley", "Management review, second half 2025: state that was reviewed"),
    ("2026-02-13", "Gwil Oakham", "AUD-2026-I1: state that counts as criteria"),
    ("2026-05-05", "Tomas Brackley", "AUD-2026-S: state handed to Meridale Certification"),
    ("2026-06-23", "Tomas Brackley", "Management review, first half 2026: state that was reviewed"),
];

/// Reviews before their time, recorded by a commit without any change of a file.
const EXTRA_REVIEWS: &[(&str, &str, &str)] = &[
    ("2025-07-16", "PLN-007", "Looked at after the hot week: the targets hold."),
    (
        "2025-11-20",
        "PRC-010",
        "Looked at after the observation on trend analyses: the text says what has to be done, the template does not.",
    ),
    ("2025-12-09", "PRO-002", "Looked at after the drill of 4 December 2025: revision planned for January."),
    ("2026-03-19", "PLN-008", "Looked at with customers after the test of March: version 3.1 worked, lessons follow in April."),
    ("2026-05-12", "PRC-013", "Looked at after the surveillance audit: nothing to change."),
];

/// Editions: tag, day, words.
const EDITIONS: &[(&str, &str, &str)] = &[
    ("v2024.1", "2024-04-15", "First edition from git, for the certification audit"),
    ("v2025.1", "2025-04-24", "Edition before the first surveillance audit"),
    ("v2026.1", "2026-06-11", "Objectives after the mid-year check, PLN-002 4.1"),
];

/// An edition.
pub(super) struct Edition {
    /// Its tag.
    pub(super) tag: String,
    /// Its day.
    pub(super) day: Date,
    /// What the tag says.
    pub(super) message: String,
}

impl Story {
    /// The first commit and everything after it, in the order of landing.
    pub(super) fn changes(&self) -> Result<Vec<Change>, String> {
        let writer = Biographer { staff: &self.staff, days: self.days, unsigned: UNSIGNED };
        let mut imported: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut changes = Vec::new();
        for document in &self.documents {
            let (text, life) = writer.life(document)?;
            imported.extend(text.map(|text| (document.path_at(0).to_owned(), Some(text))));
            changes.extend(life);
        }
        for path in SUPPORT {
            let (text, life) = self.support(path)?;
            imported.insert(path.to_owned(), Some(text));
            changes.extend(life);
        }
        let milo = self.staff.named("Milo Farrant")?;
        let message = Message::new("Move the SMS from the document server into git, as a trial")
            .body("Each file is the version in force today. Approvals up to now are on the sheets in the quality folder.");
        changes.push(Change::direct("", self.step((self.days.import, 560), milo, message, imported, false)));
        changes.push(self.keys(self.days.control.plus_days(-1), 600, "Keys of all who approve", None)?);
        changes.extend(self.adoptions()?);
        for renewal in &self.renewals {
            changes.push(self.keys(renewal.on, 600, "keys: a new key", Some(renewal.name))?);
        }
        for (day, id, reason) in EXTRA_REVIEWS {
            changes.push(self.extra_review(self.day(day), id, &moved_text(reason, self.years))?);
        }
        for (day, name, what) in ANCHORS {
            changes.extend(self.anchor(self.day(day), name, &moved_text(what, self.years))?);
        }
        changes.push(self.judged()?);
        let mut by_landing: Vec<Change> = changes.into_iter().filter(|it| !it.steps.is_empty()).collect();
        by_landing.sort_by(|a, b| (a.landed().seconds, &a.subject).cmp(&(b.landed().seconds, &b.subject)));
        Ok(by_landing)
    }

    /// The editions up to the last day: the three of the story, then one on the first Thursday of each quarter.
    pub(super) fn editions(&self) -> Vec<Edition> {
        let known = EDITIONS.iter().map(|(tag, day, words)| Edition {
            tag: moved_text(tag, self.years),
            day: self.day(day),
            message: (*words).to_owned(),
        });
        let mut all: Vec<Edition> = known.collect();
        let start = self.day("2026-07-01");
        for number in 0..8 {
            let (year, month) = (start.year() + (6 + 3 * number) / 12, (6 + 3 * number) % 12 + 1);
            let first = Date::new(year, i8::try_from(month).unwrap_or(1), 1).unwrap_or(start);
            let day = (0..7).map(|it| first.plus_days(it)).find(|it| weekday(*it) == 3).unwrap_or(first);
            if day <= self.days.last {
                let count = 1 + all.iter().filter(|it| it.day.year() == year).count();
                all.push(Edition { tag: format!("v{year}.{count}"), day, message: String::from("Edition of the quarter") });
            }
        }
        all.retain(|it| it.day <= self.days.last);
        all
    }

    /// The day on which all files were formatted alike: the first on which nothing else was under way.
    pub(super) fn formatting(&self, changes: &[Change]) -> Result<Change, String> {
        let start = self.day("2025-08-04");
        let at = |day: Date| (moment(day, 1080), moment(day, 1110));
        let free = |day: &Date| {
            let (begun, landed) = at(*day);
            changes.iter().all(|it| it.landed() < begun || landed < it.begun())
        };
        let day = (0..120).map(|it| start.plus_days(it)).find(free).ok_or("no day is free for the formatting")?;
        let milo = self.staff.named("Milo Farrant")?;
        let message = Message::new("All files formatted alike").body(
            "One style of bullets and table rules, one line end at the end of a file, by the formatter that now runs with each \
             check. No word changes: editorial by PRO-001.",
        );
        let step = self.step((day, 1080), milo, message, BTreeMap::new(), true);
        Ok(self.merged("ed/format", step, self.staff.named("Tomas Brackley")?, 1110))
    }

    fn step(
        &self,
        (day, minute): (Date, i32),
        author: &Person,
        message: Message,
        files: BTreeMap<String, Option<String>>,
        signed: bool,
    ) -> Step {
        Step { at: moment(day, minute), author: author.clone(), files, message, signed }
    }

    fn merged(&self, branch: &str, step: Step, merger: &Person, minute: i32) -> Change {
        let day = step.at.date().unwrap_or(self.on);
        let message = Message::new(format!("Merge branch '{branch}'"));
        let merge = self.step((day, minute), merger, message, BTreeMap::new(), true);
        Change { subject: branch.to_owned(), branch: Some(branch.to_owned()), steps: vec![step], merge: Some(merge) }
    }

    /// A file that is no document: its text at the time of the import, and its changes since.
    fn support(&self, path: &str) -> Result<(String, Vec<Change>), String> {
        let mut body = self.files.get(path).cloned().unwrap_or_default();
        if path == "clausebook.yml" {
            body = without_day(&body);
        }
        let mut changes = Vec::new();
        let versions = self.earlier.get(path).map(|it| it.versions.clone()).unwrap_or_default();
        for (day, version) in versions.iter().rev() {
            let day = Date::parse(day).map_err(|error| format!("{path}: `{day}` is {error}"))?;
            let author = self.staff.named(version.author.as_deref().unwrap_or("Tomas Brackley"))?;
            let message = Message::new(version.subject.clone().unwrap_or_default());
            let files = BTreeMap::from([(path.to_owned(), Some(self.keyed(path, &body, day)))]);
            let controlled = day >= self.days.control;
            let mut step = self.step((day, 640), author, message, files, controlled);
            for undo in &version.undo {
                body = undo.apply(&body).map_err(|error| format!("{path}, before {day}: {error}"))?;
            }
            if !controlled {
                changes.push(Change::direct(path, step));
                continue;
            }
            let approver = if path == "people.yml" { "Ines Aldworth" } else { "Tomas Brackley" };
            step.message = step.message.trailer("Document", path);
            let mut change =
                self.merged(&format!("set/{}-{day}", path.trim_end_matches(".yml")), step, self.staff.named(approver)?, 800);
            if let Some(merge) = &mut change.merge {
                let message = std::mem::take(&mut merge.message);
                merge.message = message.trailer("Document", path).trailer("Approved-by", by(&merge.author));
            }
            changes.push(change);
        }
        Ok((body, changes))
    }

    /// `people.yml` carries the keys from the day they were registered.
    fn keyed(&self, path: &str, body: &str, day: Date) -> String {
        if path == "people.yml" && day >= self.days.control {
            self.staff.with_keys(body, &self.renewals, day)
        } else {
            body.to_owned()
        }
    }

    /// `people.yml` without keys as it stood on a day.
    fn people_on(&self, day: Date) -> Result<String, String> {
        let mut body = self.files.get("people.yml").cloned().unwrap_or_default();
        let versions = self.earlier.get("people.yml").map(|it| it.versions.clone()).unwrap_or_default();
        for (_, version) in versions.iter().rev().take_while(|(date, _)| Date::parse(date).is_ok_and(|it| it > day)) {
            for undo in &version.undo {
                body = undo.apply(&body)?;
            }
        }
        Ok(body)
    }

    /// The commit that registers everybody's key, or the new one of somebody.
    fn keys(&self, day: Date, minute: i32, subject: &str, of: Option<&str>) -> Result<Change, String> {
        let ines = self.staff.named("Ines Aldworth")?;
        let body = self.people_on(day)?;
        let files = BTreeMap::from([
            (String::from("people.yml"), Some(self.staff.with_keys(&body, &self.renewals, day))),
            (
                String::from("keys/allowed_signers"),
                Some(self.staff.allowed_signers(self.days.control.plus_days(-1), &self.renewals, day)),
            ),
        ]);
        let tomas = self.staff.named("Tomas Brackley")?;
        let (author, reason, subject) = match of {
            Some(name) => {
                let person = self.staff.named(name)?;
                (
                    person,
                    "The laptop with the old key was replaced. The old key counts for what it signed until today.",
                    format!("{subject} for {name}"),
                )
            }
            None => (tomas, "Each key was compared by its owner and the Managing Director, in person.", subject.to_owned()),
        };
        let message = Message::new(subject).body(reason).trailer("Document", "people.yml");
        let mut step = self.step((day, minute), author, message, files, of.is_none());
        // The first keys are not known before they are there, nor is a new one.
        step.signed = false;
        let mut change = self.merged(if of.is_some() { "set/new-key" } else { "set/keys" }, step, ines, minute + 120);
        if let Some(merge) = &mut change.merge {
            let message = std::mem::take(&mut merge.message);
            merge.message = message.trailer("Document", "people.yml").trailer("Approved-by", by(ines));
        }
        Ok(change)
    }

    /// What existed when control began is approved as it stands, by those who may approve it.
    fn adoptions(&self) -> Result<Vec<Change>, String> {
        let day = self.days.control.plus_days(2);
        let mut by_role: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for document in self.documents.iter().filter(|it| it.versions.first().is_some_and(|it| it.date < self.days.control)) {
            by_role.entry(&document.approver).or_default().push(&document.id);
        }
        let mut changes = Vec::new();
        for (number, (role, ids)) in (0_i32..).zip(by_role) {
            let person = self.staff.holder(role, day)?;
            let mut message = Message::new("Adopted as it stands: what existed before approval in git").body(
                "The approvals up to now are on paper. From today each of these texts counts as approved by this commit, and a change of \
                 it needs an approval of its own.",
            );
            let lists: &[&str] = if role == "managing-director" { &["people.yml", "keys/allowed_signers"] } else { &[] };
            for id in ids.iter().chain(lists) {
                message = message.trailer("Document", *id);
            }
            let step =
                self.step((day, 570 + 25 * number), person, message.trailer("Adopted-by", by(person)), BTreeMap::new(), true);
            changes.push(self.merged(&format!("adopt/{role}"), step, person, 580 + 25 * number));
        }
        Ok(changes)
    }

    /// The head of `main`, noted where somebody outside keeps it.
    fn anchor(&self, day: Date, name: &str, what: &str) -> Result<Option<Change>, String> {
        if day > self.days.last {
            return Ok(None);
        }
        let person = self.staff.named(name)?;
        let message = Message::new(what).trailer("Anchor", HEAD);
        let step = self.step((day, 1020), person, message, BTreeMap::new(), true);
        let merger = self.staff.named(if name == "Tomas Brackley" { "Priya Calloway" } else { "Tomas Brackley" })?;
        Ok(Some(self.merged(&format!("anchor/{day}"), step, merger, 1050)))
    }

    /// A review that leaves the file alone.
    fn extra_review(&self, day: Date, id: &str, reason: &str) -> Result<Change, String> {
        let document = self.documents.iter().find(|it| it.id == id).ok_or_else(|| format!("there is no {id}"))?;
        let owner = self.staff.holder(&document.owner, day)?;
        let message = Message::new(format!("{id}: reviewed, no change")).body(reason);
        let message = message.trailer("Document", id).trailer("Reviewed-by", by(owner)).trailer("Review-outcome", "no-change");
        let step = self.step((day, 690), owner, message, BTreeMap::new(), true);
        Ok(self.merged(&format!("review/{}-{day}", id.to_lowercase()), step, self.staff.named("Tomas Brackley")?, 745))
    }

    /// The last commit: from here on the example is judged on its day.
    fn judged(&self) -> Result<Change, String> {
        let text = self.files.get("clausebook.yml").map(String::as_str).unwrap_or_default();
        let text = text::set(
            text,
            "as_of",
            &format!("{}        # the day this example is judged on, so that it does not grow stale", self.on),
        );
        let files = BTreeMap::from([(String::from("clausebook.yml"), Some(text))]);
        let message = Message::new(format!("Judge the handbook on {}", self.on)).trailer("Document", "clausebook.yml");
        let step = self.step((self.days.last, 1190), self.staff.named("Priya Calloway")?, message, files, true);
        let ines = self.staff.named("Ines Aldworth")?;
        let mut change = self.merged("set/day", step, ines, 1200);
        if let Some(merge) = &mut change.merge {
            let message = std::mem::replace(&mut merge.message, Message::new(""));
            merge.message = message.trailer("Document", "clausebook.yml").trailer("Approved-by", by(ines));
        }
        Ok(change)
    }
}

/// Settings that judge by the day of the build.
fn without_day(settings: &str) -> String {
    settings.split_inclusive('\n').filter(|it| !it.starts_with("as_of:")).collect()
}
