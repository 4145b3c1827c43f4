//! Audits of the certification cycle that the day lies in.

use super::{Cell, Ground, Kind, Parts};
use crate::handbook::Dated;
use crate::model::FieldValue;

pub(super) fn cycle(ground: Ground<'_>) -> Parts {
    let columns = ground.columns(&[
        ("date", Kind::Date),
        ("end", Kind::Date),
        ("audit", Kind::Id),
        ("title", Kind::Text),
        ("scheme", Kind::Word),
        ("by", Kind::Text),
        ("status", Kind::Word),
        ("result", Kind::Text),
        ("findings", Kind::List),
        ("clauses", Kind::List),
    ]);
    let cycle = ground.handbook.certification_cycle();
    let rows = ground.handbook.in_cycle(&cycle, "audit", "date").iter().map(|it| row(ground, it)).collect();
    (ground.words.get("cycle.title").to_owned(), columns, rows)
}

fn row(ground: Ground<'_>, (date, at, item): &Dated<'_>) -> Vec<Cell> {
    let word = |field: &str| item.text(field).map_or(Cell::Empty, |it| ground.own_word(it));
    let findings = match item.fields.get("findings").map(|it| &it.value) {
        Some(FieldValue::Ids(ids)) => ids.as_slice(),
        _ => &[],
    };
    vec![
        Cell::Date(*date),
        Cell::date(item.date("end")),
        Cell::Link(ground.item(*at)),
        Cell::text(item.title.as_str()),
        word("scheme"),
        Cell::maybe(item.text("by")),
        word("status"),
        Cell::maybe(item.text("result")),
        Cell::list(findings.iter().map(|id| ground.named(&id.value))),
        Cell::list(item.clauses().iter().map(|tag| ground.clause(tag))),
    ]
}
