//! The page of one clause, in the order an auditor asks: what is wanted, where it is, whether it works, who does it, what
//! others found.

use super::Site;
use super::address::matrix_page;
use super::evidence::{Scheme, clause_name, counted, shown_number};
use super::frame::Frame;
use super::matrix::row_anchor;
use crate::base::SitePath;
use crate::handbook::State;
use crate::handbook::is_open;
use crate::render::figure::Sign;
use crate::render::view::{self, Action, ClauseBelow, ClausePage, Link, StripFact, TocEntry, TreeItem};

/// The most documents listed as mentioning a clause.
const MENTIONS: usize = 40;
/// Deeper clauses of the tree look like these.
const DEEPEST: usize = 4;

impl Site<'_> {
    /// The page of a clause: its framework by place in `Handbook::coverage`, the clause by its place in that.
    pub(super) fn clause_view(&self, path: &SitePath, at: usize, idx: usize) -> ClausePage {
        let scheme = self.handbook.scheme(at);
        let (clause, it) = scheme.at(idx);
        let (previous, next) = self.clause_neighbours(path, &scheme, idx);
        let related = self.related(path, &scheme, idx);
        let code = &scheme.framework.code;
        let (fresh_svg, fresh_more) = self.clause_freshness(it).unzip();
        let (mentions, mentions_more) = self.mentions(path, &scheme, idx);
        let mut view = ClausePage {
            framework: Link { title: code.clone(), href: path.link_to(&matrix_page(scheme.framework.id.as_str())) },
            tree: self.tree(path, &scheme, idx),
            number: shown_number(clause).to_owned(),
            title: if clause.title.is_empty() { clause.number.to_string() } else { clause.title.clone() },
            summary: clause.summary.clone(),
            own_note: self.own_note(&scheme, idx),
            amendment: clause.amended_by.clone(),
            excluded: it.justification.clone().filter(|_| it.state == State::Excluded),
            gap: self.gap_words(&scheme, idx),
            strip: self.clause_strip(&scheme, idx),
            below: self.clauses_below(path, &scheme, idx),
            asked: self.asked(path, &scheme, idx),
            documents: self.clause_documents(path, &scheme, idx),
            records: self.clause_records(path, it),
            fresh_svg,
            fresh_more: fresh_more.unwrap_or_default(),
            roles: self.clause_roles(path, it),
            related_note: self.related_note(&scheme, idx),
            related,
            audits: self.clause_audits(path, &scheme, idx),
            nonconformities: self.clause_nonconformities(path, &scheme, idx),
            mentions,
            mentions_more,
            previous,
            next,
            ..ClausePage::default()
        };
        view.page = self.frame(Frame {
            path,
            title: &format!("{}, {code}", clause_name(clause)),
            section: "clauses",
            menu_page: false,
            description: Some(clause.summary.clone()).filter(|it| !it.is_empty()),
            crumbs: self.clause_crumbs(path, &scheme, idx),
        });
        view.page.toc = self.clause_toc(&view);
        view.page.actions = vec![
            Action {
                icon: String::from("link"),
                title: self.words().get("clause.in_matrix").to_owned(),
                href: format!("{}#{}", view.framework.href, row_anchor(clause)),
                print: false,
            },
            Action {
                icon: String::from("print"),
                title: self.words().get("action.print").to_owned(),
                href: String::new(),
                print: true,
            },
        ];
        view
    }

    /// That the words are ours, and where the requirement itself stands.
    fn own_note(&self, scheme: &Scheme<'_>, idx: usize) -> String {
        let (clause, _) = scheme.at(idx);
        let key = match (scheme.framework.mandatory, clause.summary.is_empty()) {
            (true, false) => "clause.own",
            (true, true) => "clause.own.title",
            (false, false) => "clause.own.practice",
            (false, true) => "clause.own.practice_title",
        };
        self.words().with(key, &[("number", clause.number.as_str()), ("code", &scheme.framework.code)])
    }

    fn gap_words(&self, scheme: &Scheme<'_>, idx: usize) -> Option<String> {
        let (_, it) = scheme.at(idx);
        let key = match (it.state, self.handbook.derived(&scheme.reference(idx)).is_empty()) {
            (State::Gap, true) => "evidence.gap",
            (State::Gap, false) => "clause.gap.derived",
            _ => return None,
        };
        Some(self.words().get(key).to_owned())
    }

    fn clause_crumbs(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<Link> {
        let clauses = scheme.framework.clauses();
        let mut above: Vec<usize> =
            std::iter::successors(clauses[idx].parent, |&at| clauses[at].parent).take(clauses.len()).collect();
        above.reverse();
        let matrix = path.link_to(&matrix_page(scheme.framework.id.as_str()));
        let first = Link { title: self.words().get("menu.clauses").to_owned(), href: matrix };
        std::iter::once(first).chain(above.into_iter().map(|at| self.clause_link(path, scheme, at))).collect()
    }

    fn clause_toc(&self, view: &ClausePage) -> Vec<TocEntry> {
        let sections = [
            ("below", !view.below.is_empty()),
            ("asked", !view.asked.is_empty()),
            ("documents", !view.documents.is_empty()),
            ("records", !view.records.is_empty()),
            ("fresh", view.fresh_svg.is_some()),
            ("roles", !view.roles.is_empty()),
            ("related", !view.related.is_empty()),
            ("audits", !view.audits.is_empty()),
            ("nonconformities", !view.nonconformities.is_empty()),
            ("mentions", !view.mentions.is_empty()),
        ];
        let entry = |(key, _): (&str, bool)| TocEntry {
            title: self.words().get(&format!("clause.{key}")).to_owned(),
            href: format!("#{key}"),
            level: 2,
        };
        sections.into_iter().filter(|(_, there)| *there).map(entry).collect()
    }

    /// Chapters, and within the clause's own chapter whatever lies beside or above it, or right below.
    fn tree(&self, path: &SitePath, scheme: &Scheme<'_>, current: usize) -> Vec<TreeItem> {
        let clauses = scheme.framework.clauses();
        let way: Vec<usize> = std::iter::successors(Some(current), |&at| clauses[at].parent).take(clauses.len()).collect();
        let shown = |idx: &usize| clauses[*idx].parent.is_none_or(|parent| way.contains(&parent));
        let item = |idx: usize| TreeItem {
            number: shown_number(&clauses[idx]).to_owned(),
            title: if clauses[idx].title.is_empty() && shown_number(&clauses[idx]).is_empty() {
                clauses[idx].number.to_string()
            } else {
                clauses[idx].title.clone()
            },
            href: self.clause_href(path, &scheme.reference(idx)),
            state: self.state_below(scheme, idx),
            level: u8::try_from(clauses[idx].depth.min(DEEPEST)).unwrap_or_default(),
            current: idx == current,
            open: clauses[idx].parent.is_none() && way.contains(&idx) && clauses.iter().any(|it| it.parent == Some(idx)),
        };
        scheme.in_order().into_iter().filter(shown).map(item).collect()
    }

    /// The clauses with requirements before and after one, in the order of the matrix.
    fn clause_neighbours(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> (Option<Link>, Option<Link>) {
        let order = scheme.in_order();
        let Some(at) = order.iter().position(|&it| it == idx) else { return (None, None) };
        let assessed = |idx: &&usize| scheme.at(**idx).1.state != State::Heading;
        let link = |&idx: &usize| self.clause_link(path, scheme, idx);
        (order[..at].iter().rev().find(assessed).map(link), order[at + 1..].iter().find(assessed).map(link))
    }

    fn clauses_below(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<ClauseBelow> {
        let below = scheme.framework.children(Some(idx));
        below
            .map(|(at, clause)| ClauseBelow {
                number: shown_number(clause).to_owned(),
                title: if clause.title.is_empty() && shown_number(clause).is_empty() {
                    clause.number.to_string()
                } else {
                    clause.title.clone()
                },
                href: self.clause_href(path, &scheme.reference(at)),
                summary: clause.summary.clone(),
                state: self.state_below(scheme, at),
            })
            .collect()
    }

    /// Documents that mention the clause in their text, and how many more there are.
    fn mentions(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> (Vec<view::Backlink>, String) {
        let links = self.handbook.links.to_clause.get(&scheme.reference(idx));
        let mut rows = links.map_or_else(Vec::new, |links| self.backlink_rows(path, links));
        let more = match rows.len().saturating_sub(MENTIONS) {
            0 => String::new(),
            more => self.words().plural("evidence.and_more", super::evidence::counted(more)),
        };
        rows.truncate(MENTIONS);
        (rows, more)
    }

    fn clause_strip(&self, scheme: &Scheme<'_>, idx: usize) -> Vec<StripFact> {
        let (_, it) = scheme.at(idx);
        let mut strip = vec![self.coverage_fact(scheme, idx)];
        if it.state != State::Excluded {
            strip.extend(self.documents_fact(scheme, idx));
            strip.extend(self.records_fact(scheme, idx));
        }
        strip.extend(self.audited_fact(scheme, idx));
        strip.extend(self.nonconformities_fact(scheme, idx));
        strip
    }

    fn fact(&self, key: &str, value: String) -> StripFact {
        StripFact { label: self.words().get(&format!("clause.strip.{key}")).to_owned(), value, ..StripFact::default() }
    }

    fn coverage_fact(&self, scheme: &Scheme<'_>, idx: usize) -> StripFact {
        let (_, it) = scheme.at(idx);
        let state = self.state_below(scheme, idx);
        if it.state == State::Heading {
            let tally = self.tally(scheme, idx);
            let (n, of) = (tally.of_sign(Sign::Covered).to_string(), tally.assessed().to_string());
            let value = self.words().with("evidence.of", &[("n", &n), ("of", &of)]);
            let note = self.words().get("clause.strip.clauses").to_owned();
            return StripFact { note, state: Some(state), ..self.fact("coverage", value) };
        }
        let note = if state.step > 1 { state.step_word.clone() } else { String::new() };
        StripFact { note, state: Some(state.clone()), ..self.fact("coverage", state.word) }
    }

    fn documents_fact(&self, scheme: &Scheme<'_>, idx: usize) -> Option<StripFact> {
        let (_, it) = scheme.at(idx);
        let documents = self.clause_answers(it);
        if documents.is_empty() && it.state == State::Heading {
            return None;
        }
        let waiting = documents.iter().filter(|it| !self.standing(it.entry).is_empty()).count();
        let (note, tone) = match waiting {
            0 => (String::new(), ""),
            n => (self.words().plural("clause.strip.waiting", counted(n)), "warn"),
        };
        let href = if documents.is_empty() { String::new() } else { String::from("#documents") };
        Some(StripFact { note, tone, href, ..self.fact("documents", documents.len().to_string()) })
    }

    fn records_fact(&self, scheme: &Scheme<'_>, idx: usize) -> Option<StripFact> {
        let (_, it) = scheme.at(idx);
        if it.records.is_empty() && it.state == State::Heading {
            return None;
        }
        let stale = it.records.iter().filter(|record| !record.fresh).count();
        let last = it.records.iter().filter_map(|record| record.date).filter(|&day| day <= self.handbook.as_of).max();
        let (note, tone) = match (it.records.iter().any(|record| record.fresh), last) {
            // One record in time is what the ladder asks for; older ones beside it are history.
            (true, Some(day)) => (self.words().with("clause.strip.last", &[("day", &self.date(day))]), ""),
            _ if stale > 0 => (self.words().plural("clause.strip.stale", counted(stale)), "warn"),
            _ => (String::new(), ""),
        };
        let href = if it.records.is_empty() { String::new() } else { String::from("#records") };
        Some(StripFact { note, tone, href, ..self.fact("records", it.records.len().to_string()) })
    }

    fn audited_fact(&self, scheme: &Scheme<'_>, idx: usize) -> Option<StripFact> {
        let audits = self.audits_within(scheme, idx);
        let next = self.next_audit(scheme, idx);
        let next = next.map(|day| self.words().with("clause.strip.next", &[("month", &self.month(day))]));
        let Some(last) = audits.first() else {
            // Where nobody audits by a framework, silence about it is no fact.
            let any = next.is_some() || scheme.coverage.clauses.iter().any(|it| !it.audits.is_empty());
            let never = self.words().get("clause.strip.never").to_owned();
            return any.then(|| StripFact { note: next.unwrap_or_default(), ..self.fact("audited", never) });
        };
        let ago = self.words().ago(last.date, self.handbook.as_of);
        let note = std::iter::once(ago).chain(next).collect::<Vec<_>>().join(", ");
        Some(StripFact { note, href: String::from("#audits"), ..self.fact("audited", self.date(last.date)) })
    }

    fn nonconformities_fact(&self, scheme: &Scheme<'_>, idx: usize) -> Option<StripFact> {
        let open: Vec<_> = self.nonconformities_within(scheme, idx).into_iter().filter(|(_, item)| is_open(item)).collect();
        if open.is_empty() && self.audits_within(scheme, idx).is_empty() {
            return None;
        }
        let worst = ["major", "minor", "observation"]
            .into_iter()
            .find(|grade| open.iter().any(|(_, item)| item.text("grade") == Some(grade)));
        let note = worst.map_or(String::new(), |grade| self.word_of("word", grade));
        let href = if open.is_empty() { String::new() } else { String::from("#nonconformities") };
        let tone = if worst == Some("major") { "bad" } else { "" };
        Some(StripFact { note, tone, href, ..self.fact("nonconformities", open.len().to_string()) })
    }
}
