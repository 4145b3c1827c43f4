//! Inputs to handbook, and what is to be said of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::memo::{DocumentKey, DocumentRead, Memo, TextRead};
use super::{key, parallel, policy};
use crate::base::{BlobId, Digest, RepoPath};
use crate::catalogue::Catalogue;
use crate::config::{self, Config, ConfigTexts};
use crate::diag::{Diagnostic, Place, codes};
use crate::handbook::document_control::{
    self, Basis, BroughtKeys, EditionRecord, JudgedBy, Keyring, PeopleKeys, Prospect, Right, Subject, TagSignature,
};
use crate::handbook::{EntryIdx, Handbook, Pending, Sources, Written, assemble};
use crate::model;
use crate::render::pages;
use crate::render::theme::Theme;
use crate::source::{History, Inputs, Skipped, Tagged};
use crate::{check, signature};

/// A handbook and everything that is wrong with it.
#[derive(Debug)]
pub struct Checked {
    /// The handbook.
    pub handbook: Handbook,
    /// All diagnostics at their final level, in order.
    pub diagnostics: Vec<Diagnostic<Place>>,
}

/// Puts the handbook together and runs all rules over it.
pub fn check(inputs: &Inputs) -> Checked {
    let Together { handbook, theme: _, found } = together(inputs, &Memo::off());
    let diagnostics = judge(&handbook, inputs, found);
    Checked { handbook, diagnostics }
}

/// A handbook that no rule has judged yet, with the look of its pages.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) handbook: Handbook,
    pub(super) theme: Arc<Theme>,
    /// What was found while it was put together.
    pub(super) found: Vec<Diagnostic<Place>>,
}

/// Puts the handbook together with what was worked out before.
pub(super) fn together(inputs: &Inputs, memo: &Memo) -> Together {
    let beside = |config: &Config| super::deliver::theme(inputs, config, memo);
    let (handbook, mut found, (theme, more)) = put_together(inputs, Applied::new(), memo, beside);
    found.extend(more);
    Together { handbook, theme, found }
}

/// Runs all rules over a handbook. `found` is what is known already.
pub(super) fn judge(handbook: &Handbook, inputs: &Inputs, found: Vec<Diagnostic<Place>>) -> Vec<Diagnostic<Place>> {
    let mut diagnostics = found;
    diagnostics.extend(rules(handbook, inputs));
    diagnostics.extend(bodies(handbook, inputs));
    policy::apply(diagnostics, handbook)
}

/// What all rules say, each rule by itself.
pub(super) fn rules(handbook: &Handbook, inputs: &Inputs) -> Vec<Diagnostic<Place>> {
    parallel::map(check::RULES, |rule| check::run(rule, handbook, inputs)).into_iter().flatten().collect()
}

/// What bodies cannot show.
pub(super) fn bodies(handbook: &Handbook, inputs: &Inputs) -> Vec<Diagnostic<Place>> {
    let entries: Vec<usize> = (0..handbook.entries.len()).collect();
    let found = parallel::map(&entries, |&idx| pages::body_diagnostics(handbook, inputs, idx));
    let placed = found.into_iter().enumerate().flat_map(|(idx, found)| {
        found.into_iter().map(move |it| it.map_at(|span| Place::new(&handbook.entries[idx].path, span)))
    });
    placed.collect()
}

/// Documents with what is not in force of them, if they are the texts in force.
pub(super) type Applied = BTreeMap<RepoPath, Pending>;

/// Puts the handbook together. `pending` is empty where the documents are what their files hold; `beside` is done while documents are read.
pub(super) fn put_together<T: Send>(
    inputs: &Inputs,
    pending: Applied,
    memo: &Memo,
    beside: impl FnOnce(&Config) -> T + Send,
) -> (Handbook, Vec<Diagnostic<Place>>, T) {
    let texts = config_texts(inputs);
    let (config, mut diagnostics) = config::read(&texts);
    diagnostics.extend(keys(inputs, &config));
    let (paths, attachments) = sort_files(inputs, &config);
    let (read, ((catalogue, found), beside)) = parallel::both(
        || read_documents(&paths, inputs, &config, key::settings(&texts), memo),
        || (read_catalogue(inputs), beside(&config)),
    );
    diagnostics.extend(found);
    diagnostics.extend(skipped(inputs));
    let mut documents = Vec::with_capacity(read.len());
    for (path, (blob, read)) in paths.into_iter().zip(read) {
        diagnostics.extend(read.diagnostics.iter().map(|it| it.clone().map_at(|span| Place::new(&path, span))));
        documents.push((path, Arc::clone(&read.document), Written { blob, facts: Arc::clone(&read.text.facts) }));
    }
    let as_of = inputs.as_of.or(config.settings.as_of).unwrap_or(inputs.today);
    // Editions are remembered as a whole, and so it is only the working tree that is judged again.
    let goes_on = memo.remembers() && pending.is_empty() && inputs.edition.commit.is_none();
    let judged_by = goes_on.then(|| JudgedBy { settings: key::settings(&texts), keys: inputs.keys.clone() });
    let judged = memo.judged().filter(|_| goes_on);
    let today = inputs.today;
    let sources = Sources { documents, attachments, config, catalogue, as_of, today, pending, judged_by, judged };
    let (handbook, judged) = assemble(sources, &inputs.history, &*keyring(inputs));
    if let Some(judged) = judged {
        memo.keep_judged(judged);
    }
    (handbook, diagnostics, beside)
}

/// Whose keys count: the repository's, unless somebody brought others.
fn keyring(inputs: &Inputs) -> Box<dyn Keyring + '_> {
    match &inputs.keys {
        Some(keys) => Box::new(BroughtKeys(keys)),
        None => Box::new(PeopleKeys),
    }
}

/// Puts the handbook together without judging it by rules: for commands that only ask what is known.
pub fn handbook(inputs: &Inputs) -> Handbook {
    put_together(inputs, Applied::new(), &Memo::off(), |_| ()).0
}

/// What somebody would be able to do to a document of the handbook today.
pub fn prospect(inputs: &Inputs, handbook: &Handbook, entry: EntryIdx, act: &Prospect<'_>) -> Right {
    let (keys, subjects) = (keyring(inputs), subjects(handbook));
    let (config, as_of, today) = (&handbook.config, handbook.as_of, inputs.today);
    let basis = Basis { history: &inputs.history, config, keys: &*keys, as_of, today };
    document_control::prospect(&subjects, entry, basis, act)
}

/// The sum of the register in the latest commit, by which an anchor is checked later. `None` if it cannot be worked out.
pub fn committed_register(inputs: &Inputs) -> Option<Digest> {
    let History::Known(past) = &inputs.history else { return None };
    document_control::committed_register(past, inputs.today)
}

/// What tags tell of editions, held against the repository of today; the earliest first.
pub fn editions(inputs: &Inputs, handbook: &Handbook, tagged: &Tagged) -> Vec<EditionRecord> {
    let (config, as_of, today, keys) = (&handbook.config, handbook.as_of, inputs.today, keyring(inputs));
    document_control::editions(tagged, Basis { history: &inputs.history, config, keys: &*keys, as_of, today })
}

/// What the signatures of tags are worth, by the keys that the working tree's history holds.
pub(super) fn tag_signatures(inputs: &Inputs, handbook: &Handbook) -> BTreeMap<String, TagSignature> {
    let (config, as_of, today, keys) = (&handbook.config, handbook.as_of, inputs.today, keyring(inputs));
    document_control::tag_signatures(Basis { history: &inputs.history, config, keys: &*keys, as_of, today })
}

fn subjects(handbook: &Handbook) -> Vec<Subject<'_>> {
    handbook
        .entries
        .iter()
        .map(|it| Subject { path: &it.path, document: &it.document, written: &it.written, later: None })
        .collect()
}

fn config_texts(inputs: &Inputs) -> ConfigTexts {
    let names = [config::MAIN, config::PEOPLE, config::GLOSSARY, config::VALUES];
    let paths = names.iter().filter_map(|name| RepoPath::new(name).ok());
    ConfigTexts { files: paths.filter_map(|path| Some((path.clone(), Arc::clone(inputs.text(&path)?)))).collect() }
}

/// What is wrong with the signing keys that `people.yml` and the files below `keys/` list.
fn keys(inputs: &Inputs, config: &Config) -> Vec<Diagnostic<Place>> {
    let paths = inputs.snapshot.files.keys().filter(|path| config::is_key_file(path));
    let files: Vec<(&str, &str)> = paths.filter_map(|path| Some((path.as_str(), &**inputs.text(path)?))).collect();
    let (_, mut problems) = signature::Ring::read(&files, config.people.people.iter().map(config::Person::registrant));
    problems.extend(signature::KeyMaterial::read(files).1);
    problems.iter().filter_map(|it| it.diagnostic(&codes::unreadable_key::CODE)).collect()
}

fn read_catalogue(inputs: &Inputs) -> (Catalogue, Vec<Diagnostic<Place>>) {
    let (mut catalogue, mut diagnostics) = (Catalogue::embedded(), Vec::new());
    for path in inputs.snapshot.files.keys().filter(|path| is_framework(path)) {
        if let Some(text) = inputs.text(path) {
            diagnostics.extend(catalogue.extend(text).into_iter().map(|it| it.map_at(|span| Place::new(path, span))));
        }
    }
    (catalogue, diagnostics)
}

fn is_framework(path: &RepoPath) -> bool {
    path.folder() == "frameworks" && matches!(path.extension().as_str(), "yml" | "yaml")
}

/// Which files are documents, and which may be linked to.
fn sort_files(inputs: &Inputs, config: &Config) -> (Vec<RepoPath>, Vec<RepoPath>) {
    let (mut documents, mut attachments) = (Vec::new(), Vec::new());
    for path in inputs.snapshot.files.keys().filter(|path| !path.is_hidden()) {
        if config::is_own(path) {
            continue;
        }
        let wanted = config.settings.content.matches(path) && !config.settings.exclude.matches(path);
        if config::may_be_document(path) && wanted && inputs.text(path).is_some() {
            documents.push(path.clone());
        } else {
            attachments.push(path.clone());
        }
    }
    (documents, attachments)
}

/// Reads all documents but those that were read before.
fn read_documents(
    paths: &[RepoPath],
    inputs: &Inputs,
    config: &Config,
    settings: Digest,
    memo: &Memo,
) -> Vec<(BlobId, Arc<DocumentRead>)> {
    let nothing: Arc<str> = Arc::from("");
    let wanted = paths.iter().map(|path| {
        let blob = inputs.snapshot.files.get(path).map_or_else(|| BlobId::new(""), |it| it.blob.clone());
        let text = Arc::clone(inputs.text(path).unwrap_or(&nothing));
        let key = DocumentKey { blob, path: path.clone(), settings };
        let known = memo.document(&key, &text).ok_or_else(|| memo.text(&key.blob, &text));
        (key, text, known)
    });
    let wanted: Vec<(DocumentKey, Arc<str>, Result<_, _>)> = wanted.collect();
    let read = parallel::map(&wanted, |(key, text, known)| match known {
        Ok(read) => Arc::clone(read),
        Err(text_read) => {
            let text_read = text_read.clone().unwrap_or_else(|| Arc::new(read_text(text)));
            let (document, found) = model::read(&key.path, Arc::clone(&text_read.parsed), config);
            let mut diagnostics = text_read.parsed.diagnostics.clone();
            diagnostics.extend(found);
            Arc::new(DocumentRead { text: text_read, document: Arc::new(document), diagnostics })
        }
    });
    let blobs: Vec<BlobId> = wanted.iter().map(|it| it.0.blob.clone()).collect();
    let new = wanted.into_iter().zip(&read).filter(|((_, _, known), _)| known.is_err());
    memo.keep_documents(new.map(|((key, ..), read)| (key, Arc::clone(read))));
    blobs.into_iter().zip(read).collect()
}

fn read_text(text: &Arc<str>) -> TextRead {
    let (parsed, facts) = model::parse_with_facts(text);
    TextRead { text: Arc::clone(text), parsed: Arc::new(parsed), facts: Arc::new(facts) }
}

/// Says of every file that was not read that it was not, and why: what was not checked never counts as fine.
fn skipped(inputs: &Inputs) -> Vec<Diagnostic<Place>> {
    let say = |(path, why): (&RepoPath, &Skipped)| {
        let whole = Place::file(path);
        Some(match why {
            Skipped::SymbolicLink => Diagnostic::new(
                &codes::unreadable_file::CODE,
                whole,
                "a symbolic link is not followed, so nothing in it was checked",
            )
            .help("put the file itself there, or exclude the link"),
            Skipped::BadName => Diagnostic::new(
                &codes::unreadable_file::CODE,
                whole,
                "a file whose name cannot be written as UTF-8 text was left out",
            )
            .help("rename the file"),
            Skipped::Unreadable => {
                Diagnostic::new(&codes::unreadable_file::CODE, whole, "the file could not be read, so nothing in it was checked")
                    .help("check its permissions")
            }
            Skipped::NotUtf8(at) => {
                let place = Place { path: path.clone(), span: None };
                Diagnostic::new(
                    &codes::invalid_utf8::CODE,
                    place,
                    format!("the file is not UTF-8 text from byte {at} on, so nothing in it was checked"),
                )
                .help("save it as UTF-8")
            }
            Skipped::TooLarge(limit) => Diagnostic::new(
                &codes::file_too_large::CODE,
                whole,
                format!("the file is larger than {limit} bytes, so nothing in it was checked"),
            )
            .help("split it, or raise `limits` in clausebook.yml"),
        })
    };
    inputs.snapshot.skipped.iter().filter_map(say).collect()
}
