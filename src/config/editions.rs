//! `editions` in `clausebook.yml`: which tags are published states of the handbook.

use globset::{Glob, GlobMatcher};

use crate::base::{Spanned, number_key};
use crate::diag::{Diagnostic, codes};
use crate::source::{Past, Tag};
use crate::yaml::{Fields, Reader};

/// Editions that a site has unless somebody says otherwise.
const KEPT: usize = 10;
/// Editions that a site can have.
const MOST: i64 = 200;

/// Which tags are editions.
#[derive(Clone, Debug)]
pub struct EditionSettings {
    /// Patterns of their names. Without one there are no editions.
    pub tags: Vec<TagPattern>,
    /// How many of them the site has, the latest ones.
    pub keep: usize,
    /// The one that is in force; without it the latest.
    pub current: Option<Spanned<String>>,
}

/// A pattern of names of tags.
#[derive(Clone, Debug)]
pub struct TagPattern {
    /// As written.
    pub pattern: Spanned<String>,
    matcher: GlobMatcher,
}

impl Default for EditionSettings {
    fn default() -> Self {
        Self { tags: Vec::new(), keep: KEPT, current: None }
    }
}

impl EditionSettings {
    /// Whether a tag of that name is meant to be an edition.
    pub fn names(&self, tag: &str) -> bool {
        self.tags.iter().any(|it| it.matcher.is_match(tag))
    }

    /// The tags that editions are made from, the latest first: the annotated ones, by the order of their commits. Of two on one
    /// commit the earlier one is the edition.
    pub fn choose<'a>(&self, past: &'a Past) -> Vec<&'a Tag> {
        let all = past.tags.iter().chain(&past.stray_tags);
        let mut chosen: Vec<&Tag> = all.filter(|it| it.annotation.is_some() && self.names(&it.name)).collect();
        // A reachable commit has its place in history; another one gets that of its time.
        let place = |tag: &Tag| {
            let known = past.commits.iter().position(|it| it.id == tag.commit);
            known.unwrap_or_else(|| past.commits.iter().filter(|it| it.committer.at > tag.committed).count())
        };
        let made = |tag: &Tag| tag.annotation.as_ref().and_then(|it| it.tagger.as_ref()).map(|it| it.at);
        chosen.sort_by_cached_key(|it| (place(it), it.commit.clone(), made(it), number_key(&it.name)));
        chosen.dedup_by(|later, first| later.commit == first.commit);
        chosen
    }
}

/// Reads `editions` of `clausebook.yml`.
pub(super) fn read(reader: &Reader, fields: &Fields<'_>) -> EditionSettings {
    let mut editions = EditionSettings::default();
    let Some(node) = fields.get("editions") else { return editions };
    let it = reader.fields(node, "editions");
    for pattern in it.texts("tags") {
        match Glob::new(&pattern.value) {
            Ok(glob) => editions.tags.push(TagPattern { matcher: glob.compile_matcher(), pattern }),
            Err(error) => reader.report(
                Diagnostic::new(
                    &codes::wrong_type::CODE,
                    pattern.span,
                    format!("the pattern `{}` cannot be used: {}", pattern.value, error.kind()),
                )
                .help("write a pattern of names of tags, such as `v*` or `handbook-*`"),
            ),
        }
    }
    if let Some(node) = it.get("keep") {
        let all = node.as_text() == Some("all");
        let number = if all { None } else { reader.number(node, "keep", 1..=MOST) };
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        editions.keep = number.and_then(|n| usize::try_from(n.value).ok()).unwrap_or(if all { most } else { KEPT });
    }
    editions.current = it.text("current");
    it.finish();
    editions
}

#[cfg(test)]
mod tests {
    use crate::base::RepoPath;
    use crate::config::{self, ConfigTexts};

    fn read(editions: &str) -> (super::EditionSettings, Vec<String>) {
        let text = format!("organization: X\ntitle: Y\n{editions}");
        let files = [(RepoPath::new(config::MAIN).unwrap(), text.as_str().into())].into();
        let (config, found) = config::read(&ConfigTexts { files });
        (config.settings.editions, found.iter().map(|it| it.message.clone()).collect())
    }

    #[test]
    fn tags_are_named_by_patterns() {
        let (editions, found) = read("editions: {tags: [v*, \"handbook-20??\"], keep: 3, current: v2}\n");
        assert!(found.is_empty(), "{found:?}");
        assert!(editions.names("v1") && editions.names("handbook-2026") && !editions.names("release-1"));
        assert_eq!((editions.keep, editions.current.unwrap().value.as_str()), (3, "v2"));
        assert!(!read("").0.names("v1"));
        assert_eq!(read("editions: {tags: v*, keep: all}\n").0.keep, 200);
    }

    #[test]
    fn what_cannot_be_meant_is_reported() {
        assert_eq!(read("editions: {tags: \"v[\"}\n").1.len(), 1);
        assert_eq!(read("editions: {tags: v*, keep: 0}\n").1.len(), 1);
        assert_eq!(read("editions: {tag: v*}\n").1.len(), 1);
    }
}
