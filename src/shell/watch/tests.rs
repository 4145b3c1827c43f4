//! Watching real folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::*;

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::create_dir_all(root.join("docs/deep")).unwrap();
    fs::create_dir_all(root.join("_site")).unwrap();
    fs::create_dir_all(root.join(".git/refs/heads")).unwrap();
    fs::create_dir_all(root.join(".git/objects/aa")).unwrap();
    fs::write(root.join("docs/a.md"), "one").unwrap();
    (folder, root)
}

fn watch(root: &Path) -> Watch {
    let mut watch = Watch::start(Place::new(root.to_owned(), vec![root.join("_site")]), false);
    assert_eq!(watch.why_looking(), None);
    watch.set_git(vec![root.join(".git")]);
    watch
}

/// Waits until nothing comes any more, and says whether anything came.
fn changed(watch: &mut Watch) -> bool {
    let mut any = false;
    let mut most = Duration::from_secs(2);
    loop {
        match watch.wait(most) {
            Wake::Changed => any = true,
            Wake::Nothing => return any,
            Wake::Stop => panic!("stopped"),
        }
        most = Duration::from_millis(150);
    }
}

/// Nothing comes for a while.
fn quiet(watch: &mut Watch) -> bool {
    watch.wait(Duration::from_millis(200)) == Wake::Nothing
}

#[test]
fn files_that_change_come_and_go_are_told_of() {
    let (_folder, root) = place();
    let mut watch = watch(&root);
    assert!(quiet(&mut watch));
    fs::write(root.join("docs/a.md"), "two").unwrap();
    assert!(changed(&mut watch));
    fs::write(root.join("docs/.a.md.swp"), "x").unwrap();
    assert!(quiet(&mut watch), "hidden files are no content");
    fs::write(root.join("docs/a.md~new"), "three").unwrap();
    fs::rename(root.join("docs/a.md~new"), root.join("docs/a.md")).unwrap();
    assert!(changed(&mut watch));
    fs::remove_file(root.join("docs/a.md")).unwrap();
    assert!(changed(&mut watch));
}

#[test]
fn reading_is_no_change() {
    let (_folder, root) = place();
    let mut watch = watch(&root);
    assert_eq!(fs::read_to_string(root.join("docs/a.md")).unwrap(), "one");
    assert!(fs::read_dir(root.join("docs")).unwrap().count() > 0);
    assert!(quiet(&mut watch));
}

#[test]
fn folders_that_come_go_and_get_other_names_stay_watched() {
    let (_folder, root) = place();
    let mut watch = watch(&root);
    fs::create_dir_all(root.join("new/deeper")).unwrap();
    assert!(changed(&mut watch));
    fs::write(root.join("new/deeper/b.md"), "x").unwrap();
    assert!(changed(&mut watch));
    fs::rename(root.join("new"), root.join("other")).unwrap();
    assert!(changed(&mut watch));
    fs::write(root.join("other/deeper/b.md"), "y").unwrap();
    assert!(changed(&mut watch), "the folder has another name and is not watched");
    fs::remove_dir_all(root.join("other")).unwrap();
    assert!(changed(&mut watch));
    fs::create_dir_all(root.join("other/deeper")).unwrap();
    assert!(changed(&mut watch));
    fs::write(root.join("other/deeper/c.md"), "z").unwrap();
    assert!(changed(&mut watch), "the folder is a new one and is not watched");
}

#[test]
fn of_git_only_what_says_something_of_history_counts() {
    let (_folder, root) = place();
    let mut watch = watch(&root);
    fs::write(root.join(".git/objects/aa/bb"), "x").unwrap();
    fs::write(root.join(".git/index"), "x").unwrap();
    fs::write(root.join(".git/HEAD.lock"), "x").unwrap();
    fs::write(root.join("_site/index.html"), "x").unwrap();
    assert!(quiet(&mut watch));
    fs::rename(root.join(".git/HEAD.lock"), root.join(".git/HEAD")).unwrap();
    assert!(changed(&mut watch));
    fs::create_dir_all(root.join(".git/refs/heads/topic")).unwrap();
    let _maybe = changed(&mut watch);
    fs::write(root.join(".git/refs/heads/topic/x"), "x").unwrap();
    assert!(changed(&mut watch));
    fs::write(root.join(".git/packed-refs"), "x").unwrap();
    assert!(changed(&mut watch));
}

#[test]
fn a_burst_is_few_changes() {
    let (_folder, root) = place();
    let mut watch = watch(&root);
    let at = root.clone();
    let writer = std::thread::spawn(move || (0..1000).for_each(|i| fs::write(at.join(format!("docs/{i}.md")), "x").unwrap()));
    let mut times = 0;
    while !writer.is_finished() || !quiet(&mut watch) {
        times += usize::from(watch.wait(Duration::from_millis(50)) == Wake::Changed);
    }
    writer.join().unwrap();
    assert!((1..200).contains(&times), "{times} changes");
}

#[test]
fn it_is_looked_again_and_again_where_that_is_wanted_and_stopped_from_elsewhere() {
    let (_folder, root) = place();
    let mut watch = Watch::start(Place::new(root, Vec::new()), true);
    assert!(watch.why_looking().is_some());
    assert_eq!(watch.wait(Duration::from_millis(10)), Wake::Changed);
    watch.stopper().stop();
    assert_eq!(watch.wait(Duration::from_secs(9)), Wake::Stop);
}
