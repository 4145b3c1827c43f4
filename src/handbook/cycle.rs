//! The certification cycle that the day lies in, and its audits.

use super::{Handbook, ItemRef};
use crate::base::Date;
use crate::model::Item;

/// How many days before its beginning a cycle takes audits in: a certificate rests on them.
const BEFORE: i32 = 365;

/// A certification cycle.
#[derive(Clone, Copy, Debug)]
pub struct CertificationCycle<'a> {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The certificate; without one the cycle is the two years before the day and the one after it.
    pub certificate: Option<&'a Item>,
}

impl CertificationCycle<'_> {
    /// Whether something of a day belongs to the cycle or what leads up to it.
    pub fn covers(&self, day: Date) -> bool {
        self.is_after_start(day) && day <= self.to
    }

    /// Whether a day does not lie before what leads up to the cycle.
    pub fn is_after_start(&self, day: Date) -> bool {
        self.from.plus_days(-BEFORE) <= day
    }
}

/// An entry with its day.
pub type Dated<'a> = (Date, ItemRef, &'a Item);

impl Handbook {
    /// The cycle of the certificate in force, else of the latest one.
    pub fn certification_cycle(&self) -> CertificationCycle<'_> {
        let all = self.items_of("certificate").filter_map(|(_, item)| Some((item.date("from")?, item.date("to")?, item)));
        let day = self.as_of;
        match all.max_by_key(|(from, to, _)| (*from <= day && day <= *to, *from)) {
            Some((from, to, item)) => CertificationCycle { from, to, certificate: Some(item) },
            None => CertificationCycle { from: day.plus_days(-730), to: day.plus_days(365), certificate: None },
        }
    }

    /// Entries of a kind that belong to a cycle by the day in a field, the earliest first.
    pub fn in_cycle(&self, cycle: &CertificationCycle<'_>, kind: &str, field: &str) -> Vec<Dated<'_>> {
        let all = self.items_of(kind).filter_map(|(at, item)| Some((item.date(field)?, at, item)));
        let mut dated: Vec<Dated<'_>> = all.filter(|(date, ..)| cycle.covers(*date)).collect();
        dated.sort_by_key(|(date, at, _)| (*date, *at));
        dated
    }
}
