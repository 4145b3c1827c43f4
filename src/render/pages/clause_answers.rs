//! What a clause asks for, item by item and point by point, and the documents that answer it, section by section.

use std::collections::BTreeMap;

use super::Site;
use super::evidence::{Answer, Scheme, answers};
use crate::base::SitePath;
use crate::catalogue::{Basis, Clause, Demand, DemandKind, Point};
use crate::handbook::{ClauseCoverage, State, Tagged};
use crate::render::figure::Sign;
use crate::render::view::{self, AskedRow, Chip, ClauseDocument, Day, Part, SectionLink};

/// The most places of one item or point that are listed; the documents below name all.
const PLACES: usize = 60;

impl Site<'_> {
    /// Points that have to be covered, then required documented information.
    pub(super) fn asked(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<AskedRow> {
        let (clause, it) = scheme.at(idx);
        let points = (0..clause.points.len()).map(|at| self.point_row(path, clause, it, at));
        let demands = clause.demands.iter().zip(&it.demands);
        let demands = demands.map(|(demand, state)| {
            let sign = self.handbook.demand_sign(demand, &state.provided_by);
            let unshown = sign == Sign::Heading && it.state != State::Excluded;
            AskedRow {
                mark: String::new(),
                text: demand.name.clone(),
                kind: self.demand_words(demand),
                places: self.places(path, &state.provided_by, PLACES, String::new()),
                missing: if matches!(sign, Sign::Gap | Sign::Heading) && it.state != State::Excluded {
                    self.words().get("required.missing").to_owned()
                } else {
                    String::new()
                },
                state: match unshown {
                    true => view::State::new(sign, self.words().get("required.unshown")),
                    false => self.asked_state(it, sign),
                },
            }
        });
        points.chain(demands).collect()
    }

    /// An excluded clause asks for nothing.
    fn asked_state(&self, it: &ClauseCoverage, sign: Sign) -> view::State {
        self.state_of(if it.state == State::Excluded { Sign::NotApplicable } else { sign })
    }

    fn point_row(&self, path: &SitePath, clause: &Clause, it: &ClauseCoverage, at: usize) -> AskedRow {
        let words = self.words();
        let point: &Point = &clause.points[at];
        let tags = &it.points[at];
        let mut places: Vec<Chip> = tags.iter().take(PLACES).map(|tag| self.place_chip(path, tag)).collect();
        if tags.len() > PLACES {
            places.push(self.more_chip(String::new(), tags.len() - PLACES));
        }
        let counting = || tags.iter().filter(|tag| self.standing(tag.entry).is_empty());
        let sign = match (tags.is_empty(), counting().next().is_none(), counting().all(|tag| tag.partial)) {
            (true, ..) => Sign::Gap,
            (false, true, _) => Sign::Drafted,
            (false, false, true) => Sign::Partial,
            (false, false, false) => Sign::Covered,
        };
        // Where no section names any point, nothing is known about this one: that is no gap, and no cover either.
        let unsaid = sign == Sign::Gap && !it.tags.is_empty() && it.points.iter().all(Vec::is_empty);
        let state = match unsaid {
            true => view::State::new(Sign::Heading, words.get("clause.unsaid")),
            false => self.asked_state(it, sign),
        };
        let missing = match sign {
            Sign::Gap if it.state != State::Excluded => words.get("clause.point.missing").to_owned(),
            _ => String::new(),
        };
        AskedRow { mark: point_mark(at), text: point.text.clone(), kind: String::new(), places, missing, state }
    }

    /// The section of a tag, as a chip with the section behind it.
    fn place_chip(&self, path: &SitePath, tag: &Tagged) -> Chip {
        let section = tag.section.map(|at| self.section_title(tag.entry, at));
        let in_part = tag.partial.then(|| self.words().get("evidence.in_part").to_owned());
        let standing = Some(self.standing(tag.entry)).filter(|it| !it.is_empty());
        let rest = section.into_iter().chain(in_part).chain(standing).collect::<Vec<_>>().join(", ");
        let href = self.section_href(path, tag.entry, tag.section);
        Chip { href, rest, ..self.document_chip(path, tag.entry) }
    }

    /// Kind and basis of an item, as in `Record, asked for here; 7.5.4 k`.
    pub(super) fn demand_words(&self, demand: &Demand) -> String {
        let words = self.words();
        let basis = words.get(&format!("clause.basis.{}", demand.basis.name())).to_owned();
        match &demand.letter {
            Some(letter) if demand.basis != Basis::Listed => {
                format!("{}, {basis}, 7.5.4 {letter}", self.demand_kind(demand.kind))
            }
            Some(letter) => format!("{}, 7.5.4 {letter}", self.demand_kind(demand.kind)),
            None => format!("{}, {basis}", self.demand_kind(demand.kind)),
        }
    }

    /// Document or record.
    pub(super) fn demand_kind(&self, kind: DemandKind) -> &str {
        self.words().get(match kind {
            DemandKind::Document => "required.document",
            DemandKind::Record => "required.record",
        })
    }

    /// Documents that answer a clause. A record tagged as a whole stands among the records.
    pub(super) fn clause_answers<'t>(&self, it: &'t ClauseCoverage) -> Vec<Answer<'t>> {
        let says_more = |answer: &Answer<'_>| answer.tags.iter().any(|tag| tag.section.is_some());
        answers(&it.tags).filter(|it| !self.handbook.is_record(&self.handbook.entries[it.entry]) || says_more(it)).collect()
    }

    /// Documents that answer a clause, with their sections.
    pub(super) fn clause_documents(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<ClauseDocument> {
        let (clause, it) = scheme.at(idx);
        self.clause_answers(it).into_iter().map(|answer| self.clause_document(path, clause, answer)).collect()
    }

    fn clause_document(&self, path: &SitePath, clause: &Clause, answer: Answer<'_>) -> ClauseDocument {
        let entry = answer.entry;
        let document = self.document_link(path, entry);
        let (mut status, mut status_tone) = self.status_pill(entry);
        if status.is_empty() {
            status = self.standing(entry);
            status_tone = "review";
        }
        let whole = answer.tags.iter().filter(|tag| tag.section.is_none());
        let notes: Vec<String> = whole.map(|tag| self.tag_words(clause, &[tag])).filter(|it| !it.is_empty()).collect();
        let mut by_section: BTreeMap<usize, Vec<&Tagged>> = BTreeMap::new();
        for tag in answer.tags {
            if let Some(section) = tag.section {
                by_section.entry(section).or_default().push(tag);
            }
        }
        let section = |(section, tags): (usize, Vec<&Tagged>)| SectionLink {
            title: self.section_title(entry, section),
            href: self.section_href(path, entry, Some(section)),
            covers: self.tag_words(clause, &tags),
            changed: match self.changed_since_review(entry, section) {
                true => self.words().get("clause.check_again").to_owned(),
                false => String::new(),
            },
        };
        let proof = if self.handbook.is_record(&self.handbook.entries[entry]) { None } else { self.proof_of(entry) };
        let facts = &self.handbook.entries[entry];
        let owner = facts.document.owner.as_ref();
        ClauseDocument {
            owner: owner.map_or_else(Part::default, |it| self.role_part(path, &it.value)),
            since: self.in_force_since(entry).map_or_else(Day::default, |it| self.day(it)),
            reviewed: facts.control.review.last.map_or_else(Day::default, |it| self.day(it)),
            title: document.title,
            href: document.href,
            about: self.about(entry),
            proof,
            status,
            status_tone,
            note: notes.join(" "),
            sections: by_section.into_iter().map(section).collect(),
        }
    }

    /// What tags say beyond the clause itself: points by their letters, that it is in part, remarks.
    fn tag_words(&self, clause: &Clause, tags: &[&Tagged]) -> String {
        let all = tags.iter().any(|tag| tag.point.as_deref() == Some("*"));
        let named = |at: &usize| tags.iter().any(|tag| tag.point.as_ref() == Some(&clause.points[*at].id));
        let marks: Vec<String> = (0..clause.points.len()).filter(named).map(point_mark).collect();
        let mut parts = Vec::new();
        if all {
            parts.push(self.words().get("clause.all_points").to_owned());
        } else if !marks.is_empty() {
            parts.push(marks.join(", "));
        }
        if tags.iter().all(|tag| tag.partial) {
            parts.push(self.words().get("evidence.in_part").to_owned());
        }
        let mut text = parts.join("; ");
        for note in tags.iter().filter_map(|tag| tag.note.as_deref()) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(note);
        }
        text
    }
}

/// Letter of a point: `a` to `z`, then numbers.
fn point_mark(at: usize) -> String {
    match u8::try_from(at) {
        Ok(at) if at < 26 => char::from(b'a' + at).to_string(),
        _ => (at + 1).to_string(),
    }
}
