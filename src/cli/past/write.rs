//! Turns the changes into commits.

use std::collections::BTreeMap;
use std::path::Path;

use super::change::{Change, Step};
use super::events::HEAD;
use super::{Story, Written, text};
use crate::base::Date;
use crate::shell::{CommitNo, NewCommit, NewRepository, Who};
use crate::source::Instant;

/// Files of a commit: path and text.
type Files = BTreeMap<String, Option<String>>;

/// A repository under way.
struct Writer<'a> {
    story: &'a Story,
    repository: NewRepository,
    /// The first-parent line of `main`.
    main: Vec<(Instant, CommitNo)>,
    commits: usize,
    /// What lies on `main`, as it is formatted today.
    texts: BTreeMap<String, String>,
    /// The moment from which files are formatted as today.
    formatted: Instant,
}

/// Writes everything.
pub(super) fn repository(story: &Story, place: &Path, mut changes: Vec<Change>) -> anyhow::Result<Written> {
    let formatting = story.formatting(&changes).map_err(anyhow::Error::msg)?;
    let formatted = formatting.begun();
    let at = changes.partition_point(|it| it.landed() < formatted);
    changes.insert(at, formatting);
    let repository = NewRepository::begin(place)?;
    let mut writer = Writer { story, repository, main: Vec::new(), commits: 0, texts: BTreeMap::new(), formatted };
    let mut editions = story.editions().into_iter().peekable();
    for change in &changes {
        while let Some(edition) = editions.next_if(|it| change.landed() > super::calendar::moment(it.day, 1000)) {
            writer.edition(&edition)?;
        }
        writer.land(change)?;
    }
    for edition in editions {
        writer.edition(&edition)?;
    }
    let head = writer.head();
    writer.repository.branch("main", head);
    writer.faults()?;
    let written = Written { commits: writer.commits, head: writer.repository.id(head) };
    let settings = [("gpg.format", "ssh"), ("gpg.ssh.allowedSignersFile", "keys/allowed_signers")];
    writer.repository.finish(&settings, "_site/\n")?;
    Ok(written)
}

impl Writer<'_> {
    fn head(&self) -> CommitNo {
        self.main.last().map(|it| it.1).expect("the import is the first commit of main")
    }

    /// A change, with its branch.
    fn land(&mut self, change: &Change) -> anyhow::Result<()> {
        let begun = change.begun();
        let base = self.main.iter().rev().find(|it| it.0 < begun).map(|it| it.1);
        let mut tip = base;
        let mut files = Files::new();
        for step in &change.steps {
            let new = if change.branch.as_deref() == Some("ed/format") { self.all_files() } else { step.files.clone() };
            let head = tip.map(|it| self.repository.id(it)).unwrap_or_default();
            tip = Some(self.commit(step, tip.into_iter().collect(), new.clone(), &head)?);
            files.extend(new);
        }
        let landed = match (&change.merge, tip, self.main.last()) {
            (Some(merge), Some(tip), Some((_, main))) => self.commit(merge, vec![*main, tip], files.clone(), "")?,
            (_, Some(tip), _) => tip,
            (_, None, _) => return Ok(()),
        };
        self.main.push((change.landed(), landed));
        for (path, text) in files {
            match text {
                Some(text) => drop(self.texts.insert(path, text)),
                None => drop(self.texts.remove(&path)),
            }
        }
        Ok(())
    }

    /// The branch on which things go wrong, each in commits of its own.
    fn faults(&mut self) -> anyhow::Result<()> {
        let mut tip = self.head();
        // The id of a commit that this history does not hold, as it would be after a branch was rewritten.
        let lost = "5bd6e2f5cf1c6cb5ad0a3a5ce2e3a2a5c87c1d0e";
        let texts = self.texts.clone();
        for step in self.story.faults(texts).map_err(anyhow::Error::msg)? {
            tip = self.commit(&step, vec![tip], step.files.clone(), lost)?;
        }
        self.repository.branch("faults", tip);
        Ok(())
    }

    fn all_files(&self) -> Files {
        self.texts.iter().map(|(path, text)| (path.clone(), Some(text.clone()))).collect()
    }

    fn commit(&mut self, step: &Step, parents: Vec<CommitNo>, files: Files, head: &str) -> anyhow::Result<CommitNo> {
        let who = Who { name: step.author.name.clone(), email: step.author.email.clone(), at: step.at };
        let key = step.signed.then(|| step.author.key(&self.story.renewals, day_of(step.at)));
        let files =
            files.into_iter().map(|(path, text)| (path.clone(), text.map(|it| self.as_then(&path, &it, step.at)))).collect();
        let message = step.message.text().replace(HEAD, head);
        self.commits += 1;
        self.repository.commit(&NewCommit { parents, files, author: who.clone(), committer: who, message, key })
    }

    /// The text as files were formatted at a moment.
    fn as_then(&self, path: &str, it: &str, at: Instant) -> String {
        if at < self.formatted { text::unformatted(path, it) } else { it.to_owned() }
    }

    /// The tag of an edition, on what `main` held on its day.
    fn edition(&mut self, edition: &super::events::Edition) -> anyhow::Result<()> {
        let tomas = self.story.staff.named("Tomas Brackley").map_err(anyhow::Error::msg)?;
        let at = super::calendar::moment(edition.day, 1000);
        let who = Who { name: tomas.name.clone(), email: tomas.email.clone(), at };
        let key = tomas.key(&self.story.renewals, edition.day);
        self.repository.tag(&edition.tag, self.head(), &who, &edition.message, Some(&key))
    }
}

fn day_of(at: Instant) -> Date {
    at.date().expect("the story lies within the calendar")
}
