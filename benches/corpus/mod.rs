//! A made-up SMS of any size, the same on every machine: documents of 4 to 10 KB with five links each, tables and code.
//!
//! The documents lie in `content`, so that another generator can read the very same files.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Documents in one folder.
const FOLDER: usize = 50;
const TYPES: [(&str, &str); 4] = [("process", "PRC"), ("procedure", "PRO"), ("policy", "POL"), ("plan", "PLN")];
const ROLES: [&str; 6] =
    ["sms-manager", "managing-director", "service-desk-manager", "change-manager", "problem-manager", "technical-lead"];
const CLAUSES: [&str; 16] = [
    "4.3", "5.2.1", "6.1.2", "7.2", "7.5.3", "8.2.2", "8.2.4", "8.3.3", "8.3.4.1", "8.4.3", "8.5.1.2", "8.5.2.2", "8.6.1",
    "8.6.3", "8.7.3.1", "9.2",
];
const SYLLABLES: [&str; 24] = [
    "ser", "vice", "in", "ci", "dent", "ma", "na", "ge", "re", "port", "con", "fi", "gu", "ra", "tion", "plan", "le", "vel",
    "au", "dit", "sup", "ply", "chan", "cap",
];

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below
    }

    /// One of some five thousand words, common ones more often.
    fn word(&mut self) -> String {
        let many = if self.roll(3) == 0 { SYLLABLES.len() } else { 6 };
        let count = 1 + self.roll(3);
        (0..count).map(|_| SYLLABLES[self.roll(many)]).collect()
    }

    fn sentence(&mut self, text: &mut String) {
        let count = 8 + self.roll(12);
        for at in 0..count {
            let word = self.word();
            if at == 0 {
                text.push_str(&word[..1].to_uppercase());
                text.push_str(&word[1..]);
            } else {
                text.push(' ');
                text.push_str(&word);
            }
        }
        text.push_str(".\n");
    }

    fn paragraph(&mut self, text: &mut String) {
        for _ in 0..3 + self.roll(4) {
            self.sentence(text);
        }
        text.push('\n');
    }
}

/// Path of a document below `content`.
pub(crate) fn path(at: usize) -> String {
    format!("part-{:03}/doc-{at:05}.md", at / FOLDER)
}

/// Text of a document of a system of `count`.
pub(crate) fn document(at: usize, count: usize) -> String {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (at as u64 + 1).wrapping_mul(0xD129_0221));
    let mut text = front_matter(at, &mut dice);
    let sections = 4 + dice.roll(4);
    for section in 0..sections {
        let clause = CLAUSES[dice.roll(CLAUSES.len())];
        let tag = if section % 3 == 0 { format!(" clauses=\"{clause}\"") } else { String::new() };
        let (one, two) = (dice.word(), dice.word());
        write!(text, "## Section {one} {two} {{#section-{section}{tag}}}\n\n").expect("a string takes everything");
        dice.paragraph(&mut text);
        if section < 5 {
            let target = dice.roll(count);
            writeln!(text, "The rule is in [document {target}](../{}) and applies here as well.\n", path(target))
                .expect("a string takes everything");
        }
        match section {
            1 => table(&mut text, &mut dice),
            2 => code(&mut text, &mut dice),
            _ => dice.paragraph(&mut text),
        }
    }
    text
}

fn front_matter(at: usize, dice: &mut Dice) -> String {
    let (kind, prefix) = TYPES[at % TYPES.len()];
    let (owner, clause) = (ROLES[2 + dice.roll(4)], CLAUSES[dice.roll(CLAUSES.len())]);
    let (one, two, day) = (dice.word(), dice.word(), 1 + dice.roll(28));
    format!(
        "---\nid: {prefix}-{at:05}\ntitle: About {one} {two} {at}\ntype: {kind}\nversion: \"1.{}\"\nstatus: approved\nowner: {owner}\n\
         approver: managing-director\neffective: 2026-02-{day:02}\nreviewed: 2026-01-{day:02}\nreview_cycle: 12 months\n\
         clauses: [\"{clause}\"]\n---\n\n",
        at % 12
    )
}

fn table(text: &mut String, dice: &mut Dice) {
    text.push_str("| Step | Who | What | Record |\n|---|---|---|---|\n");
    for step in 1..7 {
        let cells: Vec<String> = (0..3).map(|_| format!("{} {}", dice.word(), dice.word())).collect();
        writeln!(text, "| {step} | {} |", cells.join(" | ")).expect("a string takes everything");
    }
    text.push('\n');
}

fn code(text: &mut String, dice: &mut Dice) {
    text.push_str("```yaml\n");
    for _ in 0..6 {
        let (key, value) = (dice.word(), dice.word());
        writeln!(text, "{key}:\n  - name: {value} # {}", dice.roll(1000)).expect("a string takes everything");
    }
    text.push_str("```\n\n");
}

/// Writes a system and says how many bytes its documents have.
pub(crate) fn write(root: &Path, count: usize) -> io::Result<u64> {
    let settings =
        "organization: Bench\ntitle: Handbook\nas_of: 2026-07-01\ncontent: ['content/**/*.md']\nframeworks: [iso20000-1-2018]\n";
    let mut people = String::from("roles:\n");
    for role in ROLES {
        writeln!(people, "  {role}: {{title: {role}}}").expect("a string takes everything");
    }
    people.push_str("people:\n");
    for role in ROLES {
        writeln!(people, "  - {{name: Person of {role}, email: {role}@example.org, roles: [{role}]}}")
            .expect("a string takes everything");
    }
    fs::create_dir_all(root)?;
    fs::write(root.join("clausebook.yml"), settings)?;
    fs::write(root.join("people.yml"), people)?;
    let mut bytes = 0;
    for at in 0..count {
        let path = root.join("content").join(path(at));
        if at % FOLDER == 0 {
            fs::create_dir_all(path.parent().unwrap_or(root))?;
        }
        let text = document(at, count);
        bytes += text.len() as u64;
        fs::write(path, text)?;
    }
    Ok(bytes)
}
