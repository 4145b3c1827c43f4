//! The life of a document: versions, reviews, and the commits that record them.

use super::calendar::{moment, pick, workday, workday_before};
use super::change::{Change, Message, Step};
use super::document::{Document, Version};
use super::staff::{Person, Staff};
use crate::base::Date;

/// Days on which the way of working changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    /// The files came into the repository, as a trial.
    pub(super) import: Date,
    /// Approval became an act in git.
    pub(super) control: Date,
    /// A review without change became an act of its own (PRO-001 2.1).
    pub(super) reviews: Date,
    /// The last day of the story.
    pub(super) last: Date,
}

/// What a document goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Version(usize),
    /// Looked at, and nothing to change.
    Review,
}

/// Writes the life of one document.
pub(super) struct Biographer<'a> {
    pub(super) staff: &'a Staff,
    pub(super) days: Days,
    /// Documents and versions that were approved without a signature.
    pub(super) unsigned: &'a [(&'a str, &'a str)],
}

/// What is known of a document while its life is written.
struct Shown {
    version: usize,
    reviewed: Option<Date>,
}

impl Biographer<'_> {
    /// The text at the time of the import, if there was one, and everything that came later.
    pub(super) fn life(&self, document: &Document) -> Result<(Option<String>, Vec<Change>), String> {
        let imported = document.versions.iter().rposition(|it| it.date <= self.days.import);
        let reviewed = imported.and_then(|it| document.versions.get(it)).filter(|_| document.cycle.is_some()).map(|it| it.date);
        // What was reviewed between its version and the import came in with the later date.
        let reviewed = self.reviews(document, reviewed, self.days.import, true).last().map(|it| it.0).or(reviewed);
        let text = imported.map(|it| document.text(it, reviewed, "approved"));
        let mut shown = Shown { version: imported.unwrap_or_default(), reviewed };
        let mut changes = Vec::new();
        let mut free = self.days.import.plus_days(1);
        for (day, act) in self.acts(document, imported, reviewed) {
            if day < free {
                return Err(format!("{} has an act on {day} while another one is under way", document.id));
            }
            let change = match act {
                Act::Version(number) => {
                    let change = self.version(document, &shown, number)?;
                    let version = &document.versions[number];
                    shown.version = number;
                    shown.reviewed = if version.review { document.cycle.map(|_| version.date) } else { shown.reviewed };
                    change
                }
                Act::Review => self.review(document, &mut shown, day)?,
            };
            free = change.landed().date().unwrap_or(day);
            changes.push(change);
        }
        Ok((text, changes))
    }

    /// Versions as their dates say, and between them the reviews that fell due.
    fn acts(&self, document: &Document, imported: Option<usize>, reviewed: Option<Date>) -> Vec<(Date, Act)> {
        let mut acts = Vec::new();
        let mut last = reviewed;
        let versions = document.versions.iter().enumerate().skip(imported.map_or(0, |it| it + 1));
        let mut fixed: Vec<(Date, Act)> = versions.map(|(number, it)| (it.date, Act::Version(number))).collect();
        let is_version = |day: Date| document.versions.iter().any(|it| it.date == day);
        let others = document.also.iter().copied().chain(document.reviewed).filter(|it| !is_version(*it));
        fixed.extend(others.map(|day| (day, Act::Review)));
        fixed.sort_by_key(|(day, act)| (*day, matches!(act, Act::Version(_))));
        for (day, act) in fixed {
            if !matches!(act, Act::Version(number) if !document.versions[number].review) {
                acts.extend(self.reviews(document, last, day, false));
                last = Some(day);
            }
            acts.push((day, act));
        }
        acts.extend(self.reviews(document, last, self.days.last, true));
        acts.sort_by_key(|(day, act)| (*day, matches!(act, Act::Version(_))));
        acts.retain(|(day, _)| document.until.is_none_or(|until| *day < until.plus_days(-14)));
        acts.sort_by_key(|(day, act)| (*day, matches!(act, Act::Version(_))));
        acts
    }

    /// Reviews without change from one review to the next; at the end of the story only those that are due by then.
    fn reviews(&self, document: &Document, from: Option<Date>, to: Date, end: bool) -> Vec<(Date, Act)> {
        let (Some(cycle), Some(mut last)) = (document.cycle, from) else { return Vec::new() };
        let mut acts = Vec::new();
        loop {
            let due = last.plus(cycle);
            let length = due.days_since(last);
            let spread = (length / 15).clamp(1, 20);
            let mut day = workday_before(due.plus_days(-1 - pick(&format!("{} {due}", document.id), spread)));
            // A version that is under way is waited for, or better: the review comes just before it.
            let busy = document.versions.iter().find(|it| it.date.plus_days(-2) <= day && day <= it.effective.plus_days(1));
            if let Some(version) = busy {
                day = workday_before(version.date.plus_days(-3));
            }
            let next_is_near = if end { day > to } else { due.plus_days((length / 4).min(30)) >= to };
            if next_is_near || day <= last {
                return acts;
            }
            acts.push((day, Act::Review));
            last = day;
        }
    }

    /// A new version.
    fn version(&self, document: &Document, shown: &Shown, number: usize) -> Result<Change, String> {
        let version = &document.versions[number];
        let day = version.date;
        let owner = self.staff.holder(&document.owner, day)?;
        let approver = self.staff.holder(&document.approver, day)?;
        let author = version.author.as_ref().map_or(Ok(owner), |it| self.staff.named(it))?;
        if author.name == approver.name && !document.is_kept() {
            return Err(format!("{} {} is approved by its author", document.id, version.label));
        }
        let reviewed = if version.review { document.cycle.map(|_| day) } else { shown.reviewed };
        let story = Story { document, version, number, owner, approver, author, before: shown.reviewed, reviewed };
        Ok(if day < self.days.control {
            let step = story.write(moment(day, 600 + pick(&document.id, 300)), reviewed, "approved", false);
            Change::direct(story.name(), step)
        } else if document.is_kept() && author.name == approver.name {
            self.signed_off(&story)
        } else if day < self.days.reviews {
            self.landed_by_approver(&story)
        } else {
            self.approved_on_branch(&story)
        })
    }

    /// Registers and records: the owner writes and signs off, somebody merges.
    fn signed_off(&self, story: &Story<'_>) -> Change {
        let day = story.version.date;
        let mut step = story.write(moment(day, story.minute(0)), story.reviewed, "approved", true);
        step.message = story.trailers(step.message, "Approved-by", story.approver);
        let merge = self.merge(story, moment(day, story.minute(2)), story.author);
        story.change(vec![step], merge)
    }

    /// As it was done first: the approver merges, and the merge says so.
    fn landed_by_approver(&self, story: &Story<'_>) -> Change {
        let day = story.version.date;
        let own = story.author.name == story.owner.name;
        let mut write =
            story.write(moment(day, story.minute(0)), if own { story.reviewed } else { story.before }, "approved", true);
        let mut steps = Vec::new();
        if own {
            write.message = story.reviewed_trailers(write.message);
            steps.push(write);
        } else {
            steps.push(write);
            steps.push(story.review(moment(day, story.minute(1)), "approved"));
        }
        let at = moment(story.approval_day(), story.minute(2));
        let mut merge = story.merge(at, story.approver);
        merge.message = story.trailers(merge.message, "Approved-by", story.approver);
        if self.unsigned.contains(&(story.document.id.as_str(), story.version.label.as_str())) {
            merge.signed = false;
        }
        story.change(steps, merge)
    }

    /// As it is done since: author, owner and approver each leave a commit on the branch, and the SMS Manager merges.
    fn approved_on_branch(&self, story: &Story<'_>) -> Change {
        let day = story.version.date;
        // An approver may say yes to the text as it stands, or set the status while saying so.
        let sets_status = pick(&format!("status {}", story.name()), 3) > 0;
        let status = if sets_status { "in-review" } else { "approved" };
        let mut steps = vec![story.write(moment(day, story.minute(0)), story.before, status, true)];
        if story.version.review {
            steps.push(story.review(moment(day, story.minute(1)), status));
        }
        let approval = story.approval_day();
        let mut approve = story.step(moment(approval, story.minute(2)), story.approver, None);
        approve.message = story.trailers(Message::new(format!("{}: approved", story.name())), "Approved-by", story.approver);
        if sets_status {
            approve.files.extend([story.file(story.reviewed, "approved")]);
        }
        if self.unsigned.contains(&(story.document.id.as_str(), story.version.label.as_str())) {
            approve.signed = false;
        }
        steps.push(approve);
        let merge = self.merge(story, moment(approval, story.minute(3)), story.author);
        story.change(steps, merge)
    }

    /// The merge by the SMS Manager, or by the deputy where the SMS Manager wrote the change.
    fn merge(&self, story: &Story<'_>, at: crate::source::Instant, author: &Person) -> Step {
        story.merge(at, self.merger(author))
    }

    fn merger<'a>(&'a self, author: &'a Person) -> &'a Person {
        let name = if author.name == "Tomas Brackley" { "Priya Calloway" } else { "Tomas Brackley" };
        self.staff.named(name).unwrap_or(author)
    }

    /// A review that found nothing to change.
    fn review(&self, document: &Document, shown: &mut Shown, day: Date) -> Result<Change, String> {
        let owner = self.staff.holder(&document.owner, day)?;
        let version = &document.versions[shown.version];
        let mut message = Message::new(format!("{}: reviewed, no change", document.id));
        if day >= self.days.reviews {
            message = message.body(format!("{}, version {}.", document.title, version.label));
            message = message.trailer("Document", &document.id).trailer("Reviewed-by", by(owner));
            message = message.trailer("Review-outcome", "no-change");
        } else {
            message = message.body("Date of review moved on.");
        }
        shown.reviewed = Some(day);
        let path = document.path_at(shown.version).to_owned();
        let files = std::collections::BTreeMap::from([(path, Some(document.text(shown.version, shown.reviewed, "approved")))]);
        let name = format!("{} {day}", document.id);
        let minute = 540 + pick(&name, 200);
        let controlled = day >= self.days.control;
        let step = Step { at: moment(day, minute), author: owner.clone(), files, message, signed: controlled };
        if !controlled {
            return Ok(Change::direct(name, step));
        }
        let branch = format!("review/{}-{}", document.id.to_lowercase(), &day.to_string()[..7]);
        let merge = Step {
            at: moment(day, minute + 60 + pick(&branch, 150)),
            author: self.merger(owner).clone(),
            files: std::collections::BTreeMap::new(),
            message: Message::new(format!("Merge branch '{branch}'")),
            signed: true,
        };
        Ok(Change { subject: name, branch: Some(branch), steps: vec![step], merge: Some(merge) })
    }
}

/// `Ana Prior <ana@example.org>`
pub(super) fn by(person: &Person) -> String {
    format!("{} <{}>", person.name, person.email)
}

/// One version with everybody who takes part.
struct Story<'a> {
    document: &'a Document,
    version: &'a Version,
    number: usize,
    owner: &'a Person,
    approver: &'a Person,
    author: &'a Person,
    /// Day of review as the file showed it before.
    before: Option<Date>,
    /// Day of review when the version is done.
    reviewed: Option<Date>,
}

impl Story<'_> {
    /// `PRC-013 2.1`
    fn name(&self) -> String {
        format!("{} {}", self.document.id, self.version.label)
    }

    /// What the version is about, for a first line.
    fn subject(&self) -> String {
        let short = |it: &&str| it.chars().count() <= 58 && !it.to_lowercase().ends_with("review");
        let parts = self.version.note.split("; ").find(|it| short(it)).or_else(|| self.version.note.split(", ").find(short));
        let mut text = self.version.subject.clone().or(parts.map(str::to_owned)).unwrap_or_else(|| self.document.title.clone());
        // In the middle of a line a sentence begins small, an abbreviation does not.
        if text.chars().nth(1).is_some_and(char::is_lowercase) && self.version.subject.is_none() {
            text = text.chars().take(1).flat_map(char::to_lowercase).chain(text.chars().skip(1)).collect();
        }
        format!("{}: {text}", self.name())
    }

    fn branch(&self) -> String {
        format!("doc/{}-{}", self.document.id.to_lowercase(), self.version.label)
    }

    /// Minute of the day of the steps, one after the other.
    fn minute(&self, step: i32) -> i32 {
        525 + step * 125 + pick(&format!("{} {step}", self.name()), 100)
    }

    /// The day of approval: a few days later, and before the text takes effect.
    fn approval_day(&self) -> Date {
        let room = self.version.effective.days_since(self.version.date);
        if room < 2 {
            return self.version.date;
        }
        let day = workday(self.version.date.plus_days(1 + pick(&self.name(), (room - 2).clamp(1, 4))));
        if day < self.version.effective { day } else { workday_before(self.version.effective.plus_days(-1)) }
    }

    fn file(&self, reviewed: Option<Date>, status: &str) -> (String, Option<String>) {
        let path = self.document.path_at(self.number).to_owned();
        (path, Some(self.document.text(self.number, reviewed, status)))
    }

    fn step(&self, at: crate::source::Instant, author: &Person, message: Option<Message>) -> Step {
        let files = std::collections::BTreeMap::new();
        Step { at, author: author.clone(), files, message: message.unwrap_or_default(), signed: true }
    }

    fn write(&self, at: crate::source::Instant, reviewed: Option<Date>, status: &str, signed: bool) -> Step {
        let mut step = self.step(at, self.author, Some(Message::new(self.subject()).body(self.reason())));
        step.files.extend([self.file(reviewed, status)]);
        step.files.extend(self.version.moved_from.iter().map(|path| (path.clone(), None)));
        step.files.extend(self.version.removes.iter().map(|path| (path.clone(), None)));
        step.signed = signed;
        step
    }

    fn review(&self, at: crate::source::Instant, status: &str) -> Step {
        let message = self.reviewed_trailers(Message::new(format!("{}: reviewed by its owner", self.name())));
        let mut step = self.step(at, self.owner, Some(message));
        // A record has no day of review to move.
        if self.reviewed != self.before {
            step.files.extend([self.file(self.reviewed, status)]);
        }
        step
    }

    fn merge(&self, at: crate::source::Instant, person: &Person) -> Step {
        let message = Message::new(format!("Merge branch '{}'", self.branch())).body(format!("{}.", self.subject()));
        self.step(at, person, Some(message))
    }

    fn change(&self, steps: Vec<Step>, merge: Step) -> Change {
        Change { subject: self.name(), branch: Some(self.branch()), steps, merge: Some(merge) }
    }

    /// The reason as the change history gives it.
    fn reason(&self) -> String {
        format!("{}.", self.version.note.trim_end_matches('.'))
    }

    fn trailers(&self, message: Message, act: &str, person: &Person) -> Message {
        message.trailer("Document", &self.document.id).trailer(act, by(person))
    }

    fn reviewed_trailers(&self, message: Message) -> Message {
        self.trailers(message, "Reviewed-by", self.owner).trailer("Review-outcome", "revised")
    }
}
