//! The editions for reading.

use std::fmt::Write as _;

use super::{audits, current, said};
use crate::cli::document::signing;
use crate::cli::status::clean;
use crate::handbook::Handbook;
use crate::handbook::document_control::{EditionRecord, EditionTrouble};
use crate::source::Past;

/// One paragraph for each, the latest first, and their number at the end.
pub(super) fn human(handbook: &Handbook, past: &Past, records: &[EditionRecord], colours: bool) -> String {
    let mut text = String::new();
    let current = current(handbook, past);
    for record in records.iter().rev() {
        let lines = paragraph(handbook, current, record, colours);
        let _infallible = writeln!(text, "{}\n", lines.join("\n"));
    }
    let breaches = records.iter().filter(|it| it.troubles.iter().any(EditionTrouble::is_breach)).count();
    let numbers = match records.len() {
        0 => {
            let patterns = &handbook.config.settings.editions.tags.patterns;
            format!("no tag is an edition: they are tags like {}", patterns.join(", "))
        }
        1 => String::from("1 edition"),
        n => format!("{n} editions"),
    };
    let of_them = if breaches > 0 { format!(", {breaches} changed since noted") } else { String::new() };
    let _infallible = writeln!(text, "{}{of_them}", clean(&numbers));
    text
}

fn paragraph(handbook: &Handbook, current: Option<&str>, it: &EditionRecord, colours: bool) -> Vec<String> {
    let paint = |text: &str, code: &str| if colours { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let day = it.day.map_or_else(|| String::from("day not known"), |it| it.to_string());
    let documents = match it.documents {
        Some(1) => String::from("1 document"),
        Some(n) => format!("{n} documents"),
        None => String::from("documents not known"),
    };
    let current = if current == Some(it.tag.name.as_str()) { "  current" } else { "" };
    let mut lines = vec![format!("{}  {day}  {documents}{current}", paint(&clean(&it.tag.name), "1"))];
    lines.push(format!("  commit {}", it.tag.commit));
    lines.push(match &it.tag.annotation {
        Some(annotation) => {
            let by = annotation.tagger.as_ref().map(|it| format!(" by {}", it.display)).unwrap_or_default();
            clean(&format!("  annotated{by}; {}", signing(&it.signing)))
        }
        None => String::from("  lightweight; not signed"),
    });
    if let Some(register) = it.register {
        let noted = if it.noted.register.is_none() { "; the tag notes none" } else { ", as the tag notes" };
        let other = it.troubles.iter().any(|it| matches!(it, EditionTrouble::OtherRegister(_)));
        lines.push(format!("  register sha256:{register}{}", if other { "" } else { noted }));
    }
    lines.extend(it.predecessor.as_ref().map(|it| clean(&format!("  after {it}"))));
    lines.extend(it.noted.allowed.iter().map(|it| clean(&format!("  passed over: {it}"))));
    for (_, item) in audits(handbook, &it.tag.name) {
        let day = item.date("date").map(|it| format!(", {it}")).unwrap_or_default();
        lines.push(clean(&format!("  seen by {} {}{day}", item.id.value, item.title)));
    }
    lines.extend(it.anchored.iter().map(|it| format!("  anchored by commit {}", it.short())));
    for trouble in &it.troubles {
        let (label, code) = if trouble.is_breach() { ("error", "91") } else { ("note", "0") };
        lines.push(format!("  {}: {}", paint(label, code), clean(&said(trouble))));
    }
    lines
}
