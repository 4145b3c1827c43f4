//! Figures hold what they claim: well-formed, bounded, deterministic, and free of what an author slips in.

use super::*;
use crate::base::Date;
use crate::handbook::Proof;

const WORDS: Words<'_> = Words { id: "f", title: "Title & <b>", desc: "51 of 57 \"covered\"" };

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn nasty() -> String {
    "</text><script>alert(1)</script> \u{0} & \"quoted\" 'x' ".repeat(4)
}

fn all() -> Vec<String> {
    let mut figures = small();
    figures.extend(large());
    figures
}

fn small() -> Vec<String> {
    let nasty = nasty();
    let signs = [Sign::Covered, Sign::Partial, Sign::Drafted, Sign::Gap, Sign::Heading, Sign::NotApplicable, Sign::Derived];
    vec![
        coverage_spine(WORDS, &[SpineChapter { number: nasty.clone(), signs: signs.to_vec() }, SpineChapter::default()]),
        documents(
            WORDS,
            &DocumentBars {
                approved: 26,
                in_review: 1,
                draft: 1,
                disputed: 1,
                approved_word: nasty.clone(),
                rest_word: nasty.clone(),
            },
        ),
        documents(WORDS, &DocumentBars { approved: 9000, in_review: 1, draft: 1, disputed: 1, ..DocumentBars::default() }),
        reviews(
            WORDS,
            &ReviewYear {
                from: day("2025-04-01"),
                to: day("2026-03-31"),
                reviews: vec![
                    ReviewMark { due: day("2020-01-01"), late: false },
                    ReviewMark { due: day("2026-01-01"), late: true },
                ],
                ticks: vec![(day("2025-07-01"), nasty.clone())],
            },
        ),
        audit_rule(
            WORDS,
            &AuditRule {
                from: day("2025-05-20"),
                to: day("2025-05-20"),
                today: day("2026-03-18"),
                internal: vec![day("2025-11-18")],
                from_word: nasty.clone(),
                to_word: nasty.clone(),
                today_word: nasty.clone(),
                internal_word: nasty.clone(),
            },
        ),
        cycle_track(400, 365),
        cycle_track(0, 0),
    ]
}

fn large() -> Vec<String> {
    let nasty = nasty();
    let signs = [Sign::Covered, Sign::Partial, Sign::Drafted, Sign::Gap, Sign::Heading, Sign::NotApplicable, Sign::Derived];
    let column = |sign: &Sign| HeatColumn {
        label: Some(nasty.clone()),
        name: nasty.clone(),
        href: "#c8.6.1\" onclick=\"x".into(),
        counts: vec![0, 1, 2, 7],
        sign: *sign,
    };
    vec![
        heat_map(
            WORDS,
            &HeatMap {
                rows: vec![nasty.clone(), "Plan".into(), "Process".into(), "Record".into()],
                coverage_word: nasty.clone(),
                chapters: vec![HeatChapter {
                    number: "8".into(),
                    title: nasty.clone(),
                    columns: signs.iter().map(column).collect(),
                }],
            },
        ),
        heat_map(WORDS, &HeatMap::default()),
        freshness(
            WORDS,
            &Freshness {
                rows: vec![
                    FreshRow { label: nasty.clone(), age_days: Some(u32::MAX), limit_days: Some(365), words: nasty.clone() },
                    FreshRow { label: "PRO-012".into(), age_days: None, limit_days: None, words: String::new() },
                    FreshRow { label: "PRO-013".into(), age_days: Some(3), limit_days: None, words: String::new() },
                ],
                scale_days: 0,
                ticks: vec![Tick { at_days: 0, label: nasty.clone() }],
            },
        ),
        role_holders(WORDS, &holders(&nasty)),
        risk_matrix(WORDS, &RiskMatrix { counts: [[1; 5]; 5], likelihood_word: nasty.clone(), impact_word: nasty.clone() }),
        cycle_timeline(WORDS, &cycle(&nasty)),
        control_timeline(WORDS, &control(&nasty)),
        signatures(
            WORDS,
            &[
                QuarterRow { label: nasty.clone(), approvals: vec![Proof::Proven; 90], words: nasty.clone() },
                QuarterRow::default(),
            ],
        ),
    ]
}

fn control(word: &str) -> ControlTimeline {
    let row = ControlRow {
        id: word.into(),
        title: word.into(),
        href: "x.html\" onclick=\"x".into(),
        spans: vec![
            (day("0001-01-01"), day("9999-12-31"), ControlSpan::InForce),
            (day("2026-01-01"), day("2025-01-01"), ControlSpan::InReview),
            (day("2025-01-01"), day("2026-03-18"), ControlSpan::Overdue),
        ],
        approvals: vec![(day("2025-06-01"), Proof::Contradicted), (day("1999-01-01"), Proof::Proven)],
        due: Some(day("2026-05-01")),
        due_word: word.into(),
        tone: "od",
    };
    ControlTimeline {
        from: day("2024-03-18"),
        to: day("2026-06-18"),
        today: day("2026-03-18"),
        today_word: word.into(),
        ticks: vec![(day("2025-01-01"), word.into()), (day("2099-01-01"), word.into())],
        audits: cycle(word).audits,
        groups: vec![vec![row.clone()], Vec::new(), vec![row; 90]],
    }
}

#[test]
fn the_control_timeline_draws_a_sign_for_each_approval_of_its_time() {
    let svg = control_timeline(WORDS, &control("x"));
    assert_eq!(svg.matches("#s-contradicted").count(), CONTROL_ROWS, "one for each row there is room for");
    assert_eq!(svg.matches("#s-proven").count(), 0, "what lies before the first day is not drawn");
    assert_eq!(svg.matches("class=\"l-dots\"").count(), CONTROL_ROWS);
}

fn holders(name: &str) -> RoleHolders {
    let holding = |from: &str, to: Option<&str>| Holding { name: name.into(), from: day(from), to: to.map(day) };
    RoleHolders {
        from: day("2022-01-01"),
        to: day("2026-03-18"),
        today: day("2026-03-18"),
        today_word: name.into(),
        lanes: vec![Lane {
            label: name.into(),
            holdings: vec![holding("2022-03-01", Some("2024-05-31")), holding("2024-09-01", None), holding("2024-10-01", None)],
            vacancies: vec![Vacancy { from: day("2024-06-01"), to: Some(day("2024-08-31")), words: name.into() }],
        }],
    }
}

fn cycle(word: &str) -> CycleTimeline {
    let audit =
        |date: &str, party, planned| AuditMark { date: day(date), label: word.into(), date_word: word.into(), party, planned };
    CycleTimeline {
        from: day("2024-06-15"),
        to: day("2027-06-14"),
        today: day("2026-03-18"),
        today_word: word.into(),
        years: vec![CycleYear { from: day("2024-06-15"), label: word.into() }],
        audits: vec![
            audit("2025-05-20", AuditParty::External, false),
            audit("2025-11-18", AuditParty::Internal, true),
            audit("1999-01-01", AuditParty::Customer, false),
        ],
        nonconformities: vec![
            NonconformitySpan {
                id: word.into(),
                raised: day("2025-05-20"),
                closed: None,
                due: Some(day("2025-08-01")),
                grade: Grade::Major,
            },
            NonconformitySpan {
                id: "NC-2".into(),
                raised: day("2025-05-20"),
                closed: None,
                due: Some(day("2026-08-01")),
                grade: Grade::Minor,
            },
        ],
    }
}

#[test]
fn tags_are_balanced_and_nothing_is_smuggled_in() {
    for figure in all() {
        let mut open: Vec<&str> = Vec::new();
        for piece in figure.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').expect("every tag is closed");
            assert!(!text.contains('>'), "{text}");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
            assert!(["svg", "g", "a", "title", "desc", "rect", "line", "circle", "path", "text", "use"].contains(&name), "{tag}");
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        for banned in ["style=", " onclick=\"", "NaN", "inf", "-0%", "url("] {
            assert!(!figure.contains(banned), "{banned} in {figure}");
        }
    }
}

#[test]
fn every_number_stays_inside() {
    for figure in all() {
        for part in figure.split(['x', 'w']).filter_map(|part| part.split_once("=\"")) {
            let Some((value, _)) = part.1.split_once("%\"") else { continue };
            if let Ok(value) = value.parse::<f64>() {
                assert!((-1.0..=108.0).contains(&value), "{value} in {figure}");
            }
        }
    }
}

#[test]
fn the_spine_has_a_bar_for_each_clause() {
    let chapters = [
        SpineChapter { number: "4".into(), signs: vec![Sign::Covered; 4] },
        SpineChapter { number: "5".into(), signs: vec![Sign::Gap, Sign::Partial] },
    ];
    let svg = coverage_spine(WORDS, &chapters);
    assert_eq!(svg.matches("<rect").count(), 4 + 1 + 2);
    assert_eq!(svg.matches("<path").count(), 1, "one triangle under the gap");
    assert!(svg.contains("Title &amp; &lt;b&gt;"));
}

#[test]
fn a_big_framework_gets_several_bands() {
    let column = HeatColumn { label: None, name: String::new(), href: "#x".into(), counts: vec![1], sign: Sign::Covered };
    let chapter = HeatChapter { number: "A.5".into(), title: "Controls".into(), columns: vec![column; 40] };
    let one = heat_map(
        WORDS,
        &HeatMap { rows: vec!["Policy".into()], coverage_word: "Coverage".into(), chapters: vec![chapter.clone()] },
    );
    let two = heat_map(
        WORDS,
        &HeatMap { rows: vec!["Policy".into()], coverage_word: "Coverage".into(), chapters: vec![chapter.clone(), chapter] },
    );
    assert_eq!(one.matches(">Coverage<").count(), 1);
    assert_eq!(two.matches(">Coverage<").count(), 2);
}

#[test]
fn people_at_the_same_time_get_rows_of_their_own() {
    let svg = role_holders(WORDS, &holders("Sofia"));
    let tops: std::collections::BTreeSet<&str> =
        svg.split("<rect class=\"v-cov v-r\"").skip(1).filter_map(|rest| rest.split("y=\"").nth(1)?.split('"').next()).collect();
    assert_eq!(tops.len(), 2, "{svg}");
}

#[test]
fn late_reviews_go_below_the_line() {
    let review = |due: &str, late| ReviewMark { due: day(due), late };
    let year = ReviewYear {
        from: day("2025-04-01"),
        to: day("2026-03-31"),
        reviews: vec![review("2025-04-10", false), review("2025-04-10", false), review("2025-09-01", true)],
        ticks: Vec::new(),
    };
    let svg = reviews(WORDS, &year);
    assert_eq!((svg.matches("<rect").count(), svg.matches("<path").count()), (2, 1));
}

#[test]
fn zones_follow_the_score() {
    assert_eq!([risk_zone(1, 4), risk_zone(1, 5), risk_zone(2, 5), risk_zone(3, 5), risk_zone(5, 5)], [1, 2, 3, 4, 4]);
    assert_eq!(cycle_track(10, 365), cycle_track(10, 365));
    assert!(cycle_track(400, 365).contains("l-bad") && !cycle_track(365, 365).contains("l-bad"));
}

#[test]
fn dates_far_apart_do_not_make_a_figure_grow() {
    let mut cycle = cycle("x");
    cycle.from = day("0001-01-01");
    cycle.to = day("9999-12-31");
    assert!(cycle_timeline(WORDS, &cycle).len() < 20_000);
    let mut holders = holders("x");
    holders.from = day("0001-01-01");
    assert!(role_holders(WORDS, &holders).len() < 20_000);
}
