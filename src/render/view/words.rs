//! Views whose wording does not depend on what the page is about: proof, days, notices, the control block, print lines.
//!
//! They stand here so that the same thing reads the same on every page. Facts come in; nothing is judged.

use super::{
    Action, ApprovalRow, Banner, BannerKind, Check, CheckOutcome, Choice, ControlField, Day, Link, MenuEntry, Part, Print,
    ProofLevel, ProofMark, Way,
};
use crate::base::{Cycle, Date};
use crate::render::strings::Strings;

impl ProofMark {
    /// A level with its word.
    pub fn new(level: ProofLevel, words: &Strings) -> Self {
        Self { level, word: words.get(level.key()).to_owned() }
    }
}

impl Day {
    /// A day without its distance.
    pub fn new(date: Date, words: &Strings) -> Self {
        Self { text: words.date(date), iso: date.to_string(), ..Self::default() }
    }

    /// A day on which something is due. Within `soon_days` it is soon.
    pub fn due(date: Date, today: Date, soon_days: i32, words: &Strings) -> Self {
        let tone = match date.days_since(today) {
            days if days < 0 => "overdue",
            days if days <= soon_days => "soon",
            _ => "",
        };
        Self { distance: words.due(date, today), tone: tone.to_owned(), ..Self::new(date, words) }
    }
}

impl Banner {
    /// The text is a draft or in review: nobody has approved it. `approved` leads to the text in force, if there is one.
    pub fn draft(in_review: bool, approved: Option<Link>, words: &Strings) -> Self {
        let text = if in_review { "banner.review" } else { "banner.draft" };
        Self::of(BannerKind::Draft, "warn", ("banner.draft.strong", words.get(text)), approved, words)
    }

    /// The text is not in force. `in_force` leads to the one that is, if there is one.
    pub fn not_in_force(in_force: Option<Link>, words: &Strings) -> Self {
        let text = if in_force.is_some() { "banner.pending.replaces" } else { "banner.pending.first" };
        let action = in_force.map(|link| Link { title: words.get("banner.pending.read").to_owned(), ..link });
        Self::of(BannerKind::Draft, "warn", ("banner.pending.strong", words.get(text)), action, words)
    }

    /// The text is in force, and another one is pending, of which `state` tells.
    pub fn pending(state: &str, page: Link, words: &Strings) -> Self {
        let text = words.with("banner.coming", &[("state", state)]);
        let action = Link { title: words.get("banner.coming.read").to_owned(), ..page };
        Self::of(BannerKind::Plain, "info", ("banner.coming.strong", &text), Some(action), words)
    }

    /// The document is retired. `replaced_by` leads to what replaces it.
    pub fn retired(replaced_by: Option<Link>, words: &Strings) -> Self {
        let text = match &replaced_by {
            Some(link) => words.with("banner.retired.by", &[("title", &link.title)]),
            None => words.get("banner.retired").to_owned(),
        };
        let action = replaced_by.map(|link| Link { title: words.get("banner.retired.read").to_owned(), ..link });
        Self::of(BannerKind::Superseded, "history", ("banner.retired.strong", &text), action, words)
    }

    /// The page belongs to an edition that another took the place of.
    pub fn edition_superseded(text: String, current: Link, words: &Strings) -> Self {
        Self::of(BannerKind::Superseded, "history", ("banner.edition.past.strong", &text), Some(current), words)
    }

    /// The page belongs to the working tree, which stands beside a published edition.
    pub fn edition_draft(text: String, current: Link, words: &Strings) -> Self {
        Self::of(BannerKind::Draft, "warn", ("banner.edition.draft.strong", &text), Some(current), words)
    }

    /// Another document supersedes this one.
    pub fn superseded(by: Link, words: &Strings) -> Self {
        let text = words.with("banner.superseded", &[("title", &by.title)]);
        let action = Link { title: words.get("banner.retired.read").to_owned(), ..by };
        Self::of(BannerKind::Superseded, "history", ("banner.superseded.strong", &text), Some(action), words)
    }

    /// The text is approved and its day has not come.
    pub fn not_yet_effective(from: Date, words: &Strings) -> Self {
        let text = words.with("banner.ahead", &[("date", &words.date(from))]);
        Self::of(BannerKind::Superseded, "info", ("banner.ahead.strong", &text), None, words)
    }

    /// The page is a translation; the original decides. `behind` is the version it was made from, if the original went on.
    pub fn translation(original: Link, behind: Option<(&str, &str)>, words: &Strings) -> Self {
        let (kind, strong, text) = match behind {
            Some((from, now)) => (
                BannerKind::Superseded,
                "banner.translation.behind.strong",
                words.with("banner.translation.behind", &[("from", from), ("now", now)]),
            ),
            None => {
                (BannerKind::Plain, "banner.translation.strong", words.with("banner.translation", &[("title", &original.title)]))
            }
        };
        let action = Link { title: words.get("banner.translation.read").to_owned(), ..original };
        Self::of(kind, "info", (strong, &text), Some(action), words)
    }

    /// The page is one of a copy. `text` says of what, and when it was made; `published` is the page's address where the site is published.
    pub fn offline(text: &str, published: Option<String>, words: &Strings) -> Self {
        let action = published.map(|href| Link { title: words.get("banner.offline.read").to_owned(), href });
        Self::of(BannerKind::Plain, "", ("banner.offline.strong", text), action, words)
    }

    fn of(kind: BannerKind, icon: &str, (strong, text): (&str, &str), action: Option<Link>, words: &Strings) -> Self {
        let strong = words.get(strong).to_owned();
        Self { kind, icon: icon.to_owned(), strong, text: text.to_owned(), actions: action.into_iter().collect() }
    }
}

impl ApprovalRow {
    /// The front matter says that the text is approved, and nothing more is known. `why` says so in a sentence.
    pub fn claimed(version: &str, approver: Option<Part>, why: &str, words: &Strings) -> Self {
        let (alone, by) = if version.is_empty() {
            ("approval.claimed.unnumbered", "approval.claimed.unnumbered.by")
        } else {
            ("approval.claimed", "approval.claimed.by")
        };
        let mut sentence = match approver {
            Some(approver) => split_at(words.with(by, &[("version", version)]), "{approver}", approver),
            None => vec![Part::text(words.with(alone, &[("version", version)]))],
        };
        sentence.push(Part::text(format!(" {why}")));
        Self {
            proof: Some(ProofMark::new(ProofLevel::Claimed, words)),
            pill: String::new(),
            sentence,
            checks: unread_checks(words),
            note: words.get("approval.claimed.note").to_owned(),
            commands: Vec::new(),
        }
    }

    /// Nobody claims that the text is approved.
    pub fn not_approved(in_review: bool, approver: Option<Part>, words: &Strings) -> Self {
        let (alone, by) =
            if in_review { ("approval.waiting", "approval.waiting.by") } else { ("approval.none", "approval.none.by") };
        let sentence = match approver {
            Some(approver) => split_at(words.get(by).to_owned(), "{approver}", approver),
            None => vec![Part::text(words.get(alone))],
        };
        Self { pill: words.get("approval.pill").to_owned(), sentence, ..Self::default() }
    }
}

/// The sentence with a part that may be a link in place of `mark`.
fn split_at(sentence: String, mark: &str, part: Part) -> Vec<Part> {
    match sentence.split_once(mark) {
        Some((before, after)) => vec![Part::text(before), part, Part::text(after)],
        None => vec![Part::text(sentence)],
    }
}

/// The checks behind a level of proof: key of the title, key of what a build without history says.
const CHECKS: [(&str, &str); 5] = [
    ("check.recorded", "check.recorded.unread"),
    ("check.authorised", "check.authorised.unread"),
    ("check.signature", "check.signature.unread"),
    ("check.unchanged", "check.unchanged.unread"),
    ("check.dates", "check.dates.unread"),
];

fn unread_checks(words: &Strings) -> Vec<Check> {
    let check = |(title, text): (&str, &str)| Check {
        outcome: CheckOutcome::Unknown,
        title: words.get(title).to_owned(),
        text: vec![Part::text(words.get(text))],
    };
    CHECKS.into_iter().map(check).collect()
}

/// What the control block shows. Roles come with the person who holds them.
#[derive(Clone, Debug, Default)]
pub struct ControlFacts {
    /// Id, as shown.
    pub id: String,
    /// Declared version, empty for none.
    pub version: String,
    /// Status, in words.
    pub status: String,
    /// Classification, empty for none.
    pub classification: String,
    /// The day it takes effect.
    pub effective: Option<Date>,
    /// The day of the last review.
    pub reviewed: Option<Date>,
    /// The owning role, and who holds it.
    pub owner: Option<(Part, String)>,
    /// The approving role, and who holds it.
    pub approver: Option<(Part, String)>,
    /// The day of the next review.
    pub due: Option<Date>,
    /// The review cycle.
    pub cycle: Option<Cycle>,
}

/// Both rows of the control block. What is missing says so.
pub fn control_fields(
    facts: &ControlFacts,
    today: Date,
    soon_days: i32,
    words: &Strings,
) -> (Vec<ControlField>, Vec<ControlField>) {
    let field = |label: &str, value: Option<String>| ControlField {
        label: words.get(label).to_owned(),
        value: value.filter(|value| !value.is_empty()).unwrap_or_else(|| words.get("field.none").to_owned()),
        ..ControlField::default()
    };
    let role = |label: &str, role: &Option<(Part, String)>| {
        let mut shown = field(label, role.as_ref().map(|(part, _)| part.text.clone()));
        if let Some((part, person)) = role {
            shown.href.clone_from(&part.href);
            shown.note.clone_from(person);
        }
        shown
    };
    let day = |date: Option<Date>| date.map(|date| words.date(date));
    let mut due = field("field.due", day(facts.due));
    if let Some(date) = facts.due {
        let shown = Day::due(date, today, soon_days, words);
        let cycle = facts.cycle.map(|cycle| words.cycle(cycle));
        due.note = std::iter::once(shown.distance).chain(cycle).collect::<Vec<_>>().join(", ");
        due.tone = shown.tone;
    } else if let Some(cycle) = facts.cycle {
        due.note = words.cycle(cycle);
    }
    let narrow = vec![
        field("field.document", Some(facts.id.clone())),
        field("field.version", Some(facts.version.clone())),
        field("field.status", Some(facts.status.clone())),
        field("field.classification", Some(facts.classification.clone())),
        field("field.effective", day(facts.effective)),
        field("field.reviewed", day(facts.reviewed)),
    ];
    (narrow, vec![role("field.owner", &facts.owner), role("field.approver", &facts.approver), due])
}

/// The line that closes the controlled text.
pub fn end_mark(id: &str, version: &str, words: &Strings) -> String {
    if version.is_empty() {
        words.with("doc.end", &[("id", id)])
    } else {
        words.with("doc.end.version", &[("id", id), ("version", version)])
    }
}

/// The main menu. `matrix` is the address of the first framework's matrix.
pub fn main_menu(matrix: &str, words: &Strings) -> Vec<MenuEntry> {
    let entry = |key: &str, title: &str, href: &str| MenuEntry {
        key: key.to_owned(),
        title: words.get(title).to_owned(),
        href: href.to_owned(),
    };
    vec![
        entry("documents", "menu.documents", "documents/index.html"),
        entry("clauses", "menu.clauses", matrix),
        entry("register", "menu.register", "register/index.html"),
        entry("roles", "menu.roles", "roles/index.html"),
        entry("reports", "menu.reports", "reports/index.html"),
    ]
}

/// The saved filters of the register, with their counts in the order: all, due soon, overdue, unapproved, not proven.
/// `current` is the place of the page's own filter in that order.
pub fn register_tabs(counts: [usize; 5], current: usize, words: &Strings) -> Vec<Choice> {
    let tabs = [
        ("register.all", "index.html"),
        ("register.due_soon", "due-soon.html"),
        ("register.overdue", "overdue.html"),
        ("register.unapproved", "unapproved.html"),
        ("register.not_proven", "not-proven.html"),
    ];
    tabs.iter()
        .zip(counts)
        .enumerate()
        .map(|(place, ((title, href), count))| Choice {
            title: words.get(title).to_owned(),
            href: (*href).to_owned(),
            count,
            current: place == current,
            alert: place == 2,
        })
        .collect()
}

/// The three ways in of the home page, without their rows.
pub fn ways_in(words: &Strings) -> [Way; 3] {
    let way =
        |title: &str, text: &str| Way { title: words.get(title).to_owned(), text: words.get(text).to_owned(), rows: Vec::new() };
    [
        way("home.procedures", "home.procedures.text"),
        way("home.owning", "home.owning.text"),
        way("home.auditing", "home.auditing.text"),
    ]
}

/// What can be done with a document: print it, find its source. `path` is the file in the repository.
pub fn document_actions(path: &str, source_href: Option<&str>, words: &Strings) -> Vec<Action> {
    let print =
        Action { icon: "print".to_owned(), title: words.get("action.print").to_owned(), href: String::new(), print: true };
    let source = Action {
        icon: "code".to_owned(),
        title: words.with("action.source", &[("path", path)]),
        href: source_href.unwrap_or_default().to_owned(),
        print: false,
    };
    vec![print, source]
}

/// What every printed sheet says.
#[derive(Clone, Copy, Debug, Default)]
pub struct SheetFacts<'a> {
    /// Id and title.
    pub document: &'a str,
    /// Version, empty for none.
    pub version: &'a str,
    /// Commit, empty when history was not read.
    pub commit: &'a str,
    /// Organization, handbook and edition.
    pub source: &'a str,
    /// Classification, empty for none.
    pub classification: &'a str,
    /// Whether the text is not approved.
    pub draft: bool,
    /// Whether the text is superseded or retired.
    pub superseded: bool,
}

impl Print {
    /// The lines of a sheet.
    pub fn new(facts: SheetFacts<'_>, words: &Strings) -> Self {
        let mut parts = vec![facts.document.to_owned()];
        if !facts.version.is_empty() {
            parts.push(words.with("print.version", &[("version", facts.version)]));
        }
        if !facts.commit.is_empty() {
            parts.push(words.with("print.commit", &[("commit", facts.commit)]));
        }
        let state = match (facts.draft, facts.superseded) {
            (true, _) => Some(words.get("print.draft")),
            (false, true) => Some(words.get("print.superseded")),
            (false, false) => None,
        };
        let right: Vec<&str> = state.into_iter().chain(Some(facts.classification).filter(|text| !text.is_empty())).collect();
        Self {
            line1: words.get("print.uncontrolled").to_owned(),
            line2: parts.join(" · "),
            header_left: facts.source.to_owned(),
            header_right: right.join(" · "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn control_block_says_what_is_missing_and_what_is_late() {
        let words = Strings::load("en", None).0;
        let facts = ControlFacts {
            id: "PRC-013".to_owned(),
            due: Some(day("2026-02-06")),
            cycle: Cycle::parse("12 months"),
            owner: Some((Part::link("Incident Manager", "../roles/im.html"), "Daniel Okafor".to_owned())),
            ..ControlFacts::default()
        };
        let (narrow, wide) = control_fields(&facts, day("2026-03-18"), 30, &words);
        assert_eq!((narrow.len(), wide.len()), (6, 3));
        assert_eq!(narrow[1].value, "Not stated");
        assert_eq!((wide[0].note.as_str(), wide[0].href.as_deref()), ("Daniel Okafor", Some("../roles/im.html")));
        assert_eq!((wide[2].note.as_str(), wide[2].tone.as_str()), ("40 days overdue, 12-month cycle", "overdue"));
    }

    #[test]
    fn claimed_approval_never_says_more_than_was_looked_at() {
        for language in ["en", "de"] {
            let words = Strings::load(language, None).0;
            let row = ApprovalRow::claimed("2.1", Some(Part::link("SMS Manager", "r.html")), "Nothing was read.", &words);
            assert_eq!(row.proof.as_ref().map(|mark| mark.level), Some(ProofLevel::Claimed));
            assert_eq!(row.sentence.len(), 4, "{language}");
            assert_eq!((row.sentence[1].text.as_str(), row.sentence[3].text.as_str()), ("SMS Manager", " Nothing was read."));
            assert!(row.checks.len() == 5 && row.checks.iter().all(|check| check.outcome == CheckOutcome::Unknown));
            for in_review in [false, true] {
                let row = ApprovalRow::not_approved(in_review, Some(Part::text("X")), &words);
                assert!(row.proof.is_none() && row.sentence.len() == 3, "{language}");
            }
        }
    }

    #[test]
    fn sheets_name_the_state_of_the_text() {
        let words = Strings::load("en", None).0;
        let facts = SheetFacts { document: "PRC-013 Incidents", version: "2.1", draft: true, ..SheetFacts::default() };
        let print = Print::new(facts, &words);
        assert_eq!(print.line2, "PRC-013 Incidents · version 2.1");
        assert_eq!(print.header_right, "DRAFT, UNCONTROLLED");
    }
}
