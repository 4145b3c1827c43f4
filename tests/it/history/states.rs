//! Repositories in every state that is met in practice, and some that are made to break programs.

use std::collections::BTreeSet;
use std::path::Path;

use clausebook::base::{RepoPath, blob_id, blob_id_sha256};
use clausebook::source::{Gap, History, NoHistory, Past, Scheme};

use super::random::{Dice, stream};
use super::repository::{Repository, past, read, run};

fn unknown(root: &Path) -> NoHistory {
    match read(root).history {
        History::Unknown(why) => why,
        History::Known(past) => panic!("a history of {} commits", past.commits.len()),
    }
}

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

fn listed(past: &Past, file: &str) -> Vec<String> {
    past.files[&path(file)].iter().map(|it| past.commits[it.commit].subject.clone()).collect()
}

#[test]
fn what_has_no_history_says_why() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("clausebook.yml"), "organization: Example\n").unwrap();
    assert_eq!(unknown(folder.path()), NoHistory::NoRepository);
    let unborn = Repository::new();
    assert_eq!(unknown(unborn.path()), NoHistory::Unborn);
    unborn.write("sms/clausebook.yml", "organization: Example\n");
    unborn.write("other.md", "# Other\n");
    unborn.git(&["add", "other.md"]);
    unborn.git(&["commit", "--quiet", "-m", "other"]);
    assert_eq!(unknown(&unborn.path().join("sms")), NoHistory::NotCommitted);
    let bare = Repository::with(&["--bare"]);
    assert_eq!(unknown(bare.path()), NoHistory::NoRepository);
    let reftable = Repository::with(&["--ref-format=reftable"]);
    assert!(matches!(unknown(reftable.path()), NoHistory::Unsupported(why) if why.contains("refstorage")));
    let broken = Repository::new();
    broken.commit("one");
    std::fs::write(broken.path().join(".git/refs/heads/main"), "0123456789012345678901234567890123456789\n").unwrap();
    assert!(matches!(unknown(broken.path()), NoHistory::Unreadable(_)));
}

#[test]
fn a_folder_of_a_larger_repository_has_its_own_paths_and_commits() {
    let repository = Repository::new();
    repository.write("docs/sms/clausebook.yml", "organization: Example\n");
    repository.write("docs/sms/a.md", "# A\n");
    repository.commit("begin");
    repository.write("code.rs", "fn main() {}\n");
    repository.commit("code alone");
    repository.write("docs/sms/a.md", "# A, changed\n");
    repository.commit("change");
    repository.commit("empty\n\nReviewed-by: Ana <ana@example.org>");
    let past = past(&read(&repository.path().join("docs/sms")));
    assert_eq!(past.folder, "docs/sms");
    assert_eq!(past.branch.as_deref(), Some("main"));
    assert_eq!(listed(&past, "a.md"), ["change", "begin"]);
    let subjects: Vec<&str> = past.commits.iter().map(|it| it.subject.as_str()).collect();
    assert_eq!(subjects, ["empty", "change", "begin"]);
    assert_eq!(past.n_reachable, 4);
    assert_eq!(past.commits[1].before, Some(2));
    assert_eq!(past.head_files[&path("a.md")], blob_id(b"# A, changed\n"));
    assert_eq!(past.head_files.len(), 2);
}

#[test]
fn a_shallow_clone_knows_that_it_is_one() {
    let repository = Repository::new();
    for number in 0..4 {
        repository.write("a.md", &format!("# A {number}\n"));
        repository.commit(&format!("number {number}"));
    }
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    run(clone.path(), &["clone", "--quiet", "--depth=2", &from, "."], b"");
    let past = past(&read(clone.path()));
    let end = repository.say(&["rev-parse", "HEAD~1"]);
    assert!(past.is_cut());
    assert!(matches!(&past.gaps[..], [Gap::Shallow(ids)] if ids.len() == 1 && ids[0].as_str() == end));
    assert_eq!(listed(&past, "a.md"), ["number 3", "number 2"]);
    assert_eq!((past.n_reachable, past.commits[1].before), (2, None));
    // Its true parent is named, though it is not here.
    assert_eq!(past.commits[1].parents[0].as_str(), repository.say(&["rev-parse", "HEAD~2"]));
}

#[test]
fn grafts_and_replace_references_are_named_and_not_followed() {
    let repository = Repository::new();
    for number in 0..3 {
        repository.write("a.md", &format!("# A {number}\n"));
        repository.commit(&format!("number {number}"));
    }
    let before = repository.past();
    let (head, first) = (repository.say(&["rev-parse", "HEAD"]), repository.say(&["rev-parse", "HEAD~2"]));
    std::fs::create_dir_all(repository.path().join(".git/info")).unwrap();
    std::fs::write(repository.path().join(".git/info/grafts"), format!("{head} {first}\n")).unwrap();
    let grafted = repository.past();
    assert_eq!(grafted.gaps, [Gap::Grafts]);
    assert_eq!((&grafted.commits, &grafted.files), (&before.commits, &before.files));
    std::fs::remove_file(repository.path().join(".git/info/grafts")).unwrap();
    let other = repository.say(&["commit-tree", "HEAD~1^{tree}", "-m", "another"]);
    repository.git(&["replace", &head, &other]);
    let replaced = repository.past();
    assert!(matches!(&replaced.gaps[..], [Gap::Replaced(ids)] if ids.len() == 1 && ids[0].as_str() == head));
    assert_eq!((&replaced.commits, &replaced.files), (&before.commits, &before.files));
}

#[test]
fn a_partial_clone_says_which_texts_are_missing() {
    let repository = Repository::new();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    for number in 0..3 {
        repository.write("a.md", &format!("---\nid: A\n---\n# A {number}\n"));
        repository.commit(&format!("number {number}"));
    }
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    run(clone.path(), &["clone", "--quiet", "--filter=blob:none", &from, "."], b"");
    let past = past(&read(clone.path()));
    assert!(matches!(&past.gaps[..], [Gap::MissingTexts(ids, 2)] if ids.len() == 2), "{:?}", past.gaps);
    assert_eq!(listed(&past, "a.md"), ["number 2", "number 1", "number 0"]);
    assert_eq!(past.facts.len(), 1);
}

#[test]
fn damage_is_told_and_the_rest_is_read() {
    let repository = Repository::new();
    for number in 0..3 {
        repository.write("d/a.md", &format!("# A {number}\n"));
        repository.commit(&format!("number {number}"));
    }
    let tree = repository.say(&["rev-parse", "HEAD~1:d"]);
    let object = repository.path().join(".git/objects").join(&tree[..2]).join(&tree[2..]);
    std::fs::remove_file(&object).unwrap();
    let past = repository.past();
    assert!(past.is_cut());
    assert!(
        matches!(&past.gaps[..], [Gap::Damaged(why)] if why[0].contains(&tree) && why[0].contains("missing")),
        "{:?}",
        past.gaps
    );
    assert_eq!(past.n_reachable, 3);
    assert_eq!(past.head_files.len(), 2);
    // A commit in the middle: what lies below is not known.
    let commit = repository.say(&["rev-parse", "HEAD~1"]);
    let object = repository.path().join(".git/objects").join(&commit[..2]).join(&commit[2..]);
    std::fs::remove_file(&object).unwrap();
    std::fs::write(&object, "no object").unwrap();
    let past = repository.past();
    assert!(past.is_cut());
    assert_eq!(past.n_reachable, 1);
}

#[test]
fn a_sha256_repository_is_read_alike_and_compares_with_the_folder() {
    let repository = Repository::with(&["--object-format=sha256"]);
    repository.write("a.md", "# A\n");
    repository.commit("one\n\nApproved-by: Ana <a@b>");
    repository.write("a.md", "# A 2\n");
    repository.commit("two");
    let inputs = repository.inputs();
    let past = past(&inputs);
    assert!(past.sha256);
    assert_eq!(past.head.as_str().len(), 64);
    assert_eq!(listed(&past, "a.md"), ["two", "one"]);
    assert_eq!(past.head_files[&path("a.md")], blob_id_sha256(b"# A 2\n"));
    assert_eq!(inputs.snapshot.files[&path("a.md")].blob, past.head_files[&path("a.md")]);
    assert_eq!(&*past.commits[1].trailers[0].key, "Approved-by");
    // The second time it comes from the cache.
    assert_eq!(repository.past(), past);
}

#[test]
fn line_ends_that_git_changed_are_no_edit() {
    let repository = Repository::new();
    repository.write("a.md", "# A\n\nText.\n");
    repository.write("b.md", "# B\r\n\r\nText.\r\n");
    repository.commit("one");
    repository.write("a.md", "# A\r\n\r\nText.\r\n");
    repository.write("b.md", "# B\n\nText.\n");
    let same = |name: &str| {
        let inputs = repository.inputs();
        inputs.snapshot.files[&path(name)].blob == past(&inputs).head_files[&path(name)]
    };
    assert!(same("a.md") && same("b.md"));
    repository.write("a.md", "# A\r\n\r\nOther text.\r\n");
    assert!(!same("a.md") && same("b.md"));
}

#[test]
fn worktrees_and_submodules_are_repositories_like_others() {
    let repository = Repository::new();
    repository.write("a.md", "# A\n");
    repository.commit("one");
    let away = tempfile::tempdir().unwrap();
    let place = away.path().join("linked");
    repository.git(&["worktree", "add", "--quiet", "-b", "other", place.to_str().unwrap()]);
    let linked = past(&read(&place));
    assert_eq!(linked.branch.as_deref(), Some("other"));
    assert_eq!(listed(&linked, "a.md"), ["one"]);
    let outer = Repository::new();
    outer.git(&["submodule", "--quiet", "add", repository.path().to_str().unwrap(), "sms"]);
    outer.commit("with a submodule");
    assert_eq!(listed(&past(&read(&outer.path().join("sms"))), "a.md"), ["one"]);
    let around = outer.past();
    assert!(!around.head_files.contains_key(&path("sms")) && around.gaps.is_empty());
    assert_eq!(listed(&around, "sms"), ["with a submodule"]);
}

#[test]
fn tags_lead_to_commits_through_other_tags() {
    let repository = Repository::new();
    repository.write("a.md", "# A\n");
    repository.commit("one");
    repository.git(&["tag", "light"]);
    repository.git(&["tag", "-a", "v1", "-m", "Edition 1\n\nApproved-by: Ana Prior <ana@example.org>"]);
    repository.git(&["tag", "-a", "outer", "-m", "Outer", "v1"]);
    repository.git(&["tag", "text", "HEAD:a.md"]);
    repository.git(&["tag", "group/v2"]);
    let seal = "A tag\n-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n";
    repository.git(&["tag", "-a", "--cleanup=verbatim", "sealed", "-m", seal]);
    repository.git(&["checkout", "--quiet", "--orphan", "away"]);
    repository.commit("unreachable");
    repository.git(&["tag", "elsewhere"]);
    repository.git(&["checkout", "--quiet", "main"]);
    let past = repository.past();
    let names: Vec<&str> = past.tags.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["group/v2", "light", "outer", "sealed", "v1"]);
    assert!(past.tags.iter().all(|it| it.commit == past.head));
    let of = |name: &str| past.tags.iter().find(|it| it.name == name).unwrap().annotation.clone();
    assert_eq!(of("light"), None);
    assert_eq!(of("outer").unwrap().subject, "Outer");
    let first = of("v1").unwrap();
    assert_eq!((first.subject.as_str(), &*first.trailers[0].key), ("Edition 1", "Approved-by"));
    let tagger = first.tagger.unwrap();
    assert_eq!((&*tagger.email, tagger.at.seconds, tagger.at.offset), ("ana@example.org", 1_767_225_600, 60));
    let sealed = of("sealed").unwrap();
    assert_eq!((sealed.subject.as_str(), sealed.signature.signed().unwrap().scheme), ("A tag", Scheme::Ssh));
}

#[test]
fn an_edit_made_inside_a_merge_is_that_merges_own() {
    let repository = Repository::new();
    repository.write("a.md", "# A\n");
    repository.commit("base");
    repository.git(&["checkout", "--quiet", "-b", "side"]);
    repository.write("b.md", "# B\n");
    repository.commit("side");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("c.md", "# C\n");
    repository.commit("main");
    repository.git(&["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    repository.write("a.md", "# A, changed while merging\n");
    repository.commit("merge");
    let past = repository.past();
    assert_eq!(listed(&past, "a.md"), ["merge", "base"]);
    assert_eq!(listed(&past, "b.md"), ["side"]);
    let own: Vec<(&str, bool)> = past.commits[0].changes.iter().map(|it| (it.path.as_str(), it.own)).collect();
    assert_eq!(own, [("a.md", true), ("b.md", false)]);
    let side = past.commits.iter().find(|it| it.subject == "side").unwrap();
    assert_eq!((side.on_mainline, side.landing), (false, Some(0)));
}

#[test]
fn names_that_are_no_paths_are_counted() {
    let repository = Repository::new();
    let mut import = b"blob\nmark :1\ndata 4\ntext\ncommit refs/heads/main\ncommitter A <a> 1 +0000\ndata 1\nx\n".to_vec();
    import.extend_from_slice(b"M 100644 :1 good.md\nM 100644 :1 \"bad\\377.md\"\nM 100644 :1 \"back\\\\slash.md\"\n");
    repository.import(&import);
    let past = repository.past();
    assert_eq!(past.files.keys().map(RepoPath::as_str).collect::<Vec<_>>(), ["good.md"]);
    assert_eq!(past.gaps, [Gap::BadNames(2)]);
}

/// Eleven trees of eleven entries that are all the same: 11^11 files in a few hundred bytes.
#[test]
fn a_bomb_of_trees_ends_in_an_answer() {
    let repository = Repository::new();
    repository.write("seed", "x");
    repository.git(&["add", "seed"]);
    let mut tree = repository.say(&["write-tree"]);
    for _ in 0..10 {
        let lines: String = (0..11).map(|it| format!("040000 tree {tree}\tn{it:02}\n")).collect();
        tree = String::from_utf8(run(repository.path(), &["mktree"], lines.as_bytes())).unwrap().trim().to_owned();
    }
    let commit = repository.say(&["commit-tree", &tree, "-m", "bomb"]);
    repository.git(&["update-ref", "refs/heads/main", &commit]);
    assert!(matches!(unknown(repository.path()), NoHistory::Unreadable(why) if why.contains("more changes")));
}

#[test]
fn the_cache_changes_nothing_however_it_is_damaged() {
    let repository = Repository::new();
    let mut dice = Dice::new(7);
    repository.import(stream(&mut dice, 60).as_bytes());
    let fresh = repository.past();
    let folder = repository.path().join(".git/clausebook");
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(!files.is_empty());
    assert_eq!(repository.past(), fresh);
    let whole: Vec<Vec<u8>> = files.iter().map(|it| std::fs::read(it).unwrap()).collect();
    let damage = |spoil: &mut dyn FnMut(&mut Vec<u8>)| {
        for (file, whole) in files.iter().zip(&whole) {
            let mut bytes = whole.clone();
            spoil(&mut bytes);
            std::fs::write(file, &bytes).unwrap();
        }
        assert_eq!(repository.past(), fresh);
    };
    damage(&mut |bytes| bytes.clear());
    damage(&mut |bytes| bytes.truncate(bytes.len() / 2));
    damage(&mut |bytes| bytes.push(0));
    damage(&mut |bytes| bytes.splice(..0, *b"other ").for_each(drop));
    for _ in 0..40 {
        let (place, with) = (dice.below(1 << 20), u8::try_from(1 + dice.below(255)).unwrap());
        damage(&mut |bytes| {
            let at = place % bytes.len();
            bytes[at] ^= with;
        });
    }
    // Further commits, a reset, another branch: the cache of one is used for the other.
    repository.git(&["reset", "--quiet", "--mixed"]);
    repository.write("more.md", "# More\n");
    repository.commit("more");
    let with = repository.past();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(repository.past(), with);
    repository.git(&["reset", "--quiet", "--hard", "HEAD~3"]);
    repository.write("clausebook.yml", "organization: Example\n");
    let with = repository.past();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(repository.past(), with);
    // A link in its place is not followed.
    std::fs::remove_dir_all(&folder).unwrap();
    let away = tempfile::tempdir().unwrap();
    link(away.path(), &folder);
    assert_eq!(repository.past(), with);
    assert_eq!(std::fs::read_dir(away.path()).unwrap().count(), 0);
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) {}

#[test]
fn a_commit_that_an_anchor_names_is_listed() {
    for format in ["--object-format=sha1", "--object-format=sha256"] {
        let repository = Repository::with(&[format]);
        repository.write("a.md", "# A\n");
        repository.commit("begin");
        let empty = repository.commit("empty, and of no concern by itself");
        repository.commit("neither is this");
        repository.commit(&format!("minutes\n\nAnchor: {} register", &empty[..8].to_uppercase()));
        let past = repository.past();
        let subjects: Vec<&str> = past.commits.iter().map(|it| it.subject.as_str()).collect();
        assert_eq!(subjects, ["minutes", "empty, and of no concern by itself", "begin"], "{format}");
    }
}

#[test]
fn authority_is_read_through_all_of_history() {
    let repository = Repository::new();
    for number in 0..2 {
        repository.write("people.yml", &format!("people: [] # {number}\n"));
        repository.write("keys/allowed_signers", &format!("# {number}\n"));
        repository.commit("people");
    }
    let texts = repository.past().authority_texts;
    let texts: BTreeSet<&str> = texts.values().map(|it| &**it).collect();
    let settings = std::fs::read_to_string(repository.path().join("clausebook.yml")).unwrap();
    assert_eq!(texts, BTreeSet::from(["people: [] # 0\n", "people: [] # 1\n", "# 0\n", "# 1\n", &settings]));
}

#[test]
fn a_text_exchanged_below_its_id_is_damage() {
    let repository = Repository::new();
    repository.write("a.md", "# Approved\n");
    repository.commit("one");
    repository.write("a.md", "# Other\n");
    repository.commit("two");
    let object = |revision: &str| {
        let id = repository.say(&["rev-parse", &format!("{revision}:a.md")]);
        repository.path().join(".git/objects").join(&id[..2]).join(&id[2..])
    };
    let (first, second) = (object("HEAD~1"), object("HEAD"));
    std::fs::remove_file(&first).unwrap();
    std::fs::copy(second, first).unwrap();
    let past = repository.past();
    assert!(matches!(&past.gaps[..], [Gap::Damaged(why)] if why[0].contains("others than its id says")), "{:?}", past.gaps);
    assert_eq!(past.facts.len(), 1);
}
