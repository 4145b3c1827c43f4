//! Several editions in one site: where each stands, what leads from one to another, and what leads from an address that is no more to
//! where it leads now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::outcome::{BuiltEdition, Stand};
use super::site::{Content, KeptFolder, KeptParts, SiteFile};
use super::stands::folders;
use super::{build, changes as between, deliver, key};
use crate::base::{Date, Digest, RepoPath, SitePath};
use crate::check::edition_tag_unused;
use crate::config;
use crate::diag::{Diagnostic, Place, Severity, codes};
use crate::handbook::EntryIdx;
use crate::model::Item;
use crate::render::pages::{self, EditionShown, Moved, Placement};
use crate::source::{Inputs, Kept, KeptPage, Standing};

/// A published edition.
#[derive(Debug)]
pub(super) enum Published {
    /// Put together now, or remembered.
    Built(Arc<BuiltEdition>),
    /// It stands in the site already.
    Kept(Arc<Inputs>, Kept),
}

impl Published {
    fn inputs(&self) -> &Inputs {
        match self {
            Self::Built(it) => &it.inputs,
            Self::Kept(inputs, _) => inputs,
        }
    }

    fn digest(&self) -> Digest {
        match self {
            Self::Built(it) => it.digest(),
            Self::Kept(inputs, _) => key::edition(inputs),
        }
    }
}

/// An edition in its place, with what the rest of the site has to know of it.
struct Known {
    folder: String,
    facts: Kept,
}

/// A site of several editions.
pub(super) struct Site {
    pub(super) stands: Vec<Stand>,
    pub(super) files: Vec<SiteFile>,
    pub(super) kept: KeptParts,
}

/// The site: the current edition at the root, every published one at its own address, the working tree at `draft`; without published ones
/// the working tree is the root.
pub(super) fn site(draft: &Arc<BuiltEdition>, published: &[Published], changes: Option<&[KeptPage]>) -> Site {
    let folders = folders(published.iter().map(|it| it.inputs().edition.name.as_str()));
    let current = published.iter().find_map(|it| match it {
        Published::Built(it) if it.inputs.edition.standing == Standing::Current => Some(it),
        _ => None,
    });
    let draft_folder = if current.is_some() { "editions/draft/" } else { "" };
    let at_root = current.unwrap_or(draft);
    let shown = list(published, &folders, (draft, draft_folder), at_root);
    let stand = |folder: &str, edition: &Arc<BuiltEdition>| Stand {
        placement: Placement { folder: folder.to_owned(), editions: Arc::clone(&shown) },
        edition: Arc::clone(edition),
    };
    let root = stand("", at_root);
    let mut files = deliver::files(&root);
    files.extend(super::revisions::files(&root));
    let (mut kept, mut known, mut line) = (KeptParts::default(), Vec::new(), Vec::new());
    let add = |folder: &str, edition: &Arc<BuiltEdition>, files: &mut Vec<SiteFile>| {
        let stand = stand(folder, edition);
        let own = deliver::files(&stand);
        let facts = facts(&stand, &own);
        files.extend(own);
        (stand, facts)
    };
    if current.is_some() {
        let (stand, facts) = add(draft_folder, draft, &mut files);
        known.push(Known { folder: draft_folder.to_owned(), facts });
        line.push(Some(stand));
    }
    for (it, folder) in published.iter().zip(&folders) {
        let (stand, facts) = match it {
            Published::Built(edition) => {
                let (stand, facts) = add(folder, edition, &mut files);
                files.push(facts_file(edition, folder, facts.clone()));
                (Some(stand), facts)
            }
            Published::Kept(inputs, facts) => {
                kept.folders.push(KeptFolder::new(folder.clone(), key::edition(inputs)));
                (None, facts.clone())
            }
        };
        known.push(Known { folder: folder.clone(), facts });
        line.push(stand);
    }
    let stands: Vec<Stand> = std::iter::once(root).chain(line.iter().flatten().cloned()).collect();
    // The working tree stands at the end, as it does in the list that readers see.
    line.rotate_left(usize::from(current.is_some()));
    kept.pages = changes.unwrap_or_default().to_vec();
    let digests: Vec<Digest> = published.iter().map(Published::digest).collect();
    let standings: Vec<Standing> = published.iter().map(|it| it.inputs().edition.standing).collect();
    let changed = between::line(&standings, &digests)
        .map_or_else(Vec::new, |digest| between::files(&stands[0], &line, digest, changes.is_none()));
    files.extend(links_between(&stands[0], &known, &files, (changed, &kept.pages)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Site { stands, files, kept }
}

/// All editions for the page that lists them and for what switches between them: the latest first, the working tree last.
fn list(published: &[Published], folders: &[String], draft: (&BuiltEdition, &str), root: &BuiltEdition) -> Arc<[EditionShown]> {
    let signatures = build::tag_signatures(draft.0.gathered(), &draft.0.handbook);
    let all = published.iter().map(|it| it.inputs()).zip(folders.iter().map(String::as_str));
    let complete = |(inputs, folder): (&Inputs, &str)| {
        let mut shown = shown(inputs, folder, draft.0);
        shown.signature = inputs.edition.tag.as_ref().and_then(|it| signatures.get(&it.name).cloned());
        shown.audits = audits(&shown, draft, root);
        shown
    };
    all.chain([(&*draft.0.inputs, draft.1)]).map(complete).collect()
}

/// How many errors and warnings an edition has.
fn counted(edition: &BuiltEdition) -> (usize, usize) {
    let count = |level: Severity| edition.diagnostics().iter().filter(|it| it.severity == level).count();
    (count(Severity::Error), count(Severity::Warning))
}

/// What the rest of the site has to know of an edition, its diagnostics left out.
fn facts(stand: &Stand, files: &[SiteFile]) -> Kept {
    let folder = stand.placement.folder.as_str();
    let inside = files.iter().filter_map(|it| it.path.as_str().strip_prefix(folder));
    let mut pages: Vec<String> = inside.filter(|it| it.ends_with(".html")).map(str::to_owned).collect();
    pages.sort();
    let entries = stand.edition.handbook.entries.iter();
    let named = entries.filter_map(|it| Some((it.page.to_string(), it.document.replaced_by.as_ref()?.value.clone())));
    Kept { pages, replaced_by: named.collect(), ..Kept::default() }
}

/// The file by which a later build knows that the edition stands, and what it needs of it.
fn facts_file(edition: &Arc<BuiltEdition>, folder: &str, facts: Kept) -> SiteFile {
    let path = KeptFolder::facts(folder);
    let (edition, summed, place) = (Arc::clone(edition), Arc::clone(edition), path.clone());
    let digest = move || key::file(summed.digest(), place.as_str());
    SiteFile::made(path, Some(Arc::new(digest)), move || {
        let it = &edition.inputs.edition;
        let (errors, warnings) = counted(&edition);
        let value = serde_json::json!({
            "version": 1,
            "name": it.name,
            "commit": it.commit.as_ref().map(ToString::to_string),
            "tag": it.tag.as_ref().and_then(|it| it.annotation.as_ref()).map(|it| it.id.to_string()),
            "as_of": edition.handbook.as_of.to_string(),
            "errors": errors,
            "warnings": warnings,
            "replaced_by": facts.replaced_by,
            "pages": facts.pages,
        });
        Content::Bytes(format!("{value:#}\n").into_bytes())
    })
}

/// Tags that came to nothing, and what past editions have to say for themselves, in one line: nobody can mend them.
pub(super) fn diagnostics(published: &[Published], left_out: &[String]) -> Vec<Diagnostic<Place>> {
    let place = Place::file(&RepoPath::new(config::MAIN).expect("the file's name is a path"));
    let none = left_out.iter().map(|tag| {
        let message = format!("the commit of the tag `{tag}` holds no SMS that can be read in this folder, so it is no edition");
        Diagnostic::new(&edition_tag_unused::CODE, place.clone(), message).help("narrow `editions.tags` in clausebook.yml")
    });
    let mut found: Vec<Diagnostic<Place>> = none.collect();
    let counted = published.iter().filter_map(|it| {
        let (errors, warnings) = match it {
            Published::Built(it) if it.inputs.edition.standing == Standing::Past => counted(it),
            Published::Built(_) => return None,
            Published::Kept(_, it) => (it.errors, it.warnings),
        };
        let past = it.inputs().edition.standing == Standing::Past && errors + warnings > 0;
        past.then(|| format!("`{}` ({})", it.inputs().edition.name, counts(errors, warnings)))
    });
    let named: Vec<String> = counted.collect();
    if named.is_empty() {
        return found;
    }
    let message = format!("past editions are not clean by today's rules: {}", named.join(", "));
    let it = Diagnostic::new(&codes::edition_not_clean::CODE, place, message);
    found.push(it.help("nothing needs to be done; they stay as they were published"));
    found
}

fn counts(errors: usize, warnings: usize) -> String {
    let some = [(errors, "error"), (warnings, "warning")].into_iter().filter(|it| it.0 > 0);
    let words = some.map(|(n, what)| format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
    words.collect::<Vec<_>>().join(", ")
}

fn shown(inputs: &Inputs, folder: &str, draft: &BuiltEdition) -> EditionShown {
    let edition = &inputs.edition;
    let annotation = edition.tag.as_ref().and_then(|it| it.annotation.as_ref());
    let day = if edition.standing == Standing::Draft { draft.handbook.as_of } else { day_of(inputs) };
    EditionShown {
        name: edition.name.clone(),
        folder: folder.to_owned(),
        standing: edition.standing,
        day,
        replaced: edition.replaced,
        commit: edition.commit.clone(),
        tagger: annotation.and_then(|it| it.tagger.as_ref()).map(|it| it.display.to_string()),
        subject: annotation.map_or_else(String::new, |it| it.subject.clone()),
        annotated: annotation.is_some(),
        signature: None,
        audits: Vec::new(),
    }
}

/// Audits that looked at an edition, as the working tree records them, each with where it stands in the site: at the root if the edition
/// there records it too.
fn audits(shown: &EditionShown, draft: (&BuiltEdition, &str), root: &BuiltEdition) -> Vec<(String, Option<String>)> {
    let (draft, folder) = draft;
    let as_of = draft.handbook.as_of;
    let address = |item: &Item| {
        let at = |edition: &BuiltEdition| {
            let (at, _) = edition.handbook.items_of("audit").find(|it| it.1.id.value == item.id.value)?;
            Some(edition.handbook.item_address(at).from(&SitePath::new("index.html")))
        };
        at(root).or_else(|| at(draft).map(|it| format!("{folder}{it}")))
    };
    let seen = draft.handbook.items_of("audit").filter(|(_, item)| shown.was_seen_by(item, as_of));
    seen.map(|(_, item)| (format!("{} {}", item.id.value, item.title), address(item))).collect()
}

/// The day a published edition is judged on.
fn day_of(inputs: &Inputs) -> Date {
    inputs.as_of.unwrap_or(inputs.today)
}

/// What leads from the root to other editions, and from addresses of the past to where things are now.
fn links_between(
    root: &Stand,
    known: &[Known],
    files: &[SiteFile],
    (changed, kept): (Vec<SiteFile>, &[KeptPage]),
) -> Vec<SiteFile> {
    let own = |it: &&str| it.ends_with(".html") && !it.starts_with("editions/");
    let at_root: BTreeSet<&str> = files.iter().map(|it| it.path.as_str()).filter(own).collect();
    let paths = files.iter().chain(&changed).map(|it| &it.path).chain(kept.iter().map(|it| &it.path));
    let mut taken: BTreeSet<String> = paths.map(|it| it.as_str().to_lowercase()).collect();
    let free = moved(root, known, &at_root).into_iter().filter(|it| taken.insert(it.0.as_str().to_lowercase()));
    let page = |(path, moved): (SitePath, Moved)| {
        let root = root.clone();
        let (its_root, its_path, its_moved) = (root.clone(), path.clone(), moved.clone());
        let digest = move || key::moved(its_root.edition.digest(), its_path.as_str(), &its_moved);
        SiteFile::made(path.clone(), Some(Arc::new(digest)), move || {
            Content::Bytes(pages::moved_page(&root.edition.site(&root.placement), &path, &moved).into_bytes())
        })
    };
    let mut links: Vec<SiteFile> = free.map(page).collect();
    links.extend(changed);
    if !known.is_empty() {
        links.push(script(root, known, &at_root));
    }
    links
}

/// What stands at addresses that the root lacks, the best first: what documents supersede, what they were called, where they lay, and
/// pages that other editions have.
fn moved(root: &Stand, known: &[Known], at_root: &BTreeSet<&str>) -> Vec<(SitePath, Moved)> {
    let handbook = &root.edition.handbook;
    let to = |entry: EntryIdx| Moved { to: Some(entry), held: Vec::new() };
    let mut moved: Vec<(SitePath, Moved)> = Vec::new();
    for (idx, entry) in handbook.entries.iter().enumerate() {
        moved.extend(entry.document.supersedes.iter().map(|it| (document_address(&it.value), to(idx))));
    }
    moved.extend(handbook.former.ids.iter().map(|(id, &idx)| (document_address(id), to(idx))));
    let path_of = |path: &RepoPath| {
        let stem = path.as_str().strip_suffix(".md").unwrap_or(path.as_str());
        SitePath::new(&format!("{stem}.html"))
    };
    moved.extend(handbook.former.paths.iter().map(|(path, &idx)| (path_of(path), to(idx))));
    let mut held: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for it in known {
        for page in it.facts.pages.iter().filter(|it| !at_root.contains(it.as_str())) {
            held.entry(page).or_default().push(it);
        }
    }
    moved.extend(held.into_iter().map(|(page, holders)| {
        let named = holders.iter().find_map(|it| handbook.ids.document(it.facts.replaced_by.get(page)?));
        let held = if named.is_some() { Vec::new() } else { holders.iter().map(|it| it.folder.clone()).collect() };
        (SitePath::new(page), Moved { to: named, held })
    }));
    moved
}

fn document_address(id: &str) -> SitePath {
    let name = SitePath::new(&crate::base::DocId::new(id).key().replace('/', "-"));
    SitePath::new(&format!("documents/{name}.html"))
}

/// The script that lists editions and the pages that not all of them have.
fn script(root: &Stand, known: &[Known], at_root: &BTreeSet<&str>) -> SiteFile {
    let shown = Arc::clone(&root.placement.editions);
    let of = |it: &EditionShown| match known.iter().find(|known| known.folder == it.folder) {
        Some(known) => known.facts.pages.iter().map(String::as_str).collect(),
        None => at_root.iter().copied().collect::<Vec<&str>>(),
    };
    let lists: Vec<Vec<&str>> = shown.iter().map(of).collect();
    let text = pages::editions_script(&shown, &lists, root.edition.theme.strings());
    SiteFile::made(SitePath::new("editions/editions.js"), None, move || Content::Bytes(text.clone().into_bytes()))
}
