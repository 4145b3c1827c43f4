//! From the write of a file to the new text on the screen, in Chromium: `clausebook serve` and `hugo server` on the same text.
//!
//! `cargo bench --bench preview`, or `-- 1000` for one size, `-- keep` to leave the folder. Needs what `tests/browser` needs; `hugo` is left out
//! where it is not on the path. `benches/README.md` has the figures.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "starts programs, on real files, for people to read")]

#[path = "corpus/mod.rs"]
mod corpus;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// Commits of the history beside the first.
const COMMITS: usize = 5_000;
/// Edits that are timed.
const EDITS: usize = 25;
/// Edits between which memory is compared.
const MANY_EDITS: usize = 1_000;

/// As little of a theme as shows the text.
const HUGO: [(&str, &str); 3] = [
    (
        "hugo.toml",
        "baseURL = 'http://127.0.0.1/'\ntitle = 'Handbook'\ncontentDir = '../sms/content'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', '404']\n[markup.highlight]\nnoClasses = false\n[markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n",
    ),
    (
        "layouts/_default/single.html",
        "<!doctype html><html><head><title>{{ .Title }}</title></head><body><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>\n",
    ),
    (
        "layouts/_default/list.html",
        "<!doctype html><html><head><title>{{ .Title }}</title></head><body><ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul></body></html>\n",
    ),
];

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut counts: Vec<usize> = words.iter().filter_map(|it| it.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![1_000, 10_000];
    }
    for count in counts {
        let folder = tempfile::tempdir()?;
        measure(folder.path(), count)?;
        if words.iter().any(|it| it == "keep") {
            println!("kept: {}", folder.keep().display());
        }
    }
    Ok(())
}

fn measure(root: &Path, count: usize) -> anyhow::Result<()> {
    let sms = root.join("sms");
    corpus::write(&sms, count)?;
    let edited = sms.join("content").join(corpus::path(count / 2));
    let text = fs::read_to_string(&edited)?;
    let (front, body) = text.split_at(text.find("\n## ").context("the document has no section")?);
    fs::write(&edited, format!("{front}\nLatency mark 1000.\n{body}"))?;
    history(&sms, count)?;
    let ours = Server::start(Command::new(env!("CARGO_BIN_EXE_clausebook")).args(["serve", "--port", "0"]).arg(&sms), |line| {
        Some(line.split_once("preview at ")?.1.split(' ').next()?.to_owned())
    })?;
    let id = front.lines().find_map(|it| it.strip_prefix("id: ")).context("the document has no id")?.to_lowercase();
    let page = format!("{}documents/{id}.html", ours.url);
    print(count, "clausebook serve", &latency(&page, &edited, EDITS, 600)?);
    let (idle, before) = (ours.idle()?, ours.memory()?);
    let many = latency(&page, &edited, MANY_EDITS, 5)?;
    println!(
        "{count:>9}  idle {idle:.2} % of a core; {MANY_EDITS} edits in a row: {many}; memory {before} MB before, {} MB after",
        ours.memory()?
    );
    drop(ours);
    hugo(root, count, &edited)
}

fn hugo(root: &Path, count: usize, edited: &Path) -> anyhow::Result<()> {
    if Command::new("hugo").arg("version").output().is_err() {
        println!("skipped: there is no `hugo` on the path");
        return Ok(());
    }
    let theme = root.join("hugo");
    for (path, text) in HUGO {
        let path = theme.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&theme))?;
        fs::write(path, text)?;
    }
    let server = Server::start(
        Command::new("hugo").args(["server", "--port", "13131", "--renderToMemory", "--source"]).arg(&theme),
        |line| line.contains("Web Server is available").then(|| String::from("http://localhost:13131/")),
    )?;
    let below = edited.strip_prefix(root.join("sms/content"))?.with_extension("");
    let page = format!("{}{}/", server.url, below.display());
    print(count, "hugo server", &latency(&page, edited, EDITS, 600)?);
    Ok(())
}

/// A repository whose latest commits each changed one document.
fn history(sms: &Path, count: usize) -> anyhow::Result<()> {
    let git = |words: &[&str]| Command::new("git").arg("-C").arg(sms).args(words).status();
    ensure!(git(&["init", "--quiet", "--initial-branch", "main"])?.success(), "git init failed");
    let mut import = Command::new("git").arg("-C").arg(sms).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn()?;
    let mut stream = import.stdin.take().context("fast-import takes nothing")?;
    let files = listed(sms)?;
    let who = |at: usize| format!("committer Ana <ana@example.org> {} +0000\n", 1_600_000_000 + at * 3600);
    let data = |text: &str| format!("data {}\n{text}\n", text.len());
    for commit in 0..=COMMITS {
        let mut said = format!("commit refs/heads/main\n{}{}", who(commit), data(&format!("Change {commit}")));
        // The last changes of a document bring it to what lies in the working tree.
        let chosen: Vec<&PathBuf> =
            if commit == 0 { files.iter().collect() } else { vec![&files[(commit * 7919) % count.min(files.len())]] };
        for path in chosen {
            let text = fs::read_to_string(sms.join(path))?;
            let text = if commit + count > COMMITS { text } else { format!("{text}\nAs of change {commit}.\n") };
            write!(said, "M 100644 inline {}\n{}", path.display(), data(&text))?;
        }
        stream.write_all(said.as_bytes())?;
    }
    drop(stream);
    ensure!(import.wait()?.success(), "git fast-import failed");
    ensure!(git(&["reset", "--quiet", "--mixed"])?.success(), "git reset failed");
    Ok(())
}

fn listed(sms: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![sms.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name() == ".git" {
                continue;
            }
            if entry.file_type()?.is_dir() {
                open.push(entry.path())
            } else {
                files.push(entry.path().strip_prefix(sms)?.to_owned())
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A server that runs, until it is dropped.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts a program and waits for the line of its output that names its address.
    fn start(command: &mut Command, find: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let (sender, lines) = std::sync::mpsc::channel();
        let send = |stream: Box<dyn std::io::Read + Send>| {
            let sender = sender.clone();
            std::thread::spawn(move || BufReader::new(stream).lines().map_while(Result::ok).for_each(|it| drop(sender.send(it))));
        };
        send(Box::new(out.context("no output")?));
        send(Box::new(err.context("no messages")?));
        let deadline = Instant::now() + Duration::from_secs(600);
        while Instant::now() < deadline {
            let line = lines.recv_timeout(Duration::from_secs(600)).context("the server said nothing")?;
            if let Some(url) = find(&line) {
                // Whatever it says from now on is read and dropped.
                std::thread::spawn(move || lines.iter().for_each(drop));
                return Ok(Self { child, url });
            }
        }
        anyhow::bail!("the server did not start in time")
    }

    /// Resident memory in megabytes.
    fn memory(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).context("no memory is told")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
    }

    /// Share of one core it uses while nothing happens, in percent.
    fn idle(&self) -> anyhow::Result<f64> {
        let ticks = || -> anyhow::Result<f64> {
            let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
            let fields: Vec<&str> = stat.rsplit_once(')').context("an odd stat")?.1.split_whitespace().collect();
            Ok(fields[11].parse::<f64>()? + fields[12].parse::<f64>()?)
        };
        std::thread::sleep(Duration::from_secs(3));
        let before = ticks()?;
        std::thread::sleep(Duration::from_secs(20));
        Ok((ticks()? - before) / 20.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// Times edits of a file while a browser shows its page.
fn latency(page: &str, file: &Path, edits: usize, pause: usize) -> anyhow::Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/latency.mjs");
    let output = Command::new("node").arg(script).arg(page).arg(file).args([edits.to_string(), pause.to_string()]).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn print(count: usize, name: &str, times: &str) {
    println!("{count:>9}  {name:<20} {times}");
}
