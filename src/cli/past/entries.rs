//! Dates inside the entries of registers: when a risk was reviewed, a contract checked, a record made.
//!
//! Today's texts hold the dates of today. An earlier text held earlier ones, and a later look at a register finds later ones.

use crate::base::{Cycle, Date};

/// The text with the dates of its entries as they stood on a day; `written` is the day of the text.
pub(super) fn on_day(text: &str, written: Date, day: Date) -> String {
    let Some((front, body)) = text.split_once("\n---\n\n") else { return text.to_owned() };
    let lines: Vec<&str> = front.split('\n').collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut cycle = None;
    for (number, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("- id: ") {
            cycle = cycle_of(&lines[number + 1..]);
        }
        out.push(moved(line, cycle, written, day).unwrap_or_else(|| (*line).to_owned()));
    }
    format!("{}\n---\n\n{body}", out.join("\n"))
}

/// The interval of an entry.
fn cycle_of(rest: &[&str]) -> Option<Cycle> {
    let mut entry = rest.iter().take_while(|it| !it.trim_start().starts_with("- id: "));
    entry
        .find_map(|line| line.trim().strip_prefix("interval: ").or(line.trim().strip_prefix("check_cycle: ")))
        .and_then(Cycle::parse)
}

/// A line with its date moved.
fn moved(line: &str, cycle: Option<Cycle>, written: Date, day: Date) -> Option<String> {
    let (key, value) = line.split_once(": ").filter(|(key, _)| key.starts_with("      "))?;
    let date = Date::parse(value.trim()).ok()?;
    let date = match key.trim() {
        "reviewed" if date >= written || date > day => day,
        // Whoever looks through the register checks what is due soon.
        "checked" if date > day || cycle.is_some_and(|it| date.plus(it) < day.plus_days(60)) => day,
        "last" => last_by(date, cycle, day),
        _ => return None,
    };
    Some(format!("{key}: {date}"))
}

/// The latest day of a series up to a day: back by its interval while it lies ahead, and on while there is time for the next.
fn last_by(date: Date, cycle: Option<Cycle>, day: Date) -> Date {
    let Some(cycle) = cycle else { return date.min(day) };
    let mut last = date;
    while last > day {
        last = before(last, cycle);
    }
    while last.plus(cycle) <= day {
        last = last.plus(cycle);
    }
    last
}

/// The day one interval earlier.
fn before(date: Date, cycle: Cycle) -> Date {
    let months = i32::try_from(cycle.months).unwrap_or_default();
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 - months;
    let number = |it: i32| i8::try_from(it).unwrap_or(1);
    let year = i16::try_from(month.div_euclid(12)).unwrap_or_default();
    let at = |day: i8| Date::new(year, number(month.rem_euclid(12) + 1), day);
    let same = (0..4).find_map(|it| at(date.day() - it)).unwrap_or(date);
    same.plus_days(-i32::try_from(cycle.days).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_entries_follow_the_day() {
        let text = "---\nid: A\nreviewed: 2026-06-10\nentries:\n  risk:\n    - id: R-1\n      reviewed: 2026-06-10\n    - id: R-2\n      \
            interval: 1 month\n      last: 2026-05-31\n---\n\nEnd.\n";
        let on = |day: &str| on_day(text, Date::parse("2026-06-10").unwrap(), Date::parse(day).unwrap());
        assert!(on("2025-03-01").contains("      reviewed: 2025-03-01\n") && on("2025-03-01").contains("last: 2025-02-28\n"));
        assert_eq!(on("2026-06-10"), text);
        assert!(on("2026-08-05").contains("      reviewed: 2026-08-05\n") && on("2026-08-05").contains("last: 2026-07-30\n"));
    }
}
