//! What `clausebook diff --format json` prints.

use serde_json::{Value, json};

use super::shape::{needed, object};

/// A text, or nothing.
fn maybe() -> Value {
    json!({"type": ["string", "null"]})
}

fn string() -> Value {
    json!({"type": "string"})
}

fn list(of: &Value) -> Value {
    json!({"type": "array", "items": of})
}

/// The value before and the one afterwards.
fn pair(shape: &Value) -> Value {
    object(&[needed("from", "Before.", shape.clone()), needed("to", "Afterwards.", shape.clone())])
}

pub(super) fn schema() -> Value {
    let count = || json!({"type": "integer", "minimum": 0});
    let state = object(&[
        needed("name", "As it was asked for; draft is the working tree.", string()),
        needed("commit", "Id of its commit; none for the working tree.", maybe()),
        needed("as_of", "The day its control is judged on.", string()),
    ]);
    let commit = object(&[
        needed("id", "Id of the commit; none for text that is not committed.", maybe()),
        needed("author", "Who wrote it, by the commit's own word.", maybe()),
        needed("written", "The author's day.", maybe()),
        needed("landed", "On record since.", maybe()),
        needed("subject", "First line of its message.", string()),
    ]);
    let approval = object(&[
        needed("by", "Who approved, if history tells.", maybe()),
        needed("level", "How well that is proven.", json!({"enum": ["proven", "attested", "claimed", "contradicted"]})),
    ]);
    let field = object(&[
        needed("field", "The field: version, raci.Classify.R, risks[RSK-003].likelihood.", string()),
        needed("from", "Its value before; empty for none, and for lists.", string()),
        needed("to", "Its value afterwards.", string()),
        needed("removed", "Items of a list that went.", list(&string())),
        needed("added", "Items of a list that came.", list(&string())),
    ]);
    let moved = object(&[
        needed("words", "The first words of what moved.", string()),
        needed("section", "Whether it is a section.", json!({"type": "boolean"})),
    ]);
    let redline = object(&[
        needed("text", "The body as Markdown with {+came+}, [-went-], {>moved here<}, [>moved away<].", string()),
        needed("moves", "What moved.", list(&moved)),
        needed("coarse", "Parts were so large or different that they were compared by whole blocks.", json!({"type": "boolean"})),
    ]);
    let or_none = |shape: Value| json!({"anyOf": [{"type": "null"}, shape]});
    let document = object(&[
        needed("id", "Id of the document.", string()),
        needed("title", "Its title, afterwards if it is still there.", string()),
        needed("change", "What happened to it.", json!({"enum": ["added", "changed", "retired", "moved", "reformatted"]})),
        needed("file", "Its file.", pair(&maybe())),
        needed("declared_version", "The version it declares.", pair(&maybe())),
        needed(
            "words",
            "Words of the body.",
            object(&[needed("added", "That came.", count()), needed("removed", "That went.", count())]),
        ),
        needed("sections", "Outermost sections that changed, by number or title.", list(&string())),
        needed("commits", "What lies between, the latest first.", list(&commit)),
        needed("approval", "Of the text as it is afterwards.", or_none(approval)),
        needed("fields", "What changed in its front matter.", list(&field)),
        needed("redline", "What changed in its body; none if nothing did.", or_none(redline)),
    ]);
    object(&[
        needed("version", "Version of this format.", json!({"const": 1})),
        needed(
            "tool",
            "What wrote it.",
            object(&[needed("name", "Its name.", string()), needed("version", "Its version.", string())]),
        ),
        needed("from", "The state before.", state.clone()),
        needed("to", "The state afterwards.", state),
        needed("unchanged", "How many documents are as they were.", count()),
        needed("documents", "Those that are not, in the order of their ids.", list(&document)),
    ])
}
