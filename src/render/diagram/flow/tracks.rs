//! Gives each run of a line along a channel its own track.

/// A level piece of lines in a channel, with the places where upright pieces meet it.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// The channel: that before the row of the same number.
    pub(super) channel: usize,
    /// Upright pieces on the side of the row before.
    pub(super) ups: Vec<i32>,
    /// Upright pieces on the side of the row behind.
    pub(super) downs: Vec<i32>,
    /// The track, counted from the row before.
    pub(super) track: usize,
}

impl Run {
    fn ends(&self) -> (i32, i32) {
        let all = || self.ups.iter().chain(&self.downs).copied();
        (all().min().unwrap_or(0), all().max().unwrap_or(0))
    }

    /// What it costs to have this run before `other`: crossings, and far worse, pieces that lie on each other.
    fn cost_before(&self, other: &Run) -> i64 {
        let (own, theirs) = (self.ends(), other.ends());
        let inside = |ends: (i32, i32), at: i32| i64::from(ends.0 < at && at < ends.1);
        let crossings: i64 = other.ups.iter().map(|&at| inside(own, at)).sum::<i64>()
            + self.downs.iter().map(|&at| inside(theirs, at)).sum::<i64>();
        let overlaps = self.downs.iter().filter(|down| other.ups.iter().any(|up| (up - **down).abs() < 5)).count();
        crossings + 1000 * i64::try_from(overlaps).unwrap_or(0)
    }
}

/// Chooses tracks and returns how many each channel needs.
pub(super) fn assign(runs: &mut [Run], channels: usize) -> Vec<i32> {
    let mut counts = vec![0; channels];
    let mut by_channel: Vec<Vec<usize>> = vec![Vec::new(); channels];
    for (at, run) in runs.iter().enumerate() {
        by_channel[run.channel].push(at);
    }
    for (channel, members) in by_channel.into_iter().enumerate() {
        let sequence = sequence(runs, members);
        let mut placed: Vec<usize> = Vec::new();
        for at in sequence {
            let (from, to) = runs[at].ends();
            let near = |other: &&usize| {
                let ends = runs[**other].ends();
                ends.0 <= to + 8 && from <= ends.1 + 8
            };
            let track = placed.iter().filter(near).map(|&other| runs[other].track + 1).max().unwrap_or(0);
            runs[at].track = track;
            counts[channel] = counts[channel].max(i32::try_from(track + 1).unwrap_or(i32::MAX));
            placed.push(at);
        }
    }
    counts
}

/// Runs from the first track to the last: always next the one that costs least before all that remain.
fn sequence(runs: &[Run], mut members: Vec<usize>) -> Vec<usize> {
    let net = |a: usize, b: usize| runs[a].cost_before(&runs[b]) - runs[b].cost_before(&runs[a]);
    let mut cost: Vec<i64> = members.iter().map(|&a| members.iter().map(|&b| net(a, b)).sum()).collect();
    let mut out = Vec::new();
    while let Some(best) = (0..members.len()).min_by_key(|&at| (cost[at], members[at])) {
        let chosen = members.remove(best);
        cost.remove(best);
        for (at, &other) in members.iter().enumerate() {
            cost[at] -= net(other, chosen);
        }
        out.push(chosen);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(ups: &[i32], downs: &[i32]) -> Run {
        Run { channel: 0, ups: ups.to_vec(), downs: downs.to_vec(), track: 9 }
    }

    #[test]
    fn runs_that_do_not_meet_share_a_track() {
        let mut runs = [run(&[0], &[20]), run(&[100], &[140])];
        assert_eq!(assign(&mut runs, 1), [1]);
        assert_eq!((runs[0].track, runs[1].track), (0, 0));
    }

    #[test]
    fn nested_turns_do_not_cross() {
        // Both lead to the right; the one further right must use the earlier track.
        let mut runs = [run(&[50], &[100]), run(&[0], &[60])];
        assert_eq!(assign(&mut runs, 1), [2]);
        assert!(runs[0].track < runs[1].track);
    }

    #[test]
    fn upright_pieces_never_lie_on_each_other() {
        // The second goes down where the first comes from above.
        let mut runs = [run(&[0], &[80]), run(&[80], &[160])];
        assign(&mut runs, 1);
        assert!(runs[1].track < runs[0].track);
    }
}
