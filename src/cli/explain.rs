//! `clausebook explain`: what a rule looks at, why it matters, and what is better.

use serde_json::{Value, json};

use super::Verdict;
use super::args::{Explain, TextFormat};
use super::failure::Failure;
use super::terminal::Terminal;
use crate::base::nearest;
use crate::check;
use crate::diag::Code;

pub(super) fn run(args: &Explain, terminal: &Terminal) -> Result<Verdict, Failure> {
    let rules = match &args.rule {
        Some(name) => vec![check::find(name).ok_or_else(|| unknown(name))?],
        None => check::codes(),
    };
    let text = match (args.format, &args.rule) {
        (TextFormat::Json, _) => {
            let rules: Vec<Value> = rules.iter().map(|rule| value(rule)).collect();
            format!("{:#}\n", json!({"version": 1, "rules": rules}))
        }
        (TextFormat::Human, Some(_)) => rules.iter().map(|rule| page(rule)).collect(),
        (TextFormat::Human, None) => list(&rules),
    };
    terminal.data(&text)?;
    Ok(Verdict::Clean)
}

fn unknown(name: &str) -> Failure {
    let codes = check::codes();
    let remedy = match nearest(name, codes.iter().map(|code| code.name)) {
        Some(near) => format!("did you mean `{near}`? `clausebook explain` lists all rules"),
        None => String::from("`clausebook explain` lists all rules"),
    };
    Failure::usage(format!("there is no rule `{name}`"), remedy)
}

fn page(rule: &Code) -> String {
    format!(
        "{}: {}\n\n{}\n\nLevel: {}. Change it under `rules` in clausebook.yml; a document sets it aside with `waivers`.\n",
        rule.name,
        rule.title,
        rule.explain.trim(),
        rule.default.name()
    )
}

fn list(rules: &[&Code]) -> String {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let line = |rule: &&Code| format!("{:width$}  {:7}  {}\n", rule.name, rule.default.name(), rule.title);
    rules.iter().map(line).collect()
}

fn value(rule: &Code) -> Value {
    json!({"name": rule.name, "level": rule.default.name(), "title": rule.title, "explanation": rule.explain})
}
