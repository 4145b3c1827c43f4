//! Required documented information of all frameworks in use, item by item.

use super::{Handbook, Scheme, Sign, State};
use crate::catalogue::Demand;

/// One item of one clause.
#[derive(Clone, Copy, Debug)]
pub struct RequiredItem<'a> {
    /// The framework.
    pub scheme: Scheme<'a>,
    /// The clause, by index.
    pub clause: usize,
    /// The item, as a place in the clause's demands.
    pub at: usize,
    /// The item.
    pub demand: &'a Demand,
    /// Whether it is provided.
    pub sign: Sign,
}

impl Handbook {
    /// All items in the order of frameworks and clauses.
    pub fn required_items(&self) -> Vec<RequiredItem<'_>> {
        let mut items = Vec::new();
        for at in 0..self.coverage.len() {
            let scheme = self.scheme(at);
            for clause in scheme.in_order() {
                let (wanted, it) = scheme.at(clause);
                for (at, (demand, state)) in wanted.demands.iter().zip(&it.demands).enumerate() {
                    let excluded = it.state == State::Excluded;
                    let sign = if excluded { Sign::NotApplicable } else { self.demand_sign(demand, &state.provided_by) };
                    items.push(RequiredItem { scheme, clause, at, demand, sign });
                }
            }
        }
        items
    }
}
