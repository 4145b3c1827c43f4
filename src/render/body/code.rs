//! Blocks of code, and diagrams among them.

use super::svg;
use super::writer::Writer;
use crate::diag::{Diagnostic, codes};
use crate::render::escape::escape_into;
use crate::render::highlight::{highlight, language_name};
use crate::syntax::{CodeBlockKind, CowStr, Event, Item};

impl<'a> Writer<'a> {
    /// A block of code, from its first item to its last.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'a>, item: &Item<'a>) {
        let end = self.end_of(self.at - 1);
        let source: String = self.items[self.at..end]
            .iter()
            .filter_map(|it| if let Event::Text(text) = &it.event { Some(text as &str) } else { None })
            .collect();
        self.at = end + 1;
        let fence = match kind {
            CodeBlockKind::Fenced(info) => info.clone(),
            CodeBlockKind::Indented => CowStr::Borrowed(""),
        };
        let language = language(&fence);
        if language == "mermaid" && self.diagram(&source, item) {
            return;
        }
        let caption = title(&fence).unwrap_or_else(|| language_name(language).to_owned());
        self.figure(item, &source, language, &caption);
    }

    fn figure(&mut self, item: &Item<'_>, source: &str, language: &str, caption: &str) {
        self.out.push_str("<figure class=\"code\"");
        self.end_of_tag(item);
        if !caption.is_empty() {
            self.out.push_str("<figcaption><span>");
            self.text(caption);
            // Shown by the script that makes it work.
            self.out.push_str("</span><button type=\"button\" class=\"cp\" hidden>");
            escape_into(&mut self.out, &self.ctx.words.copy);
            self.out.push_str("</button></figcaption>");
        }
        self.out.push_str("<pre tabindex=\"0\"><code>");
        self.out.push_str(&highlight(source, language));
        self.out.push_str("</code></pre></figure>\n");
    }

    /// A diagram as a drawing; `false` when there is none and the source has to do.
    fn diagram(&mut self, source: &str, item: &Item<'a>) -> bool {
        let title = diagram_title(source);
        self.n_diagrams += 1;
        let drawn = (self.ctx.diagram)(source, title, self.n_diagrams);
        match drawn.and_then(|drawing| svg::check(&drawing).map(|()| drawing)) {
            Ok(drawing) => {
                self.out.push_str("<figure class=\"fig\"><div class=\"fs\" tabindex=\"0\" role=\"region\" aria-label=\"");
                let words = self.ctx.words;
                self.text(if title.is_empty() { &words.figure } else { title });
                self.out.push_str("\">");
                self.out.push_str(&drawing);
                self.out.push_str("</div>");
                self.figure_caption(title);
                self.out.push_str("</figure>\n");
                true
            }
            Err(why) => {
                let message = format!("this diagram cannot be drawn: {why}");
                self.diagnostics.push(
                    Diagnostic::new(&codes::diagram_not_drawn::CODE, item.span, message)
                        .help("mend the diagram; until then its source is shown"),
                );
                false
            }
        }
    }
}

/// The first word after the fence.
fn language(info: &str) -> &str {
    let info = info.trim_start();
    &info[..info.find(|c: char| c.is_whitespace() || matches!(c, '{' | ',')).unwrap_or(info.len())]
}

/// `title="…"` after the fence.
fn title(info: &str) -> Option<String> {
    let (_, rest) = info.split_once("title=")?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let title = rest[1..].split(quote).next()?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// `%% title: …` among the first lines of a diagram.
fn diagram_title(source: &str) -> &str {
    source.lines().take(5).find_map(title_line).unwrap_or("")
}

fn title_line(line: &str) -> Option<&str> {
    Some(line.trim().strip_prefix("%%")?.trim_start().strip_prefix("title:")?.trim())
}
