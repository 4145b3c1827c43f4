//! The page of a document.

use super::Site;
use super::frame::Frame;
use crate::base::SitePath;
use crate::handbook::{EntryIdx, Review};
use crate::model::Status;
use crate::render::view::{
    Action, ApprovalRow, Banner, BannerKind, ChangeRow, Check, CheckOutcome, ClauseChip, ClauseGroup, ControlField, Day,
    DocumentPage, Link, Page, Part, ProofLevel, ProofMark, Relation, TocEntry,
};

impl Site<'_> {
    /// The page of a document.
    pub(super) fn document(&self, path: &SitePath, idx: EntryIdx) -> DocumentPage {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let words = self.words();
        let (before, after) = self.handbook.nav.neighbours(idx);
        let entries = self.entry_tables(path, idx);
        let raci = self.document_raci(path, idx);
        let backlinks = self.backlinks(path, idx);
        let mut view = DocumentPage {
            id: document.id.value.to_string(),
            title: document.title.value.clone(),
            lead: document.summary.clone(),
            folded: self.folded(idx),
            fields: self.control_fields(idx),
            wide_fields: self.wide_fields(path, idx),
            approval: self.approval(path, idx),
            clauses: self.clause_groups(path, idx),
            relations: self.relations(path, idx),
            body_html: self.body_html(path, idx),
            changes: self.own_changes(idx),
            end_mark: self.end_mark(idx),
            revisions_note: words.get("revisions.unread").to_owned(),
            previous: before.map(|it| self.document_link(path, it)),
            next: after.map(|it| self.document_link(path, it)),
            entries,
            raci,
            backlinks,
            ..DocumentPage::default()
        };
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
        page.side = self.side(path, idx);
        page.toc = self.document_toc(idx, view);
        page.banners = self.document_banners(path, idx);
        page.actions = vec![
            Action { icon: String::from("print"), title: words.get("action.print").to_owned(), href: String::new(), print: true },
            Action {
                icon: String::from("doc"),
                title: words.get("action.register").to_owned(),
                href: path.link_to(&SitePath::new("register/index.html")),
                print: false,
            },
        ];
        let source = words.get("foot.source").to_owned();
        page.facts.push(crate::render::view::Fact { label: source, value: String::new(), code: entry.path.to_string() });
        if document.is_retired() {
            page.body_class = String::from("old");
            page.noindex = true;
        }
        if let Some(print) = &mut page.print {
            print.line2 = self.print_line(idx);
            print.header_right = match document.status.as_ref().map(|it| it.value) {
                Some(Status::Draft | Status::InReview) => words.get("print.draft").to_owned(),
                Some(Status::Retired) => words.get("print.retired").to_owned(),
                _ => document.classification.as_ref().map_or(String::new(), |it| self.word_of("classification", &it.value)),
            };
        }
        page
    }

    fn print_line(&self, idx: EntryIdx) -> String {
        let document = &self.handbook.entries[idx].document;
        let version = document.version.as_ref().map(|it| self.words().with("document.version", &[("version", &it.value)]));
        let mut line = format!("{} {}", document.id.value, document.title.value);
        if let Some(version) = version {
            line.push_str("   ");
            line.push_str(&version);
        }
        line
    }

    fn document_toc(&self, idx: EntryIdx, view: &DocumentPage) -> Vec<TocEntry> {
        let outline = &self.handbook.entries[idx].document.parsed.outline;
        let sections = outline.iter().filter(|it| (2..=3).contains(&it.level)).map(|it| TocEntry {
            title: it.title.clone(),
            href: format!("#{}", it.anchor),
            level: it.level,
        });
        let mut toc: Vec<TocEntry> = sections.collect();
        let mut add = |title: &str, anchor: &str| {
            toc.push(TocEntry { title: title.to_owned(), href: format!("#{anchor}"), level: 2 });
        };
        for table in &view.entries {
            add(&table.title, &table.anchor);
        }
        if let Some(raci) = &view.raci {
            add(self.words().get("document.raci"), &raci.anchor);
        }
        if !view.changes.is_empty() {
            add(self.words().get("document.changes"), "changes");
        }
        add(self.words().get("document.history"), "hist");
        if !view.backlinks.is_empty() {
            add(self.words().get("document.backlinks"), "back");
        }
        toc
    }

    fn document_banners(&self, path: &SitePath, idx: EntryIdx) -> Vec<Banner> {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let words = self.words();
        let mut banners = Vec::new();
        let mut add = |kind: BannerKind, icon: &str, key: &str, text: String, actions: Vec<Link>| {
            let strong = words.get(&format!("banner.{key}")).to_owned();
            banners.push(Banner { kind, icon: icon.to_owned(), strong, text, actions });
        };
        let successor = document.replaced_by.as_ref().and_then(|it| self.handbook.ids.document(&it.value));
        let successor = successor.or_else(|| self.handbook.ids.successor(document.id.value.as_str())).filter(|&it| it != idx);
        let leads: Vec<Link> = successor.map(|it| self.document_link(path, it)).into_iter().collect();
        match document.status.as_ref().map(|it| it.value) {
            Some(Status::Retired) => {
                add(BannerKind::Superseded, "history", "retired", words.get("banner.retired.text").to_owned(), leads.clone());
            }
            Some(Status::Draft | Status::InReview) => {
                add(BannerKind::Draft, "warn", "draft", words.get("banner.draft.text").to_owned(), Vec::new());
            }
            _ => {}
        }
        if let Some(effective) = document.effective.as_ref().filter(|it| it.value > self.handbook.as_of && !document.is_retired())
        {
            let day = self.date(effective.value);
            let before = document.supersedes.iter().filter_map(|it| self.handbook.ids.document(&it.value));
            let leads = before.map(|it| self.document_link(path, it)).collect();
            add(BannerKind::Superseded, "history", "ahead", words.with("banner.ahead.text", &[("day", &day)]), leads);
        }
        if let Some(original) = &document.translation_of
            && let Some(at) = self.handbook.ids.document(&original.id.value)
        {
            let now = self.handbook.entries[at].document.version.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
            let made = original.version.as_deref().unwrap_or_default();
            if now != made {
                let text = words.with("banner.translation.text", &[("made", made), ("now", now)]);
                add(BannerKind::Superseded, "warn", "translation", text, vec![self.document_link(path, at)]);
            }
        }
        banners
    }

    fn folded(&self, idx: EntryIdx) -> String {
        let document = &self.handbook.entries[idx].document;
        let version = document.version.as_ref().map(|it| self.words().with("document.version", &[("version", &it.value)]));
        let parts: Vec<String> = version.into_iter().chain([self.status_word(idx).to_lowercase()]).collect();
        parts.join(", ")
    }

    fn control_fields(&self, idx: EntryIdx) -> Vec<ControlField> {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let none = || self.words().get("control.none").to_owned();
        let field = |key: &str, value: Option<String>| ControlField {
            label: self.words().get(&format!("control.{key}")).to_owned(),
            value: value.unwrap_or_else(none),
            ..ControlField::default()
        };
        let kind = self.handbook.config.types.documents.get(&document.kind.value);
        let mut fields = vec![
            field("document", Some(document.id.value.to_string())),
            field("version", document.version.as_ref().map(|it| it.value.clone())),
            field("status", Some(self.status_word(idx))),
            field("classification", document.classification.as_ref().map(|it| self.word_of("classification", &it.value))),
        ];
        if kind.is_some_and(|it| it.record) {
            fields.push(field("date", document.date.as_ref().map(|it| self.date(it.value))));
            fields.push(field("retention", document.retention.clone()));
        } else {
            fields.push(field("effective", document.effective.as_ref().map(|it| self.date(it.value))));
            fields.push(field("reviewed", document.reviewed.as_ref().map(|it| self.date(it.value))));
        }
        fields
    }

    fn wide_fields(&self, path: &SitePath, idx: EntryIdx) -> Vec<ControlField> {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let words = self.words();
        let role = |key: &str, name: Option<&str>| {
            let link = name.map(|it| self.role_link(path, it));
            ControlField {
                label: words.get(&format!("control.{key}")).to_owned(),
                value: link.as_ref().map_or_else(|| words.get("control.none").to_owned(), |it| it.title.clone()),
                href: link.map(|it| it.href).filter(|it| !it.is_empty()),
                note: name.map_or(String::new(), |it| self.holder_names(it)),
                tone: String::new(),
            }
        };
        let due = match entry.review {
            Review::NotNeeded => ControlField {
                label: words.get("control.type").to_owned(),
                value: self.type_title(idx),
                note: document.period.clone().unwrap_or_default(),
                ..ControlField::default()
            },
            review => {
                let when = self.review_when(idx);
                let cycle = document.review_cycle.as_ref().map_or(String::new(), |it| words.cycle(it.value));
                let note = if when.distance.is_empty() { cycle } else { format!("{}, {cycle}", when.distance) };
                let tone = if review.is_late() { "overdue" } else { when.tone };
                ControlField {
                    label: words.get("control.due").to_owned(),
                    value: when.day,
                    href: None,
                    note,
                    tone: tone.to_owned(),
                }
            }
        };
        vec![
            role("owner", document.owner.as_ref().map(|it| it.value.as_str())),
            role("approver", document.approver.as_ref().map(|it| it.value.as_str())),
            due,
        ]
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

    fn approval(&self, path: &SitePath, idx: EntryIdx) -> ApprovalRow {
        let document = &self.handbook.entries[idx].document;
        let words = self.words();
        let status = document.status.as_ref().map(|it| it.value);
        let check = |key: &str| Check {
            outcome: CheckOutcome::Unknown,
            title: words.get(&format!("check.{key}")).to_owned(),
            text: words.get("check.unread").to_owned(),
        };
        let checks = ["recorded", "authority", "signature", "unchanged", "dates"].map(check).into();
        if status != Some(Status::Approved) {
            let key = if status == Some(Status::Retired) { "approval.retired" } else { "approval.none" };
            return ApprovalRow {
                pill: words.get("approval.pill").to_owned(),
                sentence: vec![Part::text(words.get(key))],
                ..ApprovalRow::default()
            };
        }
        let mut sentence = vec![Part::text(words.get("approval.claimed"))];
        if let Some(approver) = &document.approver {
            let link = self.role_link(path, &approver.value);
            sentence.push(Part::text(format!(" {} ", words.get("approval.by"))));
            sentence.push(if link.href.is_empty() { Part::text(link.title) } else { Part::link(link.title, link.href) });
            sentence.push(Part::text("."));
        }
        ApprovalRow {
            proof: Some(self.proof_mark(ProofLevel::Claimed)),
            pill: String::new(),
            sentence,
            checks,
            note: words.get("approval.note").to_owned(),
            commands: Vec::new(),
        }
    }

    /// A level of proof with its word.
    pub(super) fn proof_mark(&self, level: ProofLevel) -> ProofMark {
        ProofMark { level, word: self.words().get(level.key()).to_owned() }
    }

    fn clause_groups(&self, path: &SitePath, idx: EntryIdx) -> Vec<ClauseGroup> {
        let document = &self.handbook.entries[idx].document;
        let mut groups: Vec<ClauseGroup> = Vec::new();
        for coverage in &self.handbook.coverage {
            let tags = document.clauses.iter().filter(|tag| tag.clause.framework == coverage.framework);
            let chips = tags.filter_map(|tag| {
                let clause = self.clause(&tag.clause)?;
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
        rows.into_iter().map(relation).collect()
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
                match self.clause(&clause) {
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
        Day { text: self.date(date), iso: date.to_string(), ..Day::default() }
    }

    fn end_mark(&self, idx: EntryIdx) -> String {
        let document = &self.handbook.entries[idx].document;
        let about = self.about(idx);
        let _ = document;
        self.words().with("document.end", &[("about", &about)])
    }
}
