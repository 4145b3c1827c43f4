//! Required documented information of all frameworks in use: every item, how plainly it is asked for, and where it is.

use super::Site;
use super::evidence::{Tally, clause_name, counted, shown_number};
use super::frame::Frame;
use super::matrix::row_anchor;
use crate::base::SitePath;
use crate::catalogue::{Basis, DemandKind};
use crate::handbook::{RequiredItem, TableKind};
use crate::render::figure::Sign;
use crate::render::view::{BasisNote, Link, RequiredGroup, RequiredPage, RequiredRow, Segment, State, StripFact, Tab};

/// Bases from the plainest on.
const BASES: [Basis; 4] = [Basis::Explicit, Basis::Listed, Basis::Report, Basis::Implied];
/// The most places of one item that are listed.
const PLACES: usize = 12;

impl Site<'_> {
    /// The page.
    pub(super) fn required(&self, path: &SitePath) -> RequiredPage {
        let words = self.words();
        let items = self.handbook.required_items();
        let tally = Tally::of(items.iter().map(|it| it.sign));
        let title = words.get("required.title").to_owned();
        let lead = words.get("required.lead").to_owned();
        let (n, of) = (tally.of_sign(Sign::Covered).to_string(), tally.assessed().to_string());
        let mut counted_words = words.with("required.counted", &[("n", &n), ("of", &of)]);
        for sign in [Sign::Drafted, Sign::Gap] {
            if tally.of_sign(sign) > 0 {
                counted_words.push(' ');
                counted_words.push_str(&words.plural(&format!("required.counted.{}", sign.key()), counted(tally.of_sign(sign))));
            }
        }
        let unshown = items.iter().filter(|it| it.sign == Sign::Heading).count();
        if unshown > 0 {
            counted_words.push(' ');
            counted_words.push_str(&words.plural("required.counted.unshown", counted(unshown)));
        }
        let all = Segment::all(words.get("evidence.all"), items.len());
        let number = |sign| if sign == Sign::Heading { unshown } else { tally.of_sign(sign) };
        let signs = [Sign::Covered, Sign::Drafted, Sign::Gap, Sign::Heading, Sign::NotApplicable];
        let signs = signs.into_iter().filter(|&sign| number(sign) > 0);
        let used = BASES.into_iter().filter(|basis| items.iter().any(|it| it.demand.basis == *basis));
        RequiredPage {
            page: self.frame(Frame {
                path,
                title: &title,
                section: "reports",
                menu_page: false,
                description: Some(lead.clone()),
                crumbs: vec![self.reports_crumb(path)],
            }),
            lead,
            frameworks: self.required_tabs(&items),
            strip: self.required_strip(&items),
            segments: std::iter::once(all)
                .chain(signs.map(|sign| Segment::of(sign, self.words().get(sign.provided_word()), number(sign))))
                .collect(),
            counted: counted_words,
            bases: used
                .map(|basis| BasisNote {
                    word: words.get(&format!("required.basis.{}", basis.name())).to_owned(),
                    text: words.get(&format!("required.basis.{}.what", basis.name())).to_owned(),
                })
                .collect(),
            letters: items.iter().any(|it| it.demand.letter.is_some()),
            groups: self.required_groups(path, &items),
            exports: self.export_links(path, &TableKind::Required),
            title,
        }
    }

    /// How many items are provided, and how many there are without those of excluded clauses and those that are only implied and
    /// provided by nothing.
    pub(super) fn required_counts(&self) -> (usize, usize) {
        let tally = Tally::of(self.handbook.required_items().iter().map(|it| it.sign));
        (tally.of_sign(Sign::Covered), tally.assessed())
    }

    /// Links to each framework's first row, when there are several.
    fn required_tabs(&self, items: &[RequiredItem<'_>]) -> Vec<Tab> {
        let first = items.chunk_by(|a, b| a.scheme.framework.id == b.scheme.framework.id).map(|items| &items[0]);
        let tabs: Vec<Tab> = first
            .map(|it| Tab { title: it.scheme.framework.code.clone(), href: format!("#{}", anchor(it)), ..Tab::default() })
            .collect();
        if tabs.len() > 1 { tabs } else { Vec::new() }
    }

    fn required_strip(&self, items: &[RequiredItem<'_>]) -> Vec<StripFact> {
        let words = self.words();
        let fact = |key: &str, of_it: &dyn Fn(&RequiredItem<'_>) -> bool| {
            let tally = Tally::of(items.iter().filter(|it| of_it(it)).map(|it| it.sign));
            let (n, of) = (tally.of_sign(Sign::Covered), tally.assessed());
            let missing = of - n;
            (of > 0).then(|| StripFact {
                label: words.get(key).to_owned(),
                value: words.with("evidence.of", &[("n", &n.to_string()), ("of", &of.to_string())]),
                note: if missing > 0 { words.plural("required.strip.missing", counted(missing)) } else { String::new() },
                tone: if missing > 0 { "bad" } else { "" },
                ..StripFact::default()
            })
        };
        let facts = [
            fact("required.strip.all", &|_| true),
            fact("required.strip.documents", &|it| it.demand.kind == DemandKind::Document),
            fact("required.strip.records", &|it| it.demand.kind == DemandKind::Record),
            fact("required.strip.explicit", &|it| it.demand.basis == Basis::Explicit),
        ];
        facts.into_iter().flatten().collect()
    }

    fn required_groups(&self, path: &SitePath, items: &[RequiredItem<'_>]) -> Vec<RequiredGroup> {
        let chapter = |it: &RequiredItem<'_>| (it.scheme.framework.id.clone(), it.scheme.framework.chapter(it.clause));
        let several = items.chunk_by(|a, b| a.scheme.framework.id == b.scheme.framework.id).count() > 1;
        let groups = items.chunk_by(|a, b| chapter(a) == chapter(b));
        groups
            .map(|items| {
                let framework = items[0].scheme.framework;
                let head = &framework.clauses()[framework.chapter(items[0].clause)];
                let tally = Tally::of(items.iter().map(|it| it.sign));
                let (n, of) = (tally.of_sign(Sign::Covered).to_string(), tally.assessed().to_string());
                RequiredGroup {
                    number: shown_number(head).to_owned(),
                    title: if several { format!("{} ({})", head.title, framework.code) } else { head.title.clone() },
                    summary: self.words().with("required.summary", &[("n", &n), ("of", &of)]),
                    has: keys(items, &tally),
                    rows: items.iter().map(|it| self.required_row(path, it)).collect(),
                }
            })
            .collect()
    }

    fn required_row(&self, path: &SitePath, it: &RequiredItem<'_>) -> RequiredRow {
        let (clause, coverage) = it.scheme.at(it.clause);
        let providers = &coverage.demands[it.at].provided_by;
        let number = shown_number(clause);
        RequiredRow {
            anchor: anchor(it),
            number: if number.is_empty() { clause_name(clause) } else { number.to_owned() },
            href: self.clause_href(path, &it.scheme.reference(it.clause)),
            item: it.demand.name.clone(),
            kind: self.demand_kind(it.demand.kind).to_owned(),
            basis: self.words().get(&format!("required.basis.{}", it.demand.basis.name())).to_owned(),
            letter: it.demand.letter.clone().unwrap_or_default(),
            places: self.places(path, providers, PLACES, self.clause_href(path, &it.scheme.reference(it.clause))),
            missing: match it.sign {
                Sign::Gap | Sign::Heading => self.words().get("required.missing").to_owned(),
                _ => String::new(),
            },
            state: State::new(it.sign, self.words().get(it.sign.provided_word())),
        }
    }

    /// The way back to the index of reports.
    pub(super) fn reports_crumb(&self, path: &SitePath) -> Link {
        let title = self.words().get("menu.reports").to_owned();
        Link { title, href: path.link_to(&SitePath::new("reports/index.html")) }
    }
}

/// Signs that occur among items, for the filter.
fn keys(items: &[RequiredItem<'_>], tally: &Tally) -> String {
    let unshown = items.iter().any(|it| it.sign == Sign::Heading).then(|| Sign::Heading.key().to_owned());
    [tally.keys()].into_iter().chain(unshown).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Anchor of an item's row.
fn anchor(it: &RequiredItem<'_>) -> String {
    let framework = SitePath::new(it.scheme.framework.id.as_str());
    let clause = &it.scheme.framework.clauses()[it.clause];
    format!("{framework}-{}-{}", row_anchor(clause), it.at + 1)
}
