//! One text as a tree of blocks and a row of tokens, both in the order of the text.

use std::ops::Range;

use super::interner::Interner;
use super::tokens::{Shape, Token, pieces};
use crate::syntax::{self, Alignment, BlockQuoteKind, CodeBlockKind, Element, Event, Item, LinkType, Parsed, Tag, TagEnd};

/// One of the two texts, taken apart.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// The text.
    pub text: &'a str,
    /// What was read from it.
    pub parsed: Parsed,
    /// The events of its body.
    pub items: Vec<Item<'a>>,
    /// All blocks, each after those it holds.
    pub blocks: Vec<Block>,
    /// The outermost blocks, in order.
    pub top: Vec<usize>,
    /// The tokens of all blocks, in order.
    pub tokens: Vec<Token>,
    /// What tokens can stand in: places in `marks`, outermost first. The first is empty.
    pub stacks: Vec<Vec<usize>>,
    /// Emphasis, links and elements within text: the events they begin and end with.
    pub marks: Vec<Mark>,
}

/// Emphasis, a link or an element within text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The event it begins with.
    pub start: usize,
    /// The event it ends with.
    pub end: usize,
    /// Equal for marks that are alike.
    pub(super) key: u32,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A paragraph, or text that stands by itself in an item or an element.
    Paragraph,
    /// A heading: level, number in the outline, and what its braces say, in one order.
    Heading(u8, usize, String),
    /// Lines of code, and the words after the fence.
    Code(String),
    /// A body that is nested too deep, as its source.
    Source,
    /// A line across.
    Rule,
    /// A list, and its first number if it has numbers.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// A quote, or a note or warning.
    Quote(Option<BlockQuoteKind>),
    /// A table, and how its columns stand.
    Table(Vec<Alignment>),
    /// A footnote, by its label.
    Footnote(String),
    /// A list of terms.
    Definitions,
    /// A term.
    Term,
    /// What a term means.
    Definition,
    /// An element of HTML.
    Html(Element),
}

impl Kind {
    /// A word for blocks that can be compared with each other.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(..) => "heading",
            Self::Code(_) => "code",
            Self::Source => "source",
            Self::Rule => "rule",
            Self::List(_) => "list",
            Self::Item => "item",
            Self::Quote(None) => "quote",
            Self::Quote(Some(_)) => "note",
            Self::Table(_) => "table",
            Self::Footnote(_) => "footnote",
            Self::Definitions => "definitions",
            Self::Term => "term",
            Self::Definition => "definition",
            Self::Html(element) => element.name,
        }
    }

    /// All that a reader sees of it besides what it holds.
    pub(super) fn cast(&self) -> String {
        match self {
            Self::Heading(level, _, braces) => format!("heading {level} {braces}"),
            Self::Code(words) => format!("code {}", words.split_whitespace().collect::<Vec<_>>().join(" ")),
            Self::List(Some(first)) => format!("list {first}"),
            Self::Quote(Some(kind)) => format!("note {kind:?}"),
            Self::Footnote(label) => format!("footnote {label}"),
            Self::Html(element) => format!("html {} {:?}", element.name, element.attributes),
            _ => self.name().to_owned(),
        }
    }
}

/// A block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// What it holds.
    pub content: Content,
    /// Its tokens, those of the blocks within it included.
    pub tokens: Range<usize>,
    /// Its events, without those that only wrap HTML.
    pub items: Range<usize>,
    /// Equal for blocks that are alike in all that a reader sees.
    pub(super) key: u32,
    /// Words in it.
    pub n_words: usize,
}

/// What a block holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// Running text: the tokens of the block.
    Words,
    /// Lines of code: the tokens of the block.
    Lines,
    /// Blocks.
    Blocks(Vec<usize>),
    /// Rows of cells, the head first.
    Rows(Vec<Vec<Cell>>),
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Equal for cells that are alike.
    pub(super) key: u32,
}

impl<'a> Side<'a> {
    pub(super) fn read(text: &'a str, names: &mut Interner) -> Self {
        let parsed = syntax::parse(text);
        let stream = syntax::events(text, parsed.body);
        let braces = braces(&stream, &parsed);
        let source = stream.too_deep.is_some().then(|| parsed.body.text(text));
        Self::of_items(text, parsed, stream.items, &braces, source, names)
    }

    /// Takes events apart, or the source of a body that has none.
    pub(super) fn of_items(
        text: &'a str,
        parsed: Parsed,
        items: Vec<Item<'a>>,
        braces: &[String],
        source: Option<&str>,
        names: &mut Interner,
    ) -> Self {
        let mut reader = Reader {
            items: &items,
            braces,
            at: 0,
            names,
            blocks: Vec::new(),
            tokens: Vec::new(),
            stacks: vec![Vec::new()],
            marks: Vec::new(),
            line: Line::default(),
        };
        let top = match source {
            Some(source) => reader.source(source),
            None => reader.flow(),
        };
        let Reader { blocks, tokens, stacks, marks, .. } = reader;
        Self { text, parsed, items, blocks, top, tokens, stacks, marks }
    }

    /// The keys of the marks a token stands in, outermost first.
    pub(super) fn mark_keys(&self, token: usize) -> impl Iterator<Item = u32> + '_ {
        self.stacks[self.tokens[token].stack].iter().map(|&it| self.marks[it].key)
    }

    /// The words of some tokens, as text.
    pub fn words(&self, tokens: Range<usize>) -> String {
        let mut words = String::new();
        for (at, token) in self.tokens[tokens].iter().enumerate() {
            if at > 0 && (token.blank || matches!(token.shape, Shape::Break | Shape::End)) {
                words.push(' ');
            }
            if token.shape != Shape::Break && token.shape != Shape::End {
                words.push_str(&token.text);
            }
        }
        words
    }
}

/// What the braces of each heading say, in one order.
fn braces(stream: &syntax::Stream<'_>, parsed: &Parsed) -> Vec<String> {
    let written = |heading: usize| {
        let braces = stream.braces(heading);
        let mut parts: Vec<String> = braces.anchor.iter().map(|it| format!("#{it}")).collect();
        if !braces.tags.is_empty() {
            let tags: Vec<&str> = braces.tags.iter().map(|it| it.value.as_str()).collect();
            parts.push(format!("clauses=\"{}\"", tags.join(" ")));
        }
        parts.extend(braces.coverage.filter(|it| *it == "partial").map(|it| format!("coverage=\"{it}\"")));
        parts.extend(braces.note.map(|it| format!("note=\"{}\"", it.split_whitespace().collect::<Vec<_>>().join(" "))));
        parts.join(" ")
    };
    (0..parsed.outline.len()).map(written).collect()
}

/// Running text that is being read.
#[derive(Default)]
struct Line {
    /// Text not yet taken apart.
    text: String,
    /// A blank was met after the last token.
    blank: bool,
    /// What is open: places in `marks`.
    open: Vec<usize>,
    /// Where the tokens of the block begin.
    from: usize,
}

struct Reader<'a, 'n> {
    items: &'n [Item<'a>],
    braces: &'n [String],
    at: usize,
    names: &'n mut Interner,
    blocks: Vec<Block>,
    tokens: Vec<Token>,
    stacks: Vec<Vec<usize>>,
    marks: Vec<Mark>,
    line: Line,
}

impl<'a, 'n> Reader<'a, 'n> {
    fn event(&self) -> Option<&'n Event<'a>> {
        self.items.get(self.at).map(|it| &it.event)
    }

    /// Blocks up to the end of what holds them.
    fn flow(&mut self) -> Vec<usize> {
        let mut blocks = Vec::new();
        while let Some(event) = self.event() {
            match event {
                Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => self.at += 1,
                Event::End(_) => break,
                Event::Close(name) if !syntax::is_in_line(name) => break,
                Event::Close(_) => self.at += 1,
                _ if is_in_line(event) => blocks.extend(self.loose()),
                _ => blocks.push(self.block()),
            }
        }
        blocks
    }

    /// A block that begins here.
    fn block(&mut self) -> usize {
        let (first, from) = (self.at, self.tokens.len());
        let item = &self.items[self.at];
        self.at += 1;
        let (kind, content) = match &item.event {
            Event::Start(tag) => self.element(tag, item.number),
            Event::Open(element) => {
                let blocks = self.flow();
                self.at += 1;
                (Kind::Html(element.clone()), Content::Blocks(blocks))
            }
            _ => (Kind::Rule, Content::Nothing),
        };
        self.add(kind, content, from, first)
    }

    /// An element of Markdown whose first event was read; reads the last, too.
    fn element(&mut self, tag: &Tag<'a>, number: usize) -> (Kind, Content) {
        match tag {
            Tag::Paragraph => (Kind::Paragraph, self.words()),
            Tag::Heading { level, .. } => {
                let braces = self.braces.get(number).cloned().unwrap_or_default();
                (Kind::Heading(*level as u8, number, braces), self.words())
            }
            Tag::DefinitionListTitle => (Kind::Term, self.words()),
            Tag::CodeBlock(kind) => {
                let words = if let CodeBlockKind::Fenced(words) = kind { words.to_string() } else { String::new() };
                let mut code = String::new();
                while let Some(Event::Text(text)) = self.event() {
                    code.push_str(text);
                    self.at += 1;
                }
                self.at += 1;
                self.lines(code.trim_end_matches('\n'));
                (Kind::Code(words), Content::Lines)
            }
            Tag::Table(alignments) => (Kind::Table(alignments.clone()), Content::Rows(self.rows())),
            _ => {
                let blocks = self.flow();
                self.at += 1;
                let kind = match tag {
                    Tag::BlockQuote(kind) => Kind::Quote(*kind),
                    Tag::List(start) => Kind::List(*start),
                    Tag::FootnoteDefinition(label) => Kind::Footnote(label.to_lowercase()),
                    Tag::DefinitionList => Kind::Definitions,
                    Tag::DefinitionListDefinition => Kind::Definition,
                    _ => Kind::Item,
                };
                (kind, Content::Blocks(blocks))
            }
        }
    }

    fn add(&mut self, kind: Kind, content: Content, from: usize, first: usize) -> usize {
        let to = self.tokens.len();
        let tokens = match content {
            // Without the end of the paragraph, which is compared only where paragraphs were split or joined.
            Content::Words => from..to - 1,
            _ => from..to,
        };
        let mut name = kind.cast();
        match &content {
            Content::Blocks(blocks) => {
                blocks.iter().for_each(|&block| name.push_str(&format!(" {:x}", self.blocks[block].key)));
            }
            Content::Rows(rows) => {
                for row in rows {
                    name.push_str(" |");
                    row.iter().for_each(|cell| name.push_str(&format!(" {:x}", cell.key)));
                }
            }
            Content::Words | Content::Lines => {
                self.tokens[tokens.clone()].iter().for_each(|it| name.push_str(&format!(" {:x}", it.key)));
            }
            Content::Nothing => {}
        }
        let n_words = self.tokens[tokens.clone()].iter().map(Token::n_words).sum();
        let key = self.names.number(&name);
        self.blocks.push(Block { kind, content, tokens, items: first..self.at, key, n_words });
        self.blocks.len() - 1
    }

    /// A body that cannot be read.
    fn source(&mut self, source: &str) -> Vec<usize> {
        self.lines(source.trim_end_matches('\n'));
        vec![self.add(Kind::Source, Content::Lines, 0, 0)]
    }

    fn lines(&mut self, code: &str) {
        for line in code.lines() {
            let key = self.names.number(&format!("line {line}"));
            let text = line.to_owned();
            self.tokens.push(Token { shape: Shape::Line, text, key, bare: key, ..Token::default() });
        }
    }

    /// The rows of a table whose first event was read.
    fn rows(&mut self) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        while let Some(event) = self.event() {
            self.at += 1;
            match event {
                Event::End(TagEnd::Table) => break,
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let from = self.tokens.len();
                    self.words();
                    let tokens = from..self.tokens.len() - 1;
                    let keys: String = self.tokens[tokens.clone()].iter().map(|it| format!(" {:x}", it.key)).collect();
                    let key = self.names.number(&format!("cell{keys}"));
                    if let Some(row) = rows.last_mut() {
                        row.push(Cell { tokens, key });
                    }
                }
                _ => {}
            }
        }
        rows
    }

    /// Text that stands by itself between blocks; none if it is blank.
    fn loose(&mut self) -> Option<usize> {
        let (first, from) = (self.at, self.tokens.len());
        self.begin_line();
        while let Some(event) = self.event() {
            let ends = match event {
                Event::Close(name) => !syntax::is_in_line(name),
                Event::End(tag) => !is_in_line_end(*tag),
                event => !is_in_line(event),
            };
            if ends {
                break;
            }
            self.inline();
        }
        self.end_line();
        if self.tokens.len() == from + 1 {
            self.tokens.pop();
            return None;
        }
        Some(self.add(Kind::Paragraph, Content::Words, from, first))
    }

    /// Running text up to the end of the element that holds it; reads that, too.
    fn words(&mut self) -> Content {
        self.begin_line();
        while let Some(event) = self.event() {
            if matches!(event, Event::End(tag) if !is_in_line_end(*tag)) {
                self.at += 1;
                break;
            }
            self.inline();
        }
        self.end_line();
        Content::Words
    }

    fn begin_line(&mut self) {
        self.line = Line { from: self.tokens.len(), ..Line::default() };
    }

    fn end_line(&mut self) {
        self.flush();
        let text = "¶".to_owned();
        let key = self.names.number("end");
        self.tokens.push(Token { shape: Shape::End, text, key, bare: key, ..Token::default() });
    }

    /// One event of running text.
    fn inline(&mut self) {
        let items = self.items;
        let item = &items[self.at];
        let first = self.at;
        self.at += 1;
        match &item.event {
            Event::Text(text) => self.line.text.push_str(text),
            Event::SoftBreak => self.line.text.push(' '),
            Event::HardBreak => {
                self.token(Shape::Break, "⏎", first..first + 1);
                self.line.blank = true;
            }
            Event::Code(code) => {
                let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
                self.token(Shape::Atom, &format!("`{code}`"), first..first + 1);
            }
            Event::Value(name) => self.token(Shape::Atom, &format!("{{{{ {name} }}}}"), first..first + 1),
            Event::FootnoteReference(label) => self.token(Shape::Atom, &format!("[^{label}]"), first..first + 1),
            Event::Task(done) => self.token(Shape::Atom, if *done { "[x]" } else { "[ ]" }, first..first + 1),
            Event::Void(name) => self.token(Shape::Atom, &format!("<{name}>"), first..first + 1),
            Event::Start(tag) => self.open(tag, first),
            Event::Open(element) => {
                let cast: String = element.attributes.iter().map(|(name, value)| format!(" {name}={value:?}")).collect();
                self.mark(&format!("<{}{cast}>", element.name), first);
            }
            Event::End(_) | Event::Close(_) => self.close(),
            Event::Rule => {}
        }
    }

    fn open(&mut self, tag: &Tag<'a>, first: usize) {
        match tag {
            Tag::Emphasis => self.mark("*", first),
            Tag::Strong => self.mark("**", first),
            Tag::Strikethrough => self.mark("~~", first),
            Tag::Link { link_type, dest_url, title, .. } => {
                let end = self.end_of(first);
                let url = dest_url.trim();
                let is_wiki = matches!(link_type, LinkType::WikiLink { .. });
                let is_bare = matches!(link_type, LinkType::WikiLink { has_pothole: false }) || end == first + 1;
                if is_bare {
                    self.at = end + 1;
                    let text = if is_wiki { format!("[[{url}]]") } else { format!("[]({url})") };
                    return self.token(Shape::Atom, &text, first..end + 1);
                }
                let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
                self.mark(&format!("{} {url} {title:?}", if is_wiki { "wiki" } else { "link" }), first);
            }
            Tag::Image { dest_url, title, .. } => {
                let end = self.end_of(first);
                let mut alt = String::new();
                for item in &self.items[first..end] {
                    match &item.event {
                        Event::Text(text) | Event::Code(text) => alt.push_str(text),
                        Event::SoftBreak | Event::HardBreak => alt.push(' '),
                        _ => {}
                    }
                }
                self.at = end + 1;
                let title = if title.is_empty() { String::new() } else { format!(" \"{title}\"") };
                let text = format!("![{}]({}{title})", alt.split_whitespace().collect::<Vec<_>>().join(" "), dest_url.trim());
                self.token(Shape::Atom, &text, first..end + 1);
            }
            _ => {}
        }
    }

    /// The last event of the element that begins at `first`.
    fn end_of(&self, first: usize) -> usize {
        let mut open = 0_usize;
        for (at, item) in self.items.iter().enumerate().skip(first) {
            match item.event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                return at;
            }
        }
        self.items.len() - 1
    }

    fn mark(&mut self, cast: &str, start: usize) {
        self.flush();
        let key = self.names.number(&format!("mark {cast}"));
        self.marks.push(Mark { start, end: start, key });
        self.line.open.push(self.marks.len() - 1);
        self.stacks.push(self.line.open.clone());
    }

    fn close(&mut self) {
        self.flush();
        if let Some(mark) = self.line.open.pop() {
            let is_empty = self.tokens.last().is_none_or(|it| !self.stacks[it.stack].contains(&mark));
            self.marks[mark].end = self.at - 1;
            if is_empty {
                let (from, to) = (self.marks[mark].start, self.at);
                let name = if let Event::Open(element) = &self.items[from].event { element.name } else { "" };
                self.stacks.push(self.line.open.clone());
                self.token(Shape::Atom, &format!("<{name}>"), from..to);
            } else {
                self.stacks.push(self.line.open.clone());
            }
        }
    }

    /// Takes the text collected apart.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.line.text);
        for (blank, shape, words) in pieces(&text) {
            self.line.blank |= blank;
            self.push(shape, words, 0..0);
        }
        self.line.blank |= text.ends_with(super::tokens::is_blank);
    }

    fn token(&mut self, shape: Shape, text: &str, items: Range<usize>) {
        self.flush();
        self.push(shape, text, items);
    }

    fn push(&mut self, shape: Shape, text: &str, items: Range<usize>) {
        let stack = if self.line.open.is_empty() { 0 } else { self.stacks.len() - 1 };
        let is_first = self.tokens.len() == self.line.from;
        let blank = std::mem::take(&mut self.line.blank) && !is_first && shape != Shape::Break;
        let before = if is_first { None } else { self.tokens.last() };
        let mut token = Token { shape, blank, text: text.to_owned(), stack, items, ..Token::default() };
        let is_odd =
            shape != Shape::Break && token.wants_blank_after(before) != blank && before.is_none_or(|it| it.shape != Shape::Break);
        let keys = |stack: usize| self.stacks[stack].iter().map(|&mark| self.marks[mark].key);
        let is_again = before.is_some_and(|it| self.stacks[it.stack] != self.stacks[stack] && keys(it.stack).eq(keys(stack)));
        let marks: String = keys(stack).map(|it| format!("{it:x} ")).collect();
        let cast = format!("{shape:?}{}{marks}{text}", if is_odd { "!" } else { "" });
        (token.is_odd, token.is_again) = (is_odd, is_again);
        token.key = self.names.number(&cast);
        token.bare = self.names.number(&format!("{shape:?} {text}"));
        self.tokens.push(token);
    }
}

/// Whether an event belongs to running text.
fn is_in_line(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_) | Event::Code(_) | Event::Value(_) | Event::FootnoteReference(_) => true,
        Event::SoftBreak | Event::HardBreak | Event::Task(_) => true,
        Event::Start(tag) => is_in_line_end(tag.to_end()),
        Event::End(tag) => is_in_line_end(*tag),
        Event::Open(element) => element.is_in_line(),
        Event::Close(name) | Event::Void(name) => syntax::is_in_line(name),
        Event::Rule => false,
    }
}

fn is_in_line_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
