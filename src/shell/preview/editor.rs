//! Opens a file at a line and column in the author's editor: by an address that the browser hands on, or by starting a program. No
//! shell takes part: what stands in a path stays one argument.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::page::encoded;
use crate::base::RepoPath;

/// Editors that have addresses of their own; the browser opens them.
const ADDRESSES: [(&str, &str); 6] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscode-insiders", "vscode-insiders://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("windsurf", "windsurf://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
];

/// Editors of JetBrains, which know a project by its folder's name and files by their way from there.
const JETBRAINS: [&str; 8] = ["idea", "webstorm", "phpstorm", "pycharm", "goland", "rubymine", "rustrover", "clion"];

/// How programs are told of a place.
const PROGRAMS: [(&[&str], &str); 5] = [
    (&["code", "code-insiders", "codium", "cursor", "windsurf"], "--goto {path}:{line}:{column}"),
    (&["subl", "zed", "zeditor", "lapce"], "{path}:{line}:{column}"),
    (&["emacs", "emacsclient"], "+{line}:{column} {path}"),
    (&["gvim", "mvim", "nvim-qt", "neovide", "gedit", "kate", "mate", "bbedit"], "+{line} {path}"),
    (
        &["idea", "webstorm", "phpstorm", "pycharm", "goland", "rubymine", "rustrover", "clion"],
        "--line {line} --column {column} {path}",
    ),
];

/// Editors that need a terminal, which a server cannot give them.
const TERMINAL: [&str; 11] = ["vi", "vim", "nvim", "nano", "pico", "hx", "helix", "kak", "micro", "joe", "ed"];

/// The author's editor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    /// What the author said: a known name, an address with `{path}`, `{line}` and `{column}`, or a program with its arguments, which may
    /// hold the same. Empty for none.
    said: String,
}

impl Editor {
    /// The editor that somebody named, or what `VISUAL` holds.
    pub fn new(named: Option<&str>, visual: Option<&str>) -> Self {
        Self { said: named.or(visual).unwrap_or_default().trim().to_owned() }
    }

    /// Opens a file. Gives an address for the browser, or says what was started; or why nothing was.
    pub(super) fn open(&self, root: &Path, path: &RepoPath, line: u32, column: u32) -> Result<String, String> {
        let whole = root.join(path.as_str());
        let whole = whole.to_str().ok_or("the folder's name is not UTF-8\n")?;
        let fill = |template: &str, path: &str| {
            let parts = template.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
            parts.replace("{path}", path)
        };
        if self.said.is_empty() {
            return Err(String::from("No editor is known: name one with `--editor`, or set VISUAL.\n"));
        }
        if let Some((_, address)) = ADDRESSES.iter().find(|it| it.0 == self.said) {
            return Ok(fill(address, &absolute(whole)));
        }
        if JETBRAINS.contains(&self.said.as_str()) {
            let project = root.file_name().map_or_else(String::new, |it| encoded(&it.to_string_lossy()));
            return Ok(format!(
                "jetbrains://{}/navigate/reference?project={project}&path={}:{line}:{column}",
                self.said,
                encoded(path.as_str())
            ));
        }
        if self.said.contains("://") {
            return Ok(fill(&self.said, &absolute(whole)));
        }
        let (program, arguments) = self.command(&|template| fill(template, whole))?;
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(root).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.spawn() {
            Ok(mut child) => {
                // Somebody has to take notice of its end.
                let _waiting = thread::Builder::new().name(String::from("editor")).spawn(move || child.wait());
                Ok(format!("{program} opens {path}, line {line}.\n"))
            }
            Err(error) => Err(format!("{program} cannot be started: {error}.\n")),
        }
    }

    /// The program and its arguments, each as one.
    fn command(&self, fill: &dyn Fn(&str) -> String) -> Result<(String, Vec<String>), String> {
        let mut words = self.said.split_whitespace();
        let program = words.next().unwrap_or_default().to_owned();
        let mut arguments: Vec<String> = words.map(str::to_owned).collect();
        let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.strip_suffix(".exe").unwrap_or(name);
        if TERMINAL.contains(&name) || (name.starts_with("emacs") && arguments.iter().any(|it| it == "-nw" || it == "-t")) {
            return Err(format!("{name} needs a terminal of its own: name an editor with windows by `--editor`.\n"));
        }
        if !arguments.iter().any(|it| it.contains("{path}")) {
            let way = PROGRAMS.iter().find(|it| it.0.contains(&name)).map_or("{path}", |it| it.1);
            arguments.extend(way.split(' ').map(str::to_owned));
        }
        Ok((program, arguments.iter().map(|it| fill(it)).collect()))
    }
}

/// A path in an address: from the root, with slashes.
fn absolute(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = encoded(path.strip_prefix("//?/").unwrap_or(&path));
    if path.starts_with('/') { path } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> RepoPath {
        RepoPath::new("a b/$(touch x);&c.md").unwrap()
    }

    fn opened(said: &str) -> Result<String, String> {
        Editor::new(Some(said), None).open(Path::new("/sms"), &path(), 7, 3)
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(opened("vscode").unwrap(), "vscode://file/sms/a%20b/%24%28touch%20x%29%3B%26c.md:7:3");
        assert_eq!(
            opened("idea").unwrap(),
            "jetbrains://idea/navigate/reference?project=sms&path=a%20b/%24%28touch%20x%29%3B%26c.md:7:3"
        );
        assert_eq!(opened("myed://open?f={path}&l={line}").unwrap(), "myed://open?f=/sms/a%20b/%24%28touch%20x%29%3B%26c.md&l=7");
    }

    #[test]
    fn arguments_stay_whole() {
        let editor = Editor::new(Some("code --wait"), None);
        let (program, arguments) =
            editor.command(&|it| it.replace("{path}", "/sms/a b.md").replace("{line}", "7").replace("{column}", "3")).unwrap();
        assert_eq!(
            (program.as_str(), arguments),
            ("code", vec!["--wait".to_owned(), "--goto".to_owned(), "/sms/a b.md:7:3".to_owned()])
        );
        let editor = Editor::new(Some("/usr/bin/ed2 -l{line} {path}"), Some("vim"));
        let (_, arguments) = editor.command(&|it| it.replace("{path}", "/x; rm -rf y.md").replace("{line}", "7")).unwrap();
        assert_eq!(arguments, ["-l7", "/x; rm -rf y.md"]);
    }

    #[test]
    fn what_cannot_be_opened_is_said() {
        assert!(Editor::new(None, None).open(Path::new("/sms"), &path(), 1, 1).unwrap_err().contains("--editor"));
        assert!(Editor::new(None, Some("vim")).open(Path::new("/sms"), &path(), 1, 1).unwrap_err().contains("terminal"));
        assert!(opened("/no/such/program").unwrap_err().contains("cannot be started"));
    }
}
