//! Random repositories read by us and by git.

use std::collections::{BTreeMap, BTreeSet};

use clausebook::base::RepoPath;
use clausebook::pipeline::parallel;
use clausebook::source::{Past, Signatory};

use super::random::{Dice, PATHS, stream};
use super::repository::Repository;

/// Repositories, of different sizes.
const REPOSITORIES: u64 = 60;
/// Repositories of which git is asked for every path: some twenty cases each.
const REPOSITORIES_BY_PATH: u64 = 160;

fn random(seed: u64) -> Repository {
    let repository = Repository::new();
    let mut dice = Dice::new(seed);
    let count = 5 + dice.below(80);
    repository.import(stream(&mut dice, count).as_bytes());
    repository
}

fn lines(repository: &Repository, words: &[&str]) -> Vec<String> {
    let text = String::from_utf8(repository.git(words)).unwrap();
    text.split('\0').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn ids(past: &Past, path: &str) -> BTreeSet<String> {
    let revisions = past.files.get(&RepoPath::new(path).unwrap()).map(Vec::as_slice).unwrap_or_default();
    let ids: Vec<String> = revisions.iter().map(|it| past.commits[it.commit].id.to_string()).collect();
    let set: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(set.len(), ids.len(), "{path} lists a commit twice");
    assert!(revisions.is_sorted_by_key(|it| it.commit), "{path} is not ordered");
    set
}

#[test]
fn every_path_has_the_commits_that_git_log_lists() {
    let seeds: Vec<u64> = (0..REPOSITORIES_BY_PATH).collect();
    let cases = parallel::map(&seeds, |seed| {
        let repository = random(*seed);
        let past = repository.past();
        let paths = PATHS.iter().filter(|it| **it != "x");
        let compare = |path: &&str| {
            let literal = format!(":(literal){path}");
            let log = lines(&repository, &["log", "--format=%H", "-z", "--", &literal]);
            assert_eq!(ids(&past, path), log.into_iter().collect(), "seed {seed}, {path}");
        };
        paths.map(compare).count()
    });
    let cases: usize = cases.iter().sum();
    assert!(cases > 3_000, "{cases}");
}

/// What git says a commit did: path to ids before and after and, if it was moved, from where.
pub(super) type Raw = BTreeMap<String, (String, String, Option<String>)>;

pub(super) fn raw(repository: &Repository, words: &[&str]) -> BTreeMap<String, Raw> {
    let format = ["log", "--format=commit %H", "-z", "--raw", "--no-abbrev", "--diff-merges=first-parent", "--root"];
    let text = String::from_utf8(repository.git(&[&format, words].concat())).unwrap();
    let mut all: BTreeMap<String, Raw> = BTreeMap::new();
    let mut commit = String::new();
    let mut fields = text.split('\0').map(|it| it.trim_start_matches('\n')).filter(|it| !it.is_empty());
    while let Some(field) = fields.next() {
        if let Some(id) = field.strip_prefix("commit ") {
            commit = id.trim().to_owned();
            all.insert(commit.clone(), Raw::new());
            continue;
        }
        let words: Vec<&str> = field.trim_start_matches(':').split(' ').collect();
        let id = |mode: &str, id: &str| if mode.starts_with("100") { id.to_owned() } else { String::new() };
        let (before, after) = (id(words[0], words[2]), id(words[1], words[3]));
        let first = fields.next().unwrap().to_owned();
        let moved = words[4].starts_with('R');
        let (path, from) = if moved { (fields.next().unwrap().to_owned(), Some(first)) } else { (first, None) };
        all.get_mut(&commit).unwrap().insert(path, (before, after, from));
    }
    all
}

pub(super) fn ours(past: &Past) -> BTreeMap<String, Raw> {
    let id = |blob: &Option<clausebook::base::BlobId>| blob.as_ref().map_or(String::new(), ToString::to_string);
    let changes = |it: &clausebook::source::Commit| -> Raw {
        it.changes.iter().map(|it| (it.path.to_string(), (id(&it.before), id(&it.after), None))).collect()
    };
    past.commits.iter().map(|it| (it.id.to_string(), changes(it))).collect()
}

#[test]
fn every_commit_changes_what_git_says_it_changes() {
    for seed in 0..REPOSITORIES {
        let repository = random(seed);
        let past = repository.past();
        let theirs = raw(&repository, &["--no-renames"]);
        assert_eq!(past.n_reachable, theirs.len());
        let ours = ours(&past);
        for (id, changes) in &theirs {
            let empty = Raw::new();
            assert_eq!(ours.get(id).unwrap_or(&empty), changes, "seed {seed}, commit {id}");
        }
        assert!(ours.keys().all(|id| theirs.contains_key(id)), "seed {seed}");
        assert!(past.commits.iter().all(|it| it.changes.is_sorted_by(|a, b| a.path < b.path)));
    }
}

#[test]
fn what_differs_from_every_parent_is_a_merges_own() {
    let mut own_changes = 0;
    for seed in 0..REPOSITORIES {
        let repository = random(seed);
        let past = repository.past();
        // One list for each parent.
        let words = ["log", "--merges", "-m", "--format=commit %H", "--no-renames", "--name-only", "-z"];
        let text = String::from_utf8(repository.git(&words)).unwrap();
        let mut theirs: BTreeMap<String, Vec<BTreeSet<String>>> = BTreeMap::new();
        let mut commit = String::new();
        for field in text.split('\0').map(|it| it.trim_matches('\n')).filter(|it| !it.is_empty()) {
            if let Some(id) = field.strip_prefix("commit ") {
                commit = id.to_owned();
                theirs.entry(commit.clone()).or_default().push(BTreeSet::new());
            } else {
                theirs.get_mut(&commit).unwrap().last_mut().unwrap().insert(field.to_owned());
            }
        }
        let of_all = |id: &str, parents: usize| -> BTreeSet<String> {
            // Git leaves out parents that do not differ at all.
            let Some(lists) = theirs.get(id).filter(|it| it.len() == parents) else { return BTreeSet::new() };
            lists[1..].iter().fold(lists[0].clone(), |all, it| all.intersection(it).cloned().collect())
        };
        for it in &past.commits {
            let own: BTreeSet<String> = it.changes.iter().filter(|it| it.own).map(|it| it.path.to_string()).collect();
            if it.parents.len() > 1 {
                assert_eq!(own, of_all(it.id.as_str(), it.parents.len()), "seed {seed}, commit {}", it.id);
                own_changes += own.len();
            } else {
                assert_eq!(own.len(), it.changes.len());
            }
        }
    }
    assert!(own_changes > 50, "{own_changes}");
}

#[test]
fn moves_are_those_of_gits_similarity_rule() {
    let mut all = 0;
    for seed in 0..REPOSITORIES {
        let repository = random(seed);
        let past = repository.past();
        let theirs = raw(&repository, &["-M"]);
        for it in &past.commits {
            let moved: BTreeMap<String, String> =
                it.changes.iter().filter_map(|it| Some((it.path.to_string(), it.from.as_ref()?.to_string()))).collect();
            let git: BTreeMap<String, String> =
                theirs[it.id.as_str()].iter().filter_map(|(path, it)| Some((path.clone(), it.2.clone()?))).collect();
            let show = ["show", "--raw", "--format=", "--diff-merges=first-parent", "--no-renames", it.id.as_str()];
            // Links are followed by git alone: they hold no text.
            let any = !moved.is_empty() || !git.is_empty();
            if any && !repository.say(&show).contains("120000") {
                assert_eq!(moved, git, "seed {seed}, commit {}", it.id);
                all += moved.len();
            }
        }
    }
    assert!(all > 100, "{all}");
}

#[test]
fn people_days_messages_and_trailers_are_gits() {
    let format =
        "--format=%H%x01%an%x01%ae%x01%aN%x01%at %ad%x01%cn%x01%ce%x01%cN%x01%ct %cd%x01%(trailers:only=true,unfold=true)%x01%P";
    for seed in 0..REPOSITORIES {
        let repository = random(seed);
        // The mailmap that counts is the committed one; git reads that of the folder.
        repository.git(&["checkout", "--quiet", "HEAD", "--", ".mailmap"]);
        let past = repository.past();
        let log = String::from_utf8(repository.git(&["log", "-z", "--date=format:%z", format])).unwrap();
        let theirs: BTreeMap<&str, Vec<&str>> =
            log.split('\0').map(|it| (it.split('\u{1}').next().unwrap(), it.split('\u{1}').collect())).collect();
        for it in &past.commits {
            let git = &theirs[it.id.as_str()];
            let person = |it: &Signatory| {
                let zone = format!(
                    "{}{:02}{:02}",
                    if it.at.offset < 0 { '-' } else { '+' },
                    it.at.offset.abs() / 60,
                    it.at.offset.abs() % 60
                );
                [it.name.to_string(), it.email.to_string(), it.display.to_string(), format!("{} {zone}", it.at.seconds)]
            };
            assert_eq!(person(&it.author), git[1..5], "seed {seed}");
            assert_eq!(person(&it.committer), git[5..9], "seed {seed}");
            let trailers: Vec<String> =
                it.trailers.iter().map(|it| format!("{}: {}", it.key, it.value).trim_end().to_owned()).collect();
            let expected: Vec<&str> = git[9].lines().map(str::trim_end).collect();
            assert_eq!(trailers, expected, "seed {seed}: {:?}", repository.say(&["log", "-1", "--format=%B", it.id.as_str()]));
            let parents: Vec<&str> = it.parents.iter().map(|it| it.as_str()).collect();
            assert_eq!(parents.join(" "), git[10]);
        }
    }
}

#[test]
fn every_commit_lands_with_the_first_of_the_main_line_that_holds_it() {
    for seed in 0..REPOSITORIES {
        let repository = random(seed);
        let past = repository.past();
        let line = lines(&repository, &["log", "--first-parent", "--format=%H", "-z"]);
        let mut landing: BTreeMap<String, String> = BTreeMap::new();
        let parents: BTreeMap<String, Vec<String>> = lines(&repository, &["log", "--format=%H %P", "-z"])
            .iter()
            .map(|it| (it[..40].to_owned(), it[40..].split_whitespace().map(str::to_owned).collect()))
            .collect();
        for by in line.iter().rev() {
            let mut open = vec![by.clone()];
            while let Some(id) = open.pop() {
                let of = &parents[&id];
                if let std::collections::btree_map::Entry::Vacant(free) = landing.entry(id) {
                    free.insert(by.clone());
                    open.extend(of.iter().cloned());
                }
            }
        }
        let order: BTreeMap<&str, usize> = past.commits.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
        for (at, it) in past.commits.iter().enumerate() {
            assert_eq!(past.commits[it.landing.unwrap()].id.as_str(), landing[it.id.as_str()], "seed {seed}");
            assert_eq!(it.on_mainline, line.iter().any(|id| id == it.id.as_str()), "seed {seed}");
            assert!(it.parents.iter().all(|id| order.get(id.as_str()).is_none_or(|parent| *parent > at)), "seed {seed}");
        }
    }
}
