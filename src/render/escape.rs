//! The only ways text and addresses get into HTML written by hand.

/// What is written in the place of a character; nothing for those that stay.
const fn written(byte: u8) -> Option<&'static str> {
    match byte {
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'&' => Some("&amp;"),
        b'"' => Some("&quot;"),
        0..=8 | 0x0b | 0x0e..=0x1f | 0x7f => Some("\u{fffd}"),
        _ => None,
    }
}

/// The same as a table, because this is asked for every byte of the site.
const WRITTEN: [Option<&str>; 256] = {
    let mut table = [None; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = written(byte as u8);
        byte += 1;
    }
    table
};

/// Adds text, escaped for content and for quoted attributes alike. Characters that HTML may not hold become U+FFFD.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((at, written)) = rest.bytes().enumerate().find_map(|(at, byte)| Some((at, WRITTEN[usize::from(byte)]?))) {
        out.push_str(&rest[..at]);
        out.push_str(written);
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Text, escaped for content and for quoted attributes alike.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape_into(&mut out, text);
    out
}

/// The address as it may stand in `href`, not yet escaped: `http`, `https`, `mailto`, `tel` or relative, what a browser
/// would read differently encoded. `None` for every other scheme, and for `//host` in any spelling.
pub fn safe_href(url: &str) -> Option<String> {
    let url = url.trim();
    if url.chars().any(char::is_control) {
        return None;
    }
    // Browsers read a backslash as a slash, so `\\host` would lead to another site.
    let url = url.replace('\\', "%5C").replace(' ', "%20");
    if url.starts_with("//") || url.to_ascii_lowercase().starts_with("%5c") || url.to_ascii_lowercase().starts_with("/%5c") {
        return None;
    }
    match scheme(&url) {
        None => Some(url),
        Some(scheme) if ["http", "https", "mailto", "tel"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) => Some(url),
        Some(_) => None,
    }
}

/// The address as it may stand in `src`: relative only, as no request ever leaves the site.
pub fn safe_src(url: &str) -> Option<String> {
    safe_href(url).filter(|url| scheme(url).is_none())
}

/// Whether an address names a scheme, such as `https`, and so leads to the same place from everywhere.
pub fn has_scheme(url: &str) -> bool {
    scheme(url).is_some()
}

/// What stands before the first colon, unless the colon is part of a path, a query or a fragment.
fn scheme(url: &str) -> Option<&str> {
    let end = url.find([':', '/', '?', '#'])?;
    url[end..].starts_with(':').then(|| &url[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_html_is_left() {
        assert_eq!(escape("<a b=\"c\">&amp;'\0\u{1b}ü"), "&lt;a b=&quot;c&quot;&gt;&amp;amp;'\u{fffd}\u{fffd}ü");
    }

    #[test]
    fn only_harmless_addresses_pass() {
        for good in [
            "https://a.b/c?d=e:f",
            "HTTP://a",
            "mailto:a@b",
            "tel:+47",
            "a.html#b:c",
            "../a:b/../c".trim_start_matches("../a:b/"),
            "#x",
            "?a:b",
            "",
        ] {
            assert_eq!(safe_href(good).as_deref(), Some(good));
        }
        assert_eq!(safe_href("a b\\c").as_deref(), Some("a%20b%5Cc"));
        for bad in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "\\\\evil",
            "/\\evil",
            "blob:x",
            "javascript\n:x",
            ":x",
            "a:b",
        ] {
            assert_eq!(safe_href(bad), None, "{bad:?}");
        }
        assert_eq!(safe_src("https://a.b/c.png"), None);
        assert_eq!(safe_src("files/c.png").as_deref(), Some("files/c.png"));
    }
}
