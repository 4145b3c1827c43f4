//! What makes the dates of commits hard to believe. Reported, not judged.

use super::Doubt;
use super::ground::Ground;
use super::signing::CLOCK_SKEW;
use crate::base::Date;
use crate::source::CommitIdx;

/// The doubts about one commit.
pub(super) fn about(ground: &Ground<'_>, idx: CommitIdx, today: Date) -> Vec<Doubt> {
    let commit = ground.commit(idx);
    let mut doubts = Vec::new();
    if let Some(parents) = commit.parents_at {
        let behind = parents.seconds.saturating_sub(commit.committer.at.seconds);
        if behind > CLOCK_SKEW {
            doubts.push(Doubt::BeforeParents { commit: idx, hours: behind / 3600 });
        }
    }
    // It may be tomorrow elsewhere.
    let late = |day: &Date| *day > today.plus_days(1);
    let days = [commit.committer.at.date(), commit.author.at.date()];
    if let Some(day) = days.into_iter().flatten().max().filter(late) {
        doubts.push(Doubt::InFuture { commit: idx, day });
    }
    if let (Some(written), Some(landed)) = (commit.author.at.date(), ground.landed(idx))
        && written > landed.plus_days(1)
    {
        doubts.push(Doubt::WrittenAfterLanding { commit: idx, written, landed });
    }
    doubts
}
