use std::collections::BTreeMap;

use super::*;
use crate::render::view::{Page, PlainPage};

fn theme(files: &[(&str, &str)]) -> (Theme, Vec<ThemeProblem>) {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect::<BTreeMap<_, _>>();
    Theme::new(files, Strings::load("en", None).0)
}

fn view() -> PlainPage {
    let page = Page { lang: "en".to_owned(), head_title: "A & B <x>".to_owned(), ..Page::default() };
    PlainPage { page, title: "T".to_owned(), ..PlainPage::default() }
}

#[test]
fn built_in_frame_renders_and_escapes() {
    let (theme, problems) = theme(&[]);
    assert_eq!(problems, []);
    let page = theme.render("base.html", &view());
    assert_eq!(page.problem, None);
    assert!(page.html.contains("<title>A &amp; B &lt;x&gt;</title>"), "{}", page.html);
    assert!(page.html.contains("<symbol id=\"i-search\"") && !page.html.contains("<symbol id=\"i-mail\""));
}

#[test]
fn a_word_that_is_missing_shows_its_key_and_is_reported() {
    let (theme, _) = Theme::new(BTreeMap::new(), Strings::load("en", None).0.without("search"));
    let page = theme.render("base.html", &view());
    assert!(page.html.contains(">search<") && page.html.ends_with("</html>\n"), "{}", page.html);
    let problem = page.problem.unwrap();
    assert!(problem.message.contains("there are no words for `search`"), "{problem:?}");
}

#[test]
fn user_template_lies_over_the_built_in_one_and_may_extend_it() {
    let (theme, problems) = theme(&[
        (
            "templates/base.html",
            "{% extends \"theme/base.html\" %}{% block main %}<p>{% include \"mine.html\" %}</p>{% endblock %}",
        ),
        ("templates/mine.html", "mine: {{ t(k='search') }}"),
    ]);
    assert_eq!(problems, []);
    assert!(theme.render("base.html", &view()).html.contains("<p>mine: Search</p>"));
}

#[test]
fn broken_templates_are_placed_and_the_built_in_ones_used() {
    let cases = [
        ("\n  {{ page.title | nosuch }}", 2, 19),
        ("{% extends \"nothing.html\" %}", 1, 1),
        ("{% if %}", 1, 7),
        ("{% extends \"theme/base.html\" %}{% block nosuch %}{% endblock %}", 1, 41),
        ("{% include \"page.html\" %}", 1, 1),
        ("{{ page.nosuch }}", 1, 9),
        ("{{ range(end=5) }}", 1, 4),
        ("{{ t(k='nosuch') }}", 1, 4),
    ];
    let mut places = Vec::new();
    for (text, ..) in cases {
        let (theme, mut problems) = theme(&[("templates/page.html", text)]);
        let page = theme.render("page.html", &view());
        problems.extend(page.problem);
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert_eq!(problems[0].file, "theme/templates/page.html", "{text}");
        places.push((text, problems[0].line, problems[0].column));
        assert!(page.html.contains("<title>") && page.html.ends_with("</html>\n"), "{text}");
    }
    assert_eq!(places, cases);
}

#[test]
fn a_frame_that_built_in_pages_do_not_fit_is_not_used() {
    let (theme, problems) = theme(&[("templates/base.html", "<html></html>")]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("does not go with it: Block"), "{problems:?}");
    assert!(theme.render("page.html", &view()).html.contains("<h1>T</h1>"));
}

#[test]
fn one_broken_template_leaves_the_others() {
    let (theme, problems) = theme(&[
        ("templates/a.html", "{% extends \"z.html\" %}{% block x %}A{% endblock %}"),
        ("templates/m.html", "{{"),
        ("templates/z.html", "{% block x %}{% endblock %}!"),
    ]);
    assert_eq!(problems.len(), 1);
    assert_eq!(theme.render("a.html", &view()).html, "A!");
}

#[test]
fn endless_pages_end() {
    let text = "{% set_global s = \"xxxxxxxxxxxxxxxx\" %}".to_owned()
        + &"{% for a in [1,2,3,4,5,6,7,8,9,10] %}".repeat(7)
        + &"{{ s }}".repeat(40)
        + &"{% endfor %}".repeat(7);
    let (theme, problems) = theme(&[("templates/page.html", &text)]);
    assert_eq!(problems, []);
    let page = theme.render("page.html", &view());
    assert!(page.problem.is_some() && page.html.ends_with("</html>\n"));
}

#[test]
fn users_styles_replace_or_come_last() {
    let (theme, problems) = theme(&[
        ("css/base.css", "/* mine */"),
        ("css/brand.css", ":root{--accent:red}"),
        ("assets/logo.svg", "<svg/>"),
        ("document.html", "lost"),
    ]);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("theme/templates/"));
    let assets: BTreeMap<_, _> = theme.assets().into_iter().collect();
    let text = |path: &str| String::from_utf8(assets[path].to_vec()).unwrap();
    assert!(text("assets/handbook.css").ends_with("/* mine */") && text("assets/handbook.css").contains("--paper"));
    assert_eq!(text("assets/custom.css"), ":root{--accent:red}");
    assert_eq!(text("assets/logo.svg"), "<svg/>");
    assert!(text("assets/handbook.js").starts_with("window.clausebookWords={"));
    assert!(assets.contains_key("assets/fonts/ibm-plex-mono-latin-400-normal.woff2"));
    assert!(theme.render("base.html", &view()).html.contains("assets/custom.css"));
}

#[test]
fn a_theme_serves_all_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&theme(&[]).0);
}

#[test]
fn words_without_values_are_put_into_built_in_templates_once() {
    let own = "search: A & \"B\"\nskip: \"{n} left\"\nmade_with: \"by \"\nnav.main: \"\"\n";
    let strings = Strings::load("en", Some(own)).0;
    assert_eq!(
        spoken("<b title=\"{{ t(k='search') }}\">{{ t(k='search') }}", &strings),
        "<b title=\"A &amp; &quot;B&quot;\">A &amp; &quot;B&quot;"
    );
    // What the engine would read as its own or trim, what needs values or is not there, and what is written in another way is asked for.
    for asked in [
        "{{ t(k='skip') }}",
        "{{ t(k='made_with') }}",
        "{{ t(k='nav.main') }}",
        "{{ t(k='no such words') }}",
        "{{ t(k='search', n=1) }}",
        "{{- t(k='search') }}",
        "{{ t(k='search",
    ] {
        assert_eq!(spoken(asked, &strings), asked);
    }
}
