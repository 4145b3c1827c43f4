//! Rule `broken-link`.

use super::{Ctx, Rule, Run, Sink, did_you_mean};
use crate::base::{FrameworkId, Spanned, nearest};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::{Broken, Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code { name: "broken-link", default: Severity::Error, title: "a link that leads nowhere", explain: EXPLAIN };

const EXPLAIN: &str = r"Links in double brackets are looked up among ids, roles, clauses, titles and file names; relative links among the files of the
repository. Footnotes and reference links need their definition.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.3.1 wants documented information available where it is needed. A dead link is a
text that is not.

Example: `[[PRO-020]]` when there is only `PRO-002`.

Better: the nearest existing name is suggested. To name something without linking to it, leave the brackets out.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (reference, resolved) in ctx.handbook.references(idx) {
        let Resolved::Broken(broken) = resolved else { continue };
        let diagnostic = match (broken, &reference.kind) {
            (Broken::NoTarget(near), ReferenceKind::Wiki { target, .. }) => no_target(ctx, entry, target, near.as_deref()),
            (Broken::NoFile(near), ReferenceKind::Link { url }) => Diagnostic::new(
                &CODE,
                entry.place(reference.span),
                format!("there is no file `{url}`"),
            )
            .help(no_file(ctx, entry, url, near.as_deref())),
            _ => continue,
        };
        sink.push(diagnostic);
    }
    for it in &entry.document.parsed.undefined {
        let (what, form) = if it.is_footnote { ("footnote", "[^") } else { ("reference", "[") };
        sink.push(
            Diagnostic::new(&CODE, entry.place(it.span), format!("the {what} `{}` is not defined", it.label))
                .help(format!("add a line `{form}{}]: …`", it.label)),
        );
    }
}

fn no_target(ctx: &Ctx<'_>, entry: &Entry, target: &Spanned<String>, near: Option<&str>) -> Diagnostic<Place> {
    let name = &target.value;
    let place = entry.place(target.span);
    if let Some((framework, _)) = name.split_once(':') {
        let known = || ctx.handbook.catalogue.frameworks.keys().map(FrameworkId::as_str);
        if !known().any(|it| it == framework) {
            let list = known().collect::<Vec<_>>().join(", ");
            return Diagnostic::new(&CODE, place, format!("there is no framework `{framework}` to link to"))
                .help(did_you_mean(nearest(framework, known()), &format!("known are {list}")));
        }
    }
    Diagnostic::new(&CODE, place, format!("nothing is called `{name}`"))
        .help(did_you_mean(near, "link to an id, a role, a clause, or a title; without brackets it is plain text"))
}

fn no_file(ctx: &Ctx<'_>, entry: &Entry, url: &str, near: Option<&str>) -> String {
    let path = entry.path.join(url.split(['#', '?']).next().unwrap_or_default()).ok();
    let snapshot = &ctx.inputs.snapshot;
    if path.as_ref().is_some_and(|it| snapshot.skipped.contains_key(it)) {
        return String::from("the file is there but was left out; mend what is reported about it");
    }
    if path.as_ref().is_some_and(|it| snapshot.files.contains_key(it)) {
        return String::from("the file is there but is no part of the handbook: hidden, configuration or theme");
    }
    did_you_mean(near, "check the path; it counts from the folder of this document")
}
