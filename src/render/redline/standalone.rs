//! A file that needs no other: the styles of redlines within it.

use crate::render::embedded::FILES;
use crate::render::escape::escape;

/// Styles of the page around.
const PAGE: &str = "body{margin:0 auto;max-width:860px;padding:32px 24px 64px 120px;background:var(--paper);color:var(--ink);font:16px/1.6 var(--f-ui)}\
h1,h2,h3{font-family:var(--f-display);line-height:1.25}h2.dt{margin-top:64px;padding-top:16px;border-top:2px solid var(--ink)}h2.dt small{font:500 14px var(--f-ui);color:var(--ink-3)}\
small{color:var(--ink-3)}a{color:var(--link)}code,pre{font:13px/1.5 var(--f-mono)}pre{background:var(--wash);padding:12px;overflow:auto}\
table{border-collapse:collapse;font-size:14px;width:100%}th,td{text-align:left;vertical-align:top;padding:7px 12px 7px 0;border-bottom:1px solid var(--line)}thead th{border-bottom:1px solid var(--ink)}\
.tw{overflow-x:auto;position:relative}.hl,.mt,.vh{display:none}aside.adm{border-left:3px solid var(--edge);background:var(--wash);padding:8px 16px}figure{margin:16px 0}figcaption button{display:none}svg.i{width:16px;height:16px}\
@media(max-width:760px){body{padding:16px}}";

/// A whole HTML file around a main part that was written here.
pub fn standalone(language: &str, title: &str, main: &str) -> String {
    let text =
        |name: &str| FILES.iter().find(|it| it.0 == name).and_then(|it| std::str::from_utf8(it.1).ok()).unwrap_or_default();
    // Fonts are files: the page makes do with those of the reader.
    let tokens: String = text("css/tokens.css").lines().filter(|it| !it.starts_with("@font-face")).collect::<Vec<_>>().join("\n");
    format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{}</title><style>\n{tokens}\n{PAGE}\n{}</style></head>\n<body><main>\n{main}</main></body></html>\n",
        escape(language),
        escape(title),
        text("css/redline.css"),
    )
}
