//! PowerShell, whose grammar needs a regular expression engine that we do not link: its words are told apart by hand.
//!
//! Keywords, commands, parameters and operators, variables, types, numbers, strings and comments; all else stays plain.

/// Keywords, in lower case and alphabetical order.
const KEYWORDS: [&str; 33] = [
    "begin",
    "break",
    "catch",
    "class",
    "continue",
    "data",
    "default",
    "do",
    "dynamicparam",
    "else",
    "elseif",
    "end",
    "enum",
    "exit",
    "filter",
    "finally",
    "for",
    "foreach",
    "function",
    "hidden",
    "if",
    "in",
    "param",
    "process",
    "return",
    "static",
    "switch",
    "throw",
    "trap",
    "try",
    "until",
    "using",
    "while",
];

/// Operators that are words, in alphabetical order; those with a letter for case in front are known too.
const OPERATORS: [&str; 32] = [
    "and",
    "as",
    "band",
    "bnot",
    "bor",
    "bxor",
    "contains",
    "eq",
    "f",
    "ge",
    "gt",
    "in",
    "is",
    "isnot",
    "join",
    "le",
    "like",
    "lt",
    "match",
    "ne",
    "not",
    "notcontains",
    "notin",
    "notlike",
    "notmatch",
    "or",
    "replace",
    "shl",
    "shr",
    "split",
    "where",
    "xor",
];

/// The code in pieces, each with its class. The pieces together are the code.
pub(super) fn pieces(code: &str) -> Vec<(Option<&'static str>, &str)> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(c) = code[at..].chars().next() {
        let before = code[..at].chars().next_back();
        let Some((class, len)) = token(&code[at..], before) else {
            at += c.len_utf8();
            continue;
        };
        if plain < at {
            pieces.push((None, &code[plain..at]));
        }
        pieces.push((class, &code[at..at + len]));
        at += len;
        plain = at;
    }
    if plain < code.len() {
        pieces.push((None, &code[plain..]));
    }
    pieces
}

/// The token that the code begins with, and its length in bytes; none for a sign without meaning here. Never empty.
fn token(code: &str, before: Option<char>) -> Option<(Option<&'static str>, usize)> {
    let first = code.chars().next()?;
    let in_word = before.is_some_and(is_word);
    match first {
        '#' if !in_word => Some((Some("hc"), until(code, 1, "\n", false))),
        '<' if code.starts_with("<#") => Some((Some("hc"), until(code, 2, "#>", true))),
        '@' if code.starts_with("@\"") => Some((Some("hs"), until(code, 2, "\n\"@", true))),
        '@' if code.starts_with("@'") => Some((Some("hs"), until(code, 2, "\n'@", true))),
        '\'' => Some((Some("hs"), until(code, 1, "'", true))),
        '"' => Some((Some("hs"), quoted(code))),
        '$' => variable(code).map(|len| (Some("hv"), len)),
        '[' if !before.is_some_and(|c| is_word(c) || matches!(c, ')' | ']' | '}')) => {
            type_name(code).map(|len| (Some("ht"), len))
        }
        '-' if !in_word => parameter(code),
        _ if first.is_ascii_digit() && !in_word => Some((Some("hn"), word_len(code, |c| is_word(c) || c == '.'))),
        _ if first.is_alphabetic() && !in_word => Some(word(code)),
        _ => None,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word_len(code: &str, of: impl Fn(char) -> bool) -> usize {
    code.find(|c| !of(c)).unwrap_or(code.len())
}

/// Up to an end that is looked for from byte `from` on, with it or without; all of the code where there is none.
fn until(code: &str, from: usize, end: &str, with: bool) -> usize {
    code[from..].find(end).map_or(code.len(), |at| from + at + if with { end.len() } else { 0 })
}

/// A text in double quotes. A backtick or a second quote takes the meaning from a quote.
fn quoted(code: &str) -> usize {
    let mut escaped = false;
    for (at, c) in code.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '`' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn variable(code: &str) -> Option<usize> {
    let rest = &code[1..];
    if rest.starts_with('{') {
        return Some(until(code, 2, "}", true));
    }
    // `$env:PATH` is one, `$?` and `$$` are too.
    let len = word_len(rest, |c| is_word(c) || c == ':');
    match len {
        0 => rest.starts_with(['?', '$', '^']).then_some(2),
        len => Some(1 + rest[..len].trim_end_matches(':').len()),
    }
}

/// `[string]`, `[System.IO.File]`, `[int[]]`.
fn type_name(code: &str) -> Option<usize> {
    let name = word_len(&code[1..], |c| is_word(c) || c == '.');
    let array = if code[1 + name..].starts_with("[]") { 2 } else { 0 };
    let named = code[1..].starts_with(char::is_alphabetic) && code[1 + name + array..].starts_with(']');
    named.then_some(name + array + 2)
}

/// `-Name` or `-eq`.
fn parameter(code: &str) -> Option<(Option<&'static str>, usize)> {
    let name = &code[1..1 + word_len(&code[1..], is_word)];
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let is_operator = |word: &str| OPERATORS.binary_search(&word).is_ok();
    let operator = is_operator(&lower) || lower.strip_prefix(['c', 'i']).is_some_and(is_operator);
    Some((Some(if operator { "ho" } else { "hv" }), 1 + name.len()))
}

/// A keyword, a command such as `Get-Service`, or any other word.
fn word(code: &str) -> (Option<&'static str>, usize) {
    let len = code[..word_len(code, |c| is_word(c) || c == '-')].trim_end_matches('-').len();
    let word = &code[..len];
    let class = match word {
        _ if word.contains('-') => Some("hf"),
        _ if KEYWORDS.binary_search(&word.to_ascii_lowercase().as_str()).is_ok() => Some("hk"),
        _ => None,
    };
    (class, len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(code: &str) -> Vec<(&str, &str)> {
        pieces(code).into_iter().filter_map(|(class, text)| Some((class?, text))).collect()
    }

    #[test]
    fn words_are_told_apart() {
        assert!(KEYWORDS.is_sorted() && OPERATORS.is_sorted());
        assert_eq!(
            classes("foreach ($it in Get-Service -Name 'a#b') { if ($it.Status -ceq \"x`\"$y\") { 10 } } # end"),
            [
                ("hk", "foreach"),
                ("hv", "$it"),
                ("hk", "in"),
                ("hf", "Get-Service"),
                ("hv", "-Name"),
                ("hs", "'a#b'"),
                ("hk", "if"),
                ("hv", "$it"),
                ("ho", "-ceq"),
                ("hs", "\"x`\"$y\""),
                ("hn", "10"),
                ("hc", "# end"),
            ]
        );
        assert_eq!(
            classes("[int[]]$a = @(1.5kb, $b[0], $env:PATH, ${x y}, $?)\n<# a\n # #> @'\nfoo'\n'@"),
            [
                ("ht", "[int[]]"),
                ("hv", "$a"),
                ("hn", "1.5kb"),
                ("hv", "$b"),
                ("hn", "0"),
                ("hv", "$env:PATH"),
                ("hv", "${x y}"),
                ("hv", "$?"),
                ("hc", "<# a\n # #>"),
                ("hs", "@'\nfoo'\n'@"),
            ]
        );
    }

    #[test]
    fn any_text_comes_back_whole() {
        for code in ["", "$", "[", "-", "\"", "'", "@\"", "<#", "${", "[a", "ä-ö", "a-", "$:", "\u{301}$é", "-é1", "`", "[a[]"]
        {
            assert_eq!(pieces(code).iter().map(|(_, text)| *text).collect::<String>(), code);
            assert!(pieces(code).iter().all(|(_, text)| !text.is_empty()), "{code}");
        }
    }
}
