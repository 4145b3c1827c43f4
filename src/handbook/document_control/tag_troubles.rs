//! What is odd about the tags of editions, as far as history alone tells: without a look into their files.

use std::collections::{BTreeMap, BTreeSet};

use super::{Basis, EditionTrouble, editions};
use crate::source::{History, Tag, Tagged, TaggedState};

/// Troubles of all tags that are meant to be editions, by name of the tag, the earliest first.
pub(super) fn tag_troubles(basis: Basis<'_>) -> Vec<(String, EditionTrouble)> {
    let History::Known(past) = basis.history else { return Vec::new() };
    let wanted = |tag: &&Tag| basis.config.settings.editions.tags.matches(&tag.name);
    let state = |tag: &Tag, on_branch: bool| TaggedState {
        tag: tag.clone(),
        on_branch,
        on_any_branch: on_branch,
        files: Ok(BTreeMap::new()),
    };
    let near = past.tags.iter().filter(wanted).map(|it| state(it, true));
    let states: Vec<TaggedState> = near.chain(past.stray_tags.iter().filter(wanted).map(|it| state(it, false))).collect();
    // Who descends from whom is asked of the repository by `clausebook editions`.
    let tagged = Tagged { states, facts: BTreeMap::new(), reached_from: BTreeMap::<_, BTreeSet<_>>::new(), left_out: 0 };
    let records = editions(&tagged, basis);
    let told = records.into_iter().flat_map(|it| {
        let name = it.tag.name;
        it.troubles.into_iter().map(move |trouble| (name.clone(), trouble))
    });
    // What files say was not looked at.
    told.filter(|it| !matches!(it.1, EditionTrouble::Empty | EditionTrouble::OtherRegister(_) | EditionTrouble::Unreadable(_)))
        .collect()
}
