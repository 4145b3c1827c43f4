//! What the server adds to a page on its way to a browser. The renderer knows nothing of it.

use crate::base::Digest;

/// The script and the styles of the preview, by address.
pub(super) const OWN: [(&str, &str, &str); 5] = [
    ("@preview/morph.js", "text/javascript; charset=utf-8", include_str!("page/morph.js")),
    ("@preview/page.js", "text/javascript; charset=utf-8", include_str!("page/page.js")),
    ("@preview/worker.js", "text/javascript; charset=utf-8", include_str!("page/worker.js")),
    ("@preview/redline.css", "text/css; charset=utf-8", include_str!("../../../theme/css/redline.css")),
    ("@preview/page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
];

/// A page with the script of the preview in its head, and its entity tag. It runs before the theme's scripts do.
pub(super) fn with_script(html: &[u8], run: &str) -> (Vec<u8>, String) {
    let tag = tag(html, run);
    let head = head(&tag, run);
    // The template writes the one, every browser makes the other of what a user's template may write.
    let begin = memchr::memmem::find(html, b"<head>").map(|at| at + b"<head>".len());
    let at = begin.or_else(|| memchr::memmem::find(html, b"</head>")).unwrap_or(html.len());
    let mut page = Vec::with_capacity(html.len() + head.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(head.as_bytes());
    page.extend_from_slice(&html[at..]);
    (page, tag)
}

/// The entity tag of bytes. Pages carry the secret of a run, so a run has tags of its own.
pub(super) fn tag(bytes: &[u8], run: &str) -> String {
    let sum = Digest::of(bytes).to_string();
    format!("{}-{}", &sum[sum.len() - 32..], &run[..8])
}

fn head(tag: &str, run: &str) -> String {
    format!(
        "\n<meta name=\"clausebook-page\" content=\"{tag}\">\n<meta name=\"clausebook-run\" content=\"{run}\">\n\
         <link rel=\"stylesheet\" href=\"/@preview/page.css\">\n\
         <script src=\"/@preview/morph.js\" defer></script>\n<script src=\"/@preview/page.js\" defer></script>"
    )
}

/// The page that stands where there is none.
pub(super) fn missing(why: &str, run: &str) -> Vec<u8> {
    let mut text = String::new();
    crate::render::escape::escape_into(&mut text, why);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>{}\n<meta charset=\"utf-8\">\n<title>No page here</title>\n\
         <link rel=\"stylesheet\" href=\"/assets/handbook.css\">\n</head>\n<body data-root=\"/\"><main class=\"wrap\">\n<h1>No page here</h1>\n\
         <p>{text}</p>\n<p><a href=\"/index.html\">To the start</a></p>\n</main></body></html>\n",
        head("none", run)
    )
    .into_bytes()
}

/// An address with all that is not plain percent-encoded.
pub(super) fn encoded(address: &str) -> String {
    let mut text = String::new();
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// A page of the preview's own around a main part.
pub(super) fn around(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{}</title><script src=\"/assets/theme.js\"></script><link rel=\"stylesheet\" href=\"/assets/handbook.css\">\
         <link rel=\"stylesheet\" href=\"/assets/document.css\"><link rel=\"stylesheet\" href=\"/@preview/redline.css\"></head>\n\
         <body data-root=\"/\"><main class=\"wrap doc\"><div class=\"db\">\n{main}</div></main></body></html>\n",
        crate::render::escape::escape(title)
    )
}

/// The media type of a file of the site.
pub(super) fn media(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json; charset=utf-8",
        "txt" | "md" | "log" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "zip" => "application/zip",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "0123456789abcdef";

    #[test]
    fn the_script_comes_first_in_the_head() {
        let (page, tag) = with_script(b"<!doctype html><html><head><script src=x></script></head><body></body></html>", RUN);
        let page = String::from_utf8(page).unwrap();
        assert!(page.starts_with("<!doctype html><html><head>\n<meta name=\"clausebook-page\""), "{page}");
        assert!(
            page.contains(&tag) && page.contains(RUN) && page.ends_with("<script src=x></script></head><body></body></html>"),
            "{page}"
        );
        let (page, _) = with_script(b"<p>a template without a head", RUN);
        assert!(page.starts_with(b"<p>a template without a head\n<meta"));
    }

    #[test]
    fn equal_pages_of_a_run_have_equal_tags() {
        assert_eq!(tag(b"a", RUN), tag(b"a", RUN));
        assert_ne!(tag(b"a", RUN), tag(b"b", RUN));
        assert_ne!(tag(b"a", RUN), tag(b"a", "fedcba9876543210"));
    }

    #[test]
    fn what_is_said_of_a_missing_page_is_text() {
        let page = String::from_utf8(missing("<script>alert(1)</script>", RUN)).unwrap();
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    }
}
