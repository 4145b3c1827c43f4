//! Names that nearly agree: each thing has an address of its own, and links lead to it.

use crate::built::{build, dead_links};
use crate::support::Sms;

const SMS: &str = "=== file clausebook.yml
organization: Example
title: Handbook
frameworks: [own]
groups:
  - {id: a.b, title: One, documents: [D.1]}
  - {id: a b, title: Two, documents: [D1]}
=== file frameworks/own.yml
standard: {id: own, code: OWN 1}
clauses:
  - {id: index, title: First}
  - {id: a b, title: Second}
  - {id: a-b, title: Third}
=== file people.yml
roles: {a.b: Dotted, ab: Plain, index: Listed}
people:
  - {name: Ana Alvarez, email: ana@example.org, roles: [a.b, ab, index]}
=== file glossary.yml
C: A language.
C++: Another one.
=== file one.md
---
id: D.1
title: One
type: register
status: approved
owner: a.b
clauses: [index, a b, a-b]
raci: {Work: {R: ab, A: a.b}}
entries:
  improvement:
    - {id: a.1, title: Dotted, raised: 2026-01-01, owner: ab, status: done}
    - {id: a1, title: Plain, raised: 2026-01-01, owner: index, status: done}
    - {id: a_1, title: Lined, raised: 2026-01-01, owner: index, status: done}
    - {id: SVC-01, title: Desk, raised: 2026-01-01, owner: ab, status: done}
---

## SVC-01

See [[a.1]], [[a1]], [[SVC-01]], [[ab]], [[a.b]], [[index]]. We write C and C++ here.
=== file two.md
---
id: D1
title: Two
type: register
status: approved
owner: ab
raci: {Work: {R: ab, A: a.b}}
---

See [[SVC-01]].
=== file three.md
---
id: index
title: Three
type: register
status: approved
owner: ab
---
";

#[test]
fn no_two_things_share_an_address() {
    let built = build(&Sms::parse(SMS).inputs());
    let pages = built.read();
    assert_eq!(dead_links(&built, &pages), Vec::<String>::new());
    let ids = |page: &str| {
        pages.get(page).unwrap_or_else(|| panic!("there is no {page}: {:?}", pages.keys())).ids().collect::<Vec<_>>()
    };
    for id in ["a.1", "a1", "a_1", "svc-01"] {
        assert!(ids("registers/improvement.html").contains(&id), "{id}");
    }
    for id in ["a.1", "a1", "a_1", "svc-01", "entry:svc-01"] {
        assert!(ids("documents/d.1.html").contains(&id), "{id}");
    }
    let links = |page: &str, href: &str| built.text(page).contains(&format!("href=\"{href}\""));
    assert!(links("documents/d.1.html", "#entry:svc-01") && links("documents/d1.html", "d.1.html#entry:svc-01"));
    for id in ["term-c", "term-c~2b~~2b~"] {
        assert!(ids("glossary.html").contains(&id), "{id}: {:?}", ids("glossary.html"));
    }
    let title = |page: &str| pages[page].words().contains("Handbook");
    for page in [
        "documents/index.html",
        "documents/index--2.html",
        "roles/a.b.html",
        "roles/ab.html",
        "roles/index--2.html",
        "raci/a.b.html",
        "raci/a~20~b.html",
        "clauses/own/index.html",
        "clauses/own/~index.html",
        "clauses/own/a~20~b.html",
        "clauses/own/a-b.html",
    ] {
        assert!(pages.contains_key(page) && title(page), "there is no {page}: {:?}", pages.keys());
    }
    let roles = ids("raci/a.b.html");
    assert!(roles.contains(&"role-a.b") && roles.contains(&"role-ab"), "{roles:?}");
}
