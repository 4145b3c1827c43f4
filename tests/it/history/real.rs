//! Repositories of others, if there are any: `CLAUSEBOOK_REPOSITORIES=/path/one:/path/two cargo test --test it real_repositories --
//! --ignored --nocapture`.

use std::time::Instant;

use super::oracle::{ours, raw};
use super::repository::{Repository, run};

/// Paths of each that git is asked about, spread over all there ever were.
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
        let mut listed = 0;
        let step = past.files.len().div_ceil(PATHS);
        // A path that was also a folder stands for all below it when git is asked.
        let is_folder = |path: &str| past.files.keys().any(|it| it.as_str().starts_with(&format!("{path}/")));
        for (path, revisions) in past.files.iter().step_by(step).filter(|(path, _)| !is_folder(path.as_str())) {
            let log = repository.say(&["log", "--format=%H", "--", &format!(":(literal){path}")]);
            let mut log: Vec<&str> = log.lines().collect();
            let mut found: Vec<&str> = revisions.iter().map(|it| past.commits[it.commit].id.as_str()).collect();
            log.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, log, "{place}: {path}");
            listed += log.len();
        }
        println!(
            "{place}: {} commits, {} kept, {changes} changes, {} paths, {listed} revisions of every {step}th path agree; \
             {cold:.2?} cold, {warm:.2?} from the cache; gaps {:?}",
            past.n_reachable,
            past.commits.len(),
            past.files.len(),
            past.gaps
        );
    }
}
