//! What makes the pages of one edition differ from those of another: where it stands in the site, its name in the bar, banners that lead to
//! the current text, the page and the script that list all editions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Site;
use super::frame::Frame;
use crate::base::{CommitId, Date, SitePath};
use crate::handbook::document_control::{Signing, TagSignature};
use crate::render::strings::Strings;
use crate::render::view::{Banner, Day, EditionButton, EditionListRow, EditionsPage, Link, Part, ProofLevel, ProofMark};
use crate::source::{Edition, Standing};

/// The script that tells pages which editions there are. Its address is relative to the root of the site.
const SCRIPT: &str = "editions/editions.js";

/// Where an edition stands in a site.
#[derive(Clone, Debug, Default)]
pub struct Placement {
    /// Empty for the root of the site, else with `/` at its end: `editions/v2026.1/`.
    pub folder: String,
    /// All editions of the site, the latest first, the working tree last.
    pub editions: Arc<[EditionShown]>,
}

/// An edition as the list of editions shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionShown {
    /// Its name; empty for the working tree.
    pub name: String,
    /// Its fixed address.
    pub folder: String,
    /// How it stands to the others.
    pub standing: Standing,
    /// The day it was published, or that the working tree is judged on.
    pub day: Date,
    /// The day another took its place.
    pub replaced: Option<Date>,
    /// Its commit.
    pub commit: Option<CommitId>,
    /// Who made its tag, by the tag's own word.
    pub tagger: Option<String>,
    /// What the tag says of it.
    pub subject: String,
    /// Whether its tag is an annotated one.
    pub annotated: bool,
    /// What the signature of its tag is worth, if there is one.
    pub signature: Option<TagSignature>,
    /// Audits that looked at it: their titles, and the addresses of their pages from the root of the site.
    pub audits: Vec<(String, Option<String>)>,
}

impl EditionShown {
    /// How well it is proven that the tag is what a known person made; nothing where there is no tag that says who did. A signature that
    /// does not count leaves the tag's own word.
    fn proof(&self) -> Option<ProofLevel> {
        let by_known = self.signer().is_some();
        self.annotated.then_some(if by_known { ProofLevel::Proven } else { ProofLevel::Claimed })
    }

    /// Whose key signed the tag.
    fn signer(&self) -> Option<&str> {
        match self.signature.as_ref().map(|it| &it.signing) {
            Some(Signing::Valid(signer)) => Some(&signer.name),
            _ => None,
        }
    }
}

/// The parts of pages that an edition decides.
#[derive(Clone, Debug)]
pub(super) struct EditionParts {
    pub(super) name: String,
    pub(super) word: String,
    pub(super) kind: &'static str,
    /// What leads from the root of the edition to the root of the site.
    pub(super) up: String,
    /// Whether other editions can be switched to.
    pub(super) several: bool,
}

impl EditionParts {
    pub(super) fn new(edition: &Edition, placement: &Placement, as_of: Date, words: &Strings) -> Self {
        let (word, kind) = match edition.standing {
            Standing::Draft => (words.with("edition.as_of", &[("day", &words.date(as_of))]), "dra"),
            Standing::Current => (words.get("edition.current").to_owned(), "cur"),
            Standing::Past => (words.get("edition.superseded").to_owned(), "sup"),
        };
        Self {
            name: if edition.name.is_empty() { words.get("edition.draft").to_owned() } else { edition.name.clone() },
            word,
            kind,
            up: "../".repeat(placement.folder.matches('/').count()),
            several: edition.standing != Standing::Draft || edition.beside.is_some(),
        }
    }

    /// The button in the bar. Its address is relative to the root of the edition.
    pub(super) fn button(&self, as_of: String) -> EditionButton {
        EditionButton {
            name: self.name.clone(),
            word: self.word.clone(),
            kind: self.kind.to_owned(),
            href: format!("{}editions/index.html", self.up),
            as_of,
            script: if self.several { format!("{}{SCRIPT}", self.up) } else { String::new() },
        }
    }
}

impl Site<'_> {
    /// What leads from a page to the same address at the root of the site, where the current edition stands. None at the root itself.
    pub(super) fn current_href(&self, path: &SitePath) -> Option<String> {
        let folder = &self.placement.folder;
        (!folder.is_empty()).then(|| format!("{}{}{path}", path.to_root(), "../".repeat(folder.matches('/').count())))
    }

    /// What is to be said above every page of a copy that is read away from the site.
    pub(super) fn offline_banner(&self, path: &SitePath) -> Option<Banner> {
        let (edition, words) = (&self.inputs.edition, self.words());
        let day = words.date(self.inputs.offline?);
        let text = match edition.commit.as_ref().or(self.handbook.control.head.as_ref()).map(CommitId::short) {
            Some(commit) if edition.name.is_empty() => words.with("banner.offline.draft", &[("commit", commit), ("day", &day)]),
            Some(commit) => words.with("banner.offline.edition", &[("name", &edition.name), ("commit", commit), ("day", &day)]),
            None => words.with("banner.offline.alone", &[("day", &day)]),
        };
        Some(Banner::offline(&text, self.published_href(path), words))
    }

    /// Where a page of this edition is published, if the settings say where the site is.
    pub(super) fn published_href(&self, path: &SitePath) -> Option<String> {
        Some(format!("{}{}{path}", self.handbook.config.settings.url.as_ref()?, self.placement.folder))
    }

    /// What is to be said above every page of this edition.
    pub(super) fn edition_banner(&self, path: &SitePath) -> Option<Banner> {
        let (edition, words) = (&self.inputs.edition, self.words());
        let href = self.current_href(path)?;
        let action = Link { title: words.get("banner.edition.read").to_owned(), href };
        match edition.standing {
            Standing::Past => {
                let text = match edition.replaced {
                    Some(day) => words.with("banner.edition.past", &[("name", &edition.name), ("day", &words.date(day))]),
                    None => words.with("banner.edition.not_current", &[("name", &edition.name)]),
                };
                Some(Banner::edition_superseded(text, action, words))
            }
            Standing::Draft => {
                let name = edition.beside.as_deref().unwrap_or_default();
                Some(Banner::edition_draft(words.with("banner.edition.draft", &[("name", name)]), action, words))
            }
            Standing::Current => None,
        }
    }

    /// What every printed sheet of this edition says of its state; nothing for the current one, and for a working tree that stands alone.
    pub(super) fn edition_state(&self) -> String {
        let (edition, words) = (&self.inputs.edition, self.words());
        match (edition.standing, edition.replaced) {
            (Standing::Past, Some(day)) => words.with("print.superseded.on", &[("day", &words.date(day))]),
            (Standing::Past, None) => words.get("print.superseded").to_owned(),
            (Standing::Draft, _) if edition.beside.is_some() => words.get("print.draft").to_owned(),
            _ => String::new(),
        }
    }

    /// All editions.
    pub(super) fn editions(&self, path: &SitePath) -> EditionsPage {
        let words = self.words();
        let title = words.get("editions.title").to_owned();
        let shown = &self.placement.editions;
        let rows = shown.iter().map(|it| self.edition_row(path, it));
        let page =
            self.frame(Frame { path, title: &title, section: "", menu_page: false, description: None, crumbs: Vec::new() });
        EditionsPage {
            page,
            lead: words.get("editions.lead").to_owned(),
            rows: rows.collect(),
            changes: self.changes_links(path),
            note: words.get(if shown.len() > 1 { "editions.note.tags" } else { "editions.note" }).to_owned(),
            title,
        }
    }

    /// Who made the tag of an edition, whether it is annotated, and what its signature is worth.
    fn proof_notes(&self, path: &SitePath, it: &EditionShown) -> Vec<Vec<Part>> {
        let words = self.words();
        if it.standing == Standing::Draft {
            return Vec::new();
        }
        let text = |text: String| vec![Part::text(text)];
        let made = match (it.annotated, &it.tagger) {
            (false, _) => return vec![text(words.get("editions.lightweight").to_owned())],
            (true, Some(tagger)) => words.with("editions.annotated", &[("name", tagger)]),
            (true, None) => words.get("editions.annotated.nobody").to_owned(),
        };
        let signature = it.signature.as_ref().map(|it| self.said(path, None, &it.sentence));
        vec![text(made), signature.unwrap_or_else(|| text(words.get("editions.unsigned").to_owned()))]
    }

    /// What changed from each edition to the next, and from each to the current one.
    pub(super) fn changes_links(&self, path: &SitePath) -> Vec<Link> {
        let words = self.words();
        let line = &self.placement.editions;
        let standings: Vec<Standing> = line.iter().map(|it| it.standing).collect();
        let shown = |(a, b): (usize, usize)| {
            let name =
                |it: &EditionShown| if it.name.is_empty() { words.get("edition.draft").to_owned() } else { it.name.clone() };
            Link {
                title: words.with("changes.versions", &[("a", &name(&line[a])), ("b", &name(&line[b]))]),
                href: path.link_to(&super::changes_address(&line[a].folder, &line[b].folder)),
            }
        };
        super::compared(&standings).into_iter().map(shown).collect()
    }

    fn edition_row(&self, path: &SitePath, it: &EditionShown) -> EditionListRow {
        let words = self.words();
        let home = |folder: &str| path.link_to(&SitePath::new(&format!("{folder}index.html")));
        let (word, kind) = match it.standing {
            Standing::Draft => ("editions.draft.word", "dra"),
            Standing::Current => ("edition.current", "cur"),
            Standing::Past => ("edition.superseded", "sup"),
        };
        let draft = it.standing == Standing::Draft;
        let mut notes = Vec::new();
        if draft {
            notes.push(words.with("editions.draft.note", &[("day", &self.date(it.day))]));
        }
        notes.extend(Some(it.subject.clone()).filter(|it| !it.is_empty()));
        notes.extend(it.replaced.map(|day| words.plural("editions.lasted", i64::from(day.days_since(it.day)))));
        let audit = |(title, page): &(String, Option<String>)| Link {
            title: title.clone(),
            href: page.as_ref().map_or_else(String::new, |page| format!("{}{page}", path.to_root())),
        };
        EditionListRow {
            name: if draft { words.get("edition.draft").to_owned() } else { it.name.clone() },
            href: home(&it.folder),
            word: words.get(word).to_owned(),
            kind: kind.to_owned(),
            date: if draft { Day::default() } else { Day::new(it.day, words) },
            note: notes.join(" · "),
            audits: it.audits.iter().map(audit).collect(),
            proof: it.proof().map(|level| ProofMark::new(level, words)),
            proof_notes: self.proof_notes(path, it),
            commit: it.commit.as_ref().map_or_else(String::new, |it| it.short().to_owned()),
        }
    }
}

/// Who made the tag, and whose key says so.
fn proof_note(it: &EditionShown, words: &Strings) -> String {
    match (it.signer(), &it.tagger) {
        (Some(signer), _) => words.with("editions.signed", &[("name", signer)]),
        (None, Some(tagger)) => words.with("editions.tagged", &[("name", tagger)]),
        (None, None) => String::new(),
    }
}

/// The script from which pages learn what they can switch to: editions, and which pages not all of them have. `pages` names for each
/// edition, in the order of `shown`, the addresses of its pages.
pub fn editions_script(shown: &[EditionShown], pages: &[Vec<&str>], words: &Strings) -> String {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, of) in pages.iter().enumerate() {
        for page in of {
            holders.entry(page).or_default().push(at);
        }
    }
    holders.retain(|_, at| at.len() < shown.len());
    let row = |it: &EditionShown| {
        let note = it.audits.first().map(|(title, _)| words.with("editions.audit", &[("title", title)]));
        let lasted = || it.replaced.map(|day| words.plural("editions.lasted", i64::from(day.days_since(it.day))));
        let tagged = || Some(proof_note(it, words)).filter(|it| !it.is_empty());
        let draft = it.standing == Standing::Draft;
        serde_json::json!({
            "name": if draft { words.get("edition.draft") } else { &it.name },
            "folder": it.folder,
            "kind": match it.standing { Standing::Draft => "dra", Standing::Current => "cur", Standing::Past => "sup" },
            "day": words.date(it.day),
            "note": if draft { words.get("editions.draft.uncontrolled").to_owned() } else { note.or_else(lasted).or_else(tagged).unwrap_or_default() },
            "proof": it.proof(),
            "proofWord": it.proof().map(|level| words.get(level.key())),
        })
    };
    let rows: Vec<serde_json::Value> = shown.iter().map(row).collect();
    let data = serde_json::json!({"editions": rows, "some": holders});
    // JSON in a script file needs no further escaping.
    format!("window.clausebookEditions={data};\n")
}
