//! The figures of the control report: the timeline of documents, approvals by quarter.

use super::Site;
use super::evidence::counted;
use crate::base::{Date, SitePath, number_key};
use crate::handbook::document_control::SpanKind;
use crate::handbook::{EntryIdx, Proof, Review};
use crate::render::figure::{
    self, AuditMark, AuditParty, CONTROL_ROWS, ControlRow, ControlSpan, ControlTimeline, QuarterRow, Words,
};
use crate::render::view::Figure;

/// Days that the timeline shows beyond the day: a quarter.
const AHEAD: i32 = 92;

impl Site<'_> {
    /// The control timeline. Of more documents than it has room for, those with exceptions come first.
    pub(super) fn control_figure(&self, path: &SitePath) -> Figure {
        let words = self.words();
        let report = &self.handbook.control;
        let mut shown: Vec<EntryIdx> = (0..self.handbook.entries.len()).filter(|&it| self.is_controlled(it)).collect();
        let all = shown.len();
        if all > CONTROL_ROWS {
            shown.sort_by_key(|&it| (!self.is_exception(it), it));
            shown.truncate(CONTROL_ROWS);
        }
        let to = report.to.plus_days(AHEAD);
        let control = ControlTimeline {
            from: report.from,
            to,
            today: report.to,
            today_word: words.get("distance.today").to_owned(),
            ticks: self.quarter_starts(report.from, to),
            audits: self.timeline_audits(report.from, to),
            groups: self.timeline_groups(path, shown),
        };
        let title = words.get("ctrl.timeline").to_owned();
        let (from, day) = (self.date(report.from), self.date(report.to));
        let desc = words.with("ctrl.timeline.desc", &[("from", &from), ("to", &day)]);
        let caption = if all > CONTROL_ROWS {
            words.with("ctrl.timeline.some", &[("n", &CONTROL_ROWS.to_string()), ("of", &all.to_string())])
        } else {
            String::new()
        };
        Figure { svg: figure::control_timeline(Words { id: "tl", title: &title, desc: &desc }, &control), caption }
    }

    /// Whether a document has anything to control: no record, and not withdrawn before all history.
    fn is_controlled(&self, idx: EntryIdx) -> bool {
        let entry = &self.handbook.entries[idx];
        let timeline = &entry.control.timeline;
        let past = !timeline.spans.is_empty() || timeline.marks.iter().any(|it| it.kind.approves());
        past || entry.control.approval.is_some() || entry.review != Review::NotNeeded
    }

    fn is_exception(&self, idx: EntryIdx) -> bool {
        let entry = &self.handbook.entries[idx];
        let weak = matches!(entry.control.approval_proof(), Some(Proof::Contradicted | Proof::Claimed));
        weak || entry.review.is_late() || !entry.control.pending.is_empty()
    }

    fn timeline_groups(&self, path: &SitePath, mut shown: Vec<EntryIdx>) -> Vec<Vec<ControlRow>> {
        let entries = &self.handbook.entries;
        let kinds = &self.handbook.config.types.documents;
        let place = |idx: EntryIdx| {
            let kind = &entries[idx].document.kind.value;
            (kinds.keys().position(|it| it == kind).unwrap_or(usize::MAX), kind.clone())
        };
        shown.sort_by_cached_key(|&it| (place(it), number_key(entries[it].document.id.value.as_str())));
        shown
            .chunk_by(|a, b| place(*a) == place(*b))
            .map(|group| group.iter().map(|&it| self.timeline_row(path, it)).collect())
            .collect()
    }

    fn timeline_row(&self, path: &SitePath, idx: EntryIdx) -> ControlRow {
        let words = self.words();
        let entry = &self.handbook.entries[idx];
        let timeline = &entry.control.timeline;
        let span = |kind: SpanKind| match kind {
            SpanKind::InForce => ControlSpan::InForce,
            SpanKind::InReview => ControlSpan::InReview,
            SpanKind::Overdue => ControlSpan::Overdue,
        };
        let (tone, due_word) = match entry.review {
            Review::NotNeeded => ("d", String::new()),
            Review::Never => ("od", words.get("review.never").to_owned()),
            Review::Late { due } | Review::Overdue { due } => ("od", words.due(due, self.handbook.as_of)),
            Review::DueSoon { due } => ("sn", words.with("ctrl.due", &[("day", &self.date(due))])),
            Review::Current { due } => ("d", words.with("ctrl.due", &[("day", &self.date(due))])),
        };
        ControlRow {
            id: entry.document.id.value.to_string(),
            title: entry.document.title.value.clone(),
            href: self.document_href(path, idx),
            spans: timeline.spans.iter().map(|it| (it.from, it.to, span(it.kind))).collect(),
            approvals: timeline.marks.iter().filter(|it| it.kind.approves()).map(|it| (it.day, it.proof)).collect(),
            due: timeline.due,
            due_word,
            tone,
        }
    }

    fn quarter_starts(&self, from: Date, to: Date) -> Vec<(Date, String)> {
        let years = from.year()..=to.year();
        let firsts = years.flat_map(|year| [1i8, 4, 7, 10].into_iter().filter_map(move |month| Date::new(year, month, 1)));
        let inside = firsts.filter(|it| (from..=to).contains(it));
        inside.map(|it| (it, self.words().get(&format!("month.{}", it.month())).to_owned())).collect()
    }

    fn timeline_audits(&self, from: Date, to: Date) -> Vec<AuditMark> {
        let audits = self.handbook.items_of("audit").filter_map(|(_, item)| Some((item.date("date")?, item)));
        let inside = audits.filter(|(date, _)| (from..=to).contains(date));
        inside
            .map(|(date, item)| AuditMark {
                date,
                label: self.word_of("word", item.text("scheme").unwrap_or_default()),
                date_word: self.date(date),
                party: match item.text("scheme") {
                    Some("internal") => AuditParty::Internal,
                    Some("customer") => AuditParty::Customer,
                    _ => AuditParty::External,
                },
                planned: date > self.handbook.as_of,
            })
            .collect()
    }

    /// A sign for each approval, by quarter, from the first quarter that has one.
    pub(super) fn signature_figure(&self) -> Option<Figure> {
        let words = self.words();
        let quarters = &self.handbook.control.quarters;
        let first = quarters.iter().position(|it| !it.approvals.is_empty())?;
        let row = |it: &crate::handbook::document_control::Quarter| {
            let proofs: Vec<Proof> = it.approvals.iter().map(|it| it.0).collect();
            let proven = proofs.iter().filter(|it| **it == Proof::Proven).count();
            let (n, of) = (proven.to_string(), proofs.len().to_string());
            QuarterRow {
                label: words.with("ctrl.quarter", &[("q", &it.quarter.to_string()), ("y", &it.year.to_string())]),
                words: if proofs.is_empty() {
                    words.get("ctrl.quarter.none").to_owned()
                } else {
                    words.with("ctrl.quarter.proven", &[("n", &n), ("of", &of)])
                },
                approvals: proofs,
            }
        };
        let rows: Vec<QuarterRow> = quarters[first..].iter().map(row).collect();
        let desc = rows.iter().map(|it| format!("{}: {}.", it.label, it.words)).collect::<Vec<_>>().join(" ");
        let title = words.get("ctrl.signatures").to_owned();
        let total: usize = rows.iter().map(|it| it.approvals.len()).sum();
        Some(Figure {
            svg: figure::signatures(Words { id: "sig", title: &title, desc: &desc }, &rows),
            caption: words.plural("ctrl.signatures.count", counted(total)),
        })
    }
}
