//! A redline as HTML: words marked with `ins` and `del`, a bar and the commit beside what changed, unchanged parts folded.
//!
//! The bodies of both texts come as one event stream and are written by `body`, which writes all markup anew: nothing of an author's is copied.
//! Front matter is a table of fields. Each change has an anchor `c1`, `c2` … for the list of changes and the keys that walk it.

mod fields;
mod label;
mod standalone;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::body::{self, BodyContext, BodyWords, Draw, SectionShown, Shown};
use super::escape::{escape, safe_href};
use crate::redline::{Change, Edit, Kind, Redline};
use crate::syntax::Section;

pub use fields::fields;
pub use standalone::standalone;

/// Words of the user interface that redlines use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedlineWords {
    /// Of a part in which nothing changed.
    pub same: String,
    /// Opens it.
    pub show: String,
    /// Of what stood here and stands elsewhere now.
    pub went: String,
    /// Of what stands here and stood elsewhere.
    pub came: String,
    /// Link to where it stands now.
    pub to_new: String,
    /// Link to where it stood.
    pub to_old: String,
    /// Opens the text as it stood.
    pub as_it_stood: String,
    /// Of a change in a table whose cells say nothing.
    pub table: String,
    /// Of a change that has no words.
    pub change: String,
    /// Head of the column with the fields.
    pub field: String,
    /// Head of the column with values before.
    pub before: String,
    /// Head of the column with values afterwards.
    pub after: String,
    /// What fields are called, by key of front matter.
    pub fields: Vec<(String, String)>,
}

impl Default for RedlineWords {
    fn default() -> Self {
        let word = |text: &str| text.to_owned();
        Self {
            same: word("No change."),
            show: word("Show"),
            went: word("Moved away:"),
            came: word("Moved here."),
            to_new: word("To where it stands now"),
            to_old: word("To where it stood"),
            as_it_stood: word("The text as it stood"),
            table: word("Table"),
            change: word("Change"),
            field: word("Field"),
            before: word("Before"),
            after: word("Afterwards"),
            fields: Vec::new(),
        }
    }
}

/// The commit that made a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitShown {
    /// Its short id.
    pub id: String,
    /// Its page, if there is one.
    pub href: Option<String>,
    /// Who made it and why, as a tooltip.
    pub title: String,
}

/// All that a redline shows and that is not in its texts.
pub struct RedlineContext<'a> {
    /// The title of the document. A heading of level 1 that opens the body and says the same is left out.
    pub title: &'a str,
    /// What the references lead to: those of the new text, then those of the old one. What is missing leads nowhere.
    pub links: &'a [Shown],
    /// What stands beside the headings of the new text, then of the old one.
    pub sections: &'a [SectionShown],
    /// Draws diagrams.
    pub diagram: &'a Draw<'a>,
    /// Words of bodies.
    pub body_words: &'a BodyWords,
    /// Words of redlines.
    pub words: &'a RedlineWords,
    /// By edit, the commit that made it. What is missing shows none.
    pub commits: &'a [Option<CommitShown>],
    /// Put before every id, so that several redlines can stand on one page.
    pub id_prefix: &'a str,
}

/// A redline as HTML.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RedlineShown {
    /// The body.
    pub html: String,
    /// The changes of the body in order: anchor, and a few words.
    pub changes: Vec<(String, String)>,
}

/// Makes the HTML of a redline's body.
pub fn redline(redline: &Redline<'_>, ctx: &RedlineContext<'_>) -> RedlineShown {
    let merged = redline.merged(&ctx.words.went, &ctx.words.came);
    let (items, pieces, parsed) = merged.shown();
    let n_links = parsed.references.len();
    let mut links = ctx.links.to_vec();
    links.resize(n_links, Shown::Plain(None));
    let ranges: Vec<Range<usize>> = pieces.iter().map(|it| it.items.clone()).collect();
    let context = BodyContext {
        title: ctx.title,
        links: &links,
        sections: ctx.sections,
        terms: None,
        diagram: ctx.diagram,
        words: ctx.body_words,
        id_prefix: ctx.id_prefix,
        places: false,
    };
    let (written, rest) = body::pieces(&items, &ranges, &parsed, &context);
    let mut page = Page { redline, ctx, written, out: String::new(), changes: Vec::new(), anchors: Vec::new() };
    page.name_changes();
    let mut at = 0;
    while at < redline.edits.len() {
        at = page.section(at);
    }
    page.out.push_str(&rest.html);
    RedlineShown { html: page.out, changes: page.changes }
}

struct Page<'a, 'r> {
    redline: &'a Redline<'r>,
    ctx: &'a RedlineContext<'a>,
    /// The HTML of each edit.
    written: Vec<String>,
    out: String,
    changes: Vec<(String, String)>,
    /// By edit, the place of its change in `changes`; what moved together has one.
    anchors: Vec<Option<usize>>,
}

impl Page<'_, '_> {
    /// Gives each change its anchor. Blocks that moved together are one change.
    fn name_changes(&mut self) {
        for (at, edit) in self.redline.edits.iter().enumerate() {
            let goes_on = at > 0 && edit.moved.is_some() && {
                let before = &self.redline.edits[at - 1];
                before.moved == edit.moved && before.change == edit.change
            };
            let anchor = match edit.change {
                Change::Same => None,
                _ if goes_on => self.anchors[at - 1],
                _ => {
                    let name = format!("{}c{}", self.ctx.id_prefix, self.changes.len() + 1);
                    self.changes.push((name, label::label(self.redline, edit, self.ctx.words)));
                    Some(self.changes.len() - 1)
                }
            };
            self.anchors.push(anchor);
        }
    }

    fn edit(&self, at: usize) -> &Edit {
        &self.redline.edits[at]
    }

    /// The section that an edit opens, if it is the heading of an outermost one that both texts have or the new one brings.
    fn opens(&self, at: usize) -> Option<&Section> {
        let edit = self.edit(at);
        let Kind::Heading(_, number, _) = self.redline.new.blocks[*edit.new.first()?].kind else { return None };
        self.redline.new.parsed.outline.get(number).filter(|it| it.depth == 2 && !it.nested)
    }

    /// Writes a section, or what stands above the first one, and says where the next begins.
    fn section(&mut self, from: usize) -> usize {
        let next = (from + 1..self.redline.edits.len()).find(|&at| self.opens(at).is_some());
        let to = next.unwrap_or(self.redline.edits.len());
        let is_same = (from..to).all(|at| self.edit(at).change == Change::Same);
        match self.opens(from).filter(|_| is_same) {
            Some(section) => {
                let number = self.ctx.sections.get(self.outline_place(section)).map_or("", |it| it.number.as_str());
                let number =
                    if number.is_empty() { String::new() } else { format!("<span class=\"n\">{}</span> ", escape(number)) };
                let head = format!("{number}<b>{}</b>", escape(&section.title));
                self.folded(&head, from..to);
            }
            None => {
                self.out.push_str("<section>");
                self.parts(from..to);
                self.out.push_str("</section>\n");
            }
        }
        to
    }

    fn outline_place(&self, section: &Section) -> usize {
        self.redline.new.parsed.outline.iter().position(|it| std::ptr::eq(it, section)).unwrap_or(usize::MAX)
    }

    /// A part in which nothing changed.
    fn folded(&mut self, head: &str, edits: Range<usize>) {
        let words = self.ctx.words;
        let head = format!("{head}<span class=\"sw\">{} <u>{}</u></span>", escape(&words.same), escape(&words.show));
        self.out.push_str(&format!("<details class=\"same\"><summary>{head}</summary><div>"));
        edits.for_each(|at| self.out.push_str(&self.written[at]));
        self.out.push_str("</div></details>\n");
    }

    /// The blocks of a section: changes with their bars, a few unchanged ones as they are, many folded.
    fn parts(&mut self, edits: Range<usize>) {
        let mut at = edits.start;
        while at < edits.end {
            let run = (at..edits.end).take_while(|&it| self.edit(it).change == Change::Same).count();
            let opens = usize::from(self.opens(at).is_some() && run > 0);
            (at..at + opens).for_each(|it| self.out.push_str(&self.written[it]));
            let rest = at + opens..at + run;
            if rest.len() > 2 {
                self.folded("", rest);
            } else {
                rest.for_each(|it| self.out.push_str(&self.written[it]));
            }
            at += run;
            if at < edits.end {
                at = self.change(at, edits.end);
            }
        }
    }

    /// A change, with all that moved together.
    fn change(&mut self, from: usize, end: usize) -> usize {
        let anchor = self.anchors[from];
        let to = (from + 1..end).find(|&at| self.anchors[at] != anchor).unwrap_or(end);
        let name = anchor.and_then(|it| self.changes.get(it)).map_or("", |it| it.0.as_str()).to_owned();
        self.out.push_str(&format!("<div class=\"rl\" id=\"{}\" tabindex=\"-1\">", escape(&name)));
        self.commit(from);
        let (kind, moved) = (self.edit(from).change, self.edit(from).moved);
        let html: String = self.written[from..to].concat();
        match kind {
            Change::MovedAway => {
                let words = self.ctx.words;
                let what = moved.and_then(|it| self.redline.moves.get(it)).map_or("", |it| it.words.as_str());
                let link = self.link(Change::MovedHere, moved, &words.to_new);
                self.out.push_str(&format!("<p class=\"mvn\">{} “{}”{link}</p>", escape(&words.went), escape(what)));
                let shown = escape(&words.as_it_stood);
                self.out.push_str(&format!("<details class=\"mvd\"><summary>{shown}</summary><div>{html}</div></details>"));
            }
            Change::MovedHere => {
                let words = self.ctx.words;
                let link = self.link(Change::MovedAway, moved, &words.to_old);
                self.out.push_str(&format!("<p class=\"mvn\">{}{link}</p>{html}", escape(&words.came)));
            }
            _ => self.out.push_str(&html),
        }
        self.out.push_str("</div>\n");
        to
    }

    /// A link to the other place of something that moved, if that is an outermost block, too.
    fn link(&self, change: Change, moved: Option<usize>, words: &str) -> String {
        let other = self.redline.edits.iter().position(|it| it.change == change && it.moved == moved);
        let anchor = other.and_then(|at| self.anchors[at]).and_then(|it| self.changes.get(it));
        anchor.map_or_else(String::new, |it| format!(" <a href=\"#{}\">{}</a>", escape(&it.0), escape(words)))
    }

    fn commit(&mut self, at: usize) {
        let Some(commit) = self.ctx.commits.get(at).and_then(Option::as_ref) else { return };
        let id = escape(&commit.id);
        let title = escape(&commit.title);
        let shown = match commit.href.as_deref().and_then(safe_href) {
            Some(href) => format!("<a href=\"{}\" title=\"{title}\">{id}</a>", escape(&href)),
            None => format!("<span title=\"{title}\">{id}</span>"),
        };
        self.out.push_str(&format!("<span class=\"cm\">{shown}</span>"));
    }
}
