//! Rule `review-dates-bulk-edited`.

use super::{Ctx, Rule, Run, Sink, count, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::Entry;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "review-dates-bulk-edited",
    default: Severity::Warning,
    title: "many review dates moved in one commit",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"One commit moved `reviewed` in several documents (`control: {bulk_edit: 5}` and more) and changed none of their texts, without a
`Reviewed-by:` trailer. Such a commit reviews nothing.

Why an auditor cares: review dates that move together shortly before an audit cost all the others their credibility.

Example: three days before the surveillance audit eight documents are reviewed in one commit.

Better: review documents one by one and record each with `clausebook review ID`. If they were reviewed together in a meeting, say so by
`Reviewed-by:` and `Document:` trailers.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let control = &ctx.handbook.control;
    let recent = |it: &&crate::handbook::document_control::BulkEdit| it.landed.is_none_or(|day| day >= control.from);
    for edit in control.bulk_edits.iter().filter(recent).filter(|_| control.state.is_judged()) {
        let mut places = edit.documents.iter().map(|&it| place(&ctx.handbook.entries[it]));
        let Some(first) = places.next() else { continue };
        let n = count(edit.documents.len(), "review date");
        let message = format!("commit {} by {} moved {n} and no text", edit.id.short(), edit.by.name);
        let diagnostic = Diagnostic::new(&CODE, first, message).help("record each review by itself, with `clausebook review`");
        sink.push(places.fold(diagnostic, |it, place| it.related(place, "moved too")));
    }
}

fn place(entry: &Entry) -> crate::diag::Place {
    entry.document.reviewed.as_ref().map_or_else(|| status_place(entry), |it| entry.place(it.span))
}
