//! Rule `role-cycle`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::RoleIdx;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code =
    Code { name: "role-cycle", default: Severity::Error, title: "roles that report to each other in a circle", explain: EXPLAIN };

const EXPLAIN: &str = r"Following `reports_to` from a role leads back to it, so nobody is at the top.

Why an auditor cares: ISO/IEC 20000-1:2018, 5.1 and 5.3: responsibility has to end with top management.

Example: `service-desk-manager` reports to `service-delivery-manager`, which reports to `service-desk-manager`.

Better: let the upper one report to top management. The role at the top reports to nobody.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let roles = &ctx.handbook.roles;
    let above: Vec<Option<RoleIdx>> =
        roles.all.iter().map(|role| role.reports_to.as_ref().and_then(|(name, _)| roles.find(name))).collect();
    // Walk number by which a role was first met; every role is walked over once.
    let mut met: Vec<Option<usize>> = vec![None; above.len()];
    for start in 0..above.len() {
        let mut at = Some(start);
        while let Some(idx) = at.filter(|&idx| met[idx].is_none()) {
            met[idx] = Some(start);
            at = above[idx];
        }
        // Met in this very walk: the circle begins here.
        let Some(first) = at.filter(|&idx| met[idx] == Some(start)) else { continue };
        let mut circle = vec![first];
        circle.extend(std::iter::successors(above[first], |&idx| above[idx]).take_while(|&idx| idx != first));
        let least = (0..circle.len()).min_by_key(|&at| &roles.all[circle[at]].key).unwrap_or(0);
        circle.rotate_left(least);
        circle.push(circle[0]);
        let keys: Vec<String> = circle.iter().map(|&idx| format!("`{}`", roles.all[idx].key)).collect();
        let role = &roles.all[circle[0]];
        let place = role.reports_to.as_ref().map_or_else(|| role.place.clone(), |(_, place)| place.clone());
        sink.push(
            Diagnostic::new(&CODE, place, format!("roles report in a circle: {}", keys.join(" to ")))
                .help("let the uppermost of them report to nobody, or to a role outside the circle"),
        );
    }
}
