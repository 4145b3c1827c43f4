//! How bad a diagnostic is here: default of the rule, then settings, then waivers. Reports about waivers are made here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as MapEntry;

use crate::base::{RepoPath, Spanned, nearest};
use crate::check;
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Place, Severity, codes};
use crate::handbook::{Entry, Handbook};
use crate::model::Waiver;

/// Applies levels and waivers, adds reports about both, and puts all in order.
pub(super) fn apply(mut diagnostics: Vec<Diagnostic<Place>>, handbook: &Handbook) -> Vec<Diagnostic<Place>> {
    diagnostics.extend(unknown_levels(&handbook.config));
    let mut waivers = Waivers::of(handbook);
    diagnostics.retain(|it| !waivers.cover(it));
    for (entry, waiver) in waivers.useless {
        let place = Place::new(&entry.path, waiver.span);
        diagnostics.push(match waiver.until.as_ref().filter(|until| until.value < handbook.as_of) {
            Some(until) => {
                let message = format!("the waiver for `{}` ended on {}", waiver.rule.value, until.value);
                Diagnostic::new(&check::waiver_expired::CODE, place, message)
                    .help("mend what it covers and remove it, or set a later day")
            }
            None => unused(&waiver.rule.value, place),
        });
    }
    for (entry, waiver) in waivers.active.into_values().flat_map(BTreeMap::into_values).filter(|it| !it.used).map(|it| it.waiver)
    {
        diagnostics.push(unused(&waiver.rule.value, Place::new(&entry.path, waiver.span)));
    }
    settle(diagnostics, &handbook.config)
}

/// Applies levels and waivers to what was found after all else, while pages were made.
pub(super) fn apply_late(mut diagnostics: Vec<Diagnostic<Place>>, handbook: &Handbook) -> Vec<Diagnostic<Place>> {
    let mut waivers = Waivers::of(handbook);
    diagnostics.retain(|it| !waivers.cover(it));
    settle(diagnostics, &handbook.config)
}

/// Sets the levels, drops what is allowed, and puts the rest in order.
fn settle(mut diagnostics: Vec<Diagnostic<Place>>, config: &Config) -> Vec<Diagnostic<Place>> {
    let mut levels: BTreeMap<&str, Severity> = BTreeMap::new();
    for (name, level) in &config.settings.rules {
        levels.entry(&name.value).or_insert(*level);
    }
    for it in &mut diagnostics {
        it.severity = levels.get(it.code.name).copied().unwrap_or(it.severity);
    }
    diagnostics.retain(|it| it.severity != Severity::Allow);
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    diagnostics
}

/// The waivers of all documents, found by document and rule.
struct Waivers<'a> {
    active: BTreeMap<&'a RepoPath, BTreeMap<&'a str, Active<'a>>>,
    /// Those that have ended, are incomplete, or come second for one rule.
    useless: Vec<(&'a Entry, &'a Waiver)>,
}

/// A waiver that can cover something.
struct Active<'a> {
    waiver: (&'a Entry, &'a Waiver),
    used: bool,
}

impl<'a> Waivers<'a> {
    fn of(handbook: &'a Handbook) -> Self {
        let mut waivers = Self { active: BTreeMap::new(), useless: Vec::new() };
        let all = handbook.entries.iter().flat_map(|entry| entry.document.waivers.iter().map(move |it| (entry, it)));
        for (entry, waiver) in all {
            // A waiver without a reason or an end is incomplete and covers nothing.
            let lasts = waiver.until.as_ref().is_some_and(|until| until.value >= handbook.as_of);
            match waivers.active.entry(&entry.path).or_default().entry(&waiver.rule.value) {
                MapEntry::Vacant(free) if lasts && waiver.reason.is_some() => {
                    free.insert(Active { waiver: (entry, waiver), used: false });
                }
                _ => waivers.useless.push((entry, waiver)),
            }
        }
        waivers
    }

    fn cover(&mut self, diagnostic: &Diagnostic<Place>) -> bool {
        let found = self.active.get_mut(&diagnostic.at.path).and_then(|rules| rules.get_mut(diagnostic.code.name));
        found.is_some_and(|it| {
            it.used = true;
            true
        })
    }
}

fn unused(rule: &str, place: Place) -> Diagnostic<Place> {
    let (message, help) = match check::find(rule) {
        Some(_) => (format!("the waiver for `{rule}` covers nothing"), String::from("remove it")),
        None => {
            let near = nearest(rule, check::codes().iter().map(|code| code.name));
            let help = near
                .map_or_else(|| String::from("`clausebook explain` lists all rules"), |name| format!("did you mean `{name}`?"));
            (format!("there is no rule `{rule}` to waive"), help)
        }
    };
    Diagnostic::new(&check::waiver_unused::CODE, place, message).help(help)
}

/// Levels set for rules that do not exist, and what is to stand against an edition and does not exist.
fn unknown_levels(config: &Config) -> Vec<Diagnostic<Place>> {
    let file = crate::base::RepoPath::new(config::MAIN).expect("the file's name is a path");
    let unknown = |name: &Spanned<String>, what: &str, others: &[&str]| {
        let near = nearest(&name.value, others.iter().copied().chain(check::codes().iter().map(|code| code.name)));
        let help =
            near.map_or_else(|| String::from("`clausebook explain` lists all rules"), |name| format!("did you mean `{name}`?"));
        let message = format!("there is no {what} `{}`", name.value);
        Diagnostic::new(&codes::unknown_key::CODE, Place::new(&file, name.span), message).help(help)
    };
    let is_rule = |name: &Spanned<String>| check::find(&name.value).is_some();
    let levels = config.settings.rules.iter().map(|it| &it.0).filter(|it| !is_rule(it));
    let classes: Vec<&str> = config::BLOCKING_CLASSES.iter().map(|it| it.0).collect();
    let blocking = config.settings.editions.blocking.iter();
    let blocking = blocking.filter(|it| !is_rule(it) && !classes.contains(&it.value.as_str()));
    let levels = levels.map(|it| unknown(it, "rule", &[]));
    levels.chain(blocking.map(|it| unknown(it, "rule or word for `blocking`", &classes))).collect()
}
