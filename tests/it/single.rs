//! `clausebook bundle --document`: one document as a file that needs nothing beside it.
#![expect(clippy::disallowed_methods, reason = "the program writes real files")]

use std::fs;

use base64ct::{Base64, Encoding as _};
use clausebook::base::Digest;

use crate::built::Html;
use crate::office::{ANA, BEN, Office, document, settings};

const DAY: &str = "2026-02-03";
/// The least picture there is.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

fn office(more: &str) -> Office {
    let office = Office::new("");
    office.write("clausebook.yml", &(settings("") + more));
    office.write("glossary.yml", "outage:\n  definition: A time when nothing works & nobody <b>knows</b>.\n");
    fs::create_dir_all(office.path().join("policies")).unwrap();
    fs::write(office.path().join("policies/dot.png"), Base64::decode_vec(PNG).unwrap()).unwrap();
    let body = "After an outage see [[POL-001]], [the other](a.md#text) and [a page](https://example.com/x).\n\n\
                ![A dot](dot.png \"The dot\")\n\n![A dot](dot.png)\n\n![Gone](https://example.com/y.png)\n\n```mermaid\nflowchart TD\n  a[Call] --> b[Answer]\n```\n\n\
                [Below](#why) `</style><script>x</script>`";
    office.write("policies/b.md", &document("POL-002", body));
    office.commit(BEN, "2026-01-08", "A plan");
    office
}

fn file(office: &Office) -> String {
    let code = office.run(ANA, DAY, &["bundle", "--document", "pol-002", "--out", "one.html"]).status.code();
    assert!(matches!(code, Some(0 | 1)), "{code:?}");
    fs::read_to_string(office.path().join("one.html")).unwrap()
}

/// All values of an attribute.
fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    html.split(&mark).skip(1).map(|it| it.split('"').next().unwrap()).collect()
}

#[test]
fn a_document_is_one_file_that_asks_for_nothing() {
    let office = office("");
    let html = file(&office);
    let read = Html::read(&html);
    assert!(read.errors.is_empty(), "{:?}", read.errors);
    assert!(!html.contains("<script") && !html.contains("<link") && !html.contains("url("), "it asks for something");
    let pictures = values(&html, "src");
    assert_eq!(pictures, vec![format!("data:image/png;base64,{PNG}"); 2]);
    // Nothing says where the site is: what leads there is plain words.
    let wrong: Vec<&str> =
        values(&html, "href").into_iter().filter(|it| !it.starts_with('#') && !it.starts_with("https://example.com/")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for anchor in values(&html, "href").into_iter().filter_map(|it| it.strip_prefix('#')) {
        assert!(html.contains(&format!("id=\"{anchor}\"")), "#{anchor} leads nowhere");
    }
    assert!(
        html.contains("After an <a class=\"term\" href=\"#page:term-term:outage\"")
            || html.contains(">outage</a> see <span>Service policy</span>, <span>the other</span>")
    );
    assert!(
        html.contains("<svg")
            && html.contains(">Answer<")
            && html.contains("A time when nothing works &amp; nobody &lt;b&gt;knows&lt;/b&gt;.")
    );
    let commit = &office.head()[..10];
    assert!(
        html.contains(&format!("<b>Offline copy</b> of the working tree on commit {commit}, made on 3 Feb 2026.")),
        "the banner"
    );
    assert!(
        values(&html, "data-p2")[0].ends_with(&format!("copy of 3 Feb 2026 at commit {commit}")),
        "{:?}",
        values(&html, "data-p2")
    );
    assert!(html.contains(">Owner<") && html.contains("Ben Brown") && html.contains(">1.0<"), "the control block");
    assert_eq!(html, file(&office), "the same document gives the same bytes");
}

#[test]
fn its_policy_allows_its_own_styles_and_pictures_alone() {
    let html = file(&office(""));
    let policy = values(&html, "content")[0].replace("&#39;", "'");
    let styles: Vec<&str> =
        html.split("<style").skip(1).map(|it| it.split_once('>').unwrap().1.split_once("</style>").unwrap().0).collect();
    let sums: Vec<String> =
        styles.iter().map(|it| format!("'sha256-{}'", Base64::encode_string(&Digest::of(it.as_bytes()).bytes()))).collect();
    assert_eq!(sums.len(), 2);
    assert_eq!(
        policy,
        format!("default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'", sums.join(" "))
    );
    assert!(!html.contains(" style=\""));
}

#[test]
fn it_leads_to_the_published_site_where_settings_name_it() {
    let office = office("site: {url: \"https://sms.example.org/book\"}\n");
    let html = file(&office);
    let links = values(&html, "href");
    for wanted in [
        "https://sms.example.org/book/documents/pol-001.html",
        "https://sms.example.org/book/documents/pol-001.html#text",
        "https://sms.example.org/book/documents/pol-002.html",
        "https://example.com/x",
    ] {
        assert!(links.contains(&wanted), "{wanted} is not among {links:?}");
    }
    let other: Vec<&&str> = links.iter().filter(|it| !it.starts_with("https://") && !it.starts_with('#')).collect();
    assert!(other.is_empty(), "{other:?}");
    // The pages of a bundle lead there too.
    office.run(ANA, DAY, &["bundle", "--out", "all.zip"]);
    let page = std::process::Command::new("unzip")
        .args(["-p", "all.zip", "*/documents/pol-002.html"])
        .current_dir(office.path())
        .output()
        .unwrap();
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(
        page.contains(
            "<a class=\"btn pri\" href=\"https://sms.example.org/book/documents/pol-002.html\">Read the published page</a>"
        ),
        "{page}"
    );
}

#[test]
fn wrong_addresses_foreign_files_and_unknown_documents_are_refused() {
    let office = office("");
    office.write("mine.html", "<!doctype html>\nmine");
    let bundle = |words: &[&str]| office.run(ANA, DAY, &[&["bundle", "--document"], words].concat()).status.code();
    assert_eq!(bundle(&["POL-002", "--out", "mine.html"]), Some(2));
    assert_eq!(fs::read_to_string(office.path().join("mine.html")).unwrap(), "<!doctype html>\nmine");
    assert_eq!(bundle(&["POL-099", "--out", "new.html"]), Some(2));
    assert!(!office.path().join("new.html").exists());
    bundle(&["POL-002"]);
    assert!(office.path().join("_pol-002.html").exists());
    office.write("clausebook.yml", &(settings("") + "site: {url: \"javascript:alert(1)\"}\n"));
    let said = office.says(ANA, DAY, &["check"], 2);
    assert!(said.contains("`url`"), "{said}");
}
