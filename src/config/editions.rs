//! `editions` in `clausebook.yml`: which tags are editions, and what stands against making one.

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::base::{Spanned, number_key};
use crate::diag::{Diagnostic, codes};
use crate::source::{Past, Tag};
use crate::yaml::{Fields, Node, Reader};

/// Tags that are editions unless settings say otherwise.
const TAGS: &str = "v*";
/// What stands against an edition unless settings say otherwise.
const BLOCKING: [&str; 5] = ["errors", "contradicted", "unapproved", "overdue", "moved"];

/// What may stand against an edition beside the rules, by name, with what each means.
pub const BLOCKING_CLASSES: [(&str, &str); 9] = [
    ("errors", "a diagnostic of level error"),
    ("warnings", "a diagnostic of level warning or error"),
    ("contradicted", "an approval that history contradicts"),
    ("unapproved", "a text that says it is approved, or waits for it, without an approval that counts"),
    ("drafts", "a document whose text is a draft or in review"),
    ("overdue", "a review past its day and the time of grace, or never done"),
    ("late", "a review past its day, or never done"),
    ("due", "a review that is due soon or late, or was never done"),
    ("moved", "an earlier edition that was moved, deleted, or lost its history"),
];

/// How editions are made and told apart.
#[derive(Clone, Debug)]
pub struct EditionSettings {
    /// Which tags are editions.
    pub tags: TagPatterns,
    /// Which edition is the current one.
    pub current: CurrentEdition,
    /// How many editions are published, the latest first; `None` for all.
    pub keep: Option<usize>,
    /// What stands against making an edition: names of `BLOCKING_CLASSES`, or of rules.
    pub blocking: Vec<Spanned<String>>,
}

/// Which edition is the current one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CurrentEdition {
    /// The latest.
    #[default]
    Latest,
    /// The one with this tag.
    Tag(Spanned<String>),
}

/// Patterns of tags.
#[derive(Clone, Debug)]
pub struct TagPatterns {
    set: GlobSet,
    /// As written.
    pub patterns: Vec<String>,
}

impl TagPatterns {
    fn new(patterns: Vec<(Glob, String)>) -> Self {
        let mut set = GlobSetBuilder::new();
        let patterns = patterns.into_iter().map(|(glob, text)| {
            set.add(glob);
            text
        });
        let patterns = patterns.collect();
        Self { set: set.build().unwrap_or_else(|_| GlobSet::empty()), patterns }
    }

    /// Whether a tag is an edition.
    pub fn matches(&self, tag: &str) -> bool {
        self.set.is_match(tag)
    }
}

impl Default for EditionSettings {
    fn default() -> Self {
        let tags = Glob::new(TAGS).ok().map(|glob| (glob, TAGS.to_owned()));
        let blocking = BLOCKING.iter().map(|it| Spanned::new((*it).to_owned(), crate::base::Span::default()));
        Self {
            tags: TagPatterns::new(tags.into_iter().collect()),
            current: CurrentEdition::Latest,
            keep: None,
            blocking: blocking.collect(),
        }
    }
}

impl EditionSettings {
    /// The tags that editions are made from, the latest first: the annotated ones, by the order of their commits. Of several on one
    /// commit the one that was made first is the edition.
    pub fn choose<'a>(&self, past: &'a Past) -> Vec<&'a Tag> {
        let all = past.tags.iter().chain(&past.stray_tags);
        let mut chosen: Vec<&Tag> = all.filter(|it| it.annotation.is_some() && self.tags.matches(&it.name)).collect();
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

    /// The current one of the tags chosen: its place among them.
    pub fn current_of(&self, chosen: &[&Tag]) -> usize {
        match &self.current {
            CurrentEdition::Latest => 0,
            CurrentEdition::Tag(name) => chosen.iter().position(|it| it.name == name.value).unwrap_or_default(),
        }
    }
}

/// Reads `editions` of `clausebook.yml`.
pub(super) fn read(reader: &Reader, fields: &Fields<'_>) -> EditionSettings {
    let mut editions = EditionSettings::default();
    let Some(node) = fields.get("editions") else { return editions };
    let it = reader.fields(node, "editions");
    if let Some(node) = it.get("tags") {
        let patterns = reader.texts(node, "tags").into_iter().filter_map(|text| glob(reader, text)).collect();
        editions.tags = TagPatterns::new(patterns);
    }
    editions.current = match it.text("current") {
        Some(tag) if tag.value != "latest" => CurrentEdition::Tag(tag),
        _ => CurrentEdition::Latest,
    };
    editions.keep = it.get("keep").and_then(|node| keep(reader, node));
    if it.get("blocking").is_some() {
        editions.blocking = it.texts("blocking");
    }
    it.finish();
    editions
}

fn glob(reader: &Reader, text: Spanned<String>) -> Option<(Glob, String)> {
    match Glob::new(&text.value) {
        Ok(glob) => Some((glob, text.value)),
        Err(error) => {
            let message = format!("the pattern `{}` cannot be used: {}", text.value, error.kind());
            reader.report(Diagnostic::new(&codes::wrong_type::CODE, text.span, message).help("write it like `v*`"));
            None
        }
    }
}

fn keep(reader: &Reader, node: &Node) -> Option<usize> {
    if node.as_text() == Some("all") {
        return None;
    }
    let number = reader.number(node, "keep", 1..=10_000)?;
    usize::try_from(number.value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::RepoPath;
    use crate::config::{self, ConfigTexts};

    fn read(editions: &str) -> (EditionSettings, Vec<String>) {
        let text = format!("organization: X\ntitle: Y\n{editions}");
        let (config, found) = config::read(&ConfigTexts { files: [(RepoPath::new(config::MAIN).unwrap(), text.into())].into() });
        (config.settings.editions, found.into_iter().map(|it| it.message).collect())
    }

    #[test]
    fn what_is_not_said_is_strict() {
        for text in ["", "editions: {}\n"] {
            let (it, found) = read(text);
            assert_eq!(found, [""; 0]);
            assert!(it.tags.matches("v2026.1") && !it.tags.matches("2026"));
            assert_eq!((&it.current, it.keep), (&CurrentEdition::Latest, None));
            let blocking: Vec<&str> = it.blocking.iter().map(|it| it.value.as_str()).collect();
            assert_eq!(blocking, BLOCKING);
            assert!(blocking.iter().all(|it| BLOCKING_CLASSES.iter().any(|class| class.0 == *it)));
        }
    }

    #[test]
    fn all_can_be_settled() {
        let (it, found) = read("editions: {tags: [\"release/*\", \"ed-*\"], current: ed-3, keep: 4, blocking: []}\n");
        assert_eq!(found, [""; 0]);
        assert!(it.tags.matches("release/9") && it.tags.matches("ed-3") && !it.tags.matches("v1"));
        assert!(matches!(it.current, CurrentEdition::Tag(tag) if tag.value == "ed-3"));
        assert_eq!((it.keep, it.blocking.len()), (Some(4), 0));
        assert_eq!(read("editions: {keep: all}\n").0.keep, None);
    }

    #[test]
    fn mistakes_are_reported() {
        for (text, wanted) in [
            ("{tags: \"a[\"}", "the pattern `a[` cannot be used"),
            ("{keep: 0}", "`keep` wants a whole number from 1 to 10000"),
            ("{keep: some}", "`keep` wants a whole number"),
            ("{tag: v1}", "the key `tag` is not known here"),
        ] {
            let found = read(&format!("editions: {text}\n")).1;
            assert!(found.len() == 1 && found[0].starts_with(wanted), "{text}: {found:?}");
        }
    }
}
