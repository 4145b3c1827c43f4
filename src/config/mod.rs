//! Settings: `clausebook.yml`, `people.yml`, `glossary.yml`, `values.yml` and the definitions of types and entries.
//!
//! Comes out complete: every default is filled in and every pattern compiled. Whether names of documents and clauses exist
//! is not known here; `check` says so later.

mod control;
mod editions;
mod glossary;
mod people;
mod settings;
mod types;
mod values;

use std::collections::BTreeMap;

use crate::base::{RepoPath, Span};
use crate::diag::{Diagnostic, Place};
use crate::yaml::{self, Fields, Reader};

pub use control::{ControlSettings, HistoryUse, ProtectedBranch};
pub use editions::{BLOCKING_CLASSES, CurrentEdition, EditionSettings, TagPatterns};
pub use glossary::{Glossary, Term};
pub(crate) use people::read_authority;
pub use people::{Authority, Holding, Part, People, Person, Role};
pub(crate) use settings::clause_ref;
pub use settings::{Default as DefaultRule, Exclusion, Globs, Group, Home, Limits, Publish, Search, Settings};
pub use types::{DocumentType, FieldKind, FieldType, ItemType, Localized, Types};
pub use values::{Value, Values};

/// The texts of the configuration files.
#[derive(Clone, Debug, Default)]
pub struct ConfigTexts {
    /// By file: `clausebook.yml`, `people.yml`, `glossary.yml`, `values.yml`.
    pub files: BTreeMap<RepoPath, std::sync::Arc<str>>,
}

/// Everything the user has settled.
#[derive(Clone, Debug)]
pub struct Config {
    /// `clausebook.yml`.
    pub settings: Settings,
    /// Document types and kinds of entry, the user's over the built-in ones.
    pub types: Types,
    /// `people.yml`.
    pub people: People,
    /// `glossary.yml`.
    pub glossary: Glossary,
    /// `values.yml`.
    pub values: Values,
    /// Errors in `clausebook.yml` itself: what was built may not be what was meant.
    pub broken: bool,
}

/// Name of the main file.
pub const MAIN: &str = "clausebook.yml";
/// Name of the file of people and roles.
pub const PEOPLE: &str = "people.yml";
/// Name of the file of terms.
pub const GLOSSARY: &str = "glossary.yml";
/// Name of the file of values.
pub const VALUES: &str = "values.yml";

/// Folders at the top that hold no documents and nothing that documents may link to.
const OWN_FOLDERS: [&str; 3] = ["theme", "frameworks", "keys"];

/// Whether a file is one of the settings, or lies in a folder that clausebook keeps for itself.
pub fn is_own(path: &RepoPath) -> bool {
    let folder = path.as_str().split_once('/').map(|it| it.0);
    folder.is_some_and(|it| OWN_FOLDERS.contains(&it)) || [MAIN, PEOPLE, GLOSSARY, VALUES].contains(&path.as_str())
}

/// Whether a file is a document as far as its name tells; `content` and `exclude` decide the rest.
pub fn may_be_document(path: &RepoPath) -> bool {
    let about = matches!(path.file_name().to_lowercase().as_str(), "readme.md" | "changelog.md");
    path.extension() == "md" && !about && !path.is_hidden() && !is_own(path)
}

/// Whether a file lies in the folder of signing keys.
pub fn is_key_file(path: &RepoPath) -> bool {
    path.as_str().starts_with("keys/")
}

/// Whether a file says who may do what: `people.yml`, or a file below `keys/`.
pub fn gives_authority(path: &RepoPath) -> bool {
    path.as_str() == PEOPLE || is_key_file(path)
}

/// Reads a text of `people.yml`, such as one of the past, as far as it can be read.
pub fn read_people(text: &str) -> People {
    let (node, _) = yaml::parse(text, Span::new(0, text.len()));
    let node = node.unwrap_or(yaml::Node { kind: yaml::NodeKind::Map(Vec::new()), span: Span::default() });
    let reader = Reader::new();
    people::read(&reader, reader.fields(&node, PEOPLE))
}

/// The settings of a text of `clausebook.yml`, as far as it can be read: for those who need one of them before all files are there.
pub fn read_main(text: &str) -> Settings {
    let main = RepoPath::new(MAIN).expect("the file's name is a path");
    read(&ConfigTexts { files: [(main, text.into())].into() }).0.settings
}

/// Reads all files. A missing file is an empty one.
pub fn read(texts: &ConfigTexts) -> (Config, Vec<Diagnostic<Place>>) {
    let mut sheet = Sheet { texts, diagnostics: Vec::new() };
    let mut types = Types::built_in();
    let settings = sheet.read(MAIN, |reader, fields| settings::read(reader, fields, &mut types));
    let broken = !sheet.diagnostics.is_empty();
    let people = sheet.read(PEOPLE, people::read);
    let glossary = sheet.read(GLOSSARY, glossary::read);
    let values = sheet.read(VALUES, values::read);
    (Config { settings, types, people, glossary, values, broken }, sheet.diagnostics)
}

struct Sheet<'a> {
    texts: &'a ConfigTexts,
    diagnostics: Vec<Diagnostic<Place>>,
}

impl Sheet<'_> {
    fn read<T>(&mut self, name: &str, take: impl FnOnce(&Reader, Fields<'_>) -> T) -> T {
        let path = RepoPath::new(name).expect("the names above are paths");
        let text = self.texts.files.get(&path).map_or("", |text| &**text);
        let (node, mut diagnostics) = yaml::parse(text, Span::new(0, text.len()));
        let node = node.unwrap_or(yaml::Node { kind: yaml::NodeKind::Map(Vec::new()), span: Span::default() });
        let unreadable = !diagnostics.is_empty();
        let reader = Reader::new();
        let value = take(&reader, reader.fields(&node, name));
        // Of a file that could not be read only that is worth saying.
        if !unreadable || diagnostics.iter().all(|it| it.code.name == "duplicate-key") {
            diagnostics.extend(reader.into_diagnostics());
        }
        self.diagnostics.extend(diagnostics.into_iter().map(|it| it.map_at(|span| Place::new(&path, span))));
        value
    }
}
