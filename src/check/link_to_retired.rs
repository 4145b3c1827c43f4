//! Rule `link-to-retired`.

use super::{Ctx, Rule, Run, Sink};
use crate::base::Spanned;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::{Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "link-to-retired",
    default: Severity::Warning,
    title: "a link to a document that is withdrawn or replaced",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A document that applies cites one that does not: its status is `retired`, or it is gone and another says `supersedes` of it.
Records may cite what applied when they were made, and a document may name what it replaces.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.3.1: obsolete documents must not be used by mistake.

Example: a work instruction still says `See [[PRC-020]]`, which PRC-016 superseded.

Better: cite PRC-016, after reading whether the sentence still holds.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let handbook = ctx.handbook;
    if entry.document.is_retired() || handbook.is_record(entry) {
        return;
    }
    for (reference, resolved) in handbook.references(idx) {
        let place = entry.place(reference.span);
        match resolved {
            Resolved::Document { entry: target, .. } => judge(ctx, idx, *target, place, sink),
            Resolved::Item(item) => judge(ctx, idx, item.entry, place, sink),
            Resolved::Role(role) => {
                if let Some(target) = handbook.roles.all[*role].document {
                    judge(ctx, idx, target, place, sink);
                }
            }
            Resolved::Superseded { entry: successor } => {
                if let ReferenceKind::Wiki { target, .. } = &reference.kind {
                    superseded(ctx, idx, *successor, target, place, sink);
                }
            }
            _ => {}
        }
    }
    for name in &entry.document.related {
        let place = entry.place(name.span);
        match (handbook.ids.document(&name.value), handbook.ids.successor(&name.value)) {
            (Some(target), _) => judge(ctx, idx, target, place, sink),
            (None, Some(successor)) if handbook.ids.find(&name.value).is_empty() => {
                superseded(ctx, idx, successor, name, place, sink);
            }
            (None, _) => {}
        }
    }
}

fn judge(ctx: &Ctx<'_>, from: EntryIdx, target: EntryIdx, place: Place, sink: &mut Sink) {
    let handbook = ctx.handbook;
    let document = &handbook.entries[target].document;
    let id = document.id.value.as_str();
    let replaces = handbook.entries[from].document.supersedes.iter().any(|it| it.value.eq_ignore_ascii_case(id));
    if !document.is_retired() || replaces || from == target {
        return;
    }
    let named = document.replaced_by.as_ref().map(|it| it.value.clone());
    let successor = named.or_else(|| handbook.ids.successor(id).map(|it| handbook.entries[it].document.id.value.to_string()));
    let help = match successor {
        Some(successor) => format!("cite `{successor}`, which replaced it"),
        None => String::from("cite what applies now, or remove the link"),
    };
    sink.push(Diagnostic::new(&CODE, place, format!("`{id}` is withdrawn")).help(help));
}

fn superseded(ctx: &Ctx<'_>, from: EntryIdx, successor: EntryIdx, name: &Spanned<String>, place: Place, sink: &mut Sink) {
    if from == successor {
        return;
    }
    let id = &ctx.handbook.entries[successor].document.id.value;
    sink.push(Diagnostic::new(&CODE, place, format!("`{}` was replaced by `{id}`", name.value)).help(format!("cite `{id}`")));
}
