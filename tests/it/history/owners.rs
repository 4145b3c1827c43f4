//! Whose a repository is, whose a cache is, and which branch a checked-out commit was published on.

use std::path::Path;

use clausebook::source::{History, NoHistory};

use super::repository::{Repository, read};

/// Gives a folder and all in it to another user, which only root can. Says whether it could.
#[cfg(unix)]
fn given_away(folder: &Path) -> bool {
    let user = 65_534;
    let mut all = walkdir::WalkDir::new(folder).into_iter().map(|it| it.unwrap().into_path());
    let given = all.try_for_each(|it| std::os::unix::fs::lchown(it, Some(user), Some(user)));
    if given.is_err() {
        println!("skipped: only root can give files to another user");
    }
    given.is_ok()
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_refused_with_the_folder_to_name() {
    let repository = Repository::new();
    repository.write("sms/clausebook.yml", "organization: Example\ntitle: Handbook\n");
    repository.commit("begin");
    if !given_away(repository.path()) {
        return;
    }
    let top = repository.path().canonicalize().unwrap().display().to_string();
    for root in [repository.path().to_owned(), repository.path().join("sms")] {
        let why = match read(&root).history {
            History::Unknown(why) => why,
            History::Known(_) => panic!("the history of another user's repository was read"),
        };
        assert_eq!(why, NoHistory::ForeignOwner(top.clone()));
    }
}

#[cfg(unix)]
#[test]
fn a_cache_that_another_user_wrote_is_not_believed() {
    let repository = Repository::new();
    repository.write("a.md", "# A\n");
    repository.commit("the true subject");
    let before = repository.past();
    // A cache that lies, whole and with the right sum: somebody who can write one can make it say anything.
    let folder = repository.path().join(".git/clausebook");
    let file = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path());
    let file = file.into_iter().find(|it| it.file_name().unwrap().to_string_lossy().starts_with("history-")).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let body = &bytes[..bytes.len() - 64];
    let at = body.windows(4).position(|it| it == b"true").unwrap();
    let forged = [&body[..at], b"faux", &body[at + 4..]].concat();
    let sum = clausebook::base::Digest::of(&forged).to_string();
    std::fs::write(&file, [&forged[..], sum.as_bytes()].concat()).unwrap();
    assert_eq!(repository.past().commits[0].subject, "the faux subject", "the forgery is good enough for its own user");
    if given_away(&folder) {
        assert_eq!(repository.past(), before);
    }
}

#[test]
fn a_commit_that_is_checked_out_knows_the_branches_it_was_published_on() {
    let origin = Repository::new();
    origin.write("a.md", "# A\n");
    origin.commit("one");
    origin.git(&["switch", "--quiet", "-c", "topic"]);
    origin.write("b.md", "# B\n");
    let side = origin.commit("on the branch");
    origin.git(&["switch", "--quiet", "main"]);
    origin.write("c.md", "# C\n");
    origin.commit("two");
    origin.git(&["merge", "--quiet", "--no-ff", "-m", "merge", "topic"]);
    origin.write("d.md", "# D\n");
    let tip = origin.commit("three");
    origin.git(&["branch", "release/1", "HEAD~1"]);
    origin.git(&["branch", "-D", "topic"]);
    let clone = Repository::new();
    clone.git(&["remote", "add", "origin", origin.path().to_str().unwrap()]);
    clone.git(&["fetch", "--quiet", "origin"]);
    let at = |commit: &str| {
        clone.git(&["checkout", "--quiet", "--force", "--detach", commit]);
        let past = clone.past();
        (past.branch.clone(), past.published_on)
    };
    assert_eq!(at(&tip), (None, vec!["main".to_owned()]));
    assert_eq!(at(&format!("{tip}~1")), (None, vec!["main".to_owned(), "release/1".to_owned()]));
    // It came to the branch by a merge: what landed on its own line did not land there.
    assert_eq!(at(&side), (None, Vec::new()));
    clone.write("e.md", "# E\n");
    clone.git(&["add", "e.md"]);
    clone.git(&["commit", "--quiet", "-m", "never pushed"]);
    assert_eq!(clone.past().published_on, Vec::<String>::new());
    clone.git(&["checkout", "--quiet", "--force", "-B", "main", &tip]);
    assert_eq!((clone.past().branch.as_deref(), clone.past().published_on), (Some("main"), Vec::new()));
}
