//! How bad a diagnostic is here: default of the rule, then settings, then waivers. Reports about waivers are made here.

use crate::base::nearest;
use crate::check;
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Place, Severity, codes};
use crate::handbook::Handbook;

/// Applies levels and waivers, adds reports about both, and puts all in order.
pub(super) fn apply(mut diagnostics: Vec<Diagnostic<Place>>, handbook: &Handbook) -> Vec<Diagnostic<Place>> {
    diagnostics.extend(unknown_levels(&handbook.config));
    set_levels(&mut diagnostics, &handbook.config);
    let mut about_waivers = Vec::new();
    for entry in &handbook.entries {
        for waiver in &entry.document.waivers {
            let place = Place::new(&entry.path, waiver.span);
            let until = waiver.until.as_ref().map(|it| it.value);
            if until.is_some_and(|until| until < handbook.as_of) {
                let message = format!(
                    "the waiver for `{}` ended on {}",
                    waiver.rule.value,
                    until.map(|it| it.to_string()).unwrap_or_default()
                );
                about_waivers.push(
                    Diagnostic::new(&check::waiver_expired::CODE, place, message)
                        .help("mend what it covers and remove it, or set a later day"),
                );
                continue;
            }
            let before = diagnostics.len();
            // A waiver without a reason or an end is incomplete and covers nothing.
            if waiver.reason.is_some() && until.is_some() {
                diagnostics.retain(|it| it.at.path != entry.path || it.code.name != waiver.rule.value);
            }
            if diagnostics.len() == before {
                about_waivers.push(unused(&waiver.rule.value, place));
            }
        }
    }
    set_levels(&mut about_waivers, &handbook.config);
    diagnostics.extend(about_waivers);
    diagnostics.retain(|it| it.severity != Severity::Allow);
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    diagnostics
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
    let file = crate::base::RepoPath::new(config::MAIN).expect("the file's name is a path");
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
