//! Sentences about control in English, by name. `{name}` is where a part goes in.

/// The sentences.
const ENGLISH: &[(&str, &str)] = &[
    ("approval.unproven", "The document says so itself: {why}."),
    ("check.unknown", "Not checked."),
    ("history.not-kept", "git history here records no approval or review"),
    ("history.unknown", "git history is not known"),
    ("review.claimed", "The document says it was reviewed on {day}: {why}."),
    ("review.none", "No review is on record."),
];

/// The pattern of a sentence; its name if there is none, which a test rules out.
pub(super) fn english(key: &'static str) -> &'static str {
    ENGLISH.iter().find(|it| it.0 == key).map_or(key, |it| it.1)
}
