//! Rule `list-incomplete`.

use std::collections::BTreeMap;

use super::{Ctx, Rule, Run, Sink};
use crate::base::{IdList, Span, id_lists};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};
use crate::syntax::{BlockKind, Parsed, ReferenceKind, TextBlock};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "list-incomplete",
    default: Severity::Warning,
    title: "a table or list that differs from the list of ids its section inserts",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A value can be a list of ids, such as `SVC-01 to SVC-05`. Where a section inserts it, a table or list in that section whose rows all
begin with such an id is taken for the same list in full. This one leaves ids out, or has some that the value has not. Records and
withdrawn documents are not looked at.

Why an auditor cares: the scope of the certificate, the plan and the catalogue have to name the same services (ISO/IEC 20000-1:2018,
4.3, 6.3, 8.2.4). Auditors compare these lists first.

Example: the section says that `{{ services.in_scope }}` are in scope, and its table ends with `SVC-04`.

Better: add the row, or correct the value. A table about a part of the list belongs into a section of its own.
";

/// The most ids that a message names.
const NAMED: usize = 12;

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    if entry.document.is_retired() || ctx.handbook.is_record(entry) {
        return;
    }
    let parsed = &entry.document.parsed;
    let mut inserted: BTreeMap<Option<usize>, Vec<(&str, IdList)>> = BTreeMap::new();
    for reference in &parsed.references {
        let ReferenceKind::Value { name } = &reference.kind else { continue };
        let list = ctx.handbook.config.values.get(name).and_then(|it| whole_list(&it.text));
        let lists = inserted.entry(reference.section).or_default();
        if let Some(list) = list.filter(|_| lists.iter().all(|(known, _)| known != name)) {
            lists.push((name, list));
        }
    }
    inserted.retain(|_, lists| !lists.is_empty());
    if inserted.is_empty() {
        return;
    }
    for group in groups(&parsed.blocks) {
        for (name, list) in inserted.get(&group[0].section).map_or(&[][..], Vec::as_slice) {
            compare(entry, group, name, list, sink);
        }
    }
}

/// The list that a value is; none if the value says more.
fn whole_list(text: &str) -> Option<IdList> {
    let list = id_lists(text).into_iter().next()?;
    (list.range == (0..text.len())).then_some(list)
}

/// Tables without their heads, and lists.
fn groups(blocks: &[TextBlock]) -> impl Iterator<Item = &[TextBlock]> {
    let together = |a: &TextBlock, b: &TextBlock| a.kind == b.kind && a.section == b.section;
    blocks.chunk_by(together).filter(|it| matches!(it[0].kind, BlockKind::Row | BlockKind::Item))
}

fn compare(entry: &Entry, group: &[TextBlock], name: &str, list: &IdList, sink: &mut Sink) {
    let parsed = &entry.document.parsed;
    let ids: Option<Vec<&str>> = group.iter().map(|it| first_id(parsed, it).filter(|id| list.names(id).is_some())).collect();
    let Some(ids) = ids.filter(|it| it.len() > 1) else { return };
    let quoted = |ids: Vec<String>| ids.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let missing = list.without(ids.iter().copied(), NAMED);
    let mut extra: Vec<String> = ids.iter().filter(|id| list.names(id) == Some(false)).map(|it| (*it).to_owned()).collect();
    extra.truncate(NAMED);
    let what = match (missing.is_empty(), extra.is_empty()) {
        (true, true) => return,
        (false, true) => format!("leave out {}", quoted(missing)),
        (true, false) => format!("have {} besides", quoted(extra)),
        (false, false) => format!("leave out {} and have {} besides", quoted(missing), quoted(extra)),
    };
    let rows = if group[0].kind == BlockKind::Row { "the rows of this table" } else { "the items of this list" };
    let message = format!("{rows} {what}, and the section names the list `{name}`");
    sink.push(
        Diagnostic::new(&CODE, entry.place(group[0].span), message)
            .help("make both the same; what is about a part of the list belongs into a section of its own"),
    );
}

/// The id that a row or item begins with: its first cell or first words, or what a link there leads to.
fn first_id<'a>(parsed: &'a Parsed, block: &'a TextBlock) -> Option<&'a str> {
    let (text, span) = match block.cells.first() {
        Some(cell) => (&block.text[cell.range.clone()], cell.span),
        None => (block.text.as_str(), Span { end: block.span.start + 1, ..block.span }),
    };
    // References are in the order of the text.
    let at = parsed.references.partition_point(|it| it.span.end <= span.start);
    let linked = parsed.references.get(at).filter(|it| it.span.start < span.end).and_then(|it| match &it.kind {
        ReferenceKind::Wiki { target, anchor: None, .. } => Some(target.value.as_str()),
        _ => None,
    });
    linked.or_else(|| text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(')).next().filter(|it| !it.is_empty()))
}
