//! The master list of documents and its saved filters.

use super::Site;
use super::frame::Frame;
use super::plan::FILTERS;
use crate::base::{SitePath, number_key};
use crate::handbook::{EntryIdx, Proof, Review, TableKind};
use crate::model::Status;
use crate::render::figure;
use crate::render::view::{Choice, Day, Part, ProofLevel, RegisterPage, RegisterRow, register_tabs};

/// Rows on one page; longer lists go on over several.
pub(super) const ROWS: usize = 500;

impl Site<'_> {
    /// The master list by a saved filter, one page of it.
    pub(super) fn register(&self, path: &SitePath, filter: &str, at: usize) -> RegisterPage {
        let words = self.words();
        let all = self.filtered(filter);
        let shown: Vec<EntryIdx> = all.iter().copied().skip(at * ROWS).take(ROWS).collect();
        let key = if filter.is_empty() { String::from("all") } else { filter.replace('-', "_") };
        let title = words.get("register.title").to_owned();
        let day = self.date(self.handbook.as_of);
        RegisterPage {
            page: self.frame(Frame {
                path,
                title: &title,
                section: "register",
                menu_page: filter.is_empty() && at == 0,
                description: None,
                crumbs: Vec::new(),
            }),
            lead: match self.unjudged() {
                None => words.with("register.lead.judged", &[("day", &day)]),
                Some(_) => words.with("register.lead", &[("day", &day)]),
            },
            tabs: register_tabs(
                FILTERS.map(|it| self.filtered(it).len()),
                FILTERS.iter().position(|it| *it == filter).unwrap_or(0),
                words,
            ),
            pages: self.register_pages(path, filter, at, all.len()),
            exports: self.export_links(path, &TableKind::Register),
            caption: words.get(&format!("register.{key}")).to_owned(),
            rows: shown.into_iter().map(|idx| self.register_row(path, idx)).collect(),
            empty: words.get(&format!("register.{key}.empty")).to_owned(),
            key: words.get("register.key").to_owned(),
            sorted_by: String::from("id"),
            title,
        }
    }

    fn register_pages(&self, path: &SitePath, filter: &str, current: usize, count: usize) -> Vec<Choice> {
        if count <= ROWS {
            return Vec::new();
        }
        let page = |at: usize| Choice {
            title: format!("{}–{}", at * ROWS + 1, ((at + 1) * ROWS).min(count)),
            href: path.link_to(&register_page(filter, at)),
            count: 0,
            current: at == current,
            alert: false,
        };
        (0..count.div_ceil(ROWS)).map(page).collect()
    }

    /// Documents that a saved filter lets through, in the order of their ids.
    pub(super) fn filtered(&self, filter: &str) -> &[EntryIdx] {
        let lists = self.shared.filtered_lists.get_or_init(|| {
            let entries = &self.handbook.entries;
            let mut all: Vec<EntryIdx> = (0..entries.len()).collect();
            all.sort_by_cached_key(|&idx| number_key(entries[idx].document.id.value.as_str()));
            FILTERS.map(|filter| all.iter().copied().filter(|&idx| self.passes(filter, idx)).collect())
        });
        FILTERS.iter().position(|it| *it == filter).map_or(&[], |at| &lists[at])
    }

    fn passes(&self, filter: &str, idx: EntryIdx) -> bool {
        let entry = &self.handbook.entries[idx];
        let status = entry.document.status.as_ref().map(|it| it.value);
        match filter {
            "due-soon" => matches!(entry.review, Review::DueSoon { .. }),
            "overdue" => entry.review.is_late(),
            "unapproved" => matches!(status, None | Some(Status::Draft | Status::InReview)),
            "not-proven" => status == Some(Status::Approved) && self.proof(idx) != Some(ProofLevel::Proven),
            _ => true,
        }
    }

    fn register_row(&self, path: &SitePath, idx: EntryIdx) -> RegisterRow {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let (pill, pill_kind) = self.status_pill(idx);
        let owner = document.owner.as_ref().map_or_else(Part::default, |it| self.role_part(path, &it.value));
        RegisterRow {
            id: document.id.value.to_string(),
            title: document.title.value.clone(),
            href: self.document_href(path, idx),
            pill,
            pill_kind: pill_kind.to_owned(),
            kind: self.type_title(idx),
            version: document.version.as_ref().map_or(String::new(), |it| it.value.clone()),
            status: self.status_word(idx),
            disputed: entry.control.is_disputed(),
            owner,
            reviewed: self.reviewed_day(idx),
            proof: self.proof_of(idx),
            cycle_svg: self.cycle_svg(idx),
            due: self.review_day(idx),
        }
    }

    fn cycle_svg(&self, idx: EntryIdx) -> String {
        let entry = &self.handbook.entries[idx];
        let (Some(reviewed), Some(due)) = (entry.control.review.last, entry.review.due()) else { return String::new() };
        let days = |count: i32| u32::try_from(count).unwrap_or(0);
        figure::cycle_track(days(self.handbook.as_of.days_since(reviewed)), days(due.days_since(reviewed)))
    }

    /// The last review; with the level of its proof where that is an exception.
    fn reviewed_day(&self, idx: EntryIdx) -> Day {
        let review = &self.handbook.entries[idx].control.review;
        let Some(day) = review.last.or(review.claimed) else { return Day::default() };
        let level = review.proof.filter(|it| self.unjudged().is_none() && matches!(it, Proof::Claimed | Proof::Contradicted));
        Day {
            distance: level.map_or(String::new(), |it| self.words().get(ProofLevel::from(it).key()).to_owned()),
            tone: if level == Some(Proof::Contradicted) { String::from("bad") } else { String::new() },
            ..self.day(day)
        }
    }
}

/// The address of a page of the master list.
pub(super) fn register_page(filter: &str, at: usize) -> SitePath {
    let name = if filter.is_empty() { "index" } else { filter };
    match at {
        0 => SitePath::new(&format!("register/{name}.html")),
        _ => SitePath::new(&format!("register/{name}-{}.html", at + 1)),
    }
}
