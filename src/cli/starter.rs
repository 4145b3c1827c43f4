//! A small SMS to fill in: the documents an SMS begins with, as drafts. `clausebook check` reports what is missing in it.

/// Path and text of each file.
pub(super) static FILES: &[(&str, &str)] = &[
    ("clausebook.yml", include_str!("starter/clausebook.yml")),
    ("people.yml", include_str!("starter/people.yml")),
    ("glossary.yml", include_str!("starter/glossary.yml")),
    ("values.yml", include_str!("starter/values.yml")),
    ("README.md", include_str!("starter/README.md")),
    (".gitignore", "/_site/\n/_bundle.zip\n"),
    ("manuals/man-001-scope-of-the-sms.md", include_str!("starter/man-001.md")),
    ("policies/pol-001-service-management-policy.md", include_str!("starter/pol-001.md")),
    ("plans/pln-001-service-management-plan.md", include_str!("starter/pln-001.md")),
    ("plans/pln-002-internal-audit-programme.md", include_str!("starter/pln-002.md")),
    ("procedures/pro-001-control-of-documented-information.md", include_str!("starter/pro-001.md")),
    ("procedures/pro-002-major-incidents.md", include_str!("starter/pro-002.md")),
    ("processes/prc-001-incident-management.md", include_str!("starter/prc-001.md")),
    ("processes/prc-002-service-request-management.md", include_str!("starter/prc-002.md")),
    ("processes/prc-003-change-management.md", include_str!("starter/prc-003.md")),
    ("registers/reg-001-risk-register.md", include_str!("starter/reg-001.md")),
    ("registers/reg-002-service-catalogue.md", include_str!("starter/reg-002.md")),
    ("registers/reg-003-nonconformities-and-improvements.md", include_str!("starter/reg-003.md")),
];

/// The text with the organization's name in it.
pub(super) fn filled_in(text: &str, organization: Option<&str>) -> String {
    let name = organization.map(str::trim).filter(|it| !it.is_empty()).unwrap_or("Your organization");
    // A JSON string is a YAML string, whatever the name holds.
    text.replace("{organization}", &serde_json::Value::from(name).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_one_yaml_value() {
        for name in ["Müller & Söhne: \"IT\" #1", "- x", "{a}", " "] {
            let text = filled_in("organization: {organization}\n", Some(name));
            let (node, found) = crate::yaml::parse(&text, crate::base::Span::new(0, text.len()));
            assert_eq!(found, []);
            let expected = if name == " " { "Your organization" } else { name };
            assert_eq!(node.unwrap().get("organization").unwrap().as_text(), Some(expected));
        }
    }
}
