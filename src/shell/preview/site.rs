//! What is shown at the moment: the latest outcome as a whole, and what is said about it. Requests see the old one or the new one.

use std::collections::{BTreeMap, VecDeque};
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use serde_json::json;

use super::change::{self, Against};
use super::editor::Editor;
use super::problems::{Problems, is_breaking};
use super::{Counts, page};
use crate::base::{Digest, RepoPath, SitePath};
use crate::handbook::Entry;
use crate::pipeline::site::Content;
use crate::pipeline::{BuiltEdition, Outcome};
use crate::render::theme::Theme;
use crate::shell::anchor::Anchor;
use crate::shell::serve::{Answer, Answers, Ask, Events, secret};
use crate::shell::{clock, git};
use crate::source::ToolId;

/// Pages of documents that were shown are kept, so many of them, for as long as their document is broken.
const GOOD_PAGES: usize = 64;

/// What is shown.
#[derive(Debug)]
pub(super) struct Shown {
    /// The secret of this run.
    run: String,
    tool: String,
    anchor: Anchor,
    editor: Editor,
    events: Arc<Events>,
    now: Mutex<Now>,
    good: Mutex<VecDeque<Good>>,
}

#[derive(Debug, Default)]
struct Now {
    build: u64,
    outcome: Option<Arc<Outcome>>,
    problems: Option<Arc<Problems>>,
    looking: Option<String>,
    /// Digests of what pages load: styles, scripts, attachments.
    loaded: Loaded,
    /// Digests of what a theme brings.
    assets: Option<(Arc<Theme>, Assets)>,
    in_trouble: bool,
}

/// Styles with fonts and pictures, and scripts, each with its digest.
#[derive(Clone, Debug, Default)]
struct Assets {
    styles: String,
    scripts: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Loaded {
    styles: String,
    scripts: String,
    files: String,
}

/// A page of a document as it was sent when the document was whole.
#[derive(Clone, Debug)]
struct Good {
    address: String,
    source: RepoPath,
    html: Arc<[u8]>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shown {
    pub(super) fn new(root: &Path, editor: Editor, events: Arc<Events>, tool: &ToolId) -> anyhow::Result<Self> {
        let anchor = Anchor::open(root).with_context(|| format!("the folder `{}` cannot be opened", root.display()))?;
        let tool = format!("{} {}", tool.name, tool.version);
        Ok(Self { run: secret()?, tool, anchor, editor, events, now: Mutex::default(), good: Mutex::default() })
    }

    /// Notes why files are looked at again and again.
    pub(super) fn looking(&self, why: Option<&str>) {
        lock(&self.now).looking = why.map(str::to_owned);
    }

    /// Shows a new outcome, and gives back the old one.
    pub(super) fn publish(&self, outcome: Arc<Outcome>) -> Option<Arc<Outcome>> {
        let theme = &outcome.draft.theme;
        let known = lock(&self.now).assets.take().filter(|it| Arc::ptr_eq(&it.0, theme));
        let assets = known.unwrap_or_else(|| (Arc::clone(theme), assets(theme)));
        let loaded = loaded(&outcome, assets.1.clone());
        let mut now = lock(&self.now);
        now.assets = Some(assets);
        now.build += 1;
        let old = now.outcome.replace(outcome);
        now.loaded = loaded;
        let message = json!({
            "run": self.run, "tool": self.tool, "build": now.build, "time": clock::milliseconds(),
            "styles": now.loaded.styles, "scripts": now.loaded.scripts, "files": now.loaded.files,
        });
        let ended = std::mem::take(&mut now.in_trouble);
        drop(now);
        if ended {
            self.events.say("trouble", "{}");
        }
        self.events.say("site", &message.to_string());
        old
    }

    /// Says that nothing new can be shown.
    pub(super) fn trouble(&self, text: &str) {
        lock(&self.now).in_trouble = true;
        self.events
            .say("trouble", &json!({ "text": text, "help": "what was shown before stays until this is mended" }).to_string());
    }

    /// Says that nothing new can be shown as the settings are wrong, and where.
    pub(super) fn broken_settings(&self, outcome: &Outcome) {
        let problems = Problems::new(0, outcome.diagnostics().to_vec());
        let listed: Vec<_> = problems.of_settings().map(|it| problems.shown(it, &outcome.draft)).collect();
        lock(&self.now).in_trouble = true;
        self.events.say("trouble", &json!({ "text": "clausebook.yml is wrong", "problems": listed }).to_string());
    }

    /// Works out what is wrong with an outcome and says so, unless another has taken its place.
    pub(super) fn judged(&self, outcome: &Arc<Outcome>) -> Option<Counts> {
        let build = self.build_of(outcome)?;
        let problems = Arc::new(Problems::new(build, outcome.all_diagnostics()));
        let counts = problems.counts();
        self.build_of(outcome)?;
        lock(&self.now).problems = Some(problems);
        let message = json!({ "build": build, "error": counts.errors, "warning": counts.warnings, "note": counts.notes });
        self.events.say("problems", &message.to_string());
        Some(counts)
    }

    fn build_of(&self, outcome: &Arc<Outcome>) -> Option<u64> {
        let now = lock(&self.now);
        now.outcome.as_ref().is_some_and(|it| Arc::ptr_eq(it, outcome)).then_some(now.build)
    }

    fn outcome(&self) -> Option<Arc<Outcome>> {
        lock(&self.now).outcome.clone()
    }

    /// A file of the site, or what became of it.
    fn file(&self, path: &str) -> Answer {
        let address = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let Some(outcome) = self.outcome() else { return self.missing("Nothing could be built yet.") };
        let place = SitePath::new(&address);
        let entry = entry_at(&outcome.draft, &address);
        if let Some(good) = self.good(&address).filter(|it| is_broken(&outcome.draft, &it.source)) {
            return self.page(&good.html);
        }
        match outcome.file(&place).filter(|_| place.as_str() == address) {
            Some(file) => match file.make(&|blob| git::Blobs::of(self.anchor.path()).read(blob).ok()) {
                Content::Bytes(bytes) | Content::Provisional(bytes) if address.ends_with(".html") => {
                    let bytes: Arc<[u8]> = bytes.into();
                    if let Some(entry) = entry {
                        self.keep(&address, &entry.path, &bytes);
                    }
                    self.page(&bytes)
                }
                Content::Bytes(bytes) | Content::Provisional(bytes) => self.bytes(&address, bytes),
                Content::File(from) => self.attachment(&address, &outcome, &from),
                Content::Blob(blob) => match git::Blobs::of(self.anchor.path()).read(&blob) {
                    Ok(bytes) => self.bytes(&address, bytes),
                    Err(_) => self.missing("The attachment cannot be read."),
                },
            },
            None => self.gone(&address, &outcome),
        }
    }

    /// A page that is not there any more may be somewhere else.
    fn gone(&self, address: &str, outcome: &Outcome) -> Answer {
        let Some(good) = self.good(address) else { return self.missing("There is no page at this address, or not yet.") };
        match outcome.draft.handbook.entries.iter().find(|it| it.path == good.source) {
            Some(entry) => Answer::elsewhere(format!("/{}", page::encoded(entry.page.as_str()))),
            None => self.missing(&format!("The document `{}` was removed.", good.source)),
        }
    }

    fn attachment(&self, address: &str, outcome: &Outcome, from: &RepoPath) -> Answer {
        let limit = outcome.draft.handbook.config.settings.limits.attachment_size;
        let mut bytes = Vec::new();
        let read = self.anchor.file(from.as_str()).ok().and_then(|(file, _)| file.take(limit + 1).read_to_end(&mut bytes).ok());
        match read {
            Some(_) if bytes.len() as u64 <= limit => self.bytes(address, bytes),
            _ => self.missing("The attachment cannot be read."),
        }
    }

    fn bytes(&self, address: &str, bytes: Vec<u8>) -> Answer {
        let etag = page::tag(&bytes, &self.run);
        Answer { status: 200, media: page::media(address), etag, location: None, bytes: bytes.into() }
    }

    fn page(&self, html: &[u8]) -> Answer {
        let (bytes, etag) = page::with_script(html, &self.run);
        Answer { status: 200, media: page::media("x.html"), etag, location: None, bytes: bytes.into() }
    }

    fn missing(&self, why: &str) -> Answer {
        Answer {
            status: 404,
            etag: String::new(),
            media: page::media("x.html"),
            location: None,
            bytes: page::missing(why, &self.run).into(),
        }
    }

    fn good(&self, address: &str) -> Option<Good> {
        lock(&self.good).iter().find(|it| it.address == address).cloned()
    }

    fn keep(&self, address: &str, source: &RepoPath, html: &Arc<[u8]>) {
        let mut good = lock(&self.good);
        good.retain(|it| it.address != address);
        good.truncate(GOOD_PAGES - 1);
        good.push_front(Good { address: address.to_owned(), source: source.clone(), html: Arc::clone(html) });
    }

    /// What is wrong, for one page.
    fn problems(&self, ask: &Ask) -> Answer {
        let (outcome, problems, looking) = {
            let now = lock(&self.now);
            (now.outcome.clone(), now.problems.clone(), now.looking.clone())
        };
        let (Some(outcome), Some(problems)) = (outcome, problems) else { return Answer::text(404, "nothing is known yet\n") };
        let address = ask.field("page").unwrap_or_default();
        let source =
            entry_at(&outcome.draft, address).map(|it| it.path.clone()).or_else(|| self.good(address).map(|it| it.source));
        let text = problems.of_page(source.as_ref(), &outcome.draft, ask.field("all").is_some(), looking.as_deref());
        let media = page::media("x.json");
        Answer { status: 200, media, etag: String::new(), location: None, bytes: text.into_bytes().into() }
    }

    /// What differs between a document as it is and as it was.
    fn changes(&self, ask: &Ask) -> Answer {
        let Some(outcome) = self.outcome() else { return self.missing("Nothing could be built yet.") };
        let entry = ask.field("page").and_then(|it| entry_at(&outcome.draft, it));
        let (Some(entry), Some(against)) = (entry, ask.field("against").and_then(Against::named)) else {
            return self.missing("There is no such document.");
        };
        let before = change::blob(entry, against).and_then(|it| git::Blobs::of(self.anchor.path()).read(&it).ok());
        let Some(before) = before else { return self.missing("The text to compare with is not on record.") };
        let before = String::from_utf8_lossy(&before);
        let main = change::differences(&outcome.draft, entry, &before, against);
        self.page(page::around(&entry.document.title.value, &main).as_bytes())
    }

    /// Opens a file of the SMS in the editor. Only for who can read our pages, and only what the SMS is made of.
    fn open(&self, ask: &Ask) -> Answer {
        if ask.token.as_deref() != Some(self.run.as_str()) {
            return Answer::text(403, "the request does not come from a page of this preview\n");
        }
        let path = ask.field("path").and_then(|it| RepoPath::new(it).ok());
        let known = |path: &RepoPath| {
            let outcome = self.outcome()?;
            let snapshot = &outcome.draft.inputs.snapshot;
            (snapshot.files.contains_key(path) || snapshot.skipped.contains_key(path)).then_some(())
        };
        let Some(path) = path.filter(|it| ask.field("path") == Some(it.as_str()) && known(it).is_some()) else {
            return Answer::text(404, "the handbook has no such file\n");
        };
        let number = |name: &str| ask.field(name).and_then(|it| it.parse::<u32>().ok()).filter(|it| *it > 0).unwrap_or(1);
        match self.editor.open(self.anchor.path(), &path, number("line"), number("column")) {
            Ok(said) => Answer::text(200, &said),
            Err(why) => Answer::text(501, &why),
        }
    }
}

impl Answers for Shown {
    fn answer(&self, ask: &Ask) -> Answer {
        match ask.path.as_str() {
            "@preview/problems" => self.problems(ask),
            "@preview/open" => self.open(ask),
            "@preview/changes" => self.changes(ask),
            path => match page::OWN.iter().find(|it| it.0 == path) {
                Some((_, media, text)) => {
                    let etag = page::tag(text.as_bytes(), &self.run);
                    Answer { status: 200, media, etag, location: None, bytes: text.as_bytes().into() }
                }
                None => self.file(path),
            },
        }
    }
}

/// The document whose page stands at an address.
fn entry_at<'a>(edition: &'a BuiltEdition, address: &str) -> Option<&'a Entry> {
    edition.handbook.entries.iter().find(|it| it.page.as_str() == address)
}

/// Whether a document cannot be read as what it is.
fn is_broken(edition: &BuiltEdition, source: &RepoPath) -> bool {
    edition.inputs.snapshot.skipped.contains_key(source)
        || edition.found().iter().any(|it| it.at.path == *source && is_breaking(it))
}

fn assets(theme: &Theme) -> Assets {
    let mut assets = Assets::default();
    for (path, bytes) in theme.assets() {
        let kind = if path.ends_with(".js") { &mut assets.scripts } else { &mut assets.styles };
        kind.push_str(&format!("{path} {}\n", Digest::of(&bytes)));
    }
    assets
}

/// Digests of what pages load beside themselves.
fn loaded(outcome: &Outcome, assets: Assets) -> Loaded {
    let edition = &outcome.draft;
    let (Assets { mut styles, scripts }, mut files) = (assets, String::new());
    let snapshot = &edition.inputs.snapshot.files;
    let theme = snapshot.iter().filter(|(path, _)| path.as_str().starts_with("theme/"));
    let unread = theme.filter(|(path, _)| edition.inputs.text(path).is_none());
    styles.extend(unread.map(|(path, file)| format!("{path} {}\n", file.blob)));
    let attached: BTreeMap<_, _> = edition.handbook.links.attachments.keys().map(|path| (path, snapshot.get(path))).collect();
    files.extend(attached.into_iter().filter_map(|(path, file)| Some(format!("{path} {} {}\n", file?.blob, file?.size))));
    let sum = |text: String| Digest::of(text.as_bytes()).to_string();
    Loaded { styles: sum(styles), scripts: sum(scripts), files: sum(files) }
}
