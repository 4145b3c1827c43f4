//! The status for reading.

use std::fmt::Write as _;

use super::{Group, Item, Matter, WORDS, count, silence};
use crate::base::Date;
use crate::handbook::Handbook;

/// One paragraph for each owner, and the numbers at the end.
pub(super) fn human(handbook: &Handbook, groups: &[Group], colours: bool) -> String {
    let mut text = String::new();
    let lines = || groups.iter().flat_map(|it| &it.items);
    let ids = lines().map(|it| super::id(handbook, it).chars().count()).max().unwrap_or(0);
    let said = lines().map(|it| said(&it.matter, handbook.as_of).chars().count()).max().unwrap_or(0);
    for group in groups {
        let _infallible = writeln!(text, "{}", heading(handbook, group, colours));
        for item in &group.items {
            let _infallible = writeln!(text, "{}", line(handbook, item, (said, ids), colours));
        }
        text.push('\n');
    }
    if let Some(why) = silence(handbook) {
        let _infallible = writeln!(text, "{why}\n");
    }
    let numbers: Vec<String> = WORDS
        .iter()
        .filter_map(|it| Some((count(groups, it), it)).filter(|it| it.0 > 0))
        .map(|(n, it)| format!("{n} {}", plain(it)))
        .collect();
    let numbers = if numbers.is_empty() { String::from("nothing to do") } else { numbers.join(", ") };
    let _infallible = writeln!(text, "{}: {numbers} in {} documents", handbook.as_of, handbook.entries.len());
    text
}

fn heading(handbook: &Handbook, group: &Group, colours: bool) -> String {
    let words = match group.role {
        None => String::from("No owner"),
        Some(role) => {
            let holders = handbook.roles.present_names(role);
            let by = match (holders.is_empty(), handbook.roles.all[role].collective) {
                (false, _) => holders.join(", "),
                (true, true) => String::from("held by a team"),
                (true, false) => String::from("nobody holds the role"),
            };
            format!("{}: {by}", handbook.roles.all[role].title)
        }
    };
    if colours { format!("\u{1b}[1m{}\u{1b}[0m", clean(&words)) } else { clean(&words) }
}

fn line(handbook: &Handbook, item: &Item, (said_width, id_width): (usize, usize), colours: bool) -> String {
    let document = &handbook.entries[item.entry].document;
    let state = format!("{:said_width$}", said(&item.matter, handbook.as_of));
    let colour = match item.matter {
        Matter::Contradicted(_) | Matter::Overdue(_) | Matter::Never => "91",
        Matter::Unapproved(_) | Matter::Late(_) => "93",
        Matter::Due(_) => "0",
    };
    let state = if colours { format!("\u{1b}[{colour}m{state}\u{1b}[0m") } else { state };
    let line = format!("  {state}  {:id_width$}  {}", clean(document.id.value.as_str()), clean(&document.title.value));
    match &item.matter {
        Matter::Contradicted(why) | Matter::Unapproved(why) => format!("{line}\n      {}", clean(why)),
        Matter::Never | Matter::Overdue(_) | Matter::Late(_) | Matter::Due(_) => line,
    }
}

/// What has to be seen to, in a few words.
pub(in crate::cli) fn said(matter: &Matter, day: Date) -> String {
    let days = |n: i32| if n == 1 { String::from("1 day") } else { format!("{n} days") };
    match matter {
        Matter::Contradicted(_) => String::from("approval contradicted"),
        Matter::Unapproved(_) => String::from("not approved"),
        Matter::Never => String::from("never reviewed"),
        Matter::Overdue(due) => format!("review overdue since {due}, {}", days(day.days_since(*due))),
        Matter::Late(due) => format!("review due since {due}, {}", days(day.days_since(*due))),
        Matter::Due(due) if *due == day => format!("review due {due}, today"),
        Matter::Due(due) => format!("review due {due}, in {}", days(due.days_since(day))),
    }
}

fn plain(word: &str) -> &str {
    match word {
        "contradicted" => "contradicted",
        "unapproved" => "not approved",
        "never-reviewed" => "never reviewed",
        "late" => "late within grace",
        "due" => "due soon",
        other => other,
    }
}

/// Words of a document, without what would steer a terminal.
pub(in crate::cli) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
