//! Rule `duplicate-id`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::{Handbook, Target};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code =
    Code { name: "duplicate-id", default: Severity::Error, title: "an id that two documents or entries share", explain: EXPLAIN };

const EXPLAIN: &str = r"An id is a permanent reference: it names one document or entry for ever, and its page has the id as its address. Ids that differ
only in letter case (`PRC-013`, `prc-013`) count as the same, as addresses and file names do on many systems.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2 asks that documented information can be identified. Two documents under one
reference cannot be told apart in a record, a contract or an audit report.

Example: `processes/incident.md` and `processes/old/incident.md` both say `id: PRC-013`.

Better: give the newer one the next free id, and let it say `supersedes: PRC-013` if it replaces the other.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    for targets in ctx.handbook.ids.repeated() {
        let mut named: Vec<(String, Place)> = targets.iter().map(|&it| name_of(ctx.handbook, it)).collect();
        named.sort_by(|a, b| a.1.cmp(&b.1));
        let Some(((first, first_place), others)) = named.split_first() else { continue };
        for (other, place) in others {
            let message = if other == first {
                format!("the id `{other}` is taken")
            } else {
                format!("the id `{other}` differs from `{first}` by case only")
            };
            sink.push(
                Diagnostic::new(&CODE, place.clone(), message)
                    .related(first_place.clone(), "first given here")
                    .help("give one of them another id; ids are never used twice, not even after a document is withdrawn"),
            );
        }
    }
}

fn name_of(handbook: &Handbook, target: Target) -> (String, Place) {
    let (entry, id) = match target {
        Target::Document(entry) => (entry, &handbook.entries[entry].document.id),
        Target::Item(at) => {
            let document = &handbook.entries[at.entry].document;
            (at.entry, at.item.and_then(|item| document.entries.get(item)).map_or(&document.id, |item| &item.id))
        }
    };
    (id.value.to_string(), handbook.entries[entry].place(id.span))
}
