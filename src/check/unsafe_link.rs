//! Rule `unsafe-link`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Broken, Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "unsafe-link",
    default: Severity::Error,
    title: "a link or picture that would run something or load something from elsewhere",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Links may lead to pages (`http`, `https`), mail (`mailto`) and telephones (`tel`). Pictures must lie in the repository: a picture
from another host would be a request that leaves the handbook, and is missing when it is read without network.

Why an auditor cares: the handbook is read by people who trust it, often offline. Nothing in it may run code or tell another host
who reads it.

Example: `[click](javascript:alert(1))`, `![logo](https://example.org/logo.png)`.

Better: copy the picture into the repository and link to the copy.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (reference, resolved) in ctx.handbook.references(idx) {
        let Resolved::Broken(Broken::Scheme(scheme)) = resolved else { continue };
        let place = entry.place(reference.span);
        let diagnostic = match &reference.kind {
            ReferenceKind::Image { url } => {
                let shown: String = url.chars().take(80).collect();
                Diagnostic::new(&CODE, place, format!("the picture `{shown}` does not lie in the repository"))
                    .help("copy the file into the repository and link to the copy")
            }
            _ => Diagnostic::new(&CODE, place, format!("a link must not begin with `{scheme}`"))
                .help("link to a document, a file, or a page beginning with `https://`; the words are shown without the link"),
        };
        sink.push(diagnostic);
    }
}
