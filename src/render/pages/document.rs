//! The page of a document.

use super::Site;
use super::frame::Frame;
use crate::base::{CommitId, SitePath};
use crate::handbook::{EntryIdx, Proof, Review};
use crate::model::Status;
use crate::render::view::{
    Banner, ChangeRow, ClauseChip, ClauseGroup, ControlFacts, ControlField, Day, DocumentPage, Link, Page, Part, Print, Relation,
    SheetFacts, TocEntry, control_fields, document_actions, end_mark,
};

impl Site<'_> {
    /// The page of a document.
    pub(super) fn document(&self, path: &SitePath, idx: EntryIdx) -> DocumentPage {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let words = self.words();
        let (before, after) = self.handbook.nav.neighbours(idx);
        let (fields, wide_fields) = self.control_rows(path, idx);
        let entries = self.entry_tables(path, idx);
        let raci = self.document_raci(path, idx);
        let backlinks = self.backlinks(path, idx);
        let mut view = DocumentPage {
            id: document.id.value.to_string(),
            title: document.title.value.clone(),
            lead: document.summary.clone(),
            folded: self.folded(idx),
            fields,
            wide_fields,
            approval: self.approval(path, idx),
            clauses: self.clause_groups(path, idx),
            relations: self.relations(path, idx),
            body_html: self.body_html(path, idx),
            changes: self.own_changes(idx),
            end_mark: end_mark(document.id.value.as_str(), document.version.as_ref().map_or("", |it| it.value.as_str()), words),
            previous: before.map(|it| self.document_link(path, it)),
            next: after.map(|it| self.document_link(path, it)),
            entries,
            raci,
            backlinks,
            pending: self.pending_part(path, idx),
            ..DocumentPage::default()
        };
        self.add_history(path, idx, &mut view);
        view.page = self.document_frame(path, idx, &view);
        view
    }

    fn document_frame(&self, path: &SitePath, idx: EntryIdx, view: &DocumentPage) -> Page {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let words = self.words();
        let index = SitePath::new("documents/index.html");
        let group = &self.handbook.nav.groups[entry.group];
        let crumbs = vec![
            Link { title: words.get("menu.documents").to_owned(), href: path.link_to(&index) },
            Link { title: group.title.clone(), href: format!("{}#{}", path.link_to(&index), group.id) },
        ];
        let mut page = self.frame(Frame {
            path,
            title: &format!("{} {}", document.id.value, document.title.value),
            section: "documents",
            menu_page: false,
            description: document.summary.clone(),
            crumbs,
        });
        page.side = self.side(idx);
        page.toc = self.document_toc(idx, view);
        page.banners.extend(self.document_banners(path, idx));
        page.actions = document_actions(entry.path.as_str(), None, words);
        if document.is_retired() {
            page.body_class = String::from("old");
            page.noindex = true;
        }
        page.noindex |= view.pending.is_some();
        page.print = Some(self.sheet(idx));
        page
    }

    fn sheet(&self, idx: EntryIdx) -> Print {
        let document = &self.handbook.entries[idx].document;
        let status = document.status.as_ref().map(|it| it.value);
        let facts = SheetFacts {
            document: &format!("{} {}", document.id.value, document.title.value),
            version: document.version.as_ref().map_or("", |it| it.value.as_str()),
            commit: self.handbook.entries[idx]
                .control
                .revisions
                .first()
                .and_then(|it| it.id.as_ref())
                .map_or("", CommitId::short),
            source: &self.sheet_source(),
            classification: &document
                .classification
                .as_ref()
                .map_or(String::new(), |it| self.word_of("classification", &it.value)),
            draft: matches!(status, Some(Status::Draft | Status::InReview)),
            superseded: status == Some(Status::Retired),
        };
        let mut print = Print::new(facts, self.words());
        print.header_right =
            [self.edition_state(), print.header_right].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
        print
    }

    fn document_toc(&self, idx: EntryIdx, view: &DocumentPage) -> Vec<TocEntry> {
        let outline = &self.handbook.entries[idx].document.parsed.outline;
        let sections = outline.iter().filter(|it| (2..=3).contains(&it.level)).map(|it| TocEntry {
            title: it.title.clone(),
            href: format!("#{}", it.anchor),
            level: it.level,
        });
        let own = view.pending.iter().map(|_| TocEntry {
            title: self.words().get("pending.title").to_owned(),
            href: String::from("#page:pending"),
            level: 2,
        });
        let mut toc: Vec<TocEntry> = own.chain(sections).collect();
        let mut add = |title: &str, anchor: &str| {
            toc.push(TocEntry { title: title.to_owned(), href: format!("#{anchor}"), level: 2 });
        };
        for table in &view.entries {
            add(&table.title, &table.anchor);
        }
        if let Some(raci) = &view.raci {
            add(self.words().get("doc.raci"), &raci.anchor);
        }
        if !view.changes.is_empty() {
            add(self.words().get("doc.changes"), "page:changes");
        }
        add(self.words().get("doc.history"), "page:history");
        if !view.events.is_empty() {
            add(self.words().get("doc.events"), "page:events");
        }
        if !view.backlinks.is_empty() {
            add(self.words().get("doc.backlinks"), "page:referred-to-by");
        }
        toc
    }

    fn document_banners(&self, path: &SitePath, idx: EntryIdx) -> Vec<Banner> {
        let document = &self.handbook.entries[idx].document;
        let words = self.words();
        let mut banners: Vec<Banner> = self.pending_banner(path, idx).into_iter().collect();
        if self.handbook.entries[idx].pending.as_ref().is_some_and(|it| it.page == *path) {
            return banners;
        }
        let named = document.replaced_by.as_ref().and_then(|it| self.handbook.ids.document(&it.value));
        let successor = named.or_else(|| self.handbook.ids.successor(document.id.value.as_str())).filter(|&it| it != idx);
        let status = document.status.as_ref().map(|it| it.value);
        match status {
            Some(Status::Retired) => banners.push(Banner::retired(successor.map(|it| self.document_link(path, it)), words)),
            Some(Status::Draft) => banners.push(Banner::draft(false, None, words)),
            Some(Status::InReview) => banners.push(Banner::draft(true, None, words)),
            Some(Status::Approved) | None => {
                let in_force = successor.filter(|&it| self.handbook.entries[it].in_force(self.handbook.as_of));
                banners.extend(in_force.map(|it| Banner::superseded(self.document_link(path, it), words)));
            }
        }
        if let Some(effective) = document.effective.as_ref().filter(|it| it.value > self.handbook.as_of && !document.is_retired())
        {
            banners.push(Banner::not_yet_effective(effective.value, words));
        }
        if let Some(original) = &document.translation_of
            && let Some(at) = self.handbook.ids.document(&original.id.value)
        {
            let now = self.handbook.entries[at].document.version.as_ref().map_or("", |it| it.value.as_str());
            let made = original.version.as_deref().unwrap_or_default();
            banners.push(Banner::translation(self.document_link(path, at), (now != made).then_some((made, now)), words));
        }
        banners
    }

    fn folded(&self, idx: EntryIdx) -> String {
        let document = &self.handbook.entries[idx].document;
        let version = document.version.as_ref().map(|it| self.words().with("print.version", &[("version", &it.value)]));
        let parts: Vec<String> = version.into_iter().chain([self.status_inline(idx)]).collect();
        parts.join(", ")
    }

    /// Both rows of the control block. A record shows its day and retention in place of review dates.
    fn control_rows(&self, path: &SitePath, idx: EntryIdx) -> (Vec<ControlField>, Vec<ControlField>) {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let words = self.words();
        let role = |name: &crate::base::Spanned<String>| (self.role_part(path, &name.value), self.holder_names(&name.value));
        let facts = ControlFacts {
            id: document.id.value.to_string(),
            version: document.version.as_ref().map_or(String::new(), |it| it.value.clone()),
            status: self.status_word(idx),
            classification: document
                .classification
                .as_ref()
                .map_or(String::new(), |it| self.word_of("classification", &it.value)),
            effective: document.effective.as_ref().map(|it| it.value),
            reviewed: entry.control.review.last.or(entry.control.review.claimed),
            owner: document.owner.as_ref().map(role),
            approver: document.approver.as_ref().map(role),
            due: entry.review.due(),
            cycle: document.review_cycle.as_ref().map(|it| it.value),
        };
        let soon = self.handbook.as_of.plus(self.handbook.config.settings.due_soon).days_since(self.handbook.as_of);
        let (mut narrow, mut wide) = control_fields(&facts, self.handbook.as_of, soon, words);
        let plain = |label: &str, value: Option<String>, note: String| ControlField {
            label: words.get(label).to_owned(),
            value: value.filter(|it| !it.is_empty()).unwrap_or_else(|| words.get("field.none").to_owned()),
            note,
            ..ControlField::default()
        };
        let kind = self.handbook.config.types.documents.get(&document.kind.value);
        if kind.is_some_and(|it| it.record) {
            narrow.truncate(4);
            narrow.push(plain("field.date", document.date.as_ref().map(|it| self.date(it.value)), String::new()));
            narrow.push(plain("field.retention", document.retention.clone(), String::new()));
        }
        if entry.control.is_disputed() {
            "disputed".clone_into(&mut narrow[2].tone);
        }
        if entry.control.review.proof == Some(Proof::Contradicted)
            && let Some(reviewed) = narrow.get_mut(5)
        {
            words.get("review.disputed").clone_into(&mut reviewed.note);
            "overdue".clone_into(&mut reviewed.tone);
        }
        match entry.review {
            Review::NotNeeded => {
                wide.pop();
                wide.push(plain("field.type", Some(self.type_title(idx)), document.period.clone().unwrap_or_default()));
            }
            Review::Never => {
                if let Some(due) = wide.last_mut() {
                    due.value = words.get("review.never").to_owned();
                    due.tone = String::from("overdue");
                }
            }
            _ => {}
        }
        (narrow, wide)
    }

    /// A role as words or a link.
    pub(super) fn role_part(&self, path: &SitePath, name: &str) -> Part {
        let link = self.role_link(path, name);
        if link.href.is_empty() { Part::text(link.title) } else { Part::link(link.title, link.href) }
    }

    /// Title of a document's type.
    pub(super) fn type_title(&self, idx: EntryIdx) -> String {
        let kind = &self.handbook.entries[idx].document.kind.value;
        self.handbook.config.types.documents.get(kind).map_or_else(|| kind.clone(), |it| it.title.get(self.language()).to_owned())
    }

    /// A word of the settings in the site's language if the theme has one, else as written.
    pub(super) fn word_of(&self, prefix: &str, word: &str) -> String {
        let key = format!("{prefix}.{word}");
        let shown = self.words().get(&key);
        if shown != key {
            return shown.to_owned();
        }
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    fn clause_groups(&self, path: &SitePath, idx: EntryIdx) -> Vec<ClauseGroup> {
        let document = &self.handbook.entries[idx].document;
        let mut groups: Vec<ClauseGroup> = Vec::new();
        for coverage in &self.handbook.coverage {
            let tags = document.clauses.iter().filter(|tag| tag.clause.framework == coverage.framework);
            let chips = tags.filter_map(|tag| {
                let clause = self.handbook.clause(&tag.clause)?;
                let partial = if tag.partial { self.words().get("tag.partial") } else { "" };
                let note = [partial, tag.note.as_deref().unwrap_or_default()];
                let note: Vec<&str> = note.into_iter().filter(|it| !it.is_empty()).collect();
                // A practice is known by its name, a clause by its number.
                let named = clause.number.as_str().chars().any(|c| c.is_ascii_digit());
                let title = if named { format!("{} {}", clause.number, clause.title) } else { clause.title.clone() };
                Some(ClauseChip {
                    title: title.trim().to_owned(),
                    href: self.clause_href(path, &tag.clause),
                    note: note.join(": "),
                    partial: tag.partial,
                })
            });
            let chips: Vec<ClauseChip> = chips.collect();
            if !chips.is_empty() {
                groups.push(ClauseGroup { label: self.framework_name(&coverage.framework), chips });
            }
        }
        groups
    }

    fn relations(&self, path: &SitePath, idx: EntryIdx) -> Vec<Relation> {
        let document = &self.handbook.entries[idx].document;
        let names = |list: &[crate::base::Spanned<String>]| list.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
        let mut rows = vec![
            ("related", names(&document.related)),
            ("supersedes", names(&document.supersedes)),
            ("evidence_for", names(&document.evidence_for)),
            ("replaced_by", document.replaced_by.iter().map(|it| it.value.clone()).collect()),
        ];
        rows.push(("translation_of", document.translation_of.iter().map(|it| it.id.value.clone()).collect()));
        rows.retain(|(_, names)| !names.is_empty());
        let relation = |(key, names): (&str, Vec<String>)| Relation {
            label: self.words().get(&format!("relation.{key}")).to_owned(),
            links: names.iter().map(|name| self.named_part(path, name)).collect(),
        };
        rows.into_iter().map(relation).chain(self.own_fields(path, idx)).collect()
    }

    /// The fields of the entry that a document is by itself, the clauses an audit looked at among them, as far as the control
    /// block does not show them.
    fn own_fields(&self, path: &SitePath, idx: EntryIdx) -> Vec<Relation> {
        let types = &self.handbook.config.types;
        let item = self.handbook.entries[idx].document.item.as_ref();
        let Some((item, kind)) = item.and_then(|item| Some((item, types.items.get(&item.kind)?))) else { return Vec::new() };
        let names = kind.fields.iter().map(|(name, _)| name.as_str()).filter(|it| !matches!(*it, "owner" | "date" | "reviewed"));
        let row = |name| {
            let links = self.field_parts(path, item.fields.get(name)?);
            Some(Relation { label: types.label(name, self.language()), links })
        };
        names.filter_map(row).collect()
    }

    /// What an id or clause number in front matter leads to; the bare name when it leads nowhere.
    pub(super) fn named_part(&self, path: &SitePath, name: &str) -> Part {
        use crate::handbook::Target;
        match self.handbook.ids.find(name).first() {
            Some(Target::Document(entry)) => {
                let document = &self.handbook.entries[*entry].document;
                Part::link(format!("{} {}", document.id.value, document.title.value), self.document_href(path, *entry))
            }
            Some(Target::Item(at)) => {
                let title = self.handbook.item(*at).map_or(name.to_owned(), |it| format!("{} {}", it.id.value, it.title));
                Part::link(title, self.item_href(path, *at))
            }
            None => {
                let clause = crate::config::clause_ref(name, self.handbook.primary());
                match self.handbook.clause(&clause) {
                    Some(it) => Part::link(format!("{} {}", it.number, it.title), self.clause_href(path, &clause)),
                    None => Part::text(name),
                }
            }
        }
    }

    fn own_changes(&self, idx: EntryIdx) -> Vec<ChangeRow> {
        let changes = &self.handbook.entries[idx].document.changes;
        let row = |it: &crate::model::Change| ChangeRow {
            version: it.version.clone().unwrap_or_default(),
            date: it.date.map_or_else(Day::default, |date| self.day(date)),
            note: it.note.clone(),
        };
        changes.iter().map(row).collect()
    }

    /// A day as shown and in ISO form.
    pub(super) fn day(&self, date: crate::base::Date) -> Day {
        Day::new(date, self.words())
    }
}
