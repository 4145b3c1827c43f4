//! How bad a diagnostic is here: default of the rule, then settings, then waivers. Reports about waivers are made here.

use std::collections::BTreeSet;

use crate::base::{RepoPath, nearest};
use crate::check;
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Place, Severity, codes};
use crate::handbook::Handbook;

/// Applies levels and waivers, adds reports about both, and puts all in order.
pub(super) fn apply(mut diagnostics: Vec<Diagnostic<Place>>, handbook: &Handbook) -> Vec<Diagnostic<Place>> {
    diagnostics.extend(unknown_levels(&handbook.config));
    set_levels(&mut diagnostics, &handbook.config);
    let (waived, mut about_waivers) = waivers(&diagnostics, handbook);
    diagnostics.retain(|it| !waived.contains(&(&it.at.path, it.code.name)));
    set_levels(&mut about_waivers, &handbook.config);
    diagnostics.extend(about_waivers);
    diagnostics.retain(|it| it.severity != Severity::Allow);
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    diagnostics
}

/// A file and a rule.
type Covered<'a> = (&'a RepoPath, &'a str);

/// What waivers cover, and what is to be said about waivers themselves.
fn waivers<'h>(diagnostics: &[Diagnostic<Place>], handbook: &'h Handbook) -> (BTreeSet<Covered<'h>>, Vec<Diagnostic<Place>>) {
    let reported: BTreeSet<Covered<'_>> = diagnostics.iter().map(|it| (&it.at.path, it.code.name)).collect();
    let (mut waived, mut about) = (BTreeSet::new(), Vec::new());
    let all = handbook.entries.iter().flat_map(|entry| entry.document.waivers.iter().map(move |waiver| (entry, waiver)));
    for (entry, waiver) in all {
        let place = Place::new(&entry.path, waiver.span);
        let until = waiver.until.as_ref().map(|it| it.value);
        if let Some(until) = until.filter(|until| *until < handbook.as_of) {
            let message = format!("the waiver for `{}` ended on {until}", waiver.rule.value);
            about.push(
                Diagnostic::new(&check::waiver_expired::CODE, place, message)
                    .help("mend what it covers and remove it, or set a later day"),
            );
            continue;
        }
        // A waiver without a reason or an end is incomplete and covers nothing; nor does a second one for the same rule.
        let complete = waiver.reason.is_some() && until.is_some();
        let covers = (&entry.path, waiver.rule.value.as_str());
        if !(complete && reported.contains(&covers) && waived.insert(covers)) {
            about.push(unused(&waiver.rule.value, place));
        }
    }
    (waived, about)
}

fn set_levels(diagnostics: &mut [Diagnostic<Place>], config: &Config) {
    for it in diagnostics {
        if let Some((_, level)) = config.settings.rules.iter().find(|(name, _)| name.value == it.code.name) {
            it.severity = *level;
        }
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

/// Levels set for rules that do not exist.
fn unknown_levels(config: &Config) -> Vec<Diagnostic<Place>> {
    let file = RepoPath::new(config::MAIN).expect("the file's name is a path");
    let unknown = config.settings.rules.iter().filter(|(name, _)| check::find(&name.value).is_none());
    unknown
        .map(|(name, _)| {
            let near = nearest(&name.value, check::codes().iter().map(|code| code.name));
            let help = near
                .map_or_else(|| String::from("`clausebook explain` lists all rules"), |name| format!("did you mean `{name}`?"));
            Diagnostic::new(&codes::unknown_key::CODE, Place::new(&file, name.span), format!("there is no rule `{}`", name.value))
                .help(help)
        })
        .collect()
}
