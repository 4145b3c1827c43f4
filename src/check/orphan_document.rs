//! Rule `orphan-document`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "orphan-document",
    default: Severity::Note,
    title: "a document that no other document leads to",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"No link and no `related` of another document leads here, and neither do the ways in of `clausebook.yml`. Lists and search of the
site do not count. Roles, records, translations and withdrawn documents are not looked at.

Why an auditor cares: a procedure that nothing refers to is seldom followed (ISO/IEC 20000-1:2018, 7.5.3.1).

Example: a work instruction that its process never mentions.

Better: link to it from where the work begins.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let handbook = ctx.handbook;
    let document = &entry.document;
    let apart = document.is_retired()
        || document.translation_of.is_some()
        || document.kind.value == "role"
        || document.item.is_some()
        || handbook.is_record(entry);
    if apart || !handbook.links.to_document[idx].is_empty() {
        return;
    }
    let settings = &handbook.config.settings;
    let home = settings.home.procedures.iter().chain(&settings.home.owning).chain(&settings.home.auditing);
    let ways_in = home.chain(&settings.scope).map(|it| it.value.split('#').next().unwrap_or_default());
    if ways_in.into_iter().any(|it| it.eq_ignore_ascii_case(document.id.value.as_str())) {
        return;
    }
    sink.push(
        Diagnostic::new(&CODE, entry.place(document.id.span), "no other document leads here")
            .help("link to it from the document whose readers need it"),
    );
}
