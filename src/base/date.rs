//! Civil dates and review cycles. No zone, no clock.

use std::fmt;

use jiff::civil;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// A day by its numbers; `None` for a day the calendar lacks.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `2026-02-01`, exactly in this form (ISO 8601, extended).
    ///
    /// # Errors
    /// Says in a few words what is wrong: the form, or a day the calendar lacks.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
        if !shaped {
            return Err("not a date in the form 2026-02-01");
        }
        let number = |from: usize, to: usize| text[from..to].parse::<i16>().unwrap_or_default();
        let small = |value: i16| i8::try_from(value).unwrap_or_default();
        Self::new(number(0, 4), small(number(5, 7)), small(number(8, 10))).ok_or("not a day of the calendar")
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Days from `earlier` to this day; negative when it comes before.
    pub fn days_since(self, earlier: Date) -> i32 {
        earlier.0.until(self.0).map_or(0, |span| span.get_days())
    }

    /// The day after a cycle: months first, then days; 31 January and one month is the last day of February.
    /// A day beyond year 9999 stays at the calendar's end.
    pub fn plus(self, cycle: Cycle) -> Self {
        let months = jiff::Span::new().try_months(i64::from(cycle.months)).unwrap_or_default();
        let days = jiff::Span::new().try_days(i64::from(cycle.days)).unwrap_or_default();
        Self(self.0.saturating_add(months).saturating_add(days))
    }

    /// The day before a cycle: months first, then days. A day before year 1 stays at the calendar's beginning.
    pub fn minus(self, cycle: Cycle) -> Self {
        let months = jiff::Span::new().try_months(i64::from(cycle.months)).unwrap_or_default();
        let days = jiff::Span::new().try_days(i64::from(cycle.days)).unwrap_or_default();
        let day = Self(self.0.saturating_sub(months).saturating_sub(days));
        day.max(Self(civil::date(1, 1, 1)))
    }

    /// The day `days` later, or earlier when negative.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().try_days(i64::from(days)).unwrap_or_default()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// A length of calendar time, as in a review cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cycle {
    /// Months (a year is twelve).
    pub months: u32,
    /// Days (a week is seven).
    pub days: u32,
}

impl Cycle {
    /// Reads `12 months`, `2 weeks`, `1 year`, `30 days`, or an ISO 8601 duration of dates such as `P1Y6M`.
    /// `None` for anything else, for nothing at all, and for more than a hundred years.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let cycle = match text.strip_prefix(['P', 'p']) {
            Some(rest) => Self::parse_iso(rest)?,
            None => {
                let (number, unit) = text.split_once(char::is_whitespace)?;
                Self::of(number.parse().ok()?, unit.trim().trim_end_matches('s'))?
            }
        };
        (cycle != Self::default() && cycle.months <= 1200 && cycle.days <= 36_525).then_some(cycle)
    }

    fn parse_iso(mut rest: &str) -> Option<Self> {
        let mut sum = Self::default();
        let mut units = ["year", "month", "week", "day"].iter();
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            let number = rest[..end].parse().ok()?;
            let letter = rest[end..].chars().next()?.to_lowercase().to_string();
            let unit = units.find(|unit| unit.starts_with(&letter))?;
            let part = Self::of(number, unit)?;
            sum = Self { months: sum.months.checked_add(part.months)?, days: sum.days.checked_add(part.days)? };
            rest = &rest[end + 1..];
        }
        Some(sum)
    }

    fn of(number: u32, unit: &str) -> Option<Self> {
        let (months, days) = match unit {
            "year" => (number.checked_mul(12)?, 0),
            "month" => (number, 0),
            "week" => (0, number.checked_mul(7)?),
            "day" => (0, number),
            _ => return None,
        };
        Some(Self { months, days })
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n: u32| if n == 1 { "" } else { "s" };
        match (self.months, self.days) {
            (months, 0) => write!(f, "{months} month{}", plural(months)),
            (0, days) => write!(f, "{days} day{}", plural(days)),
            (months, days) => write!(f, "{months} month{} and {days} day{}", plural(months), plural(days)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_dates_are_told_from_malformed_ones() {
        assert!(Date::parse("2024-02-29").is_ok());
        assert_eq!(Date::parse("2026-02-29"), Err("not a day of the calendar"));
        assert_eq!(Date::parse("2026-2-1"), Err("not a date in the form 2026-02-01"));
        assert_eq!(Date::parse("1.2.2026"), Err("not a date in the form 2026-02-01"));
    }

    #[test]
    fn cycles_end_with_the_month() {
        let day = Date::parse("2026-01-31").unwrap();
        assert_eq!(day.plus(Cycle::parse("1 month").unwrap()).to_string(), "2026-02-28");
        assert_eq!(Cycle::parse("P1Y6M"), Some(Cycle { months: 18, days: 0 }));
        assert_eq!(Cycle::parse("P2W"), Some(Cycle { months: 0, days: 14 }));
        for bad in ["", "12", "months", "P", "P1", "PT1H", "-1 months", "9999999999 years", "0 days", "P1M1Y"] {
            assert_eq!(Cycle::parse(bad), None, "{bad}");
        }
    }
}
