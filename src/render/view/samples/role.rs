//! Roles of the sample.

use super::*;
use crate::render::figure::{Holding, Lane, RoleHolders, Vacancy, role_holders};

fn holders() -> String {
    let holding = |name: &str, from: &str, to: Option<&str>| Holding { name: name.into(), from: day(from), to: to.map(day) };
    let figure = RoleHolders {
        from: day("2022-01-01"),
        to: day("2026-03-18"),
        today: day("2026-03-18"),
        today_word: "Today".into(),
        lanes: vec![
            Lane {
                label: "Holder".into(),
                holdings: vec![
                    holding("Anna Kowalczyk", "2022-03-01", Some("2024-05-31")),
                    holding("Daniel Okafor", "2024-09-01", None),
                ],
                vacancies: vec![Vacancy {
                    from: day("2024-06-01"),
                    to: Some(day("2024-08-31")),
                    words: "vacant 3 months".into(),
                }],
            },
            Lane {
                label: "Deputy".into(),
                holdings: vec![
                    holding("Daniel Okafor", "2022-09-01", Some("2024-08-31")),
                    holding("Sofia Lindgren", "2024-09-01", None),
                ],
                vacancies: Vec::new(),
            },
        ],
    };
    role_holders(
        words("hold", "Who holds it", "Anna Kowalczyk, March 2022 to May 2024; Daniel Okafor since September 2024."),
        &figure,
    )
}

fn responsibilities() -> Vec<Responsibility> {
    let duty = |letters: Vec<&'static str>, text: &str, part: &str, section: &str| Duty {
        text: text.into(),
        letters,
        part: part.into(),
        section: link(section, "#page:main"),
    };
    vec![
        Responsibility {
            document: link("Incident management", "#page:main"),
            about: "PRO-012, version 3.2".into(),
            duties: vec![
                duty(vec!["A"], "Owns the process and its measures", "accountable", "2 Who does what"),
                duty(vec!["A", "R"], "Report measures each month", "accountable and responsible", "6 Measures"),
            ],
        },
        Responsibility {
            document: link("Major incident procedure", "#page:main"),
            about: "PRC-004, version 2.1".into(),
            duties: vec![duty(vec!["A", "R"], "Declare a major incident", "accountable and responsible", "1 When to use this")],
        },
    ]
}

/// One role.
pub(super) fn one() -> RolePage {
    let mut frame = page("roles", "Incident Manager");
    frame.crumbs = vec![link("Roles", "roles.html")];
    frame.toc = toc(&[("holders", "Who holds it"), ("responsibilities", "Responsibilities"), ("authority", "Authority")]);
    let holder = |name: &str, part: &str, from: &str, to: &str| HolderRow {
        name: name.into(),
        part: part.into(),
        from: from.into(),
        to: to.into(),
        present: to == "today",
        ..HolderRow::default()
    };
    let document = |id: &str, title: &str, day: &str, distance: &str, tone: &str| RoleDocument {
        chip: chip(id),
        title: title.into(),
        due: Day { text: day.into(), distance: distance.into(), tone: tone.into(), iso: String::new() },
        ..RoleDocument::default()
    };
    RolePage {
        page: frame,
        list_title: "16 roles".into(),
        list: ["Change Manager", "Incident Manager", "Problem Manager"]
            .map(|title| NavItem { title: title.into(), href: "role.html".into(), current: title.starts_with('I') })
            .to_vec(),
        title: "Incident Manager".into(),
        summary: "Makes sure that services come back in time and that every incident leaves a usable record.".into(),
        document: Some(chip("ROL-007:p")),
        strip: vec![
            fact("Holder", "Daniel Okafor", "since 1 Sep 2024"),
            fact("Deputy", "Sofia Lindgren", "since 1 Sep 2024"),
            StripFact { href: "role.html".into(), ..fact("Reports to", "Head of Service Management", "") },
            fact("Owns", "2 documents", "both proven"),
            fact("Next review", "24 Feb 2027", "in 343 days"),
        ],
        source_note: "From people.yml.".into(),
        holders_svg: Some(holders()),
        holders: vec![
            holder("Daniel Okafor", "Holder", "1 Sep 2024", "today"),
            holder("Sofia Lindgren", "Deputy", "1 Sep 2024", "today"),
            holder("Anna Kowalczyk", "Holder", "1 Mar 2022", "31 May 2024"),
        ],
        responsibilities: responsibilities(),
        authorities: vec![Authority {
            may: "Declare a major incident".into(),
            limit: "None".into(),
            from: link("PRC-004 section 1", "#page:main"),
        }],
        owns: vec![
            document("PRO-012:p", "Incident management", "24 Feb 2027", "in 343 days", ""),
            document("PRC-004:c", "Major incident procedure", "6 Feb 2026", "40 days overdue", "overdue"),
        ],
        entries: vec![RoleEntries {
            kind: "Risks".into(),
            entries: vec![link("RSK-004 Single circuit", "risks.html")],
            more: String::new(),
        }],
        raci: Some(RaciCounts {
            sentence: "Accountable in 8 rows, responsible in 5, consulted in 4.".into(),
            matrices: vec![link("Resolution and fulfilment, with this role marked", "raci.html#r-incident-manager")],
        }),
        reports: vec![link("Service Desk Manager", "role.html")],
        ..RolePage::default()
    }
}

/// The index.
pub(super) fn all() -> RolesPage {
    let role = |level, title: &str, holder: &str, nobody: &str, vacant| RoleLine {
        title: title.into(),
        href: "role.html".into(),
        summary: "Makes sure that the services do what was agreed.".into(),
        level,
        holder: holder.into(),
        nobody: nobody.into(),
        vacant,
        owns: usize::from(level) * 3,
        approves: 2,
        accountable: 8,
        ..RoleLine::default()
    };
    RolesPage {
        page: page("roles", "Roles"),
        title: "Roles".into(),
        lead: "Who answers for what, and who holds each role today.".into(),
        strip: vec![
            fact("Roles", "16", "2 held by teams"),
            StripFact { tone: "bad", ..fact("Vacant", "1", "since 1 Feb 2026") },
            fact("Without deputy", "3", ""),
        ],
        roles: vec![
            role(0, "Managing Director", "Erik Nordahl", "", false),
            role(1, "Head of Service Management", "Marit Solberg", "", false),
            role(2, "Incident Manager", "Daniel Okafor", "", false),
            role(3, "Service desk analyst", "", "Held by a team", false),
            role(2, "Capacity Manager", "", "Vacant since 1 Feb 2026", true),
        ],
        raci: vec![link("Resolution and fulfilment", "raci.html"), link("Supply and demand", "raci.html")],
        exports: exports(),
    }
}

/// A RACI matrix with one row that lacks an accountable role.
pub(super) fn raci() -> RaciPage {
    let titles = ["Head of Service Management", "Incident Manager", "Service Desk Manager", "Service desk", "Problem Manager"];
    let row = |activity: &str, note: &str, cells: &str| RaciRow {
        activity: activity.into(),
        note: note.into(),
        problem: if cells.contains('A') { String::new() } else { "no one is accountable".into() },
        cells: cells
            .split('|')
            .zip(titles)
            .map(|(letters, role)| RaciCell {
                letters: ["A", "R", "C", "I"].into_iter().filter(|letter| letters.contains(letter)).collect(),
                role: role.into(),
            })
            .collect(),
    };
    RaciPage {
        page: page("roles", "Who does what"),
        title: "Who does what".into(),
        lead: "RACI matrix for Resolution and fulfilment, gathered from the process documents.".into(),
        groups: vec![tab("Resolution and fulfilment", "1", true), tab("Supply and demand", "", false)],
        problems: "1 of 4 rows does not have exactly one accountable role.".into(),
        roles: titles
            .map(|title| RaciRole {
                title: title.into(),
                href: "role.html".into(),
                anchor: format!("r-{}", title.to_lowercase().replace(' ', "-")),
            })
            .to_vec(),
        blocks: vec![RaciBlock {
            title: "Incident management".into(),
            id: "PRO-012".into(),
            href: "#page:main".into(),
            rows: vec![
                row("Record and classify", "section 4", "I|A||R|"),
                row("Set the priority", "section 3", "|A|C|R|"),
                row("Report measures each month", "section 6", "I|AR|C||"),
                row("Review within five days", "", "I|R|||C"),
            ],
        }],
        exports: exports(),
    }
}
