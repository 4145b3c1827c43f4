//! The control report: what git holds of approvals and reviews, as a whole, exceptions first.

use super::Site;
use super::document_control::{clearing, strong_start};
use super::evidence::counted;
use super::frame::Frame;
use super::register::register_page;
use crate::base::{SitePath, number_key};
use crate::handbook::document_control::{
    Anchor, AnchorPlace, AnchorState, AuthorityChange, BulkEdit, CheckKind, Doubt, Proof, SignerRow, Tick,
};
use crate::handbook::{EntryIdx, TableKind};
use crate::render::view::{
    AnchorLine, CommitRow, ContradictionBlock, ControlPage, Day, GapLine, Link, OverdueRow, Part, PartStyle, ProofMark,
    SignerKey, SignerLine, Standing, StripFact, UnprovenRow,
};
use crate::source::{CommitIdx, Gap};

/// Rows of one table.
const ROWS: usize = 200;
/// Names in one row.
const NAMES: usize = 12;

impl Site<'_> {
    /// The report.
    pub(super) fn control_report(&self, path: &SitePath) -> ControlPage {
        let words = self.words();
        let report = &self.handbook.control;
        let title = words.get("ctrl.title").to_owned();
        let day = self.date(report.to);
        let judged = report.state.is_judged();
        let lead = words.with(if judged { "ctrl.lead" } else { "ctrl.lead.unjudged" }, &[("day", &day)]);
        let mut page = self.frame(Frame {
            path,
            title: &title,
            section: "reports",
            menu_page: false,
            description: Some(lead.clone()),
            crumbs: vec![self.reports_crumb(path)],
        });
        let contradictions = self.contradictions(path);
        page.main_class = String::from("rp");
        ControlPage {
            page,
            lead,
            exports: self.export_links(path, &TableKind::ControlLog),
            standing: self.unjudged().map(|text| Standing { text, remedy: self.unjudged_remedy().unwrap_or_default() }),
            strip: self.control_strip(path),
            timeline: judged.then(|| self.control_figure(path)),
            no_contradictions: words.get(if judged { "ctrl.contradictions.none" } else { "" }).to_owned(),
            contradictions,
            overdue: self.overdue_rows(path),
            unproven: if judged { self.unproven_rows(path) } else { Vec::new() },
            doubts: self.doubt_rows(path),
            bulk_edits: if judged {
                report.bulk_edits.iter().take(ROWS).map(|it| self.bulk_row(path, it)).collect()
            } else {
                Vec::new()
            },
            authority_note: match self.handbook.config.settings.control.approver {
                Some(_) => String::new(),
                None => words.get("ctrl.authority.nobody").to_owned(),
            },
            authority: report.authority.iter().take(ROWS).map(|it| self.authority_row(path, it)).collect(),
            signatures: judged.then(|| self.signature_figure()).flatten(),
            signers: if judged { report.signers.iter().take(ROWS).map(|it| self.signer_line(it)).collect() } else { Vec::new() },
            anchors: report.anchors.iter().take(ROWS).map(|it| self.anchor_line(path, it)).collect(),
            head: report.head.as_ref().map_or(String::new(), ToString::to_string),
            register: report.register.map_or_else(|| self.words().get("ctrl.anchor.no_register").to_owned(), |it| it.to_string()),
            gaps: report.gaps.iter().map(|it| self.gap_line(it)).collect(),
            signs: Link { title: words.get("ctrl.signs").to_owned(), href: path.link_to(&SitePath::new("proof/index.html")) },
            title,
        }
    }

    fn control_strip(&self, path: &SitePath) -> Vec<StripFact> {
        let words = self.words();
        let report = &self.handbook.control;
        let figures = &report.figures;
        let fact = |key: &str, value: String, note: String| StripFact {
            label: words.get(key).to_owned(),
            value,
            note,
            ..StripFact::default()
        };
        let commits = match report.n_commits {
            0 => String::new(),
            n => words.plural("ctrl.documents.commits", counted(n)),
        };
        let documents = StripFact {
            href: path.link_to(&register_page("", 0)),
            ..fact("ctrl.documents", figures.documents.to_string(), commits)
        };
        let late = self.handbook.entries.iter().filter(|it| it.review.is_late()).count();
        if !report.state.is_judged() {
            let overdue = StripFact {
                href: path.link_to(&register_page("overdue", 0)),
                tone: if late > 0 { "bad" } else { "" },
                ..fact("ctrl.late_now", late.to_string(), words.get("ctrl.late_now.claimed").to_owned())
            };
            return vec![documents, overdue];
        }
        let (proven, attested) = (figures.proven.to_string(), figures.attested.to_string());
        let all = figures.proven + figures.attested + figures.claimed;
        let part = |n: usize, of: usize| words.with("evidence.of", &[("n", &n.to_string()), ("of", &of.to_string())]);
        let open = if figures.open_late > 0 { words.plural("ctrl.late.open", counted(figures.open_late)) } else { String::new() };
        vec![
            documents,
            fact(
                "ctrl.approvals",
                all.to_string(),
                words.with("ctrl.approvals.note", &[("proven", &proven), ("attested", &attested)]),
            ),
            StripFact {
                href: path.link_to(&register_page("not-proven", 0)),
                tone: if figures.only_claimed > 0 { "warn" } else { "" },
                ..fact("ctrl.claimed", figures.only_claimed.to_string(), words.get("ctrl.claimed.note").to_owned())
            },
            StripFact {
                tone: if figures.contradicted > 0 { "bad" } else { "" },
                ..fact("ctrl.contradictions", figures.contradicted.to_string(), words.get("ctrl.contradictions.note").to_owned())
            },
            StripFact {
                tone: if figures.open_late > 0 { "bad" } else { "" },
                ..fact("ctrl.late", part(figures.late_reviews, figures.reviews), open)
            },
            StripFact {
                tone: if figures.unapproved_landings > 0 { "bad" } else { "" },
                ..fact(
                    "ctrl.unapproved",
                    figures.unapproved_landings.to_string(),
                    words.plural("ctrl.unapproved.note", counted(figures.landings)),
                )
            },
        ]
    }

    /// Entries in the order of their ids.
    fn by_id(&self, wanted: impl Fn(EntryIdx) -> bool) -> Vec<EntryIdx> {
        let mut list: Vec<EntryIdx> = (0..self.handbook.entries.len()).filter(|&it| wanted(it)).collect();
        list.sort_by_cached_key(|&idx| number_key(self.handbook.entries[idx].document.id.value.as_str()));
        list
    }

    fn contradictions(&self, path: &SitePath) -> Vec<ContradictionBlock> {
        let words = self.words();
        let block = |idx: EntryIdx| {
            let entry = &self.handbook.entries[idx];
            let approval = entry.control.approval.as_ref()?;
            let version = entry.document.version.as_ref().map_or("—", |it| it.value.as_str());
            let approver = entry.document.approver.as_ref().map(|it| self.role_part(path, &it.value));
            let says = ApprovalClaim { version, approver };
            let failed =
                approval.checks.iter().filter(|it| it.tick == Tick::No || it.kind == CheckKind::Recorded && it.tick == Tick::Yes);
            Some(ContradictionBlock {
                document: self.document_link(path, idx),
                about: self.about(idx),
                proof: ProofMark::new(approval.proof.into(), words),
                says: says.parts(self),
                git: failed.map(|it| self.said(path, idx, &it.sentence)).collect(),
                clear: approval.contradiction.map_or(String::new(), |it| words.get(clearing(it)).to_owned()),
            })
        };
        self.by_id(|it| self.handbook.entries[it].control.is_disputed()).into_iter().filter_map(block).collect()
    }

    fn overdue_rows(&self, path: &SitePath) -> Vec<OverdueRow> {
        let entries = &self.handbook.entries;
        let mut late = self.by_id(|it| entries[it].review.is_late());
        late.sort_by_key(|&it| entries[it].review.due());
        let row = |idx: EntryIdx| {
            let document = &entries[idx].document;
            OverdueRow {
                id: document.id.value.to_string(),
                document: self.document_link(path, idx),
                owner: document.owner.as_ref().map_or_else(Part::default, |it| self.role_part(path, &it.value)),
                last: entries[idx].control.review.last.map_or_else(Day::default, |it| self.day(it)),
                due: self.review_day(idx),
            }
        };
        late.into_iter().take(ROWS).map(row).collect()
    }

    fn unproven_rows(&self, path: &SitePath) -> Vec<UnprovenRow> {
        let entries = &self.handbook.entries;
        let proof = |idx: EntryIdx| entries[idx].control.approval_proof();
        let weak = |it: EntryIdx| matches!(proof(it), Some(Proof::Claimed | Proof::Attested));
        let mut list = self.by_id(weak);
        list.sort_by_key(|&it| proof(it));
        let row = |idx: EntryIdx| {
            let approval = entries[idx].control.approval.as_ref()?;
            Some(UnprovenRow {
                id: entries[idx].document.id.value.to_string(),
                document: self.document_link(path, idx),
                proof: ProofMark::new(approval.proof.into(), self.words()),
                sentence: self.said(path, idx, &approval.sentence),
            })
        };
        list.into_iter().take(ROWS).filter_map(row).collect()
    }

    fn commit_row(&self, path: &SitePath, at: Option<CommitIdx>, entry: Option<EntryIdx>) -> CommitRow {
        let commit = at.and_then(|at| self.past()?.commits.get(at));
        let Some(commit) = commit else { return CommitRow::default() };
        let landing = commit.landing.and_then(|at| self.past()?.commits.get(at));
        CommitRow {
            commit: self.commit_part(path, entry, &commit.id),
            date: self.landing_day(landing.and_then(|it| it.committer.at.date())),
            who: commit.author.display.to_string(),
            ..CommitRow::default()
        }
    }

    /// Reviews that history contradicts, by document, then commits whose dates are hard to believe.
    fn doubt_rows(&self, path: &SitePath) -> Vec<CommitRow> {
        let entries = &self.handbook.entries;
        let contradicted = self.by_id(|it| entries[it].control.review.proof == Some(Proof::Contradicted));
        let review = |idx: EntryIdx| {
            let control = &entries[idx].control;
            let commit = control.doubts.iter().find_map(|it| match it {
                Doubt::ReviewBackdated { commit, .. } => Some(*commit),
                _ => None,
            });
            CommitRow {
                text: self.said(path, idx, &control.review.sentence),
                about: vec![self.document_part(path, idx)],
                proof: Some(ProofMark::new(Proof::Contradicted.into(), self.words())),
                ..self.commit_row(path, commit.flatten(), Some(idx))
            }
        };
        let commits = self.handbook.control.doubts.iter().filter_map(|it| self.doubt_row(path, it));
        contradicted.into_iter().map(review).chain(commits).take(ROWS).collect()
    }

    fn doubt_row(&self, path: &SitePath, doubt: &Doubt) -> Option<CommitRow> {
        let words = self.words();
        let (commit, text) = match doubt {
            Doubt::BeforeParents { commit, hours } => (*commit, words.plural("ctrl.doubt.before", *hours)),
            Doubt::InFuture { commit, day } => (*commit, words.with("ctrl.doubt.future", &[("day", &self.date(*day))])),
            Doubt::WrittenAfterLanding { commit, written, landed } => {
                let days = [("written", self.date(*written)), ("landed", self.date(*landed))];
                (*commit, words.with("ctrl.doubt.after", &[(days[0].0, &days[0].1), (days[1].0, &days[1].1)]))
            }
            Doubt::ReviewBackdated { .. } => return None,
        };
        let about = (0..self.handbook.entries.len())
            .filter(|&it| self.handbook.entries[it].control.revisions.iter().any(|it| it.commit == Some(commit)));
        let about: Vec<Part> = about.take(NAMES).map(|it| self.document_part(path, it)).collect();
        Some(CommitRow { text: vec![Part::text(text)], about, ..self.commit_row(path, Some(commit), None) })
    }

    fn document_part(&self, path: &SitePath, idx: EntryIdx) -> Part {
        Part::link(self.handbook.entries[idx].document.id.value.to_string(), self.document_href(path, idx))
    }

    fn bulk_row(&self, path: &SitePath, it: &BulkEdit) -> CommitRow {
        let words = self.words();
        let mut about: Vec<Part> = it.documents.iter().take(NAMES).map(|&idx| self.document_part(path, idx)).collect();
        if it.documents.len() > NAMES {
            about.push(Part::text(words.plural("ctrl.more", counted(it.documents.len() - NAMES))));
        }
        CommitRow {
            who: it.by.name.clone(),
            date: self.landing_day(it.landed),
            text: vec![Part::text(words.plural("ctrl.bulk.text", counted(it.documents.len())))],
            about,
            ..self.commit_row(path, Some(it.commit), None)
        }
    }

    fn authority_row(&self, path: &SitePath, it: &AuthorityChange) -> CommitRow {
        let words = self.words();
        let (approved, proof) = match (&it.approved, it.first) {
            (Some((actor, proof)), _) => {
                (words.with("ctrl.authority.by", &[("name", &actor.name)]), Some(ProofMark::new((*proof).into(), words)))
            }
            (None, true) => (words.get("ctrl.authority.first").to_owned(), None),
            // Who approves such a change is for settings to say.
            (None, false) if self.handbook.config.settings.control.approver.is_none() => (String::new(), None),
            (None, false) => (words.get("ctrl.authority.none").to_owned(), None),
        };
        CommitRow {
            who: it.by.name.clone(),
            date: self.landing_day(it.landed),
            about: it.paths.iter().take(NAMES).map(|it| Part::text(it.as_str()).set(PartStyle::Code)).collect(),
            approved,
            proof,
            ..self.commit_row(path, Some(it.commit), None)
        }
    }

    fn signer_line(&self, it: &SignerRow) -> SignerLine {
        let words = self.words();
        let key = |(key, since): &(String, Option<crate::base::Date>)| SignerKey {
            key: key.clone(),
            since: since.map_or(String::new(), |day| words.with("role.since", &[("day", &self.date(day))])),
        };
        SignerLine {
            name: it.name.clone(),
            roles: it.roles.join(", "),
            signed: words.with("evidence.of", &[("n", &it.signed.to_string()), ("of", &it.all.to_string())]),
            keys: it.keys.iter().map(key).collect(),
        }
    }

    fn anchor_line(&self, path: &SitePath, it: &Anchor) -> AnchorLine {
        let words = self.words();
        let (outcome, text) = match &it.state {
            AnchorState::Holds => ("yes", words.get("ctrl.anchor.holds").to_owned()),
            AnchorState::NotAncestor => ("no", words.get("ctrl.anchor.not_ancestor").to_owned()),
            AnchorState::OtherRegister(sum) => ("no", words.with("ctrl.anchor.register_differs", &[("sum", &sum.to_string())])),
            AnchorState::Unknown => ("unknown", words.get("ctrl.anchor.unknown").to_owned()),
        };
        AnchorLine {
            date: it.day.map_or_else(Day::default, |day| self.day(day)),
            place: match it.recorded {
                AnchorPlace::Commit(at) => self.commit_id(at).map_or_else(Part::default, |id| self.commit_part(path, None, id)),
                AnchorPlace::Document(entry, _) => self.document_part(path, entry),
            },
            given_to: it.given_to.clone().unwrap_or_default(),
            commit: it.commit.clone(),
            register: it.register.clone().unwrap_or_default(),
            outcome,
            text,
        }
    }

    fn gap_line(&self, gap: &Gap) -> GapLine {
        let words = self.words();
        let (key, n) = match gap {
            Gap::Shallow(commits) => ("ctrl.gap.shallow", commits.len()),
            Gap::Grafts => ("ctrl.gap.grafts", 1),
            Gap::Replaced(commits) => ("ctrl.gap.replaced", commits.len()),
            Gap::MissingTexts(_, n) => ("ctrl.gap.missing", *n),
            Gap::Damaged(objects) => ("ctrl.gap.damaged", objects.len()),
            Gap::BadNames(n) => ("ctrl.gap.names", *n),
        };
        GapLine { text: words.plural(key, counted(n)), remedy: words.get(&format!("{key}.remedy")).to_owned() }
    }
}

/// What a document says of its approval.
struct ApprovalClaim<'a> {
    version: &'a str,
    approver: Option<Part>,
}

impl ApprovalClaim<'_> {
    fn parts(self, site: &Site<'_>) -> Vec<Part> {
        let key = if self.approver.is_some() { "ctrl.says.by" } else { "ctrl.says" };
        let sentence = site.words().with(key, &[("version", self.version)]);
        let parts = match (sentence.split_once("{approver}"), self.approver) {
            (Some((before, after)), Some(approver)) => vec![Part::text(before), approver, Part::text(after)],
            _ => vec![Part::text(sentence)],
        };
        strong_start(parts)
    }
}
