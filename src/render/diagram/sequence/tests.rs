use super::super::cursor::Cursor;
use super::super::svg::{Point, Stroke, Tip};
use super::columns::columns;
use super::layout::{Picture, layout};
use super::{Event, Message, Script, parse};

fn read(body: &str) -> Result<Script, String> {
    parse(Cursor::new(&format!("sequenceDiagram\n{body}"), "sequenceDiagram".len()))
}

fn picture(body: &str) -> Picture {
    let script = read(body).expect("a valid source");
    layout(&script, &columns(&script), Point { x: 0, y: 0 })
}

fn messages(script: &Script) -> Vec<&Message> {
    script.events.iter().filter_map(|event| if let Event::Message(message) = event { Some(message) } else { None }).collect()
}

#[test]
fn every_kind_of_message() {
    let script = read("A->>B: one\nA-->>B: two\nA->B\nA-->B\nA-xB: gone\nA-)B: async\nA<<->>B: both\nService Desk->>+A: x; y;\nA-->>-Service Desk: z").expect("valid");
    let all = messages(&script);
    assert_eq!(
        all.iter().map(|m| m.tips.1).collect::<Vec<_>>()[..7],
        [Tip::Arrow, Tip::Arrow, Tip::None, Tip::None, Tip::Cross, Tip::Open, Tip::Arrow]
    );
    assert_eq!(all.iter().filter(|m| m.stroke == Stroke::Dashed).count(), 3);
    assert_eq!(all[6].tips.0, Tip::Arrow);
    assert_eq!(script.participants[2].name, "Service Desk");
    assert!(all[7].activates && all[8].deactivates);
    assert_eq!(all[7].label, ["x; y"]);
}

#[test]
fn declared_order_numbers_and_title() {
    let script = read("title: The hour\nparticipant B as Second<br>line\nactor A\nautonumber 10 5\nA->>B: go\nB->>A: back\nautonumber off\nA->>B").expect("valid");
    assert_eq!(script.title, ["The hour"]);
    assert_eq!(script.participants[0].label, ["Second", "line"]);
    assert!(script.participants[1].is_actor);
    assert_eq!(messages(&script).iter().map(|m| m.label.join("")).collect::<Vec<_>>(), ["10. go", "15. back", ""]);
}

#[test]
fn frames_surround_what_is_in_them() {
    let picture = picture(
        "A->>B: before\nalt yes\nB->>C: one\nloop often\nC->>C: to itself with a longer text\nend\nelse no\nNote right of C: hint\nend\nrect red\nA->>B: x\nend",
    );
    let [(inner, ..), (outer, ..)] = &picture.frames[..] else { panic!("two frames") };
    assert!(
        outer.x < inner.x && outer.x + outer.w > inner.x + inner.w && outer.y < inner.y && outer.y + outer.h > inner.y + inner.h
    );
    let note = picture.notes[0].0;
    assert!(outer.joined(note) == *outer, "{outer:?} {note:?}");
    let (from, to) = picture.rules[0];
    assert_eq!((from.x, to.x), (outer.x, outer.x + outer.w));
}

#[test]
fn activity_lasts_from_its_message_to_its_end() {
    let picture = picture("A->>+B: call\nB->>+B: inner\nB-->>-B: done\nB-->>-A: answer\nactivate A\nA->>B: x");
    assert_eq!(picture.bars.len(), 3);
    let outer = picture.bars[1];
    assert!(picture.bars[0].y > outer.y && picture.bars[0].y + picture.bars[0].h < outer.y + outer.h);
    assert!(picture.bars.iter().all(|bar| bar.y + bar.h <= picture.extent.2));
}

#[test]
fn the_first_hour_fits_the_page_and_no_text_meets_another() {
    let picture = picture(
        "participant C as Customer\nparticipant A as Analyst\nparticipant L as Lead\nparticipant T as Technicians\n\
         participant M as Managing Director\nC->>A: Service is down\nA->>L: Minute 5, call duty phone\nL->>L: Minute 10, declare\n\
         L->>T: Bridge open, join now\nA->>C: Minute 20, first message\nL->>M: Minute 30, told by phone\nNote over L,M: One line of talk\n\
         T->>L: Minute 40, plan A and plan B",
    );
    assert!(picture.extent.1 - picture.extent.0 <= 690, "{:?}", picture.extent);
    for (at, (area, block)) in picture.texts.iter().enumerate() {
        assert!(block.width <= area.w.max(block.width) && block.height <= area.h);
        assert!(!picture.texts[at + 1..].iter().any(|(other, _)| other.meets(*area)));
        assert!(!picture.notes.iter().any(|(other, _)| other.meets(*area)));
    }
}

#[test]
fn mistakes_name_their_line() {
    let refuse = |body: &str| read(body).expect_err("an invalid source");
    assert_eq!(refuse("A->>B: x\nwhat is this"), "line 3: expected a message, found \"what is this\"");
    assert_eq!(refuse("end"), "line 2: end without a frame");
    assert_eq!(refuse("else x"), "line 2: else outside a frame");
    assert_eq!(refuse("alt x\nA->>B: y"), "a frame has no end");
    assert_eq!(refuse("Note near A: x"), "line 2: a note stands left of, right of or over a participant");
    assert_eq!(refuse("A->>: x"), "line 2: expected the name of a participant");
    assert_eq!(refuse(""), "nothing to draw");
    assert_eq!(refuse(&"loop x\n".repeat(9)), "line 10: frames nested more than 8 deep");
}
