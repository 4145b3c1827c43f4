//! What of two texts gets into a page, and how.

use super::*;
use crate::redline::compare;

fn shown(old: &str, new: &str) -> RedlineShown {
    let redline = compare(old, new);
    let words = RedlineWords::default();
    let ctx = RedlineContext {
        title: "Title",
        links: &[],
        sections: &[],
        diagram: &|_, _, _| Err(String::from("none")),
        body_words: &BodyWords::default(),
        words: &words,
        commits: &[Some(CommitShown {
            id: "abc1234".to_owned(),
            href: Some("javascript:x".to_owned()),
            title: "A \"b\"".to_owned(),
        })],
        id_prefix: "",
    };
    super::redline(&redline, &ctx)
}

#[test]
fn words_are_marked_and_the_rest_is_written_as_ever() {
    let it = shown("Ask *the old desk* <b>now</b>.\n", "Ask *the new desk* <b>now</b>.\n");
    let expected = "<section><div class=\"rl\" id=\"c1\" tabindex=\"-1\"><span class=\"cm\"><span title=\"A &quot;b&quot;\">abc1234</span></span>\
                    <p>Ask <em>the <del class=\"rd\">old</del> <ins class=\"rd\">new</ins> desk</em> <b>now</b>.</p>\n</div>\n</section>\n";
    assert_eq!(it.html, expected);
    assert_eq!(it.changes, [("c1".to_owned(), "new".to_owned())]);
}

#[test]
fn unchanged_sections_are_folded_and_moved_ones_lead_to_each_other() {
    let old = "## One\n\nA b c d e.\n\n## Two\n\nF g h i j.\n\n## Three\n\nK l m n o p q.\n\nR s t u v.\n";
    let new = "## Two\n\nF g h i j.\n\n## Three\n\nK l m n o p q.\n\nR s t u v.\n\n## One\n\nA b c d e.\n";
    let it = shown(old, new);
    assert_eq!(it.html.matches("<details class=\"same\"><summary><b>").count(), 2, "{}", it.html);
    assert!(
        it.html.contains("<a href=\"#c2\">To where it stands now</a>") && it.html.contains("<a href=\"#c1\">"),
        "{}",
        it.html
    );
    assert_eq!(it.changes.len(), 2);
}

#[test]
fn nothing_of_an_authors_gets_out_unwritten() {
    let old = "a <ins>b</ins> <script>alert(1)</script> [x](javascript:alert(1)) c d e\n\n<img src=x onerror=y>\n";
    let new =
        "a <ins>b</ins> <i onclick=z>q</i> [y](data:text/html,x) c d e\n\n| <svg onload=x> |\n|---|\n| ![a](javascript:b) |\n";
    let html = shown(old, new).html;
    for bad in ["<script", "javascript:\"", "onclick", "onerror=y>", "<svg", "href=\"data", "<ins>"] {
        assert!(!html.contains(bad), "{bad}: {html}");
    }
    assert!(html.contains("<u>b</u>"), "{html}");
}

#[test]
fn fields_tell_values_before_and_afterwards() {
    let redline = compare("---\nversion: 1\nrelated: [A, B]\n---\n", "---\nversion: <2>\nrelated: [B, C]\n---\n");
    let words = RedlineWords { fields: vec![("version".to_owned(), "Version".to_owned())], ..RedlineWords::default() };
    let html = fields(&redline.fields, ("1.0", ""), &words);
    assert!(
        html.contains(
            "<th scope=\"row\">Version</th><td><del class=\"rd\">1</del></td><td><ins class=\"rd\">&lt;2&gt;</ins></td>"
        ),
        "{html}"
    );
    assert!(
        html.contains("<code>related</code></th><td><del class=\"rd\">A</del></td><td><ins class=\"rd\">C</ins></td>"),
        "{html}"
    );
    assert!(html.contains(">1.0</th>") && html.contains(">Afterwards</th>"));
}
