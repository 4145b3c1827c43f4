//! The HTML elements that pass, and what may stand in them.

/// An element of raw HTML that passes, made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// Its attributes, values not escaped.
    pub attributes: Vec<(&'static str, String)>,
}

impl Element {
    /// Whether it stands within a line of text, and not between blocks.
    pub fn is_in_line(&self) -> bool {
        is_in_line(self.name)
    }
}

/// Whether an element of this name stands within a line of text, and not between blocks.
pub fn is_in_line(name: &str) -> bool {
    allowed(name).is_some_and(|it| matches!(it.kind, Kind::Phrasing | Kind::PhrasingVoid))
}

/// Where an element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Within a line of text.
    Phrasing,
    /// Within a line of text, without content.
    PhrasingVoid,
    /// Between blocks.
    Block,
    /// Between blocks, without content.
    BlockVoid,
}

/// An element that passes.
pub(super) struct Allowed {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What it has to stand in directly; empty: anywhere its kind may stand.
    pub(super) parents: &'static [&'static str],
}

const fn phrasing(name: &'static str) -> Allowed {
    Allowed { name, kind: Kind::Phrasing, parents: &[] }
}

const fn block(name: &'static str, parents: &'static [&'static str]) -> Allowed {
    Allowed { name, kind: Kind::Block, parents }
}

const TABLE_PARTS: &[&str] = &["table", "thead", "tbody", "tfoot"];

static ALLOWED: &[Allowed] = &[
    phrasing("abbr"),
    phrasing("b"),
    phrasing("bdi"),
    phrasing("cite"),
    phrasing("code"),
    phrasing("del"),
    phrasing("dfn"),
    phrasing("em"),
    phrasing("i"),
    phrasing("ins"),
    phrasing("kbd"),
    phrasing("mark"),
    phrasing("q"),
    phrasing("s"),
    phrasing("samp"),
    phrasing("small"),
    phrasing("span"),
    phrasing("strong"),
    phrasing("sub"),
    phrasing("sup"),
    phrasing("time"),
    phrasing("u"),
    phrasing("var"),
    Allowed { name: "br", kind: Kind::PhrasingVoid, parents: &[] },
    Allowed { name: "wbr", kind: Kind::PhrasingVoid, parents: &[] },
    Allowed { name: "hr", kind: Kind::BlockVoid, parents: &[] },
    block("blockquote", &[]),
    block("details", &[]),
    block("div", &[]),
    block("dl", &[]),
    block("ol", &[]),
    block("p", &[]),
    block("pre", &[]),
    block("table", &[]),
    block("ul", &[]),
    block("caption", &["table"]),
    block("dd", &["dl"]),
    block("dt", &["dl"]),
    block("li", &["ol", "ul"]),
    block("summary", &["details"]),
    block("tbody", &["table"]),
    block("td", &["tr"]),
    block("tfoot", &["table"]),
    block("th", &["tr"]),
    block("thead", &["table"]),
    block("tr", TABLE_PARTS),
];

/// The element of this name, if it passes.
pub(super) fn allowed(name: &str) -> Option<&'static Allowed> {
    ALLOWED.iter().find(|it| it.name == name)
}

/// Elements that go together with what they hold: their content is program text or drawing, not words.
pub(super) fn holds_no_words(name: &str) -> bool {
    matches!(name, "applet" | "audio" | "canvas" | "iframe" | "math" | "noembed" | "noframes" | "object" | "plaintext" | "script")
        || matches!(name, "select" | "style" | "svg" | "template" | "textarea" | "title" | "video" | "xmp")
}

/// Whether the element ends by itself where another one of its kind begins, as browsers read it.
pub(super) fn ends_by_itself(name: &str) -> bool {
    matches!(name, "p" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "caption")
        || allowed(name).is_some_and(|it| it.kind == Kind::Phrasing)
}

/// Whether an element holds words only, no blocks.
pub(super) fn holds_phrasing(name: &str) -> bool {
    matches!(name, "p" | "pre" | "summary" | "dt" | "caption") || allowed(name).is_some_and(|it| it.kind == Kind::Phrasing)
}

/// The attribute as it may be written again, if this element may have it with this value.
pub(super) fn attribute(element: &str, name: &str, value: &str) -> Option<(&'static str, String)> {
    let number = || value.parse::<u16>().ok().filter(|it| (1..=1000).contains(it)).map(|it| it.to_string());
    match (element, name) {
        ("abbr" | "dfn", "title") => Some(("title", value.to_owned())),
        ("details", "open") => Some(("open", String::new())),
        ("td" | "th", "colspan") => Some(("colspan", number()?)),
        ("td" | "th", "rowspan") => Some(("rowspan", number()?)),
        ("th", "scope") if matches!(value, "col" | "row" | "colgroup" | "rowgroup") => Some(("scope", value.to_owned())),
        ("ol", "start") => Some(("start", number()?)),
        _ => None,
    }
}
