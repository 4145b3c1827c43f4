//! Tags that lead to commits.

use git2::{ObjectType, Oid};

use super::commit::{self, TagWords};
use super::examine::signatory;
use super::mailmap::Mailmap;
use super::objects::{NotRead, Objects};
use super::open::{Opened, commit_id};
use super::seal;
use crate::signature::KeyMaterial;
use crate::source::{Annotation, Tag};

/// Tags of tags of tags: more than this is made to break programs.
const MAX_NESTED: usize = 16;

/// All tags by name, with the commits they lead to. Of nested ones the outer one speaks. What cannot be read is told apart.
pub(super) fn read(
    opened: &Opened,
    objects: &Objects<'_>,
    mailmap: &Mailmap,
    keys: &KeyMaterial,
) -> (Vec<(Tag, Oid)>, Vec<NotRead>) {
    let (mut tags, mut damage) = (Vec::new(), Vec::new());
    let references = opened.repository.references();
    for reference in references.into_iter().flatten().flatten() {
        let Some(name) = reference.name().ok().and_then(|it| it.strip_prefix("refs/tags/")).map(str::to_owned) else { continue };
        let Some(target) = reference.target() else { continue };
        match peel(objects, target) {
            Ok(Some((words, commit))) => {
                let links = objects.commit(commit).and_then(|raw| commit::links(objects, commit, &raw));
                let committed = match links {
                    Ok(links) => links.at,
                    Err(error) => {
                        damage.push(error);
                        continue;
                    }
                };
                let annotation = words.map(|words| Annotation {
                    id: commit_id(&target),
                    signature: seal::with_keys(keys, words.sealed.as_ref(), words.tagger_at()),
                    tagger: words.tagger.map(|it| signatory(it, mailmap)),
                    subject: words.subject,
                    trailers: words.trailers,
                });
                tags.push((Tag { name, commit: commit_id(&commit), committed, annotation }, commit));
            }
            Ok(None) => {}
            Err(error) => damage.push(error),
        }
    }
    tags.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    (tags, damage)
}

/// What the outermost tag object says, if there is one, and the commit at the end; none if there is something else.
fn peel(objects: &Objects<'_>, target: Oid) -> Result<Option<(Option<TagWords>, Oid)>, NotRead> {
    let (mut at, mut words) = (target, None);
    for _ in 0..MAX_NESTED {
        match objects.kind(at)? {
            ObjectType::Commit => return Ok(Some((words, at))),
            ObjectType::Tag => {
                let read = commit::tag(objects, at, &objects.tag(at)?)?;
                at = read.target;
                words = words.or(Some(read));
            }
            _ => return Ok(None),
        }
    }
    Ok(None)
}
