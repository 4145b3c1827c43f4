//! What of a site stands already: published editions and the pages about what changed between them, known by digests of their inputs before
//! texts and history are read.

use std::collections::BTreeMap;

use super::site::{KeptFolder, StandingFiles};
use super::{changes, key};
use crate::base::{Addresses, Digest, SitePath, address_of};
use crate::render::pages;
use crate::source::{Inputs, Kept, KeptPage, Standing, StandsAlready};

/// Folders that published editions of these names get, the latest first. The earliest keeps its address, whatever comes later.
pub(super) fn folders<'a>(names: impl DoubleEndedIterator<Item = &'a str>) -> Vec<String> {
    let mut used = Addresses::without(&["editions/draft", "editions/index.html", "editions/editions.js"]);
    let mut folders: Vec<String> = names.rev().map(|name| folder(name, &mut used)).collect();
    folders.reverse();
    folders
}

fn folder(name: &str, used: &mut Addresses) -> String {
    let name = address_of(name);
    let path = used.take(|n| match n {
        1 => SitePath::new(&format!("editions/{name}")),
        n => SitePath::new(&format!("editions/{name}--{n}")),
    });
    format!("{path}/")
}

/// What stands already of published editions, the latest first, by their inputs without texts and history. Either the pages about changes
/// stand, all of them, or all editions are needed whole.
pub fn stands(published: &[Inputs], site: &dyn StandingFiles) -> StandsAlready {
    let digests: Vec<Digest> = published.iter().map(key::edition).collect();
    let folders = folders(published.iter().map(|it| it.edition.name.as_str()));
    let standings: Vec<Standing> = published.iter().map(|it| it.edition.standing).collect();
    let Some(line) = changes::line(&standings, &digests) else { return StandsAlready::default() };
    let pairs = pages::compared(&standings);
    let names = pairs.into_iter().map(|(old, new)| pages::changes_address(&folders[old], &folders[new]));
    let mut found = Vec::new();
    for page in names {
        let mut there = changes_at(&page, line, site);
        if !there.iter().any(|it| it.path == page) {
            return StandsAlready::default();
        }
        found.append(&mut there);
    }
    if !site.are_untouched(&found) {
        return StandsAlready::default();
    }
    let known = published.iter().zip(&folders).zip(&digests).filter(|((it, _), _)| it.edition.standing == Standing::Past);
    let editions = known.filter_map(|((it, folder), digest)| {
        let folder = KeptFolder::new(folder.clone(), *digest);
        Some((it.edition.name.clone(), kept_facts(&site.facts(&folder)?)?))
    });
    StandsAlready { editions: editions.collect::<BTreeMap<_, _>>(), changes: Some(found) }
}

/// The page about two editions and their redlines, which share its name, as far as they were made from a line of editions.
fn changes_at(page: &SitePath, line: Digest, site: &dyn StandingFiles) -> Vec<KeptPage> {
    let name = page.as_str().rsplit('/').next().unwrap_or_default();
    let of_line = |(path, made_from): (SitePath, String)| {
        let digest = key::between(line, None, path.as_str());
        (digest.to_string() == made_from).then_some(KeptPage { path, digest })
    };
    site.files_named(name).into_iter().filter_map(of_line).collect()
}

/// Reads a file of facts; nothing if it is not one.
fn kept_facts(text: &str) -> Option<Kept> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let texts = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let number = |key: &str| usize::try_from(value.get(key)?.as_u64()?).ok();
    Some(Kept {
        pages: value.get("pages")?.as_array()?.iter().map(texts).collect::<Option<_>>()?,
        replaced_by: value
            .get("replaced_by")?
            .as_object()?
            .iter()
            .map(|(page, id)| Some((page.clone(), texts(id)?)))
            .collect::<Option<_>>()?,
        errors: number("errors")?,
        warnings: number("warnings")?,
    })
}
