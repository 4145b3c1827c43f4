use proptest::prelude::*;

use super::super::cursor::Cursor;
use super::super::svg::{Area, Point, Stroke, Tip};
use super::layout::{Drawing, layout};
use super::{Direction, Graph, Shape, Tone, parse, parse_states};

fn read(source: &str) -> Graph {
    let rest = source.trim_start().strip_prefix("flowchart").expect("a flowchart");
    parse(Cursor::new(source, source.len() - rest.len())).expect("a valid source")
}

fn refuse(source: &str) -> String {
    let at = source.find("flowchart").expect("a flowchart") + "flowchart".len();
    parse(Cursor::new(source, at)).expect_err("an invalid source")
}

/// Lines as `from>to:label`.
fn lines(graph: &Graph) -> Vec<String> {
    let name = |at: usize| graph.nodes[at].name.clone();
    graph.edges.iter().map(|e| format!("{}>{}:{}", name(e.from), name(e.to), e.label.join("/"))).collect()
}

#[test]
fn chains_groups_of_boxes_and_separators() {
    let graph = read(
        "flowchart LR; a --> b-1 & c.d --> e; %% comment\n a---b-1 %% note
 e-->a;;
",
    );
    assert_eq!(graph.direction, Direction::Right);
    assert_eq!(lines(&graph), ["a>b-1:", "a>c.d:", "b-1>e:", "c.d>e:", "a>b-1:", "e>a:"]);
}

#[test]
fn every_kind_of_line() {
    let graph = read(
        "flowchart\n a-->b\n a---b\n a-.->b\n a==>b\n a--text here-->b\n a-->|text|b\n a--o b\n a--x b\n a<-->b\n a -. dash .-> b\n \
         a == thick ==> b\n a~~~b\n a---->b\n a-.-b\n a --ok--> b\n a-- \"quoted, text\" ---b\n a o--o b",
    );
    let tips = |at: usize| graph.edges[at].tips;
    assert_eq!(graph.edges.len(), 17);
    assert_eq!((tips(0), tips(1)), ((Tip::None, Tip::Arrow), (Tip::None, Tip::None)));
    assert_eq!(
        [2, 3, 9, 10, 13].map(|at: usize| graph.edges[at].stroke),
        [Stroke::Dashed, Stroke::Thick, Stroke::Dashed, Stroke::Thick, Stroke::Dashed]
    );
    let labels = [4, 5, 9, 10, 14, 15].map(|at: usize| graph.edges[at].label.join(" "));
    assert_eq!(labels, ["text here", "text", "dash", "thick", "ok", "quoted, text"]);
    assert_eq!(
        (tips(6).1, tips(7).1, tips(8), tips(16)),
        (Tip::Circle, Tip::Cross, (Tip::Arrow, Tip::Arrow), (Tip::Circle, Tip::Circle))
    );
    assert!(graph.edges[11].hidden);
    assert_eq!(graph.edges[12].length, 3);
}

#[test]
fn every_shape_and_labels_with_marks() {
    let graph = read(
        "flowchart\n a[rect] --> b(round) --> c([stadium]) --> d{\"Is it (really) [so]?\"} --> e((circle)) --> f[[sub]] --> g[(data)]\n \
         g --> h{{hex}} --> i[/lean/] --> j[\\left\\] --> k[/up\\] --> l[\\down/] --> m>flag] --> n(((two))) --> o@{ shape: cyl, label: \"At, last\" }",
    );
    use Shape::*;
    let shapes: Vec<Shape> = graph.nodes.iter().map(|node| node.shape).collect();
    let wanted = [
        Rect,
        Rounded,
        Stadium,
        Diamond,
        Circle,
        Subroutine,
        Cylinder,
        Hexagon,
        LeanRight,
        LeanLeft,
        Trapezoid,
        TrapezoidDown,
        Flag,
        DoubleCircle,
        Cylinder,
    ];
    assert_eq!(shapes, wanted);
    assert_eq!(graph.nodes[3].label, ["Is it (really) [so]?"]);
    assert_eq!(graph.nodes[10].label, ["up"]);
    assert_eq!(graph.nodes[14].label, ["At, last"]);
    check(&graph, &layout(&graph).expect("a layout"));
}

#[test]
fn classes_and_links_are_read_and_dropped_but_two_have_a_meaning() {
    let graph = read(
        "flowchart TB\n classDef x fill:#f00\n a:::major --> b\n class b,c external\n style a fill:red\n linkStyle 0 stroke:red\n \
         click a \"javascript:alert(1)\"\n direction LR\n c --> a\n accTitle: t\n accDescr { more\n words }\n class c external",
    );
    let tones: Vec<Tone> = graph.nodes.iter().map(|n| n.tone).collect();
    assert_eq!(tones, [Tone::Alert, Tone::Outside, Tone::Outside]);
    assert_eq!(graph.edges.len(), 2);
}

#[test]
fn groups_hold_their_boxes_and_may_be_ends_of_lines() {
    let graph =
        read("flowchart TD\n subgraph one [First \"part\"]\n a --> b\n subgraph two\n c\n end\n end\n one --> d\n d --> two\n");
    assert_eq!(graph.groups.iter().map(|g| g.title.join("")).collect::<Vec<_>>(), ["First \"part\"", "two"]);
    assert_eq!(graph.groups[1].parent, Some(0));
    assert_eq!(lines(&graph), ["a>b:", "c>d:", "d>c:"]);
    assert_eq!(graph.edges[1].ends, (Some(0), None));
    assert_eq!(graph.edges[2].ends, (None, Some(1)));
    assert_eq!(graph.nodes.len(), 4);
}

#[test]
fn mistakes_name_their_line() {
    assert_eq!(refuse("flowchart LR\n a --> b\n c[open"), "line 3: a label has no closing ]");
    assert_eq!(refuse("flowchart XX\n"), "line 1: direction is not TD, TB, BT, LR or RL");
    assert_eq!(refuse("flowchart LR\n a b"), "line 2: expected a line, found \"b\"");
    assert_eq!(refuse("flowchart LR\n a -- b"), "line 2: a line with a text has no end such as -->");
    assert_eq!(refuse("flowchart LR\n end"), "line 2: end without subgraph");
    assert_eq!(refuse("flowchart LR\n subgraph x\n a"), "a subgraph has no end");
    assert_eq!(refuse("flowchart LR\n"), "nothing to draw");
    assert_eq!(
        refuse(&format!("flowchart LR\n{}", (0..=super::MAX_NODES).map(|n| format!("n{n};")).collect::<String>())),
        "line 2: more than 200 boxes"
    );
}

#[test]
fn state_diagrams_become_the_same_graph() {
    let source = "stateDiagram-v2\n [*] --> A : go\n state \"Long name\" as B\n A --> B\n B --> [*]\n state C {\n [*] --> D\n }\n \
                  A : Words\n state f <<choice>>\n note right of A : hint\n note left of B\n two\n end note\n B --> C";
    let graph = parse_states(Cursor::new(source, "stateDiagram".len())).expect("a valid source");
    let shapes: Vec<Shape> = graph.nodes.iter().map(|n| n.shape).collect();
    assert_eq!(shapes.iter().filter(|s| **s == Shape::Start).count(), 2);
    assert!(shapes.contains(&Shape::End) && shapes.contains(&Shape::Diamond));
    assert_eq!(graph.nodes[1].label, ["Words"]);
    assert_eq!(graph.edges[0].label, ["go"]);
    assert_eq!(graph.groups[0].title, ["C"]);
    check(&graph, &layout(&graph).expect("a layout"));
}

/// What must hold for every drawing.
fn check(graph: &Graph, drawing: &Drawing) {
    let (width, height) = drawing.size;
    let page = Area { x: 0, y: 0, w: width, h: height };
    for (at, (area, _)) in drawing.nodes.iter().enumerate() {
        assert!(page.holds(Point { x: area.x, y: area.y }) && page.holds(Point { x: area.x + area.w, y: area.y + area.h }));
        for (other, _) in &drawing.nodes[at + 1..] {
            assert!(!area.grown(4).meets(*other), "boxes touch: {area:?} {other:?}");
        }
    }
    for (edge, route) in graph.edges.iter().zip(&drawing.routes) {
        for pair in route.windows(2) {
            assert!(pair[0].x == pair[1].x || pair[0].y == pair[1].y, "a line is neither level nor upright: {pair:?}");
            let piece = Area::between(pair[0], pair[1]);
            let crossed = drawing.nodes.iter().enumerate().find(|(_, (area, _))| area.grown(-2).meets(piece));
            // In the corners of a diamond's rectangle, and at slanted sides, its own lines may run.
            let crossed = crossed.filter(|(node, _)| *node != edge.from && *node != edge.to);
            assert!(crossed.is_none(), "a line runs through a box: {edge:?} {route:?} {crossed:?}");
        }
    }
}

fn clean(source: &str) -> Drawing {
    let graph = read(source);
    let drawing = layout(&graph).expect("a layout");
    check(&graph, &drawing);
    let boxes: Vec<Area> = drawing.nodes.iter().map(|node| node.0).collect();
    for (at, (label, _)) in drawing.labels.iter().enumerate() {
        assert!(!boxes.iter().any(|area| area.meets(*label)), "a label lies on a box: {label:?}");
        assert!(!drawing.labels[at + 1..].iter().any(|(other, _)| other.meets(*label)), "labels overlap: {label:?}");
        let lines = drawing.routes.iter().flat_map(|route| route.windows(2));
        assert!(
            !lines.map(|p| Area::between(p[0], p[1]).grown(1)).any(|line| line.meets(*label)),
            "a line runs through {label:?}"
        );
    }
    drawing
}

#[test]
fn the_usual_charts_are_clean_and_fit_the_page() {
    let change = "flowchart TD\n A([Request]) --> B{Emergency?}\n B -- yes --> E[Emergency board<br>within one hour]\n B -- no --> C{Standard?}\n \
                  C -- \"yes, pre-approved\" --> I\n C -- no --> D[Assess risk] --> F{Approved?}\n F -- no --> X([Rejected])\n \
                  F -- yes --> G[Schedule]\n G --> I[[Implement]]\n E --> I\n I --> T{Test passed?}\n T -- no, back out --> D\n \
                  T -- yes --> R[(Records)] --> Z([Close])";
    let loops = "flowchart LR\n a([Trigger]) --> b[Record] --> c[Find the cause] --> d{Known?}\n d -->|not yet| w[Keep watching] --> c\n \
                 d -->|yes| k[Known error] --> e{Worth removing?}\n e -->|yes| f[Change] --> h[Check]\n e -->|no| g[Accept]\n \
                 h -->|came back| c\n h -->|stayed away| i([Close])";
    let groups = "flowchart TD\n subgraph S1[Detect]\n A([Alarm]) --> B[Record]\n A2([Call]) --> B\n end\n subgraph S2[Restore]\n \
                  C{Known error?} -->|yes| D[Workaround]\n C -->|no| E[Diagnose] --> F[Fix]\n F -->|failed| E\n end\n \
                  subgraph S3[Close]\n G[Confirm] --> H([Close])\n end\n B --> C\n D --> G\n F --> G\n G -->|not solved| C";
    let six = "flowchart LR\n a([Request]) --> b[Assess the risk] --> c{Approved?} -->|yes| d[Build and test] --> e[Deploy to production] --> f([Close])";
    for source in [change, loops, groups, six] {
        let drawing = clean(source);
        assert!(drawing.size.0 <= 690, "{:?} for {source}", drawing.size);
    }
    let drawing = clean(six);
    assert!(drawing.size.0 > drawing.size.1 * 4, "six boxes stay in one row: {:?}", drawing.size);
}

#[test]
fn a_chart_in_any_direction_leads_that_way() {
    let middle = |direction: &str| {
        let drawing = clean(&format!("flowchart {direction}\n a[first] -->|x| b[second]"));
        [0, 1].map(|at| drawing.nodes[at].0.middle())
    };
    let [a, b] = middle("TD");
    assert!(a.y < b.y && a.x == b.x);
    let [a, b] = middle("BT");
    assert!(a.y > b.y && a.x == b.x);
    let [a, b] = middle("LR");
    assert!(a.x < b.x && a.y == b.y);
    let [a, b] = middle("RL");
    assert!(a.x > b.x && a.y == b.y);
}

#[test]
fn a_loop_leads_back_to_what_was_written_first() {
    let drawing = clean("flowchart TD\n a --> b --> c{ok?}\n c -->|no| b\n c -->|yes| d");
    let heights: Vec<i32> = drawing.nodes.iter().map(|node| node.0.y).collect();
    assert!(heights.is_sorted());
}

#[test]
fn boxes_of_a_group_lie_inside_its_frame_and_others_outside() {
    let graph = read(
        "flowchart TD\n s --> a\n subgraph G[Group]\n a --> b\n a --> c\n end\n b --> t\n s --> o --> t\n subgraph H\n o\n end",
    );
    let drawing = layout(&graph).expect("a layout");
    for (at, group) in drawing.groups.iter().enumerate() {
        let (frame, title, _) = group.as_ref().expect("a frame");
        assert!(frame.holds(Point { x: title.x, y: title.y }));
        for (node, (area, _)) in graph.nodes.iter().zip(&drawing.nodes) {
            let is_in =
                frame.holds(Point { x: area.x, y: area.y }) && frame.holds(Point { x: area.x + area.w, y: area.y + area.h });
            assert_eq!(is_in, node.group == Some(at), "{}", node.name);
            assert!(is_in || !frame.meets(*area), "{}", node.name);
        }
    }
}

fn any_chart() -> impl Strategy<Value = String> {
    let shapes = prop_oneof![Just("[x y z]"), Just("{why not?}"), Just("((o))"), Just("")];
    let edge =
        (0usize..14, 0usize..14, shapes, prop_oneof![Just("-->"), Just("-->|yes|"), Just("-.->|a longer label|"), Just("---")]);
    let direction = prop_oneof![Just("TD"), Just("LR"), Just("BT"), Just("RL")];
    (direction, proptest::collection::vec(edge, 1..24), 0usize..3).prop_map(|(direction, edges, groups)| {
        let body: String = edges.iter().map(|(a, b, shape, link)| format!("n{a}{shape} {link} n{b}\n")).collect();
        let groups: String = (0..groups).map(|g| format!("subgraph g{g}[Group]\nn{}\nn{}\nend\n", 3 * g, 3 * g + 1)).collect();
        format!("flowchart {direction}\n{groups}{body}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_chart_has_touching_boxes_or_lines_through_boxes(source in any_chart()) {
        let graph = read(&source);
        check(&graph, &layout(&graph).expect("a layout"));
    }
}
