//! `control` in `clausebook.yml`: how document control is kept in git.

use globset::{Glob, GlobMatcher};

use crate::base::{Cycle, Date, Spanned};
use crate::diag::{Diagnostic, codes};
use crate::yaml::{Fields, Node, Reader};

/// How document control is kept in git.
#[derive(Clone, Debug)]
pub struct ControlSettings {
    /// Whether documents are judged by git history.
    pub history: HistoryUse,
    /// Whether an approver may not have written the change, for types of which `types` says nothing else.
    pub separation: Option<bool>,
    /// Branches that a forge protects.
    pub protected: Vec<ProtectedBranch>,
    /// The forge that protects them: `GitLab`.
    pub forge: Option<String>,
    /// People of `people.yml`, by name or address, whose signature vouches for what they record: bots that check approvals
    /// on the forge.
    pub recorders: Vec<Spanned<String>>,
    /// The role that approves changes to `people.yml`, `clausebook.yml` and `keys/`.
    pub approver: Option<Spanned<String>>,
    /// From how many documents on a commit that moves review dates and nothing else is a bulk edit.
    pub bulk_edit: usize,
    /// How long after a claimed day the claim may first appear on the branch.
    pub backdating: Cycle,
    /// The day control began: what landed before it is not judged.
    pub baseline: Option<Date>,
    /// How far the timeline looks back.
    pub timeline: Cycle,
}

/// Whether documents are judged by git history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum HistoryUse {
    /// If it records an approval, a review or an adoption.
    #[default]
    Auto,
    /// Always.
    Git,
    /// Never: what documents claim stands as claims.
    None,
}

/// A branch, or a pattern of branches.
#[derive(Clone, Debug)]
pub struct ProtectedBranch {
    /// As written.
    pub pattern: Spanned<String>,
    matcher: GlobMatcher,
}

impl Default for ControlSettings {
    fn default() -> Self {
        Self {
            history: HistoryUse::Auto,
            separation: None,
            protected: Vec::new(),
            forge: None,
            recorders: Vec::new(),
            approver: None,
            bulk_edit: 5,
            backdating: Cycle { months: 0, days: 14 },
            baseline: None,
            timeline: Cycle { months: 24, days: 0 },
        }
    }
}

impl ControlSettings {
    /// Whether a branch is declared to be protected.
    pub fn protects(&self, branch: &str) -> bool {
        self.protected.iter().any(|it| it.matcher.is_match(branch))
    }

    /// Whether one of several branches is declared to be protected.
    pub fn protects_any<'a>(&self, mut branches: impl Iterator<Item = &'a str>) -> bool {
        branches.any(|it| self.protects(it))
    }
}

/// Reads `control` of `clausebook.yml`.
pub(super) fn read(reader: &Reader, fields: &Fields<'_>) -> ControlSettings {
    let mut control = ControlSettings::default();
    let Some(node) = fields.get("control") else { return control };
    let it = reader.fields(node, "control");
    control.history = match it.one_of("history", &["auto", "git", "none"]).map(|it| it.value).as_deref() {
        Some("git") => HistoryUse::Git,
        Some("none") => HistoryUse::None,
        _ => HistoryUse::Auto,
    };
    control.separation = it.flag("separation");
    if let Some(node) = it.get("protected") {
        read_protected(reader, node, &mut control);
    }
    control.recorders = it.texts("recorders");
    control.approver = it.text("approver");
    if let Some(n) = it.get("bulk_edit").and_then(|node| reader.number(node, "bulk_edit", 2..=10_000)) {
        control.bulk_edit = usize::try_from(n.value).unwrap_or(usize::MAX);
    }
    control.backdating = it.cycle("backdating").map_or(control.backdating, |it| it.value);
    control.baseline = it.date("baseline").map(|it| it.value);
    if let Some(timeline) = it.cycle("timeline") {
        if timeline.value.months > 120 || timeline.value.days > 3660 {
            reader.report(
                Diagnostic::new(&codes::wrong_type::CODE, timeline.span, "`timeline` is longer than ten years")
                    .help("write at most `120 months`"),
            );
        } else {
            control.timeline = timeline.value;
        }
    }
    it.finish();
    control
}

/// Reads `protected`: branches, or `{branches, forge}`.
fn read_protected(reader: &Reader, node: &Node, control: &mut ControlSettings) {
    let is_map = matches!(node.kind, crate::yaml::NodeKind::Map(_));
    let branches = if is_map {
        let it = reader.fields(node, "protected");
        control.forge = it.text("forge").map(|it| it.value).filter(|it| !it.trim().is_empty());
        let branches = it.texts("branches");
        if branches.is_empty() {
            it.missing("branches");
        }
        it.finish();
        branches
    } else {
        reader.texts(node, "protected")
    };
    for pattern in branches {
        match Glob::new(&pattern.value) {
            Ok(glob) => control.protected.push(ProtectedBranch { matcher: glob.compile_matcher(), pattern }),
            Err(error) => reader.report(
                Diagnostic::new(
                    &codes::wrong_type::CODE,
                    pattern.span,
                    format!("the pattern `{}` cannot be used: {}", pattern.value, error.kind()),
                )
                .help("name a branch, such as `main`, or a pattern of branches, such as `release/*`"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::RepoPath;
    use crate::config::{self, Config, ConfigTexts, HistoryUse};

    fn read(control: &str) -> (Config, Vec<String>) {
        let text = format!("organization: X\ntitle: Y\n{control}");
        let (config, found) = config::read(&ConfigTexts { files: [(RepoPath::new(config::MAIN).unwrap(), text.into())].into() });
        (config, found.into_iter().map(|it| it.message).collect())
    }

    #[test]
    fn what_is_not_said_has_its_default() {
        let (config, found) = read("control: {history: git, protected: [main, \"release/*\"], backdating: 3 days}\n");
        assert_eq!(found, [""; 0]);
        let control = &config.settings.control;
        assert_eq!((control.history, control.bulk_edit, control.backdating.days), (HistoryUse::Git, 5, 3));
        assert!(control.protects("main") && control.protects("release/1") && !control.protects("topic"));
        assert!(config.types.documents["policy"].separation && !config.types.documents["record"].separation);
    }

    #[test]
    fn separation_is_settled_for_all_types_or_for_one() {
        let types = "types: {plan: {separation: true}}\n";
        let separation = |text: &str, kind: &str| read(text).0.types.documents[kind].separation;
        assert!(!separation(&format!("control: {{separation: false}}\n{types}"), "policy"));
        assert!(separation(&format!("control: {{separation: false}}\n{types}"), "plan"));
        assert!(separation("control: {separation: true}\n", "register"));
        assert!(!separation("control: {separation: true}\n", "record"));
    }

    #[test]
    fn mistakes_are_reported() {
        for (control, wanted) in [
            ("{history: sometimes}", "`history` cannot be `sometimes`"),
            ("{bulk_edit: 1}", "`bulk_edit` wants a whole number from 2 to 10000"),
            ("{timeline: 11 years}", "`timeline` is longer than ten years"),
            ("{protected: {forge: GitLab}}", "`branches` is missing"),
            ("{protected: [\"a[\"]}", "the pattern `a[` cannot be used"),
            ("{recoders: [x]}", "the key `recoders` is not known here"),
            ("{baseline: 2026-02-30}", "`baseline: 2026-02-30` is not a day of the calendar"),
        ] {
            let found = read(&format!("control: {control}\n")).1;
            assert!(found.len() == 1 && found[0].starts_with(wanted), "{control}: {found:?}");
        }
    }
}
