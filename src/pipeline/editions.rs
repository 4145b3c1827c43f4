//! Several editions in one site: where each stands, what leads from one to another, and what leads from an address that is no more to
//! where it leads now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::outcome::{BuiltEdition, Stand};
use super::site::{Content, SiteFile};
use super::{deliver, key};
use crate::base::{Addresses, SitePath, address_of};
use crate::handbook::{EntryIdx, Handbook};
use crate::model::{FieldValue, Item};
use crate::render::pages::{self, EditionShown, Moved, Placement};
use crate::source::Standing;

/// Where each edition stands: the current one at the root, every published one at its own address, the working tree at `draft`; without
/// published ones the working tree is the root.
pub(super) fn stands(draft: &Arc<BuiltEdition>, published: Vec<Arc<BuiltEdition>>) -> Vec<Stand> {
    let current = published.iter().find(|it| it.inputs.edition.standing == Standing::Current);
    let mut used = Addresses::without(&["editions/draft/", "editions/index.html/", "editions/editions.js/"]);
    // The earliest keeps its address, whatever comes later.
    let mut folders: Vec<String> = published.iter().rev().map(|it| folder(&it.inputs.edition.name, &mut used)).collect();
    folders.reverse();
    let draft_folder = if current.is_some() { "editions/draft/" } else { "" };
    let placed = published.iter().zip(&folders);
    let mut shown: Vec<EditionShown> = placed.map(|(it, folder)| self::shown(it, folder, draft)).collect();
    shown.push(self::shown(draft, draft_folder, draft));
    let shown: Arc<[EditionShown]> = shown.into();
    let stand = |folder: &str, edition: &Arc<BuiltEdition>| Stand {
        placement: Placement { folder: folder.to_owned(), editions: Arc::clone(&shown) },
        edition: Arc::clone(edition),
    };
    let mut stands = vec![stand("", current.unwrap_or(draft))];
    if current.is_some() {
        stands.push(stand(draft_folder, draft));
    }
    stands.extend(published.iter().zip(&folders).map(|(edition, folder)| stand(folder, edition)));
    stands
}

fn folder(name: &str, used: &mut Addresses) -> String {
    let name = address_of(name);
    let path = used.take(|n| match n {
        1 => SitePath::new(&format!("editions/{name}")),
        n => SitePath::new(&format!("editions/{name}--{n}")),
    });
    format!("{path}/")
}

fn shown(it: &BuiltEdition, folder: &str, draft: &BuiltEdition) -> EditionShown {
    let edition = &it.inputs.edition;
    let annotation = edition.tag.as_ref().and_then(|it| it.annotation.as_ref());
    let day = it.handbook.as_of;
    EditionShown {
        name: edition.name.clone(),
        folder: folder.to_owned(),
        standing: edition.standing,
        day,
        replaced: edition.replaced,
        commit: edition.commit.clone(),
        tagger: annotation.and_then(|it| it.tagger.as_ref()).map(|it| it.display.clone()),
        subject: annotation.map_or_else(String::new, |it| it.subject.clone()),
        proof: None,
        signer: None,
        audits: audits(it, draft),
    }
}

/// Audits that looked at an edition, as the working tree records them: those that name it, and those held while it was the current one.
fn audits(it: &BuiltEdition, draft: &BuiltEdition) -> Vec<(String, Option<String>)> {
    let edition = &it.inputs.edition;
    if edition.standing == Standing::Draft {
        return Vec::new();
    }
    let handbook = &draft.handbook;
    let saw = |item: &Item| match item.fields.get("edition").map(|it| &it.value) {
        Some(FieldValue::Text(name)) => *name == edition.name,
        _ => {
            let held = item.date("date").filter(|&day| day <= handbook.as_of);
            held.is_some_and(|day| day >= it.handbook.as_of && edition.replaced.is_none_or(|end| day < end))
        }
    };
    let audits = handbook.items_of("audit").filter(|(_, item)| saw(item));
    audits.map(|(_, item)| (format!("{} {}", item.id.value, item.title), None)).collect()
}

/// All files of the site.
pub(super) fn files(stands: &[Stand]) -> Vec<SiteFile> {
    let mut files: Vec<SiteFile> = stands.iter().flat_map(deliver::files).collect();
    let Some(root) = stands.first().filter(|_| stands.len() > 1 || !stands[0].edition.handbook.former.is_empty()) else {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        return files;
    };
    let pages = addresses(stands, &files);
    let changed = super::changes::files(stands);
    let mut taken: BTreeSet<String> = files.iter().chain(&changed).map(|it| it.path.as_str().to_lowercase()).collect();
    let moved = moved(root, stands, &pages);
    let script = (stands.len() > 1).then(|| script(stands, &pages));
    files.extend(script);
    files.extend(changed);
    files.extend(moved.into_iter().filter(|it| taken.insert(it.0.as_str().to_lowercase())).map(|(path, moved)| {
        let root = root.clone();
        let (its_root, its_path, its_moved) = (root.clone(), path.clone(), moved.clone());
        let digest = move || key::moved(its_root.edition.digest(), its_path.as_str(), &its_moved);
        SiteFile::made(path.clone(), Some(Box::new(digest)), move || {
            Content::Bytes(pages::moved_page(&root.edition.site(&root.placement), &path, &moved).into_bytes())
        })
    }));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The pages of each stand, by their addresses within it.
fn addresses<'a>(stands: &[Stand], files: &'a [SiteFile]) -> Vec<BTreeSet<&'a str>> {
    let of = |stand: &Stand| {
        let folder = stand.placement.folder.as_str();
        let inside = files.iter().filter_map(|it| it.path.as_str().strip_prefix(folder));
        let own = |it: &&str| it.ends_with(".html") && (!folder.is_empty() || !it.starts_with("editions/"));
        inside.filter(own).collect()
    };
    stands.iter().map(of).collect()
}

/// What stands at addresses that the root lacks, the best first: what documents supersede, what they were called, where they lay, and
/// pages that other editions have.
fn moved(root: &Stand, stands: &[Stand], pages: &[BTreeSet<&str>]) -> Vec<(SitePath, Moved)> {
    let handbook = &root.edition.handbook;
    let to = |entry: EntryIdx| Moved { to: Some(entry), held: Vec::new() };
    let mut moved: Vec<(SitePath, Moved)> = Vec::new();
    for (idx, entry) in handbook.entries.iter().enumerate() {
        moved.extend(entry.document.supersedes.iter().map(|it| (document_address(&it.value), to(idx))));
    }
    moved.extend(handbook.former.ids.iter().map(|(id, &idx)| (document_address(id), to(idx))));
    let path_of = |path: &crate::base::RepoPath| {
        let stem = path.as_str().strip_suffix(".md").unwrap_or(path.as_str());
        SitePath::new(&format!("{stem}.html"))
    };
    moved.extend(handbook.former.paths.iter().map(|(path, &idx)| (path_of(path), to(idx))));
    let mut held: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, pages_of) in pages.iter().enumerate().skip(1) {
        for page in pages_of.iter().filter(|it| !pages[0].contains(**it)) {
            held.entry(page).or_default().push(at);
        }
    }
    moved.extend(held.into_iter().map(|(page, holders)| {
        let successor = holders.iter().find_map(|&at| replaced_by(&stands[at].edition.handbook, page, handbook));
        let held = if successor.is_some() {
            Vec::new()
        } else {
            holders.iter().map(|&at| stands[at].placement.folder.clone()).collect()
        };
        (SitePath::new(page), Moved { to: successor, held })
    }));
    moved
}

/// The document of the root that takes the place of one of another edition, as that edition or the root says.
fn replaced_by(other: &Handbook, page: &str, root: &Handbook) -> Option<EntryIdx> {
    let entry = other.entries.iter().find(|it| it.page.as_str() == page)?;
    let named = entry.document.replaced_by.as_ref().and_then(|it| root.ids.document(&it.value));
    named.or_else(|| root.ids.successor(entry.document.id.value.as_str()))
}

fn document_address(id: &str) -> SitePath {
    let name = SitePath::new(&crate::base::DocId::new(id).key().replace('/', "-"));
    SitePath::new(&format!("documents/{name}.html"))
}

/// The script that lists editions and the pages that not all of them have.
fn script(stands: &[Stand], pages: &[BTreeSet<&str>]) -> SiteFile {
    let root = &stands[0];
    let shown = Arc::clone(&root.placement.editions);
    let of = |it: &EditionShown| {
        let at = stands.iter().position(|stand| stand.placement.folder == it.folder);
        at.map_or_else(Vec::new, |at| pages[at].iter().copied().collect::<Vec<&str>>())
    };
    let lists: Vec<Vec<&str>> = shown.iter().map(of).collect();
    let text = pages::editions_script(&shown, &lists, root.edition.theme.strings());
    SiteFile::made(SitePath::new("editions/editions.js"), None, move || Content::Bytes(text.clone().into_bytes()))
}
