//! The body of the sample document, with every kind of mark.

/// The contents list: title, address, level.
pub(super) const TOC: &[(&str, &str, u8)] = &[
    ("Purpose and scope", "#s1", 2),
    ("Who does what", "#s2", 2),
    ("Set the priority", "#s3", 2),
    ("Steps", "#s4", 2),
    ("Records", "#s5", 2),
    ("Measures", "#s6", 2),
    ("All marks", "#s7", 2),
    ("Lists and terms", "#s71", 3),
    ("Risks", "#risk", 2),
    ("Revision history", "#page:history", 2),
    ("Referred to by", "#page:referred-to-by", 2),
];

/// The body as the renderer of bodies writes it.
pub(super) const HTML: &str = include_str!("body.html");
