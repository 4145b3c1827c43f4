//! The built-in theme: every file of `theme/`, in the order of paths. A test compares the list with the folder.

/// Path within `theme/` and bytes.
pub(super) const FILES: &[(&str, &[u8])] = &[
    ("css/base.css", include_bytes!("../../theme/css/base.css")),
    ("css/clause.css", include_bytes!("../../theme/css/clause.css")),
    ("css/control.css", include_bytes!("../../theme/css/control.css")),
    ("css/diagram.css", include_bytes!("../../theme/css/diagram.css")),
    ("css/document.css", include_bytes!("../../theme/css/document.css")),
    ("css/figures.css", include_bytes!("../../theme/css/figures.css")),
    ("css/home.css", include_bytes!("../../theme/css/home.css")),
    ("css/items.css", include_bytes!("../../theme/css/items.css")),
    ("css/list.css", include_bytes!("../../theme/css/list.css")),
    ("css/matrix.css", include_bytes!("../../theme/css/matrix.css")),
    ("css/print.css", include_bytes!("../../theme/css/print.css")),
    ("css/redline.css", include_bytes!("../../theme/css/redline.css")),
    ("css/role.css", include_bytes!("../../theme/css/role.css")),
    ("css/search.css", include_bytes!("../../theme/css/search.css")),
    ("css/single.css", include_bytes!("../../theme/css/single.css")),
    ("css/switch.css", include_bytes!("../../theme/css/switch.css")),
    ("css/tokens.css", include_bytes!("../../theme/css/tokens.css")),
    ("fonts/LICENSE-ibm-plex-mono.txt", include_bytes!("../../theme/fonts/LICENSE-ibm-plex-mono.txt")),
    ("fonts/LICENSE-ibm-plex-sans.txt", include_bytes!("../../theme/fonts/LICENSE-ibm-plex-sans.txt")),
    ("fonts/LICENSE-source-serif-4.txt", include_bytes!("../../theme/fonts/LICENSE-source-serif-4.txt")),
    ("fonts/ibm-plex-mono-latin-400-normal.woff2", include_bytes!("../../theme/fonts/ibm-plex-mono-latin-400-normal.woff2")),
    (
        "fonts/ibm-plex-sans-latin-ext-wght-normal.woff2",
        include_bytes!("../../theme/fonts/ibm-plex-sans-latin-ext-wght-normal.woff2"),
    ),
    ("fonts/ibm-plex-sans-latin-wght-normal.woff2", include_bytes!("../../theme/fonts/ibm-plex-sans-latin-wght-normal.woff2")),
    (
        "fonts/source-serif-4-latin-ext-wght-normal.woff2",
        include_bytes!("../../theme/fonts/source-serif-4-latin-ext-wght-normal.woff2"),
    ),
    ("fonts/source-serif-4-latin-wght-normal.woff2", include_bytes!("../../theme/fonts/source-serif-4-latin-wght-normal.woff2")),
    ("icon.svg", include_bytes!("../../theme/icon.svg")),
    ("icons.svg", include_bytes!("../../theme/icons.svg")),
    ("js/az.js", include_bytes!("../../theme/js/az.js")),
    ("js/handbook.js", include_bytes!("../../theme/js/handbook.js")),
    ("js/redline.js", include_bytes!("../../theme/js/redline.js")),
    ("js/rows.js", include_bytes!("../../theme/js/rows.js")),
    ("js/search.js", include_bytes!("../../theme/js/search.js")),
    ("js/searchbox.js", include_bytes!("../../theme/js/searchbox.js")),
    ("js/switch.js", include_bytes!("../../theme/js/switch.js")),
    ("js/table.js", include_bytes!("../../theme/js/table.js")),
    ("js/theme.js", include_bytes!("../../theme/js/theme.js")),
    ("strings/de.yml", include_bytes!("../../theme/strings/de.yml")),
    ("strings/en.yml", include_bytes!("../../theme/strings/en.yml")),
    ("templates/base.html", include_bytes!("../../theme/templates/base.html")),
    ("templates/changes.html", include_bytes!("../../theme/templates/changes.html")),
    ("templates/clause.html", include_bytes!("../../theme/templates/clause.html")),
    ("templates/control.html", include_bytes!("../../theme/templates/control.html")),
    ("templates/crumbs.html", include_bytes!("../../theme/templates/crumbs.html")),
    ("templates/cycle.html", include_bytes!("../../theme/templates/cycle.html")),
    ("templates/document.html", include_bytes!("../../theme/templates/document.html")),
    ("templates/document_head.html", include_bytes!("../../theme/templates/document_head.html")),
    ("templates/document_text.html", include_bytes!("../../theme/templates/document_text.html")),
    ("templates/documents.html", include_bytes!("../../theme/templates/documents.html")),
    ("templates/editions.html", include_bytes!("../../theme/templates/editions.html")),
    ("templates/exports.html", include_bytes!("../../theme/templates/exports.html")),
    ("templates/glossary.html", include_bytes!("../../theme/templates/glossary.html")),
    ("templates/home.html", include_bytes!("../../theme/templates/home.html")),
    ("templates/items.html", include_bytes!("../../theme/templates/items.html")),
    ("templates/marks.html", include_bytes!("../../theme/templates/marks.html")),
    ("templates/matrix.html", include_bytes!("../../theme/templates/matrix.html")),
    ("templates/page.html", include_bytes!("../../theme/templates/page.html")),
    ("templates/parts.html", include_bytes!("../../theme/templates/parts.html")),
    ("templates/proof.html", include_bytes!("../../theme/templates/proof.html")),
    ("templates/raci.html", include_bytes!("../../theme/templates/raci.html")),
    ("templates/redline.html", include_bytes!("../../theme/templates/redline.html")),
    ("templates/register.html", include_bytes!("../../theme/templates/register.html")),
    ("templates/reports.html", include_bytes!("../../theme/templates/reports.html")),
    ("templates/required.html", include_bytes!("../../theme/templates/required.html")),
    ("templates/role.html", include_bytes!("../../theme/templates/role.html")),
    ("templates/roles.html", include_bytes!("../../theme/templates/roles.html")),
    ("templates/search.html", include_bytes!("../../theme/templates/search.html")),
    ("templates/side.html", include_bytes!("../../theme/templates/side.html")),
    ("templates/single.html", include_bytes!("../../theme/templates/single.html")),
    ("templates/toc.html", include_bytes!("../../theme/templates/toc.html")),
];

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test compares the table with the folder")]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::FILES;

    fn walk(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn table_equals_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("theme");
        let mut folder = BTreeSet::new();
        walk(&root, &root, &mut folder);
        let table: Vec<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(table, folder.into_iter().collect::<Vec<_>>());
        for (path, bytes) in FILES {
            assert_eq!(std::fs::read(root.join(path)).unwrap(), *bytes, "{path}");
        }
    }
}
