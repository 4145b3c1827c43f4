//! What goes wrong on the branch `faults`, each in commits of its own whose subjects say it.
//!
//! The table names the document and the rule that has to find it, so that a test can hold the rules against it.

use std::collections::BTreeMap;

use super::Story;
use super::calendar::{moment, moved_text};
use super::change::{Message, Step};
use super::life::by;
use super::text::{self, Line};

/// A fault, with the rule that finds it.
pub(super) struct Fault {
    /// The document it concerns, or the file.
    pub(super) document: &'static str,
    /// Name of the rule.
    pub(super) rule: &'static str,
    commits: &'static [Wrong],
}

/// A commit of a fault.
struct Wrong {
    subject: &'static str,
    by: &'static str,
    signed: bool,
    edits: &'static [Edit],
    /// A trailer, with the name of the person where it names one.
    trailers: &'static [(&'static str, &'static str)],
    /// Days before the others that its dates name.
    early: i32,
}

enum Edit {
    /// In this document, one text instead of another.
    Text(&'static str, &'static str, &'static str),
    /// A new version with its line in the change history.
    Version(&'static str, &'static str, &'static str),
    /// Another day of review.
    Reviewed(&'static str, &'static str),
}

use Edit::{Reviewed, Text, Version};

/// A commit on the last day.
const PLAIN: Wrong = Wrong { subject: "", by: "", signed: true, edits: &[], trailers: &[], early: 0 };

/// All faults, in the order of their commits.
pub(super) const FAULTS: &[Fault] = &[
    Fault {
        document: "PRC-012",
        rule: "text-changed-after-approval",
        commits: &[Wrong {
            subject: "Fault: PRC-012 changed after its approval, version 2.1 as before",
            by: "Freya Eastlake",
            edits: &[Text("PRC-012", "observed for three working days", "observed for two working days")],
            ..PLAIN
        }],
    },
    Fault {
        document: "PLN-006",
        rule: "version-disagrees",
        commits: &[Wrong {
            subject: "Fault: PLN-006 is version 1.3, its change history ends with 1.2",
            by: "Wim Kettleby",
            edits: &[Text("PLN-006", "{version: 1.3,", "{version: 1.2,")],
            ..PLAIN
        }],
    },
    Fault {
        document: "PRO-007",
        rule: "approved-own-text",
        commits: &[Wrong {
            subject: "Fault: PRO-007 1.3 written and approved by the same person",
            by: "Priya Calloway",
            edits: &[
                Text("PRO-007", "Correct** within five working days", "Correct** within ten working days"),
                Version("PRO-007", "1.3", "Ten working days for corrections"),
            ],
            trailers: &[("Document", "PRO-007"), ("Approved-by", "@Priya Calloway")],
            ..PLAIN
        }],
    },
    Fault {
        document: "PRC-004",
        rule: "approver-unauthorized",
        commits: &[
            Wrong {
                subject: "PRC-004 2.3: orphans get ten working days",
                by: "Milo Farrant",
                edits: &[
                    Text("PRC-004", "its owner has five working days to attach", "its owner has ten working days to attach"),
                    Version("PRC-004", "2.3", "Ten working days for orphans"),
                ],
                ..PLAIN
            },
            Wrong {
                subject: "Fault: PRC-004 2.3 approved by somebody who does not hold the role",
                by: "Wim Kettleby",
                trailers: &[("Document", "PRC-004"), ("Approved-by", "@Wim Kettleby")],
                ..PLAIN
            },
        ],
    },
    Fault {
        document: "PLN-002",
        rule: "approval-unproven",
        commits: &[Wrong {
            subject: "Fault: PLN-002 4.2 with the word of somebody else, unsigned, that it was approved",
            by: "Tomas Brackley",
            signed: false,
            edits: &[
                Text("PLN-002", "| at most 330 | 148, behind", "| at most 360 | 148, behind"),
                Version("PLN-002", "4.2", "Target of OBJ-5 lowered"),
            ],
            trailers: &[("Document", "PLN-002"), ("Approved-by", "@Ines Aldworth")],
            ..PLAIN
        }],
    },
    Fault {
        document: "REG-006",
        rule: "review-dates-bulk-edited",
        commits: &[Wrong {
            subject: "Fault: eight days of review moved in one commit",
            by: "Tomas Brackley",
            edits: &[
                Reviewed("REG-006", "2026-06-26"),
                Reviewed("MAN-001", "2026-06-26"),
                Reviewed("MAN-002", "2026-06-26"),
                Reviewed("MAN-003", "2026-06-26"),
                Reviewed("PLN-001", "2026-06-26"),
                Reviewed("PLN-003", "2026-06-26"),
                Reviewed("PLN-005", "2026-06-26"),
                Reviewed("ROL-003", "2026-06-26"),
            ],
            ..PLAIN
        }],
    },
    Fault {
        document: "PRO-005",
        rule: "review-backdated",
        commits: &[Wrong {
            subject: "Fault: PRO-005 says it was reviewed in March, and says so only today",
            by: "Beck Marlowe",
            edits: &[Reviewed("PRO-005", "2026-03-02")],
            ..PLAIN
        }],
    },
    Fault {
        document: "PRC-008",
        rule: "commit-date-implausible",
        commits: &[Wrong {
            subject: "Fault: PRC-008 reviewed by a commit that is older than its parent",
            by: "Sunniva Ibbotson",
            trailers: &[("Document", "PRC-008"), ("Reviewed-by", "@Sunniva Ibbotson"), ("Review-outcome", "no-change")],
            early: 240,
            ..PLAIN
        }],
    },
    Fault {
        document: "REC-001",
        rule: "anchor-broken",
        commits: &[Wrong {
            subject: "Fault: the state noted in the management review is not in this history",
            by: "Tomas Brackley",
            trailers: &[("Anchor", super::events::HEAD)],
            ..PLAIN
        }],
    },
    Fault {
        document: "people.yml",
        rule: "people-changed-without-approval",
        commits: &[Wrong {
            subject: "Fault: a role taken without the Managing Director's approval",
            by: "Oren Dunmore",
            edits: &[Text(
                "people.yml",
                "roles: [{role: service-desk-manager, from: 2022-02-01}]",
                "roles: [{role: service-desk-manager, from: 2022-02-01}, {role: sms-manager, from: 2026-06-01, part: deputy}]",
            )],
            ..PLAIN
        }],
    },
    Fault {
        document: "PRC-003",
        rule: "review-overdue",
        commits: &[Wrong {
            subject: "Fault: PRC-003 was not reviewed in time",
            by: "Milo Farrant",
            edits: &[Text("PRC-003", "review_cycle: 12 months", "review_cycle: 1 day")],
            ..PLAIN
        }],
    },
];

impl Story {
    /// The commits of the branch. `texts` are the files of `main` by path.
    pub(super) fn faults(&self, mut texts: BTreeMap<String, String>) -> Result<Vec<Step>, String> {
        let mut steps = Vec::new();
        for (fault, wrong) in FAULTS.iter().flat_map(|fault| fault.commits.iter().map(move |it| (fault, it))) {
            let author = self.staff.named(wrong.by)?;
            let reason = format!("Found by the rule {}, for {}.", fault.rule, fault.document);
            let mut message = Message::new(wrong.subject).body(reason);
            for (key, value) in wrong.trailers {
                let value = match value.strip_prefix('@') {
                    Some(name) => by(self.staff.named(name)?),
                    None => (*value).to_owned(),
                };
                message = message.trailer(key, value);
            }
            let mut files = BTreeMap::new();
            for edit in wrong.edits {
                let (path, text) = self.edited(&texts, edit)?;
                texts.insert(path.clone(), text.clone());
                files.insert(path, Some(text));
            }
            let minute = 1210 + i32::try_from(steps.len()).unwrap_or_default() * 10;
            let at = moment(self.days.last.plus_days(-wrong.early), minute);
            steps.push(Step { at, author: author.clone(), files, message, signed: wrong.signed });
        }
        Ok(steps)
    }

    /// A file after an edit.
    fn edited(&self, texts: &BTreeMap<String, String>, edit: &Edit) -> Result<(String, String), String> {
        let (Text(id, ..) | Version(id, ..) | Reviewed(id, _)) = edit;
        let holds = |path: &str, text: &str| path == *id || text::get(text, "id") == Some(id);
        let (path, text) = texts.iter().find(|(path, text)| holds(path, text)).ok_or_else(|| format!("there is no {id}"))?;
        let moved = |it: &str| moved_text(it, self.years);
        let text = match edit {
            Text(_, now, then) => text::instead(text, &moved(now), &moved(then))?,
            Version(_, label, note) => {
                let mut lines = vec![Line::new(label, &self.days.last.to_string(), note)];
                lines.extend(text::changes(text));
                text::with_changes(&text::set(text, "version", label), &lines)
            }
            Reviewed(_, day) => text::set(text, "reviewed", &moved(day)),
        };
        Ok((path.clone(), text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;

    #[test]
    fn every_fault_can_be_made_in_any_year_of_the_example() {
        for day in ["2026-07-01", "2026-11-22", "2028-03-01"] {
            let story = Story::new(Date::parse(day).unwrap()).unwrap();
            let changes = story.changes().unwrap();
            story.formatting(&changes).unwrap();
            let commits: usize = FAULTS.iter().map(|it| it.commits.len()).sum();
            assert_eq!(story.faults(story.files.clone()).unwrap().len(), commits, "{day}");
            assert!(FAULTS.iter().all(|it| !it.rule.is_empty() && !it.document.is_empty()));
        }
    }
}
