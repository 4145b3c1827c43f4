//! The marker's text: what an output folder holds, and from what it was made. Says nothing of when or where.
//!
//! A line is `DIGEST-OF-INPUTS DIGEST-OF-CONTENT SIZE PATH`, the first one `-` when it is not known, lines by path.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read, Write};

use sha2::Digest as _;

use crate::base::SitePath;
use crate::source::ToolId;

/// First line of a complete list. The number is the format's.
const HEAD: &str = "clausebook-site 1";
/// First line while the folder is being filled.
pub(super) const UNFINISHED: &str = "clausebook-site 1 unfinished\n";

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it is.
    pub(super) path: SitePath,
    /// Digest of what it was made from.
    pub(super) inputs: Option<String>,
    /// Digest of its bytes.
    pub(super) content: String,
    /// Its size.
    pub(super) size: u64,
}

/// The list of a folder's files.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    text: String,
    lines: BTreeMap<SitePath, Line>,
    tool: String,
}

impl Manifest {
    /// Lists files.
    pub(super) fn new(tool: &ToolId, lines: impl Iterator<Item = Line>) -> Self {
        let lines: BTreeMap<SitePath, Line> = lines.map(|line| (line.path.clone(), line)).collect();
        let tool = tool_line(tool);
        let mut text = format!("{HEAD}\n{tool}\n");
        for line in lines.values() {
            let inputs = line.inputs.as_deref().unwrap_or("-");
            writeln!(text, "{inputs} {} {} {}", line.content, line.size, line.path).expect("a string takes everything");
        }
        Self { text, lines, tool }
    }

    /// Reads a list; `None` if it is damaged, unfinished, or of another format.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_suffix('\n')?.split('\n');
        if rest.next()? != HEAD {
            return None;
        }
        let tool = rest.next()?.to_owned();
        let lines: Option<BTreeMap<SitePath, Line>> =
            rest.map(|line| parse_line(line).map(|line| (line.path.clone(), line))).collect();
        Some(Self { text: text.to_owned(), lines: lines?, tool })
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether this version of this tool wrote it.
    pub(super) fn is_by(&self, tool: &ToolId) -> bool {
        self.tool == tool_line(tool)
    }

    /// A file.
    pub(super) fn line(&self, path: &SitePath) -> Option<&Line> {
        self.lines.get(path)
    }

    /// Whether there is such a file.
    pub(super) fn lists(&self, path: &SitePath) -> bool {
        self.lines.contains_key(path)
    }

    /// The files of a folder, which is given with `/` at its end.
    pub(super) fn below(&self, folder: &str) -> impl Iterator<Item = &Line> {
        self.lines.values().filter(move |line| line.path.as_str().starts_with(folder))
    }

    /// All lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.values()
    }

    /// All files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.lines.keys()
    }
}

fn tool_line(tool: &ToolId) -> String {
    format!("written by {} {}; the next build replaces this folder as a whole", tool.name, tool.version)
}

fn parse_line(line: &str) -> Option<Line> {
    let mut parts = line.splitn(4, ' ');
    let is_digest = |text: &str| text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let inputs = parts.next().filter(|it| *it == "-" || is_digest(it))?;
    let content = parts.next().filter(|it| is_digest(it))?;
    let size = parts.next()?.parse().ok()?;
    let named = parts.next()?;
    let path = SitePath::new(named);
    let inputs = (inputs != "-").then(|| inputs.to_owned());
    (path.as_str() == named).then(|| Line { path, inputs, content: content.to_owned(), size })
}

/// Reads to the end, writes what it reads to `to`, and says the digest and the number of bytes. Never holds more than a buffer.
pub(super) fn pour(from: &mut impl Read, to: &mut impl Write) -> io::Result<(String, u64)> {
    let mut sum = sha2::Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        sum.update(&buffer[..count]);
        to.write_all(&buffer[..count])?;
        size += count as u64;
    }
    let hex = sum.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    Ok((hex, size))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Digest;

    fn tool() -> ToolId {
        ToolId { name: String::from("clausebook"), version: String::from("1.2.3") }
    }

    #[test]
    fn reads_what_it_wrote_and_nothing_else() {
        let content = Digest::of(b"x").to_string();
        let line = |path: &str, inputs| Line { path: SitePath::new(path), inputs, content: content.clone(), size: 1 };
        let lines = [line("z.html", None), line("a/b.html", Some(content.clone()))];
        let manifest = Manifest::new(&tool(), lines.clone().into_iter());
        let read = Manifest::parse(manifest.text()).unwrap();
        assert_eq!(read.text(), manifest.text());
        assert_eq!(read.line(&lines[0].path), Some(&lines[0]));
        assert_eq!(read.paths().map(SitePath::as_str).collect::<Vec<_>>(), ["a/b.html", "z.html"]);
        assert!(read.is_by(&tool()));
        let text = manifest.text();
        let damaged = [
            text.trim_end().to_owned(),
            text.replace("site 1", "site 2"),
            text.replace("a/b.html", "../b.html"),
            text.replace(" 1 ", " one "),
            text.replace(&content, "beef"),
            UNFINISHED.to_owned(),
            String::new(),
        ];
        for text in damaged {
            assert!(Manifest::parse(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn pouring_copies_and_sums() {
        let bytes = vec![7; 200_000];
        let mut copy = Vec::new();
        let (sum, size) = pour(&mut &bytes[..], &mut copy).unwrap();
        assert_eq!((sum, size), (Digest::of(&bytes).to_string(), 200_000));
        assert_eq!(copy, bytes);
    }
}
