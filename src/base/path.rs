//! Relative paths in a repository and in the site. Built and checked here only.

use std::fmt;
use std::sync::Arc;

/// Why a text is not a path inside the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It leads above the repository's root.
    Leaves,
    /// It begins with `/`, a drive letter or a scheme.
    Absolute,
    /// It is empty, or holds a NUL, a line break or a backslash.
    Malformed,
}

/// A file in the repository: relative to the folder of `clausebook.yml`, parts joined by `/`, UTF-8, no `.` or `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// Reads a path relative to the root.
    ///
    /// # Errors
    /// When the text is no path inside the repository.
    pub fn new(text: &str) -> Result<Self, PathError> {
        Self::resolve("", text)
    }

    /// Resolves a relative path as written in this file.
    ///
    /// # Errors
    /// When the path leaves the repository or is none.
    pub fn join(&self, relative: &str) -> Result<Self, PathError> {
        Self::resolve(self.folder(), relative)
    }

    fn resolve(folder: &str, text: &str) -> Result<Self, PathError> {
        if text.is_empty() || text.contains(['\0', '\n', '\r', '\\']) {
            return Err(PathError::Malformed);
        }
        let drive = text.as_bytes().get(1) == Some(&b':') && text.as_bytes()[0].is_ascii_alphabetic();
        if text.starts_with('/') || drive || text.contains("://") {
            return Err(PathError::Absolute);
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathError::Leaves)?;
                }
                _ => parts.push(part),
            }
        }
        if parts.is_empty() { Err(PathError::Malformed) } else { Ok(Self(parts.join("/").into())) }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder part, empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The file name without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The extension in lower case, empty without one.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').map_or(
            String::new(),
            |(stem, end)| {
                if stem.is_empty() { String::new() } else { end.to_lowercase() }
            },
        )
    }

    /// Whether any part begins with a dot.
    pub fn is_hidden(&self) -> bool {
        self.0.split('/').any(|part| part.starts_with('.'))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the site, relative to its root, parts joined by `/`. Holds only letters, digits, `-`, `_` and `.` in each part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

impl SitePath {
    /// Makes a site path; every other character becomes `-`, so no name in a repository can leave the output folder
    /// or need escaping in a link.
    pub fn new(text: &str) -> Self {
        if is_clean(text) {
            return Self(text.to_owned());
        }
        let clean = |part: &str| -> String {
            let part: String =
                part.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~') { c } else { '-' }).collect();
            if part.chars().all(|c| c == '.') { "-".repeat(part.len()) } else { part }
        };
        Self(text.split('/').filter(|part| !part.is_empty()).map(clean).collect::<Vec<_>>().join("/"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many folders lie between the file and the root.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// `../` as often as it takes to get from this page to the root; empty at the root.
    pub fn to_root(&self) -> String {
        "../".repeat(self.depth())
    }

    /// A relative link from this page to `target`.
    pub fn link_to(&self, target: &SitePath) -> String {
        let (from, to) = (self.0.as_str(), target.0.as_str());
        // Folders that both lie in, each with the slash behind it.
        let mut common = 0;
        while let Some(end) = to[common..].find('/').map(|at| common + at + 1) {
            if !from[common..].starts_with(&to[common..end]) {
                break;
            }
            common = end;
        }
        let up = from[common..].matches('/').count();
        let mut link = String::with_capacity(3 * up + to.len() - common);
        (0..up).for_each(|_| link.push_str("../"));
        link.push_str(&to[common..]);
        link
    }
}

/// Whether nothing in a site path has to become something else. Most are made of what was cleaned before.
fn is_clean(text: &str) -> bool {
    let plain = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'~' | b'.' | b'/');
    text.as_bytes().iter().all(plain) && text.split('/').all(|part| part.bytes().any(|it| it != b'.'))
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_leaves_the_repository() {
        let here = RepoPath::new("processes/a.md").unwrap();
        assert_eq!(here.join("../plans/b.md").unwrap().as_str(), "plans/b.md");
        assert_eq!(here.join("../../etc/passwd"), Err(PathError::Leaves));
        assert_eq!(here.join("/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(here.join("c:/windows"), Err(PathError::Absolute));
        assert_eq!(here.join("a\\..\\b"), Err(PathError::Malformed));
    }

    #[test]
    fn links_are_relative() {
        let page = SitePath::new("clauses/iso20000-1-2018/8.6.1.html");
        assert_eq!(page.link_to(&SitePath::new("documents/prc-013.html")), "../../documents/prc-013.html");
        assert_eq!(page.link_to(&SitePath::new("clauses/iso20000-1-2018/index.html")), "index.html");
        assert_eq!(SitePath::new("index.html").link_to(&page), "clauses/iso20000-1-2018/8.6.1.html");
        assert_eq!(SitePath::new("../..//x y").as_str(), "--/--/x-y");
        for (text, path) in [("", ""), ("a//b", "a/b"), ("/a/", "a"), ("a/../b", "a/--/b"), ("./a", "-/a"), ("a/.b/ä", "a/.b/ä")]
        {
            assert_eq!(SitePath::new(text).as_str(), path);
        }
    }
}
