//! One document of the example through its versions.

use super::earlier::{Earlier, Later, Undo};
use super::entries;
use super::text::{self, Line};
use crate::base::{Cycle, Date};

/// A document with all texts it ever had.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Its id.
    pub(super) id: String,
    /// Where it lies today.
    pub(super) path: String,
    /// Its title.
    pub(super) title: String,
    /// Its type.
    pub(super) kind: String,
    /// Role that owns it.
    pub(super) owner: String,
    /// Role that approves it.
    pub(super) approver: String,
    /// How often it is reviewed; records are not.
    pub(super) cycle: Option<Cycle>,
    /// Day of its last review, as today's text has it.
    pub(super) reviewed: Option<Date>,
    /// The day its successor took its place.
    pub(super) until: Option<Date>,
    /// Days on which it was reviewed besides.
    pub(super) also: Vec<Date>,
    /// Its versions, oldest first.
    pub(super) versions: Vec<Version>,
}

/// A version of a document.
#[derive(Clone, Debug)]
pub(super) struct Version {
    /// Its label.
    pub(super) label: String,
    /// The day its change history names.
    pub(super) date: Date,
    /// Day it took effect.
    pub(super) effective: Date,
    /// The reason its change history gives.
    pub(super) note: String,
    /// Who wrote it, if not the owner.
    pub(super) author: Option<String>,
    /// First line of the commit, without id and version.
    pub(super) subject: Option<String>,
    /// Writing it was a review as well.
    pub(super) review: bool,
    /// Where the file lay before it, if elsewhere.
    pub(super) moved_from: Option<String>,
    /// Files that went with it.
    pub(super) removes: Vec<String>,
    text: String,
}

impl Document {
    /// Works out the earlier versions from today's text.
    pub(super) fn read(path: &str, text: &str, earlier: &Earlier, last: Date) -> Result<Self, String> {
        let field = |key: &str| text::get(text, key).map(str::to_owned).ok_or_else(|| format!("{path} has no `{key}`"));
        let day = |key: &str| text::get(text, key).and_then(|it| Date::parse(it).ok());
        let reviewed = day("reviewed");
        let effective = day("effective").ok_or_else(|| format!("{path} has no `effective`"))?;
        let kind = field("type")?;
        let mut lines = text::changes(text);
        let shown = lines.len();
        lines.extend(earlier.older.iter().cloned());
        let mut versions: Vec<Version> = Vec::new();
        let mut body = text.to_owned();
        let newest = lines.first().and_then(|it| Date::parse(&it.date).ok()).unwrap_or(effective);
        for (number, line) in lines.iter().enumerate() {
            let date = Date::parse(&line.date).map_err(|error| format!("{path}: `{}` is {error}", line.date))?;
            let effective = if number == 0 { effective } else { date.plus_days(effective.days_since(newest).clamp(0, 14)) };
            // A change history shows a few lines; at the time, it showed as many of the ones before.
            let window = &lines[number..(number + shown).min(lines.len())];
            let known = earlier.versions.get(&line.version);
            let version = Version {
                label: line.version.clone(),
                date,
                effective,
                note: line.note.clone(),
                author: known.and_then(|it| it.author.clone()).or_else(|| earlier.author.clone()),
                subject: known.and_then(|it| it.subject.clone()),
                review: is_review(&kind, line) || reviewed == Some(date),
                moved_from: known.and_then(|it| it.moved_from.clone()),
                removes: known.map(|it| it.removes.clone()).unwrap_or_default(),
                text: dressed(&body, line, effective, window),
            };
            versions.push(version);
            for undo in known.map_or(&[] as &[Undo], |it| &it.undo) {
                body = undo.apply(&body).map_err(|error| format!("{path}, before {}: {error}", line.version))?;
            }
        }
        versions.reverse();
        for later in earlier.later.iter().filter(|it| Date::parse(&it.line.date).is_ok_and(|day| day <= last)) {
            versions.push(following(&versions, later, &kind, shown).map_err(|error| format!("{path}: {error}"))?);
        }
        Ok(Self {
            id: field("id")?,
            path: path.to_owned(),
            title: field("title")?.trim_matches('"').to_owned(),
            owner: field("owner")?,
            approver: field("approver")?,
            cycle: text::get(text, "review_cycle").and_then(Cycle::parse),
            kind,
            reviewed,
            until: None,
            also: earlier.also.iter().copied().filter(|day| *day <= last).collect(),
            versions,
        })
    }

    /// The text of a version with a day of review and a status.
    pub(super) fn text(&self, version: usize, reviewed: Option<Date>, status: &str) -> String {
        // An outline that waits for the first record is no record yet.
        let outline = self.kind == "record" && self.versions[version].label.starts_with("0.");
        let it = &self.versions[version];
        let text = entries::on_day(&it.text, it.date, reviewed.map_or(it.date, |day| day.max(it.date)));
        let text = text::set(&text, "status", if outline { "draft" } else { status });
        match reviewed {
            Some(day) => text::set(&text, "reviewed", &day.to_string()),
            None => text,
        }
    }

    /// Where the file lay when a version was new.
    pub(super) fn path_at(&self, version: usize) -> &str {
        let later = self.versions.iter().skip(version + 1);
        later.filter_map(|it| it.moved_from.as_deref()).next().unwrap_or(&self.path)
    }

    /// Registers and records are signed off by their owner; everything else needs a second person.
    pub(super) fn is_kept(&self) -> bool {
        matches!(self.kind.as_str(), "register" | "record")
    }
}

fn dressed(body: &str, line: &Line, effective: Date, window: &[Line]) -> String {
    let text = text::set(body, "version", &line.version);
    let text = text::set(&text, "effective", &effective.to_string());
    text::with_changes(&text, window)
}

/// A version that comes after today's.
fn following(versions: &[Version], later: &Later, kind: &str, shown: usize) -> Result<Version, String> {
    let newest = versions.last().ok_or("there is no version to follow")?;
    let date = Date::parse(&later.line.date)?;
    let mut text = newest.text.clone();
    for step in &later.steps {
        text = step.apply(&text)?;
    }
    let mut lines = vec![later.line.clone()];
    lines.extend(text::changes(&text).into_iter().take(shown.max(2) - 1));
    let effective = date.plus_days(2);
    Ok(Version {
        label: later.line.version.clone(),
        date,
        effective,
        note: later.line.note.clone(),
        author: None,
        subject: None,
        review: is_review(kind, &later.line),
        moved_from: None,
        removes: Vec::new(),
        text: dressed(&text, &later.line, effective, &lines),
    })
}

/// A register gets entries between its reviews; everything else is looked at as a whole when it changes.
fn is_review(kind: &str, line: &Line) -> bool {
    let note = line.note.to_lowercase();
    kind != "register" || ["review", "monthly", "half-year"].iter().any(|it| note.contains(it))
}
