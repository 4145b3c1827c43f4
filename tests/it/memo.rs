//! The law of what is remembered: after any edits, a build with what earlier builds worked out is the build with nothing remembered.

use std::sync::Arc;

use clausebook::base::{CommitId, Date};
use clausebook::pipeline::{self, Memo};
use clausebook::source::{Edition, Editions, Inputs, Standing, StandsAlready};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::built::build_editions;
use crate::laws::{cases, document, system};
use crate::support::Sms;

/// What somebody does between two builds.
#[derive(Clone, Debug)]
enum Edit {
    /// Writes one of the files anew.
    Write(usize, String),
    /// Takes a file away.
    Remove(usize),
    /// Moves a file to another folder.
    Move(usize),
    /// Turns the line ends of a file.
    LineEnds(usize),
    /// Adds a line to the settings.
    Settings(u8),
    /// Changes a template of the theme, or takes it back.
    Theme(bool),
    /// The next day.
    Day,
    /// Publishes what is there.
    Publish,
    /// Nothing at all.
    Nothing,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..5_usize, document()).prop_map(|(at, text)| Edit::Write(at, text)),
        1 => (0..5_usize).prop_map(Edit::Remove),
        1 => (0..5_usize).prop_map(Edit::Move),
        1 => (0..5_usize).prop_map(Edit::LineEnds),
        1 => (0..3_u8).prop_map(Edit::Settings),
        1 => any::<bool>().prop_map(Edit::Theme),
        1 => Just(Edit::Day),
        2 => Just(Edit::Publish),
        1 => Just(Edit::Nothing),
    ]
}

/// A system that is worked on.
struct Work {
    sms: Sms,
    published: Vec<Arc<Inputs>>,
}

impl Work {
    fn path(&self, at: usize) -> Option<String> {
        self.sms.files.keys().filter(|path| path.ends_with(".md")).nth(at).cloned()
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Write(at, text) => {
                let path = self.path(*at).unwrap_or_else(|| format!("n{at}.md"));
                self.sms.files.insert(path, text.clone());
            }
            Edit::Remove(at) => drop(self.path(*at).map(|path| self.sms.files.remove(&path))),
            Edit::Move(at) => {
                if let Some(path) = self.path(*at) {
                    let text = self.sms.files.remove(&path).unwrap_or_default();
                    self.sms.files.insert(format!("moved/{}", path.replace('/', "-")), text);
                }
            }
            Edit::LineEnds(at) => {
                if let Some(text) = self.path(*at).and_then(|path| self.sms.files.get_mut(&path)) {
                    *text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text.replace('\n', "\r\n") };
                }
            }
            Edit::Settings(which) => {
                let line =
                    ["language: de\n", "classifications: [a, b]\n", "rules: {orphan-document: error}\n"][usize::from(*which)];
                let text = self.sms.files.entry("clausebook.yml".to_owned()).or_default();
                *text = if text.contains(line) { text.replace(line, "") } else { format!("{text}{line}") };
            }
            Edit::Theme(true) => {
                let path = "theme/templates/glossary.html".to_owned();
                self.sms.files.insert(path, "{% extends \"theme/base.html\" %}{{ nothing.there }}".to_owned());
            }
            Edit::Theme(false) => drop(self.sms.files.remove("theme/templates/glossary.html")),
            Edit::Day => self.sms.today = self.sms.today.plus_days(1),
            Edit::Publish => self.publish(),
            Edit::Nothing => {}
        }
    }

    fn publish(&mut self) {
        for it in &mut self.published {
            Arc::make_mut(it).edition.standing = Standing::Past;
        }
        let mut inputs = self.sms.inputs();
        let count = self.published.len() + 1;
        let (name, commit) = (format!("v{count}"), Some(CommitId::new(format!("{count:040}"))));
        inputs.edition = Edition { name, commit, standing: Standing::Current, ..Edition::default() };
        self.published.insert(0, Arc::new(inputs));
    }

    fn editions(&self) -> Editions {
        Editions {
            draft: Arc::new(self.sms.inputs()),
            published: self.published.clone(),
            stands: StandsAlready::default(),
            left_out: Vec::new(),
        }
    }
}

proptest! {
    #![proptest_config(cases(3))]

    #[test]
    fn what_is_remembered_changes_nothing_but_time(sms in system(), edits in vec(edit(), 1..5)) {
        let mut work = Work { sms, published: Vec::new() };
        let memo = Memo::new();
        build_editions(&work.editions(), &memo);
        for edit in &edits {
            work.apply(edit);
            let editions = work.editions();
            let (warm, cold) = (build_editions(&editions, &memo), build_editions(&editions, &Memo::new()));
            prop_assert_eq!(&warm.diagnostics, &cold.diagnostics, "after {:?}", edit);
            prop_assert!(warm.files.keys().eq(cold.files.keys()), "other files after {edit:?}");
            for (path, bytes) in &warm.files {
                prop_assert!(cold.files[path] == *bytes, "{path} is another one after {edit:?}");
            }
        }
    }

    #[test]
    fn a_page_with_the_digest_of_another_has_its_bytes(sms in system(), edits in vec(edit(), 1..4)) {
        let mut work = Work { sms, published: Vec::new() };
        let mut seen = std::collections::BTreeMap::new();
        for edit in std::iter::once(&Edit::Nothing).chain(&edits) {
            work.apply(edit);
            for file in pipeline::build(&work.editions(), &Memo::new()).files {
                let Some(digest) = file.sum() else { continue };
                let made = file.make(&|_| None);
                prop_assert!(seen.entry(digest).or_insert_with(|| made.clone()) == &made, "{} after {edit:?}", file.path);
            }
        }
    }
}

#[test]
fn what_is_not_used_any_more_is_forgotten() {
    let mut work = Work { sms: Sms::default(), published: Vec::new() };
    let memo = Memo::new();
    let mut counts = Vec::new();
    for round in 0..12 {
        work.sms.files.insert("a.md".to_owned(), format!("# A\n\nText {round}.\n"));
        work.sms.today = Date::new(2026, 7, 1).unwrap();
        pipeline::build(&work.editions(), &memo);
        counts.push(memo.len());
    }
    assert!(!memo.is_empty());
    assert_eq!(counts[3], counts[11], "{counts:?}");
}
