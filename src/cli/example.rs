//! The example SMS inside the program, for `init --example`.
//!
//! The list is kept by the test below: `CLAUSEBOOK_UPDATE=1 cargo test cli::example` writes it anew from the folder.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../example-sms/", $path)))),*]
    };
}

/// Path and text of each file.
#[rustfmt::skip]
pub(super) static FILES: &[(&str, &str)] = files![
    "agreements/agr-001-service-level-agreement-copperline-retail.md",
    "agreements/agr-002-internal-supplier-agreement-group-shared-services.md",
    "clausebook.yml",
    "glossary.yml",
    "manuals/man-001-sms-handbook-overview.md",
    "manuals/man-002-context-and-interested-parties.md",
    "manuals/man-003-scope-of-the-sms.md",
    "people.yml",
    "plans/pln-001-service-management-plan.md",
    "plans/pln-002-service-management-objectives.md",
    "plans/pln-003-risk-management-approach.md",
    "plans/pln-004-resources-competence-awareness.md",
    "plans/pln-005-communication-plan.md",
    "plans/pln-006-capacity-plan.md",
    "plans/pln-007-availability-requirements-and-targets.md",
    "plans/pln-008-service-continuity-plan.md",
    "plans/pln-009-internal-audit-programme.md",
    "plans/pln-010-measurement-and-reporting.md",
    "plans/pln-011-information-security-risk-and-controls.md",
    "policies/pol-001-service-management-policy.md",
    "policies/pol-002-change-management-policy.md",
    "policies/pol-003-information-security-policy.md",
    "policies/pol-004-financial-management-policy.md",
    "procedures/pro-001-control-of-documented-information.md",
    "procedures/pro-002-major-incidents.md",
    "procedures/pro-003-internal-audits.md",
    "procedures/pro-004-management-review.md",
    "procedures/pro-005-service-complaints-and-escalation.md",
    "procedures/pro-006-information-security-incident-response.md",
    "procedures/pro-007-verification-of-configuration-information.md",
    "procedures/pro-008-removal-and-transfer-of-services.md",
    "processes/prc-001-service-portfolio-and-service-planning.md",
    "processes/prc-002-service-catalogue-management.md",
    "processes/prc-003-asset-management.md",
    "processes/prc-004-configuration-management.md",
    "processes/prc-005-business-relationship-management.md",
    "processes/prc-006-service-level-management.md",
    "processes/prc-007-supplier-management-and-control-of-other-parties.md",
    "processes/prc-008-budgeting-and-accounting-for-services.md",
    "processes/prc-009-demand-and-capacity-management.md",
    "processes/prc-010-change-management.md",
    "processes/prc-011-service-design-and-transition.md",
    "processes/prc-012-release-and-deployment-management.md",
    "processes/prc-013-incident-management.md",
    "processes/prc-014-service-request-management.md",
    "processes/prc-015-problem-management.md",
    "processes/prc-016-availability-and-continuity-management.md",
    "processes/prc-017-information-security-management.md",
    "processes/prc-018-performance-evaluation-and-service-reporting.md",
    "processes/prc-019-nonconformity-corrective-action-and-improvement.md",
    "records/rec-001-management-review-first-half-2026.md",
    "records/rec-002-internal-audit-report-february-2026.md",
    "records/rec-003-continuity-test-report-march-2026.md",
    "registers/reg-001-documented-information-register.md",
    "registers/reg-002-risk-and-opportunity-register.md",
    "registers/reg-003-obligations-register.md",
    "registers/reg-004-service-catalogue.md",
    "registers/reg-005-service-requirements-and-criticality.md",
    "registers/reg-006-suppliers-and-other-parties.md",
    "registers/reg-007-external-documents.md",
    "registers/reg-008-competence-matrix.md",
    "registers/reg-009-nonconformities-and-corrective-actions.md",
    "registers/reg-010-improvement-opportunities.md",
    "registers/reg-011-knowledge-map-and-records-index.md",
    "roles/rol-001-top-management.md",
    "roles/rol-002-sms-manager.md",
    "roles/rol-003-process-owner-and-process-manager.md",
    "roles/rol-004-service-owner.md",
    "roles/rol-005-internal-auditor.md",
    "values.yml",
    "work-instructions/wi-001-changing-a-handbook-document-through-git.md",
    "work-instructions/wi-002-fulfilling-a-joiner-account-request.md",
    "work-instructions/wi-003-restore-test-of-the-backup-service.md",
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root.join("example-sms");
        let mut found = Vec::new();
        for entry in walkdir::WalkDir::new(&folder).into_iter().filter_entry(|it| it.file_name() != "_site") {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.push(path);
            }
        }
        found.sort();
        let listed: Vec<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        if std::env::var_os("CLAUSEBOOK_UPDATE").is_some() && found != listed {
            let this = root.join(file!());
            let text = fs::read_to_string(&this).unwrap();
            let (head, rest) = text.split_once("= files![\n").unwrap();
            let (_, tail) = rest.split_once("];\n").unwrap();
            let lines: String = found.iter().map(|path| format!("    {path:?},\n")).collect();
            fs::write(&this, format!("{head}= files![\n{lines}];\n{tail}")).unwrap();
            panic!("the list was written anew; run the test again");
        }
        assert_eq!(listed, found, "run the test with CLAUSEBOOK_UPDATE=1");
        for (path, text) in FILES {
            assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), *text, "{path}");
        }
    }
}
