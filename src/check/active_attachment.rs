//! Rule `active-attachment`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::active_content;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "active-attachment",
    default: Severity::Error,
    title: "a linked file that would run something in the reader's browser",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Pages, scripts and drawings with scripts, event handlers or content from elsewhere are never copied into the site: opened from
there, they could read and change what the reader sees. Drawings (`.svg`) are read to find out; the message says what is in them.

Why an auditor cares: a handbook that runs a stranger's code is no controlled document.

Example: `[dashboard](report.html)`, or a drawing exported with its text as `foreignObject`.

Better: link to a PDF or a picture, or export the drawing again as plain SVG.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    for (path, links) in &ctx.handbook.links.attachments {
        let Some(why) = active_content(path, ctx.inputs.text(path).map(|it| &**it)) else { continue };
        for place in links.iter().filter_map(|it| ctx.handbook.place_of(*it)) {
            sink.push(
                Diagnostic::new(&CODE, place, format!("`{path}` is not published: {why}"))
                    .help("link to a PDF or a picture instead, or save the drawing without scripts and outside content"),
            );
        }
    }
}
