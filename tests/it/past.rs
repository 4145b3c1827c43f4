//! Git history written as one string, read into `Past` without a repository. Lines of `support`'s string form:
//!
//! - `=== commit DAY NAME <ADDRESS>: SUBJECT [KEY: VALUE]…` begins a commit; `=== file PATH`, `=== remove PATH` and
//!   `=== move FROM TO` after it are what it changes. Words in brackets are trailers, but for `[signed: KEY]`, `[bad: KEY]` and
//!   `[expired: KEY]` (a signature by that key), and `[committed: DAY NAME <ADDRESS>]` (another committer). A day may be followed by
//!   `THH:MM`.
//! - `=== branch NAME` begins a branch where the last commit stands; commits after it stand on it. `=== merge NAME DAY …`
//!   merges it into `main`; `=== main` goes back without merging.
//! - `=== tag NAME DAY NAME <ADDRESS>: SUBJECT […]` tags the last commit. `=== cut` forgets what came before the last commit, as a
//!   shallow clone does. `[lightweight: yes]` makes it one without a message. `=== on BRANCH` names the branch (`main` without it). `=== uncommitted` ends history: files after it are the
//!   working tree's.

use std::collections::BTreeMap;
use std::sync::Arc;

use clausebook::base::{BlobId, CommitId, Date, Digest, RepoPath, blob_id};
use clausebook::model;
use clausebook::source::{
    Annotation, Change, Commit, Gap, History, Instant, Past, Revision, Scheme, Signatory, Signature, Signed, Tag, Trailer,
    Verdict,
};

type Tree = BTreeMap<String, String>;

/// A history being written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer {
    made: Vec<Made>,
    /// The last commit of each branch.
    heads: BTreeMap<String, usize>,
    on: String,
    tags: Vec<Tag>,
    branch: Option<String>,
    cut: Option<usize>,
}

#[derive(Clone, Debug)]
struct Made {
    header: Header,
    parents: Vec<usize>,
    tree: Tree,
    moved: BTreeMap<String, String>,
}

/// What the first line of a commit says.
#[derive(Clone, Debug)]
struct Header {
    author: Signatory,
    committer: Signatory,
    subject: String,
    trailers: Vec<Trailer>,
    signature: Signature,
}

impl Writer {
    /// Whether anything was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    fn branch(&self) -> &str {
        if self.on.is_empty() { "main" } else { &self.on }
    }

    /// Takes a line `=== …` that is about history, without the signs. `false` for another.
    pub(crate) fn take(&mut self, command: &str) -> bool {
        let (word, rest) = command.trim_end().split_once(' ').unwrap_or((command.trim_end(), ""));
        match word {
            "commit" => self.commit(rest, None),
            "branch" => {
                self.heads.insert(rest.to_owned(), self.made.len() - 1);
                self.on = rest.to_owned();
            }
            "main" => self.on.clear(),
            "merge" => {
                let (name, rest) = rest.split_once(' ').expect("a branch and a commit");
                self.on.clear();
                self.commit(rest, Some(name));
            }
            "remove" => drop(self.tree().remove(rest)),
            "move" => {
                let (from, to) = rest.split_once(' ').expect("two paths");
                let text = self.tree().remove(from).expect("a file");
                self.tree().insert(to.to_owned(), text);
                let last = self.made.last_mut().expect("a commit");
                last.moved.insert(to.to_owned(), from.to_owned());
            }
            "tag" => {
                let (name, rest) = rest.split_once(' ').expect("a tag and its maker");
                let is_light = rest.contains("[lightweight: yes]");
                let header = header(rest);
                let (commit, committed) = (id_of(self.made.len() - 1), self.made.last().expect("a commit").header.committer.at);
                let annotation = Annotation {
                    id: CommitId::new(Digest::of(name.as_bytes()).short(40)),
                    tagger: Some(header.author),
                    subject: header.subject,
                    trailers: header.trailers,
                    signature: header.signature,
                };
                let annotation = if is_light { None } else { Some(annotation) };
                self.tags.push(Tag { name: name.to_owned(), commit, committed, annotation });
            }
            "cut" => self.cut = Some(self.made.len() - 1),
            "on" => self.branch = Some(rest.to_owned()),
            _ => return false,
        }
        true
    }

    /// The files of the last commit.
    pub(crate) fn tree(&mut self) -> &mut Tree {
        &mut self.made.last_mut().expect("a commit before its files").tree
    }

    fn commit(&mut self, rest: &str, merged: Option<&str>) {
        let parent = self.heads.get(self.branch()).copied();
        let other = merged.map(|name| self.heads[name]);
        let mut tree = parent.map(|it| self.made[it].tree.clone()).unwrap_or_default();
        if let (Some(other), Some(parent)) = (other, parent) {
            tree = self.merged(&tree, parent, other);
        }
        let parents = parent.into_iter().chain(other).collect();
        self.heads.insert(self.branch().to_owned(), self.made.len());
        self.made.push(Made { header: header(rest), parents, tree, moved: BTreeMap::new() });
    }

    /// What changed on the branch since it left this line, laid over this line's files.
    fn merged(&self, ours: &Tree, parent: usize, other: usize) -> Tree {
        let ancestors = |of: usize| {
            let mut all = vec![of];
            let mut at = 0;
            while at < all.len() {
                all.extend(self.made[all[at]].parents.clone());
                at += 1;
            }
            all
        };
        let here = ancestors(parent);
        let base = ancestors(other).into_iter().filter(|it| here.contains(it)).max().expect("a common ancestor");
        let (base, theirs) = (&self.made[base].tree, &self.made[other].tree);
        let mut tree = ours.clone();
        for path in base.keys().chain(theirs.keys()).filter(|it| base.get(*it) != theirs.get(*it)) {
            match theirs.get(path) {
                Some(text) => drop(tree.insert(path.clone(), text.clone())),
                None => drop(tree.remove(path)),
            }
        }
        tree
    }

    /// The files of the last commit on `main`.
    pub(crate) fn head(&self) -> Tree {
        self.made[self.heads["main"]].tree.clone()
    }

    /// The tags, each with the files of its commit, the latest first.
    pub(crate) fn tagged(&self) -> Vec<(Tag, Tree)> {
        let at = |tag: &Tag| (0..self.made.len()).find(|it| id_of(*it) == tag.commit).expect("a commit");
        let mut tagged: Vec<(Tag, Tree)> = self.tags.iter().map(|it| (it.clone(), self.made[at(it)].tree.clone())).collect();
        tagged.sort_by_key(|it| std::cmp::Reverse(it.0.committed));
        tagged
    }

    /// The history as facts.
    pub(crate) fn history(&self) -> History {
        let first = self.cut.unwrap_or(0);
        let total = self.made.len();
        // Children stand before their parents.
        let place = |made: usize| total - 1 - made;
        let (mainline, landings) = self.lines();
        let mut commits = Vec::new();
        for made in (first..total).rev() {
            let mut commit = self.fact(made, first);
            commit.on_mainline = mainline.contains(&made);
            commit.landing = landings.get(&made).map(|it| place(*it));
            commit.before = self.made[made].parents.first().filter(|it| **it >= first).map(|it| place(*it));
            commits.push(commit);
        }
        let mut files: BTreeMap<RepoPath, Vec<Revision>> = BTreeMap::new();
        for (idx, commit) in commits.iter().enumerate() {
            for change in commit.changes.iter().filter(|it| it.own) {
                let revision = Revision { commit: idx, blob: change.after.clone(), from: change.from.clone() };
                files.entry(change.path.clone()).or_default().push(revision);
            }
        }
        let texts: BTreeMap<BlobId, &String> =
            self.made[first..].iter().flat_map(|it| it.tree.values()).map(|it| (blob_id(it.as_bytes()), it)).collect();
        let authority = |(path, text): (&String, &String)| {
            let ours = path == "people.yml" || path.starts_with("keys/");
            ours.then(|| (blob_id(text.as_bytes()), Arc::from(text.as_str())))
        };
        History::Known(std::sync::Arc::new(Past {
            head: id_of(self.heads["main"]),
            branch: Some(self.branch.clone().unwrap_or_else(|| "main".to_owned())),
            published_on: Vec::new(),
            sha256: false,
            folder: String::new(),
            n_reachable: commits.len(),
            files,
            head_files: self.head().iter().map(|(path, text)| (repo_path(path), blob_id(text.as_bytes()))).collect(),
            facts: texts.into_iter().map(|(blob, text)| (blob, model::facts(text))).collect(),
            authority_texts: self.made[first..].iter().flat_map(|it| &it.tree).filter_map(authority).collect(),
            tags: self.tags.clone(),
            stray_tags: Vec::new(),
            gaps: self.cut.into_iter().map(|it| Gap::Shallow(vec![id_of(it)])).collect(),
            commits,
        }))
    }

    /// The first-parent line of `main`, and where each commit landed on it.
    fn lines(&self) -> (Vec<usize>, BTreeMap<usize, usize>) {
        let mut mainline = vec![self.heads["main"]];
        while let Some(parent) = mainline.last().and_then(|it| self.made[*it].parents.first()) {
            mainline.push(*parent);
        }
        let mut landings = BTreeMap::new();
        for &landing in mainline.iter().rev() {
            let mut open = vec![landing];
            while let Some(made) = open.pop() {
                if landings.contains_key(&made) {
                    continue;
                }
                landings.insert(made, landing);
                open.extend(&self.made[made].parents);
            }
        }
        (mainline, landings)
    }

    fn fact(&self, made: usize, first: usize) -> Commit {
        let it = &self.made[made];
        let known: Vec<usize> = it.parents.iter().copied().filter(|it| *it >= first).collect();
        let empty = Tree::new();
        let before = known.first().map_or(&empty, |it| &self.made[*it].tree);
        let mut paths: Vec<&String> = before.keys().chain(it.tree.keys()).collect();
        paths.sort();
        paths.dedup();
        let blob = |tree: &Tree, path: &str| tree.get(path).map(|it| blob_id(it.as_bytes()));
        let changes = paths.into_iter().filter(|path| before.get(*path) != it.tree.get(*path)).map(|path| Change {
            path: repo_path(path),
            before: blob(before, path),
            after: blob(&it.tree, path),
            from: it.moved.get(path).map(|it| repo_path(it)),
            own: known.iter().all(|parent| self.made[*parent].tree.get(path) != it.tree.get(path)),
        });
        Commit {
            id: id_of(made),
            parents: it.parents.iter().map(|it| id_of(*it)).collect(),
            author: it.header.author.clone(),
            committer: it.header.committer.clone(),
            subject: it.header.subject.clone(),
            trailers: it.header.trailers.clone(),
            signature: it.header.signature.clone(),
            on_mainline: false,
            landing: None,
            before: None,
            parents_at: known.iter().map(|it| self.made[*it].header.committer.at).max_by_key(|it| it.seconds),
            changes: changes.collect(),
        }
    }
}

fn repo_path(path: &str) -> RepoPath {
    RepoPath::new(path).expect("a path inside the repository")
}

/// The fingerprint of a key that exists by its name alone: `people.yml` lists it as `openpgp:FINGERPRINT`.
pub(crate) fn fingerprint(name: &str) -> String {
    Digest::of(name.as_bytes()).short(40).to_uppercase()
}

/// The id of the nth commit.
pub(crate) fn id_of(made: usize) -> CommitId {
    CommitId::new(Digest::of(format!("commit {made}").as_bytes()).short(40))
}

/// Reads `DAY NAME <ADDRESS>`.
fn signatory(text: &str) -> Signatory {
    let (day, rest) = text.trim().split_once(' ').expect("a day and a name");
    let (name, rest) = rest.split_once('<').unwrap_or_else(|| panic!("no address in `{text}`"));
    let (date, time) = day.split_once('T').unwrap_or((day, "12:00"));
    let (hours, minutes) = time.split_once(':').expect("hours and minutes");
    let days = Date::parse(date).expect("a date").days_since(Date::new(1970, 1, 1).expect("a date"));
    let seconds = i64::from(days) * 86_400 + hours.parse::<i64>().unwrap() * 3600 + minutes.parse::<i64>().unwrap() * 60;
    let name: Arc<str> = name.trim().into();
    let email = rest.split('>').next().unwrap_or_default().into();
    Signatory { display: Arc::clone(&name), name, email, at: Instant { seconds, offset: 0 } }
}

fn header(text: &str) -> Header {
    let (who, rest) = text.split_once(": ").unwrap_or_else(|| panic!("no subject in `{text}`"));
    let author = signatory(who);
    let mut header = Header {
        committer: author.clone(),
        author,
        subject: rest.split(" [").next().unwrap_or_default().trim().to_owned(),
        trailers: Vec::new(),
        signature: Signature::None,
    };
    for part in rest.split('[').skip(1) {
        let (key, value) = part.trim().trim_end_matches(']').split_once(": ").expect("a key and a value");
        let signed = |verdict| {
            let key = Some(fingerprint(value));
            Signature::Signed(Signed { scheme: Scheme::OpenPgp, primary: key.clone(), key, certificate: None, verdict })
        };
        match key {
            "signed" => header.signature = signed(Verdict::Good),
            "bad" => header.signature = signed(Verdict::Bad("the text was changed".to_owned())),
            "expired" => header.signature = signed(Verdict::Expired("it ended in 2024".to_owned())),
            "committed" => header.committer = signatory(value),
            _ => header.trailers.push(Trailer { key: key.into(), value: value.into() }),
        }
    }
    header
}
