//! Editions read from tags of real repositories: what they hold, how they stand, and what their site is.
#![expect(clippy::disallowed_methods, reason = "these tests are about real repositories")]

use std::path::Path;

use clausebook::base::RepoPath;
use clausebook::shell::{Gather, Published, edition, editions};
use clausebook::source::{Edition, Editions, Inputs, Skipped, Standing};

use crate::gather::request;
use crate::history::Repository;

fn with_git(root: &Path) -> Gather {
    Gather { git: true, cache: true, ..request(root) }
}

fn all(repository: &Repository) -> Editions {
    editions(&with_git(repository.path()), Published::All).unwrap()
}

fn text<'a>(inputs: &'a Inputs, path: &str) -> Option<&'a str> {
    inputs.text(&RepoPath::new(path).unwrap()).map(|it| &**it)
}

fn document(id: &str, words: &str) -> String {
    format!("---\nid: {id}\ntitle: {id}\ntype: manual\nstatus: approved\n---\n\n{words}\n")
}

/// Three editions: a document that changes, one that comes, one that moves.
fn three() -> Repository {
    let it = Repository::new();
    it.write("a.md", &document("MAN-001", "First words."));
    it.write("b.md", &document("MAN-002", "It goes.\n\n[form](form.bin)"));
    it.write("form.bin", "\u{1}\u{2}old form");
    it.commit("First");
    it.git(&["tag", "-a", "v1", "-m", "First edition"]);
    it.write("a.md", &document("MAN-001", "Second words."));
    it.write("form.bin", "\u{1}\u{2}new form");
    it.commit("Second");
    it.git(&["tag", "-a", "v2", "-m", "Second edition"]);
    it.write("c.md", &document("MAN-003", "It comes."));
    it.git(&["mv", "a.md", "moved.md"]);
    it.commit("Third");
    it.git(&["tag", "-a", "v3", "-m", "Third edition"]);
    it.write("moved.md", &document("MAN-001", "Not yet published."));
    it
}

#[test]
fn editions_hold_what_their_commits_hold() {
    let repository = three();
    let it = all(&repository);
    let names: Vec<(&str, Standing)> = it.published.iter().map(|it| (it.edition.name.as_str(), it.edition.standing)).collect();
    assert_eq!(names, [("v3", Standing::Current), ("v2", Standing::Past), ("v1", Standing::Past)]);
    assert_eq!(text(&it.draft, "moved.md").map(|it| it.contains("Not yet")), Some(true));
    let [third, second, first] = &it.published[..] else { panic!("three") };
    assert!(text(third, "moved.md").unwrap().contains("Second words"));
    assert_eq!((text(third, "a.md"), text(second, "c.md")), (None, None));
    assert!(text(second, "a.md").unwrap().contains("Second words"));
    assert!(text(first, "a.md").unwrap().contains("First words"));
    for inputs in &it.published {
        let commit = repository.say(&["rev-parse", &format!("{}^{{commit}}", inputs.edition.name)]);
        assert_eq!(inputs.edition.commit.as_ref().unwrap().as_str(), commit);
        let listed = repository.say(&["ls-tree", "-r", "-l", &commit]);
        for line in listed.lines() {
            let (about, path) = line.split_once('\t').unwrap();
            let words: Vec<&str> = about.split_whitespace().collect();
            let file = &inputs.snapshot.files[&RepoPath::new(path).unwrap()];
            assert_eq!((file.blob.as_str(), file.size.to_string().as_str()), (words[2], words[3]), "{path}");
        }
        assert_eq!(inputs.snapshot.files.len(), listed.lines().count());
    }
}

#[test]
fn any_commit_can_be_read_and_a_name_that_leads_nowhere_is_refused() {
    let repository = three();
    let request = with_git(repository.path());
    let before = edition(&request, "HEAD~1").unwrap();
    assert!(text(&before, "a.md").unwrap().contains("Second words"));
    assert_eq!((before.edition.standing, before.edition.name.as_str()), (Standing::Draft, "HEAD~1"));
    let same = edition(&request, "v2").unwrap();
    assert_eq!((&same.snapshot, &same.edition.commit), (&before.snapshot, &before.edition.commit));
    let refused = edition(&request, "v9").unwrap_err();
    assert!(refused.to_string().starts_with("`v9` names no commit"), "{refused}");
}

#[test]
fn a_commit_is_read_as_its_checkout_would_be() {
    let repository = three();
    for (path, words) in [
        ("node_modules/x.md", "# X\n"),
        ("site/.clausebook-site", "x"),
        ("site/y.md", "# Y\n"),
        (".hidden/z.md", "# Z\n"),
        ("deep/node_modules_not/w.md", "# W\n"),
        ("theme/templates/home.html", "x"),
    ] {
        repository.write(path, words);
    }
    std::fs::write(repository.path().join("latin.md"), b"# Caf\xe9\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", repository.path().join("link.md")).unwrap();
    repository.commit("Odd things");
    let committed = edition(&with_git(repository.path()), "HEAD").unwrap();
    let mut there = clausebook::shell::gather(&with_git(repository.path())).unwrap();
    // The theme is not the edition's.
    there.snapshot.files.retain(|path, _| !path.as_str().starts_with("theme/"));
    assert_eq!(committed.snapshot, there.snapshot);
    assert_eq!(committed.snapshot.skipped[&RepoPath::new("latin.md").unwrap()], Skipped::NotUtf8(5));
    assert_eq!(there.edition, Edition::default());
}
