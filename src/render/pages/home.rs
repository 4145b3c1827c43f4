//! The start page.

use super::Site;
use super::address::{control_page, cycle_page, matrix_page, required_page, roles_page};
use super::editions::EditionParts;
use super::evidence::counted;
use super::frame::Frame;
use super::register::register_page;
use crate::base::{Date, SitePath, Spanned};
use crate::handbook::document_control::{ChangeKind, RevisionRecord};
use crate::handbook::{EntryIdx, FrameworkCoverage, Proof, State};
use crate::model::Status;
use crate::render::escape::escape;
use crate::render::figure::{self, AuditRule, DocumentBars, ReviewMark, ReviewYear, SpineChapter, Words};
use crate::render::view::{
    DueRow, EditionBlock, EditionRow, HomeFigure, HomePage, Link, Part, PartStyle, ProofLevel, ProofMark, RecentChange, Way,
    WayRow, ways_in,
};
use crate::source::Standing;

/// Rows of the two tables.
const ROWS: usize = 6;

impl Site<'_> {
    /// The start page.
    pub(super) fn home(&self, path: &SitePath) -> HomePage {
        let settings = &self.handbook.config.settings;
        let words = self.words();
        let (scope_html, scope_source) = self.scope(path);
        let link = |key: &str, page: &SitePath| Some(Link { title: words.get(key).to_owned(), href: path.link_to(page) });
        let mut page = self.frame(Frame {
            path,
            title: &settings.title,
            section: "",
            menu_page: false,
            description: None,
            crumbs: Vec::new(),
        });
        page.body_class = format!("{} home", page.body_class).trim_start().to_owned();
        HomePage {
            page,
            title: settings.title.clone(),
            scope_html,
            scope_source,
            edition: self.edition_block(path),
            ways: ways_in(words)
                .into_iter()
                .zip([self.way_procedures(path), self.way_owning(path), self.way_auditing(path)])
                .map(|(way, rows)| Way { rows, ..way })
                .collect(),
            figures: self.home_figures(path),
            due: self.due_rows(path),
            due_more: link("home.due.more", &register_page("", 0)),
            changes: self.recent_changes(path),
            changes_more: None,
        }
    }

    /// The first paragraph of the section that `scope` in the settings names.
    fn scope(&self, path: &SitePath) -> (String, Option<Link>) {
        let Some(scope) = &self.handbook.config.settings.scope else { return (String::new(), None) };
        let (id, anchor) = scope.value.split_once('#').unwrap_or((&scope.value, ""));
        let Some(idx) = self.handbook.ids.document(id) else { return (String::new(), None) };
        let outline = &self.handbook.entries[idx].document.parsed.outline;
        let section = outline.iter().position(|it| it.anchor == anchor);
        let Some(text) = self.first_paragraph(idx, section) else { return (String::new(), None) };
        let place = match section {
            Some(at) => format!("{}, {}", self.handbook.entries[idx].document.id.value, self.section_title(idx, at)),
            None => self.handbook.entries[idx].document.id.value.to_string(),
        };
        (escape(&text), Some(Link { title: place, href: self.section_href(path, idx, section) }))
    }

    fn edition_block(&self, path: &SitePath) -> EditionBlock {
        let words = self.words();
        let row = |key: &str, parts: Vec<Part>| EditionRow { label: words.get(key).to_owned(), proof: None, parts };
        let framework = self.handbook.catalogue.framework(self.handbook.primary());
        let mut rows = vec![row("home.as_of", vec![Part::text(self.date(self.handbook.as_of))])];
        if let Some(framework) = framework {
            // Of an amendment only what follows the slash: the designation before it is the standard's own.
            let amendments = framework.amendments.iter().filter_map(|it| it.rsplit_once('/').map(|(_, tail)| tail.to_owned()));
            let standard: Vec<String> = std::iter::once(framework.code.clone()).chain(amendments).collect();
            rows.push(row("home.standard", vec![Part::text(standard.join(", "))]));
        }
        let day = self.handbook.as_of;
        let certificates = self.handbook.items_of("certificate").filter_map(|(at, item)| Some((item.date("to")?, at, item)));
        if let Some((to, at, item)) = certificates.filter(|(to, ..)| *to >= day).max_by_key(|(to, ..)| *to) {
            let number = item.text("number").unwrap_or(item.id.value.as_str()).to_owned();
            let until = words.with("home.valid_to", &[("day", &self.date(to))]);
            rows.push(row(
                "home.certificate",
                vec![Part::link(number, self.item_href(path, at)), Part::text(format!(", {until}"))],
            ));
        }
        let held = i64::try_from(self.handbook.entries.len()).unwrap_or(i64::MAX);
        let list = path.link_to(&register_page("", 0));
        rows.push(row("home.documents", vec![Part::link(words.plural("home.documents.count", held), list)]));
        let (page, summary) = match self.unjudged() {
            Some(_) => (SitePath::new("proof/index.html"), words.get("home.proof.unread").to_owned()),
            None => (control_page(), self.proof_summary()),
        };
        rows.push(row("home.proof", vec![Part::link(summary, path.link_to(&page))]));
        if let Some(head) = &self.handbook.control.head {
            rows.push(row("home.commit", vec![Part::text(head.short()).set(PartStyle::Code)]));
        }
        let edition = &self.inputs.edition;
        let parts = EditionParts::new(edition, &self.placement, self.handbook.as_of, words);
        EditionBlock {
            name: parts.name,
            word: if edition.standing == Standing::Draft { words.get("home.edition.word").to_owned() } else { parts.word },
            kind: parts.kind.to_owned(),
            rows,
        }
    }

    /// How many approvals stand on each level, the best first; levels without one are left out.
    fn proof_summary(&self) -> String {
        let levels = [ProofLevel::Proven, ProofLevel::Attested, ProofLevel::Claimed, ProofLevel::Contradicted];
        let counted = levels.into_iter().filter_map(|level| {
            let n = (0..self.handbook.entries.len()).filter(|&it| self.proof(it) == Some(level)).count();
            (n > 0).then(|| format!("{n} {}", self.words().get(&format!("{}.inline", level.key()))))
        });
        let parts: Vec<String> = counted.collect();
        if parts.is_empty() { self.words().get("home.proof.none").to_owned() } else { parts.join(", ") }
    }

    fn chosen(&self, path: &SitePath, ids: &[Spanned<String>]) -> Vec<WayRow> {
        let found = ids.iter().filter_map(|it| self.handbook.ids.document(&it.value));
        found.map(|idx| self.way_row(path, idx)).collect()
    }

    fn way_row(&self, path: &SitePath, idx: EntryIdx) -> WayRow {
        let Link { title, href } = self.document_link(path, idx);
        WayRow { title, href, note: self.handbook.entries[idx].document.id.value.to_string() }
    }

    fn way_procedures(&self, path: &SitePath) -> Vec<WayRow> {
        let mut rows = self.chosen(path, &self.handbook.config.settings.home.procedures);
        if rows.is_empty() {
            let kinds = &self.handbook.config.types.documents;
            let all = &self.handbook.entries;
            let tells_how = |idx: EntryIdx| {
                let kind = kinds.get(&all[idx].document.kind.value);
                kind.is_none_or(|it| matches!(it.column.as_str(), "process" | "procedure"))
            };
            let usable = self.handbook.nav.order.iter().copied().filter(|&idx| !all[idx].document.is_retired());
            // What is approved comes before drafts, and procedures before anything else there may be.
            let mut first: Vec<EntryIdx> = usable.collect();
            first.sort_by_key(|&idx| (!tells_how(idx), self.handbook.status_key(idx) != "approved"));
            let any = first.iter().any(|&idx| tells_how(idx));
            let useful = first.into_iter().filter(|&idx| !any || tells_how(idx));
            rows = useful.take(4).map(|idx| self.way_row(path, idx)).collect();
        }
        rows
    }

    fn way_owning(&self, path: &SitePath) -> Vec<WayRow> {
        let words = self.words();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let row = |key: &str, page: &SitePath, note: String| WayRow {
            title: words.get(key).to_owned(),
            href: path.link_to(page),
            note,
        };
        let filter = |name: &str| self.filtered(name).len();
        let mut rows = vec![
            row("home.by_owner", &roles_page(), words.plural("home.roles", count(self.handbook.roles.all.len()))),
            row("home.due_soon", &register_page("due-soon", 0), filter("due-soon").to_string()),
            row("home.unapproved", &register_page("unapproved", 0), filter("unapproved").to_string()),
        ];
        rows.extend(self.chosen(path, &self.handbook.config.settings.home.owning));
        rows
    }

    fn way_auditing(&self, path: &SitePath) -> Vec<WayRow> {
        let words = self.words();
        let row = |key: &str, page: &SitePath, note: String| WayRow {
            title: words.get(key).to_owned(),
            href: path.link_to(page),
            note,
        };
        let clauses = self.handbook.coverage.first().map_or(0, |it| it.reached(State::Gap).1);
        let clauses = words.plural("home.clauses", counted(clauses));
        let (provided, of) = self.required_counts();
        let part = words.with("evidence.of", &[("n", &provided.to_string()), ("of", &of.to_string())]);
        let required = if of > 0 { part } else { String::new() };
        let held = self.handbook.items_of("audit").filter(|(_, item)| item.text("status") == Some("done")).count();
        let audits = words.plural("reports.audits", counted(held));
        let report = &self.handbook.control;
        let contradicted = report.figures.contradicted;
        let control = match (report.state.is_judged(), contradicted) {
            (false, _) => String::new(),
            (true, 0) => words.plural("reports.document_control.proven", counted(report.figures.proven)),
            (true, n) => words.plural("reports.document_control.contradicted", counted(n)),
        };
        let mut rows = vec![
            row("reports.document_control", &control_page(), control),
            row("home.matrix", &matrix_page(self.handbook.primary().as_str()), clauses),
            row("home.required", &required_page(), required),
            row("home.cycle", &cycle_page(), audits),
        ];
        rows.extend(self.chosen(path, &self.handbook.config.settings.home.auditing));
        rows
    }

    fn home_figures(&self, path: &SitePath) -> Vec<HomeFigure> {
        let coverage = self.handbook.coverage.first().map(|it| self.coverage_figure(path, it));
        let figures = [coverage, Some(self.documents_figure(path)), Some(self.reviews_figure(path)), self.audit_figure(path)];
        figures.into_iter().flatten().collect()
    }

    fn coverage_figure(&self, path: &SitePath, coverage: &FrameworkCoverage) -> HomeFigure {
        let words = self.words();
        let framework = self.handbook.catalogue.framework(&coverage.framework);
        let mut chapters: Vec<SpineChapter> = Vec::new();
        let mut chapter_at = None;
        for (idx, it) in coverage.clauses.iter().enumerate().filter(|(_, it)| it.state > State::Excluded) {
            let Some(framework) = framework else { continue };
            let chapter = framework.chapter(idx);
            if chapter_at != Some(chapter) {
                chapter_at = Some(chapter);
                let number = framework.clauses()[chapter].number.to_string();
                chapters.push(SpineChapter { number, signs: Vec::new() });
            }
            if let Some(last) = chapters.last_mut() {
                last.signs.push(it.sign());
            }
        }
        let (covered, of) = coverage.reached(State::Documented);
        let (drafted, _) = coverage.reached(State::Drafted);
        let partial = coverage.clauses.iter().filter(|it| it.partial && it.state >= State::Documented).count();
        let number = covered - partial;
        let title = words.get("home.coverage").to_owned();
        let counts = [("partial", partial), ("drafted", drafted - covered), ("gap", of - drafted)];
        let parts: Vec<String> = counts
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| words.plural(&format!("home.coverage.{key}"), i64::try_from(*n).unwrap_or(i64::MAX)))
            .collect();
        let sentence = if parts.is_empty() { words.get("home.coverage.all").to_owned() } else { parts.join(" ") };
        let desc = format!("{number} {} {sentence}", words.with("home.of", &[("n", &of.to_string())]));
        HomeFigure {
            svg: figure::coverage_spine(Words { id: "fig-coverage", title: &title, desc: &desc }, &chapters),
            number: number.to_string(),
            of: words.with("home.of", &[("n", &of.to_string())]),
            sentence,
            href: path.link_to(&matrix_page(coverage.framework.as_str())),
            title,
        }
    }

    fn documents_figure(&self, path: &SitePath) -> HomeFigure {
        let words = self.words();
        let mut bars = DocumentBars::default();
        for entry in self.handbook.entries.iter().filter(|it| !it.document.is_retired()) {
            match entry.document.status.as_ref().map(|it| it.value) {
                _ if entry.control.is_disputed() => bars.disputed += 1,
                Some(Status::Approved) => bars.approved += 1,
                Some(Status::InReview) => bars.in_review += 1,
                _ => bars.draft += 1,
            }
        }
        let total = bars.approved + bars.in_review + bars.draft + bars.disputed;
        let rest = i64::try_from(total - bars.approved).unwrap_or(i64::MAX);
        bars.approved_word = words.get("home.documents.approved").to_owned();
        bars.rest_word = if rest > 0 { words.plural("home.documents.rest", rest) } else { String::new() };
        let title =
            words.get(if self.unjudged().is_some() { "home.documents.title" } else { "home.documents.title.judged" }).to_owned();
        let sentence = match self.unjudged() {
            Some(_) => words.get("home.documents.sentence").to_owned(),
            None => words.with("home.documents.proof", &[("summary", &self.proof_summary())]),
        };
        let of = words.with("home.of", &[("n", &total.to_string())]);
        let desc = format!("{} {of}. {sentence}", bars.approved);
        HomeFigure {
            svg: figure::documents(Words { id: "fig-documents", title: &title, desc: &desc }, &bars),
            number: bars.approved.to_string(),
            of,
            sentence,
            href: path.link_to(&register_page("unapproved", 0)),
            title,
        }
    }

    /// Reviews that fall due in the months around the day.
    fn reviews_figure(&self, path: &SitePath) -> HomeFigure {
        let words = self.words();
        let day = self.handbook.as_of;
        let (from, to) = (day.plus_days(-92), day.plus_days(273));
        let due: Vec<(Date, bool)> =
            self.handbook.entries.iter().filter_map(|it| Some((it.review.due()?, it.review.is_late()))).collect();
        let reviews = due
            .iter()
            .filter(|(due, late)| *late || (from..=to).contains(due))
            .map(|&(due, late)| ReviewMark { due, late })
            .collect();
        let year = ReviewYear { from, to, reviews, ticks: quarter_ticks(self, from, to) };
        let total = self.handbook.entries.iter().filter(|it| it.review != crate::handbook::Review::NotNeeded).count();
        let late = self.handbook.entries.iter().filter(|it| it.review.is_late()).count();
        let title = words.get("home.reviews").to_owned();
        let sentence = match late {
            0 if total == 0 => words.get("home.reviews.none").to_owned(),
            0 => words.get("home.reviews.none_late").to_owned(),
            n => words.plural("home.reviews.late", i64::try_from(n).unwrap_or(i64::MAX)),
        };
        let of = words.with("home.of", &[("n", &total.to_string())]);
        let desc = format!("{} {of}. {sentence}", total - late);
        HomeFigure {
            svg: figure::reviews(Words { id: "fig-reviews", title: &title, desc: &desc }, &year),
            number: (total - late).to_string(),
            of,
            sentence,
            href: path.link_to(&register_page(if late > 0 { "overdue" } else { "due-soon" }, 0)),
            title,
        }
    }

    fn audit_figure(&self, path: &SitePath) -> Option<HomeFigure> {
        let words = self.words();
        let day = self.handbook.as_of;
        let audits: Vec<_> =
            self.handbook.items_of("audit").filter_map(|(at, item)| Some((item.date("date")?, at, item))).collect();
        let external = |item: &crate::model::Item| !matches!(item.text("scheme"), Some("internal" | "customer"));
        let last = audits.iter().filter(|(date, _, item)| *date <= day && external(item)).map(|it| it.0).max();
        let next = audits.iter().filter(|(date, _, item)| *date > day && external(item)).min_by_key(|it| it.0)?;
        let from = last.unwrap_or_else(|| next.0.plus_days(-365));
        let internal =
            audits.iter().filter(|(date, _, item)| from < *date && *date < next.0 && item.text("scheme") == Some("internal"));
        let rule = AuditRule {
            from,
            to: next.0,
            today: day,
            internal: internal.map(|it| it.0).collect(),
            from_word: self.date(from),
            to_word: self.date(next.0),
            today_word: words.get("distance.today").to_owned(),
            internal_word: words.get("home.audit.internal").to_owned(),
        };
        let scheme = self.word_of("word", next.2.text("scheme").unwrap_or_default());
        let title = words.with("home.audit", &[("scheme", &scheme)]);
        let days = i64::from(next.0.days_since(day));
        let by = next.2.text("by").map(|it| format!("{it}, ")).unwrap_or_default();
        let sentence = format!("{by}{}.", self.date(next.0));
        let desc = format!("{} {sentence}", words.plural("home.audit.days", days));
        Some(HomeFigure {
            svg: figure::audit_rule(Words { id: "fig-audit", title: &title, desc: &desc }, &rule),
            number: days.to_string(),
            of: words.plural("home.days", days),
            sentence,
            href: path.link_to(&cycle_page()),
            title,
        })
    }

    fn due_rows(&self, path: &SitePath) -> Vec<DueRow> {
        let mut due: Vec<(Option<Date>, EntryIdx)> = self
            .handbook
            .entries
            .iter()
            .enumerate()
            .filter(|(_, it)| it.review != crate::handbook::Review::NotNeeded)
            .map(|(idx, it)| (it.review.due(), idx))
            .collect();
        due.sort();
        let row = |(_, idx): (Option<Date>, EntryIdx)| {
            let Link { title, href } = self.document_link(path, idx);
            let owner = self.handbook.entries[idx].document.owner.as_ref();
            DueRow {
                due: self.review_day(idx),
                title,
                href,
                id: self.handbook.entries[idx].document.id.value.to_string(),
                owner: owner.map_or_else(Part::default, |it| self.role_part(path, &it.value)),
            }
        };
        due.into_iter().take(ROWS).map(row).collect()
    }

    /// The latest approved changes on record; without a history that is judged, the latest lines of the documents' own change
    /// histories.
    fn recent_changes(&self, path: &SitePath) -> Vec<RecentChange> {
        if self.unjudged().is_none() { self.recorded_changes(path) } else { self.declared_changes(path) }
    }

    fn recorded_changes(&self, path: &SitePath) -> Vec<RecentChange> {
        let entries = self.handbook.entries.iter().enumerate();
        let all = entries.flat_map(|(idx, entry)| {
            let changed = |it: &&RevisionRecord| matches!(it.change, ChangeKind::Created | ChangeKind::Content(_));
            let latest = entry.control.revisions.iter().filter(changed).take(ROWS);
            latest.filter_map(move |it| Some((std::cmp::Reverse(it.landed?), idx, it)))
        });
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(date, idx, _)| (*date, *idx));
        let row = |(date, idx, it): (std::cmp::Reverse<Date>, EntryIdx, &RevisionRecord)| {
            let entry = &self.handbook.entries[idx];
            let Link { title, href } = self.document_link(path, idx);
            let proof = it.approved_by.and_then(|at| entry.control.events.get(at)).map_or(Proof::Claimed, |it| it.proof);
            let version = it.version.as_deref().unwrap_or_default();
            let own = entry.document.changes.iter().find(|change| change.version.is_some() && change.version == it.version);
            RecentChange {
                date: self.day(date.0),
                title,
                href,
                id: format!("{} {version}", entry.document.id.value).trim().to_owned(),
                note: own.map_or_else(|| it.subject.clone(), |it| it.note.clone()),
                proof: ProofMark::new(proof.into(), self.words()),
                commit: it.id.as_ref().map_or(String::new(), |id| id.short().to_owned()),
            }
        };
        all.into_iter().take(ROWS).map(row).collect()
    }

    /// The latest lines of the documents' own change histories.
    fn declared_changes(&self, path: &SitePath) -> Vec<RecentChange> {
        let words = self.words();
        let day = self.handbook.as_of;
        let latest = self.handbook.entries.iter().enumerate().filter_map(|(idx, it)| {
            let change =
                it.document.changes.iter().filter(|it| it.date.is_some_and(|date| date <= day)).max_by_key(|it| it.date)?;
            Some((std::cmp::Reverse(change.date?), idx, change))
        });
        let mut latest: Vec<_> = latest.collect();
        latest.sort_by_key(|(date, idx, _)| (*date, *idx));
        let row = |(date, idx, change): (std::cmp::Reverse<Date>, EntryIdx, &crate::model::Change)| {
            let Link { title, href } = self.document_link(path, idx);
            let version = change.version.as_deref().unwrap_or_default();
            RecentChange {
                date: self.day(date.0),
                title,
                href,
                id: format!("{} {version}", self.handbook.entries[idx].document.id.value).trim().to_owned(),
                note: change.note.clone(),
                proof: ProofMark::new(ProofLevel::Claimed, words),
                commit: String::new(),
            }
        };
        latest.into_iter().take(ROWS).map(row).collect()
    }
}

/// The first days of every third month between two days, with the month's name.
fn quarter_ticks(site: &Site<'_>, from: Date, to: Date) -> Vec<(Date, String)> {
    let firsts = (0..24i8).filter_map(|step| {
        let month = from.month() + step;
        Date::new(from.year() + i16::from((month - 1) / 12), (month - 1) % 12 + 1, 1)
    });
    let within = firsts.filter(|it| from <= *it && *it <= to && it.month() % 3 == 1);
    within.map(|it| (it, site.words().get(&format!("month.{}", it.month())).to_owned())).collect()
}
