//! Code to HTML with a span for each word that has a colour.
//!
//! Ten classes, made from the scopes of syntect's grammars: `hk` keyword, `hs` string, `hc` comment, `hn` number or
//! constant, `ht` type or tag, `hf` function, `hv` variable, key or attribute, `hi` inserted, `hd` deleted, `ho` operator.
//! An own writer, because syntect's makes forty times as much HTML as there is code. What is too large, or in a language
//! nobody knows, is escaped and stays without colour.

use std::borrow::Cow;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape::escape_into;

mod powershell;
#[cfg(test)]
mod tests;
mod yaml;

/// Larger code stays without colour; so grammars cannot hold up a build.
const MAX_CODE: usize = 200 * 1024;
/// Code with a longer line stays without colour.
const MAX_LINE: usize = 4_000;

/// Code as HTML for `<code>`. `language` is the first word of the fence.
pub fn highlight(code: &str, language: &str) -> String {
    let plain = || super::escape::escape(code);
    let fits = code.len() <= MAX_CODE && code.lines().all(|line| line.len() <= MAX_LINE);
    if language.is_empty() || !fits {
        return plain();
    }
    let html = match language.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => coloured_yaml(code),
        "powershell" | "ps1" | "pwsh" => Some(joined(powershell::pieces(code))),
        _ => syntax(language).and_then(|syntax| coloured(code, syntax)),
    };
    html.unwrap_or_else(plain)
}

/// The name of a language, for the caption of a block: `YAML`, `Shell`. The word itself when nobody knows it.
pub fn language_name(language: &str) -> &str {
    let lower = language.to_ascii_lowercase();
    match lower.as_str() {
        "bash" | "sh" | "shell" | "zsh" | "console" | "shell-session" => "Shell",
        "c" => "C",
        "cpp" | "c++" => "C++",
        "cs" | "csharp" => "C#",
        "css" => "CSS",
        "csv" => "CSV",
        "diff" | "patch" => "Diff",
        "dockerfile" | "docker" => "Dockerfile",
        "go" | "golang" => "Go",
        "hcl" | "terraform" | "tf" => "Terraform",
        "html" => "HTML",
        "http" => "HTTP",
        "ini" => "INI",
        "java" => "Java",
        "js" | "javascript" => "JavaScript",
        "json" => "JSON",
        "md" | "markdown" => "Markdown",
        "mermaid" => "Mermaid",
        "pl" | "perl" => "Perl",
        "powershell" | "ps1" | "pwsh" => "PowerShell",
        "py" | "python" => "Python",
        "rb" | "ruby" => "Ruby",
        "rs" | "rust" => "Rust",
        "sql" => "SQL",
        "text" | "txt" | "plain" | "plaintext" => "Text",
        "toml" => "TOML",
        "ts" | "typescript" => "TypeScript",
        "xml" => "XML",
        "yaml" | "yml" => "YAML",
        _ => language,
    }
}

/// The grammars, loaded when the first block of code is met.
fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let token = match language.to_ascii_lowercase().as_str() {
        "shell" | "console" | "zsh" => "bash".to_owned(),
        "terraform" | "hcl" => "tf".to_owned(),
        "docker" => "dockerfile".to_owned(),
        "golang" => "go".to_owned(),
        "jsonc" | "json5" => "json".to_owned(),
        "text" | "txt" | "plain" | "plaintext" => return None,
        other => other.to_owned(),
    };
    syntaxes().find_syntax_by_token(&token)
}

/// Where the reading of some code stands.
#[derive(Clone, PartialEq)]
struct Reader {
    state: ParseState,
    stack: ScopeStack,
}

impl Reader {
    fn new(syntax: &SyntaxReference) -> Self {
        Self { state: ParseState::new(syntax), stack: ScopeStack::new() }
    }

    /// Where reading YAML stands between two lines that neither is within a block of text nor a bracket.
    fn between_lines_of_yaml() -> Option<&'static Self> {
        static BETWEEN: OnceLock<Option<Reader>> = OnceLock::new();
        let read = || {
            let mut reader = Reader::new(syntax("yaml")?);
            reader.line("\n", &mut Spans::new(&mut String::new()))?;
            Some(reader)
        };
        BETWEEN.get_or_init(read).as_ref()
    }

    /// Reads a line by the grammar.
    fn line(&mut self, line: &str, spans: &mut Spans<'_>) -> Option<()> {
        // The grammars want every line to end.
        let source = if line.ends_with('\n') { Cow::Borrowed(line) } else { Cow::Owned(format!("{line}\n")) };
        let operations = self.state.parse_line(&source, syntaxes()).ok()?;
        let mut from = 0;
        for (at, operation) in operations {
            let at = at.min(line.len());
            if from < at {
                spans.push(class(self.stack.as_slice()), line.get(from..at)?);
                from = at;
            }
            self.stack.apply(&operation).ok()?;
        }
        spans.push(class(self.stack.as_slice()), line.get(from..)?);
        Some(())
    }
}

fn coloured(code: &str, syntax: &SyntaxReference) -> Option<String> {
    let mut reader = Reader::new(syntax);
    let mut out = String::with_capacity(code.len() * 2);
    let mut spans = Spans::new(&mut out);
    for line in code.split_inclusive('\n') {
        reader.line(line, &mut spans)?;
    }
    spans.finish();
    Some(out)
}

/// The same for YAML. The grammar is not even loaded as long as no line needs it.
fn coloured_yaml(code: &str) -> Option<String> {
    let mut within: Option<Reader> = None;
    let mut out = String::with_capacity(code.len() * 2);
    let mut spans = Spans::new(&mut out);
    for line in code.split_inclusive('\n') {
        if within.is_none() && yaml::write(&mut spans, line) {
            continue;
        }
        let between = Reader::between_lines_of_yaml()?;
        let mut reader = within.take().unwrap_or_else(|| between.clone());
        reader.line(line, &mut spans)?;
        within = Some(reader).filter(|reader| reader != between);
    }
    spans.finish();
    Some(out)
}

fn joined(pieces: Vec<(Option<&'static str>, &str)>) -> String {
    let mut out = String::new();
    let mut spans = Spans { out: &mut out, open: None, blanks: String::new() };
    for (class, text) in pieces {
        spans.push(class, text);
    }
    spans.close();
    let blanks = std::mem::take(&mut spans.blanks);
    out.push_str(&blanks);
    out
}

/// Writes spans, neighbours of one class joined; blanks at the end of a span stand behind it.
struct Spans<'a> {
    out: &'a mut String,
    open: Option<&'static str>,
    blanks: String,
}

impl<'a> Spans<'a> {
    fn new(out: &'a mut String) -> Self {
        Self { out, open: None, blanks: String::new() }
    }

    fn push(&mut self, class: Option<&'static str>, text: &str) {
        let words = text.trim_end_matches([' ', '\t', '\r', '\n']);
        if !words.is_empty() {
            let other = class != self.open;
            if other {
                self.close();
            }
            self.out.push_str(&self.blanks);
            self.blanks.clear();
            if let Some(class) = class.filter(|_| other) {
                self.out.push_str("<span class=\"");
                self.out.push_str(class);
                self.out.push_str("\">");
                self.open = Some(class);
            }
            escape_into(self.out, words);
        }
        self.blanks.push_str(&text[words.len()..]);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }

    fn finish(mut self) {
        self.close();
        self.out.push_str(&self.blanks);
    }
}

/// Scopes and their classes; the first that fits wins, so the particular stand before the general.
const CLASSES: &[(&str, Option<&str>)] = &[
    ("comment", Some("hc")),
    ("constant.character.escape", Some("hn")),
    ("entity.name.tag.yaml", Some("hv")),
    ("entity.name.tag.toml", Some("hv")),
    ("entity.name.function", Some("hf")),
    ("entity.name.tag", Some("ht")),
    ("entity.name", Some("ht")),
    ("entity.other.attribute-name", Some("hv")),
    ("entity.other.inherited-class", Some("ht")),
    ("support.function", Some("hf")),
    ("variable.function", Some("hf")),
    ("support.type.property-name", Some("hv")),
    ("support", Some("ht")),
    ("meta.mapping.key", Some("hv")),
    ("meta.interpolation", None),
    ("string", Some("hs")),
    ("constant", Some("hn")),
    ("keyword.operator", Some("ho")),
    ("keyword", Some("hk")),
    ("storage", Some("hk")),
    ("variable", Some("hv")),
    ("markup.inserted", Some("hi")),
    ("markup.deleted", Some("hd")),
    ("markup.heading", Some("hk")),
    ("markup.raw", Some("hs")),
];

/// The class of the innermost scope that has one. A key of a map is a key, even though it is also a string.
fn class(stack: &[Scope]) -> Option<&'static str> {
    static SCOPES: OnceLock<Vec<(Scope, Option<&'static str>)>> = OnceLock::new();
    let scopes =
        SCOPES.get_or_init(|| CLASSES.iter().filter_map(|&(name, class)| Some((Scope::new(name).ok()?, class))).collect());
    let of = |scope: &Scope| scopes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|&(_, class)| class);
    let found = stack.iter().rev().find_map(of).flatten();
    let is_key = found == Some("hs") && stack.iter().any(|scope| is_map_key(*scope));
    if is_key { Some("hv") } else { found }
}

fn is_map_key(scope: Scope) -> bool {
    static KEY: OnceLock<Option<Scope>> = OnceLock::new();
    KEY.get_or_init(|| Scope::new("meta.mapping.key").ok()).is_some_and(|key| key.is_prefix_of(scope))
}
