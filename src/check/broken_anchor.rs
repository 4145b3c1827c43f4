//! Rule `broken-anchor`.

use super::{Ctx, Rule, Run, Sink, did_you_mean};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Broken, Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code =
    Code { name: "broken-anchor", default: Severity::Error, title: "a link to a section that does not exist", explain: EXPLAIN };

const EXPLAIN: &str = r"The document exists, but it has no section with this anchor. An anchor is written in braces after the heading, or made from the
heading's words, and then changes with them.

Why an auditor cares: the reader lands at the top of a long document and has to guess (ISO/IEC 20000-1:2018, 7.5.3.1).

Example: `[[PRO-002#escalate]]` when the heading is `## Escalation {#escalation}`.

Better: `[[PRO-002#escalation]]`. Give sections that others link to an anchor of their own.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (reference, resolved) in ctx.handbook.references(idx) {
        let Resolved::Broken(Broken::NoAnchor(target, near)) = resolved else { continue };
        let (anchor, span) = match &reference.kind {
            ReferenceKind::Wiki { anchor: Some(anchor), .. } => (anchor.value.as_str(), anchor.span),
            ReferenceKind::Link { url } | ReferenceKind::Image { url } => {
                (url.split_once('#').map_or("", |(_, anchor)| anchor), reference.span)
            }
            ReferenceKind::Wiki { anchor: None, .. } | ReferenceKind::Value { .. } => ("", reference.span),
        };
        let id = &ctx.handbook.entries[*target].document.id.value;
        sink.push(
            Diagnostic::new(&CODE, entry.place(span), format!("`{id}` has no section `{anchor}`"))
                .help(did_you_mean(near.as_deref(), "give the section an anchor: `## Heading {#anchor}`")),
        );
    }
}
