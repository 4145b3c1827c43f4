//! Rule `attachment-too-large`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "attachment-too-large",
    default: Severity::Error,
    title: "a linked file above the size limit",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A document links to a file that is larger than `limits: {attachment_size: …}` in `clausebook.yml` (20 MiB if nothing is set).

Why it matters: every edition of the site carries the file, and auditors take the site away as one archive.

Example: a recording of a drill of 300 MB beside the drill's report.

Better: keep it where such files belong and say where; or raise the limit.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let limit = ctx.handbook.config.settings.limits.attachment_size;
    for (path, links) in &ctx.handbook.links.attachments {
        let size = ctx.inputs.snapshot.files.get(path).map_or(0, |it| it.size);
        if size <= limit {
            continue;
        }
        for place in links.iter().filter_map(|it| ctx.handbook.place_of(*it)) {
            sink.push(
                Diagnostic::new(&CODE, place, format!("`{path}` has {size} bytes; the limit is {limit}"))
                    .help("keep it elsewhere and say where, or raise `limits: {attachment_size: …}` in clausebook.yml"),
            );
        }
    }
}
