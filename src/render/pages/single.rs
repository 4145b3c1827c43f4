//! A document as one file that is read without the site: styles, pictures and definitions are in it, and no script. What leads to other
//! pages leads to where the site is published, or is plain words where no settings say where that is.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};

use super::{Made, Site};
use crate::base::{Digest, RepoPath, SitePath};
use crate::handbook::{EntryIdx, Resolved};
use crate::render::body::{Picture, SectionShown, Shown};
use crate::render::escape::has_scheme;
use crate::syntax::ReferenceKind;

/// The most bytes of pictures that a file holds, however often each is shown; further ones are named.
const PICTURES: usize = 64 << 20;
/// Styles of the screen, in their order.
const STYLES: [&str; 4] = ["assets/handbook.css", "assets/document.css", "assets/single.css", "assets/custom.css"];

/// Files that a document's text shows as images.
pub fn pictures(site: &Site<'_>, idx: EntryIdx) -> Vec<RepoPath> {
    let references = &site.handbook.entries[idx].document.parsed.references;
    let shown = references.iter().zip(&site.handbook.links.by_entry[idx]).filter_map(|(it, to)| match to {
        Resolved::Attachment(file) if matches!(it.kind, ReferenceKind::Image { .. }) => Some(file),
        _ => None,
    });
    let mut files: Vec<RepoPath> = shown.filter(|file| site.attachment(file).is_some()).cloned().collect();
    files.sort();
    files.dedup();
    files
}

/// Makes the file of a document. `page` is its page in the site, `bytes` are those of its pictures.
pub fn single_page(site: &Site<'_>, page: &SitePath, idx: EntryIdx, bytes: &BTreeMap<RepoPath, Vec<u8>>) -> Made {
    let placed = SitePath::new(&format!("{}{page}", site.placement.folder));
    let away = Away { page: placed, url: site.handbook.config.settings.url.as_deref() };
    let mut view = site.document(page, idx);
    let terms = super::body::terms_at(site.handbook, |name| format!("#{}", anchor(name)));
    let body = site.body_with(idx, &site.links_away(page, idx, bytes, &away), &site.sections_away(page, idx, &away), &terms);
    view.body_html = body.html;
    view.page.actions.clear();
    // Who refers to the document is for those who have the others.
    view.page.toc.retain(|it| it.href != "#page:referred-to-by");
    if let (Some(print), Some(day)) = (&mut view.page.print, site.inputs.offline) {
        let day = site.words().date(day);
        let made = match site.inputs.edition.commit.as_ref().or(site.handbook.control.head.as_ref()) {
            Some(commit) => site.words().with("single.made", &[("day", &day), ("commit", commit.short())]),
            None => site.words().with("single.made_alone", &[("day", &day)]),
        };
        print.line2 = format!("{} · {made}", print.line2);
    }
    let mut value = serde_json::to_value(&view).expect("a view is a struct of plain values");
    lead_away(&mut value, &away);
    let defined = body.terms.iter().filter_map(|&at| site.handbook.config.glossary.get(at));
    value["terms"] =
        defined.map(|it| json!({"anchor": anchor(&it.name), "name": it.name, "definition": it.definition})).collect();
    let (styles, print_styles) = (site.styles(&STYLES), site.styles(&["assets/print.css"]));
    value["policy"] = Value::from(policy(&[&styles, &print_styles]));
    value["styles"] = Value::from(styles);
    value["print_styles"] = Value::from(print_styles);
    value["published"] = Value::from(site.published_href(page));
    site.finish("single.html", &value)
}

fn anchor(name: &str) -> String {
    format!("page:term-{}", super::lists::term_anchor(name))
}

/// Allows styles with these texts and the pictures of the file, and nothing else.
fn policy(styles: &[&str]) -> String {
    let sum = |it: &&str| format!("'sha256-{}'", Base64::encode_string(&Digest::of(it.as_bytes()).bytes()));
    let sums: Vec<String> = styles.iter().map(sum).collect();
    format!("default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'", sums.join(" "))
}

/// Where addresses of a page lead that does not stand in its site.
struct Away<'a> {
    /// The page's place in the site.
    page: SitePath,
    /// The site; none if the settings do not say.
    url: Option<&'a str>,
}

impl Away<'_> {
    /// What an address of the page becomes; empty if it leads nowhere from outside.
    fn href(&self, href: &str) -> String {
        if href.is_empty() || href.starts_with('#') || has_scheme(href) {
            return href.to_owned();
        }
        let (place, anchor) = href.split_at(href.find(['#', '?']).unwrap_or(href.len()));
        let mut parts: Vec<&str> = self.page.as_str().split('/').collect();
        parts.pop();
        for part in place.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." => {}
                _ => parts.push(part),
            }
        }
        let place = parts.join("/");
        match self.url {
            _ if place == self.page.as_str() && !anchor.is_empty() => anchor.to_owned(),
            Some(url) => format!("{url}{place}{anchor}"),
            None => String::new(),
        }
    }
}

/// Leads every address of a view away from the site. Addresses in finished markup are not looked at: bodies are made with them.
fn lead_away(value: &mut Value, away: &Away<'_>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(href) if name == "href" => *href = away.href(href),
                    _ => lead_away(field, away),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| lead_away(it, away)),
        _ => {}
    }
}

impl Site<'_> {
    fn links_away(&self, page: &SitePath, idx: EntryIdx, bytes: &BTreeMap<RepoPath, Vec<u8>>, away: &Away<'_>) -> Vec<Shown> {
        let mut room = PICTURES;
        let mut picture = |to: &Resolved| {
            let Resolved::Attachment(file) = to else { return None };
            let bytes = bytes.get(file).filter(|it| it.len() <= room)?;
            room -= bytes.len();
            Picture::new(file.file_name(), bytes)
        };
        let shown = self.links_shown(page, idx).into_iter().zip(&self.handbook.links.by_entry[idx]);
        let shown = shown.map(|(shown, to)| match shown {
            Shown::Image { .. } => picture(to).map_or(Shown::Plain(None), Shown::Picture),
            Shown::Link { href, title, tip, class } => match away.href(&href) {
                href if href.is_empty() => Shown::Plain(title),
                href => Shown::Link { href, title, tip, class },
            },
            other => other,
        });
        shown.collect()
    }

    fn sections_away(&self, page: &SitePath, idx: EntryIdx, away: &Away<'_>) -> Vec<SectionShown> {
        let mut sections = self.sections_shown(page, idx);
        for tag in sections.iter_mut().flat_map(|it| &mut it.tags) {
            tag.href = away.href(&tag.href);
        }
        sections
    }

    /// Styles of the theme in one text that can stand in a page. Fonts are files of their own: a reader's take their place.
    fn styles(&self, names: &[&str]) -> String {
        let assets = self.theme.assets();
        let texts = names.iter().filter_map(|name| assets.iter().find(|it| it.0 == *name));
        let mut styles = String::new();
        for line in texts.flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap_or_default().lines()) {
            if !line.trim_start().starts_with("@font-face") {
                // What would end the element is written as styles may write it too.
                styles.push_str(&line.replace("</", "<\\/"));
                styles.push('\n');
            }
        }
        styles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_the_published_site_or_nowhere() {
        let page = SitePath::new("editions/v1/documents/a-1.html");
        let there = Away { page: page.clone(), url: Some("https://x.example/sms/") };
        let nowhere = Away { page, url: None };
        let cases = [
            ("b-2.html#one", "https://x.example/sms/editions/v1/documents/b-2.html#one", ""),
            ("../clauses/iso/8.6.html", "https://x.example/sms/editions/v1/clauses/iso/8.6.html", ""),
            ("../../../index.html", "https://x.example/sms/index.html", ""),
            ("../../../../../index.html", "https://x.example/sms/index.html", ""),
            ("#own", "#own", "#own"),
            ("a-1.html#own", "#own", "#own"),
            ("mailto:a@x.example", "mailto:a@x.example", "mailto:a@x.example"),
            ("https://y.example/../z", "https://y.example/../z", "https://y.example/../z"),
        ];
        for (href, published, alone) in cases {
            assert_eq!((there.href(href).as_str(), nowhere.href(href).as_str()), (published, alone), "{href}");
        }
    }
}
