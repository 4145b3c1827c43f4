//! The index of roles and the page of a role.

use std::collections::BTreeMap;

use super::Site;
use super::address::{raci_page, role_anchor};
use super::frame::Frame;
use crate::base::{Date, SitePath};
use crate::config::Part;
use crate::handbook::{EntryIdx, Holder, RoleFacts, RoleIdx, TableKind};
use crate::model::FieldValue;
use crate::render::figure::{self, Holding, Lane, RoleHolders, Vacancy, Words};
use crate::render::view::{
    Authority, Duty, HolderRow, Link, NavItem, RaciCounts, Responsibility, RoleDocument, RoleEntries, RoleLine, RolePage,
    RolesPage, StripFact, TocEntry, nav_window,
};

/// The most entries of one kind that a role's page lists.
const ENTRIES: usize = 12;

impl Site<'_> {
    /// The index of roles.
    pub(super) fn roles(&self, path: &SitePath) -> RolesPage {
        let words = self.words();
        let all = &self.handbook.roles.all;
        let title = words.get("roles.title").to_owned();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let vacant = (0..all.len()).filter(|&it| self.handbook.roles.is_vacant(it)).count();
        let fact = |key: &str, n: usize, tone: &'static str| StripFact {
            label: words.get(key).to_owned(),
            value: n.to_string(),
            tone,
            ..StripFact::default()
        };
        let strip = vec![
            fact("roles.count", all.len(), ""),
            fact("roles.people", self.handbook.config.people.people.len(), ""),
            fact("roles.vacant", vacant, if vacant > 0 { "bad" } else { "" }),
        ];
        RolesPage {
            page: self.frame(Frame {
                path,
                title: &title,
                section: "roles",
                menu_page: true,
                description: None,
                crumbs: Vec::new(),
            }),
            lead: if all.is_empty() { words.get("roles.empty").to_owned() } else { words.plural("roles.lead", count(all.len())) },
            strip: if all.is_empty() { Vec::new() } else { strip },
            roles: self.reporting_order().into_iter().map(|(idx, level)| self.role_line(path, idx, level)).collect(),
            raci: self.raci_tabs(path, None).into_iter().map(|it| Link { title: it.title, href: it.href }).collect(),
            exports: self.export_links(path, &TableKind::Roles),
            title,
        }
    }

    /// Roles so that each comes before those that report to it, with its depth. A circle is broken at its first role.
    fn reporting_order(&self) -> Vec<(RoleIdx, u8)> {
        let all = &self.handbook.roles.all;
        let above = |it: &RoleFacts| it.reports_to.as_ref().and_then(|(name, _)| self.handbook.roles.find(name));
        let mut below: BTreeMap<Option<RoleIdx>, Vec<RoleIdx>> = BTreeMap::new();
        for (idx, role) in all.iter().enumerate() {
            below.entry(above(role)).or_default().push(idx);
        }
        let mut order = Vec::new();
        let mut seen = vec![false; all.len()];
        let roots = below.get(&None).cloned().unwrap_or_default();
        for root in roots.into_iter().chain(0..all.len()) {
            let mut waiting = vec![(root, 0u8)];
            while let Some((idx, level)) = waiting.pop() {
                if std::mem::replace(&mut seen[idx], true) {
                    continue;
                }
                order.push((idx, level.min(4)));
                let next = below.get(&Some(idx)).into_iter().flatten().rev();
                waiting.extend(next.map(|&it| (it, level.saturating_add(1))));
            }
        }
        order
    }

    fn role_line(&self, path: &SitePath, idx: RoleIdx, level: u8) -> RoleLine {
        let role = &self.handbook.roles.all[idx];
        let names = |part: Part| -> String {
            let held = self.handbook.roles.present(idx).filter(|it| it.part == part).map(|it| it.name.as_str());
            held.collect::<Vec<_>>().join(", ")
        };
        let vacant = self.handbook.roles.is_vacant(idx);
        let holder = names(Part::Holder);
        let nobody = match (holder.is_empty(), role.collective) {
            (false, _) => "",
            (true, true) => "role.collective",
            (true, false) => "role.vacant",
        };
        RoleLine {
            title: role.title.clone(),
            href: path.link_to(&role.page),
            summary: role.summary.clone().unwrap_or_default(),
            level,
            holder,
            deputy: names(Part::Deputy),
            nobody: if nobody.is_empty() { String::new() } else { self.words().get(nobody).to_owned() },
            vacant,
            owns: role.owns.len(),
            approves: role.approves.len(),
            accountable: role.raci.iter().filter(|it| it.letter == 'A').count(),
        }
    }

    /// The page of a role.
    pub(super) fn role(&self, path: &SitePath, idx: RoleIdx) -> RolePage {
        let role = &self.handbook.roles.all[idx];
        let words = self.words();
        let mut view = RolePage {
            title: role.title.clone(),
            summary: role.summary.clone().unwrap_or_default(),
            document: role.document.map(|it| self.document_chip(path, it)),
            strip: self.role_strip(path, idx),
            warning: self.handbook.roles.is_vacant(idx).then(|| words.get("role.vacant.warning").to_owned()),
            source_note: words.get("role.source").to_owned(),
            holders_svg: self.holders_svg(role),
            holders: role.holders.iter().map(|it| self.holder_row(it)).collect(),
            responsibilities: self.responsibilities(path, role),
            authorities: self.authorities(path, role),
            owns: role.owns.iter().map(|&it| self.role_document(path, it)).collect(),
            approves: role.approves.iter().map(|&it| self.role_document(path, it)).collect(),
            entries: self.role_entries(path, role),
            raci: self.raci_counts(path, role),
            reports: self.reports_to_role(path, idx),
            ..RolePage::default()
        };
        let all = &self.handbook.roles.all;
        let window = nav_window(all.len(), Some(idx), 40);
        view.list_title = words.plural("role.list.count", i64::try_from(all.len()).unwrap_or(i64::MAX));
        view.list = window
            .map(|at| NavItem { title: all[at].title.clone(), href: path.link_to(&all[at].page), current: at == idx })
            .collect();
        view.page = self.frame(Frame {
            path,
            title: &role.title,
            section: "roles",
            menu_page: false,
            description: role.summary.clone(),
            crumbs: vec![self.roles_crumb(path)],
        });
        view.page.toc = self.role_toc(&view);
        view
    }

    fn role_toc(&self, view: &RolePage) -> Vec<TocEntry> {
        let parts = [
            (!view.holders.is_empty(), "role.holders", "holders"),
            (!view.responsibilities.is_empty(), "role.responsibilities", "responsibilities"),
            (!view.authorities.is_empty(), "role.authority", "authority"),
            (!view.owns.is_empty(), "role.owns", "owns"),
            (!view.approves.is_empty(), "role.approves", "approves"),
            (!view.entries.is_empty(), "role.entries", "entries"),
            (!view.reports.is_empty(), "role.reports", "reports"),
            (view.raci.is_some(), "role.raci", "raci"),
        ];
        let shown = parts.into_iter().filter(|(there, ..)| *there);
        shown
            .map(|(_, key, anchor)| TocEntry { title: self.words().get(key).to_owned(), href: format!("#{anchor}"), level: 2 })
            .collect()
    }

    fn role_strip(&self, path: &SitePath, idx: RoleIdx) -> Vec<StripFact> {
        let role = &self.handbook.roles.all[idx];
        let words = self.words();
        let fact = |key: &str, value: String, note: String| StripFact {
            label: words.get(key).to_owned(),
            value,
            note,
            ..StripFact::default()
        };
        let person = |part: Part| role.holders.iter().find(|it| it.present && it.part == part);
        let since = |it: Option<&Holder>| {
            it.and_then(|it| it.from).map_or(String::new(), |day| words.with("role.since", &[("day", &self.date(day))]))
        };
        let mut strip = Vec::new();
        let holder = person(Part::Holder);
        let nobody = words.get(if role.collective { "role.collective" } else { "role.vacant" });
        let mut first = fact("role.holder", holder.map_or(nobody.to_owned(), |it| it.name.clone()), since(holder));
        if self.handbook.roles.is_vacant(idx) {
            first.tone = "bad";
        }
        strip.push(first);
        if let Some(deputy) = person(Part::Deputy) {
            strip.push(fact("role.deputy", deputy.name.clone(), since(Some(deputy))));
        }
        if let Some((name, _)) = &role.reports_to {
            let link = self.role_link(path, name);
            strip.push(StripFact { href: link.href, ..fact("role.reports_to", link.title, String::new()) });
        }
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        strip.push(fact("role.owns.label", words.plural("role.documents", count(role.owns.len())), String::new()));
        let next = role.owns.iter().filter_map(|&it| Some((self.handbook.entries[it].review.due()?, it))).min();
        if let Some((due, entry)) = next {
            let when = self.review_day(entry);
            let tone = match when.tone.as_str() {
                "overdue" => "bad",
                "soon" => "warn",
                _ => "",
            };
            strip.push(StripFact {
                tone,
                href: self.document_href(path, entry),
                ..fact("role.next_review", self.date(due), when.distance)
            });
        }
        strip
    }

    fn holder_row(&self, it: &Holder) -> HolderRow {
        let words = self.words();
        let day = |date: Option<Date>| date.map_or(String::new(), |it| self.date(it));
        HolderRow {
            name: it.name.clone(),
            part: words.get(if it.part == Part::Holder { "role.part.holder" } else { "role.part.deputy" }).to_owned(),
            from: day(it.from),
            to: if it.present && it.to.is_none() { words.get("distance.today").to_owned() } else { day(it.to) },
            present: it.present,
            proof: None,
        }
    }

    fn holders_svg(&self, role: &RoleFacts) -> Option<String> {
        let words = self.words();
        let today = self.handbook.as_of;
        let first = role.holders.iter().filter_map(|it| it.from).filter(|it| *it <= today).min()?;
        let lane = |part: Part, key: &str| {
            let held: Vec<&Holder> =
                role.holders.iter().filter(|it| it.part == part && it.from.is_some_and(|from| from <= today)).collect();
            let holdings =
                held.iter().filter_map(|it| Some(Holding { name: it.name.clone(), from: it.from?, to: it.to })).collect();
            let vacancies = if part == Part::Holder && !role.collective { self.vacancies(&held) } else { Vec::new() };
            (!held.is_empty()).then(|| Lane { label: words.get(key).to_owned(), holdings, vacancies })
        };
        let lanes = [lane(Part::Holder, "role.part.holder"), lane(Part::Deputy, "role.part.deputy")];
        let lanes: Vec<Lane> = lanes.into_iter().flatten().collect();
        let names: Vec<String> = role
            .holders
            .iter()
            .map(|it| {
                let from = it.from.map_or(String::new(), |day| words.with("role.since", &[("day", &self.date(day))]));
                format!("{} {from}", it.name).trim().to_owned()
            })
            .collect();
        let from = Date::new(first.year(), 1, 1).unwrap_or(first);
        let holders =
            RoleHolders { from, to: today.plus_days(30), today, today_word: words.get("distance.today").to_owned(), lanes };
        let desc = names.join("; ");
        Some(figure::role_holders(Words { id: "fig-holders", title: words.get("role.holders"), desc: &desc }, &holders))
    }

    /// Times between two holders in which nobody held the role.
    fn vacancies(&self, held: &[&Holder]) -> Vec<Vacancy> {
        let mut spans: Vec<(Date, Option<Date>)> = held.iter().filter_map(|it| Some((it.from?, it.to))).collect();
        spans.sort();
        let mut vacancies = Vec::new();
        let mut until: Option<Date> = spans.first().and_then(|it| it.1);
        let vacant = |from: Date, to: Option<Date>| {
            let days = to.unwrap_or(self.handbook.as_of).days_since(from);
            Vacancy { from, to, words: self.words().plural("role.vacant.days", i64::from(days.max(1))) }
        };
        for (from, to) in spans.iter().skip(1) {
            if let Some(end) = until {
                if end.plus_days(1) < *from {
                    vacancies.push(vacant(end.plus_days(1), Some(*from)));
                }
                until = to.map(|to| to.max(end));
            }
        }
        if let Some(end) = until.filter(|end| *end < self.handbook.as_of) {
            vacancies.push(vacant(end.plus_days(1), None));
        }
        vacancies
    }

    fn responsibilities(&self, path: &SitePath, role: &RoleFacts) -> Vec<Responsibility> {
        let mut by_document: BTreeMap<EntryIdx, BTreeMap<usize, Vec<char>>> = BTreeMap::new();
        for it in role.raci.iter().filter(|it| matches!(it.letter, 'A' | 'R')) {
            by_document.entry(it.entry).or_default().entry(it.row).or_default().push(it.letter);
        }
        let words = self.words();
        let duty = |(entry, row, letters): (EntryIdx, usize, &Vec<char>)| {
            let both = letters.contains(&'A') && letters.contains(&'R');
            let key = if both {
                "role.part.both"
            } else if letters.contains(&'A') {
                "role.part.a"
            } else {
                "role.part.r"
            };
            Duty {
                text: self.handbook.entries[entry].document.raci[row].activity.value.clone(),
                letters: ["A", "R"].into_iter().filter(|it| letters.iter().any(|letter| it.starts_with(*letter))).collect(),
                part: words.get(key).to_owned(),
                section: Link::default(),
            }
        };
        by_document
            .iter()
            .map(|(&entry, rows)| Responsibility {
                document: self.document_link(path, entry),
                about: self.about(entry),
                duties: rows.iter().map(|(&row, letters)| duty((entry, row, letters))).collect(),
            })
            .collect()
    }

    fn authorities(&self, path: &SitePath, role: &RoleFacts) -> Vec<Authority> {
        let from = role.document.map_or_else(
            || Link { title: role.place.path.to_string(), href: String::new() },
            |it| Link { title: self.handbook.entries[it].document.id.value.to_string(), href: self.document_href(path, it) },
        );
        let none = self.words().get("role.no_limit");
        let row = |it: &crate::config::Authority| Authority {
            may: it.may.clone(),
            limit: it.limit.clone().unwrap_or_else(|| none.to_owned()),
            from: from.clone(),
        };
        role.authorities.iter().map(row).collect()
    }

    fn role_document(&self, path: &SitePath, idx: EntryIdx) -> RoleDocument {
        let (status, status_tone) = self.status_pill(idx);
        RoleDocument {
            chip: self.document_chip(path, idx),
            title: self.handbook.entries[idx].document.title.value.clone(),
            status,
            status_tone,
            due: self.review_day(idx),
        }
    }

    fn role_entries(&self, path: &SitePath, role: &RoleFacts) -> Vec<RoleEntries> {
        let types = &self.handbook.config.types;
        let is_owner = |item: &crate::model::Item| {
            let Some(FieldValue::Role(name)) = item.fields.get("owner").map(|it| &it.value) else { return false };
            self.handbook.roles.find(name).is_some_and(|idx| self.handbook.roles.all[idx].key == role.key)
        };
        let mut all = Vec::new();
        for kind in types.item_order.iter().filter_map(|name| types.items.get(name)) {
            let owned: Vec<_> = self.handbook.items_of(&kind.name).filter(|(_, item)| is_owner(item)).collect();
            if owned.is_empty() {
                continue;
            }
            let more = owned.len().saturating_sub(ENTRIES);
            let link = |(at, item): &(crate::handbook::ItemRef, &crate::model::Item)| Link {
                title: format!("{} {}", item.id.value, item.title),
                href: self.item_href(path, *at),
            };
            all.push(RoleEntries {
                kind: kind.plural.get(self.language()).to_owned(),
                entries: owned.iter().take(ENTRIES).map(link).collect(),
                more: if more == 0 {
                    String::new()
                } else {
                    self.words().plural("role.entries.more", i64::try_from(more).unwrap_or(i64::MAX))
                },
            });
        }
        all
    }

    fn raci_counts(&self, path: &SitePath, role: &RoleFacts) -> Option<RaciCounts> {
        let count = |letter: char| role.raci.iter().filter(|it| it.letter == letter).count().to_string();
        let values = [("a", count('A')), ("r", count('R')), ("c", count('C')), ("i", count('I'))];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let mut groups: Vec<usize> = role.raci.iter().map(|it| self.handbook.entries[it.entry].group).collect();
        groups.sort_unstable();
        groups.dedup();
        let anchor = role_anchor(&role.key);
        let matrix = |at: usize| {
            let group = &self.handbook.nav.groups[at];
            Link { title: group.title.clone(), href: format!("{}#{anchor}", path.link_to(&raci_page(&group.id))) }
        };
        (!groups.is_empty()).then(|| RaciCounts {
            sentence: self.words().with("role.raci.sentence", &values),
            matrices: groups.into_iter().map(matrix).collect(),
        })
    }

    fn reports_to_role(&self, path: &SitePath, idx: RoleIdx) -> Vec<Link> {
        let all = self.handbook.roles.all.iter().enumerate();
        let below =
            all.filter(|(_, it)| it.reports_to.as_ref().and_then(|(name, _)| self.handbook.roles.find(name)) == Some(idx));
        below.map(|(at, _)| self.role_link_to(path, at)).collect()
    }
}
