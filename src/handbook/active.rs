//! Files that run something when a browser opens them. They may be kept beside the documents, but must never be copied into
//! the site, where they would run with the trust that readers have in the handbook.
//!
//! Pages and scripts are told by their ending. A drawing (`.svg`) is read: what it may hold is listed here, and everything
//! else counts as active, as does a drawing whose text is not known.

use crate::base::RepoPath;

/// Endings of files that a browser may run.
const ENDINGS: [&str; 18] = [
    "htm", "html", "xhtml", "xht", "shtml", "mht", "mhtml", "js", "mjs", "cjs", "xml", "xsl", "xslt", "svgz", "hta", "htc",
    "swf", "wasm",
];

/// Elements of drawings that only draw.
const ELEMENTS: [&str; 66] = [
    "a",
    "animate",
    "animatemotion",
    "animatetransform",
    "circle",
    "clippath",
    "defs",
    "desc",
    "ellipse",
    "feblend",
    "fecolormatrix",
    "fecomponenttransfer",
    "fecomposite",
    "feconvolvematrix",
    "fediffuselighting",
    "fedisplacementmap",
    "fedistantlight",
    "fedropshadow",
    "feflood",
    "fefunca",
    "fefuncb",
    "fefuncg",
    "fefuncr",
    "fegaussianblur",
    "feimage",
    "femerge",
    "femergenode",
    "femorphology",
    "feoffset",
    "fepointlight",
    "fespecularlighting",
    "fespotlight",
    "fetile",
    "feturbulence",
    "filter",
    "font",
    "font-face",
    "font-face-name",
    "font-face-src",
    "g",
    "glyph",
    "hkern",
    "image",
    "line",
    "lineargradient",
    "marker",
    "mask",
    "metadata",
    "missing-glyph",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textpath",
    "title",
    "tspan",
    "use",
];

/// Elements that are refused with any prefix: a prefix can be bound to any vocabulary.
const REFUSED: [&str; 12] =
    ["script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "set", "link", "base", "audio", "video"];

/// What makes a file active, in a few words; `None` for one that only shows something.
///
/// `text` is the file's text if it is known; only drawings are looked into.
pub fn active_content(path: &RepoPath, text: Option<&str>) -> Option<String> {
    let ending = path.extension();
    if ENDINGS.contains(&ending.as_str()) {
        return Some(format!("a `.{ending}` file is run by browsers"));
    }
    if ending != "svg" {
        return None;
    }
    let Some(text) = text else {
        return Some(String::from("the drawing was not read, so nobody knows what is in it"));
    };
    Drawing { rest: text, style: false }.activity()
}

struct Drawing<'a> {
    rest: &'a str,
    style: bool,
}

impl Drawing<'_> {
    /// Walks over the tags once.
    fn activity(mut self) -> Option<String> {
        while let Some(at) = self.rest.find('<') {
            let (text, rest) = self.rest.split_at(at);
            if let Some(why) = self.style.then(|| active_style(text)).flatten() {
                return Some(why);
            }
            self.rest = rest;
            let why = match () {
                () if rest.starts_with("<!--") => self.skip("-->"),
                () if rest.starts_with("<![CDATA[") => {
                    let why = self.style.then(|| active_style(rest.split("]]>").next().unwrap_or_default())).flatten();
                    why.or_else(|| self.skip("]]>"))
                }
                () if rest.starts_with("<!") => {
                    let head = rest.split('>').next().unwrap_or_default();
                    let entities = head.contains('[').then(|| String::from("it defines entities of its own"));
                    entities.or_else(|| self.skip(">"))
                }
                () if rest.starts_with("<?") => {
                    let harmless = rest.starts_with("<?xml ");
                    if harmless { self.skip("?>") } else { Some(String::from("it holds an instruction to the browser")) }
                }
                () => self.tag(),
            };
            if why.is_some() {
                return why;
            }
        }
        None
    }

    fn skip(&mut self, end: &str) -> Option<String> {
        match self.rest.find(end) {
            Some(at) => {
                self.rest = &self.rest[at + end.len()..];
                None
            }
            None => Some(unreadable()),
        }
    }

    fn tag(&mut self) -> Option<String> {
        let Some(inner) = self.rest.strip_prefix("</") else { return self.opening() };
        let name_end = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
        if local(&inner[..name_end]).eq_ignore_ascii_case("style") {
            self.style = false;
        }
        self.skip(">")
    }

    fn opening(&mut self) -> Option<String> {
        let inner = &self.rest[1..];
        let name_end = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
        let (name, mut rest) = inner.split_at(name_end);
        let lower = name.to_lowercase();
        let known = if lower.contains(':') { !REFUSED.contains(&local(&lower)) } else { ELEMENTS.contains(&lower.as_str()) };
        if !known {
            return Some(if name.is_empty() { unreadable() } else { format!("it holds `<{name}>`") });
        }
        let animates = local(&lower).starts_with("animate");
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
                self.style |= local(&lower) == "style" && !rest.starts_with("/>");
                self.rest = after;
                return None;
            }
            let Some((attribute, value, after)) = split_attribute(rest) else { return Some(unreadable()) };
            if let Some(why) = active_attribute(local(&lower), animates, attribute, value) {
                return Some(why);
            }
            rest = after;
        }
    }
}

fn unreadable() -> String {
    String::from("it is not a readable drawing")
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.')
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// `name="value"` and what follows, if it is that.
fn split_attribute(rest: &str) -> Option<(&str, &str, &str)> {
    let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = after[1..].split_once(quote)?;
    (!name.is_empty()).then_some((name, value, after))
}

fn active_attribute(element: &str, animates: bool, attribute: &str, value: &str) -> Option<String> {
    let name = attribute.to_lowercase();
    let plain = folded(value);
    if local(&name).starts_with("on") {
        return Some(format!("it holds the event handler `{attribute}`"));
    }
    // Editors keep addresses in attributes of their own, which browsers ignore; namespaces are names only.
    if name == "xmlns" || name.starts_with("xmlns:") {
        return None;
    }
    if plain.contains("javascript:") || plain.contains("vbscript:") {
        return Some(String::from("it holds a script in an address"));
    }
    if animates && local(&name) == "attributename" && (local(&plain) == "href" || plain.starts_with("on")) {
        return Some(String::from("it changes an address while it is shown"));
    }
    if matches!(local(&name), "href" | "src") {
        let picture = ["png", "jpeg", "jpg", "gif", "webp"].iter().any(|it| plain.starts_with(&format!("data:image/{it};")));
        let link = element == "a" && ["https://", "http://", "mailto:"].iter().any(|it| plain.starts_with(it));
        let inside = plain.is_empty() || plain.starts_with('#') || picture || link;
        return (!inside).then(|| format!("it loads `{}`", value.chars().take(80).collect::<String>()));
    }
    // Browsers take no style from the attributes that editors add.
    if name.contains(':') { None } else { active_style(&plain) }
}

/// Styles, and attributes that can hold one.
fn active_style(text: &str) -> Option<String> {
    let plain = folded(text);
    if plain.contains("@import") || plain.contains("expression(") || plain.contains('\\') {
        return Some(String::from("its style loads or runs something"));
    }
    let mut rest = plain.as_str();
    while let Some((_, after)) = rest.split_once("url(") {
        let target = after.trim_start_matches(['"', '\'']);
        if !target.starts_with('#') && !target.starts_with("data:") {
            return Some(String::from("its style loads something from elsewhere"));
        }
        rest = after;
    }
    None
}

/// Character references decoded, blanks and control characters dropped, in lower case: as an address is understood.
fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, tail) = after.split_once(';').unwrap_or((after, ""));
        let number = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")).map(|hex| u32::from_str_radix(hex, 16).ok());
        let number = number.or_else(|| name.strip_prefix('#').map(|decimal| decimal.parse().ok()));
        match number.flatten().and_then(char::from_u32) {
            Some(c) => {
                plain.push(c);
                rest = tail;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.chars().filter(|c| !c.is_whitespace() && !c.is_control()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        active_content(&RepoPath::new("a/b.svg").unwrap(), Some(text))
    }

    #[test]
    fn drawings_that_only_draw_pass() {
        for good in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d='M0 0'/></svg>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/x.dtd\">\n<svg><!-- <script> --></svg>",
            "<svg><defs><style>.a{fill:url(#x)}</style></defs><use xlink:href=\"#a\"/><image href='data:image/png;base64,AA'/></svg>",
            "<svg><sodipodi:namedview id='x' inkscape:zoom='1'/><a href=\"https://example.org/\"><text>on=1</text></a></svg>",
        ] {
            assert_eq!(of(good), None, "{good}");
        }
    }

    #[test]
    fn drawings_that_run_or_load_something_are_active() {
        for bad in [
            "<svg><script>1</script></svg>",
            "<svg xmlns:x='http://www.w3.org/1999/xhtml'><x:script>1</x:script></svg>",
            "<svg ONLOAD='x()'/>",
            "<svg><g\nonclick = \"x\"/></svg>",
            "<svg><foreignObject/></svg>",
            "<svg><a href='java&#x0A;script:x'/></svg>",
            "<svg><a xlink:href=' java\tscript:x'/></svg>",
            "<svg><use href='https://example.org/a.svg#x'/></svg>",
            "<svg><image xlink:href='//example.org/a.png'/></svg>",
            "<svg><style>@import 'x';</style></svg>",
            "<svg><style><![CDATA[a{b:url(https://x)}]]></style></svg>",
            "<svg><rect style='fill:url( \"https://x\")'/></svg>",
            "<svg><a><animate attributeName='xlink:href' to='x'/></a></svg>",
            "<svg><set attributeName='x'/></svg>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
            "<?xml-stylesheet href='x'?><svg/>",
            "<svg><g a=b/></svg>",
            "<svg><g a=\"b",
            "<svg><",
            "<html></html>",
        ] {
            assert!(of(bad).is_some(), "{bad}");
        }
        assert!(active_content(&RepoPath::new("a.svg").unwrap(), None).is_some());
        assert!(active_content(&RepoPath::new("a.HTML").unwrap(), None).is_some());
        assert!(active_content(&RepoPath::new("a.pdf").unwrap(), None).is_none());
    }
}
