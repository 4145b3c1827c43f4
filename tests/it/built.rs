//! A site in memory, and its pages read as browsers read them: tags with their attributes, texts, what is no good HTML.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use clausebook::diag::{Diagnostic, Place};
use clausebook::pipeline::site::Content;
use clausebook::pipeline::{self, Memo, parallel};
use clausebook::source::{Editions, Inputs};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A built site: every file with its bytes (none for attachments, which are copied), and what was said.
pub(crate) struct Built {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) diagnostics: Vec<Diagnostic<Place>>,
}

/// Builds without touching a disk, as `clausebook build` does.
pub(crate) fn build(inputs: &Inputs) -> Built {
    build_editions(&Editions::of_draft(inputs.clone()), &Memo::new())
}

/// The same with published editions, and with what earlier builds worked out.
pub(crate) fn build_editions(editions: &Editions, memo: &Memo) -> Built {
    let outcome = pipeline::build(editions, memo);
    let files = parallel::map(outcome.files(), |file| {
        let bytes = match file.make(&|_| None) {
            Content::Bytes(bytes) | Content::Provisional(bytes) => bytes,
            Content::File(_) | Content::Blob(_) => Vec::new(),
        };
        (file.path.as_str().to_owned(), bytes)
    });
    let count = files.len();
    let files: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
    assert_eq!(files.len(), count, "two files have one address");
    Built { files, diagnostics: outcome.all_diagnostics() }
}

impl Built {
    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("the site has no {path}: {:?}", self.files.keys()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// All pages with their addresses.
    pub(crate) fn pages(&self) -> Vec<(&str, &str)> {
        self.files.keys().filter(|path| path.ends_with(".html")).map(|path| (path.as_str(), self.text(path))).collect()
    }

    /// All pages, read.
    pub(crate) fn read(&self) -> BTreeMap<String, Html> {
        let pages = self.pages();
        let read = parallel::map(&pages, |(path, html)| ((*path).to_owned(), Html::read(html)));
        read.into_iter().collect()
    }

    /// Names of all rules that spoke.
    pub(crate) fn codes(&self) -> BTreeSet<&'static str> {
        self.diagnostics.iter().map(|it| it.code.name).collect()
    }
}

/// An opening tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// A page as a browser's tokenizer sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Html {
    pub(crate) tags: Vec<Tag>,
    /// Words between tags, white space folded, each with the name of the last tag before it.
    pub(crate) texts: Vec<(String, String)>,
    /// What the tokenizer had to put right.
    pub(crate) errors: Vec<String>,
    /// How many of the closing tags that end a page it has.
    pub(crate) ends: usize,
    /// Text since the last tag; it comes in pieces.
    open: String,
}

impl Html {
    pub(crate) fn read(html: &str) -> Self {
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(html));
        let options = TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() };
        let tokenizer = Tokenizer::new(Reader::default(), options);
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }

    fn close_text(&mut self) {
        let text = std::mem::take(&mut self.open).split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            let before = self.tags.last().map_or(String::new(), |tag| tag.name.clone());
            self.texts.push((before, text));
        }
    }

    /// All ids in their order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().filter_map(|tag| tag.get("id"))
    }

    /// All texts in one.
    pub(crate) fn words(&self) -> String {
        self.texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Default)]
struct Reader(RefCell<Html>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut html = self.0.borrow_mut();
        if !matches!(token, Token::CharacterTokens(_) | Token::ParseError(_)) {
            html.close_text();
        }
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let attributes = tag.attrs.iter().map(|it| (it.name.local.to_string(), it.value.to_string())).collect();
                html.tags.push(Tag { name: tag.name.to_string(), attributes });
                match &*tag.name {
                    "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    _ => {}
                }
            }
            Token::TagToken(tag) if &*tag.name == "html" => html.ends += 1,
            Token::CharacterTokens(text) => {
                html.open.push_str(&text);
                return TokenSinkResult::Continue;
            }
            Token::ParseError(error) => {
                html.errors.push(format!("line {line}: {error}"));
                return TokenSinkResult::Continue;
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Resolves percent-encoding.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).and_then(|it| u8::from_str_radix(it, 16).ok());
        match code {
            Some(code) if bytes[at] == b'%' => {
                out.push(code);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| panic!("`{text}` is no UTF-8 when decoded"))
}

/// Where a relative address on a page leads. `None` if it leaves the site.
pub(crate) fn resolve(page: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// What is wrong with the addresses of all pages: dead, absolute, or of a kind that has no place there.
pub(crate) fn dead_links(built: &Built, pages: &BTreeMap<String, Html>) -> Vec<String> {
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages.iter().map(|(path, html)| (path.as_str(), html.ids().collect())).collect();
    let mut found = Vec::new();
    for (page, html) in pages {
        for tag in &html.tags {
            for (key, value) in &tag.attributes {
                let wrong = match key.as_str() {
                    "href" | "src" | "poster" | "data" | "action" | "formaction" | "cite" | "xlink:href" => {
                        wrong_address(built, &ids, page, tag, value)
                    }
                    "aria-labelledby" | "aria-describedby" | "aria-controls" | "aria-owns" | "for" | "headers" | "list" => {
                        let missing = value.split_whitespace().find(|id| !ids[page.as_str()].contains(id));
                        missing.map(|id| format!("no id `{id}`"))
                    }
                    "srcset" | "background" | "ping" | "manifest" => Some(String::from("has no place here")),
                    _ => None,
                };
                found.extend(wrong.map(|why| format!("{page}: <{} {key}=\"{value}\">: {why}", tag.name)));
            }
        }
    }
    found
}

fn wrong_address(built: &Built, ids: &BTreeMap<&str, BTreeSet<&str>>, page: &str, tag: &Tag, address: &str) -> Option<String> {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|it| it.chars().all(|c| c.is_ascii_alphanumeric()));
    if let Some(scheme) = scheme {
        let leads_out = tag.name == "a" && matches!(scheme, "http" | "https" | "mailto" | "tel");
        return (!leads_out).then(|| String::from("leads out of the site"));
    }
    if address.starts_with('/') || address.contains('\\') {
        return Some(String::from("is absolute"));
    }
    let (path, fragment) = address.split_once('#').map_or((address, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.split('?').next().unwrap_or_default();
    let target = if path.is_empty() { Some(page.to_owned()) } else { resolve(page, &decode(path)) };
    let Some(target) = target.filter(|it| built.files.contains_key(it)) else {
        return Some(String::from("no such file"));
    };
    let fragment = decode(fragment.filter(|it| !it.is_empty())?);
    let there = ids.get(target.as_str()).is_none_or(|ids| ids.contains(fragment.as_str()));
    (!there).then(|| format!("no id `{fragment}` in {target}"))
}

#[test]
fn the_reader_sees_what_a_browser_sees() {
    let html =
        Html::read("<!doctype html><title>a <b></title><p id=x title='&lt;'>b  c<script>if (a < b) {}</script></p></html>");
    let names: Vec<&str> = html.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["title", "p", "script"]);
    assert_eq!(html.tags[1].get("title"), Some("<"));
    let texts: Vec<(&str, &str)> = html.texts.iter().map(|(tag, text)| (tag.as_str(), text.as_str())).collect();
    assert_eq!(texts, [("title", "a <b>"), ("p", "b c"), ("script", "if (a < b) {}")]);
    assert_eq!(html.ends, 1);
    assert!(!Html::read("<p a=1 a=2>").errors.is_empty());
}

#[test]
fn addresses_resolve_as_browsers_do() {
    assert_eq!(resolve("a/b/c.html", "../d.html").as_deref(), Some("a/d.html"));
    assert_eq!(resolve("c.html", "./d.html").as_deref(), Some("d.html"));
    assert_eq!(resolve("a/c.html", "../../d.html"), None);
    assert_eq!(decode("a%20%C3%A4%2"), "a ä%2");
}
