//! Rule `unknown-document`.

use super::{Ctx, Rule, Run, Sink, did_you_mean, settings_place};
use crate::base::{RepoPath, Spanned, nearest};
use crate::config;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::Target;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "unknown-document",
    default: Severity::Error,
    title: "an id in front matter or settings that does not exist",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Front matter, register entries and the configuration name documents and entries by id: `related`, `replaced_by`,
`translation_of`, `evidence_for`, an audit's findings, the document of a role, the ways in on the home page. `supersedes` may
name an id that is gone.

Why an auditor cares: every such name is a promise that the reader can go there (ISO/IEC 20000-1:2018, 7.5.3.1).

Example: `related: [PRO-020]` when there is only `PRO-002`.

Better: the nearest existing id is suggested. Former ids that another document supersedes are reported as `link-to-retired`.
";

/// For how many names a suggestion is looked for: each takes a walk over all ids.
const MAX_SUGGESTIONS: usize = 200;

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let handbook = ctx.handbook;
    let settings = &handbook.config.settings;
    // Former ids are known: they lead to what replaced them.
    let unknown = |it: &&Spanned<String>| handbook.ids.find(&it.value).is_empty() && handbook.ids.successor(&it.value).is_none();
    let mut places: Vec<(&str, Place)> = Vec::new();
    for entry in &handbook.entries {
        let shown = entry.document.evidence_for.iter().filter(|it| handbook.evidence_clause(&it.value).is_none());
        let names = entry.id_names().chain(shown).filter(unknown);
        places.extend(names.map(|it| (it.value.as_str(), entry.place(it.span))));
    }
    let file = RepoPath::new(config::PEOPLE).expect("the file's name is a path");
    let described = handbook.config.people.roles.values().filter_map(|role| role.document.as_ref()).filter(unknown);
    places.extend(described.map(|it| (it.value.as_str(), Place::new(&file, it.span))));
    let home = settings.home.procedures.iter().chain(&settings.home.owning).chain(&settings.home.auditing);
    let listed = home.chain(settings.groups.iter().flat_map(|group| &group.documents)).filter(unknown);
    places.extend(listed.map(|it| (it.value.as_str(), settings_place(it.span))));
    for (at, (name, place)) in places.into_iter().enumerate() {
        sink.push(no_such_id(ctx, name, place, at < MAX_SUGGESTIONS));
    }
    if let Some(scope) = &settings.scope {
        judge_scope(ctx, scope, sink);
    }
}

fn no_such_id(ctx: &Ctx<'_>, name: &str, place: Place, suggest: bool) -> Diagnostic<Place> {
    let now = handbook_id(ctx, name);
    let near = if now.is_some() {
        now
    } else if suggest {
        nearest(name, ctx.handbook.ids.keys()).map(|near| written(ctx, near))
    } else {
        None
    };
    Diagnostic::new(&CODE, place, format!("no document or entry has the id `{name}`"))
        .help(did_you_mean(near, "correct the id, or write the document"))
}

/// The id that the document has now which had this one before.
fn handbook_id(ctx: &Ctx<'_>, former: &str) -> Option<String> {
    ctx.handbook.former.id(former).map(|idx| ctx.handbook.entries[idx].document.id.value.to_string())
}

/// An id as its document spells it.
fn written(ctx: &Ctx<'_>, key: &str) -> String {
    let handbook = ctx.handbook;
    let id = handbook.ids.find(key).first().and_then(|target| match target {
        Target::Document(entry) => Some(&handbook.entries[*entry].document.id),
        Target::Item(at) => handbook.item(*at).map(|item| &item.id),
    });
    id.map_or_else(|| key.to_owned(), |id| id.value.to_string())
}

/// `scope: MAN-003#scope-statement` also names a section.
fn judge_scope(ctx: &Ctx<'_>, scope: &Spanned<String>, sink: &mut Sink) {
    let (id, anchor) = scope.value.split_once('#').unwrap_or((&scope.value, ""));
    let Some(entry) = ctx.handbook.ids.document(id) else {
        sink.push(no_such_id(ctx, id, settings_place(scope.span), true));
        return;
    };
    let outline = &ctx.handbook.entries[entry].document.parsed.outline;
    if !anchor.is_empty() && !outline.iter().any(|it| it.anchor == anchor) {
        let near = nearest(anchor, outline.iter().map(|it| it.anchor.as_str()));
        sink.push(
            Diagnostic::new(
                &CODE,
                settings_place(scope.span),
                format!("`{id}` has no section `{anchor}` to take the scope from"),
            )
            .help(did_you_mean(near, "give the section with the scope statement this anchor")),
        );
    }
}
