//! Rule `translation-outdated`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "translation-outdated",
    default: Severity::Warning,
    title: "a translation made from another version than the current one",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"`translation_of: {id, version}` says which version of the original was translated. The original has another version now, or the
translation does not say which it was made from.

Why an auditor cares: people who read the translation follow a text that no longer applies (ISO/IEC 20000-1:2018, 7.5.3.1).

Example: the German policy says `version: 1.0` of POL-001, which is at 2.0.

Better: translate what changed, then set the version.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let document = &entry.document;
    let Some(translation) = document.translation_of.as_ref().filter(|_| !document.is_retired()) else { return };
    let Some(original) = ctx.handbook.ids.document(&translation.id.value) else { return };
    let original = &ctx.handbook.entries[original].document;
    let Some(current) = &original.version else { return };
    let message = match &translation.version {
        Some(version) if *version == current.value => return,
        Some(version) => format!("made from version {version} of `{}`, which is at {}", original.id.value, current.value),
        None => format!("does not say which version of `{}` it was made from", original.id.value),
    };
    sink.push(Diagnostic::new(&CODE, entry.place(translation.id.span), message).help(format!(
        "bring it up to {} and write `translation_of: {{id: {}, version: {}}}`",
        current.value, original.id.value, current.value
    )));
}
