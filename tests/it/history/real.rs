//! Repositories of others, if there are any: `CLAUSEBOOK_REPOSITORIES=/path/one:/path/two cargo test --test it real_repositories --
//! --ignored --nocapture`.

use std::collections::BTreeSet;
use std::time::Instant;

use clausebook::pipeline::parallel;

use super::oracle::{ours, raw};
use super::repository::{Repository, run};

/// Paths of each that git is asked about beside all those of documents, spread over all there ever were.
const PATHS: usize = 150;

#[test]
#[ignore = "needs clones of real repositories"]
fn real_repositories_have_the_history_that_git_tells() {
    let places = std::env::var("CLAUSEBOOK_REPOSITORIES").expect("paths of repositories, joined by colons");
    for place in places.split(':') {
        let repository = Repository::new();
        std::fs::remove_dir_all(repository.path().join(".git")).unwrap();
        run(repository.path(), &["clone", "--quiet", "--shared", "--no-checkout", place, "clone"], b"");
        std::fs::rename(repository.path().join("clone/.git"), repository.path().join(".git")).unwrap();
        let start = Instant::now();
        let past = repository.past();
        let cold = start.elapsed();
        let start = Instant::now();
        assert!(repository.past() == past, "{place}: the cache changes the history");
        let warm = start.elapsed();
        let theirs = raw(&repository, &["--no-renames"]);
        let ours = ours(&past);
        assert_eq!(past.n_reachable, theirs.len());
        let mut changes = 0;
        for (id, git) in &theirs {
            let found = ours.get(id).cloned().unwrap_or_default();
            assert!(found == *git, "{place}: commit {id}\n{found:?}\n{git:?}");
            changes += git.len();
        }
        // Git answers sooner with it, and the same.
        repository.git(&["commit-graph", "write", "--reachable", "--changed-paths", "--no-progress"]);
        let step = past.files.len().div_ceil(PATHS);
        // A path that was also a folder stands for all below it when git is asked.
        let folders: BTreeSet<&str> = past.files.keys().flat_map(|it| above(it.as_str())).collect();
        let files = past.files.iter().enumerate().filter(|(at, (path, _))| path.extension() == "md" || at % step == 0);
        let files: Vec<_> = files.map(|it| it.1).filter(|(path, _)| !folders.contains(path.as_str())).collect();
        let listed = parallel::map(&files, |(path, revisions)| {
            let log = repository.say(&["log", "--format=%H", "--", &format!(":(literal){path}")]);
            let mut log: Vec<&str> = log.lines().collect();
            let mut found: Vec<&str> = revisions.iter().map(|it| past.commits[it.commit].id.as_str()).collect();
            log.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, log, "{place}: {path}");
            log.len()
        });
        println!(
            "{place}: {} commits, {} kept, {changes} changes, {} paths; {} revisions of {} paths agree, of all that end with .md among them; \
             {cold:.2?} cold, {warm:.2?} from the cache; gaps {:?}",
            past.n_reachable,
            past.commits.len(),
            past.files.len(),
            listed.iter().sum::<usize>(),
            files.len(),
            past.gaps
        );
    }
}

/// The folders that a path lies in.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
