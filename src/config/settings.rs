//! `clausebook.yml` without the definitions of types.

use std::collections::{BTreeMap, BTreeSet};

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::control::{self, ControlSettings};
use super::editions::{self, EditionSettings};
use super::types::Types;
use crate::base::{ClauseId, ClauseRef, Cycle, Date, FrameworkId, RepoPath, Span, Spanned};
use crate::diag::{Diagnostic, Severity, codes};
use crate::yaml::{Fields, Node, Reader};

/// The settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the organization.
    pub organization: String,
    /// Its short name.
    pub organization_short: String,
    /// Title of the handbook.
    pub title: String,
    /// Language of the site.
    pub language: String,
    /// The day to judge on, if it is pinned.
    pub as_of: Option<Date>,
    /// Document and section whose first paragraph is the scope.
    pub scope: Option<Spanned<String>>,
    /// Which files are documents.
    pub content: Globs,
    /// Which of them are not.
    pub exclude: Globs,
    /// Frameworks, the primary one first. Never empty.
    pub frameworks: Vec<Spanned<FrameworkId>>,
    /// Clauses that do not apply.
    pub exclusions: Vec<Exclusion>,
    /// Words for `classification`.
    pub classifications: Vec<String>,
    /// How long before its due date a review counts as due soon.
    pub due_soon: Cycle,
    /// How long after its due date a review is tolerated.
    pub grace: Cycle,
    /// Navigation groups.
    pub groups: Vec<Group>,
    /// Rules that supply missing front matter.
    pub defaults: Vec<Default>,
    /// Levels of rules.
    pub rules: Vec<(Spanned<String>, Severity)>,
    /// Ways in on the home page.
    pub home: Home,
    /// Size limits.
    pub limits: Limits,
    /// How document control is kept in git.
    pub control: ControlSettings,
    /// How editions are made and told apart.
    pub editions: EditionSettings,
    /// A line for the foot of each page.
    pub footer: Option<String>,
    /// Which text of a document the site shows.
    pub publish: Publish,
    /// Where the site is published, with `/` at the end: what copies of it lead to.
    pub url: Option<String>,
    /// What readers of the site can search.
    pub search: Search,
    /// Whether the site has its tables as files to take away.
    pub exports: bool,
}

/// What readers of the site can search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// All words of all texts, by an index.
    #[default]
    Full,
    /// Ids and titles of the list from A to Z, without any index.
    Titles,
}

/// Which text of a document the site shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Publish {
    /// What the files hold, with a banner where that is not in force.
    #[default]
    Head,
    /// The text in force on the day; what is to come has a page of its own.
    InForce,
}

/// Compiled patterns.
#[derive(Clone, Debug)]
pub struct Globs(GlobSet);

impl Globs {
    /// Whether a path matches one of them.
    pub fn matches(&self, path: &RepoPath) -> bool {
        self.0.is_match(path.as_str())
    }
}

/// A clause declared not applicable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The clause.
    pub clause: Spanned<ClauseRef>,
    /// Why.
    pub justification: Option<String>,
}

/// A group of the navigation.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Clauses of the primary framework whose documents belong here, with all below them.
    pub clauses: Vec<Spanned<ClauseId>>,
    /// Document types that belong here.
    pub types: Vec<String>,
    /// Ids that belong here.
    pub documents: Vec<Spanned<String>>,
    /// Patterns of paths that belong here.
    pub paths: Globs,
}

/// Supplies what front matter lacks, for the files it matches.
#[derive(Clone, Debug)]
pub struct Default {
    /// Which files.
    pub matches: Globs,
    /// The pattern as written.
    pub pattern: String,
    /// Front matter keys and their values. `id` may hold placeholders.
    pub values: Vec<(Spanned<String>, Node)>,
}

/// Ids for the three ways in on the home page.
#[derive(Clone, Debug, PartialEq, Eq, std::default::Default)]
pub struct Home {
    /// Under "Find a procedure".
    pub procedures: Vec<Spanned<String>>,
    /// Under "I own documents".
    pub owning: Vec<Spanned<String>>,
    /// Under "I am auditing".
    pub auditing: Vec<Spanned<String>>,
}

/// Size limits in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of a document or YAML file.
    pub file_size: u64,
    /// Of an attachment.
    pub attachment_size: u64,
}

impl std::default::Default for Limits {
    fn default() -> Self {
        Self { file_size: 1 << 20, attachment_size: 20 << 20 }
    }
}

/// Reads the file; `types` and `items` go into `types`.
pub(super) fn read(reader: &Reader, fields: Fields<'_>, types: &mut Types) -> Settings {
    let (organization, organization_short) = read_organization(reader, &fields);
    let words = |key: &str| -> Vec<String> { fields.texts(key).into_iter().map(|it| it.value).collect() };
    let mut frameworks: Vec<Spanned<FrameworkId>> =
        fields.texts("frameworks").into_iter().map(|it| it.map(FrameworkId::new)).collect();
    // Naming one twice says nothing new, and each costs a pass over all clauses.
    let mut seen = BTreeSet::new();
    frameworks.retain(|it| seen.insert(it.value.clone()));
    if frameworks.is_empty() {
        frameworks.push(Spanned::new(FrameworkId::new("iso20000-1-2018"), fields.span));
    }
    let mut classifications = words("classifications");
    if classifications.is_empty() {
        classifications = ["public", "internal", "confidential"].map(String::from).into();
    }
    let control = control::read(reader, &fields);
    if let Some(separation) = control.separation {
        types.documents.values_mut().for_each(|it| it.separation = separation && !it.record);
    }
    types.read(reader, &fields);
    let (due_soon, grace) = read_review(reader, &fields);
    let site = read_site(reader, &fields);
    let settings = Settings {
        organization_short,
        organization,
        title: fields.required_text("title").map_or_else(|| String::from("Handbook"), |it| it.value),
        language: fields.text("language").map_or_else(|| String::from("en"), |it| it.value),
        as_of: fields.date("as_of").map(|it| it.value),
        scope: fields.text("scope"),
        content: fields.get("content").map_or_else(|| globs(["**/*.md"].map(str::to_owned)), |node| read_globs(reader, node)),
        exclude: fields.get("exclude").map_or_else(|| globs([]), |node| read_globs(reader, node)),
        exclusions: fields
            .items("exclusions")
            .into_iter()
            .filter_map(|it| read_exclusion(reader, it, &frameworks[0].value))
            .collect(),
        frameworks,
        classifications,
        due_soon,
        grace,
        groups: fields.items("groups").into_iter().filter_map(|node| read_group(reader, node, types)).collect(),
        defaults: fields.items("defaults").into_iter().filter_map(|node| read_default(reader, node)).collect(),
        rules: read_rules(reader, &fields),
        home: read_home(reader, &fields),
        limits: read_limits(reader, &fields),
        control,
        editions: editions::read(reader, &fields),
        footer: site.footer,
        publish: site.publish,
        url: site.url,
        search: site.search,
        exports: site.exports,
    };
    fields.finish();
    settings
}

fn read_organization(reader: &Reader, fields: &Fields<'_>) -> (String, String) {
    let Some(node) = fields.get("organization") else {
        fields.missing("organization");
        return (String::from("Organization"), String::from("Organization"));
    };
    if let Some(name) = node.as_text() {
        return (name.to_owned(), name.to_owned());
    }
    let it = reader.fields(node, "organization");
    let name = it.required_text("name").map_or_else(|| String::from("Organization"), |text| text.value);
    let short = it.text("short").map_or_else(|| name.clone(), |text| text.value);
    it.finish();
    (name, short)
}

fn read_review(reader: &Reader, fields: &Fields<'_>) -> (Cycle, Cycle) {
    let thirty = Cycle { months: 0, days: 30 };
    let Some(node) = fields.get("review") else { return (thirty, thirty) };
    let it = reader.fields(node, "review");
    let take = |key: &str| it.cycle(key).map_or(thirty, |cycle| cycle.value);
    let both = (take("due_soon"), take("grace"));
    it.finish();
    both
}

fn globs(patterns: impl IntoIterator<Item = String>) -> Globs {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if let Ok(glob) = Glob::new(&pattern) {
            set.add(glob);
        }
    }
    Globs(set.build().unwrap_or_else(|_| GlobSet::empty()))
}

fn read_globs(reader: &Reader, node: &Node) -> Globs {
    globs(reader.texts(node, "pattern").into_iter().filter(|it| check_glob(reader, &it.value, it.span)).map(|it| it.value))
}

fn check_glob(reader: &Reader, pattern: &str, span: Span) -> bool {
    match Glob::new(pattern) {
        Ok(_) => true,
        Err(error) => {
            let why = error.kind().to_string();
            reader.report(
                Diagnostic::new(&codes::wrong_type::CODE, span, format!("the pattern `{pattern}` cannot be used: {why}"))
                    .help("write it like `policies/**/*.md`"),
            );
            false
        }
    }
}

/// Reads `FRAMEWORK:CLAUSE`, or a clause of the primary framework.
pub(crate) fn clause_ref(text: &str, primary: &FrameworkId) -> ClauseRef {
    match text.split_once(':') {
        Some((framework, clause)) => {
            ClauseRef { framework: FrameworkId::new(framework.trim()), clause: ClauseId::new(clause.trim()) }
        }
        None => ClauseRef { framework: primary.clone(), clause: ClauseId::new(text.trim()) },
    }
}

fn read_exclusion(reader: &Reader, node: &Node, primary: &FrameworkId) -> Option<Exclusion> {
    if node.as_text().is_some() {
        let text = reader.text(node, "exclusions")?;
        return Some(Exclusion { clause: text.map(|it| clause_ref(&it, primary)), justification: None });
    }
    let fields = reader.fields(node, "exclusions");
    let clause = fields.required_text("clause")?.map(|it| clause_ref(&it, primary));
    let justification = fields.text("justification").map(|it| it.value).filter(|it| !it.trim().is_empty());
    fields.finish();
    Some(Exclusion { clause, justification })
}

fn read_group(reader: &Reader, node: &Node, types: &Types) -> Option<Group> {
    let fields = reader.fields(node, "groups");
    let of_types = fields.texts("types");
    of_types.iter().filter(|it| !types.documents.contains_key(&it.value)).for_each(|it| types.report_unknown(reader, it));
    let group = Group {
        id: fields.required_text("id")?.value,
        title: fields.required_text("title")?.value,
        clauses: fields.texts("clauses").into_iter().map(|it| it.map(ClauseId::new)).collect(),
        types: of_types.into_iter().map(|it| it.value).collect(),
        documents: fields.texts("documents"),
        paths: fields.get("paths").map_or_else(|| globs([]), |node| read_globs(reader, node)),
    };
    fields.finish();
    Some(group)
}

fn read_default(reader: &Reader, node: &Node) -> Option<Default> {
    let fields = reader.fields(node, "defaults");
    let pattern = fields.required_text("match")?;
    let usable = check_glob(reader, &pattern.value, pattern.span);
    let values = fields.all().iter().filter(|it| it.key.value != "match").map(|it| (it.key.clone(), it.value.clone())).collect();
    usable.then(|| Default { matches: globs([pattern.value.clone()]), pattern: pattern.value, values })
}

fn read_rules(reader: &Reader, fields: &Fields<'_>) -> Vec<(Spanned<String>, Severity)> {
    let Some(node) = fields.get("rules") else { return Vec::new() };
    let mut rules = Vec::new();
    for entry in reader.fields(node, "rules").all() {
        let level = reader.one_of(&entry.value, &entry.key.value, &["allow", "note", "warning", "error"]);
        if let Some(level) = level.and_then(|it| Severity::parse(&it.value)) {
            rules.push((entry.key.clone(), level));
        }
    }
    rules
}

fn read_home(reader: &Reader, fields: &Fields<'_>) -> Home {
    let Some(node) = fields.get("home") else { return Home::default() };
    let it = reader.fields(node, "home");
    let home = Home { procedures: it.texts("procedures"), owning: it.texts("owning"), auditing: it.texts("auditing") };
    it.finish();
    home
}

fn read_limits(reader: &Reader, fields: &Fields<'_>) -> Limits {
    let default = Limits::default();
    let Some(node) = fields.get("limits") else { return default };
    let it = reader.fields(node, "limits");
    let take = |key: &str, default: u64| {
        let Some(node) = it.get(key) else { return default };
        let size = node.as_text().and_then(read_size);
        if size.is_none() {
            reader.wrong_type(node, key, "a size such as `1 MiB`, up to 1 GiB");
        }
        size.unwrap_or(default)
    };
    let limits = Limits {
        file_size: take("file_size", default.file_size),
        attachment_size: take("attachment_size", default.attachment_size),
    };
    it.finish();
    limits
}

fn read_size(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..end].parse().ok()?;
    let units = BTreeMap::from([
        ("", 1),
        ("b", 1),
        ("kib", 1 << 10),
        ("kb", 1 << 10),
        ("mib", 1 << 20),
        ("mb", 1 << 20),
        ("gib", 1 << 30),
    ]);
    let unit = units.get(text[end..].trim().to_lowercase().as_str())?;
    number.checked_mul(*unit).filter(|size| (1..=1 << 30).contains(size))
}

/// What is said below `site`.
#[derive(Debug)]
struct SiteSettings {
    footer: Option<String>,
    publish: Publish,
    url: Option<String>,
    search: Search,
    exports: bool,
}

fn read_site(reader: &Reader, fields: &Fields<'_>) -> SiteSettings {
    let mut site = SiteSettings { footer: None, publish: Publish::Head, url: None, search: Search::Full, exports: true };
    let Some(node) = fields.get("site") else { return site };
    let it = reader.fields(node, "site");
    let is = |found: Option<Spanned<String>>, word: &str| found.is_some_and(|it| it.value == word);
    site.footer = it.text("footer").map(|text| text.value);
    if is(it.one_of("publish", &["head", "in-force"]), "in-force") {
        site.publish = Publish::InForce;
    }
    if is(it.one_of("search", &["full", "titles"]), "titles") {
        site.search = Search::Titles;
    }
    if let Some(node) = it.get("url")
        && let Some(text) = reader.text(node, "url")
    {
        site.url = read_url(&text.value);
        if site.url.is_none() {
            reader.wrong_type(node, "url", "an address that begins with https:// or http://, without `?` and `#`");
        }
    }
    site.exports = !is(it.one_of("exports", &["all", "none"]), "none");
    it.finish();
    site
}

/// The address of a folder on the web, with `/` at the end.
fn read_url(text: &str) -> Option<String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '\'' | '<' | '>' | '\\' | '`' | '{' | '}');
    let good = !host.is_empty() && !host.starts_with('/') && host.chars().all(plain);
    good.then(|| format!("{}/", text.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::read_url;

    #[test]
    fn an_address_is_a_folder_on_the_web() {
        assert_eq!(read_url("https://sms.example.org/handbook").as_deref(), Some("https://sms.example.org/handbook/"));
        assert_eq!(read_url("http://localhost:8000/").as_deref(), Some("http://localhost:8000/"));
        for wrong in [
            "javascript:alert(1)",
            "sms.example.org",
            "https://",
            "https:///x",
            "https://x/?q",
            "https://x/#a",
            "https://x y",
            "https://x\"y",
        ] {
            assert_eq!(read_url(wrong), None, "{wrong}");
        }
    }
}
