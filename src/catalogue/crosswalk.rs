//! Which clauses of two frameworks are about the same topic. A topic match is never a claim of conformity.

use crate::base::ClauseRef;

/// One pair of clauses about the same topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The clause it starts from.
    pub from: ClauseRef,
    /// Its counterpart.
    pub to: ClauseRef,
    /// A remark on the pair.
    pub note: Option<String>,
}

/// All pairs, in the order of the files, nearest counterpart of a clause first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crosswalk {
    /// The pairs.
    pub mappings: Vec<Mapping>,
}

impl Crosswalk {
    /// Counterparts of a clause, in both directions, each with the remark.
    pub fn counterparts<'a>(&'a self, of: &'a ClauseRef) -> impl Iterator<Item = (&'a ClauseRef, Option<&'a str>)> {
        self.mappings.iter().filter_map(move |it| {
            let other = if it.from == *of {
                &it.to
            } else if it.to == *of {
                &it.from
            } else {
                return None;
            };
            Some((other, it.note.as_deref()))
        })
    }
}
