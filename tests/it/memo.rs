//! The law of what is remembered: after any edits, a build with what earlier builds worked out is the build with nothing remembered.

use std::sync::Arc;

use clausebook::base::{CommitId, Date, RepoPath, blob_id};
use clausebook::pipeline::{self, Memo};
use clausebook::shell::{Gather, gather};
use clausebook::source::{Edition, Editions, FileEntry, Inputs, Standing, StandsAlready};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::built::build_editions;
use crate::gather::request;
use crate::laws::{cases, document as random_document, system};
use crate::office::{ANA, BEN, CY, Office, document};
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
        4 => (0..5_usize, random_document()).prop_map(|(at, text)| Edit::Write(at, text)),
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
            for file in pipeline::build(&work.editions(), &Memo::new()).files() {
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

/// What somebody does to the texts of a repository without committing anything.
#[derive(Clone, Debug)]
enum Retype {
    /// Puts one text in the place of another.
    Word(usize, &'static str, &'static str),
    /// Takes a document away, or brings it back as it was committed.
    Toggle(usize),
    /// All as it was committed.
    Back,
    /// The next day.
    Day,
    /// One who held a role holds it no more.
    People,
}

const RETYPED: [&str; 4] = ["policies/a.md", "policies/b.md", "policies/c.md", "roles/manager.md"];

fn retype() -> impl Strategy<Value = Retype> {
    let words = prop::sample::select(vec![
        ("All services.", "Some services."),
        ("Some services.", "All services."),
        ("id: POL-002", "id: POL-001"),
        ("id: POL-003", "id: POL-009"),
        ("status: approved", "status: draft"),
        ("version: \"1.0\"", "version: \"2.0\""),
        ("reviewed: 2026-01-05", "reviewed: 2026-02-20"),
        ("approver: director", "approver: manager"),
        ("title: Service policy", "title: Another policy"),
        ("type: policy", "type: role"),
        ("review_cycle: 12 months", "review_cycle: [12"),
    ]);
    prop_oneof![
        6 => (0..4_usize, words).prop_map(|(at, (from, to))| Retype::Word(at, from, to)),
        1 => (0..4_usize).prop_map(Retype::Toggle),
        1 => Just(Retype::Back),
        1 => Just(Retype::Day),
        1 => Just(Retype::People),
    ]
}

fn set(inputs: &mut Inputs, path: &str, text: Option<String>) {
    let path = RepoPath::new(path).unwrap();
    match text {
        None => drop(inputs.snapshot.files.remove(&path)),
        Some(text) => {
            let blob = blob_id(text.as_bytes());
            inputs.snapshot.files.insert(path, FileEntry { blob: blob.clone(), size: text.len() as u64 });
            inputs.texts.0.insert(blob, text.into());
        }
    }
}

fn retyped(before: &Inputs, committed: &Inputs, edit: &Retype) -> Inputs {
    let mut inputs = before.clone();
    let text = |of: &Inputs, path: &str| of.text(&RepoPath::new(path).unwrap()).map(|it| it.to_string());
    match edit {
        Retype::Word(at, from, to) => {
            let new = text(before, RETYPED[*at]).map(|it| it.replace(from, to));
            set(&mut inputs, RETYPED[*at], new);
        }
        Retype::Toggle(at) => {
            let there = text(before, RETYPED[*at]).is_some();
            set(&mut inputs, RETYPED[*at], if there { None } else { text(committed, RETYPED[*at]) });
        }
        Retype::Back => inputs = committed.clone(),
        Retype::Day => inputs.today = inputs.today.plus_days(1),
        Retype::People => {
            let people = text(before, "people.yml").map(|it| it.replace("from: 2026-01-01", "from: 2026-03-01"));
            set(&mut inputs, "people.yml", people);
        }
    }
    inputs
}

/// An office where three policies are approved and reviewed, one of them without anybody's right.
fn past_office() -> Office {
    let office = Office::new("");
    for (path, id) in [(RETYPED[1], "POL-002"), (RETYPED[2], "POL-003")] {
        office.write(path, &document(id, "Another one."));
    }
    office.write(RETYPED[3], &document("ROL-001", "A role.").replace("type: policy", "type: role"));
    office.commit(BEN, "2026-01-09", "Write more");
    office.commit(ANA, "2026-01-10", "Approve\n\nDocument: POL-001, POL-002\nApproved-by: Ana Alvarez <ana@example.org>");
    office.commit(BEN, "2026-01-11", "Approve\n\nDocument: POL-003\nApproved-by: Ben Brown <ben@example.org>");
    office.write(RETYPED[0], &document("POL-001", "One and a half."));
    office.commit(CY, "2026-02-01", "Change it");
    office
}

fn gathered(office: &Office) -> Inputs {
    let request = Gather { git: true, today: Date::new(2026, 3, 1).unwrap(), ..request(office.path()) };
    gather(&request).unwrap()
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn a_judgement_that_is_gone_on_from_is_the_one_made_anew(edits in vec(retype(), 1..8)) {
        let committed = gathered(&past_office());
        let memo = Memo::new();
        let mut inputs = committed.clone();
        pipeline::build(&Editions::of_draft(inputs.clone()), &memo);
        for edit in &edits {
            inputs = retyped(&inputs, &committed, edit);
            let editions = Editions::of_draft(inputs.clone());
            let (warm, cold) = (pipeline::build(&editions, &memo), pipeline::build(&editions, &Memo::new()));
            prop_assert_eq!(warm.diagnostics(), cold.diagnostics(), "after {:?}", edit);
            let [warm, cold] = [&warm, &cold].map(|it| format!("{:#?}", it.draft.handbook));
            let first = warm.lines().zip(cold.lines()).find(|it| it.0 != it.1);
            prop_assert!(warm == cold, "after {edit:?}: {first:?}");
        }
    }
}

#[test]
fn documents_that_say_what_they_said_are_not_judged_again() {
    let committed = gathered(&past_office());
    let memo = Memo::new();
    let before = pipeline::build(&Editions::of_draft(committed.clone()), &memo);
    let edit = Retype::Word(0, "All services.", "Some services.");
    let after = pipeline::build(&Editions::of_draft(retyped(&committed, &committed, &edit)), &memo);
    let same = before.draft.handbook.entries.iter().zip(&after.draft.handbook.entries);
    let same: Vec<bool> = same.map(|(a, b)| Arc::ptr_eq(&a.control, &b.control)).collect();
    assert_eq!(same, [false, true, true, true]);
    assert!(after.draft.handbook.entries[0].control.uncommitted);
}
