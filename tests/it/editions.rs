//! Editions read from tags of real repositories: what they hold, how they stand, and what their site is.
#![expect(clippy::disallowed_methods, reason = "these tests are about real repositories")]

use std::path::Path;
use std::sync::Arc;

use clausebook::base::{RepoPath, SitePath};
use clausebook::pipeline::site::{Content, KeptFolder, StandingFiles};
use clausebook::pipeline::{self, Memo, Outcome};
use clausebook::shell::{Gather, Published, edition, editions};
use clausebook::source::{Edition, Editions, History, Inputs, KeptPage, NoHistory, Skipped, Standing, StandsAlready, Texts};

use crate::built::{Built, Html, build_editions, dead_links};
use crate::gather::request;
use crate::history::Repository;

fn with_git(root: &Path) -> Gather {
    Gather { git: true, cache: true, ..request(root) }
}

fn all(repository: &Repository) -> Editions {
    editions(&with_git(repository.path()), Published::All, None).unwrap()
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

fn site(repository: &Repository) -> Built {
    build_editions(&all(repository), &Memo::new())
}

/// What leads to other pages from a banner, its words, and what search engines are told.
fn marks(built: &Built, path: &str) -> (Vec<String>, Option<String>, bool) {
    let text = built.text(path);
    let html = Html::read(text);
    let actions = html.tags.iter().filter(|it| it.name == "a" && it.get("class").is_some_and(|it| it.starts_with("btn")));
    let links = html.tags.iter().filter(|it| it.name == "link" && it.get("rel") == Some("canonical"));
    let canonical = links.filter_map(|it| it.get("href")).next().map(str::to_owned);
    (actions.filter_map(|it| it.get("href")).map(str::to_owned).collect(), canonical, text.contains("content=\"noindex\""))
}

#[test]
fn every_edition_has_its_address_and_leads_to_the_current_text() {
    let built = site(&three());
    for folder in ["", "editions/v1/", "editions/v2/", "editions/v3/", "editions/draft/"] {
        assert!(built.files.contains_key(&format!("{folder}documents/man-001.html")), "{folder}");
    }
    assert!(built.text("documents/man-001.html").contains("Second words"));
    assert!(built.text("editions/v1/documents/man-001.html").contains("First words"));
    assert!(built.text("editions/draft/documents/man-001.html").contains("Not yet published"));
    let up = "../../../documents/man-001.html";
    let old = marks(&built, "editions/v1/documents/man-001.html");
    assert_eq!(old, (vec![up.to_owned()], Some(up.to_owned()), true));
    assert!(built.text("editions/v1/documents/man-001.html").contains("<body class=\"old\""));
    assert_eq!(marks(&built, "editions/draft/documents/man-001.html"), (vec![up.to_owned()], Some(up.to_owned()), true));
    assert_eq!(marks(&built, "editions/v3/documents/man-001.html"), (vec![], Some(up.to_owned()), false));
    assert_eq!(marks(&built, "documents/man-001.html"), (vec![], None, false));
    assert_eq!(marks(&built, "editions/v2/index.html").1.as_deref(), Some("../../index.html"));
    let dead = dead_links(&built, &built.read());
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_switcher_knows_which_pages_an_edition_lacks() {
    let built = site(&three());
    let script = built.text("editions/editions.js");
    let json = script.strip_prefix("window.clausebookEditions=").and_then(|it| it.strip_suffix(";\n")).unwrap();
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    let names: Vec<&str> = data["editions"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["v3", "v2", "v1", "Draft"]);
    let holders = |page: &str| {
        data["some"].get(page).map(|it| it.as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect::<Vec<_>>())
    };
    assert_eq!(holders("documents/man-003.html"), Some(vec![0, 3]));
    assert_eq!(holders("documents/man-001.html"), None);
    for (page, root) in [("index.html", ""), ("documents/man-001.html", "../")] {
        for (folder, up) in [("", ""), ("editions/v1/", "../../")] {
            let text = built.text(&format!("{folder}{page}"));
            let script = format!("data-editions=\"{up}editions/editions.js\"");
            assert!(
                text.contains(&script) && text.contains(&format!("data-page=\"{page}\" data-edition=\"{folder}\"")),
                "{folder}{page}"
            );
            assert!(text.contains(&format!("id=\"page:edition\" href=\"{root}{up}editions/index.html\"")), "{folder}{page}");
        }
    }
    let list = built.text("editions/index.html");
    assert!(list.contains("First edition") && list.contains("Annotated tag by"), "{list}");
    assert!(!built.files.contains_key("editions/v1/editions/index.html"));
}

#[test]
fn addresses_of_the_past_lead_to_where_things_are_now() {
    let repository = Repository::new();
    repository.write("old/a.md", &document("MAN-001", "Words that stay the same for long enough to be known again."));
    repository.write("b.md", &document("MAN-002", "It goes away without a trace."));
    repository.write("c.md", &document("MAN-003", "Replaced."));
    repository.commit("First");
    repository.git(&["tag", "-a", "v1", "-m", "First"]);
    repository.git(&["rm", "--quiet", "b.md", "c.md"]);
    repository.git(&["mv", "old/a.md", "new.md"]);
    repository.write("d.md", &document("MAN-004", "Replaces.").replace("status:", "supersedes: [MAN-003, MAN-000]\nstatus:"));
    repository.commit("Second");
    repository
        .write("new.md", &document("MAN-100", "Words that stay the same for long enough to be known again. See [[MAN-001]]."));
    repository.commit("Third");
    repository.git(&["tag", "-a", "v2", "-m", "Second"]);
    let built = site(&repository);
    let to = |path: &str| {
        let html = Html::read(built.text(path));
        let meta = html.tags.iter().find(|it| it.name == "meta" && it.get("http-equiv") == Some("refresh"));
        meta.and_then(|it| it.get("content")).and_then(|it| it.strip_prefix("0; url=")).map(str::to_owned)
    };
    assert_eq!(to("documents/man-001.html").as_deref(), Some("man-100.html"), "the id was another");
    assert_eq!(to("documents/man-003.html").as_deref(), Some("man-004.html"), "it was superseded");
    assert_eq!(to("documents/man-000.html").as_deref(), Some("man-004.html"), "before there were editions");
    assert_eq!(to("old/a.html").as_deref(), Some("../documents/man-100.html"), "it lay elsewhere");
    assert_eq!(to("documents/man-002.html"), None);
    let gone = built.text("documents/man-002.html");
    assert!(gone.contains("href=\"../editions/v1/documents/man-002.html\"") && gone.contains("content=\"noindex\""), "{gone}");
    assert_eq!(to("documents/man-100.html"), None, "a page that is there is no other's");
    let hint = built.diagnostics.iter().find(|it| it.message.contains("MAN-001")).unwrap();
    assert_eq!(hint.help.as_deref(), Some("did you mean `MAN-100`?"));
}

/// Builds with the program, as anybody does, and says what it said.
fn program(repository: &Repository) -> String {
    let build = std::process::Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(["build", "--as-of", "2026-07-01"])
        .current_dir(repository.path())
        .output()
        .unwrap();
    String::from_utf8(build.stderr).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_published_edition_is_left_alone_until_something_it_is_made_of_changes() {
    use std::os::unix::fs::MetadataExt as _;
    let repository = three();
    program(&repository);
    let old = repository.path().join("_site/editions/v1/documents/man-001.html");
    let state = || (std::fs::metadata(&old).unwrap().ino(), std::fs::read_to_string(&old).unwrap());
    let first = state();
    assert!(program(&repository).contains("nothing changed in"));
    assert_eq!(state().0, first.0);
    // One more edition: the earlier ones stay, but for the one that is not the current one any more.
    repository.write("d.md", &document("MAN-004", "It is new."));
    repository.commit("Fourth");
    repository.git(&["tag", "-a", "v4", "-m", "Fourth edition"]);
    let said = program(&repository);
    assert_eq!(state(), first, "{said}");
    let third = std::fs::read_to_string(repository.path().join("_site/editions/v3/documents/man-001.html")).unwrap();
    assert!(third.contains("class=\"old\""));
    assert!(repository.path().join("_site/editions/v4/documents/man-004.html").exists());
    // The site that grew is the site that is made at once.
    let read = |folder: &str| crate::support::read_folder(&repository.path().join(folder), &["html", "js", "json", "css"]);
    let grown = read("_site");
    std::fs::remove_dir_all(repository.path().join("_site")).unwrap();
    program(&repository);
    let made = read("_site");
    assert_eq!(grown.len(), made.len());
    for (grown, made) in grown.iter().zip(&made) {
        assert_eq!(grown, made);
    }
    // What somebody edited there is mended.
    std::fs::write(&old, "edited").unwrap();
    program(&repository);
    assert_eq!(state().1, first.1);
}

/// A site that was built before, all of it untouched.
struct Before<'a>(&'a Outcome);

impl StandingFiles for Before<'_> {
    fn facts(&self, folder: &KeptFolder) -> Option<String> {
        let file = self.0.file(&KeptFolder::facts(&folder.folder)).filter(|it| it.sum() == Some(folder.digest))?;
        let Content::Bytes(bytes) = file.make(&|_| None) else { panic!("text") };
        Some(String::from_utf8(bytes).unwrap())
    }

    fn files_named(&self, name: &str) -> Vec<(SitePath, String)> {
        let named = self.0.files().iter().filter(|it| it.path.as_str().rsplit('/').next() == Some(name));
        named.filter_map(|it| Some((it.path.clone(), it.sum()?.to_string()))).collect()
    }

    fn are_untouched(&self, pages: &[KeptPage]) -> bool {
        pages.iter().all(|it| self.0.file(&it.path).is_some_and(|file| file.sum() == Some(it.digest)))
    }
}

#[test]
fn what_stands_is_not_read_and_the_site_is_the_same() {
    let repository = three();
    let whole = all(&repository);
    let before = pipeline::build(&whole, &Memo::new());
    // Another text in the working tree.
    repository.write("moved.md", &document("MAN-001", "Other words that are not yet published."));
    let mut now = all(&repository);
    let made_whole = build_editions(&now, &Memo::new());
    let bare =
        |it: &Arc<Inputs>| Inputs { texts: Texts::default(), history: History::Unknown(NoHistory::Off), ..Inputs::clone(it) };
    let unread: Vec<Inputs> = now.published.iter().map(bare).collect();
    now.stands = pipeline::stands(&unread, &Before(&before));
    assert_eq!(now.stands.editions.keys().collect::<Vec<_>>(), ["v1", "v2"]);
    for (inputs, unread) in now.published.iter_mut().zip(unread).filter(|it| it.0.edition.standing == Standing::Past) {
        *inputs = Arc::new(unread);
    }
    let outcome = pipeline::build(&now, &Memo::new());
    let folders: Vec<&str> = outcome.kept.folders.iter().map(|it| it.folder.as_str()).collect();
    assert_eq!(folders, ["editions/v2/", "editions/v1/"]);
    let mut paths: Vec<String> = outcome.files().iter().map(|it| it.path.to_string()).collect();
    paths.extend(outcome.kept.pages.iter().map(|it| it.path.to_string()));
    let inside = |path: &&String| folders.iter().any(|it| path.starts_with(it));
    paths.extend(made_whole.files.keys().filter(inside).cloned());
    paths.sort();
    assert_eq!(paths, made_whole.files.keys().cloned().collect::<Vec<_>>());
    for file in outcome.files() {
        let Content::Bytes(bytes) = file.make(&|_| None) else { continue };
        assert!(made_whole.files[file.path.as_str()] == bytes, "{}", file.path);
    }
    for page in &outcome.kept.pages {
        let file = before.file(&page.path).unwrap();
        let Content::Bytes(bytes) = file.make(&|_| None) else { panic!("text") };
        assert_eq!(String::from_utf8_lossy(&bytes), made_whole.text(page.path.as_str()), "{}", page.path);
    }
    // One more edition takes another place at the root: pages about changes are made anew, and all editions are read for them.
    repository.commit("Fourth");
    repository.git(&["tag", "-a", "v4", "-m", "Fourth edition"]);
    let unread: Vec<Inputs> = all(&repository).published.iter().map(bare).collect();
    assert_eq!(pipeline::stands(&unread, &Before(&before)), StandsAlready::default());
}

#[test]
fn tags_that_are_no_editions_stop_nothing_and_are_told_once() {
    let repository = three();
    repository.git(&["tag", "v5"]);
    repository.git(&["tag", "-a", "v3-again", "-m", "The same commit"]);
    repository.git(&["checkout", "--quiet", "--orphan", "elsewhere"]);
    repository.git(&["rm", "-rfq", "--cached", "."]);
    std::fs::remove_file(repository.path().join("clausebook.yml")).unwrap();
    repository.write("x.txt", "No SMS");
    repository.git(&["add", "x.txt"]);
    repository.git(&["commit", "--quiet", "-m", "Elsewhere"]);
    repository.git(&["tag", "-a", "v0", "-m", "Without any SMS"]);
    repository.git(&["checkout", "--quiet", "--force", "main"]);
    repository.write("moved.md", "---\nid: [\n---\nBroken\n");
    repository.commit("Broken");
    repository.git(&["tag", "-a", "v6", "-m", "Cannot be read"]);
    repository.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let read = all(&repository);
    let names: Vec<&str> = read.published.iter().map(|it| it.edition.name.as_str()).collect();
    assert_eq!(names, ["v3", "v6", "v2", "v1"], "in one second, what the branch descends from is the later one");
    assert_eq!(read.current().unwrap().edition.name, "v3");
    let built = build_editions(&read, &Memo::new());
    let said: Vec<&str> =
        built.diagnostics.iter().filter(|it| it.code.name.starts_with("edition")).map(|it| it.message.as_str()).collect();
    for (words, count) in [
        ("the tag `v5` is a lightweight one", 1),
        ("the tag `v3-again` leads to the same commit as the edition `v3`", 1),
        ("the commit of the tag `v0` holds no SMS", 1),
        ("does not descend from the commit of the edition `v6`", 1),
        ("past editions are not clean by today's rules", 1),
    ] {
        assert_eq!(said.iter().filter(|it| it.contains(words)).count(), count, "{words}: {said:#?}");
    }
    assert!(built.text("editions/v1/documents/man-001.html").contains("First words"));
}

/// A register that says which audits were held, and the links on a page to what changed since.
#[test]
fn audits_lead_to_what_changed_since_the_edition_they_saw() {
    let repository = three();
    let audit = |id: &str, more: &str| {
        format!(
            "    - {{id: {id}, title: About {id}, scheme: internal, date: 2026-03-01, status: done, clauses: [\"8.6.1\"]{more}}}\n"
        )
    };
    let entries = audit("AUD-1", ", edition: v1") + &audit("AUD-3", ", edition: v3") + &audit("AUD-9", ", edition: v9");
    let register = format!(
        "---\nid: REG-001\ntitle: Audits\ntype: register\nstatus: approved\nentries:\n  audit:\n{entries}---\n\nAudits.\n"
    );
    repository.write("r.md", &register);
    repository.commit("Audits");
    let link = |old: &str, new: &str| format!("changes/{old}..{new}.html#clauses\">What changed since edition {old}</a>");
    let built = site(&repository);
    let draft = |page: &str| built.text(&format!("editions/draft/{page}")).to_owned();
    for page in ["registers/audit.html", "clauses/iso20000-1-2018/8.6.1.html"] {
        let page = draft(page);
        assert!(page.contains(&link("v1", "v3")), "{page}");
        assert!(page.contains(&link("v3", "draft")), "what the current edition's audit saw goes on in the draft");
        assert_eq!(page.matches("What changed since edition").count(), 2, "nobody knows the edition v9");
    }
    let list = built.text("editions/index.html");
    assert!(list.contains("href=\"../editions/draft/documents/reg-001.html#aud-1\">AUD-1 About AUD-1</a>"), "{list}");
    let changes = built.text("changes/v1..v3.html");
    assert!(changes.contains("id=\"clauses\"") || !changes.contains("#clauses"), "{changes}");
    // The root tells as soon as an edition has the register; past editions know nothing of later ones.
    repository.git(&["tag", "-a", "v4", "-m", "Fourth edition"]);
    let built = site(&repository);
    assert!(built.text("registers/audit.html").contains(&link("v1", "v4")));
    assert!(built.text("clauses/iso20000-1-2018/8.6.1.html").contains(&link("v3", "v4")));
    assert!(!built.text("editions/v4/registers/audit.html").contains("What changed since"));
    assert!(built.text("editions/index.html").contains("href=\"../documents/reg-001.html#"));
    let dead = dead_links(&built, &built.read());
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn each_of_the_last_changes_of_a_document_has_its_redline() {
    let repository = Repository::new();
    for (at, words) in ["One thing.", "Two things.", "Three things.", "Four things.", "Five things."].iter().enumerate() {
        repository.write("a.md", &document("MAN-001", words));
        repository.commit(&format!("Say it the {at}. way\n\nApproved-by: Ana Prior <ana@example.org>"));
        // Another form of the same text in between.
        repository.write("a.md", &document("MAN-001", words).replace("status:", "status:  "));
        repository.commit("Only the form");
    }
    repository.git(&["tag", "-a", "v1", "-m", "First"]);
    program(&repository);
    let read = |path: &str| std::fs::read_to_string(repository.path().join("_site").join(path)).unwrap();
    let page = read("documents/man-001.html");
    let links: Vec<String> = page
        .split("href=\"")
        .filter_map(|it| it.split_once('"'))
        .filter(|it| it.0.starts_with("man-001/text-"))
        .map(|it| it.0.to_owned())
        .collect();
    assert_eq!(links.len(), 3, "{page}");
    for (link, went, came) in [(&links[0], "Four", "Five"), (&links[1], "Three", "Four"), (&links[2], "Two", "Three")] {
        let redline = read(&format!("documents/{link}"));
        let plain = |tag: &str| {
            let opening = format!("<{tag}");
            let inside = redline.split(&opening).skip(1).filter_map(|it| it.split_once('>')?.1.split_once("</"));
            inside.map(|it| it.0.trim().to_owned()).collect::<Vec<String>>()
        };
        assert!(plain("del").iter().any(|it| it == went) && plain("ins").iter().any(|it| it == came), "{link}: {redline}");
        assert!(
            redline.contains("way<small>") && redline.contains("Approved-by: Ana Prior"),
            "why, and who approved it: {redline}"
        );
    }
    let commits: Vec<String> =
        repository.say(&["log", "--reverse", "--format=%h", "--abbrev=10", "--grep=way"]).lines().map(str::to_owned).collect();
    assert!(page.contains(&format!("clausebook diff {} {} MAN-001", commits[0], commits[4])), "{page}");
    // They stand at the root alone, and no edition is said to lack them.
    assert!(!repository.path().join("_site/editions/v1/documents/man-001").exists());
    assert!(!read("editions/editions.js").contains("text-"));
    // Nothing is made again where nothing changed, and the preview and the bundle have the same pages.
    assert!(program(&repository).contains("nothing changed in"));
}

#[test]
fn a_tag_that_moved_moves_its_edition_and_what_the_output_notes_of_it() {
    let repository = three();
    let noted = |name: &str| {
        let text = std::fs::read_to_string(repository.path().join(format!("_site/editions/{name}/edition.json"))).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        (value["commit"].as_str().unwrap().to_owned(), value["tag"].as_str().unwrap_or_default().to_owned())
    };
    let tagged = |name: &str| {
        (
            repository.say(&["rev-parse", &format!("{name}^{{commit}}")]),
            repository.say(&["rev-parse", &format!("refs/tags/{name}")]),
        )
    };
    program(&repository);
    for name in ["v1", "v2", "v3"] {
        assert_eq!(noted(name), tagged(name));
    }
    let second = tagged("v2");
    let page = repository.path().join("_site/editions/v1/documents/man-001.html");
    assert!(std::fs::read_to_string(&page).unwrap().contains("First words"));
    // The first edition is made anew on a commit of its own after the second one, with another text.
    repository.write("moved.md", &document("MAN-001", "Words of the moved edition."));
    repository.commit("Another first");
    repository.git(&["tag", "--force", "-a", "v1", "-m", "First edition, moved"]);
    program(&repository);
    assert_eq!((noted("v1"), noted("v2")), (tagged("v1"), second));
    assert!(std::fs::read_to_string(&page).unwrap().contains("Words of the moved edition"));
    let root = std::fs::read_to_string(repository.path().join("_site/documents/man-001.html")).unwrap();
    assert!(root.contains("Words of the moved edition"), "it is the latest one now");
    repository.git(&["tag", "--delete", "v2"]);
    program(&repository);
    assert!(!repository.path().join("_site/editions/v2").exists(), "what has no tag any more goes");
}
