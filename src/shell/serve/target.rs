//! The target of a request: what stands between the method and the version. Decoded once, strictly, to an address that is looked
//! up and never opened.

use super::Ask;

/// Longest target, in bytes.
pub(super) const MAX_TARGET: usize = 2048;
/// Most fields a query may have.
const MAX_FIELDS: usize = 16;

/// Reads a target. `None` if it is no address that a file of a site can have, however it is spelled.
pub(super) fn read(target: &str) -> Option<Ask> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // `//host/path` would be an address elsewhere, and an absolute one begins with a scheme.
    let path = decode(path.strip_prefix('/')?)?;
    let parts: Vec<&str> = path.split('/').collect();
    let (last, folders) = parts.split_last()?;
    let climbs = |it: &str| it.bytes().all(|byte| byte == b'.') && !it.is_empty();
    if folders.iter().any(|it| it.is_empty() || climbs(it)) || climbs(last) {
        return None;
    }
    let fields: Vec<&str> = query.split('&').filter(|it| !it.is_empty()).collect();
    if fields.len() > MAX_FIELDS {
        return None;
    }
    let query = fields.into_iter().map(|it| field(it.split_once('=').unwrap_or((it, "")))).collect::<Option<Vec<_>>>()?;
    Some(Ask { path, query, token: None })
}

fn field((name, value): (&str, &str)) -> Option<(String, String)> {
    Some((decode_any(name)?, decode_any(value)?))
}

/// Decodes a path. An encoded slash, backslash or percent sign is refused: no name holds one, and who writes it hopes that
/// somebody decodes twice.
fn decode(text: &str) -> Option<String> {
    let encoded = |it: &str| {
        let low = it.to_ascii_lowercase();
        ["%2f", "%5c", "%25"].iter().any(|bad| low.contains(bad))
    };
    let text = if encoded(text) { return None } else { decode_any(text)? };
    (!text.contains('\\')).then_some(text)
}

/// Decodes what RFC 3986 allows to stand in a path or query; nothing else.
fn decode_any(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => bytes.push(hex(rest.next()?)? << 4 | hex(rest.next()?)?),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => bytes.push(byte),
            _ if b"-._~!$&'()*+,;=:@/?".contains(&byte) => bytes.push(byte),
            _ => return None,
        }
    }
    // `from_utf8` refuses overlong forms, halves of pairs and what is beyond Unicode.
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(target: &str) -> Option<String> {
        read(target).map(|it| it.path)
    }

    #[test]
    fn addresses_are_decoded_once() {
        assert_eq!(path("/"), Some(String::new()));
        assert_eq!(path("/documents/prc-013.html?v=2"), Some(String::from("documents/prc-013.html")));
        assert_eq!(path("/documents/%70rc-013.html"), Some(String::from("documents/prc-013.html")));
        assert_eq!(path("/documents/m%C3%BCll.html"), Some(String::from("documents/müll.html")));
        assert_eq!(path("/documents/"), Some(String::from("documents/")));
        let ask = read("/@preview/open?path=a%20b.md&line=3&x").unwrap();
        assert_eq!((ask.field("path"), ask.field("line"), ask.field("x")), (Some("a b.md"), Some("3"), Some("")));
    }

    #[test]
    fn no_spelling_leads_upwards_or_elsewhere() {
        for target in [
            "",
            "*",
            "x",
            "http://127.0.0.1/",
            "//evil.example/",
            "/../x",
            "/a/../x",
            "/a/..",
            "/.",
            "/./x",
            "/%2e%2e/x",
            "/%2E%2e/x",
            "/.%2e/x",
            "/%252e%252e/x",
            "/a%2f..%2fx",
            "/a%2Fb",
            "/a\\..\\x",
            "/a%5c..%5cx",
            "/a%00.html",
            "/a%0d%0ax",
            "/%c0%ae%c0%ae/x",
            "/%e0%80%ae/x",
            "/%c1%9c",
            "/%ed%a0%80",
            "/%f8%88%80%80%80",
            "/%",
            "/%4",
            "/%zz",
            "/a b",
            "/a#b",
            "/a\"b",
            "/a<b",
            "/ä",
            "/...",
            "/a//b",
            "/%7f",
            "/%u002e/x",
            "/a|b",
            "/a^b",
            "/?a=%00",
            "/?%zz",
        ] {
            assert_eq!(read(target), None, "{target}");
        }
    }

    #[test]
    fn a_query_is_bounded() {
        assert!(read(&format!("/?{}", "a&".repeat(MAX_FIELDS))).is_some());
        assert!(read(&format!("/?{}", "a&".repeat(MAX_FIELDS + 1))).is_none());
    }
}
