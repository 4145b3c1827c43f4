//! Stacks rows and channels along the flow: a row is as high as its boxes, a channel as wide as its tracks, labels and frames demand.

use super::layers::Kind;
use super::route::Plan;

/// Distance between tracks.
pub(super) const TRACK: i32 = 10;

/// Places along the flow.
pub(super) struct Stack {
    /// Middle of each row.
    pub(super) rows: Vec<i32>,
    /// First track of each channel.
    pub(super) tracks: Vec<i32>,
    /// First and last place of each group.
    pub(super) groups: Vec<(i32, i32)>,
}

/// Stacks the rows of a plan whose channels have so many tracks, and need room for labels before and behind them.
pub(super) fn stack(plan: &Plan<'_>, tracks: &[i32], zones: &[(i32, i32)]) -> Stack {
    let (lead, trail) = pads(plan);
    let heights = heights(plan);
    let n = heights.len();
    let mut out = Stack { rows: Vec::new(), tracks: Vec::new(), groups: Vec::new() };
    let mut along = 0;
    for (channel, (&count, &(before, behind))) in tracks.iter().zip(zones).enumerate() {
        let ends = if channel > 0 { trail_of(&trail, plan, channel - 1) } else { 0 };
        let starts = lead_of(&lead, plan, channel);
        let is_inner = channel > 0 && channel < n;
        // Before the first row and behind the last there is only room for lanes that turn there.
        let leave = if is_inner || (count > 0 && channel == n) { plan.spacing.leave } else { 0 };
        let enter = if is_inner || (count > 0 && channel == 0) { plan.spacing.enter } else { 0 };
        out.tracks.push(along + ends + leave + before);
        along += ends + leave + before + TRACK * (count - 1).max(0) + behind + enter + starts;
        along += if is_inner { plan.spacing.rows } else { 0 };
        if let Some(height) = heights.get(channel) {
            out.rows.push(along + height / 2);
            along += height;
        }
    }
    let edges = |group: usize| match plan.layers.spans[group] {
        Some((first, last)) => {
            (out.rows[first] - heights[first] / 2 - lead[group], out.rows[last] + heights[last] / 2 + trail[group])
        }
        None => (0, 0),
    };
    out.groups = (0..plan.graph.groups.len()).map(edges).collect();
    out
}

/// Height of each row: that of its highest box, or of a label that stands where its line passes the row.
fn heights(plan: &Plan<'_>) -> Vec<i32> {
    let mut heights = vec![0; plan.layers.rows.len()];
    for item in &plan.layers.items {
        if let Kind::Node(node) = item.kind {
            heights[item.row] = heights[item.row].max(plan.nodes[node].along);
        }
    }
    for chain in plan.layers.chains.iter().filter(|chain| !chain.is_lane) {
        if let Some(&bend) = chain.bends.first() {
            let row = plan.layers.items[bend].row;
            heights[row] = heights[row].max(plan.labels[chain.edge].along);
        }
    }
    heights
}

/// Room a group needs before its first row: its own, and that of inner groups that begin in the same row.
fn pads(plan: &Plan<'_>) -> (Vec<i32>, Vec<i32>) {
    let groups = &plan.graph.groups;
    let (mut lead, mut trail) = (vec![plan.pads.0; groups.len()], vec![plan.pads.1; groups.len()]);
    // Inner groups stand behind outer ones in the list.
    for (at, group) in groups.iter().enumerate().rev() {
        let (Some(parent), Some(own)) = (group.parent, plan.layers.spans[at]) else { continue };
        let Some(outer) = plan.layers.spans[parent] else { continue };
        if outer.0 == own.0 {
            lead[parent] = lead[parent].max(lead[at] + plan.pads.0);
        }
        if outer.1 == own.1 {
            trail[parent] = trail[parent].max(trail[at] + plan.pads.1);
        }
    }
    (lead, trail)
}

fn lead_of(lead: &[i32], plan: &Plan<'_>, row: usize) -> i32 {
    let here = plan.layers.spans.iter().zip(lead).filter(|(span, _)| span.is_some_and(|span| span.0 == row));
    here.map(|(_, pad)| *pad).max().unwrap_or(0)
}

fn trail_of(trail: &[i32], plan: &Plan<'_>, row: usize) -> i32 {
    let here = plan.layers.spans.iter().zip(trail).filter(|(span, _)| span.is_some_and(|span| span.1 == row));
    here.map(|(_, pad)| *pad).max().unwrap_or(0)
}
