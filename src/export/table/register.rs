//! The master list of documents.

use super::{Cell, Ground, Kind, Parts};
use crate::config::Part;
use crate::handbook::{EntryIdx, Proof, Review};

pub(super) fn register(ground: Ground<'_>) -> Parts {
    let columns = ground.columns(&[
        ("id", Kind::Id),
        ("title", Kind::Text),
        ("type", Kind::Word),
        ("version", Kind::Text),
        ("status", Kind::Word),
        ("owner", Kind::Link),
        ("holder", Kind::Text),
        ("approver", Kind::Link),
        ("classification", Kind::Text),
        ("effective", Kind::Date),
        ("last_review", Kind::Date),
        ("review_proof", Kind::Word),
        ("proof", Kind::Word),
        ("next_review", Kind::Date),
        ("review_state", Kind::Word),
        ("on_record_since", Kind::Date),
        ("clauses", Kind::List),
        ("retention", Kind::Text),
        ("file", Kind::Text),
    ]);
    let rows = ground.by_id().into_iter().map(|idx| row(ground, idx)).collect();
    (ground.words.get("register.title").to_owned(), columns, rows)
}

fn row(ground: Ground<'_>, idx: EntryIdx) -> Vec<Cell> {
    let handbook = ground.handbook;
    let entry = &handbook.entries[idx];
    let document = &entry.document;
    let kind = &document.kind.value;
    let title = handbook.config.types.documents.get(kind).map(|it| it.title.get(ground.language()).to_owned());
    let status = handbook.status_key(idx);
    let owner = document.owner.as_ref().and_then(|it| handbook.roles.find(&it.value));
    let holders = owner.into_iter().flat_map(|it| handbook.roles.present(it)).filter(|it| it.part == Part::Holder);
    let holders: Vec<&str> = holders.map(|it| it.name.as_str()).collect();
    let role =
        |it: &Option<crate::base::Spanned<String>>| it.as_ref().map_or(Cell::Empty, |name| Cell::Link(ground.role(&name.value)));
    let review = &entry.control.review;
    vec![
        Cell::Link(ground.document(idx)),
        Cell::text(document.title.value.as_str()),
        if kind.is_empty() { Cell::Empty } else { Cell::Word(kind.clone(), title.unwrap_or_else(|| kind.clone())) },
        Cell::maybe(document.version.as_ref().map(|it| it.value.as_str())),
        ground.word(status, &format!("status.{status}")),
        role(&document.owner),
        Cell::text(holders.join(", ")),
        role(&document.approver),
        Cell::maybe(document.classification.as_ref().map(|it| it.value.as_str())),
        Cell::date(document.effective.as_ref().map(|it| it.value)),
        Cell::date(review.last.or(review.claimed)),
        ground.proof(review.proof),
        ground.proof(entry.control.approval_proof()),
        Cell::date(entry.review.due()),
        ground.review(entry.review),
        Cell::date(entry.control.on_record_since),
        Cell::list(document.clauses.iter().map(|tag| ground.clause(tag))),
        Cell::maybe(document.retention.as_deref()),
        Cell::text(entry.path.as_str()),
    ]
}

impl Ground<'_> {
    /// A level of proof; nothing where there is nothing to prove.
    pub(super) fn proof(self, proof: Option<Proof>) -> Cell {
        let (name, key) = match proof {
            Some(Proof::Proven) => ("proven", "proof.proven"),
            Some(Proof::Attested) => ("attested", "proof.attested"),
            Some(Proof::Claimed) => ("claimed", "proof.claimed"),
            Some(Proof::Contradicted) => ("contradicted", "proof.contradicted"),
            None => return Cell::Empty,
        };
        self.word(name, key)
    }

    /// The state of a review; nothing where none is needed.
    pub(super) fn review(self, review: Review) -> Cell {
        let (name, key) = match review {
            Review::NotNeeded => return Cell::Empty,
            Review::Never => ("never-reviewed", "export.review.never"),
            Review::Current { .. } => ("current", "export.review.current"),
            Review::DueSoon { .. } => ("due", "export.review.due"),
            Review::Late { .. } => ("late", "export.review.late"),
            Review::Overdue { .. } => ("overdue", "export.review.overdue"),
        };
        self.word(name, key)
    }

    /// A clause that a tag names, by its number; as written if there is no such clause.
    pub(super) fn clause(self, tag: &crate::model::ClauseTag) -> super::Link {
        match self.handbook.clause(&tag.clause) {
            Some(clause) => super::Link { text: clause.number.to_string(), to: self.handbook.clause_address(&tag.clause) },
            None => super::Link::plain(tag.written.as_str()),
        }
    }
}
