//! Front matter by field, as a table.

use super::RedlineWords;
use crate::redline::{Change, FieldChange};
use crate::render::escape::escape;

/// The changed fields as a table, with what stands above the columns before and afterwards. Empty without any.
pub fn fields(fields: &[FieldChange], heads: (&str, &str), words: &RedlineWords) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let (before, after) =
        (if heads.0.is_empty() { &words.before } else { heads.0 }, if heads.1.is_empty() { &words.after } else { heads.1 });
    let label = escape(&words.field);
    let mut out = format!(
        "<div class=\"tw\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table class=\"fd\"><thead><tr><th scope=\"col\">{label}</th>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        escape(before),
        escape(after),
    );
    for field in fields {
        let removed: Vec<String> =
            values(field, &field.old, Change::Removed).map(|it| format!("<del class=\"rd\">{it}</del>")).collect();
        let added: Vec<String> =
            values(field, &field.new, Change::Added).map(|it| format!("<ins class=\"rd\">{it}</ins>")).collect();
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
            name(&field.path, words),
            removed.join("<br>"),
            added.join("<br>"),
        ));
    }
    out.push_str("</tbody></table></div>\n");
    out
}

/// The values of one side.
fn values<'a>(field: &'a FieldChange, value: &'a str, change: Change) -> impl Iterator<Item = String> + 'a {
    let items = field.items.iter().filter(move |it| it.change == change).map(|it| it.text.as_str());
    std::iter::once(value).filter(|it| !it.is_empty()).chain(items).map(escape)
}

/// What a field is called: in words if the site has a word for it, else as authors write it.
fn name(path: &str, words: &RedlineWords) -> String {
    let known = words.fields.iter().find(|it| it.0 == path);
    known.map_or_else(|| format!("<code>{}</code>", escape(path)), |it| escape(&it.1))
}
