//! Network simplex: whole numbers for variables so that weighted distances are as short as possible.
//!
//! Used for the rows of boxes and for their positions across the rows, as in Gansner, Koutsofios, North and Vo, "A technique for
//! drawing directed graphs" (1993). Every state on the way is a valid answer, so the work is simply bounded.

/// `value[to] - value[from]` is at least `least` and costs `weight` for each step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    /// Variable with the smaller value.
    pub(super) from: usize,
    /// Variable with the larger value.
    pub(super) to: usize,
    /// Smallest distance allowed.
    pub(super) least: i32,
    /// Cost of the distance.
    pub(super) weight: i32,
}

/// Steps of work after which the best answer so far is taken.
const WORK: usize = 12_000_000;

/// Values of `count` variables, the smallest being 0, or nothing if the demands contradict each other.
pub(super) fn solve(count: usize, arcs: &[Arc]) -> Option<Vec<i32>> {
    let mut net = Net::new(count, arcs);
    net.start()?;
    let per_round = net.arcs.len() + net.value.len();
    let mut from = 0;
    for _ in 0..(WORK / per_round.max(1)) {
        net.root_tree();
        let Some(leaving) = net.leaving(from) else { break };
        from = leaving;
        if !net.exchange(leaving) {
            break;
        }
    }
    net.value.truncate(count);
    let least = net.value.iter().copied().min().unwrap_or(0);
    Some(net.value.into_iter().map(|value| value - least).collect())
}

/// Variables, demands and a spanning tree of demands that are met exactly. The last variable is a root before all others.
struct Net {
    arcs: Vec<Arc>,
    value: Vec<i32>,
    in_tree: Vec<bool>,
    /// Weight of the demands that begin at a variable, less that of those that end there.
    balance: Vec<i64>,
    /// Of the rooted tree: parents before children, the arc to the parent, the sum of balances below, and intervals of numbers.
    order: Vec<usize>,
    parent: Vec<Option<usize>>,
    below: Vec<i64>,
    low: Vec<usize>,
}

impl Net {
    fn new(count: usize, arcs: &[Arc]) -> Self {
        let mut all: Vec<Arc> = arcs.iter().copied().filter(|arc| arc.from < count && arc.to < count).collect();
        let mut has_in = vec![false; count];
        for arc in &all {
            has_in[arc.to] = true;
        }
        let sources = (0..count).filter(|&v| !has_in[v]);
        all.extend(sources.map(|to| Arc { from: count, to, least: 0, weight: 0 }));
        let mut balance = vec![0; count + 1];
        for arc in &all {
            balance[arc.from] += i64::from(arc.weight);
            balance[arc.to] -= i64::from(arc.weight);
        }
        let n = count + 1;
        let in_tree = vec![false; all.len()];
        Self {
            arcs: all,
            value: vec![0; n],
            in_tree,
            balance,
            order: Vec::new(),
            parent: vec![None; n],
            below: vec![0; n],
            low: vec![0; n],
        }
    }

    /// Longest paths from the root: each variable gets an arc that is met exactly, and these arcs make a tree.
    fn start(&mut self) -> Option<()> {
        let n = self.value.len();
        let mut missing = vec![0; n];
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); n];
        for (at, arc) in self.arcs.iter().enumerate() {
            missing[arc.to] += 1;
            out[arc.from].push(at);
        }
        let mut ready = vec![n - 1];
        let mut exact: Vec<Option<usize>> = vec![None; n];
        let mut seen = 0;
        while let Some(v) = ready.pop() {
            seen += 1;
            for &at in &out[v] {
                let arc = self.arcs[at];
                let value = self.value[v] + arc.least;
                if exact[arc.to].is_none() || value > self.value[arc.to] {
                    self.value[arc.to] = value;
                    exact[arc.to] = Some(at);
                }
                missing[arc.to] -= 1;
                if missing[arc.to] == 0 {
                    ready.push(arc.to);
                }
            }
        }
        for at in exact.into_iter().flatten() {
            self.in_tree[at] = true;
        }
        (seen == n).then_some(())
    }

    /// Numbers the tree from the root, and sums up what lies below each variable.
    fn root_tree(&mut self) {
        let n = self.value.len();
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); n];
        for (at, arc) in self.arcs.iter().enumerate().filter(|(at, _)| self.in_tree[*at]) {
            next[arc.from].push(at);
            next[arc.to].push(at);
        }
        self.order.clear();
        self.parent = vec![None; n];
        let mut stack = vec![n - 1];
        while let Some(v) = stack.pop() {
            self.low[v] = self.order.len();
            self.order.push(v);
            for &at in &next[v] {
                if self.parent[v] != Some(at) {
                    let child = self.arcs[at].from + self.arcs[at].to - v;
                    self.parent[child] = Some(at);
                    stack.push(child);
                }
            }
        }
        self.below.clone_from(&self.balance);
        for &v in self.order.iter().rev() {
            if let Some(at) = self.parent[v] {
                let up = self.arcs[at].from + self.arcs[at].to - v;
                self.below[up] += self.below[v];
            }
        }
    }

    /// A tree arc that would get cheaper if it were longer; the search goes on where it stopped, so that it does not go in circles.
    fn leaving(&self, from: usize) -> Option<usize> {
        let mut cut: Vec<i64> = vec![0; self.arcs.len()];
        for &v in &self.order {
            if let Some(at) = self.parent[v] {
                cut[at] = if self.arcs[at].from == v { self.below[v] } else { -self.below[v] };
            }
        }
        let n = self.arcs.len();
        (0..n).map(|step| (from + 1 + step) % n).find(|&at| self.in_tree[at] && cut[at] < 0)
    }

    /// Puts the tightest arc that leads the other way in place of `leaving` and moves one part of the tree.
    fn exchange(&mut self, leaving: usize) -> bool {
        let arc = self.arcs[leaving];
        let lower_is_from = self.parent[arc.from] == Some(leaving);
        let top = if lower_is_from { arc.from } else { arc.to };
        let below = self.mark_below(top);
        let in_head = |v: usize| below[v] != lower_is_from;
        let candidates = self.arcs.iter().enumerate().filter(|(_, a)| in_head(a.from) && !in_head(a.to));
        let slack = |a: &Arc| self.value[a.to] - self.value[a.from] - a.least;
        let Some((entering, room)) = candidates.map(|(at, a)| (at, slack(a))).min_by_key(|(at, room)| (*room, *at)) else {
            return false;
        };
        self.in_tree[leaving] = false;
        self.in_tree[entering] = true;
        // The root's side stays where it is; only relative values count.
        let shift = if lower_is_from { -room } else { room };
        for (value, is_below) in self.value.iter_mut().zip(&below) {
            if *is_below {
                *value += shift;
            }
        }
        true
    }

    /// Which variables hang below `top`: in the order of the walk they follow it without a gap.
    fn mark_below(&self, top: usize) -> Vec<bool> {
        let mut below = vec![false; self.value.len()];
        below[top] = true;
        for &v in self.order.iter().skip(self.low[top] + 1) {
            let Some(at) = self.parent[v] else { break };
            let up = self.arcs[at].from + self.arcs[at].to - v;
            if !below[up] {
                break;
            }
            below[v] = true;
        }
        below
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arc(from: usize, to: usize, least: i32, weight: i32) -> Arc {
        Arc { from, to, least, weight }
    }

    #[test]
    fn heavy_demands_are_short_and_all_are_met() {
        // 0 to 2 by way of 1; 3 hangs on 2 and is free to move up beside 1.
        let arcs = [arc(0, 1, 1, 1), arc(1, 2, 1, 1), arc(0, 2, 1, 1), arc(3, 2, 1, 1)];
        assert_eq!(solve(4, &arcs), Some(vec![0, 1, 2, 1]));
    }

    #[test]
    fn a_middle_variable_goes_to_the_heavier_side() {
        let arcs = [arc(0, 1, 10, 1), arc(1, 2, 10, 5), arc(0, 2, 50, 1)];
        assert_eq!(solve(3, &arcs), Some(vec![0, 40, 50]));
    }

    #[test]
    fn contradictions_and_nothing_are_answered() {
        assert_eq!(solve(2, &[arc(0, 1, 1, 1), arc(1, 0, 1, 1)]), None);
        assert_eq!(solve(0, &[]), Some(vec![]));
        assert_eq!(solve(3, &[]), Some(vec![0, 0, 0]));
    }
}
