//! The words of some records, counted by unit and field. Chunks are read side by side and put together in `merge`.

use super::intern::Interner;
use super::record::{Record, SectionText};
use super::words;

/// The field that a word was found in, the weakest first: of several the strongest counts.
pub(super) const BODY: u8 = 0;
/// Clauses, owners, other words beside the text.
pub(super) const TAG: u8 = 1;
/// The heading of a section.
pub(super) const HEADING: u8 = 2;
/// The title.
pub(super) const TITLE: u8 = 3;
/// The id or clause number.
pub(super) const ID: u8 = 4;

/// What stands before a word of a title that counts in this very form, beside its stem: so that a manager is found before management.
pub(super) const IN_TITLE: char = '=';

/// A word of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence {
    /// Its number in the chunk.
    pub(super) word: u32,
    /// How often it stands in the body.
    pub(super) count: u16,
    /// The strongest field it stands in.
    pub(super) field: u8,
}

/// A document without its sections, a section, or another record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Where its occurrences end.
    pub(super) end: usize,
    /// Words of its body.
    pub(super) length: u32,
    /// Words of its title or heading.
    pub(super) title: u32,
}

/// Some records, read.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The records.
    pub records: Vec<Record>,
    pub(super) words: Interner,
    pub(super) occurrences: Vec<Occurrence>,
    pub(super) units: Vec<Unit>,
}

/// Reads records. What comes out depends on them alone.
pub fn read(records: Vec<Record>) -> Chunk {
    let mut reader = Reader::default();
    for record in &records {
        reader.language = record.language.byte();
        reader.record(record);
        for section in &record.sections {
            reader.section(section);
        }
    }
    Chunk { records, ..reader.chunk }
}

#[derive(Default)]
struct Reader {
    chunk: Chunk,
    language: u8,
    room: String,
    /// The word with its language before it.
    key: Vec<u8>,
    /// For each word, one more than the place of its last occurrence.
    last: Vec<usize>,
}

impl Reader {
    fn record(&mut self, record: &Record) {
        let start = self.chunk.occurrences.len();
        self.field(start, &record.label, ID);
        let title = self.field(start, &record.title, TITLE);
        for also in &record.also {
            self.field(start, also, TITLE);
        }
        for tag in &record.tags {
            self.field(start, tag, TAG);
        }
        let length = self.field(start, &record.text, BODY);
        self.unit(length, title);
    }

    fn section(&mut self, section: &SectionText) {
        let start = self.chunk.occurrences.len();
        let title = self.field(start, &section.heading, HEADING);
        for tag in &section.tags {
            self.field(start, tag, TAG);
        }
        let length = self.field(start, &section.text, BODY);
        self.unit(length, title);
    }

    fn unit(&mut self, length: u32, title: u32) {
        let end = self.chunk.occurrences.len();
        self.chunk.units.push(Unit { end, length, title });
    }

    /// Counts the words of a field of the unit whose occurrences begin at `start`, and says how many there are.
    fn field(&mut self, start: usize, text: &str, field: u8) -> u32 {
        let Self { chunk, language, room, key, last } = self;
        let mut count = 0;
        words::each(text, room, |word| {
            count += 1;
            // An id of words alone, such as a practice's, says no more than its title.
            let field = if field == ID && !word.bytes().any(|it| it.is_ascii_digit()) { TITLE } else { field };
            for mark in [None, Some(IN_TITLE as u8)].into_iter().take(if field == TITLE { 2 } else { 1 }) {
                key.clear();
                key.push(*language);
                key.extend(mark);
                key.extend_from_slice(word.as_bytes());
                let number = chunk.words.number(key);
                last.resize(last.len().max(number as usize + 1), 0);
                let at = &mut last[number as usize];
                let body = u16::from(field == BODY);
                match at.checked_sub(1).filter(|at| *at >= start) {
                    Some(at) => {
                        let known = &mut chunk.occurrences[at];
                        known.count = known.count.saturating_add(body);
                        known.field = known.field.max(field);
                    }
                    None => {
                        chunk.occurrences.push(Occurrence { word: number, count: body, field });
                        *at = chunk.occurrences.len();
                    }
                }
            }
        });
        count
    }
}
