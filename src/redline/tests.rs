//! Laws: a redline holds both texts, of equal texts it is empty, and it is the same each time.

use proptest::prelude::*;

use super::interner::Interner;
use super::*;
use crate::model::facts;
use crate::syntax::Parsed;

/// What the braces of the headings say.
fn braces(side: &Side<'_>) -> Vec<String> {
    let mut all = vec![String::new(); side.parsed.outline.len()];
    for block in &side.blocks {
        if let Kind::Heading(_, number, braces) = &block.kind {
            all[*number].clone_from(braces);
        }
    }
    all
}

/// The keys of the outermost blocks of a text that is taken out of the merged stream, and of the text itself.
fn both(redline: &Redline<'_>, which: Which) -> (Vec<u32>, Vec<u32>) {
    let mut names = Interner::default();
    let keys = |side: &Side<'_>| side.top.iter().map(|&it| side.blocks[it].key).collect::<Vec<u32>>();
    let text = Side::read(redline.side(which).text, &mut names);
    let merged = redline.merged("went", "came");
    let belongs = |fate: &Fate| if which == Which::Old { fate.old } else { fate.new };
    let items = merged.items.iter().zip(&merged.fates).filter(|it| belongs(it.1)).map(|it| it.0.clone()).collect();
    let braces: Vec<String> = braces(&redline.new).into_iter().chain(braces(&redline.old)).collect();
    let source = redline.side(which).parsed.too_deep.then(|| text.parsed.body.text(text.text));
    let taken = Side::of_items("", Parsed::default(), items, &braces, source, &mut names);
    (keys(&taken), keys(&text))
}

#[track_caller]
fn check(old: &str, new: &str) {
    let redline = compare(old, new);
    let shown = || format!("\n--- old\n{old}\n--- new\n{new}\n--- redline\n{}", redline.plain(Pens::PLAIN));
    let (taken, text) = both(&redline, Which::New);
    assert_eq!(taken, text, "forwards{}", shown());
    let (taken, text) = both(&redline, Which::Old);
    assert_eq!(taken, text, "backwards{}", shown());
    let again = compare(old, new);
    assert_eq!((&again.edits, &again.moves), (&redline.edits, &redline.moves));
    // The sum takes a heading without words and the paragraph below it for a heading with words.
    let is_mute = |side: &Side<'_>| side.parsed.outline.iter().any(|it| it.title.is_empty());
    let alike = facts(old).digest == facts(new).digest;
    if alike && !is_mute(&redline.old) && !is_mute(&redline.new) {
        assert!(!redline.changes_body(), "{}", shown());
    }
    let itself = compare(new, new);
    assert!(itself.is_empty() && itself.words == Amount::default());
}

/// Words of few kinds, so that texts share some.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-e]{1,3}",
        1 => Just("*in time*".to_owned()),
        1 => Just("**by the desk**".to_owned()),
        1 => Just("[the plan](plan.md)".to_owned()),
        1 => Just("[[PLN-1]]".to_owned()),
        1 => Just("[[PLN-2|a b]]".to_owned()),
        1 => Just("`ls -l`".to_owned()),
        1 => Just("{{ p1.respond }}".to_owned()),
        1 => Just("![a](b.png)".to_owned()),
        1 => Just("x, y. Z (w)".to_owned()),
        1 => Just("<kbd>a b</kbd>".to_owned()),
        1 => Just("a[^n]".to_owned()),
        1 => Just("事件管理。".to_owned()),
        1 => Just("a\\\nb".to_owned()),
        1 => Just("*a **b** c*".to_owned()),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..14).prop_map(|it| it.join(" "))
}

fn block() -> impl Strategy<Value = String> {
    let lines = |marker: &'static str, join: &'static str| {
        prop::collection::vec(words(), 1..5)
            .prop_map(move |it| it.iter().map(|it| format!("{marker}{}", it.replace("\\\n", ""))).collect::<Vec<_>>().join(join))
    };
    prop_oneof![
        6 => words(),
        2 => words().prop_map(|it| format!("## {}", it.replace("\\\n", ""))),
        1 => words().prop_map(|it| format!("### {} {{#x{} clauses=\"8.6\"}}", it.replace("\\\n", ""), it.len())),
        2 => lines("- ", "\n"),
        1 => lines("1. ", "\n\n"),
        1 => lines("- [ ] ", "\n"),
        1 => lines("- a\n  - ", "\n"),
        1 => lines("> [!NOTE]\n> ", "\n> "),
        1 => lines("> ", "\n>\n"),
        1 => lines("Term\n: ", "\n\n"),
        1 => prop::collection::vec("[a-c]{0,2}", 1..6).prop_map(|it| format!("```sh\n{}\n```", it.join("\n"))),
        2 => (1..4_usize, prop::collection::vec("[a-c]{1,2}", 4..16)).prop_map(|(n, cells)| table(n, &cells)),
        1 => Just("---".to_owned()),
        1 => words().prop_map(|it| format!("[^n]: {}", it.replace("\\\n", ""))),
        1 => words().prop_map(|it| format!("<details>\n<summary>a b</summary>\n\n{it}\n\n</details>")),
    ]
}

fn table(columns: usize, cells: &[String]) -> String {
    let rows: Vec<String> = cells.chunks_exact(columns).map(|row| format!("| {} |", row.join(" | "))).collect();
    let Some((head, rows)) = rows.split_first() else { return String::new() };
    format!("{head}\n|{}\n{}", "---|".repeat(columns), rows.join("\n"))
}

/// What an author does to a text.
#[derive(Clone, Debug)]
enum Act {
    Remove(usize),
    Insert(usize, String),
    Move(usize, usize),
    Word(usize, usize, String),
    Drop(usize, usize),
    Split(usize, usize),
    Join(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let at = 0..20_usize;
    prop_oneof![
        at.clone().prop_map(Act::Remove),
        (at.clone(), block()).prop_map(|(at, it)| Act::Insert(at, it)),
        (at.clone(), at.clone()).prop_map(|(from, to)| Act::Move(from, to)),
        (at.clone(), at.clone(), word()).prop_map(|(at, word, it)| Act::Word(at, word, it)),
        (at.clone(), at.clone()).prop_map(|(at, word)| Act::Drop(at, word)),
        (at.clone(), at.clone()).prop_map(|(at, word)| Act::Split(at, word)),
        at.prop_map(Act::Join),
    ]
}

fn done(mut blocks: Vec<String>, acts: Vec<Act>) -> Vec<String> {
    for act in acts {
        let n = blocks.len();
        if n == 0 {
            return blocks;
        }
        match act {
            Act::Remove(at) => drop(blocks.remove(at % n)),
            Act::Insert(at, block) => blocks.insert(at % n, block),
            Act::Move(from, to) => {
                let block = blocks.remove(from % n);
                blocks.insert(to % n, block);
            }
            Act::Word(at, word, other) => {
                let mut words: Vec<&str> = blocks[at % n].split(' ').collect();
                let place = word % words.len();
                words[place] = &other;
                blocks[at % n] = words.join(" ");
            }
            Act::Drop(at, word) => {
                let mut words: Vec<&str> = blocks[at % n].split(' ').collect();
                words.remove(word % words.len());
                blocks[at % n] = words.join(" ");
            }
            Act::Split(at, word) => {
                let words: Vec<&str> = blocks[at % n].split(' ').collect();
                let (left, right) = words.split_at(word % words.len());
                blocks[at % n] = format!("{}\n\n{}", left.join(" "), right.join(" "));
            }
            Act::Join(at) if n > 1 => {
                let block = blocks.remove((at + 1) % n);
                let at = at % (n - 1);
                blocks[at] = format!("{} {block}", blocks[at]);
            }
            Act::Join(_) => {}
        }
    }
    blocks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_redline_holds_both_texts(
        blocks in prop::collection::vec(block(), 0..9),
        acts in prop::collection::vec(act(), 0..6),
    ) {
        let old = blocks.join("\n\n");
        let new = done(blocks, acts).join("\n\n");
        check(&old, &new);
    }

    #[test]
    fn any_two_texts_have_one(old in "[ -~\n]{0,120}", new in "[ -~\n]{0,120}") {
        check(&old, &new);
    }
}

#[test]
fn blanks_are_where_they_were() {
    for (old, new) in [
        ("A (b) c", "A b c"),
        ("Very good", "good"),
        ("good", "Very good"),
        ("incident(s)", "incidents"),
        ("*a* b *c*", "*a c*"),
        ("[a](x)[b](x)", "[ab](x)"),
        ("a **b c** d", "a **b** e **c** d"),
        ("<span></span>a", "a<kbd></kbd>"),
        ("<div>\n\na b c d e\n\n</div>", "<div>\n\na b c\n\nd e\n\n</div>"),
        ("- a b\n- c", "- a b\n\n- c"),
        ("a b c d e f\n\ng h i j k l", "a b c d e f g h i j k l"),
    ] {
        check(old, new);
    }
}

#[test]
fn a_body_nested_too_deep_is_compared_by_its_lines() {
    let deep = format!("{}a\nb", "> ".repeat(60));
    let new = deep.replace('b', "c");
    let redline = compare(&deep, &new);
    assert!(redline.plain(Pens::PLAIN).contains("[-b-]\n{+c+}"), "{}", redline.plain(Pens::PLAIN));
}
