//! `clausebook serve`: live preview.

use std::env;
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args as ClapArgs;

use super::Verdict;
use super::args::Reading;
use super::build::OUT;
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use crate::shell::preview::{Counts, Editor, Notice, Preview, Tell, preview};

/// Where the preview is unless somebody says otherwise.
const PORT: u16 = 4000;

#[derive(Debug, ClapArgs)]
pub(super) struct Serve {
    #[command(flatten)]
    reading: Reading,
    /// Port to listen at; if it is taken the next free one, 0 for any
    #[arg(short, long, value_name = "PORT", default_value_t = PORT)]
    port: u16,
    /// Host or address to listen at. Any but this machine's own lets others read the handbook
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Open the preview in the browser
    #[arg(short, long)]
    open: bool,
    /// Editor to open files with: vscode, vscodium, cursor, windsurf, zed, idea and its siblings, an address with {path}, {line} and
    /// {column}, or a program [default: VISUAL]
    #[arg(long, value_name = "EDITOR")]
    editor: Option<String>,
    /// Look at all files twice a second instead of being told of changes: for network drives
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(args: &Serve, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.reading.dir.as_deref())?;
    let visual = env::var("VISUAL").ok();
    let request = Preview {
        gather: world.request(&root, Some(&args.reading), vec![root.join(OUT)])?,
        day_stays: env::var_os("SOURCE_DATE_EPOCH").is_some_and(|it| !it.is_empty()),
        host: args.host.clone(),
        port: args.port,
        editor: Editor::new(args.editor.as_deref(), visual.as_deref()),
        look: args.poll,
    };
    let (terminal, open) = (*terminal, args.open);
    let tell: Tell = Arc::new(move |notice: Notice<'_>| {
        if let Some(text) = words(&notice) {
            terminal.message(&text);
        }
        if let Notice::Ready { url, .. } = notice
            && open
            && let Err(error) = browse(url)
        {
            terminal.message(&format!("no browser could be opened: {error:#}"));
        }
    });
    let mut signals = Ok(());
    preview(&request, &tell, |stopper| signals = ctrlc::set_handler(move || stopper.stop()))?;
    signals.context("Ctrl-C cannot be waited for")?;
    terminal.message("the preview has ended");
    Ok(Verdict::Clean)
}

fn words(notice: &Notice<'_>) -> Option<String> {
    Some(match notice {
        Notice::Ready { url, moved, open } => {
            let moved = if *moved { "the port is taken, so another is used\n" } else { "" };
            let open = if *open { "warning: others on the network can read the handbook as long as this runs\n" } else { "" };
            format!("{moved}{open}preview at {url} (Ctrl-C ends it)")
        }
        Notice::Looking(why) => format!("files are looked at twice a second: {why}"),
        Notice::Shown(documents, time) => {
            format!("{documents} document{} in {} ms", if *documents == 1 { "" } else { "s" }, time.as_millis())
        }
        Notice::Judged(Counts { errors: 0, warnings: 0, notes: 0 }) => String::from("no problems"),
        Notice::Judged(Counts { errors, warnings, notes }) => format!("{errors} errors, {warnings} warnings, {notes} notes"),
        Notice::Trouble(why) => format!("nothing new can be shown: {why}"),
    })
}

/// Hands an address to the browser of the system.
fn browse(url: &str) -> anyhow::Result<()> {
    let program: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["rundll32", "url.dll,FileProtocolHandler"]
    } else {
        &["xdg-open"]
    };
    let mut command = Command::new(program[0]);
    command.args(&program[1..]).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().with_context(|| format!("`{}` cannot be started", program[0]))?;
    Ok(())
}
