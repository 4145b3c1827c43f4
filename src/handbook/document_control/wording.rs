//! Sentences about control in English, by name. `{name}` is where a part goes in.

/// The sentences, by name.
const ENGLISH: &[(&str, &str)] = &[
    ("approval.adopted-attested", "Taken over as it was by {name}, who may approve this document, in {on}; not signed."),
    ("approval.adopted-proven", "Taken over as it was by {name}, who may approve this document. Signature verified in {on}."),
    ("approval.attested", "Recorded for {name}, who may approve this document, in {on}; not signed by the approver."),
    ("approval.attested-dates", "Signed for {name}, who may approve this document, in {on}; but its dates cannot be relied on."),
    (
        "approval.attested-unchecked",
        "Recorded for {name}, who may approve this document, in {on}. The signature could not be checked: {why}.",
    ),
    (
        "approval.changed",
        "Treat the approval as missing. The text changed after commit {commit} approved it, and the version did not.",
    ),
    ("approval.claimed", "Commit {commit} names {name} as approver, but somebody else wrote it and nothing signs it."),
    ("approval.missing", "The document says it is approved. {why}."),
    ("approval.no-role", "Commit {commit} records an approval by {name}, but the document names no approver."),
    ("approval.not-authorized", "Treat the approval as missing. The document names an approver; git shows {name}."),
    ("approval.own-text", "Treat the approval as missing. {name} approved a change that {name} wrote."),
    ("approval.proven", "Signed by {name}, who may approve this document. Signature verified in {on}."),
    ("approval.recorder", "Approved by {name}, who may approve this document, as {signer} recorded. Signature verified in {on}."),
    ("approval.uncommitted", "The document says it is approved. This text is not committed yet, so nothing is on record for it."),
    (
        "approval.unknown-right",
        "Commit {commit} records an approval by {name}. Whether {name} could give it is not known: {why}.",
    ),
    ("approval.unproven", "The document says it is approved; {why}."),
    ("authorised.held", "{name} was {role} on that day, who may approve {id}."),
    ("authorised.no-role", "{id} names no approver, so nobody can be shown to be authorised."),
    ("authorised.none", "{name} held no role on that day. {id} is approved by the {role}."),
    (
        "authorised.not-yet",
        "{name} was {new} on that day, whom this text names as approver; the last approved text of {id} names the {role}.",
    ),
    ("authorised.other", "{name} was {held} on that day, who may not approve {id}. It is approved by the {role}."),
    ("authorised.own-text", "{name} was {role} on that day, but wrote part of what changed since the last approval."),
    ("authorised.stranger", "people.yml did not list {name} on that day. {id} is approved by the {role}."),
    ("authorised.unknown", "Whether {name} could approve {id} is not known: {why}."),
    ("because.cut", "this copy of the repository does not hold what came before"),
    ("because.no-history", "there is no git history"),
    ("because.no-keys", "no key was registered at that time"),
    ("because.no-landing", "it is not known when it came to the branch"),
    ("because.no-people", "there was no people.yml at that time"),
    ("because.unsupported", "this kind of signature is not checked here"),
    ("check.unknown", "Not checked."),
    ("dates.after-landing", "Commit {commit} says it was written after it had come to the branch."),
    ("dates.before-parents", "Commit {commit} or its merge says it was made before the commits it builds on."),
    ("dates.future", "Commit {commit} or its merge carries a day that has not come yet."),
    ("dates.review", "The document says it was reviewed on {claimed}; that was first on the branch on {day}."),
    ("dates.unknown", "It is not known when commit {commit} came to the branch."),
    ("dates.yes", "The dates of commit {commit}, on record since {day}, and of the document agree."),
    ("history.no-text", "its text could not be read, so nothing was compared"),
    ("history.not-kept", "git history here records no approval, review or adoption"),
    ("history.not-yet", "on this day the document was not on record"),
    ("history.unknown", "git history is not known"),
    ("on.commit", "commit {commit}"),
    ("on.tag", "tag {tag}"),
    ("recorded.adoption", "Commit {commit} of {day} takes the text over as it was, by {name}."),
    ("recorded.another", "The approval by {name} in commit {commit} is of another text: it names another content sum."),
    ("recorded.cut", "No approval of this text is in this copy of the repository, which does not hold all of its history."),
    ("recorded.no", "No approval found in history for this text."),
    ("recorded.no-version", "No approval found in history for version {version}."),
    ("recorded.own", "Commit {commit} of {day}, by {name}, approves version {version}."),
    ("recorded.own-plain", "Commit {commit} of {day}, by {name}, approves this text."),
    ("recorded.trailer", "Commit {commit} of {day} records that {name} approved version {version}."),
    ("recorded.trailer-plain", "Commit {commit} of {day} records that {name} approved this text."),
    ("review.attested", "Reviewed by {name} on {day}, as commit {commit} records; not signed."),
    ("review.backdated", "The document says it was reviewed on {claimed}, but that was first on the branch on {day}."),
    ("review.claimed", "The document says it was reviewed on {day}; {why}."),
    ("review.no-event", "no review found in history for that day"),
    ("review.none", "No review is on record."),
    ("review.proven", "Reviewed by {name} on {day}. Signature verified for commit {commit}."),
    ("review.trailer", "Commit {commit} names {name} as reviewer on {day}, but somebody else wrote it and nothing signs it."),
    ("signature.bad", "It does not fit what was signed: {why}."),
    ("signature.early", "The commit says it was made before its parents, so its key cannot be judged."),
    (
        "signature.ended",
        "The key of {name} had ended when this came to the branch on {day}, long after the day the commit gives.",
    ),
    ("signature.expired", "The key had expired: {why}."),
    ("signature.invalid", "The signature by key {key} does not count. {why}."),
    ("signature.nobody", "The key is not registered for anybody."),
    ("signature.none", "The commit is not signed."),
    ("signature.not-then", "The key of {name} was not valid on that day."),
    ("signature.other", "The key is that of {name} and not of {person}."),
    ("signature.recorder", "Key {key} of {name}, who records approvals."),
    ("signature.revoked", "The key was revoked: {why}."),
    ("signature.since", "Key {key}, allowed for {name} since {day}."),
    ("signature.unchecked", "Not checked: {why}."),
    ("signature.valid", "Key {key}, allowed for {name}."),
    ("unchanged.no", "The text differs from the one that commit {commit} approved, and still calls itself version {version}."),
    ("unchanged.version", "The last approved text is version {version} in commit {commit}."),
    ("unchanged.yes", "The content is the same as in commit {commit}."),
];

/// The pattern of a sentence; its name if there is none, which a test rules out.
pub(super) fn english(key: &'static str) -> &'static str {
    ENGLISH.binary_search_by_key(&key, |it| it.0).map_or(key, |at| ENGLISH[at].1)
}

/// All sentences by name, for a theme's strings to translate.
pub fn sentences() -> &'static [(&'static str, &'static str)] {
    ENGLISH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_sorted_and_all_are_there() {
        assert!(ENGLISH.is_sorted_by(|a, b| a.0 < b.0));
        let sources = [
            include_str!("approval.rs"),
            include_str!("claims.rs"),
            include_str!("judge.rs"),
            include_str!("reviews.rs"),
            include_str!("signing.rs"),
        ];
        let said: String = sources.concat();
        for (key, _) in ENGLISH {
            assert!(said.contains(&format!("\"{key}\"")), "nobody says `{key}`");
        }
        for key in said.split("Sentence::new(\"").skip(1).filter_map(|it| it.split('"').next()) {
            assert!(ENGLISH.binary_search_by_key(&key, |it| it.0).is_ok(), "`{key}` has no words");
        }
    }
}
