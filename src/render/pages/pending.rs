//! The page of a text that is not in force, on a site that shows the texts in force: what it still needs and what it changes.

use super::Site;
use super::body::draw;
use super::redlines::redline_words;
use crate::base::SitePath;
use crate::handbook::{EntryIdx, Pending};
use crate::model::Status;
use crate::redline;
use crate::render::body::Shown;
use crate::render::redline::{RedlineContext, fields, redline as redline_html};
use crate::render::view::{Banner, Link, Part, PendingPart};
use crate::syntax::{Reference, ReferenceKind};

impl Site<'_> {
    /// What is said of a pending text on its own page; nothing on other pages.
    pub(super) fn pending_part(&self, path: &SitePath, idx: EntryIdx) -> Option<PendingPart> {
        let pending = self.own_pending(path, idx)?;
        let words = self.words();
        let mut needs = Vec::new();
        if pending.uncommitted {
            needs.push(vec![Part::text(words.get("pending.needs.commit"))]);
        }
        if pending.unrecorded {
            needs.push(vec![Part::text(words.get("pending.needs.record"))]);
        }
        if pending.needs_approval {
            let approver = self.handbook.entries[idx].document.approver.as_ref();
            needs.push(match approver {
                Some(role) => vec![Part::text(words.get("pending.needs.approval.by")), self.role_part(path, &role.value)],
                None => vec![Part::text(words.get("pending.needs.approval"))],
            });
        }
        if let Some(day) = pending.from {
            needs.push(vec![Part::text(words.with("pending.needs.day", &[("date", &words.date(day))]))]);
        }
        let redline_html = self.pending_redline(path, idx, pending).unwrap_or_default();
        Some(PendingPart { needs, first: pending.in_force.is_none(), redline_html })
    }

    /// What a pending text changes in the text in force.
    fn pending_redline(&self, path: &SitePath, idx: EntryIdx, pending: &Pending) -> Option<String> {
        let entry = &self.handbook.entries[idx];
        let old = self.inputs.texts.get(&pending.in_force.as_ref()?.blob)?;
        let change = redline::compare(old, self.inputs.text(&entry.path)?);
        let words = redline_words(self.words());
        let mut links = self.links_shown(path, idx);
        links.extend(change.old.parsed.references.iter().map(|it| self.shown_before(it)));
        let ctx = RedlineContext {
            title: &entry.document.title.value,
            links: &links,
            sections: &[],
            diagram: &draw,
            body_words: &self.shared.body_words,
            words: &words,
            commits: &[],
            id_prefix: "change:",
        };
        let mut html = fields(&change.fields, ("", ""), &words);
        if change.changes_body() {
            html.push_str(&redline_html(&change, &ctx).html);
        }
        Some(html)
    }

    /// A reference of the text in force beside the pending one: values by what they stand for, links as their words.
    pub(super) fn shown_before(&self, reference: &Reference) -> Shown {
        match &reference.kind {
            ReferenceKind::Value { name } => {
                let value = self.handbook.config.values.get(name.as_str());
                value.map_or(Shown::Dead, |it| Shown::Value(it.text.clone()))
            }
            _ => Shown::Plain(None),
        }
    }

    /// A pending text whose own page this is.
    pub(super) fn own_pending(&self, path: &SitePath, idx: EntryIdx) -> Option<&Pending> {
        self.handbook.entries[idx].pending.as_ref().filter(|it| it.page == *path)
    }

    /// What stands over a page: over the pending text that it is not in force, over the text in force that another is pending.
    pub(super) fn pending_banner(&self, path: &SitePath, idx: EntryIdx) -> Option<Banner> {
        let pending = self.handbook.entries[idx].pending.as_ref()?;
        let link = |to: &SitePath| Link { title: String::new(), href: path.link_to(to) };
        if pending.page == *path {
            let in_force = pending.in_force.as_ref().map(|it| link(&it.page));
            return Some(Banner::not_in_force(in_force, self.words()));
        }
        Some(Banner::pending(&self.pending_state(pending), link(&pending.page), self.words()))
    }

    /// `1.2 in review`, `2.0 approved, from 1 August 2026`.
    fn pending_state(&self, pending: &Pending) -> String {
        let words = self.words();
        let version = pending.version.as_ref().map_or(String::new(), |it| format!("{it} "));
        let state = match (pending.status, pending.from) {
            (Some(Status::Approved), Some(day)) if !pending.needs_approval => {
                words.with("pending.state.from", &[("date", &words.date(day))])
            }
            (Some(Status::Approved) | None, _) => words.get("pending.state.unapproved").to_owned(),
            (Some(status), _) => words.get(&format!("status.inline.{}", status.name())).to_owned(),
        };
        format!("{version}{state}")
    }

    /// The pill of a document of which a text is pending: its words and look.
    pub(super) fn pending_pill(&self, idx: EntryIdx) -> Option<(String, &'static str)> {
        let pending = self.handbook.entries[idx].pending.as_ref()?;
        let look = if pending.status == Some(Status::Draft) { "draft" } else { "review" };
        Some((self.pending_state(pending), look))
    }
}
