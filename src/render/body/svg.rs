//! A second look at drawings: whoever drew them, nothing that runs or loads gets into a page.

use crate::render::escape::safe_href;
use crate::syntax::html::{TokenKind, Tokens};

/// Elements a drawing may hold.
const ELEMENTS: &[&str] = &[
    "a",
    "circle",
    "clippath",
    "defs",
    "desc",
    "ellipse",
    "filter",
    "g",
    "line",
    "lineargradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "stop",
    "svg",
    "switch",
    "symbol",
    "text",
    "title",
    "tspan",
    "use",
];

/// Why a drawing cannot stand in a page; `Ok` when it can.
pub(super) fn check(svg: &str) -> Result<(), String> {
    // A closing tag that begins with anything but a letter is a comment to a browser.
    if svg.split("</").skip(1).any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return Err("the drawing holds a comment".to_owned());
    }
    if !svg.trim_start().starts_with("<svg") {
        return Err("the drawing is no SVG".to_owned());
    }
    if svg.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err("the drawing holds a control character".to_owned());
    }
    let mut open: Vec<String> = Vec::new();
    for token in Tokens::new(svg.trim()) {
        match token.kind {
            TokenKind::Open { name, attributes, closed } => {
                let known = ELEMENTS.contains(&name.as_str()) || is_filter(&name);
                if !known {
                    return Err(format!("the drawing holds `<{name}>`"));
                }
                if let Some((key, _)) = attributes.iter().find(|(key, value)| !is_harmless(&name, key, value)) {
                    return Err(format!("the drawing holds `{key}` on `<{name}>`"));
                }
                if !closed {
                    open.push(name);
                }
            }
            TokenKind::Close { name } if open.pop().as_ref() == Some(&name) => {}
            TokenKind::Close { .. } => return Err("the drawing is not balanced".to_owned()),
            TokenKind::Text if open.is_empty() => return Err("the drawing has text around it".to_owned()),
            // Browsers and XML do not agree on where a comment ends.
            TokenKind::Comment => return Err("the drawing holds a comment".to_owned()),
            TokenKind::Declaration => return Err("the drawing holds a declaration".to_owned()),
            TokenKind::Text => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err("the drawing is not balanced".to_owned()) }
}

fn is_filter(name: &str) -> bool {
    matches!(
        name,
        "fedropshadow" | "fegaussianblur" | "feoffset" | "feblend" | "feflood" | "fecomposite" | "femerge" | "femergenode"
    )
}

fn is_harmless(element: &str, key: &str, value: &str) -> bool {
    let inside = |value: &str| value.trim_start_matches(['\'', '"', ' ']).starts_with('#');
    match key {
        // An entity could spell a scheme that is not seen here.
        "href" | "xlink:href" if element == "a" => {
            !value.contains("&#") && !value.contains("&colon") && safe_href(value).is_some()
        }
        "href" | "xlink:href" => inside(value),
        "style" | "src" | "formaction" | "ping" => false,
        _ if key.starts_with("on") => false,
        _ if key.starts_with("xmlns") => value.starts_with("http://www.w3.org/"),
        _ => value.split("url(").skip(1).all(inside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_pass_and_programs_do_not() {
        let good = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><defs><linearGradient id=\"a\"/></defs>\
                    <a href=\"PRO-1.html\"><path d=\"M0 0\" fill=\"url(#a)\"/></a><text>a &lt; b</text></svg>";
        assert_eq!(check(good), Ok(()));
        for bad in [
            "<svg><script>x</script></svg>",
            "<svg onload=x></svg>",
            "<svg><style>a{}</style></svg>",
            "<svg><g style='x'></g></svg>",
            "<svg><foreignObject><b>x</b></foreignObject></svg>",
            "<svg><a href=\"javascript:x\">y</a></svg>",
            "<svg><a xlink:href=\"&#106;avascript:x\">y</a></svg>",
            "<svg><image href=\"x.png\"/></svg>",
            "<svg><use href=\"https://evil/x.svg#a\"/></svg>",
            "<svg><rect fill=\"url(https://evil)\"/></svg>",
            "<svg><animate/></svg>",
            "<svg></svg></div>",
            "<svg><g></svg>",
            "<svg><g></a></svg>",
            "<svg><!-- --!><script>x</script>--></svg>",
            "<svg/>x",
            "<p>",
            "<svg>\0</svg>",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
