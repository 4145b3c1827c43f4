//! Required documented information of all frameworks in use.

use super::matrix::clause_link;
use super::{Cell, Ground, Kind, Parts};
use crate::catalogue::DemandKind;
use crate::handbook::RequiredItem;

pub(super) fn required(ground: Ground<'_>) -> Parts {
    let columns = ground.columns(&[
        ("framework", Kind::Text),
        ("clause", Kind::Id),
        ("clause_title", Kind::Text),
        ("item", Kind::Text),
        ("kind", Kind::Word),
        ("basis", Kind::Word),
        ("letter", Kind::Text),
        ("state", Kind::Word),
        ("provided_by", Kind::List),
    ]);
    let rows = ground.handbook.required_items().iter().map(|it| row(ground, it)).collect();
    (ground.words.get("required.title").to_owned(), columns, rows)
}

fn row(ground: Ground<'_>, it: &RequiredItem<'_>) -> Vec<Cell> {
    let (clause, coverage) = it.scheme.at(it.clause);
    let providers = &coverage.demands[it.at].provided_by;
    let kind = match it.demand.kind {
        DemandKind::Document => ("document", "required.document"),
        DemandKind::Record => ("record", "required.record"),
    };
    let basis = it.demand.basis.name();
    vec![
        Cell::text(it.scheme.framework.code.as_str()),
        Cell::Link(clause_link(ground, &it.scheme, it.clause)),
        Cell::text(clause.title.as_str()),
        Cell::text(it.demand.name.as_str()),
        ground.word(kind.0, kind.1),
        ground.word(basis, &format!("required.basis.{basis}")),
        Cell::maybe(it.demand.letter.as_deref()),
        ground.word(it.sign.provided_key(), it.sign.provided_word()),
        Cell::list(providers.iter().map(|&at| ground.item(at))),
    ]
}
