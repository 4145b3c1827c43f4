use super::*;

fn english() -> Strings {
    Strings::load("en", None).0
}

#[test]
fn dates_and_distances_read_well() {
    let day = |text| Date::parse(text).unwrap();
    let (en, de) = (english(), Strings::load("de", None).0);
    assert_eq!(en.date(day("2026-02-04")), "4 Feb 2026");
    assert_eq!(de.date(day("2026-02-24")), "24. Feb. 2026");
    let today = day("2026-03-18");
    assert_eq!(en.due(day("2026-03-27"), today), "in 9 days");
    assert_eq!(en.due(day("2026-03-19"), today), "in 1 day");
    assert_eq!(en.due(day("2026-02-06"), today), "40 days overdue");
    assert_eq!(de.due(day("2026-02-06"), today), "40 Tage überfällig");
    assert_eq!(en.due(today, today), "today");
    assert_eq!(en.ago(day("2026-03-17"), today), "1 day ago");
    assert_eq!(en.ago(day("2025-05-12"), today), "10 months ago");
    assert_eq!(en.ago(day("2023-05-12"), today), "2 years ago");
    assert_eq!(en.ago(day("2026-03-20"), today), "in 2 days");
    assert_eq!(en.cycle(Cycle::parse("1 year").unwrap()), "12-month cycle");
}

#[test]
fn values_are_filled_once() {
    assert_eq!(fill("{a} {b} {", [("a", "{b}"), ("b", "2")]), "{b} 2 {");
    assert_eq!(fill("{x} {a}", [("a", "1")]), "{x} 1");
    assert_eq!(fill("ä{ö}ü", []), "ä{ö}ü");
}

#[test]
fn other_languages_fall_back_and_have_their_plurals() {
    let (pl, problems) = Strings::load(
        "pl",
        Some("distance.in.one: za {n} dzień\ndistance.in.few: za {n} dni\ndistance.in.many: za {n} dni.\nbad: [1]\n"),
    );
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].file.as_str(), problems[0].line), ("theme/strings/pl.yml", 4));
    assert_eq!(pl.plural("distance.in", 1), "za 1 dzień");
    assert_eq!(pl.plural("distance.in", 22), "za 22 dni");
    assert_eq!(pl.plural("distance.in", 12), "za 12 dni.");
    assert_eq!(pl.get("search"), "Search");
    assert!(!Strings::knows("pl") && Strings::knows("de"));
    let (broken, problems) = Strings::load("en", Some("a: [1\nb"));
    assert_eq!((broken.get("search"), problems.len()), ("Search", 1));
}
